/* Every model that ships can be drawn: in every view, in three languages, for the screen, for A4
 * and without colour, and each of its scenarios too. The pictures go through the renderer, so what
 * only a picture of a real model would break is broken here. */
#include "model/model.h"
#include "support/check.h"
#include "support/files.h"
#include "support/renderer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDERS POLKU_SOURCE_DIR "/plugins"

typedef struct {
  polku_model *model;
  polku_rules *rules;
  polku_report *report;
  const char *name;
} subject;

static void fail_with(const subject *s) {
  char *text = polku_report_text(s->report, POLKU_EN, false);
  fail_msg("%s: %s", s->name, text);
}

static subject open_subject(const char *name) {
  subject s = {.report = polku_report_new(), .name = name};
  s.model = polku_model_load(name, s.report);
  s.rules = s.model ? polku_rules_load(s.model, FOLDERS, s.report) : NULL;
  if (!s.rules)
    fail_with(&s);
  return s;
}

static void close_subject(subject s) {
  polku_rules_free(s.rules);
  polku_model_free(s.model);
  polku_report_free(s.report);
}

/* --- one picture */

static void draw(const subject *s, polku_draw_options options) {
  options.renderer = renderer;
  size_t length = 0;
  polku_drawing *drawing = polku_draw(s->model, s->rules, &options, s->report);
  char *svg = drawing ? polku_render(renderer, drawing, POLKU_SVG, 1, &length, s->report) : NULL;
  if (!svg || polku_report_count(s->report, POLKU_ERROR))
    fail_with(s);
  assert_non_null(strstr(svg, "<svg"));
  free(svg);
  polku_drawing_free(drawing);
}

static void draw_views(const subject *s) {
  for (int lang = 0; lang < 3; lang++)
    draw(s, (polku_draw_options){.lang = (polku_lang)lang});
  draw(s, (polku_draw_options){.view = POLKU_VIEW_NETWORK});
  draw(s, (polku_draw_options){.paper = POLKU_A4, .theme = POLKU_THEME_GREY});
  draw(s, (polku_draw_options){.gaps_only = true, .theme = POLKU_THEME_DARK});
  for (int i = 0; i < s->model->path_count; i++)
    draw(s, (polku_draw_options){.view = POLKU_VIEW_PATH, .path = s->model->paths[i].id});
}

/* --- every model */

static bool is_model(const char *path) {
  const char *suffix = strrchr(path, '.');
  return suffix && !strcmp(suffix, ".json") && !strstr(path, ".schema.json");
}

static void draw_model(void *count, const char *path) {
  if (!is_model(path))
    return;
  ++*(int *)count;
  subject s = open_subject(path);
  draw_views(&s);
  close_subject(s);
}

static void every_model_is_drawn_in_every_view(void **state) {
  (void)state;
  int count = 0;
  visit_files(POLKU_SOURCE_DIR "/models", draw_model, &count);
  assert_in_range(count, 5, 100);
}

static void draw_scenarios(void *count, const char *path) {
  if (!is_model(path))
    return;
  subject s = open_subject(path);
  for (int i = 0; i < s.model->scenario_count; i++) {
    char name[600];
    snprintf(name, sizeof name, "%s#%s", path, s.model->scenarios[i].id);
    subject changed = open_subject(name);
    draw(&changed, (polku_draw_options){.view = POLKU_VIEW_MAP});
    close_subject(changed);
    ++*(int *)count;
  }
  close_subject(s);
}

static void every_scenario_is_drawn(void **state) {
  (void)state;
  int count = 0;
  visit_files(POLKU_SOURCE_DIR "/models", draw_scenarios, &count);
  assert_in_range(count, 10, 1000);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_model_is_drawn_in_every_view),
      cmocka_unit_test(every_scenario_is_drawn),
  };
  return cmocka_run_group_tests(tests, start_renderer, end_renderer);
}
