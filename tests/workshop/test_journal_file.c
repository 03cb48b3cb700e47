/* Whose file it is: a journal belongs to one room at a time and to one model, its owner alone may
 * read it, nothing is taken for a journal that is none, and what is forgotten is gone. */
#include "cli/database.h"
#include "support/files.h"
#include "workshop/journals.h"

#include "store/journal_schema.h"
#include "store/schema.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* --- one room at a time */

static void a_second_room_is_turned_away(void **state) {
  (void)state;
  journal *j = open_it();
  append(j, 1);
  expect_state(JOURNAL_BUSY); /* of the same program */
  pid_t child = fork();
  if (child == 0) {
    journal_state other = JOURNAL_GOOD;
    journal *second = try_open(model, &other);
    _exit(second ? 99 : (int)other);
  }
  int status = 0;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_int_equal(WEXITSTATUS(status), JOURNAL_BUSY);
  append(j, 2); /* the first goes on */
  int error;
  assert_int_equal(journal_forget(path, &error), JOURNAL_BUSY);
  append(j, 3);
  journal_close(j);
  j = open_it();
  expect_entries(j, 1, 3);
  journal_close(j);
}

static void only_its_owner_may_read_it(void **state) {
  (void)state;
  mode_t before = umask(0);
  journal *j = open_it();
  append(j, 1);
  umask(before);
  static const char *const names[] = {"", "-wal", "-shm", "-journal"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char name[4200];
    struct stat about;
    snprintf(name, sizeof name, "%s%s", path, names[i]);
    if (stat(name, &about) == 0)
      assert_int_equal(about.st_mode & 0777, 0600);
    else
      assert_true(i > 1);
  }
  journal_close(j);
}

static void what_goes_into_a_file_that_was_taken_away_is_refused(void **state) {
  (void)state;
  char room[6][64];
  journal *j = open_it();
  append(j, 1);
  assert_int_equal(unlink(path), 0);
  journal_entry entry = entry_of(2, room);
  assert_false(journal_append(j, &entry));
  assert_int_equal(journal_error(j), ENOENT);
  journal_close(j);
}

/* --- what is no journal, or not this one */

static void write_file(const char *bytes, size_t length) {
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, length, file), length);
  assert_int_equal(fclose(file), 0);
}

/* Neither opened nor taken away, and every byte as it was. */
static void expect_untouched(journal_state opening) {
  size_t before, after;
  int error;
  char *a = read_whole_file(path, &before);
  assert_non_null(a);
  expect_state(opening);
  assert_int_equal(journal_forget(path, &error), opening);
  char *b = read_whole_file(path, &after);
  assert_non_null(b);
  assert_int_equal(before, after);
  assert_memory_equal(a, b, before);
  free(a);
  free(b);
}

static void sql_into(const char *sql) {
  sqlite3 *db;
  assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
  char *message = NULL;
  if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
    fail_msg("%s: %s", sql, message);
  sqlite3_close(db);
}

static void other_files_are_left_alone(void **state) {
  (void)state;
  char sql[200];
  write_file("# Notes of the steering group\n", 30);
  expect_untouched(JOURNAL_OTHER_FILE);
  char zeros[5000] = {0};
  write_file(zeros, sizeof zeros);
  expect_untouched(JOURNAL_OTHER_FILE);
  write_file("SQLite format 3", 16);
  expect_untouched(JOURNAL_OTHER_FILE);
  unlink(path);
  sql_into("CREATE TABLE clients(name); INSERT INTO clients VALUES('a')");
  expect_untouched(JOURNAL_OTHER_FILE);
  unlink(path);
  snprintf(sql, sizeof sql, "PRAGMA application_id = %d; CREATE TABLE about(name, meaning)",
           STORE_APPLICATION);
  sql_into(sql);
  expect_untouched(JOURNAL_OTHER_FILE); /* a result */
}

static void what_is_no_plain_file_is_left_alone(void **state) {
  (void)state;
  int error;
  assert_int_equal(mkdir(path, 0700), 0);
  expect_state(JOURNAL_OTHER_FILE);
  assert_int_equal(journal_forget(path, &error), JOURNAL_OTHER_FILE);
  rmdir(path);
  assert_int_equal(mkfifo(path, 0600), 0);
  expect_state(JOURNAL_OTHER_FILE);
  assert_int_equal(journal_forget(path, &error), JOURNAL_OTHER_FILE);
}

static void an_empty_file_is_begun(void **state) {
  (void)state;
  write_file("", 0);
  journal *j = open_it();
  append(j, 1);
  journal_close(j);
}

static void the_journal_of_another_model_is_refused(void **state) {
  (void)state;
  journal_state opened;
  journal *j = open_it();
  append(j, 1);
  journal_close(j);
  assert_null(try_open("rovaniemi.json", &opened));
  assert_int_equal(opened, JOURNAL_OTHER_MODEL);
  j = open_it();
  expect_entries(j, 1, 1);
  journal_close(j);
}

static void the_journal_of_a_later_polku_is_refused(void **state) {
  (void)state;
  char sql[100];
  journal_close(open_it());
  snprintf(sql, sizeof sql, "PRAGMA user_version = %d", JOURNAL_VERSION + 1);
  sql_into(sql);
  expect_state(JOURNAL_NEWER);
}

static void fill(int64_t count) {
  journal *j = open_it();
  for (int64_t n = 1; n <= count; n++)
    append(j, n);
  journal_close(j);
}

static void a_damaged_journal_is_refused(void **state) {
  (void)state;
  fill(400);
  size_t length;
  char *whole = read_whole_file(path, &length);
  assert_true(length > 8 * 4096);
  write_file(whole, length / 2);
  expect_state(JOURNAL_DAMAGED);
  for (size_t page = 1; page * 4096 < length; page++) { /* whichever page is lost */
    char *broken = malloc(length);
    memcpy(broken, whole, length);
    memset(broken + page * 4096, 0xa5, 4096);
    write_file(broken, length);
    free(broken);
    expect_state(JOURNAL_DAMAGED);
  }
  int error;
  assert_int_equal(journal_forget(path, &error), JOURNAL_GOOD);
  free(whole);
}

static void a_journal_with_a_gap_is_refused(void **state) {
  (void)state;
  fill(20);
  sql_into("DROP TRIGGER entries_are_never_deleted; DELETE FROM entries WHERE number = 7");
  expect_state(JOURNAL_DAMAGED);
}

static void a_journal_without_a_table_is_refused(void **state) {
  (void)state;
  fill(2);
  sql_into("DROP TABLE texts");
  expect_state(JOURNAL_DAMAGED);
}

static void a_folder_that_is_missing_is_the_machines_fault(void **state) {
  (void)state;
  char good[sizeof path];
  strcpy(good, path);
  snprintf(path, sizeof path, "%s/nowhere/j.sqlite", folder);
  expect_state(JOURNAL_MACHINE);
  assert_int_equal(errno, ENOENT);
  strcpy(path, good);
}

static void a_path_is_a_path_whatever_it_looks_like(void **state) {
  (void)state;
  static const char *const names[] = {":memory:", "file:x?mode=memory", "-", "ä ö's.sqlite"};
  char here[4096];
  assert_non_null(getcwd(here, sizeof here));
  assert_int_equal(chdir(folder), 0);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    journal_state opened;
    struct stat about;
    int error;
    journal *j = journal_open(names[i], model, "{}", 2, &opened);
    assert_non_null(j);
    append(j, 1);
    assert_int_equal(stat(names[i], &about), 0);
    assert_true(about.st_size > 4096);
    journal_close(j);
    assert_int_equal(journal_forget(names[i], &error), JOURNAL_GOOD);
    assert_int_equal(stat(names[i], &about), -1);
  }
  assert_int_equal(chdir(here), 0);
}

/* --- taking it away */

static void expect_empty_folder(void) {
  char command[4200];
  snprintf(command, sizeof command, "ls -A '%s'", folder);
  run_result result = run(command);
  assert_string_equal(result.out, "");
  run_free(&result);
}

static void what_is_forgotten_leaves_nothing(void **state) {
  (void)state;
  int error = -1;
  assert_int_equal(journal_forget(path, &error), JOURNAL_GOOD); /* there is none */
  fill(3);
  assert_int_equal(journal_forget(path, &error), JOURNAL_GOOD);
  assert_int_equal(error, 0);
  expect_empty_folder();
  journal *j = open_it();
  assert_int_equal(journal_last(j), 0);
  journal_close(j);
}

static void a_killed_room_is_forgotten_with_its_log(void **state) {
  (void)state;
  int error, status;
  pid_t child = fork();
  if (child == 0) {
    journal *j = open_it();
    append(j, 1);
    _exit(0);
  }
  assert_int_equal(waitpid(child, &status, 0), child);
  char log[4200];
  snprintf(log, sizeof log, "%s-wal", path);
  assert_int_equal(access(log, F_OK), 0);
  assert_int_equal(journal_forget(path, &error), JOURNAL_GOOD);
  expect_empty_folder();
}

/* --- for others who open the file */

static void every_table_and_view_says_what_it_holds(void **state) {
  (void)state;
  fill(3);
  sqlite3 *db = open_database(path);
  assert_int_equal(
      (int)number_of(db, "SELECT count(*) FROM sqlite_schema LEFT JOIN about USING(name) WHERE "
                         "type IN ('table', 'view') AND meaning IS NULL"),
      0);
  assert_int_equal((int)number_of(db, "SELECT count(*) FROM timeline"), 3);
  sqlite3_stmt *query = ask(db, "SELECT time FROM timeline WHERE number = 1");
  assert_int_equal(sqlite3_step(query), SQLITE_ROW);
  assert_string_equal((const char *)sqlite3_column_text(query, 0), "2026-11-18 11:06:40.001");
  sqlite3_finalize(query);
  sqlite3_close(db);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(a_second_room_is_turned_away),
      TEST(only_its_owner_may_read_it),
      TEST(what_goes_into_a_file_that_was_taken_away_is_refused),
      TEST(other_files_are_left_alone),
      TEST(what_is_no_plain_file_is_left_alone),
      TEST(an_empty_file_is_begun),
      TEST(the_journal_of_another_model_is_refused),
      TEST(the_journal_of_a_later_polku_is_refused),
      TEST(a_damaged_journal_is_refused),
      TEST(a_journal_with_a_gap_is_refused),
      TEST(a_journal_without_a_table_is_refused),
      TEST(a_folder_that_is_missing_is_the_machines_fault),
      TEST(a_path_is_a_path_whatever_it_looks_like),
      TEST(what_is_forgotten_leaves_nothing),
      TEST(a_killed_room_is_forgotten_with_its_log),
      TEST(every_table_and_view_says_what_it_holds),
  };
  return RUN(tests);
}
