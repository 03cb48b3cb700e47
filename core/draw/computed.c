/* What a result puts on the map: whose numbers, how they were computed, people in stages, queues.
 */
#include "draw/map.h"

#include "base/words.h"
#include "study/result.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const pk_answer *pk_map_answer(const pk_map *map) {
  const polku_result *result = map->options->result;
  if (!result || map->filter.group < 0)
    return result ? &result->all : NULL;
  for (int g = 0; g < result->group_count; g++)
    if (strcmp(result->groups[g].group.id, map->model->groups[map->filter.group].id) == 0)
      return &result->groups[g];
  return NULL;
}

const bool *pk_map_withdrawn(pk_map *map) {
  const polku_result *r = map->options->result;
  bool *gone = r ? PK_NEW_ARRAY(map->arena, bool, (size_t)map->model->actor_count) : NULL;
  map->failed = map->failed || (r && !gone);
  for (int i = 0; gone && i < r->actor_count; i++) {
    int actor = r->withdrawn[i] ? pk_model_find_actor(map->model, r->actors[i].id) : -1;
    if (actor >= 0)
      gone[actor] = true;
  }
  return gone;
}

const char *pk_map_without(pk_map *map) {
  pk_text names = PK_TEXT_EMPTY;
  for (int a = 0; map->withdrawn && a < map->model->actor_count; a++)
    if (map->withdrawn[a]) {
      const pk_actor *actor = &map->model->actors[a];
      pk_text_add(&names, names.length ? ", " : "");
      pk_text_add(&names, pk_map_name(map, &actor->name, actor->id));
    }
  const char *all = pk_map_keep(map, &names);
  return *all ? pk_map_fill(map, "map.without", "names", all, NULL) : "";
}

double pk_map_scale(const pk_map *map) {
  const polku_result *r = map->options->result;
  double written = 0;
  for (int g = 0; r && r->people_asked > 0 && g < map->model->group_count; g++)
    written += pk_map_starting(map, g) + pk_map_arriving(map, g);
  return written > 0 ? r->people_asked / written : 1;
}

/* ---------------------------------------------------------------------------- path's label */

static void add_computed(pk_map *map, int at, double ratio) {
  const char *time = pk_map_length(map, at, PK_MEASURED);
  if (isfinite(ratio))
    pk_map_line(map, pk_map_fill(map, "map.computed", "time", time, "ratio",
                                 pk_map_number(map, ratio, 2), NULL));
}

void pk_map_computed(pk_map *map, const pk_target *target) {
  const polku_result *result = map->result;
  for (int i = 0; map->answer && target && i < result->target_count; i++)
    if (strcmp(result->targets[i].label.id, target->id) == 0 && target->at != result->horizon)
      add_computed(map, result->targets[i].at, result->targets[i].value);
}

/* Whole percents, but a few in a thousand are neither nobody nor, left over, everyone. */
static const char *percent(pk_map *map, double share) {
  pk_text text = PK_TEXT_EMPTY;
  double end = fmin(share, 1 - share);
  if (end >= 1e-4 && end < 0.005)
    pk_map_add_share(&text, map->lang, share);
  else
    pk_percent_add(&text, map->lang, share, 0);
  return pk_map_keep(map, &text);
}

/* "Työllistyy (24 kk): 45 % (90 %:n väli 30 %–59 %)" */
const char *pk_map_outcome(pk_map *map) {
  if (!map->answer)
    return "";
  polku_interval ratio = map->answer->outcomes[PK_EMPLOYMENT_RATIO].interval;
  const char *time = pk_map_length(map, map->result->horizon, PK_MEASURED);
  if (!isfinite(ratio.value))
    return "";
  if (!isfinite(ratio.low) || !isfinite(ratio.high))
    return pk_map_fill(map, "map.outcome.plain", "time", time, "value", percent(map, ratio.value),
                       NULL);
  return pk_map_fill(map, "map.outcome", "time", time, "value", percent(map, ratio.value), "low",
                     percent(map, ratio.low), "high", percent(map, ratio.high), NULL);
}

/* "Tulos on laskettu tarkasti, ilman arvontaa. Mallin 20 luvusta 14 on oletuksia tai arvioita." */
const char *pk_map_engine(pk_map *map) {
  const polku_result *r = map->result;
  if (!r)
    return "";
  char runs[16], assumed[16], total[16];
  snprintf(runs, sizeof runs, "%d", r->runs);
  snprintf(assumed, sizeof assumed, "%d",
           r->assumptions.of[PK_ASSUMED] + r->assumptions.of[PK_ESTIMATED]);
  snprintf(total, sizeof total, "%d", r->assumptions.total);
  const char *key = !pk_result_random(r)  ? "result.engine-exact"
                    : r->engine[0] == 'c' ? "result.engine-cohort"
                                          : "result.engine-individual";
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text, pk_map_fill(map, key, "runs", runs, NULL));
  pk_text_add(&text, " ");
  pk_text_add(&text, pk_map_fill(map, "result.assumed", "assumed", assumed, "total", total, NULL));
  return pk_map_keep(map, &text);
}

/* What is not known where others host beside the third sector must not be told as nothing. */
static const char *without_third(pk_map *map) {
  double fall = map->answer->reliance_together[PK_EMPLOYMENT_RATIO] * map->answer->people;
  bool none = fabs(fall) < 0.05;
  if (!isfinite(fall) || (none && map->result->unknown_count > 0))
    return "";
  return pk_map_fill(map,
                     none       ? "map.part.same"
                     : fall > 0 ? "map.part.less"
                                : "map.part.more",
                     "people", pk_map_number(map, fabs(fall), 1), NULL);
}

/* "Kolmas sektori: 49 % työllistyneistä kulki sen kautta, ilman sitä työllistyneitä olisi 24,1
 * vähemmän" */
const char *pk_map_third(pk_map *map) {
  pk_text parts = PK_TEXT_EMPTY;
  if (!map->answer || map->result->third_count == 0)
    return "";
  if (isfinite(map->answer->reach_of_employed))
    pk_text_add(&parts, pk_map_fill(map, "map.part.through", "reach",
                                    percent(map, map->answer->reach_of_employed), NULL));
  const char *without = without_third(map);
  pk_text_add(&parts, parts.length > 0 && *without ? ", " : "");
  pk_text_add(&parts, without);
  const char *all = pk_map_keep(map, &parts);
  return *all ? pk_map_fill(map, "map.part", "parts", all, NULL) : "";
}

/* -------------------------------------------------------------------------------- stages */

const char *pk_map_people(pk_map *map, const pk_stage *stage) {
  const polku_result *r = map->result;
  for (int s = 0; map->answer && s < r->stage_count; s++) {
    double people = map->answer->occupancy[(size_t)r->horizon * (size_t)r->stage_count + (size_t)s];
    if (strcmp(r->stages[s].id, stage->id) == 0 && isfinite(people))
      return pk_map_fill(map, "map.at_end", "count", pk_map_count(map, people), NULL);
  }
  return "";
}

/* "7,4 hlöä, 3 paikkaa": at its fullest, where that is more than there is room for. Everyone is in
 * it, so it is not said among the numbers of one group. */
static const char *fullest(pk_map *map, const pk_stage *stage) {
  for (int i = 0; map->result && map->filter.group < 0 && i < map->result->capacity_count; i++) {
    const pk_capacity *c = &map->result->capacities[i];
    if (c->fullest > c->places && strcmp(map->result->stages[c->stage].id, stage->id) == 0)
      return pk_map_fill(map, "map.crowding", "people", pk_map_count(map, c->fullest), "places",
                         pk_map_count(map, c->places), NULL);
  }
  return "";
}

/* The longest queue at the door, where people wait; its mean over the runs. */
static const char *queue(pk_map *map, const pk_stage *stage) {
  for (int i = 0; map->answer && map->answer->doors && i < map->result->door_count; i++) {
    const pk_door *door = &map->answer->doors[i];
    if (strcmp(map->result->stages[door->stage].id, stage->id) != 0)
      continue;
    double longest = door->longest_queue;
    if (longest >= 0.5)
      return pk_map_fill(map, longest < 1.5 ? "map.queue.one" : "map.queue", "count",
                         pk_map_large(map, round(longest)), NULL);
  }
  return "";
}

const char *pk_map_crowding(pk_map *map, const pk_stage *stage) {
  const char *waiting = queue(map, stage);
  return *waiting ? waiting : fullest(map, stage);
}
