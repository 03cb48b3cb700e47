/* Projects that begin and end while time runs, from a model's text to its results: worked out by
 * hand, and the same by every engine. */
#include "polku.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static char *json_of(const char *text, const char *scenario, const char *engine) {
  polku_report *report = polku_report_new();
  polku_model *written = polku_model_read("test", text, strlen(text), report);
  polku_model *model = scenario ? polku_model_scenario(written, scenario, report)
                                : polku_model_read("test", text, strlen(text), report);
  polku_rules *rules = polku_rules_load(model, POLKU_SOURCE_DIR "/plugins", report);
  polku_options options = {.engine = engine, .draws = -1, .runs = 1};
  polku_result *result = polku_simulate(model, rules, &options, report);
  if (!result || polku_report_count(report, POLKU_WARNING) > 0) {
    char *problems = polku_report_text(report, POLKU_EN, false);
    print_message("%s\n", problems);
    free(problems);
  }
  assert_non_null(result);
  char *json = polku_result_json(result);
  assert_non_null(json);
  polku_result_free(result);
  polku_rules_free(rules);
  polku_model_free(model);
  polku_model_free(written);
  polku_report_free(report);
  return json;
}

static void expect(const char *text, const char *scenario, const char *const *wanted) {
  static const char *const engines[] = {"exact", "cohort", "individual"};
  for (int i = 0; i < 3; i++) {
    char *json = json_of(text, scenario, engines[i]);
    for (int k = 0; wanted[k]; k++)
      if (!strstr(json, wanted[k]))
        fail_msg("%s: %s not in %s", engines[i], wanted[k], json);
    free(json);
  }
}

/* Two people stay six months each, from t = 0 and from t = 5. At 4 the club leaves and the firm
 * comes: the first stay runs on with the club, the second is with the firm. */
static void a_stay_is_with_the_host_of_its_beginning(void **state) {
  (void)state;
  expect("{\"format\":\"polku/1\",\"horizon\":12,"
         "\"actors\":{\"club\":{\"sector\":\"third\",\"until\":4},"
         "\"firm\":{\"sector\":\"private\",\"from\":4}},"
         "\"stages\":{\"seek\":{\"duration\":{\"fixed\":5}},"
         "\"trial\":{\"duration\":{\"fixed\":6},\"actors\":{\"club\":{\"employer\":{\"places\":3}},"
         "\"firm\":{\"employer\":{\"places\":3}}}},\"out\":{\"final\":true}},"
         "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"trial\",\"share\":1},"
         "\"b\":{\"from\":\"trial\",\"to\":\"out\",\"share\":1}},"
         "\"groups\":{\"now\":{\"size\":1,\"start\":\"trial\"},"
         "\"later\":{\"size\":1,\"start\":\"seek\"}}}",
         NULL,
         (const char *const[]){"\"by_host\": {\"club\": 6, \"firm\": 6}",
                               "\"person_months_share\": 0.5,", "\"reach\": 0.5,", NULL});
}

/* One person a time: who seeks for three months is taken on, who seeks for four finds nobody and
 * goes home; the scenario says so by step. */
static void a_scenario_withdraws_from_a_step_on(void **state) {
  (void)state;
  static const char text[] =
      "{\"format\":\"polku/1\",\"horizon\":12,"
      "\"actors\":{\"club\":{\"sector\":\"third\"}},"
      "\"stages\":{\"three\":{\"duration\":{\"fixed\":3},\"refused\":\"h3\"},"
      "\"four\":{\"duration\":{\"fixed\":4},\"refused\":\"h4\"},"
      "\"job\":{\"final\":true,\"employed\":true,\"actors\":{\"club\":{\"employer\":{\"places\":9}}"
      "}},"
      "\"home\":{\"final\":true}},"
      "\"transitions\":{\"j3\":{\"from\":\"three\",\"to\":\"job\",\"share\":1},"
      "\"h3\":{\"from\":\"three\",\"to\":\"home\",\"share\":0},"
      "\"j4\":{\"from\":\"four\",\"to\":\"job\",\"share\":1},"
      "\"h4\":{\"from\":\"four\",\"to\":\"home\",\"share\":0}},"
      "\"groups\":{\"a\":{\"size\":5,\"start\":\"three\"},\"b\":{\"size\":7,\"start\":\"four\"}},"
      "\"scenarios\":{\"gone\":{\"withdraw\":[\"club\"],\"from\":4}}}";
  expect(text, NULL, (const char *const[]){"\"j3\": 5", "\"j4\": 7", NULL});
  expect(text, "gone",
         (const char *const[]){"\"j3\": 5", "\"j4\": 0", "\"h3\": 0", "\"h4\": 7", NULL});
}

static void check_names_who_comes_and_goes(void **state) {
  (void)state;
  static const char text[] =
      "{\"format\":\"polku/"
      "1\",\"horizon\":12,\"actors\":{\"club\":{\"sector\":\"third\",\"until\":4},"
      "\"firm\":{\"sector\":\"private\",\"from\":4},\"guide\":{\"sector\":\"third\",\"until\":6}},"
      "\"stages\":{\"a\":{\"actors\":{\"club\":{\"employer\":{\"places\":3}},"
      "\"firm\":{\"employer\":{\"places\":3}},\"guide\":{\"guide\":{}}}}},"
      "\"transitions\":{},\"groups\":{\"g\":{\"size\":1,\"start\":\"a\"}}}";
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_read("test", text, strlen(text), report);
  polku_rules *rules = polku_rules_load(model, NULL, report);
  polku_check(model, rules, report);
  polku_problem problem;
  int found = 0;
  for (size_t i = 0; polku_report_at(report, i, POLKU_EN, &problem); i++)
    if (strcmp(problem.code, "I-CHANGES") == 0) {
      assert_string_equal(problem.message, "from step 4 on this changes: club, firm");
      found++;
    }
  assert_int_equal(found, 1);
  polku_rules_free(rules);
  polku_model_free(model);
  polku_report_free(report);
}

/* ------------------------------------------------------------------------- JOKOS in Rovaniemi
 *
 * The project ended on 31.7.2022: step 18, July, is its last within the model of 2021–2022. */

static char *rovaniemi(void) {
  FILE *file = fopen(POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json", "rb");
  assert_non_null(file);
  char *text = calloc(1, 200000);
  assert_non_null(text);
  assert_true(fread(text, 1, 199999, file) > 1000);
  fclose(file);
  return text;
}

static double number(const char *json, const char *section, const char *key) {
  char quoted[64];
  snprintf(quoted, sizeof quoted, "\"%s\": ", key);
  const char *at = strstr(json, section);
  at = at ? strstr(at, quoted) : NULL;
  if (!at)
    fail_msg("no %s", key);
  return strtod(at + strlen(quoted), NULL);
}

/* The moves into the model's trial, and those refused, within so many months. */
static double moves(const char *patch, const char *move) {
  polku_report *report = polku_report_new();
  char *text = rovaniemi();
  polku_model *model = polku_model_read("rovaniemi", text, strlen(text), report);
  polku_model *changed = polku_model_patch(model, patch, report);
  polku_rules *rules = polku_rules_load(changed, POLKU_SOURCE_DIR "/plugins", report);
  polku_result *result =
      polku_simulate(changed, rules, &(polku_options){.engine = "exact", .draws = -1}, report);
  assert_non_null(result);
  char *json = polku_result_json(result);
  double value = number(json, "\"moves\"", move);
  free(json);
  polku_result_free(result);
  polku_rules_free(rules);
  polku_model_free(changed);
  polku_model_free(model);
  polku_report_free(report);
  free(text);
  return value;
}

#define CARRIED "\"transitions\":{\"start-trial\":{\"carried_by\":{\"jokos\":{}}}}"

/* As the model stands JOKOS refers and advises: its end changes no number. */
static void the_end_of_a_project_that_only_refers_changes_nothing(void **state) {
  (void)state;
  double ends = moves("{}", "start-trial");
  assert_true(ends > 1);
  assert_true(moves("{\"actors\":{\"jokos\":{\"until\":null}}}", "start-trial") == ends);
}

/* Were it to carry the move into the trial, nobody would make it after July 2022. */
static void a_move_ends_with_the_project_that_carries_it(void **state) {
  (void)state;
  double july = moves("{\"horizon\":18," CARRIED "}", "start-trial");
  double august = moves("{\"horizon\":19," CARRIED "}", "start-trial");
  double end = moves("{" CARRIED "}", "start-trial");
  double june = moves("{\"horizon\":17," CARRIED "}", "start-trial");
  double never = moves("{\"actors\":{\"jokos\":{\"until\":null}}," CARRIED "}", "start-trial");
  assert_true(july > june + 1e-3);
  assert_true(fabs(august - july) < 1e-9 && fabs(end - july) < 1e-9);
  assert_true(never > end + 1e-2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_stay_is_with_the_host_of_its_beginning),
      cmocka_unit_test(a_scenario_withdraws_from_a_step_on),
      cmocka_unit_test(check_names_who_comes_and_goes),
      cmocka_unit_test(the_end_of_a_project_that_only_refers_changes_nothing),
      cmocka_unit_test(a_move_ends_with_the_project_that_carries_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
