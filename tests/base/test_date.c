/* Days of the Gregorian calendar. */
#include "base/date.h"
#include "support/check.h"

/* Day numbers from the definition of Unix time; 2000-03-01 is day 11017. */
static void known_days_have_their_numbers(void **state) {
  (void)state;
  static const struct {
    const char *text;
    pk_date day;
  } known[] = {{"1970-01-01", 0},     {"1969-12-31", -1},     {"2000-02-29", 11016},
               {"2000-03-01", 11017}, {"1900-03-01", -25508}, {"2038-01-19", 24855}};
  for (size_t i = 0; i < 6; i++) {
    pk_date date;
    char text[11];
    assert_true(pk_date_read(known[i].text, &date));
    assert_int_equal(date, known[i].day);
    assert_string_equal(pk_date_text(text, date), known[i].text);
  }
}

static void each_day_follows_the_one_before(void **state) {
  (void)state;
  pk_date first, last;
  char text[11];
  assert_true(pk_date_read("1800-01-01", &first) && pk_date_read("2500-12-31", &last));
  int y0 = 1799, m0 = 12, d0 = 31;
  for (pk_date date = first; date <= last; date++) {
    int year, month, day;
    pk_date back;
    pk_date_split(date, &year, &month, &day);
    assert_true((year == y0 && month == m0 && day == d0 + 1) ||
                (year == y0 && month == m0 + 1 && day == 1) ||
                (year == y0 + 1 && month == 1 && day == 1 && m0 == 12 && d0 == 31));
    assert_true(pk_date_read(pk_date_text(text, date), &back));
    assert_int_equal(back, date);
    y0 = year, m0 = month, d0 = day;
  }
}

static void days_that_do_not_exist_are_refused(void **state) {
  (void)state;
  static const char *const bad[] = {"2021-02-29", "1900-02-29", "2021-13-01", "2021-00-10",
                                    "2021-04-31", "21-04-01",   "2021-4-1",   "2021-04-01x",
                                    "2021/04/01", "",           "1799-12-31", "2501-01-01"};
  pk_date date;
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    assert_false(pk_date_read(bad[i], &date));
}

static void expect_months(const char *from, int months, const char *expected) {
  pk_date date;
  char text[11];
  assert_true(pk_date_read(from, &date));
  assert_string_equal(pk_date_text(text, pk_date_add_months(date, months)), expected);
}

static void months_end_where_short_months_end(void **state) {
  (void)state;
  expect_months("2021-01-31", 1, "2021-02-28");
  expect_months("2024-01-31", 1, "2024-02-29");
  expect_months("2021-06-01", 36, "2024-06-01");
  expect_months("2021-03-31", -1, "2021-02-28");
  expect_months("2021-11-30", 2, "2022-01-30");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(known_days_have_their_numbers),
      cmocka_unit_test(each_day_follows_the_one_before),
      cmocka_unit_test(days_that_do_not_exist_are_refused),
      cmocka_unit_test(months_end_where_short_months_end),
  };
  return RUN(tests);
}
