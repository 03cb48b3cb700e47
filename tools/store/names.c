/* The first thing in a database: its tables, what everything is called, where it comes from. */
#include "inside.h"
#include "schema.h"

#include <stdio.h>

static bool meta_value(store *s, const char *key, const char *text, const int64_t *number) {
  sqlite3_stmt *row = NULL;
  bool written = store_good(
      s, sqlite3_prepare_v2(s->db, "INSERT OR REPLACE INTO meta VALUES(?, ?)", -1, &row, NULL));
  if (written) {
    store_put_text(row, 1, key);
    if (number)
      store_put_int(row, 2, *number);
    else
      store_put_text(row, 2, text);
    written = store_good(s, sqlite3_step(row));
  }
  sqlite3_finalize(row);
  return written;
}

static bool meta_text(store *s, const char *key, const char *text) {
  return meta_value(s, key, text, NULL);
}

static bool meta_number(store *s, const char *key, int64_t number) {
  return meta_value(s, key, NULL, &number);
}

static bool make_tables(store *s) {
  char pragmas[120];
  snprintf(pragmas, sizeof pragmas, "PRAGMA application_id = %d; PRAGMA user_version = 1",
           STORE_APPLICATION);
  if (!store_sql(s, pragmas))
    return false;
  for (const store_table *t = store_tables; t->name; t++) {
    bool wanted = t->when == STORE_ALWAYS || (t->when == STORE_COUNTS && s->counts) ||
                  (t->when == STORE_HISTORIES && s->histories);
    sqlite3_stmt *row = NULL;
    if (!wanted)
      continue;
    bool made =
        store_sql(s, t->sql) &&
        store_good(s, sqlite3_prepare_v2(s->db, "INSERT INTO about VALUES(?, ?)", -1, &row, NULL));
    if (made) {
      store_put_text(row, 1, t->name);
      store_put_text(row, 2, t->meaning);
      made = store_good(s, sqlite3_step(row));
    }
    sqlite3_finalize(row);
    if (!made)
      return false;
  }
  return true;
}

/* The columns of a part between its id and its names, in the order of its table. */
static int put_part(sqlite3_stmt *row, polku_sort sort, const polku_part *part) {
  if (sort == POLKU_STAGE) {
    store_put_text(row, 3, part->kind);
    store_put_int(row, 4, part->passage);
    store_put_int(row, 5, part->final);
    store_put_int(row, 6, part->employed);
    store_put_int(row, 7, part->open);
    return 8;
  }
  if (sort == POLKU_GROUP)
    return 3;
  store_put_text(row, 3,
                 sort == POLKU_TRANSITION ? part->from
                 : sort == POLKU_ACTOR    ? part->sector
                                          : part->unit);
  if (sort == POLKU_ACCOUNT)
    return 4;
  store_put_text(row, 4, sort == POLKU_TRANSITION ? part->to : part->kind);
  return 5;
}

static bool name_sort(store *s, const store_subject *of, polku_sort sort) {
  static const char *const sql[] = {
      "INSERT INTO stages VALUES(?,?,?,?,?,?,?,?,?,?)",
      "INSERT INTO transitions VALUES(?,?,?,?,?,?,?)", "INSERT INTO groups VALUES(?,?,?,?,?)",
      "INSERT INTO actors VALUES(?,?,?,?,?,?,?)", "INSERT INTO accounts VALUES(?,?,?,?,?,?)"};
  sqlite3_stmt *row = NULL;
  polku_part part;
  bool written = store_good(s, sqlite3_prepare_v2(s->db, sql[sort], -1, &row, NULL));
  for (size_t i = 0; written && polku_part_at(of->model, of->rules, sort, i, &part); i++) {
    store_put_int(row, 1, (int64_t)i);
    store_put_text(row, 2, part.id);
    int column = put_part(row, sort, &part);
    for (int lang = 0; lang < 3; lang++)
      store_put_text(row, column + lang, part.names[lang]);
    written = store_good(s, sqlite3_step(row));
    sqlite3_reset(row);
  }
  sqlite3_finalize(row);
  return written;
}

static bool name_files(store *s, const store_subject *of) {
  sqlite3_stmt *row = NULL;
  polku_input input;
  bool written =
      store_good(s, sqlite3_prepare_v2(s->db, "INSERT INTO files VALUES(?,?,?,?)", -1, &row, NULL));
  for (size_t i = 0; written && polku_input_at(of->model, of->rules, i, &input); i++) {
    store_put_text(row, 1, input.plugin);
    store_put_text(row, 2, input.version);
    store_put_text(row, 3, input.file);
    store_put_text(row, 4, input.sha256);
    written = store_good(s, sqlite3_step(row));
    sqlite3_reset(row);
  }
  sqlite3_finalize(row);
  return written;
}

static bool name_origin(store *s, const store_subject *of) {
  const polku_options *options = of->options;
  return meta_text(s, "format", STORE_FORMAT) && meta_text(s, "program", "polku") &&
         meta_text(s, "version", polku_version()) && meta_text(s, "command", options->command) &&
         meta_text(s, "date", options->date) &&
         meta_number(s, "seed", options->seed ? (int64_t)options->seed : 1) &&
         meta_number(s, "complete", 0) && meta_number(s, "stopped", 0) && name_files(s, of);
}

bool store_name_all(store *s, const store_subject *of) {
  return make_tables(s) && name_origin(s, of) && name_sort(s, of, POLKU_STAGE) &&
         name_sort(s, of, POLKU_TRANSITION) && name_sort(s, of, POLKU_GROUP) &&
         name_sort(s, of, POLKU_ACTOR) && name_sort(s, of, POLKU_ACCOUNT);
}

bool store_name_steps(store *s, int horizon) {
  char sql[160];
  snprintf(sql, sizeof sql,
           "WITH RECURSIVE t(step) AS (SELECT 0 UNION ALL SELECT step + 1 FROM t WHERE step < %d)"
           " INSERT INTO steps SELECT step FROM t",
           horizon);
  if (s->named_steps)
    return true;
  s->named_steps = true;
  return store_sql(s, sql);
}

bool store_end_meta(store *s, const polku_result *result) {
  polku_about about;
  polku_result_about(result, &about);
  return meta_text(s, "engine", about.engine) && meta_text(s, "model", about.model) &&
         meta_text(s, "scenario", about.scenario) && meta_text(s, "step", about.step) &&
         meta_number(s, "horizon", about.horizon) && meta_number(s, "runs", about.runs) &&
         meta_number(s, "runs_asked", about.runs_asked) && meta_number(s, "draws", about.draws) &&
         meta_number(s, "stopped", about.stopped) && meta_number(s, "complete", 1);
}
