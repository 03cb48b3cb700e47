/* The named paths of the models that ship are ways that people really go: each has a probability
 * above 0, by the shares, the rules of the day and whoever is there. Large models take seconds. */
#include "polku.h"
#include "support/check.h"
#include "support/files.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define FOLDERS POLKU_SOURCE_DIR "/plugins"

/* The caller's. */
static json_t *paths_of(const char *path) {
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_load(path, report);
  polku_rules *rules = polku_rules_load(model, FOLDERS, report);
  char *text = polku_paths_json(model, rules, 1, POLKU_EN, report);
  if (!text)
    fail_msg("%s: %s", path, polku_report_text(report, POLKU_EN, false));
  json_t *json = json_loads(text, 0, NULL);
  assert_non_null(json);
  free(text);
  polku_rules_free(rules);
  polku_model_free(model);
  polku_report_free(report);
  return json;
}

static void check_paths(void *count, const char *path) {
  const char *suffix = strrchr(path, '.');
  if (!suffix || strcmp(suffix, ".json") || strstr(path, ".schema.json"))
    return;
  ++*(int *)count;
  json_t *json = paths_of(path), *named;
  const char *id;
  json_object_foreach(json_object_get(json, "paths"), id, named) {
    if (!(json_number_value(json_object_get(named, "probability")) > 0))
      fail_msg("%s: nobody can go the path %s", path, id);
  }
  json_decref(json);
}

static void every_named_path_can_be_gone(void **state) {
  (void)state;
  int count = 0;
  visit_files(POLKU_SOURCE_DIR "/models", check_paths, &count);
  assert_in_range(count, 2, 100);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_named_path_can_be_gone),
  };
  return RUN(tests);
}
