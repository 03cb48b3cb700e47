/* The outcome as pages show it: how many of our people, who is where, places, the third sector's
 * part, and how much of it is assumed. README.md has the JSON. */
#include "workshop/desk/desk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* While a slider moves: few runs and draws, so that the desk answers in an instant; an interval of
 * 40 draws is rough and is told anew when it is quiet. */
enum { QUICK_RUNS = 40, QUICK_DRAWS = 40, QUICK_THREADS = 1, THREADS_MOST = 4, PLACES_MOST = 256 };

typedef struct place {
  const char *actor, *stage;
  double places, used;
} place;

/* What is picked from a result's rows, of all clients. */
typedef struct picked {
  const polku_model *model;
  const polku_rules *rules;
  int stages, horizon;
  double people;
  double *occupancy, *waiting; /* [t][stage] */
  bool waits;
  place places[PLACES_MOST];
  int place_count;
  double third_time, third_passes, third_falls;
} picked;

/* ------------------------------------------------------------------------------------- the rows */

static int stage_of(const picked *p, const char *id) {
  polku_part part;
  for (int i = 0; i < p->stages; i++)
    if (polku_part_at(p->model, p->rules, POLKU_STAGE, (size_t)i, &part) &&
        strcmp(part.id, id) == 0)
      return i;
  return -1;
}

/* The place of an actor at a stage, a new one where there was none; NULL: too many. */
static place *place_of(picked *p, const polku_row *row) {
  for (int i = 0; i < p->place_count; i++)
    if (strcmp(p->places[i].actor, row->actor) == 0 && strcmp(p->places[i].stage, row->stage) == 0)
      return &p->places[i];
  if (p->place_count == PLACES_MOST)
    return NULL;
  place *new = &p->places[p->place_count++];
  *new = (place){.actor = row->actor, .stage = row->stage, .used = NAN};
  return new;
}

static void pick_cell(picked *p, const polku_row *row, double *matrix) {
  int stage = stage_of(p, row->stage);
  if (stage >= 0 && row->step >= 0 && row->step <= p->horizon)
    matrix[(size_t)row->step * (size_t)p->stages + (size_t)stage] = row->value;
}

static void pick_place(picked *p, const polku_row *row) {
  place *found = place_of(p, row);
  if (found && strcmp(row->measure, "hosts.places") == 0)
    found->places = row->value;
  else if (found && strcmp(row->measure, "hosts.used") == 0)
    found->used = row->value;
}

static void pick_whole(picked *p, const polku_row *row) {
  static const char falls[] = "reliance_together.employment_ratio";
  if (strcmp(row->measure, "people") == 0)
    p->people = row->value;
  else if (strcmp(row->measure, "person_months_share") == 0)
    p->third_time = row->value;
  else if (strcmp(row->measure, "reach_of_employed") == 0)
    p->third_passes = row->value;
  else if (strcmp(row->measure, falls) == 0)
    p->third_falls = row->value;
}

/* All clients come first: the first row of a group ends the picking. */
static bool pick(void *context, const polku_row *row) {
  picked *p = context;
  if (row->group)
    return false;
  if (row->stage && row->step >= 0 && strcmp(row->measure, "occupancy") == 0) {
    pick_cell(p, row, p->occupancy);
  } else if (row->stage && row->step >= 0 && strcmp(row->measure, "waiting") == 0) {
    pick_cell(p, row, p->waiting);
    p->waits = true;
  } else if (row->actor && row->stage && strncmp(row->measure, "hosts.", 6) == 0) {
    pick_place(p, row);
  } else if (!row->actor && !row->stage && row->step < 0) {
    pick_whole(p, row);
  }
  return true;
}

/* -------------------------------------------------------------------------------- as it is told */

static void add_work(json_out *out, const char *name, const polku_result *result,
                     const char *outcome, double people) {
  polku_interval i;
  if (!polku_result_outcome(result, outcome, NULL, &i)) {
    json_text_member(out, name, NULL);
    return;
  }
  json_name(out, name);
  json_raw(out, "{");
  json_number_member(out, "people", i.value * people);
  json_number_member(out, "low", i.low * people);
  json_number_member(out, "high", i.high * people);
  json_number_member(out, "share", i.value);
  json_number_member(out, "share_low", i.low);
  json_number_member(out, "share_high", i.high);
  json_number_member(out, "luck", i.luck_share);
  json_raw(out, "}");
}

/* People to three decimals: nobody sees more, and sixty phones carry it. */
static void add_matrix(json_out *out, const char *name, const picked *p, const double *matrix) {
  json_name(out, name);
  json_raw(out, "[");
  for (int t = 0; t <= p->horizon; t++) {
    json_next(out);
    json_raw(out, "[");
    for (int s = 0; s < p->stages; s++) {
      json_next(out);
      json_number(out, round(matrix[(size_t)t * (size_t)p->stages + (size_t)s] * 1000) / 1000);
    }
    json_raw(out, "]");
  }
  json_raw(out, "]");
}

/* How many wait at a stage, on average over the time. */
static double mean_waiting(const picked *p, const char *stage) {
  double sum = 0;
  int s = stage_of(p, stage);
  for (int t = 0; s >= 0 && t <= p->horizon; t++)
    sum += p->waiting[(size_t)t * (size_t)p->stages + (size_t)s];
  return sum / (p->horizon + 1);
}

static void add_places(json_out *out, const picked *p) {
  json_name(out, "places");
  json_raw(out, "[");
  for (int i = 0; i < p->place_count; i++) {
    json_next(out);
    json_raw(out, "{");
    json_string_member(out, "actor", p->places[i].actor);
    json_string_member(out, "stage", p->places[i].stage);
    json_number_member(out, "places", p->places[i].places);
    json_number_member(out, "used", p->places[i].used);
    json_number_member(out, "waiting", mean_waiting(p, p->places[i].stage));
    json_raw(out, "}");
  }
  json_raw(out, "]");
}

static bool has_third(const picked *p) {
  polku_part part;
  for (size_t i = 0; polku_part_at(p->model, p->rules, POLKU_ACTOR, i, &part); i++)
    if (part.sector && strcmp(part.sector, "third") == 0)
      return true;
  return false;
}

/* What falls without the third sector is told as what changes: less is below 0. */
static void add_third(json_out *out, const picked *p) {
  if (!has_third(p)) {
    json_text_member(out, "third", NULL);
    return;
  }
  json_name(out, "third");
  json_raw(out, "{");
  json_number_member(out, "time", p->third_time);
  json_number_member(out, "passes", p->third_passes);
  json_name(out, "without");
  json_raw(out, "{");
  json_number_member(out, "people", 0 - p->third_falls * p->people);
  json_number_member(out, "share", 0 - p->third_falls);
  json_raw(out, "}}");
}

static void add_dates(json_out *out, const picked *p) {
  char date[11];
  bool known = polku_model_date(p->model, 0, date);
  json_string_member(out, "start_date", known ? date : NULL);
  if (!known) {
    json_text_member(out, "dates", NULL);
    return;
  }
  json_name(out, "dates");
  json_raw(out, "[");
  for (int t = 0; polku_model_date(p->model, t, date); t++) {
    json_next(out);
    json_quoted(out, date);
  }
  json_raw(out, "]");
}

static void add_stages(json_out *out, const picked *p) {
  polku_part part;
  json_name(out, "stages");
  json_raw(out, "[");
  for (size_t i = 0; polku_part_at(p->model, p->rules, POLKU_STAGE, i, &part); i++) {
    json_next(out);
    json_quoted(out, part.id);
  }
  json_raw(out, "]");
}

/* ---------------------------------------------------------------------------- what is assumed */

static int column_of(const polku_table *table, const char *id) {
  for (int c = 0; c < table->column_count; c++)
    if (strcmp(table->ids[c], id) == 0)
      return c;
  return -1;
}

/* Of how many numbers in a model, and how many of them are assumed. False: memory ran out. */
static bool count_assumed(const desk_case *of, int *assumed, int *numbers) {
  polku_tables *tables = polku_model_tables(of->model, of->rules, POLKU_EN);
  polku_table table;
  *assumed = *numbers = 0;
  for (size_t i = 0; polku_table_at(tables, i, &table); i++) {
    int basis = strcmp(table.id, "numbers") == 0 ? column_of(&table, "basis") : -1;
    for (int row = 0; basis >= 0 && row < table.row_count; row++) {
      const char *id = table.cells[row * table.column_count + basis].id;
      *assumed += id && strcmp(id, "assumed") == 0;
      ++*numbers;
    }
  }
  polku_tables_free(tables);
  return tables != NULL;
}

/* ------------------------------------------------------------------------------------ the whole */

static polku_result *simulate(const desk_case *of, bool quick, polku_report *report) {
  polku_options options = {.threads = THREADS_MOST};
  if (quick)
    options = (polku_options){.runs = QUICK_RUNS, .draws = QUICK_DRAWS, .threads = QUICK_THREADS};
  return polku_simulate(of->model, of->rules, &options, report);
}

static void add_all(json_out *out, const picked *p, const polku_result *result) {
  polku_about about;
  polku_result_about(result, &about);
  json_string_member(out, "engine", about.engine);
  json_string_member(out, "step", about.step);
  json_int_member(out, "horizon", about.horizon);
  add_dates(out, p);
  json_number_member(out, "people", p->people);
  json_string_member(out, "outcome", "employment_ratio");
  add_work(out, "work", result, "employment_ratio", p->people);
  add_work(out, "open_work", result, "open_employment_ratio", p->people);
  add_stages(out, p);
  add_matrix(out, "occupancy", p, p->occupancy);
  if (p->waits)
    add_matrix(out, "waiting", p, p->waiting);
  else
    json_text_member(out, "waiting", NULL);
  add_places(out, p);
  add_third(out, p);
}

static bool pick_rows(picked *p, const desk_case *of, const polku_result *result) {
  polku_about about;
  polku_part part;
  polku_result_about(result, &about);
  *p = (picked){.model = of->model, .rules = of->rules, .horizon = about.horizon};
  p->third_time = p->third_passes = p->third_falls = NAN;
  while (polku_part_at(of->model, of->rules, POLKU_STAGE, (size_t)p->stages, &part))
    p->stages++;
  size_t cells = ((size_t)p->horizon + 1) * (size_t)p->stages;
  p->occupancy = calloc(cells + 1, sizeof *p->occupancy);
  p->waiting = calloc(cells + 1, sizeof *p->waiting);
  if (!p->occupancy || !p->waiting)
    return false;
  polku_result_rows(result, pick, p);
  return true;
}

static char *write_figures(const desk_case *of, const desk_order *order,
                           const polku_result *result) {
  picked *p = calloc(1, sizeof *p);
  json_out out = JSON_OUT_EMPTY;
  int assumed, numbers;
  bool good = p && pick_rows(p, of, result) && count_assumed(of, &assumed, &numbers);
  if (good) {
    json_raw(&out, "{");
    json_int_member(&out, "number", order->request.number);
    json_string_member(&out, "effort", order->request.quick ? "quick" : "full");
    add_all(&out, p, result);
    json_int_member(&out, "assumed", assumed);
    json_int_member(&out, "numbers", numbers);
    json_text_member(&out, "error", NULL);
    json_raw(&out, "}");
  }
  if (p) {
    free(p->occupancy);
    free(p->waiting);
  }
  free(p);
  return good ? json_take(&out) : NULL;
}

char *desk_figures(const desk_case *of, const desk_order *order, polku_report *report) {
  polku_result *result = simulate(of, order->request.quick, report);
  char *json = result ? write_figures(of, order, result) : NULL;
  if (result && !json)
    polku_report_fail(report, "E-MEMORY", NULL);
  polku_result_free(result);
  return json;
}
