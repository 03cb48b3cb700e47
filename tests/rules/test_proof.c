/* Promises between levels, and plugins of one level side by side: what is proved, and what is said
 * when it cannot be. */
#include "support/check.h"
#include "support/plugins.h"

#include "rules/proof.h"
#include "rules/desk/shelf.h"
#include <stdio.h>
#include <string.h>

/* Everyone may enter k; stays are limited to 10 months, 6 for those who are trained. */
#define LAND(delegate)                                                                             \
  "polku.kind 'k' { name = { fi = 'Laji', en = 'Kind' } }\n"                                       \
  "polku.attribute 'age' { int = { 15, 68 }, unit = 'year', of = 'client', default = 40 }\n"       \
  "polku.attribute 'trained' { bool = true, of = 'client', default = false }\n"                    \
  "polku.limit 'k' { from = '2020-01-01', unit = 'month', " delegate " cases = {\n"                \
  "  { reads = { 'trained' }, when = function(c) return c.trained end, value = 6 },\n"             \
  "  { default = 10 } } }\n"

/* A limit of the region for those of 60 and over. */
#define TOWN(mode, value)                                                                          \
  "polku.override.limit 'k' { mode = '" mode "', from = '2021-01-01', unit = 'month', cases = {\n" \
  "  { reads = { 'age' }, when = function(c) return c.age >= 60 end, value = " #value " } } }\n"

typedef struct proof_of {
  plugin_folder folder;
  polku_report *report;
  pk_proof_count count;
  bool good;
} proof_of;

/* Proves a plugin of the folder as `polku plugin check` does. */
static void prove(proof_of *p, const char *plugin, bool thorough) {
  pk_shelf shelf;
  p->report = polku_report_new();
  assert_non_null(p->report);
  p->good = pk_shelf_open(&shelf, p->folder.path, plugin, p->report);
  if (!p->good)
    problem_of(p->report, "a plugin that can be read");
  const pk_proof_wanted wanted = {.book = shelf.book,
                                  .region = shelf.plugin,
                                  .tables = &shelf.tables,
                                  .thorough = thorough,
                                  .today = 20000};
  p->good = pk_proof(&wanted, p->report, &p->count);
  pk_shelf_close(&shelf);
}

static void done(proof_of *p) {
  polku_report_free(p->report);
  plugin_folder_remove(&p->folder);
}

/* A state and a region, proved; ended by done(). */
static proof_of two_levels(const char *land, const char *town) {
  proof_of p;
  plugin_folder_new(&p.folder);
  plugin_state(&p.folder, "land", NULL, land);
  plugin_below(&p.folder, "town", "region", "land = '>=1'", NULL, town);
  prove(&p, "town", true);
  return p;
}

static void assert_says(const polku_problem *problem, const char *part) {
  if (!strstr(problem->message, part) && !strstr(problem->hint, part))
    fail_msg("\"%s\" is not in\n%s\n%s", part, problem->message, problem->hint);
}

/* Fails unless there is this problem, which says all these parts (NULL-ended). */
static void assert_problem(const proof_of *p, const char *code, const char *const *parts) {
  polku_problem problem = problem_of(p->report, code);
  for (; *parts; parts++)
    assert_says(&problem, *parts);
}

#define SAYS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void assert_clean(const proof_of *p) {
  polku_problem problem;
  if (polku_report_at(p->report, 0, POLKU_EN, &problem))
    fail_msg("%s: %s", problem.code, problem.message);
  assert_true(p->good);
}

/* --- promises */

static void what_widens_breaks_the_promise_to_narrow(void **state) {
  (void)state;
  proof_of p = two_levels(LAND("delegate = { region = 'restrict' },"), TOWN("replace", 12));
  assert_false(p.good);
  polku_problem problem = problem_of(p.report, "E-PROMISE-BROKEN");
  assert_int_equal(problem.line, 2); /* the case, not the rule */
  assert_problem(&p, "E-PROMISE-BROKEN",
                 SAYS("Kind: longest stay. \"town\" widens", "Without the plugin 10", "with it 12",
                      "age: at least 60", "from 1 January 2021 on", "land/rules.lua:4"));
  done(&p);
}

static void a_replacement_that_only_narrows_keeps_it(void **state) {
  (void)state;
  proof_of p = two_levels(LAND("delegate = { region = 'restrict' },"), TOWN("replace", 6));
  assert_clean(&p);
  assert_true(p.count.combinations > 0);
  done(&p);
}

static void what_narrows_breaks_the_promise_to_widen(void **state) {
  (void)state;
  proof_of p = two_levels(LAND("delegate = { region = 'extend' },"), TOWN("restrict", 9));
  assert_problem(&p, "E-PROMISE-BROKEN",
                 SAYS("\"town\" narrows", "trained: no", "Without the plugin 10", "with it 9"));
  done(&p);
  p = two_levels(LAND("delegate = { region = 'extend' },"), TOWN("extend", 9));
  assert_clean(&p);
  done(&p);
}

static void where_nothing_may_change_every_change_breaks_the_promise(void **state) {
  (void)state;
  proof_of p = two_levels(LAND("delegate = { region = 'none' },"), TOWN("restrict", 9));
  assert_problem(&p, "E-PROMISE-BROKEN", SAYS("permits no change"));
  done(&p);
}

static void without_a_word_everything_is_permitted(void **state) {
  (void)state;
  static const char *const lands[] = {LAND(""), LAND("delegate = { region = 'any' },"),
                                      LAND("delegate = { municipality = 'none' },")};
  for (size_t i = 0; i < sizeof lands / sizeof *lands; i++) {
    proof_of p = two_levels(lands[i], TOWN("replace", 60));
    assert_clean(&p);
    done(&p);
  }
}

/* Who may enter is a promise as well. */
static void letting_in_whom_the_level_above_refuses_breaks_it(void **state) {
  (void)state;
  static const char land[] =
      "polku.kind 'k' {}\n"
      "polku.attribute 'age' { int = { 15, 68 }, of = 'client', default = 40 }\n"
      "polku.attribute 'trained' { bool = true, of = 'client', default = false }\n"
      "polku.allow 'k' { from = 'always', ref = 'x', delegate = { region = 'restrict' }, all = {\n"
      "  { id = 'young', reads = { 'age' }, test = function(c) return c.age < 25 end } } }\n";
  proof_of p = two_levels(
      land, "polku.override.allow 'k' { mode = 'extend', from = 'always', ref = 'y', all = {\n"
            "  { id = 't', reads = { 'trained' },\n"
            "    test = function(c) return c.trained end } } }\n");
  assert_int_equal(problem_of(p.report, "E-PROMISE-BROKEN").line, 3);
  assert_problem(&p, "E-PROMISE-BROKEN",
                 SAYS("age: at least 25; trained: yes", "Without the plugin may not move",
                      "with it may move", "on all days"));
  done(&p);
  p = two_levels(
      land, "polku.override.allow 'k' { mode = 'restrict', from = 'always', ref = 'y', all = {\n"
            "  { id = 't', reads = { 'trained' },\n"
            "    test = function(c) return c.trained end } } }\n");
  assert_clean(&p);
  done(&p);
}

/* A number that the region may set is no way around what it may do to the rule. */
static void a_delegated_number_does_not_go_around_the_promise(void **state) {
  (void)state;
  static const char params[] =
      "return { n = { unit = 'month', delegate = { region = { max = 20 } },"
      " values = { { from = '2020-01-01', value = 10, ref = 'x' } } } }";
  static const char rules[] =
      "polku.kind 'k' {}\n"
      "polku.limit 'k' { from = '2020-01-01', delegate = { region = 'restrict' },\n"
      "  cases = { { default = 'n' } } }\n";
  for (int value = 8; value <= 12; value += 4) {
    char own[160];
    snprintf(own, sizeof own,
             "return { n = { unit = 'month', values = {\n"
             "  { from = '2022-01-01', value = %d, ref = 'x' } } } }",
             value);
    proof_of p;
    plugin_folder_new(&p.folder);
    plugin_state(&p.folder, "land", params, rules);
    plugin_below(&p.folder, "town", "region", "land = '>=1'", own, NULL);
    prove(&p, "town", true);
    assert_int_equal(p.good, value == 8);
    if (value == 12) {
      polku_problem problem = problem_of(p.report, "E-PROMISE-BROKEN");
      assert_int_equal(problem.line, 2);
      assert_non_null(strstr(problem.file, "town/params.lua"));
      assert_problem(&p, "E-PROMISE-BROKEN",
                     SAYS("Whom it concerns: everyone", "from 1 January 2022 on"));
    }
    done(&p);
  }
}

/* A promise that only some later version of the law asks for is broken from that day. */
static void each_interval_is_proved(void **state) {
  (void)state;
  proof_of p =
      two_levels("polku.kind 'k' {}\n"
                 "polku.limit 'k' { from = '2020-01-01', cases = { { default = 5 } } }\n"
                 "polku.limit 'k' { from = '2023-01-01', delegate = { region = 'restrict' },\n"
                 "  cases = { { default = 10 } } }\n"
                 "polku.limit 'k' { from = '2024-01-01', delegate = { region = 'restrict' },\n"
                 "  cases = { { default = 6 } } }\n",
                 "polku.override.limit 'k' { mode = 'replace', from = '2021-01-01',\n"
                 "  cases = { { default = 8 } } }\n");
  assert_problem(&p, "E-PROMISE-BROKEN", SAYS("from 1 January 2024 on", "Without the plugin 6"));
  assert_int_equal(polku_report_count(p.report, POLKU_ERROR), 1);
  assert_int_equal(p.count.segments, 5); /* before 2020, then five days on which something begins */
  done(&p);
}

/* --- three levels */

static proof_of three_levels(const char *land, const char *town, const char *village) {
  proof_of p;
  plugin_folder_new(&p.folder);
  plugin_state(&p.folder, "land", NULL, land);
  plugin_below(&p.folder, "town", "region", "land = '>=1'", NULL, town);
  plugin_below(&p.folder, "village", "municipality", "town = '>=1'", NULL, village);
  prove(&p, "village", true);
  return p;
}

/* The village gives less than the state, but more than its region. */
static void each_level_is_held_against_what_stands_above_it(void **state) {
  (void)state;
  static const char land[] = LAND("delegate = { municipality = 'restrict' },");
  static const char town[] = "polku.override.limit 'k' { mode = 'replace', from = '2021-01-01',\n"
                             "  cases = { { default = 5 } } }\n";
  proof_of p = three_levels(land, town,
                            "polku.override.limit 'k' { mode = 'extend', from = '2022-01-01',\n"
                            "  cases = { { default = 7 } } }\n");
  assert_problem(&p, "E-PROMISE-BROKEN",
                 SAYS("\"village\" widens", "Without the plugin 5", "with it 7"));
  done(&p);
  p = three_levels(land, town,
                   "polku.override.limit 'k' { mode = 'restrict', from = '2022-01-01',\n"
                   "  cases = { { default = 4 } } }\n");
  assert_clean(&p);
  done(&p);
}

static void a_region_has_a_say_in_what_is_below_it(void **state) {
  (void)state;
  proof_of p =
      three_levels(LAND(""),
                   "polku.override.limit 'k' { mode = 'replace', from = '2021-01-01',\n"
                   "  delegate = { municipality = 'none' }, cases = { { default = 5 } } }\n",
                   "polku.override.limit 'k' { mode = 'extend', from = '2022-01-01',\n"
                   "  cases = { { default = 7 } } }\n");
  assert_problem(&p, "E-PROMISE-BROKEN", SAYS("town/rules.lua:1", "permits no change"));
  done(&p);
}

static void a_lock_of_any_level_holds(void **state) {
  (void)state;
  static const char change[] =
      "polku.override.limit 'k' { mode = 'restrict', from = '2022-01-01',\n"
      "  cases = { { default = 4 } } }\n";
  proof_of p = two_levels(LAND("locked = true,"), change);
  assert_problem(&p, "E-OVERRIDE-BASE", SAYS("it is locked", "land/rules.lua:4"));
  done(&p);
  p = three_levels(
      LAND(""),
      "polku.override.limit 'k' { mode = 'replace', from = '2021-01-01', locked = true,\n"
      "  cases = { { default = 5 } } }\n",
      change);
  assert_problem(&p, "E-OVERRIDE-BASE", SAYS("it is locked", "town/rules.lua:1"));
  done(&p);
}

/* --- plugins of one level */

/* Two regions of one land, and a village that belongs to both. */
static proof_of two_regions(const char *land, const char *a, const char *b, const char *village) {
  proof_of p;
  plugin_folder_new(&p.folder);
  plugin_state(&p.folder, "land", NULL, land);
  plugin_below(&p.folder, "a", "region", "land = '>=1'", NULL, a);
  plugin_below(&p.folder, "b", "region", "land = '>=1'", NULL, b);
  plugin_below(&p.folder, "village", "municipality", "a = '>=1', b = '>=1'", NULL, village);
  prove(&p, "village", false);
  return p;
}

static void regions_that_answer_differently_conflict(void **state) {
  (void)state;
  proof_of p = two_regions(LAND(""), TOWN("restrict", 8), TOWN("restrict", 7), NULL);
  assert_problem(&p, "E-PLUGIN-CONFLICT",
                 SAYS("\"b\" and \"a\" disagree", "age: at least 60", "trained: no", "\"b\": 7",
                      "\"a\": 8", "a/rules.lua:2",
                      "settle it in \"village\": "
                      "polku.override.limit \"k\" { mode = \"replace\""));
  assert_int_equal(polku_report_count(p.report, POLKU_ERROR), 1);
  done(&p);
  p = two_regions(LAND(""), TOWN("restrict", 8), TOWN("replace", 8), NULL);
  assert_problem(&p, "E-PLUGIN-CONFLICT", SAYS("trained: yes", "\"b\": 8", "\"a\": 6"));
  done(&p);
}

static void regions_that_answer_alike_do_not(void **state) {
  (void)state;
  proof_of p = two_regions(LAND(""), TOWN("restrict", 8), TOWN("restrict", 8), NULL);
  assert_clean(&p);
  done(&p);
}

static void a_plugin_below_that_replaces_the_rule_settles_it(void **state) {
  (void)state;
  proof_of p = two_regions(LAND(""), TOWN("restrict", 8), TOWN("restrict", 7),
                           "polku.override.limit 'k' { mode = 'replace', from = '2021-01-01',\n"
                           "  cases = { { default = 7 } } }\n");
  assert_clean(&p);
  done(&p);
  /* from 2022 only: before, nobody decides */
  p = two_regions(LAND(""), TOWN("restrict", 8), TOWN("restrict", 7),
                  "polku.override.limit 'k' { mode = 'replace', from = '2022-01-01',\n"
                  "  cases = { { default = 7 } } }\n");
  assert_problem(&p, "E-PLUGIN-CONFLICT", SAYS("1 January 2021 – 31 December 2021"));
  done(&p);
}

static void first_rules_of_one_level_may_say_the_same(void **state) {
  (void)state;
  static const char land[] = "polku.kind 'k' {}\n";
  static const char six[] =
      "polku.limit 'k' { from = '2020-01-01', cases = { { default = 6 } } }\n";
  static const char five[] =
      "polku.limit 'k' { from = '2020-01-01', cases = { { default = 5 } } }\n";
  proof_of p = two_regions(land, six, six, NULL);
  assert_clean(&p);
  done(&p);
  p = two_regions(land, six, five, NULL);
  assert_problem(&p, "E-PLUGIN-CONFLICT",
                 SAYS("Whom it concerns: everyone", "\"b\": 5", "\"a\": 6"));
  done(&p);
}

#define MONEY(form, mode, cents)                                                                   \
  "polku." form " 'k' { " mode                                                                     \
  " from = '2020-01-01', account = 'm', cases = { { default = " #cents " } } }\n"

static void payments_that_add_up_do_not_conflict(void **state) {
  (void)state;
  static const char land[] = "polku.kind 'k' {}\n" MONEY("amount", "", 1000);
  static const char add[] = MONEY("override.amount", "mode = 'add',", 100);
  static const char more[] = MONEY("override.amount", "mode = 'add',", 200);
  static const char instead[] = MONEY("override.amount", "mode = 'replace',", 200);
  proof_of p = two_regions(land, add, more, NULL);
  assert_clean(&p);
  done(&p);
  p = two_regions(land, add, instead, NULL);
  assert_problem(&p, "E-PLUGIN-CONFLICT", SAYS("payment, account: m", "\"a\": 11", "\"b\": 2"));
  done(&p);
}

static void numbers_set_differently_conflict_unless_a_plugin_below_sets_them(void **state) {
  (void)state;
  static const char land[] =
      "return { n = { unit = 'month', delegate = { region = {}, municipality = {} },"
      " values = { { from = '2020-01-01', value = 10, ref = 'x' } } } }";
  static const char *const own[] = {
      "return { n = { unit = 'month', values = { { from = '2021-01-01', value = 8, ref = 'x' } } } "
      "}",
      "return { n = { unit = 'month', values = { { from = '2020-01-01', value = 8, ref = 'x' },\n"
      "  { from = '2023-01-01', value = 7, ref = 'x' } } } }",
      "return { n = { unit = 'month', values = { { from = '2023-01-01', value = 9, ref = 'x' } } } "
      "}"};
  for (int settled = 0; settled < 2; settled++) {
    proof_of p;
    plugin_folder_new(&p.folder);
    plugin_state(&p.folder, "land", land, "polku.kind 'k' {}\n");
    plugin_below(&p.folder, "a", "region", "land = '>=1'", own[0], NULL);
    plugin_below(&p.folder, "b", "region", "land = '>=1'", own[1], NULL);
    plugin_below(&p.folder, "village", "municipality", "a = '>=1', b = '>=1'",
                 settled ? own[2] : NULL, NULL);
    prove(&p, "village", false);
    assert_int_equal(p.good, settled);
    if (!settled)
      assert_problem(
          &p, "E-PARAM-CONFLICT",
          SAYS("\"b\" sets it to 7, \"a\" to 8", "from 1 January 2023 on", "a/params.lua:1"));
    done(&p);
  }
}

/* --- what changes nothing */

static void a_change_that_changes_nothing_is_said(void **state) {
  (void)state;
  static const struct {
    const char *town, *says; /* NULL: it does something */
  } cases[] = {
      {TOWN("restrict", 12), "restricts nobody (from 1 January 2021 on)"},
      {TOWN("restrict", 9), NULL},
      {TOWN("extend", 5), "widens the answer for nobody"},
      {TOWN("extend", 7), NULL},
      {"polku.override.limit 'k' { mode = 'replace', from = '2021-01-01', ['until'] = "
       "'2021-12-31',\n"
       "  cases = { { reads = { 'trained' }, value = 10,\n"
       "    when = function(c) return not c.trained end } } }\n",
       "answers as the level above does (1 January 2021 – 31 December 2021)"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    proof_of p = two_levels(LAND(""), cases[i].town);
    assert_true(p.good); /* a warning */
    if (cases[i].says)
      assert_problem(&p, "W-OVERRIDE-IDLE", SAYS(cases[i].says));
    else
      assert_clean(&p);
    done(&p);
  }
}

/* --- dates and units */

static void a_change_on_days_without_a_rule_is_an_error(void **state) {
  (void)state;
  proof_of p = two_levels("polku.kind 'k' {}\n"
                          "polku.limit 'k' { from = '2020-01-01', ['until'] = '2022-12-31',\n"
                          "  cases = { { default = 5 } } }\n",
                          "polku.override.limit 'k' { mode = 'restrict', from = '2023-01-01',\n"
                          "  cases = { { default = 4 } } }\n");
  assert_problem(
      &p, "E-OVERRIDE-DATES",
      SAYS("from 1 January 2023 on", "1 January 2020 – 31 December 2022", "land/rules.lua:2"));
  done(&p);
}

static void a_change_in_another_unit_is_an_error(void **state) {
  (void)state;
  proof_of p = two_levels(LAND(""),
                          "polku.override.limit 'k' { mode = 'restrict',\n"
                          "  from = '2021-01-01', unit = 'week', cases = { { default = 20 } } }\n");
  assert_problem(&p, "E-OVERRIDE-UNIT", SAYS("\"week\"", "\"month\"", "land/rules.lua:4"));
  done(&p);
}

/* A number ends before the rule that reads it. A model of an earlier day may be computed. */
static void a_number_without_a_value_is_found_on_any_day_by_a_thorough_proof(void **state) {
  (void)state;
  for (int thorough = 0; thorough < 2; thorough++) {
    proof_of p;
    plugin_folder_new(&p.folder);
    plugin_state(&p.folder, "land",
                 "return { n = { unit = 'month', values = { { from = '2020-01-01',\n"
                 "  ['until'] = '2022-12-31', value = 5, ref = 'x' } } } }",
                 "polku.kind 'k' {}\n"
                 "polku.limit 'k' { from = '2020-01-01',\n"
                 "  cases = { { default = 'n' } } }\n");
    plugin_below(&p.folder, "town", "region", "land = '>=1'", NULL,
                 "polku.override.limit 'k' { mode = 'restrict', from = '2021-01-01',\n"
                 "  cases = { { default = 4 } } }\n");
    prove(&p, "town", thorough);
    assert_int_equal(p.good, !thorough);
    if (thorough) {
      assert_problem(&p, "E-PARAM-DATE", SAYS("has no value on 1 January 2023"));
      assert_int_equal(polku_report_count(p.report, POLKU_ERROR), 1);
    }
    done(&p);
  }
}

/* --- too much, and mistakes in what is permitted */

static void a_rule_that_tells_too_much_apart_names_what_does(void **state) {
  (void)state;
  proof_of p;
  plugin_folder_new(&p.folder);
  plugin_state(
      &p.folder, "land", NULL,
      "polku.kind 'k' {}\n"
      "polku.attribute 'a' { int = { 1, 200 }, of = 'client' }\n"
      "polku.attribute 'b' { int = { 1, 110 }, of = 'client' }\n"
      "polku.attribute 'd' { int = { 1, 100 }, of = 'client' }\n"
      "polku.allow 'k' { from = 'always', ref = 'x', all = {\n"
      "  { id = 'ab', reads = { 'a', 'b' }, test = function(c) return c.a > c.b end },\n"
      "  { id = 'bd', reads = { 'b', 'd' }, test = function(c) return c.b > c.d end } } }\n");
  prove(&p, "land", true);
  assert_problem(&p, "E-PLUGIN-PRODUCT", SAYS("\"a\" has most classes (111)"));
  assert_int_equal(problem_of(p.report, "E-PLUGIN-PRODUCT").line, 5);
  done(&p);
}

static void what_is_permitted_is_written_in_known_words(void **state) {
  (void)state;
  static const struct {
    const char *land, *code, *hint;
  } cases[] = {
      {LAND("delegate = { region = 'restrct' },"), "E-PLUGIN-CHOICE", "restrict"},
      {LAND("delegate = { regoin = 'restrict' },"), "E-PLUGIN-KEY", "region"},
      {LAND("delegat = { region = 'restrict' },"), "E-PLUGIN-KEY", "delegate"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    pk_shelf shelf;
    plugin_folder folder;
    char meant[64];
    polku_report *report = polku_report_new();
    plugin_folder_new(&folder);
    plugin_state(&folder, "land", NULL, cases[i].land);
    assert_false(pk_shelf_open(&shelf, folder.path, "land", report));
    snprintf(meant, sizeof meant, "did you mean \"%s\"?", cases[i].hint);
    polku_problem problem = problem_of(report, cases[i].code);
    assert_says(&problem, meant);
    pk_shelf_close(&shelf);
    polku_report_free(report);
    plugin_folder_remove(&folder);
  }
}

/* What ends a memory belongs to no kind of stage, and is looked at all the same. */
static void a_condition_of_a_counter_is_looked_at(void **state) {
  (void)state;
  proof_of p;
  plugin_folder_new(&p.folder);
  plugin_state(&p.folder, "land", NULL,
               "polku.kind 'k' {}\n"
               "polku.attribute 'a' { int = { 1, 3 }, of = 'client' }\n"
               "polku.counter 'n' { counts = { 'k' }, max = 9, resets_when = { reads = { 'a' },\n"
               "  test = function(c) if c.a == 2 then error('no') end return false end } }\n");
  prove(&p, "land", true);
  assert_false(p.good);
  assert_int_equal(polku_report_count(p.report, POLKU_ERROR), 1);
  done(&p);
}

/* --- a model */

static const char MODEL[] =
    "{ \"format\": \"polku/1\", \"region\": \"town\", \"start_date\": \"2020-06-01\", \"horizon\": "
    "3,"
    " \"stages\": { \"a\": { \"kind\": \"k\", \"duration\": { \"fixed\": 1 } },"
    "   \"b\": { \"kind\": \"k\", \"final\": true } },"
    " \"transitions\": { \"t\": { \"from\": \"a\", \"to\": \"b\", \"share\": 1 } },"
    " \"groups\": { \"g\": { \"size\": 1, \"start\": \"a\" } } }";

/* The model asks about 2020, the promise is broken from 2021 on: it is not trusted all the same. */
static void a_model_is_not_computed_with_a_broken_promise(void **state) {
  (void)state;
  for (int value = 6; value <= 12; value += 6) {
    plugin_folder folder;
    plugin_folder_new(&folder);
    plugin_state(&folder, "land", NULL, LAND("delegate = { region = 'restrict' },"));
    plugin_below(&folder, "town", "region", "land = '>=1'", NULL,
                 value == 6 ? TOWN("replace", 6) : TOWN("replace", 12));
    bound_model b = bind_text(MODEL, folder.path);
    assert_int_equal(b.rules != NULL, value == 6);
    assert_int_equal(has_problem(b.report, "E-PROMISE-BROKEN"), value == 12);
    bound_free(&b);
    plugin_folder_remove(&folder);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_widens_breaks_the_promise_to_narrow),
      cmocka_unit_test(a_replacement_that_only_narrows_keeps_it),
      cmocka_unit_test(what_narrows_breaks_the_promise_to_widen),
      cmocka_unit_test(where_nothing_may_change_every_change_breaks_the_promise),
      cmocka_unit_test(without_a_word_everything_is_permitted),
      cmocka_unit_test(letting_in_whom_the_level_above_refuses_breaks_it),
      cmocka_unit_test(a_delegated_number_does_not_go_around_the_promise),
      cmocka_unit_test(each_interval_is_proved),
      cmocka_unit_test(each_level_is_held_against_what_stands_above_it),
      cmocka_unit_test(a_region_has_a_say_in_what_is_below_it),
      cmocka_unit_test(a_lock_of_any_level_holds),
      cmocka_unit_test(regions_that_answer_differently_conflict),
      cmocka_unit_test(regions_that_answer_alike_do_not),
      cmocka_unit_test(a_plugin_below_that_replaces_the_rule_settles_it),
      cmocka_unit_test(first_rules_of_one_level_may_say_the_same),
      cmocka_unit_test(payments_that_add_up_do_not_conflict),
      cmocka_unit_test(numbers_set_differently_conflict_unless_a_plugin_below_sets_them),
      cmocka_unit_test(a_change_that_changes_nothing_is_said),
      cmocka_unit_test(a_change_on_days_without_a_rule_is_an_error),
      cmocka_unit_test(a_change_in_another_unit_is_an_error),
      cmocka_unit_test(a_number_without_a_value_is_found_on_any_day_by_a_thorough_proof),
      cmocka_unit_test(a_rule_that_tells_too_much_apart_names_what_does),
      cmocka_unit_test(what_is_permitted_is_written_in_known_words),
      cmocka_unit_test(a_condition_of_a_counter_is_looked_at),
      cmocka_unit_test(a_model_is_not_computed_with_a_broken_promise),
  };
  return RUN(tests);
}
