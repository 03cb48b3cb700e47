/* The plugins that ship answer as the tests beside their rules say, and these reach every
 * condition both ways, every case and every row of the decision tables. */
#include "polku.h"
#include "support/check.h"

#include <jansson.h>
#include <stdlib.h>

static const polku_plugin_question ALL = {.folders = POLKU_SOURCE_DIR "/plugins"};

/* How many plugins an answer in JSON is about; frees it. */
static size_t plugins_in(char *text) {
  json_t *told = text ? json_loads(text, 0, NULL) : NULL;
  size_t count = json_array_size(json_object_get(told, "plugins"));
  json_decref(told);
  free(text);
  return count;
}

static void every_rule_is_tested_beside_it(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  size_t tested = plugins_in(polku_plugin_test(&ALL, POLKU_AS_JSON, POLKU_EN, report));
  polku_problem problem;
  for (size_t k = 0; polku_report_at(report, k, POLKU_EN, &problem); k++)
    if (problem.severity != POLKU_REMARK)
      fail_msg("%s: %s: %s", problem.file, problem.code, problem.message);
  assert_true(tested > 0);
  assert_int_equal(tested, plugins_in(polku_plugin_list(&ALL, POLKU_AS_JSON, POLKU_EN, report)));
  polku_report_free(report);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(every_rule_is_tested_beside_it)};
  return RUN(tests);
}
