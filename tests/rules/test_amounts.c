/* Money in rules: who is paid for, from which account of the model, for how long, and what check
 * says of money that is not counted or counted twice. Values are worked out by hand. */
#include "support/check.h"
#include "support/plugins.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char VOCABULARY[] =
    "polku.attribute 'age' { int = { 15, 68 } } "
    "polku.attribute 'employer' { enum = { 'club', 'firm' }, of = 'stage', default = 'club' } "
    "polku.kind 'idle' { waiting = true } polku.kind 'job' { employed = true } "
    "polku.role 'host' { row = 'employment', host = true } "
    "polku.history 'waiting' { keep = 12, runs_in = { 'idle' } } "
    "polku.clock 'waited' { of = 'waiting', last = 12 } ";

/* 350 € a month for a club, for two months; 500 € when the client is 55. */
static const char CLUBS[] =
    "polku.amount 'job' { from = 'always', account = 'town', to = 'host', unit = 'cent/month', "
    "cases = { "
    "{ reads = { 'employer', 'elapsed' }, value = 0, "
    "  when = function(c) return c.employer ~= 'club' or c.elapsed >= 2 end }, "
    "{ reads = { 'age' }, when = function(c) return c.age >= 55 end, value = 50000 }, "
    "{ default = 35000 } } } ";

static const char TOWN[] = "\"accounts\":{\"town\":{\"unit\":\"euro\"}},";

typedef struct scene {
  plugin_folder folder;
  bound_model bound;
} scene;

/* One client of `age` who seeks and then works, in a club and in a firm. */
static void open_scene(scene *s, const char *rules, const char *accounts, int age) {
  char all[4096], text[2048];
  snprintf(all, sizeof all, "%s%s", VOCABULARY, rules);
  snprintf(text, sizeof text,
           "{\"format\":\"polku/1\",\"region\":\"land\",\"rules_as_of\":\"2021-06-01\","
           "\"horizon\":12,%s\"stages\":{"
           "\"seek\":{\"kind\":\"idle\",\"duration\":{\"fixed\":3}},"
           "\"club\":{\"kind\":\"job\",\"duration\":{\"fixed\":3}%s},"
           "\"firm\":{\"kind\":\"job\",\"attributes\":{\"employer\":\"firm\"},\"final\":true}},"
           "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"club\",\"share\":1},"
           "\"b\":{\"from\":\"club\",\"to\":\"firm\",\"share\":1}},"
           "\"groups\":{\"g\":{\"size\":1,\"start\":\"seek\",\"attributes\":{\"age\":%d}}}}",
           accounts, strstr(accounts, "\"town\"") ? ",\"amounts\":{\"town\":{\"per_step\":9}}" : "",
           age);
  plugin_folder_new(&s->folder);
  plugin_state(&s->folder, "land", NULL, all);
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

enum { SEEK, CLUB, FIRM };

static double paid(const pk_rules *rules, int stage, int elapsed, const pk_clocks *entry,
                   const pk_clocks *now) {
  pk_stay_asked stay = {rules->profiles[0].klass, stage, elapsed, entry, now, 0, 0};
  assert_int_equal(rules->amount_count, 1);
  return pk_rules_amount(rules, &rules->amounts[0], &stay);
}

static double paid_at(const pk_rules *rules, int stage, int elapsed) {
  return paid(rules, stage, elapsed, &rules->profiles[0].start, &rules->profiles[0].start);
}

static void the_first_case_that_holds_is_paid_in_euros(void **state) {
  (void)state;
  for (int age = 54; age <= 55; age++) {
    scene s;
    open_scene(&s, CLUBS, TOWN, age);
    const pk_rules *rules = rules_of(&s);
    assert_true(paid_at(rules, CLUB, 0) == (age == 54 ? 350 : 500));
    assert_true(paid_at(rules, CLUB, 1) == (age == 54 ? 350 : 500));
    assert_true(paid_at(rules, CLUB, 2) == 0);
    assert_true(paid_at(rules, FIRM, 0) == 0);
    assert_true(paid_at(rules, SEEK, 0) == 0);
    assert_true(pk_rules_pays(rules, CLUB));
    assert_false(pk_rules_pays(rules, FIRM)); /* the place settles it */
    assert_string_equal(rules->amounts[0].to, "host");
    close_scene(&s);
  }
}

static void the_unit_of_the_account_is_kept(void **state) {
  (void)state;
  scene s;
  open_scene(&s, CLUBS, "\"accounts\":{\"town\":{\"unit\":\"cent\"}},", 40);
  assert_true(paid_at(rules_of(&s), CLUB, 0) == 35000);
  close_scene(&s);
}

static void without_its_account_money_is_not_counted_and_check_says_so_once(void **state) {
  (void)state;
  scene s;
  open_scene(&s, CLUBS, "", 40);
  assert_int_equal(rules_of(&s)->amount_count, 0);
  assert_int_equal(rules_of(&s)->profile_count, 1);
  size_t before = polku_report_count(s.bound.report, POLKU_REMARK);
  pk_rules_check_amounts(s.bound.rules, s.bound.report);
  problem_of(s.bound.report, "I-AMOUNT-ACCOUNT");
  assert_int_equal(polku_report_count(s.bound.report, POLKU_REMARK), before + 1);
  close_scene(&s);
}

static void hours_and_cents_are_not_added_up(void **state) {
  (void)state;
  scene s;
  open_scene(&s, CLUBS, "\"accounts\":{\"town\":{\"unit\":\"hour\"}},", 40);
  assert_int_equal(rules_of(&s)->amount_count, 0);
  pk_rules_check_amounts(s.bound.rules, s.bound.report);
  problem_of(s.bound.report, "W-AMOUNT-UNIT");
  close_scene(&s);
}

static void money_of_model_and_rule_on_one_account_is_a_warning(void **state) {
  (void)state;
  scene s;
  open_scene(&s, CLUBS, TOWN, 40);
  assert_false(has_problem(s.bound.report, "W-AMOUNT-TWICE"));
  pk_rules_check_amounts(rules_of(&s), s.bound.report);
  polku_problem problem = problem_of(s.bound.report, "W-AMOUNT-TWICE");
  assert_string_equal(problem.pointer, "/stages/club/amounts/town/per_step");
  close_scene(&s);
}

static void outside_its_dates_nothing_is_paid_and_check_says_so(void **state) {
  (void)state;
  static const char *const versions[] = {"from = '2022-01-01'",
                                         "from = '2020-01-01', ['until'] = '2020-12-31'"};
  for (int i = 0; i < 2; i++) {
    scene s;
    char rules[512];
    snprintf(rules, sizeof rules,
             "polku.amount 'job' { %s, account = 'town', cases = { { default = 100 } } }",
             versions[i]);
    open_scene(&s, rules, TOWN, 40);
    assert_int_equal(rules_of(&s)->amount_count, 0);
    pk_rules_check_amounts(s.bound.rules, s.bound.report);
    problem_of(s.bound.report, "I-AMOUNT-DATE");
    close_scene(&s);
  }
}

static void what_is_not_known_is_shown_where_it_is_written(void **state) {
  (void)state;
  scene s;
  open_scene(
      &s,
      "polku.amount 'job' { from = 'always', account = 'town', cases = { { default = 1 } } }\n"
      "polku.amount 'idle' { from = '2022-01-01', account = 'town', cases = { { default = 2 } "
      "} }",
      TOWN, 40);
  pk_rules_check_amounts(s.bound.rules, s.bound.report);
  polku_problem problem = problem_of(s.bound.report, "I-AMOUNT-DATE");
  assert_int_equal(problem.line, 2);
  assert_non_null(strstr(problem.message, "idle"));
  assert_null(strstr(problem.message, "job"));
  close_scene(&s);
}

/* Paid for those who have waited three of the last twelve months. */
#define WAITED                                                                                     \
  "cases = { { reads = { 'waited' }, when = function(c) return c.waited >= 3 end, value = 1200 }," \
  " { default = 0 } } }"

static void by_default_the_client_is_judged_as_on_entry(void **state) {
  (void)state;
  for (int day = 0; day < 2; day++) {
    scene s;
    char rules[512];
    snprintf(rules, sizeof rules,
             "polku.amount 'job' { from = 'always', account = 'town', binds = '%s', " WAITED,
             day ? "day" : "entry");
    open_scene(&s, rules, TOWN, 40);
    const pk_rules *r = rules_of(&s);
    assert_int_equal(r->clock_count, 1); /* only the amount reads it */
    assert_int_equal(r->amounts[0].changes, day);
    pk_clocks entry = r->profiles[0].start;
    for (int i = 0; i < 3; i++)
      pk_rules_step(r, SEEK, &entry);
    pk_clocks now = entry;
    for (int i = 0; i < 9; i++)
      pk_rules_step(r, CLUB, &now);
    assert_true(paid(r, CLUB, 9, &entry, &now) == 12); /* still three of twelve */
    pk_rules_step(r, CLUB, &now);
    assert_true(paid(r, CLUB, 10, &entry, &now) == (day ? 0 : 12));
    close_scene(&s);
  }
}

static void once_is_in_cents_and_time_in_cents_a_month(void **state) {
  (void)state;
  static const struct {
    const char *keys;
    bool good, once;
  } cases[] = {
      {"on = 'entry'", true, true},         {"on = 'entry', unit = 'cent'", true, true},
      {"unit = 'cent/month'", true, false}, {"on = 'entry', unit = 'cent/month'", false, false},
      {"unit = 'cent'", false, false},      {"unit = 'month'", false, false}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    scene s;
    char rules[512];
    snprintf(rules, sizeof rules,
             "polku.amount 'job' { from = 'always', account = 'town', %s, "
             "cases = { { default = 700 } } }",
             cases[i].keys);
    open_scene(&s, rules, TOWN, 40);
    assert_int_equal(s.bound.rules != NULL, cases[i].good);
    if (cases[i].good) {
      assert_int_equal(s.bound.rules->amounts[0].on_entry, cases[i].once);
      assert_true(paid_at(s.bound.rules, CLUB, 0) == 7);
    }
    close_scene(&s);
  }
}

static void the_role_that_receives_is_known(void **state) {
  (void)state;
  scene s;
  open_scene(&s,
             "polku.amount 'job' { from = 'always', account = 'town', to = 'hots', "
             "cases = { { default = 700 } } }",
             TOWN, 40);
  assert_null(s.bound.rules);
  problem_of(s.bound.report, "E-PLUGIN-UNKNOWN");
  close_scene(&s);
}

/* --- levels */

typedef struct level_case {
  const char *rule; /* of the region, over 350 € of the state */
  double club;      /* euros a month; < 0: refused */
} level_case;

static void levels_change_or_add_to_what_is_below(void **state) {
  (void)state;
#define OVER "polku.override.amount 'job' { from = 'always', account = 'town', mode = "
  static const level_case cases[] = {
      {OVER "'add', cases = { { default = 5000 } } }", 400},
      {OVER "'restrict', cases = { { default = 30000 } } }", 300},
      {OVER "'restrict', cases = { { default = 40000 } } }", 350},
      {OVER "'extend', cases = { { default = 40000 } } }", 400},
      {OVER "'replace', cases = { { default = 100 } } }", 1},
      {OVER "'add', cases = { { reads = { 'age' }, when = function(c) return c.age > 50 end, "
            "value = 5000 } } }",
       350},
      {"polku.amount 'job' { from = 'always', account = 'town', cases = { { default = 1 } } }", -1},
      {"polku.override.amount 'job' { from = 'always', account = 'other', mode = 'add', "
       "cases = { { default = 1 } } }",
       -1},
      {"polku.amount 'job' { from = 'always', account = 'other', cases = { { default = 1 } } }",
       350},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    scene s;
    char rules[2048];
    static const char manifest[] = "return { id = 'north', version = '1.0.0', api = 1, level = "
                                   "'region', extends = { land = '>=1.0' } }";
    static const char text[] =
        "{\"format\":\"polku/1\",\"region\":\"north\",\"rules_as_of\":\"2021-06-01\","
        "\"horizon\":12,\"accounts\":{\"town\":{\"unit\":\"euro\"}},\"stages\":{"
        "\"seek\":{\"kind\":\"idle\",\"duration\":{\"fixed\":3}},"
        "\"club\":{\"kind\":\"job\",\"final\":true}},"
        "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"club\",\"share\":1}},"
        "\"groups\":{\"g\":{\"size\":1,\"start\":\"seek\",\"attributes\":{\"age\":40}}}}";
    snprintf(rules, sizeof rules, "%s%s", VOCABULARY, CLUBS);
    plugin_folder_new(&s.folder);
    plugin_state(&s.folder, "land", NULL, rules);
    plugin_write(&s.folder, "north", "manifest.lua", manifest, strlen(manifest));
    plugin_write(&s.folder, "north", "rules.lua", cases[i].rule, strlen(cases[i].rule));
    s.bound = bind_text(text, s.folder.path);
    if (cases[i].club < 0)
      assert_null(s.bound.rules);
    else if (fabs(paid_at(rules_of(&s), CLUB, 0) - cases[i].club) > 1e-12)
      fail_msg("%s gives %g", cases[i].rule, paid_at(s.bound.rules, CLUB, 0));
    close_scene(&s);
  }
}

/* --- review */

static void a_number_past_its_review_is_a_warning_where_it_is_counted(void **state) {
  (void)state;
  static const char params[] = "return { rate = { unit = 'cent/month', review_by = '2020-12-31', "
                               "values = { { from = '2020-01-01', value = 100, ref = 'x' } } } }";
  static const char rules[] = "polku.amount 'job' { from = '2020-01-01', account = 'town', "
                              "cases = { { default = 'rate' } } }";
  for (int counted = 0; counted < 2; counted++) {
    scene s;
    plugin_folder folder;
    char all[2048];
    open_scene(&s, rules, counted ? TOWN : "", 40); /* without the parameter: refused */
    assert_null(s.bound.rules);
    snprintf(all, sizeof all, "%s%s", VOCABULARY, rules);
    plugin_folder_new(&folder);
    plugin_state(&folder, "land", params, all);
    polku_report *report = polku_report_new();
    polku_rules *bound = polku_rules_load(s.bound.model, folder.path, report);
    assert_non_null(bound);
    assert_int_equal(has_problem(report, "W-PARAM-REVIEW"), counted);
    polku_rules_free(bound);
    polku_report_free(report);
    plugin_folder_remove(&folder);
    close_scene(&s);
  }
}

static void a_number_about_which_sources_disagree_is_told_of_where_it_is_counted(void **state) {
  (void)state;
  static const char params[] =
      "return { rate = { unit = 'cent/month', values = { { from = '2020-01-01', value = 177000, "
      "ref = 'practice', disputed = { value = 277000, ref = 'the act' } } } } }";
  static const char rules[] = "polku.amount 'job' { from = '2020-01-01', account = 'town', "
                              "cases = { { default = 'rate' } } }";
  for (int counted = 0; counted < 2; counted++) {
    scene s;
    plugin_folder folder;
    char all[2048];
    open_scene(&s, rules, counted ? TOWN : "", 40); /* for its model: the parameter is missing */
    snprintf(all, sizeof all, "%s%s", VOCABULARY, rules);
    plugin_folder_new(&folder);
    plugin_state(&folder, "land", params, all);
    polku_report *report = polku_report_new();
    polku_rules *bound = polku_rules_load(s.bound.model, folder.path, report);
    assert_non_null(bound);
    assert_int_equal(has_problem(report, "W-PARAM-DISPUTED"), counted);
    if (counted) {
      polku_problem problem = problem_of(report, "W-PARAM-DISPUTED");
      assert_non_null(strstr(problem.message, "practice"));
      assert_non_null(strstr(problem.message, "1770"));
      assert_non_null(strstr(problem.message, "the act"));
      assert_non_null(strstr(problem.message, "2770"));
    }
    polku_rules_free(bound);
    polku_report_free(report);
    plugin_folder_remove(&folder);
    close_scene(&s);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_first_case_that_holds_is_paid_in_euros),
      cmocka_unit_test(the_unit_of_the_account_is_kept),
      cmocka_unit_test(without_its_account_money_is_not_counted_and_check_says_so_once),
      cmocka_unit_test(hours_and_cents_are_not_added_up),
      cmocka_unit_test(money_of_model_and_rule_on_one_account_is_a_warning),
      cmocka_unit_test(outside_its_dates_nothing_is_paid_and_check_says_so),
      cmocka_unit_test(what_is_not_known_is_shown_where_it_is_written),
      cmocka_unit_test(by_default_the_client_is_judged_as_on_entry),
      cmocka_unit_test(once_is_in_cents_and_time_in_cents_a_month),
      cmocka_unit_test(the_role_that_receives_is_known),
      cmocka_unit_test(levels_change_or_add_to_what_is_below),
      cmocka_unit_test(a_number_past_its_review_is_a_warning_where_it_is_counted),
      cmocka_unit_test(a_number_about_which_sources_disagree_is_told_of_where_it_is_counted),
  };
  return RUN(tests);
}
