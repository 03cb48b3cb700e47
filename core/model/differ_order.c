/* Which parts stand elsewhere: those outside the longest sequence that both orders have in common.
 * Where several sequences are as long, the one with the smallest ids: so that it does not matter
 * which model is looked at first. */
#include "model/differ_parts.h"

#include <string.h>

const pk_ids *pk_part_order(pk_arena *arena, json_t *model, const char *section) {
  json_t *members = json_object_get(model, section), *member;
  json_t *list = json_object_get(json_object_get(model, "order"), section);
  const char *key;
  pk_ids *ids = pk_ids_new(arena);
  for (size_t i = 0; ids && i < json_array_size(list); i++) {
    const char *id = json_string_value(json_array_get(list, i));
    if (id && json_object_get(members, id) && pk_ids_add(ids, id) < 0)
      return NULL;
  }
  json_object_foreach(members, key, member) {
    if (!ids || pk_ids_add(ids, key) < 0)
      return NULL;
  }
  return ids;
}

/* The parts that both have, in a's order, without those that begin and end both orders alike. */
typedef struct common {
  int count;
  const char **id;
  int *index;   /* in a */
  int *place;   /* among the common ones in b's order */
  int *longest; /* length of the longest common sequence that begins here */
} common;

static void measure(common *c) {
  for (int i = c->count - 1; i >= 0; i--) {
    c->longest[i] = 1;
    for (int j = i + 1; j < c->count; j++)
      if (c->place[j] > c->place[i] && c->longest[j] >= c->longest[i])
        c->longest[i] = c->longest[j] + 1;
  }
}

/* What stays, one after the other. */
static void keep_longest(const common *c, bool *moved) {
  int length = 0, at = -1;
  for (int i = 0; i < c->count; i++)
    length = c->longest[i] > length ? c->longest[i] : length;
  for (; length > 0; length--) {
    int best = -1;
    for (int i = at + 1; i < c->count; i++)
      if (c->longest[i] == length && (at < 0 || c->place[i] > c->place[at]) &&
          (best < 0 || strcmp(c->id[i], c->id[best]) < 0))
        best = i;
    at = best;
    moved[c->index[at]] = false;
  }
}

/* The common parts, those that stand alike at either end left out. False when memory ran out. */
static bool find_common(pk_arena *arena, const pk_ids *a, const pk_ids *b, common *c) {
  int room = pk_ids_count(a), others = pk_ids_count(b), rank = 0, n = 0;
  int *rank_of = PK_NEW_ARRAY(arena, int, (size_t)others);
  *c = (common){.id = PK_NEW_ARRAY(arena, const char *, (size_t)room),
                .index = PK_NEW_ARRAY(arena, int, (size_t)room),
                .place = PK_NEW_ARRAY(arena, int, (size_t)room),
                .longest = PK_NEW_ARRAY(arena, int, (size_t)room)};
  if (!rank_of || !c->id || !c->index || !c->place || !c->longest)
    return false;
  for (int j = 0; j < others; j++)
    rank_of[j] = pk_ids_find(a, pk_ids_at(b, j)) >= 0 ? rank++ : -1;
  for (int i = 0; i < room; i++) {
    int j = pk_ids_find(b, pk_ids_at(a, i));
    if (j < 0)
      continue;
    c->id[n] = pk_ids_at(a, i);
    c->index[n] = i;
    c->place[n++] = rank_of[j];
  }
  int first = 0;
  while (first < n && c->place[first] == first)
    first++;
  while (n > first && c->place[n - 1] == n - 1)
    n--;
  c->id += first;
  c->index += first;
  c->place += first;
  c->longest += first;
  c->count = n - first;
  return true;
}

bool pk_moved_parts(pk_arena *arena, const pk_ids *a, const pk_ids *b, bool *flags) {
  common c;
  if (!find_common(arena, a, b, &c))
    return false;
  for (int i = 0; i < c.count; i++)
    flags[c.index[i]] = true;
  measure(&c);
  keep_longest(&c, flags);
  return true;
}
