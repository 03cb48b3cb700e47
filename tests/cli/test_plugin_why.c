/* polku plugin why as a person calls it, with the plugins that come with the program. */
#include "support/check.h"
#include "support/program.h"

#include <stdlib.h>
#include <string.h>

static void a_rule_is_named_in_words_with_or_without_its_plugin(void **state) {
  (void)state;
  static const char SET[] = " --set basis=full --set unemployed_of_28=20 --date 2025-03-01";
  static const char *const names[] = {"allow wage_subsidy", "finland allow wage_subsidy",
                                      "'allow wage_subsidy'"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char call[256] = "plugin why ";
    strcat(call, names[i]);
    strcat(call, SET);
    program_expect(NULL, call, 0, "Reason: the client has not been unemployed for at least 24", "");
    program_expect(NULL, call, 0, "months unemployed of the last 28: at least 24", "");
  }
}

static void a_lower_level_is_asked_with_what_it_extends(void **state) {
  (void)state;
  program_expect(NULL, "plugin why rovaniemi limit wage_subsidy --set basis=full --date 2025-03-01",
                 0, "Answer: 10\xc2\xa0months (380/2023 § 88.2)", "");
}

static void json_and_other_languages_hold_the_same(void **state) {
  (void)state;
  json_t *told =
      program_json(NULL, "plugin why limit wage_subsidy --set basis=full --date 2025-03-01 --json");
  const json_t *rule = json_array_get(json_object_get(told, "rules"), 0);
  assert_string_equal(json_string_value(json_object_get(rule, "rule")), "limit wage_subsidy");
  assert_string_equal(json_string_value(json_object_get(rule, "date")), "2025-03-01");
  assert_int_equal(json_integer_value(json_object_get(rule, "answer")), 10);
  assert_string_equal(json_string_value(json_object_get(rule, "decided_by")),
                      "wage_subsidy.months_full");
  json_decref(told);
  program_expect(NULL, "plugin why limit wage_subsidy --set basis=full --date 2025-03-01 --lang sv",
                 0, "Svar: 10\xc2\xa0månader", "");
}

static void what_is_missing_or_unknown_is_said(void **state) {
  (void)state;
  program_expect(NULL, "plugin why", 2, NULL, "polku plugin why allow wage_subsidy");
  program_expect(NULL, "plugin why allow wage_subsidi", 1, NULL,
                 "did you mean \"allow wage_subsidy\"?");
  program_expect(NULL, "plugin why allow wage_subsidy --set aeg=50", 1, NULL,
                 "did you mean \"age\"?");
  program_expect(NULL, "plugin why allow wage_subsidy --group a", 2, NULL, "--group");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_rule_is_named_in_words_with_or_without_its_plugin),
      cmocka_unit_test(a_lower_level_is_asked_with_what_it_extends),
      cmocka_unit_test(json_and_other_languages_hold_the_same),
      cmocka_unit_test(what_is_missing_or_unknown_is_said),
  };
  return RUN(tests);
}
