/* What tests of views share: a model with its rules, and a drawing of it in one call. */
#ifndef TEST_VIEW_H
#define TEST_VIEW_H

#include "draw/drawing.h"
#include "draw/picture.h"

typedef struct viewed {
  polku_report *report;
  polku_model *model;
  polku_rules *rules;
} viewed;

static inline viewed view_rovaniemi(void) {
  viewed v = {.report = polku_report_new()};
  v.model = polku_model_load(POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json", v.report);
  v.rules = polku_rules_load(v.model, POLKU_SOURCE_DIR "/plugins", v.report);
  assert_non_null(v.rules);
  return v;
}

/* A model without a region; its roles have rows by turns. */
static inline viewed view_text(const char *text) {
  viewed v = {.report = polku_report_new()};
  v.model = polku_model_read("test.json", text, strlen(text), v.report);
  v.rules = rules_with_rows(v.model, v.report);
  assert_non_null(v.rules);
  return v;
}

static inline void end_view(viewed *v) {
  polku_rules_free(v->rules);
  polku_model_free(v->model);
  polku_report_free(v->report);
}

/* It must succeed. */
static inline polku_drawing *must_draw(viewed *v, const polku_draw_options *options) {
  polku_drawing *drawing = polku_draw(v->model, v->rules, options, v->report);
  if (!drawing) {
    char *problems = polku_report_text(v->report, POLKU_EN, false);
    print_error("%s\n", problems);
    free(problems);
  }
  assert_non_null(drawing);
  return drawing;
}

/* It must fail; the problems as a person reads them, for free(). */
static inline char *must_refuse(const viewed *v, const polku_draw_options *options) {
  polku_report *report = polku_report_new();
  assert_null(polku_draw(v->model, v->rules, options, report));
  assert_true(polku_report_count(report, POLKU_ERROR) > 0);
  char *text = polku_report_text(report, POLKU_EN, false);
  polku_report_free(report);
  return text;
}

static inline const pk_item *item_of(const pk_scene *scene, const char *id) {
  for (int i = 0; i < scene->item_count; i++)
    if (scene->items[i].id && strcmp(scene->items[i].id, id) == 0)
      return &scene->items[i];
  return NULL;
}

/* Whether some line of an item of this class says exactly this. */
static inline bool scene_says(const pk_scene *scene, const char *klass, const char *text) {
  for (int i = 0; i < scene->item_count; i++)
    for (int k = 0; k < scene->items[i].line_count; k++)
      if (scene->items[i].klass && strcmp(scene->items[i].klass, klass) == 0 &&
          strcmp(scene->items[i].lines[k].text, text) == 0)
        return true;
  return false;
}

/* The ids of items whose class begins with `klass`, in their order, joined by '|'. */
static inline void ids_of_class(const pk_scene *scene, const char *klass, char *all, size_t room) {
  *all = '\0';
  for (int i = 0; i < scene->item_count; i++) {
    const pk_item *item = &scene->items[i];
    if (!item->id || !item->klass || strncmp(item->klass, klass, strlen(klass)) != 0)
      continue;
    assert_true(strlen(all) + strlen(item->id) + 2 < room);
    if (*all)
      strcat(all, "|");
    strcat(all, item->id);
  }
}

#endif
