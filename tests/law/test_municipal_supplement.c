/* Rovaniemi's municipal supplement as the city's instructions of 2020 have it: 350 euros a month to
 * the third sector that employs with wage subsidy, for at most twelve months. None of the numbers
 * was computed by the program. */
#include "rules/rules.h"
#include "support/check.h"

#include <stdio.h>
#include <string.h>

#define FOLDERS POLKU_SOURCE_DIR "/plugins"

typedef struct loaded {
  polku_report *report;
  polku_model *model;
  polku_rules *rules;
} loaded;

static loaded load(const char *region, const char *date, const char *kind, const char *employer) {
  static const char form[] =
      "{\"format\":\"polku/1\",\"region\":\"%s\",\"rules_as_of\":\"%s\",\"horizon\":36,"
      "\"accounts\":{\"municipality\":{\"unit\":\"euro\"}},"
      "\"stages\":{\"seek\":{\"kind\":\"job_seeking\",\"duration\":{\"fixed\":1}},"
      "\"job\":{\"kind\":\"%s\",\"final\":true,\"attributes\":{\"employer\":\"%s\","
      "\"basis\":\"full\"}}},"
      "\"transitions\":{\"go\":{\"from\":\"seek\",\"to\":\"job\",\"share\":1}},"
      "\"groups\":{\"one\":{\"size\":1,\"start\":\"seek\",\"attributes\":{\"age\":40},"
      "\"histories\":{\"unemployed\":{\"latest\":24},\"employed\":{\"pattern\":\"0\"}}}}}";
  char text[1200];
  int length = snprintf(text, sizeof text, form, region, date, kind, employer);
  assert_in_range(length, 1, (int)sizeof text - 1);
  loaded l = {.report = polku_report_new()};
  l.model = polku_model_read("case", text, (size_t)length, l.report);
  l.rules = polku_rules_load(l.model, FOLDERS, l.report);
  if (!l.rules)
    fail_msg("%s", polku_report_text(l.report, POLKU_EN, false));
  return l;
}

static void unload(loaded *l) {
  polku_rules_free(l->rules);
  polku_model_free(l->model);
  polku_report_free(l->report);
}

/* Euros a month after `elapsed` months of the stay. */
static double paid(const loaded *l, int elapsed) {
  const pk_profile *person = &l->rules->profiles[0];
  pk_stay_asked stay = {person->klass, 1, elapsed, &person->start, &person->start, 0, 0};
  double sum = 0;
  for (int i = 0; i < l->rules->amount_count; i++)
    sum += pk_rules_amount(l->rules, &l->rules->amounts[i], &stay);
  return sum;
}

static void expect(const char *region, const char *date, const char *kind, const char *employer,
                   int elapsed, double euros) {
  loaded l = load(region, date, kind, employer);
  if (paid(&l, elapsed) != euros)
    fail_msg("%s, %s, %s at a %s after %d months: %g, not %g", region, date, kind, employer,
             elapsed, paid(&l, elapsed), euros);
  unload(&l);
}

static void the_third_sector_gets_350_euros_a_month_and_nobody_else(void **state) {
  (void)state;
  expect("rovaniemi", "2020-06-01", "wage_subsidy", "association", 0, 350);
  expect("rovaniemi", "2020-06-01", "wage_subsidy", "foundation", 0, 350);
  expect("rovaniemi", "2020-06-01", "wage_subsidy", "religious_community", 0, 350);
  expect("rovaniemi", "2020-06-01", "wage_subsidy", "company", 0, 0);
  expect("rovaniemi", "2020-06-01", "wage_subsidy", "municipality", 0, 0);
  expect("rovaniemi", "2020-06-01", "work_trial", "association", 0, 0);
  expect("rovaniemi", "2020-06-01", "open_labour_market", "association", 0, 0);
}

static void it_lasts_twelve_months_and_a_whole_apprenticeship(void **state) {
  (void)state;
  expect("rovaniemi", "2020-06-01", "wage_subsidy", "association", 11, 350);
  expect("rovaniemi", "2020-06-01", "wage_subsidy", "association", 12, 0);
  expect("rovaniemi", "2020-06-01", "apprenticeship", "association", 30, 350);
  expect("rovaniemi", "2020-06-01", "apprenticeship", "company", 0, 0);
}

static void it_is_known_from_2020_and_not_after_the_te_offices(void **state) {
  (void)state;
  expect("rovaniemi", "2019-12-31", "wage_subsidy", "association", 0, 0);
  expect("rovaniemi", "2020-01-01", "wage_subsidy", "association", 0, 350);
  expect("rovaniemi", "2024-12-31", "wage_subsidy", "association", 0, 350);
  /* From 2025 the municipality pays the subsidy itself (380/2023 § 94.1(3)), and no supplement. */
  expect("rovaniemi", "2025-01-01", "wage_subsidy", "association", 0, 2020);
  expect("finland", "2025-01-01", "wage_subsidy", "association", 0, 2020);
  expect("finland", "2020-06-01", "wage_subsidy", "association", 0, 0);
}

static void after_2020_everybody_is_told_that_nobody_has_looked(void **state) {
  (void)state;
  static const struct {
    const char *date;
    bool warned;
  } days[] = {{"2020-12-31", false}, {"2021-01-01", true}, {"2026-01-01", false}};
  for (int i = 0; i < 3; i++) {
    loaded l = load("rovaniemi", days[i].date, "wage_subsidy", "association");
    polku_problem problem;
    bool warned = false;
    for (size_t k = 0; polku_report_at(l.report, k, POLKU_EN, &problem); k++)
      warned = warned || (strcmp(problem.code, "W-PARAM-REVIEW") == 0 &&
                          strstr(problem.message, "municipal_supplement"));
    assert_int_equal(warned, days[i].warned);
    unload(&l);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_third_sector_gets_350_euros_a_month_and_nobody_else),
      cmocka_unit_test(it_lasts_twelve_months_and_a_whole_apprenticeship),
      cmocka_unit_test(it_is_known_from_2020_and_not_after_the_te_offices),
      cmocka_unit_test(after_2020_everybody_is_told_that_nobody_has_looked),
  };
  return RUN(tests);
}
