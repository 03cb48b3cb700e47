/* What a journal is written and read with: statements, their values, their rows.
 *
 * An entry waits until it is on the disk. What could be computed again does not: the next entry's
 * waiting takes it along, and where the machine loses its power before, it is computed again. */
#include "journal_inside.h"
#include "journal_schema.h"
#include "reason.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
  const char *sql;
  bool forced; /* a write that must be on the disk when the call returns */
} statements[JOURNAL_STATEMENTS] = {
    [ENTRY_ADD] = {"INSERT INTO entries VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", true},
    [ENTRY_FIND] = {"SELECT number FROM entries WHERE client = ? AND id = ?", false},
    [TEXT_KEEP] = {"INSERT OR REPLACE INTO texts VALUES(?, ?)", false},
    [TEXT_BEFORE] =
        {"SELECT number, text FROM texts WHERE number <= ? ORDER BY number DESC LIMIT 1", false},
    [TOLD_KEEP] = {"INSERT OR IGNORE INTO told VALUES(?, ?, ?, ?)", false},
    [TOLD_FIND] = {"SELECT fi, sv, en FROM told WHERE number = ?", false},
    [CLIENT_ADD] = {"INSERT INTO clients VALUES(NULL, ?, ?, ?)", true},
    [CLIENT_NAME] = {"UPDATE clients SET nickname = ? WHERE client = ?", true},
    [CLIENT_DROP] = {"DELETE FROM clients WHERE client = ?", false},
    [SETTING_PUT] = {"INSERT OR REPLACE INTO settings VALUES(?, ?)", true},
    [SETTING_GET] = {"SELECT value FROM settings WHERE name = ?", false},
};

bool journal_good(journal *j, int code) {
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW)
    return true;
  if (!j->error) {
    j->error = store_reason(j->db, code);
    j->code = code;
  }
  return false;
}

bool journal_sql(journal *j, const char *sql) {
  return journal_good(j, sqlite3_exec(j->db, sql, NULL, NULL, NULL));
}

bool journal_prepare(journal *j) {
  for (int i = 0; i < JOURNAL_STATEMENTS; i++)
    if (!journal_good(j, sqlite3_prepare_v3(j->db, statements[i].sql, -1, SQLITE_PREPARE_PERSISTENT,
                                            &j->prepared[i], NULL)))
      return false;
  return true;
}

/* Should it fail, it fails the call: no entry is ever taken for safe by a setting that was left. */
static void force(journal *j, bool forced) {
  if (j->forced != forced &&
      journal_sql(j, forced ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL"))
    j->forced = forced;
}

sqlite3_stmt *journal_begin(journal *j, journal_statement which) {
  sqlite3_stmt *row = j->prepared[which];
  j->error = 0;
  if (!sqlite3_stmt_readonly(row))
    force(j, statements[which].forced);
  return row;
}

void journal_put_int(journal *j, sqlite3_stmt *row, int column, int64_t value) {
  journal_good(j, sqlite3_bind_int64(row, column, value));
}

void journal_put_bytes(journal *j, sqlite3_stmt *row, int column, const char *text, size_t length) {
  journal_good(j, text ? sqlite3_bind_text64(row, column, text, length, SQLITE_STATIC, SQLITE_UTF8)
                       : sqlite3_bind_null(row, column));
}

void journal_put_text(journal *j, sqlite3_stmt *row, int column, const char *text) {
  journal_put_bytes(j, row, column, text, text ? strlen(text) : 0);
}

bool journal_next(journal *j, sqlite3_stmt *row) {
  if (j->error)
    return false;
  int code = sqlite3_step(row);
  return journal_good(j, code) && code == SQLITE_ROW;
}

bool journal_end(journal *j, sqlite3_stmt *row) {
  sqlite3_reset(row); /* says again what the step said */
  sqlite3_clear_bindings(row);
  return !j->error;
}

bool journal_done(journal *j, sqlite3_stmt *row) {
  journal_next(j, row);
  return journal_end(j, row);
}

const char *journal_text(journal *j, sqlite3_stmt *row, int column) {
  const char *text = (const char *)sqlite3_column_text(row, column);
  if (!text && sqlite3_column_type(row, column) != SQLITE_NULL && !j->error)
    j->error = ENOMEM;
  return text;
}

char *journal_copy(journal *j, sqlite3_stmt *row, int column, size_t *length) {
  const char *text = journal_text(j, row, column);
  size_t bytes = text ? (size_t)sqlite3_column_bytes(row, column) : 0;
  char *copy = text ? malloc(bytes + 1) : NULL;
  if (copy) {
    memcpy(copy, text, bytes);
    copy[bytes] = '\0';
    if (length)
      *length = bytes;
  } else if (text) {
    j->error = ENOMEM;
  }
  return copy;
}

/* --- a new journal */

static bool put_pair(journal *j, const char *sql, const char *name, const char *value) {
  sqlite3_stmt *row = NULL;
  bool put = journal_good(j, sqlite3_prepare_v2(j->db, sql, -1, &row, NULL));
  if (put) {
    journal_put_text(j, row, 1, name);
    journal_put_text(j, row, 2, value);
    put = journal_done(j, row);
  }
  sqlite3_finalize(row);
  return put;
}

static bool begin_with(journal *j, const char *text, size_t length) {
  sqlite3_stmt *row = NULL;
  bool put =
      journal_good(j, sqlite3_prepare_v2(j->db, "INSERT INTO texts VALUES(0, ?)", -1, &row, NULL));
  if (put) {
    journal_put_bytes(j, row, 1, text, length);
    put = journal_done(j, row);
  }
  sqlite3_finalize(row);
  return put;
}

bool journal_make(journal *j, const char *model, const char *text, size_t length) {
  char pragmas[120];
  snprintf(pragmas, sizeof pragmas, "PRAGMA application_id = %d; PRAGMA user_version = %d",
           JOURNAL_APPLICATION, JOURNAL_VERSION);
  bool made = journal_sql(j, pragmas);
  for (const journal_table *t = journal_tables; made && t->name; t++)
    made = journal_sql(j, t->sql) &&
           (!t->meaning || put_pair(j, "INSERT INTO about VALUES(?, ?)", t->name, t->meaning));
  return made && put_pair(j, "INSERT INTO meta VALUES(?, ?)", "format", JOURNAL_FORMAT) &&
         put_pair(j, "INSERT INTO meta VALUES(?, ?)", "model", model) &&
         begin_with(j, text, length);
}
