/* What takes long to attack. Every hostile plugin again and again: a hash that is seeded, a clock,
 * an address or the order of a folder would show. POLKU_LONG in the environment does it a hundred
 * times. */
#include "support/check.h"
#include "support/hostile.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void many_runs_give_the_same_bytes(void **state) {
  (void)state;
  int runs = long_or(100, 25);
  char *first = hostile_all();
  for (int i = 1; i < runs; i++) {
    char *again = hostile_all();
    assert_string_equal(again, first);
    free(again);
  }
  free(first);
}

/* A condition over sixty thousand ages, with a parameter. */
static const char WIDE[] =
    "polku.kind 'k' {} polku.attribute 'n' { int = { 0, 60000 }, default = 0 }\n"
    "polku.allow 'k' { from = 'always', ref = 'x', all = { { id = 'x', reads = { 'n' }, params = "
    "{ 'x' }, test = function(c, p) return c.n > p.x end } } }\n";

/* What checking or testing the plugin reports. */
typedef char *ask_plugin(const polku_plugin_question *question, polku_shape shape, polku_lang lang,
                         polku_report *report);

static void expect_end(plugin_folder *folder, ask_plugin *ask, const char *code) {
  char path[192];
  snprintf(path, sizeof path, "%s/bad", folder->path);
  const polku_plugin_question question = {.folders = folder->path, .plugin = path};
  polku_report *report = polku_report_new();
  free(ask(&question, POLKU_AS_TEXT, POLKU_EN, report));
  problem_of(report, code);
  polku_report_free(report);
  plugin_folder_remove(folder);
}

static void a_thousand_dates_do_not_multiply_the_steps(void **state) {
  (void)state;
  pk_text params = PK_TEXT_EMPTY;
  pk_text_add(&params, "return { x = { unit = 'count', values = {\n");
  for (int i = 0; i < 1000; i++)
    pk_text_addf(&params, "{ from = '%04d-%02d-01', value = %d, ref = 'x' },\n", 1900 + i / 10,
                 1 + i % 10, i % 500);
  pk_text_add(&params, "} } }");
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_state(&folder, "bad", params.data, WIDE);
  pk_text_free(&params);
  expect_end(&folder, polku_plugin_check, "E-PLUGIN-WORK");
}

static void thousands_of_tests_do_not_run_for_ever(void **state) {
  (void)state;
  pk_text tests = PK_TEXT_EMPTY;
  pk_text_add(&tests, "return {\n");
  for (int i = 0; i < 1000; i++)
    pk_text_add(&tests, "{ rule = 'allow k', date = '2020-01-01', expect = true, ref = 'x', text = "
                        "'x', given = { n = { 0, 60000 } } },\n");
  pk_text_add(&tests, "}");
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_state(
      &folder, "bad",
      "return { x = { unit = 'count', values = { { from = 'always', value = 1, ref = 'x' } "
      "} } }",
      WIDE);
  plugin_write(&folder, "bad/test", "a.lua", tests.data, tests.length);
  pk_text_free(&tests);
  expect_end(&folder, polku_plugin_test, "E-TEST-MANY");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(many_runs_give_the_same_bytes),
      cmocka_unit_test(a_thousand_dates_do_not_multiply_the_steps),
      cmocka_unit_test(thousands_of_tests_do_not_run_for_ever),
  };
  return RUN(tests);
}
