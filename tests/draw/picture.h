/* What tests of pictures share: a renderer for the whole program, and a model drawn in one call. */
#ifndef TEST_PICTURE_H
#define TEST_PICTURE_H

#include "draw/drawing.h"
#include "base/ids.h"
#include "polku.h"
#include "rules/rules.h"

#include <stdlib.h>
#include <string.h>

/* Rules of a model without a region, whose roles get rows by turns: the map is about rows, and no
 * law is needed for it. */
static inline polku_rules *rules_with_rows(const polku_model *model, polku_report *report) {
  polku_rules *rules = polku_rules_load(model, NULL, report);
  if (rules)
    for (int i = 0; i < rules->role_count; i++)
      ((pk_role *)(uintptr_t)&rules->roles[i])->row = (pk_row)(pk_hash(rules->roles[i].id) % 6);
  return rules;
}

/* The text with its region commented out, as it were. Caller frees. */
static inline char *without_region(const char *text) {
  static const char key[] = "\"region\": \"rovaniemi\",";
  char *copy = strdup(text), *at = strstr(copy, key);
  if (at)
    memset(at, ' ', sizeof key - 1);
  return copy;
}

/* The drawing of a model's text, without its region. It must succeed. */
static inline polku_drawing *draw_text_with(const char *with_region,
                                            const polku_draw_options *options) {
  polku_report *report = polku_report_new();
  char *text = without_region(with_region);
  polku_model *model = polku_model_read("test.json", text, strlen(text), report);
  polku_rules *rules = rules_with_rows(model, report);
  polku_drawing *drawing = polku_draw(model, rules, options, report);
  if (!drawing) {
    char *problems = polku_report_text(report, POLKU_EN, false);
    print_error("%s\n", problems);
    free(problems);
  }
  free(text);
  polku_rules_free(rules);
  polku_model_free(model);
  polku_report_free(report);
  assert_non_null(drawing);
  return drawing;
}

static inline polku_drawing *draw_text(const char *with_region, polku_lang lang) {
  return draw_text_with(with_region, &(polku_draw_options){.lang = lang});
}

/* A picture that must succeed; ended by NUL. */
static inline char *picture(polku_renderer *with, const char *text, polku_format format,
                            size_t *length) {
  polku_report *report = polku_report_new();
  polku_drawing *drawing = draw_text(text, POLKU_FI);
  char *bytes = polku_render(with, drawing, format, 1, length, report);
  if (!bytes) {
    char *problems = polku_report_text(report, POLKU_EN, false);
    print_error("%s\n", problems);
    free(problems);
  }
  assert_non_null(bytes);
  polku_drawing_free(drawing);
  polku_report_free(report);
  return bytes;
}

#endif
