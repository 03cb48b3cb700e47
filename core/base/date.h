/* Days of the Gregorian calendar as whole numbers: 1970-01-01 is day 0. */
#ifndef PK_DATE_H
#define PK_DATE_H

#include <stdbool.h>
#include <stdint.h>

typedef int32_t pk_date;

/* Reads "YYYY-MM-DD", a day that exists between years 1800 and 2500; false otherwise. */
bool pk_date_read(const char *text, pk_date *date);

/* Writes "YYYY-MM-DD" and NUL into 11 bytes. Returns `buffer`. */
char *pk_date_text(char *buffer, pk_date date);

void pk_date_split(pk_date date, int *year, int *month, int *day);

/* The day `months` calendar months later; the 31st of a short month becomes its last day. */
pk_date pk_date_add_months(pk_date date, int months);

#endif
