/* A result database holds what it was told, and after a kill whole runs only. Runs are made up
 * here, so that every number in the file can be foretold. */
#include "cli/database.h"
#include "support/files.h"
#include "support/run.h"

#include "store/store.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HORIZON = 30, STAGES = 3, TRANSITIONS = 2, GROUPS = 2, OUTCOMES = 2, ACCOUNTS = 1 };

static const char model_text[] =
    "{\"format\":\"polku/1\",\"horizon\":30,"
    "\"actors\":{\"club\":{\"sector\":\"third\",\"kind\":\"association\"}},"
    "\"accounts\":{\"city\":{\"unit\":\"euro\"}},"
    "\"stages\":{\"door\":{\"passage\":true},"
    "\"room\":{\"duration\":{\"fixed\":3},\"name\":{\"fi\":\"Huone\",\"sv\":\"Rum\"}},"
    "\"work\":{\"final\":true,\"employed\":true}},"
    "\"transitions\":{\"in\":{\"from\":\"door\",\"to\":\"room\",\"share\":1},"
    "\"out\":{\"from\":\"room\",\"to\":\"work\",\"share\":1}},"
    "\"groups\":{\"a\":{\"size\":5,\"start\":\"door\"},\"b\":{\"size\":2,\"start\":\"room\"}}}";

static const char *const stages[] = {"door", "room", "work"}, *const transitions[] = {"in", "out"},
                         *const outcomes[] = {"employment_ratio", "months_employed"},
                         *const accounts[] = {"city"}, *const groups[] = {"a", "b"};

static char *folder, path[4096];
static polku_model *model;
static polku_rules *rules;

/* --- made-up runs */

/* A number for a cell, 0 for many. */
static int64_t cell_of(int run, int group, int step, int stage, int what) {
  int64_t x = (run * 7 + group * 5 + step * 3 + stage * 2 + what) % 11;
  return x < 4 ? 0 : x * x * (run + 1);
}

typedef struct made_up {
  int64_t cells[GROUPS][3][HORIZON + 1][STAGES], moves[GROUPS][TRANSITIONS];
  double results[GROUPS][OUTCOMES], money[GROUPS][ACCOUNTS];
  polku_run_group told[GROUPS];
  polku_run run;
} made_up;

static const polku_run *make_up(made_up *m, int run, int draw) {
  for (int g = 0; g < GROUPS; g++) {
    for (int what = 0; what < 3; what++)
      for (int t = 0; t <= HORIZON; t++)
        for (int s = 0; s < STAGES; s++)
          m->cells[g][what][t][s] = cell_of(run, g, t, s, what);
    m->moves[g][0] = run;
    m->moves[g][1] = 0;
    m->results[g][0] = 0.25 * g;
    m->results[g][1] = NAN;
    m->money[g][0] = 100.5 + run;
    m->told[g] = (polku_run_group){.group = groups[g],
                                   .people = 5 - 3 * g,
                                   .occupancy = m->cells[g][0][0],
                                   .entries = m->cells[g][1][0],
                                   .waiting = m->cells[g][2][0],
                                   .moves = m->moves[g],
                                   .outcomes = m->results[g],
                                   .money = m->money[g]};
  }
  m->run = (polku_run){run,      draw,   HORIZON,     STAGES,   TRANSITIONS, GROUPS, OUTCOMES,
                       ACCOUNTS, stages, transitions, outcomes, accounts,    m->told};
  return &m->run;
}

static store *new_store(const char *name, bool histories) {
  polku_options options = {.seed = 7, .command = "polku simulate m.json --seed 7"};
  store_subject subject = {
      .model = model, .rules = rules, .options = &options, .counts = true, .histories = histories};
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  fclose(file);
  store *s = store_open(path, &subject);
  assert_non_null(s);
  return s;
}

static polku_result *simulate(void) {
  polku_report *report = polku_report_new();
  polku_options options = {.draws = -1};
  polku_result *result = polku_simulate(model, rules, &options, report);
  assert_non_null(result);
  polku_report_free(report);
  return result;
}

static int enter(void **state) {
  (void)state;
  folder = new_folder();
  polku_report *report = polku_report_new();
  model = polku_model_read("m.json", model_text, strlen(model_text), report);
  rules = polku_rules_load(model, NULL, report);
  polku_report_free(report);
  return rules ? 0 : -1;
}

static int leave(void **state) {
  (void)state;
  polku_rules_free(rules);
  polku_model_free(model);
  remove_folder(folder);
  free(folder);
  return 0;
}

/* --- laws */

static void expect_cells(sqlite3 *db, int run, int draw) {
  sqlite3_stmt *query =
      ask(db, "SELECT group_no, step, stage_no, c.occupancy, c.entries, c.waiting,"
              " draw FROM counts c JOIN groups USING(group_id)"
              " JOIN stages USING(stage_id) WHERE run_no = ?");
  sqlite3_bind_int(query, 1, run);
  int rows = 0;
  for (; sqlite3_step(query) == SQLITE_ROW; rows++) {
    int g = sqlite3_column_int(query, 0), t = sqlite3_column_int(query, 1);
    int s = sqlite3_column_int(query, 2);
    for (int what = 0; what < 3; what++)
      assert_int_equal(sqlite3_column_int64(query, 3 + what), cell_of(run, g, t, s, what));
    assert_int_equal(
        sqlite3_column_type(query, 6) == SQLITE_NULL ? -1 : sqlite3_column_int(query, 6), draw);
  }
  assert_int_equal(rows, GROUPS * (HORIZON + 1) * STAGES);
  sqlite3_finalize(query);
}

static void a_run_reads_back_cell_by_cell(void **state) {
  (void)state;
  static made_up m;
  store *s = new_store("cells.sqlite", false);
  for (int run = 0; run < 12; run++)
    assert_true(store_run(s, make_up(&m, run, run < 8 ? -1 : run - 8)));
  polku_result *result = simulate();
  assert_true(store_finish(s, result));
  assert_int_equal(store_kept(s), 12);
  store_close(s);
  sqlite3 *db = open_database(path);
  for (int run = 0; run < 12; run++)
    expect_cells(db, run, run < 8 ? -1 : run - 8);
  expect_number(db,
                "SELECT moves FROM moves_by_run WHERE run_no = 11 AND group_id = 'b'"
                " AND transition_id = 'in'",
                11);
  expect_number(db, "SELECT sum(moves) FROM moves_by_run WHERE transition_id = 'out'", 0);
  expect_number(db,
                "SELECT value FROM outcomes_by_run WHERE run_no = 3 AND group_id = 'b'"
                " AND outcome = 'employment_ratio'",
                0.25);
  expect_number(db, "SELECT count(*) FROM outcomes_by_run WHERE value IS NULL", 24);
  expect_number(db, "SELECT amount FROM money_by_run WHERE run_no = 4 AND group_id = 'a'", 104.5);
  expect_number(db, "SELECT people FROM run_people WHERE run_no = 4 AND group_no = 1", 2);
  expect_number(db, "SELECT value FROM meta WHERE key = 'complete'", 1);
  sqlite3_close(db);
  polku_result_free(result);
}

static void names_are_there_in_three_languages(void **state) {
  (void)state;
  store *s = new_store("names.sqlite", false);
  store_close(s);
  sqlite3 *db = open_database(path);
  expect_text(db, "SELECT name_fi FROM stages WHERE stage_id = 'room'", "Huone");
  expect_text(db, "SELECT name_sv FROM stages WHERE stage_id = 'room'", "Rum");
  expect_text(db, "SELECT name_en FROM stages WHERE stage_id = 'room'", "Huone");
  expect_text(db, "SELECT name_en FROM stages WHERE stage_id = 'work'", "work");
  expect_number(db, "SELECT employed + final FROM stages WHERE stage_id = 'work'", 2);
  expect_text(db, "SELECT to_id FROM transitions WHERE transition_id = 'out'", "work");
  expect_text(db, "SELECT sector || ' ' || kind FROM actors", "third association");
  expect_text(db, "SELECT unit FROM accounts WHERE account_id = 'city'", "euro");
  expect_text(db, "SELECT value FROM meta WHERE key = 'command'", "polku simulate m.json --seed 7");
  expect_number(db, "SELECT value FROM meta WHERE key = 'complete'", 0);
  expect_number(db,
                "SELECT count(*) FROM sqlite_master WHERE type IN ('table', 'view')"
                " AND name NOT IN (SELECT name FROM about)",
                0);
  sqlite3_close(db);
}

static void the_same_runs_give_the_same_bytes(void **state) {
  (void)state;
  static made_up m;
  char *bytes[2];
  size_t length[2];
  polku_result *result = simulate();
  for (int i = 0; i < 2; i++) {
    store *s = new_store(i ? "one.sqlite" : "other.sqlite", false);
    for (int run = 0; run < 60; run++)
      assert_true(store_run(s, make_up(&m, run, -1)));
    assert_true(store_finish(s, result));
    store_close(s);
    bytes[i] = read_whole_file(path, &length[i]);
  }
  assert_int_equal(length[0], length[1]);
  assert_memory_equal(bytes[0], bytes[1], length[0]);
  free(bytes[0]);
  free(bytes[1]);
  polku_result_free(result);
}

static const polku_stay stays[] = {{0, "a", 0, "door", NULL, 0, 0, false, false},
                                   {0, "a", 0, "room", "club", 0, 4, true, false},
                                   {0, "a", 0, "room", "club", 4, 9, false, false},
                                   {0, "a", 0, "work", NULL, 9, 30, false, true}};

static void a_history_reads_back_as_it_was_lived(void **state) {
  (void)state;
  static made_up m;
  store *s = new_store("stays.sqlite", true);
  assert_true(store_stays(s, stays, 4));
  assert_true(store_run(s, make_up(&m, 0, -1)));
  store_close(s);
  sqlite3 *db = open_database(path);
  sqlite3_stmt *query = ask(db, "SELECT stage_id, coalesce(host_id, ''), start, end, waiting,"
                                " censored FROM histories ORDER BY client, start, end");
  for (int i = 0; i < 4; i++) {
    assert_int_equal(sqlite3_step(query), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(query, 0), stays[i].stage);
    assert_string_equal((const char *)sqlite3_column_text(query, 1),
                        stays[i].host ? stays[i].host : "");
    assert_int_equal(sqlite3_column_int(query, 2), stays[i].start);
    assert_int_equal(sqlite3_column_int(query, 3), stays[i].end);
    assert_int_equal(sqlite3_column_int(query, 4), stays[i].waiting);
    assert_int_equal(sqlite3_column_int(query, 5), stays[i].censored);
  }
  assert_int_equal(sqlite3_step(query), SQLITE_DONE);
  sqlite3_finalize(query);
  sqlite3_close(db);
}

/* What a child does until it is killed: runs with four stays each, the last run half told, so many
 * stays that pages of it have reached the file. */
static void write_and_die(int whole) {
  static made_up m;
  store *s = new_store("killed.sqlite", true);
  for (int run = 0; run < whole; run++) {
    polku_stay mine[4];
    memcpy(mine, stays, sizeof mine);
    for (int i = 0; i < 4; i++)
      mine[i].run = run;
    assert_true(store_stays(s, mine, 4));
    assert_true(store_run(s, make_up(&m, run, -1)));
  }
  for (int i = 0; i < 50000; i++)
    assert_true(store_stays(s, stays, 4));
  raise(SIGKILL);
}

static void a_kill_leaves_whole_runs_only(void **state) {
  (void)state;
  for (int whole = 0; whole < 100; whole += 33) {
    pid_t child = fork();
    if (child == 0)
      write_and_die(whole);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    snprintf(path, sizeof path, "%s/killed.sqlite", folder);
    sqlite3 *db = open_database(path);
    expect_text(db, "PRAGMA integrity_check", "ok");
    int kept = (int)number_of(db, "SELECT count(*) FROM runs");
    assert_true(kept <= whole && kept > whole - 33 && (kept > 0 || whole == 0));
    for (int run = 0; run < kept; run++)
      expect_cells(db, run, -1);
    expect_number(
        db, "SELECT count(*) FROM run_counts WHERE run_no NOT IN (SELECT run_no FROM runs)", 0);
    expect_number(db, "SELECT count(*) FROM stays", 4 * kept);
    expect_number(db, "SELECT value FROM meta WHERE key = 'complete'", 0);
    sqlite3_close(db);
    unlink(path);
  }
}

/* The journal that a killed program left belongs to the file that goes. */
static void a_new_database_is_not_rolled_back_by_an_old_journal(void **state) {
  (void)state;
  static made_up m;
  char place[4096], journal[4200];
  pid_t child = fork();
  if (child == 0)
    write_and_die(20);
  waitpid(child, NULL, 0);
  snprintf(place, sizeof place, "%s/killed.sqlite", folder);
  snprintf(journal, sizeof journal, "%s-journal", place);
  assert_int_equal(access(journal, F_OK), 0);
  store *s = new_store("new.sqlite", false);
  assert_true(store_run(s, make_up(&m, 0, -1)));
  assert_true(store_rename(s, place));
  assert_true(store_run(s, make_up(&m, 1, -1)));
  polku_result *result = simulate();
  assert_true(store_finish(s, result));
  store_close(s);
  sqlite3 *db = open_database(place);
  expect_text(db, "PRAGMA integrity_check", "ok");
  expect_cells(db, 0, -1);
  expect_cells(db, 1, -1);
  expect_number(db, "SELECT value FROM meta WHERE key = 'complete'", 1);
  sqlite3_close(db);
  polku_result_free(result);
}

static void only_a_result_may_be_replaced(void **state) {
  (void)state;
  static const char *const texts[] = {"hello", "SQLite format 3"};
  store *s = new_store("ours.sqlite", false);
  store_close(s);
  assert_true(store_may_replace(path));
  for (size_t i = 0; i < 2; i++) {
    snprintf(path, sizeof path, "%s/text", folder);
    FILE *file = fopen(path, "w");
    fputs(texts[i], file);
    fclose(file);
    assert_false(store_may_replace(path));
    assert_int_equal(errno, 0);
  }
  snprintf(path, sizeof path, "%s/other.db", folder);
  sqlite3 *db;
  assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
  assert_int_equal(sqlite3_exec(db, "CREATE TABLE diary(day)", NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close(db);
  assert_false(store_may_replace(path));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_run_reads_back_cell_by_cell),
      cmocka_unit_test(names_are_there_in_three_languages),
      cmocka_unit_test(the_same_runs_give_the_same_bytes),
      cmocka_unit_test(a_history_reads_back_as_it_was_lived),
      cmocka_unit_test(a_kill_leaves_whole_runs_only),
      cmocka_unit_test(a_new_database_is_not_rolled_back_by_an_old_journal),
      cmocka_unit_test(only_a_result_may_be_replaced),
  };
  return cmocka_run_group_tests(tests, enter, leave);
}
