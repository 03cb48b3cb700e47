/* Memory that runs out anywhere while a plugin is tested or asked without a model: never a crash,
 * and always a problem that says so. */
#include "support/check.h"
#include "support/failing.h"
#include "support/plugins.h"

#include <stdlib.h>
#include <string.h>

static const char TESTS[] =
    "return { { rule = 'allow job', date = '2015-01-01', rows = 'all', given = { age = { 60, 68 },"
    " idle_of_12 = { 3, 4 } }, expect = true, why = 'old', ref = 'r', text = 't' },\n"
    " { rule = 'limit job', date = { '2015-01-01', '2021-01-01' }, given = { skill = { 'low',"
    " 'high' } }, expect = 12, ref = 'r', text = { en = 't' } } }";
static const char RULES[] =
    "polku.attribute 'age' { int = { 15, 68 }, of = 'client', default = 40 }\n"
    "polku.attribute 'skill' { enum = { 'low', 'high' }, of = 'client' }\n"
    "polku.kind 'idle' {} polku.kind 'job' {}\n"
    "polku.history 'idle' { keep = 12, runs_in = { 'idle' } }\n"
    "polku.clock 'idle_of_6' { of = 'idle', last = 6 }\n"
    "polku.clock 'idle_of_12' { of = 'idle', last = 12 }\n"
    "polku.allow 'job' { from = 'always', ref = 'x', any = {\n"
    " { id = 'old', reads = { 'age' }, test = function(c) return c.age >= 60 end },\n"
    " { id = 'waited', reads = { 'idle_of_6' }, test = function(c) return c.idle_of_6 > 3 end },\n"
    " { id = 'never', reads = { 'age' }, test = function(c) return c.age > 99 end } } }\n"
    "polku.limit 'job' { from = 'always', unit = 'month', cases = {\n"
    " { reads = { 'skill' }, when = function(c) return c.skill == 'low' end, value = 12 },\n"
    " { default = 3 } } }\n";

typedef char *answer_of(const polku_plugin_question *question, polku_shape shape, polku_lang lang,
                        polku_report *report);

static void run_out(answer_of *ask, const char *rule, polku_shape shape) {
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_state(&folder, "p", NULL, RULES);
  plugin_write(&folder, "p/test", "a.lua", TESTS, sizeof TESTS - 1);
  const polku_plugin_question question = {.folders = folder.path, .plugin = "p", .rule = rule};
  polku_report *quiet = polku_report_new();
  char *whole = ask(&question, shape, POLKU_SV, quiet);
  assert_non_null(whole);
  polku_report_free(quiet);
  bool failed = true;
  int n = 1;
  for (; failed; n++) {
    polku_report *report = polku_report_new();
    assert_non_null(report);
    fail_allocation(n);
    char *answer = ask(&question, shape, POLKU_SV, report);
    failed = allocation_failed();
    /* Lua looks for memory once more after collecting its own: then the answer must be whole. */
    if (answer ? strcmp(answer, whole) != 0 : !polku_report_failed(report))
      fail_msg("allocation %d failed, and nobody said so", n);
    assert_true(failed || answer);
    free(answer);
    polku_report_free(report);
  }
  assert_true(n > 50);
  free(whole);
  plugin_folder_remove(&folder);
}

static void memory_may_run_out_while_rules_are_tested(void **state) {
  (void)state;
  run_out(polku_plugin_test, NULL, POLKU_AS_TEXT);
  run_out(polku_plugin_test, NULL, POLKU_AS_JSON);
}

static void memory_may_run_out_while_a_rule_is_asked(void **state) {
  (void)state;
  run_out(polku_plugin_why, "job", POLKU_AS_TEXT);
  run_out(polku_plugin_why, "job", POLKU_AS_JSON);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(memory_may_run_out_while_rules_are_tested),
                                     cmocka_unit_test(memory_may_run_out_while_a_rule_is_asked)};
  return RUN(tests);
}
