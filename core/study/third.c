/* The third sector's part: who takes part, who passes through, and where it is not known what would
 * fall without it. Only roles that host count for who passes through. */
#include "study/third.h"

#include "chain/presence.h"

#include <math.h>

/* Withdrawn all the time: a withdrawal is one stretch of it. Who is away already cannot be missed.
 */
static bool gone(const pk_making *m, int actor) {
  return pk_actor_withdrawn(m->model, actor, m->withdrawn, 0) &&
         pk_actor_withdrawn(m->model, actor, m->withdrawn, m->model->horizon);
}

/* --------------------------------------------------------------------------------------- reach */

/* Through a third-sector host and into work: P(both) = P(reach) + P(work) − P(either). */
static bool make_reach(pk_making *m, pk_chain *placed) {
  size_t places = (size_t)placed->stage_count, stages = (size_t)m->model->stage_count;
  double *win = PK_NEW_ARRAY(m->scratch, double, places);
  double *go = PK_NEW_ARRAY(m->scratch, double, places);
  pk_solution by_place = m->solution;
  by_place.chain = placed;
  if (!win || !go) {
    pk_report_memory(m->report);
    return false;
  }
  pk_event event = {.win = win, .go = go};
  for (size_t s = 0; s < places; s++)
    go[s] = 1 - (win[s] = m->third_hosted[s]);
  const double *reach = pk_solution_chance(&by_place, &event, m->report);
  for (size_t s = 0; s < places; s++)
    go[s] = 1 - (win[s] = m->study.employed[s % stages] > 0 ? 1 : m->third_hosted[s]);
  const double *either = reach ? pk_solution_chance(&by_place, &event, m->report) : NULL;
  if (!either)
    return false;
  for (int g = -1; g < m->result->group_count; g++) {
    pk_answer *a = pk_answer_at_index(m, g + 1);
    double work = a->outcomes[PK_EMPLOYMENT_RATIO].interval.value;
    a->reach = pk_mean_at(&m->solution, g, reach, m->model->horizon);
    double both = a->reach + work - pk_mean_at(&m->solution, g, either, m->model->horizon);
    a->reach_of_employed = work > 1e-12 ? fmin(fmax(both / work, 0), 1) : NAN;
  }
  return true;
}

/* ------------------------------------------------------------------------------------ reliance */

static bool hosts_somewhere(const pk_making *m, int actor) {
  for (int s = 0; s < m->model->stage_count; s++)
    for (int i = 0; i < m->model->stages[s].standing_count; i++)
      if (m->model->stages[s].standings[i].actor == actor && pk_standing_hosts(m->rules, s, i))
        return true;
  return false;
}

static bool carries_something(const pk_making *m, int actor) {
  for (int t = 0; t < m->model->transition_count; t++)
    for (int i = 0; i < m->model->transitions[t].carrier_count; i++)
      if (m->model->transitions[t].carriers[i] == actor)
        return true;
  return false;
}

static bool supports_with_effect(const pk_making *m, int actor) {
  for (int s = 0; s < m->model->support_count; s++)
    for (int i = 0; m->model->supports[s].effect_count > 0 && i < m->model->supports[s].actor_count;
         i++)
      if (m->model->supports[s].actors[i] == actor)
        return true;
  return false;
}

static bool find_third(pk_making *m) {
  polku_result *r = m->result;
  r->third = PK_NEW_ARRAY(r->arena, int, (size_t)r->actor_count);
  if (!r->third)
    return false;
  for (int a = 0; a < r->actor_count; a++)
    if (m->model->actors[a].sector == PK_THIRD && !gone(m, a) &&
        (hosts_somewhere(m, a) || carries_something(m, a) || supports_with_effect(m, a)))
      r->third[r->third_count++] = a;
  return true;
}

/* Where a third-sector host stands beside another host the exact engine moves nobody: how many the
 * others could take is not known without playing places out. */
static bool find_unknown(pk_making *m, bool limits) {
  polku_result *r = m->result;
  r->reliance_unknown = PK_NEW_ARRAY(r->arena, int, (size_t)r->stage_count);
  r->third_unsure = PK_NEW_ARRAY(r->arena, bool, (size_t)r->third_count);
  if (!r->reliance_unknown || !r->third_unsure)
    return false;
  for (int s = 0; s < r->stage_count; s++) {
    int hosts = 0;
    if (limits && pk_stage_capacity(m->model, m->rules, s, m->withdrawn) >= 0)
      continue;
    for (int a = 0; a < r->actor_count; a++)
      hosts += pk_hosts_ever(m, s, a);
    if (hosts > 1 && m->third_ever[s] > 0)
      r->reliance_unknown[r->unknown_count++] = s;
  }
  for (int i = 0; i < r->third_count; i++)
    for (int k = 0; k < r->unknown_count; k++)
      if (pk_hosts_ever(m, r->reliance_unknown[k], r->third[i]))
        r->third_unsure[i] = true;
  return true;
}

bool pk_find_third(pk_making *m, bool limits) {
  if (!find_third(m) || !find_unknown(m, limits))
    return false;
  if (m->without_third)
    m->result->third_count = m->result->unknown_count = 0;
  return true;
}

bool pk_make_third(pk_making *m) {
  pk_chain placed;
  if (!pk_places_chain(m, &placed) || !pk_make_host_months(m, &placed) ||
      !pk_find_third(m, false)) {
    pk_report_memory(m->report);
    return false;
  }
  return make_reach(m, &placed) && pk_make_reliance(m);
}
