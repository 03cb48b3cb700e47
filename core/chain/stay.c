/* One stay, step by step: the links from an entry state to the points at which it may end. */
#include "chain/unfold.h"
#include <math.h>

/* A stay under way. `e` counts (sub-)steps since it began. */
typedef struct stay {
  pk_builder *b;
  const pk_stay_law *law;
  pk_entry *entry;
  pk_clocks clocks;
  int klass, stage, limit; /* limit in (sub-)steps, 0: none */
  int first, last;         /* e runs over these */
  int behind;              /* (sub-)steps before t = 0 */
} stay;

static void add_link(stay *s, int e, int32_t point, double p) {
  pk_builder *b = s->b;
  void *links = b->links;
  if (!pk_make_room(&links, &b->link_room, b->link_count + 1, sizeof *b->links)) {
    b->failed = true;
    return;
  }
  b->links = links;
  b->links[b->link_count++] = (pk_link){e - s->behind, point, p};
  pk_point_reached(b, point, s->entry->time + e - s->behind);
  if (b->link_count > b->max_links)
    b->too_large = true;
}

/* Asks whether a share `*mass` of the stays may end at step e; those that do leave `*mass`. */
static void ask(stay *s, int e, int variant, bool limit, double *mass) {
  int time = s->entry->time + e - s->behind;
  pk_moment moment = {.klass = s->klass,
                      .stage = s->stage,
                      .clocks = &s->clocks,
                      .elapsed = e / s->b->laws->refine,
                      .variant = variant,
                      .limit = limit,
                      .born = s->entry->epoch,
                      .epoch = pk_stay_epoch(s->b->laws, time)};
  if (s->law->hazard) {
    int row = (e - 1) / s->law->beat;
    moment.row = row < s->law->rows ? row : s->law->rows - 1;
  }
  int32_t point = pk_point_at(s->b, &moment, time);
  if (point < 0)
    return;
  double ended = *mass * s->b->points[point].leave;
  if (ended > 0)
    add_link(s, e, point, ended);
  *mass -= ended;
}

static void next_step(stay *s, int e) {
  if (s->b->clock_count == 0 || e % s->b->laws->refine != 0)
    return;
  pk_rules_step(s->b->rules, s->stage, &s->clocks);
  pk_rules_reduce_within(s->b->rules, &s->clocks, s->last - e);
}

/* Shares: `due` are those whose drawn length is over, `late` those whom the limit ends. */
static void unfold_shares(stay *s) {
  const pk_stay_law *law = s->law;
  double left = law->left[s->behind], scale = left > 0 ? 1 / left : 0;
  double due = left > 0 ? 0 : 1, late = 0;
  int e = s->first;
  for (; e <= s->last && !s->b->failed && !s->b->too_large; e++) {
    next_step(s, e);
    if (!s->limit || e <= s->limit)
      due += law->length[e - 1] * scale;
    if (e == s->limit)
      late = law->left[e] * scale;
    if (due > 0)
      ask(s, e, 0, false, &due);
    if (late > 0)
      ask(s, e, 0, true, &late);
    if (e == s->limit)
      s->entry->over_limit = due + late;
    if (due == 0 && late == 0 && (law->left[e] == 0 || (s->limit && e >= s->limit)))
      return;
  }
  bool limit_passed = s->limit && s->limit < e;
  s->entry->stuck = due + late;
  s->entry->beyond = due + late + (limit_passed ? 0 : law->left[e - 1] * scale);
}

/* What is left of one variant after the steps before t = 0, all exits having been open. */
static double survived(const stay *s, int variant) {
  const pk_stay_law *law = s->law;
  const double *factor = pk_stay_factors(law, s->entry->epoch, variant);
  double sum = 0;
  for (int e = law->beat; e <= s->behind; e += law->beat) {
    int row = e / law->beat - 1;
    row = row < law->rows ? row : law->rows - 1;
    for (int j = 0; j < law->exit_count; j++)
      sum += law->hazard[(size_t)row * (size_t)law->exit_count + (size_t)j] * factor[j];
  }
  return exp(-sum);
}

/* Shares of the variants among stays that are `behind` steps old; alike where none could be. */
static void start_variants(const stay *s, double *alive) {
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
static void unfold_rates(stay *s) {
  double alive[PK_MOST_VARIANTS], total = 1;
  start_variants(s, alive);
  for (int e = s->first; e <= s->last && total > 0 && !s->b->failed && !s->b->too_large; e++) {
    next_step(s, e);
    if (e % s->law->beat != 0)
      continue;
    total = 0;
    for (int v = 0; v < s->law->variant_count; v++) {
      if (alive[v] > 0)
        ask(s, e, v, false, &alive[v]);
      if (alive[v] > 0 && s->limit && e >= s->limit)
        ask(s, e, v, true, &alive[v]);
      if (alive[v] < 1e-60)
        alive[v] = 0;
      total += alive[v];
    }
    if (e == s->limit)
      s->entry->over_limit = total;
  }
  s->entry->beyond = total;
}

/* Rounding of many links is divided out: links + beyond = 1. */
static void normalise(stay *s) {
  pk_builder *b = s->b;
  double sum = s->entry->beyond;
  for (size_t k = s->entry->row; k < b->link_count; k++)
    sum += b->links[k].p;
  for (size_t k = s->entry->row; k < b->link_count; k++)
    b->links[k].p /= sum;
  s->entry->beyond /= sum;
}

/* `limit` is asked once, on entry. A stay that began before t = 0 and is over its limit already
 * ends at the next step. */
static int limit_of(const stay *s) {
  if (!s->b->rules->present)
    return 0;
  int steps = pk_rules_limit(s->b->rules, s->klass, s->stage, &s->clocks);
  if (steps <= 0 || steps > s->b->model->horizon + s->behind)
    return 0;
  int limit = steps * s->b->laws->refine;
  return limit < s->first ? s->first : limit;
}

void pk_unfold_stay(pk_builder *b, int32_t index) {
  pk_entry entry = b->entries[index];
  const pk_stay_law *law = &b->laws->law[entry.stage];
  stay s = {.b = b, .law = law, .entry = &entry, .klass = entry.klass, .stage = entry.stage};
  pk_entry_clocks(b, index, &s.clocks);
  s.behind = entry.behind * b->laws->refine;
  s.first = s.behind + 1;
  s.last = s.behind + b->horizon - entry.time;
  s.limit = limit_of(&s);
  entry.row = b->link_count;
  entry.beyond = 1;
  if (law->passage)
    entry.stuck = 1; /* only clients who start in a passage that nobody may leave are here */
  else if (s.last >= s.first && law->form == PK_EXITS_SHARES) {
    entry.beyond = 0;
    unfold_shares(&s);
  } else if (s.last >= s.first && law->form != PK_EXITS_NONE)
    unfold_rates(&s);
  entry.row_end = b->link_count;
  entry.done = true;
  normalise(&s);
  b->entries[index] = entry;
}
