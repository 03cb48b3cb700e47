/* What a desk does with an order: reads its models and their rules, and asks the library. */
#include "workshop/desk/desk.h"

#include <stdlib.h>
#include <string.h>

enum { CASES = 2, LANGS = 3, PNG_SCALE = 2 };

/* An order that is being done, with what its models were read to. */
typedef struct doing {
  desk *desk;
  const desk_order *order;
  desk_case cases[CASES]; /* those that it does not name are empty */
  polku_lang lang;
  polku_report *report;
  size_t length; /* of what was made, where it is no text */
} doing;

/* --------------------------------------------------------------------------------- what is said */

static void add_problem(json_out *out, const polku_problem *p) {
  static const char *const severities[] = {"error", "warning", "remark"};
  json_next(out);
  json_raw(out, "{");
  json_string_member(out, "severity", severities[p->severity]);
  json_string_member(out, "code", p->code);
  json_string_member(out, "file", p->file);
  json_string_member(out, "pointer", p->pointer);
  json_int_member(out, "line", p->line);
  json_int_member(out, "column", p->column);
  json_int_member(out, "length", p->length);
  json_string_member(out, "message", p->message);
  json_string_member(out, "hint", p->hint);
  json_raw(out, "}");
}

char *desk_problems(polku_report *const *reports, size_t count) {
  json_out out = JSON_OUT_EMPTY;
  polku_problem problem;
  json_raw(&out, "{");
  for (int lang = 0; lang < LANGS; lang++) {
    json_name(&out, polku_lang_id((polku_lang)lang));
    json_raw(&out, "[");
    for (size_t r = 0; r < count; r++)
      for (size_t i = 0; polku_report_at(reports[r], i, (polku_lang)lang, &problem); i++)
        add_problem(&out, &problem);
    json_raw(&out, "]");
  }
  json_raw(&out, "}");
  return json_take(&out);
}

/* -------------------------------------------------------------------------------- kinds of work */

polku_renderer *desk_renderer(desk *d, polku_report *report) {
  if (!d->renderer)
    d->renderer = polku_renderer_new(d->renderer_path, report);
  return d->renderer;
}

static char *vocabulary(doing *d) {
  return polku_vocabulary_json(d->cases[0].model, d->cases[0].rules);
}

/* Also of a model that was refused: that is the answer. */
static char *problems(doing *d) {
  polku_report *const reports[] = {d->cases[0].report, d->report};
  polku_check(d->cases[0].model, d->cases[0].rules, d->report);
  return desk_problems(reports, 2);
}

static char *figures(doing *d) {
  return desk_figures(&d->cases[0], d->order, d->report);
}

static char *picture(doing *d) {
  const desk_request *r = &d->order->request;
  polku_case other = {d->cases[1].model, d->cases[1].rules, d->order->strings[DESK_NAME_B]};
  polku_renderer *renderer = desk_renderer(d->desk, d->report);
  polku_draw_options options = {.lang = d->lang,
                                .view = (polku_view)r->view,
                                .theme = (polku_theme)r->theme,
                                .paper = (polku_paper)r->paper,
                                .path = d->order->strings[DESK_PATH],
                                .touch = r->touch,
                                .renderer = renderer,
                                .other = other.model ? &other : NULL};
  polku_drawing *drawing =
      renderer ? polku_draw(d->cases[0].model, d->cases[0].rules, &options, d->report) : NULL;
  char *bytes = polku_render(renderer, drawing, (polku_format)r->format,
                             r->format == POLKU_PNG ? PNG_SCALE : 1, &d->length, d->report);
  polku_drawing_free(drawing);
  return bytes;
}

static char *explanation(doing *d) {
  polku_question question = {.group = d->order->strings[DESK_GROUP],
                             .stage = d->order->strings[DESK_STAGE]};
  return polku_explain_json(d->cases[0].model, d->cases[0].rules, &question, d->lang, d->report);
}

static char *leverage(doing *d) {
  polku_sensitivity_options options = {.leverage_only = true};
  polku_sensitivity *found =
      polku_find_sensitivity(d->cases[0].model, d->cases[0].rules, &options, d->report);
  char *json = found ? polku_sensitivity_json(found) : NULL;
  polku_sensitivity_free(found);
  return json;
}

static char *result(doing *d) {
  polku_result *found = polku_simulate(d->cases[0].model, d->cases[0].rules, NULL, d->report);
  char *json = found ? polku_result_json(found) : NULL;
  polku_result_free(found);
  return json;
}

/* What the second case does differently, a line for each language (desks.h). */
static char *told(doing *d) {
  json_out out = JSON_OUT_EMPTY;
  for (int lang = 0; lang < LANGS; lang++) {
    char *sentences = polku_model_told(d->cases[0].model, d->cases[1].model, d->cases[1].rules,
                                       (polku_lang)lang, d->report);
    if (!sentences) {
      free(json_take(&out));
      return NULL;
    }
    json_raw(&out, lang > 0 ? "\n" : "");
    json_raw(&out, sentences);
    free(sentences);
  }
  return json_take(&out);
}

/* The report of the first case; or both cases side by side. */
static char *page(doing *d, size_t count) {
  const polku_case cases[CASES] = {
      {d->cases[0].model, d->cases[0].rules, d->order->strings[DESK_NAME_A]},
      {d->cases[1].model, d->cases[1].rules, d->order->strings[DESK_NAME_B]}};
  polku_page_options options = {
      .lang = d->lang, .comparison_only = count > 1, .renderer = desk_renderer(d->desk, d->report)};
  return options.renderer ? polku_page(cases, count, &options, d->report) : NULL;
}

static char *report(doing *d) {
  return page(d, 1);
}

static char *comparison(doing *d) {
  return page(d, CASES);
}

static char *others(doing *d) {
  return desk_others(&d->cases[0], d->order, d->report);
}

static char *minutes(doing *d) {
  polku_renderer *renderer = desk_renderer(d->desk, d->report);
  return renderer ? desk_minutes(d->cases, d->order, renderer, d->report) : NULL;
}

/* What is done, and what it needs: how many models, and whether they must be whole. */
static const struct {
  char *(*make)(doing *d);
  int models;
  bool refused_too;
} works[] = {[DESK_VOCABULARY] = {vocabulary, 1, false},
             [DESK_PROBLEMS] = {problems, 1, true},
             [DESK_FIGURES] = {figures, 1, false},
             [DESK_PICTURE] = {picture, 1, false},
             [DESK_TELL] = {told, 2, false},
             [DESK_EXPLAIN] = {explanation, 1, false},
             [DESK_LEVERAGE] = {leverage, 1, false},
             [DESK_RESULT] = {result, 1, false},
             [DESK_REPORT] = {report, 1, false},
             [DESK_COMPARE] = {comparison, 2, false},
             [DESK_MINUTES] = {minutes, 2, false},
             [DESK_OTHERS] = {others, 1, true}};

/* ------------------------------------------------------------------------------------ the order */

/* Reads the models of an order; false where one that it must have is missing, or memory ran out. */
static bool find_cases(doing *d, int needed) {
  char *const *strings = d->order->strings;
  int last = strings[DESK_TEXT_B] ? 1 : 0;
  for (int i = 0; i < CASES; i++) {
    const desk_sheet sheet = {strings[DESK_NAME_A + i] ? strings[DESK_NAME_A + i] : "",
                              strings[DESK_TEXT_A + i], d->order->request.lengths[DESK_TEXT_A + i],
                              i == last ? strings[DESK_SCENARIO] : NULL};
    if (!sheet.text && i < needed)
      return false;
    if (sheet.text && !cabinet_find(d->desk->cabinet, &sheet,
                                    d->order->request.kind == DESK_PROBLEMS, &d->cases[i]))
      return false;
  }
  return true;
}

/* Whether every model of the order was read, with its rules. */
static bool whole(const doing *d) {
  for (int i = 0; i < CASES; i++)
    if (d->cases[i].report && !d->cases[i].rules)
      return false;
  return true;
}

/* Whether the machine failed, and not the model: memory ran out, who draws was lost. Then nothing
 * is said of the model, and another desk tries. */
static bool machine_failed(const doing *d) {
  bool failed = polku_report_failed(d->report);
  for (int i = 0; i < CASES; i++)
    failed = failed || (d->cases[i].report && polku_report_failed(d->cases[i].report));
  return failed;
}

static void refuse(doing *d, desk_answer *answer) {
  polku_report *reports[CASES + 1];
  size_t count = 0;
  for (int i = 0; i < CASES; i++)
    if (d->cases[i].report && !d->cases[i].rules)
      reports[count++] = d->cases[i].report;
  reports[count++] = d->report;
  answer->wrong = true;
  answer->bytes = desk_problems(reports, count);
  answer->length = answer->bytes ? strlen(answer->bytes) : 0;
}

void desk_work(desk *at, const desk_order *order, desk_answer *answer) {
  doing d = {.desk = at,
             .order = order,
             .lang = (polku_lang)order->request.lang,
             .report = answer->report};
  uint32_t kind = order->request.kind;
  if (kind >= sizeof works / sizeof *works || !find_cases(&d, works[kind].models)) {
    polku_report_fail(answer->report, "E-MEMORY", NULL);
  } else if (works[kind].refused_too || whole(&d)) {
    answer->bytes = works[kind].make(&d);
    answer->length = !answer->bytes ? 0 : d.length > 0 ? d.length : strlen(answer->bytes);
  }
  if (!answer->bytes && !machine_failed(&d))
    refuse(&d, answer);
}
