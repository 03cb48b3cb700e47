/* bench-scaling: what more people, more stages, a longer horizon and a second thread cost.
 *
 *     bench-scaling FOLDER_OF_BUILD FOLDER_OF_BENCH [--quick]
 *
 * Each row is the whole command `polku simulate`, by itself. A row that would take more than its
 * limit is ended and says so. */
#include "bench.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIMIT = 20 };

typedef struct scaling {
  const char *build, *folder;
  bool quick;
} scaling;

/* One command; `people` 0: as written. */
typedef struct task {
  const char *engine, *model;
  double people;
  int threads;
} task;

static bool simulate(const scaling *s, const task *t, bench_call *call) {
  char program[1024], people[32], threads[16];
  snprintf(program, sizeof program, "%s/polku", s->build);
  snprintf(people, sizeof people, "%.0f", t->people);
  snprintf(threads, sizeof threads, "%d", t->threads);
  const char *words[BENCH_MOST_WORDS] = {
      program, "simulate", t->model, "--engine",  t->engine, "--runs", "1",        "--draws",
      "0",     "--seed",   "1",      "--threads", threads,   "--json", "--people", people};
  return bench_run(words, LIMIT, call);
}

static void tell_head(const char *what, const char *const *columns, int count) {
  printf("\n%-22s", what);
  for (int i = 0; i < count; i++)
    printf(" %24s", columns[i]);
  printf("\n");
}

/* One cell: processor seconds and memory at its peak, which it gives; 0: none. */
static double tell_cell(const scaling *s, const task *t) {
  bench_call call;
  char text[64];
  if (!simulate(s, t, &call))
    snprintf(text, sizeof text, "cannot be started");
  else if (call.status < 0)
    snprintf(text, sizeof text, "more than %d s", LIMIT);
  else if (call.status > 0)
    snprintf(text, sizeof text, "refused");
  else
    snprintf(text, sizeof text, "%.3f s %7.1f MB", call.cpu, call.peak);
  free(call.out);
  printf(" %24s", text);
  fflush(stdout);
  return call.status == 0 ? call.peak : 0;
}

/* --- people */

static void scale_people(const scaling *s) {
  static const char *const columns[] = {"exact", "cohort", "individual"};
  char model[1024], people[32];
  double most = s->quick ? 1e6 : 1e7, least_peak[3] = {0}, most_peak[3] = {0};
  snprintf(model, sizeof model, "%s/models/pathway-mixed.json", s->folder);
  tell_head("people", columns, 3);
  for (double n = 1e3; n <= 1e9; n *= 10) {
    printf("%-22s", bench_whole(people, n));
    for (int i = 0; i < 3 && (i < 2 || n <= most); i++) {
      double peak = tell_cell(s, &(task){columns[i], model, n, 1});
      least_peak[i] = n > 1e3 ? fmin(least_peak[i], peak) : peak;
      most_peak[i] = fmax(most_peak[i], peak);
    }
    printf("\n");
  }
  printf("%-22s", "most ÷ least memory");
  for (int i = 0; i < 3; i++)
    printf(" %21s%.2f", "", most_peak[i] / least_peak[i]);
  printf("\n");
}

/* --- models of other sizes */

/* Stages in a row: half of the clients go one on, some go two on, back, or leave. */
static void write_stage(FILE *to, int i, int stages) {
  int on = i + 1 < stages ? i + 1 : 0, two = i + 2 < stages ? i + 2 : 1;
  int back = i > 0 ? i - 1 : stages - 1;
  struct {
    int stage;
    double share;
  } exits[] = {{on, 0.5}, {two, 0.25}, {back, 0.2}};
  for (int e = 0; e < 3; e++)
    fprintf(to, "  \"%d-%d\": { \"from\": \"s%d\", \"to\": \"s%d\", \"share\": %g },\n", i, e, i,
            exits[e].stage, exits[e].share);
  fprintf(to, "  \"%d-out\": { \"from\": \"s%d\", \"to\": \"out\", \"share\": \"rest\" }%s\n", i, i,
          i + 1 < stages ? "," : "");
}

/* Lengths grow with the horizon, so that clients make as many moves. */
static bool write_model(const char *path, int stages, int horizon) {
  FILE *to = fopen(path, "w");
  if (!to)
    return false;
  fprintf(to, "{ \"format\": \"polku/1\", \"horizon\": %d,\n\"stages\": {\n", horizon);
  for (int i = 0; i < stages; i++)
    fprintf(to,
            "  \"s%d\": { \"duration\": { \"weibull\": { \"shape\": %g, \"scale\": %g } }%s },\n",
            i, 0.8 + 0.1 * (i % 12), (3 + i % 7) * horizon / 60.0,
            i == stages / 2 ? ", \"employed\": true, \"open\": true" : "");
  fprintf(to, "  \"out\": { \"final\": true } },\n\"transitions\": {\n");
  for (int i = 0; i < stages; i++)
    write_stage(to, i, stages);
  fprintf(to, "},\n\"groups\": { \"all\": { \"size\": 1000, \"start\": \"s0\" } } }\n");
  return fclose(to) == 0;
}

static void scale_model(const scaling *s, const char *what, bool by_stages) {
  static const char *const columns[] = {"exact", "cohort, 10^9 people", "individual, 10^6"};
  static const char *const engines[] = {"exact", "cohort", "individual"};
  static const double people[] = {1e3, 1e9, 1e6};
  static const int stages[] = {5, 29, 99, 299, 0}, horizons[] = {60, 600, 6000, 0};
  tell_head(what, columns, 3);
  for (int i = 0; by_stages ? stages[i] : horizons[i]; i++) {
    char model[1024];
    int size = by_stages ? stages[i] + 1 : horizons[i];
    snprintf(model, sizeof model, "%s/bench-%d-%d.json", s->build, by_stages ? size : 6,
             by_stages ? 60 : size);
    printf("%-22d", size);
    for (int e = 0; write_model(model, by_stages ? stages[i] : 5, by_stages ? 60 : size) && e < 3;
         e++)
      tell_cell(s, &(task){engines[e], model, people[e], 1});
    remove(model);
    printf("\n");
  }
}

/* --- threads */

static bool scale_threads(const scaling *s) {
  char model[1024];
  bench_call calls[2];
  bool good = true;
  double people = s->quick ? 1e6 : 1e7;
  snprintf(model, sizeof model, "%s/models/pathway-mixed.json", s->folder);
  for (int i = 0; i < 2; i++)
    good = simulate(s, &(task){"individual", model, people, i + 1}, &calls[i]) &&
           calls[i].status == 0 && good;
  char text[32];
  printf("\nthreads, individual, %s people\n", bench_whole(text, people));
  if (!good) {
    printf("failed\n");
    return false;
  }
  bool same = calls[0].length == calls[1].length &&
              memcmp(calls[0].out, calls[1].out, calls[0].length) == 0;
  for (int i = 0; i < 2; i++)
    printf("%-22d %10.3f s by the clock %10.3f s of processors\n", i + 1, calls[i].wall,
           calls[i].cpu);
  printf("%.2f times as fast, %s\n", calls[0].wall / calls[1].wall,
         same ? "the same bytes" : "BUT THE RESULT DIFFERS");
  free(calls[0].out);
  free(calls[1].out);
  return same;
}

int main(int argc, char **argv) {
  if (argc < 3)
    return 2;
  const scaling s = {argv[1], argv[2], bench_has(argc, argv, "--quick")};
  printf("Processor seconds and memory at its peak of the whole command, one thread each.\n");
  scale_people(&s);
  scale_model(&s, "stages, 60 months", true);
  scale_model(&s, "months, 6 stages", false);
  return scale_threads(&s) ? 0 : 1;
}
