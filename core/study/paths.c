/* polku_paths_*: the ways that people go, told as text or JSON.
 *
 * Routes to the first employed stage come from the search of routes.c; the model's own named paths
 * are met by whoever enters their stages in that order, with anything between, in the horizon. */
#include "base/json.h"
#include "study/pen.h"
#include "study/path_facts.h"

enum { USUAL_COUNT = 10 };

static bool find_ways(pk_path_facts *ways, const pk_model *model, const pk_rules *rules, int count,
                      polku_report *report) {
  pk_path_wish wish = {.count = count > 0 ? count : USUAL_COUNT, .group = -1};
  return pk_path_facts_new(ways, model, rules, &wish, report);
}

static double listed_share(const pk_path_facts *w) {
  double sum = 0;
  for (int i = 0; i < w->route_count; i++)
    sum += w->route[i].chance;
  return sum;
}

/* ---------------------------------------------------------------------------------------- JSON */

static void stage_list(pk_json *json, const pk_model *model, const int *stages, int count) {
  pk_json_key(json, "stages");
  pk_json_array(json);
  for (int i = 0; i < count; i++)
    pk_json_string(json, model->stages[stages[i]].id);
  pk_json_array_end(json);
}

static void write_route(pk_json *json, const pk_path_facts *w, const pk_path_fact *route) {
  pk_json_object(json);
  stage_list(json, w->model, route->stages, route->length);
  pk_json_rounded_field(json, "probability", route->chance);
  pk_json_rounded_field(json, "months", route->months);
  pk_json_key(json, "third_sector");
  pk_json_object(json);
  for (int i = 0; i < route->length; i++)
    if (pk_path_facts_third(w, route->stages[i]) > 0)
      pk_json_rounded_field(json, w->model->stages[route->stages[i]].id,
                            pk_path_facts_third(w, route->stages[i]));
  pk_json_object_end(json);
  pk_json_object_end(json);
}

static void write_json(pk_json *json, const pk_path_facts *w) {
  const pk_model *m = w->model;
  pk_json_object(json);
  pk_json_field(json, "format", "polku-paths/1");
  pk_json_field(json, "model", m->file);
  pk_json_integer_field(json, "horizon", m->horizon);
  pk_json_rounded_field(json, "people", w->routes.begin);
  pk_json_rounded_field(json, "employed", w->routes.employed);
  pk_json_rounded_field(json, "listed", listed_share(w));
  pk_json_key(json, "routes");
  pk_json_array(json);
  for (int i = 0; i < w->route_count; i++)
    write_route(json, w, &w->route[i]);
  pk_json_array_end(json);
  pk_json_key(json, "paths");
  pk_json_object(json);
  for (int i = 0; i < m->path_count; i++) {
    pk_json_key(json, m->paths[i].id);
    pk_json_object(json);
    stage_list(json, m, m->paths[i].stages, m->paths[i].stage_count);
    pk_json_rounded_field(json, "probability", w->named[i].chance);
    pk_json_rounded_field(json, "months", w->named[i].months);
    pk_json_object_end(json);
  }
  pk_json_object_end(json);
  pk_json_object_end(json);
}

char *polku_paths_json(const polku_model *model, const polku_rules *rules, int count,
                       polku_lang lang, polku_report *report) {
  pk_path_facts w;
  char *out = NULL;
  (void)lang; /* ids and numbers are the same in every language */
  if (!model || !rules)
    return NULL;
  if (find_ways(&w, model, rules, count, report)) {
    pk_text text = PK_TEXT_EMPTY;
    pk_json json = pk_json_start(&text, 2);
    write_json(&json, &w);
    pk_text_add_char(&text, '\n');
    out = pk_text_take(&text);
    if (!out)
      pk_report_memory(report);
  }
  pk_path_facts_free(&w);
  return out;
}

/* ---------------------------------------------------------------------------------------- text */

/* "Start → Rehabilitative work* → Work": a star where the third sector hosts. */
static void chain_of_names(const pk_path_facts *w, polku_lang lang, const int *stages, int count,
                           pk_text *out) {
  for (int i = 0; i < count; i++) {
    const pk_stage *stage = &w->model->stages[stages[i]];
    pk_text_add(out, i > 0 ? " → " : "");
    pk_text_add(out, pk_name_text(&stage->name, lang, stage->id));
    pk_text_add(out, pk_path_facts_third(w, stages[i]) > 0 ? "*" : "");
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

static void say_route(pk_pen *pen, const pk_path_facts *w, const pk_path_fact *route) {
  pk_text names = PK_TEXT_EMPTY, line = PK_TEXT_EMPTY;
  chain_of_names(w, pen->lang, route->stages, route->length, &names);
  pk_word_add(&line, pen->lang, "paths.route", "stages", names.data ? names.data : "", "months",
              pk_pen_number(pen, route->months, 1), NULL);
  say_share(pen, route->chance, &line);
  pen->out.failed = pen->out.failed || names.failed;
  pk_text_free(&names);
  pk_text_free(&line);
}

static void say_rest(pk_pen *pen, const pk_path_facts *w) {
  pk_text line = PK_TEXT_EMPTY;
  double others = w->routes.employed - listed_share(w);
  pk_word_add(&line, pen->lang, "paths.rest", "others",
              pk_pen_percent(pen, others > 1e-9 ? others : 0), "none",
              pk_pen_percent(pen, 1 - w->routes.employed), NULL);
  pk_text_add_char(&pen->out, '\n');
  pk_pen_paragraph(pen, "", line.data ? line.data : "");
  pk_pen_paragraph(pen, "", pk_word(pen->lang, "paths.star"));
  pen->out.failed = pen->out.failed || line.failed;
  pk_text_free(&line);
}

static void say_named(pk_pen *pen, const pk_path_facts *w) {
  if (w->model->path_count > 0)
    pk_pen_heading(pen, pk_word(pen->lang, "paths.named"));
  for (int i = 0; i < w->model->path_count; i++) {
    const pk_path *path = &w->model->paths[i];
    pk_text line = PK_TEXT_EMPTY;
    pk_text_addf(&line, "%s: ", pk_name_text(&path->name, pen->lang, path->id));
    chain_of_names(w, pen->lang, path->stages, path->stage_count, &line);
    say_share(pen, w->named[i].chance, &line);
    pk_text_free(&line);
  }
}

static void say_all(pk_pen *pen, const pk_path_facts *w) {
  pk_text steps = PK_TEXT_EMPTY, heading = PK_TEXT_EMPTY;
  static const char *const keys[3] = {"result.in-month", "result.in-week", "result.in-day"};
  pk_word_add(&steps, pen->lang, keys[w->model->step], "n",
              pk_pen_number(pen, w->model->horizon, 0), NULL);
  pk_word_add(&heading, pen->lang, "paths.heading", "within", steps.data ? steps.data : "", NULL);
  pk_pen_bold(pen, true);
  pk_pen_paragraph(pen, "", heading.data ? heading.data : "");
  pk_pen_bold(pen, false);
  pk_text_add_char(&pen->out, '\n');
  for (int i = 0; i < w->route_count; i++)
    say_route(pen, w, &w->route[i]);
  say_rest(pen, w);
  say_named(pen, w);
  if (w->limits) {
    pk_text_add_char(&pen->out, '\n');
    pk_pen_paragraph(pen, "", pk_word(pen->lang, "lit.no-limits"));
  }
  pen->out.failed = pen->out.failed || steps.failed || heading.failed;
  pk_text_free(&steps);
  pk_text_free(&heading);
}

char *polku_paths_text(const polku_model *model, const polku_rules *rules, int count,
                       polku_lang lang, polku_report *report) {
  pk_path_facts w;
  char *out = NULL;
  if (!model || !rules)
    return NULL;
  if (find_ways(&w, model, rules, count, report)) {
    pk_pen pen;
    pk_pen_start(&pen, lang, 80, false);
    say_all(&pen, &w);
    out = pk_pen_take(&pen);
    if (!out)
      pk_report_memory(report);
  }
  pk_path_facts_free(&w);
  return out;
}
