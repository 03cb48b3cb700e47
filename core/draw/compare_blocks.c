/* What comes of it, in words and numbers: the difference in pairs first of all, what each model
 * comes to, and apart from both what was observed. The picture and its twins tell the same rows. */
#include "draw/compare.h"

#include "base/words.h"

#include <math.h>
#include <string.h>

enum { GROUPS_MAX = PK_OUTCOME_ROWS - 1 };

/* In what a difference is told: clients of as many, when both models have as many; of a hundred
 * otherwise; months of each. */
typedef struct measure {
  bool months, hundred;
  double scale, people;
} measure;

static measure measure_of(const polku_comparison *o) {
  measure m = {.scale = 1};
  m.months = o->outcome == PK_MONTHS_EMPLOYED || o->outcome == PK_RESTRICTED_MEAN;
  double a = o->results[0]->all.people, b = o->results[1]->all.people;
  m.hundred = !m.months && (fabs(a - b) > 1e-9 * fmax(a, b) || !(a > 0));
  m.people = a;
  if (!m.months)
    m.scale = m.hundred ? 100 : a;
  return m;
}

bool pk_has_outcomes(const pk_map *map) {
  const polku_comparison *o = map->compare ? map->compare->outcomes : NULL;
  return o && o->case_count > 1 && o->results && o->results[0] && o->results[1] &&
         o->beside[1].paired;
}

/* -------------------------------------------------------------------------------------- words */

static const char *plain(pk_map *map, double value) {
  return pk_map_number(map, value, fabs(value) < 99.95 ? 1 : 0);
}

/* "+2,1", "−0,4", "0,0" */
static const char *with_sign(pk_map *map, double value) {
  pk_text text = PK_TEXT_EMPTY;
  double shown = round(fabs(value) * 10) / 10;
  pk_text_add(&text, shown == 0 ? "" : value > 0 ? "+" : "\u2212");
  pk_text_add(&text, plain(map, shown));
  return pk_map_keep(map, &text);
}

static const char *outcome_word(pk_map *map, pk_outcome outcome) {
  pk_text key = PK_TEXT_EMPTY;
  pk_text_addf(&key, "outcome.%s", pk_outcome_name(outcome));
  return pk_word(map->lang, pk_map_keep(map, &key));
}

/* Whose: everyone's, or of the group that is asked for. */
static int answer_of(const pk_map *map) {
  const polku_comparison *o = map->compare->outcomes;
  const int group = map->filter.group;
  for (int g = 0; group >= 0 && g < o->group_count; g++)
    if (strcmp(o->groups[g].id, map->compare->a->model->groups[group].id) == 0)
      return 1 + g;
  return 0;
}

static double people_of(const pk_map *map, int answer, const measure *m) {
  const polku_comparison *o = map->compare->outcomes;
  for (int g = 0; answer > 0 && g < o->results[0]->group_count; g++)
    if (strcmp(o->results[0]->groups[g].group.id, o->groups[answer - 1].id) == 0)
      return o->results[0]->groups[g].people;
  return m->people;
}

static double scale_of(const pk_map *map, int answer, const measure *m) {
  return m->months || m->hundred ? m->scale : people_of(map, answer, m);
}

const char *pk_compare_headline(pk_map *map) {
  if (!pk_has_outcomes(map))
    return "";
  const polku_comparison *o = map->compare->outcomes;
  int answer = answer_of(map);
  const pk_paired *p = pk_paired_at(o, 1, answer, (int)o->outcome);
  measure m = measure_of(o);
  double scale = scale_of(map, answer, &m);
  const char *key = m.months    ? "compare.headline.months"
                    : m.hundred ? "compare.headline.hundred"
                                : "compare.headline";
  if (!isfinite(p->value))
    return "";
  return pk_map_fill(map, key, "value", with_sign(map, p->value * scale), "low",
                     with_sign(map, p->low * scale), "high", with_sign(map, p->high * scale),
                     "people", pk_map_count(map, scale), "outcome", outcome_word(map, o->outcome),
                     "time", pk_map_length(map->compare->a, o->results[0]->horizon, PK_MEASURED),
                     NULL);
}

const char *pk_compare_chance(pk_map *map) {
  if (!pk_has_outcomes(map))
    return "";
  const polku_comparison *o = map->compare->outcomes;
  const pk_paired *p = pk_paired_at(o, 1, answer_of(map), (int)o->outcome);
  if (!isfinite(p->better))
    return "";
  pk_text chance = PK_TEXT_EMPTY;
  double shown = fmin(fmax(p->better, 0.01), 0.99);
  pk_percent_add(&chance, map->lang, shown, 0);
  const char *text = pk_map_keep(map, &chance);
  const char *key = p->better > 0.99   ? "compare.chance.more"
                    : p->better < 0.01 ? "compare.chance.less"
                                       : "compare.chance";
  return pk_map_fill(map, key, "chance", text, NULL);
}

/* ------------------------------------------------------------------------------ what each is */

static const char *in_brackets(pk_map *map, const pk_outcome_row *r, bool sign) {
  const char *(*write)(pk_map *, double) = sign ? with_sign : plain;
  if (!isfinite(r->value))
    return "\u2013";
  if (!isfinite(r->low) || !isfinite(r->high))
    return write(map, r->value);
  return pk_map_fill(map, sign ? "compare.interval" : "compare.range", "value",
                     write(map, r->value), "low", write(map, r->low), "high", write(map, r->high),
                     NULL);
}

static pk_outcome_row level(pk_map *map, int which, pk_outcome outcome, double scale) {
  const polku_result *result = map->compare->outcomes->results[which];
  polku_interval i = result->all.outcomes[outcome].interval;
  pk_outcome_row r = {.name = which ? map->compare->name_b : map->compare->name_a,
                      .value = i.value * scale,
                      .low = i.low * scale,
                      .high = i.high * scale};
  r.number = in_brackets(map, &r, false);
  return r;
}

/* 90 % by Wilson's score: of x in n. */
static void wilson(double x, double n, double *low, double *high) {
  const double z = 1.6448536269514722, p = x / n, d = 1 + z * z / n;
  double middle = (p + z * z / (2 * n)) / d;
  double half = z / d * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  *low = middle - half;
  *high = middle + half;
}

/* The share by a time of its own, where a result knows it. */
static double share_by(const polku_result *result, const char *outcome, int at) {
  if (at < 0 || at > result->horizon)
    return NAN;
  if (strcmp(outcome, pk_outcome_name(PK_EMPLOYMENT_RATIO)) == 0)
    return result->all.employed[at];
  if (strcmp(outcome, pk_outcome_name(PK_OPEN_EMPLOYMENT_RATIO)) == 0)
    return result->all.open[at];
  return NAN;
}

/* The first share of everyone that was observed. */
static const pk_met_target *target_of(const polku_result *result) {
  for (int i = 0; i < result->target_count; i++) {
    const pk_met_target *t = &result->targets[i];
    if (!t->group && t->outcome && isfinite(share_by(result, t->outcome, t->at)))
      return t;
  }
  return NULL;
}

static pk_outcome_row observed(pk_map *map, const pk_met_target *t, double scale) {
  pk_outcome_row r = {.value = t->observed * scale,
                      .low = NAN,
                      .high = NAN,
                      .observed = true,
                      .name =
                          pk_map_fill(map, "compare.observed", "time",
                                      pk_map_length(map->compare->a, t->at, PK_MEASURED), NULL)};
  if (t->has_interval && t->of > 0) {
    wilson(t->events, t->of, &r.low, &r.high);
    r.low *= scale;
    r.high *= scale;
  }
  r.number = in_brackets(map, &r, false);
  return r;
}

/* "13,1 → 15,0: +1,9 (−0,4…+4,2)" */
static pk_outcome_row difference(pk_map *map, int answer, const char *name, const measure *m) {
  const polku_comparison *o = map->compare->outcomes;
  const pk_paired *p = pk_paired_at(o, 1, answer, (int)o->outcome);
  double scale = scale_of(map, answer, m);
  pk_outcome_row r = {.name = name,
                      .value = p->value * scale,
                      .low = p->low * scale,
                      .high = p->high * scale,
                      .strong = answer == answer_of(map)};
  pk_text text = PK_TEXT_EMPTY;
  if (!r.strong && isfinite(p->before) && isfinite(p->after)) {
    pk_text_add(&text, plain(map, p->before * scale));
    pk_text_add(&text, " \u2192 ");
    pk_text_add(&text, plain(map, p->after * scale));
    pk_text_add(&text, ": ");
  }
  pk_text_add(&text, in_brackets(map, &r, true));
  r.number = pk_map_keep(map, &text);
  return r;
}

/* Everyone's difference, and where there are several groups each one's. */
static void differences(pk_map *map, const measure *m, pk_outcome_block *block) {
  const polku_comparison *o = map->compare->outcomes;
  int all = answer_of(map);
  const char *key = m->months    ? "compare.axis.months"
                    : m->hundred ? "compare.axis.hundred"
                                 : "compare.axis.people";
  block->differences = true;
  block->head = pk_map_fill(map, key, "outcome", outcome_word(map, o->outcome), "people",
                            pk_map_count(map, scale_of(map, all, m)), NULL);
  block->rows[block->count++] = difference(map, all, pk_word(map->lang, "compare.difference"), m);
  for (int g = 0; all == 0 && o->group_count > 1 && g < o->group_count && g < GROUPS_MAX; g++)
    block->rows[block->count++] =
        difference(map, 1 + g, pk_map_name(map, &o->groups[g].name, o->groups[g].id), m);
}

/* What each model comes to in an outcome when the computed time ends. */
static void levels(pk_map *map, pk_outcome outcome, pk_outcome_block *block) {
  const polku_comparison *o = map->compare->outcomes;
  bool months = outcome == PK_MONTHS_EMPLOYED || outcome == PK_RESTRICTED_MEAN;
  const char *time = pk_map_length(map->compare->a, o->results[0]->horizon, PK_MEASURED);
  block->head = pk_map_fill(map, months ? "compare.levels.months" : "compare.levels", "outcome",
                            outcome_word(map, outcome), "time", time, NULL);
  for (int i = 0; i < 2; i++)
    block->rows[block->count++] = level(map, i, outcome, months ? 1 : 100);
}

/* What was observed, beside what the models come to by the same time. */
static void seen(pk_map *map, const pk_met_target *target, pk_outcome_block *block) {
  const polku_comparison *o = map->compare->outcomes;
  pk_text key = PK_TEXT_EMPTY;
  pk_text_addf(&key, "outcome.%s", target->outcome);
  const char *outcome = pk_word(map->lang, pk_map_keep(map, &key));
  const char *time = pk_map_length(map->compare->a, target->at, PK_MEASURED);
  block->head = pk_map_fill(map, "compare.levels", "outcome", outcome, "time", time, NULL);
  block->rows[block->count++] = observed(map, target, 100);
  for (int i = 0; i < 2; i++) {
    pk_outcome_row r = {.name = i ? map->compare->name_b : map->compare->name_a,
                        .value = 100 * share_by(o->results[i], target->outcome, target->at),
                        .low = NAN,
                        .high = NAN};
    r.number = in_brackets(map, &r, false);
    block->rows[block->count++] = r;
  }
}

int pk_compare_blocks(pk_map *map, pk_outcome_block blocks[PK_OUTCOME_BLOCKS]) {
  if (!pk_has_outcomes(map))
    return 0;
  const polku_comparison *o = map->compare->outcomes;
  const pk_met_target *target = target_of(o->results[0]);
  measure m = measure_of(o);
  memset(blocks, 0, PK_OUTCOME_BLOCKS * sizeof *blocks);
  differences(map, &m, &blocks[0]);
  levels(map, o->outcome, &blocks[1]);
  if (target)
    seen(map, target, &blocks[2]);
  return target ? 3 : 2;
}
