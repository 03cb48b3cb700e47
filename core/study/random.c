/* The result of a random engine: means over runs with the written numbers, and how sure they are.
 *
 * Three things are told apart. *Luck*: a group of this size comes out differently each time: the
 * spread between two runs with the same numbers. *Not knowing*: other numbers would be as good:
 * each draw of them is run twice, so that the spread between draws can be told from luck. And
 * *Monte Carlo*: the mean over R runs is itself uncertain by their spread ÷ √R, which more runs
 * make smaller; it says nothing about people. */
#include "base/text.h"
#include "engine/fleet.h"
#include "study/runs.h"
#include "study/third.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS = 200, FEW_RUNS = 20, DRAWS = 200, FEW_DRAWS = 20 };

/* Client-steps that all runs with the written numbers may take together before fewer than RUNS are
 * made: some ten seconds. A count and not a clock, so that the same model gives the same bytes
 * everywhere. A cohort's run costs no more for more people. */
static const double WORK = 1e9;

/* Runs whose counts can still be added up. */
static double addable(const pk_playing *p) {
  return p->player.cohort ? pk_cohort_most_runs(p->player.cohort) : INFINITY;
}

static bool add_up(const pk_playing *p, int runs) {
  if (runs <= addable(p))
    return true;
  char asked[32], people[32], most[32];
  pk_number_text(asked, runs);
  pk_number_text(most, addable(p));
  snprintf(people, sizeof people, "%.0f", p->player.origins->people);
  pk_report_add(p->making->report, NULL, "E-COHORT-RUNS", "runs", asked, "people", people, "limit",
                most, NULL);
  return false;
}

int pk_runs_affordable(const pk_playing *p, int most, int few) {
  double steps = (p->player.origins->people + 1) * (p->making->model->horizon + 1.0);
  if (p->player.cohort)
    steps = fmin(steps, pk_cohort_work(p->player.cohort) + 1);
  double runs = fmin(fmax(floor(WORK / steps), few), most);
  return (int)fmin(runs, addable(p));
}

static bool no_memory(pk_playing *p) {
  pk_report_memory(p->making->report);
  return false;
}

/* --- intervals */

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

/* The quantile of Hyndman and Fan's type 7. */
static double quantile(const double *sorted, int count, double p) {
  double at = p * (count - 1);
  int i = (int)floor(at);
  return i + 1 < count ? sorted[i] + (at - i) * (sorted[i + 1] - sorted[i]) : sorted[count - 1];
}

typedef struct moments {
  double mean, variance;
} moments;

static moments moments_of(const double *x, int count) {
  moments m = {0, 0};
  for (int i = 0; i < count; i++)
    m.mean += x[i] / count;
  for (int i = 0; i < count; i++)
    m.variance += (x[i] - m.mean) * (x[i] - m.mean) / (count > 1 ? count - 1 : 1);
  return m;
}

/* Luck is what two runs of one draw differ by: half the mean square of their difference. */
static double luck_of_pairs(const double *x, int count) {
  double sum = 0;
  for (int i = 0; i + 1 < count; i += 2)
    sum += (x[i] - x[i + 1]) * (x[i] - x[i + 1]) / 2;
  return sum / (count / 2);
}

/* The values of one question in all runs where it is defined; their number. */
static int collect(const pk_runs *runs, int answer, int question, double *x) {
  int count = 0;
  for (int i = 0; i < runs->done; i++) {
    double value = *pk_runs_at(runs, i, answer, question);
    if (!isnan(value))
      x[count++] = value;
  }
  return count;
}

static void estimate(const pk_playing *p, int answer, int question, double *x, pk_estimate *e) {
  int count = collect(&p->point, answer, question, x);
  polku_interval *i = &e->interval;
  i->low = i->high = i->luck_share = e->mean = e->error = NAN;
  if (isnan(i->value) || count == 0)
    return;
  moments of_runs = moments_of(x, count);
  if (count > 1)
    e->error = sqrt(of_runs.variance / count);
  double luck = of_runs.variance;
  bool drawn = p->spread.done > 0;
  if (drawn) {
    count = collect(&p->spread, answer, question, x);
    luck = count > 1 ? luck_of_pairs(x, count) : NAN;
  }
  if (count < 2)
    return;
  moments all = moments_of(x, count);
  e->mean = all.mean;
  i->luck_share = all.variance > 0 ? fmin(luck / all.variance, 1) : NAN;
  qsort(x, (size_t)count, sizeof *x, by_value);
  i->low = quantile(x, count, 0.05);
  i->high = quantile(x, count, 0.95);
}

static void chance_of_at_least(const pk_playing *p) {
  polku_result *r = p->making->result;
  const pk_runs *runs = p->spread.done > 0 ? &p->spread : &p->point;
  int met = 0;
  for (int i = 0; i < runs->done; i++)
    met += runs->employed[i] >= r->at_least;
  r->at_least_chance = r->at_least > 0 ? (double)met / runs->done : NAN;
}

static bool estimate_all(const pk_playing *p) {
  polku_result *r = p->making->result;
  int most = p->point.done > p->spread.done ? p->point.done : p->spread.done;
  double *x = malloc(((size_t)most + 1) * sizeof *x);
  if (!x)
    return false;
  for (int g = 0; g <= r->group_count; g++) {
    pk_answer *a = pk_answer_at_index(p->making, g);
    for (int o = 0; o < PK_OUTCOMES; o++)
      estimate(p, g, o, x, &a->outcomes[o]);
    for (int i = 0; i < r->account_count; i++)
      estimate(p, g, PK_OUTCOMES + i, x, &a->money[i]);
  }
  free(x);
  chance_of_at_least(p);
  return true;
}

/* --- the third sector: the same luck without its actors */

/* The outcomes that fall, of runs that are done, into a world. */
static void keep_outcomes(const pk_third_plan *third, int world, const pk_runs *runs) {
  const pk_world *w = third->worlds.list[world];
  for (int i = 0; i < runs->done; i++)
    for (int a = 0; a < runs->answer_count; a++)
      memcpy(w->outcomes + ((size_t)i * (size_t)runs->answer_count + (size_t)a) * PK_FALLING,
             pk_runs_at(runs, i, a, 0), PK_FALLING * sizeof *w->outcomes);
}

static bool play_in(pk_playing *p, const pk_third_plan *third, int world, pk_arena *arena) {
  const pk_making *m = p->making;
  const pk_world *w = third->worlds.list[world];
  pk_variant variant = {.withdrawn = w->withdrawn, .people = m->options.people};
  pk_player player;
  pk_runs runs;
  if (!arena || !pk_runs_new(&runs, p, w->run_count, arena))
    return no_memory(p);
  if (!pk_player_new(&player, &m->study, &variant, &p->cast, m->report))
    return false;
  runs.numbers = w->runs;
  bool good = pk_runs_play(p, &player, &runs, false);
  pk_player_free(&player);
  if (good)
    keep_outcomes(third, world, &runs);
  return good;
}

/* What a run weighs in an answer: its clients. */
static double *weights_of(const pk_playing *p) {
  size_t answers = (size_t)p->point.answer_count, runs = (size_t)p->point.wanted;
  double *weight = PK_NEW_ARRAY(p->making->scratch, double, answers *runs);
  for (size_t i = 0; weight && i < (size_t)p->point.done; i++)
    for (size_t a = 0; a < answers; a++)
      weight[a * runs + i] = p->point.entered[i * answers + a];
  return weight;
}

/* Runs that were stopped leave worlds unknown. */
static bool play_third(pk_playing *p, const pk_third_plan *third) {
  bool good = true;
  keep_outcomes(third, third->here, &p->point);
  for (int i = 0; good && i < third->worlds.count; i++) {
    if (i == third->here || third->worlds.list[i]->run_count == 0)
      continue;
    pk_arena *arena = pk_arena_new();
    good = play_in(p, third, i, arena);
    pk_arena_free(arena);
  }
  if (!good)
    return false;
  double *weight = weights_of(p);
  return (weight && pk_third_tell(third, weight)) || no_memory(p);
}

/* --- the whole */

static const char *const *ids_of(const pk_making *m, const pk_label *labels, int count) {
  const char **ids = PK_NEW_ARRAY(m->scratch, const char *, (size_t)count + 1);
  for (int i = 0; ids && i < count; i++)
    ids[i] = labels ? labels[i].id : pk_outcome_name((pk_outcome)i);
  return ids;
}

static bool find_ids(pk_playing *p) {
  const polku_result *r = p->making->result;
  p->ids[0] = ids_of(p->making, r->stages, r->stage_count);
  p->ids[1] = ids_of(p->making, r->transitions, r->transition_count);
  p->ids[2] = ids_of(p->making, NULL, PK_OUTCOMES);
  p->ids[3] = ids_of(p->making, r->accounts, r->account_count);
  return p->ids[0] && p->ids[1] && p->ids[2] && p->ids[3];
}

static int wanted_draws(const pk_playing *p) {
  int asked = p->making->options.draws;
  if (asked < 0 || p->making->result->uncertain == 0)
    return 0;
  return asked > 0 ? asked : pk_runs_affordable(p, DRAWS, FEW_DRAWS);
}

/* Fair shares may take half as many runs again as everything else. */
static bool plan_third(pk_playing *p, int drawn, pk_third_plan *third) {
  const polku_result *r = p->making->result;
  int without = r->third_count > 0 ? r->third_count + 1 : 0;
  double others = (double)r->runs_asked * (1 + without) + 2.0 * drawn;
  double an_order =
      (r->third_count - 2.0) * r->runs_asked; /* of each run: the least there can be */
  pk_third_wish wish = {p->cast.limits, r->runs_asked, fmax(others / 2, an_order)};
  if (!pk_third_plan_new(third, p->making, &wish))
    return no_memory(p);
  p->units = r->runs_asked + third->more + 2.0 * drawn;
  return true;
}

static bool plan(pk_playing *p, pk_third_plan *third) {
  pk_making *m = p->making;
  polku_result *r = m->result;
  pk_draws *draws = pk_draws_new(m->model, m->scratch, m->report);
  if (!draws)
    return false;
  r->uncertain = pk_draws_uncertain(draws);
  r->runs_asked = m->options.runs > 0 ? m->options.runs : pk_runs_affordable(p, RUNS, FEW_RUNS);
  int drawn = wanted_draws(p);
  r->draws_asked = m->options.draws < 0 ? 0 : m->options.draws == 0 ? DRAWS : m->options.draws;
  if (!add_up(p, r->runs_asked) || !add_up(p, drawn))
    return false;
  if (!find_ids(p) || !pk_runs_new(&p->point, p, r->runs_asked, m->scratch) ||
      !pk_runs_new(&p->spread, p, 2 * drawn, m->scratch) || !pk_find_third(m, p->cast.limits))
    return no_memory(p);
  return plan_third(p, drawn, third);
}

static bool play(pk_playing *p) {
  pk_making *m = p->making;
  polku_result *r = m->result;
  pk_third_plan third;
  if (!plan(p, &third) || !pk_runs_play(p, &p->player, &p->point, true))
    return false;
  if (p->point.done == 0) {
    pk_report_add(m->report, NULL, "E-STOPPED", NULL);
    return false;
  }
  r->runs = p->point.done;
  if (!pk_counted_answers(p))
    return no_memory(p);
  m->playing = p;
  bool good =
      pk_make_targets(m) && (p->stopped || pk_runs_draw(p, &p->spread)) && play_third(p, &third);
  m->playing = NULL;
  r->draws = p->spread.done / 2;
  r->stopped = p->stopped;
  if (good && !estimate_all(p))
    return no_memory(p);
  return good;
}

bool pk_make_by_runs(pk_making *m, const pk_cast *cast) {
  pk_playing p = {.making = m, .cast = *cast, .threads = pk_crew_threads(m->options.threads)};
  pk_variant variant = {.withdrawn = m->withdrawn, .people = m->options.people, .money = true};
  if (!pk_player_new(&p.player, &m->study, &variant, cast, m->report))
    return false;
  p.crew = p.threads * pk_fleet_size();
  pk_fleet_tell(0, &p.crew, sizeof p.crew);
  if (pk_fleet_rank() > 0)
    m->options.watch = NULL;
  bool good = play(&p);
  if (good && p.player.solution.chain)
    m->result->error_bound = p.player.solution.chain->lost * p.player.solution.scale;
  pk_player_free(&p.player);
  return good;
}
