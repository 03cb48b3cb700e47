/* Writing a result database.
 *
 * How it is kept safe. A transaction holds whole runs, so what a killed program leaves is rolled
 * back to whole runs by whoever opens the file next. A rollback journal is used rather than a
 * write-ahead log: the log needs shared memory, which files on network drives do not have, and the
 * finished file would not be the whole database until somebody folds the log in. While runs are
 * written nothing is forced to the disk (synchronous OFF): that guards against a program that is
 * killed, and only a machine that loses its power could harm the file of a computation which its
 * command can repeat. The last transaction, which says that the file is finished, is forced with
 * all before it.
 *
 * When a transaction ends depends on the number of rows alone, never on the clock: the pages of the
 * file come out the same each time. */
#include "inside.h"
#include "reason.h"
#include "schema.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  ROWS_AT_ONCE = 2000,     /* two milliseconds of writing; measured, more makes nothing faster */
  WAIT_FOR_READERS = 60000 /* ms */
};

static const struct {
  const char *sql;
  bool counts, histories; /* of what files */
} statements[STATEMENTS] = {
    [ADD_RUN] = {"INSERT INTO runs VALUES(?, ?)", true, true},
    [ADD_PEOPLE] = {"INSERT INTO run_people VALUES(?, ?, ?)", true, false},
    [ADD_COUNTS] = {"INSERT INTO run_counts VALUES(?, ?, ?, ?, ?, ?, ?)", true, false},
    [ADD_MOVES] = {"INSERT INTO run_moves VALUES(?, ?, ?, ?)", true, false},
    [ADD_OUTCOME] = {"INSERT INTO run_outcomes VALUES(?, ?, ?, ?)", true, false},
    [ADD_MONEY] = {"INSERT INTO run_money VALUES(?, ?, ?, ?)", true, false},
    [ADD_STAY] = {"INSERT INTO stays VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)", false, true},
    [ADD_SUMMARY] = {"INSERT INTO summary VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", true,
                     false},
};

/* ------------------------------------------------------------------------------------- problems */

/* Whether SQLite is content; the first reason why not stays. */
bool store_good(store *s, int code) {
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW)
    return true;
  if (!s->error)
    s->error = store_reason(s->db, code);
  return false;
}

bool store_sql(store *s, const char *sql) {
  return store_good(s, sqlite3_exec(s->db, sql, NULL, NULL, NULL));
}

int store_error(const store *s) {
  return s->error;
}

/* ----------------------------------------------------------------------------- opening, closing */

static bool prepare(store *s) {
  for (int i = 0; i < STATEMENTS; i++) {
    bool wanted = (statements[i].counts && s->counts) || (statements[i].histories && s->histories);
    if (wanted &&
        !store_good(s, sqlite3_prepare_v3(s->db, statements[i].sql, -1, SQLITE_PREPARE_PERSISTENT,
                                          &s->prepared[i], NULL)))
      return false;
  }
  return true;
}

/* The path is a path, also where it begins like a URI. */
static bool open_file(store *s) {
  int code = sqlite3_open_v2(s->path, &s->db, SQLITE_OPEN_READWRITE, NULL);
  return store_good(s, code) && store_good(s, sqlite3_extended_result_codes(s->db, 1)) &&
         store_good(s, sqlite3_busy_timeout(s->db, WAIT_FOR_READERS)) &&
         store_sql(s, "PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF");
}

static void close_file(store *s) {
  for (int i = 0; i < STATEMENTS; i++) {
    sqlite3_finalize(s->prepared[i]);
    s->prepared[i] = NULL;
  }
  sqlite3_close(s->db);
  s->db = NULL;
}

void store_close(store *s) {
  if (!s)
    return;
  close_file(s); /* what is not in a whole transaction is rolled back */
  free(s->groups.ids);
  free(s->stages.ids);
  free(s->actors.ids);
  free(s->path);
  free(s);
}

/* Numbers in a database's header stand at fixed places, high bytes first. */
static bool is_ours(const unsigned char header[100]) {
  uint32_t application = (uint32_t)header[68] << 24 | (uint32_t)header[69] << 16 |
                         (uint32_t)header[70] << 8 | header[71];
  return memcmp(header, "SQLite format 3", 16) == 0 && application == STORE_APPLICATION;
}

bool store_may_replace(const char *path) {
  unsigned char header[100];
  FILE *file = fopen(path, "rb");
  if (!file)
    return false;
  size_t length = fread(header, 1, sizeof header, file);
  bool failed = ferror(file) != 0;
  fclose(file);
  if (!failed)
    errno = 0;
  return !failed && (length == 0 || (length == sizeof header && is_ours(header)));
}

/* The ids of a sort, in their order; they live as long as the model. */
static bool list_ids(store *s, const store_subject *of, polku_sort sort, store_ids *list) {
  polku_part part;
  int count = 0;
  while (polku_part_at(of->model, of->rules, sort, (size_t)count, &part))
    count++;
  list->ids = calloc((size_t)count + 1, sizeof *list->ids);
  if (!list->ids)
    return store_good(s, SQLITE_NOMEM);
  for (list->count = 0; list->count < count; list->count++) {
    polku_part_at(of->model, of->rules, sort, (size_t)list->count, &part);
    list->ids[list->count] = part.id;
  }
  return true;
}

static bool begin(store *s, const store_subject *of) {
  return list_ids(s, of, POLKU_GROUP, &s->groups) && list_ids(s, of, POLKU_STAGE, &s->stages) &&
         list_ids(s, of, POLKU_ACTOR, &s->actors) && open_file(s) && store_sql(s, "BEGIN") &&
         store_name_all(s, of) && store_sql(s, "COMMIT") && prepare(s);
}

store *store_open(const char *path, const store_subject *subject) {
  store *s = calloc(1, sizeof *s);
  if (!s) {
    errno = ENOMEM;
    return NULL;
  }
  s->counts = subject->counts;
  s->histories = subject->histories;
  s->path = strdup(path);
  if (!s->path)
    s->error = ENOMEM;
  if (s->path && begin(s, subject))
    return s;
  int error = s->error;
  store_close(s);
  errno = error;
  return NULL;
}

/* A journal that a killed program left beside the old file must not be played into the new one. */
static bool clear_journal(const char *path) {
  size_t room = strlen(path) + sizeof "-journal";
  char *journal = malloc(room);
  if (!journal) {
    errno = ENOMEM;
    return false;
  }
  snprintf(journal, room, "%s-journal", path);
  bool cleared = remove(journal) == 0 || errno == ENOENT;
  free(journal);
  return cleared;
}

bool store_rename(store *s, const char *path) {
  char *name = strdup(path);
  close_file(s);
  if (!name || !clear_journal(path) || rename(s->path, path) != 0) {
    s->error = name ? errno : ENOMEM;
    free(name);
    return false;
  }
  free(s->path);
  s->path = name;
  return open_file(s) && prepare(s);
}

/* ----------------------------------------------------------------------------------------- runs */

/* A transaction is begun by the first row that needs one. */
static bool in_transaction(store *s) {
  return !sqlite3_get_autocommit(s->db) || store_sql(s, "BEGIN");
}

static bool commit(store *s) {
  if (!sqlite3_get_autocommit(s->db) && !store_sql(s, "COMMIT"))
    return false;
  s->rows = 0;
  s->kept = s->runs;
  return true;
}

int64_t store_kept(const store *s) {
  return s->kept;
}

bool store_stays(store *s, const polku_stay *stays, size_t count) {
  bool added = !s->error && in_transaction(s);
  for (size_t i = 0; added && i < count; i++)
    added = store_add_stay(s, &stays[i]);
  return added;
}

/* The first run is kept at once: from then on the file has something to tell. */
bool store_run(store *s, const polku_run *run) {
  if (s->error || !in_transaction(s) || !store_add_run(s, run))
    return false;
  s->runs++;
  return (s->kept > 0 && s->rows < ROWS_AT_ONCE) || commit(s);
}

bool store_finish(store *s, const polku_result *result) {
  if (s->error || !commit(s) || !store_sql(s, "PRAGMA synchronous = FULL") || !in_transaction(s))
    return false;
  if (s->counts && !store_add_summary(s, result))
    return false;
  return store_end_meta(s, result) && commit(s);
}
