/* A report reads as a person needs it: the place, the line, a caret, the remedy; all languages, in
 * order, nothing twice. */
#include "base/report.h"
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static pk_place place_at(const char *file, int line, int column, int length, const char *text) {
  return (pk_place){file, "/a", line, column, length, text, text ? strlen(text) : 0};
}

static void expect_text(polku_report *report, polku_lang lang, const char *expected) {
  char *text = polku_report_text(report, lang, false);
  assert_string_equal(text, expected);
  free(text);
}

/* The codes of these tests are in no catalogue, so that their messages are empty; the layout is
 * what is looked at. */
static void a_problem_shows_line_caret_and_suggestion(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  pk_place place = place_at("m.json", 41, 9, 11, "  \"to\": \"palkattyo\", \"share\": 0.4");
  pk_report_add(report, &place, "E-TEST-ONE", "suggestion", "palkkatyo", NULL);
  expect_text(report, POLKU_EN,
              "m.json:41:9: error E-TEST-ONE: \n"
              "   41 |   \"to\": \"palkattyo\", \"share\": 0.4\n"
              "      |         ^^^^^^^^^^^\n"
              "   did you mean \"palkkatyo\"?\n");
  expect_text(report, POLKU_FI,
              "m.json:41:9: virhe E-TEST-ONE: \n"
              "   41 |   \"to\": \"palkattyo\", \"share\": 0.4\n"
              "      |         ^^^^^^^^^^^\n"
              "   tarkoititko \"palkkatyo\"?\n");
  polku_report_free(report);
}

static void a_caret_stands_under_code_points_and_long_lines_are_cut(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  pk_place place = place_at("a", 1, 7, 2, "ä\tö: [xy]");
  pk_report_add(report, &place, "E-TEST", NULL);
  char line[401];
  memset(line, 'a', 400);
  line[400] = '\0';
  line[299] = 'X';
  pk_place far = place_at("b", 1, 300, 1, line);
  pk_report_add(report, &far, "E-TEST", NULL);
  char *text = polku_report_text(report, POLKU_EN, false);
  assert_non_null(strstr(text, "    1 | ä ö: [xy]\n      |       ^^\n"));
  const char *cut = strstr(text, "    1 | …a"), *caret = strrchr(text, '^');
  assert_non_null(cut);
  assert_non_null(strstr(cut, "a…\n"));
  /* "…" takes three bytes and one column. */
  const char *x = strchr(cut, 'X'), *caret_line = strstr(cut, "\n") + 1;
  assert_int_equal(x - cut - 2, caret - caret_line);
  polku_report_free(report);
  free(text);
}

static void problems_come_by_file_line_and_column_and_once(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  static const struct {
    const char *file;
    int line, column;
  } added[] = {{"b", 1, 1}, {"a", 2, 1}, {"a", 1, 9}, {"a", 1, 2}, {"a", 1, 9}, {NULL, 0, 0}};
  for (size_t i = 0; i < 6; i++) {
    pk_place place = place_at(added[i].file, added[i].line, added[i].column, 1, NULL);
    pk_report_add(report, &place, "W-TEST", "x", "1", NULL);
  }
  assert_int_equal(polku_report_count(report, POLKU_WARNING), 5);
  static const char *const expected = ":0:0 a:1:2 a:1:9 a:2:1 b:1:1 ";
  char got[100] = "";
  polku_problem problem;
  for (size_t i = 0; polku_report_at(report, i, POLKU_EN, &problem); i++)
    snprintf(got + strlen(got), sizeof got - strlen(got), "%s:%d:%d ",
             problem.file ? problem.file : "", problem.line, problem.column);
  assert_string_equal(got, expected);
  polku_report_free(report);
}

static void many_problems_are_counted_by_severity(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  for (int i = 0; i < 3000; i++) {
    char number[16];
    snprintf(number, sizeof number, "%d", i % 1000);
    pk_report_add(report, NULL, i % 2 ? "E-TEST" : "I-TEST", "n", number, NULL);
  }
  assert_int_equal(polku_report_count(report, POLKU_ERROR), 500);
  assert_int_equal(polku_report_count(report, POLKU_REMARK), 500);
  assert_int_equal(polku_report_count(report, POLKU_WARNING), 0);
  assert_false(polku_report_failed(report));
  polku_report_free(report);
}

static void input_cannot_disturb_the_terminal(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  pk_place place = place_at("f\x1b[2J", 1, 1, 1, "\x1b[31m\xff\xe2\x80\xae x");
  pk_report_add(report, &place, "E-TEST", "suggestion", "\x1b]0;x\x07 a\nb", NULL);
  char *text = polku_report_text(report, POLKU_EN, false);
  assert_null(strchr(text, '\x1b'));
  assert_null(strchr(text, '\x07'));
  assert_null(strchr(text, '\xff'));
  assert_null(strstr(text, "\xe2\x80\xae"));
  assert_non_null(strstr(text, " a b"));
  polku_report_free(report);
  free(text);
}

static void a_machine_failure_is_told_apart(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  pk_report_memory(report);
  assert_true(polku_report_failed(report));
  assert_int_equal(polku_report_count(report, POLKU_ERROR), 1);
  expect_text(report, POLKU_EN,
              "error E-MEMORY: the machine ran out of memory\n"
              "   close other programs, or compute a smaller model or a shorter time\n");
  polku_report_free(report);
  report = polku_report_new();
  pk_report_machine(report, NULL, "E-TEST", NULL);
  assert_true(polku_report_failed(report));
  polku_report_free(report);
}

static void json_says_the_same(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  char *json = polku_report_json(report, POLKU_EN);
  assert_string_equal(json, "[]");
  free(json);
  pk_place place = place_at("m\"", 2, 3, 4, NULL);
  pk_report_add(report, &place, "E-TEST", NULL);
  pk_report_add(report, NULL, "W-TEST", NULL);
  json = polku_report_json(report, POLKU_EN);
  assert_string_equal(
      json,
      "[\n  {\n    \"severity\": \"warning\",\n    \"code\": \"W-TEST\",\n"
      "    \"file\": null,\n    \"pointer\": null,\n    \"message\": \"\",\n"
      "    \"hint\": \"\",\n    \"line\": null,\n    \"column\": null,\n    \"length\": null\n"
      "  },\n  {\n    \"severity\": \"error\",\n    \"code\": \"E-TEST\",\n"
      "    \"file\": \"m\\\"\",\n    \"pointer\": \"/a\",\n    \"message\": \"\",\n"
      "    \"hint\": \"\",\n    \"line\": 2,\n    \"column\": 3,\n    \"length\": 4\n  }\n]");
  free(json);
  polku_report_free(report);
}

static void a_code_has_a_help_page(void **state) {
  (void)state;
  char *page = polku_code_help("E-MEMORY", POLKU_SV);
  assert_non_null(strstr(page, "E-MEMORY\n\nDatorn gav"));
  free(page);
  assert_null(polku_code_help("E-NO-SUCH-CODE", POLKU_EN));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_problem_shows_line_caret_and_suggestion),
      cmocka_unit_test(a_caret_stands_under_code_points_and_long_lines_are_cut),
      cmocka_unit_test(problems_come_by_file_line_and_column_and_once),
      cmocka_unit_test(many_problems_are_counted_by_severity),
      cmocka_unit_test(input_cannot_disturb_the_terminal),
      cmocka_unit_test(a_machine_failure_is_told_apart),
      cmocka_unit_test(json_says_the_same),
      cmocka_unit_test(a_code_has_a_help_page),
  };
  return RUN(tests);
}
