#include "support/failing_answers.h"

#include "support/check.h"
#include "support/failing.h"

#include <stdlib.h>

int every_allocation_may_fail(plugin_answer *ask, const polku_plugin_question *question,
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
  return n;
}
