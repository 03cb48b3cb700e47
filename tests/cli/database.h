/* Looking into a database that the program wrote. */
#ifndef TEST_DATABASE_H
#define TEST_DATABASE_H

#include "support/check.h"

#include <math.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Opens it as a reader would, who may roll back what a killed program left. */
static inline sqlite3 *open_database(const char *path) {
  sqlite3 *db;
  if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
    fail_msg("%s: %s", path, sqlite3_errmsg(db));
  return db;
}

static inline sqlite3_stmt *ask(sqlite3 *db, const char *sql) {
  sqlite3_stmt *query;
  if (sqlite3_prepare_v2(db, sql, -1, &query, NULL) != SQLITE_OK)
    fail_msg("%s: %s", sql, sqlite3_errmsg(db));
  return query;
}

/* The one number that a query gives; NaN for NULL or nothing. */
static inline double number_of(sqlite3 *db, const char *sql) {
  sqlite3_stmt *query = ask(db, sql);
  double value = NAN;
  if (sqlite3_step(query) == SQLITE_ROW && sqlite3_column_type(query, 0) != SQLITE_NULL)
    value = sqlite3_column_double(query, 0);
  sqlite3_finalize(query);
  return value;
}

static inline void expect_text(sqlite3 *db, const char *sql, const char *expected) {
  sqlite3_stmt *query = ask(db, sql);
  assert_int_equal(sqlite3_step(query), SQLITE_ROW);
  assert_string_equal((const char *)sqlite3_column_text(query, 0), expected);
  sqlite3_finalize(query);
}

static inline void expect_number(sqlite3 *db, const char *sql, double expected) {
  double value = number_of(db, sql);
  if (!(fabs(value - expected) <= 1e-9 * (1 + fabs(expected))))
    fail_msg("%s: %.17g, not %.17g", sql, value, expected);
}

#endif
