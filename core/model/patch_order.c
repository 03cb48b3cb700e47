/* Order is data: a patch says in which order things stand, where the file would not say it.
 *
 * The order of a section is its list in "order", then the rest as in the file. Patching appends
 * what is new at the end of the file, so after the values are known the order that would come out
 * is compared with the one wanted, and where they differ the shortest list that mends it is
 * written: once what is left stands in the file's own order, nothing more need be said. */
#include "model/differ_parts.h"
#include "model/edit.h"
#include "model/shapes.h"

#include <string.h>

/* The ids of `members` as `order` and the rest say; NULL when memory ran out. */
static const pk_ids *effective(pk_arena *arena, json_t *order, const pk_ids *file,
                               json_t *members) {
  pk_ids *ids = pk_ids_new(arena);
  for (size_t i = 0; ids && i < json_array_size(order); i++) {
    const char *id = json_string_value(json_array_get(order, i));
    if (id && json_object_get(members, id) && pk_ids_add(ids, id) < 0)
      return NULL;
  }
  for (int i = 0; ids && i < pk_ids_count(file); i++)
    if (pk_ids_add(ids, pk_ids_at(file, i)) < 0)
      return NULL;
  return ids;
}

/* The members of `to` in the order in which patching `from` leaves them in the file. */
static const pk_ids *file_order(pk_arena *arena, json_t *from, json_t *to) {
  const char *key;
  json_t *member;
  pk_ids *ids = pk_ids_new(arena);
  json_object_foreach(from, key, member) {
    if (ids && json_object_get(to, key) && pk_ids_add(ids, key) < 0)
      return NULL;
  }
  json_object_foreach(to, key, member) {
    if (!ids || pk_ids_add(ids, key) < 0)
      return NULL;
  }
  return ids;
}

/* How many of `wanted` must be listed so that the rest may follow as in the file. */
static int shortest_list(const pk_ids *wanted, const pk_ids *file) {
  int n = pk_ids_count(wanted), after = pk_ids_count(file);
  while (n > 0) {
    int place = pk_ids_find(file, pk_ids_at(wanted, n - 1));
    if (place < 0 || place >= after)
      break;
    after = place;
    n--;
  }
  return n;
}

static json_t *list_of(const pk_ids *wanted, int count) {
  json_t *list = json_array();
  for (int i = 0; list && i < count; i++)
    if (json_array_append_new(list, json_string(pk_ids_at(wanted, i))) != 0) {
      json_decref(list);
      list = NULL;
    }
  return list;
}

static bool same_ids(const pk_ids *a, const pk_ids *b) {
  for (int i = 0; i < pk_ids_count(a) && i < pk_ids_count(b); i++)
    if (strcmp(pk_ids_at(a, i), pk_ids_at(b, i)) != 0)
      return false;
  return pk_ids_count(a) == pk_ids_count(b);
}

/* One section of both models. */
typedef struct section_orders {
  pk_arena *arena;
  const char *name;
  json_t *old_members, *members; /* of the model wanted */
  json_t *old_list, *new_list;   /* as written in either; NULL */
  const pk_ids *wanted, *file;   /* its order, and that of the file after patching */
} section_orders;

/* Whether a written list gives the wanted order and names nothing that the patch takes away. */
typedef enum { NO_MEMORY = -1, NO, YES } answer;

static answer serves(const section_orders *s, json_t *list) {
  for (size_t i = 0; i < json_array_size(list); i++) {
    const char *id = json_string_value(json_array_get(list, i));
    if (id && json_object_get(s->old_members, id) && !json_object_get(s->members, id))
      return NO;
  }
  const pk_ids *given = effective(s->arena, list, s->file, s->members);
  if (!given)
    return NO_MEMORY;
  return same_ids(given, s->wanted) ? YES : NO;
}

static bool find_orders(section_orders *s, json_t *from, json_t *to) {
  s->old_members = json_object_get(from, s->name);
  s->members = json_object_get(to, s->name);
  s->old_list = json_object_get(json_object_get(from, "order"), s->name);
  s->new_list = json_object_get(json_object_get(to, "order"), s->name);
  s->wanted = pk_part_order(s->arena, to, s->name);
  s->file = file_order(s->arena, s->old_members, s->members);
  return s->wanted && s->file;
}

/* The old list if it still serves, else the new one, else the shortest that does, else none. */
static bool choose_list(json_t *order, const section_orders *s) {
  json_t *list = NULL;
  answer old = serves(s, s->old_list);
  answer new = s->new_list ? serves(s, s->new_list) : NO;
  int length = shortest_list(s->wanted, s->file);
  if (old == NO_MEMORY || new == NO_MEMORY)
    return false;
  if (old == YES)
    list = s->old_list ? json_incref(s->old_list) : NULL;
  else if (new == YES)
    list = json_incref(s->new_list);
  else if (length > 0 && !(list = list_of(s->wanted, length)))
    return false;
  if (!list)
    return json_object_del(order, s->name) <= 0;
  return json_object_set_new(order, s->name, list) == 0;
}

/* The order that the patched model is to have. */
static json_t *wanted_order(json_t *from, json_t *to) {
  json_t *written = json_object_get(to, "order");
  json_t *order = written ? pk_shallow_copy(written) : json_object();
  pk_arena *arena = pk_arena_new();
  bool good = order && arena;
  for (size_t i = 0; good && i < PK_SECTION_COUNT; i++) {
    section_orders s = {.arena = arena, .name = pk_section_names[i]};
    good = find_orders(&s, from, to) && choose_list(order, &s);
  }
  pk_arena_free(arena);
  if (good)
    return order;
  json_decref(order);
  return NULL;
}

bool pk_order_difference(json_t *patch, json_t *from, json_t *to) {
  json_t *before = json_object_get(from, "order"), *written = json_object_get(to, "order");
  if ((before && !json_is_object(before)) || (written && !json_is_object(written)))
    return true; /* no orders: values like others, which the patch already holds */
  json_t *order = wanted_order(from, to), *change = NULL;
  bool good = order != NULL;
  json_object_del(patch, "order");
  if (good && json_object_size(order) == 0)
    change = json_object_size(before) ? json_null() : NULL;
  else if (good && !before)
    change = json_incref(order);
  else if (good && !pk_same(before, order))
    good = (change = pk_difference(before, order, pk_spot_below(PK_SPOT_ROOT, "order"))) != NULL;
  if (good && change)
    good = json_object_set_new(patch, "order", change) == 0;
  json_decref(order);
  return good;
}
