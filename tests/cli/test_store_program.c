/* What `polku simulate` leaves in files: one result in three shapes that agree, with its origin; a
 * clear word where a file cannot be written, and nothing half-made. */
#include "cli/database.h"
#include "support/folder.h"
#include "support/program.h"

#include <stdlib.h>
#include <unistd.h>

#define MODEL POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json"

static sqlite3 *database(const char *name) {
  char path[4096];
  in_folder(path, name);
  return open_database(path);
}

/* --- CSV by RFC 4180, cell by cell */

enum { COLUMNS = 13 };
typedef struct table {
  char *text, *cells[COLUMNS];
  char *at;
} table;

static bool next_row(table *t) {
  if (!*t->at)
    return false;
  for (int i = 0; i < COLUMNS; i++) {
    t->cells[i] = t->at;
    t->at += strcspn(t->at, ",\r");
    assert_int_equal(*t->at, i + 1 < COLUMNS ? ',' : '\r');
    *t->at++ = '\0';
  }
  assert_int_equal(*t->at, '\n');
  t->at++;
  return true;
}

static table read_table(const char *name) {
  static const char *const head[COLUMNS] = {"measure",    "group",   "step",  "stage", "transition",
                                            "actor",      "account", "value", "low",   "high",
                                            "luck_share", "mean",    "error"};
  table t = {.text = text_of(name)};
  assert_non_null(t.text);
  t.at = t.text;
  assert_true(next_row(&t));
  for (int i = 0; i < COLUMNS; i++)
    assert_string_equal(t.cells[i], head[i]);
  return t;
}

static void expect_json_number(const json_t *json, const char *cell) {
  if (!json || json_is_null(json))
    assert_string_equal(cell, "");
  else if (strtod(cell, NULL) != json_number_value(json))
    fail_msg("%s, not %.17g", cell, json_number_value(json));
}

/* Where JSON has what a row tells; NULL for rows of other sorts. */
static const json_t *json_of_row(const json_t *result, const table *t) {
  const json_t *of = strcmp(t->cells[1], "(all)") == 0
                         ? result
                         : json_object_get(json_object_get(result, "groups"), t->cells[1]);
  const char *measure = t->cells[0];
  assert_non_null(of);
  if (strcmp(measure, "occupancy") == 0) {
    const json_t *stages = json_object_get(result, "stages");
    const json_t *row = json_array_get(json_object_get(of, measure), (size_t)atoi(t->cells[2]));
    for (size_t s = 0; s < json_array_size(stages); s++)
      if (strcmp(json_string_value(json_array_get(stages, s)), t->cells[3]) == 0)
        return json_array_get(row, s);
    fail_msg("no stage %s", t->cells[3]);
  }
  if (*t->cells[3])
    return NULL; /* entries are not in JSON */
  if (strcmp(measure, "moves") == 0)
    return json_object_get(json_object_get(of, measure), t->cells[4]);
  if (*t->cells[2] && !*t->cells[3])
    return json_array_get(json_object_get(json_object_get(of, "curve"), measure),
                          (size_t)atoi(t->cells[2]));
  return json_object_get(json_object_get(of, "outcomes"), measure);
}

static void csv_says_what_json_says(void **state) {
  (void)state;
  program_expect(folder, "simulate '" MODEL "' --draws 20 -o r.csv", 0, "", "");
  json_t *result = program_json(folder, "simulate '" MODEL "' --draws 20 --json");
  table t = read_table("r.csv");
  int occupancy = 0, outcomes = 0, moves = 0;
  while (next_row(&t)) {
    const json_t *json = json_of_row(result, &t);
    if (json_is_object(json)) {
      static const char *const keys[] = {"value", "low", "high", "luck_share", "mean"};
      for (int i = 0; i < 5; i++)
        expect_json_number(json_object_get(json, keys[i]), t.cells[7 + i]);
      outcomes++;
    } else if (json) {
      expect_json_number(json, t.cells[7]);
    }
    occupancy += strcmp(t.cells[0], "occupancy") == 0;
    moves += strcmp(t.cells[0], "moves") == 0;
  }
  size_t groups = json_object_size(json_object_get(result, "groups")) + 1;
  size_t cells = json_array_size(json_object_get(result, "occupancy")) *
                 json_array_size(json_object_get(result, "stages"));
  assert_int_equal(occupancy, cells * groups); /* no passage in this model */
  assert_int_equal(moves, json_object_size(json_object_get(result, "moves")) * groups);
  assert_int_equal(outcomes, 5 * groups);
  free(t.text);
  json_decref(result);
}

static void a_database_says_what_csv_says(void **state) {
  (void)state;
  program_expect(folder, "simulate '" MODEL "' --draws 20 -o r.csv", 0, "", "");
  program_expect(folder, "simulate '" MODEL "' --draws 20 -o r.sqlite", 0, "", "");
  table t = read_table("r.csv");
  sqlite3 *db = database("r.sqlite");
  sqlite3_stmt *query = ask(db, "SELECT * FROM summary ORDER BY rowid");
  while (next_row(&t)) {
    assert_int_equal(sqlite3_step(query), SQLITE_ROW);
    for (int i = 0; i < COLUMNS; i++) {
      const char *text = (const char *)sqlite3_column_text(query, i);
      if (i == 2 || i < 7 || !text)
        assert_string_equal(t.cells[i], text ? text : "");
      else /* CSV, like JSON, keeps twelve decimals */
        assert_true(fabs(strtod(t.cells[i], NULL) - sqlite3_column_double(query, i)) <= 1e-12);
    }
  }
  assert_int_equal(sqlite3_step(query), SQLITE_DONE);
  sqlite3_finalize(query);
  expect_number(db, "SELECT value FROM meta WHERE key = 'complete'", 1);
  expect_number(db,
                "SELECT sum(occupancy + coalesce(waiting, 0)) FROM by_step WHERE group_id = "
                "'(all)' AND step = 24",
                64);
  sqlite3_close(db);
  free(t.text);
}

/* --- where it comes from */

static void expect_digest(const char *file, const char *digest) {
  char command[4400], expected[80];
  snprintf(command, sizeof command, "sha256sum '%s'", file);
  run_result sum = run(command);
  assert_int_equal(sum.status, 0);
  snprintf(expected, sizeof expected, "%.64s", sum.out);
  assert_string_equal(digest, expected);
  run_free(&sum);
}

static void a_result_names_what_it_was_computed_from(void **state) {
  (void)state;
  json_t *result = program_json(folder, "simulate '" MODEL "#three-more-places' --draws 0 --json"
                                        " --threads 2 --seed 5 --withdraw neuvokas");
  const json_t *origin = json_object_get(result, "provenance");
  assert_string_equal(json_string_value(json_object_get(origin, "command")),
                      "polku simulate " MODEL "#three-more-places --seed 5 --draws 0"
                      " --withdraw neuvokas");
  size_t i;
  json_t *file;
  json_array_foreach(json_object_get(origin, "files"), i, file) {
    char path[4096];
    const char *plugin = json_string_value(json_object_get(file, "plugin"));
    if (plugin)
      snprintf(path, sizeof path, "%s/plugins/%s/%s", POLKU_SOURCE_DIR, plugin,
               json_string_value(json_object_get(file, "file")));
    else
      snprintf(path, sizeof path, "%s", MODEL);
    expect_digest(path, json_string_value(json_object_get(file, "sha256")));
  }
  assert_int_equal(i, 7); /* the model, and three files of each of two plugins */
  json_decref(result);
}

/* What the recipe says gives the same bytes again, in another shell. */
static void the_recipe_of_a_result_gives_it_again(void **state) {
  (void)state;
  json_t *first = program_json(folder, "simulate --draws 10 '" MODEL "' --json --people 7");
  const char *recipe =
      json_string_value(json_object_get(json_object_get(first, "provenance"), "command"));
  char arguments[4400];
  snprintf(arguments, sizeof arguments, "%s --json", recipe + strlen("polku "));
  json_t *again = program_json(folder, arguments);
  assert_true(json_equal(first, again));
  json_decref(first);
  json_decref(again);
}

static void a_date_is_told_only_by_who_gives_it(void **state) {
  (void)state;
  run_result result = program_run(folder, "SOURCE_DATE_EPOCH=1700000000",
                                  "simulate '" MODEL "' --draws 0 -o d.csv");
  assert_int_equal(result.status, 0);
  run_free(&result);
  char *about = text_of("d.csv-metadata.json");
  assert_non_null(about);
  assert_non_null(strstr(about, "\"date\": \"2023-11-14T22:13:20Z\""));
  json_t *json = json_loads(about, JSON_REJECT_DUPLICATES, NULL);
  assert_string_equal(json_string_value(json_object_get(json, "url")), "d.csv");
  json_decref(json);
  free(about);
}

/* --- what cannot be written */

static void what_cannot_be_written_is_status_3_and_leaves_nothing(void **state) {
  (void)state;
  static const struct {
    const char *before, *out;
  } calls[] = {{"", "no/such/r.csv"},
               {"", "no/such/r.sqlite"},
               {"mkdir -p d.sqlite;", "d.sqlite"},
               {"ulimit -f 1;", "f.csv"},
               {"ulimit -f 1;", "f.sqlite"},
               {"ln -sf /dev/full full.sqlite;", "full.sqlite"},
               {"ln -sf /dev/full full.csv;", "full.csv"}};
  static const char *const said[3][3] = {
      {"kansiota ei ole", "levy on täynnä", "tavalliseen tiedostoon"},
      {"mappen finns inte", "disken är full", "vanlig fil"},
      {"no such folder", "the disk is full", "ordinary file"}};
  static const char *const langs[] = {"fi", "sv", "en"};
  static const int which[] = {0, 0, -1, 1, 1, 2, 1};
  for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
    for (int lang = 0; lang < 3; lang++) {
      char arguments[4400];
      snprintf(arguments, sizeof arguments, "simulate '" MODEL "' --draws 0 -o %s --lang %s",
               calls[i].out, langs[lang]);
      int before = count_files();
      run_result result = program_run(folder, calls[i].before, arguments);
      if (result.status != 3 || (which[i] >= 0 && !strstr(result.err, said[lang][which[i]])))
        fail_msg("%s: status %d %s", arguments, result.status, result.err);
      run_free(&result);
      assert_int_equal(count_files(), before);
    }
}

static void a_file_that_is_no_result_is_never_replaced(void **state) {
  (void)state;
  program_write(folder, "letter.sqlite", "Dear colleague,\n");
  program_expect(folder, "simulate '" MODEL "' --draws 0 -o letter.sqlite", 3, "",
                 "no result database");
  char *text = text_of("letter.sqlite");
  assert_string_equal(text, "Dear colleague,\n");
  free(text);
  program_expect(folder, "simulate '" MODEL "' --draws 0 -o kept.sqlite", 0, "", "");
  char *before = text_of("kept.sqlite");
  run_result full =
      program_run(folder, "ulimit -f 8;", "simulate '" MODEL "' --draws 0 -o kept.sqlite");
  assert_int_equal(full.status, 3);
  run_free(&full);
  program_expect(folder, "simulate '" MODEL "' --draws 0 --withdraw nobody -o kept.sqlite", 1, "",
                 "nobody");
  sqlite3 *db = database("kept.sqlite");
  expect_text(db, "PRAGMA integrity_check", "ok");
  expect_number(db, "SELECT value FROM meta WHERE key = 'complete'", 1);
  sqlite3_close(db);
  free(before);
}

/* A slip in the name of the result must not cost the work of days, nor one result the other. */
static void what_is_read_is_never_written_over(void **state) {
  (void)state;
  static const char prepare[] = "cp '" MODEL "' m.json; cp m.json m.csv; ln -sf m.json link.json;";
  static const char *const calls[] = {
      "simulate m.json -o m.json",     "simulate ./m.json -o m.json",
      "simulate m.json -o link.json",  "simulate m.csv -o m.csv",
      "simulate m.csv --events m.csv", "paths m.json -o ./m.json",
      "diff m.json m.csv -o m.csv",    "simulate m.json --events new.csv -o ./new.csv"};
  char *whole = read_whole_file(MODEL, NULL);
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
    run_result result = program_run(folder, prepare, calls[i]);
    char *model = text_of("m.json"), *other = text_of("m.csv");
    if (result.status != 2 ||
        !strstr(result.err, strstr(calls[i], "new") ? "same file" : "would write over") ||
        strcmp(model, whole) != 0 || strcmp(other, whole) != 0)
      fail_msg("%s: status %d, %s", calls[i], result.status, result.err);
    free(model);
    free(other);
    run_free(&result);
  }
  free(whole);
}

static void a_horizon_beyond_all_bounds_is_refused(void **state) {
  (void)state;
  program_write(folder, "long.json",
                "{\"format\":\"polku/1\",\"horizon\":1000000,\"stages\":{\"a\":{\"final\":true}},"
                "\"groups\":{\"g\":{\"size\":1,\"start\":\"a\"}}}");
  program_expect(folder, "simulate long.json -o long.sqlite", 1, "", "40,000");
  assert_null(text_of("long.sqlite"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(csv_says_what_json_says),
      cmocka_unit_test(a_database_says_what_csv_says),
      cmocka_unit_test(a_result_names_what_it_was_computed_from),
      cmocka_unit_test(the_recipe_of_a_result_gives_it_again),
      cmocka_unit_test(a_date_is_told_only_by_who_gives_it),
      cmocka_unit_test(what_cannot_be_written_is_status_3_and_leaves_nothing),
      cmocka_unit_test(a_file_that_is_no_result_is_never_replaced),
      cmocka_unit_test(what_is_read_is_never_written_over),
      cmocka_unit_test(a_horizon_beyond_all_bounds_is_refused),
  };
  return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
