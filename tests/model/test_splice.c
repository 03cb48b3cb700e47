/* What an edit does to an author's file: byte by byte, as a person would have typed it. */
#include "support/check.h"
#include "support/patches.h"

#include <stdlib.h>
#include <string.h>

static void expect(const char *text, const char *patch, const char *expected) {
  polku_report *report = polku_report_new();
  char *after = patched(text, patch, report);
  assert_non_null(after);
  assert_string_equal(after, expected);
  free(after);
  polku_report_free(report);
}

static void a_changed_value_replaces_its_own_bytes(void **state) {
  (void)state;
  expect("{ \"a\" : 0.30,\t\"b\":[1,2 ] }\n", "{\"b\": false}", "{ \"a\" : 0.30,\t\"b\":false }\n");
  expect("{\"a\": {\"b\": {\"c\": \"x\"}}, \"z\": 1e2}", "{\"a\": {\"b\": {\"c\": \"ä\"}}}",
         "{\"a\": {\"b\": {\"c\": \"ä\"}}, \"z\": 1e2}");
}

static void an_equal_value_keeps_its_spelling(void **state) {
  (void)state;
  expect("{\"a\": 0.30, \"b\": 1.0e1, \"c\": \"\\u00e4\"}", "{\"a\": 0.3, \"b\": 10, \"c\": \"ä\"}",
         "{\"a\": 0.30, \"b\": 1.0e1, \"c\": \"\\u00e4\"}");
}

static void a_removed_member_takes_its_comma_and_its_line(void **state) {
  (void)state;
  const char *text = "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}\n";
  expect(text, "{\"a\": null}", "{\n  \"b\": 2,\n  \"c\": 3\n}\n");
  expect(text, "{\"b\": null}", "{\n  \"a\": 1,\n  \"c\": 3\n}\n");
  expect(text, "{\"c\": null}", "{\n  \"a\": 1,\n  \"b\": 2\n}\n");
  expect("{ \"a\": 1, \"b\": 2, \"c\": 3 }", "{\"a\": null, \"c\": null}", "{ \"b\": 2 }");
}

static void the_next_member_takes_over_a_line_or_paragraph(void **state) {
  (void)state;
  const char *text = "{ \"a\": 1,\n  \"b\": 2, \"c\": 3,\n\n  \"d\": 4,\n  \"e\": 5 }";
  expect(text, "{\"a\": null}", "{ \"b\": 2, \"c\": 3,\n\n  \"d\": 4,\n  \"e\": 5 }");
  expect(text, "{\"b\": null}", "{ \"a\": 1,\n  \"c\": 3,\n\n  \"d\": 4,\n  \"e\": 5 }");
  expect(text, "{\"d\": null}", "{ \"a\": 1,\n  \"b\": 2, \"c\": 3,\n\n  \"e\": 5 }");
}

static void an_object_that_becomes_empty_is_tidy(void **state) {
  (void)state;
  expect("{\n  \"a\": {\n    \"b\": 1\n  }\n}\n", "{\"a\": {\"b\": null}}", "{\n  \"a\": {}\n}\n");
  expect("{ \"a\": 1 }\n", "{\"a\": null}", "{}\n");
}

static void a_new_member_stands_like_its_siblings(void **state) {
  (void)state;
  expect("{\n\t\"a\": 1,\n\t\"b\": {\"c\": 1}\n}", "{\"d\": {\"e\": 1, \"f\": 2}}",
         "{\n\t\"a\": 1,\n\t\"b\": {\"c\": 1},\n\t\"d\": {\"e\": 1, \"f\": 2}\n}");
  expect("{\"a\":1,\"b\":{\"c\":1}}", "{\"b\": {\"d\": [1, 2]}}",
         "{\"a\":1,\"b\":{\"c\":1,\"d\":[1,2]}}");
  expect("{ \"a\": 1 }", "{\"b\": {\"c\": 2}}", "{ \"a\": 1, \"b\": { \"c\": 2 } }");
  expect("{\n    \"a\": {\n        \"b\": 1\n    }\n}\n", "{\"c\": {\"d\": {\"e\": [1]}}}",
         "{\n    \"a\": {\n        \"b\": 1\n    },\n    \"c\": {\n        \"d\": {\n            "
         "\"e\": "
         "[\n                1\n            ]\n        }\n    }\n}\n");
}

static void paragraphs_between_sections_are_a_habit(void **state) {
  (void)state;
  expect("{\n  \"a\": 1,\n\n  \"b\": 2,\n\n  \"c\": 3\n}\n", "{\"d\": 4}",
         "{\n  \"a\": 1,\n\n  \"b\": 2,\n\n  \"c\": 3,\n\n  \"d\": 4\n}\n");
  expect("{\n  \"a\": 1,\n  \"b\": 2,\n\n  \"c\": 3\n}\n", "{\"d\": 4}",
         "{\n  \"a\": 1,\n  \"b\": 2,\n\n  \"c\": 3,\n  \"d\": 4\n}\n");
}

static void everything_may_change_at_once(void **state) {
  (void)state;
  expect("{\n  \"a\": 1,\n  \"b\": 2\n}\n", "{\"a\": null, \"b\": null, \"c\": 3, \"d\": 4}",
         "{\n  \"c\": 3,\n  \"d\": 4\n}\n");
  expect("{}", "{\"a\": {}}", "{ \"a\": {} }");
}

static void lists_change_element_by_element(void **state) {
  (void)state;
  expect("{\"a\": [1.0, 2,  3]}", "{\"a\": [1, 5, 2, 3]}", "{\"a\": [1.0,  5, 2,  3]}");
  expect("{\"a\": [1, 2]}", "{\"a\": [0, 1, 2]}", "{\"a\": [0, 1, 2]}");
  expect("{\"a\": [\n  1,\n  2,\n  3\n]}", "{\"a\": [1, 3]}", "{\"a\": [\n  1,\n  3\n]}");
  expect("{\"a\": [1, 2, 3]}", "{\"a\": []}", "{\"a\": []}");
}

static void line_ends_and_the_end_of_the_file_stay(void **state) {
  (void)state;
  expect("{\r\n  \"a\": 1,\r\n  \"b\": {\r\n    \"c\": 1\r\n  }\r\n}",
         "{\"d\": {\"e\": {\"f\": 1}}}",
         "{\r\n  \"a\": 1,\r\n  \"b\": {\r\n    \"c\": 1\r\n  },\r\n  \"d\": {\r\n    \"e\": {\r\n"
         "      \"f\": 1\r\n    }\r\n  }\r\n}");
}

static void escaped_names_are_the_names_they_mean(void **state) {
  (void)state;
  expect("{\"ty\\u00f6\": 1, \"a\\\"}\": 2, \"c\": 3}", "{\"työ\": 5, \"a\\\"}\": null}",
         "{\"ty\\u00f6\": 5, \"c\": 3}");
}

static void number_objects_and_distributions_are_atoms(void **state) {
  (void)state;
  expect("{\"s\": {\"a\": {\"share\": { \"value\": 0.3, \"evidence\": { \"events\": 3, \"of\": 10 "
         "} }}}}",
         "{\"s\": {\"a\": {\"share\": {\"value\": 0.4}}}}",
         "{\"s\": {\"a\": {\"share\": { \"value\": 0.4 }}}}");
  expect("{\"s\": {\"a\": {\"duration\": {\"weibull\": {\"shape\": 1, \"scale\": 2}}}}}",
         "{\"s\": {\"a\": {\"duration\": {\"gamma\": {\"shape\": 3, \"scale\": 2}}}}}",
         "{\"s\": {\"a\": {\"duration\": {\"gamma\": {\"shape\": 3, \"scale\": 2}}}}}");
}

static void an_id_may_be_called_value_or_gamma(void **state) {
  (void)state;
  expect("{\"actors\": {\"gamma\": {\"x\": 1}, \"value\": {\"x\": 1}}}",
         "{\"actors\": {\"gamma\": {\"x\": 2}}}",
         "{\"actors\": {\"gamma\": {\"x\": 2}, \"value\": {\"x\": 1}}}");
  expect(
      "{\"stages\": {\"s\": {\"actors\": {\"gamma\": {\"host\": {}}, \"b\": {}}}}}",
      "{\"stages\": {\"s\": {\"actors\": {\"gamma\": {\"host\": {\"places\": 2}}}}}}",
      "{\"stages\": {\"s\": {\"actors\": {\"gamma\": {\"host\": {\"places\": 2}}, \"b\": {}}}}}");
}

static void the_patch_of_a_scenario_keeps_its_nulls(void **state) {
  (void)state;
  expect("{\"scenarios\": {}}",
         "{\"scenarios\": {\"s\": {\"patch\": {\"gaps\": null}, \"name\": null}}}",
         "{\"scenarios\": {\"s\": {\"patch\": {\"gaps\": null}}}}");
  expect("{\"scenarios\": {\"s\": {\"patch\": {\"gaps\": null, \"notes\": null}}}}",
         "{\"scenarios\": {\"s\": {\"patch\": {\"gaps\": null}}}}",
         "{\"scenarios\": {\"s\": {\"patch\": {\"gaps\": null}}}}");
}

static void expect_refused(const char *patch, const char *code) {
  static const char text[] = "{\"a\": 1}";
  polku_report *report = polku_report_new();
  polku_problem problem;
  assert_null(patched(text, patch, report));
  assert_true(polku_report_at(report, 0, POLKU_EN, &problem));
  assert_string_equal(problem.code, code);
  assert_string_equal(problem.file, "patch");
  polku_report_free(report);
}

static void a_patch_that_is_none_is_refused(void **state) {
  (void)state;
  expect_refused("{\"a\": 1,}", "E-JSON-SYNTAX");
  expect_refused("", "E-JSON-SYNTAX");
  expect_refused("[1]", "E-PATCH-SHAPE");
  expect_refused("null", "E-PATCH-SHAPE");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_changed_value_replaces_its_own_bytes),
      cmocka_unit_test(an_equal_value_keeps_its_spelling),
      cmocka_unit_test(a_removed_member_takes_its_comma_and_its_line),
      cmocka_unit_test(the_next_member_takes_over_a_line_or_paragraph),
      cmocka_unit_test(an_object_that_becomes_empty_is_tidy),
      cmocka_unit_test(a_new_member_stands_like_its_siblings),
      cmocka_unit_test(paragraphs_between_sections_are_a_habit),
      cmocka_unit_test(everything_may_change_at_once),
      cmocka_unit_test(lists_change_element_by_element),
      cmocka_unit_test(line_ends_and_the_end_of_the_file_stay),
      cmocka_unit_test(escaped_names_are_the_names_they_mean),
      cmocka_unit_test(number_objects_and_distributions_are_atoms),
      cmocka_unit_test(an_id_may_be_called_value_or_gamma),
      cmocka_unit_test(the_patch_of_a_scenario_keeps_its_nulls),
      cmocka_unit_test(a_patch_that_is_none_is_refused),
  };
  return RUN(tests);
}
