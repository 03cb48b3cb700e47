/* A result as JSON that other programs read (format polku-result/1). The fields and
 * their order are stable; more may be added. */
#include "base/json.h"
#include "study/result.h"

#include <string.h>

static void numbers(pk_json *json, const char *key, const double *values, size_t count) {
  if (key)
    pk_json_key(json, key);
  pk_json_array(json);
  for (size_t i = 0; i < count; i++)
    pk_json_rounded(json, values[i]);
  pk_json_array_end(json);
}

static void matrix(pk_json *json, const char *key, const double *values, size_t rows,
                   size_t columns) {
  pk_json_key(json, key);
  pk_json_array(json);
  for (size_t i = 0; i < rows; i++) {
    pk_json_array(json);
    for (size_t j = 0; j < columns; j++)
      pk_json_rounded(json, values ? values[i * columns + j] : 0);
    pk_json_array_end(json);
  }
  pk_json_array_end(json);
}

/* { id: value, … }, all of them, or only those that are not 0. */
static void by_id(pk_json *json, const char *key, const pk_label *labels, const double *values,
                  int count, bool all) {
  pk_json_key(json, key);
  pk_json_object(json);
  for (int i = 0; i < count; i++)
    if (all || values[i] != 0)
      pk_json_rounded_field(json, labels[i].id, values[i]);
  pk_json_object_end(json);
}

static void interval_fields(pk_json *json, const pk_estimate *e) {
  pk_json_rounded_field(json, "low", e->interval.low);
  pk_json_rounded_field(json, "high", e->interval.high);
  pk_json_rounded_field(json, "luck_share", e->interval.luck_share);
  pk_json_rounded_field(json, "mean", e->mean);
}

static void estimate(pk_json *json, const char *key, const pk_estimate *e) {
  pk_json_key(json, key);
  pk_json_object(json);
  pk_json_rounded_field(json, "value", e->interval.value);
  interval_fields(json, e);
  pk_json_object_end(json);
}

/* Chance in the runs of a random engine: the standard error of each value, and how many runs would
 * halve it. */
static void monte_carlo(pk_json *json, const polku_result *r, const pk_answer *a) {
  if (!pk_result_random(r))
    return;
  pk_json_key(json, "monte_carlo");
  pk_json_object(json);
  pk_json_integer_field(json, "runs", r->runs);
  pk_json_integer_field(json, "runs_to_halve", 4LL * r->runs);
  pk_json_key(json, "error");
  pk_json_object(json);
  for (int o = 0; o < PK_OUTCOMES; o++)
    pk_json_rounded_field(json, pk_outcome_name((pk_outcome)o), a->outcomes[o].error);
  pk_json_object_end(json);
  pk_json_object_end(json);
}

/* ---------------------------------------------------------------------------- an answer's parts */

static void outcomes(pk_json *json, const pk_answer *a) {
  static const pk_outcome before[] = {PK_EMPLOYMENT_RATIO, PK_OPEN_EMPLOYMENT_RATIO,
                                      PK_EMPLOYED_AT_END};
  const pk_estimate *waiting = &a->outcomes[PK_RESTRICTED_MEAN];
  pk_json_key(json, "outcomes");
  pk_json_object(json);
  for (int i = 0; i < 3; i++)
    estimate(json, pk_outcome_name(before[i]), &a->outcomes[before[i]]);
  pk_json_key(json, "months_to_employment");
  pk_json_object(json);
  pk_json_rounded_field(json, "median", a->median);
  pk_json_rounded_field(json, "restricted_mean", waiting->interval.value);
  interval_fields(json, waiting);
  pk_json_object_end(json);
  estimate(json, "months_employed", &a->outcomes[PK_MONTHS_EMPLOYED]);
  estimate(json, "lasting_employment", &a->outcomes[PK_LASTING_EMPLOYMENT]);
  pk_json_object_end(json);
}

static void amounts(pk_json *json, const polku_result *r, const pk_answer *a) {
  pk_json_key(json, "amounts");
  pk_json_object(json);
  for (int i = 0; i < r->account_count; i++) {
    pk_json_key(json, r->accounts[i].id);
    pk_json_object(json);
    pk_json_rounded_field(json, "total", a->money[i].interval.value);
    by_id(json, "by_stage", r->stages, a->money_by_stage + i * r->stage_count, r->stage_count,
          false);
    interval_fields(json, &a->money[i]);
    pk_json_field(json, "unit", r->account_units[i]);
    pk_json_object_end(json);
  }
  pk_json_object_end(json);
}

static void falls(pk_json *json, const char *key, const double *values) {
  pk_json_key(json, key);
  pk_json_object(json);
  for (int o = 0; o < PK_FALLING; o++)
    pk_json_rounded_field(json, pk_outcome_name((pk_outcome)o), values[o]);
  pk_json_object_end(json);
}

/* { actor: { outcome: value, … }, … }. */
static void falls_by_actor(pk_json *json, const char *key, const polku_result *r,
                           const double *values) {
  pk_json_key(json, key);
  pk_json_object(json);
  for (int i = 0; i < r->third_count; i++)
    falls(json, r->actors[r->third[i]].id, values + i * PK_FALLING);
  pk_json_object_end(json);
}

static void shares(pk_json *json, const polku_result *r, const pk_answer *a) {
  falls_by_actor(json, "shares", r, a->shares);
  falls_by_actor(json, "shares_error", r, a->share_errors);
  pk_json_field(json, "shares_over", pk_shares_over(r));
  pk_json_integer_field(json, "shares_orders", r->share_orders);
  falls_by_actor(json, "reliance_error", r, a->reliance_errors);
  falls(json, "reliance_together_error", a->together_errors);
}

static void third_sector(pk_json *json, const polku_result *r, const pk_answer *a) {
  pk_json_key(json, "third_sector");
  pk_json_object(json);
  pk_json_rounded_field(json, "person_months_share", a->third_share);
  pk_json_rounded_field(json, "reach", a->reach);
  pk_json_rounded_field(json, "reach_of_employed", a->reach_of_employed);
  falls_by_actor(json, "reliance", r, a->reliance);
  falls(json, "reliance_together", a->reliance_together);
  pk_json_key(json, "reliance_unknown");
  pk_json_array(json);
  for (int i = 0; i < r->unknown_count; i++)
    pk_json_string(json, r->stages[r->reliance_unknown[i]].id);
  pk_json_array_end(json);
  shares(json, r, a);
  pk_json_object_end(json);
}

static void person_months(pk_json *json, const polku_result *r, const pk_answer *a) {
  pk_json_key(json, "person_months");
  pk_json_object(json);
  by_id(json, "by_stage", r->stages, a->person_months, r->stage_count, true);
  by_id(json, "by_host", r->actors, a->host_months, r->actor_count, false);
  pk_json_key(json, "by_sector");
  pk_json_object(json);
  for (int i = 0; i < 4; i++)
    pk_json_rounded_field(json, pk_sector_ids[i], a->sector_months[i]);
  pk_json_object_end(json);
  pk_json_rounded_field(json, "hosted", a->hosted_months);
  pk_json_object_end(json);
}

static void curve(pk_json *json, const polku_result *r, const pk_answer *a) {
  size_t rows = (size_t)r->horizon + 1;
  pk_json_key(json, "curve");
  pk_json_object(json);
  numbers(json, "employment_ratio", a->employed, rows);
  numbers(json, "open_employment_ratio", a->open, rows);
  numbers(json, "employed", a->at_work, rows);
  pk_json_object_end(json);
}

static void flows(pk_json *json, const polku_result *r, const pk_answer *a) {
  size_t rows = (size_t)r->horizon + 1, stages = (size_t)r->stage_count;
  matrix(json, "occupancy", a->occupancy, rows, stages);
  matrix(json, "waiting", a->waiting, rows, stages);
  by_id(json, "moves", r->transitions, a->moves, r->transition_count, true);
  by_id(json, "refused", r->transitions, a->refused, r->transition_count, false);
}

/* What happened at the doors of limited stages: clients, steps, and parts of one. */
static void queues(pk_json *json, const polku_result *r, const pk_answer *a) {
  pk_json_key(json, "queues");
  pk_json_object(json);
  for (int i = 0; a->doors && i < r->door_count; i++) {
    const pk_door *door = &a->doors[i];
    pk_json_key(json, r->stages[door->stage].id);
    pk_json_object(json);
    pk_json_rounded_field(json, "came", door->came);
    pk_json_rounded_field(json, "let_in", door->let_in);
    pk_json_rounded_field(json, "waited", door->waited);
    pk_json_rounded_field(json, "gave_up", door->gave_up);
    pk_json_rounded_field(json, "turned_away", door->turned_away);
    pk_json_rounded_field(json, "longest", door->longest_queue);
    pk_json_integer_field(json, "at", door->longest_at);
    pk_json_rounded_field(json, "places", door->places);
    pk_json_rounded_field(json, "used", door->used);
    pk_json_rounded_field(json, "over_capacity", door->over_capacity);
    pk_json_object_end(json);
  }
  pk_json_object_end(json);
}

static void hosts(pk_json *json, const polku_result *r) {
  pk_json_key(json, "hosts");
  pk_json_array(json);
  for (int i = 0; i < r->stand_count; i++) {
    const pk_stand *stand = &r->stands[i];
    pk_json_object(json);
    pk_json_field(json, "stage", r->stages[stand->stage].id);
    pk_json_field(json, "actor", r->actors[stand->actor].id);
    pk_json_rounded_field(json, "places", stand->places);
    pk_json_rounded_field(json, "person_months", stand->months);
    pk_json_rounded_field(json, "used", stand->used);
    pk_json_object_end(json);
  }
  pk_json_array_end(json);
}

static void the_rest(pk_json *json, const polku_result *r, const pk_answer *a) {
  by_id(json, "over_limit", r->stages, a->over_limit, r->stage_count, false);
  curve(json, r, a);
  person_months(json, r, a);
  queues(json, r, a);
  monte_carlo(json, r, a);
}

/* ---------------------------------------------------------------------------------- the whole */

/* "places", "tied", "large": why "auto" chose this engine; else NULL. */
static const char *why(const polku_result *r) {
  const char *word = r->why ? strchr(r->why, '-') : NULL;
  return word ? word + 1 : NULL;
}

static void header(pk_json *json, const polku_result *r) {
  pk_json_field(json, "format", "polku-result/1");
  pk_json_field(json, "model", r->file);
  pk_json_field(json, "scenario", r->scenario);
  pk_json_field(json, "engine", r->engine ? r->engine : "exact");
  pk_json_field(json, "why", why(r));
  pk_json_integer_field(json, "seed", (long long)r->seed);
  pk_json_integer_field(json, "runs", r->runs > 0 ? r->runs : 1);
  pk_json_integer_field(json, "runs_wanted", r->runs_asked > 0 ? r->runs_asked : 1);
  pk_json_bool_field(json, "stopped", r->stopped);
  pk_json_integer_field(json, "draws", r->draws);
  pk_json_integer_field(json, "draws_wanted", r->uncertain > 0 ? r->draws_asked : 0);
  pk_json_integer_field(json, "uncertain_numbers", r->uncertain);
  pk_json_field(json, "step", pk_step_ids[r->step]);
  pk_json_integer_field(json, "horizon", r->horizon);
  pk_json_rounded_field(json, "people", r->all.people);
  pk_json_key(json, "without_limits");
  pk_json_array(json);
  for (int i = 0; i < r->capacity_count; i++)
    pk_json_string(json, r->stages[r->capacities[i].stage].id);
  pk_json_array_end(json);
  pk_json_key(json, "without_budgets");
  pk_json_array(json);
  for (int i = 0; i < r->budget_count; i++)
    pk_json_string(json, r->budgets[i]);
  pk_json_array_end(json);
  pk_json_rounded_field(json, "error_bound", r->error_bound);
  pk_json_key(json, "stages");
  pk_json_array(json);
  for (int s = 0; s < r->stage_count; s++)
    pk_json_string(json, r->stages[s].id);
  pk_json_array_end(json);
}

static void targets(pk_json *json, const polku_result *r) {
  pk_json_key(json, "targets");
  pk_json_object(json);
  for (int i = 0; i < r->target_count; i++) {
    const pk_met_target *t = &r->targets[i];
    pk_json_key(json, t->label.id);
    pk_json_object(json);
    pk_json_field(json, "outcome", t->outcome);
    pk_json_field(json, "group", t->group);
    pk_json_integer_field(json, "at", t->at);
    pk_json_rounded_field(json, "observed", t->observed);
    if (t->has_interval) {
      pk_json_rounded_field(json, "events", t->events);
      pk_json_rounded_field(json, "of", t->of);
    }
    pk_json_rounded_field(json, "value", t->value);
    pk_json_object_end(json);
  }
  pk_json_object_end(json);
}

static void capacities(pk_json *json, const polku_result *r) {
  pk_json_key(json, "capacity");
  pk_json_object(json);
  for (int i = 0; i < r->capacity_count; i++) {
    pk_json_key(json, r->stages[r->capacities[i].stage].id);
    pk_json_object(json);
    pk_json_rounded_field(json, "places", r->capacities[i].places);
    pk_json_rounded_field(json, "fullest", r->capacities[i].fullest);
    pk_json_integer_field(json, "at", r->capacities[i].fullest_at);
    pk_json_object_end(json);
  }
  pk_json_object_end(json);
}

static void assumptions(pk_json *json, const polku_result *r) {
  pk_json_key(json, "assumptions");
  pk_json_object(json);
  pk_json_integer_field(json, "total", r->assumptions.total);
  for (int i = 4; i >= 0; i--)
    pk_json_integer_field(json, pk_basis_ids[i], r->assumptions.of[i]);
  pk_json_object_end(json);
}

static void extras(pk_json *json, const polku_result *r) {
  hosts(json, r);
  capacities(json, r);
  assumptions(json, r);
  if (r->at_least > 0) {
    pk_json_key(json, "at_least");
    pk_json_object(json);
    pk_json_integer_field(json, "people", r->at_least);
    pk_json_rounded_field(json, "chance", r->at_least_chance);
    pk_json_object_end(json);
  }
  if (r->refine > 1) {
    pk_json_key(json, "refined");
    pk_json_object(json);
    pk_json_integer_field(json, "sub_steps", r->refine);
    falls(json, "difference", r->refined);
    pk_json_object_end(json);
  }
}

static void group(pk_json *json, const polku_result *r, const pk_answer *a) {
  pk_json_key(json, a->group.id);
  pk_json_object(json);
  pk_json_rounded_field(json, "people", a->people);
  flows(json, r, a);
  amounts(json, r, a);
  outcomes(json, a);
  third_sector(json, r, a);
  the_rest(json, r, a);
  pk_json_object_end(json);
}

char *polku_result_json(const polku_result *r) {
  if (!r)
    return NULL;
  pk_text out = PK_TEXT_EMPTY;
  pk_json json = pk_json_start(&out, 2);
  pk_json_object(&json);
  header(&json, r);
  flows(&json, r, &r->all);
  amounts(&json, r, &r->all);
  outcomes(&json, &r->all);
  third_sector(&json, r, &r->all);
  targets(&json, r);
  pk_json_key(&json, "groups");
  pk_json_object(&json);
  for (int g = 0; g < r->group_count; g++)
    group(&json, r, &r->groups[g]);
  pk_json_object_end(&json);
  the_rest(&json, r, &r->all);
  extras(&json, r);
  pk_provenance_json(&json, r);
  pk_json_object_end(&json);
  pk_text_add_char(&out, '\n');
  return pk_text_take(&out);
}
