/* Entries: everything that happened. They are only added and read. */
#include "journal_inside.h"

#include <errno.h>

bool journal_append(journal *j, journal_entry *entry) {
  sqlite3_stmt *row = journal_begin(j, ENTRY_ADD);
  journal_put_int(j, row, 1, j->last + 1);
  journal_put_int(j, row, 2, entry->at);
  journal_put_int(j, row, 3, entry->client);
  journal_put_text(j, row, 4, entry->id);
  journal_put_text(j, row, 5, entry->kind);
  journal_put_int(j, row, 6, entry->base);
  journal_put_int(j, row, 7, entry->target);
  journal_put_text(j, row, 8, entry->patch);
  journal_put_text(j, row, 9, entry->inverse);
  journal_put_text(j, row, 10, entry->pointer);
  journal_put_text(j, row, 11, entry->text);
  journal_put_text(j, row, 12, entry->value);
  if (!journal_stands(j) || !journal_done(j, row)) {
    journal_end(j, row);
    return false;
  }
  entry->number = ++j->last;
  return true;
}

int64_t journal_last(const journal *j) {
  return j->last;
}

int64_t journal_find(journal *j, int64_t client, const char *id) {
  sqlite3_stmt *row = journal_begin(j, ENTRY_FIND);
  journal_put_int(j, row, 1, client);
  journal_put_text(j, row, 2, id);
  int64_t number = journal_next(j, row) ? sqlite3_column_int64(row, 0) : 0;
  return journal_end(j, row) ? number : 0;
}

static bool read_entry(journal *j, sqlite3_stmt *row, journal_entry *entry) {
  *entry = (journal_entry){.number = sqlite3_column_int64(row, 0),
                           .at = sqlite3_column_int64(row, 1),
                           .client = sqlite3_column_int64(row, 2),
                           .id = journal_text(j, row, 3),
                           .kind = journal_text(j, row, 4),
                           .base = sqlite3_column_int64(row, 5),
                           .target = sqlite3_column_int64(row, 6),
                           .patch = journal_text(j, row, 7),
                           .inverse = journal_text(j, row, 8),
                           .pointer = journal_text(j, row, 9),
                           .text = journal_text(j, row, 10),
                           .value = journal_text(j, row, 11)};
  return !j->error;
}

/* A statement of its own, so that `visit` may read too. */
bool journal_read(journal *j, int64_t from, int64_t to, journal_visit *visit, void *context) {
  static const char sql[] = "SELECT number, at, client, id, kind, base, target, patch, inverse,"
                            " pointer, text, value FROM entries WHERE number BETWEEN ? AND ?"
                            " ORDER BY number";
  sqlite3_stmt *row = NULL;
  int64_t expected = from < 1 ? 1 : from, end = to < j->last ? to : j->last;
  bool wanted = true;
  journal_entry entry;
  j->error = 0;
  if (!journal_good(j, sqlite3_prepare_v2(j->db, sql, -1, &row, NULL)))
    return false;
  journal_put_int(j, row, 1, expected);
  journal_put_int(j, row, 2, end);
  while (wanted && journal_next(j, row) && read_entry(j, row, &entry)) {
    if (entry.number != expected++)
      break;
    wanted = visit(context, &entry);
  }
  sqlite3_finalize(row);
  if (wanted && !j->error && expected <= end)
    j->error = EIO; /* an entry is missing */
  return wanted && !j->error;
}
