/* SQLite's answers as errnos. */
#include "reason.h"

#include <errno.h>
#include <stddef.h>

/* What the system last said of the file, or of its journal. */
static int system_error(sqlite3 *db) {
  sqlite3_file *journal = NULL;
  int error = 0;
  if (!db)
    return 0;
  sqlite3_file_control(db, "main", SQLITE_FCNTL_LAST_ERRNO, &error);
  sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &journal);
  if (!error && journal && journal->pMethods)
    journal->pMethods->xFileControl(journal, SQLITE_FCNTL_LAST_ERRNO, &error);
  return error ? error : sqlite3_system_errno(db);
}

static int refused(int code) {
  return code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ? EEXIST : EINVAL;
}

int store_reason(sqlite3 *db, int code) {
  int system = system_error(db);
  switch (code & 0xff) {
  case SQLITE_FULL:
    return ENOSPC;
  case SQLITE_NOMEM:
    return ENOMEM;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return EBUSY;
  case SQLITE_READONLY:
    return EROFS;
  case SQLITE_TOOBIG:
    return EFBIG;
  case SQLITE_CONSTRAINT:
    return refused(code);
  default:
    return system ? system : EIO;
  }
}
