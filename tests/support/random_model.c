/* Models by lot. The dice fall in a fixed order, so a seed is a model for ever; each part below
 * writes one member of the file. Weights are whole hundredths, so that shares sum to one as
 * written. */
#include "random_model.h"
#include "random_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool lot_with(random_lot *lot, uint32_t part) {
  return !(lot->without & part);
}

int lot_between(random_lot *lot, int low, int high) {
  return low + (int)pk_stream_below(&lot->dice, (uint32_t)(high - low + 1));
}

bool lot_chance(random_lot *lot, double p) {
  return pk_stream_uniform(&lot->dice) < p;
}

/* A decimal of three places, as a person would write it. */
double lot_decimal(random_lot *lot, double low, double high) {
  double x = low + (high - low) * pk_stream_uniform(&lot->dice);
  return (double)(long)(x * 1000 + 0.5) / 1000;
}

/* `count` positive whole numbers that sum to `total` ≥ count. */
void lot_parts(random_lot *lot, int count, int total, int *parts) {
  for (int i = 0; i < count; i++)
    parts[i] = 1;
  for (int left = total - count; left > 0;) {
    int take = lot_between(lot, 1, left);
    parts[lot_between(lot, 0, count - 1)] += take;
    left -= take;
  }
}

json_t *lot_name(random_lot *lot) {
  static const char *const fi[] = {"Ohjaus",   "Työkokeilu yhdistyksessä", "Kyläyhdistys",
                                   "Pöytätyö", "Kuntouttava työtoiminta",  "Åminne"};
  static const char *const sv[] = {"Hänvisning", "Arbetsprövning", "Byaförening", "Hjälp på vägen"};
  json_t *name = json_object();
  json_object_set_new(name, "fi", json_string(fi[lot_between(lot, 0, 5)]));
  if (lot_chance(lot, 0.5))
    json_object_set_new(name, "sv", json_string(sv[lot_between(lot, 0, 3)]));
  if (lot_chance(lot, 0.5))
    json_object_set_new(name, "en", json_string("A \"place\" on the path"));
  return name;
}

static void add_evidence(random_lot *lot, json_t *number, double value) {
  int of = lot_between(lot, 5, 200);
  json_object_set_new(number, "evidence",
                      json_pack("{s:i, s:i}", "events", (int)(value * of + 0.5), "of", of));
}

/* A number, plain or with where it comes from; `share` ones may carry evidence. */
json_t *lot_number(random_lot *lot, double value, bool share) {
  json_t *plain = value == (double)(long)value ? json_integer((long)value) : json_real(value);
  if (!lot_with(lot, RANDOM_EVIDENCE) || lot_chance(lot, 0.6))
    return plain;
  static const char *const basis[] = {"measured", "stated", "calibrated", "estimated", "assumed"};
  json_t *number = json_object();
  json_object_set_new(number, "value", plain);
  if (lot_chance(lot, 0.6))
    json_object_set_new(number, "basis", json_string(basis[lot_between(lot, 0, 4)]));
  if (lot_chance(lot, 0.3) && json_object_get(lot->model, "sources"))
    json_object_set_new(number, "source", json_string("article"));
  if (share && value > 0 && lot_chance(lot, 0.4))
    add_evidence(lot, number, value);
  else if (value > 0 && !(share && value >= 1) && lot_chance(lot, 0.3))
    json_object_set_new(
        number, "range",
        json_pack("[f,f]", value * 0.75, share ? (1 + 3 * value) / 4 : value * 1.5));
  return number;
}

/* Stages to leave for: `count` different ones, not `from`; passages look forward only. */
static int pick_targets(random_lot *lot, int from, int count, int *targets) {
  int low = lot->passage[from] ? from + 1 : 0, n = 0;
  while (n < count) {
    int to = lot_between(lot, low, lot->stage_count - 1);
    bool taken = to == from;
    for (int i = 0; i < n; i++)
      taken = taken || targets[i] == to;
    if (!taken)
      targets[n++] = to;
  }
  return n;
}

static json_t *per_step(random_lot *lot, int exits) {
  double most = 0.9 / exits;
  if (lot_chance(lot, 0.6))
    return lot_number(lot, lot_decimal(lot, 0.01, most), true);
  json_t *list = json_array();
  for (int i = lot_between(lot, 1, 4); i > 0; i--)
    json_array_append_new(list, lot_number(lot, lot_decimal(lot, 0, most), true));
  return list;
}

static void add_exits(random_lot *lot, json_t *transitions, int from, int form, int exits) {
  int targets[4], parts[4];
  exits = pick_targets(lot, from, exits, targets);
  lot_parts(lot, exits, 100, parts);
  int rest = lot_chance(lot, 0.5) ? lot_between(lot, 0, exits - 1) : -1;
  for (int i = 0; i < exits; i++) {
    char id[64];
    snprintf(id, sizeof id, "%s--%s", lot->stage_id[from], lot->stage_id[targets[i]]);
    json_t *move =
        json_pack("{s:s, s:s}", "from", lot->stage_id[from], "to", lot->stage_id[targets[i]]);
    if (form == LOT_RACE)
      json_object_set_new(move, "after", lot_distribution(lot));
    else if (form == LOT_PER_STEP)
      json_object_set_new(move, "per_step", per_step(lot, exits));
    else if (i == rest)
      json_object_set_new(move, "share", json_string("rest"));
    else
      json_object_set_new(move, "share", lot_number(lot, parts[i] / 100.0, true));
    lot_add_carriers(lot, move);
    json_object_set_new(transitions, id, move);
    if (form == LOT_SHARES && i == 0 && !lot->passage[from] && lot_chance(lot, 0.2))
      json_object_set_new(lot->stage[from], "refused", json_string(id));
  }
}

static int exit_form(random_lot *lot, int stage) {
  int forms[3], n = 0;
  if (lot_with(lot, RANDOM_SHARES))
    forms[n++] = LOT_SHARES;
  if (lot_with(lot, RANDOM_PER_STEP))
    forms[n++] = LOT_PER_STEP;
  if (lot_with(lot, RANDOM_RACE))
    forms[n++] = LOT_RACE;
  return n == 0 || lot->passage[stage] ? LOT_SHARES : forms[lot_between(lot, 0, n - 1)];
}

static void add_transitions(random_lot *lot) {
  json_t *transitions = json_object();
  json_object_set_new(lot->model, "transitions", transitions);
  for (int i = 0; i < lot->stage_count; i++) {
    int form = exit_form(lot, i);
    int others = lot->passage[i] ? lot->stage_count - 1 - i : lot->stage_count - 1;
    if (lot->final[i])
      continue;
    if (form == LOT_SHARES && !lot->passage[i])
      json_object_set_new(lot->stage[i], "duration", lot_distribution(lot));
    add_exits(lot, transitions, i, form, lot_between(lot, 1, others < 4 ? others : 4));
  }
}

static const char *const finnish_kinds[] = {"job_seeking", "rehabilitative_work", "work_trial",
                                            "wage_subsidy", "open_labour_market"};

static void add_kind(random_lot *lot, int i) {
  json_t *stage = lot->stage[i];
  if (lot->region) {
    const char *kind = i == 0 ? "job_seeking" : finnish_kinds[lot_between(lot, 0, 4)];
    kind = lot->final[i] ? "outside" : kind;
    json_object_set_new(stage, "kind", json_string(kind));
    if (!strcmp(kind, "wage_subsidy"))
      json_object_set_new(stage, "attributes",
                          json_pack("{s:s, s:s}", "employer", "association", "basis",
                                    lot_chance(lot, 0.5) ? "full" : "reduced"));
  } else if (i > 0 && !lot->passage[i] && lot_chance(lot, 0.3)) {
    json_object_set_new(stage, "employed", json_true());
    if (lot_chance(lot, 0.5))
      json_object_set_new(stage, "open", json_true());
  }
}

/* Passages and final stages are settled first: exits depend on them. A lone stage is final. */
static void add_stages(random_lot *lot) {
  json_t *stages = json_object();
  json_object_set_new(lot->model, "stages", stages);
  int n = lot->stage_count;
  for (int i = 0; i < n; i++) {
    bool last = i == n - 1;
    lot->final[i] =
        n == 1 || (lot_with(lot, RANDOM_FINALS) && i > 0 && lot_chance(lot, last ? 0.7 : 0.05));
    lot->passage[i] =
        lot_with(lot, RANDOM_PASSAGES) && i > 0 && !last && !lot->final[i] && lot_chance(lot, 0.15);
    snprintf(lot->stage_id[i], sizeof lot->stage_id[i], "stage-%d", i + 1);
    lot->stage[i] = json_object();
    json_object_set_new(stages, lot->stage_id[i], lot->stage[i]);
    if (lot_chance(lot, 0.8))
      json_object_set_new(lot->stage[i], "name", lot_name(lot));
    add_kind(lot, i);
    if (lot->final[i])
      json_object_set_new(lot->stage[i], "final", json_true());
    if (lot->passage[i])
      json_object_set_new(lot->stage[i], "passage", json_true());
  }
}

/* The head of the file. A week or a day is a short step: horizons stay small all the same. */
static void add_head(random_lot *lot, const random_model_options *options) {
  static const char *const steps[] = {"month", "month", "week", "day"};
  lot->model = json_pack("{s:s, s:o}", "format", "polku/1", "title", lot_name(lot));
  if (lot->region)
    json_object_set_new(lot->model, "region", json_string(lot->region));
  if (lot->region || lot_chance(lot, 0.4)) {
    const char *start = options->follows ? options->follows : "2021-06-01";
    json_object_set_new(lot->model, "start_date", json_string(start));
    if (options->follows)
      json_object_set_new(lot->model, "follow_calendar", json_true());
    lot->dated = true;
  }
  const char *step =
      lot->region || !lot_with(lot, RANDOM_WEEKS) ? "month" : steps[lot_between(lot, 0, 3)];
  if (strcmp(step, "month") != 0 || lot_chance(lot, 0.7))
    json_object_set_new(lot->model, "step", json_string(step));
  lot->horizon = options->horizon ? options->horizon : lot_between(lot, 1, 36);
  json_object_set_new(lot->model, "horizon", json_integer(lot->horizon));
  if (lot_with(lot, RANDOM_EVIDENCE) || lot_with(lot, RANDOM_EXTRAS))
    json_object_set_new(lot->model, "sources",
                        json_pack("{s:{s:s, s:s, s:i}}", "article", "title",
                                  "Missä yhdistykset ovat?", "publisher", "Vates", "year", 2022));
}

static bool lot_start(random_lot *lot, uint64_t seed, const random_model_options *options) {
  memset(lot, 0, sizeof *lot);
  pk_stream_start(&lot->dice, seed, pk_hash("random model"));
  lot->without = options->without;
  if (lot->without & RANDOM_ACTORS)
    lot->without |= RANDOM_SUPPORTS | RANDOM_PLACES | RANDOM_ENDS;
  lot->region = options->region;
  lot->stage_count = options->stages ? options->stages : lot_between(lot, 1, 12);
  size_t n = (size_t)lot->stage_count;
  lot->stage_id = calloc(n, sizeof *lot->stage_id);
  lot->stage = calloc(n, sizeof *lot->stage);
  lot->final = calloc(n, sizeof *lot->final);
  lot->passage = calloc(n, sizeof *lot->passage);
  return lot->stage_id && lot->stage && lot->final && lot->passage;
}

char *random_model(uint64_t seed, const random_model_options *options) {
  static const random_model_options all = {0};
  options = options ? options : &all;
  random_lot lot;
  char *text = NULL;
  if (lot_start(&lot, seed, options)) {
    add_head(&lot, options);
    lot_add_accounts(&lot);
    lot_add_actors(&lot);
    add_stages(&lot);
    lot_add_standings(&lot);
    add_transitions(&lot);
    lot_add_supports(&lot);
    lot_add_groups(&lot);
    lot_add_extras(&lot);
    text = lot_with(&lot, RANDOM_LAYOUT) ? random_layout(lot.model, seed) : tidy_layout(lot.model);
  }
  json_decref(lot.model);
  free(lot.stage_id);
  free(lot.stage);
  free(lot.final);
  free(lot.passage);
  return text;
}
