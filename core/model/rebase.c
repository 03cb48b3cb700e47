/* Patches for a model that others changed since: their orders.
 *
 * A list in "order" is written whole by whoever moves or adds one part, and knows nothing of what
 * others added meanwhile. So it is read as what its author did: which parts they put where. Each of
 * these then goes behind the part that it stood behind, in the order as it is now. What a patch
 * takes away must leave every order that names it, its author's or not. */
#include "model/differ_parts.h"

#include <string.h>

/* One section, as its author saw it, left it, and as it is now with their values. */
typedef struct orders {
  pk_arena *arena;
  const pk_ids *then, *meant, *now;
} orders;

static bool same_order(const pk_ids *a, const pk_ids *b) {
  if (pk_ids_count(a) != pk_ids_count(b))
    return false;
  for (int i = 0; i < pk_ids_count(a); i++)
    if (strcmp(pk_ids_at(a, i), pk_ids_at(b, i)) != 0)
      return false;
  return true;
}

/* Which parts the author added or moved: flags[i] of the i-th that they meant. */
static bool *placed(const orders *o) {
  bool *moved = PK_NEW_ARRAY(o->arena, bool, (size_t)pk_ids_count(o->then));
  bool *flags = PK_NEW_ARRAY(o->arena, bool, (size_t)pk_ids_count(o->meant));
  if (!moved || !flags || !pk_moved_parts(o->arena, o->then, o->meant, moved))
    return NULL;
  for (int i = 0; i < pk_ids_count(o->meant); i++) {
    int old = pk_ids_find(o->then, pk_ids_at(o->meant, i));
    flags[i] = old < 0 || moved[old];
  }
  return flags;
}

/* A chain of the parts that are there now: behind[i] is what stands behind the i-th of them, the
 * last of the array what stands first; −1 ends. */
static void put_behind(int *behind, int before, int i) {
  behind[i] = behind[before];
  behind[before] = i;
}

static json_t *list_of_chain(const orders *o, const int *behind) {
  json_t *list = json_array();
  for (int i = behind[pk_ids_count(o->now)]; list && i >= 0; i = behind[i])
    if (json_array_append_new(list, json_string(pk_ids_at(o->now, i))) != 0) {
      json_decref(list);
      list = NULL;
    }
  return list;
}

/* What the author placed comes out of the order as it is now, and goes behind the nearest part that
 * it stood behind and that is there. O(parts). */
static json_t *merged(const orders *o) {
  int head = pk_ids_count(o->now), last = head;
  bool *flags = placed(o);
  int *behind = PK_NEW_ARRAY(o->arena, int, (size_t)head + 1);
  if (!flags || !behind)
    return NULL;
  behind[head] = -1;
  for (int i = 0; i < head; i++) {
    int meant = pk_ids_find(o->meant, pk_ids_at(o->now, i));
    if (meant >= 0 && flags[meant])
      continue;
    put_behind(behind, last, i);
    last = i;
  }
  last = head;
  for (int i = 0; i < pk_ids_count(o->meant); i++) {
    int now = pk_ids_find(o->now, pk_ids_at(o->meant, i));
    if (now < 0)
      continue;
    if (flags[i])
      put_behind(behind, last, now);
    last = now;
  }
  return list_of_chain(o, behind);
}

/* The models with the patch's values: as its author meant it, and now, where order is as it was. */
typedef struct rebasing {
  pk_arena *arena;
  json_t *then, *meant, *now;
  json_t *order; /* the patch's new one */
} rebasing;

static bool rebase_section(rebasing *r, const char *section) {
  orders o = {r->arena, pk_part_order(r->arena, r->then, section),
              pk_part_order(r->arena, r->meant, section), pk_part_order(r->arena, r->now, section)};
  if (!o.then || !o.meant || !o.now)
    return false;
  json_t *list = merged(&o);
  return list && json_object_set_new(r->order, section, list) == 0;
}

/* Whether others changed the order of a section that the patch orders too. */
static bool is_met(rebasing *r, json_t *now, const char *section, bool *met) {
  const pk_ids *before = pk_part_order(r->arena, r->then, section);
  const pk_ids *after = pk_part_order(r->arena, now, section);
  *met = before && after && !same_order(before, after);
  return before && after;
}

static bool rebase_order(rebasing *r, json_t *now, json_t *written) {
  json_t *sections = json_is_null(written) ? json_object_get(r->then, "order") : written, *list;
  const char *section;
  json_object_foreach(sections, section, list) {
    bool met;
    if (!is_met(r, now, section, &met) || (met && !rebase_section(r, section)))
      return false;
    if (!met && json_object_set(r->order, section, json_is_object(written) ? list : json_null()))
      return false;
  }
  return true;
}

/* A list without the ids that are no members any more; NULL: it names none of these, or `failed`.
 */
static json_t *mended(json_t *list, json_t *members, bool *failed) {
  json_t *left = json_array(), *id;
  size_t i;
  json_array_foreach(list, i, id) {
    if (!json_is_string(id) || json_object_get(members, json_string_value(id)))
      *failed = *failed || json_array_append(left, id) != 0;
  }
  if (left && !*failed && json_array_size(left) < json_array_size(list))
    return left;
  *failed = *failed || !left;
  json_decref(left);
  return NULL;
}

/* What the patch takes away leaves the orders that name it, also those that its author never saw.
 */
static bool mend_orders(rebasing *r, json_t *now) {
  json_t *list;
  const char *section;
  json_object_foreach(json_object_get(now, "order"), section, list) {
    bool failed = false;
    if (json_object_get(r->order, section) || !json_is_array(list))
      continue;
    json_t *left = mended(list, json_object_get(r->now, section), &failed);
    if (failed || (left && json_object_set_new(r->order, section, left) != 0))
      return false;
  }
  return true;
}

static json_t *rebased(json_t *then, json_t *now, json_t *patch) {
  json_t *result = pk_shallow_copy(patch), *values = pk_shallow_copy(patch);
  rebasing r = {.arena = pk_arena_new(), .then = then, .order = json_object()};
  bool good = result && values && r.arena && r.order;
  if (good) {
    json_object_del(values, "order");
    r.meant = pk_merge(then, patch, PK_SPOT_ROOT);
    r.now = pk_merge(now, values, PK_SPOT_ROOT);
    good = r.meant && r.now && rebase_order(&r, now, json_object_get(patch, "order")) &&
           mend_orders(&r, now);
  }
  if (good && json_object_size(r.order) > 0)
    good = json_object_set(result, "order", r.order) == 0;
  json_decref(r.meant);
  json_decref(r.now);
  json_decref(r.order);
  json_decref(values);
  pk_arena_free(r.arena);
  if (good)
    return result;
  json_decref(result);
  return NULL;
}

char *polku_patch_rebase(const polku_model *then, const polku_model *now, const char *patch,
                         polku_report *report) {
  if (!then || !now || !patch || !report)
    return NULL;
  json_t *change = pk_patch_parse(patch, report), *result = NULL;
  pk_text out = PK_TEXT_EMPTY;
  char *text = NULL;
  if (!change)
    return NULL;
  json_t *order = json_object_get(change, "order");
  bool strange = order && !json_is_object(order) && !json_is_null(order);
  result = !strange ? rebased(then->json, now->json, change) : json_incref(change);
  if (result) {
    pk_differ_write(&out, result);
    text = pk_text_take(&out);
  }
  if (!text)
    pk_report_memory(report);
  json_decref(change);
  json_decref(result);
  return text;
}
