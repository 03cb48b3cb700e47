/* Explanations: the answer first, the value read, the section of the law and its date, the nearest
 * change; in three languages, and as JSON for other programs. */
#include "support/check.h"
#include "support/plugins.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char MODEL[] =
    "{ \"format\": \"polku/1\", \"region\": \"land\", \"start_date\": \"2015-01-01\", \"horizon\": "
    "3,"
    " \"stages\": { \"a\": { \"kind\": \"idle\", \"duration\": { \"fixed\": 1 } },"
    "   \"club\": { \"name\": { \"fi\": \"Kerho\", \"en\": \"The club\" }, \"kind\": \"job\","
    "     \"duration\": { \"fixed\": 1 }, \"attributes\": { \"employer\": \"association\" } },"
    "   \"firm\": { \"kind\": \"job\", \"duration\": { \"fixed\": 1 } },"
    "   \"course\": { \"kind\": \"course\", \"final\": true } },"
    " \"transitions\": { \"t\": { \"from\": \"a\", \"to\": \"club\", \"share\": 1 },"
    "   \"u\": { \"from\": \"club\", \"to\": \"firm\", \"share\": 1 },"
    "   \"v\": { \"from\": \"firm\", \"to\": \"course\", \"share\": 1 } },"
    " \"groups\": { \"g\": { \"name\": { \"fi\": \"Väki\" }, \"size\": 1, \"start\": \"a\","
    "   \"attributes\": { \"age\": 30, \"skill\": \"low\" },"
    "   \"histories\": { \"idle\": { \"latest\": { \"2\": 0.25, \"5\": 0.75 } } } } } }";

static char *ask(const char *stage, const char *date, const char *set, polku_lang lang, bool json,
                 bool good) {
  bound_model b = bind_text(MODEL, TEST_PLUGINS);
  const char *sets[1] = {set};
  polku_question question = {"g", stage, date, sets, set ? 1 : 0};
  char *text = json ? polku_explain_json(b.model, b.rules, &question, lang, b.report)
                    : polku_explain(b.model, b.rules, &question, lang, b.report);
  if (good != (text != NULL))
    problem_of(b.report, "none");
  bound_free(&b);
  return text;
}

static void expect(const char *text, const char *const *parts) {
  for (; *parts; parts++)
    if (!strstr(text, *parts))
      fail_msg("\"%s\" is missing in:\n%s", *parts, text);
}

static void the_answer_comes_first_and_then_why(void **state) {
  (void)state;
  char *text = ask("club", NULL, NULL, POLKU_FI, false, true);
  assert_memory_equal(text, "Osa saa siirtyä (75", 19);
  expect(text, (const char *const[]){"Väki → Kerho", "Säännöt: Maa, 1.1.2015",
                                     "25 % ryhmästä ei saa siirtyä",
                                     "✗ ei ole odottanut neljää kuukautta kuudesta (Act 3 §)",
                                     "odotuskuukaudet kuudesta: 2", "4\u00a0kuukautta (Act 3 §)",
                                     "odotuskuukaudet kuudesta: vähintään 4", "ikä: vähintään 60",
                                     "Act 1, 3 §, voimassa 1.1.2011 alkaen (land 1.2.0)",
                                     "Pisin kesto: 12\u00a0kuukautta", NULL});
  free(text);
}

static void every_language_says_it(void **state) {
  (void)state;
  char *en = ask("firm", NULL, NULL, POLKU_EN, false, true);
  char *sv = ask("firm", NULL, NULL, POLKU_SV, false, true);
  assert_memory_equal(en, "May not move", 12);
  assert_memory_equal(sv, "Får inte gå vidare", 20);
  expect(en, (const char *const[]){"the client is not 60 or over (Act § 1)", "age: 30",
                                   "Age of the old: 60\u00a0years (Act § 1)", "age: at least 60",
                                   "in force from 1 January 2011", NULL});
  free(en);
  free(sv);
}

static json_t *explain(const char *stage, const char *date, const char *set) {
  char *text = ask(stage, date, set, POLKU_EN, true, true);
  json_t *json = json_loads(text, 0, NULL);
  assert_non_null(json);
  free(text);
  return json;
}

static bool allowed(json_t *json) {
  assert_int_equal(json_array_size(json_object_get(json, "findings")), 1);
  return json_is_true(
      json_object_get(json_array_get(json_object_get(json, "findings"), 0), "allowed"));
}

static void another_day_and_other_values_may_be_assumed(void **state) {
  (void)state;
  static const struct {
    const char *stage, *date, *set;
    bool allowed;
  } cases[] = {{"firm", "2005-01-01", NULL, true},    {"firm", "2010-06-01", NULL, false},
               {"firm", NULL, "age=59", false},       {"firm", NULL, "age=60", true},
               {"club", NULL, "idle_of_6=3", false},  {"club", NULL, "idle_of_6=4", true},
               {"course", NULL, "tried=6", false},    {"course", NULL, "since_work=2", false},
               {"course", NULL, "since_work=3", true}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    json_t *json = explain(cases[i].stage, cases[i].date, cases[i].set);
    if (allowed(json) != cases[i].allowed)
      fail_msg("%s %s %s", cases[i].stage, cases[i].date ? cases[i].date : "",
               cases[i].set ? cases[i].set : "");
    json_decref(json);
  }
}

static void the_smallest_change_is_found_and_age_never_falls(void **state) {
  (void)state;
  /* an old client of a firm would have to be younger: no change of the client, but … none at all */
  json_t *json = explain("firm", NULL, "age=62");
  json_t *finding = json_array_get(json_object_get(json, "findings"), 0);
  json_t *changes = json_object_get(finding, "changes");
  assert_int_equal(json_array_size(changes), 0);
  json_decref(json);
  /* two months' waiting: four, or the age of 60 */
  json = explain("club", NULL, "idle_of_6=2");
  changes = json_object_get(json_array_get(json_object_get(json, "findings"), 0), "changes");
  assert_int_equal(json_array_size(changes), 2);
  for (size_t i = 0; i < 2; i++) {
    json_t *way = json_array_get(changes, i);
    assert_int_equal(json_array_size(way), 1);
    json_t *change = json_array_get(way, 0);
    const char *name = json_string_value(json_object_get(change, "name"));
    json_int_t to = json_integer_value(json_object_get(change, "to"));
    assert_int_equal(to, strcmp(name, "age") == 0 ? 60 : 4);
    assert_string_equal(json_string_value(json_object_get(change, "reach")), "at_least");
  }
  json_decref(json);
}

static void what_is_not_known_is_refused(void **state) {
  (void)state;
  static const struct {
    const char *stage, *date, *set, *code;
  } cases[] = {{"clbu", NULL, NULL, "E-EXPLAIN-STAGE"},
               {"club", "2015-02-30", NULL, "E-EXPLAIN-DATE"},
               {"club", NULL, "idle_of_7=2", "E-EXPLAIN-SET"},
               {"club", NULL, "age", "E-EXPLAIN-SET"},
               {"club", NULL, "age=70", "E-ATTRIBUTE-VALUE"},
               {"club", NULL, "idle_of_6=7", "E-ATTRIBUTE-VALUE"},
               {"club", "1999-01-01", NULL, "E-RULE-DATE"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    bound_model b = bind_text(MODEL, TEST_PLUGINS);
    const char *sets[1] = {cases[i].set};
    polku_question question = {"g", cases[i].stage, cases[i].date, sets, cases[i].set ? 1 : 0};
    assert_null(polku_explain(b.model, b.rules, &question, POLKU_EN, b.report));
    problem_of(b.report, cases[i].code);
    bound_free(&b);
  }
}

static void clocks_that_no_history_shows_are_refused(void **state) {
  (void)state;
  static const struct {
    const char *sets[2];
    bool good;
  } cases[] = {{{"idle_of_6=6", "idle_of_12=5"}, false}, /* six of six are six of twelve */
               {{"idle_of_6=0", "idle_of_12=7"}, false}, /* six months are left */
               {{"idle_run=3", "idle_of_6=2"}, false},   /* the latest three are among six */
               {{"idle_of_6=6", "idle_of_12=6"}, true},  {{"idle_of_6=0", "idle_of_12=6"}, true},
               {{"idle_run=3", "idle_of_6=3"}, true}};
  static const char *const stages[] = {"club", "a"}; /* where clocks are asked, and where not */
  for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
    bound_model b = bind_text(MODEL, TEST_PLUGINS);
    polku_question question = {"g", stages[i % 2], NULL, cases[i / 2].sets, 2};
    char *text = polku_explain(b.model, b.rules, &question, POLKU_EN, b.report);
    assert_true((text != NULL) == cases[i / 2].good);
    if (!cases[i / 2].good)
      problem_of(b.report, "E-EXPLAIN-CLOCKS");
    free(text);
    bound_free(&b);
  }
}

static void the_same_question_gives_the_same_bytes(void **state) {
  (void)state;
  char *first = ask("club", "2020-01-01", NULL, POLKU_SV, true, true);
  char *second = ask("club", "2020-01-01", NULL, POLKU_SV, true, true);
  assert_string_equal(first, second);
  free(first);
  free(second);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_answer_comes_first_and_then_why),
      cmocka_unit_test(every_language_says_it),
      cmocka_unit_test(another_day_and_other_values_may_be_assumed),
      cmocka_unit_test(the_smallest_change_is_found_and_age_never_falls),
      cmocka_unit_test(what_is_not_known_is_refused),
      cmocka_unit_test(clocks_that_no_history_shows_are_refused),
      cmocka_unit_test(the_same_question_gives_the_same_bytes),
  };
  return RUN(tests);
}
