/* Budgets that run out: what an entry is granted is reserved against the year in which it begins.
 *
 * Granted is what rules pay a month from the budget's account at that stage, asked as on entry, and
 * the model's own amount of that account there, for as long as the limit of the stay, or its mean
 * length where none limits it, and what is paid on entry. A caseload was granted before. */
#include "engine/steps.h"

#include "chain/duration.h"

#include <math.h>
#include <string.h>

/* ------------------------------------------------------------------------------------ the plan */

static bool names_kind(const pk_budget *budget, const char *kind) {
  for (int k = 0; kind && k < budget->kind_count; k++)
    if (strcmp(budget->kinds[k], kind) == 0)
      return true;
  return false;
}

bool pk_is_granted(const pk_model *model, int stage) {
  for (int b = 0; b < model->budget_count; b++)
    if (names_kind(&model->budgets[b], model->stages[stage].kind))
      return !model->stages[stage].passage;
  return false;
}

static pk_reserve make_grant(const pk_steps *steps, int budget, int stage) {
  const pk_model *model = steps->of.model;
  pk_reserve grant = {.budget = budget};
  for (int k = 0; k < model->stages[stage].money_count; k++) {
    const pk_money *money = &model->stages[stage].money[k];
    if (money->account != model->budgets[budget].account)
      continue;
    grant.per_step += pk_stay_laws_value(steps->of.laws, &money->per_step);
    grant.on_entry += pk_stay_laws_value(steps->of.laws, &money->on_entry);
  }
  return grant;
}

static bool make_grants(pk_steps *steps) {
  const pk_model *model = steps->of.model;
  size_t stages = (size_t)model->stage_count;
  int count = 0;
  pk_reserve *grants = PK_NEW_ARRAY(steps->arena, pk_reserve, stages * (size_t)model->budget_count);
  int *at = PK_NEW_ARRAY(steps->arena, int, stages + 1);
  if (!grants || !at)
    return false;
  for (int s = 0; s < model->stage_count; s++) {
    for (int b = 0; b < model->budget_count; b++)
      if (pk_is_granted(model, s) && names_kind(&model->budgets[b], model->stages[s].kind))
        grants[count++] = make_grant(steps, b, s);
    at[s + 1] = count;
  }
  steps->grants = grants;
  steps->grant_at = at;
  return true;
}

/* Mean length where chances go by steps: Σ P(longer than e), and for the last row, which goes on
 * for ever, the rest of a geometric law. */
static double mean_of_rates(const pk_stay_law *law, int steps) {
  double sum = 0, left = 1, rate = 0;
  for (int e = 0; e < steps && left > 0; e++) {
    int row = e < law->rows ? e : law->rows - 1;
    rate = 0;
    for (int j = 0; j < law->exit_count; j++)
      rate += law->hazard[(size_t)row * (size_t)law->exit_count + (size_t)j];
    sum += left;
    left = law->sure[row] ? 0 : left * exp(-rate);
  }
  return sum + (law->form == PK_EXITS_PER_STEP && rate > 0 ? left / -expm1(-rate) : 0);
}

/* Within the horizon where the mean is infinite, or the numbers are drawn. */
static double mean_of_shares(const pk_steps *steps, int stage) {
  const pk_stay_law *law = &steps->of.laws->law[stage];
  const pk_distribution *duration = &steps->of.model->stages[stage].duration;
  double mean = pk_duration_rounded_mean(duration, steps->of.model->step), sum = 0;
  for (int e = 0; e < steps->horizon; e++)
    sum += law->left[e];
  return isinf(mean) || steps->of.laws->options->value ? sum : mean;
}

static double mean_length(const pk_steps *steps, int stage) {
  const pk_stay_law *law = &steps->of.laws->law[stage];
  if (law->form == PK_EXITS_SHARES)
    return mean_of_shares(steps, stage);
  return law->form == PK_EXITS_NONE ? steps->horizon : mean_of_rates(law, steps->horizon);
}

/* The calendar year of a step, counted from that of the start; without a date, years of the model.
 */
static int year_of(const pk_model *model, int t) {
  if (!model->has_start_date)
    return (int)(t * pk_step_months(model->step) / 12 + 1e-9);
  int first, year, month, day;
  pk_date date = model->start_date;
  pk_date_split(date, &first, &month, &day);
  if (model->step == PK_STEP_MONTH)
    date = pk_date_add_months(date, t);
  else
    date += t * (model->step == PK_STEP_WEEK ? 7 : 1);
  pk_date_split(date, &year, &month, &day);
  return year - first;
}

bool pk_steps_budgets(pk_steps *steps) {
  int *years = PK_NEW_ARRAY(steps->arena, int, (size_t)steps->horizon + 1);
  double *mean = PK_NEW_ARRAY(steps->arena, double, (size_t)steps->stage_count);
  if (!years || !mean || !make_grants(steps))
    return false;
  for (int t = 0; t <= steps->horizon; t++)
    years[t] = year_of(steps->of.model, t);
  for (int s = 0; s < steps->stage_count; s++)
    mean[s] = steps->grant_at[s + 1] > steps->grant_at[s] ? mean_length(steps, s) : 0;
  steps->mean_length = mean;
  steps->year_of = years;
  steps->years = years[steps->horizon] + 1;
  return true;
}

/* ------------------------------------------------------------------------------------- an entry */

typedef struct entrant {
  const pk_side *side;
  pk_stay_asked stay;
  pk_clocks clocks;
  double months, steps; /* that are granted */
} entrant;

static double by_rules(const entrant *e, int account) {
  const pk_rules *rules = e->side->steps->of.rules;
  double sum = 0;
  for (int i = 0; i < rules->amount_count; i++) {
    const pk_amount *amount = &rules->amounts[i];
    if (amount->account == account && amount->pays[e->stay.stage])
      sum += pk_rules_amount(rules, amount, &e->stay) * (amount->on_entry ? 1 : e->months);
  }
  return sum;
}

static double cost(const entrant *e, const pk_reserve *grant) {
  int account = e->side->steps->of.model->budgets[grant->budget].account;
  return by_rules(e, account) + grant->per_step * e->steps + grant->on_entry;
}

static void ask_length(entrant *e) {
  const pk_steps *steps = e->side->steps;
  int limit = steps->of.rules->present
                  ? pk_rules_limit(steps->of.laws->rules_at[pk_epoch(e->side, e->side->t)],
                                   e->stay.klass, e->stay.stage, &e->clocks)
                  : 0;
  e->steps = limit > 0 ? limit : steps->mean_length[e->stay.stage];
  e->months = e->steps * pk_step_months(steps->of.model->step);
}

static double *reserved(const pk_side *side, int budget) {
  return &side->reserved[(size_t)budget * (size_t)side->steps->years +
                         (size_t)side->steps->year_of[side->t]];
}

static bool fits(const entrant *e, const pk_reserve *grant) {
  double year = pk_stay_laws_value(e->side->steps->of.laws,
                                   &e->side->steps->of.model->budgets[grant->budget].per_year);
  double wanted = cost(e, grant);
  return wanted <= 0 || *reserved(e->side, grant->budget) + wanted <= year * (1 + 1e-12);
}

bool pk_budget_reserve(pk_side *side, const pk_entrance *door, const pk_client *client) {
  const pk_steps *steps = side->steps;
  const pk_reserve *first = steps->grants + steps->grant_at[door->stage];
  const pk_reserve *end = steps->grants + steps->grant_at[door->stage + 1];
  entrant e = {.side = side,
               .stay = {.klass = pk_client_klass(side, client), .stage = door->stage}};
  e.stay.terms = e.stay.today = pk_rules_version(steps->of.rules, side->t);
  pk_client_load(side, client, &e.clocks);
  if (steps->clock_count > 0)
    pk_rules_enter(steps->of.rules, door->stage, &e.clocks);
  e.stay.entry = e.stay.now = &e.clocks;
  ask_length(&e);
  for (const pk_reserve *grant = first; grant < end; grant++)
    if (!fits(&e, grant))
      return false;
  for (const pk_reserve *grant = first; grant < end; grant++)
    *reserved(side, grant->budget) += cost(&e, grant);
  return true;
}
