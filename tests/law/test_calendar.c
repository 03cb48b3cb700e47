/* Rules that change while time runs: which day's version holds for whom. Days and numbers are those
 * of the acts: 1456/2016 until 30.6.2023, 371/2023 from 1.7.2023, 380/2023 from 1.1.2025. */
#include "chain/chain.h"
#include "engine/exact.h"
#include "support/check.h"
#include "support/plugins.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDERS POLKU_SOURCE_DIR "/plugins"

static void say(polku_report *report) {
  char *text = polku_report_text(report, POLKU_EN, false);
  print_message("%s\n", text ? text : "");
  free(text);
}

/* Occupancy by step and stage. */
static double *flow_of(bound_model *b) {
  pk_chain *chain = b->rules ? pk_chain_new(b->model, b->rules, NULL, b->report) : NULL;
  if (!chain)
    say(b->report);
  assert_non_null(chain);
  double *occupancy =
      calloc(((size_t)chain->horizon + 1) * (size_t)chain->stage_count, sizeof *occupancy);
  double *scratch = malloc((pk_exact_scratch(chain) + 1) * sizeof *scratch);
  assert_true(occupancy && scratch);
  pk_flow flow = {.occupancy = occupancy};
  pk_exact_forward(chain, -1, -1, NULL, &flow, scratch);
  free(scratch);
  pk_chain_free(chain);
  return occupancy;
}

/* A person of reduced work ability seeks for five months and then has a subsidised job for as long
 * as the law lets it go on; another one comes at step 1. */
static bound_model subsidised(const char *start, const char *follows) {
  char text[2000];
  snprintf(text, sizeof text,
           "{\"format\":\"polku/1\",\"region\":\"finland\",\"start_date\":\"%s\",%s\"horizon\":36,"
           "\"stages\":{\"seek\":{\"kind\":\"job_seeking\",\"duration\":{\"fixed\":5}},"
           "\"job\":{\"kind\":\"wage_subsidy\",\"duration\":{\"fixed\":99},"
           "\"attributes\":{\"basis\":\"reduced\",\"employer\":\"company\"}},"
           "\"work\":{\"kind\":\"open_labour_market\",\"final\":true}},"
           "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"job\",\"share\":1},"
           "\"b\":{\"from\":\"job\",\"to\":\"work\",\"share\":1}},"
           "\"groups\":{\"one\":{\"size\":1,\"start\":\"seek\",\"arrivals\":{\"per_step\":[1]},"
           "\"attributes\":{\"age\":40,\"work_ability\":\"reduced\"}}}}",
           start, follows);
  return bind_text(text, FOLDERS);
}

/* Granted in June 2023 for 24 months at a time (916/2012 ch. 7 § 8.1(4)), in July for ten (§ 7.2 as
 * of 371/2023): a decision made keeps its terms. */
static void a_subsidy_granted_keeps_its_length(void **state) {
  (void)state;
  bound_model b = subsidised("2023-01-01", "\"follow_calendar\":true,");
  double *occupancy = flow_of(&b);
  for (int t = 0; t <= 36; t++) {
    double first = t >= 5 && t < 5 + 24, second = t >= 6 && t < 6 + 10;
    if (fabs(occupancy[t * 3 + 1] - first - second) > 1e-12)
      fail_msg("%g people in the job at %d", occupancy[t * 3 + 1], t);
  }
  free(occupancy);
  assert_int_equal(pk_rules_version(b.rules, 5), 0);
  assert_int_equal(pk_rules_version(b.rules, 6), 1);
  bound_free(&b);
}

/* check says on which day, once. */
static void check_names_the_day_of_a_change(void **state) {
  (void)state;
  bound_model b = subsidised("2023-01-01", "\"follow_calendar\":true,");
  polku_check(b.model, b.rules, b.report);
  polku_problem problem = problem_of(b.report, "I-LAW-CHANGES");
  assert_string_equal(problem.message, "from step 6 (1 July 2023) changed rules hold");
  assert_false(has_problem(b.report, "I-CHANGES"));
  bound_free(&b);
}

/* Without "follow_calendar" the rules of the first day hold throughout. */
static void a_model_that_does_not_follow_keeps_its_rules(void **state) {
  (void)state;
  bound_model b = subsidised("2023-01-01", "");
  double *occupancy = flow_of(&b);
  for (int t = 0; t <= 36; t++) {
    double first = t >= 5 && t < 5 + 24, second = t >= 6 && t < 6 + 24;
    assert_true(fabs(occupancy[t * 3 + 1] - first - second) <= 1e-12);
  }
  free(occupancy);
  assert_int_equal(b.rules->version_count, 1);
  bound_free(&b);
}

/* Days on which the law says in other words what it said before are no change: 380/2023 took over
 * the lengths and conditions of 371/2023 for reduced work ability. */
static void what_is_only_written_anew_changes_nothing(void **state) {
  (void)state;
  bound_model b = subsidised("2023-07-01", "\"follow_calendar\":true,");
  double *followed = flow_of(&b);
  bound_free(&b);
  b = subsidised("2023-07-01", "");
  double *fixed = flow_of(&b);
  bound_free(&b);
  assert_memory_equal(followed, fixed, 37 * 3 * sizeof *fixed);
  free(followed);
  free(fixed);
}

/* Work trials: twelve months in all before 2025 (916/2012 ch. 4 § 5), six since then (380/2023 §
 * 55). Who has had seven and asks in December 2024 may, in January no more. */
static void who_may_enter_is_asked_of_the_day_of_the_move(void **state) {
  (void)state;
  bound_model b = bind_text(
      "{\"format\":\"polku/1\",\"region\":\"finland\",\"start_date\":\"2024-10-01\","
      "\"follow_calendar\":true,\"horizon\":12,"
      "\"stages\":{\"seek\":{\"kind\":\"job_seeking\",\"duration\":{\"fixed\":2}},"
      "\"trial\":{\"kind\":\"work_trial\",\"duration\":{\"fixed\":1},"
      "\"attributes\":{\"earlier_periods\":true}},"
      "\"work\":{\"kind\":\"open_labour_market\",\"final\":true}},"
      "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"trial\",\"share\":0.5},"
      "\"c\":{\"from\":\"seek\",\"to\":\"work\",\"share\":0.5},"
      "\"b\":{\"from\":\"trial\",\"to\":\"work\",\"share\":1}},"
      "\"groups\":{\"one\":{\"size\":1,\"start\":\"seek\",\"arrivals\":{\"per_step\":[1,1]},"
      "\"attributes\":{\"age\":40}}}}",
      FOLDERS);
  if (!b.rules)
    say(b.report);
  assert_non_null(b.rules);
  assert_int_equal(pk_rules_version(b.rules, 2), 0); /* 1.12.2024 */
  assert_int_equal(pk_rules_version(b.rules, 3), 1);
  pk_clocks clocks = b.rules->profiles[0].start;
  for (int i = 0; i < 7; i++)
    pk_rules_step(b.rules, 1, &clocks);
  assert_true(pk_rules_allow(pk_rules_at(b.rules, 0), 0, 1, &clocks, 1));
  assert_false(pk_rules_allow(pk_rules_at(b.rules, 1), 0, 1, &clocks, 1));
  bound_free(&b);
}

/* ------------------------------------------------------------------------------- amounts */

static const char PAYS[] =
    "polku.kind 'idle' { waiting = true } polku.kind 'job' { employed = true } "
    "polku.role 'host' { row = 'employment', host = true } "
    "polku.amount 'job' { from = '2021-01-01', ['until'] = '2021-05-31', account = 'granted', "
    "  unit = 'cent/month', cases = { { default = 10000 } } } "
    "polku.amount 'job' { from = '2021-06-01', account = 'granted', unit = 'cent/month', "
    "  cases = { { default = 20000 } } } "
    "polku.amount 'job' { from = '2021-01-01', account = 'tariff', unit = 'cent/month', "
    "  binds = 'day', cases = { { default = 'fee' } } } "
    "polku.amount 'job' { from = '2021-06-01', account = 'once', unit = 'cent', on = 'entry', "
    "  cases = { { default = 700 } } } ";
static const char FEES[] =
    "return { ['fee'] = { unit = 'cent/month', values = { { from = '2020-01-01', "
    "value = 1000, ref = 'x' }, { from = '2021-06-01', value = 2000, ref = "
    "'x' } } } }";

static double total(polku_result *result, const char *account) {
  char key[64];
  char *json = polku_result_json(result);
  assert_non_null(json);
  snprintf(key, sizeof key, "\"%s\": {\"total\": ", account);
  const char *at = strstr(json, "\"amounts\"");
  at = at ? strstr(at, key) : NULL;
  if (!at)
    fail_msg("no %s in %s", key, json);
  double value = strtod(at + strlen(key), NULL);
  free(json);
  return value;
}

/* Two people work for four months: from 1.4.2021, and from 1.6., the day on which all amounts
 * change. What is granted keeps the terms of entry: 4 · 100 + 4 · 200. A tariff follows the day:
 * 10 + 10 + 20 + 20 and 4 · 20. What is paid once on entry is paid for the second only. */
static void amounts_keep_their_terms_or_follow_the_day(void **state) {
  (void)state;
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_state(&folder, "land", FEES, PAYS);
  bound_model b = bind_text(
      "{\"format\":\"polku/1\",\"region\":\"land\",\"start_date\":\"2021-01-01\","
      "\"follow_calendar\":true,\"horizon\":12,"
      "\"accounts\":{\"granted\":{\"unit\":\"euro\"},\"tariff\":{\"unit\":\"euro\"},"
      "\"once\":{\"unit\":\"euro\"}},"
      "\"stages\":{\"seek\":{\"kind\":\"idle\",\"duration\":{\"fixed\":3}},"
      "\"club\":{\"kind\":\"job\",\"duration\":{\"fixed\":4}},"
      "\"out\":{\"kind\":\"idle\",\"final\":true}},"
      "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"club\",\"share\":1},"
      "\"b\":{\"from\":\"club\",\"to\":\"out\",\"share\":1}},"
      "\"groups\":{\"g\":{\"size\":1,\"start\":\"seek\",\"arrivals\":{\"per_step\":[0,1]}}}}",
      folder.path);
  if (!b.rules)
    say(b.report);
  assert_non_null(b.rules);
  assert_int_equal(b.rules->version_count, 2);
  polku_result *result = polku_simulate(b.model, b.rules, &(polku_options){.draws = -1}, b.report);
  if (!result)
    say(b.report);
  assert_non_null(result);
  assert_true(fabs(total(result, "granted") - 1200) < 1e-6);
  assert_true(fabs(total(result, "tariff") - 140) < 1e-6);
  assert_true(fabs(total(result, "once") - 7) < 1e-6);
  polku_result_free(result);
  bound_free(&b);
  plugin_folder_remove(&folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_subsidy_granted_keeps_its_length),
      cmocka_unit_test(check_names_the_day_of_a_change),
      cmocka_unit_test(a_model_that_does_not_follow_keeps_its_rules),
      cmocka_unit_test(what_is_only_written_anew_changes_nothing),
      cmocka_unit_test(who_may_enter_is_asked_of_the_day_of_the_move),
      cmocka_unit_test(amounts_keep_their_terms_or_follow_the_day),
  };
  return RUN(tests);
}
