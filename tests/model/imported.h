/* What tests of imports share: a drawing as the JSON of a model, and what was said of it. */
#ifndef TEST_IMPORTED_H
#define TEST_IMPORTED_H

#include "model/sketch.h"

#include "support/check.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct imported {
  polku_report *report;
  json_t *model; /* NULL: refused */
  polku_model *loaded;
} imported;

static inline imported import_as(const char *name, const char *text, size_t length,
                                 polku_exchange form) {
  imported it = {.report = polku_report_new()};
  char *json = polku_import(name, text, length, form, POLKU_EN, it.report);
  if (json) {
    it.model = json_loads(json, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(it.model);
    it.loaded = polku_model_read(name, json, strlen(json), it.report);
    if (!it.loaded)
      fail_msg("%s\n%s", json, polku_report_text(it.report, POLKU_EN, false));
  }
  free(json);
  return it;
}

static inline imported from_mermaid(const char *text) {
  return import_as("path.mmd", text, strlen(text), POLKU_MERMAID);
}

static inline imported from_list(const char *text) {
  return import_as("path.csv", text, strlen(text), POLKU_EDGES);
}

static inline void end(imported *it) {
  json_decref(it->model);
  polku_model_free(it->loaded);
  polku_report_free(it->report);
}

static inline json_t *at(json_t *value, const char *a, const char *b, const char *c) {
  value = json_object_get(value, a);
  value = b ? json_object_get(value, b) : value;
  return c ? json_object_get(value, c) : value;
}

static inline double share(const imported *it, const char *transition) {
  json_t *number = at(it->model, "transitions", transition, "share");
  if (json_is_string(number))
    return -1; /* "rest" */
  return json_number_value(json_object_get(number, "value"));
}

static inline const char *stage_name(const imported *it, const char *stage) {
  return json_string_value(json_object_get(at(it->model, "stages", stage, "name"), "en"));
}

static inline bool says(const imported *it, const char *code) {
  char *text = polku_report_text(it->report, POLKU_EN, false);
  bool found = strstr(text, code) != NULL;
  free(text);
  return found;
}

static inline void expect_place(const imported *it, const char *code, int line, int column) {
  polku_problem problem;
  assert_true(polku_report_at(it->report, 0, POLKU_EN, &problem));
  assert_string_equal(problem.code, code);
  assert_int_equal(problem.line, line);
  assert_int_equal(problem.column, column);
}

#endif
