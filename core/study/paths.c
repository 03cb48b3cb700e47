/* polku_paths_*: the ways that people go, told as text or JSON.
 *
 * Routes to the first employed stage come from the search of routes.c; the model's own named paths
 * are met by whoever enters their stages in that order, with anything between, in the horizon. */
#include "base/json.h"
#include "study/making.h"
#include "study/pen.h"
#include "study/routes.h"

#include <math.h>
#include <stdlib.h>

typedef struct told { /* everything that is told, before it is written */
  const pk_model *model;
  pk_making making;
  pk_routes routes;
  double *met; /* [paths] */
} told;

/* The share of clients who meet a named path. */
static bool meet_path(told *t, const pk_path *path, double *met) {
  const pk_solution *s = &t->making.solution;
  size_t rows = (size_t)s->chain->horizon + 1;
  double *out = malloc((size_t)s->atom_count * rows * sizeof *out + 1);
  double *scratch = malloc((pk_exact_order_scratch(s->chain) + 1) * sizeof *scratch);
  bool ok = out && scratch;
  if (ok) {
    pk_ask ask = {s->atom_count, s->atoms};
    pk_exact_order(s->chain, path->stages, path->stage_count, &ask, out, scratch);
    *met = pk_mean_at(s, -1, out, t->model->horizon);
  } else {
    pk_report_memory(t->making.report);
  }
  free(out);
  free(scratch);
  return ok;
}

static bool tell(told *t, int count) {
  pk_making *m = &t->making;
  pk_variant as_written = {0};
  m->withdrawn = PK_NEW_ARRAY(m->scratch, bool, (size_t)m->model->actor_count);
  t->met = PK_NEW_ARRAY(m->scratch, double, (size_t)m->model->path_count);
  if (!m->withdrawn || !t->met || !pk_study_start(&m->study, m->model, m->rules, m->scratch)) {
    pk_report_memory(m->report);
    return false;
  }
  if (!pk_make_hosts(m) || !pk_solution_new(&m->solution, &m->study, &as_written, m->report) ||
      !pk_routes_find(m->solution.chain, &m->study, count, &t->routes, m->scratch, m->report))
    return false;
  for (int i = 0; i < m->model->path_count; i++)
    if (!meet_path(t, &m->model->paths[i], &t->met[i]))
      return false;
  return true;
}

static bool told_new(told *t, const pk_model *model, const pk_rules *rules, int count,
                     polku_report *report) {
  *t = (told){.model = model, .making = {.model = model, .rules = rules, .report = report}};
  t->making.scratch = pk_arena_new();
  if (!t->making.scratch) {
    pk_report_memory(report);
    return false;
  }
  return tell(t, count > 0 ? count : 10);
}

static void told_free(told *t) {
  pk_solution_free(&t->making.solution);
  pk_arena_free(t->making.scratch);
}

static double told_share(const told *t) {
  double sum = 0;
  for (int i = 0; i < t->routes.count; i++)
    sum += t->routes.list[i].chance;
  return sum;
}

static double months_of(const told *t, const pk_route *route) {
  return route->steps * t->making.solution.months;
}

/* ---------------------------------------------------------------------------------------- JSON */

static void number_field(pk_json *json, const char *key, double value) {
  pk_json_key(json, key);
  pk_json_number(json, round(value * 1e12) / 1e12);
}

static void stage_list(pk_json *json, const pk_model *model, const int *stages, int count) {
  pk_json_key(json, "stages");
  pk_json_array(json);
  for (int i = 0; i < count; i++)
    pk_json_string(json, model->stages[stages[i]].id);
  pk_json_array_end(json);
}

static void write_route(pk_json *json, const told *t, const pk_route *route) {
  pk_json_object(json);
  stage_list(json, t->model, route->stages, route->length);
  number_field(json, "probability", route->chance);
  number_field(json, "months", months_of(t, route));
  pk_json_key(json, "third_sector");
  pk_json_object(json);
  for (int i = 0; i < route->length; i++)
    if (t->making.third_ever[route->stages[i]] > 0)
      number_field(json, t->model->stages[route->stages[i]].id,
                   t->making.third_ever[route->stages[i]]);
  pk_json_object_end(json);
  pk_json_object_end(json);
}

static void write_json(pk_json *json, const told *t) {
  const pk_model *m = t->model;
  pk_json_object(json);
  pk_json_key(json, "format");
  pk_json_string(json, "polku-paths/1");
  pk_json_key(json, "model");
  pk_json_string(json, m->file);
  pk_json_key(json, "horizon");
  pk_json_integer(json, m->horizon);
  number_field(json, "people", t->routes.begin);
  number_field(json, "employed", t->routes.employed);
  number_field(json, "listed", told_share(t));
  pk_json_key(json, "routes");
  pk_json_array(json);
  for (int i = 0; i < t->routes.count; i++)
    write_route(json, t, &t->routes.list[i]);
  pk_json_array_end(json);
  pk_json_key(json, "paths");
  pk_json_object(json);
  for (int i = 0; i < m->path_count; i++) {
    pk_json_key(json, m->paths[i].id);
    pk_json_object(json);
    stage_list(json, m, m->paths[i].stages, m->paths[i].stage_count);
    number_field(json, "probability", t->met[i]);
    pk_json_object_end(json);
  }
  pk_json_object_end(json);
  pk_json_object_end(json);
}

char *polku_paths_json(const polku_model *model, const polku_rules *rules, int count,
                       polku_lang lang, polku_report *report) {
  told t;
  char *out = NULL;
  (void)lang; /* ids and numbers are the same in every language */
  if (!model || !rules)
    return NULL;
  if (told_new(&t, model, rules, count, report)) {
    pk_text text = PK_TEXT_EMPTY;
    pk_json json = pk_json_start(&text, 2);
    write_json(&json, &t);
    pk_text_add_char(&text, '\n');
    out = pk_text_take(&text);
    if (!out)
      pk_report_memory(report);
  }
  told_free(&t);
  return out;
}

/* ---------------------------------------------------------------------------------------- text */

/* "Start → Rehabilitative work* → Work": a star where the third sector hosts. */
static void chain_of_names(const told *t, polku_lang lang, const int *stages, int count,
                           pk_text *out) {
  for (int i = 0; i < count; i++) {
    const pk_stage *stage = &t->model->stages[stages[i]];
    pk_text_add(out, i > 0 ? " → " : "");
    pk_text_add(out, pk_name_text(&stage->name, lang, stage->id));
    pk_text_add(out, t->making.third_ever[stages[i]] > 0 ? "*" : "");
  }
}

/* A percentage in a column of its own, and a text beside it. */
static void say_share(pk_pen *pen, double share, const pk_text *line) {
  pk_text mark = PK_TEXT_EMPTY;
  const char *percent = pk_pen_percent(pen, share);
  for (size_t columns = pk_utf8_columns(percent); columns < 6; columns++)
    pk_text_add_char(&mark, ' ');
  pk_text_addf(&mark, "%s  ", percent);
  if (mark.failed || line->failed)
    pen->out.failed = true;
  else
    pk_pen_paragraph(pen, mark.data, line->data ? line->data : "");
  pk_text_free(&mark);
}

static void say_route(pk_pen *pen, const told *t, const pk_route *route) {
  pk_text names = PK_TEXT_EMPTY, line = PK_TEXT_EMPTY;
  chain_of_names(t, pen->lang, route->stages, route->length, &names);
  pk_word_add(&line, pen->lang, "paths.route", "stages", names.data ? names.data : "", "months",
              pk_pen_number(pen, months_of(t, route), 1), NULL);
  say_share(pen, route->chance, &line);
  pen->out.failed = pen->out.failed || names.failed;
  pk_text_free(&names);
  pk_text_free(&line);
}

static void say_rest(pk_pen *pen, const told *t) {
  pk_text line = PK_TEXT_EMPTY;
  double others = t->routes.employed - told_share(t);
  pk_word_add(&line, pen->lang, "paths.rest", "others",
              pk_pen_percent(pen, others > 1e-9 ? others : 0), "none",
              pk_pen_percent(pen, 1 - t->routes.employed), NULL);
  pk_text_add_char(&pen->out, '\n');
  pk_pen_paragraph(pen, "", line.data ? line.data : "");
  pk_pen_paragraph(pen, "", pk_word(pen->lang, "paths.star"));
  pen->out.failed = pen->out.failed || line.failed;
  pk_text_free(&line);
}

static void say_named(pk_pen *pen, const told *t) {
  if (t->model->path_count > 0)
    pk_pen_heading(pen, pk_word(pen->lang, "paths.named"));
  for (int i = 0; i < t->model->path_count; i++) {
    const pk_path *path = &t->model->paths[i];
    pk_text line = PK_TEXT_EMPTY;
    pk_text_addf(&line, "%s: ", pk_name_text(&path->name, pen->lang, path->id));
    chain_of_names(t, pen->lang, path->stages, path->stage_count, &line);
    say_share(pen, t->met[i], &line);
    pk_text_free(&line);
  }
}

static void say_all(pk_pen *pen, const told *t) {
  pk_text steps = PK_TEXT_EMPTY, heading = PK_TEXT_EMPTY;
  static const char *const keys[3] = {"result.in-month", "result.in-week", "result.in-day"};
  pk_word_add(&steps, pen->lang, keys[t->model->step], "n",
              pk_pen_number(pen, t->model->horizon, 0), NULL);
  pk_word_add(&heading, pen->lang, "paths.heading", "within", steps.data ? steps.data : "", NULL);
  pk_pen_bold(pen, true);
  pk_pen_paragraph(pen, "", heading.data ? heading.data : "");
  pk_pen_bold(pen, false);
  pk_text_add_char(&pen->out, '\n');
  for (int i = 0; i < t->routes.count; i++)
    say_route(pen, t, &t->routes.list[i]);
  say_rest(pen, t);
  say_named(pen, t);
  pen->out.failed = pen->out.failed || steps.failed || heading.failed;
  pk_text_free(&steps);
  pk_text_free(&heading);
}

char *polku_paths_text(const polku_model *model, const polku_rules *rules, int count,
                       polku_lang lang, polku_report *report) {
  told t;
  char *out = NULL;
  if (!model || !rules)
    return NULL;
  if (told_new(&t, model, rules, count, report)) {
    pk_pen pen;
    pk_pen_start(&pen, lang, 80, false);
    say_all(&pen, &t);
    out = pk_pen_take(&pen);
    if (!out)
      pk_report_memory(report);
  }
  told_free(&t);
  return out;
}
