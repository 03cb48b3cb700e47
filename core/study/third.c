/* The third sector's part: whose place a stay takes, who passes through, and what
 * falls when an actor is withdrawn. Only roles that host count. */
#include "study/making.h"

#include "chain/presence.h"

#include <math.h>

static bool gone(const pk_making *m, int actor) {
  return m->withdrawn[actor] || (m->model->withdrawn && m->model->withdrawn[actor]);
}

static bool is_host(const pk_making *m, int stage, int standing) {
  int role = m->rules->standing_role[stage][standing];
  return role >= 0 && m->rules->roles[role].host;
}

/* Who has left takes nobody in. In a stage without any host left there are only stays that began
 * before: they run on where they are, unless a scenario takes these hosts away by name. */
static bool hosts_nobody(const pk_making *m, int stage, const pk_standing *standing) {
  return pk_stage_closed(m->model, m->rules, stage, m->withdrawn)
             ? gone(m, standing->actor)
             : pk_standing_absent(m->model, standing, m->withdrawn);
}

/* A stay takes a place in proportion to places; where no host gives any, each host equally. */
static double host_weight(const pk_making *m, int stage, int standing, bool places) {
  const pk_standing *s = &m->model->stages[stage].standings[standing];
  if (!is_host(m, stage, standing) || hosts_nobody(m, stage, s))
    return 0;
  return !places ? 1 : s->has_places && s->places.value > 0 ? s->places.value : 0;
}

static bool any_places(const pk_making *m, int stage) {
  for (int i = 0; i < m->model->stages[stage].standing_count; i++)
    if (host_weight(m, stage, i, true) > 0)
      return true;
  return false;
}

static void share_stage(pk_making *m, int stage) {
  const pk_stage *s = &m->model->stages[stage];
  double *hosted = m->hosted + (size_t)stage * (size_t)m->model->actor_count, all = 0;
  bool places = any_places(m, stage);
  for (int i = 0; i < s->standing_count; i++)
    all += host_weight(m, stage, i, places);
  for (int i = 0; all > 0 && i < s->standing_count; i++) {
    double part = host_weight(m, stage, i, places) / all;
    hosted[s->standings[i].actor] += part;
    if (m->model->actors[s->standings[i].actor].sector == PK_THIRD)
      m->third_hosted[stage] += part;
  }
}

bool pk_make_hosts(pk_making *m) {
  size_t stages = (size_t)m->model->stage_count, actors = (size_t)m->model->actor_count;
  m->hosted = PK_NEW_ARRAY(m->scratch, double, stages *actors);
  m->third_hosted = PK_NEW_ARRAY(m->scratch, double, stages);
  if (!m->hosted || !m->third_hosted) {
    pk_report_memory(m->report);
    return false;
  }
  for (int s = 0; s < m->model->stage_count; s++)
    if (!m->model->stages[s].passage)
      share_stage(m, s);
  return true;
}

static void count_months(const pk_making *m, pk_answer *a) {
  size_t actors = (size_t)m->model->actor_count;
  for (int s = 0; s < m->model->stage_count; s++)
    for (size_t i = 0; i < actors; i++) {
      double months = a->person_months[s] * m->hosted[(size_t)s * actors + i];
      a->host_months[i] += months;
      a->sector_months[m->model->actors[i].sector] += months;
      a->hosted_months += months;
    }
  a->third_share = a->hosted_months > 1e-12 ? a->sector_months[PK_THIRD] / a->hosted_months : NAN;
}

/* --------------------------------------------------------------------------------------- reach */

/* Through a third-sector host and into work: P(both) = P(reach) + P(work) − P(either). */
static bool make_reach(pk_making *m) {
  size_t stages = (size_t)m->model->stage_count;
  double *win = PK_NEW_ARRAY(m->scratch, double, stages);
  double *go = PK_NEW_ARRAY(m->scratch, double, stages);
  if (!win || !go) {
    pk_report_memory(m->report);
    return false;
  }
  pk_event event = {.win = win, .go = go};
  for (size_t s = 0; s < stages; s++)
    go[s] = 1 - (win[s] = m->third_hosted[s]);
  const double *reach = pk_solution_chance(&m->solution, &event, m->report);
  for (size_t s = 0; s < stages; s++)
    go[s] = 1 - (win[s] = m->study.employed[s] > 0 ? 1 : m->third_hosted[s]);
  const double *either = reach ? pk_solution_chance(&m->solution, &event, m->report) : NULL;
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
      if (m->model->stages[s].standings[i].actor == actor && is_host(m, s, i))
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
static bool find_unknown(pk_making *m) {
  polku_result *r = m->result;
  r->reliance_unknown = PK_NEW_ARRAY(r->arena, int, (size_t)r->stage_count);
  r->third_unsure = PK_NEW_ARRAY(r->arena, bool, (size_t)r->third_count);
  if (!r->reliance_unknown || !r->third_unsure)
    return false;
  for (int s = 0; s < r->stage_count; s++) {
    const double *hosted = m->hosted + (size_t)s * (size_t)r->actor_count;
    int hosts = 0;
    for (int a = 0; a < r->actor_count; a++)
      hosts += hosted[a] > 0;
    if (hosts > 1 && m->third_hosted[s] > 0)
      r->reliance_unknown[r->unknown_count++] = s;
  }
  for (int i = 0; i < r->third_count; i++)
    for (int k = 0; k < r->unknown_count; k++)
      if (m->hosted[(size_t)r->reliance_unknown[k] * (size_t)r->actor_count + (size_t)r->third[i]] >
          0)
        r->third_unsure[i] = true;
  return true;
}

/* Solves without the actors that `also` marks, and writes what falls: at `stride` doubles from the
 * start of each answer's list. */
static bool withdraw(pk_making *m, const bool *also, int index) {
  pk_variant variant = {.withdrawn = also, .people = m->options.people};
  pk_solution without;
  if (!pk_solution_new(&without, &m->study, &variant, m->report))
    return false;
  for (int g = -1; g < m->result->group_count; g++) {
    pk_answer *a = pk_answer_at_index(m, g + 1);
    double *fall = index < 0 ? a->reliance_together : a->reliance + index * PK_FALLING;
    for (int o = 0; o < PK_FALLING; o++)
      fall[o] = a->outcomes[o].interval.value -
                pk_outcome_at(&without, g, (pk_outcome)o, m->model->horizon);
  }
  pk_solution_free(&without);
  return true;
}

static bool make_reliance(pk_making *m) {
  polku_result *r = m->result;
  bool *also = PK_NEW_ARRAY(m->scratch, bool, (size_t)r->actor_count);
  bool ok = also != NULL;
  for (int g = 0; ok && g <= r->group_count; g++) {
    pk_answer *a = pk_answer_at_index(m, g);
    a->reliance = PK_NEW_ARRAY(r->arena, double, (size_t)r->third_count *PK_FALLING);
    ok = a->reliance != NULL;
  }
  if (!ok) {
    pk_report_memory(m->report);
    return false;
  }
  for (int i = 0; i < r->third_count; i++) {
    for (int a = 0; a < r->actor_count; a++)
      also[a] = m->withdrawn[a] || a == r->third[i];
    if (!withdraw(m, also, i))
      return false;
  }
  for (int i = 0; i < r->third_count; i++)
    also[r->third[i]] = true;
  return r->third_count == 0 || withdraw(m, also, -1);
}

bool pk_make_third(pk_making *m) {
  for (int g = 0; g <= m->result->group_count; g++)
    count_months(m, pk_answer_at_index(m, g));
  if (!find_third(m) || !find_unknown(m)) {
    pk_report_memory(m->report);
    return false;
  }
  return make_reach(m) && make_reliance(m);
}
