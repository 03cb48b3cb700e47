/* Transitions as arrows: the number that the model writes, and how wide. */
#include "draw/map.h"

#include "base/words.h"
#include "chain/duration.h"
#include "study/result.h"

#include <math.h>
#include <string.h>

/* Whether a percentage so rounded would be read as another: as never, as always, or as one that is
 * a twentieth away. */
static bool misleads(double percent, int decimals) {
  double unit = pow(10, decimals), shown = round(percent * unit) / unit;
  return fabs(shown - percent) > 0.051 * percent || (shown >= 100 && percent < 100 - 1e-9);
}

void pk_map_add_share(pk_text *out, polku_lang lang, double share) {
  double percent = share * 100;
  bool tenths = percent >= 0.95 || fabs(percent * 10 - round(percent * 10)) < 0.05;
  int decimals = percent >= 10 || fabs(percent - round(percent)) < 0.05 ? 0 : tenths ? 1 : 2;
  while (decimals < 8 && misleads(percent, decimals))
    decimals++;
  pk_percent_add(out, lang, share, decimals);
}

/* What the other exits leave is known as well as the weakest of them. */
static pk_basis share_basis(const pk_map *map, const pk_transition *t) {
  if (!t->rest)
    return t->share.basis;
  const pk_stage *stage = &map->model->stages[t->from];
  pk_basis weakest = PK_MEASURED;
  for (int i = 0; i < stage->exit_count; i++) {
    const pk_transition *other = &map->model->transitions[stage->exit_list[i]];
    if (!other->rest && other->share.basis > weakest)
      weakest = other->share.basis;
  }
  return weakest;
}

static pk_basis step_basis(const pk_transition *t) {
  pk_basis weakest = PK_MEASURED;
  for (int i = 0; i < t->step_count; i++)
    if (t->per_step[i].basis > weakest)
      weakest = t->per_step[i].basis;
  return weakest;
}

static pk_basis number_basis(const pk_map *map, const pk_transition *t, pk_exits form) {
  return form == PK_EXITS_PER_STEP && t->step_count > 0 ? step_basis(t)
         : form == PK_EXITS_RACE                        ? t->after.a.basis
                                                        : share_basis(map, t);
}

/* "~35 %" */
static const char *share_number(pk_map *map, const pk_transition *t) {
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text, pk_basis_mark(share_basis(map, t)));
  pk_map_add_share(&text, map->lang, t->share.value);
  return pk_map_keep(map, &text);
}

/* "~1 %/kk"; of a list the first, and that it does not stay so: "~4 %/kk…". */
static const char *step_number(pk_map *map, const pk_transition *t) {
  static const char *const per[] = {"map.per.month", "map.per.week", "map.per.day"};
  bool steady = true;
  for (int i = 1; i < t->step_count; i++)
    steady = steady && t->per_step[i].value == t->per_step[0].value;
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text, pk_basis_mark(step_basis(t)));
  pk_map_add_share(&text, map->lang, t->per_step[0].value);
  pk_text_add(&text, pk_word(map->lang, per[map->model->step]));
  pk_text_add(&text, steady ? "" : "\xe2\x80\xa6");
  return pk_map_keep(map, &text);
}

/* The mean time of an exit that races: "~6 kk". */
static const char *race_number(pk_map *map, const pk_transition *t) {
  double months = pk_duration_mean(&t->after, map->model->step) * pk_step_months(map->model->step);
  if (!isfinite(months))
    return "";
  return pk_map_fill(map, "map.months", "mark", pk_basis_mark(t->after.a.basis), "count",
                     pk_map_large(map, months), NULL);
}

/* ------------------------------------------------------------------------------- widths */

/* Discrete hazards of one exit: at step d, 0-based, of those who are still there. */
static double hazard(const pk_transition *t, const double *table, int d, double *left) {
  if (!table)
    return t->per_step[d < t->step_count ? d : t->step_count - 1].value;
  double h = *left > 0 ? table[d] / *left : 1;
  *left -= table[d];
  return h > 1 ? 1 : h;
}

/* The chance that a stay ends by each exit within the horizon, for exits that compete: at every
 * step exits share what leaves in proportion to their hazards, as near as a line's width needs. */
static void compete(pk_map *map, const pk_stage *stage, double *chance) {
  int n = stage->exit_count, horizon = map->model->horizon;
  double **tables = PK_NEW_ARRAY(map->arena, double *, (size_t)n);
  double *left = PK_NEW_ARRAY(map->arena, double, (size_t)n);
  double *now = PK_NEW_ARRAY(map->arena, double, (size_t)n);
  for (int i = 0; tables && i < n; i++) {
    const pk_transition *t = &map->model->transitions[stage->exit_list[i]];
    if (stage->exits != PK_EXITS_RACE)
      continue;
    tables[i] = PK_NEW_ARRAY(map->arena, double, (size_t)horizon);
    if (tables[i])
      pk_duration_table(&t->after, map->model->step, 1, horizon, NULL, NULL, tables[i]);
    else
      map->failed = true;
  }
  if (!tables || !left || !now || map->failed) {
    map->failed = true;
    return;
  }
  for (int i = 0; i < n; i++)
    left[i] = 1;
  double there = 1;
  for (int d = 0; d < horizon; d++) {
    double stay = 1, sum = 0;
    for (int i = 0; i < n; i++) {
      now[i] = hazard(&map->model->transitions[stage->exit_list[i]], tables[i], d, &left[i]);
      stay *= 1 - now[i];
      sum += now[i];
    }
    double leave = stage->exits == PK_EXITS_RACE ? 1 - stay : fmin(sum, 1);
    for (int i = 0; i < n && sum > 0; i++)
      chance[stage->exit_list[i]] += there * leave * now[i] / sum;
    there *= 1 - leave;
  }
}

static double *chances(pk_map *map) {
  double *chance = PK_NEW_ARRAY(map->arena, double, (size_t)map->model->transition_count);
  if (!chance) {
    map->failed = true;
    return NULL;
  }
  for (int s = 0; s < map->model->stage_count; s++) {
    const pk_stage *stage = &map->model->stages[s];
    if (stage->exits == PK_EXITS_PER_STEP || stage->exits == PK_EXITS_RACE)
      compete(map, stage, chance);
    else
      for (int i = 0; i < stage->exit_count; i++)
        chance[stage->exit_list[i]] = map->model->transitions[stage->exit_list[i]].share.value;
  }
  return chance;
}

/* ------------------------------------------------------------------------------ results */

double pk_map_moves(const pk_map *map, const char *id) {
  for (int i = 0; i < map->result->transition_count; i++)
    if (strcmp(map->result->transitions[i].id, id) == 0)
      return map->answer->moves[i];
  return -1;
}

/* Puts computed moves in the place of the model's numbers, widths in proportion to the busiest. */
static void carry_result(pk_map *map) {
  double busiest = 0;
  for (int i = 0; i < map->arrow_count; i++)
    busiest = fmax(busiest, pk_map_moves(map, map->model->transitions[i].id));
  for (int i = 0; i < map->arrow_count; i++) {
    double moves = pk_map_moves(map, map->model->transitions[i].id);
    if (moves < 0)
      continue;
    map->arrows[i].moves = moves;
    map->arrows[i].chance = busiest > 0 ? moves / busiest : 0;
    map->arrows[i].number = pk_map_large(map, moves);
  }
}

void pk_map_arrows(pk_map *map) {
  int count = map->model->transition_count;
  map->arrows = PK_NEW_ARRAY(map->arena, pk_arrow, (size_t)count);
  double *chance = chances(map);
  if (!map->arrows || !chance || map->failed) {
    map->failed = true;
    return;
  }
  for (int i = 0; i < count; i++) {
    const pk_transition *t = &map->model->transitions[i];
    pk_exits form = map->model->stages[t->from].exits;
    const char *number = form == PK_EXITS_PER_STEP && t->step_count > 0 ? step_number(map, t)
                         : form == PK_EXITS_RACE                        ? race_number(map, t)
                                                                        : share_number(map, t);
    map->arrows[i] = (pk_arrow){.transition = i,
                                .from = t->from,
                                .to = t->to,
                                .chance = chance[i],
                                .written = number,
                                .basis = number_basis(map, t, form),
                                .number = number,
                                .was = "",
                                .brief = "",
                                .help = "",
                                .help_words = ""};
  }
  map->arrow_count = count;
  if (map->answer)
    carry_result(map);
}
