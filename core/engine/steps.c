/* The plan of the individual engine without a chain: everything that clients have in common. */
#include "engine/steps.h"

#include "chain/duration.h"

#include <math.h>
#include <string.h>

/* ---------------------------------------------------------------------------- who ties whom */

static bool gives_places(const pk_rules *rules, const pk_model *model, int stage, int standing) {
  const pk_standing *s = &model->stages[stage].standings[standing];
  int role = rules->standing_role[stage][standing];
  return role >= 0 && rules->roles[role].host && (s->has_places || s->per_stage >= 0);
}

static bool is_limited(const pk_model *model, const pk_rules *rules, int stage) {
  for (int i = 0; i < model->stages[stage].standing_count; i++)
    if (gives_places(rules, model, stage, i))
      return !model->stages[stage].passage;
  return false;
}

bool pk_model_tied(const pk_model *model, const pk_rules *rules, const bool *withdrawn) {
  (void)withdrawn; /* who is withdrawn leaves a place that nobody can take: it ties all the same */
  for (int s = 0; s < model->stage_count; s++)
    if (is_limited(model, rules, s) || pk_is_granted(model, s))
      return true;
  return false;
}

/* --------------------------------------------------------------------------------------- doors */

static bool fill_patience(pk_steps *steps, pk_entrance *door) {
  const pk_stay_laws *laws = steps->of.laws;
  const pk_model *model = steps->of.model;
  int waited = 0;
  for (int g = 0; g < model->group_count; g++)
    for (int i = 0; i < model->groups[g].initial_count; i++) {
      const pk_initial *initial = &model->groups[g].initial[i];
      if (initial->stage == door->stage && initial->waiting && initial->elapsed > waited)
        waited = initial->elapsed;
    }
  size_t n = (size_t)steps->horizon + (size_t)waited;
  double *length = PK_NEW_ARRAY(steps->arena, double, n);
  double *longer = PK_NEW_ARRAY(steps->arena, double, n + 1);
  if (!length || !longer)
    return false;
  longer[n] = pk_duration_table(&model->stages[door->stage].queue.patience, model->step, 1, (int)n,
                                laws->options->value, laws->options->value_context, length);
  for (size_t d = n; d > 0; d--)
    longer[d - 1] = longer[d] + length[d - 1];
  door->patience = longer;
  door->patience_steps = (int)n;
  return true;
}

static bool fill_ways(pk_steps *steps, pk_entrance *door) {
  const pk_queue *queue = &steps->of.model->stages[door->stage].queue;
  int *ways = PK_NEW_ARRAY(steps->arena, int, (size_t)queue->gives_up_count);
  double *share = PK_NEW_ARRAY(steps->arena, double, (size_t)queue->gives_up_count);
  if (!ways || !share)
    return false;
  for (int k = 0; k < queue->gives_up_count; k++) {
    ways[k] = queue->gives_up[k].stage;
    share[k] = pk_stay_laws_value(steps->of.laws, &queue->gives_up[k].share);
  }
  door->way_count = queue->gives_up_count;
  door->ways = ways;
  door->way_share = share;
  return true;
}

static bool make_door(pk_steps *steps, int stage, pk_entrance *door) {
  const pk_stay_laws *laws = steps->of.laws;
  const pk_queue *queue = &steps->of.model->stages[stage].queue;
  bool closed = false;
  for (int e = 0; e < laws->epoch_count; e++)
    closed = closed || laws->presence->stage_closed[e * steps->stage_count + stage];
  *door = (pk_entrance){.stage = stage,
                        .limited = is_limited(steps->of.model, steps->of.rules, stage),
                        .budgeted = pk_is_granted(steps->of.model, stage),
                        .ranked = pk_rules_ranks(steps->of.rules, stage),
                        .asked = laws->rules->present || closed,
                        .max = queue->written ? queue->max : -1,
                        .waits_as = pk_rules_waits_as(steps->of.rules, stage)};
  return fill_ways(steps, door) && (!queue->has_patience || fill_patience(steps, door));
}

/* Doors of stages in an order in which a stage whose people make places comes before the stage that
 * has those places. Places form no circle. */
static bool add_doors(pk_steps *steps, int stage, bool *seen, pk_entrance *doors, int *door_of) {
  const pk_stage *s = &steps->of.model->stages[stage];
  if (seen[stage] || !(is_limited(steps->of.model, steps->of.rules, stage) ||
                       pk_is_granted(steps->of.model, stage)))
    return true;
  seen[stage] = true;
  for (int i = 0; i < s->standing_count; i++)
    if (s->standings[i].per_stage >= 0 &&
        !add_doors(steps, s->standings[i].per_stage, seen, doors, door_of))
      return false;
  door_of[stage] = steps->door_count;
  return make_door(steps, stage, &doors[steps->door_count++]);
}

static bool make_doors(pk_steps *steps) {
  size_t stages = (size_t)steps->stage_count;
  pk_entrance *doors = PK_NEW_ARRAY(steps->arena, pk_entrance, stages);
  int *door_of = PK_NEW_ARRAY(steps->arena, int, stages);
  bool *seen = PK_NEW_ARRAY(steps->arena, bool, stages);
  if (!doors || !door_of || !seen)
    return false;
  memset(door_of, 0xff, stages * sizeof *door_of);
  steps->doors = doors;
  steps->door_of = door_of;
  for (int s = 0; s < steps->stage_count && steps->of.limits; s++)
    if (!add_doors(steps, s, seen, doors, door_of))
      return false;
  return true;
}

/* -------------------------------------------------------------------------------------- places */

static void fill_stand(const pk_steps *steps, size_t epoch, size_t index, pk_stand_places *stand) {
  const pk_host *host = &steps->of.hosts->list[index];
  const pk_standing *standing = &steps->of.model->stages[host->stage].standings[host->standing];
  const pk_presence *presence = steps->of.laws->presence;
  *stand = (pk_stand_places){0, -1};
  if (!(standing->has_places || standing->per_stage >= 0) ||
      !presence->host_there[epoch * (size_t)presence->host_count + index])
    return;
  stand->places = pk_stay_laws_value(steps->of.laws, &standing->places);
  stand->per = standing->per_stage;
}

/* Places that supports add, or take away where the hosts' number already counted them. */
static double support_places(const pk_steps *steps, size_t epoch, int stage) {
  const pk_model *model = steps->of.model;
  const bool *works =
      steps->of.laws->presence->support_works + epoch * (size_t)model->support_count;
  double places = 0;
  for (int i = 0; i < model->support_count; i++)
    for (int k = 0; k < model->supports[i].effect_count; k++) {
      const pk_effect *effect = &model->supports[i].effects[k];
      if (effect->form != PK_EFFECT_PLACES || effect->stage != stage ||
          works[i] == effect->included)
        continue;
      double more = pk_stay_laws_value(steps->of.laws, &effect->ratio);
      places += works[i] ? more : -more;
    }
  return places;
}

static bool make_places(pk_steps *steps) {
  size_t epochs = (size_t)steps->of.laws->epoch_count, stages = (size_t)steps->stage_count;
  size_t hosts = (size_t)steps->of.hosts->count;
  pk_stand_places *stands = PK_NEW_ARRAY(steps->arena, pk_stand_places, epochs * hosts);
  double *extra = PK_NEW_ARRAY(steps->arena, double, epochs *stages);
  if (!stands || !extra)
    return false;
  for (size_t e = 0; e < epochs; e++) {
    for (size_t h = 0; h < hosts; h++)
      fill_stand(steps, e, h, &stands[e * hosts + h]);
    for (size_t s = 0; s < stages; s++)
      extra[e * stages + s] = support_places(steps, e, (int)s);
  }
  steps->stands = stands;
  steps->extra = extra;
  return true;
}

/* ---------------------------------------------------------------------------------------- ids */

/* Exits of each stage in the order of their ids, so that luck means the same in every model. */
static bool make_order(pk_steps *steps) {
  const pk_model *model = steps->of.model;
  int32_t *order = PK_NEW_ARRAY(steps->arena, int32_t, (size_t)model->transition_count);
  int32_t *at = PK_NEW_ARRAY(steps->arena, int32_t, (size_t)steps->stage_count + 1);
  if (!order || !at)
    return false;
  for (int s = 0; s < steps->stage_count; s++) {
    const pk_stay_law *law = &steps->of.laws->law[s];
    int32_t *own = order + at[s];
    for (int j = 0; j < law->exit_count; j++) {
      const char *id = model->transitions[law->exits[j].transition].id;
      int k = j;
      for (; k > 0 && strcmp(model->transitions[law->exits[own[k - 1]].transition].id, id) > 0; k--)
        own[k] = own[k - 1];
      own[k] = j;
    }
    at[s + 1] = at[s] + law->exit_count;
  }
  steps->order = order;
  steps->order_at = at;
  return true;
}

static bool make_ids(pk_steps *steps) {
  uint32_t *ids = PK_NEW_ARRAY(steps->arena, uint32_t, (size_t)steps->stage_count);
  if (!ids)
    return false;
  for (int s = 0; s < steps->stage_count; s++)
    ids[s] = pk_dice_id(steps->of.model->stages[s].id);
  steps->stage_id = ids;
  return true;
}

/* Origins in the order in which they come; who was there before comes before those who begin. */
static bool make_coming(pk_steps *steps) {
  const pk_origins *origins = steps->of.origins;
  size_t rows = (size_t)steps->horizon + 2;
  int32_t *coming = PK_NEW_ARRAY(steps->arena, int32_t, (size_t)origins->count);
  int32_t *at = PK_NEW_ARRAY(steps->arena, int32_t, rows + 1);
  if (!coming || !at)
    return false;
  for (int o = 0; o < origins->count; o++)
    at[origins->list[o].time + 2]++;
  for (size_t t = 2; t <= rows; t++)
    at[t] += at[t - 1];
  for (int caseload = 1; caseload >= 0; caseload--)
    for (int o = 0; o < origins->count; o++)
      if ((origins->list[o].form == PK_FROM_CASELOAD) == (caseload == 1))
        coming[at[origins->list[o].time + 1]++] = o;
  steps->coming = coming;
  steps->coming_at = at;
  return true;
}

/* The record of a client: the struct, clocks, visits. One that nearly fills a line of memory gets
 * it whole: then no record costs two. */
static void lay_out_clients(pk_steps *steps) {
  size_t words = sizeof(uint64_t);
  steps->visits_at = sizeof(pk_client) + (size_t)steps->clock_count * words;
  size_t end = steps->visits_at + (size_t)steps->stage_count * sizeof(uint16_t);
  steps->stride = (end + words - 1) / words * words;
  if (steps->stride > PK_MEMORY_LINE / 2 && steps->stride < PK_MEMORY_LINE)
    steps->stride = PK_MEMORY_LINE;
}

pk_steps *pk_steps_new(const pk_steps_of *of, polku_report *report) {
  pk_arena *arena = pk_arena_new();
  pk_steps *steps = arena ? PK_NEW(arena, pk_steps) : NULL;
  if (steps) {
    steps->arena = arena;
    steps->of = *of;
    steps->stage_count = of->model->stage_count;
    steps->clock_count = of->rules->clock_count;
    steps->max_exits = of->laws->max_exits;
    steps->horizon = of->model->horizon;
    steps->lasting = pk_lasting_steps(of->model->step);
    lay_out_clients(steps);
  }
  if (steps && make_ids(steps) && make_order(steps) && make_coming(steps) && make_doors(steps) &&
      make_places(steps) && pk_steps_budgets(steps) && pk_steps_powers(steps) &&
      pk_steps_tables(steps))
    return steps;
  pk_arena_free(arena);
  pk_report_memory(report);
  return NULL;
}

void pk_steps_free(pk_steps *steps) {
  if (steps)
    pk_arena_free(steps->arena);
}
