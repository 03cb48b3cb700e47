/* What a journal keeps beside its entries: texts of the model, entries in words, who took part, and
 * small things under a name. */
#include "journal_inside.h"

#include <errno.h>
#include <stdlib.h>

/* --- texts of the model */

bool journal_keep_text(journal *j, int64_t number, const char *text, size_t length) {
  sqlite3_stmt *row = journal_begin(j, TEXT_KEEP);
  journal_put_int(j, row, 1, number);
  journal_put_bytes(j, row, 2, text, length);
  return journal_done(j, row);
}

char *journal_text_before(journal *j, int64_t number, int64_t *at, size_t *length) {
  sqlite3_stmt *row = journal_begin(j, TEXT_BEFORE);
  char *text = NULL;
  journal_put_int(j, row, 1, number);
  if (journal_next(j, row)) {
    *at = sqlite3_column_int64(row, 0);
    text = journal_copy(j, row, 1, length);
  }
  journal_end(j, row);
  return text;
}

/* --- entries in words */

bool journal_tell(journal *j, int64_t number, const char *const told[3]) {
  sqlite3_stmt *row = journal_begin(j, TOLD_KEEP);
  journal_put_int(j, row, 1, number);
  for (int i = 0; i < 3; i++)
    journal_put_text(j, row, 2 + i, told[i]);
  return journal_done(j, row);
}

bool journal_told(journal *j, int64_t number, char *told[3]) {
  sqlite3_stmt *row = journal_begin(j, TOLD_FIND);
  bool found;
  journal_put_int(j, row, 1, number);
  found = journal_next(j, row);
  for (int i = 0; i < 3; i++)
    told[i] = found ? journal_copy(j, row, i, NULL) : NULL;
  if (journal_end(j, row))
    return true;
  for (int i = 0; i < 3; i++) {
    free(told[i]);
    told[i] = NULL;
  }
  return false;
}

/* --- who took part */

bool journal_add_client(journal *j, journal_client *client) {
  sqlite3_stmt *row = journal_begin(j, CLIENT_ADD);
  journal_put_text(j, row, 1, client->role);
  journal_put_text(j, row, 2, client->token);
  journal_put_text(j, row, 3, client->nickname ? client->nickname : "");
  if (!journal_stands(j) || !journal_done(j, row)) {
    journal_end(j, row);
    return false;
  }
  client->client = sqlite3_last_insert_rowid(j->db);
  return true;
}

bool journal_name_client(journal *j, int64_t client, const char *nickname) {
  sqlite3_stmt *row = journal_begin(j, CLIENT_NAME);
  journal_put_text(j, row, 1, nickname);
  journal_put_int(j, row, 2, client);
  if (!journal_done(j, row))
    return false;
  if (sqlite3_changes(j->db) == 0)
    j->error = EINVAL; /* there is no such client */
  return !j->error;
}

bool journal_drop_client(journal *j, int64_t client) {
  sqlite3_stmt *row = journal_begin(j, CLIENT_DROP);
  journal_put_int(j, row, 1, client);
  return journal_done(j, row);
}

bool journal_clients(journal *j, journal_visit_client *visit, void *context) {
  sqlite3_stmt *row = NULL;
  bool wanted = true;
  j->error = 0;
  if (!journal_good(
          j, sqlite3_prepare_v2(j->db,
                                "SELECT client, role, token, nickname FROM clients ORDER BY client",
                                -1, &row, NULL)))
    return false;
  while (wanted && journal_next(j, row)) {
    journal_client client = {.client = sqlite3_column_int64(row, 0),
                             .role = journal_text(j, row, 1),
                             .token = journal_text(j, row, 2),
                             .nickname = journal_text(j, row, 3)};
    wanted = !j->error && visit(context, &client);
  }
  sqlite3_finalize(row);
  return wanted && !j->error;
}

/* --- small things under a name */

bool journal_set(journal *j, const char *name, const char *value) {
  sqlite3_stmt *row = journal_begin(j, SETTING_PUT);
  journal_put_text(j, row, 1, name);
  journal_put_text(j, row, 2, value);
  return journal_done(j, row);
}

char *journal_get(journal *j, const char *name) {
  sqlite3_stmt *row = journal_begin(j, SETTING_GET);
  char *value = NULL;
  journal_put_text(j, row, 1, name);
  if (journal_next(j, row))
    value = journal_copy(j, row, 0, NULL);
  journal_end(j, row);
  return value;
}
