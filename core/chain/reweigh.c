/* The same chain with other numbers.
 *
 * Which states, links and exits there are depends on the rules, on the calendar, and on which
 * numbers are 0; how probable they are depends on all numbers. Where numbers are drawn again and
 * again, the chain is unfolded once and remembers of each decision point what the rules answered
 * there. A twin borrows the structure and has numbers of its own: the laws of stays run over the
 * known links, and no rule is asked. Cost: O(links + points × exits) and the tables of the laws.
 *
 * Where other numbers are 0 than before, the structure may differ. Then nothing is weighed, and
 * whoever asked unfolds anew. */
#include "chain/pattern.h"
#include <math.h>
#include <string.h>

/* -------------------------------------------------------------------------------- remembering */

static bool keep_points(const pk_builder *b, pk_chain *chain, const int32_t *order) {
  pk_pattern *pattern = chain->pattern;
  for (size_t y = 0; y < chain->point_count; y++) {
    pk_clocks clocks;
    pk_moment moment = pk_point_moment(b, order[y], &clocks);
    pk_answer_of_rules *answers = PK_NEW_ARRAY(chain->arena, pk_answer_of_rules,
                                               (size_t)b->laws->law[moment.stage].exit_count);
    if (!answers)
      return false;
    pk_stay_answers(b->laws, &moment, answers);
    moment.clocks = NULL;
    moment.answers = answers;
    pattern->moment[y] = moment;
  }
  return true;
}

bool pk_pattern_keep(const pk_builder *b, pk_chain *chain, const int32_t *order) {
  pk_pattern *pattern = chain->pattern = PK_NEW(chain->arena, pk_pattern);
  if (!pattern)
    return false;
  pattern->limit = PK_NEW_ARRAY(chain->arena, int32_t, chain->entry_count);
  pattern->cuts = PK_NEW_ARRAY(chain->arena, uint32_t, chain->entry_count);
  pattern->moment = PK_NEW_ARRAY(chain->arena, pk_moment, chain->point_count);
  pattern->sifted = b->threshold > 0;
  if (!pattern->limit || !pattern->cuts || !pattern->moment)
    return false;
  for (size_t x = 0; x < chain->entry_count; x++) {
    pattern->limit[x] = b->entries[x].limit;
    pattern->cuts[x] = b->entries[x].cuts;
  }
  return keep_points(b, chain, order);
}

void pk_pattern_own(pk_chain *chain, pk_stay_laws *laws) {
  static const pk_chain_options plain = {0};
  laws->options = &plain;
  chain->pattern->laws = laws;
  chain->pattern->owner = true;
}

void pk_pattern_end(pk_chain *chain) {
  if (chain->pattern && chain->pattern->owner)
    pk_stay_laws_free(chain->pattern->laws);
}

/* --------------------------------------------------------------------------------------- twins */

static bool twin_pattern(pk_chain *twin) {
  pk_pattern *pattern = PK_NEW(twin->arena, pk_pattern);
  if (!pattern)
    return false;
  *pattern = *twin->pattern;
  size_t exits = (size_t)pattern->laws->max_exits + 1;
  pattern->owner = false;
  pattern->leave = PK_NEW_ARRAY(twin->arena, double, twin->point_count);
  pattern->p = PK_NEW_ARRAY(twin->arena, double, exits);
  pattern->refused = PK_NEW_ARRAY(twin->arena, double, exits);
  twin->pattern = pattern;
  return pattern->leave && pattern->p && pattern->refused;
}

pk_chain *pk_chain_twin(const pk_chain *chain) {
  pk_arena *arena = chain && chain->pattern ? pk_arena_new() : NULL;
  pk_chain *twin = arena ? PK_NEW(arena, pk_chain) : NULL;
  if (twin) {
    *twin = *chain;
    twin->arena = arena;
    twin->link_p = PK_NEW_ARRAY(arena, double, chain->entry_row[chain->entry_count]);
    twin->beyond = PK_NEW_ARRAY(arena, double, chain->entry_count);
    twin->stuck = PK_NEW_ARRAY(arena, double, chain->entry_count);
    twin->over_limit = PK_NEW_ARRAY(arena, double, chain->entry_count);
    twin->exit_p = PK_NEW_ARRAY(arena, double, chain->point_row[chain->point_count]);
    twin->refused_p = PK_NEW_ARRAY(arena, double, chain->refused_row[chain->point_count]);
    twin->start_amount = PK_NEW_ARRAY(arena, double, chain->start_count);
    if (twin->link_p && twin->beyond && twin->stuck && twin->over_limit && twin->exit_p &&
        twin->refused_p && twin->start_amount && twin_pattern(twin))
      return twin;
  }
  pk_arena_free(arena);
  return NULL;
}

/* ---------------------------------------------------------------------- which numbers are zero */

/* Nothing, something, or for certain. */
static bool kin(double a, double b) {
  return (a > 0) == (b > 0) && isinf(a) == isinf(b);
}

static bool all_kin(const double *a, const double *b, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (!kin(a[i], b[i]))
      return false;
  return true;
}

static bool laws_kin(const pk_stay_law *a, const pk_stay_law *b, int epochs) {
  size_t exits = (size_t)a->exit_count, rows = (size_t)a->rows;
  if (a->variant_count != b->variant_count || a->steps != b->steps || a->rows != b->rows)
    return false;
  for (size_t j = 0; j < exits; j++)
    if (!kin(a->exits[j].share, b->exits[j].share))
      return false;
  if (!all_kin(a->factor, b->factor, (size_t)epochs * (size_t)a->variant_count * exits) ||
      !all_kin(a->variant_share, b->variant_share, (size_t)a->variant_count))
    return false;
  if (a->length && (!all_kin(a->length, b->length, (size_t)a->steps) ||
                    !all_kin(a->left, b->left, (size_t)a->steps + 1)))
    return false;
  return !a->hazard || (all_kin(a->hazard, b->hazard, rows * exits) &&
                        memcmp(a->sure, b->sure, rows * sizeof *a->sure) == 0);
}

/* ------------------------------------------------------------------------------------ weighing */

/* Fills the exits of point y; false when other ones are possible now. */
static bool weigh_point(pk_chain *twin, const pk_stay_laws *laws, size_t y) {
  pk_pattern *pattern = twin->pattern;
  const pk_stay_law *law = &laws->law[pattern->moment[y].stage];
  size_t k = twin->point_row[y], r = twin->refused_row[y];
  pattern->leave[y] = pk_stay_decide(laws, &pattern->moment[y], pattern->p, pattern->refused);
  for (int j = 0; j < law->exit_count; j++) {
    int transition = law->exits[j].transition;
    if (pattern->p[j] > 0) {
      if (k == twin->point_row[y + 1] || twin->exit_transition[k] != transition)
        return false;
      twin->exit_p[k++] = pattern->p[j];
    }
    if (pattern->refused[j] > 0) {
      if (r == twin->refused_row[y + 1] || twin->refused_transition[r] != transition)
        return false;
      twin->refused_p[r++] = pattern->refused[j];
    }
  }
  return k == twin->point_row[y + 1] && r == twin->refused_row[y + 1];
}

/* A stay whose links are known: those from `next` on are still to be met. */
typedef struct weighing {
  pk_chain *twin;
  size_t next, end, met;
} weighing;

/* No clock has to move: what rules answered is known. */
static void no_step(pk_stay *stay, int e) {
  (void)stay;
  (void)e;
}

/* Where there is no link, rules let nobody leave. */
static void ask_known(pk_stay *s, int e, int variant, bool limit, double *mass) {
  weighing *w = s->context;
  const pk_chain *chain = w->twin;
  int length = e - s->behind;
  while (w->next < w->end && chain->link_length[w->next] < length)
    w->next++;
  for (size_t k = w->next; k < w->end && chain->link_length[k] == length; k++) {
    const pk_moment *moment = &chain->pattern->moment[chain->link_point[k]];
    if (moment->variant != variant || moment->limit != limit)
      continue;
    double ended = *mass * chain->pattern->leave[chain->link_point[k]];
    w->twin->link_p[k] = ended;
    *mass -= ended;
    w->met++;
    s->stopped = !(ended > 0);
    return;
  }
}

/* All known links were met and no other is missing. Where the last of those who stay were cut off
 * at another step than before, links may be left that nobody takes, and some be missing that fewer
 * than rounding would show. */
static bool all_met(const weighing *w, const pk_stay *stay, size_t known, uint32_t cuts) {
  if (stay->stopped)
    return false;
  return stay->cuts == cuts ? w->met == known : stay->beyond < 1e-17;
}

static bool weigh_entry(pk_chain *twin, const pk_stay_laws *laws, size_t x) {
  pk_entry entry = pk_pattern_entry(twin, x);
  size_t row = twin->entry_row[x], end = twin->entry_row[x + 1];
  weighing w = {.twin = twin, .next = row, .end = end};
  pk_stay stay = pk_stay_start(laws, &entry);
  stay.context = &w;
  stay.step = no_step;
  stay.ask = ask_known;
  memset(twin->link_p + row, 0, (end - row) * sizeof *twin->link_p);
  pk_stay_run(&stay);
  if (!all_met(&w, &stay, end - row, twin->pattern->cuts[x]))
    return false;
  double sum = stay.beyond;
  for (size_t k = row; k < end; k++)
    sum += twin->link_p[k];
  for (size_t k = row; k < end; k++)
    twin->link_p[k] /= sum;
  twin->beyond[x] = stay.beyond / sum;
  twin->stuck[x] = stay.stuck;
  twin->over_limit[x] = stay.over_limit;
  return true;
}

typedef struct starts {
  pk_chain *twin;
  size_t count;
  bool same;
} starts;

static void weigh_start(void *context, pk_begin begin) {
  starts *s = context;
  size_t i = s->count++;
  s->same = s->same && i < s->twin->start_count && s->twin->start_profile[i] == begin.profile &&
            s->twin->start_time[i] == begin.time && s->twin->start_stage[i] == begin.stage &&
            s->twin->start_line[i] == begin.line;
  if (s->same)
    s->twin->start_amount[i] = begin.amount;
}

static bool weigh_all(pk_chain *twin, const pk_stay_laws *laws) {
  const pk_stay_laws *known = twin->pattern->laws;
  for (int s = 0; s < twin->stage_count; s++)
    if (!laws_kin(&known->law[s], &laws->law[s], known->epoch_count))
      return false;
  for (size_t y = 0; y < twin->point_count; y++)
    if (!weigh_point(twin, laws, y))
      return false;
  for (size_t x = 0; x < twin->entry_count; x++)
    if (!weigh_entry(twin, laws, x))
      return false;
  starts s = {.twin = twin, .same = true};
  pk_begins(laws, weigh_start, &s);
  return s.same && s.count == twin->start_count;
}

pk_reweighed pk_chain_reweigh(pk_chain *twin, const pk_chain_options *options,
                              polku_report *report) {
  const pk_stay_laws *known = twin->pattern->laws;
  if (twin->pattern->sifted)
    return PK_REWEIGH_DIFFERS;
  pk_stay_laws *laws = pk_stay_laws_new(known->model, known->rules, options, report);
  if (!laws)
    return PK_REWEIGH_FAILED;
  bool same = weigh_all(twin, laws);
  pk_stay_laws_free(laws);
  return same ? PK_REWEIGHED : PK_REWEIGH_DIFFERS;
}
