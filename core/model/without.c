/* A model without one of its parts, as a patch.
 *
 * The part is cut out of a copy of the model's values (cut.c), then out of every scenario: what a
 * scenario makes of the model is cut in the same way, and its patch is written anew where it would
 * no longer lead there. The patch between before and after is read once more: what is left is a
 * model, or the person is told why not. */
#include "model/cut.h"

#include <stdlib.h>
#include <string.h>

enum { TOKENS_MAX = 16 };

typedef struct asked {
  char *tokens[TOKENS_MAX];
  int count;
  pk_section_id section; /* of a whole part; else PK_SECTION_COUNT */
} asked;

static void free_part(asked *part) {
  while (part->count > 0)
    free(part->tokens[--part->count]);
}

static bool read_part(asked *part, const char *pointer) {
  while (*pointer == '/' && part->count < TOKENS_MAX) {
    char *token = pk_pointer_token(&pointer);
    if (!token)
      return false;
    part->tokens[part->count++] = token;
  }
  part->section = PK_SECTION_COUNT;
  for (int i = 0; part->count == 2 && i < PK_SECTION_COUNT; i++)
    if (strcmp(part->tokens[0], pk_section_names[i]) == 0)
      part->section = (pk_section_id)i;
  return true;
}

/* `model` without the part: a new value; NULL when it was refused or memory ran out. A scenario may
 * do without it already. */
static json_t *cut_from(json_t *model, const asked *part, pk_cut *cut) {
  cut->left = pk_deep_copy(model);
  if (!cut->left) {
    cut->failed = true;
    return NULL;
  }
  if (part->section < PK_SECTION_COUNT)
    pk_cut_part(cut, part->section, part->tokens[1]);
  else if (pk_cut_find(cut->left, part->tokens, part->count))
    pk_cut_place(cut, part->tokens, part->count);
  pk_cut_mend(cut, model);
  if (!cut->refused && !cut->failed)
    return cut->left;
  json_decref(cut->left);
  return NULL;
}

/* -------------------------------------------------------------------------------- scenarios */

/* The ids that sections have lost, as an object. NULL when memory ran out. */
static json_t *gone_ids(json_t *before, json_t *after) {
  json_t *gone = json_object(), *part;
  const char *id;
  for (int i = 0; gone && i < PK_SECTION_COUNT; i++) {
    json_t *left = json_object_get(after, pk_section_names[i]);
    json_object_foreach(json_object_get(before, pk_section_names[i]), id, part) {
      if (gone && !json_object_get(left, id) && json_object_set_new(gone, id, json_true()) != 0) {
        json_decref(gone);
        gone = NULL;
      }
    }
  }
  return gone;
}

/* The patch that leads from one model to another, their scenarios left aside. */
static json_t *way_between(json_t *from, json_t *to) {
  json_t *a = pk_shallow_copy(from), *b = pk_shallow_copy(to), *way = NULL;
  if (a && b) {
    json_object_del(a, "scenarios");
    json_object_del(b, "scenarios");
    way = pk_difference(a, b, PK_SPOT_ROOT);
    if (way && !pk_order_difference(way, a, b)) {
      json_decref(way);
      way = NULL;
    }
  }
  json_decref(a);
  json_decref(b);
  return way;
}

static bool leads_to(json_t *from, json_t *patch, json_t *to, bool *failed) {
  json_t *after = pk_merge(from, patch, PK_SPOT_ROOT);
  json_t *rest = after ? way_between(after, to) : NULL;
  bool same = rest && json_object_size(rest) == 0;
  *failed = *failed || !rest;
  json_decref(after);
  json_decref(rest);
  return same;
}

/* The patch of a scenario after the cut: a new reference, the old one where it still serves. */
static json_t *patch_after(pk_cut *cut, json_t *before, const asked *part, json_t *patch,
                           json_t *gone) {
  json_t *whole = pk_merge(before, patch, PK_SPOT_ROOT), *base = cut->left;
  json_t *wanted = whole ? cut_from(whole, part, cut) : NULL, *after = NULL;
  cut->failed = cut->failed || !whole;
  cut->left = base;
  if (wanted && !pk_names_any(patch, gone) && leads_to(base, patch, wanted, &cut->failed))
    after = json_incref(patch);
  else if (wanted && !(after = way_between(base, wanted)))
    cut->failed = true;
  json_decref(whole);
  json_decref(wanted);
  return after;
}

/* A scenario that had something to say and has nothing left goes. */
static bool is_empty(json_t *scenario) {
  return !json_object_get(scenario, "patch") && !json_object_get(scenario, "withdraw");
}

static void drop_withdrawn(json_t *scenario, const asked *part) {
  json_t *list = json_object_get(scenario, "withdraw");
  for (size_t i = json_array_size(list); part->section == PK_ACTORS && i-- > 0;)
    if (strcmp(json_string_value(json_array_get(list, i)), part->tokens[1]) == 0) {
      json_array_remove(list, i);
      if (json_array_size(list) == 0)
        json_object_del(scenario, "withdraw");
    }
}

static void cut_scenario(pk_cut *cut, json_t *before, const asked *part, json_t *scenario,
                         json_t *gone) {
  json_t *patch = json_object_get(scenario, "patch");
  json_t *after = patch ? patch_after(cut, before, part, patch, gone) : NULL;
  if (after && after != patch) {
    if (json_object_size(after) == 0)
      json_object_del(scenario, "patch");
    else if (json_object_set(scenario, "patch", after) != 0)
      cut->failed = true;
  }
  json_decref(after);
  drop_withdrawn(scenario, part);
}

/* Scenarios of the model itself; what one says of scenarios is nobody's business. */
static void cut_scenarios(pk_cut *cut, json_t *before, const asked *part) {
  json_t *gone = gone_ids(before, cut->left), *scenario;
  const char *id;
  void *next;
  cut->failed = cut->failed || !gone;
  json_object_foreach_safe(json_object_get(cut->left, "scenarios"), next, id, scenario) {
    bool was_empty = is_empty(scenario);
    if (gone)
      cut_scenario(cut, before, part, scenario, gone);
    if (!was_empty && is_empty(scenario))
      pk_cut_part(cut, PK_SCENARIOS, id);
  }
  json_decref(gone);
}

/* ----------------------------------------------------------------------------------- the door */

static void report_unknown(const polku_model *model, const char *pointer, polku_report *report) {
  pk_place place = {0};
  pk_model_place(model, pointer, true, &place);
  pk_report_add(report, &place, "E-PART-UNKNOWN", "value", pointer, NULL);
}

/* The patch, if what it leaves is a model. */
static char *checked_patch(const polku_model *model, json_t *after, polku_report *report) {
  char *patch = pk_difference_text(model->json, after, report);
  polku_report *found = polku_report_new();
  polku_model *left = patch && found ? polku_model_patch(model, patch, found) : NULL;
  if (!found)
    pk_report_memory(report);
  else if (!left)
    pk_report_take(report, found, NULL, NULL);
  polku_report_free(found);
  if (!left) {
    free(patch);
    patch = NULL;
  }
  polku_model_free(left);
  return patch;
}

static char *without(const polku_model *model, const asked *part, const char *pointer,
                     polku_report *report) {
  pk_cut cut = {model, NULL, report, false, false};
  json_t *before = model->json, *after = NULL;
  char *patch = NULL;
  if (part->count == 0 || !pk_cut_find(before, part->tokens, part->count)) {
    report_unknown(model, pointer, report);
    return NULL;
  }
  after = cut_from(before, part, &cut);
  if (after) {
    cut.left = after;
    cut_scenarios(&cut, before, part);
    pk_cut_mend(&cut, before);
    if (!cut.failed && !cut.refused)
      patch = checked_patch(model, after, report);
  }
  if (cut.failed)
    pk_report_memory(report);
  json_decref(after);
  return patch;
}

char *polku_model_without(const polku_model *model, const char *pointer, polku_report *report) {
  if (!model || !pointer || !report)
    return NULL;
  asked part = {.count = 0};
  char *patch = NULL;
  if (read_part(&part, pointer))
    patch = without(model, &part, pointer, report);
  else
    pk_report_memory(report);
  free_part(&part);
  return patch;
}
