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
  int *index;                  /* in a */
  int *place;                  /* among the common ones in b's order */
  int *longest;                /* length of the longest common sequence that begins here */
  int *largest, *first, *next; /* what finding it needs */
} common;

/* From the end, with the largest place at which a sequence of each length begins (largest[length],
 * which falls as the length grows). O(count log count): a hostile order may have any number. */
static void measure(common *c) {
  int most = 0;
  for (int i = c->count - 1; i >= 0; i--) {
    int low = 0, high = most;
    while (low < high) {
      int middle = low + (high - low + 1) / 2;
      if (c->largest[middle] > c->place[i])
        low = middle;
      else
        high = middle - 1;
    }
    c->longest[i] = low + 1;
    if (low + 1 > most || c->place[i] > c->largest[low + 1])
      c->largest[low + 1] = c->place[i];
    most = low + 1 > most ? low + 1 : most;
  }
}

/* The parts by the length that begins with them: next[i] is the next one of the same, first[length]
 * the first; −1 ends. */
static int list_by_length(const common *c) {
  int most = 0;
  for (int i = 0; i <= c->count; i++)
    c->first[i] = -1;
  for (int i = c->count - 1; i >= 0; i--) {
    c->next[i] = c->first[c->longest[i]];
    c->first[c->longest[i]] = i;
    most = c->longest[i] > most ? c->longest[i] : most;
  }
  return most;
}

/* What stays, one after the other. */
static void keep_longest(const common *c, bool *moved) {
  int at = -1;
  for (int length = list_by_length(c); length > 0; length--) {
    int best = -1;
    for (int i = c->first[length]; i >= 0; i = c->next[i])
      if (i > at && (at < 0 || c->place[i] > c->place[at]) &&
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
                .longest = PK_NEW_ARRAY(arena, int, (size_t)room),
                .largest = PK_NEW_ARRAY(arena, int, (size_t)room + 1),
                .first = PK_NEW_ARRAY(arena, int, (size_t)room + 1),
                .next = PK_NEW_ARRAY(arena, int, (size_t)room)};
  if (!rank_of || !c->id || !c->index || !c->place || !c->longest || !c->largest || !c->first ||
      !c->next)
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
