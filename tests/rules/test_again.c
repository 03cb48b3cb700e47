/* Rules that are bound again to a model that changed are the rules loaded for it. */
#include "support/check.h"
#include "support/failing.h"
#include "support/files.h"

#include "polku.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLUGINS POLKU_SOURCE_DIR "/plugins"

static const char *const models[] = {"rovaniemi-tyokyky",     "generic-ladder", "national-2026",
                                     "savonlinna-kasvupolku", "joensuu-koitto", "te-pilots"};

static polku_model *read_model(const char *name, polku_report *report) {
  char path[512];
  snprintf(path, sizeof path, POLKU_SOURCE_DIR "/models/%s.json", name);
  polku_model *model = polku_model_load(path, report);
  assert_non_null(model);
  return model;
}

static char *results(const polku_model *model, const polku_rules *rules, polku_report *report) {
  polku_options few = {.runs = 4, .draws = -1, .threads = 1};
  polku_result *result = polku_simulate(model, rules, &few, report);
  assert_non_null(result);
  char *json = polku_result_json(result);
  polku_result_free(result);
  return json;
}

static char *vocabulary(const polku_model *model, const polku_rules *rules, polku_report *report) {
  (void)report;
  return polku_vocabulary_json(model, rules);
}

static void same(char *a, char *b) {
  assert_non_null(a);
  assert_string_equal(a, b);
  free(a);
  free(b);
}

static void check_model(const polku_rules *like, const polku_model *model) {
  polku_report *report = polku_report_new(), *loading = polku_report_new();
  polku_rules *again = polku_rules_again(like, model, report);
  polku_rules *loaded = polku_rules_load(model, PLUGINS, loading);
  assert_non_null(again);
  same(results(model, again, report), results(model, loaded, loading));
  same(vocabulary(model, again, report), vocabulary(model, loaded, loading));
  polku_rules_free(again);
  polku_rules_free(loaded);
  polku_report_free(report);
  polku_report_free(loading);
}

static void rules_bound_again_to_a_scenario_are_those_loaded_for_it(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
    polku_report *report = polku_report_new();
    polku_model *model = read_model(models[i], report);
    polku_rules *like = polku_rules_load(model, PLUGINS, report);
    polku_part part;
    assert_non_null(like);
    check_model(like, model);
    for (size_t s = 0; polku_part_at(model, NULL, POLKU_SCENARIO, s, &part); s++) {
      polku_model *after = polku_model_scenario(model, part.id, report);
      check_model(like, after);
      polku_model_free(after);
    }
    polku_rules_free(like);
    polku_model_free(model);
    polku_report_free(report);
  }
}

static void another_region_or_day_is_loaded(void **state) {
  (void)state;
  static const char *const patches[] = {"{\"region\": \"finland\", \"start_date\": \"2024-05-01\"}",
                                        "{\"start_date\": \"2022-01-01\"}"};
  polku_report *report = polku_report_new();
  polku_model *model = read_model("rovaniemi-tyokyky", report);
  polku_rules *like = polku_rules_load(model, PLUGINS, report);
  for (size_t i = 0; i < sizeof patches / sizeof *patches; i++) {
    polku_report *own = polku_report_new(), *loading = polku_report_new();
    polku_model *after = polku_model_patch(model, patches[i], report);
    polku_rules *again = polku_rules_again(like, after, own);
    polku_rules *loaded = polku_rules_load(after, PLUGINS, loading);
    assert_int_equal(again == NULL, loaded == NULL);
    same(polku_report_text(own, POLKU_EN, false), polku_report_text(loading, POLKU_EN, false));
    if (again)
      same(vocabulary(after, again, own), vocabulary(after, loaded, own));
    polku_rules_free(again);
    polku_rules_free(loaded);
    polku_model_free(after);
    polku_report_free(own);
    polku_report_free(loading);
  }
  polku_rules_free(like);
  polku_model_free(model);
  polku_report_free(report);
}

static void what_the_rules_do_not_know_is_refused_again(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  polku_model *model = read_model("rovaniemi-tyokyky", report);
  polku_rules *like = polku_rules_load(model, PLUGINS, report);
  polku_report *own = polku_report_new();
  polku_model *after = polku_model_patch(
      model, "{\"stages\": {\"trial\": {\"kind\": \"nothing_like_it\"}}}", report);
  polku_problem problem;
  assert_null(polku_rules_again(like, after, own));
  assert_true(polku_report_at(own, 0, POLKU_EN, &problem));
  assert_string_equal(problem.code, "E-KIND-UNKNOWN");
  assert_null(polku_rules_again(NULL, after, own));
  assert_null(polku_rules_again(like, NULL, own));
  polku_model_free(after);
  polku_report_free(own);
  polku_rules_free(like);
  polku_model_free(model);
  polku_report_free(report);
}

static void without_memory_nothing_is_bound_and_nothing_leaks(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  polku_model *model = read_model("rovaniemi-tyokyky", report);
  polku_rules *like = polku_rules_load(model, PLUGINS, report), *again = NULL;
  for (long n = 1; !again; n++) {
    long before = blocks_alive();
    polku_report *own = polku_report_new();
    fail_allocation(n);
    again = polku_rules_again(like, model, own);
    bool failed = allocation_failed();
    assert_true(again || (failed && polku_report_failed(own)));
    polku_report_free(own);
    if (!again)
      assert_int_equal(blocks_alive(), before);
  }
  polku_rules_free(again);
  polku_rules_free(like);
  polku_model_free(model);
  polku_report_free(report);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rules_bound_again_to_a_scenario_are_those_loaded_for_it),
      cmocka_unit_test(another_region_or_day_is_loaded),
      cmocka_unit_test(what_the_rules_do_not_know_is_refused_again),
      cmocka_unit_test(without_memory_nothing_is_bound_and_nothing_leaks),
  };
  return RUN(tests);
}
