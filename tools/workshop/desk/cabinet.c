/* Models and rules that were read, the last few: an edit is followed by many jobs about one text,
 * and what they share is read once. Plugins are read for the first model alone; rules of those that
 * follow are bound again to what was read then (the root), unless somebody wants to hear what there
 * is to say of the plugins themselves. */
#include "workshop/desk/desk.h"

#include <stdlib.h>
#include <string.h>

enum { DRAWERS = 6 };

typedef struct drawer {
  char *name, *text; /* NULL: empty */
  char *scenario;    /* NULL: the model itself */
  size_t length;
  uint64_t used; /* when it was used last */
  bool whole;    /* plugins were read for it: everything is said of them */
  polku_model *model;
  polku_rules *rules;
  polku_report *report;
} drawer;

struct cabinet {
  const char *folders;
  uint32_t rules;
  uint64_t now;
  drawer root; /* outlives the drawers, whose rules lean on its own */
  drawer drawers[DRAWERS];
};

cabinet *cabinet_new(const char *folders) {
  cabinet *c = calloc(1, sizeof *c);
  if (c)
    c->folders = folders;
  return c;
}

static void empty(drawer *d) {
  polku_rules_free(d->rules);
  polku_model_free(d->model);
  polku_report_free(d->report);
  free(d->name);
  free(d->text);
  free(d->scenario);
  *d = (drawer){0};
}

static void empty_all(cabinet *c) {
  for (int i = 0; i < DRAWERS; i++)
    empty(&c->drawers[i]);
  empty(&c->root);
}

void cabinet_free(cabinet *c) {
  if (c)
    empty_all(c);
  free(c);
}

void cabinet_forget(cabinet *c, uint32_t rules) {
  if (c->rules != rules)
    empty_all(c);
  c->rules = rules;
}

static bool is_same(const char *a, const char *b) {
  return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool is_of(const drawer *d, const desk_sheet *sheet) {
  return d->text && d->length == sheet->length && strcmp(d->name, sheet->name) == 0 &&
         is_same(d->scenario, sheet->scenario) && memcmp(d->text, sheet->text, sheet->length) == 0;
}

/* The model of a text; of a scenario its patch is applied. */
static polku_model *read_model(const desk_sheet *sheet, polku_report *report) {
  polku_model *plain = polku_model_read(sheet->name, sheet->text, sheet->length, report);
  if (!sheet->scenario)
    return plain;
  polku_model *scenario = polku_model_scenario(plain, sheet->scenario, report);
  polku_model_free(plain);
  return scenario;
}

static bool fill(drawer *d, const desk_sheet *sheet) {
  empty(d);
  d->name = strdup(sheet->name);
  d->text = malloc(sheet->length + 1);
  d->scenario = sheet->scenario ? strdup(sheet->scenario) : NULL;
  d->report = polku_report_new();
  if (!d->name || !d->text || !d->report || (sheet->scenario && !d->scenario)) {
    empty(d);
    return false;
  }
  memcpy(d->text, sheet->text, sheet->length);
  d->length = sheet->length;
  d->model = read_model(sheet, d->report);
  return true;
}

/* The first model that has plugins which could be read becomes the root, by a reading of its own.
 */
static void plant_root(cabinet *c, const drawer *d) {
  enum { FIRST_OF_PLUGINS = 1 };
  polku_input input;
  const desk_sheet sheet = {d->name, d->text, d->length, d->scenario};
  if (c->root.rules || !d->model || !fill(&c->root, &sheet))
    return;
  c->root.rules = polku_rules_load(c->root.model, c->folders, c->root.report);
  if (!c->root.rules || !polku_input_at(c->root.model, c->root.rules, FIRST_OF_PLUGINS, &input))
    empty(&c->root);
}

static void bind(cabinet *c, drawer *d, bool whole) {
  if (!whole)
    plant_root(c, d);
  d->whole = whole || !c->root.rules;
  d->rules = d->whole ? polku_rules_load(d->model, c->folders, d->report)
                      : polku_rules_again(c->root.rules, d->model, d->report);
}

bool cabinet_find(cabinet *c, const desk_sheet *sheet, bool whole, desk_case *found) {
  drawer *oldest = c->drawers, *d = NULL;
  for (int i = 0; i < DRAWERS && !d; i++) {
    if (is_of(&c->drawers[i], sheet) && (c->drawers[i].whole || !whole))
      d = &c->drawers[i];
    else if (c->drawers[i].used < oldest->used)
      oldest = &c->drawers[i];
  }
  if (!d) {
    d = oldest;
    if (!fill(d, sheet))
      return false;
    bind(c, d, whole);
  }
  d->used = ++c->now;
  *found = (desk_case){d->model, d->rules, d->report};
  return true;
}
