/* What rules pay for stays, asked as a stay goes on: the clocks are at hand then.
 *
 * An amount that does not change within a stay is asked once. A stay's sum is discounted to t = 0
 * and rounded once, as the walk over a chain rounds it. */
#include "engine/steps.h"

#include <math.h>

bool pk_steps_powers(pk_steps *steps) {
  const pk_model *model = steps->of.model;
  size_t rows = (size_t)steps->horizon + 1;
  double *power = PK_NEW_ARRAY(steps->arena, double, (size_t)model->account_count *rows);
  if (!power)
    return false;
  for (size_t a = 0; a < (size_t)model->account_count; a++) {
    double step = pow(1 + model->accounts[a].discount, -pk_step_months(model->step) / 12);
    power[a * rows] = 1;
    for (size_t t = 1; t < rows; t++)
      power[a * rows + t] = power[a * rows + t - 1] * step;
  }
  steps->power = power;
  return true;
}

static double power_of(const pk_side *side, int account, int steps) {
  return side->steps->power[(size_t)account * ((size_t)side->steps->horizon + 1) + (size_t)steps];
}

/* The stay begins now, at side->t, as the run plays it. */
static pk_stay_asked asked(const pk_side *side, const pk_paying *p, int elapsed) {
  const pk_rules *rules = side->steps->of.rules;
  return (pk_stay_asked){.klass = p->klass,
                         .stage = p->client->stage,
                         .elapsed = elapsed,
                         .entry = p->entry,
                         .now = p->now,
                         .terms = pk_rules_version(rules, side->t),
                         .today = pk_rules_version(rules, side->t + elapsed - p->behind)};
}

void pk_pay_entry(pk_side *side, const pk_paying *p) {
  const pk_rules *rules = side->steps->of.rules;
  pk_stay_asked stay = asked(side, p, p->behind);
  for (int a = 0; a < side->steps->of.model->account_count; a++)
    side->paid[a] = 0;
  for (int i = 0; i < rules->amount_count; i++) {
    const pk_amount *amount = &rules->amounts[i];
    side->rate[i] = -1;
    if (amount->on_entry && p->behind == 0 && amount->account >= 0 &&
        amount->pays[p->client->stage])
      side->paid[amount->account] += pk_rules_amount(rules, amount, &stay);
  }
}

void pk_pay_step(pk_side *side, const pk_paying *p, int elapsed) {
  const pk_rules *rules = side->steps->of.rules;
  double months = pk_step_months(side->steps->of.model->step);
  pk_stay_asked stay = asked(side, p, elapsed);
  for (int i = 0; i < rules->amount_count; i++) {
    const pk_amount *amount = &rules->amounts[i];
    if (amount->on_entry || amount->account < 0 || !amount->pays[p->client->stage])
      continue;
    if (amount->changes || side->rate[i] < 0)
      side->rate[i] = pk_rules_amount(rules, amount, &stay);
    side->paid[amount->account] +=
        side->rate[i] * months * power_of(side, amount->account, elapsed - p->behind);
  }
}

void pk_pay_end(pk_side *side, const pk_paying *p) {
  const pk_layout *shape = side->steps->of.shape;
  int64_t *part = pk_tally_group(shape, side->tally, pk_client_group(side, p->client));
  for (int a = 0; a < side->steps->of.model->account_count; a++)
    part[shape->paid + (size_t)a * (size_t)shape->stage_count + (size_t)p->client->stage] +=
        llround(side->paid[a] * power_of(side, a, side->t) * PK_TALLY_COINS);
}
