/* Finding ways: routes by the search of routes.c, named paths by the chance that their stages are
 * entered in that order, with anything between, in the horizon. */
#include "study/path_facts.h"

#include "engine/individual.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool asked_of(const pk_path_wish *wish, const pk_chain *chain, size_t start) {
  return wish->group < 0 || chain->start_group[start] == wish->group;
}

/* -------------------------------------------------------------------------------- named paths */

/* `row` is the chance to have gone the path within n steps, n = 0 … left. The mean time of those
 * who go it is the sum, over n, of the chance not to have done so yet. */
static double steps_of(const double *row, int left) {
  double sum = 0;
  for (int n = 0; n < left; n++)
    sum += row[left] - row[n];
  return sum;
}

static void weigh_named(const pk_path_facts *ways, const pk_path_wish *wish, const double *rows,
                        pk_path_fact *way) {
  const pk_solution *s = &ways->making.solution;
  double met = 0, steps = 0, entered = 0;
  for (size_t i = 0; i < s->chain->start_count; i++) {
    if (!asked_of(wish, s->chain, i))
      continue;
    const double *row = pk_solution_row(s, rows, i);
    int left = pk_solution_left(s, i);
    double people = pk_solution_people(s, i);
    entered += people;
    met += people * row[left];
    steps += people * steps_of(row, left);
  }
  way->chance = entered > 0 ? met / entered : NAN;
  way->months = met > 0 ? steps / met * s->months : NAN;
}

static bool find_named(pk_path_facts *ways, const pk_path_wish *wish, const pk_path *path) {
  const pk_solution *s = &ways->making.solution;
  size_t rows = (size_t)s->chain->horizon + 1;
  double *out = malloc((size_t)s->atom_count * rows * sizeof *out + 1);
  double *scratch = malloc((pk_exact_order_scratch(s->chain) + 1) * sizeof *scratch);
  bool good = out && scratch;
  if (good) {
    pk_path_fact *way = &ways->named[ways->named_count++];
    *way = (pk_path_fact){path->id, &path->name, path->stage_count, path->stages, 0, 0};
    pk_ask ask = {s->atom_count, s->atoms};
    pk_exact_order(s->chain, path->stages, path->stage_count, &ask, out, scratch);
    weigh_named(ways, wish, out, way);
  } else {
    pk_report_memory(ways->making.report);
  }
  free(out);
  free(scratch);
  return good;
}

/* ------------------------------------------------------------------------------------- routes */

/* The chain as those begin it who are asked about. False when memory ran out. */
static bool begun_by(const pk_path_facts *ways, const pk_path_wish *wish, pk_chain *chain) {
  pk_arena *arena = ways->making.scratch;
  size_t count = 0;
  *chain = *ways->making.solution.chain;
  if (wish->group < 0)
    return true;
  int32_t *at = PK_NEW_ARRAY(arena, int32_t, chain->start_count);
  int32_t *time = PK_NEW_ARRAY(arena, int32_t, chain->start_count);
  double *amount = PK_NEW_ARRAY(arena, double, chain->start_count);
  if (!at || !time || !amount)
    return false;
  for (size_t i = 0; i < chain->start_count; i++) {
    if (!asked_of(wish, chain, i))
      continue;
    at[count] = chain->start_at[i];
    time[count] = chain->start_time[i];
    amount[count++] = chain->start_amount[i];
  }
  chain->start_at = at;
  chain->start_time = time;
  chain->start_amount = amount;
  chain->start_count = count;
  return true;
}

static bool find_routes(pk_path_facts *ways, const pk_path_wish *wish) {
  pk_making *m = &ways->making;
  pk_chain chain;
  ways->route = PK_NEW_ARRAY(m->scratch, pk_path_fact, (size_t)wish->count);
  if (!ways->route || !begun_by(ways, wish, &chain)) {
    pk_report_memory(m->report);
    return false;
  }
  if (wish->count == 0)
    return true;
  if (!pk_routes_find(&chain, &m->study, wish->count, &ways->routes, m->scratch, m->report))
    return false;
  for (int i = 0; i < ways->routes.count; i++) {
    const pk_route *r = &ways->routes.list[i];
    ways->route[ways->route_count++] = (pk_path_fact){.length = r->length,
                                                      .stages = r->stages,
                                                      .chance = r->chance,
                                                      .months = r->steps * m->solution.months};
  }
  return true;
}

/* ----------------------------------------------------------------------------------- the whole */

static bool find_all(pk_path_facts *ways, const pk_path_wish *wish) {
  pk_making *m = &ways->making;
  pk_variant as_written = {.withdrawn = wish->withdrawn};
  m->withdrawn = PK_NEW_ARRAY(m->scratch, bool, (size_t)m->model->actor_count);
  ways->named = PK_NEW_ARRAY(m->scratch, pk_path_fact, (size_t)m->model->path_count);
  if (!m->withdrawn || !ways->named || !pk_study_start(&m->study, m->model, m->rules, m->scratch)) {
    pk_report_memory(m->report);
    return false;
  }
  if (wish->withdrawn)
    memcpy(m->withdrawn, wish->withdrawn, (size_t)m->model->actor_count * sizeof *m->withdrawn);
  if (!pk_make_hosts(m) || !pk_solution_new(&m->solution, &m->study, &as_written, m->report) ||
      !find_routes(ways, wish))
    return false;
  for (int i = 0; i < m->model->path_count; i++) {
    const pk_path *path = &m->model->paths[i];
    if ((!wish->only || strcmp(wish->only, path->id) == 0) && !find_named(ways, wish, path))
      return false;
  }
  return true;
}

bool pk_path_facts_new(pk_path_facts *ways, const pk_model *model, const pk_rules *rules,
                       const pk_path_wish *wish, polku_report *report) {
  *ways =
      (pk_path_facts){.model = model, .making = {.model = model, .rules = rules, .report = report}};
  ways->making.scratch = pk_arena_new();
  if (!ways->making.scratch) {
    pk_report_memory(report);
    return false;
  }
  ways->limits = pk_model_tied(model, rules, wish->withdrawn);
  return find_all(ways, wish);
}

void pk_path_facts_free(pk_path_facts *ways) {
  pk_solution_free(&ways->making.solution);
  pk_arena_free(ways->making.scratch);
}

double pk_path_facts_third(const pk_path_facts *ways, int stage) {
  return ways->making.third_ever[stage];
}
