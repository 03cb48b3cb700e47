/* Values that a function works out: they are tabulated like conditions, asked only where their case
 * holds, whole, within bounds, and told apart by nothing but the number. Every expected number is
 * worked out by hand from the rule that stands beside it. */
#include "support/check.h"
#include "support/plugins.h"

#include <stdio.h>
#include <string.h>

enum { SEEK, CLUB, FIRM };
enum { TO_CLUB, TO_FIRM };

static const char VOCABULARY[] =
    "polku.attribute 'age' { int = { 15, 68 }, default = 40 } "
    "polku.attribute 'benefit' { int = { 0, 2000 }, default = 800 } "
    "polku.attribute 'employer' { enum = { 'club', 'firm' }, of = 'stage', default = 'club' } "
    "polku.kind 'idle' { waiting = true } polku.kind 'job' { employed = true } "
    "polku.history 'waiting' { keep = 28, runs_in = { 'idle' } } "
    "polku.clock 'waited' { of = 'waiting', last = 28 } ";

static const char PARAMS[] =
    "return { share = { unit = 'percent', values = { { from = 'always', value = 50, ref = 'x' }, "
    "{ from = '2022-01-01', value = 60, ref = 'x' } } }, "
    "most = { unit = 'cent/month', values = { { from = 'always', value = 70000, ref = 'x' } } }, "
    "none = { unit = 'month', values = { { from = 'always', value = 0, ref = 'x' } } } }";

typedef struct scene {
  plugin_folder folder;
  bound_model bound;
} scene;

static void open_scene(scene *s, const char *rules, const char *date, const char *attributes) {
  char all[4096], text[2048];
  snprintf(all, sizeof all, "%s\n%s", VOCABULARY, rules);
  snprintf(text, sizeof text,
           "{\"format\":\"polku/1\",\"region\":\"land\",\"rules_as_of\":\"%s\",\"horizon\":12,"
           "\"accounts\":{\"town\":{\"unit\":\"cent\"}},\"stages\":{"
           "\"seek\":{\"kind\":\"idle\",\"duration\":{\"fixed\":3}},"
           "\"club\":{\"kind\":\"job\",\"duration\":{\"fixed\":3}},"
           "\"firm\":{\"kind\":\"job\",\"attributes\":{\"employer\":\"firm\"},\"final\":true}},"
           "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"club\",\"share\":1},"
           "\"b\":{\"from\":\"club\",\"to\":\"firm\",\"share\":1}},"
           "\"groups\":{\"g\":{\"size\":1,\"start\":\"seek\",\"attributes\":{%s},"
           "\"histories\":{\"waiting\":{\"latest\":9}}}}}",
           date, attributes);
  plugin_folder_new(&s->folder);
  plugin_state(&s->folder, "land", PARAMS, all);
  s->bound = bind_text(text, s->folder.path);
}

static const pk_rules *rules_of(const scene *s) {
  if (!s->bound.rules)
    problem_of(s->bound.report, "none");
  return s->bound.rules;
}

static void close_scene(scene *s) {
  bound_free(&s->bound);
  plugin_folder_remove(&s->folder);
}

static double paid(const pk_rules *rules, int stage, int elapsed) {
  const pk_profile *one = &rules->profiles[0];
  const pk_stay_asked stay = {one->klass, stage, elapsed, &one->start, &one->start, 0, 0};
  assert_int_equal(rules->amount_count, 1);
  return pk_rules_amount(rules, &rules->amounts[0], &stay);
}

/* Half of the benefit, at most 700 euros; from 2022 sixty per cent. */
#define AMOUNT "polku.amount 'job' { from = 'always', account = 'town', cases = { "
#define SHARED                                                                                     \
  AMOUNT "{ reads = { 'benefit' }, params = { 'share', 'most' }, "                                 \
         "when = function(c) return c.benefit > 0 end, "                                           \
         "value = function(c, p) "                                                                 \
         "return math.min(c.benefit * p['share'], p['most']) end }, { default = 1 } } }"

static void a_value_is_what_its_function_gives(void **state) {
  (void)state;
  static const struct {
    const char *date, *attributes;
    double cents;
  } cases[] = {{"2021-06-01", "\"benefit\":800", 40000},  {"2022-01-01", "\"benefit\":800", 48000},
               {"2021-06-01", "\"benefit\":1399", 69950}, {"2021-06-01", "\"benefit\":1400", 70000},
               {"2021-06-01", "\"benefit\":2000", 70000}, {"2021-06-01", "\"benefit\":1", 50},
               {"2021-06-01", "\"benefit\":0", 1},        {"2022-01-01", "\"benefit\":1166", 69960},
               {"2022-01-01", "\"benefit\":1167", 70000}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    scene s;
    open_scene(&s, SHARED, cases[i].date, cases[i].attributes);
    if (paid(rules_of(&s), CLUB, 0) != cases[i].cents)
      fail_msg("%s on %s gives %g", cases[i].attributes, cases[i].date,
               paid(s.bound.rules, CLUB, 0));
    close_scene(&s);
  }
}

static void a_value_is_asked_only_where_its_case_holds(void **state) {
  (void)state;
  scene s;
  open_scene(&s,
             AMOUNT "{ reads = { 'benefit' }, when = function(c) return c.benefit > 0 end, "
                    "value = function(c) return 100000 // c.benefit end }, { default = 7 } } }",
             "2021-06-01", "\"benefit\":300");
  assert_true(paid(rules_of(&s), CLUB, 0) == 333);
  close_scene(&s);
}

static void a_default_may_be_a_function_of_parameters_alone(void **state) {
  (void)state;
  scene s;
  open_scene(&s,
             AMOUNT "{ params = { 'share', 'most' }, "
                    "default = function(c, p) return p['most'] * p['share'] // 100 end } } }",
             "2021-06-01", "");
  assert_true(paid(rules_of(&s), CLUB, 0) == 35000);
  close_scene(&s);
}

static void limits_and_weights_may_be_worked_out_too(void **state) {
  (void)state;
  scene s;
  open_scene(&s,
             "polku.limit 'job' { from = 'always', cases = { { reads = { 'waited' }, "
             "default = function(c) return math.max(1, c.waited * 2) end } } } "
             "polku.weight 'job' { from = 'always', cases = { { reads = { 'employer', 'age' }, "
             "default = function(c) if c.employer == 'firm' then return 1000000 end "
             "return c.age * 10000 end } } }",
             "2021-06-01", "\"age\":50");
  const pk_rules *rules = rules_of(&s);
  const pk_profile *one = &rules->profiles[0];
  assert_int_equal(pk_rules_limit(rules, one->klass, CLUB, &one->start), 18);
  assert_true(pk_rules_weight(rules, one->klass, TO_CLUB, &one->start, 0) == 0.5);
  assert_true(pk_rules_weight(rules, one->klass, TO_FIRM, &one->start, 0) == 1);
  close_scene(&s);
}

static void values_that_give_one_number_are_one_class(void **state) {
  (void)state;
  static const char ages[] = "\"age\":{\"20\":0.1,\"29\":0.2,\"30\":0.3,\"39\":0.4}";
  scene s;
  /* tens of years: 20 and 29 give 2, 30 and 39 give 3 */
  open_scene(&s, AMOUNT "{ reads = { 'age' }, default = function(c) return c.age // 10 end } } }",
             "2021-06-01", ages);
  const pk_rules *rules = rules_of(&s);
  assert_int_equal(rules->profile_count, 2);
  for (int i = 0; i < 2; i++) {
    const pk_profile *one = &rules->profiles[i];
    const pk_stay_asked stay = {one->klass, CLUB, 0, &one->start, &one->start, 0, 0};
    double tens = pk_rules_amount(rules, &rules->amounts[0], &stay);
    assert_true(tens == 2 || tens == 3);
    assert_true(one->share > (tens == 2 ? 0.2999 : 0.6999));
    assert_true(one->share < (tens == 2 ? 0.3001 : 0.7001));
  }
  close_scene(&s);
  /* a function that gives everybody the same tells nobody apart, and reads no clock */
  open_scene(&s, AMOUNT "{ reads = { 'age', 'waited' }, default = function() return 5 end } } }",
             "2021-06-01", ages);
  assert_int_equal(rules_of(&s)->profile_count, 1);
  assert_int_equal(rules_of(&s)->clock_count, 0);
  close_scene(&s);
  /* nor does the condition of such a case, which may look at the same */
  open_scene(&s,
             AMOUNT "{ reads = { 'age', 'waited' }, when = function(c) return c.age < 30 end, "
                    "value = function() return 5 end }, { default = 6 } } }",
             "2021-06-01", ages);
  assert_int_equal(rules_of(&s)->profile_count, 2);
  assert_int_equal(rules_of(&s)->clock_count, 0);
  close_scene(&s);
}

static void a_value_may_fall_while_the_stay_goes_on(void **state) {
  (void)state;
  scene s;
  open_scene(&s,
             AMOUNT "{ reads = { 'elapsed' }, "
                    "default = function(c) return math.max(0, 900 - 300 * c.elapsed) end } } }",
             "2021-06-01", "");
  const pk_rules *rules = rules_of(&s);
  assert_true(rules->amounts[0].changes);
  for (int e = 0; e < 6; e++)
    assert_true(paid(rules, CLUB, e) == (e < 3 ? 900 - 300 * e : 0));
  close_scene(&s);
}

static void where_a_function_gives_nothing_nobody_is_paid(void **state) {
  (void)state;
  scene s;
  open_scene(&s,
             AMOUNT "{ reads = { 'employer', 'age' }, default = function(c) "
                    "if c.employer == 'firm' then return 0 end return c.age end } } }",
             "2021-06-01", "");
  assert_true(pk_rules_pays(rules_of(&s), CLUB));
  assert_false(pk_rules_pays(rules_of(&s), FIRM));
  close_scene(&s);
}

#define LIMIT "polku.limit 'job' { from = 'always', cases = { "

static void a_wrong_value_is_refused_with_the_row_that_gave_it(void **state) {
  (void)state;
  static const struct {
    const char *rules, *code, *part;
  } cases[] = {
      {AMOUNT "{ reads = { 'age' }, default = function(c) return c.age / 1 end } } }",
       "E-PLUGIN-RESULT", "(age = 15): the function must give a whole number, but gives float"},
      {AMOUNT "{ reads = { 'age', 'employer' }, default = function(c) "
              "if c.age == 17 then return end return 1 end } } }",
       "E-PLUGIN-RESULT",
       "(age = 17, employer = club): the function must give a whole number, but gives nil"},
      {AMOUNT "{ reads = { 'age' }, default = function() return '5' end } } }", "E-PLUGIN-RESULT",
       "string"},
      {AMOUNT "{ reads = { 'age' }, default = function() return true end } } }", "E-PLUGIN-RESULT",
       "boolean"},
      {AMOUNT "{ reads = { 'age' }, default = function(c) return 20 - c.age end } } }",
       "E-PLUGIN-RANGE", "-1"},
      {AMOUNT "{ default = function() return math.maxinteger end } } }", "E-PLUGIN-RANGE",
       "9223372036854775807"},
      {AMOUNT "{ default = -1 } } }", "E-PLUGIN-RANGE", "-1"},
      {LIMIT "{ reads = { 'age' }, default = function(c) return c.age - 20 end } } }",
       "E-PLUGIN-RANGE", "-5"},
      {LIMIT "{ default = 0 } } }", "E-PLUGIN-RANGE", "0"},
      {LIMIT "{ default = 'none' } } }", "E-PLUGIN-RANGE", "none = 0"},
      {AMOUNT "{ reads = { 'age' }, default = function(c) return c.benefit end } } }",
       "E-PLUGIN-READS", "benefit"},
      {AMOUNT "{ reads = { 'age' }, default = function(c, p) return p['share'] end } } }",
       "E-PLUGIN-READS", "share"},
      {"local n = 0 " AMOUNT
       "{ reads = { 'age' }, default = function(c) n = n + 1 return n end } } }",
       "E-PLUGIN-IMPURE", "amount"},
      {AMOUNT "{ reads = { 'benefit', 'waited', 'age' }, default = function() return 1 end } } }",
       "E-PLUGIN-ROWS", "benefit (2001), waited (29), age (54)"},
      {AMOUNT "{ default = {} } } }", "E-PLUGIN-VALUE", "function"},
      {AMOUNT "{ default = function() while true do end end } } }", "E-PLUGIN-STEPS", "amount"},
      {AMOUNT "{ default = function() local t = {} for i = 1, 1e9 do t[i] = i end end } } }", NULL,
       "amount"},
      {AMOUNT "{ default = function(c) c.age = 5 return 1 end } } }", "E-PLUGIN-READONLY", "age"},
      {"local kept " AMOUNT "{ reads = { 'age' }, default = function(c) kept = kept or c "
       "return kept.age end } } }",
       "E-PLUGIN-DEAD", "amount"},
      {AMOUNT "{ default = function() polku.kind 'late' {} return 1 end } } }", "E-PLUGIN-LATE",
       "amount"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    scene s;
    open_scene(&s, cases[i].rules, "2021-06-01", "");
    assert_null(s.bound.rules);
    polku_problem problem;
    assert_true(polku_report_at(s.bound.report, 0, POLKU_EN, &problem));
    if (cases[i].code)
      problem = problem_of(s.bound.report, cases[i].code);
    if (!strstr(problem.message, cases[i].part))
      fail_msg("%s: \"%s\" is missing in \"%s\"", cases[i].rules, cases[i].part, problem.message);
    assert_int_equal(polku_report_count(s.bound.report, POLKU_ERROR), 1);
    assert_int_equal(problem.line, 2);
    close_scene(&s);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_value_is_what_its_function_gives),
      cmocka_unit_test(a_value_is_asked_only_where_its_case_holds),
      cmocka_unit_test(a_default_may_be_a_function_of_parameters_alone),
      cmocka_unit_test(limits_and_weights_may_be_worked_out_too),
      cmocka_unit_test(values_that_give_one_number_are_one_class),
      cmocka_unit_test(a_value_may_fall_while_the_stay_goes_on),
      cmocka_unit_test(where_a_function_gives_nothing_nobody_is_paid),
      cmocka_unit_test(a_wrong_value_is_refused_with_the_row_that_gave_it),
  };
  return RUN(tests);
}
