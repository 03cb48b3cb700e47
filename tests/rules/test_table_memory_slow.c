/* Memory that runs out anywhere while rules become tables and differences: never a crash, and
 * always a problem that says so. */
#include "support/check.h"
#include "support/failing_answers.h"
#include "support/plugins.h"

static const polku_plugin_question ONE = {.folders = TEST_PLUGINS, .plugin = "town", .rule = "job"};
static const polku_plugin_question TWO = {
    .folders = TEST_PLUGINS, .plugin = "land", .other = "town", .rule = "allow job"};

static void a_table_may_fail_anywhere(void **state) {
  (void)state;
  assert_true(every_allocation_may_fail(polku_plugin_table, &ONE, POLKU_AS_TEXT) > 100);
}

static void a_difference_may_fail_anywhere(void **state) {
  (void)state;
  assert_true(every_allocation_may_fail(polku_plugin_diff, &TWO, POLKU_AS_TEXT) > 100);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(a_table_may_fail_anywhere),
                                     cmocka_unit_test(a_difference_may_fail_anywhere)};
  return RUN(tests);
}
