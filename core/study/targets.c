/* What was observed, held against what is computed. */
#include "base/text.h"
#include "study/runs.h"

#include <math.h>
#include <string.h>

static bool known(const char *outcome) {
  for (int o = 0; o < PK_OUTCOMES; o++)
    if (strcmp(outcome, pk_outcome_name((pk_outcome)o)) == 0)
      return true;
  return strcmp(outcome, "months_to_employment.median") == 0;
}

bool pk_check_target(const pk_model *model, const pk_target *target, polku_report *report) {
  pk_text pointer = PK_TEXT_EMPTY;
  pk_place place;
  if (known(target->outcome))
    return true;
  pk_text_addf(&pointer, "/targets/%s/outcome", target->id);
  if (pointer.failed) {
    pk_report_memory(report);
  } else {
    pk_model_place(model, pointer.data, false, &place);
    pk_report_add(report, &place, "W-TARGET-OUTCOME", "target", target->id, "outcome",
                  target->outcome, NULL);
  }
  pk_text_free(&pointer);
  return false;
}

/* The median is that of the whole horizon, if it is reached by then. */
static double counted_value(const pk_making *m, const pk_target *target) {
  for (int o = 0; o < PK_OUTCOMES; o++)
    if (strcmp(target->outcome, pk_outcome_name((pk_outcome)o)) == 0)
      return pk_counted_outcome(m->playing, m->playing->point.sum, target->group, (pk_outcome)o,
                                target->at);
  double median = pk_answer_at_index(m, target->group + 1)->median;
  return median <= target->at * pk_step_months(m->model->step) ? median : NAN;
}

static double target_value(const pk_making *making, const pk_target *target) {
  const pk_solution *s = &making->solution;
  if (!known(target->outcome)) {
    pk_check_target(making->model, target, making->report);
    return NAN;
  }
  if (making->playing)
    return counted_value(making, target);
  for (int o = 0; o < PK_OUTCOMES; o++)
    if (strcmp(target->outcome, pk_outcome_name((pk_outcome)o)) == 0)
      return pk_outcome_at(s, target->group, (pk_outcome)o, target->at);
  return pk_median_months(s, target->group, target->at);
}

bool pk_make_targets(pk_making *making) {
  polku_result *r = making->result;
  const pk_model *m = making->model;
  bool ok = true;
  r->targets = PK_NEW_ARRAY(r->arena, pk_met_target, (size_t)m->target_count);
  for (int i = 0; r->targets && i < m->target_count; i++) {
    const pk_target *t = &m->targets[i];
    pk_met_target *met = &r->targets[r->target_count++];
    met->label = pk_copy_label(r->arena, t->id, &t->name, &ok);
    met->outcome = pk_strdup(r->arena, t->outcome);
    met->group = t->group >= 0 ? r->groups[t->group].group.id : NULL;
    met->at = t->at;
    met->observed = t->observed.value;
    met->has_interval = t->observed.prior == PK_PRIOR_EVENTS;
    met->events = t->observed.a;
    met->of = t->observed.b;
    met->value = target_value(making, t);
    ok = ok && met->outcome;
  }
  if (!ok || !r->targets)
    pk_report_memory(making->report);
  return ok && r->targets;
}
