/* Growing text, the arena under it, numbers that read back, UTF-8, and what happens without memory.
 */
#include "base/arena.h"
#include "base/json.h"
#include "base/report.h"
#include "base/text.h"
#include "support/check.h"
#include "support/failing.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void an_arena_gives_zeroed_aligned_separate_memory(void **state) {
  (void)state;
  pk_arena *arena = pk_arena_new();
  static const size_t sizes[] = {1, 3, 24, 0, 5000, 100000, 7, 2000000, 16};
  unsigned char *blocks[9];
  for (size_t i = 0; i < 9; i++) {
    blocks[i] = pk_alloc(arena, sizes[i], 1);
    assert_non_null(blocks[i]);
    assert_int_equal((uintptr_t)blocks[i] % _Alignof(max_align_t), 0);
    for (size_t j = 0; j < sizes[i]; j++)
      assert_int_equal(blocks[i][j], 0);
    memset(blocks[i], (int)i + 1, sizes[i]);
  }
  for (size_t i = 0; i < 9; i++)
    for (size_t j = 0; j < sizes[i]; j++)
      assert_int_equal(blocks[i][j], i + 1);
  assert_null(pk_alloc(arena, SIZE_MAX / 2, 3));
  assert_null(pk_alloc(arena, SIZE_MAX, 1));
  assert_string_equal(pk_strndup(arena, "abc", 2), "ab");
  pk_arena_free(arena);
  pk_arena_free(NULL);
}

static void expect_number(double value, const char *expected) {
  char buffer[32];
  assert_string_equal(pk_number_text(buffer, value), expected);
}

/* Expected texts are the shortest that read back, as Python's repr and JavaScript print them. */
static void numbers_are_the_shortest_that_read_back(void **state) {
  (void)state;
  expect_number(0, "0");
  expect_number(-0.0, "-0");
  expect_number(17, "17");
  expect_number(0.1, "0.1");
  expect_number(1e-9, "1e-09");
  expect_number(0.1 + 0.2, "0.30000000000000004");
  expect_number(1.0 / 3, "0.3333333333333333");
  expect_number(5e-324, "5e-324");
  expect_number(DBL_MIN, "2.2250738585072014e-308");
  expect_number(DBL_MAX, "1.7976931348623157e+308");
  expect_number(0x1p-44, "5.684341886080802e-14");
  expect_number(-0x1p-44, "-5.684341886080802e-14");
  expect_number(NAN, "null");
  expect_number(INFINITY, "null");
}

static void every_bit_pattern_reads_back(void **state) {
  (void)state;
  uint64_t bits = 88172645463325252u;
  for (int i = 0; i < 20000; i++) {
    bits ^= bits << 13, bits ^= bits >> 7, bits ^= bits << 17;
    double value, back;
    char buffer[32];
    memcpy(&value, &bits, sizeof value);
    if (!isfinite(value))
      continue;
    assert_true(pk_number_read(pk_number_text(buffer, value), &back));
    assert_true(back == value);
  }
}

static void a_locale_with_commas_changes_nothing(void **state) {
  (void)state;
  if (!setlocale(LC_NUMERIC, "fi_FI.UTF-8") && !setlocale(LC_NUMERIC, "de_DE.UTF-8"))
    skip();
  pk_text text = PK_TEXT_EMPTY;
  pk_text_addf(&text, "%.2f", 1.5);
  expect_number(0.25, "0.25");
  setlocale(LC_NUMERIC, "C");
  assert_string_equal(text.data, "1.50");
  pk_text_free(&text);
}

static void reading_a_number_wants_all_of_the_string(void **state) {
  (void)state;
  double value;
  assert_true(pk_number_read("-2.5e3", &value));
  assert_true(value == -2500);
  static const char *const bad[] = {"", "1,5", "2 ", "x", "1e999", "nan"};
  for (size_t i = 0; i < 6; i++)
    assert_false(pk_number_read(bad[i], &value));
}

static void text_grows_and_is_taken_once(void **state) {
  (void)state;
  pk_text text = PK_TEXT_EMPTY;
  for (int i = 0; i < 1000; i++)
    pk_text_addf(&text, "%d,", i % 10);
  assert_int_equal(text.length, 2000);
  char *taken = pk_text_take(&text);
  assert_int_equal(strlen(taken), 2000);
  free(taken);
  taken = pk_text_take(&text);
  assert_string_equal(taken, "");
  free(taken);
}

static void utf8_is_told_from_what_is_not(void **state) {
  (void)state;
  assert_int_equal(pk_utf8_columns("Työllisyys"), 10);
  assert_int_equal(pk_utf8_columns("日本 e\xcc\x81"), 6);
  static const char *const bad[] = {"\xc0\x80",         "\xe0\x80\xaf", "\xed\xa0\x80",
                                    "\xf4\x90\x80\x80", "\xff",         "a\xc3"};
  for (size_t i = 0; i < 6; i++)
    assert_false(pk_utf8_valid(bad[i], strlen(bad[i])));
  assert_true(pk_utf8_valid("\xf0\x9f\x8c\xb2 ä", 7));
}

static void json_is_laid_out_to_a_depth(void **state) {
  (void)state;
  pk_text out = PK_TEXT_EMPTY;
  pk_json json = pk_json_start(&out, 1);
  pk_json_object(&json);
  pk_json_key(&json, "a\"\n\x01");
  pk_json_array(&json);
  pk_json_integer(&json, -3);
  pk_json_number(&json, 0.5);
  pk_json_array(&json);
  pk_json_array_end(&json);
  pk_json_array_end(&json);
  pk_json_key(&json, "b");
  pk_json_object(&json);
  pk_json_key(&json, "c");
  pk_json_bool(&json, true);
  pk_json_key(&json, "d");
  pk_json_string(&json, "ä\xff");
  pk_json_object_end(&json);
  pk_json_key(&json, "e");
  pk_json_string(&json, NULL);
  pk_json_object_end(&json);
  assert_string_equal(out.data, "{\n  \"a\\\"\\n\\u0001\": [-3, 0.5, []],\n"
                                "  \"b\": {\"c\": true, \"d\": \"ä\xef\xbf\xbd\"},\n"
                                "  \"e\": null\n}");
  pk_text_free(&out);
}

/* Fills a report and reads it in every way; true when memory ran out on the way. A failure must
 * show: as a flag, as NULL, or as a code in the place of a message. */
static bool memory_ran_out_of_a_report(void) {
  polku_report *report = polku_report_new();
  if (!report)
    return allocation_failed();
  pk_place place = {"m.json", "/a", 1, 2, 3, "abcdef", 6};
  char number[16];
  for (int i = 0; i < 40; i++) {
    place.line = i;
    pk_report_add(report, &place, "E-TEST", "n", pk_number_text(number, i), NULL);
  }
  bool all = polku_report_count(report, POLKU_ERROR) == 40 && !polku_report_failed(report);
  char *text = polku_report_text(report, POLKU_FI, true);
  char *json = polku_report_json(report, POLKU_FI);
  bool failed = allocation_failed();
  assert_int_not_equal(failed, all && text && json);
  assert_int_equal(!all, polku_report_failed(report));
  free(text);
  free(json);
  polku_report_free(report);
  return failed;
}

static void a_report_survives_every_failed_allocation(void **state) {
  (void)state;
  long n = 1;
  for (fail_allocation(n); memory_ran_out_of_a_report(); fail_allocation(n))
    n++;
  assert_true(n > 10);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(an_arena_gives_zeroed_aligned_separate_memory),
      cmocka_unit_test(numbers_are_the_shortest_that_read_back),
      cmocka_unit_test(every_bit_pattern_reads_back),
      cmocka_unit_test(a_locale_with_commas_changes_nothing),
      cmocka_unit_test(reading_a_number_wants_all_of_the_string),
      cmocka_unit_test(text_grows_and_is_taken_once),
      cmocka_unit_test(utf8_is_told_from_what_is_not),
      cmocka_unit_test(json_is_laid_out_to_a_depth),
      cmocka_unit_test(a_report_survives_every_failed_allocation),
  };
  return RUN(tests);
}
