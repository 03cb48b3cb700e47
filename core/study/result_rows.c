/* A result as rows, one number each: what tables, data frames and databases are filled from.
 *
 * Rows come in a fixed order, all clients first, then group by group. At each step and stage there
 * is a row also where nobody is, so that means over rows are means; what happens to nobody at all
 * (a refusal, a host without clients) has none. */
#include "study/result.h"

#include <math.h>

typedef struct teller {
  const polku_result *result;
  const pk_answer *answer;
  polku_visit_row *visit;
  void *context;
  bool going;
} teller;

static const polku_row nothing = {.step = -1,
                                  .value = NAN,
                                  .low = NAN,
                                  .high = NAN,
                                  .luck_share = NAN,
                                  .mean = NAN,
                                  .error = NAN};

/* What one number is about; the teller adds the rest. */
typedef struct subject {
  int step, stage, transition, actor, account; /* −1: none */
} subject;

static const subject whole = {-1, -1, -1, -1, -1};

static polku_row row_of(const teller *t, const char *measure, const subject *s) {
  const polku_result *r = t->result;
  polku_row row = nothing;
  row.measure = measure;
  row.group = t->answer->group.id;
  row.step = s->step;
  row.stage = s->stage < 0 ? NULL : r->stages[s->stage].id;
  row.transition = s->transition < 0 ? NULL : r->transitions[s->transition].id;
  row.actor = s->actor < 0 ? NULL : r->actors[s->actor].id;
  row.account = s->account < 0 ? NULL : r->accounts[s->account].id;
  return row;
}

static void tell(teller *t, const polku_row *row) {
  t->going = t->going && t->visit(t->context, row);
}

static void number(teller *t, const char *measure, const subject *s, double value) {
  polku_row row = row_of(t, measure, s);
  row.value = value;
  tell(t, &row);
}

static void estimate(teller *t, const char *measure, const subject *s, const pk_estimate *e) {
  polku_row row = row_of(t, measure, s);
  row.value = e->interval.value;
  row.low = e->interval.low;
  row.high = e->interval.high;
  row.luck_share = e->interval.luck_share;
  row.mean = e->mean;
  row.error = e->error > 0 ? e->error : NAN;
  tell(t, &row);
}

static void outcomes(teller *t) {
  const pk_answer *a = t->answer;
  number(t, "people", &whole, a->people);
  for (int o = 0; o < PK_OUTCOMES; o++)
    estimate(t, pk_outcome_name((pk_outcome)o), &whole, &a->outcomes[o]);
  number(t, "months_to_employment.median", &whole, a->median);
}

static void money(teller *t) {
  const polku_result *r = t->result;
  for (int account = 0; account < r->account_count; account++) {
    subject s = whole;
    s.account = account;
    estimate(t, "amounts", &s, &t->answer->money[account]);
    for (s.stage = 0; s.stage < r->stage_count; s.stage++) {
      double amount = t->answer->money_by_stage[account * r->stage_count + s.stage];
      if (amount != 0)
        number(t, "amounts", &s, amount);
    }
  }
}

static void fall(teller *t, const char *measure, const subject *s, double value, double error) {
  polku_row row = row_of(t, measure, s);
  row.value = value;
  row.error = error;
  tell(t, &row);
}

static const struct {
  const char *alone, *share, *together;
} third_measures[PK_FALLING] = {
    {"reliance.employment_ratio", "shares.employment_ratio", "reliance_together.employment_ratio"},
    {"reliance.open_employment_ratio", "shares.open_employment_ratio",
     "reliance_together.open_employment_ratio"},
    {"reliance.employed_at_end", "shares.employed_at_end", "reliance_together.employed_at_end"},
    {"reliance.months_employed", "shares.months_employed", "reliance_together.months_employed"},
    {"reliance.lasting_employment", "shares.lasting_employment",
     "reliance_together.lasting_employment"}};

static void third_sector(teller *t) {
  const polku_result *r = t->result;
  const pk_answer *a = t->answer;
  number(t, "person_months_share", &whole, a->third_share);
  number(t, "reach", &whole, a->reach);
  number(t, "reach_of_employed", &whole, a->reach_of_employed);
  for (int i = 0; i < r->third_count; i++) {
    subject s = whole;
    s.actor = r->third[i];
    for (int o = 0, at = i * PK_FALLING; o < PK_FALLING; o++, at++)
      fall(t, third_measures[o].alone, &s, a->reliance[at], a->reliance_errors[at]);
    for (int o = 0, at = i * PK_FALLING; o < PK_FALLING; o++, at++)
      fall(t, third_measures[o].share, &s, a->shares[at], a->share_errors[at]);
  }
  for (int o = 0; o < PK_FALLING; o++)
    fall(t, third_measures[o].together, &whole, a->reliance_together[o], a->together_errors[o]);
}

static void person_months(teller *t) {
  const polku_result *r = t->result;
  subject s = whole;
  for (s.stage = 0; s.stage < r->stage_count; s.stage++)
    if (!r->stage_passage[s.stage])
      number(t, "person_months", &s, t->answer->person_months[s.stage]);
  s.stage = -1;
  for (s.actor = 0; s.actor < r->actor_count; s.actor++)
    if (t->answer->host_months[s.actor] != 0)
      number(t, "person_months", &s, t->answer->host_months[s.actor]);
}

static void moves(teller *t) {
  subject s = whole;
  for (s.transition = 0; s.transition < t->result->transition_count; s.transition++) {
    number(t, "moves", &s, t->answer->moves[s.transition]);
    if (t->answer->refused[s.transition] != 0)
      number(t, "refused", &s, t->answer->refused[s.transition]);
  }
  s.transition = -1;
  for (s.stage = 0; s.stage < t->result->stage_count; s.stage++)
    if (t->answer->over_limit[s.stage] != 0)
      number(t, "over_limit", &s, t->answer->over_limit[s.stage]);
}

static void door(teller *t, const pk_door *d) {
  subject s = whole;
  s.stage = d->stage;
  number(t, "queues.came", &s, d->came);
  number(t, "queues.let_in", &s, d->let_in);
  number(t, "queues.gave_up", &s, d->gave_up);
  number(t, "queues.turned_away", &s, d->turned_away);
  number(t, "queues.waited", &s, d->waited);
  number(t, "queues.longest", &s, d->longest_queue);
  number(t, "queues.places", &s, d->places);
  number(t, "queues.used", &s, d->used);
  number(t, "queues.over_capacity", &s, d->over_capacity);
}

/* Places are of all clients together. */
static void places(teller *t) {
  const polku_result *r = t->result;
  for (int i = 0; t->answer->doors && i < r->door_count; i++)
    door(t, &t->answer->doors[i]);
  for (int i = 0; t->answer == &r->all && r->stands && i < r->stand_count; i++) {
    subject s = whole;
    s.stage = r->stands[i].stage;
    s.actor = r->stands[i].actor;
    number(t, "hosts.places", &s, r->stands[i].places);
    number(t, "hosts.person_months", &s, r->stands[i].months);
    number(t, "hosts.used", &s, r->stands[i].used);
  }
}

static void curve(teller *t) {
  subject s = whole;
  for (s.step = 0; t->going && s.step <= t->result->horizon; s.step++) {
    number(t, "employment_ratio", &s, t->answer->employed[s.step]);
    number(t, "open_employment_ratio", &s, t->answer->open[s.step]);
    number(t, "employed", &s, t->answer->at_work[s.step]);
  }
}

static void at_stage(teller *t, const subject *s) {
  const pk_answer *a = t->answer;
  size_t cell = (size_t)s->step * (size_t)t->result->stage_count + (size_t)s->stage;
  if (!t->result->stage_passage[s->stage])
    number(t, "occupancy", s, a->occupancy[cell]);
  number(t, "entries", s, a->entries[cell]);
  if (a->waiting && !t->result->stage_passage[s->stage])
    number(t, "waiting", s, a->waiting[cell]);
}

static void flows(teller *t) {
  subject s = whole;
  for (s.step = 0; t->going && s.step <= t->result->horizon; s.step++)
    for (s.stage = 0; s.stage < t->result->stage_count; s.stage++)
      at_stage(t, &s);
}

static void tell_answer(teller *t, const pk_answer *answer) {
  t->answer = answer;
  outcomes(t);
  money(t);
  third_sector(t);
  person_months(t);
  moves(t);
  places(t);
  curve(t);
  flows(t);
}

bool polku_result_rows(const polku_result *result, polku_visit_row *visit, void *context) {
  if (!result || !visit)
    return false;
  teller t = {.result = result, .visit = visit, .context = context, .going = true};
  tell_answer(&t, &result->all);
  for (int g = 0; t.going && g < result->group_count; g++)
    tell_answer(&t, &result->groups[g]);
  return t.going;
}
