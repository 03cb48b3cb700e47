/* The plugins that ship answer as the tests beside their rules say, and these reach every
 * condition both ways, every case and every row of the decision tables. */
#include "polku.h"
#include "support/check.h"

#include <stdlib.h>

#define FOLDERS POLKU_SOURCE_DIR "/plugins"

static void every_rule_is_tested_beside_it(void **state) {
  (void)state;
  static const char *const plugins[] = {"finland", "rovaniemi", "north-karelia", "joensuu",
                                        "liperi"};
  for (size_t i = 0; i < sizeof plugins / sizeof *plugins; i++) {
    polku_report *report = polku_report_new();
    const polku_plugin_question question = {.folders = FOLDERS, .plugin = plugins[i]};
    char *text = polku_plugin_test(&question, POLKU_AS_TEXT, POLKU_EN, report);
    assert_non_null(text);
    polku_problem problem;
    for (size_t k = 0; polku_report_at(report, k, POLKU_EN, &problem); k++)
      if (problem.severity != POLKU_REMARK)
        fail_msg("%s: %s: %s", plugins[i], problem.code, problem.message);
    free(text);
    polku_report_free(report);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(every_rule_is_tested_beside_it)};
  return RUN(tests);
}
