/* Order is data: a patch says in which order things stand, where the file would not say it.
 *
 * The order of a section is its list in "order", then the rest as in the file. Patching appends
 * what is new at the end of the file, so after the values are known the order that would come out
 * is compared with the one wanted, and where they differ the shortest list that mends it is
 * written: once what is left stands in the file's own order, nothing more need be said. */
#include "model/edit.h"
#include "model/shapes.h"

#include <stdlib.h>
#include <string.h>

/* Ids in an order; ids are borrowed from the values they come from. */
typedef struct ids {
  const char **at;
  size_t count;
} ids;

static size_t place_of(const ids *list, const char *id) {
  size_t i = 0;
  while (i < list->count && strcmp(list->at[i], id) != 0)
    i++;
  return i;
}

/* The ids of `members` as `order` and the rest say; false when memory ran out. */
static bool effective(json_t *order, const ids *file, json_t *members, ids *out) {
  *out = (ids){calloc(file->count + 1, sizeof *out->at), 0};
  if (!out->at)
    return false;
  for (size_t i = 0; i < json_array_size(order); i++) {
    const char *id = json_string_value(json_array_get(order, i));
    if (id && json_object_get(members, id) && place_of(out, id) == out->count)
      out->at[out->count++] = id;
  }
  for (size_t i = 0; i < file->count; i++)
    if (place_of(out, file->at[i]) == out->count)
      out->at[out->count++] = file->at[i];
  return true;
}

/* The members of `to` in the order in which patching `from` leaves them in the file. */
static bool file_order(json_t *from, json_t *to, ids *out) {
  const char *key;
  json_t *member;
  *out = (ids){calloc(json_object_size(to) + 1, sizeof *out->at), 0};
  if (!out->at)
    return false;
  json_object_foreach(from, key, member) {
    if (json_object_get(to, key))
      out->at[out->count++] = key;
  }
  json_object_foreach(to, key, member) {
    if (!json_object_get(from, key))
      out->at[out->count++] = key;
  }
  return true;
}

/* How many of `wanted` must be listed so that the rest may follow as in the file. */
static size_t shortest_list(const ids *wanted, const ids *file) {
  size_t n = wanted->count, after = file->count;
  while (n > 0) {
    size_t place = place_of(file, wanted->at[n - 1]);
    if (place >= after)
      break;
    after = place;
    n--;
  }
  return n;
}

static json_t *list_of(const ids *wanted, size_t count) {
  json_t *list = json_array();
  for (size_t i = 0; list && i < count; i++)
    if (json_array_append_new(list, json_string(wanted->at[i])) != 0) {
      json_decref(list);
      list = NULL;
    }
  return list;
}

static bool same_ids(const ids *a, const ids *b) {
  for (size_t i = 0; i < a->count && i < b->count; i++)
    if (strcmp(a->at[i], b->at[i]) != 0)
      return false;
  return a->count == b->count;
}

/* One section of both models. */
typedef struct section_orders {
  const char *name;
  json_t *old_members, *members; /* of the model wanted */
  json_t *old_list, *new_list;   /* as written in either; NULL */
  ids wanted, file;              /* its order, and that of the file after patching */
} section_orders;

/* Whether a written list gives the wanted order and names nothing that the patch takes away. */
typedef enum { NO_MEMORY = -1, NO, YES } answer;

static answer serves(const section_orders *s, json_t *list) {
  ids given;
  for (size_t i = 0; i < json_array_size(list); i++) {
    const char *id = json_string_value(json_array_get(list, i));
    if (id && json_object_get(s->old_members, id) && !json_object_get(s->members, id))
      return NO;
  }
  if (!effective(list, &s->file, s->members, &given))
    return NO_MEMORY;
  answer same = same_ids(&given, &s->wanted) ? YES : NO;
  free(given.at);
  return same;
}

static bool find_orders(section_orders *s, json_t *from, json_t *to) {
  ids own = {0};
  s->old_members = json_object_get(from, s->name);
  s->members = json_object_get(to, s->name);
  s->old_list = json_object_get(json_object_get(from, "order"), s->name);
  s->new_list = json_object_get(json_object_get(to, "order"), s->name);
  bool good = file_order(NULL, s->members, &own) &&
              file_order(s->old_members, s->members, &s->file) &&
              effective(s->new_list, &own, s->members, &s->wanted);
  free(own.at);
  return good;
}

/* The old list if it still serves, else the new one, else the shortest that does, else none. */
static bool choose_list(json_t *order, const section_orders *s) {
  json_t *list = NULL;
  answer old = serves(s, s->old_list);
  answer new = s->new_list ? serves(s, s->new_list) : NO;
  size_t length = shortest_list(&s->wanted, &s->file);
  if (old == NO_MEMORY || new == NO_MEMORY)
    return false;
  if (old == YES)
    list = s->old_list ? json_incref(s->old_list) : NULL;
  else if (new == YES)
    list = json_incref(s->new_list);
  else if (length > 0 && !(list = list_of(&s->wanted, length)))
    return false;
  if (!list)
    return json_object_del(order, s->name) <= 0;
  return json_object_set_new(order, s->name, list) == 0;
}

/* The order that the patched model is to have. */
static json_t *wanted_order(json_t *from, json_t *to) {
  json_t *written = json_object_get(to, "order");
  json_t *order = written ? pk_shallow_copy(written) : json_object();
  bool good = order != NULL;
  for (size_t i = 0; good && i < PK_SECTION_COUNT; i++) {
    section_orders s = {.name = pk_section_names[i]};
    good = find_orders(&s, from, to) && choose_list(order, &s);
    free(s.wanted.at);
    free(s.file.at);
  }
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
