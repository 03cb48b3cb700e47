/* Which regions a model needs, and the law of each on the day that the model asks about. */
#include "rules/bind.h"
#include "rules/proof.h"

#include "base/text.h"
#include <stdlib.h>
#include <string.h>

typedef struct binder {
  pk_rules *rules;
  pk_bound *bound;
  polku_report *report;
  pk_list regions; /* const char *: in the order of the laws */
  pk_list plugins; /* const pk_plugin * */
} binder;

static bool no_memory(polku_report *report) {
  pk_report_memory(report);
  return false;
}

/* The number of a region's law; loads its plugins the first time. -1 with a problem. */
static int region_law(binder *b, const char *region, const char *pointer) {
  for (int i = 0; i < b->regions.count; i++)
    if (strcmp(*PK_AT(b->regions, const char *, i), region) == 0)
      return i;
  pk_place place;
  pk_model_place(b->rules->model, pointer, false, &place);
  const pk_plugin *plugin = pk_book_region(b->bound->book, b->bound->folders, region, &place);
  const char **name = pk_push(b->rules->arena, &b->regions, sizeof *name);
  const pk_plugin **slot = pk_push(b->rules->arena, &b->plugins, sizeof *slot);
  if (!name || !slot) {
    no_memory(b->report);
    return -1;
  }
  *name = region;
  *slot = plugin;
  return b->regions.count - 1;
}

static int part_law(binder *b, const char *region, const char *parent) {
  if (!region)
    return 0;
  pk_text text = PK_TEXT_EMPTY;
  pk_text_addf(&text, "%s/region", parent);
  char *pointer = pk_text_take(&text);
  int law = pointer ? region_law(b, region, pointer) : -1;
  if (!pointer)
    no_memory(b->report);
  free(pointer);
  return law;
}

static bool find_regions(binder *b) {
  const pk_model *model = b->rules->model;
  pk_arena *arena = b->rules->arena;
  int *stages = PK_NEW_ARRAY(arena, int, (size_t)model->stage_count);
  int *groups = PK_NEW_ARRAY(arena, int, (size_t)model->group_count);
  if (!stages || !groups)
    return no_memory(b->report);
  region_law(b, model->region, "/region");
  for (int s = 0; s < model->stage_count; s++)
    stages[s] = part_law(b, model->stages[s].region, model->stages[s].pointer);
  for (int g = 0; g < model->group_count; g++)
    groups[g] = part_law(b, model->groups[g].region, model->groups[g].pointer);
  b->bound->stage_law = stages;
  b->bound->group_law = groups;
  return true;
}

/* What a region's plugins promise is proved before anything is computed with them. */
static bool prove(const binder *b, const pk_plugin *region, pk_tables *tables) {
  const pk_proof_wanted wanted = {
      .book = b->bound->book, .region = region, .tables = tables, .today = PK_DATE_FIRST};
  return pk_proof(&wanted, b->report, NULL);
}

/* The laws of all regions on one day, into the row of a version. */
static bool make_row(const binder *b, pk_date date, pk_tables *tables, const pk_law **row) {
  bool good = true;
  for (int i = 0; i < b->plugins.count; i++) {
    const pk_law_wanted wanted = {.book = b->bound->book,
                                  .region = *PK_AT(b->plugins, const pk_plugin *, i),
                                  .date = date,
                                  .tables = tables};
    row[i] = pk_law_new(b->rules->arena, &wanted);
    good = row[i] && good;
  }
  return good;
}

static bool same_row(const binder *b, const pk_law *const *row, const pk_law *const *before) {
  for (int i = 0; i < b->plugins.count; i++)
    if (!pk_laws_alike(b->rules, row[i], before[i]))
      return false;
  return true;
}

/* The laws of every later version, and which holds when. */
static bool make_versions(const binder *b, const bool *changes, pk_tables *tables,
                          const pk_law **laws) {
  const pk_model *model = b->rules->model;
  int *version_of = PK_NEW_ARRAY(b->rules->arena, int, (size_t)model->horizon + 1);
  int count = 1, regions = b->plugins.count;
  if (!version_of)
    return no_memory(b->report);
  for (int t = 1; t <= model->horizon; t++) {
    const pk_law **row = laws + (size_t)count * (size_t)regions;
    if (changes[t] && !make_row(b, pk_date_of_step(model, t), tables, row))
      return false;
    if (changes[t] && !same_row(b, row, row - regions))
      count++;
    version_of[t] = count - 1;
  }
  b->rules->version_count = count;
  b->rules->version_of = version_of;
  b->bound->law_count = count * regions;
  return true;
}

static bool make_laws(binder *b) {
  int regions = b->plugins.count;
  pk_tables tables = {.arena = b->rules->arena};
  const bool *changes = pk_version_changes(b->rules, b->plugins.items, regions, b->report);
  size_t most = 1;
  for (int t = 1; changes && t <= b->rules->model->horizon; t++)
    most += changes[t];
  const pk_law **laws = PK_NEW_ARRAY(b->rules->arena, const pk_law *, most *(size_t)regions);
  if (!changes || !laws)
    return changes ? no_memory(b->report) : false;
  b->bound->laws = laws;
  b->bound->region_count = b->bound->law_count = regions;
  b->rules->version_count = 1;
  bool good = make_row(b, b->bound->date, &tables, laws);
  for (int i = 0; i < regions; i++)
    good = laws[i] && prove(b, laws[i]->region, &tables) && good;
  return good && (most == 1 || make_versions(b, changes, &tables, laws));
}

/* The day whose law holds at the beginning. */
static pk_date day_of(const pk_model *model) {
  bool as_of = model->has_rules_as_of && !(model->follow_calendar && model->has_start_date);
  return as_of ? model->rules_as_of : model->start_date;
}

static bool is_dated(const pk_model *model) {
  return model->has_rules_as_of || model->has_start_date;
}

/* One law for all: no part is of a region of its own, and no day brings another. */
static bool has_one_law(const pk_model *model) {
  bool one = model->region && is_dated(model) && !model->follow_calendar;
  for (int s = 0; s < model->stage_count; s++)
    one = one && !model->stages[s].region;
  for (int g = 0; g < model->group_count; g++)
    one = one && !model->groups[g].region;
  return one;
}

bool pk_may_bind_again(const pk_rules *like, const pk_model *model) {
  return like->present && has_one_law(like->model) && has_one_law(model) &&
         strcmp(like->model->region, model->region) == 0 && like->bound->date == day_of(model);
}

bool pk_bind_again(pk_rules *rules, const pk_rules *like, polku_report *report) {
  pk_bound *bound = PK_NEW(rules->arena, pk_bound);
  int *stages = PK_NEW_ARRAY(rules->arena, int, (size_t)rules->model->stage_count);
  int *groups = PK_NEW_ARRAY(rules->arena, int, (size_t)rules->model->group_count);
  if (!bound || !stages || !groups)
    return no_memory(report);
  *bound = (pk_bound){.book = like->bound->book,
                      .folders = like->bound->folders,
                      .date = like->bound->date,
                      .region_count = like->bound->region_count,
                      .law_count = like->bound->law_count,
                      .laws = like->bound->laws,
                      .stage_law = stages,
                      .group_law = groups};
  rules->bound = bound;
  rules->version_count = 1;
  return true;
}

bool pk_bind_regions(pk_rules *rules, const char *folders, polku_report *report) {
  const pk_model *model = rules->model;
  binder b = {.rules = rules, .report = report};
  b.bound = PK_NEW(rules->arena, pk_bound);
  if (!b.bound)
    return no_memory(report);
  rules->bound = b.bound;
  b.bound->folders = pk_strdup(rules->arena, folders ? folders : "");
  b.bound->book = pk_book_new(rules->arena, report);
  if (!b.bound->folders || !b.bound->book)
    return no_memory(report);
  if (!is_dated(model)) {
    pk_place place;
    pk_model_place(model, "/region", true, &place);
    pk_report_add(report, &place, "E-DATE-MISSING", "region", model->region, NULL);
    return false;
  }
  b.bound->date = day_of(model);
  size_t errors = polku_report_count(report, POLKU_ERROR);
  if (!find_regions(&b) || polku_report_count(report, POLKU_ERROR) > errors)
    return false;
  return make_laws(&b);
}
