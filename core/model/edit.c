/* Models made from models: with a scenario, with a patch; and the patches between them. */
#include "model/edit.h"

#include "base/json.h"
#include "model/read.h"

#include <stdlib.h>

static const pk_scenario *find_scenario(const polku_model *model, const char *id,
                                        polku_report *report) {
  const char **ids = calloc((size_t)model->scenario_count + 1, sizeof *ids);
  const pk_scenario *found = NULL;
  if (!ids) {
    pk_report_memory(report);
    return NULL;
  }
  for (int i = 0; i < model->scenario_count; i++) {
    ids[i] = model->scenarios[i].id;
    if (strcmp(ids[i], id) == 0)
      found = &model->scenarios[i];
  }
  if (!found) {
    pk_place place = {0};
    pk_model_place(model, "/scenarios", true, &place);
    pk_report_add(report, &place, "E-SCENARIO-UNKNOWN", "id", id, "suggestion",
                  pk_nearest(id, ids, (size_t)model->scenario_count), NULL);
  }
  free(ids);
  return found;
}

/* Whether an actor is withdrawn after an edit, and when: what the scenario says of it replaces what
 * an earlier one said. */
static bool withdraws(const polku_model *model, const pk_scenario *scenario, int actor,
                      pk_period *when) {
  static const pk_period always = {{PK_ALWAYS, 0, 0}, {PK_ALWAYS, 0, 0}};
  for (int j = 0; scenario && j < scenario->withdraw_count; j++)
    if (scenario->withdraw[j] == actor) {
      *when = (pk_period){scenario->from, scenario->until};
      return true;
    }
  *when = model->withdrawn_when ? model->withdrawn_when[actor] : always;
  return model->withdrawn && model->withdrawn[actor];
}

/* The flags of one model carried over to another, by id: who is not there cannot be withdrawn. */
static bool carry_withdrawals(polku_model *after, const polku_model *model,
                              const pk_scenario *scenario) {
  if (!model->withdrawn && !(scenario && scenario->withdraw_count))
    return true;
  bool *flags = PK_NEW_ARRAY(after->arena, bool, (size_t)after->actor_count);
  pk_period *times = PK_NEW_ARRAY(after->arena, pk_period, (size_t)after->actor_count);
  if (!flags || !times)
    return false;
  for (int i = 0; i < model->actor_count; i++) {
    pk_period when;
    int actor =
        withdraws(model, scenario, i, &when) ? pk_model_find_actor(after, model->actors[i].id) : -1;
    if (actor >= 0) {
      flags[actor] = true;
      times[actor] = when;
    }
  }
  after->withdrawn = flags;
  after->withdrawn_when = times;
  return true;
}

/* The model after an edit, its problems moved; `scenario` is the one applied now, or NULL. */
static polku_model *edited(const pk_edit *edit, const pk_scenario *scenario, polku_report *report) {
  const polku_model *model = edit->model;
  pk_edit_warn_absent(edit, report);
  char *text = pk_edit_text(model->text, model->length, model->json, edit->patch, report);
  polku_model *after = text ? pk_edit_read(edit, text, strlen(text), report) : NULL;
  free(text);
  if (!after)
    return NULL;
  const char *id = scenario ? scenario->id : model->scenario;
  if (scenario)
    memcpy(after->sha256, model->sha256, sizeof after->sha256);
  after->scenario = id ? pk_strdup(after->arena, id) : NULL;
  if ((!id || after->scenario) && carry_withdrawals(after, model, scenario))
    return after;
  pk_report_memory(report);
  polku_model_free(after);
  return NULL;
}

polku_model *polku_model_scenario(const polku_model *model, const char *scenario,
                                  polku_report *report) {
  if (!model || !scenario || !report)
    return NULL;
  const pk_scenario *found = find_scenario(model, scenario, report);
  if (!found)
    return NULL;
  json_t *written = json_object_get(json_object_get(model->json, "scenarios"), found->id);
  json_t *patch = json_object_get(written, "patch"), *none = patch ? NULL : json_object();
  pk_text pointer = PK_TEXT_EMPTY, label = PK_TEXT_EMPTY;
  polku_model *after = NULL;
  pk_text_addf(&pointer, "/scenarios/%s", found->id);
  pk_text_addf(&label, "%s#%s", model->file, found->id);
  pk_text_add(&pointer, "/patch");
  if (pointer.failed || label.failed || !(patch || none)) {
    pk_report_memory(report);
  } else {
    pk_edit edit = {model, model, pointer.data, patch ? patch : none, label.data};
    after = edited(&edit, found, report);
  }
  json_decref(none);
  pk_text_free(&pointer);
  pk_text_free(&label);
  return after;
}

polku_model *polku_model_patch(const polku_model *model, const char *patch, polku_report *report) {
  if (!model || !patch || !report)
    return NULL;
  json_t *change = pk_patch_parse(patch, report);
  if (!change)
    return NULL;
  polku_model holder = {.file = PK_PATCH_FILE, .text = patch, .length = strlen(patch)};
  pk_edit edit = {model, &holder, "", change, model->file};
  polku_model *after = edited(&edit, NULL, report);
  json_decref(change);
  return after;
}

/* Ends a model earlier; targets that come later are not met within it. */
static bool shorten(polku_model *model, int horizon) {
  pk_target *targets = PK_NEW_ARRAY(model->arena, pk_target, (size_t)model->target_count);
  int count = 0;
  for (int i = 0; targets && i < model->target_count; i++)
    if (model->targets[i].at <= horizon)
      targets[count++] = model->targets[i];
  if (!targets)
    return false;
  model->targets = targets;
  model->target_count = count;
  model->horizon = horizon;
  return true;
}

/* A copy of its own, warnings not told twice: an empty patch is applied. */
polku_model *pk_model_copy(const polku_model *model, int horizon, polku_report *report) {
  json_t *nothing = json_object();
  polku_report *own = polku_report_new();
  polku_model *copy = NULL;
  if (nothing && own) {
    pk_edit edit = {model, model, "", nothing, model->file};
    copy = edited(&edit, NULL, own);
  }
  if (copy && horizon < copy->horizon && !shorten(copy, horizon)) {
    polku_model_free(copy);
    copy = NULL;
  }
  if (copy)
    memcpy(copy->sha256, model->sha256, sizeof copy->sha256);
  else
    pk_report_memory(report); /* what was read once can be read again */
  json_decref(nothing);
  polku_report_free(own);
  return copy;
}

polku_model *polku_model_region(const polku_model *model, const char *region,
                                polku_report *report) {
  if (!model || !region || !report)
    return NULL;
  pk_text patch = PK_TEXT_EMPTY;
  pk_json json = pk_json_start(&patch, 0);
  pk_json_object(&json);
  pk_json_field(&json, "region", region);
  pk_json_object_end(&json);
  polku_model *after = NULL;
  if (patch.failed)
    pk_report_memory(report);
  else
    after = polku_model_patch(model, patch.data, report);
  pk_text_free(&patch);
  return after;
}

char *polku_model_diff(const polku_model *a, const polku_model *b, polku_report *report) {
  return a && b && report ? pk_difference_text(a->json, b->json, report) : NULL;
}

char *polku_model_invert(const polku_model *model, const char *patch, polku_report *report) {
  if (!model || !patch || !report)
    return NULL;
  json_t *change = pk_patch_parse(patch, report), *after = NULL;
  char *inverse = NULL;
  if (change) {
    after = pk_merge(model->json, change, PK_SPOT_ROOT);
    if (after)
      inverse = pk_difference_text(after, model->json, report);
    else
      pk_report_memory(report);
  }
  json_decref(change);
  json_decref(after);
  return inverse;
}
