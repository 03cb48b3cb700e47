/* What fills a database: runs, stays, and at the end the result, row by row. */
#include "inside.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

sqlite3_stmt *store_row(store *s, store_statement which) {
  sqlite3_reset(s->prepared[which]);
  return s->prepared[which];
}

void store_put_int(sqlite3_stmt *row, int column, int64_t value) {
  sqlite3_bind_int64(row, column, value);
}

void store_put_number(sqlite3_stmt *row, int column, double value) {
  if (isfinite(value))
    sqlite3_bind_double(row, column, value);
  else
    sqlite3_bind_null(row, column);
}

/* The text is not copied: it lives until the row is written. */
void store_put_text(sqlite3_stmt *row, int column, const char *text) {
  sqlite3_bind_text(row, column, text, -1, SQLITE_STATIC);
}

bool store_end_row(store *s, sqlite3_stmt *row) {
  s->rows++;
  return store_good(s, sqlite3_step(row));
}

/* --- histories */

static int number_of(store_ids *list, const char *id) {
  if (!id)
    return -1;
  for (int tried = 0; tried < list->count; tried++) {
    int i = list->latest + tried < list->count ? list->latest + tried
                                               : list->latest + tried - list->count;
    if (list->ids[i] == id || strcmp(list->ids[i], id) == 0) {
      list->latest = i;
      return i;
    }
  }
  return -1;
}

bool store_add_stay(store *s, const polku_stay *stay) {
  sqlite3_stmt *row = store_row(s, ADD_STAY);
  int host = number_of(&s->actors, stay->host);
  store_put_int(row, 1, stay->run);
  store_put_int(row, 2, number_of(&s->groups, stay->group));
  store_put_int(row, 3, stay->client);
  store_put_int(row, 4, number_of(&s->stages, stay->stage));
  if (host >= 0)
    store_put_int(row, 5, host);
  else
    sqlite3_bind_null(row, 5);
  store_put_int(row, 6, stay->start);
  store_put_int(row, 7, stay->end);
  store_put_int(row, 8, stay->censored);
  store_put_int(row, 9, stay->waiting);
  return store_end_row(s, row);
}

/* --- a run */

/* Once: what outcomes there are. */
static bool name_outcomes(store *s, const polku_run *run) {
  char sql[160];
  bool written = true;
  for (int i = 0; written && i < run->outcome_count; i++) {
    snprintf(sql, sizeof sql, "INSERT INTO outcome_names VALUES(%d, '%s')", i, run->outcomes[i]);
    written = store_sql(s, sql);
  }
  s->named_outcomes = true;
  return written && store_name_steps(s, run->horizon);
}

static bool add_cell(store *s, const polku_run *run, int group, int step, int stage) {
  const polku_run_group *of = &run->groups[group];
  size_t cell = (size_t)step * (size_t)run->stage_count + (size_t)stage;
  int64_t waiting = of->waiting ? of->waiting[cell] : 0;
  if (!of->occupancy[cell] && !of->entries[cell] && !waiting)
    return true;
  sqlite3_stmt *row = store_row(s, ADD_COUNTS);
  store_put_int(row, 1, s->runs);
  store_put_int(row, 2, group);
  store_put_int(row, 3, step);
  store_put_int(row, 4, stage);
  store_put_int(row, 5, of->occupancy[cell]);
  store_put_int(row, 6, of->entries[cell]);
  store_put_int(row, 7, waiting);
  return store_end_row(s, row);
}

static bool add_counts(store *s, const polku_run *run, int group) {
  for (int step = 0; step <= run->horizon; step++)
    for (int stage = 0; stage < run->stage_count; stage++)
      if (!add_cell(s, run, group, step, stage))
        return false;
  return true;
}

static bool add_values(store *s, store_statement which, int group, const double *values,
                       int count) {
  for (int i = 0; i < count; i++) {
    sqlite3_stmt *row = store_row(s, which);
    store_put_int(row, 1, s->runs);
    store_put_int(row, 2, group);
    store_put_int(row, 3, i);
    store_put_number(row, 4, values[i]);
    if (!store_end_row(s, row))
      return false;
  }
  return true;
}

static bool add_moves(store *s, const polku_run *run, int group) {
  for (int i = 0; i < run->transition_count; i++) {
    sqlite3_stmt *row = store_row(s, ADD_MOVES);
    if (!run->groups[group].moves[i])
      continue;
    store_put_int(row, 1, s->runs);
    store_put_int(row, 2, group);
    store_put_int(row, 3, i);
    store_put_int(row, 4, run->groups[group].moves[i]);
    if (!store_end_row(s, row))
      return false;
  }
  return true;
}

static bool add_group(store *s, const polku_run *run, int group) {
  const polku_run_group *of = &run->groups[group];
  sqlite3_stmt *row = store_row(s, ADD_PEOPLE);
  store_put_int(row, 1, s->runs);
  store_put_int(row, 2, group);
  store_put_int(row, 3, of->people);
  return store_end_row(s, row) && add_counts(s, run, group) && add_moves(s, run, group) &&
         add_values(s, ADD_OUTCOME, group, of->outcomes, run->outcome_count) &&
         add_values(s, ADD_MONEY, group, of->money, run->account_count);
}

bool store_add_run(store *s, const polku_run *run) {
  sqlite3_stmt *row = store_row(s, ADD_RUN);
  store_put_int(row, 1, s->runs);
  if (run->draw >= 0)
    store_put_int(row, 2, run->draw);
  else
    sqlite3_bind_null(row, 2);
  bool written =
      store_end_row(s, row) && (!s->counts || s->named_outcomes || name_outcomes(s, run));
  for (int g = 0; written && s->counts && g < run->group_count; g++)
    written = add_group(s, run, g);
  return written;
}

/* --- the result */

static bool add_number(void *context, const polku_row *of) {
  store *s = context;
  sqlite3_stmt *row = store_row(s, ADD_SUMMARY);
  store_put_text(row, 1, of->measure);
  store_put_text(row, 2, of->group ? of->group : "(all)");
  if (of->step >= 0)
    store_put_int(row, 3, of->step);
  else
    sqlite3_bind_null(row, 3);
  store_put_text(row, 4, of->stage);
  store_put_text(row, 5, of->transition);
  store_put_text(row, 6, of->actor);
  store_put_text(row, 7, of->account);
  store_put_number(row, 8, of->value);
  store_put_number(row, 9, of->low);
  store_put_number(row, 10, of->high);
  store_put_number(row, 11, of->luck_share);
  store_put_number(row, 12, of->mean);
  store_put_number(row, 13, of->error);
  return store_end_row(s, row);
}

bool store_add_summary(store *s, const polku_result *result) {
  polku_about about;
  polku_result_about(result, &about);
  return store_name_steps(s, about.horizon) && polku_result_rows(result, add_number, s);
}
