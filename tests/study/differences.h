/* Slopes the slow way: the model unfolded anew with a number a little larger and a little smaller,
 * Richardson's extrapolation over halved distances. */
#ifndef DIFFERENCES_H
#define DIFFERENCES_H

#include "study/result.h"
#include "study/slopes.h"
#include "study/spread.h"
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct sloped {
  char *text;
  polku_report *report;
  polku_model *model;
  polku_rules *rules;
  pk_arena *arena;
  pk_study study;
  pk_variant variant;
  int group;
  pk_slopes slopes;
} sloped;

static inline void sloped_fail(const sloped *s) {
  char *text = polku_report_text(s->report, POLKU_EN, false);
  fail_msg("%s\n%s", text ? text : "out of memory", s->text);
}

/* From a text, which it takes. */
static inline sloped sloped_new(char *text, int group, double people) {
  sloped s = {.text = text, .report = polku_report_new(), .arena = pk_arena_new(), .group = group};
  s.variant = (pk_variant){.people = people, .money = true};
  s.model = polku_model_read("slopes", text, strlen(text), s.report);
  s.rules = polku_rules_load(s.model, POLKU_SOURCE_DIR "/plugins", s.report);
  if (!s.rules || !pk_study_start(&s.study, s.model, s.rules, s.arena) ||
      !pk_slopes_make(&s.slopes, &s.study, &s.variant, group, s.arena, s.report))
    sloped_fail(&s);
  return s;
}

/* A model written in one line with quotes as '. */
static inline sloped sloped_read(const char *parts, int group) {
  size_t room = strlen(parts) + 100;
  char *text = malloc(room);
  assert_non_null(text);
  snprintf(text, room, "{'format':'polku/1',%s}", parts);
  for (char *c = text; *c; c++)
    if (*c == '\'')
      *c = '"';
  return sloped_new(text, group, 0);
}

static inline void sloped_free(sloped *s) {
  pk_arena_free(s->arena);
  polku_rules_free(s->rules);
  polku_model_free(s->model);
  polku_report_free(s->report);
  free(s->text);
}

static inline double slope_of(const sloped *s, const char *pointer, int question) {
  for (int i = 0; i < s->slopes.quantity_count; i++)
    if (strcmp(s->slopes.quantities[i].number->pointer, pointer) == 0)
      return s->slopes.slope[i * s->slopes.question_count + question];
  fail_msg("no number at %s", pointer);
  return NAN;
}

/* An account in all, seen from t = 0, as results tell it. */
static inline double account_of(const pk_solution *s, int group, int account) {
  double sum = 0;
  for (size_t i = 0; i < s->chain->start_count; i++)
    if (group < 0 || s->chain->start_group[i] == group)
      sum += pk_solution_people(s, i) * pk_solution_whole(s, s->money[account], i) *
             pow(s->pay.discount[account], s->chain->start_time[i]);
  return sum;
}

/* All questions, with one number changed. */
static inline void answers_at(const sloped *s, const pk_quantity *q, double value, double *to) {
  pk_nudge nudge = {s->model, q, value};
  pk_variant variant = s->variant;
  variant.value = pk_nudge_value;
  variant.context = &nudge;
  pk_solution solution;
  if (!pk_solution_new(&solution, &s->study, &variant, s->report))
    sloped_fail(s);
  for (int o = 0; o < PK_OUTCOMES; o++)
    to[o] = pk_outcome_at(&solution, s->group, (pk_outcome)o, s->model->horizon);
  for (int a = 0; a < s->model->account_count; a++)
    to[PK_OUTCOMES + a] = account_of(&solution, s->group, a);
  pk_solution_free(&solution);
}

/* What the shares out of a stage, or the chances of one step, leave for one more. */
static inline double room_above(const sloped *s, const pk_quantity *q) {
  double value = q->number->value, room = 1 - value;
  if (q->form != PK_QUANTITY_SHARE && q->form != PK_QUANTITY_PER_STEP)
    return room;
  const pk_transition *t = &s->model->transitions[q->part];
  const pk_stage *from = &s->model->stages[t->from];
  for (int row = 0, rows = 40; row < rows && q->form == PK_QUANTITY_PER_STEP; row++) {
    double sum = 0;
    for (int e = 0; e < from->exit_count; e++) {
      const pk_transition *other = &s->model->transitions[from->exit_list[e]];
      sum += other->per_step[row < other->step_count ? row : other->step_count - 1].value;
    }
    if (row == q->at || (q->at == t->step_count - 1 && row > q->at))
      room = fmin(room, 1 - sum);
  }
  for (int e = 0; e < from->exit_count && q->form == PK_QUANTITY_SHARE; e++)
    if (s->model->transitions[from->exit_list[e]].rest)
      room = fmin(room, s->model->transitions[from->exit_list[e]].share.value);
  return room;
}

/* A distance that leaves the number what it is: a share within 0 … 1. */
static inline double distance(const sloped *s, const pk_quantity *q) {
  double value = q->number->value, far = 0.01 * fmax(fabs(value), 0.05);
  bool share = q->form == PK_QUANTITY_SHARE || q->form == PK_QUANTITY_PER_STEP ||
               q->form == PK_QUANTITY_UPTAKE || q->form == PK_QUANTITY_START;
  if (share)
    far = fmin(far, fmin(value, room_above(s, q)) / 2);
  if (q->form == PK_QUANTITY_LENGTH || q->form == PK_QUANTITY_AFTER) {
    const pk_distribution *d = q->of == PK_PART_STAGE ? &s->model->stages[q->part].duration
                                                      : &s->model->transitions[q->part].after;
    double steps = value * pk_unit_steps(d->unit, s->model->step);
    if (d->family == PK_GEOMETRIC)
      far = fmin(far, fmax(0, (steps - 1) / steps * value / 2));
  }
  return far;
}

enum { MOST_QUESTIONS = 16, HALVINGS = 3 };

/* The derivative, and what rounding of the answers may have done to it. */
static inline void differences(const sloped *s, const pk_quantity *q, double far, double *slope,
                               double *rounding) {
  double up[MOST_QUESTIONS], down[MOST_QUESTIONS], table[HALVINGS][MOST_QUESTIONS];
  int n = s->slopes.question_count;
  for (int k = 0; k < HALVINGS; k++) {
    double h = ldexp(far, -k);
    answers_at(s, q, q->number->value + h, up);
    answers_at(s, q, q->number->value - h, down);
    for (int i = 0; i < n; i++)
      table[k][i] = (up[i] - down[i]) / (2 * h);
  }
  for (int level = 1; level < HALVINGS; level++)
    for (int k = HALVINGS - 1; k >= level; k--)
      for (int i = 0; i < n; i++)
        table[k][i] += (table[k][i] - table[k - 1][i]) / (ldexp(1, 2 * level) - 1);
  for (int i = 0; i < n; i++) {
    slope[i] = table[HALVINGS - 1][i];
    rounding[i] = 4e-15 * fabs(up[i]) / ldexp(far, 1 - HALVINGS);
  }
}

#endif
