/* Memory that runs out anywhere while rules become tables and differences: never a crash, and
 * always a problem that says so. */
#include "support/check.h"
#include "support/failing.h"
#include "support/plugins.h"

#include <stdlib.h>

typedef char *answer(const polku_plugin_question *question, polku_shape shape, polku_lang lang,
                     polku_report *report);

static void every_allocation_may_fail(answer *ask, const polku_plugin_question *question,
                                      polku_shape shape) {
  bool failed = true;
  int n = 1;
  for (; failed; n++) {
    polku_report *report = polku_report_new();
    assert_non_null(report);
    long before = blocks_alive();
    fail_allocation(n);
    char *text = ask(question, shape, POLKU_FI, report);
    failed = allocation_failed();
    if (failed && (text || !polku_report_failed(report)))
      fail_msg("allocation %d failed, and nobody said so", n);
    if (!failed)
      assert_non_null(text);
    free(text);
    polku_report_free(report);
    assert_true(blocks_alive() <= before);
  }
  assert_true(n > 100);
}

static const polku_plugin_question ONE = {.folders = TEST_PLUGINS, .plugin = "town", .rule = "job"};
static const polku_plugin_question TWO = {
    .folders = TEST_PLUGINS, .plugin = "land", .other = "town", .rule = "allow job"};

static void a_table_may_fail_anywhere(void **state) {
  (void)state;
  every_allocation_may_fail(polku_plugin_table, &ONE, POLKU_AS_TEXT);
}

static void a_difference_may_fail_anywhere(void **state) {
  (void)state;
  every_allocation_may_fail(polku_plugin_diff, &TWO, POLKU_AS_TEXT);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(a_table_may_fail_anywhere),
                                     cmocka_unit_test(a_difference_may_fail_anywhere)};
  return RUN(tests);
}
