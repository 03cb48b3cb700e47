/* One table in three dresses: what stands in a cell is neither cut nor mixed up with its
 * neighbours. */
#include "base/grid.h"
#include "support/check.h"

#include <stdlib.h>

static pk_grid grid_of(int columns, const char *const *cells) {
  pk_grid grid = pk_grid_new(columns);
  for (; *cells; cells++)
    pk_grid_add(&grid, *cells);
  return grid;
}

static void expect(pk_text *out, const char *expected) {
  char *text = pk_text_take(out);
  assert_string_equal(text, expected);
  free(text);
}

static void columns_stand_under_each_other_and_numbers_to_the_right(void **state) {
  (void)state;
  pk_grid grid =
      grid_of(3, (const char *const[]){"id", "n", "ikä", "å", "7", "x", "bcd", "112", "", NULL});
  pk_text out = PK_TEXT_EMPTY;
  pk_grid_text(&grid, 80, &out);
  expect(&out, "id     n  ikä\n"
               "å      7  x\n"
               "bcd  112\n");
  pk_grid_free(&grid);
}

static void a_wide_cell_goes_on_below_with_whole_words(void **state) {
  (void)state;
  pk_grid grid =
      grid_of(2, (const char *const[]){"a", "b", "xx", "one two three four", "y", "z", NULL});
  pk_text out = PK_TEXT_EMPTY;
  pk_grid_text(&grid, 13, &out);
  expect(&out, "a   b\n"
               "xx  one two\n"
               "    three\n"
               "    four\n"
               "y   z\n");
  pk_grid_free(&grid);
}

static void a_word_that_is_too_long_is_broken_between_letters(void **state) {
  (void)state;
  pk_grid grid = grid_of(1, (const char *const[]){"h", "ääääääääöö öö", NULL});
  pk_text out = PK_TEXT_EMPTY;
  pk_grid_text(&grid, 8, &out);
  expect(&out, "h\nääääääää\nöö öö\n");
  pk_grid_free(&grid);
}

static void signs_of_the_format_are_escaped(void **state) {
  (void)state;
  pk_grid grid = grid_of(2, (const char *const[]){"a", "b", "x|y", "say \"no\", twice", NULL});
  pk_text out = PK_TEXT_EMPTY;
  pk_grid_markdown(&grid, &out);
  expect(&out, "| a | b |\n| --- | --- |\n| x\\|y | say \"no\", twice |\n");
  out = (pk_text)PK_TEXT_EMPTY;
  pk_grid_csv(&grid, &out);
  expect(&out, "a,b\nx|y,\"say \"\"no\"\", twice\"\n");
  pk_grid_free(&grid);
}

/* In a spreadsheet; a number is none, however it begins. */
static void what_a_spreadsheet_would_compute_is_a_text(void **state) {
  (void)state;
  pk_grid grid =
      grid_of(2, (const char *const[]){"=1+1", "@s", "+cmd|' /C calc'!A0", "-x", "-12", "-", NULL});
  pk_text out = PK_TEXT_EMPTY;
  pk_grid_csv(&grid, &out);
  expect(&out, "\"'=1+1\",\"'@s\"\n\"'+cmd|' /C calc'!A0\",\"'-x\"\n-12,\"'-\"\n");
  pk_grid_free(&grid);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(columns_stand_under_each_other_and_numbers_to_the_right),
      cmocka_unit_test(a_wide_cell_goes_on_below_with_whole_words),
      cmocka_unit_test(a_word_that_is_too_long_is_broken_between_letters),
      cmocka_unit_test(signs_of_the_format_are_escaped),
      cmocka_unit_test(what_a_spreadsheet_would_compute_is_a_text),
  };
  return RUN(tests);
}
