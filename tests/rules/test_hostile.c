/* Whatever a stranger's plugin tries, it ends with a code, its file and line, nothing that it says
 * reaches a terminal as more than text, and the program goes on as if it had never met it. */
#include "support/check.h"
#include "support/hostile.h"
#include "support/run.h"

#include "base/text.h"
#include "base/utf8.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void every_attack_ends_with_its_code_file_and_line(void **state) {
  (void)state;
  int count, failed = 0;
  const hostile *attacks = hostile_plugins(&count);
  for (int i = 0; i < count; i++) {
    plugin_folder folder;
    polku_problem problem = {0};
    char place[64];
    polku_report *report = hostile_load(&attacks[i], &folder);
    snprintf(place, sizeof place, "/bad/%s", attacks[i].file ? attacks[i].file : "rules.lua");
    bool told = polku_report_at(report, 0, POLKU_EN, &problem);
    if (!told || strcmp(problem.code, attacks[i].code) != 0 || problem.line != attacks[i].line ||
        !problem.file || !strstr(problem.file, place) || !*problem.message) {
      print_error("%s: %s at %s:%d \"%s\", expected %s at line %d\n", attacks[i].name, problem.code,
                  problem.file, problem.line, problem.message, attacks[i].code, attacks[i].line);
      failed++;
    }
    assert_false(polku_report_failed(report));
    polku_report_free(report);
    plugin_folder_remove(&folder);
  }
  assert_int_equal(failed, 0);
  assert_true(count >= 60);
}

/* Whether a terminal shows the text as it is: line ends are ours, everything else is letters. */
static void expect_plain(const char *name, const char *text) {
  uint32_t c;
  for (size_t i = 0, length = strlen(text); i < length;) {
    i += pk_utf8_next(text + i, length - i, &c);
    if (c != '\n' && pk_utf8_disturbs(c))
      fail_msg("%s: U+%04X is printed", name, (unsigned)c);
  }
}

static void nothing_that_is_printed_disturbs_a_terminal(void **state) {
  (void)state;
  int count;
  const hostile *attacks = hostile_plugins(&count);
  for (int i = 0; i < count; i++) {
    plugin_folder folder;
    polku_report *report = hostile_load(&attacks[i], &folder);
    for (polku_lang lang = POLKU_FI; lang <= POLKU_EN; lang++) {
      char *text = hostile_text(report, &folder, lang);
      char *json = polku_report_json(report, lang);
      expect_plain(attacks[i].name, text);
      expect_plain(attacks[i].name, json);
      free(text);
      free(json);
    }
    polku_report_free(report);
    plugin_folder_remove(&folder);
  }
}

static const char TOWN[] =
    "{ \"format\": \"polku/1\", \"region\": \"town\", \"start_date\": \"2015-01-01\", \"horizon\": "
    "3,"
    " \"actors\": { \"x\": { \"sector\": \"third\", \"kind\": \"association\" } },"
    " \"stages\": { \"a\": { \"kind\": \"idle\", \"duration\": { \"fixed\": 1 } },"
    "   \"b\": { \"kind\": \"job\", \"final\": true, \"actors\": { \"x\": { \"employer\": {} } } } "
    "},"
    " \"transitions\": { \"t\": { \"from\": \"a\", \"to\": \"b\", \"share\": 1 } },"
    " \"groups\": { \"g\": { \"size\": 1, \"start\": \"a\","
    "   \"attributes\": { \"skill\": \"low\", \"age\": { \"30\": 0.5, \"60\": 0.5 } },"
    "   \"histories\": { \"idle\": { \"latest\": { \"2\": 0.5, \"5\": 0.5 } } } } } }";

/* What a good plugin answers to a question, and what simulating with it gives. */
static char *good_answer(void) {
  static const polku_question question = {.group = "g", .stage = "b", .date = "2005-01-01"};
  bound_model b = bind_text(TOWN, TEST_PLUGINS);
  assert_non_null(b.rules);
  char *answer = polku_explain_json(b.model, b.rules, &question, POLKU_FI, b.report);
  polku_result *result = polku_simulate(b.model, b.rules, NULL, b.report);
  char *numbers = polku_result_json(result);
  assert_true(answer && numbers);
  pk_text both = PK_TEXT_EMPTY;
  pk_text_addf(&both, "%s%s", answer, numbers);
  free(answer);
  free(numbers);
  polku_result_free(result);
  bound_free(&b);
  return pk_text_take(&both);
}

static void a_good_plugin_answers_as_before_after_each_attack(void **state) {
  (void)state;
  int count;
  const hostile *attacks = hostile_plugins(&count);
  for (int i = 0; i < count; i++) {
    plugin_folder folder;
    polku_report_free(hostile_load(&attacks[i], &folder));
    plugin_folder_remove(&folder);
    char *answer = good_answer();
    if (strcmp(answer, *state) != 0)
      fail_msg("%s: a good plugin answers otherwise afterwards", attacks[i].name);
    free(answer);
  }
}

static void the_same_attacks_give_the_same_bytes(void **state) {
  (void)state;
  char *first = hostile_all(), *second = hostile_all();
  assert_string_equal(first, second);
  free(first);
  free(second);
}

/* Finnish as a program may have set it, compiled here: in UTF-8, and in Latin-1, where the bytes of
 * "ä" are letters of their own. */
static bool enter_finnish(const char *folder, const char *charset) {
  char command[512], name[64];
  snprintf(name, sizeof name, "fi_FI.%s", charset);
  snprintf(command, sizeof command, "localedef -i fi_FI -f %s %s/%s", charset, folder, name);
  run_result made = run(command);
  run_free(&made);
  setenv("LOCPATH", folder, 1);
  return setlocale(LC_ALL, name) && strcmp(localeconv()->decimal_point, ",") == 0;
}

static void expect_same_in_finnish(const char *charset, const char *plain, const char *answer) {
  char *folder = new_folder();
  bool there = enter_finnish(folder, charset);
  char *bad = hostile_all(), *good = good_answer();
  setlocale(LC_ALL, "C");
  remove_folder(folder);
  free(folder);
  if (!there)
    print_message("localedef cannot make fi_FI in %s: not tested\n", charset);
  assert_string_equal(bad, plain);
  assert_string_equal(good, answer);
  free(bad);
  free(good);
}

static void a_finnish_locale_changes_no_byte(void **state) {
  (void)state;
  char *plain = hostile_all(), *answer = good_answer();
  expect_same_in_finnish("UTF-8", plain, answer);
  expect_same_in_finnish("ISO-8859-1", plain, answer);
  free(plain);
  free(answer);
}

/* As it is in a process that has met no attack yet. */
static int fresh(void **state) {
  *state = good_answer();
  return 0;
}

static int done(void **state) {
  free(*state);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(a_good_plugin_answers_as_before_after_each_attack, fresh,
                                      done),
      cmocka_unit_test(every_attack_ends_with_its_code_file_and_line),
      cmocka_unit_test(nothing_that_is_printed_disturbs_a_terminal),
      cmocka_unit_test(the_same_attacks_give_the_same_bytes),
      cmocka_unit_test(a_finnish_locale_changes_no_byte),
  };
  return RUN(tests);
}
