/* Tests beside rules: how they are read, spread into rows, and compared. */
#include "rules/trials.h"

#include <unistd.h>

/* --- reading */

typedef struct mistake {
  const char *test, *code, *message, *hint;
} mistake;

#define GOOD "date = '2021-01-01', expect = true, ref = 'r', text = 't'"
static const mistake mistakes[] = {
    {"{ rule = 'allow jbo', " GOOD " }", "E-TEST-RULE", "\"allow jbo\"", "\"allow job\"?"},
    {"{ rule = 'job', " GOOD " }", "E-TEST-RULE", "\"job\"", "for example"},
    {"{ rule = 'amount job', " GOOD " }", "E-TEST-RULE", "\"amount job\"", "account"},
    {"{ " GOOD " }", "E-PLUGIN-KEY-MISSING", "rule is missing", ""},
    {"{ rule = 'allow job', expect = true, ref = 'r', text = 't' }", "E-PLUGIN-KEY-MISSING",
     "date is missing", ""},
    {"{ rule = 'allow job', date = '2021-01-01', ref = 'r', text = 't' }", "E-PLUGIN-KEY-MISSING",
     "expect is missing", ""},
    {"{ rule = 'allow job', date = '2021-01-01', expect = true, text = 't' }",
     "E-PLUGIN-KEY-MISSING", "ref is missing", ""},
    {"{ rule = 'allow job', date = '2021-01-01', expect = true, ref = 'r' }",
     "E-PLUGIN-KEY-MISSING", "text is missing", ""},
    {"{ rule = 'allow job', expcet = true, " GOOD " }", "E-PLUGIN-KEY", "\"expcet\"",
     "\"expect\"?"},
    {"{ rule = 'allow job', date = '2021-02-30', expect = true, ref = 'r', text = 't' }",
     "E-PLUGIN-VALUE", "a date", ""},
    {"{ rule = 'allow job', date = {}, expect = true, ref = 'r', text = 't' }", "E-PLUGIN-VALUE",
     "a list of days", ""},
    {"{ rule = 'allow job', date = '2021-01-01', expect = 1, ref = 'r', text = 't' }",
     "E-PLUGIN-VALUE", "true or false", ""},
    {"{ rule = 'limit job', date = '2021-01-01', expect = true, ref = 'r', text = 't' }",
     "E-PLUGIN-VALUE", "\"none\"", ""},
    {"{ rule = 'amount job town', date = '2021-01-01', expect = 'none', ref = 'r', text = 't' }",
     "E-PLUGIN-VALUE", "a whole number", ""},
    {"{ rule = 'allow job', given = { aeg = 40 }, " GOOD " }", "E-PLUGIN-UNKNOWN", "\"aeg\"",
     "\"age\"?"},
    {"{ rule = 'allow job', given = { 40 }, " GOOD " }", "E-PLUGIN-VALUE", "a named entry", ""},
    {"{ rule = 'allow job', given = { age = 69 }, " GOOD " }", "E-ATTRIBUTE-VALUE", "\"69\"",
     "15 … 68"},
    {"{ rule = 'allow job', given = { age = 'old' }, " GOOD " }", "E-ATTRIBUTE-VALUE", "\"old\"",
     "15 … 68"},
    {"{ rule = 'allow job', given = { idle_of_6 = 7 }, " GOOD " }", "E-ATTRIBUTE-VALUE", "\"7\"",
     "0 … 6"},
    {"{ rule = 'allow job', given = { employer = 'asociation' }, " GOOD " }", "E-ATTRIBUTE-VALUE",
     "asociation", "\"association\"?"},
    {"{ rule = 'allow job', given = { employer = {} }, " GOOD " }", "E-PLUGIN-VALUE",
     "a list of values", ""},
    {"{ rule = 'allow job', given = { age = { 50, 40 } }, " GOOD " }", "E-PLUGIN-VALUE",
     "the least and the greatest", ""},
    {"{ rule = 'allow job', given = { age = { 40, 50, 60 } }, " GOOD " }", "E-PLUGIN-VALUE",
     "the least and the greatest", ""},
    {"{ rule = 'allow job', rows = 'some', " GOOD " }", "E-PLUGIN-CHOICE", "\"some\"", "\"all\""},
    {"{ rule = 'allow job', why = 'wated', " GOOD " }", "E-TEST-WHY", "\"wated\"", "\"waited\"?"},
    {"{ rule = 'limit job', why = 'mnths', date = '2021-01-01', expect = 6, ref = 'r', text = 't' "
     "}",
     "E-TEST-WHY", "\"mnths\"", "\"months\"?"},
    {"{ rule = 'allow job', given = { idle_of_6 = 6, idle_of_12 = 2 }, " GOOD " }", "E-TEST-CLOCKS",
     "cannot be true together", "several clocks"},
    {"{ rule = 'allow job', given = { age = { 15, 68 }, idle_of_6 = { 0, 6 }, idle_of_12 = { 0, 12 "
     "}, elapsed = { 0, 120 } }, " GOOD " }",
     "E-TEST-ROWS", "more than 65536 rows", "split"},
    {"3", "E-PLUGIN-VALUE", "a list of tests", ""},
};

static void every_mistake_is_told_with_its_place_and_its_remedy(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
    const mistake *m = &mistakes[i];
    char text[512];
    snprintf(text, sizeof text, "return {\n\n%s }\n", m->test);
    tried t = try_tests(text);
    polku_problem problem = problem_of(t.report, m->code);
    if (problem.line != 3 || !strstr(problem.file, "tiny/test/a.lua") ||
        !strstr(problem.message, m->message) || !strstr(problem.hint, m->hint))
      fail_msg("%s\n%s:%d: %s\n%s", m->test, problem.file, problem.line, problem.message,
               problem.hint);
    end(&t);
  }
}

static void all_mistakes_of_all_tests_come_at_once(void **state) {
  (void)state;
  tried t = try_tests("return {\n"
                      " { rule = 'allow jbo', dat = '2021-01-01', expect = true, text = 't' },\n"
                      " { rule = 'allow job', date = 'x', given = { age = 1, aeg = 2 }, expect = 3,"
                      " why = 'x', ref = 'r', text = 't' },\n"
                      " { rule = 'allow job', " GOOD ", given = { age = 60 } } }");
  /* rule, key, date, ref; date, value, name, expect, why */
  assert_int_equal(polku_report_count(t.report, POLKU_ERROR), 9);
  expect_in(&t, t.text, "tests 1, rows checked 1");
  end(&t);
}

static void only_regular_lua_files_of_the_folder_are_read(void **state) {
  (void)state;
  char from[256], to[256];
  tried t = try_tests("return { { rule = 'allow job', " GOOD ", given = { age = 60 } } }");
  expect_quiet(&t);
  plugin_write(&t.folder, "tiny/test", "notes.txt", "not Lua", 7);
  snprintf(from, sizeof from, "%s/tiny/test/a.lua", t.folder.path);
  snprintf(to, sizeof to, "%s/tiny/test/b.lua", t.folder.path);
  assert_int_equal(symlink(from, to), 0);
  const polku_plugin_question question = {.folders = t.folder.path, .plugin = "tiny"};
  char *text = polku_plugin_test(&question, POLKU_AS_TEXT, POLKU_EN, t.report);
  polku_problem problem = problem_of(t.report, "E-PLUGIN-FILE");
  assert_non_null(strstr(problem.message, "a link"));
  assert_int_equal(polku_report_count(t.report, POLKU_ERROR), 1);
  free(text);
  unlink(to);
  end(&t);
}

static void a_folder_of_tests_may_not_be_a_link(void **state) {
  (void)state;
  char to[256];
  tried t = try_tests(NULL);
  expect_quiet(&t);
  snprintf(to, sizeof to, "%s/tiny/test", t.folder.path);
  assert_int_equal(symlink("/", to), 0);
  const polku_plugin_question question = {.folders = t.folder.path, .plugin = "tiny"};
  free(polku_plugin_test(&question, POLKU_AS_TEXT, POLKU_EN, t.report));
  problem_of(t.report, "E-PLUGIN-FILE");
  unlink(to);
  end(&t);
}

static void a_test_runs_no_code(void **state) {
  (void)state;
  tried t = try_tests("return { { rule = 'allow job', date = os.date() } }");
  problem_of(t.report, "E-PLUGIN-DATA");
  end(&t);
}

/* JSON tells an answer in one way, whichever command gives it. */
static void no_limit_and_no_rule_are_two_answers(void **state) {
  (void)state;
  tried t = try_rules("polku.kind 'job' {}\n"
                      "polku.limit 'job' { from = '2020-01-01', ['until'] = '2020-12-31',"
                      " after = 'yes', unit = 'month', ref = 'Act § 1',"
                      " cases = { { default = 6 } } }\n"
                      "polku.limit 'job' { from = '2022-01-01', unit = 'month', ref = 'Act § 1',"
                      " cases = { { default = 8 } } }\n",
                      "return { { rule = 'limit job', date = '2021-01-01', expect = 6,"
                      " ref = 'r', text = 't' } }");
  expect_in(&t, t.json, "\"expected\": 6");
  expect_in(&t, t.json, "\"got\": \"none\"");
  static const struct {
    const char *date, *answer;
  } days[] = {{"2021-01-01", "\"answer\": \"none\""}, {"2019-01-01", "\"answer\": null"}};
  for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
    const polku_plugin_question question = {
        .folders = t.folder.path, .plugin = "tiny", .rule = "limit job", .date = days[i].date};
    char *why = polku_plugin_why(&question, POLKU_AS_JSON, POLKU_EN, t.report);
    expect_in(&t, why, days[i].answer);
    free(why);
  }
  end(&t);
}

/* --- rows */

static void ranges_and_lists_become_rows_and_days_multiply_them(void **state) {
  (void)state;
  /* 9 ages × 2 employers × 3 days */
  tried t = try_tests(
      "return { { rule = 'allow job', date = { '2021-01-01', '2022-01-01', '2025-01-01' },"
      " given = { age = { 60, 68 }, employer = { 'company', 'state', 'company' } },"
      " expect = true, ref = 'r', text = 't' } }");
  expect_quiet(&t);
  expect_in(&t, t.text, "tests 1, rows checked 54");
  end(&t);
}

static void what_is_not_given_is_as_by_default_and_clocks_follow(void **state) {
  (void)state;
  /* 12 of 12 months leave 6 of 6 */
  tried t = try_tests("return { { rule = 'allow job', date = '2021-01-01', expect = true,"
                      " given = { employer = 'association', idle_of_12 = 12 }, ref = 'r', text = "
                      "'t' },\n"
                      "{ rule = 'allow job', date = '2021-01-01', expect = false, ref = 'r', text "
                      "= 't' } }");
  expect_quiet(&t);
  expect_in(&t, t.text, "rows checked 2");
  end(&t);
}

static void all_rows_are_those_that_a_rule_can_tell_apart(void **state) {
  (void)state;
  /* age (2 classes) × employer (2) × idle_of_6 (2) */
  tried t = try_tests("return { { rule = 'allow job', date = '2021-01-01', rows = 'all',"
                      " given = { age = { 60, 68 } }, expect = true, ref = 'r', text = 't' },\n"
                      " { rule = 'allow job', date = '2021-01-01', rows = 'all', given = { age = { "
                      "15, 59 }, employer = { 'company', 'state' } }, expect = false, ref = 'r', "
                      "text = 't' } }");
  expect_quiet(&t);
  expect_in(&t, t.json, "\"checked\": 6");
  end(&t);
}

static void all_rows_hold_only_what_a_history_can_show(void **state) {
  (void)state;
  /* with 1 of 12 months nobody has waited 4 of 6: age × employer are left */
  tried t = try_tests(
      "return { { rule = 'allow job', date = '2021-01-01', rows = 'all',"
      " given = { idle_of_12 = { 0, 1 }, age = 15 }, expect = false, ref = 'r', text = 't' } }");
  expect_quiet(&t);
  expect_in(&t, t.json, "\"checked\": 2");
  end(&t);
  t = try_tests(
      "return { { rule = 'allow job', date = '2021-01-01', rows = 'all',"
      " given = { idle_of_12 = { 11, 12 }, age = 15, employer = 'association' }, expect = true,"
      " ref = 'r', text = 't' } }");
  expect_quiet(&t);
  expect_in(&t, t.json, "\"checked\": 1");
  end(&t);
}

/* --- comparing */

static void a_failing_row_says_who_what_when_and_why(void **state) {
  (void)state;
  tried t = try_tests("return {\n { rule = 'allow job', date = '2021-06-30', expect = true,"
                      " given = { employer = 'association', idle_of_6 = 3 }, ref = 'Act § 1.2',"
                      " text = { en = 'four of six', fi = 'neljä kuudesta' } } }");
  polku_problem problem = problem_of(t.report, "E-TEST-FAILED");
  assert_int_equal(problem.line, 2);
  assert_non_null(strstr(problem.message, "allow job, 30 June 2021"));
  assert_non_null(strstr(problem.message, "expects \"may move\""));
  assert_non_null(strstr(problem.message, "answer \"may not move\""));
  assert_non_null(strstr(problem.message, "employer: association; idle_of_6: 3"));
  assert_non_null(strstr(problem.hint, "is not 60 (condition old, Act § 1.1)"));
  assert_non_null(strstr(problem.hint, "four of six"));
  expect_in(&t, t.text, "otherwise than expected in: 1");
  expect_in(&t, t.json, "\"decided_by\": \"old\"");
  assert_true(polku_report_at(t.report, 0, POLKU_FI, &problem));
  end(&t);
}

static void a_failing_number_names_the_parameter_that_gave_it(void **state) {
  (void)state;
  tried t = try_tests("return { { rule = 'limit job', date = { '2023-12-31', '2024-01-01' },"
                      " given = { employer = 'association' }, expect = 8, why = 'months',"
                      " ref = 'Act § 2.2', text = 't' } }");
  polku_problem problem = problem_of(t.report, "E-TEST-FAILED");
  assert_non_null(strstr(problem.message, "1 January 2024"));
  assert_non_null(strstr(problem.message, "\"8\xc2\xa0months\""));
  assert_non_null(strstr(problem.hint, "months (Length): 10"));
  assert_int_equal(errors_of(&t, "E-TEST-FAILED"), 1);
  end(&t);
}

static void the_first_failing_rows_are_shown_and_the_others_counted(void **state) {
  (void)state;
  tried t = try_tests("return { { rule = 'allow job', date = '2021-01-01', expect = true,"
                      " given = { age = { 50, 68 } }, ref = 'r', text = 't' } }");
  assert_int_equal(errors_of(&t, "E-TEST-FAILED"), 3);
  polku_problem problem = problem_of(t.report, "I-TEST-MORE");
  assert_non_null(strstr(problem.message, "that fail: 7")); /* 50 … 59 fail */
  end(&t);
}

static void many_failing_rows_are_kept_up_to_a_thousand(void **state) {
  (void)state;
  /* 45 ages below 60 × 61 lengths of the stay that ends */
  tried t =
      try_tests("return { { rule = 'allow job', date = '2021-01-01', expect = true,"
                " given = { age = { 15, 59 }, elapsed = { 0, 60 } }, ref = 'r', text = 't' } }");
  polku_problem problem = problem_of(t.report, "I-TEST-MORE");
  assert_non_null(strstr(problem.message, "that fail: 2742"));
  size_t count = 0;
  for (const char *at = t.json; (at = strstr(at, "\"decided_by\"")); at++)
    count++;
  assert_int_equal(count, 1000);
  end(&t);
}

static void why_is_the_condition_or_case_that_decides(void **state) {
  (void)state;
  tried t =
      try_tests("return {\n"
                " { rule = 'allow job', date = '2021-01-01', given = { employer = 'association' },"
                " expect = false, why = 'waited', ref = 'r', text = 't' },\n"
                " { rule = 'limit job', date = '2021-01-01', given = { age = 64 }, expect = 12,"
                " why = 'elder', ref = 'r', text = 't' },\n"
                " { rule = 'allow job', date = '2021-01-01', given = { employer = 'association' },"
                " expect = false, why = 'association', ref = 'r', text = 't' } }");
  polku_problem problem = problem_of(t.report, "E-TEST-REASON");
  assert_int_equal(problem.line, 4);
  assert_non_null(strstr(problem.message, "\"old\" decides it and not \"association\""));
  assert_int_equal(polku_report_count(t.report, POLKU_ERROR), 1);
  end(&t);
}

static void money_outside_its_dates_is_nothing_and_other_rules_are_silent(void **state) {
  (void)state;
  tried t = try_tests("return {\n"
                      " { rule = 'amount job town', date = '2019-12-31', expect = 0, ref = 'r', "
                      "text = 't' },\n"
                      " { rule = 'amount job town', date = '2020-01-01', expect = 35000, ref = "
                      "'r', text = 't' },\n"
                      " { rule = 'limit job', date = '2019-12-31', expect = 'none', ref = 'r', "
                      "text = 't' } }");
  polku_problem problem = problem_of(t.report, "E-TEST-FAILED");
  assert_int_equal(problem.line, 4);
  assert_non_null(strstr(problem.message, "no rule on this day"));
  assert_int_equal(polku_report_count(t.report, POLKU_ERROR), 1);
  end(&t);
}

/* --- plugins */

static void every_plugin_is_tested_where_none_is_named(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  const polku_plugin_question question = {.folders = TEST_PLUGINS};
  char *text = polku_plugin_test(&question, POLKU_AS_TEXT, POLKU_FI, report);
  assert_non_null(text);
  assert_non_null(strstr(text, "land 1.2.0: ei testejä"));
  assert_non_null(strstr(text, "town 0.1: ei testejä"));
  free(text);
  polku_report_free(report);
}

static void an_unknown_plugin_gives_nothing_but_a_problem(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  const polku_plugin_question question = {.folders = TEST_PLUGINS, .plugin = "lnad"};
  assert_null(polku_plugin_test(&question, POLKU_AS_TEXT, POLKU_EN, report));
  assert_true(polku_report_count(report, POLKU_ERROR) > 0);
  assert_null(polku_plugin_test(NULL, POLKU_AS_TEXT, POLKU_EN, report));
  polku_report_free(report);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_mistake_is_told_with_its_place_and_its_remedy),
      cmocka_unit_test(all_mistakes_of_all_tests_come_at_once),
      cmocka_unit_test(only_regular_lua_files_of_the_folder_are_read),
      cmocka_unit_test(a_folder_of_tests_may_not_be_a_link),
      cmocka_unit_test(a_test_runs_no_code),
      cmocka_unit_test(no_limit_and_no_rule_are_two_answers),
      cmocka_unit_test(ranges_and_lists_become_rows_and_days_multiply_them),
      cmocka_unit_test(what_is_not_given_is_as_by_default_and_clocks_follow),
      cmocka_unit_test(all_rows_are_those_that_a_rule_can_tell_apart),
      cmocka_unit_test(all_rows_hold_only_what_a_history_can_show),
      cmocka_unit_test(a_failing_row_says_who_what_when_and_why),
      cmocka_unit_test(a_failing_number_names_the_parameter_that_gave_it),
      cmocka_unit_test(the_first_failing_rows_are_shown_and_the_others_counted),
      cmocka_unit_test(many_failing_rows_are_kept_up_to_a_thousand),
      cmocka_unit_test(why_is_the_condition_or_case_that_decides),
      cmocka_unit_test(money_outside_its_dates_is_nothing_and_other_rules_are_silent),
      cmocka_unit_test(every_plugin_is_tested_where_none_is_named),
      cmocka_unit_test(an_unknown_plugin_gives_nothing_but_a_problem),
  };
  return RUN(tests);
}
