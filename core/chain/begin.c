/* Where clients begin: sizes at t = 0, arrivals after it, and the caseload that is already there.
 */
#include "chain/unfold.h"

/* The state in which a client of a profile starts a stay at a stage: an entry state, or ~point of a
 * passage with an open exit. Nobody may stay in a passage: one without an open exit is an entry
 * state that is never left. */
static bool start_at(pk_builder *b, const pk_profile *profile, int stage, int time, int32_t *at) {
  pk_clocks clocks = profile->start;
  pk_stay_enter(b->laws, stage, b->horizon - time, &clocks);
  int epoch = pk_stay_epoch(b->laws, time);
  pk_moment moment = {
      .klass = profile->klass, .stage = stage, .clocks = &clocks, .born = epoch, .epoch = epoch};
  if (b->laws->law[stage].passage && pk_stay_decide(b->laws, &moment, NULL, NULL) > 0) {
    int32_t point = pk_point_at(b, &moment, time);
    if (point < 0)
      return false;
    pk_point_reached(b, point, time);
    *at = ~point;
    return true;
  }
  *at = pk_entry_at(b, profile->klass, stage, 0, time, &clocks);
  return *at >= 0;
}

static bool was_there(const pk_stay_laws *laws, const pk_initial *initial) {
  return !initial->waiting && !laws->law[initial->stage].passage;
}

/* Who has been there for some time. Without limits, who waits for a stage enters it at once. */
static int32_t find_place(pk_builder *b, const pk_begin *begin) {
  const pk_profile *who = &b->rules->profiles[begin->profile];
  const pk_group *group = &b->model->groups[begin->group];
  int32_t at = -1;
  if (begin->line < 0 || !was_there(b->laws, &group->initial[begin->line])) {
    if (!start_at(b, who, begin->stage, begin->time, &at))
      b->failed = true;
    return at;
  }
  pk_clocks clocks = who->start;
  if (b->clock_count > 0)
    pk_rules_reduce_within(b->rules, &clocks, b->horizon);
  return pk_entry_at(b, who->klass, begin->stage, group->initial[begin->line].elapsed, 0, &clocks);
}

static void add(void *context, pk_begin begin) {
  pk_builder *b = context;
  void *begins = b->begins;
  if (b->failed)
    return;
  if (!pk_make_room(&begins, &b->begin_room, b->begin_count + 1, sizeof *b->begins)) {
    b->failed = true;
    return;
  }
  b->begins = begins;
  begin.at = find_place(b, &begin);
  b->begins[b->begin_count++] = begin;
}

void pk_unfold_begins(pk_builder *b) {
  pk_begins(b->laws, add, b);
}

/* ----------------------------------------------------------------------------------- who begins */

typedef struct visitor {
  const pk_stay_laws *laws;
  pk_begin_visit *visit;
  void *context;
} visitor;

static void meet(const visitor *v, pk_begin begin) {
  begin.group = v->laws->rules->profiles[begin.profile].group;
  if (begin.amount > 0)
    v->visit(v->context, begin);
}

/* A part of a group that starts at one stage: its size at t = 0 and its arrivals. */
static void begin_at_stage(const visitor *v, int profile, int stage, double share) {
  const pk_stay_laws *laws = v->laws;
  const pk_group *group = &laws->model->groups[laws->rules->profiles[profile].group];
  pk_begin begin = {.profile = profile, .stage = stage, .line = -1};
  begin.amount = share * pk_stay_laws_value(laws, &group->size);
  meet(v, begin);
  begin.line = -2;
  for (int t = 1; group->arrival_count > 0 && t <= laws->model->horizon; t++) {
    if (!group->arrivals_steady && t > group->arrival_count)
      break;
    const pk_number *arrivals = &group->arrivals[group->arrivals_steady ? 0 : t - 1];
    begin.time = t * laws->refine;
    begin.amount = share * pk_stay_laws_value(laws, arrivals);
    meet(v, begin);
  }
}

static void begin_profile(const visitor *v, int profile) {
  const pk_stay_laws *laws = v->laws;
  const pk_profile *who = &laws->rules->profiles[profile];
  const pk_group *group = &laws->model->groups[who->group];
  double sum = 0;
  for (int i = 0; i < group->start_count; i++)
    sum += pk_stay_laws_value(laws, &group->starts[i].share);
  for (int i = 0; i < group->start_count; i++)
    begin_at_stage(v, profile, group->starts[i].stage,
                   who->share * pk_stay_laws_value(laws, &group->starts[i].share) / sum);
  for (int i = 0; i < group->initial_count; i++) {
    double amount = who->share * pk_stay_laws_value(laws, &group->initial[i].count);
    meet(v, (pk_begin){
                .profile = profile, .stage = group->initial[i].stage, .line = i, .amount = amount});
  }
}

void pk_begins(const pk_stay_laws *laws, pk_begin_visit *visit, void *context) {
  visitor v = {laws, visit, context};
  for (int profile = 0; profile < laws->rules->profile_count; profile++)
    begin_profile(&v, profile);
}
