/* Tests beside rules: how they are read, spread into rows, compared, and what they leave untested.
 * The law of these tests is small enough to be counted by hand. */
#include "support/check.h"
#include "support/plugins.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Who is 60, or has waited four of the last six months for a place in an association. */
static const char RULES[] =
    "polku.attribute 'age' { int = { 15, 68 }, unit = 'year', of = 'client', default = 40,"
    " name = { en = 'age', fi = 'ikä', sv = 'ålder' } }\n"
    "polku.attribute 'employer' { enum = { 'association', 'company', 'state' }, of = 'stage',"
    " default = 'company' }\n"
    "polku.kind 'idle' { waiting = true }\n"
    "polku.kind 'job' {}\n"
    "polku.history 'idle' { keep = 12, runs_in = { 'idle' } }\n"
    "polku.clock 'idle_of_6' { of = 'idle', last = 6 }\n"
    "polku.clock 'idle_of_12' { of = 'idle', last = 12 }\n"
    "polku.allow 'job' { from = '2020-01-01', ref = 'Act § 1', any = {\n"
    "  { id = 'old', ref = 'Act § 1.1', reads = { 'age' }, params = { 'old' },\n"
    "    test = function(c, p) return c.age >= p.old end, why = { en = 'is not 60' } },\n"
    "  { all = {\n"
    "    { id = 'association', ref = 'Act § 1.2', reads = { 'employer' },\n"
    "      test = function(c) return c.employer == 'association' end },\n"
    "    { id = 'waited', ref = 'Act § 1.2', reads = { 'idle_of_6' },\n"
    "      test = function(c) return c.idle_of_6 >= 4 end, why = { en = 'has not waited' } },\n"
    "  } } } }\n"
    "polku.limit 'job' { from = '2020-01-01', unit = 'month', ref = 'Act § 2', cases = {\n"
    "  { id = 'elder', reads = { 'age' }, when = function(c) return c.age >= 60 end, value = 12,"
    " ref = 'Act § 2.1' },\n"
    "  { reads = { 'employer' }, when = function(c) return c.employer == 'association' end,"
    " value = 'months', ref = 'Act § 2.2' },\n"
    "  { default = 6, ref = 'Act § 2.3' } } }\n"
    "polku.amount 'job' { from = '2020-01-01', unit = 'cent/month', account = 'town', ref = 'Act § "
    "3', cases = { { default = 35000, ref = 'Act § 3' } } }\n";
static const char PARAMS[] =
    "return { old = { unit = 'year', values = { { from = 'always', value = 60, ref = 'Act § 1' } } "
    "},\n"
    " months = { unit = 'month', name = { en = 'Length' }, values = {"
    " { from = '2020-01-01', value = 8, ref = 'Act § 2' },"
    " { from = '2024-01-01', value = 10, ref = 'Act § 2 (2023)' } } } }\n";

typedef struct tried {
  plugin_folder folder;
  polku_report *report;
  char *text, *json;
} tried;

/* Runs one file of tests on a plugin of these rules. */
static tried try_rules(const char *rules, const char *tests) {
  tried t = {.report = polku_report_new()};
  assert_non_null(t.report);
  plugin_folder_new(&t.folder);
  plugin_state(&t.folder, "tiny", PARAMS, rules);
  if (tests)
    plugin_write(&t.folder, "tiny/test", "a.lua", tests, strlen(tests));
  const polku_plugin_question question = {.folders = t.folder.path, .plugin = "tiny"};
  t.text = polku_plugin_test(&question, POLKU_AS_TEXT, POLKU_EN, t.report);
  polku_report *again = polku_report_new();
  t.json = polku_plugin_test(&question, POLKU_AS_JSON, POLKU_EN, again);
  polku_report_free(again);
  return t;
}

static tried try_tests(const char *tests) {
  return try_rules(RULES, tests);
}

static void end(tried *t) {
  free(t->text);
  free(t->json);
  polku_report_free(t->report);
  plugin_folder_remove(&t->folder);
}

static void show(const tried *t) {
  char *text = polku_report_text(t->report, POLKU_EN, false);
  print_error("%s\n%s\n", text ? text : "", t->text ? t->text : "");
  free(text);
}

static void expect_in(const tried *t, const char *where, const char *part) {
  if (where && strstr(where, part))
    return;
  show(t);
  fail_msg("missing: %s\nin: %s", part, where ? where : "nothing");
}

static void expect_quiet(const tried *t) {
  if (polku_report_count(t->report, POLKU_ERROR) == 0)
    return;
  show(t);
  fail_msg("there should be no error");
}

static size_t errors_of(const tried *t, const char *code) {
  size_t count = 0;
  polku_problem problem;
  for (size_t i = 0; polku_report_at(t->report, i, POLKU_EN, &problem); i++)
    count += strcmp(problem.code, code) == 0;
  return count;
}

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

/* --- coverage */

static void nothing_tested_is_said_with_a_test_for_each_gap(void **state) {
  (void)state;
  tried t = try_tests(NULL);
  expect_quiet(&t);
  expect_in(&t, t.text, "tiny 1.0.0: no tests.");
  expect_in(&t, t.text, "conditions both ways 0/3");
  expect_in(&t, t.text, "cases 0/3");
  expect_in(&t, t.text,
            "{ rule = \"allow job\", date = \"2020-01-01\", given = { age = 60 }, ref = \"Act § "
            "1.1\" },");
  expect_in(&t, t.text, "the condition \"waited\" holds");
  problem_of(t.report, "W-TEST-COVERAGE");
  end(&t);
}

static void conditions_count_when_they_were_seen_both_ways(void **state) {
  (void)state;
  /* old: both; association: both; waited: never */
  tried t = try_tests("return {\n"
                      " { rule = 'allow job', date = '2021-01-01', given = { age = { 59, 60 } },"
                      " rows = 'all', expect = true, ref = 'r', text = 't' } }");
  expect_in(&t, t.text, "conditions both ways 3/3");
  end(&t);
  t = try_tests("return { { rule = 'allow job', date = '2021-01-01', expect = true, given = { age "
                "= 60, employer = { 'association', 'company' } }, ref = 'r', text = 't' },\n"
                " { rule = 'allow job', date = '2021-01-01', expect = false, ref = 'r', text = 't' "
                "} }");
  expect_quiet(&t);
  expect_in(&t, t.text, "conditions both ways 2/3");
  expect_in(&t, t.json, "\"what\": \"condition_true\", \"id\": \"waited\"");
  assert_null(strstr(t.json, "\"what\": \"condition_false\""));
  end(&t);
}

static void cases_count_when_they_gave_the_number(void **state) {
  (void)state;
  tried t = try_tests("return { { rule = 'limit job', date = '2021-01-01', given = { age = 61,"
                      " employer = { 'association', 'company' } }, expect = 12, ref = 'r', text = "
                      "'t' },\n"
                      " { rule = 'limit job', date = '2021-01-01', expect = 6, ref = 'r', text = "
                      "'t' } }");
  expect_quiet(&t);
  expect_in(&t, t.text, "cases 2/3");
  expect_in(&t, t.text,
            "{ rule = \"limit job\", date = \"2020-01-01\", given = { employer = \"association\" "
            "}, ref = \"Act § 2.2\" },");
  end(&t);
}

/* Tests that reach everything: the law of 2020 and the longer stay of 2024. */
static const char WHOLE[] =
    "return {\n"
    " { rule = 'allow job', date = '2021-01-01', rows = 'all', given = { age = { 60, 68 } },"
    " expect = true, ref = 'r', text = 't' },\n"
    " { rule = 'allow job', date = '2021-01-01', rows = 'all', given = { age = { 15, 59 },"
    " employer = { 'company', 'state' } }, expect = false, ref = 'r', text = 't' },\n"
    " { rule = 'allow job', date = '2021-01-01', given = { employer = 'association', idle_of_6 = "
    "{ 4, 6 } }, expect = true, ref = 'r', text = 't' },\n"
    " { rule = 'allow job', date = '2021-01-01', given = { employer = 'association', idle_of_6 = "
    "{ 0, 3 } }, expect = false, why = 'waited', ref = 'r', text = 't' },\n"
    " { rule = 'limit job', date = { '2021-01-01', '2024-01-01' }, rows = 'all',"
    " given = { age = { 60, 68 } }, expect = 12, ref = 'r', text = 't' },\n"
    " { rule = 'limit job', date = { '2021-01-01', '2024-01-01' },"
    " given = { employer = { 'company', 'state' } }, expect = 6, ref = 'r', text = 't' },\n"
    " { rule = 'limit job', date = '2023-12-31', given = { employer = 'association' },"
    " expect = 8, why = 'months', ref = 'r', text = 't' },\n"
    " { rule = 'limit job', date = '2024-01-01', given = { employer = 'association' },"
    " expect = 10, why = 'months', ref = 'r', text = 't' },\n"
    " { rule = 'amount job town', date = '2021-01-01', expect = 35000, ref = 'r', text = 't' },\n"
    "}\n";

static void whole_coverage_is_possible_and_says_nothing_more(void **state) {
  (void)state;
  tried t = try_tests(WHOLE);
  expect_quiet(&t);
  assert_int_equal(polku_report_count(t.report, POLKU_WARNING), 0);
  expect_in(&t, t.text, "The rules answer as the tests expect.");
  expect_in(&t, t.text, "conditions both ways 3/3");
  expect_in(&t, t.text, "cases 3/3");
  expect_in(&t, t.json, "\"missing\": []");
  assert_null(strstr(t.text, "no test"));
  end(&t);
}

static void every_interval_of_dates_wants_its_tests(void **state) {
  (void)state;
  char less[sizeof WHOLE];
  memcpy(less, WHOLE, sizeof less);
  char *last = strstr(less, "expect = 10");
  assert_non_null(last);
  /* the day of the last limit moves before the change: its row is missed from 2024 on */
  char *day = last;
  while (strncmp(day, "2024-01-01", 10) != 0)
    day--;
  memcpy(day, "2023-01-01", 10);
  memcpy(strstr(less, "expect = 10"), "expect = 8 ", 11);
  tried t = try_tests(less);
  expect_quiet(&t);
  expect_in(&t, t.text, "limit job, 2024-01-01 –: no test of this row");
  expect_in(&t, t.text,
            "date = \"2024-01-01\", given = { employer = \"association\" }, ref = \"Act § 2\"");
  end(&t);
}

static void a_condition_that_cannot_change_is_a_warning_and_no_gap(void **state) {
  (void)state;
  tried t = try_rules(
      "polku.attribute 'age' { int = { 15, 68 }, of = 'client', default = 40 }\n"
      "polku.kind 'job' {}\n"
      "polku.allow 'job' { from = 'always', ref = 'x', any = {\n"
      " { id = 'hundred', reads = { 'age' }, test = function(c) return c.age >= 100 end },\n"
      " { id = 'born', reads = { 'age' }, test = function(c) return c.age >= 1 end } } }\n"
      "polku.limit 'job' { from = 'always', unit = 'month', cases = {\n"
      " { reads = { 'age' }, when = function(c) return c.age >= 15 end, value = 3, ref = 'x' },\n"
      " { default = 5, ref = 'x' } } }\n",
      "return { { rule = 'allow job', date = '2020-01-01', rows = 'all', expect = true, ref = 'r',"
      " text = 't' },\n"
      " { rule = 'limit job', date = '2020-01-01', rows = 'all', expect = 3, ref = 'r', text = 't' "
      "} }");
  expect_quiet(&t);
  assert_int_equal(errors_of(&t, "W-LEAF-CONSTANT"), 2);
  polku_problem problem = problem_of(t.report, "W-LEAF-CONSTANT");
  assert_int_equal(problem.line, 4);
  assert_non_null(strstr(problem.message, "\"hundred\" can never hold"));
  problem = problem_of(t.report, "W-CASE-CONSTANT");
  assert_int_equal(problem.line, 6);
  assert_false(has_problem(t.report, "W-TEST-COVERAGE"));
  expect_in(&t, t.text, "cases 1/1");
  end(&t);
}

static void a_region_answers_for_its_own_rules_only(void **state) {
  (void)state;
  static const char TESTS[] =
      "return { { rule = 'allow job', date = '2022-01-01', given = { trained = false }, rows = "
      "'all', expect = false, why = 'trained', ref = 'Town board', text = 't' },\n"
      " { rule = 'weight job', date = '2022-01-01', given = { trained = true }, expect = 1500000,"
      " ref = 'Act', text = 't' } }";
  plugin_folder folder;
  plugin_folder_new(&folder);
  static const char *const files[] = {"manifest.lua", "params.lua", "rules.lua"};
  for (int i = 0; i < 3; i++) {
    char path[256], text[4096];
    snprintf(path, sizeof path, "%s/town/%s", TEST_PLUGINS, files[i]);
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    size_t length = fread(text, 1, sizeof text, in);
    fclose(in);
    plugin_write(&folder, "town", files[i], text, length);
  }
  plugin_write(&folder, "town/test", "a.lua", TESTS, sizeof TESTS - 1);
  for (int i = 0; i < 3; i++) {
    char path[256], text[8192];
    snprintf(path, sizeof path, "%s/land/%s", TEST_PLUGINS, files[i]);
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    size_t length = fread(text, 1, sizeof text, in);
    fclose(in);
    plugin_write(&folder, "land", files[i], text, length);
  }
  polku_report *report = polku_report_new();
  const polku_plugin_question question = {.folders = folder.path, .plugin = "town"};
  char *text = polku_plugin_test(&question, POLKU_AS_TEXT, POLKU_EN, report);
  assert_non_null(text);
  polku_problem problem;
  while (polku_report_at(report, 0, POLKU_EN, &problem) && problem.severity == POLKU_ERROR)
    fail_msg("%s", problem.message);
  /* the parent's three conditions are not asked of the town, and its weight is only counted */
  assert_non_null(strstr(text, "allow job: tests 1, rows 8, conditions both ways 0/1"));
  assert_non_null(strstr(text, "weight job: tests 1, rows 1\n"));
  free(text);
  polku_report_free(report);
  plugin_folder_remove(&folder);
}

/* A region that only sets a number is asked for tests of the rule that reads it, on those days. */
static void a_number_of_ones_own_wants_the_rows_of_the_rule_that_reads_it(void **state) {
  (void)state;
  static const char MANIFEST[] = "return { id = 'shire', version = '1.0', api = 1, level = "
                                 "'region', extends = { tiny = '>=1' } }";
  static const char NUMBER[] =
      "return { months = { unit = 'month', values = { { from = '2022-01-01', ['until'] = "
      "'2022-12-31', value = 9, ref = 'board' } } } }";
  static const char TESTS[] =
      "return { { rule = 'limit job', date = '2022-06-01', given = { employer = 'association' },"
      " expect = 9, why = 'months', ref = 'board', text = 't' } }";
  char params[sizeof PARAMS + 64];
  snprintf(params, sizeof params, "%s", PARAMS);
  char *unit = strstr(params, "months = { unit = 'month',");
  assert_non_null(unit);
  snprintf(unit, sizeof params - (size_t)(unit - params),
           "months = { unit = 'month', delegate = { region = {} },%s",
           strstr(PARAMS, "months = { unit = 'month',") + strlen("months = { unit = 'month',"));
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_state(&folder, "tiny", params, RULES);
  plugin_write(&folder, "shire", "manifest.lua", MANIFEST, sizeof MANIFEST - 1);
  plugin_write(&folder, "shire", "params.lua", NUMBER, sizeof NUMBER - 1);
  plugin_write(&folder, "shire/test", "a.lua", TESTS, sizeof TESTS - 1);
  polku_report *report = polku_report_new();
  const polku_plugin_question question = {.folders = folder.path, .plugin = "shire"};
  char *text = polku_plugin_test(&question, POLKU_AS_TEXT, POLKU_EN, report);
  assert_non_null(text);
  assert_int_equal(polku_report_count(report, POLKU_ERROR), 0);
  /* old; association; others: the second is tested, and no other rule reads the number */
  assert_non_null(strstr(text, "limit job: tests 1, rows 1, rows of the table 1/3"));
  assert_null(strstr(text, "allow job"));
  assert_non_null(strstr(text, "shire/params.lua:1: limit job, 2022-01-01 – 2022-12-31"));
  free(text);
  polku_report_free(report);
  plugin_folder_remove(&folder);
}

static void the_same_tests_give_the_same_bytes(void **state) {
  (void)state;
  tried a = try_tests(WHOLE), b = try_tests(WHOLE);
  /* folders have names of their own: what follows them is compared */
  assert_string_equal(strstr(a.text, "tiny 1.0.0"), strstr(b.text, "tiny 1.0.0"));
  end(&a);
  end(&b);
}

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
      cmocka_unit_test(nothing_tested_is_said_with_a_test_for_each_gap),
      cmocka_unit_test(conditions_count_when_they_were_seen_both_ways),
      cmocka_unit_test(cases_count_when_they_gave_the_number),
      cmocka_unit_test(whole_coverage_is_possible_and_says_nothing_more),
      cmocka_unit_test(every_interval_of_dates_wants_its_tests),
      cmocka_unit_test(a_condition_that_cannot_change_is_a_warning_and_no_gap),
      cmocka_unit_test(a_region_answers_for_its_own_rules_only),
      cmocka_unit_test(a_number_of_ones_own_wants_the_rows_of_the_rule_that_reads_it),
      cmocka_unit_test(the_same_tests_give_the_same_bytes),
      cmocka_unit_test(every_plugin_is_tested_where_none_is_named),
      cmocka_unit_test(an_unknown_plugin_gives_nothing_but_a_problem),
  };
  return RUN(tests);
}
