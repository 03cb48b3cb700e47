/* Memory that runs out anywhere while plugins are listed or checked, or the interface is told:
 * never a crash, and always a problem that says so. */
#include "support/check.h"
#include "support/failing_answers.h"
#include "support/plugins.h"

static const polku_plugin_question ALL = {.folders = TEST_PLUGINS};
static const polku_plugin_question ONE = {.folders = TEST_PLUGINS, .plugin = "town"};

static void a_list_may_fail_anywhere(void **state) {
  (void)state;
  assert_true(every_allocation_may_fail(polku_plugin_list, &ALL, POLKU_AS_TEXT) > 3);
  assert_true(every_allocation_may_fail(polku_plugin_list, &ALL, POLKU_AS_JSON) > 3);
}

static void a_check_may_fail_anywhere(void **state) {
  (void)state;
  assert_true(every_allocation_may_fail(polku_plugin_check, &ONE, POLKU_AS_TEXT) > 3);
}

static void the_interface_may_fail_anywhere(void **state) {
  (void)state;
  assert_true(every_allocation_may_fail(polku_plugin_meta, &ALL, POLKU_AS_MARKDOWN) > 3);
  assert_true(every_allocation_may_fail(polku_plugin_meta, &ALL, POLKU_AS_JSON) > 3);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(a_list_may_fail_anywhere),
                                     cmocka_unit_test(a_check_may_fail_anywhere),
                                     cmocka_unit_test(the_interface_may_fail_anywhere)};
  return RUN(tests);
}
