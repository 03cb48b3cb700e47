/* One stay, step by step: the links from an entry state to the points at which it may end.
 *
 * The loops below say who may end when; what happens to those who are asked is up to `ask`: it
 * makes links here, and weighs known ones anew in reweigh.c. */
#include "chain/unfold.h"
#include <math.h>

/* Shares: `due` are those whose drawn length is over, `late` those whom the limit ends. */
static void run_shares(pk_stay *s) {
  const pk_stay_law *law = s->law;
  double left = law->left[s->behind], scale = left > 0 ? 1 / left : 0;
  double due = left > 0 ? 0 : 1, late = 0;
  int e = s->first;
  for (; e <= s->last && !s->stopped; e++) {
    s->step(s, e);
    if (!s->limit || e <= s->limit)
      due += law->length[e - 1] * scale;
    if (e == s->limit)
      late = law->left[e] * scale;
    if (due > 0)
      s->ask(s, e, 0, false, &due);
    if (late > 0)
      s->ask(s, e, 0, true, &late);
    if (e == s->limit)
      s->over_limit = due + late;
    if (due == 0 && late == 0 && (law->left[e] == 0 || (s->limit && e >= s->limit)))
      return;
  }
  bool limit_passed = s->limit && s->limit < e;
  s->stuck = due + late;
  s->beyond = due + late + (limit_passed ? 0 : law->left[e - 1] * scale);
}

/* What is left of one variant after the steps before t = 0, all exits having been open. */
static double survived(const pk_stay *s, int variant) {
  const pk_stay_law *law = s->law;
  const double *factor = pk_stay_factors(law, s->epoch, variant);
  double sum = 0;
  for (int e = law->beat; e <= s->behind; e += law->beat) {
    int row = e / law->beat - 1;
    row = row < law->rows ? row : law->rows - 1;
    for (int j = 0; j < law->exit_count; j++)
      sum += law->hazard[(size_t)row * (size_t)law->exit_count + (size_t)j] * factor[j];
  }
  return exp(-sum);
}

/* Alike where none could be so old. */
void pk_stay_variants(const pk_stay *s, double *alive) {
  const pk_stay_law *law = s->law;
  double sum = 0;
  for (int v = 0; v < law->variant_count; v++) {
    alive[v] =
        law->variant_share[v] * (s->behind > 0 && law->variant_count > 1 ? survived(s, v) : 1);
    sum += alive[v];
  }
  for (int v = 0; v < law->variant_count; v++)
    alive[v] = sum > 0 ? alive[v] / sum : law->variant_share[v];
}

/* Race and per step: at every step the hazards, and from the limit on whatever is left. */
static void run_rates(pk_stay *s) {
  double alive[PK_MOST_VARIANTS], total = 1;
  pk_stay_variants(s, alive);
  for (int e = s->first; e <= s->last && total > 0 && !s->stopped; e++) {
    s->step(s, e);
    if (e % s->law->beat != 0)
      continue;
    total = 0;
    for (int v = 0; v < s->law->variant_count; v++) {
      if (alive[v] > 0)
        s->ask(s, e, v, false, &alive[v]);
      if (alive[v] > 0 && s->limit && e >= s->limit)
        s->ask(s, e, v, true, &alive[v]);
      if (alive[v] > 0 && alive[v] < 1e-60) {
        alive[v] = 0;
        s->cuts = s->cuts * 31 + (uint32_t)e;
      }
      total += alive[v];
    }
    if (e == s->limit)
      s->over_limit = total;
  }
  s->beyond = total;
}

void pk_stay_run(pk_stay *s) {
  s->beyond = 1;
  if (s->law->passage) {
    s->stuck = 1; /* only clients who start in a passage that nobody may leave are here */
  } else if (s->last >= s->first && s->law->form == PK_EXITS_SHARES) {
    s->beyond = 0;
    run_shares(s);
  } else if (s->last >= s->first && s->law->form != PK_EXITS_NONE) {
    run_rates(s);
  }
}

/* ------------------------------------------------------------------------------- making links */

/* A stay whose links are made. */
typedef struct making {
  pk_stay stay;
  pk_builder *b;
  pk_entry *entry;
  pk_clocks clocks;
} making;

static void add_link(making *m, int e, int32_t point, double p) {
  pk_builder *b = m->b;
  void *links = b->links;
  if (!pk_make_room(&links, &b->link_room, b->link_count + 1, sizeof *b->links)) {
    b->failed = true;
    return;
  }
  b->links = links;
  b->links[b->link_count++] = (pk_link){e - m->stay.behind, point, p};
  pk_point_reached(b, point, m->entry->time + e - m->stay.behind);
  if (b->link_count > b->max_links)
    b->too_large = true;
}

static void ask(pk_stay *s, int e, int variant, bool limit, double *mass) {
  making *m = s->context;
  pk_builder *b = m->b;
  int time = m->entry->time + e - s->behind;
  pk_moment moment = {.klass = m->entry->klass,
                      .stage = m->entry->stage,
                      .clocks = &m->clocks,
                      .elapsed = e / b->laws->refine,
                      .variant = variant,
                      .limit = limit,
                      .born = s->epoch,
                      .epoch = pk_stay_epoch(b->laws, time)};
  if (s->law->hazard) {
    int row = (e - 1) / s->law->beat;
    moment.row = row < s->law->rows ? row : s->law->rows - 1;
  }
  int32_t point = pk_point_at(b, &moment, time);
  if (point >= 0) {
    double ended = *mass * b->points[point].leave;
    if (ended > 0)
      add_link(m, e, point, ended);
    *mass -= ended;
  }
  s->stopped = b->failed || b->too_large;
}

static void next_step(pk_stay *s, int e) {
  making *m = s->context;
  if (m->b->clock_count == 0 || e % m->b->laws->refine != 0)
    return;
  int epoch = pk_stay_epoch(m->b->laws, m->entry->time + e - s->behind);
  pk_rules_step(m->b->laws->rules_at[epoch], m->entry->stage, &m->clocks);
  pk_rules_reduce_within(m->b->rules, &m->clocks, s->last - e);
}

/* Rounding of many links is divided out: links + beyond = 1. */
static void normalise(making *m) {
  pk_builder *b = m->b;
  double sum = m->stay.beyond;
  for (size_t k = m->entry->row; k < b->link_count; k++)
    sum += b->links[k].p;
  for (size_t k = m->entry->row; k < b->link_count; k++)
    b->links[k].p /= sum;
  m->entry->beyond = m->stay.beyond / sum;
}

/* `limit` is asked once, on entry. A stay that began before t = 0 and is over its limit already
 * ends at the next step. */
static int limit_of(const making *m) {
  if (!m->b->rules->present)
    return 0;
  const pk_rules *rules = m->b->laws->rules_at[m->entry->epoch];
  int steps = pk_rules_limit(rules, m->entry->klass, m->entry->stage, &m->clocks);
  if (steps <= 0 || steps > m->b->model->horizon + m->stay.behind)
    return 0;
  int limit = steps * m->b->laws->refine;
  return limit < m->stay.first ? m->stay.first : limit;
}

pk_stay pk_stay_start(const pk_stay_laws *laws, const pk_entry *entry) {
  int behind = entry->behind * laws->refine;
  return (pk_stay){.law = &laws->law[entry->stage],
                   .epoch = entry->epoch,
                   .behind = behind,
                   .first = behind + 1,
                   .last = behind + laws->horizon - entry->time,
                   .limit = entry->limit};
}

void pk_unfold_stay(pk_builder *b, int32_t index) {
  pk_entry entry = b->entries[index];
  making m = {.stay = pk_stay_start(b->laws, &entry), .b = b, .entry = &entry};
  m.stay.context = &m;
  m.stay.ask = ask;
  m.stay.step = next_step;
  pk_entry_clocks(b, index, &m.clocks);
  m.stay.limit = entry.limit = limit_of(&m);
  entry.row = b->link_count;
  pk_stay_run(&m.stay);
  entry.stuck = m.stay.stuck;
  entry.over_limit = m.stay.over_limit;
  entry.cuts = m.stay.cuts;
  entry.row_end = b->link_count;
  entry.done = true;
  normalise(&m);
  b->entries[index] = entry;
}
