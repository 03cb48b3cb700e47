/* What a computation leaves while it runs: its runs in a database, its clients' histories.
 *
 * A database begins beside its place under a passing name, which shows at once whether it can be
 * written there, and takes its place when the first run is in it: an earlier result is not lost to
 * a computation that never came so far, and what a killed one leaves stands under its own name. */
#include "cli.h"
#include "store/store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct database {
  store *store;
  char *path;    /* its place */
  char *passing; /* its name until it is there; NULL: it is there */
} database;

struct cli_record {
  cli_call *call;
  database results, histories; /* those of one file are in `results` */
  bool together;
  cli_file *log; /* histories as CSV */
  int64_t whole; /* bytes of the log that hold complete runs */
  int status;    /* the first failure; said already */
};

/* ------------------------------------------------------------------------------------ databases */

static int refuse(const cli_call *call, const char *path, const char *key) {
  cli_complain(call, "cli.write-failed", "file", path, "reason", polku_word(call->lang, key), NULL);
  return CLI_MACHINE_FAILED;
}

/* What stands in the place already: nothing, or an earlier result; else says so. */
static int check_place(const cli_call *call, const char *path) {
  struct stat info;
  if (stat(path, &info) != 0)
    return errno == ENOENT ? CLI_DONE : cli_write_failed(call, path, errno);
  if (S_ISDIR(info.st_mode))
    return cli_write_failed(call, path, EISDIR);
  if (!S_ISREG(info.st_mode))
    return refuse(call, path, "cli.no-ordinary-file");
  if (store_may_replace(path))
    return CLI_DONE;
  return errno ? cli_write_failed(call, path, errno) : refuse(call, path, "cli.no-result-file");
}

static int open_database(cli_call *call, const char *path, const store_subject *subject,
                         database *db) {
  int file, status = check_place(call, path);
  if (status != CLI_DONE)
    return status;
  db->path = access(path, F_OK) == 0 ? realpath(path, NULL) : strdup(path);
  db->passing = db->path ? cli_passing_name(db->path, &file) : NULL;
  if (!db->passing)
    return cli_write_failed(call, path, errno);
  close(file);
  db->store = store_open(db->passing, subject);
  return db->store ? CLI_DONE : cli_write_failed(call, path, errno);
}

/* A database that could not be written goes, unless complete runs are in it. */
static void end_database(database *db) {
  store_close(db->store);
  if (db->passing)
    cli_drop_file(db->passing);
  free(db->passing);
  free(db->path);
  *db = (database){NULL, NULL, NULL};
}

static int database_failed(const cli_call *call, const database *db) {
  char runs[32];
  int error = store_error(db->store);
  if (db->passing)
    return cli_write_failed(call, db->path, error);
  snprintf(runs, sizeof runs, "%lld", (long long)store_kept(db->store));
  cli_complain(call, "cli.database-failed", "file", db->path, "reason", cli_reason(call, error),
               "runs", runs, NULL);
  return CLI_MACHINE_FAILED;
}

static bool take_place(database *db) {
  if (!db->passing)
    return true;
  if (!store_rename(db->store, db->path))
    return false;
  cli_keep_file(db->passing);
  free(db->passing);
  db->passing = NULL;
  return true;
}

static bool run_into(cli_record *r, database *db, const polku_run *run) {
  if (!db->store)
    return true;
  if (store_run(db->store, run) && (store_kept(db->store) == 0 || take_place(db)))
    return true;
  r->status = database_failed(r->call, db);
  return false;
}

static int finish_database(cli_record *r, database *db, const polku_result *result) {
  if (!db->store || (store_finish(db->store, result) && take_place(db)))
    return CLI_DONE;
  return database_failed(r->call, db);
}

/* ---------------------------------------------------------------------------- histories as CSV */

static int open_log(cli_record *r, const char *path) {
  static const char head[] = "run,group,client,stage,host,start,end,censored,waiting\r\n";
  r->log = cli_file_open(path);
  if (r->log && cli_file_write(r->log, head, sizeof head - 1)) {
    r->whole = cli_file_length(r->log);
    return CLI_DONE;
  }
  return cli_write_failed(r->call, path, errno);
}

static bool log_stay(cli_file *log, const polku_stay *stay) {
  char line[1024];
  int length =
      snprintf(line, sizeof line, "%d,%s,%lld,%s,%s,%d,%d,%d,%d\r\n", stay->run, stay->group,
               (long long)stay->client, stay->stage, stay->host ? stay->host : "", stay->start,
               stay->end, stay->censored, stay->waiting);
  if (length < 0 || (size_t)length >= sizeof line) {
    errno = ENAMETOOLONG;
    return false;
  }
  return cli_file_write(log, line, (size_t)length);
}

/* Of a run that was stopped half-way nothing stays. */
static int finish_log(cli_record *r) {
  if (!r->log)
    return CLI_DONE;
  bool cut = cli_file_cut(r->log, r->whole);
  int error = errno;
  cli_file *log = r->log;
  r->log = NULL;
  bool closed = cli_file_close(log);
  if (!closed)
    error = errno;
  return cut && closed ? CLI_DONE : cli_write_failed(r->call, r->call->value[OPTION_EVENTS], error);
}

/* ----------------------------------------------------------------------------- the whole record */

static bool is_database(const char *path) {
  char suffix[8];
  return path && (strcmp(cli_suffix(path, suffix), "sqlite") == 0 || strcmp(suffix, "db") == 0);
}

int cli_record_check(const cli_call *call) {
  const char *out = call->value[OPTION_OUT], *events = call->value[OPTION_EVENTS];
  if (!out || !events || !cli_same_file(out, events) || (is_database(out) && is_database(events)))
    return CLI_DONE;
  return cli_usage(call, "cli.same-file", "file", out, NULL);
}

static void open_all(cli_record *r, const cli_loaded *loaded, const polku_options *options) {
  const char *out = r->call->value[OPTION_OUT], *events = r->call->value[OPTION_EVENTS];
  store_subject subject = {.model = loaded->model, .rules = loaded->rules, .options = options};
  r->together = is_database(out) && is_database(events) && cli_same_file(out, events);
  if (is_database(out)) {
    subject.counts = true;
    subject.histories = r->together;
    r->status = open_database(r->call, out, &subject, &r->results);
  }
  if (r->status != CLI_DONE || !events || r->together)
    return;
  subject.counts = false;
  subject.histories = true;
  r->status = is_database(events) ? open_database(r->call, events, &subject, &r->histories)
                                  : open_log(r, events);
}

cli_record *cli_record_open(cli_call *call, const cli_loaded *loaded,
                            const polku_options *options) {
  cli_record *r = calloc(1, sizeof *r);
  if (!r) {
    cli_complain(call, "E-MEMORY.message", NULL);
    return NULL;
  }
  r->call = call;
  open_all(r, loaded, options);
  if (r->status == CLI_DONE)
    return r;
  cli_record_free(r);
  return NULL;
}

bool cli_record_wants_runs(const cli_record *r) {
  return r && (r->results.store || r->histories.store || r->log);
}

bool cli_record_wants_stays(const cli_record *r) {
  return r && (r->together || r->histories.store || r->log);
}

bool cli_record_run(cli_record *r, const polku_run *run) {
  if (r->log)
    r->whole = cli_file_length(r->log);
  return run_into(r, &r->results, run) && run_into(r, &r->histories, run);
}

bool cli_record_stays(cli_record *r, const polku_stay *stays, size_t count) {
  database *db = r->together ? &r->results : &r->histories;
  if (db->store && !store_stays(db->store, stays, count)) {
    r->status = database_failed(r->call, db);
    return false;
  }
  for (size_t i = 0; r->log && i < count; i++)
    if (!log_stay(r->log, &stays[i])) {
      r->status = cli_write_failed(r->call, r->call->value[OPTION_EVENTS], errno);
      return false;
    }
  return true;
}

int cli_record_status(const cli_record *r) {
  return r->status;
}

bool cli_record_is_result(const cli_record *r) {
  return r->results.store != NULL;
}

int cli_record_finish(cli_record *r, const polku_result *result) {
  int status = finish_database(r, &r->results, result);
  if (status == CLI_DONE)
    status = finish_database(r, &r->histories, result);
  return status == CLI_DONE ? finish_log(r) : status;
}

void cli_record_free(cli_record *r) {
  if (!r)
    return;
  end_database(&r->results);
  end_database(&r->histories);
  cli_file_abandon(r->log);
  free(r);
}
