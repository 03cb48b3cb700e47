/* A JSON Pointer becomes a place in the author's text: line, column in characters, length. */
#include "support/check.h"

#include "model/model.h"

#include <stdlib.h>
#include <string.h>

/* A model that is nothing but its text: places need no more. */
static pk_place place_of(const char *text, const char *pointer, bool key) {
  polku_model model = {.file = "m.json", .text = text, .length = strlen(text)};
  pk_place place = {0};
  pk_model_place(&model, pointer, key, &place);
  return place;
}

static void assert_place(const char *text, const char *pointer, bool key, int line, int column,
                         int length) {
  pk_place place = place_of(text, pointer, key);
  assert_string_equal(place.file, "m.json");
  assert_string_equal(place.pointer, pointer);
  assert_int_equal(place.line, line);
  assert_int_equal(place.column, column);
  assert_int_equal(place.length, length);
}

#define TWO_LINES "{ \"a\": 12,\n  \"b\": { \"c\": [true, \"x\"] } }"

static void values_and_names_are_found(void **state) {
  (void)state;
  assert_place(TWO_LINES, "/a", false, 1, 8, 2);
  assert_place(TWO_LINES, "/a", true, 1, 3, 3);
  assert_place(TWO_LINES, "/b/c/0", false, 2, 16, 4);
  assert_place(TWO_LINES, "/b/c/1", false, 2, 22, 3);
}

static void objects_and_lists_are_marked_by_their_bracket(void **state) {
  (void)state;
  assert_place(TWO_LINES, "", false, 1, 1, 1);
  assert_place(TWO_LINES, "", true, 1, 1, 1);
  assert_place(TWO_LINES, "/b", false, 2, 8, 1);
  assert_place(TWO_LINES, "/b/c", false, 2, 15, 1);
}

static void an_element_has_no_name(void **state) {
  (void)state;
  assert_place(TWO_LINES, "/b/c/1", true, 2, 22, 3);
}

static void what_leads_nowhere_gives_the_nearest_parent(void **state) {
  (void)state;
  assert_place(TWO_LINES, "/b/z/q", false, 2, 3, 3);
  assert_place(TWO_LINES, "/nowhere", false, 1, 1, 1);
  assert_place(TWO_LINES, "/b/c/2", false, 2, 10, 3);
  assert_place(TWO_LINES, "/a/deeper", false, 1, 3, 3);
}

static void columns_count_characters_not_bytes(void **state) {
  (void)state;
  assert_place("{ \"työkyky\": \"ääkköset\", \"b\": 1 }", "/b", false, 1, 31, 1);
  assert_place("{ \"työkyky\": \"ääkköset\" }", "/työkyky", false, 1, 14, 10);
  assert_place("{ \"työkyky\": \"ääkköset\" }", "/työkyky", true, 1, 3, 9);
}

static void escapes_in_names_are_undone(void **state) {
  (void)state;
  assert_place("{ \"a\\\"b\": 1, \"c\": 2 }", "/a\"b", false, 1, 11, 1);
  assert_place("{ \"ty\\u00f6\": 1 }", "/työ", false, 1, 15, 1);
  assert_place("{ \"\\ud83d\\ude00\": 1 }", "/\xF0\x9F\x98\x80", false, 1, 19, 1);
  assert_place("{ \"a\\/b\": 1, \"m~n\": 2 }", "/a~1b", false, 1, 11, 1);
  assert_place("{ \"a\\/b\": 1, \"m~n\": 2 }", "/m~0n", false, 1, 21, 1);
}

static void brackets_and_quotes_within_texts_are_text(void **state) {
  (void)state;
  assert_place("{ \"a\": \"}]\\\" {\", \"b\": 1 }", "/b", false, 1, 23, 1);
  assert_place("{ \"a\": \"\\\\\", \"b\": 1 }", "/b", false, 1, 19, 1);
}

static void a_name_that_begins_like_another_is_another(void **state) {
  (void)state;
  assert_place("{ \"start-work\": 1, \"start\": 2 }", "/start", false, 1, 29, 1);
  assert_place("{ \"start\": 1, \"start-work\": 2 }", "/start-work", false, 1, 29, 1);
}

static void tabs_are_one_character(void **state) {
  (void)state;
  assert_place("{\n\t\"a\":\t1\n}", "/a", false, 2, 7, 1);
}

static void lines_may_end_as_on_windows(void **state) {
  (void)state;
  const char *text = "{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}\r\n";
  assert_place(text, "/b", false, 3, 8, 1);
  pk_place place = place_of(text, "/b", false);
  assert_int_equal(place.line_length, strlen("  \"b\": 2"));
  assert_memory_equal(place.line_text, "  \"b\": 2", place.line_length);
}

static void the_last_of_many_elements_is_found(void **state) {
  (void)state;
  assert_place("[[1, 2], { \"a\": [] }, [], \"x\", -1.5e3]", "/4", false, 1, 32, 6);
  assert_place("[[1, 2], { \"a\": [] }, [], \"x\", -1.5e3]", "/0/1", false, 1, 6, 1);
}

static void a_problem_carries_its_pointer_and_code(void **state) {
  (void)state;
  static const char text[] = "{ \"format\": \"polku/1\", \"horizon\": 0,\n"
                             "  \"stages\": { \"työ\": { \"final\": true } } }";
  polku_report *report = polku_report_new();
  assert_null(polku_model_read("työ.json", text, sizeof text - 1, report));
  polku_problem problem;
  assert_true(polku_report_at(report, 0, POLKU_EN, &problem));
  assert_int_equal(problem.severity, POLKU_ERROR);
  assert_string_equal(problem.code, "E-NUMBER-RANGE");
  assert_string_equal(problem.file, "työ.json");
  assert_string_equal(problem.pointer, "/horizon");
  assert_int_equal(problem.line, 1);
  assert_int_equal(problem.column, 35);
  assert_false(polku_report_at(report, 1, POLKU_EN, &problem));
  polku_report_free(report);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(values_and_names_are_found),
      cmocka_unit_test(objects_and_lists_are_marked_by_their_bracket),
      cmocka_unit_test(an_element_has_no_name),
      cmocka_unit_test(what_leads_nowhere_gives_the_nearest_parent),
      cmocka_unit_test(columns_count_characters_not_bytes),
      cmocka_unit_test(escapes_in_names_are_undone),
      cmocka_unit_test(brackets_and_quotes_within_texts_are_text),
      cmocka_unit_test(a_name_that_begins_like_another_is_another),
      cmocka_unit_test(tabs_are_one_character),
      cmocka_unit_test(lines_may_end_as_on_windows),
      cmocka_unit_test(the_last_of_many_elements_is_found),
      cmocka_unit_test(a_problem_carries_its_pointer_and_code),
  };
  return RUN(tests);
}
