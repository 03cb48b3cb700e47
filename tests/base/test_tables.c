/* Tables: the same cells for a person, for Markdown and for a spreadsheet. */
#include "base/tables.h"
#include "support/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static polku_tables *two_rows(polku_lang lang) {
  polku_tables *t = pk_tables_new(lang);
  assert_non_null(t);
  pk_table_begin(t, "outcomes", "Tulokset", NULL);
  pk_table_column(t, "who", "Kuka");
  pk_table_column(t, "share", "Osuus");
  pk_table_column(t, "euros", "Euroa");
  pk_table_named(t, "all", "Kaikki, yhdessä");
  pk_table_share(t, 0.275);
  pk_table_number(t, 12345.5, 1);
  pk_table_text(t, "he said \"no\"");
  pk_table_share(t, NAN);
  pk_table_number(t, 0.1, 1);
  return t;
}

static void a_spreadsheet_gets_ids_and_whole_numbers(void **state) {
  (void)state;
  polku_tables *t = two_rows(POLKU_FI);
  polku_table table;
  assert_true(polku_table_at(t, 0, &table));
  assert_int_equal(table.row_count, 2);
  char *csv = polku_table_csv(&table);
  assert_string_equal(csv, "who,share,euros\nall,0.275,12345.5\n\"he said \"\"no\"\"\",,0.1\n");
  free(csv);
  assert_false(polku_table_at(t, 1, &table));
  polku_tables_free(t);
}

static void a_person_gets_names_and_the_numbers_of_the_language(void **state) {
  (void)state;
  polku_tables *t = two_rows(POLKU_FI);
  char *text = polku_tables_text(t, 80), *page = polku_tables_markdown(t);
  assert_non_null(strstr(text, "Kaikki, yhdessä"));
  assert_non_null(strstr(text, "28\xc2\xa0%"));
  assert_non_null(strstr(text, "12\xc2\xa0"
                               "345,5"));
  assert_non_null(strstr(page, "## Tulokset"));
  assert_non_null(strstr(page, "| Kaikki, yhdessä |"));
  free(text);
  free(page);
  polku_tables_free(t);
}

static void a_number_may_be_told_as_it_was_written(void **state) {
  (void)state;
  static const struct {
    double value;
    const char *text;
  } cases[] = {{4, "4"},
               {0.095, "0.095"},
               {-2.5, "\xe2\x88\x92"
                      "2.5"},
               {1.0 / 3, "0.333333"},
               {0, "0"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    pk_text out = PK_TEXT_EMPTY;
    polku_cell cell = {POLKU_CELL_NUMBER, NULL, NULL, cases[i].value, PK_AS_WRITTEN};
    pk_cell_add(&out, &cell, POLKU_EN);
    assert_string_equal(out.data, cases[i].text);
    pk_text_free(&out);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_spreadsheet_gets_ids_and_whole_numbers),
      cmocka_unit_test(a_person_gets_names_and_the_numbers_of_the_language),
      cmocka_unit_test(a_number_may_be_told_as_it_was_written),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
