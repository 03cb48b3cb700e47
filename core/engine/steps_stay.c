/* One client's stay, asked step by step as the law of stay_law.h says: when it ends, by which exit,
 * with which clocks, and what rules pay for it.
 *
 * The end is drawn by inversion: of all stays that begin like this one, the share that has ended
 * after e steps grows with e, and the client's own number says at which e it is among them. What is
 * due or alive is followed as the unfolding of the chain follows it. */
#include "engine/steps.h"

#include <limits.h>
#include <math.h>
#include <string.h>

typedef struct stay {
  pk_side *side;
  const pk_stay_laws *laws;
  const pk_stay_law *law;
  pk_client *client;
  pk_clocks entry, clocks;
  int klass, stage, limit; /* limit in steps, 0: none */
  int behind, last;        /* steps before the first that is asked; the last that is */
  int born, variant;
  double u, ended; /* the client's number, and the share that has ended so far */
  int at;          /* steps of the stay that are over */
  bool pays;
  pk_paying paying;
} stay;

void pk_client_load(const pk_side *side, const pk_client *client, pk_clocks *clocks) {
  memset(clocks, 0, sizeof *clocks);
  if (side->steps->clock_count > 0)
    memcpy(clocks->at, client + 1, (size_t)side->steps->clock_count * sizeof *clocks->at);
}

void pk_client_store(const pk_side *side, pk_client *client, const pk_clocks *clocks) {
  if (side->steps->clock_count > 0)
    memcpy(pk_client_clocks(client), clocks->at,
           (size_t)side->steps->clock_count * sizeof *clocks->at);
}

/* ------------------------------------------------------------------------------ what is decided */

/* One of the exits of a decision, by lot; what was refused on the way is counted. */
static int choose(pk_side *side, int group, int stage, uint32_t word) {
  const pk_steps *steps = side->steps;
  const pk_stay_law *law = &steps->of.laws->law[stage];
  const int32_t *order = steps->order + steps->order_at[stage];
  int64_t *refused = pk_tally_group(steps->of.shape, side->tally, group) + steps->of.shape->refused;
  double u = pk_dice_narrow(word), sum = 0;
  int chosen = -1;
  for (int k = 0; k < law->exit_count && !(chosen >= 0 && u < sum); k++)
    if (side->p[order[k]] > 0) {
      chosen = order[k];
      sum += side->p[chosen];
    }
  for (int j = 0; j < law->exit_count; j++)
    if (side->refused[j] > 0)
      refused[law->exits[j].transition] += llround(side->refused[j] * PK_TALLY_PARTS);
  return chosen;
}

/* The chance that a stay like this one ends at step e, if it comes so far. */
static double ask(stay *s, int e, bool limit) {
  pk_moment moment = {.klass = s->klass,
                      .stage = s->stage,
                      .clocks = &s->clocks,
                      .elapsed = e,
                      .variant = s->variant,
                      .limit = limit,
                      .born = s->born,
                      .epoch = pk_epoch(s->side, s->side->t + e - s->behind)};
  if (s->law->hazard)
    moment.row = e - 1 < s->law->rows ? e - 1 : s->law->rows - 1;
  return pk_stay_decide(s->laws, &moment, s->side->p, s->side->refused);
}

/* Asks a share `*mass` of all stays like this one; true when this one is among those that end,
 * which leave `*mass`. */
static bool ask_share(stay *s, int e, bool limit, double *mass) {
  double part = *mass * ask(s, e, limit);
  s->ended += part;
  *mass -= part;
  return part > 0 && s->u < s->ended;
}

/* One step of the stay goes by: it is paid for as it begins. */
static void step_on(stay *s) {
  int epoch = pk_epoch(s->side, s->side->t + s->at + 1 - s->behind);
  if (s->pays)
    pk_pay_step(s->side, &s->paying, s->at);
  if (s->side->steps->clock_count > 0)
    pk_rules_step(s->laws->rules_at[epoch], s->stage, &s->clocks);
  s->at++;
}

static void count_over_limit(const stay *s) {
  const pk_layout *shape = s->side->steps->of.shape;
  int group = pk_client_group(s->side, s->client);
  pk_tally_group(shape, s->side->tally, group)[shape->over_limit + (size_t)s->stage] +=
      (int64_t)PK_TALLY_PARTS;
}

static double first_due(const stay *s, double *scale) {
  double left = s->law->left[s->behind];
  *scale = left > 0 ? 1 / left : 0;
  return left > 0 ? 0 : 1;
}

/* Shares, where all who are due can leave or none: nobody is asked before the own length is over.
 * Gives the step at which the stay ends, 0: none. */
static int play_shares(stay *s) {
  double scale, due = first_due(s, &scale);
  for (int e = s->behind + 1; e <= s->last; e++) {
    step_on(s);
    if (!s->limit || e <= s->limit)
      due += s->law->length[e - 1] * scale;
    bool over = s->u < due, late = s->limit && e >= s->limit;
    if ((over || late) && ask(s, e, !over) > 0)
      return e;
    if (e == s->limit)
      count_over_limit(s);
  }
  return 0;
}

/* Shares, where a part of those who are due may leave and another may not, because they get other
 * supports: `due` are those whose length is over, `late` those whom the limit ends. */
static int play_mixed_shares(stay *s) {
  double scale, due = first_due(s, &scale), late = 0;
  for (int e = s->behind + 1; e <= s->last; e++) {
    step_on(s);
    if (!s->limit || e <= s->limit)
      due += s->law->length[e - 1] * scale;
    if (e == s->limit)
      late = s->law->left[e] * scale;
    if (due > 0 && ask_share(s, e, false, &due))
      return e;
    if (late > 0 && ask_share(s, e, true, &late))
      return e;
    if (e == s->limit)
      count_over_limit(s);
  }
  return 0;
}

/* The part of a variant that is left after the steps before t = 0, all exits having been open. */
static double survived(const stay *s, int variant) {
  const pk_stay_law *law = s->law;
  const double *factor = pk_stay_factors(law, s->born, variant);
  double sum = 0;
  for (int e = 1; e <= s->behind; e++) {
    int row = e - 1 < law->rows ? e - 1 : law->rows - 1;
    for (int j = 0; j < law->exit_count; j++)
      sum += law->hazard[(size_t)row * (size_t)law->exit_count + (size_t)j] * factor[j];
  }
  return exp(-sum);
}

/* Which supports the client gets. */
static int draw_variant(const stay *s) {
  const pk_stay_law *law = s->law;
  double sum = 0, upto = 0;
  if (law->variant_count == 1)
    return 0;
  const pk_client *c = s->client;
  uint32_t word[4];
  uint32_t visit = (uint32_t)(pk_client_visits(s->side->steps, s->client)[s->stage] - 1);
  pk_dice(s->side->run->key, c->number, pk_client_origin(s->side, c)->hash,
          s->side->steps->stage_id[s->stage], visit, PK_DICE_ABOUT, word);
  for (int v = 0; v < law->variant_count; v++)
    sum += law->variant_share[v] * (s->behind > 0 ? survived(s, v) : 1);
  double u = pk_dice_narrow(word[0]) * (sum > 0 ? sum : 1);
  for (int v = 0; v < law->variant_count; v++) {
    upto += law->variant_share[v] * (sum > 0 && s->behind > 0 ? survived(s, v) : 1);
    if (u < upto)
      return v;
  }
  return law->variant_count - 1;
}

/* Race and per step: at every step the hazards, and from the limit on whatever is left. */
static int play_rates(stay *s) {
  double alive = 1;
  s->variant = draw_variant(s);
  for (int e = s->behind + 1; e <= s->last && alive > 0; e++) {
    step_on(s);
    if (ask_share(s, e, false, &alive))
      return e;
    if (s->limit && e >= s->limit && alive > 0 && ask_share(s, e, true, &alive))
      return e;
    if (e == s->limit)
      count_over_limit(s);
    if (alive < 1e-60)
      alive = 0;
  }
  return 0;
}

/* ------------------------------------------------------------------------------ the whole stay */

/* As in the unfolding: a stay of a caseload that is over its limit ends at the next step. */
static int limit_of(const stay *s) {
  if (!s->laws->rules->present)
    return 0;
  int steps = pk_rules_limit(s->laws->rules_at[s->born], s->klass, s->stage, &s->clocks);
  if (steps <= 0 || steps > s->side->steps->horizon + s->behind)
    return 0;
  return steps < s->behind + 1 ? s->behind + 1 : steps;
}

static int play_form(stay *s) {
  if (s->law->passage || s->law->form == PK_EXITS_NONE)
    return 0;
  if (s->law->form != PK_EXITS_SHARES)
    return play_rates(s);
  return s->law->variant_count > 1 ? play_mixed_shares(s) : play_shares(s);
}

static void begin_to_pay(stay *s) {
  s->at = s->behind;
  s->pays = pk_rules_pays(s->laws->rules, s->stage);
  s->paying = (pk_paying){s->client, &s->entry, &s->clocks, s->klass, s->behind};
  if (s->pays)
    pk_pay_entry(s->side, &s->paying);
}

/* A stay that nobody may end was not followed to the horizon. */
static void pay_to_the_end(stay *s, int end) {
  if (!s->pays)
    return;
  while (s->at < end)
    step_on(s);
  pk_pay_end(s->side, &s->paying);
}

static int play_asked(pk_side *side, pk_client *client, int behind, const uint32_t word[4]) {
  const pk_steps *steps = side->steps;
  stay s = {.side = side,
            .laws = steps->of.laws,
            .law = &steps->of.laws->law[client->stage],
            .client = client,
            .klass = pk_client_klass(side, client),
            .stage = client->stage,
            .behind = behind,
            .last = behind + steps->horizon - side->t,
            .born = pk_epoch(side, side->t),
            .u = pk_dice_wide(word[0], word[1])};
  pk_client_load(side, client, &s.clocks);
  s.entry = s.clocks;
  s.limit = limit_of(&s);
  begin_to_pay(&s);
  int e = play_form(&s);
  pay_to_the_end(&s, e > 0 ? e : s.last);
  if (e == 0)
    return INT_MAX;
  client->exit = choose(side, pk_client_group(side, client), client->stage, word[2]);
  pk_client_store(side, client, &s.clocks);
  return side->t + e - behind;
}

/* A table may reach further than there is time. */
static int play_table(pk_side *side, pk_client *client, const pk_table *table,
                      const uint32_t word[4]) {
  int e = pk_table_length(table, pk_dice_wide(word[0], word[1]));
  if (e == 0 || e > side->steps->horizon - side->t)
    return INT_MAX;
  const pk_steps *steps = side->steps;
  const pk_stay_law *law = &steps->of.laws->law[client->stage];
  const int32_t *order = steps->order + steps->order_at[client->stage];
  size_t row = (size_t)(e - 1 < table->rows ? e - 1 : table->rows - 1) * (size_t)law->exit_count;
  const double *upto = table->exits + row;
  double u = pk_dice_narrow(word[2]);
  int k = 0;
  while (u >= upto[k] && upto[k] < upto[law->exit_count - 1])
    k++;
  client->exit = order[k];
  if (table->refused) {
    int64_t *part = pk_tally_group(steps->of.shape, side->tally, pk_client_group(side, client)) +
                    steps->of.shape->refused;
    for (int j = 0; j < law->exit_count; j++)
      part[law->exits[j].transition] += table->refused[row + (size_t)j];
  }
  return side->t + e;
}

int pk_stay_play(pk_side *side, pk_client *client, int behind, const uint32_t word[4]) {
  const pk_steps *steps = side->steps;
  if (steps->of.laws->law[client->stage].form == PK_EXITS_NONE &&
      !pk_rules_pays(steps->of.rules, client->stage))
    return INT_MAX;
  if (steps->tables && behind == 0) {
    size_t klass = (size_t)pk_client_klass(side, client);
    const pk_table *table =
        &steps->tables[klass * (size_t)steps->stage_count + (size_t)client->stage];
    if (table->upto)
      return play_table(side, client, table, word);
  }
  return play_asked(side, client, behind, word);
}

int pk_passage_play(pk_side *side, pk_client *client, int elapsed, uint32_t word) {
  pk_clocks clocks;
  pk_client_load(side, client, &clocks);
  pk_moment moment = {.klass = pk_client_klass(side, client),
                      .stage = client->stage,
                      .clocks = &clocks,
                      .elapsed = elapsed,
                      .born = pk_epoch(side, side->t),
                      .epoch = pk_epoch(side, side->t)};
  if (!(pk_stay_decide(side->steps->of.laws, &moment, side->p, side->refused) > 0))
    return -1;
  if (pk_rules_pays(side->steps->of.rules, client->stage)) {
    const pk_paying paying = {client, &clocks, &clocks, moment.klass, 0};
    pk_pay_entry(side, &paying);
    pk_pay_end(side, &paying);
  }
  return choose(side, pk_client_group(side, client), client->stage, word);
}
