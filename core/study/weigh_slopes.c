/* The derivative of the outcome with respect to each number. It is that of the model without
 * limits: where places are played there is none of the model itself. */
#include "base/report.h"
#include "study/weighing.h"

#include <math.h>

static bool as_it_is(void *context, const polku_problem *problem, pk_place *place) {
  (void)context;
  (void)problem;
  (void)place;
  return false;
}

/* A chain that is too large for derivatives is no failure: the numbers have none then. */
static bool may_do_without(pk_weighing *w, const polku_report *own) {
  if (pk_report_has(own, "E-CHAIN-LARGE", NULL) || pk_report_has(own, "E-CHAIN-CLOCK", NULL) ||
      pk_report_has(own, "E-CHAIN-CHANGES", NULL))
    return true;
  pk_report_take(w->report, own, as_it_is, NULL);
  return false;
}

static bool derive(pk_weighing *w, pk_slopes *slopes, polku_report *own) {
  pk_variant variant = {.withdrawn = w->withdrawn, .people = w->of.people};
  pk_study study;
  if (!pk_study_start(&study, w->model, w->rules, w->scratch)) {
    pk_report_memory(own);
    return false;
  }
  study.refine = w->of.refine;
  study.tolerance = w->of.tolerance;
  return pk_slopes_make(slopes, &study, &variant, w->group, w->scratch, own);
}

bool pk_weigh_slopes(pk_weighing *w, double *slope) {
  pk_slopes slopes;
  polku_report *own = polku_report_new();
  if (!own) {
    pk_report_memory(w->report);
    return false;
  }
  bool made = derive(w, &slopes, own);
  for (int i = 0; i < w->quantity_count; i++)
    slope[i] = made ? slopes.slope[i * slopes.question_count + (int)w->s->outcome] : NAN;
  bool good = made || may_do_without(w, own);
  polku_report_free(own);
  return good;
}
