/* Plugins of which every part keeps within its limit, and which together would take hours: the work
 * that the core does for them has an end, and the end is told. */
#include "support/check.h"
#include "support/plugins.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST = 1 << 20 };

typedef char *command(const polku_plugin_question *question, polku_shape shape, polku_lang lang,
                      polku_report *report);

/* Text that grows within `LARGEST` bytes. */
typedef struct growing {
  char *text;
  size_t length;
} growing;

static growing grow_from(const char *text) {
  growing made = {malloc(LARGEST), strlen(text)};
  assert_non_null(made.text);
  memcpy(made.text, text, made.length + 1);
  return made;
}

static void grow(growing *text, const char *format, int a, int b, int c) {
  int more = snprintf(text->text + text->length, LARGEST - text->length, format, a, b, c);
  assert_true(more > 0 && text->length + (size_t)more < LARGEST);
  text->length += (size_t)more;
}

/* What a command says of a plugin: no other error than this one. */
static void expect_error(const char *code, command *run, const char *params, const char *rules,
                         const char *tests) {
  plugin_folder folder;
  polku_report *report = polku_report_new();
  assert_non_null(report);
  plugin_folder_new(&folder);
  plugin_state(&folder, "big", params, rules);
  if (tests)
    plugin_write(&folder, "big/test", "a.lua", tests, strlen(tests));
  const polku_plugin_question question = {.folders = folder.path, .plugin = "big"};
  char *text = run(&question, POLKU_AS_TEXT, POLKU_EN, report);
  problem_of(report, code);
  assert_int_equal(polku_report_count(report, POLKU_ERROR), 1);
  free(text);
  polku_report_free(report);
  plugin_folder_remove(&folder);
}

static void expect_too_much(command *run, const char *params, const char *rules,
                            const char *tests) {
  expect_error("E-PLUGIN-WORK", run, params, rules, tests);
}

static const char LIMIT_OF_P[] =
    "polku.kind 'k' {}\n"
    "polku.attribute 'b' { bool = true, of = 'client', default = "
    "false }\n"
    "polku.limit 'k' { from = '2000-01-01', unit = 'month', ref = 's', "
    "cases = {"
    " { reads = { 'b' }, params = { 'p' }, when = function(c, p) return c.b or p.p > 3 end, value "
    "= 'p' "
    "}, { default = 5 } } }\n";

static void a_number_for_each_day_of_decades_has_too_many_intervals(void **state) {
  (void)state;
  growing params = grow_from("return { p = { unit = 'month', values = {\n");
  for (int day = 0; day < 40 * 336; day++) {
    grow(&params, "{ from = '%04d-%02d", 2000 + day / 336, day / 28 % 12 + 1, 0);
    grow(&params, "-%02d', value = %d, ref = 's' },\n", day % 28 + 1, day + 1, 0);
  }
  grow(&params, "} } }", 0, 0, 0);
  expect_too_much(polku_plugin_check, params.text, LIMIT_OF_P, NULL);
  free(params.text);
}

/* Every value in a class of its own: each is compared with all before it. */
static void a_value_of_its_own_for_each_of_many_numbers_is_too_much(void **state) {
  (void)state;
  expect_too_much(polku_plugin_check, NULL,
                  "polku.kind 'k' {}\n"
                  "polku.attribute 'n' { int = { 0, 65534 }, of = 'client', default = 0 }\n"
                  "polku.limit 'k' { from = 'always', unit = 'month', ref = 's', cases = {\n"
                  "  { reads = { 'n' }, when = function(c) return c.n >= 0 end,\n"
                  "    value = function(c) return c.n + 1 end }, { default = 5 } } }\n",
                  NULL);
}

/* Clocks of one history can stand beside each other in very many ways. */
static const char CLOCKS[] =
    "polku.kind 'k' {}\n"
    "polku.history 'h' { keep = 64, runs_in = { 'k' } }\n"
    "local all = {}\n"
    "for i = 1, 20 do\n"
    "  local id = 'c' .. i\n"
    "  polku.clock(id) { of = 'h', last = 2 * i + 1 }\n"
    "  table.insert(all, { id = id, reads = { id }, test = function(c) return c[id] > 1 end })\n"
    "end\n";

static void many_clocks_of_one_history_are_too_much(void **state) {
  (void)state;
  growing rules = grow_from(CLOCKS);
  grow(&rules, "polku.allow 'k' { from = 'always', ref = 's', all = all }\n", 0, 0, 0);
  expect_too_much(polku_plugin_check, NULL, rules.text, NULL);
  free(rules.text);
}

/* The rule asks one clock only; the test holds all of them. */
static void a_test_that_holds_many_clocks_is_too_much(void **state) {
  (void)state;
  growing rules = grow_from(CLOCKS);
  grow(&rules, "polku.allow 'k' { from = 'always', ref = 's', all = { all[1] } }\n", 0, 0, 0);
  growing tests = grow_from("return { { rule = 'allow k', date = '2025-03-01', rows = 'all',"
                            " expect = true, ref = 's', text = 'x', given = {\n");
  for (int i = 1; i <= 20; i++)
    grow(&tests, "c%d = { 0, %d },\n", i, 2 * i + 1, 0);
  grow(&tests, "} } }", 0, 0, 0);
  expect_too_much(polku_plugin_test, NULL, rules.text, tests.text);
  free(rules.text);
  free(tests.text);
}

/* One test is spread into few enough rows; thousands of it are not. */
static void many_tests_of_many_rows_are_too_much(void **state) {
  (void)state;
  growing tests = grow_from("return {\n");
  for (int i = 0; i < 3000; i++)
    grow(&tests,
         "{ rule = 'allow k', date = '2025-03-01', rows = 'all', expect = "
         "true, ref = 's', text = 'x' },\n",
         0, 0, 0);
  grow(&tests, "}", 0, 0, 0);
  expect_error("E-TEST-MANY", polku_plugin_test, NULL,
               "polku.kind 'k' {}\n"
               "polku.attribute 'n' { int = { 0, 99 }, of = 'client', default = 0 }\n"
               "polku.attribute 'm' { int = { 0, 399 }, of = 'client', default = 0 }\n"
               "polku.allow 'k' { from = 'always', ref = 's', all = {\n"
               "  { id = 'a', reads = { 'n' }, test = function(c) return c.n < 100 end },\n"
               "  { any = {\n"
               "    { id = 'b', reads = { 'm', 'n' }, test = function(c)\n"
               "        return (c.m + c.n) % 50 < 49 end },\n"
               "    { id = 'c', reads = { 'm', 'n' }, test = function(c)\n"
               "        return (c.m + c.n) % 50 == 49 end } } } } }\n",
               tests.text);
  free(tests.text);
}

/* Answers without any pattern cannot be told in few rows. */
static void a_table_without_a_pattern_is_too_much(void **state) {
  (void)state;
  expect_too_much(
      polku_plugin_table, NULL,
      "polku.kind 'k' {}\n"
      "for i = 0, 5 do polku.attribute('b' .. i) { int = { 0, 7 }, of = 'client', default = 0 } "
      "end\n"
      "local cases = {}\n"
      "for i = 0, 5 do\n"
      "  local x, y, z = 'b' .. i, 'b' .. (i + 1) % 6, 'b' .. (i + 2) % 6\n"
      "  table.insert(cases, { reads = { x, y, z }, value = i + 1,\n"
      "    when = function(c) return (c[x] * 5 + c[y] * 11 + c[z] * 3) % 7 == 0 end })\n"
      "end\n"
      "table.insert(cases, { default = 50 })\n"
      "polku.limit 'k' { from = 'always', unit = 'month', ref = 's', cases = cases }\n",
      NULL);
}

/* Hundreds of payments of one kind are much, but not too much: their law is made once. */
static void many_payments_share_one_law(void **state) {
  (void)state;
  plugin_folder folder;
  polku_report *report = polku_report_new();
  plugin_folder_new(&folder);
  plugin_state(&folder, "big", NULL,
               "polku.kind 'k' {}\n"
               "for i = 1, 300 do\n"
               "  polku.amount 'k' { from = 'always', unit = 'cent/month', account = 'a' .. i,\n"
               "    ref = 's', cases = { { default = i } } }\n"
               "end\n");
  const polku_plugin_question question = {.folders = folder.path, .plugin = "big"};
  char *text = polku_plugin_table(&question, POLKU_AS_CSV, POLKU_EN, report);
  assert_int_equal(polku_report_count(report, POLKU_ERROR), 0);
  assert_non_null(text);
  assert_non_null(strstr(text, "a300"));
  free(text);
  polku_report_free(report);
  plugin_folder_remove(&folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_number_for_each_day_of_decades_has_too_many_intervals),
      cmocka_unit_test(a_value_of_its_own_for_each_of_many_numbers_is_too_much),
      cmocka_unit_test(many_clocks_of_one_history_are_too_much),
      cmocka_unit_test(a_test_that_holds_many_clocks_is_too_much),
      cmocka_unit_test(many_tests_of_many_rows_are_too_much),
      cmocka_unit_test(a_table_without_a_pattern_is_too_much),
      cmocka_unit_test(many_payments_share_one_law),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
