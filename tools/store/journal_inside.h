/* What the files of the journal share. */
#ifndef JOURNAL_INSIDE_H
#define JOURNAL_INSIDE_H

#include "journal.h"

#include <sqlite3.h>

typedef enum {
  ENTRY_ADD,
  ENTRY_FIND,
  TEXT_KEEP,
  TEXT_BEFORE,
  TOLD_KEEP,
  TOLD_FIND,
  CLIENT_ADD,
  CLIENT_NAME,
  CLIENT_DROP,
  SETTING_PUT,
  SETTING_GET,
  JOURNAL_STATEMENTS
} journal_statement;

struct journal {
  sqlite3 *db;
  sqlite3_stmt *prepared[JOURNAL_STATEMENTS];
  int64_t last; /* the number of the last entry */
  bool forced;  /* whether a write waits until it is on the disk (synchronous = FULL) */
  int error;    /* of the latest call … */
  int code;     /* … and SQLite's own name for it */
};

/* Whether SQLite is content; the first reason why not stays until the next call begins. */
bool journal_good(journal *journal, int code);
bool journal_sql(journal *journal, const char *sql);

/* A use of a prepared statement, its values from 1 on, and its end. Begins a call: what an earlier
 * one left in `error` is gone. Texts are not copied: they live until the end. `journal_done` runs
 * what gives no rows, `journal_end` ends what gave some; both say whether nothing failed since the
 * beginning. */
sqlite3_stmt *journal_begin(journal *journal, journal_statement which);
void journal_put_int(journal *journal, sqlite3_stmt *row, int column, int64_t value);
void journal_put_text(journal *journal, sqlite3_stmt *row, int column, const char *text);
void journal_put_bytes(journal *journal, sqlite3_stmt *row, int column, const char *text,
                       size_t length);
bool journal_done(journal *journal, sqlite3_stmt *row);
bool journal_end(journal *journal, sqlite3_stmt *row);

/* Whether there is a (further) row; false also on failure. */
bool journal_next(journal *journal, sqlite3_stmt *row);

/* A text of a row, borrowed until the next one. NULL: it is NULL, or memory ran out. */
const char *journal_text(journal *journal, sqlite3_stmt *row, int column);

/* A text that the caller frees: a column of a row. NULL: it is NULL, or memory ran out. */
char *journal_copy(journal *journal, sqlite3_stmt *row, int column, size_t *length);

/* That the path still leads to the file that is open: what is written into a file that was deleted
 * or moved, nobody would find again. */
bool journal_stands(journal *journal);

/* Statements for writing and reading; the tables and what they begin with. */
bool journal_prepare(journal *journal);
bool journal_make(journal *journal, const char *model, const char *text, size_t length);

#endif
