/* bench-goals: the kernels by themselves, each beside the goal that it was given.
 *
 *     bench-goals FOLDER_OF_BENCH [--quick]
 *
 * Engines are called as study/ calls them, without reading the model or printing a result; whole
 * computations through polku_simulate. Each row is the shortest of several rounds: whatever else
 * the machine does can only lengthen them. It looks into core/, because what it measures is not
 * public.
 */
#include "bench.h"

#include "study/player.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct goals {
  const char *folder;
  bool quick;
  int missed;
} goals;

static int fail(const char *what, polku_report *report) {
  char *text = polku_report_text(report, POLKU_EN, false);
  fprintf(stderr, "bench-goals: %s\n%s", what, text ? text : "");
  free(text);
  exit(3);
}

/* --- telling */

/* `goal` 0: none was given. */
static void tell(goals *g, const char *what, double value, const char *unit, double goal) {
  bool met = value <= goal;
  printf("%-66s %9.3g %-9s", what, value, unit);
  if (goal > 0)
    printf(" %6.3g  %s", goal, met ? "met" : "MISSED");
  printf("\n");
  fflush(stdout);
  g->missed += goal > 0 && !met;
}

/* --- models */

typedef struct loaded {
  polku_report *report;
  polku_model *model;
  polku_rules *rules;
} loaded;

static loaded load(const goals *g, const char *name) {
  char path[1024], plugins[1024];
  snprintf(path, sizeof path, "%s/models/%s", g->folder, name);
  snprintf(plugins, sizeof plugins, "%s/plugins", g->folder);
  loaded it = {.report = polku_report_new()};
  it.model = polku_model_load(path, it.report);
  it.rules = polku_rules_load(it.model, plugins, it.report);
  if (!it.rules)
    fail(name, it.report);
  return it;
}

static void unload(loaded *it) {
  polku_rules_free(it->rules);
  polku_model_free(it->model);
  polku_report_free(it->report);
}

/* --- engines */

/* An engine with everything that a run needs. */
typedef struct stand {
  loaded it;
  pk_arena *arena;
  pk_study study;
  pk_player player;
  int64_t *tally;
  void *scratch;
} stand;

static void stand_up(stand *s, const goals *g, const char *name, pk_cast cast, double people) {
  const pk_variant variant = {.people = people, .money = true};
  *s = (stand){.it = load(g, name), .arena = pk_arena_new()};
  if (!s->arena || !pk_study_start(&s->study, s->it.model, s->it.rules, s->arena) ||
      !pk_player_new(&s->player, &s->study, &variant, &cast, s->it.report))
    fail(name, s->it.report);
  s->tally = malloc(s->player.layout.size * sizeof *s->tally);
  s->scratch = malloc(pk_player_scratch(&s->player) + 1);
  if (!s->tally || !s->scratch)
    fail("no memory", s->it.report);
}

static void stand_down(stand *s) {
  free(s->tally);
  free(s->scratch);
  pk_player_free(&s->player);
  pk_arena_free(s->arena);
  unload(&s->it);
}

static double run_once(stand *s, uint64_t seed) {
  uint32_t key[2];
  pk_dice_key(seed, 0, key);
  memset(s->tally, 0, s->player.layout.size * sizeof *s->tally);
  double start = bench_cpu();
  if (pk_player_run(&s->player, key, s->tally, s->scratch, NULL) != PK_RUN_DONE)
    fail("a run failed", s->it.report);
  return bench_cpu() - start;
}

static double run_shortest(stand *s, int rounds) {
  double least = INFINITY;
  for (int i = 0; i < rounds; i++)
    least = fmin(least, run_once(s, (uint64_t)i + 1));
  return least;
}

/* Stays that began in the last run. */
static double stays_of(const stand *s) {
  const pk_layout *l = &s->player.layout;
  double sum = 0;
  for (int g = 0; g < l->group_count; g++)
    for (int i = 0; i < (l->horizon + 1) * l->stage_count; i++)
      sum += (double)pk_tally_group(l, s->tally, g)[l->entries + (size_t)i];
  return sum;
}

static double chain_megabytes(const pk_chain *c) {
  size_t links = c->entry_row[c->entry_count], exits = c->point_row[c->point_count];
  return 1e-6 * 16 * (double)(links + exits);
}

static void individual(goals *g, const char *name, double goal) {
  stand s;
  char what[128];
  stand_up(&s, g, name, (pk_cast){.engine = PK_ENGINE_INDIVIDUAL}, 1e6);
  double seconds = run_shortest(&s, g->quick ? 5 : 11);
  snprintf(what, sizeof what, "individual, %s (chain %.3g MB), one core", name,
           chain_megabytes(s.player.solution.chain));
  tell(g, what, 1e9 * seconds / stays_of(&s), "ns/stay", goal);
  stand_down(&s);
}

static void cohort(goals *g, const char *name, double goal) {
  stand s;
  char what[128];
  stand_up(&s, g, name, (pk_cast){.engine = PK_ENGINE_COHORT}, 1e9);
  snprintf(what, sizeof what, "cohort, 10^9 clients, %s, one core", name);
  tell(g, what, run_shortest(&s, g->quick ? 2 : 3), "s", goal);
  stand_down(&s);
}

/* The same clients without a chain, and where places run out. */
static void steps(goals *g, const char *name, bool limits, const char *what, double goal) {
  stand s;
  stand_up(&s, g, name,
           (pk_cast){.engine = PK_ENGINE_INDIVIDUAL, .by_steps = true, .limits = limits}, 1e6);
  double seconds = run_shortest(&s, g->quick ? 2 : 3);
  tell(g, what, seconds, "s", goal);
  tell(g, "  for each stay", 1e9 * seconds / stays_of(&s), "ns/stay", 0);
  stand_down(&s);
}

/* --- exact */

/* From the model to who is where: the chain and one pass. */
static double solve_once(const loaded *it) {
  double start = bench_cpu();
  pk_chain *chain = pk_chain_new(it->model, it->rules, &(pk_chain_options){0}, it->report);
  double *scratch = chain ? malloc(pk_exact_scratch(chain) * sizeof *scratch) : NULL;
  double *occupancy =
      chain ? calloc((size_t)(chain->horizon + 1) * (size_t)chain->stage_count, sizeof *occupancy)
            : NULL;
  if (!scratch || !occupancy)
    fail("no chain", it->report);
  pk_exact_forward(chain, -1, -1, NULL, &(pk_flow){.occupancy = occupancy}, scratch);
  free(occupancy);
  free(scratch);
  pk_chain_free(chain);
  return bench_cpu() - start;
}

static double simulate_once(const loaded *it, const polku_options *options, double (*clock)(void)) {
  double start = clock();
  polku_result *result = polku_simulate(it->model, it->rules, options, it->report);
  if (!result)
    fail("no result", it->report);
  polku_result_free(result);
  return clock() - start;
}

static void exact(goals *g) {
  loaded it = load(g, "psa.json");
  const polku_options once = {.engine = "exact", .draws = -1, .threads = 1};
  double solved = INFINITY, told = INFINITY, drawn = INFINITY, drawn_cpu = INFINITY;
  for (int i = 0; i < 100; i++) {
    solved = fmin(solved, solve_once(&it));
    told = fmin(told, simulate_once(&it, &once, bench_cpu));
  }
  const polku_options thousand = {.engine = "exact", .draws = 1000};
  for (int i = 0; i < 3; i++) {
    double start = bench_cpu();
    drawn = fmin(drawn, simulate_once(&it, &thousand, bench_wall));
    drawn_cpu = fmin(drawn_cpu, bench_cpu() - start);
  }
  tell(g, "exact, 6 stages, 60 months, 3 groups: chain and who is where", 1e3 * solved, "ms", 1);
  tell(g, "  with every outcome, interval of luck and account", 1e3 * told, "ms", 0);
  tell(g, "1,000 draws of its numbers, every outcome, all cores, by the clock", drawn, "s", 1);
  tell(g, "  in processor time", drawn_cpu, "s", 0);
  unload(&it);
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  goals g = {.folder = argv[1], .quick = bench_has(argc, argv, "--quick")};
  printf("%-66s %9s %-9s %6s\n", "", "here", "", "goal");
  individual(&g, "pathway-dt.json", 15);
  individual(&g, "pathway-exp.json", 15);
  individual(&g, "pathway-weibull.json", 15);
  individual(&g, "pathway-mixed.json", 15);
  individual(&g, "remembering.json", 40);
  cohort(&g, "pathway-dt.json", 0.1);
  cohort(&g, "pathway-mixed.json", 0.1);
  cohort(&g, "remembering.json", 0);
  exact(&g);
  steps(&g, "queue.json#1000000", true, "individual with places that run out, 10^6 clients", 2);
  steps(&g, "pathway-mixed.json", false, "individual without a chain, 10^6 clients", 0);
  printf("%s\n", g.missed ? "some goals are missed" : "all goals are met");
  return g.missed ? 1 : 0;
}
