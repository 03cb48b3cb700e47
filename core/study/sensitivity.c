/* polku_find_sensitivity: which number matters.
 *
 * First what comes of the model as it is written; then every number by itself; then what each makes
 * of all that is not known; then, where there is something to choose, what it is worth to know it.
 * Each takes a known part of the time, for who watches. */
#include "study/sensitivity.h"
#include "engine/crew.h"
#include "study/making.h"
#include "study/weighing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* -------------------------------------------------------------------------------------- options */

static bool find_outcome(pk_weighing *w) {
  const char *names[PK_OUTCOMES], *asked = w->options->outcome;
  w->s->outcome = PK_OPEN_EMPLOYMENT_RATIO;
  for (int o = 0; o < PK_OUTCOMES; o++) {
    names[o] = pk_outcome_name((pk_outcome)o);
    if (asked && strcmp(asked, names[o]) == 0) {
      w->s->outcome = (pk_outcome)o;
      return true;
    }
  }
  if (!asked)
    return true;
  pk_report_add(w->report, NULL, "E-OUTCOME-UNKNOWN", "outcome", asked, "suggestion",
                pk_nearest(asked, names, PK_OUTCOMES), NULL);
  return false;
}

static bool find_group(pk_weighing *w) {
  const pk_model *m = w->model;
  bool ok = true;
  w->group = -1;
  if (!w->options->group)
    return true;
  w->group = pk_model_find_group(m, w->options->group);
  if (w->group < 0) {
    const char **ids = PK_NEW_ARRAY(w->scratch, const char *, (size_t)m->group_count);
    for (int g = 0; ids && g < m->group_count; g++)
      ids[g] = m->groups[g].id;
    pk_report_add(w->report, NULL, "E-GROUP-UNKNOWN", "id", w->options->group, "suggestion",
                  ids ? pk_nearest(w->options->group, ids, (size_t)m->group_count) : NULL, NULL);
    return false;
  }
  const pk_group *group = &m->groups[w->group];
  w->s->group = pk_copy_label(w->s->arena, group->id, &group->name, &ok);
  if (!ok)
    pk_report_memory(w->report);
  return ok;
}

/* Where a worth is told, an account that nobody names is the model's only one. */
static const char *meant_account(const pk_weighing *w) {
  if (w->options->account || !(w->options->worth > 0))
    return w->options->account;
  return w->model->account_count == 1 ? w->model->accounts[0].id : NULL;
}

static bool find_account(pk_weighing *w) {
  const pk_model *m = w->model;
  const char *asked = meant_account(w);
  const char **ids = PK_NEW_ARRAY(w->scratch, const char *, (size_t)m->account_count);
  bool ok = ids != NULL;
  w->account = -1;
  w->s->worth = w->options->worth > 0 ? w->options->worth : 0;
  for (int a = 0; ids && a < m->account_count; a++) {
    ids[a] = m->accounts[a].id;
    if (asked && strcmp(asked, ids[a]) == 0)
      w->account = a;
  }
  if (w->account >= 0)
    w->s->account = pk_copy_label(w->s->arena, asked, &m->accounts[w->account].name, &ok);
  if (!ok)
    pk_report_memory(w->report);
  else if (asked && w->account < 0)
    pk_report_add(w->report, NULL, "E-ACCOUNT-UNKNOWN", "id", asked, "suggestion",
                  pk_nearest(asked, ids, (size_t)m->account_count), NULL);
  else if (w->s->worth > 0 && w->account < 0)
    pk_report_add(w->report, NULL, "E-WORTH-ACCOUNT", NULL);
  else
    return true;
  return false;
}

/* What is asked about must be there in everything that can be chosen. */
static bool check_others(pk_weighing *w) {
  bool good = true;
  for (size_t o = 0; o < w->options->other_count; o++) {
    const pk_model *m = w->options->others[o].model;
    bool account = w->account < 0;
    for (int a = 0; !account && a < m->account_count; a++)
      account = strcmp(m->accounts[a].id, w->s->account.id) == 0;
    if (w->group >= 0 && pk_model_find_group(m, w->options->group) < 0) {
      pk_report_add(w->report, &(pk_place){.file = m->file}, "E-GROUP-UNKNOWN", "id",
                    w->options->group, NULL);
      good = false;
    }
    if (!account) {
      pk_report_add(w->report, &(pk_place){.file = m->file}, "E-ACCOUNT-UNKNOWN", "id",
                    w->s->account.id, NULL);
      good = false;
    }
  }
  return good;
}

/* ---------------------------------------------------------------------------------- who watches */

bool pk_weighing_on(pk_weighing *w, double done) {
  const polku_watch *watch = w->options->simulation.watch;
  if (!w->s->stopped && watch && watch->progress)
    w->s->stopped = !watch->progress(watch->context, w->begun + w->part * done);
  return !w->s->stopped;
}

static void begin_phase(pk_weighing *w, double begun, double part) {
  w->begun = begun;
  w->part = part;
}

static bool simulating(void *context, double done) {
  return pk_weighing_on(context, done);
}

/* ----------------------------------------------------------------------------------- what comes */

static bool simulate(pk_weighing *w) {
  polku_sensitivity *s = w->s;
  polku_options options = w->options->simulation;
  polku_watch watch = {.context = w, .progress = simulating};
  options.watch = &watch;
  options.draws = w->options->leverage_only ? -1 : options.draws;
  s->result = polku_simulate(w->model, w->rules, &options, w->report);
  if (!s->result)
    return false;
  const pk_answer *answer = w->group < 0 ? &s->result->all : &s->result->groups[w->group];
  s->title = s->result->title;
  s->file = s->result->file;
  s->scenario = s->result->scenario;
  if (!s->scenario && w->model->scenario_count > 0)
    s->example = pk_strdup(s->arena, w->model->scenarios[0].id);
  s->people = answer->people;
  s->interval = answer->outcomes[s->outcome].interval;
  s->value = s->interval.value;
  w->withdrawn = s->result->withdrawn;
  if (!isnan(s->value))
    return true;
  pk_report_add(w->report, NULL, "E-OUTCOME-NOBODY", "outcome", pk_outcome_name(s->outcome), NULL);
  return false;
}

static const char *copy(pk_arena *arena, const char *text, bool *ok) {
  const char *own = text ? pk_strdup(arena, text) : NULL;
  *ok = *ok && (own || !text);
  return own;
}

/* Files of the model stand in the result already; those of what else could be chosen come after. */
static bool find_inputs(pk_weighing *w) {
  polku_sensitivity *s = w->s;
  const pk_provenance *own = &s->result->provenance;
  size_t count = (size_t)own->input_count;
  polku_input input;
  bool ok = true;
  for (size_t o = 0; o < w->options->other_count; o++)
    for (size_t i = 0;
         polku_input_at(w->options->others[o].model, w->options->others[o].rules, i, &input); i++)
      count++;
  polku_input *inputs = PK_NEW_ARRAY(s->arena, polku_input, count);
  s->provenance = *own;
  s->provenance.inputs = inputs;
  if (inputs && own->input_count > 0)
    memcpy(inputs, own->inputs, (size_t)own->input_count * sizeof *inputs);
  for (size_t o = 0; inputs && o < w->options->other_count; o++)
    for (size_t i = 0;
         polku_input_at(w->options->others[o].model, w->options->others[o].rules, i, &input); i++) {
      input.plugin = copy(s->arena, input.plugin, &ok);
      input.version = copy(s->arena, input.version, &ok);
      input.file = copy(s->arena, input.file, &ok);
      inputs[s->provenance.input_count++] = input;
    }
  if (!inputs || !ok)
    pk_report_memory(w->report);
  return inputs && ok;
}

static const char *case_name(const polku_case *c) {
  return c->name ? c->name : c->model->file ? c->model->file : "";
}

static pk_name copy_name(pk_arena *arena, const pk_name *name, bool *ok) {
  pk_name own = {{NULL, NULL, NULL}};
  for (int lang = 0; lang < 3; lang++)
    own.in[lang] = copy(arena, name->in[lang], ok);
  return own;
}

/* How people call a model: its scenario, where one is applied and has a name, else its title. */
static const pk_name *called(const pk_model *m) {
  for (int i = 0; m->scenario && i < m->scenario_count; i++) {
    const pk_name *name = &m->scenarios[i].name;
    if (strcmp(m->scenarios[i].id, m->scenario) == 0 && (name->in[0] || name->in[1] || name->in[2]))
      return name;
  }
  return &m->title;
}

static bool name_options(pk_weighing *w) {
  polku_sensitivity *s = w->s;
  size_t count = w->options->other_count + 1;
  bool ok = true;
  s->options = PK_NEW_ARRAY(s->arena, const char *, count);
  s->option_names = PK_NEW_ARRAY(s->arena, pk_name, count);
  s->best = PK_NEW_ARRAY(s->arena, double, count);
  s->mean = PK_NEW_ARRAY(s->arena, double, count);
  bool room = s->options && s->option_names && s->best && s->mean;
  for (size_t o = 0; room && o < count; o++) {
    const polku_case *other = o > 0 ? &w->options->others[o - 1] : NULL;
    s->options[o] = copy(s->arena, other ? case_name(other) : s->file, &ok);
    s->option_names[o] = copy_name(s->arena, called(other ? other->model : w->model), &ok);
  }
  if (!room || !ok)
    pk_report_memory(w->report);
  return room && ok;
}

/* ------------------------------------------------------------------------------------ beginning */

/* Runs behind each difference, by work: where they are few the error says so. */
#define WORK 2e9
enum { FEWEST_RUNS = 100, MOST_RUNS = 2000, QUESTIONS_OF_A_NUMBER = 3 };

static int choose_runs(const pk_weighing *w) {
  double questions = w->model->transition_count + w->model->stage_count;
  if (!w->options->leverage_only)
    questions += QUESTIONS_OF_A_NUMBER * pk_draws_uncertain(w->draws);
  double most = floor(WORK / (pk_reckoner_work(w->reckoner) * (questions + 1)));
  if (!w->s->played)
    return 1;
  if (w->options->simulation.runs > 0)
    return w->options->simulation.runs;
  return most > MOST_RUNS ? MOST_RUNS : most < FEWEST_RUNS ? FEWEST_RUNS : (int)most;
}

static bool start(pk_weighing *w) {
  polku_sensitivity *s = w->s;
  const polku_options *sim = &w->options->simulation;
  bool tied = pk_model_tied(w->model, w->rules, w->withdrawn);
  s->played = strcmp(s->result->engine, "individual") == 0;
  w->limits = s->played && tied;
  s->without_limits = tied && !s->played;
  w->exact = sim->engine && strcmp(sim->engine, "auto") != 0 && !s->played;
  w->threads = pk_crew_threads(sim->threads);
  w->of = (pk_reckon_of){.model = w->model,
                         .rules = w->rules,
                         .withdrawn = w->withdrawn,
                         .people = sim->people,
                         .outcome = s->outcome,
                         .group = w->group,
                         .account = -1,
                         .played = s->played,
                         .limits = w->limits,
                         .seed = s->result->seed,
                         .refine = sim->refine,
                         .tolerance = sim->tolerance,
                         .threads = w->threads};
  w->reckoner = pk_reckoner_new(&w->of, w->report);
  w->draws = w->reckoner ? pk_draws_new(w->model, w->scratch, w->report) : NULL;
  if (!w->draws)
    return false;
  w->quantities = pk_quantities(w->model, w->scratch, &w->quantity_count);
  if (!w->quantities)
    pk_report_memory(w->report);
  s->runs = choose_runs(w);
  return w->quantities != NULL;
}

/* ------------------------------------------------------------------------------------ the whole */

static bool make(pk_weighing *w) {
  bool others = w->options->other_count > 0;
  w->s->information = w->s->explained = NAN;
  if (!find_outcome(w) || !find_group(w) || !find_account(w) || !check_others(w))
    return false;
  begin_phase(w, 0, 0.1);
  if (!simulate(w) || !find_inputs(w) || (others && !name_options(w)) || !start(w))
    return false;
  begin_phase(w, 0.1, w->options->leverage_only ? 0.9 : 0.3);
  if (!pk_weigh_numbers(w))
    return false;
  if (w->options->leverage_only)
    return true;
  begin_phase(w, 0.4, 0.6);
  if (!pk_weigh_shares(w) || !pk_weigh_information(w))
    return false;
  pk_weigh_order(w->s);
  return true;
}

static double width_of(const pk_matter *m) {
  double width = fabs(m->at_high - m->at_low);
  return isnan(width) ? 0 : width;
}

/* A share that its own error could have made is none. */
static double strength(const pk_matter *m) {
  double unit = fmax(fmax(fabs(m->unit_up), fabs(m->unit_down)), 0);
  if (!m->uncertain)
    return isnan(m->tenth) ? unit : fabs(m->tenth);
  return m->share > 2 * m->share_error ? m->share : 0;
}

/* Those that say how uncertain they are, then the others; ties by the width of the tornado, then by
 * pointer, so that the order is the same everywhere. */
static int stronger(const void *a, const void *b) {
  const pk_matter *x = a, *y = b;
  double sx = strength(x), sy = strength(y);
  if (x->uncertain != y->uncertain)
    return x->uncertain ? -1 : 1;
  if (sx != sy)
    return sx > sy ? -1 : 1;
  sx = width_of(x);
  sy = width_of(y);
  return sx > sy ? -1 : sx < sy ? 1 : strcmp(x->pointer, y->pointer);
}

void pk_weigh_order(polku_sensitivity *s) {
  if (s->matter_count > 0)
    qsort(s->matters, (size_t)s->matter_count, sizeof *s->matters, stronger);
}

polku_sensitivity *polku_find_sensitivity(const polku_model *model, const polku_rules *rules,
                                          const polku_sensitivity_options *options,
                                          polku_report *report) {
  static const polku_sensitivity_options nothing;
  if (!model || !rules)
    return NULL;
  pk_arena *arena = pk_arena_new(), *scratch = pk_arena_new();
  pk_weighing w = {.model = model, .rules = rules, .report = report, .scratch = scratch};
  w.options = options ? options : &nothing;
  w.s = arena && scratch ? PK_NEW(arena, polku_sensitivity) : NULL;
  bool made = false;
  if (w.s) {
    w.s->arena = arena;
    made = make(&w);
  } else {
    pk_report_memory(report);
  }
  pk_reckoner_free(w.reckoner);
  pk_arena_free(scratch);
  if (made)
    return w.s;
  polku_result_free(w.s ? w.s->result : NULL);
  pk_arena_free(arena);
  return NULL;
}

void polku_sensitivity_free(polku_sensitivity *s) {
  if (!s)
    return;
  polku_result_free(s->result);
  pk_arena_free(s->arena);
}
