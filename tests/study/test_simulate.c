/* polku_simulate from text to outcomes, against what can be worked out by hand. */
#include "polku.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void assert_close(double got, double want, double within) {
  if (!(fabs(got - want) <= within))
    fail_msg("%.17g is not %.17g within %g", got, want, within);
}

static polku_result *simulate(const char *text, const polku_options *options) {
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_read("test", text, strlen(text), report);
  polku_rules *rules = polku_rules_load(model, NULL, report);
  polku_result *result = polku_simulate(model, rules, options, report);
  if (!result) {
    char *problems = polku_report_text(report, POLKU_EN, false);
    print_message("%s\n", problems);
    free(problems);
  }
  polku_rules_free(rules);
  polku_model_free(model);
  polku_report_free(report);
  return result;
}

static polku_interval outcome(const polku_result *result, const char *name) {
  polku_interval interval = {0};
  assert_true(polku_result_outcome(result, name, NULL, &interval));
  return interval;
}

/* Work is reached at 0.0254 a month and left at 0.1; 64 people. */
#define TWO                                                                                        \
  "{\"format\":\"polku/1\",\"horizon\":24,\"stages\":{\"seek\":{},\"work\":{\"employed\":true,"    \
  "\"open\":true}},\"transitions\":{\"up\":{\"from\":\"seek\",\"to\":\"work\",\"per_step\":%s},"   \
  "\"down\":{\"from\":\"work\",\"to\":\"seek\",\"per_step\":0.1}},"                                \
  "\"groups\":{\"all\":{\"size\":64,\"start\":\"seek\"}}"

static void the_known_case_gives_17_of_64(void **state) {
  (void)state;
  char text[1000];
  snprintf(text, sizeof text,
           TWO ",\"targets\":{\"article\":{\"outcome\":\"employment_ratio\",\"at\":12,"
               "\"observed\":{\"events\":17,\"of\":64}}}}",
           "0.0254");
  polku_result *result = simulate(text, &(polku_options){.draws = -1});
  assert_non_null(result);
  polku_interval ratio = outcome(result, "employment_ratio");
  assert_close(ratio.value, 1 - pow(1 - 0.0254, 24), 1e-12);
  assert_close(ratio.luck_share, 1, 0);
  char *json = polku_result_json(result);
  assert_non_null(
      strstr(json, "\"observed\": 0.265625, \"events\": 17, \"of\": 64, \"value\": 0.2656"));
  free(json);
  polku_result_free(result);
}

/* In work at t by the two-state chain: p/(p+q) (1 − (1 − p − q)^t). */
static void months_in_work_are_the_sum_of_chances(void **state) {
  (void)state;
  char text[1000];
  snprintf(text, sizeof text, TWO "}", "0.0254");
  polku_result *result = simulate(text, NULL);
  assert_non_null(result);
  double p = 0.0254, q = 0.1, months = 0;
  for (int t = 0; t < 24; t++)
    months += p / (p + q) * (1 - pow(1 - p - q, t));
  assert_close(outcome(result, "months_employed").value, months, 1e-12);
  assert_close(outcome(result, "employed_at_end").value, p / (p + q) * (1 - pow(1 - p - q, 24)),
               1e-12);
  assert_close(polku_result_occupancy(result, "work", 24),
               64 * p / (p + q) * (1 - pow(1 - p - q, 24)), 1e-11);
  double waiting = 0;
  for (int t = 0; t < 24; t++)
    waiting += pow(1 - p, t);
  assert_close(outcome(result, "months_to_employment.restricted_mean").value, waiting, 1e-12);
  assert_true(isnan(outcome(result, "months_to_employment.median").value));
  polku_result_free(result);
}

/* Six months in a row: every spell in work lasts that long with 0.9^5, if it begins in time. */
static void lasting_work_is_a_run_of_six_months(void **state) {
  (void)state;
  char text[1000];
  snprintf(text, sizeof text, TWO "}", "1");
  polku_result *result = simulate(text, NULL);
  assert_non_null(result);
  /* never[t]: in work from t on, no run of six before; entered at 1, then after each fall one step
   */
  double lasting = 0, enters[30] = {0};
  enters[1] = 1;
  for (int t = 1; t <= 24 - 6; t++) {
    lasting += enters[t] * pow(0.9, 5);
    for (int d = 1; d <= 5; d++)
      enters[t + d + 1] += enters[t] * pow(0.9, d - 1) * 0.1;
  }
  assert_close(outcome(result, "lasting_employment").value, lasting, 1e-12);
  assert_close(outcome(result, "months_to_employment.median").value, 1, 0);
  polku_result_free(result);
}

/* Beta(17.5, 47.5) for a share by draws, then a binomial of 64: a beta-binomial. Its variance is
 * n p (1 − p)/n² within and the beta's between. */
static void intervals_hold_luck_and_not_knowing(void **state) {
  (void)state;
  static const char *text =
      "{\"format\":\"polku/1\",\"horizon\":1,\"stages\":{\"seek\":{\"duration\":{\"fixed\":1}},"
      "\"work\":{\"employed\":true,\"final\":true},\"out\":{\"final\":true}},"
      "\"transitions\":{\"up\":{\"from\":\"seek\",\"to\":\"work\",\"share\":{\"value\":0.265625,"
      "\"evidence\":{\"events\":17,\"of\":64}}},"
      "\"off\":{\"from\":\"seek\",\"to\":\"out\",\"share\":\"rest\"}},"
      "\"groups\":{\"all\":{\"size\":64,\"start\":\"seek\"}}}";
  polku_result *result = simulate(text, &(polku_options){.draws = 4000});
  assert_non_null(result);
  polku_interval ratio = outcome(result, "employment_ratio");
  double a = 17.5, b = 47.5, n = 64;
  double between = a * b / ((a + b) * (a + b) * (a + b + 1));
  double within = (a * b / ((a + b) * (a + b + 1))) / n;
  assert_close(ratio.luck_share, within / (within + between), 0.02);
  /* beta-binomial distribution function by its recurrence */
  double p = exp(lgamma(n + b) + lgamma(a + b) - lgamma(a + b + n) - lgamma(b)), sum = 0;
  int low = -1, high = -1;
  for (int k = 0; k <= 64; k++) {
    sum += p;
    low = low < 0 && sum >= 0.05 ? k : low;
    high = high < 0 && sum >= 0.95 ? k : high;
    p *= (n - k) / (k + 1) * (a + k) / (b + n - k - 1);
  }
  assert_close(ratio.low * 64, low, 1.0001); /* draws: within one person */
  assert_close(ratio.high * 64, high, 1.0001);
  assert_close(ratio.value, 17.0 / 64, 1e-12);
  polku_result_free(result);
}

static void the_same_seed_gives_the_same_bytes(void **state) {
  (void)state;
  char text[1000];
  snprintf(text, sizeof text, TWO "}", "{\"value\":0.0254,\"range\":[0.015,0.04]}");
  char *json[3];
  uint64_t seeds[3] = {7, 7, 8};
  for (int i = 0; i < 3; i++) {
    polku_result *result = simulate(text, &(polku_options){.seed = seeds[i]});
    assert_non_null(result);
    json[i] = polku_result_json(result);
    polku_result_free(result);
  }
  assert_string_equal(json[0], json[1]);
  assert_string_not_equal(json[0], json[2]);
  for (int i = 0; i < 3; i++)
    free(json[i]);
}

/* Two hosts, 3 places and 1, one of them an association, who alone carries the way out to work. */
static void the_third_sectors_part(void **state) {
  (void)state;
  static const char *text =
      "{\"format\":\"polku/1\",\"horizon\":12,"
      "\"actors\":{\"club\":{\"sector\":\"third\"},\"firm\":{\"sector\":\"private\"}},"
      "\"stages\":{\"trial\":{\"duration\":{\"fixed\":4},\"actors\":{\"club\":{\"employer\":"
      "{\"places\":3}},\"firm\":{\"employer\":{\"places\":1}}}},"
      "\"work\":{\"employed\":true,\"final\":true},\"out\":{\"final\":true}},"
      "\"transitions\":{\"up\":{\"from\":\"trial\",\"to\":\"work\",\"share\":0.5,"
      "\"carried_by\":{\"club\":{}}},\"off\":{\"from\":\"trial\",\"to\":\"out\",\"share\":\"rest\"}"
      "},"
      "\"groups\":{\"all\":{\"size\":10,\"start\":\"trial\"}}}";
  polku_result *result =
      simulate(text, &(polku_options){.engine = "exact", .draws = -1, .at_least = 5});
  assert_non_null(result);
  char *json = polku_result_json(result);
  assert_non_null(strstr(json, "\"person_months_share\": 0.75,"));
  assert_non_null(strstr(json, "\"reach\": 0.75,"));
  assert_non_null(strstr(json, "\"reach_of_employed\": 0.75,"));
  assert_non_null(strstr(json, "\"reliance\": {\"club\": {\"employment_ratio\": 0.5,"));
  assert_non_null(strstr(json, "\"reliance_unknown\": [\"trial\"]"));
  assert_non_null(strstr(json, "\"by_host\": {\"club\": 30, \"firm\": 10}"));
  assert_non_null(strstr(json, "\"trial\": {\"places\": 4, \"fullest\": 10, \"at\": 0}"));
  /* P(5 or more of 10 at one half) = (2^10 + C(10, 5)) / 2^11 */
  assert_non_null(strstr(json, "\"chance\": 0.623046875"));
  free(json);
  polku_result_free(result);
}

/* Ten begin at `trial` and come to `job` one step later; the host there may have left before. */
static void expect_share(const char *club, const char *firm, const char *want) {
  char text[1000];
  snprintf(text, sizeof text,
           "{\"format\":\"polku/1\",\"horizon\":3,"
           "\"actors\":{\"club\":{\"sector\":\"third\"%s},\"firm\":{\"sector\":\"private\"}},"
           "\"stages\":{\"trial\":{\"duration\":{\"fixed\":1},\"actors\":{\"club\":{\"host\":"
           "{\"places\":20}}}},\"job\":{\"final\":true,\"actors\":{\"club\":{\"host\":{}},"
           "\"firm\":{\"host\":{%s}}}}},"
           "\"transitions\":{\"on\":{\"from\":\"trial\",\"to\":\"job\",\"share\":1}},"
           "\"groups\":{\"all\":{\"size\":10,\"start\":\"trial\"}}}",
           club, firm);
  polku_result *result = simulate(text, &(polku_options){.engine = "exact", .draws = -1});
  assert_non_null(result);
  char *json = polku_result_json(result);
  if (!strstr(json, want))
    fail_msg("%s not in %s", want, json);
  free(json);
  polku_result_free(result);
}

static void who_has_left_hosts_nobody_new(void **state) {
  (void)state;
  expect_share("", "", "\"by_host\": {\"club\": 20, \"firm\": 10}");
  expect_share("", "\"until\":1", "\"by_host\": {\"club\": 30");
  /* Who began with the club stays with it to the end, who comes to the job meets the firm. */
  expect_share(",\"until\":1", "", "\"by_host\": {\"club\": 10, \"firm\": 20}");
}

static void strict_refuses_places(void **state) {
  (void)state;
  static const char *text =
      "{\"format\":\"polku/1\",\"horizon\":3,\"actors\":{\"club\":{\"sector\":\"third\"}},"
      "\"stages\":{\"trial\":{\"final\":true,\"actors\":{\"club\":{\"employer\":{\"places\":3}}}}},"
      "\"transitions\":{},\"groups\":{\"all\":{\"size\":10,\"start\":\"trial\"}}}";
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_read("test", text, strlen(text), report);
  polku_rules *rules = polku_rules_load(model, NULL, report);
  assert_null(
      polku_simulate(model, rules, &(polku_options){.engine = "exact", .strict = true}, report));
  polku_problem problem;
  assert_true(polku_report_at(report, 0, POLKU_EN, &problem));
  assert_string_equal(problem.code, "E-LIMITS");
  assert_null(polku_simulate(model, rules, &(polku_options){.withdraw = "clubb"}, report));
  assert_null(polku_simulate(model, rules, &(polku_options){.engine = "guess"}, report));
  assert_int_equal(polku_report_count(report, POLKU_ERROR), 3);
  polku_rules_free(rules);
  polku_model_free(model);
  polku_report_free(report);
}

/* 480 a step while inside, 100 on entry, 3 % a year; a stay of 2 steps from t = 0. */
static void amounts_are_discounted_from_their_step(void **state) {
  (void)state;
  static const char *text =
      "{\"format\":\"polku/1\",\"horizon\":6,\"accounts\":{\"city\":{\"unit\":\"euro\","
      "\"discount\":0.03}},\"stages\":{\"rehab\":{\"duration\":{\"fixed\":2},\"amounts\":{\"city\":"
      "{\"per_step\":480,\"on_entry\":100}}},\"out\":{\"final\":true,\"amounts\":{\"city\":"
      "{\"on_entry\":7}}}},"
      "\"transitions\":{\"off\":{\"from\":\"rehab\",\"to\":\"out\",\"share\":1}},"
      "\"groups\":{\"all\":{\"size\":3,\"start\":\"rehab\"}}}";
  polku_result *result = simulate(text, NULL);
  assert_non_null(result);
  char *json = polku_result_json(result), want[100];
  double month = pow(1.03, -1 / 12.0), rehab = 3 * (100 + 480 + 480 * month);
  snprintf(want, sizeof want, "\"total\": %.8f", rehab + 3 * 7 * month * month);
  assert_non_null(strstr(json, want));
  free(json);
  polku_result_free(result);
}

/* Two who have been inside for one of their two steps: no entry again, one step, then out. */
static void who_was_there_before_pays_no_entry(void **state) {
  (void)state;
  static const char *text =
      "{\"format\":\"polku/1\",\"horizon\":6,\"accounts\":{\"city\":{\"unit\":\"euro\"}},"
      "\"stages\":{\"rehab\":{\"duration\":{\"fixed\":2},\"amounts\":{\"city\":"
      "{\"per_step\":480,\"on_entry\":100}}},\"out\":{\"final\":true,\"amounts\":{\"city\":"
      "{\"on_entry\":7}}}},"
      "\"transitions\":{\"off\":{\"from\":\"rehab\",\"to\":\"out\",\"share\":1}},"
      "\"groups\":{\"all\":{\"initial\":[{\"stage\":\"rehab\",\"elapsed\":1,\"count\":2}]}}}";
  polku_result *result = simulate(text, NULL);
  assert_non_null(result);
  char *json = polku_result_json(result);
  assert_non_null(strstr(json, "\"total\": 974,")); /* 2 × (480 + 7) */
  assert_non_null(strstr(json, "\"low\": 974, \"high\": 974"));
  free(json);
  polku_result_free(result);
}

/* 2.5 expected, all in work from the start: three of them would be 3 / 2.5. */
static void a_ratio_of_broken_people_is_at_most_one(void **state) {
  (void)state;
  static const char *text =
      "{\"format\":\"polku/1\",\"horizon\":2,\"stages\":{\"work\":{\"employed\":true,"
      "\"final\":true}},\"transitions\":{},\"groups\":{\"all\":{\"size\":2.5,\"start\":\"work\"}}}";
  polku_result *result = simulate(text, NULL);
  assert_non_null(result);
  assert_close(outcome(result, "employment_ratio").value, 1, 0);
  assert_close(outcome(result, "employment_ratio").high, 1, 0);
  polku_result_free(result);
}

static void people_scale_everything_but_ratios(void **state) {
  (void)state;
  char text[1000];
  snprintf(text, sizeof text, TWO "}", "0.0254");
  polku_result *few = simulate(text, NULL);
  polku_result *many = simulate(text, &(polku_options){.people = 64000000});
  assert_non_null(few);
  assert_non_null(many);
  polku_interval a = outcome(few, "employment_ratio"), b = outcome(many, "employment_ratio");
  assert_close(a.value, b.value, 1e-12);
  assert_close(polku_result_occupancy(many, "work", 9),
               1e6 * polku_result_occupancy(few, "work", 9), 1e-5);
  /* luck shrinks with the square root of the number */
  double sd = sqrt(a.value * (1 - a.value) / 64e6);
  assert_close(b.high - b.low, 2 * 1.6448536269514722 * sd, 1e-7);
  polku_result_free(few);
  polku_result_free(many);
}

static void the_text_fits_in_its_width_in_three_languages(void **state) {
  (void)state;
  char text[1000];
  snprintf(text, sizeof text, TWO "}", "0.0254");
  polku_result *result = simulate(text, NULL);
  assert_non_null(result);
  for (int lang = 0; lang < 3; lang++) {
    char *page = polku_result_text(result, (polku_lang)lang, 80, false);
    assert_non_null(page);
    assert_non_null(strstr(page, lang == POLKU_EN ? "29.5" : "29,5")); /* 64 (1 − 0.9746^24) */
    for (char *line = strtok(page, "\n"); line; line = strtok(NULL, "\n")) {
      int columns = 0;
      for (const char *c = line; *c; c++)
        columns += ((unsigned char)*c & 0xC0) != 0x80;
      assert_true(columns <= 80);
    }
    free(page);
  }
  polku_result_free(result);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_known_case_gives_17_of_64),
      cmocka_unit_test(months_in_work_are_the_sum_of_chances),
      cmocka_unit_test(lasting_work_is_a_run_of_six_months),
      cmocka_unit_test(intervals_hold_luck_and_not_knowing),
      cmocka_unit_test(the_same_seed_gives_the_same_bytes),
      cmocka_unit_test(the_third_sectors_part),
      cmocka_unit_test(who_has_left_hosts_nobody_new),
      cmocka_unit_test(strict_refuses_places),
      cmocka_unit_test(amounts_are_discounted_from_their_step),
      cmocka_unit_test(who_was_there_before_pays_no_entry),
      cmocka_unit_test(a_ratio_of_broken_people_is_at_most_one),
      cmocka_unit_test(people_scale_everything_but_ratios),
      cmocka_unit_test(the_text_fits_in_its_width_in_three_languages),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
