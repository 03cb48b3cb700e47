/* What if one number were another: all questions of a sensitivity, answered side by side.
 *
 * Where places are played each question is as many runs as every other, with the luck of the runs
 * with the written numbers, so that a difference run by run is what the number does. Numbers of
 * places are no parameters of a chain: who asks about them gets a model that differs in them. */
#include "engine/crew.h"
#include "study/weighing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct answering {
  pk_weighing *w;
  double *written; /* [runs]: the outcome with the written numbers */
  double **room;   /* [threads][runs] */
  bool failed;
} answering;

bool pk_is_places(const pk_quantity *q) {
  return q->form == PK_QUANTITY_WHOLE &&
         (q->of == PK_PART_SUPPORT || strcmp(q->field, "places") == 0);
}

int pk_ask_number(pk_weighing *w, const pk_quantity *quantity, double value) {
  w->asked[w->asked_count] = (pk_what_if){
      .quantity = quantity, .transition = -1, .value = value, .times = 1, .change = NAN};
  return w->asked_count++;
}

int pk_ask_transition(pk_weighing *w, int transition, double more) {
  w->asked[w->asked_count] =
      (pk_what_if){.transition = transition, .value = more, .times = 1, .change = NAN};
  return w->asked_count++;
}

/* --------------------------------------------------------------------------- along other lines */

typedef struct push {
  const pk_model *model;
  const pk_what_if *asked;
} push;

/* A `rest` grows, and the others keep their proportions. */
static double beside_rest(const push *p, const pk_transition *rest, const pk_number *number) {
  const pk_stage *from = &p->model->stages[rest->from];
  double old = rest->share.value;
  for (int i = 0; i < from->exit_count; i++)
    if (&p->model->transitions[from->exit_list[i]].share == number)
      return old < 1 ? number->value * (1 - old - p->asked->value) / (1 - old) : number->value;
  return number->value;
}

static double pushed(void *context, const pk_number *number) {
  const push *p = context;
  const pk_transition *t = &p->model->transitions[p->asked->transition];
  if (t->rest)
    return number == &t->share ? number->value + p->asked->value : beside_rest(p, t, number);
  for (int k = 0; k < t->step_count; k++)
    if (&t->per_step[k] == number)
      return number->value + p->asked->value;
  return number->value;
}

/* ------------------------------------------------------------------------------- other places */

static bool swap_standing(pk_model *m, const pk_what_if *asked, pk_arena *arena) {
  const pk_quantity *q = asked->quantity;
  pk_stage *stages = PK_NEW_ARRAY(arena, pk_stage, (size_t)m->stage_count);
  const pk_stage *old = &m->stages[q->part];
  pk_standing *standings = PK_NEW_ARRAY(arena, pk_standing, (size_t)old->standing_count);
  if (!stages || !standings)
    return false;
  memcpy(stages, m->stages, (size_t)m->stage_count * sizeof *stages);
  memcpy(standings, old->standings, (size_t)old->standing_count * sizeof *standings);
  standings[q->at].places.value = asked->value;
  stages[q->part].standings = standings;
  m->stages = stages;
  return true;
}

static bool swap_effect(pk_model *m, const pk_what_if *asked, pk_arena *arena) {
  const pk_quantity *q = asked->quantity;
  pk_support *supports = PK_NEW_ARRAY(arena, pk_support, (size_t)m->support_count);
  const pk_support *old = &m->supports[q->part];
  pk_effect *effects = PK_NEW_ARRAY(arena, pk_effect, (size_t)old->effect_count);
  if (!supports || !effects)
    return false;
  memcpy(supports, m->supports, (size_t)m->support_count * sizeof *supports);
  memcpy(effects, old->effects, (size_t)old->effect_count * sizeof *effects);
  effects[q->at].ratio.value = asked->value;
  supports[q->part].effects = effects;
  m->supports = supports;
  return true;
}

/* ----------------------------------------------------------------------------------- answering */

static bool reckon(answering *a, const pk_what_if *asked, int thread, double *out) {
  const pk_weighing *w = a->w;
  pk_reckoning how = {.runs = w->s->runs};
  pk_nudge nudge = {w->model, asked->quantity, asked->value};
  push other = {w->model, asked};
  pk_model model = *w->model;
  pk_arena *arena = NULL;
  bool good = true;
  if (asked->quantity && pk_is_places(asked->quantity)) {
    arena = pk_arena_new();
    good = arena && (asked->quantity->of == PK_PART_SUPPORT ? swap_effect(&model, asked, arena)
                                                            : swap_standing(&model, asked, arena));
    how.model = &model;
    if (!good)
      pk_reckoner_memory(w->reckoner, thread);
  } else if (asked->quantity) {
    how.value = pk_nudge_value;
    how.context = &nudge;
  } else if (asked->transition >= 0) {
    how.value = pushed;
    how.context = &other;
  }
  good = good && pk_reckon(w->reckoner, &how, thread, out, NULL);
  pk_arena_free(arena);
  return good;
}

/* Mean and standard error of the differences. */
static void tell(const answering *a, const double *out, pk_what_if *asked) {
  int runs = a->w->s->runs;
  double sum = 0, square = 0;
  for (int k = 0; k < runs; k++)
    sum += out[k] - a->written[k];
  for (int k = 0; k < runs; k++) {
    double d = out[k] - a->written[k] - sum / runs;
    square += d * d;
  }
  asked->change = asked->times * sum / runs;
  asked->error = runs > 1 ? fabs(asked->times) * sqrt(square / (runs - 1.0) / runs) : 0;
}

static bool answer_item(void *context, size_t item, int thread) {
  answering *a = context;
  pk_weighing *w = a->w;
  if (thread == 0 && !pk_weighing_on(w, (double)item / w->asked_count))
    return false;
  if (!reckon(a, &w->asked[item], thread, a->room[thread])) {
    a->failed = true;
    return false;
  }
  tell(a, a->room[thread], &w->asked[item]);
  return true;
}

static bool make_room(answering *a) {
  size_t runs = (size_t)a->w->s->runs;
  a->written = PK_NEW_ARRAY(a->w->scratch, double, runs);
  a->room = PK_NEW_ARRAY(a->w->scratch, double *, (size_t)a->w->threads);
  bool good = a->written && a->room;
  for (int i = 0; good && i < a->w->threads; i++)
    good = (a->room[i] = PK_NEW_ARRAY(a->w->scratch, double, runs)) != NULL;
  if (!good)
    pk_report_memory(a->w->report);
  return good;
}

bool pk_what_if_all(pk_weighing *w) {
  answering a = {.w = w};
  pk_what_if nothing = {.transition = -1};
  if (!make_room(&a))
    return false;
  bool good = reckon(&a, &nothing, 0, a.written);
  if (good && !pk_crew_work(w->threads, (size_t)w->asked_count, answer_item, &a))
    good = !a.failed;
  if (!good)
    pk_reckoner_failed(w->reckoner);
  return good;
}
