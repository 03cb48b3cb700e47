/* polku_simulate: from a model and its rules to outcomes.
 *
 * The point result is one solution with the written numbers. Its flows tell who is where; its
 * backward answers tell the outcomes and, with the laws of luck, how they vary. Draws of the
 * uncertain numbers and withdrawals of actors are further solutions of the same kind. */
#include "base/text.h"
#include "chain/presence.h"
#include "study/runs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------------------------- options */

static bool withdraw_one(pk_making *m, const char *id) {
  int actor = pk_model_find_actor(m->model, id);
  if (actor >= 0) {
    m->withdrawn[actor] = true;
    return true;
  }
  const char **ids = PK_NEW_ARRAY(m->scratch, const char *, (size_t)m->model->actor_count);
  for (int i = 0; ids && i < m->model->actor_count; i++)
    ids[i] = m->model->actors[i].id;
  const char *nearest = ids ? pk_nearest(id, ids, (size_t)m->model->actor_count) : NULL;
  pk_report_add(m->report, NULL, "E-WITHDRAW-UNKNOWN", "actor", id, "suggestion", nearest, NULL);
  return false;
}

static bool read_withdraw(pk_making *m) {
  bool known = true;
  m->withdrawn = PK_NEW_ARRAY(m->result->arena, bool, (size_t)m->model->actor_count);
  m->result->withdrawn = m->withdrawn;
  if (!m->withdrawn) {
    pk_report_memory(m->report);
    return false;
  }
  for (const char *at = m->options.withdraw; at && *at;) {
    size_t length = strcspn(at, ", ");
    char *id = pk_strndup(m->scratch, at, length);
    if (!id) {
      pk_report_memory(m->report);
      return false;
    }
    if (length > 0)
      known = withdraw_one(m, id) && known;
    at += length + strspn(at + length, ", ");
  }
  return known;
}

int pk_making_engine(const pk_making *m) {
  static const char *const names[] = {"exact", "cohort", "individual"};
  const char *engine = m->options.engine;
  if (!engine || strcmp(engine, "auto") == 0)
    return -1;
  for (int i = 0; i < 3; i++)
    if (strcmp(engine, names[i]) == 0)
      return i;
  pk_report_add(m->report, NULL, "E-ENGINE-UNKNOWN", "engine", engine, "suggestion",
                pk_nearest(engine, names, 3), NULL);
  return -2;
}

/* -------------------------------------------------------------------------------------- labels */

static pk_name copy_name(pk_arena *arena, const pk_name *name, bool *ok) {
  pk_name copy = {{NULL, NULL, NULL}};
  for (int i = 0; i < 3; i++)
    if (name->in[i]) {
      copy.in[i] = pk_strdup(arena, name->in[i]);
      *ok = *ok && copy.in[i];
    }
  return copy;
}

pk_label pk_copy_label(pk_arena *arena, const char *id, const pk_name *name, bool *ok) {
  pk_label label = {pk_strdup(arena, id), copy_name(arena, name, ok)};
  *ok = *ok && label.id;
  return label;
}

static bool copy_stages(polku_result *r, const pk_model *m, const pk_rules *rules) {
  size_t count = (size_t)m->stage_count;
  bool ok = true;
  r->stages = PK_NEW_ARRAY(r->arena, pk_label, count);
  r->stage_passage = PK_NEW_ARRAY(r->arena, bool, count);
  r->stage_employed = PK_NEW_ARRAY(r->arena, bool, count);
  r->stage_open = PK_NEW_ARRAY(r->arena, bool, count);
  if (!r->stages || !r->stage_passage || !r->stage_employed || !r->stage_open)
    return false;
  for (int s = 0; s < m->stage_count; s++) {
    r->stages[s] = pk_copy_label(r->arena, m->stages[s].id, &m->stages[s].name, &ok);
    r->stage_passage[s] = m->stages[s].passage;
    r->stage_employed[s] = rules->stage_employed[s];
    r->stage_open[s] = rules->stage_open[s];
  }
  return ok;
}

static bool copy_others(polku_result *r, const pk_model *m) {
  bool ok = true;
  r->transitions = PK_NEW_ARRAY(r->arena, pk_label, (size_t)m->transition_count);
  r->actors = PK_NEW_ARRAY(r->arena, pk_label, (size_t)m->actor_count);
  r->sectors = PK_NEW_ARRAY(r->arena, pk_sector, (size_t)m->actor_count);
  r->accounts = PK_NEW_ARRAY(r->arena, pk_label, (size_t)m->account_count);
  r->account_units = PK_NEW_ARRAY(r->arena, const char *, (size_t)m->account_count);
  r->groups = PK_NEW_ARRAY(r->arena, pk_answer, (size_t)m->group_count);
  if (!r->transitions || !r->actors || !r->sectors || !r->accounts || !r->account_units ||
      !r->groups)
    return false;
  for (int t = 0; t < m->transition_count; t++)
    r->transitions[t] = pk_copy_label(r->arena, m->transitions[t].id, &m->transitions[t].name, &ok);
  for (int a = 0; a < m->actor_count; a++) {
    r->actors[a] = pk_copy_label(r->arena, m->actors[a].id, &m->actors[a].name, &ok);
    r->sectors[a] = m->actors[a].sector;
  }
  for (int a = 0; a < m->account_count; a++) {
    const char *unit = m->accounts[a].unit;
    r->accounts[a] = pk_copy_label(r->arena, m->accounts[a].id, &m->accounts[a].name, &ok);
    r->account_units[a] = unit ? pk_strdup(r->arena, unit) : NULL;
    ok = ok && (!unit || r->account_units[a]);
  }
  for (int g = 0; g < m->group_count; g++)
    r->groups[g].group = pk_copy_label(r->arena, m->groups[g].id, &m->groups[g].name, &ok);
  return ok;
}

static bool count_assumption(void *context, const pk_number *number, const char *what) {
  pk_assumptions *a = context;
  (void)what;
  a->total++;
  a->of[number->basis]++;
  return true;
}

static bool make_labels(pk_making *making) {
  polku_result *r = making->result;
  const pk_model *m = making->model;
  bool ok = true;
  r->step = m->step;
  r->horizon = m->horizon;
  r->stage_count = m->stage_count;
  r->transition_count = m->transition_count;
  r->actor_count = m->actor_count;
  r->account_count = m->account_count;
  r->group_count = m->group_count;
  r->file = pk_strdup(r->arena, m->file ? m->file : "");
  r->scenario = m->scenario ? pk_strdup(r->arena, m->scenario) : NULL;
  r->title = copy_name(r->arena, &m->title, &ok);
  r->budget_count = m->budget_count;
  r->budgets = PK_NEW_ARRAY(r->arena, const char *, (size_t)m->budget_count);
  for (int b = 0; r->budgets && b < m->budget_count; b++) {
    r->budgets[b] = pk_strdup(r->arena, m->budgets[b].id);
    ok = ok && r->budgets[b];
  }
  ok = ok && r->file && r->budgets && (!m->scenario || r->scenario) &&
       copy_stages(r, m, making->rules) && copy_others(r, m);
  if (!ok)
    pk_report_memory(making->report);
  pk_model_numbers(m, count_assumption, &r->assumptions);
  return ok;
}

/* ------------------------------------------------------------------------------------- places */

/* With `strict`, places that the exact engine cannot honour are an error. */
static void refuse_limits(const pk_making *making, const pk_capacity *c) {
  char places[32], fullest[32];
  const pk_stage *stage = &making->model->stages[c->stage];
  pk_place place;
  pk_model_place(making->model, stage->pointer, true, &place);
  pk_report_add(making->report, &place, "E-LIMITS", "stage", stage->id, "places",
                pk_number_text(places, c->places), "people",
                pk_number_text(fullest, round(c->fullest * 10) / 10), NULL);
}

/* The step at which most people stand in a stage for its places, which may come and go. */
static void find_fullest(const polku_result *r, const pk_presence *presence, pk_capacity *c) {
  double most = -INFINITY;
  for (int t = 0; t <= r->horizon; t++) {
    double people = r->all.occupancy[t * r->stage_count + c->stage];
    double places = presence->capacity[presence->epoch_of[t] * r->stage_count + c->stage];
    if (people - places > most + 1e-9) {
      most = people - places;
      c->places = places;
      c->fullest = people;
      c->fullest_at = t;
    }
  }
}

static bool make_capacities(pk_making *making) {
  polku_result *r = making->result;
  const pk_presence *presence =
      pk_presence_new(making->scratch, making->model, making->rules, making->withdrawn);
  r->capacities = PK_NEW_ARRAY(r->arena, pk_capacity, (size_t)r->stage_count);
  if (!r->capacities || !presence) {
    pk_report_memory(making->report);
    return false;
  }
  for (int s = 0; s < r->stage_count; s++) {
    pk_capacity c = {.stage = s};
    if (presence->capacity[s] < 0 || r->stage_passage[s])
      continue;
    find_fullest(r, presence, &c);
    r->capacities[r->capacity_count++] = c;
    if (making->options.strict)
      refuse_limits(making, &c);
  }
  return !(making->options.strict && r->capacity_count > 0);
}

/* ------------------------------------------------------------------------------------ the whole */

static pk_variant point_variant(const pk_making *m) {
  return (pk_variant){.withdrawn = m->withdrawn, .people = m->options.people, .money = true};
}

static bool solve_point(pk_making *m) {
  pk_variant variant = point_variant(m);
  if (!m->solution.chain && !pk_solution_unfold(&m->solution, &m->study, &variant, m->report))
    return false;
  if (!pk_solution_ask(&m->solution, &m->study, &variant, m->report))
    return false;
  m->result->error_bound = m->solution.chain->lost * m->solution.scale;
  m->result->refine = m->solution.per;
  return true;
}

/* With sub-steps, what they change. */
static bool make_refined(pk_making *m) {
  if (m->solution.per < 2)
    return true;
  pk_variant variant = {.withdrawn = m->withdrawn, .people = m->options.people, .brief = true};
  pk_study whole = m->study;
  pk_solution plain;
  whole.refine = 0;
  if (!pk_solution_new(&plain, &whole, &variant, m->report))
    return false;
  for (int o = 0; o < PK_FALLING; o++)
    m->result->refined[o] = pk_outcome_at(&m->solution, -1, (pk_outcome)o, m->model->horizon) -
                            pk_outcome_at(&plain, -1, (pk_outcome)o, m->model->horizon);
  pk_solution_free(&plain);
  return true;
}

static bool make_exact(pk_making *m) {
  m->result->engine = "exact";
  m->result->runs = m->result->runs_asked = 1;
  return pk_make_hosts(m) && solve_point(m) && pk_make_flows(m) && make_capacities(m) &&
         pk_make_targets(m) && make_refined(m) && pk_make_third(m) && pk_make_uncertainty(m);
}

/* A cohort is independent clients too: what it leaves out is said as of the exact engine. */
static bool make_cohort(pk_making *m) {
  pk_cast cast = {.engine = PK_ENGINE_COHORT};
  m->result->engine = "cohort";
  return pk_make_hosts(m) && pk_make_by_runs(m, &cast) && make_capacities(m);
}

static bool make_individual(pk_making *m, bool tied, bool by_steps) {
  pk_cast cast = {.engine = PK_ENGINE_INDIVIDUAL, .by_steps = by_steps, .limits = tied};
  m->result->engine = "individual";
  m->result->budgets_played = tied && m->model->budget_count > 0;
  if (tied)
    m->result->budget_count = 0; /* none is left out */
  return pk_make_hosts(m) && pk_make_by_runs(m, &cast);
}

static bool leave_place(void *context, const polku_problem *problem, pk_place *place) {
  (void)context;
  (void)problem;
  (void)place;
  return false;
}

bool pk_making_unfolds(pk_making *m, bool *failed) {
  pk_variant variant = point_variant(m);
  polku_report *own = polku_report_new();
  bool unfolded = own && pk_solution_unfold(&m->solution, &m->study, &variant, own);
  bool large =
      own && !unfolded &&
      (pk_report_has(own, "E-CHAIN-LARGE", NULL) || pk_report_has(own, "E-CHAIN-CLOCK", NULL) ||
       pk_report_has(own, "E-CHAIN-CHANGES", NULL));
  *failed = !unfolded && !large;
  if (!own)
    pk_report_memory(m->report);
  else if (!large)
    pk_report_take(m->report, own, leave_place, NULL);
  polku_report_free(own);
  return unfolded;
}

/* Where places, dependence or a budget tie clients together only "individual" plays them; else the
 * exact answer, where the chain fits. */
static bool make_auto(pk_making *m, bool tied) {
  bool failed = false;
  if (tied) {
    m->result->why = m->model->budget_count > 0 ? "result.why-tied" : "result.why-places";
    return make_individual(m, true, true);
  }
  if (pk_making_unfolds(m, &failed))
    return make_exact(m);
  if (failed)
    return false;
  m->result->why = "result.why-large";
  return make_individual(m, false, true);
}

/* Over the chain where there is one, else through the tables. */
static bool make_named_individual(pk_making *m, bool tied) {
  bool failed = false, chain = !tied && pk_making_unfolds(m, &failed);
  pk_solution_free(&m->solution);
  return !failed && make_individual(m, tied, !chain);
}

/* Sub-steps are for the exact engine, and where nothing ties clients to whole steps. */
static bool may_refine(const pk_making *m, int engine, bool tied) {
  if (m->options.refine < 2 || (engine <= PK_ENGINE_EXACT && !tied))
    return true;
  pk_report_add(m->report, NULL, tied ? "E-REFINE-LIMITS" : "E-REFINE-ENGINE", NULL);
  return false;
}

bool pk_making_start(pk_making *m) {
  polku_result *r = m->result;
  r->seed = m->options.seed ? m->options.seed : 1;
  r->at_least = m->options.at_least;
  r->at_least_chance = NAN;
  r->refine = 1;
  r->people_asked = m->options.people > 0 ? m->options.people : 0;
  if (!read_withdraw(m))
    return false;
  if (!pk_study_start(&m->study, m->model, m->rules, m->scratch)) {
    pk_report_memory(m->report);
    return false;
  }
  m->study.refine = m->options.refine;
  m->study.tolerance = m->options.tolerance;
  return make_labels(m);
}

static bool make(pk_making *m) {
  int engine = pk_making_engine(m);
  if (!pk_making_start(m) || engine < -1)
    return false;
  bool tied = pk_model_tied(m->model, m->rules, m->withdrawn);
  if (!may_refine(m, engine, tied) || !pk_make_provenance(m))
    return false;
  switch (engine) {
  case PK_ENGINE_EXACT:
    return make_exact(m);
  case PK_ENGINE_COHORT:
    return make_cohort(m);
  case PK_ENGINE_INDIVIDUAL:
    return make_named_individual(m, tied);
  default:
    return make_auto(m, tied);
  }
}

static polku_result *simulate(const polku_model *model, const polku_rules *rules,
                              const polku_options *options, bool without_third,
                              polku_report *report) {
  if (!model || !rules)
    return NULL;
  pk_arena *arena = pk_arena_new(), *scratch = pk_arena_new();
  pk_making m = {.model = model,
                 .rules = rules,
                 .report = report,
                 .scratch = scratch,
                 .without_third = without_third};
  m.result = arena && scratch ? PK_NEW(arena, polku_result) : NULL;
  if (options)
    m.options = *options;
  bool made = false;
  if (m.result) {
    m.result->arena = arena;
    made = make(&m);
  } else {
    pk_report_memory(report);
  }
  pk_solution_free(&m.solution);
  pk_arena_free(scratch);
  if (!made)
    pk_arena_free(arena);
  return made ? m.result : NULL;
}

polku_result *polku_simulate(const polku_model *model, const polku_rules *rules,
                             const polku_options *options, polku_report *report) {
  return simulate(model, rules, options, false, report);
}

polku_result *pk_simulate_outcomes(const polku_model *model, const polku_rules *rules,
                                   const polku_options *options, polku_report *report) {
  return simulate(model, rules, options, true, report);
}

void polku_result_free(polku_result *result) {
  if (result)
    pk_arena_free(result->arena);
}

/* ------------------------------------------------------------------------------------ questions */

static const pk_answer *find_answer(const polku_result *r, const char *group) {
  if (!group)
    return &r->all;
  for (int g = 0; g < r->group_count; g++)
    if (strcmp(r->groups[g].group.id, group) == 0)
      return &r->groups[g];
  return NULL;
}

bool polku_result_outcome(const polku_result *result, const char *outcome, const char *group,
                          polku_interval *value) {
  const pk_answer *answer = result ? find_answer(result, group) : NULL;
  if (!answer || !outcome)
    return false;
  for (int o = 0; o < PK_OUTCOMES; o++)
    if (strcmp(outcome, pk_outcome_name((pk_outcome)o)) == 0) {
      *value = answer->outcomes[o].interval;
      return true;
    }
  if (strcmp(outcome, "months_to_employment.median") != 0)
    return false;
  *value = (polku_interval){answer->median, NAN, NAN, NAN};
  return true;
}

double polku_result_occupancy(const polku_result *result, const char *stage, int t) {
  if (!result || !stage || t < 0 || t > result->horizon)
    return NAN;
  for (int s = 0; s < result->stage_count; s++)
    if (strcmp(result->stages[s].id, stage) == 0)
      return result->all.occupancy[(size_t)t * (size_t)result->stage_count + (size_t)s];
  return NAN;
}
