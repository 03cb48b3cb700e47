/* From a model to the slopes of its outcomes: unfold, pass forward and backward, meet, and carry
 * what is found there back to the numbers.
 *
 * Cost: one unfolding that keeps its pattern; three passes of the engine over the chain for all
 * questions at once; one look at every link, exit and table. Then each number is a sum over its own
 * table. */
#include "study/slopes_work.h"

#include <math.h>
#include <string.h>

/* ----------------------------------------------------------------------------- numbers of stays */

static void add(double *to, const double *from, double by, size_t count) {
  for (size_t i = 0; i < count; i++)
    to[i] += by * from[i];
}

/* A share along its line: `rest` loses what it gains; without one the others do, in proportion. */
static void share(const pk_slope_work *w, const pk_quantity *q, double *to, double *row) {
  const pk_stage *from = &w->model->stages[w->model->transitions[q->part].from];
  double others = 0;
  int rest = -1;
  for (int e = 0; e < from->exit_count; e++) {
    const pk_transition *t = &w->model->transitions[from->exit_list[e]];
    rest = t->rest ? from->exit_list[e] : rest;
    if (from->exit_list[e] != q->part && !t->rest)
      others += pk_edges_at(&w->edges, &t->share);
  }
  pk_slope_share(w->laws, q->part, to);
  for (int e = 0; e < from->exit_count; e++) {
    int other = from->exit_list[e];
    double value = pk_edges_at(&w->edges, &w->model->transitions[other].share);
    bool gives = rest >= 0 ? other == rest : other != q->part && others > 0;
    if (!gives)
      continue;
    pk_slope_share(w->laws, other, row);
    add(to, row, rest >= 0 ? -1 : -value / others, w->width);
  }
}

/* Amounts: an account is the sum of time spent and entries, times what is paid. */
static void money(const pk_slope_work *w, const pk_quantity *q, double *to) {
  const pk_money *line = &w->model->stages[q->part].money[q->at];
  size_t question = (size_t)(PK_OUTCOMES + line->account),
         at = (size_t)q->part * w->width + question;
  memset(to, 0, w->width * sizeof *to);
  to[question] =
      q->form == PK_QUANTITY_ENTRY_MONEY ? w->entries[at] : w->steps[at] / w->solution.per;
}

static void unknown(double *to, size_t count) {
  for (size_t i = 0; i < count; i++)
    to[i] = NAN;
}

/* One number that is not a group's, into `to`; `row` is scratch. False when memory ran out. */
static bool number(pk_slope_work *w, const pk_quantity *q, double *to, double *row) {
  switch (q->form) {
  case PK_QUANTITY_SHARE:
    share(w, q, to, row);
    return true;
  case PK_QUANTITY_PER_STEP:
    pk_slope_per_step(w->laws, q->part, q->at, to);
    return true;
  case PK_QUANTITY_LENGTH:
    return pk_slope_duration(w->laws, q->part, q->at, pk_edges_value, &w->edges, to);
  case PK_QUANTITY_AFTER:
    return pk_slope_after(w->laws, q->part, q->at, pk_edges_value, &w->edges, to);
  case PK_QUANTITY_RATIO:
    pk_slope_ratio(w->laws, q->part, q->at, to);
    return true;
  case PK_QUANTITY_UPTAKE:
    pk_slope_uptake(w->laws, q->part, to);
    return true;
  case PK_QUANTITY_PER_STEP_MONEY:
  case PK_QUANTITY_ENTRY_MONEY:
    money(w, q, to);
    return true;
  default:
    unknown(to, w->width);
    return true;
  }
}

static bool of_group(pk_quantity_form form) {
  return form == PK_QUANTITY_START || form == PK_QUANTITY_SIZE || form == PK_QUANTITY_ARRIVAL ||
         form == PK_QUANTITY_INITIAL;
}

static bool numbers(pk_slope_work *w) {
  size_t questions = (size_t)w->out->question_count;
  double *to = PK_NEW_ARRAY(w->arena, double, 2 * w->width);
  for (int i = 0; to && i < w->out->quantity_count; i++) {
    if (of_group(w->out->quantities[i].form))
      continue;
    if (!number(w, &w->out->quantities[i], to, to + w->width))
      return false;
    memcpy(w->out->slope + (size_t)i * questions, to, questions * sizeof *to);
  }
  return to != NULL;
}

/* --------------------------------------------------------------------------------- all together */

/* Outcomes are per client, accounts for all people; what nobody can tell is told so. */
static void finish(pk_slope_work *w, double entered) {
  static const double NOBODY = 1e-9; /* who is only there because an edge was left */
  size_t questions = (size_t)w->out->question_count;
  for (int i = 0; i < w->out->quantity_count; i++) {
    double *to = w->out->slope + (size_t)i * questions;
    for (size_t q = 0; q < questions; q++)
      to[q] *= q >= PK_OUTCOMES ? w->solution.scale : entered > NOBODY ? 1 / entered : NAN;
    if (!w->at_edges && pk_edges_hold(&w->edges, w->out->quantities[i].number))
      unknown(to, questions);
  }
}

/* The chain, a hair's breadth inside the edges; where that makes it too large, as it is written. */
static bool unfold(pk_slope_work *w, const pk_variant *variant, polku_report *report) {
  pk_variant inside = {.withdrawn = variant->withdrawn,
                       .people = variant->people,
                       .money = true,
                       .keep_pattern = true,
                       .keep_sifted = true};
  polku_report *aside = w->edges.count > 0 ? polku_report_new() : NULL;
  if (w->edges.count > 0 && !aside) {
    pk_report_memory(report);
    return false;
  }
  if (aside) {
    inside.value = pk_edges_value;
    inside.context = &w->edges;
    w->at_edges = pk_solution_unfold(&w->solution, w->study, &inside, aside);
    bool machine = polku_report_failed(aside);
    polku_report_free(aside);
    inside.value = NULL;
    if (machine) {
      pk_report_memory(report);
      return false;
    }
  }
  return w->at_edges || pk_solution_unfold(&w->solution, w->study, &inside, report);
}

static bool find(pk_slope_work *w) {
  double entered = pk_slope_entered(w);
  if (!pk_slope_passes(w) || !numbers(w) || !pk_slope_begins(w, entered))
    return false;
  finish(w, entered);
  return true;
}

static bool make(pk_slope_work *w, const pk_variant *variant, pk_arena *arena,
                 polku_report *report) {
  pk_slopes *out = w->out;
  out->question_count = PK_OUTCOMES + w->model->account_count;
  out->quantities = pk_quantities(w->model, arena, &out->quantity_count);
  out->slope =
      PK_NEW_ARRAY(arena, double, (size_t)out->quantity_count *(size_t)out->question_count);
  if (!out->quantities || !out->slope || !w->arena ||
      !pk_edges_find(&w->edges, w->model, out->quantities, out->quantity_count, w->arena)) {
    pk_report_memory(report);
    return false;
  }
  if (!unfold(w, variant, report))
    return false;
  bool found = find(w);
  pk_solution_free(&w->solution);
  if (!found)
    pk_report_memory(report);
  return found;
}

bool pk_slopes_make(pk_slopes *slopes, const pk_study *study, const pk_variant *variant, int group,
                    pk_arena *arena, polku_report *report) {
  *slopes = (pk_slopes){0};
  pk_slope_work work = {.study = study,
                        .model = study->model,
                        .out = slopes,
                        .group = group,
                        .people = variant->people,
                        .arena = pk_arena_new()};
  bool made = make(&work, variant, arena, report);
  pk_arena_free(work.arena);
  return made;
}
