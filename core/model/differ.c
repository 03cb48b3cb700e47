/* What is built differently in two models.
 *
 * One walk over both, member by member, that stops where a patch stops (merge.c): so each change is
 * one leaf of the patch, and no leaf of the patch is without its change. Parts are walked in a's
 * order, then those that only b has in its own. */
#include "model/differ_parts.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* A key on the way from a part to a value. */
typedef struct way {
  const struct way *parent;
  const char *key;
} way;

typedef struct walk {
  pk_model_changes *changes;
  int room;
  const char *section, *id; /* of the part that is walked */
  bool failed;
} walk;

/* What stands at one place in both models, NULL where it is not written. */
typedef struct both {
  json_t *a, *b;
} both;

void pk_differ_write(pk_text *out, json_t *value) {
  pk_style style = pk_style_of("", 0);
  style.width = style.array_width = SIZE_MAX;
  pk_style_write(&style, out, value);
}

static void add_key(pk_text *out, const char *key) {
  for (; *key; key++)
    if (*key == '~')
      pk_text_add(out, "~0");
    else if (*key == '/')
      pk_text_add(out, "~1");
    else
      pk_text_add_char(out, *key);
}

static void add_way(pk_text *out, const way *at) {
  if (!at)
    return;
  add_way(out, at->parent);
  if (at->parent)
    pk_text_add_char(out, '/');
  add_key(out, at->key);
}

static const char *keep(walk *w, pk_text *text) {
  const char *copy =
      text->failed ? NULL : pk_strdup(w->changes->arena, text->data ? text->data : "");
  pk_text_free(text);
  w->failed = w->failed || !copy;
  return copy ? copy : "";
}

static const char *field_of(walk *w, const way *at) {
  pk_text field = PK_TEXT_EMPTY;
  add_way(&field, at);
  return keep(w, &field);
}

static const char *pointer_of(walk *w, const char *field) {
  pk_text pointer = PK_TEXT_EMPTY;
  if (*w->section) {
    pk_text_addf(&pointer, "/%s/", w->section);
    add_key(&pointer, w->id);
  }
  if (*field) {
    pk_text_add_char(&pointer, '/');
    pk_text_add(&pointer, field);
  }
  return keep(w, &pointer);
}

static const char *line_of(walk *w, json_t *value) {
  pk_text line = PK_TEXT_EMPTY;
  if (!value)
    return NULL;
  pk_differ_write(&line, value);
  return keep(w, &line);
}

/* The next change, empty but for its part; NULL when memory ran out. */
static pk_model_change *next_change(walk *w) {
  pk_model_changes *c = w->changes;
  if (c->count == w->room) {
    int room = w->room ? 2 * w->room : 32;
    pk_model_change *grown = PK_NEW_ARRAY(c->arena, pk_model_change, (size_t)room);
    if (!grown) {
      w->failed = true;
      return NULL;
    }
    if (c->count > 0)
      memcpy(grown, c->at, (size_t)c->count * sizeof *grown);
    c->at = grown;
    w->room = room;
  }
  pk_model_change *change = &c->at[c->count++];
  *change = (pk_model_change){.section = w->section, .id = w->id, .field = ""};
  if (*w->section) {
    change->name = pk_part_name(c->b, w->section, w->id);
    if (!change->name)
      change->name = pk_part_name(c->a, w->section, w->id);
  }
  return change;
}

/* --- what values mean */

/* The value of a number, plain or an object; NULL: it is none. */
static json_t *number_in(json_t *value) {
  json_t *number = json_is_object(value) ? json_object_get(value, "value") : value;
  return json_is_number(number) ? number : NULL;
}

static bool same_member(json_t *a, json_t *b, const char *key) {
  json_t *x = json_object_get(a, key), *y = json_object_get(b, key);
  return x && y ? pk_same(x, y) : !x && !y;
}

/* Whether two values say the same and differ only in where they come from. */
static bool same_but_origin(json_t *a, json_t *b) {
  json_t *x = number_in(a), *y = number_in(b);
  if (x && y)
    return pk_same(x, y) && same_member(a, b, "unit") && same_member(a, b, "evidence") &&
           same_member(a, b, "range") && same_member(a, b, "distribution");
  if (!json_is_object(a) || !json_is_object(b) || json_object_size(a) != json_object_size(b))
    return pk_same(a, b);
  const char *key;
  json_t *member;
  json_object_foreach(a, key, member) {
    json_t *other = json_object_get(b, key);
    if (!other || !same_but_origin(member, other))
      return false;
  }
  return true;
}

static polku_change weight_of(const walk *w, const char *field, both at) {
  if (at.a && at.b && same_but_origin(at.a, at.b))
    return POLKU_CHANGE_INFO;
  return pk_field_of(w->section, field)->weight;
}

/* The unit that a distribution is written in: of its parameters, or the model's step. */
static const char *time_unit(const pk_model *model, json_t *value) {
  json_t *inside = json_object_iter_value(json_object_iter(value));
  const char *unit = json_string_value(json_object_get(inside, "unit"));
  return unit && strcmp(unit, "step") != 0 ? unit : pk_step_ids[model->step];
}

static const char *unit_of_account(const pk_model *model, const char *id, size_t length) {
  for (int i = 0; i < model->account_count; i++)
    if (strncmp(model->accounts[i].id, id, length) == 0 && !model->accounts[i].id[length])
      return model->accounts[i].unit;
  return NULL;
}

/* "amounts/ACCOUNT/per_step" of a stage; of a budget its own account. */
static const char *money_unit(const walk *w, const pk_model *model, const char *field) {
  const char *account = strchr(field, '/');
  for (int i = 0; i < model->budget_count && strcmp(w->section, "budgets") == 0; i++)
    if (strcmp(model->budgets[i].id, w->id) == 0)
      return model->accounts[model->budgets[i].account].unit;
  return account ? unit_of_account(model, account + 1, strcspn(account + 1, "/")) : NULL;
}

static const char *unit_in(const walk *w, const pk_model *model, const char *field, pk_told told,
                           json_t *value) {
  switch (told) {
  case PK_TOLD_TIME:
    return time_unit(model, value);
  case PK_TOLD_STEPS:
    return pk_step_ids[model->step];
  case PK_TOLD_PLACES:
    return "place";
  case PK_TOLD_PEOPLE:
    return "person";
  case PK_TOLD_MONEY:
    return money_unit(w, model, field);
  default:
    return NULL;
  }
}

/* The unit of both values; none where they differ in it. */
static const char *unit_of(walk *w, const char *field, both at) {
  pk_told told = pk_field_of(w->section, field)->told;
  const char *a = at.a ? unit_in(w, w->changes->a, field, told, at.a) : NULL;
  const char *b = at.b ? unit_in(w, w->changes->b, field, told, at.b) : NULL;
  const char *unit = !at.a || (a && b && strcmp(a, b) == 0) ? b : !at.b ? a : NULL;
  const char *copy = unit ? pk_strdup(w->changes->arena, unit) : NULL;
  w->failed = w->failed || (unit && !copy);
  return copy;
}

/* --- the walk */

/* A value that only one of them has, or that differs. */
static void add_value(walk *w, const way *at, both values) {
  const char *field = field_of(w, at);
  pk_model_change *change = next_change(w);
  if (!change)
    return;
  bool whole = !*field;
  change->form = !whole || (values.a && values.b) ? PK_PART_CHANGED
                 : values.b                       ? PK_PART_ADDED
                                                  : PK_PART_REMOVED;
  change->field = field;
  change->pointer = pointer_of(w, field);
  change->values[0] = values.a;
  change->values[1] = values.b;
  change->before = line_of(w, values.a);
  change->after = line_of(w, values.b);
  change->unit = unit_of(w, field, values);
  change->weight =
      whole ? pk_part_weight(w->section, w->id, change->form) : weight_of(w, field, values);
}

static void walk_members(walk *w, const way *at, both objects, pk_spot spot);

static void walk_value(walk *w, const way *at, both values, pk_spot spot) {
  if (values.a && values.b && pk_same(values.a, values.b))
    return;
  if (!values.a || !values.b || pk_is_atomic(values.a, spot) || pk_is_atomic(values.b, spot))
    add_value(w, at, values);
  else
    walk_members(w, at, values, spot);
}

static void walk_members(walk *w, const way *at, both objects, pk_spot spot) {
  const char *key;
  json_t *member;
  json_object_foreach(objects.a, key, member) {
    way below = {at, key};
    walk_value(w, &below, (both){member, json_object_get(objects.b, key)},
               pk_spot_below(spot, key));
  }
  json_object_foreach(objects.b, key, member) {
    way below = {at, key};
    if (!json_object_get(objects.a, key))
      walk_value(w, &below, (both){NULL, member}, pk_spot_below(spot, key));
  }
}

static void add_move(walk *w, int before, int after) {
  char text[16];
  pk_model_change *change = next_change(w);
  if (!change)
    return;
  change->form = PK_PART_MOVED;
  change->weight = POLKU_CHANGE_INFO;
  change->pointer = pointer_of(w, "");
  snprintf(text, sizeof text, "%d", before + 1);
  change->before = pk_strdup(w->changes->arena, text);
  snprintf(text, sizeof text, "%d", after + 1);
  change->after = pk_strdup(w->changes->arena, text);
  w->failed = w->failed || !change->before || !change->after;
}

/* What a scenario withdraws is written nowhere in the values of a model. */
static void walk_withdrawal(walk *w) {
  const pk_model *a = w->changes->a, *b = w->changes->b;
  int i = pk_model_find_actor(a, w->id), j = pk_model_find_actor(b, w->id);
  bool before = i >= 0 && a->withdrawn && a->withdrawn[i];
  bool after = j >= 0 && b->withdrawn && b->withdrawn[j];
  pk_model_change *change = i >= 0 && j >= 0 && before != after ? next_change(w) : NULL;
  if (!change)
    return;
  change->form = PK_PART_CHANGED;
  change->weight = POLKU_CHANGE_WARNING;
  change->field = "withdrawn";
  change->pointer = pointer_of(w, "");
  change->before = before ? "true" : "false";
  change->after = after ? "true" : "false";
}

static void walk_part(walk *w, both parts, int section, bool moved, const pk_ids *orders[2]) {
  pk_spot spot = pk_spot_below(pk_spot_below(PK_SPOT_ROOT, w->section), w->id);
  walk_value(w, NULL, parts, spot);
  if (section == PK_ACTORS)
    walk_withdrawal(w);
  if (moved)
    add_move(w, pk_ids_find(orders[0], w->id), pk_ids_find(orders[1], w->id));
}

static bool is_counted(int section) {
  return section == PK_STAGES || section == PK_TRANSITIONS || section == PK_ACTORS ||
         section == PK_GROUPS || section == PK_SUPPORTS;
}

static void walk_section(walk *w, int section, both models) {
  pk_arena *arena = w->changes->arena;
  const char *name = pk_section_names[section];
  both all = {json_object_get(models.a, name), json_object_get(models.b, name)};
  const pk_ids *orders[2] = {pk_part_order(arena, models.a, name),
                             pk_part_order(arena, models.b, name)};
  int count = orders[0] ? pk_ids_count(orders[0]) : 0;
  bool *moved = PK_NEW_ARRAY(arena, bool, (size_t)count);
  if (!orders[0] || !orders[1] || !moved || !pk_moved_parts(arena, orders[0], orders[1], moved)) {
    w->failed = true;
    return;
  }
  w->section = name;
  for (int i = 0; i < count && !w->failed; i++) {
    w->id = pk_ids_at(orders[0], i);
    both parts = {json_object_get(all.a, w->id), json_object_get(all.b, w->id)};
    walk_part(w, parts, section, moved[i], orders);
    w->changes->shared += parts.b && is_counted(section) && strncmp(w->id, "x-", 2) != 0;
  }
  for (int i = 0; i < pk_ids_count(orders[1]) && !w->failed; i++) {
    w->id = pk_ids_at(orders[1], i);
    if (!json_object_get(all.a, w->id))
      walk_part(w, (both){NULL, json_object_get(all.b, w->id)}, section, false, orders);
  }
}

static int section_of(const char *key) {
  for (int i = 0; i < PK_SECTION_COUNT; i++)
    if (strcmp(pk_section_names[i], key) == 0)
      return i;
  return -1;
}

/* The model's own fields. */
static void walk_header(walk *w, both models) {
  static const char *const first[] = {"format", "region",  "rules_as_of",     "start_date",
                                      "step",   "horizon", "follow_calendar", NULL};
  const char *key;
  json_t *member;
  w->section = w->id = "";
  for (int i = 0; first[i]; i++) {
    way below = {NULL, first[i]};
    both values = {json_object_get(models.a, first[i]), json_object_get(models.b, first[i])};
    if (values.a || values.b)
      walk_value(w, &below, values, pk_spot_below(PK_SPOT_ROOT, first[i]));
  }
  for (int model = 0; model < 2; model++) {
    json_object_foreach(model ? models.b : models.a, key, member) {
      bool done = section_of(key) >= 0 || strcmp(key, "order") == 0 ||
                  (model && json_object_get(models.a, key));
      for (int i = 0; first[i]; i++)
        done = done || strcmp(key, first[i]) == 0;
      way below = {NULL, key};
      if (!done)
        walk_value(w, &below,
                   (both){json_object_get(models.a, key), json_object_get(models.b, key)},
                   pk_spot_below(PK_SPOT_ROOT, key));
    }
  }
}

/* --- and the patch */

/* Whether some change explains what the patch says of a section, or of its order. */
static bool is_explained(const pk_model_changes *c, const char *section, bool order) {
  for (int i = 0; i < c->count; i++) {
    const pk_model_change *change = &c->at[i];
    if (strcmp(change->section, section) == 0 && (!order || change->form != PK_PART_CHANGED))
      return true;
  }
  return false;
}

/* An empty section that is written in one of them only, a remark of the author's in the orders:
 * they say nothing, but they are different. */
static void walk_rest(walk *w, json_t *patch, both models) {
  const char *key;
  json_t *member, *orders = json_object_get(patch, "order");
  both order = {json_object_get(models.a, "order"), json_object_get(models.b, "order")};
  way above = {NULL, "order"};
  int count = w->changes->count;
  w->section = w->id = "";
  json_object_foreach(patch, key, member) {
    way at = {NULL, key};
    if (section_of(key) >= 0 && !is_explained(w->changes, key, false))
      add_value(w, &at, (both){json_object_get(models.a, key), json_object_get(models.b, key)});
  }
  json_object_foreach(orders, key, member) {
    way at = {&above, key};
    if (!is_explained(w->changes, key, true))
      add_value(w, &at, (both){json_object_get(order.a, key), json_object_get(order.b, key)});
  }
  if (json_is_null(orders) && w->changes->count == 0)
    add_value(w, &above, order);
  for (int i = count; i < w->changes->count; i++)
    w->changes->at[i].weight = POLKU_CHANGE_INFO;
}

static bool write_patch(walk *w, both models) {
  json_t *patch = pk_difference(models.a, models.b, PK_SPOT_ROOT);
  pk_style style = pk_style_of("", 0);
  pk_text out = PK_TEXT_EMPTY;
  if (patch && pk_order_difference(patch, models.a, models.b)) {
    walk_rest(w, patch, models);
    pk_style_write(&style, &out, patch);
    w->changes->patch = keep(w, &out);
  } else {
    w->failed = true;
  }
  json_decref(patch);
  return !w->failed;
}

static void count_weights(pk_model_changes *c) {
  bool renamed = false;
  for (int i = 0; i < c->count; i++) {
    polku_change weight = c->at[i].weight;
    int section = section_of(c->at[i].section);
    c->of[weight]++;
    c->gravest = weight > c->gravest ? weight : c->gravest;
    renamed = renamed || (c->at[i].renamed && is_counted(section));
  }
  c->nothing_shared = c->shared == 0 && !renamed;
}

pk_model_changes *pk_model_changes_new(const pk_model *a, const pk_model *b, polku_report *report) {
  if (!a || !b || !report)
    return NULL;
  pk_arena *arena = pk_arena_new();
  pk_model_changes *changes = arena ? PK_NEW(arena, pk_model_changes) : NULL;
  if (!changes) {
    pk_arena_free(arena);
    pk_report_memory(report);
    return NULL;
  }
  *changes = (pk_model_changes){.arena = arena, .a = a, .b = b};
  walk w = {.changes = changes, .section = "", .id = ""};
  both models = {a->json, b->json};
  walk_header(&w, models);
  for (int i = 0; i < PK_SECTION_COUNT && !w.failed; i++)
    walk_section(&w, i, models);
  if (w.failed || !write_patch(&w, models) || !pk_suggest_renamed(changes)) {
    pk_arena_free(arena);
    pk_report_memory(report);
    return NULL;
  }
  count_weights(changes);
  return changes;
}

void pk_model_changes_free(pk_model_changes *changes) {
  if (changes)
    pk_arena_free(changes->arena);
}

const pk_model_change *pk_model_change_of(const pk_model_changes *changes, const char *section,
                                          const char *id, const char *field) {
  for (int i = 0; changes && i < changes->count; i++) {
    const pk_model_change *change = &changes->at[i];
    if (strcmp(change->section, section) == 0 && strcmp(change->id, id) == 0 &&
        (!field || strcmp(change->field, field) == 0))
      return change;
  }
  return NULL;
}
