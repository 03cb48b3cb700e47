/* Random models, the end of the file: who enters, what was seen, and what else is said. */
#include "random_parts.h"

#include <stdio.h>

/* A stage where people may begin: it takes time. Stage 0 always does. */
static int pick_start(random_lot *lot) {
  int stage = lot_between(lot, 0, lot->stage_count - 1);
  return lot->passage[stage] ? 0 : stage;
}

static json_t *starts(random_lot *lot) {
  int parts[2], a = pick_start(lot);
  int b = pick_start(lot);
  if (a == b)
    return json_string(lot->stage_id[a]);
  lot_parts(lot, 2, 100, parts);
  return json_pack("{s:o, s:o}", lot->stage_id[a], lot_number(lot, parts[0] / 100.0, true),
                   lot->stage_id[b], json_real(parts[1] / 100.0));
}

static json_t *arrivals(random_lot *lot) {
  if (lot_chance(lot, 0.5))
    return json_pack("{s:o}", "per_step", lot_number(lot, lot_decimal(lot, 0, 4), false));
  json_t *list = json_array();
  for (int i = lot_between(lot, 1, lot->horizon < 6 ? lot->horizon : 6); i > 0; i--)
    json_array_append_new(list, json_real(lot_decimal(lot, 0, 4)));
  return json_pack("{s:o}", "per_step", list);
}

/* A caseload to begin with: in stages that people leave after some time, at elapsed 0, which every
 * length allows. */
static json_t *initial(random_lot *lot) {
  const char *stage = lot->stage_id[pick_start(lot)];
  return json_pack("[{s:s, s:i, s:i}]", "stage", stage, "elapsed", 0, "count",
                   lot_between(lot, 1, 9));
}

static void add_attributes(random_lot *lot, json_t *group) {
  json_t *traits = json_pack("{s:{s:f, s:f}}", "age", "45", 0.6, "58", 0.4);
  json_object_set_new(traits, "work_ability",
                      json_string(lot_chance(lot, 0.5) ? "reduced" : "full"));
  json_object_set_new(group, "attributes", traits);
  json_object_set_new(group, "histories",
                      json_pack("{s:{s:{s:f, s:f}}}", "unemployed", "latest", "6", 0.4, "24", 0.6));
}

void lot_add_groups(random_lot *lot) {
  static const char *const ids[] = {"reduced", "young", "fifty-plus"};
  json_t *groups = json_object();
  int count = lot_between(lot, 1, 3);
  for (int i = 0; i < count; i++) {
    json_t *group = json_pack("{s:o}", "size", lot_number(lot, lot_between(lot, 1, 80), false));
    if (lot_chance(lot, 0.7))
      json_object_set_new(group, "name", lot_name(lot));
    json_object_set_new(group, "start", starts(lot));
    if (lot->region)
      add_attributes(lot, group);
    if (lot_with(lot, RANDOM_ARRIVALS) && lot_chance(lot, 0.2))
      json_object_set_new(group, "arrivals", arrivals(lot));
    if (lot_with(lot, RANDOM_INITIAL) && lot_chance(lot, 0.2))
      json_object_set_new(group, "initial", initial(lot));
    if (lot_chance(lot, 0.1))
      json_object_set_new(group, "allocate", json_true());
    json_object_set_new(groups, ids[i], group);
  }
  json_object_set_new(lot->model, "groups", groups);
}

static void add_target(random_lot *lot) {
  json_t *target = json_pack("{s:s, s:i, s:{s:i, s:i}}", "outcome", "employment_ratio", "at",
                             lot_between(lot, 1, lot->horizon), "observed", "events", 17, "of", 64);
  if (lot_chance(lot, 0.3))
    json_object_set_new(target, "group", json_string("reduced"));
  json_object_set_new(lot->model, "targets", json_pack("{s:o}", "article", target));
}

static void add_scenarios(random_lot *lot) {
  json_t *scenarios = json_object();
  json_t *name = lot_name(lot);
  json_object_set_new(scenarios, "fewer",
                      json_pack("{s:o, s:{s:{s:{s:i}}}}", "name", name, "patch", "groups",
                                "reduced", "size", lot_between(lot, 0, 20)));
  if (lot->actor_count > 0)
    json_object_set_new(scenarios, "without", json_pack("{s:[s]}", "withdraw", "neuvokas"));
  json_object_set_new(lot->model, "scenarios", scenarios);
}

/* The last stage first, then the first: the others follow in the order of the file. */
static void add_order(random_lot *lot) {
  json_t *stages = json_array();
  json_array_append_new(stages, json_string(lot->stage_id[lot->stage_count - 1]));
  if (lot->stage_count > 1)
    json_array_append_new(stages, json_string(lot->stage_id[0]));
  json_object_set_new(lot->model, "order", json_pack("{s:o}", "stages", stages));
}

static void add_remarks(random_lot *lot) {
  const char *last = lot->stage_id[lot->stage_count - 1];
  if (lot_chance(lot, 0.4))
    json_object_set_new(lot->model, "gaps",
                        json_pack("{s:{s:{s:{}}, s:s, s:{s:s}}}", "who", "stages", last, "row",
                                  "employment", "question", "fi", "Kuka työllistää täällä?"));
  if (lot_chance(lot, 0.4))
    json_object_set_new(lot->model, "notes",
                        json_pack("{s:{s:s, s:o}}", "remark", "about", "/groups/reduced/size",
                                  "text", lot_name(lot)));
  if (lot_chance(lot, 0.4))
    json_object_set_new(
        lot->model, "paths",
        json_pack("{s:{s:o, s:[s]}}", "way", "name", lot_name(lot), "stages", last));
  if (lot_chance(lot, 0.2))
    json_object_set_new(lot->model, "x-comment", json_pack("{s:[i,b]}", "kept", 1, true));
}

void lot_add_extras(random_lot *lot) {
  if (lot_with(lot, RANDOM_EXTRAS))
    add_remarks(lot);
  if (lot_with(lot, RANDOM_TARGETS) && lot_chance(lot, 0.4))
    add_target(lot);
  if (lot_with(lot, RANDOM_SCENARIOS) && lot_chance(lot, 0.5))
    add_scenarios(lot);
  if (lot_with(lot, RANDOM_ORDER) && lot_chance(lot, 0.4))
    add_order(lot);
}
