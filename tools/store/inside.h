/* What the files of this room share. */
#ifndef STORE_INSIDE_H
#define STORE_INSIDE_H

#include "store/store.h"

#include <sqlite3.h>

typedef enum {
  ADD_RUN,
  ADD_PEOPLE,
  ADD_COUNTS,
  ADD_MOVES,
  ADD_OUTCOME,
  ADD_MONEY,
  ADD_STAY,
  ADD_SUMMARY,
  STATEMENTS
} store_statement;

/* The ids of one sort, numbered as in the file. */
typedef struct store_ids {
  const char **ids;
  int count, latest; /* the one that was found last */
} store_ids;

struct store {
  sqlite3 *db;
  sqlite3_stmt *prepared[STATEMENTS];
  char *path;
  bool counts, histories, named_outcomes, named_steps;
  int64_t runs, kept; /* complete; of these, safe */
  int64_t rows;       /* since the last transaction began */
  store_ids groups, stages, actors;
  int error;
};

/* Whether SQLite is content with what it was asked; the first reason why not stays. */
bool store_good(store *store, int code);
bool store_sql(store *store, const char *sql);

/* A new row of a prepared statement, its columns from 1 on, and its end. Texts are not copied: they
 * live until the row has ended. Numbers that are not finite are NULL. */
sqlite3_stmt *store_row(store *store, store_statement which);
void store_put_int(sqlite3_stmt *row, int column, int64_t value);
void store_put_number(sqlite3_stmt *row, int column, double value);
void store_put_text(sqlite3_stmt *row, int column, const char *text);
bool store_end_row(store *store, sqlite3_stmt *row);

/* The tables, the names of everything, and where the numbers come from; and at the end what became
 * of it. */
bool store_name_all(store *store, const store_subject *subject);
bool store_end_meta(store *store, const polku_result *result);
bool store_name_steps(store *store, int horizon);

/* The rows of a run, of stays, and of the result. */
bool store_add_run(store *store, const polku_run *run);
bool store_add_stay(store *store, const polku_stay *stay);
bool store_add_summary(store *store, const polku_result *result);

#endif
