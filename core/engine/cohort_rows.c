/* Naming whose luck is whose, and rows for draws in an order of their own.
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

typedef struct naming {
  const pk_cohort *cohort;
  const pk_chain *chain;
  pk_cohort_names *names;
  uint64_t *klass, *clock; /* hashes of classes and of clocks' ids */
} naming;

static uint64_t blend(uint64_t hash, uint64_t with) {
  return pk_mix(hash + GOLDEN + pk_mix(with));
}

/* --------------------------------------------------------------------------------------- names */

/* A class is known by the first clients of it, group by group; which group comes first in the model
 * does not matter. */
static void name_classes(naming *c) {
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

static bool rank_transitions(naming *c) {
  const pk_model *model = c->cohort->of.model;
  named *list = malloc(((size_t)model->transition_count + 1) * sizeof *list);
  if (!list)
    return false;
  for (int t = 0; t < model->transition_count; t++)
    list[t] = (named){model->transitions[t].id, t};
  qsort(list, (size_t)model->transition_count, sizeof *list, by_id);
  for (int t = 0; t < model->transition_count; t++)
    c->names->transition[list[t].index] = t;
  free(list);
  return true;
}

/* -------------------------------------------------------------------------------- hashed states */

static uint64_t hash_clocks(const naming *c, uint64_t hash, const uint64_t *clocks) {
  for (int i = 0; i < c->chain->clock_count; i++)
    hash += pk_mix(c->clock[i] + pk_mix(clocks[i]));
  return hash;
}

static uint64_t hash_entry(const naming *c, size_t x) {
  const pk_chain *chain = c->chain;
  uint64_t hash =
      blend(c->klass[chain->entry_klass[x]], c->cohort->stage_luck[chain->entry_stage[x]]);
  hash = hash_clocks(c, hash, chain->entry_clocks + x * (size_t)chain->clock_count);
  if (chain->epoch_count > 1)
    hash = blend(hash, (uint64_t)chain->entry_time[x]);
  return blend(hash, (uint64_t)chain->entry_elapsed[x]);
}

static uint64_t hash_point(const naming *c, size_t y) {
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

static bool hash_states(naming *c) {
  for (size_t x = 0; x < c->chain->entry_count; x++)
    c->names->entry[x] = hash_entry(c, x);
  for (size_t y = 0; y < c->chain->point_count; y++)
    c->names->point[y] = hash_point(c, y);
  return tell_apart(c->names->entry, c->chain->entry_count) &&
         tell_apart(c->names->point, c->chain->point_count);
}

static bool names_new(naming *c, pk_arena *arena) {
  const pk_chain *chain = c->chain;
  c->klass = PK_NEW_ARRAY(arena, uint64_t, (size_t)c->cohort->of.rules->klass_count + 1);
  c->clock = PK_NEW_ARRAY(arena, uint64_t, (size_t)chain->clock_count);
  c->names->entry = PK_NEW_ARRAY(arena, uint64_t, chain->entry_count);
  c->names->point = PK_NEW_ARRAY(arena, uint64_t, chain->point_count);
  c->names->transition = PK_NEW_ARRAY(arena, int, (size_t)chain->transition_count);
  return c->klass && c->clock && c->names->entry && c->names->point && c->names->transition;
}

static bool name_parts(pk_cohort *cohort) {
  const pk_model *model = cohort->of.model;
  cohort->group_luck = PK_NEW_ARRAY(cohort->arena, uint64_t, (size_t)model->group_count);
  cohort->stage_luck = PK_NEW_ARRAY(cohort->arena, uint64_t, (size_t)model->stage_count);
  if (!cohort->group_luck || !cohort->stage_luck)
    return false;
  for (int s = 0; s < model->stage_count; s++)
    cohort->stage_luck[s] = pk_hash(model->stages[s].id);
  for (int g = 0; g < model->group_count; g++)
    cohort->group_luck[g] = pk_mix(pk_hash(model->groups[g].id));
  return true;
}

bool pk_cohort_name(pk_cohort *cohort, pk_cohort_names *names, pk_arena *arena) {
  naming c = {.cohort = cohort, .chain = cohort->of.chain, .names = names};
  if (!name_parts(cohort) || !names_new(&c, arena))
    return false;
  for (int i = 0; i < c.chain->clock_count; i++)
    c.clock[i] = pk_hash(pk_rules_clock_id(cohort->of.rules, i));
  name_classes(&c);
  return rank_transitions(&c) && hash_states(&c);
}

/* ---------------------------------------------------------------------------------------- rows */

/* Parts become chances: each by what is left from it on. `left` gets count + 1 sums. */
static void find_chances(double *p, size_t count, double rest, double *left) {
  left[count] = rest > 0 ? rest : 0;
  for (size_t i = count; i-- > 0;) {
    left[i] = left[i + 1] + p[i];
    p[i] = left[i] > 0 ? p[i] / left[i] : 0;
  }
}

/* Links of one length in the order of their points' hashes; few rows have any such. */
static void copy_links(pk_cohort *c, const pk_cohort_names *names, size_t first, size_t end) {
  const pk_chain *chain = c->of.chain;
  int32_t *point = c->link_point;
  double *p = c->link_chance; /* until they become chances */
  for (size_t k = first; k < end; k++) {
    size_t at = k;
    for (; at > first && chain->link_length[at - 1] == chain->link_length[k] &&
           names->point[point[at - 1]] > names->point[chain->link_point[k]];
         at--) {
      point[at] = point[at - 1];
      p[at] = p[at - 1];
    }
    point[at] = chain->link_point[k];
    p[at] = chain->link_p[k];
  }
}

bool pk_cohort_rows(pk_cohort *c, const pk_cohort_names *names) {
  const pk_chain *chain = c->of.chain;
  size_t links = chain->entry_row[chain->entry_count];
  c->link_point = PK_NEW_ARRAY(c->arena, int32_t, links);
  c->link_chance = PK_NEW_ARRAY(c->arena, double, links);
  c->tail = PK_NEW_ARRAY(c->arena, double, links + chain->entry_count);
  if (!c->link_point || !c->link_chance || !c->tail)
    return false;
  for (size_t x = 0; x < chain->entry_count; x++) {
    size_t first = chain->entry_row[x], end = chain->entry_row[x + 1];
    copy_links(c, names, first, end);
    find_chances(c->link_chance + first, end - first, chain->beyond[x], c->tail + first + x);
  }
  return true;
}
