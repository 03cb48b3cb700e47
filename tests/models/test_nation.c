/* The two models of no one town: a job first and support in it, held against the trial that it is
 * calibrated to, and the rules of today for the whole country. The published counts are written
 * here once more, so that neither the model's numbers nor its targets can drift away from them. */
#include "polku.h"
#include "support/check.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#define FOLDERS POLKU_SOURCE_DIR "/plugins"
#define PLACE_THEN_TRAIN POLKU_SOURCE_DIR "/models/place-then-train.json"

/* FILE or FILE#SCENARIO to its result, which is the caller's. */
static json_t *result_of(const char *path) {
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_load(path, report);
  polku_rules *rules = polku_rules_load(model, FOLDERS, report);
  polku_result *result = polku_simulate(model, rules, &(polku_options){.draws = -1}, report);
  assert_non_null(result);
  assert_int_equal(polku_report_count(report, POLKU_ERROR), 0);
  char *text = polku_result_json(result);
  json_t *json = json_loads(text, 0, NULL);
  assert_non_null(json);
  free(text);
  polku_result_free(result);
  polku_rules_free(rules);
  polku_model_free(model);
  polku_report_free(report);
  return json;
}

static double number_at(const json_t *json, const char *const *keys) {
  for (; *keys; keys++)
    json = json_object_get(json, *keys);
  assert_true(json_is_number(json));
  return json_number_value(json);
}

/* --- a job first */

/* Burns and others, Lancet 370 (2007): who had been in competitive work within 18 months, of 156
 * each. */
static void both_arms_of_the_trial_are_met(void **state) {
  (void)state;
  static const struct {
    const char *path;
    double employed;
  } arms[] = {{PLACE_THEN_TRAIN, 85}, {PLACE_THEN_TRAIN "#train-first", 43}};
  for (int i = 0; i < 2; i++) {
    json_t *json = result_of(arms[i].path);
    double observed = number_at(json, (const char *[]){"targets", "trial", "observed", NULL});
    double computed = number_at(json, (const char *[]){"targets", "trial", "value", NULL});
    assert_true(fabs(156 * observed - arms[i].employed) < 0.01);
    assert_true(fabs(156 * computed - arms[i].employed) < 1.5);
    json_decref(json);
  }
}

static double open_ratio(const char *path) {
  json_t *json = result_of(path);
  double value =
      number_at(json, (const char *[]){"outcomes", "open_employment_ratio", "value", NULL});
  json_decref(json);
  return value;
}

/* Fewer coaches, fewer jobs: nobody coached, every second one, everybody. */
static void jobs_grow_with_the_share_who_are_coached(void **state) {
  (void)state;
  double none = open_ratio(PLACE_THEN_TRAIN "#without-coaches");
  double half = open_ratio(PLACE_THEN_TRAIN "#half-coached");
  double all = open_ratio(PLACE_THEN_TRAIN);
  assert_true(none < half && half < all);
}

/* --- the whole country */

#define NATIONAL POLKU_SOURCE_DIR "/models/national-2026.json"

/* TEM-analyyseja 88/2018: 22 % were in the open labour market three months after any service, 25 %
 * after six. Services with training are among them, so a few points are as near as it gets. */
static void those_whose_service_ended_do_as_in_2016(void **state) {
  (void)state;
  static const struct {
    const char *target;
    double observed;
  } after[] = {{"after-3", 0.22}, {"after-6", 0.25}};
  json_t *json = result_of(NATIONAL "#services-just-ended");
  for (int i = 0; i < 2; i++) {
    const char *seen[] = {"targets", after[i].target, "observed", NULL};
    const char *computed[] = {"targets", after[i].target, "value", NULL};
    assert_true(fabs(number_at(json, seen) - after[i].observed) < 1e-9);
    assert_true(fabs(number_at(json, computed) - after[i].observed) < 0.03);
  }
  json_decref(json);
}

/* Who supervises in an association is employed there with the 100 % subsidy: without it nobody
 * comes to be in rehabilitative work or a trial there, and those who were leave. */
static void associations_reach_fewer_without_the_full_subsidy(void **state) {
  (void)state;
  static const char *const reach[] = {"third_sector", "reach", NULL};
  json_t *now = result_of(NATIONAL);
  json_t *without = result_of(NATIONAL "#supervisors-lost");
  assert_true(number_at(without, reach) < 0.8 * number_at(now, reach));
  json_decref(now);
  json_decref(without);
}

/* A higher ceiling moves money and nobody. */
static void the_ceiling_changes_money_alone(void **state) {
  (void)state;
  json_t *now = result_of(NATIONAL);
  json_t *higher = result_of(NATIONAL "#ceiling-2770");
  assert_true(json_equal(json_object_get(now, "occupancy"), json_object_get(higher, "occupancy")));
  assert_true(number_at(higher, (const char *[]){"amounts", "ceiling", "total", NULL}) > 0);
  json_decref(now);
  json_decref(higher);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(both_arms_of_the_trial_are_met),
      cmocka_unit_test(jobs_grow_with_the_share_who_are_coached),
      cmocka_unit_test(those_whose_service_ended_do_as_in_2016),
      cmocka_unit_test(associations_reach_fewer_without_the_full_subsidy),
      cmocka_unit_test(the_ceiling_changes_money_alone),
  };
  return RUN(tests);
}
