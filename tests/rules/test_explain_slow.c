/* Explanations asked again and again of one rules object, as a program with many users does. */
#include "support/check.h"
#include "support/plugins.h"

#include <stdlib.h>

/* Each question has a budget of its own, and the rules are only read. */
static void who_asks_late_is_answered_as_the_first(void **state) {
  (void)state;
  static const char *const dates[] = {"2024-06-01", "2025-06-01"};
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_load(POLKU_SOURCE_DIR "/models/start.json", report);
  polku_rules *rules = polku_rules_load(model, POLKU_SOURCE_DIR "/plugins", report);
  assert_non_null(rules);
  char *first[2] = {NULL, NULL};
  for (int i = 0; i < 200; i++) {
    polku_question question = {"clients", "rehab", dates[i % 2], NULL, 0};
    polku_report *own = polku_report_new();
    char *text = polku_explain_json(model, rules, &question, POLKU_EN, own);
    assert_non_null(text);
    if (i < 2) {
      first[i] = text;
    } else {
      assert_string_equal(text, first[i % 2]);
      free(text);
    }
    polku_report_free(own);
  }
  free(first[0]);
  free(first[1]);
  polku_rules_free(rules);
  polku_model_free(model);
  polku_report_free(report);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(who_asks_late_is_answered_as_the_first),
  };
  return RUN(tests);
}
