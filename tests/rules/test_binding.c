/* Ids of a model that the rules do not know are problems of the model, at their place. */
#include "support/check.h"
#include "support/plugins.h"
#include "support/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char MODEL[] =
    "{ \"format\": \"polku/1\", \"region\": \"land\", \"start_date\": \"2015-01-01\", \"horizon\": "
    "3,"
    " \"actors\": { \"x\": { \"sector\": \"third\", \"kind\": \"association\" },"
    "   \"y\": { \"sector\": \"private\", \"kind\": \"company\" } },"
    " \"stages\": { \"a\": { \"kind\": \"%s\", \"duration\": { \"fixed\": 1 } },"
    "   \"b\": { \"kind\": \"job\", \"final\": true, \"attributes\": { %s }, \"actors\": { %s } } "
    "},"
    " \"transitions\": { \"t\": { \"from\": \"a\", \"to\": \"b\", \"share\": 1 } },"
    " \"groups\": { \"g\": { \"size\": 1, \"start\": \"a\", \"attributes\": { \"skill\": \"low\" "
    "%s },"
    "   \"histories\": { %s } } } }";

static bound_model load(const char *kind, const char *attributes, const char *actors,
                        const char *traits, const char *histories) {
  char text[2048];
  snprintf(text, sizeof text, MODEL, kind, attributes, actors, traits, histories);
  return bind_text(text, TEST_PLUGINS);
}

static void what_the_rules_do_not_know_is_a_problem_of_the_model(void **state) {
  (void)state;
  static const struct {
    const char *kind, *attributes, *actors, *traits, *histories, *code, *pointer, *hint;
  } cases[] = {
      {"idel", "", "", "", "", "E-KIND-UNKNOWN", "/stages/a/kind", "\"idle\""},
      {"idle", "\"emplyer\": \"company\"", "", "", "", "E-ATTRIBUTE-UNKNOWN",
       "/stages/b/attributes/emplyer", "\"employer\""},
      {"idle", "\"employer\": \"companies\"", "", "", "", "E-ATTRIBUTE-VALUE",
       "/stages/b/attributes/employer", "\"company\""},
      {"idle", "\"age\": 30", "", "", "", "E-ATTRIBUTE-PLACE", "/stages/b/attributes/age", ""},
      {"idle", "", "\"x\": { \"emploier\": {} }", "", "", "E-ROLE-UNKNOWN",
       "/stages/b/actors/x/emploier", "\"employer\""},
      {"idle", "", "\"x\": { \"employer\": {} }, \"y\": { \"employer\": {} }", "", "",
       "E-EMPLOYER-SPLIT", "/stages/b", ""},
      {"idle", "", "", ", \"age\": 14", "", "E-ATTRIBUTE-VALUE", "/groups/g/attributes/age",
       "15 … 68"},
      {"idle", "", "", ", \"employer\": \"company\"", "", "E-ATTRIBUTE-PLACE",
       "/groups/g/attributes/employer", ""},
      {"idle", "", "", "", "\"idel\": { \"latest\": 3 }", "E-HISTORY-UNKNOWN",
       "/groups/g/histories/idel", "\"idle\""},
      {"idle", "", "", "", "\"idle\": { \"value\": 3 }", "E-HISTORY-START",
       "/groups/g/histories/idle", ""},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    bound_model b = load(cases[i].kind, cases[i].attributes, cases[i].actors, cases[i].traits,
                         cases[i].histories);
    assert_null(b.rules);
    polku_problem problem = problem_of(b.report, cases[i].code);
    assert_string_equal(problem.file, "model.json");
    if (strcmp(problem.pointer, cases[i].pointer) != 0 || !strstr(problem.hint, cases[i].hint))
      fail_msg("%s at %s: %s", problem.code, problem.pointer, problem.hint);
    bound_free(&b);
  }
}

static void an_employer_is_the_kind_of_who_employs(void **state) {
  (void)state;
  /* four of six months' waiting helps at an association only */
  bound_model b = load("idle", "", "\"x\": { \"employer\": {}, \"guide\": {} }", "",
                       "\"idle\": { \"latest\": 4 }");
  assert_non_null(b.rules);
  const pk_profile *one = &b.rules->profiles[0];
  assert_true(pk_rules_allow(b.rules, one->klass, 1, &one->start, 0));
  assert_true(b.rules->stage_employed[1]);
  assert_false(b.rules->stage_open[1]);
  const pk_role *role = &b.rules->roles[b.rules->standing_role[1][0]];
  assert_true(role->host && role->row == PK_ROW_EMPLOYMENT);
  bound_free(&b);
  b = load("idle", "", "\"y\": { \"employer\": {} }", "", "\"idle\": { \"latest\": 4 }");
  assert_non_null(b.rules);
  one = &b.rules->profiles[0];
  assert_false(pk_rules_allow(b.rules, one->klass, 1, &one->start, 0));
  bound_free(&b);
}

static const char TWO_REGIONS[] =
    "{ \"format\": \"polku/1\", \"region\": \"land\", \"start_date\": \"2021-01-01\", \"horizon\": "
    "3,"
    " \"stages\": { \"a\": { \"kind\": \"idle\", \"duration\": { \"fixed\": 1 } },"
    "   \"b\": { \"kind\": \"job\", \"duration\": { \"fixed\": 1 }, \"region\": \"town\" },"
    "   \"c\": { \"kind\": \"job\", \"final\": true } },"
    " \"transitions\": { \"t\": { \"from\": \"a\", \"to\": \"b\", \"share\": 1 },"
    "   \"u\": { \"from\": \"b\", \"to\": \"c\", \"share\": 1 } },"
    " \"groups\": {"
    "   \"here\": { \"size\": 1, \"start\": \"a\", \"attributes\": { \"age\": 62, \"skill\": "
    "\"high\" } },"
    "   \"there\": { \"size\": 1, \"start\": \"a\", \"region\": \"town\","
    "     \"attributes\": { \"age\": 62, \"skill\": \"high\" } } } }";

static void where_two_regions_meet_both_must_allow(void **state) {
  (void)state;
  /* the land lets the old in; the town wants training too, and five months at most */
  bound_model b = bind_text(TWO_REGIONS, TEST_PLUGINS);
  assert_non_null(b.rules);
  assert_int_equal(b.rules->profile_count, 2);
  const pk_profile *here = &b.rules->profiles[0], *there = &b.rules->profiles[1];
  assert_false(pk_rules_allow(b.rules, here->klass, 1, &here->start, 0));
  assert_true(pk_rules_allow(b.rules, here->klass, 2, &here->start, 0));
  assert_false(pk_rules_allow(b.rules, there->klass, 1, &there->start, 0));
  assert_false(pk_rules_allow(b.rules, there->klass, 2, &there->start, 0));
  assert_int_equal(pk_rules_limit(b.rules, here->klass, 1, &here->start), 5);
  assert_int_equal(pk_rules_limit(b.rules, here->klass, 2, &here->start), 8);
  assert_int_equal(pk_rules_limit(b.rules, there->klass, 2, &there->start), 5);
  bound_free(&b);
}

/* The number of months changes on 1.1.2020, the law itself last on 1.1.2011; between the acts, from
 * 1.1.2010, nobody may have a job. */
static void a_law_has_as_many_versions_as_change_something_within_the_horizon(void **state) {
  (void)state;
  static const struct {
    const char *start;
    int horizon, versions, step; /* with which the last begins */
    bool may;                    /* then: a job for those who are not old and have not waited */
    int months;
  } cases[] = {{"2015-01-01", 59, 1, 0, false, 6}, {"2015-01-01", 60, 2, 60, false, 8},
               {"2020-01-01", 60, 1, 0, false, 8}, {"2009-11-15", 3, 2, 2, false, 6},
               {"2010-06-01", 7, 2, 7, false, 6},  {"2009-12-01", 20, 3, 13, false, 6},
               {"2009-01-01", 11, 1, 0, true, 6}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[1024];
    snprintf(text, sizeof text,
             "{ \"format\": \"polku/1\", \"region\": \"land\", \"start_date\": \"%s\","
             " \"follow_calendar\": true, \"horizon\": %d,"
             " \"stages\": { \"a\": { \"kind\": \"idle\", \"duration\": { \"fixed\": 1 } },"
             "   \"b\": { \"kind\": \"job\", \"final\": true } },"
             " \"transitions\": { \"t\": { \"from\": \"a\", \"to\": \"b\", \"share\": 1 } },"
             " \"groups\": { \"g\": { \"size\": 1, \"start\": \"a\","
             "   \"attributes\": { \"skill\": \"high\" } } } }",
             cases[i].start, cases[i].horizon);
    bound_model b = bind_text(text, TEST_PLUGINS);
    assert_non_null(b.rules);
    const pk_rules *last = pk_rules_at(b.rules, b.rules->version_count - 1);
    const pk_profile *one = &b.rules->profiles[0];
    int step = 0;
    while (pk_rules_version(b.rules, step) < b.rules->version_count - 1)
      step++;
    if (b.rules->version_count != cases[i].versions || step != cases[i].step ||
        pk_rules_allow(last, one->klass, 1, &one->start, 0) != cases[i].may ||
        pk_rules_limit(last, one->klass, 1, &one->start) != cases[i].months)
      fail_msg("%s, %d months: %d versions, the last from %d", cases[i].start, cases[i].horizon,
               b.rules->version_count, step);
    bound_free(&b);
  }
}

/* Mistakes of the file (a size, a date, an actor) beside names that only plugins know. */
static const char MISTAKEN[] =
    "{ \"format\": \"polku/1\", \"region\": \"land\", \"start_date\": \"2015-02-30\", \"horizon\": "
    "3,"
    " \"actors\": { \"x\": { \"sector\": \"third\" } },"
    " \"stages\": { \"a\": { \"kind\": \"idel\", \"duration\": { \"fixed\": 1 },"
    "     \"attributes\": { \"emplyer\": \"company\" }, \"actors\": { \"xx\": { \"emploier\": {} } "
    "} },"
    "   \"b\": { \"kind\": \"job\", \"final\": true } },"
    " \"supports\": { \"s\": { \"role\": \"coach\", \"actors\": { \"x\": {} } } },"
    " \"transitions\": { \"t\": { \"from\": \"a\", \"to\": \"b\", \"share\": 1 } },"
    " \"groups\": { \"g\": { \"size\": -1, \"start\": \"a\", \"attributes\": { \"age\": 14, "
    "\"agee\": 20 },"
    "   \"histories\": { \"idel\": { \"latest\": 3 } } } } }";

static void names_are_said_with_a_files_own_mistakes(void **state) {
  (void)state;
  static const char *const codes[] = {"E-DATE",
                                      "E-NUMBER-RANGE",
                                      "E-ACTOR-UNKNOWN",
                                      "E-KIND-UNKNOWN",
                                      "E-ATTRIBUTE-UNKNOWN",
                                      "E-ROLE-UNKNOWN",
                                      "E-ATTRIBUTE-VALUE",
                                      "E-HISTORY-UNKNOWN"};
  char *folder = new_folder(), path[4096];
  snprintf(path, sizeof path, "%s/model.json", folder);
  FILE *file = fopen(path, "w");
  assert_true(file && fputs(MISTAKEN, file) >= 0 && fclose(file) == 0);
  polku_report *report = polku_report_new();
  assert_null(polku_model_load(path, report));
  size_t own = polku_report_count(report, POLKU_ERROR);
  assert_int_equal(own, 3);
  polku_check_names(path, TEST_PLUGINS, report);
  assert_int_equal(polku_report_count(report, POLKU_ERROR), own + 7);
  for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
    assert_true(has_problem(report, codes[i]));
  polku_report_free(report);
  remove_folder(folder);
  free(folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(names_are_said_with_a_files_own_mistakes),
      cmocka_unit_test(what_the_rules_do_not_know_is_a_problem_of_the_model),
      cmocka_unit_test(an_employer_is_the_kind_of_who_employs),
      cmocka_unit_test(where_two_regions_meet_both_must_allow),
      cmocka_unit_test(a_law_has_as_many_versions_as_change_something_within_the_horizon),
  };
  return RUN(tests);
}
