/* Why a rule answers one client as it does, without a model; the law of the test plugins can be
 * answered by hand. */
#include "support/check.h"
#include "support/plugins.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct asked {
  polku_report *report;
  char *text, *json;
} asked;

static asked ask_in(polku_lang lang, polku_plugin_question question) {
  asked a = {.report = polku_report_new()};
  assert_non_null(a.report);
  question.folders = TEST_PLUGINS;
  a.text = polku_plugin_why(&question, POLKU_AS_TEXT, lang, a.report);
  if (a.text)
    a.json = polku_plugin_why(&question, POLKU_AS_JSON, lang, a.report);
  return a;
}

/* `set` ends with NULL. */
static asked ask(const char *plugin, const char *rule, const char *date, const char *const *set) {
  polku_plugin_question question = {.plugin = plugin, .rule = rule, .date = date, .set = set};
  while (set && set[question.set_count])
    question.set_count++;
  return ask_in(POLKU_EN, question);
}

static void end(asked *a) {
  free(a->text);
  free(a->json);
  polku_report_free(a->report);
}

static void expect_in(const char *where, const char *part) {
  if (!where || !strstr(where, part))
    fail_msg("missing: %s\nin: %s", part, where ? where : "nothing");
}

static void expect_not_in(const char *where, const char *part) {
  if (!where || strstr(where, part))
    fail_msg("there should be no: %s\nin: %s", part, where ? where : "nothing");
}

static void a_refusal_names_its_reason_and_what_would_help(void **state) {
  (void)state;
  static const char *const set[] = {"employer=association", "idle_of_6=3", NULL};
  asked a = ask("land", "allow job", NULL, set);
  expect_in(a.text, "Job: who may move (allow job)");
  expect_in(a.text, "Rules: The land, 1 January 2011");
  expect_in(a.text, "Answer: may not move");
  expect_in(a.text,
            "Reason: the client is not 60 or over (Act § 1) and has not waited four months of "
            "six (Act § 3).");
  expect_in(a.text, "Age of the old: 60");
  expect_in(a.text,
            "Could move if:\n  – age: at least 60\xc2\xa0years\n  – months waited of six: at least "
            "4\n");
  expect_in(a.text, "✗ has not waited four months of six");
  expect_in(a.json, "\"format\": \"polku-plugin-why/1\"");
  expect_in(a.json, "\"answer\": false");
  expect_in(a.json, "{\"name\": \"age\", \"from\": 40, \"to\": 60, \"reach\": \"at_least\", "
                    "\"any_of\": [[60, 68]]}");
  end(&a);
}

static void what_nobody_said_is_told_as_assumed_and_what_nobody_reads_too(void **state) {
  (void)state;
  static const char *const set[] = {"idle_of_6=3", "trained=true", NULL};
  asked a = ask("land", "allow job", NULL, set);
  expect_in(a.text, "Given: months waited of six: 3\n");
  expect_in(a.text, "Assumed, as not given: age: 40\xc2\xa0years; employer: company\n");
  expect_in(a.text, "Given, but the rule does not look at: trained: yes\n");
  end(&a);
}

static void nobody_is_asked_to_grow_younger(void **state) {
  (void)state;
  static const char *const set[] = {"age=65", NULL};
  asked a = ask("land", "allow job", NULL, set);
  expect_in(a.text, "Answer: may move");
  expect_in(a.text, "What counts: the client is 60 or over (Act § 1).");
  expect_in(a.text, "No change of up to three values");
  expect_in(a.json, "\"changes\": []");
  end(&a);
}

static void the_place_is_changed_only_where_no_client_helps(void **state) {
  (void)state;
  static const char *const waited[] = {"idle_of_6=5", NULL};
  asked a = ask("land", "allow job", NULL, waited);
  expect_in(a.text, "age: at least 60");
  expect_not_in(a.json, "\"name\": \"employer\"");
  end(&a);
  /* allowed through association and waiting: fewer months, not another employer, would lose it */
  static const char *const both[] = {"idle_of_6=5", "employer=association", NULL};
  a = ask("land", "allow job", NULL, both);
  expect_in(a.text, "Could not move if:\n  – months waited of six: at most 3\n");
  expect_not_in(a.json, "\"name\": \"employer\"");
  end(&a);
}

static void a_number_names_the_case_that_gave_it_and_other_numbers(void **state) {
  (void)state;
  static const char *const high[] = {"skill=high", NULL};
  asked a = ask("land", "limit job", "2015-01-01", high);
  expect_in(a.text, "Answer: 6\xc2\xa0months (Act § 2.1)");
  expect_in(a.text, "job.months: 6\xc2\xa0months (Act § 2), in force from 1 January 2000");
  expect_in(a.text, "Another number if:\n  – skill: low → 12\xc2\xa0months\n");
  expect_in(a.json, "\"decided_by\": \"job.months\"");
  end(&a);
  a = ask("land", "limit job", NULL, high); /* the last value is of 2020 */
  expect_in(a.text, "Rules: The land, 1 January 2020");
  expect_in(a.text, "Answer: 8\xc2\xa0months");
  end(&a);
  a = ask("land", "weight job", NULL, NULL);
  expect_in(a.text, "a factor of 1");
  expect_in(a.text, "trained: yes → a factor of 1.5");
  end(&a);
}

static void a_lower_level_is_told_with_its_own_word(void **state) {
  (void)state;
  static const char *const high[] = {"skill=high", NULL};
  asked a = ask("town", "limit job", "2022-06-01", high);
  expect_in(a.text, "Answer: 5\xc2\xa0months"); /* the town restricts 9 to 5 */
  expect_in(a.text, "town.months");
  expect_in(a.json, "\"plugin\": \"town\"");
  end(&a);
  static const char *const old[] = {"age=70", NULL};
  a = ask("town", "allow job", "2022-06-01", old);
  assert_null(a.text); /* ages end at 68 */
  problem_of(a.report, "E-ATTRIBUTE-VALUE");
  end(&a);
  static const char *const untrained[] = {"age=66", "trained=false", NULL};
  a = ask("town", "allow job", "2022-06-01", untrained);
  expect_in(a.text, "Reason: the client is not trained (Town board).");
  expect_in(a.text, "  – trained: yes\n");
  end(&a);
}

static void a_kind_means_all_its_rules_on_one_day(void **state) {
  (void)state;
  asked a = ask("land", "job", NULL, NULL);
  expect_in(a.text, "(allow job)");
  expect_in(a.text, "(limit job)");
  expect_in(a.text, "(weight job)");
  expect_in(a.text, "Rules: The land, 1 January 2020");
  expect_not_in(a.text, "1 January 2011\n\nAnswer");
  end(&a);
}

static void a_rule_that_asks_nothing_says_so(void **state) {
  (void)state;
  asked a = ask("land", "allow job", "2005-01-01", NULL);
  expect_in(a.text, "Answer: may move");
  expect_in(a.text, "The rule answers everybody alike.");
  end(&a);
  a = ask("land", "allow job", "2010-06-01", NULL); /* a hole that means no */
  expect_in(a.text, "Answer: may not move");
  end(&a);
  a = ask("land", "limit job", "1999-12-31", NULL);
  expect_in(a.text, "Answer: no rule on this day");
  expect_in(a.text, "in force from 1 January 2000 (plugin \"land\")");
  expect_in(a.json, "\"ruled\": false");
  end(&a);
}

static void all_mistakes_of_a_question_come_at_once(void **state) {
  (void)state;
  static const char *const set[] = {"aeg=3", "age=old", "idle_of_6=9", NULL};
  asked a = ask("land", "allow jbo", "2020-13-01", set);
  assert_null(a.text);
  problem_of(a.report, "E-EXPLAIN-SET");
  problem_of(a.report, "E-EXPLAIN-DATE");
  problem_of(a.report, "E-RULE-UNKNOWN");
  assert_int_equal(polku_report_count(a.report, POLKU_ERROR), 5);
  end(&a);
  static const char *const clocks[] = {"idle_of_6=6", "idle_of_12=2", NULL};
  a = ask("land", "allow job", NULL, clocks);
  assert_null(a.text);
  problem_of(a.report, "E-EXPLAIN-CLOCKS");
  end(&a);
}

static void clocks_that_nobody_set_follow_those_that_are(void **state) {
  (void)state;
  static const char *const set[] = {"idle_run=6", "employer=association", NULL};
  asked a = ask("land", "allow job", NULL, set); /* a run of six fills the last six */
  expect_in(a.text, "Answer: may move");
  expect_in(a.text, "months waited of six: 6");
  end(&a);
}

/* As a group of a model does; who has just stopped working says so. */
static void who_never_was_somewhere_has_been_out_of_it_the_longest(void **state) {
  (void)state;
  asked a = ask("land", "allow course", NULL, NULL);
  expect_in(a.text, "Answer: may move");
  expect_in(a.json, "\"since_work\": 24");
  end(&a);
  static const char *const just[] = {"since_work=0", NULL};
  a = ask("land", "allow course", NULL, just);
  expect_in(a.text, "Answer: may not move");
  end(&a);
}

static void a_number_past_its_review_is_warned_of(void **state) {
  (void)state;
  asked a = ask("land", "limit job", "2031-01-01", NULL);
  assert_non_null(a.text);
  problem_of(a.report, "W-PARAM-REVIEW");
  end(&a);
}

static void nothing_is_answered_where_nothing_is_asked(void **state) {
  (void)state;
  char *(*const commands[])(const polku_plugin_question *, polku_shape, polku_lang,
                            polku_report *) = {polku_plugin_list, polku_plugin_check,
                                               polku_plugin_test, polku_plugin_table,
                                               polku_plugin_why,  polku_plugin_diff};
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
    assert_null(commands[i](NULL, POLKU_AS_TEXT, POLKU_EN, NULL));
}

static void everybody_who_adds_to_an_amount_is_told(void **state) {
  (void)state;
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_state(&folder, "land", NULL,
               "polku.kind 'job' {} polku.amount 'job' { from = 'always', ref = 'Act § 1',"
               " account = 'town', cases = { { default = 100 } } }");
  for (int i = 1; i <= 4; i++) {
    char id[2] = {(char)('a' + i), 0}, rules[256];
    snprintf(rules, sizeof rules,
             "polku.override.amount 'job' { from = 'always', ref = 'Rule § %d', account = 'town',"
             " mode = 'add', cases = { { default = %d } } }",
             i, i);
    plugin_below(&folder, id, "region", "land = '>=1'", NULL, rules);
  }
  plugin_below(&folder, "village", "municipality", "b = '>=1', c = '>=1', d = '>=1', e = '>=1'",
               NULL, NULL);
  const polku_plugin_question question = {
      .folders = folder.path, .plugin = "village", .rule = "amount job town", .date = "2020-01-01"};
  polku_report *report = polku_report_new();
  char *text = polku_plugin_why(&question, POLKU_AS_JSON, POLKU_EN, report);
  expect_in(text, "\"answer\": 110");
  const char *reasons = strstr(text, "\"reasons\"");
  static const char *const refs[] = {"Act § 1", "Rule § 1", "Rule § 2", "Rule § 3", "Rule § 4"};
  for (size_t i = 0; i < sizeof refs / sizeof *refs; i++)
    expect_in(reasons, refs[i]);
  const char *given = strstr(text, "\"given\"");
  assert_true(given > reasons && given < strstr(text, "\"ruling\""));
  for (size_t i = 0; i < sizeof refs / sizeof *refs; i++)
    assert_true(strstr(reasons, refs[i]) < given);
  free(text);
  polku_report_free(report);
  plugin_folder_remove(&folder);
}

static void three_languages_say_the_same(void **state) {
  (void)state;
  static const char *const set[] = {"employer=association"};
  const polku_plugin_question question = {
      .plugin = "land", .rule = "allow job", .set = set, .set_count = 1};
  asked fi = ask_in(POLKU_FI, question), sv = ask_in(POLKU_SV, question);
  expect_in(fi.text, "Vastaus: ei saa siirtyä");
  expect_in(fi.text, "Oletettu, koska ei annettu: ikä: 40\xc2\xa0vuotta");
  expect_in(sv.text, "Svar: får inte gå vidare");
  expect_in(sv.text, "Antaget, eftersom inget sades");
  expect_in(fi.json, "\"answer\": false");
  end(&fi);
  end(&sv);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_refusal_names_its_reason_and_what_would_help),
      cmocka_unit_test(what_nobody_said_is_told_as_assumed_and_what_nobody_reads_too),
      cmocka_unit_test(nobody_is_asked_to_grow_younger),
      cmocka_unit_test(the_place_is_changed_only_where_no_client_helps),
      cmocka_unit_test(a_number_names_the_case_that_gave_it_and_other_numbers),
      cmocka_unit_test(a_lower_level_is_told_with_its_own_word),
      cmocka_unit_test(a_kind_means_all_its_rules_on_one_day),
      cmocka_unit_test(a_rule_that_asks_nothing_says_so),
      cmocka_unit_test(all_mistakes_of_a_question_come_at_once),
      cmocka_unit_test(clocks_that_nobody_set_follow_those_that_are),
      cmocka_unit_test(who_never_was_somewhere_has_been_out_of_it_the_longest),
      cmocka_unit_test(a_number_past_its_review_is_warned_of),
      cmocka_unit_test(nothing_is_answered_where_nothing_is_asked),
      cmocka_unit_test(everybody_who_adds_to_an_amount_is_told),
      cmocka_unit_test(three_languages_say_the_same),
  };
  return RUN(tests);
}
