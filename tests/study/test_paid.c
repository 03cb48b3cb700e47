/* What rules pay, from text to totals: against sums worked out by hand, and against the same money
 * written into the model itself. */
#include "support/check.h"
#include "support/plugins.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VOCABULARY                                                                                 \
  "polku.kind 'idle' { waiting = true } polku.kind 'job' { employed = true } "                     \
  "polku.history 'waiting' { keep = 12, runs_in = { 'idle' } } "                                   \
  "polku.clock 'waited' { of = 'waiting', last = 12 } "
#define RULE(keys, cases)                                                                          \
  VOCABULARY "polku.amount 'job' { from = 'always', account = 'town', " keys ", cases = { " cases  \
             " } }"
#define FIRST(n)                                                                                   \
  "{ reads = { 'elapsed' }, when = function(c) return c.elapsed < " n " end, value = 35000 }, "    \
  "{ default = 0 }"

/* A model with an account; `stages` … are its remaining members. */
#define MODEL(step, horizon, discount, rest)                                                       \
  "{\"format\":\"polku/1\",\"region\":\"land\",\"rules_as_of\":\"2021-01-01\",\"step\":\"" step    \
  "\",\"horizon\":" horizon ",\"accounts\":{\"town\":{\"unit\":\"euro\",\"discount\":" discount    \
  "}}," rest "}"
#define GROUP(size, start) "\"groups\":{\"g\":{\"size\":" size ",\"start\":\"" start "\"}}"

static json_t *amounts_of(const char *rules, const char *model, int refine) {
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_state(&folder, "land", NULL, rules);
  bound_model bound = bind_text(model, folder.path);
  if (!bound.rules)
    problem_of(bound.report, "none");
  polku_options options = {.draws = -1, .refine = refine};
  polku_result *result = polku_simulate(bound.model, bound.rules, &options, bound.report);
  if (!result)
    problem_of(bound.report, "none");
  char *text = polku_result_json(result);
  json_t *json = json_loads(text, 0, NULL);
  json_t *amounts = json_incref(json_object_get(json_object_get(json, "amounts"), "town"));
  assert_non_null(amounts);
  json_decref(json);
  free(text);
  polku_result_free(result);
  bound_free(&bound);
  plugin_folder_remove(&folder);
  return amounts;
}

static double number(json_t *object, const char *key) {
  json_t *found = json_object_get(object, key);
  assert_true(json_is_number(found));
  return json_number_value(found);
}

static void assert_close(double got, double want) {
  if (!(fabs(got - want) <= 1e-8 * (1 + fabs(want))))
    fail_msg("%.15g is not %.15g", got, want);
}

static void assert_total(const char *rules, const char *model, double want) {
  json_t *amounts = amounts_of(rules, model, 0);
  assert_close(number(amounts, "total"), want);
  json_t *here = json_object_get(json_object_get(amounts, "by_stage"), "job");
  assert_close(json_number_value(here), want); /* left out where nothing is paid */
  json_decref(amounts);
}

#define FIXED_STAGES(length)                                                                       \
  "\"stages\":{\"seek\":{\"kind\":\"idle\",\"duration\":{\"fixed\":2}},"                           \
  "\"job\":{\"kind\":\"job\",\"duration\":{\"fixed\":" length                                      \
  "}},\"out\":{\"kind\":\"idle\",\"final\":true}},"                                                \
  "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"job\",\"share\":1},"                         \
  "\"b\":{\"from\":\"job\",\"to\":\"out\",\"share\":1}},"

/* Three people from month 2 on, paid for twelve of fifteen months, 3 % a year. */
static void twelve_months_are_paid_of_a_longer_stay(void **state) {
  (void)state;
  double want = 0;
  for (int t = 2; t < 14; t++)
    want += 3 * 350 * pow(1.03, -t / 12.0);
  assert_total(RULE("unit = 'cent/month'", FIRST("12")),
               MODEL("month", "24", "0.03", FIXED_STAGES("15") GROUP("3", "seek")), want);
  assert_total(RULE("unit = 'cent/month'", FIRST("12")),
               MODEL("month", "9", "0", FIXED_STAGES("15") GROUP("3", "seek")), 3 * 350 * 7);
  assert_total(RULE("unit = 'cent/month'", FIRST("12")),
               MODEL("month", "24", "0", FIXED_STAGES("5") GROUP("3", "seek")), 3 * 350 * 5);
}

/* A month is 30.4375 days. The step that begins in the twelfth month is paid whole: 53 weeks
 * begin before 12 months have passed (365.25 days), 366 days do. */
static void weeks_and_days_are_parts_of_a_month(void **state) {
  (void)state;
  assert_total(RULE("unit = 'cent/month'", FIRST("12")),
               MODEL("week", "30", "0", FIXED_STAGES("10") GROUP("1", "seek")),
               350 * 10 * 7 / 30.4375);
  assert_total(RULE("unit = 'cent/month'", FIRST("12")),
               MODEL("week", "90", "0", FIXED_STAGES("60") GROUP("1", "seek")),
               350 * 53 * 7 / 30.4375);
  assert_total(RULE("unit = 'cent/month'", FIRST("12")),
               MODEL("day", "500", "0", FIXED_STAGES("400") GROUP("1", "seek")),
               350 * 366 / 30.4375);
}

#define LOOSE_STAGES                                                                               \
  "\"stages\":{\"seek\":{\"kind\":\"idle\"},\"job\":{\"kind\":\"job\"},"                           \
  "\"out\":{\"kind\":\"idle\",\"final\":true}},"                                                   \
  "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"job\",\"per_step\":0.5},"                    \
  "\"b\":{\"from\":\"job\",\"to\":\"out\",\"per_step\":0.1}},"

static void a_stay_of_unknown_length_is_paid_while_it_lasts(void **state) {
  (void)state;
  assert_total(RULE("unit = 'cent/month'", FIRST("3")),
               MODEL("month", "24", "0", LOOSE_STAGES GROUP("2", "job")),
               2 * 350 * (1 + 0.9 + 0.81));
}

/* Paid on entry, to those who had waited two months: all but those who left after the first. */
static void who_is_paid_for_may_depend_on_the_way_there(void **state) {
  (void)state;
  static const char rule[] =
      RULE("on = 'entry'", "{ reads = { 'waited' }, when = function(c) return c.waited >= 2 end, "
                           "value = 10000 }, { default = 0 }");
  assert_total(rule, MODEL("month", "10", "0", LOOSE_STAGES GROUP("1", "seek")),
               100 * (0.5 - pow(0.5, 10)));
  static const char final[] =
      "\"stages\":{\"seek\":{\"kind\":\"idle\"},\"job\":{\"kind\":\"job\",\"final\":true}},"
      "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"job\",\"per_step\":0.5}}," GROUP("1",
                                                                                           "seek");
  char text[1000];
  snprintf(text, sizeof text, MODEL("month", "10", "0", "%s"), final);
  assert_total(rule, text, 100 * (0.5 - pow(0.5, 10)));
}

/* Judged day by day: five of the last twelve months were waiting at entry, and the first of them
 * leaves the window after eight months of work. Judged on entry, it is paid to the end. */
static void with_binds_day_the_clocks_move_on(void **state) {
  (void)state;
  static const char text[] = MODEL(
      "month", "40", "0",
      "\"stages\":{\"seek\":{\"kind\":\"idle\",\"duration\":{\"fixed\":5}},"
      "\"job\":{\"kind\":\"job\",\"final\":true}},"
      "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"job\",\"share\":1}}," GROUP("1", "seek"));
#define WAITED "{ reads = { 'waited' }, when = function(c) return c.waited >= 5 end, "
  assert_total(RULE("binds = 'day'", WAITED "value = 1000 }, { default = 0 }"), text, 10 * 8);
  assert_total(RULE("binds = 'entry'", WAITED "value = 1000 }, { default = 0 }"), text, 10 * 35);
}

static void who_was_there_before_has_used_up_part(void **state) {
  (void)state;
  static const char text[] =
      MODEL("month", "24", "0",
            FIXED_STAGES("20") "\"groups\":{\"g\":{\"size\":0,\"start\":\"seek\",\"initial\":["
                               "{\"stage\":\"job\",\"elapsed\":10,\"count\":4}]}}");
  assert_total(RULE("unit = 'cent/month'", FIRST("12")), text, 4 * 350 * 2);
  assert_total(RULE("on = 'entry'", "{ default = 100 }"), text, 0);
}

/* 350 € a month and 100 € on entry, from the rule or from the model: totals, intervals, and the
 * part of luck are the same, with sub-steps too. */
static void a_rule_without_conditions_is_the_models_own_amount(void **state) {
  (void)state;
#define WAYS(amounts)                                                                              \
  "\"stages\":{\"seek\":{\"kind\":\"idle\",\"duration\":{\"exponential\":{\"mean\":4}}},"          \
  "\"job\":{\"kind\":\"job\",\"duration\":{\"weibull\":{\"shape\":1.4,\"scale\":9}}" amounts "}}," \
  "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"job\",\"share\":1},"                         \
  "\"b\":{\"from\":\"job\",\"to\":\"seek\",\"share\":1}}," GROUP("64", "seek")
  static const char own[] = MODEL(
      "month", "36", "0.03", WAYS(",\"amounts\":{\"town\":{\"per_step\":350,\"on_entry\":100}}"));
  static const char ruled[] = MODEL("month", "36", "0.03", WAYS(""));
  static const char rules[] =
      RULE("unit = 'cent/month'", "{ default = 35000 }") " polku.amount 'job' { from = 'always', "
                                                         "account = 'town', on = 'entry', "
                                                         "cases = { { default = 10000 } } }";
  static const char *const keys[] = {"total", "low", "high"};
  for (int refine = 0; refine <= 3; refine += 3) {
    json_t *a = amounts_of(VOCABULARY, own, refine), *b = amounts_of(rules, ruled, refine);
    for (int i = 0; i < 3; i++)
      assert_close(number(b, keys[i]), number(a, keys[i]));
    assert_true(number(a, "high") > number(a, "total"));
    json_decref(a);
    json_decref(b);
  }
}

static void both_count_where_both_speak(void **state) {
  (void)state;
  static const char text[] = MODEL(
      "month", "24", "0",
      "\"stages\":{\"job\":{\"kind\":\"job\",\"duration\":{\"fixed\":5},\"amounts\":{\"town\":"
      "{\"per_step\":10}}},\"out\":{\"kind\":\"idle\",\"final\":true}},"
      "\"transitions\":{\"b\":{\"from\":\"job\",\"to\":\"out\",\"share\":1}}," GROUP("1", "job"));
  assert_total(RULE("unit = 'cent/month'", FIRST("2")), text, 5 * 10 + 2 * 350);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(twelve_months_are_paid_of_a_longer_stay),
      cmocka_unit_test(weeks_and_days_are_parts_of_a_month),
      cmocka_unit_test(a_stay_of_unknown_length_is_paid_while_it_lasts),
      cmocka_unit_test(who_is_paid_for_may_depend_on_the_way_there),
      cmocka_unit_test(with_binds_day_the_clocks_move_on),
      cmocka_unit_test(who_was_there_before_has_used_up_part),
      cmocka_unit_test(a_rule_without_conditions_is_the_models_own_amount),
      cmocka_unit_test(both_count_where_both_speak),
  };
  return RUN(tests);
}
