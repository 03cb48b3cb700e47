/* Reading the names of a model that polku_model_load has refused, so that a person hears of a
 * misspelt kind together with everything else. Here nothing is checked and nothing is said. */
#include "model/outline.h"
#include "base/text.h"
#include "model/read.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char *text_in(json_t *object, const char *key) {
  return json_string_value(json_object_get(object, key));
}

/* "/a/b/c" in the model's memory. */
static const char *pointer_to(pk_arena *arena, const char *parent, const char *key) {
  pk_text text = PK_TEXT_EMPTY;
  pk_text_addf(&text, "%s/%s", parent, key);
  char *taken = pk_text_take(&text), *kept = taken ? pk_strdup(arena, taken) : NULL;
  free(taken);
  return kept;
}

/* A value of an attribute as a model's text; NULL for what is no such value. */
static const char *value_text(pk_arena *arena, const json_t *value) {
  char digits[32];
  if (json_is_string(value))
    return json_string_value(value);
  if (json_is_boolean(value))
    return json_is_true(value) ? "true" : "false";
  if (!json_is_integer(value))
    return NULL;
  return pk_strdup(arena, pk_number_text(digits, (double)json_integer_value(value)));
}

static void read_attributes(pk_arena *arena, json_t *from, pk_stage *stage) {
  json_t *object = json_object_get(from, "attributes"), *value;
  const char *key, *parent = pointer_to(arena, stage->pointer, "attributes");
  pk_attribute *attributes = PK_NEW_ARRAY(arena, pk_attribute, json_object_size(object));
  if (!attributes || !parent)
    return;
  json_object_foreach(object, key, value) {
    pk_attribute a = {key, value_text(arena, value), pointer_to(arena, parent, key)};
    if (a.value && a.pointer)
      attributes[stage->attribute_count++] = a;
  }
  stage->attributes = attributes;
}

static void read_standings(pk_arena *arena, json_t *from, pk_stage *stage) {
  json_t *actors = json_object_get(from, "actors"), *roles, *standing;
  const char *actor, *role, *parent = pointer_to(arena, stage->pointer, "actors");
  size_t count = 0;
  json_object_foreach(actors, actor, roles) {
    count += json_object_size(roles);
  }
  pk_standing *standings = PK_NEW_ARRAY(arena, pk_standing, count);
  if (!standings || !parent)
    return;
  json_object_foreach(actors, actor, roles) {
    const char *here = pointer_to(arena, parent, actor);
    json_object_foreach(roles, role, standing) {
      pk_standing s = {.role = role, .pointer = here ? pointer_to(arena, here, role) : NULL};
      if (s.pointer)
        standings[stage->standing_count++] = s;
    }
  }
  stage->standings = standings;
}

/* A stage whose kind is no text is left out: the reader has said what is wrong with it. */
static void read_stages(polku_model *model, json_t *root) {
  json_t *object = json_object_get(root, "stages"), *from;
  const char *id;
  pk_stage *stages = PK_NEW_ARRAY(model->arena, pk_stage, json_object_size(object));
  if (!stages)
    return;
  json_object_foreach(object, id, from) {
    json_t *kind = json_object_get(from, "kind");
    pk_stage s = {.id = id, .kind = json_string_value(kind), .region = text_in(from, "region")};
    s.passage = json_is_true(json_object_get(from, "passage"));
    s.pointer = pointer_to(model->arena, "/stages", id);
    if (!json_is_object(from) || !s.kind || !s.pointer)
      continue;
    read_attributes(model->arena, from, &s);
    read_standings(model->arena, from, &s);
    stages[model->stage_count++] = s;
  }
  model->stages = stages;
}

static void read_supports(polku_model *model, json_t *root) {
  json_t *object = json_object_get(root, "supports"), *from;
  const char *id;
  pk_support *supports = PK_NEW_ARRAY(model->arena, pk_support, json_object_size(object));
  if (!supports)
    return;
  json_object_foreach(object, id, from) {
    pk_support s = {.id = id, .role = text_in(from, "role")};
    s.pointer = pointer_to(model->arena, "/supports", id);
    if (s.role && s.pointer)
      supports[model->support_count++] = s;
  }
  model->supports = supports;
}

/* One value, or values with shares. */
static void read_choices(pk_arena *arena, json_t *value, pk_trait *trait) {
  size_t count = json_is_object(value) ? json_object_size(value) : 1;
  pk_choice *choices = PK_NEW_ARRAY(arena, pk_choice, count);
  const char *key;
  json_t *share;
  if (!choices)
    return;
  json_object_foreach(value, key, share) {
    choices[trait->choice_count++].value = key;
  }
  if (!json_is_object(value) && (choices[0].value = value_text(arena, value)))
    trait->choice_count = 1;
  trait->choices = choices;
}

static void read_traits(pk_arena *arena, json_t *from, pk_group *group) {
  json_t *attributes = json_object_get(from, "attributes"), *pasts, *value;
  const char *key, *parent = pointer_to(arena, group->pointer, "attributes");
  pk_trait *traits = PK_NEW_ARRAY(arena, pk_trait, json_object_size(attributes));
  if (!traits || !parent)
    return;
  json_object_foreach(attributes, key, value) {
    pk_trait t = {.name = key, .pointer = pointer_to(arena, parent, key)};
    read_choices(arena, value, &t);
    if (t.pointer)
      traits[group->trait_count++] = t;
  }
  group->traits = traits;
  pasts = json_object_get(from, "histories");
  parent = pointer_to(arena, group->pointer, "histories");
  pk_past *list = PK_NEW_ARRAY(arena, pk_past, json_object_size(pasts));
  if (!list || !parent)
    return;
  json_object_foreach(pasts, key, value) {
    pk_past p = {.history = key, .pointer = pointer_to(arena, parent, key)};
    if (p.pointer)
      list[group->past_count++] = p;
  }
  group->pasts = list;
}

static void read_groups(polku_model *model, json_t *root) {
  json_t *object = json_object_get(root, "groups"), *from;
  const char *id;
  pk_group *groups = PK_NEW_ARRAY(model->arena, pk_group, json_object_size(object));
  if (!groups)
    return;
  json_object_foreach(object, id, from) {
    pk_group g = {.id = id, .region = text_in(from, "region")};
    g.pointer = pointer_to(model->arena, "/groups", id);
    if (!json_is_object(from) || !g.pointer)
      continue;
    read_traits(model->arena, from, &g);
    groups[model->group_count++] = g;
  }
  model->groups = groups;
}

/* Kinds and roles have no dates; where the model's are wrong, any day will do. */
static void read_date(polku_model *model, json_t *root) {
  const char *as_of = text_in(root, "rules_as_of"), *start = text_in(root, "start_date");
  model->has_rules_as_of = true;
  if (!(as_of && pk_date_read(as_of, &model->rules_as_of)) &&
      !(start && pk_date_read(start, &model->rules_as_of)))
    pk_date_read("2026-01-01", &model->rules_as_of);
}

polku_model *pk_model_outline(const char *path) {
  polku_model *model = pk_model_text_only(path);
  if (!model)
    return NULL;
  json_t *root = json_loadb(model->text, model->length, 0, NULL);
  model->json = root;
  if (!json_is_object(root)) {
    polku_model_free(model);
    return NULL;
  }
  model->region = text_in(root, "region");
  read_date(model, root);
  read_stages(model, root);
  read_supports(model, root);
  read_groups(model, root);
  return model;
}
