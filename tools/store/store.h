/* Results as a SQLite database: a file that R, Python and spreadsheets open without polku.
 *
 * The tables are in schema.c, where each says what it holds; the same sentences stand in the file's
 * own table `about`. Runs are written while they are computed, some at a time in one transaction,
 * so that a program that is killed leaves a database with complete runs and nothing else; `meta`
 * says whether it came to its end. Nothing depends on the clock or the machine: the same runs give
 * the same bytes. */
#ifndef STORE_H
#define STORE_H

#include "polku.h"

typedef struct store store;

/* What a database is about, and what it is for. */
typedef struct store_subject {
  const polku_model *model;
  const polku_rules *rules;
  const polku_options *options;
  bool counts;    /* what happened in each run, and at the end the result */
  bool histories; /* each client's stays */
} store_subject;

/* Whether the file at `path` may be replaced by a new database: it is one that polku made, or
 * empty. False with errno 0 when it is something else, and with errno when it cannot be read. */
bool store_may_replace(const char *path);

/* Begins a database in the empty file at `path`, with all names in it. NULL with errno. */
store *store_open(const char *path, const store_subject *subject);

/* Gives the database another name, in place of what is there. */
bool store_rename(store *store, const char *path);

/* The stays of a run, before the run itself; and a complete run. True when they are taken in:
 * `store_kept` then says how many runs are safe on the disk. */
bool store_stays(store *store, const polku_stay *stays, size_t count);
bool store_run(store *store, const polku_run *run);
int64_t store_kept(const store *store);

/* Writes what all runs say together, and that the database is finished. */
bool store_finish(store *store, const polku_result *result);

/* After a false: an errno, for whoever tells the reason. EBUSY: another program holds the file. */
int store_error(const store *store);

/* Ends it; what is not in a complete run is not in the file. */
void store_close(store *store);

#endif
