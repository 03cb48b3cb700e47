/* The same model told differently: another order, other ids, or one group as two. */
#include "random_model.h"

#include "base/ids.h"
#include "base/random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The keys of a part in their effective order: those listed in `order`, then those of the file. */
static size_t effective_order(json_t *model, const char *part, const char **ids) {
  size_t n = 0;
  json_t *members = json_object_get(model, part), *value;
  json_t *list = json_object_get(json_object_get(model, "order"), part);
  for (size_t i = 0; i < json_array_size(list); i++)
    ids[n++] = json_string_value(json_array_get(list, i));
  const char *key;
  json_object_foreach(members, key, value) {
    bool listed = false;
    for (size_t i = 0; i < json_array_size(list) && !listed; i++)
      listed = !strcmp(key, json_string_value(json_array_get(list, i)));
    if (!listed)
      ids[n++] = key;
  }
  return n;
}

static const char *renamed(json_t *names, const char *text, char *buffer, size_t size) {
  json_t *name = json_object_get(names, text);
  if (name)
    return json_string_value(name);
  if (strncmp(text, "/stages/", 8) != 0)
    return text;
  char id[64];
  size_t length = strcspn(text + 8, "/");
  snprintf(id, sizeof id, "%.*s", (int)length, text + 8);
  name = json_object_get(names, id);
  snprintf(buffer, size, "/stages/%s%s", name ? json_string_value(name) : id, text + 8 + length);
  return buffer;
}

/* A copy in which every key and string that is an old id is the new one. */
static json_t *rename_all(json_t *value, json_t *names) {
  char buffer[256];
  if (json_is_string(value))
    return json_string(renamed(names, json_string_value(value), buffer, sizeof buffer));
  if (json_is_array(value)) {
    json_t *copy = json_array();
    for (size_t i = 0; i < json_array_size(value); i++)
      json_array_append_new(copy, rename_all(json_array_get(value, i), names));
    return copy;
  }
  if (!json_is_object(value))
    return json_deep_copy(value);
  json_t *copy = json_object(), *member;
  const char *key;
  json_object_foreach(value, key, member) {
    json_object_set_new(copy, renamed(names, key, buffer, sizeof buffer),
                        rename_all(member, names));
  }
  return copy;
}

static void shuffle(pk_stream *dice, const char **keys, size_t n) {
  for (size_t i = n; i > 1; i--) {
    size_t j = pk_stream_below(dice, (uint32_t)i);
    const char *key = keys[i - 1];
    keys[i - 1] = keys[j];
    keys[j] = key;
  }
}

/* The members of a part in another order, and no written order any more. */
static void shuffle_part(json_t *model, const char *part, pk_stream *dice) {
  json_t *members = json_object_get(model, part), *moved = json_object();
  const char **keys = calloc(json_object_size(members) + 1, sizeof *keys);
  size_t n = keys ? effective_order(model, part, keys) : 0;
  shuffle(dice, keys, n);
  for (size_t i = 0; i < n; i++)
    json_object_set(moved, keys[i], json_object_get(members, keys[i]));
  json_object_del(json_object_get(model, "order"), part);
  if (members)
    json_object_set(model, part, moved);
  json_decref(moved);
  free(keys);
}

static json_t *new_names(json_t *model, pk_stream *dice) {
  json_t *names = json_object(), *stage;
  size_t n = json_object_size(json_object_get(model, "stages")), i = 0;
  const char *key, **order = calloc(n + 1, sizeof *order);
  json_object_foreach(json_object_get(model, "stages"), key, stage) {
    if (order)
      order[i++] = key;
  }
  shuffle(dice, order, i);
  while (order && i-- > 0) {
    char id[40];
    snprintf(id, sizeof id, "vaihe-%zu-%u", i, (unsigned)pk_stream_below(dice, 1000));
    json_object_set_new(names, order[i], json_string(id));
  }
  free(order);
  return names;
}

/* Where the old parts, by name, stand in the new order. */
static int *positions(json_t *from, json_t *to, const char *part, json_t *names, int *count) {
  size_t n = json_object_size(json_object_get(from, part));
  const char **before = calloc(n + 1, sizeof *before), **after = calloc(n + 1, sizeof *after);
  int *place = calloc(n + 1, sizeof *place);
  if (before && after && place) {
    effective_order(from, part, before);
    effective_order(to, part, after);
    for (size_t i = 0; i < n; i++) {
      json_t *name = json_object_get(names, before[i]);
      const char *id = name ? json_string_value(name) : before[i];
      while (strcmp(after[place[i]], id) != 0)
        place[i]++;
    }
  }
  free(before);
  free(after);
  *count = (int)n;
  return place;
}

static char **stage_names(json_t *model, json_t *names) {
  size_t n = json_object_size(json_object_get(model, "stages"));
  const char **ids = calloc(n + 1, sizeof *ids);
  char **copy = calloc(n + 1, sizeof *copy);
  if (ids && copy) {
    effective_order(model, "stages", ids);
    for (size_t i = 0; i < n; i++)
      copy[i] = strdup(json_string_value(json_object_get(names, ids[i])));
  }
  free(ids);
  return copy;
}

char *relabel(const char *text, uint64_t seed, random_relabelling *map) {
  pk_stream dice;
  pk_stream_start(&dice, seed, pk_hash("relabel"));
  json_t *model = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
  json_t *names = new_names(model, &dice), *told = rename_all(model, names);
  static const char *const parts[] = {"stages", "transitions", "groups", "actors", "supports"};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    shuffle_part(told, parts[i], &dice);
  if (json_object_size(json_object_get(told, "order")) == 0)
    json_object_del(told, "order");
  map->stage = positions(model, told, "stages", names, &map->stage_count);
  map->group = positions(model, told, "groups", NULL, &map->group_count);
  map->stage_id = stage_names(model, names);
  char *out = tidy_layout(told);
  json_decref(model);
  json_decref(names);
  json_decref(told);
  return out;
}

void random_relabelling_free(random_relabelling *map) {
  for (int i = 0; map->stage_id && i < map->stage_count; i++)
    free(map->stage_id[i]);
  free(map->stage_id);
  free(map->stage);
  free(map->group);
  *map = (random_relabelling){0};
}

/* Divides a number, plain or with its origin: `part` of it stays, the rest is returned. Whole
 * numbers are divided into whole numbers; what was known of the whole is not known of its parts. */
static json_t *divide(json_t *holder, const char *key, double part) {
  json_t *number = json_object_get(holder, key);
  double value =
      json_number_value(json_is_object(number) ? json_object_get(number, "value") : number);
  bool whole = value == (double)(long)value;
  double kept = whole ? (double)(long)(value * part) : value * part, rest = value - kept;
  json_object_set_new(holder, key, whole ? json_integer((long)kept) : json_real(kept));
  return whole ? json_integer((long)rest) : json_real(rest);
}

static void divide_arrivals(json_t *one, json_t *other, double part) {
  json_t *list = json_object_get(json_object_get(one, "arrivals"), "per_step");
  json_t *rest = json_object_get(json_object_get(other, "arrivals"), "per_step");
  for (size_t i = 0; i < json_array_size(list); i++) {
    double value = json_number_value(json_array_get(list, i));
    json_array_set_new(list, i, json_real(value * part));
    json_array_set_new(rest, i, json_real(value - value * part));
  }
  if (list && !json_is_array(list))
    json_object_set_new(json_object_get(other, "arrivals"), "per_step",
                        divide(json_object_get(one, "arrivals"), "per_step", part));
}

static void divide_group(json_t *one, json_t *other, double part) {
  json_object_set_new(other, "size", divide(one, "size", part));
  divide_arrivals(one, other, part);
  json_t *initial = json_object_get(one, "initial");
  for (size_t i = 0; i < json_array_size(initial); i++)
    json_object_set_new(json_array_get(json_object_get(other, "initial"), i), "count",
                        divide(json_array_get(initial, i), "count", part));
}

char *split_group(const char *text, const char *group, uint64_t seed) {
  pk_stream dice;
  pk_stream_start(&dice, seed, pk_hash("split"));
  json_t *model = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
  json_t *groups = json_object_get(model, "groups");
  group = group ? group : json_object_iter_key(json_object_iter(groups));
  json_t *one = json_object_get(groups, group), *other = json_deep_copy(one);
  char id[80], *out = NULL;
  snprintf(id, sizeof id, "%s-other", group);
  divide_group(one, other, pk_stream_uniform(&dice));
  json_object_set_new(groups, id, other);
  out = tidy_layout(model);
  json_decref(model);
  return out;
}
