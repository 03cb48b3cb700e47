/* bench-slopes: what the derivatives of all outcomes with respect to all numbers of a model cost,
 * in solutions of that model.
 *
 *     bench-slopes FOLDER_OF_BENCH [--quick]
 *
 * One solution unfolds the model and answers every outcome for those who begin, as each draw of
 * uncertain numbers does; differences would take two of them for each number, and more to be exact.
 * Both are measured in turn in one process, in processor time, the shortest of several rounds. The
 * goal is less than five solutions whatever the number of parameters: ladders of 5 to 160 stages
 * with five numbers each, the benchmark's pathways, and a chain with a history. It looks into
 * core/, because what it measures is not public. */
#define _DEFAULT_SOURCE
#include "bench.h"

#include "study/slopes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GOAL = 5 };

static int fail(const char *what, polku_report *report) {
  char *text = report ? polku_report_text(report, POLKU_EN, false) : NULL;
  fprintf(stderr, "bench-slopes: %s\n%s", what, text ? text : "");
  free(text);
  exit(3);
}

/* A ladder whose ends meet: on with 0.5, back with 0.2, else to the open labour market; the caller
 * frees. */
static char *ladder(int stages) {
  char *text = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&text, &length);
  if (!out)
    return NULL;
  fprintf(out, "{\"format\":\"polku/1\",\"horizon\":60,\"stages\":{"
               "\"work\":{\"employed\":true,\"open\":true}");
  for (int i = 0; i < stages; i++)
    fprintf(out, ",\"s%d\":{\"duration\":{\"weibull\":{\"shape\":%.2f,\"scale\":%.1f}}}", i,
            1.1 + 0.01 * (i % 50), 2 + 0.1 * (i % 40));
  fprintf(out, "},\"transitions\":{\"back\":{\"from\":\"work\",\"to\":\"s0\",\"per_step\":0.01}");
  for (int i = 0; i < stages; i++) {
    int on = (i + 1) % stages, back = (i + stages - 1) % stages;
    fprintf(out,
            ",\"on%d\":{\"from\":\"s%d\",\"to\":\"s%d\",\"share\":0.5},"
            "\"work%d\":{\"from\":\"s%d\",\"to\":\"work\",\"share\":0.3},"
            "\"back%d\":{\"from\":\"s%d\",\"to\":\"s%d\",\"share\":0.2}",
            i, i, on, i, i, i, i, back);
  }
  fprintf(out, "},\"groups\":{\"all\":{\"size\":100,\"start\":\"s0\"}}}");
  fclose(out);
  return text;
}

typedef struct subject {
  polku_report *report;
  polku_model *model;
  polku_rules *rules;
  pk_arena *arena;
  pk_study study;
} subject;

static void start(subject *s, const char *name, const char *plugins) {
  s->rules = polku_rules_load(s->model, plugins, s->report);
  s->arena = pk_arena_new();
  if (!s->rules || !s->arena || !pk_study_start(&s->study, s->model, s->rules, s->arena))
    fail(name, s->report);
}

static void end(subject *s) {
  pk_arena_free(s->arena);
  polku_rules_free(s->rules);
  polku_model_free(s->model);
  polku_report_free(s->report);
}

static double solve(subject *s) {
  const pk_variant variant = {.money = true, .brief = true};
  pk_solution solution;
  double began = bench_cpu();
  if (!pk_solution_new(&solution, &s->study, &variant, s->report))
    fail("no solution", s->report);
  pk_solution_free(&solution);
  return bench_cpu() - began;
}

static double slope(subject *s, int *numbers) {
  const pk_variant variant = {.money = true};
  pk_arena *arena = pk_arena_new();
  pk_slopes slopes;
  double began = bench_cpu();
  if (!arena || !pk_slopes_make(&slopes, &s->study, &variant, -1, arena, s->report))
    fail("no slopes", s->report);
  double took = bench_cpu() - began;
  *numbers = slopes.quantity_count;
  pk_arena_free(arena);
  return took;
}

/* One row; false when the goal is missed. */
static bool measure(subject *s, const char *name, int rounds) {
  double solved = INFINITY, sloped = INFINITY;
  int numbers = 0;
  for (int i = 0; i < rounds; i++) {
    solved = fmin(solved, solve(s));
    sloped = fmin(sloped, slope(s, &numbers));
  }
  double ratio = sloped / solved;
  printf("%-24s %8d %12.3f %12.3f %10.2f %6d  %s\n", name, numbers, 1e3 * solved, 1e3 * sloped,
         ratio, GOAL, ratio < GOAL ? "met" : "MISSED");
  fflush(stdout);
  return ratio < GOAL;
}

static bool measure_ladder(int stages, int rounds) {
  char name[32], *text = ladder(stages);
  subject s = {.report = polku_report_new()};
  snprintf(name, sizeof name, "ladder of %d stages", stages);
  s.model = text ? polku_model_read(name, text, strlen(text), s.report) : NULL;
  start(&s, name, NULL);
  bool met = measure(&s, name, rounds);
  end(&s);
  free(text);
  return met;
}

static bool measure_file(const char *folder, const char *name, int rounds) {
  char path[1024], plugins[1024];
  snprintf(path, sizeof path, "%s/models/%s", folder, name);
  snprintf(plugins, sizeof plugins, "%s/plugins", folder);
  subject s = {.report = polku_report_new()};
  s.model = polku_model_load(path, s.report);
  start(&s, name, plugins);
  bool met = measure(&s, name, rounds);
  end(&s);
  return met;
}

int main(int argc, char **argv) {
  static const int stages[] = {5, 20, 80, 160};
  static const char *const files[] = {"psa.json", "pathway-mixed.json", "pathway-weibull.json",
                                      "remembering.json"};
  if (argc < 2)
    return 2;
  int rounds = bench_has(argc, argv, "--quick") ? 5 : 25;
  bool met = true;
  printf("%-24s %8s %12s %12s %10s %6s\n", "", "numbers", "solution ms", "slopes ms", "solutions",
         "goal");
  for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
    met = measure_ladder(stages[i], rounds) && met;
  for (size_t i = 0; i < sizeof files / sizeof *files; i++)
    met = measure_file(argv[1], files[i], rounds) && met;
  return met ? 0 : 1;
}
