/* Means and laws over the clients of one solution. */
#include "study/spread.h"

#include <math.h>

const char *pk_outcome_name(pk_outcome outcome) {
  static const char *const names[PK_OUTCOMES] = {
      "employment_ratio", "open_employment_ratio", "employed_at_end",
      "months_employed",  "lasting_employment",    "months_to_employment.restricted_mean"};
  return names[outcome];
}

/* --------------------------------------------------------------------------------------- cells */

static int cell_new(pk_cells *c, int group, bool arrives) {
  c->group[c->count] = group;
  c->arrives[c->count] = arrives;
  return c->count++;
}

/* Starts of one group and time stand together, so looking at the group's latest cell is enough;
 * where they do not, arrivals fall into more cells, which Poisson numbers do not mind. */
static void assign_cells(pk_cells *c, const pk_model *model, int *first, int *latest, int *time) {
  const pk_chain *chain = c->solution->chain;
  for (size_t i = 0; i < chain->start_count; i++) {
    int g = chain->start_group[i], t = chain->start_time[i], *cell = t == 0 ? first : latest;
    bool own = model->groups[g].allocate || cell[g] < 0 || (t > 0 && time[g] != t);
    if (own)
      cell[g] = cell_new(c, g, t > 0);
    time[g] = t > 0 ? t : time[g];
    c->of_start[i] = cell[g];
    c->people[cell[g]] += pk_solution_people(c->solution, i);
  }
}

bool pk_cells_new(pk_cells *c, const pk_solution *solution, const pk_model *model,
                  pk_arena *arena) {
  size_t starts = solution->chain->start_count, groups = (size_t)model->group_count;
  int *memory = PK_NEW_ARRAY(arena, int, 3 * groups);
  *c = (pk_cells){.solution = solution};
  c->of_start = PK_NEW_ARRAY(arena, int, starts);
  c->group = PK_NEW_ARRAY(arena, int, starts);
  c->arrives = PK_NEW_ARRAY(arena, bool, starts);
  c->people = PK_NEW_ARRAY(arena, double, starts);
  c->mean = PK_NEW_ARRAY(arena, double, starts);
  c->second = PK_NEW_ARRAY(arena, double, starts);
  if (!memory || !c->of_start || !c->group || !c->arrives || !c->people || !c->mean || !c->second)
    return false;
  for (size_t g = 0; g < 2 * groups; g++)
    memory[g] = -1;
  assign_cells(c, model, memory, memory + groups, memory + 2 * groups);
  return true;
}

static bool within(int group, int of) {
  return group < 0 || group == of;
}

/* People of a group (−1: all) who enter within the horizon. */
static double cells_entered(const pk_cells *c, int group) {
  double people = 0;
  for (int i = 0; i < c->count; i++)
    people += within(group, c->group[i]) ? c->people[i] : 0;
  return people;
}

/* ---------------------------------------------------------------------------------------- laws */

/* Fills the cells' means (and second moments) per client from rows of answers. */
static void average(pk_cells *c, const double *mean, const double *second) {
  const pk_solution *s = c->solution;
  for (int i = 0; i < c->count; i++)
    c->mean[i] = c->second[i] = 0;
  for (size_t i = 0; i < s->chain->start_count; i++) {
    int cell = c->of_start[i];
    double part = c->people[cell] > 0 ? pk_solution_people(s, i) / c->people[cell] : 0;
    c->mean[cell] += part * pk_solution_whole(s, mean, i);
    if (second)
      c->second[cell] += part * pk_solution_whole(s, second, i);
  }
}

/* Months to employment T, counted up to the n steps left: E T = Σ (1 − F(t)), E T² = Σ (2t + 1)
 * (1 − F(t)) over t < n, F the chance to have been employed by t. */
static void average_waiting(pk_cells *c) {
  const pk_solution *s = c->solution;
  for (int i = 0; i < c->count; i++)
    c->mean[i] = c->second[i] = 0;
  for (size_t i = 0; i < s->chain->start_count; i++) {
    int cell = c->of_start[i], left = pk_solution_left(s, i);
    const double *f = pk_solution_row(s, s->employed, i);
    double part = c->people[cell] > 0 ? pk_solution_people(s, i) / c->people[cell] : 0;
    for (int t = 0; t < left; t++) {
      c->mean[cell] += part * s->months * (1 - f[t]);
      c->second[cell] += part * s->months * s->months * (2 * t + 1) * (1 - f[t]);
    }
  }
}

static bool count_law(pk_cells *c, int group, bool poisson, double scale, pk_luck *law,
                      pk_arena *arena) {
  pk_cell *cells = PK_NEW_ARRAY(arena, pk_cell, (size_t)c->count);
  size_t count = 0;
  if (!cells)
    return false;
  for (int i = 0; i < c->count; i++)
    if (within(group, c->group[i])) {
      double chance = c->mean[i] < 0 ? 0 : c->mean[i] > 1 ? 1 : c->mean[i];
      cells[count++] = (pk_cell){c->people[i], chance, poisson && c->arrives[i]};
    }
  return pk_luck_count(law, &(pk_count){cells, count, scale, c->left_out}, arena);
}

/* Per client, the number of clients is taken as given; a total also varies with those who arrive.
 */
static void sum_law(pk_cells *c, int group, bool total, double top, double scale, pk_luck *law) {
  double mean = 0, variance = 0;
  for (int i = 0; i < c->count; i++) {
    if (!within(group, c->group[i]))
      continue;
    double m = c->mean[i], second = c->second[i], apart = second - m * m;
    if (total && c->arrives[i])
      apart = second;
    mean += c->people[i] * m;
    variance += apart > 1e-12 * second ? c->people[i] * apart : 0; /* else it is rounding */
  }
  pk_luck_sum(law, mean, variance, top, scale);
}

bool pk_outcome_law(pk_cells *c, int group, pk_outcome outcome, pk_luck *law, pk_arena *arena) {
  const pk_solution *s = c->solution;
  double entered = cells_entered(c, group);
  double most = entered * s->months * s->chain->horizon;
  const double *chances[PK_OUTCOMES] = {[PK_EMPLOYMENT_RATIO] = s->employed,
                                        [PK_OPEN_EMPLOYMENT_RATIO] = s->open,
                                        [PK_EMPLOYED_AT_END] = s->at_end,
                                        [PK_LASTING_EMPLOYMENT] = s->lasting};
  if (!(entered > 0)) {
    *law = (pk_luck){.form = PK_LUCK_POINT, .scale = 1, .mean = NAN};
    return true;
  }
  if (chances[outcome]) {
    average(c, chances[outcome], NULL);
    return count_law(c, group, false, entered, law, arena);
  }
  if (outcome == PK_MONTHS_EMPLOYED)
    average(c, s->work, s->work_squared);
  else if (s->brief)
    average(c, s->wait, s->wait_squared);
  else
    average_waiting(c);
  sum_law(c, group, false, most, entered, law);
  return true;
}

static bool extra_negative(const pk_solution *s, const pk_extra *extra) {
  size_t rows = (size_t)s->chain->horizon + 1;
  for (size_t x = 0; extra && x < s->chain->entry_count; x++) {
    const double *worth = extra->row[x] < 0 ? NULL : extra->worth + (size_t)extra->row[x] * rows;
    for (size_t n = 1; worth && n < rows; n++)
      if (worth[n] < worth[n - 1])
        return true;
    if (extra->once[x] < 0)
      return true;
  }
  return false;
}

/* No amount of an account is negative in most models; where one is, the law is normal. */
static bool may_be_negative(const pk_cells *c, int account) {
  const pk_solution *s = c->solution;
  if (extra_negative(s, s->extra[account]))
    return true;
  size_t stages = (size_t)s->chain->stage_count, from = (size_t)account * stages;
  for (size_t i = from; i < from + stages; i++)
    if (s->pay.per_step[i] < 0 || s->pay.on_entry[i] < 0)
      return true;
  return false;
}

bool pk_money_law(pk_cells *c, int group, int account, pk_luck *law, pk_arena *arena) {
  (void)arena;
  average(c, c->solution->money[account], c->solution->money_squared[account]);
  sum_law(c, group, true, may_be_negative(c, account) ? -1 : 0, 1, law);
  return true;
}

bool pk_employed_law(pk_cells *c, int group, pk_luck *law, pk_arena *arena) {
  average(c, c->solution->employed, NULL);
  return count_law(c, group, true, 1, law, arena);
}

/* --------------------------------------------------------------------------------------- means */

double pk_mean_at(const pk_solution *s, int group, const double *answers, int t) {
  double sum = 0, entered = 0;
  for (size_t i = 0; i < s->chain->start_count; i++) {
    int left = t * s->per - s->chain->start_time[i];
    if (left < 0 || !within(group, s->chain->start_group[i]))
      continue;
    sum +=
        pk_solution_people(s, i) * (s->brief ? answers[i] : pk_solution_row(s, answers, i)[left]);
    entered += pk_solution_people(s, i);
  }
  return entered > 0 ? sum / entered : NAN;
}

static double waiting_at(const pk_solution *s, int group, int t) {
  double sum = 0, entered = 0;
  for (size_t i = 0; i < s->chain->start_count; i++) {
    int left = t * s->per - s->chain->start_time[i];
    if (left < 0 || !within(group, s->chain->start_group[i]))
      continue;
    const double *f = pk_solution_row(s, s->employed, i);
    for (int u = 0; u < left; u++)
      sum += pk_solution_people(s, i) * s->months * (1 - f[u]);
    entered += pk_solution_people(s, i);
  }
  return entered > 0 ? sum / entered : NAN;
}

double pk_outcome_at(const pk_solution *s, int group, pk_outcome outcome, int t) {
  switch (outcome) {
  case PK_EMPLOYMENT_RATIO:
    return pk_mean_at(s, group, s->employed, t);
  case PK_OPEN_EMPLOYMENT_RATIO:
    return pk_mean_at(s, group, s->open, t);
  case PK_EMPLOYED_AT_END:
    return pk_mean_at(s, group, s->at_end, t);
  case PK_MONTHS_EMPLOYED:
    return pk_mean_at(s, group, s->work, t);
  case PK_LASTING_EMPLOYMENT:
    return pk_mean_at(s, group, s->lasting, t);
  case PK_RESTRICTED_MEAN:
    return waiting_at(s, group, t);
  case PK_OUTCOMES:
    break;
  }
  return NAN;
}

double pk_median_months(const pk_solution *s, int group, int horizon) {
  for (int t = 0; t <= horizon; t++) {
    double employed = 0, followed = 0;
    for (size_t i = 0; i < s->chain->start_count; i++) {
      if (!within(group, s->chain->start_group[i]) || pk_solution_left(s, i) < t * s->per)
        continue;
      employed += pk_solution_people(s, i) * pk_solution_row(s, s->employed, i)[t * s->per];
      followed += pk_solution_people(s, i);
    }
    if (followed > 0 && employed >= 0.5 * followed * (1 - 1e-12))
      return t * s->per * s->months;
  }
  return NAN;
}
