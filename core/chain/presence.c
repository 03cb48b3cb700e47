/* Projects begin and end, actors are withdrawn: what is left of a stage, a move, a support. */
#include "chain/presence.h"
#include "base/text.h"
#include "chain/chain.h"
#include <limits.h>
#include <math.h>

/* The first step whose day is not before `date`. */
static int step_of_date(const pk_model *model, pk_date date) {
  int days = date - model->start_date;
  if (model->step == PK_STEP_DAY)
    return days;
  if (model->step == PK_STEP_WEEK)
    return (int)ceil(days / 7.0);
  int month = days / 32 - 1;
  while (pk_date_add_months(model->start_date, month) < date)
    month++;
  return month;
}

/* Whether a time bounds anything; its step. A date without a start date bounds nothing. */
static bool bounded(const pk_model *model, const pk_when *when, int *step) {
  if (when->form == PK_ALWAYS || (when->form == PK_AT_DATE && !model->has_start_date))
    return false;
  *step = when->form == PK_AT_STEP ? when->step : step_of_date(model, when->date);
  return true;
}

typedef enum { THROUGHOUT, NEVER, IN_PART } when_there;

/* When something that holds from … until is there, of the moves at steps 1 … horizon. */
static when_there there(const pk_model *model, const pk_when *from, const pk_when *until) {
  int first = INT_MIN, end = INT_MAX;
  bounded(model, from, &first);
  bounded(model, until, &end);
  if (first > model->horizon || end <= 1 || first >= end)
    return NEVER;
  return first <= 1 && end > model->horizon ? THROUGHOUT : IN_PART;
}

bool pk_actor_absent(const pk_model *model, int actor, const bool *withdrawn) {
  if ((withdrawn && withdrawn[actor]) || (model->withdrawn && model->withdrawn[actor]))
    return true;
  const pk_actor *a = &model->actors[actor];
  return there(model, &a->from, &a->until) == NEVER;
}

bool pk_standing_absent(const pk_model *model, const pk_standing *standing, const bool *withdrawn) {
  return pk_actor_absent(model, standing->actor, withdrawn) ||
         there(model, &standing->from, &standing->until) == NEVER;
}

bool pk_support_works(const pk_model *model, const pk_support *support, const bool *withdrawn) {
  if (there(model, &support->from, &support->until) == NEVER)
    return false;
  for (int i = 0; i < support->actor_count; i++)
    if (!pk_actor_absent(model, support->actors[i], withdrawn))
      return true;
  return support->actor_count == 0;
}

static bool is_host(const pk_rules *rules, int stage, int standing) {
  int role = rules->standing_role[stage][standing];
  return role >= 0 && rules->roles[role].host;
}

bool pk_stage_closed(const pk_model *model, const pk_rules *rules, int stage,
                     const bool *withdrawn) {
  const pk_stage *s = &model->stages[stage];
  int hosts = 0;
  for (int i = 0; i < s->standing_count; i++) {
    if (!is_host(rules, stage, i))
      continue;
    if (!pk_standing_absent(model, &s->standings[i], withdrawn))
      return false;
    hosts++;
  }
  return hosts > 0;
}

bool pk_transition_closed(const pk_model *model, int transition, const bool *withdrawn) {
  const pk_transition *t = &model->transitions[transition];
  for (int i = 0; i < t->carrier_count; i++)
    if (!pk_actor_absent(model, t->carriers[i], withdrawn))
      return false;
  return t->carrier_count > 0;
}

/* Places that a standing gives: its number, or so many for each place of another stage; −1 when
 * that other stage is not limited. */
static double standing_places(const pk_model *model, const pk_rules *rules,
                              const pk_standing *standing, const bool *withdrawn) {
  if (standing->per_stage < 0)
    return standing->places.value;
  double workers = pk_stage_capacity(model, rules, standing->per_stage, withdrawn);
  return workers < 0 ? -1 : workers * standing->places.value;
}

/* Places that supports add, or take away where the hosts' number already counted them. */
static double support_places(const pk_model *model, int stage, const bool *withdrawn) {
  double places = 0;
  for (int i = 0; i < model->support_count; i++) {
    const pk_support *support = &model->supports[i];
    bool works = pk_support_works(model, support, withdrawn);
    for (int k = 0; k < support->effect_count; k++) {
      const pk_effect *effect = &support->effects[k];
      if (effect->form == PK_EFFECT_PLACES && effect->stage == stage && works != effect->included)
        places += works ? effect->ratio.value : -effect->ratio.value;
    }
  }
  return places;
}

double pk_stage_capacity(const pk_model *model, const pk_rules *rules, int stage,
                         const bool *withdrawn) {
  const pk_stage *s = &model->stages[stage];
  double sum = 0;
  bool limited = false;
  for (int i = 0; i < s->standing_count; i++) {
    const pk_standing *standing = &s->standings[i];
    if (!is_host(rules, stage, i) || !(standing->has_places || standing->per_stage >= 0))
      continue;
    double places = standing_places(model, rules, standing, withdrawn);
    if (places < 0)
      return -1;
    limited = true;
    if (!pk_standing_absent(model, standing, withdrawn))
      sum += places;
  }
  return limited ? fmax(0, sum + support_places(model, stage, withdrawn)) : -1;
}

static void warn_if_in_part(const pk_model *model, const pk_when *from, const pk_when *until,
                            const char *pointer, const char *what, polku_report *report) {
  if (there(model, from, until) != IN_PART)
    return;
  pk_place place;
  pk_model_place(model, pointer, true, &place);
  pk_report_add(report, &place, "W-UNTIL-LATER", "what", what, NULL);
}

static void warn_at(const pk_model *model, const pk_when *from, const pk_when *until,
                    const char *section, const char *id, polku_report *report) {
  pk_text pointer = PK_TEXT_EMPTY;
  pk_text_addf(&pointer, "/%s/%s", section, id);
  if (pointer.failed)
    pk_report_memory(report);
  else
    warn_if_in_part(model, from, until, pointer.data, id, report);
  pk_text_free(&pointer);
}

/* Whether a computation would be another one without the actor: a host, the carrier of a move, or
 * one whose support has an effect. Who only refers or advises is drawn and changes no number. */
static bool actor_matters(const pk_model *model, const pk_rules *rules, int actor) {
  for (int s = 0; s < model->stage_count; s++)
    for (int i = 0; i < model->stages[s].standing_count; i++)
      if (model->stages[s].standings[i].actor == actor && is_host(rules, s, i))
        return true;
  for (int t = 0; t < model->transition_count; t++)
    for (int i = 0; i < model->transitions[t].carrier_count; i++)
      if (model->transitions[t].carriers[i] == actor)
        return true;
  for (int k = 0; k < model->support_count; k++)
    for (int i = 0; model->supports[k].effect_count > 0 && i < model->supports[k].actor_count; i++)
      if (model->supports[k].actors[i] == actor)
        return true;
  return false;
}

void pk_presence_warn(const pk_model *model, const pk_rules *rules, polku_report *report) {
  for (int a = 0; a < model->actor_count; a++)
    if (actor_matters(model, rules, a))
      warn_at(model, &model->actors[a].from, &model->actors[a].until, "actors", model->actors[a].id,
              report);
  for (int s = 0; s < model->stage_count; s++)
    for (int i = 0; i < model->stages[s].standing_count; i++) {
      const pk_standing *standing = &model->stages[s].standings[i];
      if (is_host(rules, s, i))
        warn_if_in_part(model, &standing->from, &standing->until, standing->pointer,
                        model->actors[standing->actor].id, report);
    }
  for (int i = 0; i < model->support_count; i++)
    if (model->supports[i].effect_count > 0)
      warn_if_in_part(model, &model->supports[i].from, &model->supports[i].until,
                      model->supports[i].pointer, model->supports[i].id, report);
  if (model->follow_calendar) {
    pk_place place;
    pk_model_place(model, "/follow_calendar", true, &place);
    pk_report_add(report, &place, "W-CALENDAR-LATER", NULL);
  }
}
