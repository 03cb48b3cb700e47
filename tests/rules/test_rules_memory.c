/* Memory that runs out anywhere, in core or in Lua, while rules are loaded, bound, checked and
 * explained: never a crash, and always a problem that says so. */
#include "support/check.h"
#include "support/failing.h"
#include "support/plugins.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char MODEL[] =
    "{ \"format\": \"polku/1\", \"region\": \"town\", \"start_date\": \"2015-01-01\", \"horizon\": "
    "3,"
    " \"actors\": { \"x\": { \"sector\": \"third\", \"kind\": \"association\" } },"
    " \"stages\": { \"a\": { \"kind\": \"idle\", \"duration\": { \"fixed\": 1 } },"
    "   \"b\": { \"kind\": \"job\", \"final\": true, \"actors\": { \"x\": { \"employer\": {} } } } "
    "},"
    " \"transitions\": { \"t\": { \"from\": \"a\", \"to\": \"b\", \"share\": 1 } },"
    " \"groups\": { \"g\": { \"size\": 1, \"start\": \"a\","
    "   \"attributes\": { \"skill\": \"low\", \"age\": { \"30\": 0.5, \"60\": 0.5 } },"
    "   \"histories\": { \"idle\": { \"latest\": { \"2\": 0.5, \"5\": 0.5 } } } } } }";

/* The law of land and town with money, weights, order and a stricter condition over it: three
 * levels and everything that a plugin can declare. */
static const char COIN[] =
    "polku.override.allow 'job' { mode = 'restrict', from = 'always', ref = 'x', none = { "
    "{ id = 'seventeen', ref = 'x', reads = { 'age' }, "
    "test = function(c) return c.age == 17 end } } } "
    "polku.amount 'job' { from = 'always', account = 'fund', to = 'employer', cases = { "
    "{ reads = { 'elapsed' }, params = { 'coin.rate' }, "
    "when = function(c) return c.elapsed < 2 end, value = 'coin.rate', ref = 'x' }, "
    "{ reads = { 'age' }, default = function(c) return c.age end } } } "
    "polku.weight 'course' { from = 'always', cases = { { default = 5 } } } "
    "polku.priority 'job' { from = 'always', cases = { { reads = { 'idle_of_6' }, value = 3, "
    "when = function(c) return c.idle_of_6 > 4 end }, { reads = { 'age' }, "
    "default = function(c) return c.age // 40 end } } }";
static const char COIN_MANIFEST[] = "return { id = 'coin', version = '1.0.0', api = 1, "
                                    "level = 'municipality', extends = { town = '>=0.1' } }";
static const char COIN_PARAMS[] =
    "return { ['coin.rate'] = { unit = 'cent/month', review_by = '2001-01-01', "
    "values = { { from = 'always', value = 7, ref = 'x' } } } }";

/* Loads, checks and explains while the n-th allocation fails, for every n. */
static void try_all(const char *text, const char *folders, const char *date) {
  polku_report *good = polku_report_new();
  polku_model *model = polku_model_read("model.json", text, strlen(text), good);
  assert_non_null(model);
  bool failed = true;
  int n = 1;
  for (; failed; n++) {
    polku_report *report = polku_report_new();
    assert_non_null(report);
    fail_allocation(n);
    polku_rules *rules = polku_rules_load(model, folders, report);
    polku_question question = {.group = "g", .stage = "b", .date = date};
    if (rules)
      pk_rules_check_ages(rules, report);
    char *answer = polku_explain(model, rules, &question, POLKU_FI, report);
    char *json = polku_explain_json(model, rules, &question, POLKU_EN, report);
    failed = allocation_failed();
    if (failed && (!answer || !json) && polku_report_count(report, POLKU_ERROR) == 0)
      fail_msg("allocation %d failed, and nobody said so", n);
    if (!failed && (!answer || !json))
      problem_of(report, "none");
    free(answer);
    free(json);
    polku_rules_free(rules);
    polku_report_free(report);
  }
  assert_true(n > 100);
  polku_model_free(model);
  polku_report_free(good);
}

static void memory_may_run_out_anywhere(void **state) {
  (void)state;
  try_all(MODEL, TEST_PLUGINS, "2005-01-01");
}

static void memory_may_run_out_where_money_is_told(void **state) {
  (void)state;
  static const char model[] =
      "{ \"format\": \"polku/1\", \"region\": \"coin\", \"start_date\": \"2015-01-01\","
      " \"horizon\": 3, \"accounts\": { \"fund\": { \"unit\": \"euro\" } },"
      " \"actors\": { \"x\": { \"sector\": \"third\", \"kind\": \"association\" } },"
      " \"stages\": { \"a\": { \"kind\": \"idle\", \"duration\": { \"fixed\": 1 } },"
      "   \"b\": { \"kind\": \"job\", \"final\": true,"
      "     \"actors\": { \"x\": { \"employer\": { \"places\": 1 } } } } },"
      " \"transitions\": { \"t\": { \"from\": \"a\", \"to\": \"b\", \"share\": 1 } },"
      " \"groups\": { \"g\": { \"size\": 1, \"start\": \"a\","
      "   \"attributes\": { \"skill\": \"low\", \"age\": { \"59\": 0.5, \"60\": 0.5 } },"
      "   \"histories\": { \"idle\": { \"latest\": 5 } } } } }";
  char folders[256];
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_write(&folder, "coin", "manifest.lua", COIN_MANIFEST, strlen(COIN_MANIFEST));
  plugin_write(&folder, "coin", "params.lua", COIN_PARAMS, strlen(COIN_PARAMS));
  plugin_write(&folder, "coin", "rules.lua", COIN, strlen(COIN));
  snprintf(folders, sizeof folders, "%s:%s", folder.path, TEST_PLUGINS);
  try_all(model, folders, NULL);
  plugin_folder_remove(&folder);
}

/* A plugin whose texts leave so little of its memory that its limit is met somewhere in what
 * follows: in a declaration, a closure, a sort, a table of answers. */
static bool ends_well(int large, int small) {
  char rules[1024];
  plugin_folder folder;
  snprintf(
      rules, sizeof rules,
      "local t, s, r = {}, string.rep('x', 16000), string.rep('x', 900)\n"
      "for i = 1, %d do t[i] = s .. i end for i = 1, %d do t[-i] = r .. i end\n"
      "for k in pairs { a = 1, b = 2, c = 3 } do polku.kind(k) { name = { en = k .. k } } end\n"
      "polku.attribute 'n' { int = { 1, 60 }, default = 1 }\n"
      "polku.allow 'a' { from = 'always', ref = 'x', all = { { id = 'x', reads = { 'n' }, "
      "test = function(c) local u = { c.n, 3, 2 } table.sort(u) return u[1] < 50 end } } }\n",
      large, small);
  plugin_folder_new(&folder);
  plugin_state(&folder, "full", NULL, rules);
  bound_model b =
      bind_text("{ \"format\": \"polku/1\", \"region\": \"full\", \"start_date\": \"2020-01-01\","
                " \"horizon\": 3, \"stages\": { \"a\": { \"kind\": \"a\", \"final\": true } },"
                " \"transitions\": {}, \"groups\": { \"g\": { \"size\": 1, \"start\": \"a\" } } }",
                folder.path);
  bool good = b.rules != NULL;
  if (!good)
    problem_of(b.report, "E-PLUGIN-MEMORY");
  assert_false(polku_report_failed(b.report));
  bound_free(&b);
  plugin_folder_remove(&folder);
  return good;
}

static void the_limit_of_a_box_may_be_met_anywhere(void **state) {
  (void)state;
  int good = 0, refused = 0;
  for (int large = 1000; large < 1020; large += 2)
    for (int small = 0; small < 32; small += 4)
      if (ends_well(large, small))
        good++;
      else
        refused++;
  assert_true(good > 10 && refused > 10);
}

/* Checks a plugin, with all that is proved and told of it, while the n-th allocation fails. */
static void check_all(const char *plugin, const char *code) {
  bool failed = true;
  int n = 1;
  for (; failed; n++) {
    const polku_plugin_question question = {.folders = TEST_PLUGINS "/messages", .plugin = plugin};
    polku_report *report = polku_report_new();
    assert_non_null(report);
    fail_allocation(n);
    char *answer = polku_plugin_check(&question, POLKU_AS_TEXT, POLKU_FI, report);
    failed = allocation_failed();
    if (failed && !answer && polku_report_count(report, POLKU_ERROR) == 0)
      fail_msg("allocation %d failed, and nobody said so", n);
    if (failed && answer && !has_problem(report, code) && !polku_report_failed(report))
      fail_msg("allocation %d failed, and %s was not found", n, code);
    if (!failed)
      problem_of(report, code);
    free(answer);
    polku_report_free(report);
  }
  assert_true(n > 100);
}

static void memory_may_run_out_while_promises_are_proved(void **state) {
  (void)state;
  check_all("east", "E-PROMISE-BROKEN");
  check_all("border-town", "E-PLUGIN-CONFLICT");
  check_all("stale", "W-PARAM-REVIEW");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(memory_may_run_out_anywhere),
      cmocka_unit_test(memory_may_run_out_where_money_is_told),
      cmocka_unit_test(the_limit_of_a_box_may_be_met_anywhere),
      cmocka_unit_test(memory_may_run_out_while_promises_are_proved),
  };
  return RUN(tests);
}
