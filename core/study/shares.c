/* How much of what is not known each number makes, and what it would be worth to know it.
 *
 * Where places are played, luck is one more input, drawn beside the numbers: its total share is
 * what the numbers do not make, and their shares are told of the rest. */
#include "engine/crew.h"
#include "study/information.h"
#include "study/sobol.h"
#include "study/weighing.h"

#include <math.h>
#include <string.h>

/* Work for all shares, and for the options: a quarter of a minute of one processor, where the
 * fewest draws do not take more. Between
 * these bounds as many draws are made as that allows; counts, so that results are the same
 * everywhere. */
#define WORK 2e9
enum {
  FEWEST_PAIRS = 32,
  MOST_PAIRS = 1024,
  FEWEST_DRAWS = 100,
  MOST_DRAWS = 1000,
  RUNS_OF_A_DRAW = 4 /* where places are played */
};

typedef struct drawing {
  pk_weighing *w;
  pk_reckoner *reckoner;
  pk_draws **draws; /* [threads] */
  uint64_t seed;
  int factor_count, count; /* count: pairs, or draws */
  double part, begun;      /* of progress */
  bool failed;
  double *outcome, *cost; /* [count], of an option */
} drawing;

static bool make_draws(drawing *d, const pk_model *model) {
  pk_weighing *w = d->w;
  d->seed = w->s->result->seed;
  d->draws = PK_NEW_ARRAY(w->scratch, pk_draws *, (size_t)w->threads);
  for (int i = 0; d->draws && i < w->threads; i++)
    if (!(d->draws[i] = pk_draws_new(model, w->scratch, w->report)))
      return false;
  if (!d->draws)
    pk_report_memory(w->report);
  return d->draws != NULL;
}

/* The mean over the runs of a draw; of exact reckonings the one value. */
static bool reckon_draw(drawing *d, int luck, int thread, double *outcome, double *cost) {
  bool played = d->w->s->played;
  double outcomes[RUNS_OF_A_DRAW], costs[RUNS_OF_A_DRAW];
  pk_reckoning how = {.value = pk_draws_value,
                      .context = d->draws[thread],
                      .first_run = luck * RUNS_OF_A_DRAW,
                      .runs = RUNS_OF_A_DRAW};
  if (!pk_reckon(d->reckoner, &how, thread, outcomes, cost ? costs : NULL)) {
    d->failed = true;
    return false;
  }
  int runs = played ? RUNS_OF_A_DRAW : 1;
  *outcome = 0;
  for (int k = 0; k < runs; k++)
    *outcome += outcomes[k] / runs;
  if (cost)
    *cost = 0;
  for (int k = 0; cost && k < runs; k++)
    *cost += costs[k] / runs;
  return true;
}

/* ---------------------------------------------------------------------------------------- shares
 */

static bool mixed_value(void *context, const pk_mixed *at, int thread, double *y) {
  drawing *d = context;
  bool luck = at->factor == d->factor_count;
  if (thread == 0 && !pk_weighing_on(d->w, d->begun + d->part * at->draw / (2.0 * d->count)))
    return false;
  pk_draws_mix(d->draws[thread], d->seed, at->draw, luck ? -1 : at->factor, at->other);
  return reckon_draw(d, luck ? at->other : at->draw, thread, y, NULL);
}

static int choose_pairs(const pk_weighing *w, int factors) {
  int asked = w->options->simulation.draws;
  if (asked < 0 || factors == 0)
    return 0;
  if (asked > 0)
    return asked < 4 ? 2 : (asked + 1) / 2;
  double runs = w->s->played ? RUNS_OF_A_DRAW : 1;
  double most = floor(WORK / (pk_reckoner_work(w->reckoner) * runs * (factors + 2)));
  return most > MOST_PAIRS ? MOST_PAIRS : most < FEWEST_PAIRS ? FEWEST_PAIRS : (int)most;
}

/* Shares of what is not known: without luck, where luck was drawn too. */
static void read_shares(pk_weighing *w, const pk_sobol *sobol, int factors) {
  double known = w->s->played ? 1 - sobol->total[factors] : 1;
  double error = w->s->played ? sobol->total_error[factors] : 0;
  polku_sensitivity *s = w->s;
  s->luck_share = w->s->played ? sobol->total[factors] : 0;
  s->explained = NAN;
  if (!(known > 2 * error)) /* luck drowns the numbers */
    return;
  s->explained = 0;
  for (int f = 0; f < factors; f++) {
    pk_matter *m = &s->matters[w->matter_of[f]];
    m->share = sobol->first[f] / known;
    m->share_error = sobol->first_error[f] / known;
    m->total = fmin(sobol->total[f] / known, 1);
    m->total_error = sobol->total_error[f] / known;
    s->explained += m->share;
  }
}

static bool make_shares(pk_weighing *w) {
  int factors = pk_draws_factors(w->draws);
  drawing d = {.w = w, .reckoner = w->reckoner, .factor_count = factors};
  pk_sobol sobol;
  d.count = choose_pairs(w, factors);
  d.part = w->options->other_count > 0 ? 0.7 : 1;
  w->s->draws_asked = 2 * d.count;
  w->s->explained = NAN;
  if (d.count == 0 || w->s->stopped)
    return true;
  if (!make_draws(&d, w->model))
    return false;
  pk_sobol_of of = {.factor_count = factors + (w->s->played ? 1 : 0),
                    .pairs = d.count,
                    .threads = w->threads,
                    .seed = d.seed,
                    .value = mixed_value,
                    .context = &d};
  bool made = pk_sobol_make(&sobol, &of, w->scratch);
  if (d.failed)
    pk_reckoner_failed(w->reckoner);
  else if (!made)
    pk_report_memory(w->report);
  if (d.failed || !made)
    return false;
  w->s->draws = 2 * sobol.pairs;
  if (sobol.pairs > 1)
    read_shares(w, &sobol, factors);
  return true;
}

/* -------------------------------------------------------------------------------- the options */

/* What an option comes to in each draw: people, or what they are worth less what they cost. */
static double score(const pk_weighing *w, double people, double outcome, double cost) {
  double sign = w->s->outcome == PK_RESTRICTED_MEAN ? -1 : 1;
  double gain = sign * people * outcome;
  return w->s->worth > 0 ? w->s->worth * gain - cost : gain;
}

static bool option_draw(void *context, size_t item, int thread) {
  drawing *d = context;
  double done = d->begun + d->part * (double)item / d->count;
  if (thread == 0 && !pk_weighing_on(d->w, done))
    return false;
  pk_draws_take(d->draws[thread], d->seed, (int)item);
  return reckon_draw(d, (int)item, thread, &d->outcome[item], &d->cost[item]);
}

static int find_account(const pk_model *m, const char *id) {
  for (int a = 0; id && a < m->account_count; a++)
    if (strcmp(m->accounts[a].id, id) == 0)
      return a;
  return -1;
}

/* All draws of one option into value[draws]; a stop leaves them undone. */
static bool play_option(drawing *d, const polku_case *option, double *value) {
  pk_weighing *w = d->w;
  const polku_options *sim = &w->options->simulation;
  const char *group = w->group >= 0 ? w->model->groups[w->group].id : NULL;
  pk_reckon_of of = {.model = option->model,
                     .rules = option->rules,
                     .withdrawn = option->model == w->model ? w->withdrawn : NULL,
                     .people = sim->people,
                     .outcome = w->s->outcome,
                     .group = group ? pk_model_find_group(option->model, group) : -1,
                     .account = find_account(option->model, w->s->account.id),
                     .played = w->s->played,
                     .limits = w->limits,
                     .seed = d->seed,
                     .refine = sim->refine,
                     .tolerance = sim->tolerance,
                     .threads = w->threads};
  d->reckoner = pk_reckoner_new(&of, w->report);
  bool good = d->reckoner && make_draws(d, option->model);
  bool all = good && pk_crew_work(w->threads, (size_t)d->count, option_draw, d);
  if (good && d->failed)
    pk_reckoner_failed(d->reckoner);
  double people = pk_reckon_people(option->model, of.group, of.people);
  for (int i = 0; all && i < d->count; i++)
    value[i] = score(w, people, d->outcome[i], d->cost[i]);
  pk_reckoner_free(d->reckoner);
  return good && !d->failed;
}

static bool play_options(pk_weighing *w, drawing *d, const polku_case *options, double *value) {
  int count = w->s->option_count;
  double from = d->begun, part = (1 - d->begun) / count;
  d->part = part;
  d->outcome = PK_NEW_ARRAY(w->scratch, double, (size_t)d->count);
  d->cost = PK_NEW_ARRAY(w->scratch, double, (size_t)d->count);
  if (!d->outcome || !d->cost) {
    pk_report_memory(w->report);
    return false;
  }
  for (int o = 0; o < count && !w->s->stopped; o++) {
    d->begun = from + o * part;
    if (!play_option(d, &options[o], value + (size_t)o * (size_t)d->count))
      return false;
  }
  return true;
}

/* -------------------------------------------------------------------------------- information */

/* The values of a factor's numbers in all draws: [members][draws]. */
static bool factor_values(pk_weighing *w, pk_draws *draws, int factor, int count, double **x,
                          size_t *members) {
  const pk_number *number;
  *members = 0;
  while (pk_draws_factor(draws, factor, (int)*members))
    ++*members;
  *x = PK_NEW_ARRAY(w->scratch, double, *members *(size_t)count);
  if (!*x) {
    pk_report_memory(w->report);
    return false;
  }
  for (int i = 0; i < count; i++) {
    pk_draws_take(draws, w->s->result->seed, i);
    for (int k = 0; (number = pk_draws_factor(draws, factor, k)) != NULL; k++)
      (*x)[(size_t)k * (size_t)count + (size_t)i] = pk_draws_value(draws, number);
  }
  return true;
}

static bool know_factor(pk_weighing *w, pk_draws *draws, int factor, const double *value, int count,
                        double *information) {
  double *x;
  size_t members;
  if (!factor_values(w, draws, factor, count, &x, &members))
    return false;
  if (pk_evppi_together(value, (size_t)w->s->option_count, (size_t)count, x, members, information,
                        w->scratch))
    return true;
  pk_report_memory(w->report);
  return false;
}

static bool is_known(const pk_weighing *w, const char *pointer) {
  const pk_number *number;
  for (int i = 0; i < w->s->matter_count; i++)
    if (w->s->matters[i].option && strcmp(w->s->matters[i].pointer, pointer) == 0)
      return true;
  for (int f = 0; f < pk_draws_factors(w->draws); f++)
    for (int i = 0; (number = pk_draws_factor(w->draws, f, i)) != NULL; i++)
      if (strcmp(number->pointer, pointer) == 0)
        return true;
  return false;
}

static const pk_quantity *quantity_of(const pk_quantity *list, int count, const pk_number *number) {
  for (int i = 0; i < count; i++)
    if (list[i].number == number)
      return &list[i];
  return NULL;
}

/* Numbers that only an option has are worth knowing too. */
static bool know_new(pk_weighing *w, const polku_case *option, const char *name,
                     const double *value, int count) {
  pk_draws *draws = pk_draws_new(option->model, w->scratch, w->report);
  int quantity_count = 0, factors = draws ? pk_draws_factors(draws) : 0;
  const pk_quantity *list = pk_quantities(option->model, w->scratch, &quantity_count);
  pk_matter *more = PK_NEW_ARRAY(w->s->arena, pk_matter, (size_t)(w->s->matter_count + factors));
  if (!draws || !list || !more) {
    pk_report_memory(w->report);
    return false;
  }
  memcpy(more, w->s->matters, (size_t)w->s->matter_count * sizeof *more);
  w->s->matters = more;
  for (int f = 0; f < factors; f++) {
    const pk_number *number = pk_draws_factor(draws, f, 0);
    const pk_quantity *q = quantity_of(list, quantity_count, number);
    pk_matter *m = &more[w->s->matter_count];
    if (!q || is_known(w, number->pointer))
      continue;
    if (!pk_matter_new(w, option->model, q, m) ||
        !know_factor(w, draws, f, value, count, &m->information))
      return false;
    m->uncertain = pk_draws_points(draws, number, &m->low, &m->high);
    m->option = name;
    w->s->matter_count++;
  }
  return true;
}

static bool know_all(pk_weighing *w, const polku_case *options, const double *value, int count) {
  polku_sensitivity *s = w->s;
  size_t choices = (size_t)s->option_count, n = (size_t)count;
  s->information = pk_evpi(value, choices, n);
  pk_best_chance(value, choices, n, s->best);
  for (size_t o = 0; o < choices; o++)
    for (size_t i = 0; i < n; i++)
      s->mean[o] += value[o * n + i] / count;
  for (int f = 0; f < pk_draws_factors(w->draws); f++)
    if (!know_factor(w, w->draws, f, value, count, &s->matters[w->matter_of[f]].information))
      return false;
  for (size_t o = 1; o < choices; o++)
    if (!know_new(w, &options[o], s->options[o], value, count))
      return false;
  return true;
}

static int choose_draws(const pk_weighing *w) {
  int asked = w->options->simulation.draws;
  double runs = w->s->played ? RUNS_OF_A_DRAW : 1;
  double most = floor(WORK / (pk_reckoner_work(w->reckoner) * runs * w->s->option_count));
  if (asked != 0)
    return asked;
  return most > MOST_DRAWS ? MOST_DRAWS : most < FEWEST_DRAWS ? FEWEST_DRAWS : (int)most;
}

static bool make_information(pk_weighing *w) {
  size_t choices = w->options->other_count + 1;
  drawing d = {.w = w, .begun = 0.7, .count = 0};
  if (w->options->other_count == 0 || w->options->simulation.draws < 0 || w->s->stopped)
    return true;
  w->s->option_count = (int)choices;
  d.count = choose_draws(w);
  polku_case *options = PK_NEW_ARRAY(w->scratch, polku_case, choices);
  double *value = PK_NEW_ARRAY(w->scratch, double, choices *(size_t)d.count);
  if (!options || !value) {
    pk_report_memory(w->report);
    return false;
  }
  options[0] = (polku_case){w->model, w->rules, NULL};
  memcpy(options + 1, w->options->others, (choices - 1) * sizeof *options);
  if (!play_options(w, &d, options, value))
    return false;
  w->s->decision_draws = d.count;
  return w->s->stopped || know_all(w, options, value, d.count);
}

bool pk_weigh_shares(pk_weighing *w) {
  return make_shares(w) && make_information(w);
}
