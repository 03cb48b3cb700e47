/* Memory that runs out anywhere, in core or in Lua, while rules are loaded, bound and explained:
 * never a crash, and always a problem that says so. */
#include "support/check.h"
#include "support/failing.h"
#include "support/plugins.h"

#include <stdlib.h>

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

static void memory_may_run_out_anywhere(void **state) {
  (void)state;
  polku_report *good = polku_report_new();
  polku_model *model = polku_model_read("model.json", MODEL, sizeof MODEL - 1, good);
  assert_non_null(model);
  bool failed = true;
  int n = 1;
  for (; failed; n++) {
    polku_report *report = polku_report_new();
    assert_non_null(report);
    fail_allocation(n);
    polku_rules *rules = polku_rules_load(model, TEST_PLUGINS, report);
    polku_question question = {.group = "g", .stage = "b", .date = "2005-01-01"};
    char *answer = polku_explain(model, rules, &question, POLKU_FI, report);
    failed = allocation_failed();
    if (failed && !answer && polku_report_count(report, POLKU_ERROR) == 0)
      fail_msg("allocation %d failed, and nobody said so", n);
    if (!failed)
      assert_non_null(answer);
    free(answer);
    polku_rules_free(rules);
    polku_report_free(report);
  }
  assert_true(n > 100);
  polku_model_free(model);
  polku_report_free(good);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(memory_may_run_out_anywhere)};
  return RUN(tests);
}
