/* polku plugin test as a person calls it: the rules are held against the tests beside them, and
 * what is not tested is named with a test to begin from. */
#include "support/check.h"
#include "support/folder.h"
#include "support/program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char MANIFEST[] =
    "return { id = \"hill\", version = \"2.1\", api = 1, level = \"state\" }\n";
static const char RULES[] =
    "polku.kind \"job\" {}\n"
    "polku.attribute \"age\" { int = { 15, 68 }, of = \"client\", default = 40 }\n"
    "polku.allow \"job\" { from = \"2020-01-01\", ref = \"Act § 1\", all = {\n"
    "  { id = \"old\", ref = \"Act § 1\", reads = { \"age\" },\n"
    "    test = function(c) return c.age >= 60 end, why = { en = \"is not 60\" } } } }\n";
static const char GOOD[] =
    "return {\n"
    "  { rule = \"allow job\", date = \"2021-01-01\", given = { age = { 60, 68 } }, expect = "
    "true,\n"
    "    ref = \"Act § 1\", text = \"From 60 on.\" },\n"
    "  { rule = \"allow job\", date = \"2021-01-01\", given = { age = { 15, 59 } },\n"
    "    expect = false, why = \"old\", ref = \"Act § 1\", text = \"Not before.\" },\n"
    "}\n";
static const char HALF[] =
    "return { { rule = \"allow job\", date = \"2021-01-01\", given = { age = 60 }, expect = true,\n"
    "  ref = \"Act § 1\", text = \"From 60 on.\" } }\n";
static const char WRONG[] =
    "return { { rule = \"allow job\", date = \"2021-01-01\", given = { age = 55 }, expect = true,\n"
    "  ref = \"Act § 1\", text = \"From 55 on.\" } }\n";

static int enter(void **state) {
  enter_folder(state);
  run_result made = program_run(folder, "mkdir -p plugins/hill/test &&", "--version");
  run_free(&made);
  program_write(folder, "plugins/hill/manifest.lua", MANIFEST);
  program_write(folder, "plugins/hill/rules.lua", RULES);
  return 0;
}

static void tests_that_hold_and_reach_everything_are_status_0(void **state) {
  (void)state;
  program_write(folder, "plugins/hill/test/a.lua", GOOD);
  program_expect(folder, "plugin test plugins/hill --strict", 0,
                 "hill 2.1: tests 2, rows checked 54. The rules answer as the tests expect.", "");
  program_expect(folder, "plugin test hill --plugins plugins", 0,
                 "conditions both ways 1/1, rows of the table 2/2", "");
}

static void what_is_not_tested_is_a_warning_and_strict_insists(void **state) {
  (void)state;
  program_write(folder, "plugins/hill/test/a.lua", HALF);
  program_expect(folder, "plugin test plugins/hill", 0,
                 "{ rule = \"allow job\", date = \"2020-01-01\", given = {}, ref = \"Act § 1\" },",
                 "W-TEST-COVERAGE");
  program_expect(folder, "plugin test plugins/hill --strict", 1, "0/1", "W-TEST-COVERAGE");
}

static void a_failing_test_is_status_1_and_says_where(void **state) {
  (void)state;
  program_write(folder, "plugins/hill/test/a.lua", WRONG);
  program_expect(folder, "plugin test plugins/hill", 1, "otherwise than expected in: 1",
                 "plugins/hill/test/a.lua:1:");
  program_expect(folder, "plugin test plugins/hill", 1, NULL, "is not 60 (condition old, Act § 1)");
  program_expect(folder, "plugin test plugins/hill --lang fi", 1, NULL, "testi odottaa");
}

static void json_holds_the_same(void **state) {
  (void)state;
  program_write(folder, "plugins/hill/test/a.lua", GOOD);
  json_t *told = program_json(folder, "plugin test plugins/hill --json");
  const json_t *hill = json_array_get(json_object_get(told, "plugins"), 0);
  assert_string_equal(json_string_value(json_object_get(told, "format")), "polku-plugin-test/1");
  assert_int_equal(json_integer_value(json_object_get(hill, "tests")), 2);
  assert_int_equal(json_integer_value(json_object_get(hill, "failed")), 0);
  assert_int_equal(json_integer_value(json_object_get(hill, "checked")), 54);
  const json_t *rule = json_array_get(json_object_get(hill, "rules"), 0);
  const json_t *rows = json_object_get(rule, "rows");
  assert_int_equal(json_integer_value(json_object_get(rows, "all")), 2);
  assert_int_equal(json_integer_value(json_object_get(rows, "reached")), 2);
  json_decref(told);
}

static void the_example_that_is_shown_is_a_test_when_it_is_filled_in(void **state) {
  (void)state;
  program_write(folder, "plugins/hill/test/a.lua", HALF);
  run_result shown = program_run(folder, "", "plugin test plugins/hill");
  const char *example = strstr(shown.out, "{ rule =");
  const char *last = example ? strstr(example, " },") : NULL;
  const char *stop = last ? strstr(last, "\n") : NULL;
  assert_non_null(stop);
  char test[512];
  snprintf(test, sizeof test,
           "return { %.*s, expect = false, text = \"Not before.\" },\n"
           " { rule = \"allow job\", date = \"2021-01-01\", given = { age = 60 }, expect = true,"
           " ref = \"r\", text = \"t\" } }",
           (int)(stop - example - 3), example);
  run_free(&shown);
  program_write(folder, "plugins/hill/test/a.lua", test);
  program_expect(folder, "plugin test plugins/hill --strict", 0, "rows of the table 2/2", "");
}

/* The tests that plugins/README.md shows hold for the law that it speaks of. */
static void the_tests_of_the_readme_hold(void **state) {
  (void)state;
  char *readme = read_whole_file(POLKU_SOURCE_DIR "/plugins/README.md", NULL);
  if (!readme)
    skip();
  const char *from = strstr(readme, "### Test a rule");
  from = from ? strstr(from, "```lua\n") : NULL;
  char *stop = from ? strstr(from + 7, "```") : NULL;
  assert_non_null(stop);
  *stop = 0;
  run_result copied =
      program_run(folder, "cp -r '" POLKU_SOURCE_DIR "/plugins/finland' . && rm finland/test/* &&",
                  "--version");
  run_free(&copied);
  program_write(folder, "finland/test/readme.lua", from + 7);
  program_expect(folder, "plugin test ./finland", 0, "finland", "");
  free(readme);
}

static void a_plugin_without_tests_is_told_so(void **state) {
  (void)state;
  run_result removed = program_run(folder, "rm -f plugins/hill/test/a.lua &&", "--version");
  run_free(&removed);
  program_expect(folder, "plugin test plugins/hill", 0, "hill 2.1: no tests.", "W-TEST-COVERAGE");
  program_expect(folder, "plugin test hull --plugins plugins", 1, NULL, "did you mean \"hill\"?");
  program_expect(folder, "plugin test a b", 2, NULL, "polku plugin test");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(tests_that_hold_and_reach_everything_are_status_0),
      cmocka_unit_test(what_is_not_tested_is_a_warning_and_strict_insists),
      cmocka_unit_test(a_failing_test_is_status_1_and_says_where),
      cmocka_unit_test(json_holds_the_same),
      cmocka_unit_test(the_example_that_is_shown_is_a_test_when_it_is_filled_in),
      cmocka_unit_test(the_tests_of_the_readme_hold),
      cmocka_unit_test(a_plugin_without_tests_is_told_so),
  };
  return cmocka_run_group_tests(tests, enter, leave_folder);
}
