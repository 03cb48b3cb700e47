/* What people are told who are refused: the section that refuses them, not one that happens to
 * stand first; and every sort of change that would help. The sections are those of the acts. */
#include "support/check.h"

#include "polku.h"

#include <stdlib.h>
#include <string.h>

#define PLUGINS POLKU_SOURCE_DIR "/plugins"

typedef struct client {
  const char *rule, *date;
  const char *set[8];
} client;

static char *ask(const client *who, polku_shape shape, polku_lang lang) {
  polku_plugin_question question = {.folders = PLUGINS,
                                    .plugin = "finland",
                                    .rule = who->rule,
                                    .date = who->date,
                                    .set = who->set};
  while (who->set[question.set_count])
    question.set_count++;
  polku_report *report = polku_report_new();
  assert_non_null(report);
  char *text = polku_plugin_why(&question, shape, lang, report);
  if (!text)
    print_error("%s", polku_report_text(report, POLKU_EN, false));
  polku_report_free(report);
  assert_non_null(text);
  return text;
}

static void expect(const client *who, const char *part) {
  char *text = ask(who, POLKU_AS_TEXT, POLKU_EN);
  if (!strstr(text, part))
    fail_msg("missing: %s\nin: %s", part, text);
  free(text);
}

static void expect_json(const client *who, const char *part) {
  char *text = ask(who, POLKU_AS_JSON, POLKU_EN);
  if (!strstr(text, part))
    fail_msg("missing: %s\nin: %s", part, text);
  free(text);
}

static const client full_at_a_company = {
    "allow wage_subsidy", "2025-06-01", {"basis=full", "employer=company", "unemployed_of_28=24"}};
static const client planner_at_a_company = {
    "allow wage_subsidy", "2019-01-01", {"basis=planner", "employer=company"}};
static const client skills_in_a_municipality = {
    "allow wage_subsidy",
    "2025-06-01",
    {"basis=skills", "employer=municipality", "age=40", "employed_of_6=2"}};
static const client skills_in_no_group = {
    "allow wage_subsidy",
    "2025-06-01",
    {"basis=skills", "employer=company", "age=40", "employed_of_6=2"}};
static const client five_days_a_week = {
    "allow rehabilitative_work", "2025-06-01", {"way_in=activation", "weekly_days=5"}};

static void full_subsidy_at_a_company_fails_at_the_employer(void **state) {
  (void)state;
  expect(&full_at_a_company, "association, foundation");
  expect(&full_at_a_company, "(380/2023 § 88.1).\n  employer: company\n");
  expect_json(&full_at_a_company, "\"ref\": \"380/2023 § 88.1\"");
}

static void a_planner_at_a_company_fails_at_the_employer(void **state) {
  (void)state;
  expect(&planner_at_a_company, "(916/2012 ch. 7 § 9.3(2) (1456/2016)).\n  employer: company\n");
}

/* Age alone would change nothing there: the place refuses all whose skills are the basis. */
static void skills_in_a_municipality_fail_at_the_employer(void **state) {
  (void)state;
  expect(&skills_in_a_municipality, "(380/2023 § 83.1).\n  employer: municipality");
}

static void who_is_in_no_group_is_told_so_not_of_one_group(void **state) {
  (void)state;
  expect(&skills_in_no_group,
         "Reason: the client belongs to none of the five groups whose skills are supported "
         "(380/2023 § 82.1).\n");
  expect_json(&skills_in_no_group, "\"id\": \"young\"");
  expect_json(&skills_in_no_group, "\"id\": \"no_paid_work\"");
}

static void five_days_a_week_are_named_before_what_the_client_lacks(void **state) {
  (void)state;
  expect(&five_days_a_week, "(189/2001 § 13 b.2 (702/2020)).\n");
  expect_json(&five_days_a_week, "\"decided_by\": \"four_days_a_week\"");
}

static void changes_are_told_as_classes(void **state) {
  (void)state;
  char *text = ask(&skills_in_no_group, POLKU_AS_TEXT, POLKU_FI);
  assert_non_null(strstr(text, "ikä: ≤\xc2\xa0"
                               "24 tai ≥\xc2\xa0"
                               "50\xc2\xa0vuotta\n"));
  free(text);
  expect(&full_at_a_company,
         "– employer: association, foundation or registered religious community");
  expect_json(&skills_in_no_group, "\"any_of\": [[15, 24], [50, 68]]");
  expect_json(&full_at_a_company,
              "\"any_of\": [\"association\", \"foundation\", \"religious_community\"]");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(full_subsidy_at_a_company_fails_at_the_employer),
      cmocka_unit_test(a_planner_at_a_company_fails_at_the_employer),
      cmocka_unit_test(skills_in_a_municipality_fail_at_the_employer),
      cmocka_unit_test(who_is_in_no_group_is_told_so_not_of_one_group),
      cmocka_unit_test(five_days_a_week_are_named_before_what_the_client_lacks),
      cmocka_unit_test(changes_are_told_as_classes),
  };
  return RUN(tests);
}
