/* Compiling rows for draws, and naming whose luck is whose.
 *
 * Luck goes by what a state is: its client's class, stage, clocks, how long the stay had taken. The
 * hash of all this stands for it. Should two states have the same hash, their order in the chain
 * tells them apart: equal luck would tie clients together. */
#include "engine/cohort_rows.h"

#include "base/ids.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define GOLDEN 0x9E3779B97F4A7C15u

typedef struct compiling {
  pk_cohort *cohort;
  const pk_chain *chain;
  uint64_t *klass, *clock; /* hashes of classes and of clocks' ids */
  uint64_t *entry, *point; /* of the chain's states */
  int *rank;               /* [transitions]: in the order of ids */
} compiling;

static uint64_t blend(uint64_t hash, uint64_t with) {
  return pk_mix(hash + GOLDEN + pk_mix(with));
}

/* --------------------------------------------------------------------------------------- names */

/* A class is known by the first clients of it, group by group; which group comes first in the model
 * does not matter. */
static void name_classes(compiling *c) {
  const pk_rules *rules = c->cohort->of.rules;
  int group = -1;
  uint64_t ordinal = 0;
  for (int k = 0; k < rules->klass_count; k++)
    c->klass[k] = UINT64_MAX;
  for (int i = 0; i < rules->profile_count; i++) {
    const pk_profile *profile = &rules->profiles[i];
    ordinal = profile->group == group ? ordinal + 1 : 0;
    group = profile->group;
    uint64_t name = blend(pk_hash(c->cohort->of.model->groups[group].id), ordinal);
    if (name < c->klass[profile->klass])
      c->klass[profile->klass] = name;
  }
}

typedef struct named {
  const char *id;
  int index;
} named;

static int by_id(const void *a, const void *b) {
  return strcmp(((const named *)a)->id, ((const named *)b)->id);
}

static bool rank_transitions(compiling *c) {
  const pk_model *model = c->cohort->of.model;
  named *list = malloc(((size_t)model->transition_count + 1) * sizeof *list);
  if (!list)
    return false;
  for (int t = 0; t < model->transition_count; t++)
    list[t] = (named){model->transitions[t].id, t};
  qsort(list, (size_t)model->transition_count, sizeof *list, by_id);
  for (int t = 0; t < model->transition_count; t++)
    c->rank[list[t].index] = t;
  free(list);
  return true;
}

/* ---------------------------------------------------------------------------------- hashed states
 */

static uint64_t hash_clocks(const compiling *c, uint64_t hash, const uint64_t *clocks) {
  for (int i = 0; i < c->chain->clock_count; i++)
    hash += pk_mix(c->clock[i] + pk_mix(clocks[i]));
  return hash;
}

static uint64_t hash_entry(const compiling *c, size_t x) {
  const pk_chain *chain = c->chain;
  uint64_t hash =
      blend(c->klass[chain->entry_klass[x]], c->cohort->stage_luck[chain->entry_stage[x]]);
  hash = hash_clocks(c, hash, chain->entry_clocks + x * (size_t)chain->clock_count);
  if (chain->epoch_count > 1)
    hash = blend(hash, (uint64_t)chain->entry_time[x]);
  return blend(hash, (uint64_t)chain->entry_elapsed[x]);
}

static uint64_t hash_point(const compiling *c, size_t y) {
  const pk_chain *chain = c->chain;
  uint64_t hash =
      blend(c->klass[chain->point_klass[y]], ~c->cohort->stage_luck[chain->point_stage[y]]);
  hash = hash_clocks(c, hash, chain->point_clocks + y * (size_t)chain->clock_count);
  hash = blend(hash, (uint64_t)chain->point_born[y] << 32 | (uint64_t)chain->point_epoch[y]);
  return blend(hash, (uint64_t)chain->point_elapsed[y]);
}

typedef struct hashed {
  uint64_t hash;
  size_t index;
} hashed;

static int by_hash(const void *a, const void *b) {
  const hashed *p = a, *q = b;
  if (p->hash != q->hash)
    return p->hash < q->hash ? -1 : 1;
  return p->index < q->index ? -1 : p->index > q->index;
}

static bool tell_apart(uint64_t *hashes, size_t count) {
  hashed *list = malloc((count + 1) * sizeof *list);
  if (!list)
    return false;
  for (size_t i = 0; i < count; i++)
    list[i] = (hashed){hashes[i], i};
  qsort(list, count, sizeof *list, by_hash);
  for (size_t i = 1, equal = 0; i < count; i++) {
    equal = list[i].hash == list[i - 1].hash ? equal + 1 : 0;
    if (equal > 0)
      hashes[list[i].index] = blend(list[i].hash, equal);
  }
  free(list);
  return true;
}

static bool hash_states(compiling *c) {
  for (size_t x = 0; x < c->chain->entry_count; x++)
    c->entry[x] = hash_entry(c, x);
  for (size_t y = 0; y < c->chain->point_count; y++)
    c->point[y] = hash_point(c, y);
  return tell_apart(c->entry, c->chain->entry_count) && tell_apart(c->point, c->chain->point_count);
}

static void hash_marked(const compiling *c) {
  const pk_marks *m = &c->cohort->marks;
  for (size_t i = 0; i < m->state_count; i++)
    c->cohort->state_luck[i] = blend(c->entry[m->state_entry[i]], (uint64_t)m->state_mark[i]);
  for (size_t i = 0; i < m->point_count; i++)
    c->cohort->point_luck[i] = blend(c->point[m->point_point[i]], (uint64_t)m->point_mark[i]);
}

/* ---------------------------------------------------------------------------------------- rows */

/* Chances from parts: each part by what is left from it on. `left` gets count + 1 sums. */
static void find_chances(const double *p, size_t count, double rest, double *chance, double *left) {
  left[count] = rest > 0 ? rest : 0;
  for (size_t i = count; i-- > 0;) {
    left[i] = left[i + 1] + p[i];
    chance[i] = left[i] > 0 ? p[i] / left[i] : 0;
  }
}

/* Links of one length in the order of their points' hashes; few rows have any such. */
static void copy_links(const compiling *c, size_t first, size_t end) {
  const pk_chain *chain = c->chain;
  int32_t *point = c->cohort->link_point;
  double *p = c->cohort->link_chance; /* until they become chances */
  for (size_t k = first; k < end; k++) {
    size_t at = k;
    for (; at > first && chain->link_length[at - 1] == chain->link_length[k] &&
           c->point[point[at - 1]] > c->point[chain->link_point[k]];
         at--) {
      point[at] = point[at - 1];
      p[at] = p[at - 1];
    }
    point[at] = chain->link_point[k];
    p[at] = chain->link_p[k];
  }
}

static void make_links(const compiling *c) {
  const pk_chain *chain = c->chain;
  for (size_t x = 0; x < chain->entry_count; x++) {
    size_t first = chain->entry_row[x], end = chain->entry_row[x + 1];
    double *p = c->cohort->link_chance + first;
    copy_links(c, first, end);
    find_chances(p, end - first, chain->beyond[x], p, c->cohort->tail + first + x);
  }
}

static bool exit_before(const compiling *c, size_t a, int32_t to, int32_t transition) {
  int32_t other = c->cohort->exit_to[a], by = c->cohort->exit_transition[a];
  if (by != transition)
    return (by < 0 ? -1 : c->rank[by]) < (transition < 0 ? -1 : c->rank[transition]);
  uint64_t here = other < 0 ? c->point[~other] : c->entry[other];
  return here <= (to < 0 ? c->point[~to] : c->entry[to]);
}

static void copy_exits(const compiling *c, size_t first, size_t end) {
  const pk_chain *chain = c->chain;
  pk_cohort *to = c->cohort;
  for (size_t k = first; k < end; k++) {
    size_t at = k;
    for (; at > first && !exit_before(c, at - 1, chain->exit_to[k], chain->exit_transition[k]);
         at--) {
      to->exit_to[at] = to->exit_to[at - 1];
      to->exit_transition[at] = to->exit_transition[at - 1];
      to->exit_chance[at] = to->exit_chance[at - 1];
    }
    to->exit_to[at] = chain->exit_to[k];
    to->exit_transition[at] = chain->exit_transition[k];
    to->exit_chance[at] = chain->exit_p[k];
  }
}

static bool make_exits(const compiling *c) {
  const pk_chain *chain = c->chain;
  size_t longest = 0;
  for (size_t y = 0; y < chain->point_count; y++)
    if (chain->point_row[y + 1] - chain->point_row[y] > longest)
      longest = chain->point_row[y + 1] - chain->point_row[y];
  double *left = malloc((longest + 1) * sizeof *left);
  if (!left)
    return false;
  for (size_t y = 0; y < chain->point_count; y++) {
    size_t first = chain->point_row[y], end = chain->point_row[y + 1];
    double *p = c->cohort->exit_chance + first;
    copy_exits(c, first, end);
    find_chances(p, end - first, 0, p, left);
  }
  free(left);
  return true;
}

/* ----------------------------------------------------------------------------------- the whole */

static bool rows_new(pk_cohort *c) {
  const pk_chain *chain = c->of.chain;
  size_t links = chain->entry_row[chain->entry_count], exits = chain->point_row[chain->point_count];
  c->link_point = PK_NEW_ARRAY(c->arena, int32_t, links);
  c->link_chance = PK_NEW_ARRAY(c->arena, double, links);
  c->tail = PK_NEW_ARRAY(c->arena, double, links + chain->entry_count);
  c->exit_to = PK_NEW_ARRAY(c->arena, int32_t, exits);
  c->exit_transition = PK_NEW_ARRAY(c->arena, int32_t, exits);
  c->exit_chance = PK_NEW_ARRAY(c->arena, double, exits);
  c->state_luck = PK_NEW_ARRAY(c->arena, uint64_t, c->marks.state_count);
  c->point_luck = PK_NEW_ARRAY(c->arena, uint64_t, c->marks.point_count);
  c->group_luck = PK_NEW_ARRAY(c->arena, uint64_t, (size_t)chain->group_count);
  c->stage_luck = PK_NEW_ARRAY(c->arena, uint64_t, (size_t)chain->stage_count);
  return c->link_point && c->link_chance && c->tail && c->exit_to && c->exit_transition &&
         c->exit_chance && c->state_luck && c->point_luck && c->group_luck && c->stage_luck;
}

static bool compiling_start(compiling *c, pk_cohort *cohort, pk_arena *arena) {
  const pk_chain *chain = cohort->of.chain;
  *c = (compiling){.cohort = cohort, .chain = chain};
  c->klass = PK_NEW_ARRAY(arena, uint64_t, (size_t)cohort->of.rules->klass_count + 1);
  c->clock = PK_NEW_ARRAY(arena, uint64_t, (size_t)chain->clock_count);
  c->entry = PK_NEW_ARRAY(arena, uint64_t, chain->entry_count);
  c->point = PK_NEW_ARRAY(arena, uint64_t, chain->point_count);
  c->rank = PK_NEW_ARRAY(arena, int, (size_t)chain->transition_count);
  return c->klass && c->clock && c->entry && c->point && c->rank;
}

static bool compile(compiling *c) {
  const pk_model *model = c->cohort->of.model;
  for (int s = 0; s < model->stage_count; s++)
    c->cohort->stage_luck[s] = pk_hash(model->stages[s].id);
  for (int g = 0; g < model->group_count; g++)
    c->cohort->group_luck[g] = pk_mix(pk_hash(model->groups[g].id));
  for (int i = 0; i < c->chain->clock_count; i++)
    c->clock[i] = pk_hash(pk_rules_clock_id(c->cohort->of.rules, i));
  name_classes(c);
  if (!rank_transitions(c) || !hash_states(c))
    return false;
  hash_marked(c);
  make_links(c);
  return make_exits(c);
}

bool pk_cohort_rows(pk_cohort *cohort) {
  compiling c;
  pk_arena *arena = pk_arena_new();
  bool good = arena && rows_new(cohort) && compiling_start(&c, cohort, arena) && compile(&c);
  pk_arena_free(arena);
  return good;
}

/* -------------------------------------------------------------------------------------- growth */

static double largest(const double *values, size_t count) {
  double most = 0;
  for (size_t i = 0; i < count; i++)
    most = fmax(most, fabs(values[i]));
  return most;
}

/* What rules can pay a client in all, in coins. */
static double growth_of_account(const pk_cohort *c, int account, double entries) {
  const pk_extra *extra = c->of.extra ? c->of.extra[account] : NULL;
  const pk_chain *chain = c->of.chain;
  size_t rows = (size_t)chain->horizon + 1;
  double step = 0, power = largest(c->power + (size_t)account * rows, rows);
  if (!extra)
    return 0;
  for (size_t x = 0; x < chain->entry_count; x++)
    for (size_t n = 1; extra->row[x] >= 0 && n < rows; n++) {
      const double *worth = extra->worth + (size_t)extra->row[x] * rows;
      step = fmax(step, fabs(worth[n] - worth[n - 1]));
    }
  size_t onces = chain->entry_count + chain->point_count - chain->passage_from;
  return PK_TALLY_COINS * power * (step * (double)rows + largest(extra->once, onces) * entries);
}

/* A client is at no more than one entry state, and all passages, in a step. */
double pk_cohort_growth(const pk_cohort *c) {
  const pk_chain *chain = c->of.chain;
  int passages = 0;
  for (int s = 0; s < c->of.model->stage_count; s++)
    passages += c->of.model->stages[s].passage;
  double entries = ((double)chain->horizon + 1) * (1 + passages), growth = entries;
  double refused = largest(chain->refused_p, chain->refused_row[chain->point_count]);
  growth = fmax(growth, PK_TALLY_PARTS * refused * entries);
  growth = fmax(growth, PK_TALLY_PARTS * entries * largest(chain->over_limit, chain->entry_count));
  for (int a = 0; a < c->of.model->account_count; a++)
    growth = fmax(growth, growth_of_account(c, a, entries));
  return growth;
}
