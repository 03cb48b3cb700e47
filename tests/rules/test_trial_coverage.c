/* What tests beside rules leave untested: conditions that were seen in one way only, cases that
 * gave no number, intervals of dates. */
#include "rules/trials.h"

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

/* A plugin of the tests' own, without its tests. */
static void copy_plugin(tried *t, const char *plugin) {
  static const char *const files[] = {"manifest.lua", "params.lua", "rules.lua"};
  for (int i = 0; i < 3; i++) {
    char path[256], text[8192];
    snprintf(path, sizeof path, "%s/%s/%s", TEST_PLUGINS, plugin, files[i]);
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    size_t length = fread(text, 1, sizeof text, in);
    fclose(in);
    plugin_write(&t->folder, plugin, files[i], text, length);
  }
}

static void a_region_answers_for_its_own_rules_only(void **state) {
  (void)state;
  static const char TESTS[] =
      "return { { rule = 'allow job', date = '2022-01-01', given = { trained = false }, rows = "
      "'all', expect = false, ref = 'Town board', text = 't' },\n"
      " { rule = 'weight job', date = '2022-01-01', given = { trained = true }, expect = 1500000,"
      " ref = 'Act', text = 't' } }";
  tried t = begin();
  copy_plugin(&t, "town");
  copy_plugin(&t, "land");
  plugin_write(&t.folder, "town/test", "a.lua", TESTS, sizeof TESTS - 1);
  try_plugin(&t, "town");
  expect_quiet(&t);
  /* the parent's three conditions are not asked of the town, and its weight is only counted */
  expect_in(&t, t.text, "allow job: tests 1, rows 8, conditions both ways 0/1");
  expect_in(&t, t.text, "weight job: tests 1, rows 1\n");
  end(&t);
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
  tried t = begin();
  plugin_state(&t.folder, "tiny", params, RULES);
  plugin_write(&t.folder, "shire", "manifest.lua", MANIFEST, sizeof MANIFEST - 1);
  plugin_write(&t.folder, "shire", "params.lua", NUMBER, sizeof NUMBER - 1);
  plugin_write(&t.folder, "shire/test", "a.lua", TESTS, sizeof TESTS - 1);
  try_plugin(&t, "shire");
  expect_quiet(&t);
  /* old; association; others: the second is tested, and no other rule reads the number */
  expect_in(&t, t.text, "limit job: tests 1, rows 1, rows of the table 1/3");
  assert_null(strstr(t.text, "allow job"));
  expect_in(&t, t.text, "shire/params.lua:1: limit job, 2022-01-01 – 2022-12-31");
  end(&t);
}

static void the_same_tests_give_the_same_bytes(void **state) {
  (void)state;
  tried a = try_tests(WHOLE), b = try_tests(WHOLE);
  /* folders have names of their own: what follows them is compared */
  assert_string_equal(strstr(a.text, "tiny 1.0.0"), strstr(b.text, "tiny 1.0.0"));
  end(&a);
  end(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nothing_tested_is_said_with_a_test_for_each_gap),
      cmocka_unit_test(conditions_count_when_they_were_seen_both_ways),
      cmocka_unit_test(cases_count_when_they_gave_the_number),
      cmocka_unit_test(whole_coverage_is_possible_and_says_nothing_more),
      cmocka_unit_test(every_interval_of_dates_wants_its_tests),
      cmocka_unit_test(a_condition_that_cannot_change_is_a_warning_and_no_gap),
      cmocka_unit_test(a_region_answers_for_its_own_rules_only),
      cmocka_unit_test(a_number_of_ones_own_wants_the_rows_of_the_rule_that_reads_it),
      cmocka_unit_test(the_same_tests_give_the_same_bytes),
  };
  return RUN(tests);
}
