/* Tables of stays that nothing can change: where rules read no clocks and the calendar stands
 * still, a stay is one draw from a table of lengths and one from a table of exits.
 *
 * The tables hold the sums that asking step by step would make, in the same order, so that it makes
 * no difference to a client which way its stay is decided. */
#include "engine/steps.h"

#include <math.h>

enum { MOST_NUMBERS = 1 << 22 }; /* in all tables; beyond that stays are asked step by step */

typedef struct weaver {
  pk_steps *steps;
  int klass, stage;
  const pk_stay_law *law;
  double *p, *refused; /* scratch */
  bool failed;
} weaver;

static bool is_plain(const pk_steps *steps, int stage) {
  const pk_stay_laws *laws = steps->of.laws;
  const pk_stay_law *law = &laws->law[stage];
  bool unread = !laws->rules->present || (laws->rules->clock_count == 0 && !law->needs_elapsed);
  return unread && laws->epoch_count == 1 && laws->refine == 1 && !law->passage &&
         law->form != PK_EXITS_NONE && law->exit_count > 0 &&
         (law->form == PK_EXITS_SHARES || law->variant_count == 1) &&
         !pk_rules_pays(laws->rules, stage);
}

/* Fills a row of exits from the chances of a decision: cumulative, in the order of ids. */
static void fill_exits(const weaver *w, double *upto, int64_t *refused) {
  const int32_t *order = w->steps->order + w->steps->order_at[w->stage];
  double sum = 0;
  for (int k = 0; k < w->law->exit_count; k++) {
    sum += w->p[order[k]];
    upto[k] = sum;
    refused[order[k]] = llround(w->refused[order[k]] * PK_TALLY_PARTS);
  }
}

static void fill_guide(const double *upto, int steps, int32_t *guide) {
  int e = 0;
  for (int g = 0; g < PK_GUIDES; g++) {
    while (e < steps && (double)g / PK_GUIDES >= upto[e])
      e++;
    guide[g] = e;
  }
}

/* Lengths by shares; false when a part of the clients can leave and a part cannot. */
static bool fill_shares(weaver *w, const pk_moment *moment, double *upto, double *exits,
                        int64_t *refused) {
  double leave = pk_stay_decide(w->steps->of.laws, moment, w->p, w->refused), due = 0;
  double left = w->law->left[0], scale = left > 0 ? 1 / left : 0;
  if (leave > 0 && leave < 1 - 1e-12)
    return false;
  for (int e = 0; e < w->steps->horizon; e++) {
    due += leave > 0 ? w->law->length[e] * scale : 0;
    upto[e] = due;
  }
  fill_exits(w, exits, refused);
  return true;
}

static void fill_rates(weaver *w, pk_moment *moment, double *upto, double *exits,
                       int64_t *refused) {
  double alive = 1, ended = 0;
  for (int e = 0; e < w->steps->horizon; e++) {
    moment->row = e < w->law->rows ? e : w->law->rows - 1;
    double part = alive * pk_stay_decide(w->steps->of.laws, moment, w->p, w->refused);
    ended += part;
    alive -= part;
    upto[e] = ended;
    size_t row = (size_t)moment->row * (size_t)w->law->exit_count;
    fill_exits(w, exits + row, refused + row);
  }
}

static void weave(weaver *w, pk_table *table) {
  pk_arena *arena = w->steps->arena;
  pk_clocks none = {{0}};
  pk_moment moment = {.klass = w->klass, .stage = w->stage, .clocks = &none};
  int most = w->law->form == PK_EXITS_SHARES ? 1 : w->law->rows;
  int rows = most < w->steps->horizon ? most : w->steps->horizon;
  size_t exits = (size_t)rows * (size_t)w->law->exit_count;
  double *upto = PK_NEW_ARRAY(arena, double, (size_t)w->steps->horizon);
  double *exit = PK_NEW_ARRAY(arena, double, exits);
  int64_t *refused = PK_NEW_ARRAY(arena, int64_t, exits);
  int32_t *guide = PK_NEW_ARRAY(arena, int32_t, PK_GUIDES);
  w->failed = !upto || !exit || !refused || !guide;
  if (w->failed)
    return;
  if (w->law->form != PK_EXITS_SHARES)
    fill_rates(w, &moment, upto, exit, refused);
  else if (!fill_shares(w, &moment, upto, exit, refused))
    return;
  fill_guide(upto, w->steps->horizon, guide);
  bool any = false;
  for (size_t i = 0; i < exits; i++)
    any = any || refused[i] > 0;
  *table = (pk_table){w->steps->horizon, upto, guide, rows, exit, any ? refused : NULL};
}

/* Numbers that the tables of all stages hold for one class of client. */
static double numbers(const pk_steps *steps) {
  double sum = 0;
  for (int s = 0; s < steps->stage_count; s++) {
    const pk_stay_law *law = &steps->of.laws->law[s];
    double rows = law->form == PK_EXITS_SHARES ? 1 : law->rows;
    if (is_plain(steps, s))
      sum += steps->horizon + PK_GUIDES + 2 * rows * law->exit_count;
  }
  return sum;
}

bool pk_steps_tables(pk_steps *steps) {
  const pk_rules *rules = steps->of.rules;
  pk_clocks none = {{0}};
  int klasses = rules->klass_count > 0 ? rules->klass_count : 1;
  double sum = numbers(steps) * klasses;
  if (sum == 0 || sum > MOST_NUMBERS)
    return true;
  pk_table *tables =
      PK_NEW_ARRAY(steps->arena, pk_table, (size_t)klasses * (size_t)steps->stage_count);
  double *p = PK_NEW_ARRAY(steps->arena, double, 2 * ((size_t)steps->max_exits + 1));
  if (!tables || !p)
    return false;
  weaver w = {.steps = steps, .p = p, .refused = p + steps->max_exits + 1};
  for (w.klass = 0; w.klass < klasses; w.klass++)
    for (w.stage = 0; w.stage < steps->stage_count && !w.failed; w.stage++) {
      w.law = &steps->of.laws->law[w.stage];
      bool limited = rules->present && is_plain(steps, w.stage) &&
                     pk_rules_limit(rules, w.klass, w.stage, &none) > 0;
      if (is_plain(steps, w.stage) && !limited)
        weave(&w, &tables[(size_t)w.klass * (size_t)steps->stage_count + (size_t)w.stage]);
    }
  steps->tables = tables;
  return !w.failed;
}
