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

static void add(pk_builder *b, pk_begin begin) {
  void *begins = b->begins;
  if (!pk_make_room(&begins, &b->begin_room, b->begin_count + 1, sizeof *b->begins)) {
    b->failed = true;
    return;
  }
  b->begins = begins;
  begin.group = b->rules->profiles[begin.profile].group;
  b->begins[b->begin_count++] = begin;
}

/* A part of a group that starts at one stage: its size at t = 0 and its arrivals. */
static void begin_at_stage(pk_builder *b, const pk_group *group, int profile, int stage,
                           double share) {
  const pk_profile *who = &b->rules->profiles[profile];
  int refine = b->laws->refine;
  int32_t at;
  double amount = share * pk_stay_laws_value(b->laws, &group->size);
  if (amount > 0 && start_at(b, who, stage, 0, &at))
    add(b, (pk_begin){.profile = profile, .at = at, .stage = stage, .line = -1, .amount = amount});
  for (int t = 1; group->arrival_count > 0 && t <= b->model->horizon && !b->failed; t++) {
    if (!group->arrivals_steady && t > group->arrival_count)
      break;
    const pk_number *arrivals = &group->arrivals[group->arrivals_steady ? 0 : t - 1];
    amount = share * pk_stay_laws_value(b->laws, arrivals);
    if (amount > 0 && start_at(b, who, stage, t * refine, &at))
      add(b, (pk_begin){.profile = profile,
                        .time = t * refine,
                        .at = at,
                        .stage = stage,
                        .line = -2,
                        .amount = amount});
  }
}

/* Those who were there before t = 0. Without limits, who waits for a stage enters it at once. */
static void begin_initial(pk_builder *b, int profile, const pk_group *group, int line) {
  const pk_initial *initial = &group->initial[line];
  const pk_profile *who = &b->rules->profiles[profile];
  double amount = who->share * pk_stay_laws_value(b->laws, &initial->count);
  int32_t at;
  if (!(amount > 0))
    return;
  if (initial->waiting || b->laws->law[initial->stage].passage) {
    if (!start_at(b, who, initial->stage, 0, &at))
      return;
  } else {
    pk_clocks clocks = who->start;
    if (b->clock_count > 0)
      pk_rules_reduce_within(b->rules, &clocks, b->horizon);
    at = pk_entry_at(b, who->klass, initial->stage, initial->elapsed, 0, &clocks);
    if (at < 0)
      return;
  }
  add(b,
      (pk_begin){
          .profile = profile, .at = at, .stage = initial->stage, .line = line, .amount = amount});
}

static void begin_profile(pk_builder *b, int profile) {
  const pk_profile *who = &b->rules->profiles[profile];
  const pk_group *group = &b->model->groups[who->group];
  double sum = 0;
  for (int i = 0; i < group->start_count; i++)
    sum += pk_stay_laws_value(b->laws, &group->starts[i].share);
  for (int i = 0; i < group->start_count; i++)
    begin_at_stage(b, group, profile, group->starts[i].stage,
                   who->share * pk_stay_laws_value(b->laws, &group->starts[i].share) / sum);
  for (int i = 0; i < group->initial_count; i++)
    begin_initial(b, profile, group, i);
}

void pk_unfold_begins(pk_builder *b) {
  for (int profile = 0; profile < b->rules->profile_count && !b->failed; profile++)
    begin_profile(b, profile);
}
