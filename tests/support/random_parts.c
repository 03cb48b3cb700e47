/* Random models, continued: how long stays last, and who stands where. */
#include "random_parts.h"

#include <stdio.h>

static json_t *unit_into(random_lot *lot, json_t *parameters) {
  static const char *const units[] = {"month", "week", "day"};
  if (lot_with(lot, RANDOM_WEEKS) && lot_chance(lot, 0.3))
    json_object_set_new(parameters, "unit", json_string(units[lot_between(lot, 0, 2)]));
  return parameters;
}

static json_t *pair(random_lot *lot, const char *one, double a, const char *two, double b) {
  json_t *first = lot_number(lot, a, false), *second = lot_number(lot, b, false);
  return unit_into(lot, json_pack("{s:o, s:o}", one, first, two, second));
}

static json_t *table(random_lot *lot) {
  int n = lot_between(lot, 1, 8), parts[8];
  lot_parts(lot, n, 100, parts);
  json_t *list = json_array();
  for (int i = 0; i < n; i++)
    json_array_append_new(list, json_real(parts[i] / 100.0));
  return list;
}

static json_t *survival(random_lot *lot) {
  int n = lot_between(lot, 1, 6), parts[7], left = 100, time = 0;
  bool defect = lot_with(lot, RANDOM_DEFECTS) && lot_chance(lot, 0.3);
  lot_parts(lot, defect ? n + 1 : n, 100, parts);
  json_t *curve = json_array();
  for (int i = 0; i < n; i++) {
    time += lot_between(lot, 1, 5);
    left -= parts[i];
    json_array_append_new(curve, json_pack("[i, f]", time, left / 100.0));
  }
  return curve;
}

/* Families with two parameters, and what these may be. */
static json_t *continuous(random_lot *lot, int family) {
  static const struct {
    const char *name, *one, *two;
    double low_one, high_one, low_two, high_two;
  } families[] = {{"weibull", "shape", "scale", 0.5, 3, 1, 20},
                  {"gamma", "shape", "scale", 0.5, 5, 0.5, 8},
                  {"loglogistic", "shape", "scale", 1, 5, 1, 15},
                  {"lognormal", "meanlog", "sdlog", -0.5, 3, 0.1, 1.2}};
  if (family == 4) {
    double mean = lot_decimal(lot, 0.5, 20);
    json_t *number = lot_number(lot, mean, false);
    return json_pack("{s:o}", "exponential", unit_into(lot, json_pack("{s:o}", "mean", number)));
  }
  double a = lot_decimal(lot, families[family].low_one, families[family].high_one);
  double b = lot_decimal(lot, families[family].low_two, families[family].high_two);
  return json_pack("{s:o}", families[family].name,
                   pair(lot, families[family].one, a, families[family].two, b));
}

static json_t *fixed(random_lot *lot) {
  int length = lot_between(lot, 1, 14);
  if (lot_with(lot, RANDOM_WEEKS) && lot_chance(lot, 0.3))
    return json_pack("{s:{s:i, s:s}}", "fixed", "value", length, "unit",
                     lot_chance(lot, 0.5) ? "month" : "week");
  return json_pack("{s:i}", "fixed", length);
}

json_t *lot_distribution(random_lot *lot) {
  int family = lot_between(lot, 0, lot_with(lot, RANDOM_CONTINUOUS) ? 9 : 4);
  int low = lot_between(lot, 1, 6);
  switch (family) {
  case 0:
    return fixed(lot);
  case 1:
    return json_pack("{s:{s:i, s:i}}", "uniform", "min", low, "max", low + lot_between(lot, 0, 8));
  case 2:
    return json_pack("{s:{s:o}}", "geometric", "mean",
                     lot_number(lot, lot_decimal(lot, 1, 20), false));
  case 3:
    return json_pack("{s:o}", "table", table(lot));
  case 4:
    return json_pack("{s:o}", "survival", survival(lot));
  default:
    return continuous(lot, family - 5);
  }
}

void lot_add_accounts(random_lot *lot) {
  static const char *const ids[] = {"municipality", "state"};
  if (!lot_with(lot, RANDOM_ACCOUNTS) || lot_chance(lot, 0.4))
    return;
  json_t *accounts = json_object();
  lot->account_count = lot_between(lot, 1, 2);
  for (int i = 0; i < lot->account_count; i++) {
    json_t *account = json_pack("{s:o, s:s}", "name", lot_name(lot), "unit", "euro");
    if (lot_chance(lot, 0.5))
      json_object_set_new(account, "discount", json_real(0.03));
    json_object_set_new(accounts, ids[i], account);
  }
  json_object_set_new(lot->model, "accounts", accounts);
}

static const char *const actor_ids[] = {"neuvokas", "city", "village", "company", "college"};

void lot_add_actors(random_lot *lot) {
  static const char *const sectors[] = {"third", "public", "third", "private", "education"};
  static const char *const kinds[] = {"association", "municipality", "association", "company",
                                      "school"};
  if (!lot_with(lot, RANDOM_ACTORS) || lot_chance(lot, 0.15))
    return;
  json_t *actors = json_object();
  lot->actor_count = lot_between(lot, 1, 5);
  for (int i = 0; i < lot->actor_count; i++) {
    json_t *actor =
        json_pack("{s:o, s:s, s:s}", "name", lot_name(lot), "sector", sectors[i], "kind", kinds[i]);
    if (lot_with(lot, RANDOM_ENDS) && lot_chance(lot, 0.15))
      json_object_set_new(actor, "until",
                          lot->dated && lot_chance(lot, 0.5)
                              ? json_string("2022-08-31")
                              : json_integer(lot_between(lot, 1, lot->horizon)));
    json_object_set_new(actors, actor_ids[i], actor);
  }
  json_object_set_new(lot->model, "actors", actors);
}

/* What an actor does in a role; hosts may say how many places they have. */
static json_t *role(random_lot *lot, int stage, bool *places) {
  json_t *role = json_object();
  bool may =
      lot_with(lot, RANDOM_PLACES) && !lot->passage[stage] && !lot->final[stage] && stage > 0;
  if (may && lot_chance(lot, 0.3)) {
    json_object_set_new(role, "places", lot_number(lot, lot_between(lot, 1, 12), false));
    *places = true;
  }
  if (lot_chance(lot, 0.3))
    json_object_set_new(role, "text", lot_name(lot));
  if (lot_chance(lot, 0.2))
    json_object_set_new(role, "clients", lot_number(lot, lot_between(lot, 0, 9), false));
  return role;
}

static void add_queue(random_lot *lot, int stage) {
  json_t *queue = json_object();
  if (lot_chance(lot, 0.5))
    json_object_set_new(queue, "max", json_integer(lot_between(lot, 0, 9)));
  if (lot_chance(lot, 0.7))
    json_object_set_new(queue, "patience", lot_distribution(lot));
  int to = stage == 0 ? 1 : 0;
  json_object_set_new(queue, "gives_up", json_pack("{s:i}", lot->stage_id[to], 1));
  json_object_set_new(lot->stage[stage], "queue", queue);
}

static void add_money(random_lot *lot, int stage) {
  json_t *money = json_object();
  if (lot_chance(lot, 0.8))
    json_object_set_new(money, "per_step", lot_number(lot, lot_between(lot, 0, 900), false));
  if (lot_chance(lot, 0.4))
    json_object_set_new(money, "on_entry", lot_number(lot, lot_decimal(lot, 0, 300), false));
  json_object_set_new(lot->stage[stage], "amounts", json_pack("{s:o}", "municipality", money));
}

static void add_standing(random_lot *lot, int stage) {
  static const char *const roles[] = {"provider", "organiser", "referrer"};
  json_t *actors = json_object();
  bool places = false;
  for (int i = 0; i < lot->actor_count; i++)
    if (lot_chance(lot, 0.3)) {
      json_t *standing = json_object();
      json_object_set_new(standing, roles[lot_between(lot, 0, 2)], role(lot, stage, &places));
      json_object_set_new(actors, actor_ids[i], standing);
    }
  if (json_object_size(actors))
    json_object_set_new(lot->stage[stage], "actors", actors);
  else
    json_decref(actors);
  if (places && lot_chance(lot, 0.6))
    add_queue(lot, stage);
}

void lot_add_standings(random_lot *lot) {
  for (int i = 0; i < lot->stage_count; i++) {
    if (lot->actor_count > 0)
      add_standing(lot, i);
    if (lot->account_count > 0 && !lot->passage[i] && lot_chance(lot, 0.4))
      add_money(lot, i);
  }
}

void lot_add_carriers(random_lot *lot, json_t *move) {
  if (lot->actor_count == 0 || lot_chance(lot, 0.8))
    return;
  const char *actor = actor_ids[lot_between(lot, 0, lot->actor_count - 1)];
  if (lot_chance(lot, 0.5))
    json_object_set_new(move, "carried_by", json_pack("{s:{}}", actor));
  else
    json_object_set_new(move, "referral",
                        json_pack("{s:{s:i, s:i}}", actor, "in", lot_between(lot, 0, 3), "out", 1));
}

/* A support for the first transition: its effect must fit the form of that stage's exits. */
static json_t *effect(random_lot *lot) {
  const char *id;
  json_t *move;
  json_object_foreach(json_object_get(lot->model, "transitions"), id, move) {
    json_t *effect = json_pack("{s:s}", "transition", id);
    json_object_set_new(effect, json_object_get(move, "share") ? "odds_ratio" : "hazard_ratio",
                        lot_number(lot, lot_decimal(lot, 0.5, 2.5), false));
    if (lot_chance(lot, 0.5))
      json_object_set_new(effect, "included", json_boolean(lot_chance(lot, 0.5)));
    return effect;
  }
  return NULL;
}

void lot_add_supports(random_lot *lot) {
  if (!lot_with(lot, RANDOM_SUPPORTS) || lot->actor_count == 0 || lot_chance(lot, 0.5))
    return;
  json_t *name = lot_name(lot);
  const char *actor = actor_ids[lot_between(lot, 0, lot->actor_count - 1)];
  json_t *support =
      json_pack("{s:o, s:s, s:{s:{}}}", "name", name, "role", "job_coach", "actors", actor);
  if (lot_chance(lot, 0.6))
    json_object_set_new(support, "at", json_pack("{s:{}}", lot->stage_id[0]));
  json_t *ratio = lot_chance(lot, 0.6) ? effect(lot) : NULL;
  if (ratio)
    json_object_set_new(support, "effect", ratio);
  if (ratio && lot_chance(lot, 0.4))
    json_object_set_new(support, "uptake", json_real(0.5));
  json_object_set_new(lot->model, "supports", json_pack("{s:o}", "coaching", support));
}
