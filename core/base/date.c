/* Days and dates of the Gregorian calendar.
 *
 * The year begins on 1 March here, so that the leap day is its last day (H. Hinnant,
 * "chrono-Compatible Low-Level Date Algorithms"). Years 1800 to 2500 only, so nothing is negative
 * once counted from 1 March 1600. */
#include "base/date.h"

#include <stdio.h>

enum { DAYS_FROM_1600_TO_1970 = 135080, DAYS_IN_400_YEARS = 146097 };

static pk_date day_number(int year, int month, int day) {
  int y = year - 1600 - (month <= 2), m = (month + 9) % 12;
  int era = y / 400, in_era = y % 400;
  int of_year = (153 * m + 2) / 5 + day - 1;
  return era * DAYS_IN_400_YEARS + in_era * 365 + in_era / 4 - in_era / 100 + of_year -
         DAYS_FROM_1600_TO_1970;
}

void pk_date_split(pk_date date, int *year, int *month, int *day) {
  int z = date + DAYS_FROM_1600_TO_1970;
  int era = z / DAYS_IN_400_YEARS, in_era = z % DAYS_IN_400_YEARS;
  int y = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
  int of_year = in_era - (365 * y + y / 4 - y / 100), m = (5 * of_year + 2) / 153;
  *day = of_year - (153 * m + 2) / 5 + 1;
  *month = m < 10 ? m + 3 : m - 9;
  *year = 1600 + era * 400 + y + (*month <= 2);
}

static int month_days(int year, int month) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return days[month - 1] + (month == 2 && leap);
}

bool pk_date_read(const char *text, pk_date *date) {
  static const char form[] = "dddd-dd-dd";
  int field[3] = {0, 0, 0}, at = 0;
  for (int i = 0; i < 10; i++) {
    bool digit = text[i] >= '0' && text[i] <= '9';
    if (form[i] == 'd' ? !digit : text[i] != '-')
      return false;
    if (digit)
      field[at] = field[at] * 10 + (text[i] - '0');
    else
      at++;
  }
  if (text[10] || field[0] < 1800 || field[0] > 2500 || field[1] < 1 || field[1] > 12 ||
      field[2] < 1 || field[2] > month_days(field[0], field[1]))
    return false;
  *date = day_number(field[0], field[1], field[2]);
  return true;
}

char *pk_date_text(char *buffer, pk_date date) {
  int year, month, day;
  pk_date_split(date, &year, &month, &day);
  snprintf(buffer, 11, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100,
           (unsigned)day % 100);
  return buffer;
}

pk_date pk_date_add_months(pk_date date, int months) {
  int year, month, day;
  pk_date_split(date, &year, &month, &day);
  int total = year * 12 + month - 1 + months;
  year = total / 12;
  month = total % 12 + 1;
  int last = month_days(year, month);
  return day_number(year, month, day < last ? day : last);
}
