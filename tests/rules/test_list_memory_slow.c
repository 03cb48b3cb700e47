/* Memory that runs out anywhere while plugins are listed or checked, or the interface is told:
 * never a crash, and always a problem that says so. */
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
  assert_true(n > 3);
}

static const polku_plugin_question ALL = {.folders = TEST_PLUGINS};
static const polku_plugin_question ONE = {.folders = TEST_PLUGINS, .plugin = "town"};

static void a_list_may_fail_anywhere(void **state) {
  (void)state;
  every_allocation_may_fail(polku_plugin_list, &ALL, POLKU_AS_TEXT);
  every_allocation_may_fail(polku_plugin_list, &ALL, POLKU_AS_JSON);
}

static void a_check_may_fail_anywhere(void **state) {
  (void)state;
  every_allocation_may_fail(polku_plugin_check, &ONE, POLKU_AS_TEXT);
}

static void the_interface_may_fail_anywhere(void **state) {
  (void)state;
  every_allocation_may_fail(polku_plugin_meta, &ALL, POLKU_AS_MARKDOWN);
  every_allocation_may_fail(polku_plugin_meta, &ALL, POLKU_AS_JSON);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(a_list_may_fail_anywhere),
                                     cmocka_unit_test(a_check_may_fail_anywhere),
                                     cmocka_unit_test(the_interface_may_fail_anywhere)};
  return RUN(tests);
}
