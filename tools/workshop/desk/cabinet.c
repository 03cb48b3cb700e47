/* Models and rules that were read, the last few: an edit is followed by many jobs about one text,
 * and what they share is read once. */
#include "workshop/desk/desk.h"

#include <stdlib.h>
#include <string.h>

enum { DRAWERS = 6 };

typedef struct drawer {
  char *name, *text; /* NULL: empty */
  size_t length;
  uint64_t used; /* when it was used last */
  polku_model *model;
  polku_rules *rules;
  polku_report *report;
} drawer;

struct cabinet {
  const char *folders;
  uint32_t rules;
  uint64_t now;
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

void cabinet_free(cabinet *c) {
  for (int i = 0; c && i < DRAWERS; i++)
    empty(&c->drawers[i]);
  free(c);
}

void cabinet_forget(cabinet *c, uint32_t rules) {
  for (int i = 0; c->rules != rules && i < DRAWERS; i++)
    empty(&c->drawers[i]);
  c->rules = rules;
}

static bool is_of(const drawer *d, const char *name, const char *text, size_t length) {
  return d->text && d->length == length && strcmp(d->name, name) == 0 &&
         memcmp(d->text, text, length) == 0;
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

static bool fill(drawer *d, const cabinet *c, const char *name, const char *text, size_t length) {
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
  d->rules = polku_rules_load(d->model, c->folders, d->report);
  return true;
}

bool cabinet_find(cabinet *c, const char *name, const char *text, size_t length, desk_case *found) {
  drawer *oldest = c->drawers, *d = NULL;
  for (int i = 0; i < DRAWERS && !d; i++) {
    if (is_of(&c->drawers[i], name, text, length))
      d = &c->drawers[i];
    else if (c->drawers[i].used < oldest->used)
      oldest = &c->drawers[i];
  }
  if (!d && !fill(d = oldest, c, name, text, length))
    return false;
  d->used = ++c->now;
  *found = (desk_case){d->model, d->rules, d->report};
  return true;
}
