/* What a patch means: JSON Merge Patch, RFC 7396, with atoms.
 *
 * A number object and a distribution are one thing to a person: merging {"weibull": …} into
 * {"gamma": …} would leave both, and a new "value" would keep the evidence of the old one. So they
 * are replaced whole. Null deletes a member; within what is replaced it means nothing, save in the
 * patch of a scenario, which is itself a patch and kept as its author wrote it. */
#include "model/edit.h"

#include <string.h>

static json_t *borrow(const json_t *value) {
  return (json_t *)(uintptr_t)value; /* jansson's iterators take no const */
}

/* jansson's own copies lose members without a word when memory runs out. */
static bool copy_into(json_t *copy, const json_t *value) {
  const char *key;
  json_t *member;
  json_object_foreach(borrow(value), key, member) {
    if (json_object_set_new(copy, key, pk_deep_copy(member)) != 0)
      return false;
  }
  for (size_t i = 0; i < json_array_size(value); i++)
    if (json_array_append_new(copy, pk_deep_copy(json_array_get(value, i))) != 0)
      return false;
  return true;
}

json_t *pk_deep_copy(const json_t *value) {
  if (!json_is_object(value) && !json_is_array(value))
    return json_deep_copy(value);
  json_t *copy = json_is_object(value) ? json_object() : json_array();
  if (copy && copy_into(copy, value))
    return copy;
  json_decref(copy);
  return NULL;
}

json_t *pk_shallow_copy(json_t *object) {
  const char *key;
  json_t *copy = json_object(), *member;
  json_object_foreach(object, key, member) {
    if (!copy || json_object_set(copy, key, member) != 0) {
      json_decref(copy);
      return NULL;
    }
  }
  return copy;
}

pk_spot pk_spot_below(pk_spot at, const char *key) {
  pk_spot below = {at.depth + 1, at.scenarios, at.patch};
  if (at.depth == 0)
    below.scenarios = strcmp(key, "scenarios") == 0;
  if (at.depth == 2 && at.scenarios)
    below.patch = strcmp(key, "patch") == 0;
  return below;
}

/* Families and what at least one of their parameters is called; NULL: they are arrays. */
static const struct family {
  const char *name, *one, *other;
} families[] = {{"fixed", "value", "value"},
                {"uniform", "min", "max"},
                {"geometric", "mean", "mean"},
                {"exponential", "mean", "mean"},
                {"weibull", "shape", "scale"},
                {"gamma", "shape", "scale"},
                {"loglogistic", "shape", "scale"},
                {"lognormal", "meanlog", "sdlog"},
                {"table", NULL, NULL},
                {"survival", NULL, NULL}};

/* The parameters are asked for because an actor may be called "gamma" too. */
static bool is_distribution(const json_t *value) {
  if (json_object_size(value) != 1)
    return false;
  const char *name = json_object_iter_key(json_object_iter(borrow(value)));
  const json_t *member = json_object_get(value, name);
  for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
    const struct family *family = &families[i];
    if (strcmp(name, family->name) != 0)
      continue;
    if (!family->one)
      return json_is_array(member);
    return (i == 0 && json_is_number(member)) || json_object_get(member, family->one) ||
           json_object_get(member, family->other);
  }
  return false;
}

bool pk_is_atomic(const json_t *value, pk_spot at) {
  if (at.patch || !json_is_object(value))
    return true;
  if (at.depth < 2)
    return false;
  const json_t *number = json_object_get(value, "value");
  bool plain = number && !json_is_null(number) && !json_is_object(number);
  return plain || is_distribution(value);
}

static bool same_objects(const json_t *a, const json_t *b) {
  const char *key;
  json_t *member;
  if (json_object_size(a) != json_object_size(b))
    return false;
  json_object_foreach(borrow(a), key, member) {
    const json_t *other = json_object_get(b, key);
    if (!other || !pk_same(member, other))
      return false;
  }
  return true;
}

bool pk_same(const json_t *a, const json_t *b) {
  if (json_is_integer(a) && json_is_integer(b))
    return json_integer_value(a) == json_integer_value(b);
  if (json_is_number(a) && json_is_number(b)) {
    double x = json_number_value(a), y = json_number_value(b);
    return x <= y && x >= y;
  }
  if (json_typeof(a) != json_typeof(b))
    return false;
  if (json_is_object(a))
    return same_objects(a, b);
  if (!json_is_array(a))
    return json_equal(borrow(a), borrow(b));
  if (json_array_size(a) != json_array_size(b))
    return false;
  for (size_t i = 0; i < json_array_size(a); i++)
    if (!pk_same(json_array_get(a, i), json_array_get(b, i)))
      return false;
  return true;
}

/* Merges one member into `result`; false when out of memory. */
static bool merge_member(json_t *result, const char *key, json_t *patch, pk_spot below) {
  if (json_is_null(patch)) {
    json_object_del(result, key);
    return true;
  }
  json_t *merged = pk_merge(json_object_get(result, key), patch, below);
  return merged && json_object_set_new(result, key, merged) == 0;
}

json_t *pk_merge(json_t *now, json_t *patch, pk_spot at) {
  if (at.patch || !json_is_object(patch))
    return pk_deep_copy(patch);
  bool fresh = !json_is_object(now) || pk_is_atomic(now, at) || pk_is_atomic(patch, at);
  json_t *result = fresh ? json_object() : pk_shallow_copy(now), *member;
  const char *key;
  if (!result)
    return NULL;
  json_object_foreach(patch, key, member) {
    if (!merge_member(result, key, member, pk_spot_below(at, key))) {
      json_decref(result);
      return NULL;
    }
  }
  return result;
}

/* What becomes of one member that `b` has. */
static bool differ_member(json_t *patch, const char *key, json_t *a, json_t *b, pk_spot below) {
  if (a && pk_same(a, b))
    return true;
  bool whole = !a || pk_is_atomic(a, below) || pk_is_atomic(b, below);
  json_t *value = whole ? pk_deep_copy(b) : pk_difference(a, b, below);
  return value && json_object_set_new(patch, key, value) == 0;
}

/* A patch for one of several members must not look like a distribution, where stages may be named
 * "fixed": another member beside it, unchanged, makes it an object again. */
static bool unlike_atom(json_t *patch, json_t *b, pk_spot at) {
  const char *key;
  json_t *member;
  if (!pk_is_atomic(patch, at))
    return true;
  json_object_foreach(b, key, member) {
    if (json_object_get(patch, key))
      continue;
    json_t *copy = pk_deep_copy(member);
    return copy && json_object_set_new(patch, key, copy) == 0;
  }
  return true;
}

json_t *pk_difference(json_t *a, json_t *b, pk_spot at) {
  json_t *patch = json_object(), *member;
  const char *key;
  bool good = patch != NULL;
  json_object_foreach(a, key, member) {
    if (good && !json_object_get(b, key))
      good = json_object_set_new(patch, key, json_null()) == 0;
  }
  json_object_foreach(b, key, member) {
    good =
        good && differ_member(patch, key, json_object_get(a, key), member, pk_spot_below(at, key));
  }
  if (good && unlike_atom(patch, b, at))
    return patch;
  json_decref(patch);
  return NULL;
}
