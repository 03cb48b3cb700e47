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

static bool is_of(const drawer *d, const desk_sheet *sheet) {
  return d->text && d->length == sheet->length && strcmp(d->name, sheet->name) == 0 &&
         memcmp(d->text, sheet->text, sheet->length) == 0;
}

/* The model of a text; of a scenario its patch is applied. */
static polku_model *read_model(const char *name, const char *text, size_t length,
                               polku_report *report) {
  const char *mark = strrchr(name, '#');
  if (!mark)
    return polku_model_read(name, text, length, report);
  char *file = strndup(name, (size_t)(mark - name));
  polku_model *plain = file ? polku_model_read(file, text, length, report) : NULL;
  polku_model *scenario = polku_model_scenario(plain, mark + 1, report);
  if (!file)
    polku_report_fail(report, "E-MEMORY", NULL);
  polku_model_free(plain);
  free(file);
  return scenario;
}

static bool fill(drawer *d, const char *name, const char *text, size_t length) {
  empty(d);
  d->name = strdup(name);
  d->text = malloc(length + 1);
  d->report = polku_report_new();
  if (!d->name || !d->text || !d->report) {
    empty(d);
    return false;
  }
  memcpy(d->text, text, length);
  d->length = length;
  d->model = read_model(name, text, length, d->report);
  return true;
}

/* The first model that has plugins which could be read becomes the root, by a reading of its own.
 */
static void plant_root(cabinet *c, const drawer *d) {
  enum { FIRST_OF_PLUGINS = 1 };
  polku_input input;
  if (c->root.rules || !d->model || !fill(&c->root, d->name, d->text, d->length))
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
    if (!fill(d, sheet->name, sheet->text, sheet->length))
      return false;
    bind(c, d, whole);
  }
  d->used = ++c->now;
  *found = (desk_case){d->model, d->rules, d->report};
  return true;
}
