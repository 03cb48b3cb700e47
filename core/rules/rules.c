/* Loading rules for a model, and letting them go. */
#include "rules/bind.h"

static bool load(pk_rules *rules, const char *folders, polku_report *report) {
  const pk_model *model = rules->model;
  (void)folders;
  if (model->region) {
    pk_place place;
    pk_model_place(model, "/region", false, &place);
    pk_report_add(report, &place, "E-REGION-UNKNOWN", "region", model->region, "known", "-", NULL);
    return false;
  }
  if (!pk_bind_plain(rules)) {
    pk_report_memory(report);
    return false;
  }
  return true;
}

polku_rules *polku_rules_load(const polku_model *model, const char *folders, polku_report *report) {
  if (!model)
    return NULL;
  pk_arena *arena = pk_arena_new();
  pk_rules *rules = arena ? PK_NEW(arena, pk_rules) : NULL;
  if (!rules) {
    pk_arena_free(arena);
    pk_report_memory(report);
    return NULL;
  }
  rules->arena = arena;
  rules->model = model;
  if (!load(rules, folders, report)) {
    pk_arena_free(arena);
    return NULL;
  }
  return rules;
}

void polku_rules_free(polku_rules *rules) {
  if (rules)
    pk_arena_free(rules->arena);
}
