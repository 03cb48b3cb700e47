/* Opening and ending a journal, and what must hold while it is open.
 *
 * How it is kept safe. The write-ahead log takes an entry with one write and one wait for the disk,
 * and whoever opens the file next finds every entry whose wait had ended, whatever happened to the
 * program. The file is locked from the opening to the end, in the way that also needs no shared
 * memory, so that it works on network drives too; the kernel takes the lock from a program that was
 * killed. A new file gets its tables in one ordinary transaction before it gets its log: of a
 * program that was killed here an empty file is left, which the next one begins anew. */
#include "journal_inside.h"
#include "journal_schema.h"
#include "reason.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
  WAIT_FOR_OTHERS = 500, /* ms: a program that is just ending, one that copies files */
  HEADER = 100           /* bytes at the beginning of every SQLite file */
};

/* --- whose file it is */

/* Numbers in a database's header stand at fixed places, high bytes first. */
static uint32_t number_at(const unsigned char *header, int at) {
  return (uint32_t)header[at] << 24 | (uint32_t)header[at + 1] << 16 |
         (uint32_t)header[at + 2] << 8 | header[at + 3];
}

/* Read through SQLite's own handle, and before anything of the file is locked or changed: closing
 * another handle would drop the locks that this process has. Application and version are in the
 * file itself from its first transaction on, never in the log alone. */
static journal_state whose(journal *j, bool *empty) {
  unsigned char header[HEADER];
  sqlite3_file *file = NULL;
  sqlite3_int64 size = 0;
  sqlite3_file_control(j->db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (!file || !file->pMethods || !journal_good(j, file->pMethods->xFileSize(file, &size)))
    return JOURNAL_MACHINE;
  *empty = size == 0;
  if (*empty)
    return JOURNAL_GOOD;
  if (size < HEADER)
    return JOURNAL_OTHER_FILE;
  if (!journal_good(j, file->pMethods->xRead(file, header, HEADER, 0)))
    return JOURNAL_MACHINE;
  if (memcmp(header, "SQLite format 3", 16) != 0 || number_at(header, 68) != JOURNAL_APPLICATION)
    return JOURNAL_OTHER_FILE;
  return number_at(header, 60) > JOURNAL_VERSION ? JOURNAL_NEWER : JOURNAL_GOOD;
}

/* A path is a path, also where it looks like a URI or like one of SQLite's own names. */
static char *plain_path(const char *path) {
  size_t room = strlen(path) + sizeof "./";
  char *plain = malloc(room);
  if (plain)
    snprintf(plain, room, "%s%s", path[0] == '/' ? "" : "./", path);
  return plain;
}

static journal_state machine(journal *j, int error) {
  if (!j->error)
    j->error = error;
  return JOURNAL_MACHINE;
}

/* Looks at an existing file and leaves it as it was. */
static journal_state look(journal *j, const char *path, bool *empty) {
  struct stat about;
  if (stat(path, &about) != 0)
    return machine(j, errno);
  if (!S_ISREG(about.st_mode))
    return JOURNAL_OTHER_FILE;
  char *plain = plain_path(path);
  if (!plain)
    return machine(j, ENOMEM);
  int code = sqlite3_open_v2(plain, &j->db, SQLITE_OPEN_READWRITE, NULL);
  free(plain);
  if (!j->db)
    return machine(j, ENOMEM);
  if (!journal_good(j, code) || !journal_good(j, sqlite3_extended_result_codes(j->db, 1)) ||
      !journal_good(j, sqlite3_busy_timeout(j->db, WAIT_FOR_OTHERS)))
    return JOURNAL_MACHINE;
  if (sqlite3_db_readonly(j->db, "main") == 1)
    return machine(j, access(path, W_OK) == 0 ? EROFS : errno);
  return whose(j, empty);
}

/* --- opening */

/* What SQLite's refusal means for an opening. */
static journal_state failed(journal *j) {
  int code = j->error == ENOMEM ? SQLITE_NOMEM : j->code;
  switch (code & 0xff) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return JOURNAL_BUSY;
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
  case SQLITE_FORMAT:
  case SQLITE_SCHEMA:
  case SQLITE_ERROR: /* a table is missing */
    return JOURNAL_DAMAGED;
  default:
    return code == SQLITE_IOERR_SHORT_READ ? JOURNAL_DAMAGED : JOURNAL_MACHINE;
  }
}

/* The first row of a query: two numbers, or a text. */
typedef struct first_row {
  int64_t a, b;
  char text[256];
} first_row;

static bool first(journal *j, const char *sql, first_row *row) {
  sqlite3_stmt *query = NULL;
  *row = (first_row){0};
  bool found =
      journal_good(j, sqlite3_prepare_v2(j->db, sql, -1, &query, NULL)) && journal_next(j, query);
  if (found) {
    row->a = sqlite3_column_int64(query, 0);
    row->b = sqlite3_column_int64(query, 1);
    const char *text = journal_text(j, query, 0);
    snprintf(row->text, sizeof row->text, "%s", text ? text : "");
  }
  sqlite3_finalize(query);
  return found && !j->error;
}

/* Somebody may have made the tables between the look and the lock. */
static bool make_if_empty(journal *j, const char *model, const char *text, size_t length) {
  first_row row;
  return journal_sql(j, "BEGIN EXCLUSIVE") &&
         first(j, "SELECT count(*) FROM sqlite_schema", &row) &&
         (row.a > 0 || journal_make(j, model, text, length)) && journal_sql(j, "COMMIT");
}

/* Locks the file and brings back what a killed program left in the log. A schema that somebody else
 * wrote into the file gets no say. */
static bool hold(journal *j) {
  first_row row;
  if (!journal_sql(j, "PRAGMA journal_mode = WAL") || !first(j, "PRAGMA journal_mode", &row))
    return false;
  if (strcmp(row.text, "wal") != 0)
    return journal_good(j, SQLITE_CANTOPEN);
  j->forced = journal_sql(j, "PRAGMA synchronous = FULL");
  return j->forced && journal_sql(j, "BEGIN IMMEDIATE; COMMIT");
}

bool journal_stands(journal *j) {
  int moved = 0;
  sqlite3_file_control(j->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  if (moved && !j->error)
    j->error = ENOENT;
  return !moved;
}

static journal_state check(journal *j, const char *model) {
  first_row row;
  if (!first(j, "PRAGMA quick_check(1)", &row))
    return failed(j);
  if (strcmp(row.text, "ok") != 0)
    return JOURNAL_DAMAGED;
  sqlite3_stmt *query = NULL;
  const char *of = NULL;
  if (journal_good(j, sqlite3_prepare_v2(j->db, "SELECT value FROM meta WHERE key = 'model'", -1,
                                         &query, NULL)) &&
      journal_next(j, query))
    of = journal_text(j, query, 0);
  bool same = of && strcmp(of, model) == 0;
  sqlite3_finalize(query);
  if (j->error)
    return failed(j);
  if (!same)
    return of ? JOURNAL_OTHER_MODEL : JOURNAL_DAMAGED;
  if (!first(j, "SELECT coalesce(max(number), 0), count(*) FROM entries", &row))
    return failed(j);
  j->last = row.a;
  return row.a == row.b ? JOURNAL_GOOD : JOURNAL_DAMAGED; /* an entry is missing */
}

static journal_state open_journal(journal *j, const char *path, const char *model, const char *text,
                                  size_t length) {
  bool empty = false;
  int made = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (made >= 0)
    close(made);
  else if (errno != EEXIST)
    return machine(j, errno);
  journal_state state = look(j, path, &empty);
  if (state != JOURNAL_GOOD)
    return state;
  if (!journal_sql(j, "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
                      "PRAGMA locking_mode = EXCLUSIVE") ||
      (empty && !make_if_empty(j, model, text, length)) || !hold(j))
    return failed(j);
  if (!journal_stands(j))
    return JOURNAL_BUSY; /* somebody took it away while it was being opened */
  state = check(j, model);
  return state == JOURNAL_GOOD && !journal_prepare(j) ? failed(j) : state;
}

journal *journal_open(const char *path, const char *model, const char *text, size_t length,
                      journal_state *state) {
  journal *j = calloc(1, sizeof *j);
  *state = JOURNAL_MACHINE;
  if (!j) {
    errno = ENOMEM;
    return NULL;
  }
  *state = open_journal(j, path, model, text, length);
  if (*state == JOURNAL_GOOD)
    return j;
  int error = j->error;
  journal_close(j);
  errno = error;
  return NULL;
}

void journal_close(journal *j) {
  if (!j)
    return;
  for (int i = 0; i < JOURNAL_STATEMENTS; i++)
    sqlite3_finalize(j->prepared[i]);
  sqlite3_close(j->db); /* folds the log into the file */
  free(j);
}

int journal_error(const journal *j) {
  return j->error;
}

/* --- taking it away */

/* Beside the file first: of what is cut short here the file is left, and can be taken away again.
 */
static bool remove_all(journal *j, int *error) {
  static const char *const beside[] = {"-journal", "-wal", "-shm", ""};
  const char *file = sqlite3_db_filename(j->db, "main");
  size_t room = strlen(file) + sizeof "-journal";
  char *name = malloc(room);
  bool removed = name != NULL;
  *error = name ? 0 : ENOMEM;
  for (size_t i = 0; removed && i < sizeof beside / sizeof *beside; i++) {
    snprintf(name, room, "%s%s", file, beside[i]);
    removed = unlink(name) == 0 || errno == ENOENT;
    *error = removed ? 0 : errno;
  }
  free(name);
  return removed;
}

/* Under the lock, so that nobody's open journal goes. SQLite is told not to fold the log into a
 * file that is going. What is inside does not matter: damaged journals go too. */
static journal_state forget(journal *j, const char *path, int *error) {
  bool empty = false;
  journal_state state = look(j, path, &empty);
  if (state != JOURNAL_GOOD && state != JOURNAL_NEWER)
    return state;
  sqlite3_file_control(j->db, "main", SQLITE_FCNTL_PERSIST_WAL, &(int){1});
  sqlite3_db_config(j->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  if (!journal_sql(j, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE") &&
      failed(j) == JOURNAL_BUSY)
    return JOURNAL_BUSY;
  j->error = 0;
  return remove_all(j, error) ? JOURNAL_GOOD : JOURNAL_MACHINE;
}

journal_state journal_forget(const char *path, int *error) {
  journal *j = calloc(1, sizeof *j);
  *error = j ? 0 : ENOMEM;
  if (!j)
    return JOURNAL_MACHINE;
  journal_state state = forget(j, path, error);
  if (state == JOURNAL_MACHINE && j->error == ENOENT)
    state = JOURNAL_GOOD; /* there is none */
  else if (state == JOURNAL_MACHINE && j->error)
    *error = j->error;
  journal_close(j);
  return state;
}
