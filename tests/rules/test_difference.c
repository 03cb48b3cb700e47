/* Whom two plugins treat differently: nobody where they are the same, the same people whichever
 * stands first, and those that a person finds by reading both. */
#include "support/check.h"
#include "support/plugins.h"

#include "rules/desk/difference.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLUGINS POLKU_SOURCE_DIR "/plugins"

typedef struct compared {
  polku_report *report;
  pk_comparison c;
} compared;

static compared compare(const char *folders, const char *a, const char *b, const char *rule,
                        const char *date) {
  compared made = {.report = polku_report_new()};
  const polku_plugin_question question = {
      .folders = folders, .plugin = a, .other = b, .rule = rule, .date = date};
  assert_non_null(made.report);
  if (!pk_comparison_open(&made.c, &question, made.report)) {
    char *text = polku_report_text(made.report, POLKU_EN, false);
    print_error("%s", text);
    free(text);
    fail();
  }
  return made;
}

static void close_compared(compared *made) {
  pk_comparison_close(&made->c);
  polku_report_free(made->report);
}

static const pk_compared *rule_of(const compared *made, const char *text) {
  pk_rule_key key;
  assert_true(pk_rule_key_read(made->c.shelf[0].arena, text, &key));
  for (int i = 0; i < made->c.rules.count; i++)
    if (pk_rule_key_same(&PK_AT(made->c.rules, pk_compared, i)->rule, &key))
      return PK_AT(made->c.rules, pk_compared, i);
  fail_msg("%s is not compared", text);
  return NULL;
}

static const pk_difference *difference_of(const compared *made, const char *rule, int count,
                                          int i) {
  const pk_compared *found = rule_of(made, rule);
  assert_int_equal(found->differences.count, count);
  return PK_AT(found->differences, pk_difference, i);
}

static void expect_days(const pk_difference *d, const char *text) {
  char buffer[32];
  assert_string_equal(pk_segment_text(buffer, &d->segment), text);
}

/* A row as "age 45..53 | trained false : 1 Act § 1 / 0 Town board"; raw values as numbers. */
static void expect_contrast(const pk_difference *d, int i, const char *expected) {
  const pk_contrast *contrast = PK_AT(d->contrasts, pk_contrast, i);
  const pk_product *product = d->decision->product;
  pk_text text = PK_TEXT_EMPTY;
  for (int k = 0; k < product->axis_count; k++) {
    if (!contrast->row->in[k])
      continue;
    pk_text_addf(&text, "%s ", product->axes[k].variable->id);
    pk_csv_classes(&text, product, k, contrast->row->in[k]);
    pk_text_add(&text, ", ");
  }
  for (int k = 0; k < 2; k++) {
    pk_text_addf(&text, "%s%lld ", k ? " / " : "", (long long)contrast->answer[k]);
    pk_csv_refs(&text, &contrast->reasons[k]);
  }
  assert_string_equal(text.data, expected);
  pk_text_free(&text);
}

static void a_plugin_differs_from_itself_in_nothing(void **state) {
  (void)state;
  static const char *const plugins[] = {"finland", "rovaniemi"};
  for (int p = 0; p < 2; p++) {
    compared made = compare(PLUGINS, plugins[p], plugins[p], NULL, NULL);
    assert_true(made.c.rules.count > 5);
    for (int i = 0; i < made.c.rules.count; i++)
      assert_int_equal(PK_AT(made.c.rules, pk_compared, i)->differences.count, 0);
    assert_int_equal(made.c.mismatches.count, 0);
    close_compared(&made);
  }
}

static void turned_round_the_answers_change_places(void **state) {
  (void)state;
  compared there = compare(TEST_PLUGINS, "land", "town", NULL, NULL);
  compared back = compare(TEST_PLUGINS, "town", "land", NULL, NULL);
  assert_int_equal(there.c.rules.count, back.c.rules.count);
  int seen = 0;
  for (int i = 0; i < there.c.rules.count; i++) {
    const pk_compared *a = PK_AT(there.c.rules, pk_compared, i);
    const char *text = pk_rule_key_text(there.c.shelf[0].arena, &a->rule);
    for (int k = 0; k < a->differences.count; k++) {
      const pk_difference *d = PK_AT(a->differences, pk_difference, k);
      const pk_difference *e = difference_of(&back, text, a->differences.count, k);
      assert_int_equal(d->segment.first, e->segment.first);
      assert_int_equal(d->segment.last, e->segment.last);
      assert_int_equal(d->differing, e->differing);
      assert_int_equal(d->contrasts.count, e->contrasts.count);
      for (int r = 0; r < d->contrasts.count; r++, seen++)
        for (int side = 0; side < 2; side++)
          assert_int_equal(PK_AT(d->contrasts, pk_contrast, r)->answer[side],
                           PK_AT(e->contrasts, pk_contrast, r)->answer[1 - side]);
    }
  }
  assert_int_equal(seen, 5);
  close_compared(&there);
  close_compared(&back);
}

/* Since 2021 the town wants its people trained: that is felt by those who could go without, the old
 * anywhere, and others in an association after four months. Its stay is five months where it was
 * eight. The young may go to a course always. */
static void land_and_town_as_read_by_hand(void **state) {
  (void)state;
  compared made = compare(TEST_PLUGINS, "land", "town", NULL, NULL);
  const pk_difference *job = difference_of(&made, "allow job", 1, 0);
  expect_days(job, "2021-01-01 –");
  assert_int_equal(job->contrasts.count, 2);
  expect_contrast(job, 0, "age 60..68, trained false, 1 Act § 1 / 0 Town board");
  expect_contrast(job, 1,
                  "employer association, age 15..59, trained false, idle_of_6 4..6, 1 Act § 3 / 0 "
                  "Town board");
  const pk_difference *stay = difference_of(&made, "limit job", 1, 0);
  expect_days(stay, "2021-01-01 –");
  assert_int_equal(stay->contrasts.count, 1);
  expect_contrast(stay, 0, "skill high, 8 Act § 2.1 / 5 Town board");
  assert_int_equal(difference_of(&made, "allow course", 1, 0)->contrasts.count, 2);
  assert_int_equal(rule_of(&made, "weight job")->differences.count, 0);
  close_compared(&made);
}

static void a_day_chooses_its_interval(void **state) {
  (void)state;
  compared before = compare(TEST_PLUGINS, "land", "town", "allow job", "2020-12-31");
  assert_int_equal(before.c.rules.count, 1);
  assert_int_equal(rule_of(&before, "allow job")->differences.count, 0);
  close_compared(&before);
  compared since = compare(TEST_PLUGINS, "land", "town", "job", "2021-01-01");
  assert_int_equal(since.c.rules.count, 3);
  assert_int_equal(rule_of(&since, "allow job")->differences.count, 1);
  close_compared(&since);
}

/* 350 euros for the first twelve months at an association or its like, as long as it was paid. */
static void rovaniemi_paid_a_supplement_until_the_end_of_2024(void **state) {
  (void)state;
  compared made =
      compare(PLUGINS, "finland", "rovaniemi", "amount wage_subsidy municipality", NULL);
  const pk_difference *d = difference_of(&made, "amount wage_subsidy municipality", 1, 0);
  expect_days(d, "2020-01-01 – 2024-12-31");
  assert_int_equal(d->contrasts.count, 1);
  const pk_contrast *contrast = PK_AT(d->contrasts, pk_contrast, 0);
  assert_int_equal(contrast->answer[0], 0);
  assert_int_equal(contrast->answer[1], 35000);
  close_compared(&made);
}

/* --- two editions of one plugin, told apart by their folders */

#define EDITION(values, ages, condition)                                                            \
  "polku.attribute \"sort\" { enum = { " values " }, of = \"client\", default = \"b\" }\n"          \
  "polku.attribute \"age\" { int = { " ages " }, of = \"client\", default = 30 }\n"                 \
  "polku.kind \"k\" {}\n"                                                                           \
  "polku.allow \"k\" { from = \"always\", ref = \"§ 1\", any = {\n"                                \
  "  { id = \"sort\", ref = \"§ 1.1\", reads = { \"sort\" }, test = function(c) return c.sort == " \
  "\"b\" end },\n"                                                                                  \
  "  { id = \"age\", ref = \"§ 1.2\", reads = { \"age\" }, test = function(c) return " condition    \
  " end } } }\n"

static void editions_are_compared_by_the_values_that_both_know(void **state) {
  (void)state;
  plugin_folder old, new;
  plugin_folder_new(&old);
  plugin_folder_new(&new);
  plugin_state(&old, "p", NULL, EDITION("\"a\", \"b\", \"c\"", "0, 80", "c.age >= 60"));
  plugin_state(&new, "p", NULL, EDITION("\"b\", \"a\", \"d\"", "20, 90", "c.age >= 65"));
  char a[200], b[200];
  snprintf(a, sizeof a, "%s/p", old.path);
  snprintf(b, sizeof b, "%s/p", new.path);
  compared made = compare("", a, b, NULL, NULL);
  const pk_difference *d = difference_of(&made, "allow k", 1, 0);
  assert_int_equal(d->contrasts.count, 1);
  expect_contrast(d, 0, "sort a, age 60..64, 1 § 1.2 / 0 § 1.1; § 1.2");
  assert_int_equal(made.c.mismatches.count, 2);
  for (int i = 0; i < 2; i++)
    assert_int_equal(PK_AT(made.c.mismatches, pk_mismatch, i)->form, PK_OTHER_VALUES);
  close_compared(&made);
  plugin_folder_remove(&old);
  plugin_folder_remove(&new);
}

/* All answers of a rule that the other does not have yet are one row. */
static void before_a_rule_begins_it_is_one_difference(void **state) {
  (void)state;
  static const char RULES[] =
      "polku.attribute \"age\" { int = { 0, 80 }, of = \"client\", default = 30 }\n"
      "polku.kind \"k\" {}\n"
      "polku.allow \"k\" { from = \"%s\", ref = \"§ 1\", all = { { id = \"old\", ref = \"§ 1\", "
      "reads = { \"age\" }, test = function(c) return c.age >= 60 end } } }\n";
  plugin_folder old, new;
  char a[200], b[200], rules[512];
  plugin_folder_new(&old);
  plugin_folder_new(&new);
  snprintf(rules, sizeof rules, RULES, "2000-01-01");
  plugin_state(&old, "p", NULL, rules);
  snprintf(rules, sizeof rules, RULES, "2010-01-01");
  plugin_state(&new, "p", NULL, rules);
  snprintf(a, sizeof a, "%s/p", old.path);
  snprintf(b, sizeof b, "%s/p", new.path);
  compared made = compare("", a, b, NULL, NULL);
  const pk_difference *d = difference_of(&made, "allow k", 1, 0);
  expect_days(d, "2000-01-01 – 2009-12-31");
  assert_int_equal(d->contrasts.count, 1);
  assert_int_equal(PK_AT(d->contrasts, pk_contrast, 0)->answer[0], PK_RULED);
  assert_int_equal(PK_AT(d->contrasts, pk_contrast, 0)->answer[1], PK_NOT_RULED);
  close_compared(&made);
  plugin_folder_remove(&old);
  plugin_folder_remove(&new);
}

/* Months that one edition counts and the other does not are no difference of a rule: they are said.
 */
static void a_clock_that_counts_other_months_is_said(void **state) {
  (void)state;
  static const char RULES[] =
      "polku.kind \"k\" {}\npolku.kind \"l\" {}\n"
      "polku.history \"h\" { keep = 6, runs_in = { %s } }\n"
      "polku.clock \"h6\" { of = \"h\", last = 6 }\n"
      "polku.allow \"k\" { from = \"always\", ref = \"§ 1\", all = { { id = \"h\", ref = \"§ 1\", "
      "reads = { \"h6\" }, test = function(c) return c.h6 >= 3 end } } }\n";
  plugin_folder old, new;
  char a[200], b[200], rules[512];
  plugin_folder_new(&old);
  plugin_folder_new(&new);
  snprintf(rules, sizeof rules, RULES, "\"k\"");
  plugin_state(&old, "p", NULL, rules);
  snprintf(rules, sizeof rules, RULES, "\"k\", \"l\"");
  plugin_state(&new, "p", NULL, rules);
  snprintf(a, sizeof a, "%s/p", old.path);
  snprintf(b, sizeof b, "%s/p", new.path);
  compared made = compare("", a, b, NULL, NULL);
  assert_int_equal(rule_of(&made, "allow k")->differences.count, 0);
  assert_int_equal(made.c.mismatches.count, 1);
  assert_int_equal(PK_AT(made.c.mismatches, pk_mismatch, 0)->form, PK_OTHER_COUNT);
  assert_string_equal(PK_AT(made.c.mismatches, pk_mismatch, 0)->id, "h6");
  close_compared(&made);
  plugin_folder_remove(&old);
  plugin_folder_remove(&new);
}

static void a_rule_that_neither_has_is_refused(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  const polku_plugin_question question = {
      .folders = TEST_PLUGINS, .plugin = "land", .other = "town", .rule = "allow jop"};
  char *text = polku_plugin_diff(&question, POLKU_AS_TEXT, POLKU_EN, report);
  assert_null(text);
  assert_true(has_problem(report, "E-RULE-UNKNOWN"));
  polku_report_free(report);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_plugin_differs_from_itself_in_nothing),
      cmocka_unit_test(turned_round_the_answers_change_places),
      cmocka_unit_test(land_and_town_as_read_by_hand),
      cmocka_unit_test(a_day_chooses_its_interval),
      cmocka_unit_test(rovaniemi_paid_a_supplement_until_the_end_of_2024),
      cmocka_unit_test(editions_are_compared_by_the_values_that_both_know),
      cmocka_unit_test(before_a_rule_begins_it_is_one_difference),
      cmocka_unit_test(a_clock_that_counts_other_months_is_said),
      cmocka_unit_test(a_rule_that_neither_has_is_refused)};
  return RUN(tests);
}
