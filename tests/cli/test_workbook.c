/* Workbooks: what `-o NAME.xlsx` writes is a workbook that holds the result's own numbers, in which
 * no name becomes a formula, and that is the same each time. */
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define MODEL POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json"
#define PLUGINS " --plugins " POLKU_SOURCE_DIR "/plugins"

static unsigned number_at(const unsigned char *at, int bytes) {
  unsigned value = 0;
  while (bytes-- > 0)
    value = value << 8 | at[bytes];
  return value;
}

/* The text of one file in a ZIP archive, found through its central directory (APPNOTE.TXT 4.3.12);
 * NULL when it is not there. */
static char *unzipped(const char *archive, size_t length, const char *name) {
  const unsigned char *zip = (const unsigned char *)archive;
  for (size_t i = 0; i + 46 < length; i++) {
    if (memcmp(zip + i, "PK\1\2", 4) != 0)
      continue;
    unsigned packed = number_at(zip + i + 20, 4), size = number_at(zip + i + 24, 4);
    unsigned name_length = number_at(zip + i + 28, 2), local = number_at(zip + i + 42, 4);
    if (name_length != strlen(name) || memcmp(zip + i + 46, name, name_length) != 0)
      continue;
    const unsigned char *head = zip + local;
    char *text = calloc(size + 1, 1);
    z_stream stream = {.next_in = (unsigned char *)(uintptr_t)head + 30 + number_at(head + 26, 2) +
                                  number_at(head + 28, 2),
                       .avail_in = packed,
                       .next_out = (unsigned char *)text,
                       .avail_out = size};
    assert_int_equal(inflateInit2(&stream, -MAX_WBITS), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    inflateEnd(&stream);
    return text;
  }
  return NULL;
}

/* Runs the program in a new folder, where `book.xlsx` appears, and gives the file. */
static char *book_of(const char *folder, const char *arguments, size_t *length) {
  char path[4096];
  program_expect(folder, arguments, 0, NULL, NULL);
  snprintf(path, sizeof path, "%s/book.xlsx", folder);
  char *book = read_whole_file(path, length);
  assert_non_null(book);
  return book;
}

/* Whether some cell of a sheet holds this number; JSON rounds to twelve decimals. */
static bool holds(const char *sheet, double number) {
  for (const char *at = sheet; (at = strstr(at, "<v>")); at++)
    if (fabs(strtod(at + 3, NULL) - number) < 1e-11)
      return true;
  return false;
}

static void a_result_is_a_workbook_with_its_own_numbers(void **state) {
  (void)state;
  char *folder = new_folder();
  size_t length;
  char *book =
      book_of(folder, "simulate " MODEL PLUGINS " --engine exact --draws 0 --lang fi -o book.xlsx",
              &length);
  json_t *result =
      program_json(folder, "simulate " MODEL PLUGINS " --engine exact --draws 0 --json");
  char *sheets = unzipped(book, length, "xl/workbook.xml");
  char *outcomes = unzipped(book, length, "xl/worksheets/sheet1.xml");
  assert_non_null(strstr(sheets, "<sheet name=\"Tulokset\""));
  assert_non_null(strstr(sheets, "<sheet name=\"Missä asiakkaat ovat\""));
  double ratio = json_number_value(json_object_get(
      json_object_get(json_object_get(result, "outcomes"), "employment_ratio"), "value"));
  assert_true(ratio > 0 && holds(outcomes, ratio));
  json_decref(result);
  free(outcomes);
  free(sheets);
  free(book);
  remove_folder(folder);
  free(folder);
}

static void a_name_never_becomes_a_formula(void **state) {
  (void)state;
  static const char hostile[] =
      "{\"format\": \"polku/1\", \"title\": {\"en\": \"=1+1\"}, \"horizon\": 2, \"stages\": "
      "{\"a\": "
      "{\"name\": {\"en\": \"=cmd|' /C calc'!A0\"}, \"final\": true}, \"b\": {\"name\": {\"en\": "
      "\"[]:*?/\\\\<&'\"}, \"final\": true}}, \"groups\": {\"g\": {\"name\": {\"en\": "
      "\"@SUM(1)\"}, "
      "\"size\": 3, \"start\": \"a\"}}}";
  char *folder = new_folder(), name[64];
  size_t length;
  program_write(folder, "m.json", hostile);
  char *book = book_of(folder, "export m.json --to xlsx -o book.xlsx", &length);
  char *strings = unzipped(book, length, "xl/sharedStrings.xml");
  assert_non_null(strstr(strings, "=cmd|' /C calc'!A0"));
  for (int i = 1; i < 12; i++) {
    snprintf(name, sizeof name, "xl/worksheets/sheet%d.xml", i);
    char *sheet = unzipped(book, length, name);
    assert_true(!sheet || !strstr(sheet, "<f>"));
    free(sheet);
  }
  free(strings);
  free(book);
  remove_folder(folder);
  free(folder);
}

static void comparisons_and_sensitivities_are_workbooks_too(void **state) {
  (void)state;
  static const char quick[] = " --engine exact --draws 20 -o book.xlsx";
  char *folder = new_folder(), call[1024];
  size_t length;
  snprintf(call, sizeof call, "compare %s %s#three-more-places" PLUGINS "%s", MODEL, MODEL, quick);
  char *book = book_of(folder, call, &length);
  char *sheets = unzipped(book, length, "xl/workbook.xml");
  assert_non_null(strstr(sheets, "<sheet name="));
  free(sheets);
  free(book);
  snprintf(call, sizeof call, "sensitivity %s" PLUGINS "%s", MODEL, quick);
  book = book_of(folder, call, &length);
  sheets = unzipped(book, length, "xl/sharedStrings.xml");
  assert_non_null(strstr(sheets, "Open labour market"));
  free(sheets);
  free(book);
  remove_folder(folder);
  free(folder);
}

static void the_same_call_gives_the_same_bytes(void **state) {
  (void)state;
  static const char call[] = "export " MODEL PLUGINS " -o book.xlsx";
  char *folder = new_folder();
  size_t first_length, second_length;
  char *first = book_of(folder, call, &first_length),
       *second = book_of(folder, call, &second_length);
  assert_int_equal(first_length, second_length);
  assert_memory_equal(first, second, first_length);
  free(first);
  free(second);
  remove_folder(folder);
  free(folder);
}

static void a_workbook_needs_a_file_and_room_for_it(void **state) {
  (void)state;
  char *folder = new_folder();
  program_expect(folder, "export " MODEL PLUGINS " --to xlsx", 2, "", "-o FILE.xlsx");
  program_expect(folder, "export " MODEL PLUGINS " -o nowhere/book.xlsx", 3, "",
                 "nowhere/book.xlsx");
  remove_folder(folder);
  free(folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_result_is_a_workbook_with_its_own_numbers),
      cmocka_unit_test(a_name_never_becomes_a_formula),
      cmocka_unit_test(comparisons_and_sensitivities_are_workbooks_too),
      cmocka_unit_test(the_same_call_gives_the_same_bytes),
      cmocka_unit_test(a_workbook_needs_a_file_and_room_for_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
