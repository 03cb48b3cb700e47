/* What rules answer: by date, by level, by what is known of client and place. The law is
 * tests/data/plugins/land, and every answer here is worked out by hand from its text. */
#include "support/check.h"
#include "support/plugins.h"

#include <stdio.h>
#include <string.h>

enum { START, JOB, COMPANY, COURSE };

static const char MODEL[] =
    "{ \"format\": \"polku/1\", \"region\": \"%s\", \"start_date\": \"%s\", \"horizon\": 12,"
    "  \"stages\": {"
    "    \"start\": { \"kind\": \"idle\", \"duration\": { \"fixed\": 1 } },"
    "    \"job\": { \"kind\": \"job\", \"attributes\": { \"employer\": \"association\" },"
    "      \"duration\": { \"fixed\": 1 } },"
    "    \"company\": { \"kind\": \"job\", \"duration\": { \"fixed\": 1 } },"
    "    \"course\": { \"kind\": \"course\", \"final\": true } },"
    "  \"transitions\": {"
    "    \"a\": { \"from\": \"start\", \"to\": \"job\", \"share\": 1 },"
    "    \"b\": { \"from\": \"job\", \"to\": \"company\", \"share\": 1 },"
    "    \"c\": { \"from\": \"company\", \"to\": \"course\", \"share\": 1 } },"
    "  \"groups\": { \"g\": { \"size\": 1, \"start\": \"start\", \"attributes\": { %s },"
    "    \"histories\": { \"idle\": { \"latest\": %d } } } } }";

static bound_model ask(const char *region, const char *date, const char *attributes, int idle) {
  char text[2048];
  snprintf(text, sizeof text, MODEL, region, date, attributes, idle);
  return bind_text(text, TEST_PLUGINS);
}

static bool allowed(const bound_model *b, int stage) {
  const pk_profile *one = &b->rules->profiles[0];
  return pk_rules_allow(b->rules, one->klass, stage, &one->start, 0);
}

static int limit(const bound_model *b, int stage) {
  const pk_profile *one = &b->rules->profiles[0];
  return pk_rules_limit(b->rules, one->klass, stage, &one->start);
}

static void check(const char *region, const char *date, const char *attributes, int idle,
                  const bool expected[3]) {
  bound_model b = ask(region, date, attributes, idle);
  if (!b.rules)
    problem_of(b.report, "none");
  static const int stages[] = {JOB, COMPANY, COURSE};
  for (int i = 0; i < 3; i++)
    if (allowed(&b, stages[i]) != expected[i])
      fail_msg("%s %s %s idle %d: stage %d should%s be allowed", region, date, attributes, idle,
               stages[i], expected[i] ? "" : " not");
  bound_free(&b);
}

static void who_may_enter_follows_the_text_of_the_law(void **state) {
  (void)state;
  const char *young = "\"age\": 30, \"skill\": \"low\"", *old = "\"age\": 60, \"skill\": \"low\"";
  check("land", "2011-01-01", old, 0, (bool[]){true, true, true});
  check("land", "2011-01-01", young, 3, (bool[]){false, false, true});
  check("land", "2011-01-01", young, 4, (bool[]){true, false, true});
  check("land", "2011-01-01", "\"age\": 59, \"skill\": \"low\"", 6, (bool[]){true, false, true});
}

static void the_version_of_the_day_holds(void **state) {
  (void)state;
  const char *young = "\"age\": 30, \"skill\": \"low\"";
  check("land", "2000-01-01", young, 0, (bool[]){true, true, true});
  check("land", "2009-12-31", young, 0, (bool[]){true, true, true});
  check("land", "2010-01-01", young, 6, (bool[]){false, false, true}); /* the hole means no */
  check("land", "2010-12-31", young, 6, (bool[]){false, false, true});
  check("land", "2011-01-01", young, 6, (bool[]){true, false, true});
}

static void before_the_first_version_nothing_is_answered(void **state) {
  (void)state;
  bound_model b = ask("land", "1999-12-31", "\"skill\": \"low\"", 0);
  assert_null(b.rules);
  polku_problem problem = problem_of(b.report, "E-RULE-DATE");
  assert_string_equal(problem.pointer, "/stages/job/kind");
  assert_string_equal(problem.file, "model.json");
  bound_free(&b);
}

static void limits_take_the_first_case_that_holds(void **state) {
  (void)state;
  bound_model low = ask("land", "2011-01-01", "\"skill\": \"low\"", 0);
  bound_model high = ask("land", "2011-01-01", "\"skill\": \"high\"", 0);
  bound_model later = ask("land", "2020-01-01", "\"skill\": \"high\"", 0);
  assert_int_equal(limit(&low, JOB), 12);
  assert_int_equal(limit(&high, JOB), 6);
  assert_int_equal(limit(&later, JOB), 8); /* the parameter's next value */
  assert_int_equal(limit(&low, START), 0);
  bound_free(&low);
  bound_free(&high);
  bound_free(&later);
}

static void a_region_restricts_extends_and_sets_what_it_was_delegated(void **state) {
  (void)state;
  /* town: only the trained from 2021; five months for high skill; its own nine months from 2022 */
  const char *plain = "\"age\": 62, \"skill\": \"high\"";
  const char *trained = "\"age\": 62, \"skill\": \"high\", \"trained\": true";
  check("town", "2020-12-31", plain, 0, (bool[]){true, true, true});
  check("town", "2021-01-01", plain, 0, (bool[]){false, false, true});
  check("town", "2021-01-01", trained, 0, (bool[]){true, true, true});
  bound_model before = ask("town", "2020-12-31", trained, 0);
  bound_model after = ask("town", "2021-01-01", trained, 0);
  bound_model low = ask("town", "2022-01-01", "\"skill\": \"low\"", 0);
  assert_int_equal(limit(&before, JOB), 8);
  assert_int_equal(limit(&after, JOB), 5); /* the smaller of 8 and 5 */
  assert_int_equal(limit(&low, JOB), 12);  /* no case of the town speaks of low skill */
  bound_free(&before);
  bound_free(&after);
  bound_free(&low);
}

static void a_weight_is_a_factor_on_moves_into_the_kind(void **state) {
  (void)state;
  bound_model b = ask("land", "2011-01-01", "\"skill\": \"low\", \"trained\": true", 0);
  const pk_profile *one = &b.rules->profiles[0];
  double into_job = pk_rules_weight(b.rules, one->klass, 0, &one->start, 0);
  double into_course = pk_rules_weight(b.rules, one->klass, 2, &one->start, 0);
  assert_true(into_job == 1.5 && into_course == 1);
  bound_free(&b);
}

static void a_refusal_names_the_leaf_that_this_place_offers(void **state) {
  (void)state;
  bound_model b = ask("land", "2011-01-01", "\"age\": 30, \"skill\": \"low\"", 0);
  const pk_profile *one = &b.rules->profiles[0];
  pk_refusal refusal;
  pk_rules_refusal(b.rules, one->klass, COMPANY, &one->start, 0, &refusal);
  assert_string_equal(refusal.leaf, "old");
  assert_string_equal(refusal.ref, "Act § 1");
  assert_string_equal(refusal.plugin, "land");
  pk_rules_refusal(b.rules, one->klass, COURSE, &one->start, 0, &refusal);
  assert_null(refusal.leaf);
  bound_free(&b);
}

static void profiles_differ_only_where_rules_do(void **state) {
  (void)state;
  /* 30 and 40 are alike, 60 and 68 are alike: two ages, two skills */
  bound_model b = ask("land", "2011-01-01",
                      "\"age\": { \"30\": 0.2, \"40\": 0.3, \"60\": 0.4, \"68\": 0.1 },"
                      "\"skill\": { \"low\": 0.5, \"high\": 0.5 }",
                      0);
  assert_int_equal(b.rules->profile_count, 4);
  assert_int_equal(b.rules->klass_count, 4);
  double sum = 0;
  for (int i = 0; i < 4; i++) {
    assert_true(b.rules->profiles[i].share > 0.2499 && b.rules->profiles[i].share < 0.2501);
    sum += b.rules->profiles[i].share;
  }
  assert_true(sum > 0.999999999 && sum < 1.000000001);
  bound_free(&b);
}

static void what_a_model_leaves_out_is_assumed_and_said(void **state) {
  (void)state;
  bound_model b = ask("land", "2011-01-01", "\"skill\": \"low\"", 0);
  assert_non_null(b.rules);
  assert_true(has_problem(b.report, "I-DEFAULT")); /* age, trained, the company's employer */
  bound_free(&b);
  b = ask("land", "2011-01-01", "\"age\": 30", 0);
  assert_null(b.rules);
  problem_of(b.report, "E-ATTRIBUTE-NEEDED"); /* skill has no default */
  bound_free(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(who_may_enter_follows_the_text_of_the_law),
      cmocka_unit_test(the_version_of_the_day_holds),
      cmocka_unit_test(before_the_first_version_nothing_is_answered),
      cmocka_unit_test(limits_take_the_first_case_that_holds),
      cmocka_unit_test(a_region_restricts_extends_and_sets_what_it_was_delegated),
      cmocka_unit_test(a_weight_is_a_factor_on_moves_into_the_kind),
      cmocka_unit_test(a_refusal_names_the_leaf_that_this_place_offers),
      cmocka_unit_test(profiles_differ_only_where_rules_do),
      cmocka_unit_test(what_a_model_leaves_out_is_assumed_and_said),
  };
  return RUN(tests);
}
