/* What a person should know about how clients move before they believe the numbers. */
#include "base/text.h"
#include "chain/check.h"
#include "chain/duration.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void warn(pk_check *c, const char *pointer, const char *code, const char *const *args) {
  pk_place place;
  pk_model_place(c->model, pointer, true, &place);
  pk_report_add(c->report, &place, code, args[0], args[1], args[2], args[3], args[4], args[5],
                args[6], args[7], args[8], args[9], args[10], args[11], NULL);
}

/* "wage_subsidy: 380/2023 § 82": the rule that says no and its section; "no-actor" where everyone
 * who could take the client is withdrawn, "no-exit" for a passage that leads nowhere now. */
char *pk_check_reason(const pk_check *c, const pk_moment *moment, const pk_exit *exit) {
  pk_text text = PK_TEXT_EMPTY;
  pk_refusal refusal = {0};
  bool closed = pk_stay_closed(c->laws, exit, moment->epoch);
  if (!closed && !pk_rules_refusal(c->laws->rules_at[moment->epoch], moment->klass, exit->to,
                                   moment->clocks, moment->elapsed, &refusal))
    return NULL;
  if (!refusal.rule)
    pk_text_add(&text, closed ? "no-actor" : "no-exit");
  else {
    pk_text_add(&text, refusal.rule);
    if (refusal.ref)
      pk_text_addf(&text, ": %s", refusal.ref);
  }
  return pk_text_take(&text);
}

/* ------------------------------------------------------------------------------- lengths */

static const char *steps_word(const pk_model *model) {
  return model->step == PK_STEP_MONTH  ? "chain.months"
         : model->step == PK_STEP_WEEK ? "chain.weeks"
                                       : "chain.days";
}

static void warn_rounding(pk_check *c, const pk_stage *stage) {
  double mean = pk_duration_mean(&stage->duration, c->model->step);
  double rounded = pk_duration_rounded_mean(&stage->duration, c->model->step);
  if (!isfinite(mean) || fabs(rounded - mean) <= 0.05 * mean)
    return;
  char before[32], after[32];
  pk_number_text(before, round(mean * 100) / 100);
  pk_number_text(after, round(rounded * 100) / 100);
  warn(c, stage->duration.pointer, "W-ROUNDING",
       (const char *[12]){"stage", stage->id, "mean", before, "rounded", after, "unit",
                          steps_word(c->model)});
}

/* The initial caseload holds stays that by their stage's own law should be over. */
static void warn_initial(pk_check *c, const pk_group *group, const pk_initial *initial) {
  const pk_stay_law *law = &c->laws->law[initial->stage];
  if (initial->waiting || !law->left || law->left[initial->elapsed] > 0)
    return;
  char elapsed[32];
  pk_number_text(elapsed, initial->elapsed);
  warn(c, group->pointer, "W-INITIAL-LONG",
       (const char *[12]){"group", group->id, "stage", c->model->stages[initial->stage].id,
                          "elapsed", elapsed, "unit", steps_word(c->model)});
}

static void check_lengths(pk_check *c) {
  for (int s = 0; s < c->model->stage_count; s++)
    if (c->model->stages[s].has_duration)
      warn_rounding(c, &c->model->stages[s]);
  for (int g = 0; g < c->model->group_count; g++)
    for (int i = 0; i < c->model->groups[g].initial_count; i++)
      warn_initial(c, &c->model->groups[g], &c->model->groups[g].initial[i]);
}

/* ------------------------------------------------------------------------------- reach */

static void reach(pk_check *c, int32_t at, size_t *found) {
  bool *known = at < 0 ? &c->point_reached[~at] : &c->entry_reached[at];
  if (*known)
    return;
  *known = true;
  c->found[(*found)++] = at;
}

void pk_check_reach(pk_check *c, int group) {
  const pk_chain *chain = c->chain;
  size_t found = 0;
  memset(c->entry_reached, 0, chain->entry_count * sizeof(bool));
  memset(c->point_reached, 0, chain->point_count * sizeof(bool));
  for (size_t i = 0; i < chain->start_count; i++)
    if (group < 0 || chain->start_group[i] == group)
      reach(c, chain->start_at[i], &found);
  while (found > 0) {
    int32_t at = c->found[--found];
    if (at >= 0)
      for (size_t k = chain->entry_row[at]; k < chain->entry_row[at + 1]; k++)
        reach(c, ~chain->link_point[k], &found);
    else
      for (size_t k = chain->point_row[~at]; k < chain->point_row[~at + 1]; k++)
        reach(c, chain->exit_to[k], &found);
  }
}

static void check_unreached(pk_check *c) {
  const pk_chain *chain = c->chain;
  if (chain->start_count == 0)
    return;
  memset(c->stage_flag, 0, (size_t)chain->stage_count * sizeof(bool));
  for (size_t x = 0; x < chain->entry_count; x++)
    if (c->entry_reached[x])
      c->stage_flag[chain->entry_stage[x]] = true;
  for (size_t y = 0; y < chain->point_count; y++)
    if (c->point_reached[y])
      c->stage_flag[chain->point_stage[y]] = true;
  char horizon[32];
  pk_number_text(horizon, c->model->horizon);
  for (int s = 0; s < chain->stage_count; s++)
    if (!c->stage_flag[s])
      warn(c, c->model->stages[s].pointer, "W-UNREACHED",
           (const char *[12]){"stage", c->model->stages[s].id, "horizon", horizon, "unit",
                              steps_word(c->model)});
}

/* ------------------------------------------------------------------------------- refusals */

static void clocks_at(const pk_chain *chain, const uint64_t *all, size_t i, pk_clocks *clocks) {
  memset(clocks, 0, sizeof *clocks);
  for (int k = 0; k < chain->clock_count; k++)
    clocks->at[k] = all[i * (size_t)chain->clock_count + (size_t)k];
}

static const pk_exit *exit_of(const pk_check *c, const pk_transition *t, int transition) {
  const pk_stay_law *law = &c->laws->law[t->from];
  for (int j = 0; j < law->exit_count; j++)
    if (law->exits[j].transition == transition)
      return &law->exits[j];
  return NULL;
}

static void warn_rescaled(pk_check *c, size_t point, int transition) {
  const pk_chain *chain = c->chain;
  const pk_transition *t = &c->model->transitions[transition];
  const pk_exit *exit = exit_of(c, t, transition);
  pk_clocks clocks;
  clocks_at(chain, chain->point_clocks, point, &clocks);
  pk_moment moment = {.klass = chain->point_klass[point],
                      .stage = t->from,
                      .clocks = &clocks,
                      .elapsed = chain->point_elapsed[point],
                      .born = chain->point_born[point],
                      .epoch = chain->point_epoch[point]};
  char *reason = exit ? pk_check_reason(c, &moment, exit) : NULL;
  if (!reason) {
    pk_report_memory(c->report);
    return;
  }
  warn(c, c->model->stages[t->from].pointer, "W-REFUSED-RESCALED",
       (const char *[12]){"stage", c->model->stages[t->from].id, "to", c->model->stages[t->to].id,
                          "transition", t->id, "reason", reason});
  free(reason);
}

/* Once for each transition that some client is refused while its stage does not say where to then.
 */
static void check_rescaled(pk_check *c) {
  const pk_chain *chain = c->chain;
  memset(c->transition_flag, 0, (size_t)chain->transition_count * sizeof(bool));
  for (size_t y = 0; y < chain->point_count; y++) {
    const pk_stage *stage = &c->model->stages[chain->point_stage[y]];
    if (stage->exits != PK_EXITS_SHARES || stage->refused >= 0)
      continue;
    for (size_t r = chain->refused_row[y]; r < chain->refused_row[y + 1]; r++) {
      int transition = chain->refused_transition[r];
      if (!c->transition_flag[transition])
        warn_rescaled(c, y, transition);
      c->transition_flag[transition] = true;
    }
  }
}

static void check_limits(pk_check *c) {
  const pk_chain *chain = c->chain;
  memset(c->stage_flag, 0, (size_t)chain->stage_count * sizeof(bool));
  for (size_t x = 0; x < chain->entry_count; x++) {
    const pk_stage *stage = &c->model->stages[chain->entry_stage[x]];
    if (chain->over_limit[x] > 1e-12 && !c->stage_flag[chain->entry_stage[x]])
      warn(c, stage->pointer, "W-OVER-LIMIT", (const char *[12]){"stage", stage->id});
    if (chain->over_limit[x] > 1e-12)
      c->stage_flag[chain->entry_stage[x]] = true;
  }
}

/* ------------------------------------------------------------------------------- all of it */

static bool start(pk_check *c) {
  size_t stages = (size_t)c->chain->stage_count + 1;
  size_t transitions = (size_t)c->chain->transition_count + 1;
  c->entry_reached = calloc(c->chain->entry_count + 1, sizeof(bool));
  c->point_reached = calloc(c->chain->point_count + 1, sizeof(bool));
  c->found = calloc(c->chain->entry_count + c->chain->point_count + 1, sizeof *c->found);
  c->stage_flag = calloc(stages, sizeof(bool));
  c->transition_flag = calloc(transitions, sizeof(bool));
  return c->entry_reached && c->point_reached && c->found && c->stage_flag && c->transition_flag;
}

static void end(pk_check *c) {
  free(c->entry_reached);
  free(c->point_reached);
  free(c->found);
  free(c->stage_flag);
  free(c->transition_flag);
}

static void check_chain(pk_check *c) {
  if (start(c)) {
    pk_check_reach(c, -1);
    check_unreached(c);
    check_rescaled(c);
    check_limits(c);
    pk_check_traps(c);
  } else
    pk_report_memory(c->report);
  end(c);
}

static bool leave_place(void *context, const polku_problem *problem, pk_place *place) {
  (void)context;
  (void)problem;
  (void)place;
  return false;
}

/* The chain; where it is too large, which is no mistake of the model, a warning: clients can be
 * simulated one by one all the same, but nobody has looked for traps. */
static pk_chain *chain_of(const pk_check *c, const pk_chain_options *options) {
  static const char *const large[] = {"E-CHAIN-LARGE", "E-CHAIN-CLOCK", "E-CHAIN-CHANGES"};
  polku_report *own = polku_report_new();
  pk_chain *chain = own ? pk_chain_new(c->model, c->rules, options, own) : NULL;
  bool too_large = false;
  for (size_t i = 0; own && !chain && i < sizeof large / sizeof *large; i++)
    too_large = too_large || pk_report_has(own, large[i], NULL);
  if (too_large)
    pk_report_add(c->report, NULL, "W-CHAIN-LARGE", NULL);
  else if (own)
    pk_report_take(c->report, own, leave_place, NULL);
  else
    pk_report_memory(c->report);
  polku_report_free(own);
  return chain;
}

void pk_chain_check(const pk_model *model, const pk_rules *rules, polku_report *report) {
  static const pk_chain_options plain = {0};
  if (!model || !rules)
    return;
  pk_check c = {.model = model, .rules = rules, .report = report};
  c.laws = pk_stay_laws_new(model, rules, &plain, report);
  if (!c.laws)
    return;
  check_lengths(&c);
  c.chain = chain_of(&c, &plain);
  if (c.chain)
    check_chain(&c);
  pk_chain_free(c.chain);
  pk_stay_laws_free(c.laws);
}
