/* Reckoning an outcome with other numbers.
 *
 * The written numbers' chain is unfolded once and keeps its pattern; each thread has a twin of it.
 * Where places are played, each reckoning makes a player for its numbers. */
#include "study/reckon.h"
#include "engine/crew.h"
#include "study/runs.h"
#include "study/spread.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What playing a client for one step costs, in what a link for one step costs; and what it costs to
 * begin. Measured; it decides over sizes of samples only. */
#define CLIENT_STEP 100
#define BEGINNING 20000
#define ONE_EVENT 0.25 /* of asking for all outcomes */

typedef struct bench { /* what one thread has for itself */
  pk_chain *twin;
  polku_report *report;
} bench;

struct pk_reckoner {
  pk_reckon_of of;
  pk_arena *arena;
  pk_study study;
  pk_solution pattern;
  polku_report *report;
  bench *benches; /* [threads] */
};

/* ------------------------------------------------------------------------------------ beginning */

static pk_variant variant_of(const pk_reckoner *r, const pk_reckoning *how) {
  return (pk_variant){.withdrawn = r->of.withdrawn,
                      .value = how->value,
                      .context = how->context,
                      .people = r->of.people,
                      .money = r->of.account >= 0,
                      .brief = !r->of.played};
}

static bool find_pattern(pk_reckoner *r) {
  pk_variant variant = variant_of(r, &(pk_reckoning){0});
  variant.keep_pattern = true;
  if (!pk_solution_unfold(&r->pattern, &r->study, &variant, r->report))
    return false;
  r->pattern.plan = pk_survey_plan_new(r->pattern.chain, r->pattern.arena);
  if (!r->pattern.plan)
    pk_report_memory(r->report);
  return r->pattern.plan != NULL;
}

static bool make_benches(pk_reckoner *r) {
  bool twins = r->pattern.chain && r->pattern.chain->pattern, good = true;
  r->benches = PK_NEW_ARRAY(r->arena, bench, (size_t)r->of.threads);
  for (int i = 0; r->benches && good && i < r->of.threads; i++) {
    r->benches[i].report = polku_report_new();
    r->benches[i].twin = twins ? pk_chain_twin(r->pattern.chain) : NULL;
    good = r->benches[i].report && (r->benches[i].twin || !twins);
  }
  if (!r->benches || !good)
    pk_report_memory(r->report);
  return r->benches && good;
}

pk_reckoner *pk_reckoner_new(const pk_reckon_of *of, polku_report *report) {
  pk_arena *arena = pk_arena_new();
  pk_reckoner *r = arena ? PK_NEW(arena, pk_reckoner) : NULL;
  if (!r) {
    pk_arena_free(arena);
    pk_report_memory(report);
    return NULL;
  }
  *r = (pk_reckoner){.of = *of, .arena = arena, .report = report};
  r->of.threads = pk_crew_threads(of->threads);
  bool good = pk_study_start(&r->study, of->model, of->rules, arena);
  if (!good)
    pk_report_memory(report);
  r->study.refine = of->refine;
  r->study.tolerance = of->tolerance;
  if (good && (of->played || find_pattern(r)) && make_benches(r))
    return r;
  pk_reckoner_free(r);
  return NULL;
}

void pk_reckoner_free(pk_reckoner *r) {
  if (!r)
    return;
  for (int i = 0; r->benches && i < r->of.threads; i++) {
    pk_chain_free(r->benches[i].twin);
    polku_report_free(r->benches[i].report);
  }
  pk_solution_free(&r->pattern);
  pk_arena_free(r->arena);
}

static double group_people(const pk_model *m, const pk_group *group) {
  double people = group->size.value;
  for (int i = 0; i < group->initial_count; i++)
    people += group->initial[i].count.value;
  for (int t = 0; t < m->horizon; t++) {
    if (group->arrivals_steady)
      people += group->arrivals[0].value;
    else if (t < group->arrival_count)
      people += group->arrivals[t].value;
  }
  return people;
}

double pk_reckon_people(const pk_model *m, int group, double people) {
  double all = 0, asked = 0;
  for (int g = 0; g < m->group_count; g++) {
    double of_group = group_people(m, &m->groups[g]);
    all += of_group;
    asked += group < 0 || group == g ? of_group : 0;
  }
  return people > 0 && all > 0 ? asked * people / all : asked;
}

/* Outcomes that are one event of a client's future are asked alone: a survey asks for all. */
static bool is_event(const pk_reckon_of *of) {
  return of->account < 0 &&
         (of->outcome == PK_EMPLOYMENT_RATIO || of->outcome == PK_OPEN_EMPLOYMENT_RATIO ||
          of->outcome == PK_EMPLOYED_AT_END);
}

double pk_reckoner_work(const pk_reckoner *r) {
  const pk_chain *chain = r->pattern.chain;
  if (r->of.played)
    return BEGINNING +
           CLIENT_STEP * pk_reckon_people(r->of.model, -1, r->of.people) * r->of.model->horizon;
  double questions = is_event(&r->of) ? ONE_EVENT : 1;
  return BEGINNING +
         questions * (double)chain->entry_row[chain->entry_count] * (chain->horizon + 1.0);
}

static bool as_it_is(void *context, const polku_problem *problem, pk_place *place) {
  (void)context;
  (void)problem;
  (void)place;
  return false;
}

void pk_reckoner_failed(pk_reckoner *r) {
  for (int i = 0; i < r->of.threads; i++)
    if (polku_report_count(r->benches[i].report, POLKU_ERROR) > 0)
      pk_report_take(r->report, r->benches[i].report, as_it_is, NULL);
}

void pk_reckoner_memory(pk_reckoner *r, int thread) {
  pk_report_memory(r->benches[thread].report);
}

/* ---------------------------------------------------------------------------------------- exact */

static double sum_money(const pk_solution *s, int group, int account) {
  double sum = 0;
  for (size_t i = 0; i < s->chain->start_count; i++)
    if (group < 0 || s->chain->start_group[i] == group)
      sum += pk_solution_people(s, i) * pk_solution_whole(s, s->money[account], i);
  return sum;
}

static bool ask_event(pk_reckoner *r, pk_solution *s, polku_report *report) {
  pk_event employed = {.win = r->study.employed, .go = r->study.not_employed};
  pk_event open = {.win = r->study.open, .go = r->study.not_open};
  pk_event end = {.end = r->study.employed};
  if (r->of.outcome == PK_EMPLOYMENT_RATIO)
    return (s->employed = pk_solution_chance(s, &employed, report)) != NULL;
  if (r->of.outcome == PK_OPEN_EMPLOYMENT_RATIO)
    return (s->open = pk_solution_chance(s, &open, report)) != NULL;
  return (s->at_end = pk_solution_chance(s, &end, report)) != NULL;
}

static bool solve(pk_reckoner *r, pk_variant *variant, pk_solution *s, polku_report *report) {
  if (!is_event(&r->of))
    return pk_solution_new(s, &r->study, variant, report);
  variant->brief = false;
  if (!pk_solution_unfold(s, &r->study, variant, report))
    return false;
  if (ask_event(r, s, report))
    return true;
  pk_solution_free(s);
  return false;
}

static bool reckon_exactly(pk_reckoner *r, const pk_reckoning *how, bench *own, double *outcome,
                           double *cost) {
  pk_variant variant = variant_of(r, how);
  pk_solution solution;
  variant.like = &r->pattern;
  variant.twin = own->twin;
  if (!solve(r, &variant, &solution, own->report))
    return false;
  *outcome = pk_outcome_at(&solution, r->of.group, r->of.outcome, r->of.model->horizon);
  if (cost)
    *cost = r->of.account >= 0 ? sum_money(&solution, r->of.group, r->of.account) : 0;
  pk_solution_free(&solution);
  return true;
}

/* --------------------------------------------------------------------------------------- played */

/* What counting asks of a computation by a random engine. */
typedef struct counting {
  pk_making making;
  pk_playing playing;
} counting;

static bool play_runs(pk_reckoner *r, const pk_reckoning *how, counting *c, double *outcome,
                      double *cost) {
  const pk_player *player = &c->playing.player;
  size_t bytes = player->layout.size * sizeof(int64_t);
  int64_t *tally = malloc(bytes + 1);
  void *scratch = malloc(pk_player_scratch(player) + 1);
  bool good = tally && scratch;
  for (int k = 0; good && k < how->runs; k++) {
    uint32_t key[2];
    pk_dice_key(r->of.seed, (uint64_t)how->first_run + (uint64_t)k, key);
    memset(tally, 0, bytes);
    good = pk_player_run(player, key, tally, scratch, NULL) == PK_RUN_DONE;
    if (!good)
      break;
    outcome[k] =
        pk_counted_outcome(&c->playing, tally, r->of.group, r->of.outcome, r->of.model->horizon);
    if (cost)
      cost[k] = r->of.account < 0
                    ? 0
                    : pk_counted_money(&c->playing, player, tally, r->of.group, r->of.account, -1);
  }
  free(tally);
  free(scratch);
  return good;
}

static bool reckon_by_playing(pk_reckoner *r, const pk_reckoning *how, bench *own, double *outcome,
                              double *cost) {
  counting c = {.making = {.study = r->study, .model = r->of.model, .rules = r->of.rules}};
  pk_variant variant = variant_of(r, how);
  pk_cast cast = {.engine = PK_ENGINE_INDIVIDUAL, .by_steps = true, .limits = r->of.limits};
  variant.money = true;
  c.playing.making = &c.making;
  if (how->model)
    c.making.study.model = c.making.model = how->model;
  if (!pk_player_new(&c.playing.player, &c.making.study, &variant, &cast, own->report))
    return false;
  bool good = play_runs(r, how, &c, outcome, cost);
  if (!good)
    pk_report_memory(own->report);
  pk_player_free(&c.playing.player);
  return good;
}

bool pk_reckon(pk_reckoner *r, const pk_reckoning *how, int thread, double *outcome, double *cost) {
  bench *own = &r->benches[thread];
  return r->of.played ? reckon_by_playing(r, how, own, outcome, cost)
                      : reckon_exactly(r, how, own, outcome, cost);
}
