/* What polku_check says of numbers, gaps and targets. */
#include "polku.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static const char *const text =
    "{\"format\":\"polku/1\",\"horizon\":3,\"sources\":{\"law\":{\"title\":\"Laki\"}},\n"
    "\"stages\":{\"seek\":{\"duration\":{\"geometric\":{\"mean\":4}}},\"work\":{\"final\":true,"
    "\"employed\":true}},\n"
    "\"transitions\":{\"up\":{\"from\":\"seek\",\"to\":\"work\",\"share\":1}},\n"
    "\"groups\":{\"a\":{\"start\":\"seek\",\"size\":{\"value\":5,\"basis\":\"stated\"}},\n"
    "\"b\":{\"start\":\"seek\",\"size\":{\"value\":5,\"basis\":\"stated\",\"source\":\"law\"}},\n"
    "\"c\":{\"start\":\"seek\",\"size\":{\"value\":5,\"basis\":\"assumed\",\"note\":\"why\"}}},\n"
    "\"gaps\":{\"trial\":{\"stages\":{\"seek\":{}},\"row\":\"employment\",\"question\":{\"fi\":"
    "\"Kuka "
    "ottaa?\",\"en\":\"Who takes them?\"}}},\n"
    "\"targets\":{\"t\":{\"outcome\":\"happiness\",\"at\":2,\"observed\":0.5}}}";

typedef struct said {
  polku_report *report;
  polku_model *model;
  polku_rules *rules;
} said;

static said check(void) {
  said s = {polku_report_new(), NULL, NULL};
  s.model = polku_model_read("m.json", text, strlen(text), s.report);
  s.rules = polku_rules_load(s.model, NULL, s.report);
  polku_check(s.model, s.rules, s.report);
  return s;
}

static void said_free(said *s) {
  polku_rules_free(s->rules);
  polku_model_free(s->model);
  polku_report_free(s->report);
}

/* How many problems have this code; the last of them into `problem`. */
static int find(said *s, const char *code, polku_lang lang, polku_problem *problem) {
  int count = 0;
  size_t last = 0;
  for (size_t i = 0; polku_report_at(s->report, i, lang, problem); i++)
    if (strcmp(problem->code, code) == 0) {
      count++;
      last = i;
    }
  assert_true(polku_report_at(s->report, last, lang, problem));
  return count;
}

static void a_stated_number_names_its_source(void **state) {
  (void)state;
  said s = check();
  polku_problem problem;
  assert_int_equal(find(&s, "W-UNSOURCED", POLKU_EN, &problem), 1);
  assert_string_equal(problem.pointer, "/groups/a/size");
  said_free(&s);
}

/* Of 6 numbers (mean, share, three sizes, the target) the mean, the share and the target are bare.
 */
static void guesses_without_a_reason_are_counted_once(void **state) {
  (void)state;
  said s = check();
  polku_problem problem;
  assert_int_equal(find(&s, "I-UNSOURCED", POLKU_EN, &problem), 1);
  assert_non_null(strstr(problem.message, "4 of the model's 6 numbers"));
  assert_non_null(strstr(problem.message, "3 of those"));
  said_free(&s);
}

static void a_gap_is_asked_in_the_readers_language(void **state) {
  (void)state;
  static const char *const questions[] = {"Kuka ottaa?", "Kuka ottaa?", "Who takes them?"};
  said s = check();
  for (int lang = 0; lang < 3; lang++) {
    polku_problem problem;
    assert_int_equal(find(&s, "I-GAP", (polku_lang)lang, &problem), 1);
    assert_non_null(strstr(problem.message, questions[lang]));
  }
  said_free(&s);
}

static void a_target_that_nothing_computes_is_said(void **state) {
  (void)state;
  said s = check();
  polku_problem problem;
  assert_int_equal(find(&s, "W-TARGET-OUTCOME", POLKU_EN, &problem), 1);
  assert_string_equal(problem.pointer, "/targets/t/outcome");
  said_free(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_stated_number_names_its_source),
      cmocka_unit_test(guesses_without_a_reason_are_counted_once),
      cmocka_unit_test(a_gap_is_asked_in_the_readers_language),
      cmocka_unit_test(a_target_that_nothing_computes_is_said),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
