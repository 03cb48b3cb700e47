/* Long computations: what a kill, Ctrl-C and a full disk leave of them, and that histories, told
 * client by client, come to the very counts of their run. */
#include "cli/database.h"
#include "support/folder.h"
#include "support/program.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ROVANIEMI POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json"

static sqlite3 *database(const char *name) {
  char path[4096];
  in_folder(path, name);
  return open_database(path);
}

/* --- histories */

static const char *const models[] = {ROVANIEMI, POLKU_SOURCE_DIR "/models/generic-ladder.json",
                                     POLKU_SOURCE_DIR "/tests/data/section12.json"};

/* Who is where, who waits and who enters, counted from the stays, beside what the runs counted. */
static const char replay[] =
    "WITH presence AS (SELECT run_no, group_no, step, stage_no, sum(waiting = 0) AS occupancy,"
    "  sum(waiting) AS waiting"
    "  FROM stays JOIN steps ON start <= step AND (step < end OR (censored AND step = end))"
    "  GROUP BY 1, 2, 3, 4)"
    " SELECT count(*), sum(coalesce(a.occupancy, 0) <> coalesce(b.occupancy, 0)"
    "  OR coalesce(a.waiting, 0) <> coalesce(b.waiting, 0)), sum(b.occupancy + b.waiting)"
    " FROM runs CROSS JOIN groups CROSS JOIN steps CROSS JOIN stages"
    " LEFT JOIN run_counts a USING(run_no, group_no, step, stage_no)"
    " LEFT JOIN presence b USING(run_no, group_no, step, stage_no)";

static const char entries[] =
    "WITH entered AS (SELECT run_no, group_no, start AS step, stage_no, count(*) AS entries"
    "  FROM stays WHERE waiting = 0 GROUP BY 1, 2, 3, 4)"
    " SELECT sum(coalesce(a.entries, 0) <> coalesce(b.entries, 0))"
    " FROM runs CROSS JOIN groups CROSS JOIN steps CROSS JOIN stages"
    " LEFT JOIN run_counts a USING(run_no, group_no, step, stage_no)"
    " LEFT JOIN entered b USING(run_no, group_no, step, stage_no)";

static void histories_come_to_the_counts_of_their_run(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof models / sizeof models[0]; i++) {
    char arguments[4400];
    snprintf(arguments, sizeof arguments,
             "simulate '%s' --runs 5 --draws 0 -o h.sqlite --events h.sqlite", models[i]);
    program_expect(folder, arguments, 0, "", NULL);
    sqlite3 *db = database("h.sqlite");
    sqlite3_stmt *query = ask(db, replay);
    assert_int_equal(sqlite3_step(query), SQLITE_ROW);
    assert_true(sqlite3_column_int64(query, 0) > 500); /* cells */
    assert_int_equal(sqlite3_column_int64(query, 1), 0);
    assert_true(sqlite3_column_int64(query, 2) > 1000); /* client-steps */
    sqlite3_finalize(query);
    expect_number(db, entries, 0);
    expect_number(db, "SELECT count(DISTINCT run_no) FROM stays", 5);
    sqlite3_close(db);
  }
}

/* Within a history nobody is in two places, and nobody is nowhere. */
static void a_history_has_neither_gaps_nor_overlaps(void **state) {
  (void)state;
  program_expect(folder, "simulate '" ROVANIEMI "' --runs 3 --draws 0 --events h.db", 0, NULL,
                 NULL);
  sqlite3 *db = database("h.db");
  expect_number(db,
                "SELECT count(*) FROM (SELECT start, lag(end) OVER (PARTITION BY run_no, group_no,"
                " client ORDER BY start, end) AS before FROM stays) WHERE before <> start",
                0);
  expect_number(db,
                "SELECT count(*) FROM (SELECT sum(censored) AS open, max(end) AS last FROM stays"
                " GROUP BY run_no, group_no, client) WHERE open <> 1 OR last <> 24",
                0);
  expect_number(db, "SELECT count(DISTINCT client) FROM stays", 64);
  sqlite3_close(db);
}

/* One line for each stay, with the same words; the order may differ. */
static void histories_are_the_same_as_csv(void **state) {
  (void)state;
  program_expect(folder, "simulate '" ROVANIEMI "' --runs 2 --draws 0 --events h.csv", 0, NULL,
                 NULL);
  program_expect(folder, "simulate '" ROVANIEMI "' --runs 2 --draws 0 --events h.db", 0, NULL,
                 NULL);
  char path[4096];
  in_folder(path, "h.csv");
  char *csv = read_whole_file(path, NULL), *at = csv;
  sqlite3 *db = database("h.db");
  sqlite3_stmt *query =
      ask(db, "SELECT printf('%d,%s,%d,%s,%s,%d,%d,%d,%d', run_no, group_id, client, stage_id,"
              " coalesce(actor_id, ''), start, end, censored, waiting) FROM stays"
              " JOIN groups USING(group_no) JOIN stages USING(stage_no)"
              " LEFT JOIN actors ON actor_no = host_no ORDER BY stays.rowid");
  assert_memory_equal(at, "run,group,client,stage,host,start,end,censored,waiting\r\n", 56);
  at += 56;
  while (sqlite3_step(query) == SQLITE_ROW) {
    const char *line = (const char *)sqlite3_column_text(query, 0);
    assert_memory_equal(at, line, strlen(line));
    at += strlen(line);
    assert_memory_equal(at, "\r\n", 2);
    at += 2;
  }
  assert_int_equal(*at, '\0');
  sqlite3_finalize(query);
  sqlite3_close(db);
  free(csv);
}

static void threads_change_no_byte_of_a_database(void **state) {
  (void)state;
  static const char *const threads[] = {"1", "2", "7"};
  char *bytes[3], arguments[4400], path[4096];
  size_t length[3];
  for (int i = 0; i < 3; i++) {
    snprintf(arguments, sizeof arguments,
             "simulate '" ROVANIEMI "' --runs 30 --draws 5 --threads %s -o t.sqlite", threads[i]);
    program_expect(folder, arguments, 0, "", "");
    in_folder(path, "t.sqlite");
    bytes[i] = read_whole_file(path, &length[i]);
    assert_int_equal(length[i], length[0]);
    assert_memory_equal(bytes[i], bytes[0], length[0]);
  }
  for (int i = 0; i < 3; i++)
    free(bytes[i]);
}

/* --- computations that do not come to their end */

/* Begins `polku simulate` in the folder, its words in the file `err`; gives its process. */
static pid_t begin(const char *const *more) {
  const char *words[24] = {"polku", "simulate", ROVANIEMI, "--people",  "3000", "--draws",
                           "0",     "--lang",   "en",      "--threads", "1"};
  int count = 11;
  while (*more)
    words[count++] = *more++;
  pid_t child = fork();
  if (child != 0)
    return child;
  signal(SIGINT, SIG_DFL); /* a test that runs in the background has it ignored */
  if (chdir(folder) != 0)
    _exit(99);
  int out = open("out", O_WRONLY | O_CREAT | O_TRUNC, 0666);
  int err = open("err", O_WRONLY | O_CREAT | O_TRUNC, 0666);
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  execv(POLKU_BUILD_DIR "/polku", (char *const *)words);
  _exit(98);
}

/* Waits until there is such a file: then the first run is in it. */
static void wait_for(const char *name) {
  char path[4096];
  in_folder(path, name);
  for (int i = 0; access(path, F_OK) != 0; i++) {
    assert_true(i < 6000);
    nanosleep(&(struct timespec){0, 10000000}, NULL);
  }
}

static int end_of(pid_t child) {
  int status;
  assert_int_equal(waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Everybody is in each run that is there, to its end. */
static int expect_whole_runs(sqlite3 *db) {
  expect_text(db, "PRAGMA integrity_check", "ok");
  int runs = (int)number_of(db, "SELECT count(*) FROM runs");
  expect_number(db, "SELECT count(*) FROM run_people WHERE people = 3000", runs);
  expect_number(db,
                "SELECT count(*) FROM (SELECT sum(occupancy + waiting) AS all_there FROM counts"
                " GROUP BY run_no, step) WHERE all_there <> 3000",
                0);
  expect_number(db, "SELECT count(*) FROM run_counts WHERE run_no NOT IN (SELECT run_no FROM runs)",
                0);
  return runs;
}

static void a_kill_leaves_a_readable_database_with_whole_runs(void **state) {
  (void)state;
  static const char *const more[] = {"--runs", "100000", "-o", "k.sqlite", NULL};
  pid_t child = begin(more);
  wait_for("k.sqlite");
  nanosleep(&(struct timespec){0, 300000000}, NULL);
  kill(child, SIGKILL);
  assert_int_equal(end_of(child), 128 + SIGKILL);
  sqlite3 *db = database("k.sqlite");
  int runs = expect_whole_runs(db);
  assert_true(runs > 0 && runs < 100000);
  expect_number(db, "SELECT value FROM meta WHERE key = 'complete'", 0);
  expect_number(db, "SELECT count(*) FROM summary", 0);
  expect_number(db, "SELECT count(*) FROM files WHERE length(sha256) = 64", 7);
  sqlite3_close(db);
}

static void ctrl_c_keeps_the_runs_that_are_complete(void **state) {
  (void)state;
  static const char *const more[] = {"--runs",   "100000", "-o", "c.sqlite",
                                     "--events", "c.csv",  NULL};
  char path[4096], said[80];
  pid_t child = begin(more);
  wait_for("c.sqlite");
  kill(child, SIGINT);
  assert_int_equal(end_of(child), 0);
  sqlite3 *db = database("c.sqlite");
  int runs = expect_whole_runs(db);
  expect_number(db, "SELECT value FROM meta WHERE key = 'complete'", 1);
  expect_number(db, "SELECT value FROM meta WHERE key = 'stopped'", 1);
  expect_number(db, "SELECT value FROM meta WHERE key = 'runs'", runs);
  expect_number(db, "SELECT value FROM meta WHERE key = 'runs_asked'", 100000);
  expect_number(db,
                "SELECT value FROM outcomes WHERE outcome = 'employment_ratio'"
                " AND group_id = '(all)'",
                number_of(db, "SELECT avg(value) FROM outcomes_by_run"
                              " WHERE outcome = 'employment_ratio'"));
  sqlite3_close(db);
  in_folder(path, "err");
  char *err = read_whole_file(path, NULL);
  snprintf(said, sizeof said, "stopped after %d of 100000 runs", runs);
  if (!strstr(err, said))
    fail_msg("%s: not \"%s\"", err, said);
  free(err);
  in_folder(path, "c.csv"); /* its last line is of the last complete run */
  char *csv = read_whole_file(path, NULL), *last = strrchr(csv, '\n');
  assert_string_equal(last, "\n");
  for (*last = '\0'; last > csv && last[-1] != '\n';)
    last--;
  assert_int_equal(atoi(last), runs - 1);
  free(csv);
}

static void a_second_ctrl_c_ends_at_once_and_leaves_nothing_half_made(void **state) {
  (void)state;
  static const char *const more[] = {"--runs",   "1",          "--people", "20000000",
                                     "--events", "second.csv", NULL};
  int before = count_files();
  pid_t child = begin(more);
  for (int i = 0; count_files() < before + 1 && i < 1000; i++)
    nanosleep(&(struct timespec){0, 10000000}, NULL);
  nanosleep(&(struct timespec){0, 500000000}, NULL);
  kill(child, SIGINT);
  nanosleep(&(struct timespec){0, 20000000}, NULL);
  kill(child, SIGINT);
  assert_int_equal(end_of(child), 128 + SIGINT);
  char path[4096];
  in_folder(path, "out");
  unlink(path);
  in_folder(path, "err");
  unlink(path);
  assert_true(count_files() <= before);
}

static void a_disk_that_fills_up_leaves_whole_runs_and_says_so(void **state) {
  (void)state;
  run_result full = program_run(
      folder, "ulimit -f 600;",
      "simulate '" ROVANIEMI "' --people 3000 --runs 100000 --draws 0 -o full.sqlite --threads 1");
  assert_int_equal(full.status, 3);
  sqlite3 *db = database("full.sqlite");
  int runs = expect_whole_runs(db);
  char said[80];
  snprintf(said, sizeof said, "it holds %d complete runs", runs);
  if (runs == 0 || !strstr(full.err, said))
    fail_msg("%s: not \"%s\"", full.err, said);
  expect_number(db, "SELECT value FROM meta WHERE key = 'complete'", 0);
  sqlite3_close(db);
  run_free(&full);
  int before = count_files();
  full = program_run(folder, "ulimit -f 600;",
                     "simulate '" ROVANIEMI "' --runs 10000 --draws 0 --events full.csv");
  assert_int_equal(full.status, 3);
  assert_non_null(strstr(full.err, "the disk is full"));
  assert_int_equal(count_files(), before);
  run_free(&full);
}

static void histories_ask_for_the_engine_that_has_them(void **state) {
  (void)state;
  program_expect(folder, "simulate '" ROVANIEMI "' --events e.csv --engine cohort", 2, "",
                 "only the engine individual");
  program_expect(folder, "simulate '" ROVANIEMI "' --events e.xlsx", 2, "", ".csv, .sqlite");
  program_expect(folder, "simulate '" ROVANIEMI "' --events e.csv -o e.csv", 2, "", "e.csv");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(histories_come_to_the_counts_of_their_run),
      cmocka_unit_test(a_history_has_neither_gaps_nor_overlaps),
      cmocka_unit_test(histories_are_the_same_as_csv),
      cmocka_unit_test(threads_change_no_byte_of_a_database),
      cmocka_unit_test(a_kill_leaves_a_readable_database_with_whole_runs),
      cmocka_unit_test(ctrl_c_keeps_the_runs_that_are_complete),
      cmocka_unit_test(a_second_ctrl_c_ends_at_once_and_leaves_nothing_half_made),
      cmocka_unit_test(a_disk_that_fills_up_leaves_whole_runs_and_says_so),
      cmocka_unit_test(histories_ask_for_the_engine_that_has_them),
  };
  return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
