/* Loading rules for a model, and letting them go. */
#include "model/outline.h"
#include "rules/bind.h"

/* What ids of the model mean. A step is taken only when those before it left no error: what is not
 * known cannot be read. */
static bool bind_model(pk_rules *rules, polku_report *report) {
  size_t errors = polku_report_count(report, POLKU_ERROR);
  rules->present = true;
  pk_bind_vocabulary(rules, report);
  if (polku_report_failed(report) || !pk_bind_attributes(rules, report))
    return false;
  if (!pk_bind_amounts(rules, report))
    return false;
  if (!pk_bind_relevance(rules, report) || !pk_bind_profiles(rules, report) ||
      !pk_bind_versions(rules, report))
    return false;
  return polku_report_count(report, POLKU_ERROR) == errors;
}

static bool bind(pk_rules *rules, const char *folders, polku_report *report) {
  size_t errors = polku_report_count(report, POLKU_ERROR);
  if (!pk_bind_regions(rules, folders, report) || !bind_model(rules, report))
    return false;
  /* From here on the book is only read, by any number of threads, and outlives the report. */
  rules->bound->book->report = NULL;
  rules->bound->book->work = NULL;
  return polku_report_count(report, POLKU_ERROR) == errors;
}

static bool load(pk_rules *rules, const char *folders, polku_report *report) {
  if (rules->model->region)
    return bind(rules, folders, report);
  if (pk_bind_plain(rules))
    return true;
  pk_report_memory(report);
  return false;
}

/* Rules of a model with nothing in them yet; NULL, and reported, without memory. */
static pk_rules *new_rules(const polku_model *model, polku_report *report) {
  pk_arena *arena = pk_arena_new();
  pk_rules *rules = arena ? PK_NEW(arena, pk_rules) : NULL;
  if (!rules) {
    pk_arena_free(arena);
    pk_report_memory(report);
    return NULL;
  }
  rules->arena = arena;
  rules->model = model;
  return rules;
}

polku_rules *polku_rules_load(const polku_model *model, const char *folders, polku_report *report) {
  pk_rules *rules = model ? new_rules(model, report) : NULL;
  if (!rules)
    return NULL;
  if (!load(rules, folders, report)) {
    polku_rules_free(rules);
    return NULL;
  }
  return rules;
}

polku_rules *polku_rules_again(const polku_rules *like, const polku_model *model,
                               polku_report *report) {
  if (!like || !model)
    return NULL;
  if (!pk_may_bind_again(like, model))
    return polku_rules_load(model, like->bound ? like->bound->folders : NULL, report);
  pk_rules *rules = new_rules(model, report);
  if (!rules)
    return NULL;
  if (!pk_bind_again(rules, like, report) || !bind_model(rules, report)) {
    polku_rules_free(rules);
    return NULL;
  }
  return rules;
}

static bool leave_place(void *context, const polku_problem *problem, pk_place *place) {
  (void)context;
  (void)problem;
  (void)place;
  return false;
}

const pk_name *pk_rules_region(const pk_rules *rules) {
  return rules->present ? &rules->bound->laws[0]->region->title : NULL;
}

polku_rules *pk_rules_copy(const pk_rules *rules, const polku_model *model, polku_report *report) {
  polku_report *own = polku_report_new();
  const char *folders = rules->bound && rules->model->region ? rules->bound->folders : NULL;
  polku_rules *copy = own ? polku_rules_load(model, folders, own) : NULL;
  if (!own)
    pk_report_memory(report);
  else if (!copy)
    pk_report_take(report, own, leave_place, NULL);
  polku_report_free(own);
  return copy;
}

/* Kinds, roles, attributes and histories are known without the law of any day. */
static void check_names(pk_rules *rules, const char *folders, polku_report *report) {
  if (!pk_bind_regions(rules, folders, report))
    return;
  pk_bind_vocabulary(rules, report);
  if (!polku_report_failed(report) && pk_bind_stage_names(rules, report))
    pk_bind_group_names(rules, report);
}

void polku_check_names(const char *path, const char *folders, polku_report *report) {
  if (!path || !report || polku_report_failed(report))
    return;
  polku_model *model = pk_model_outline(path);
  pk_arena *arena = model && model->region ? pk_arena_new() : NULL;
  pk_rules *rules = arena ? PK_NEW(arena, pk_rules) : NULL;
  if (rules) {
    rules->arena = arena;
    rules->model = model;
    check_names(rules, folders, report);
  }
  pk_arena_free(arena);
  polku_model_free(model);
}

void polku_rules_free(polku_rules *rules) {
  if (rules)
    pk_arena_free(rules->arena);
}
