/* bench-pictures: how long a picture takes, beside plain Graphviz.
 *
 *     bench-pictures FOLDER_OF_BUILD FOLDER_OF_PLUGINS [--quick]
 *
 * Maps of 10, 30, 100 and 300 stages, each with returns, skips and three organisations a stage, as
 * SVG, PNG and PDF from a renderer that is already running: from the model in memory to the
 * picture's bytes, drawing included. The goal is for what a page shows and what is printed; a PNG
 * of 30 stages has nine million dots to pack. Beside it `dot -Tsvg` on the same stages,
 * organisations and transitions, which is what one would take instead, and both as commands from
 * start to end. */
#define _DEFAULT_SOURCE
#include "bench.h"

#include "polku.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROUNDS = 60, QUICK_ROUNDS = 8, COMMANDS = 9, GOAL_STAGES = 30, GOAL_MS = 50 };

static int fail(const char *what, polku_report *report) {
  char *text = report ? polku_report_text(report, POLKU_EN, false) : NULL;
  fprintf(stderr, "bench-pictures: %s\n%s", what, text ? text : "");
  free(text);
  exit(3);
}

/* --- the pathway, told twice */

static const char *const stages[] = {"Ohjaus hankkeeseen",       "Kuntouttava työtoiminta",
                                     "Työkokeilu yhdistyksessä", "Palkkatuki yhdistyksessä",
                                     "Ryhmävalmennus",           "Osaamisen tunnistaminen"};
static const char *const actors[] = {"Kyläyhdistykset", "Rovaniemen Neuvokas", "Työllisyyspalvelut",
                                     "Lapin Muistiyhdistys", "Osuuskunta Koitto"};
static const char *const roles[] = {"employer", "job_coach", "referrer", "trainer", "organiser"};

/* Calls `tell` for each transition of a pathway of `count` stages: onwards, two ahead from every
 * third, back to the one before from every other. */
static void each_move(FILE *out, int count,
                      void (*tell)(FILE *out, int from, int to, double share)) {
  for (int i = 0; i + 1 < count; i++) {
    bool skips = i % 3 == 0 && i + 2 < count, returns = i % 2 == 1;
    tell(out, i, i + 1, 1 - 0.2 * skips - 0.3 * returns);
    if (skips)
      tell(out, i, i + 2, 0.2);
    if (returns)
      tell(out, i, i - 1, 0.3);
  }
}

static void tell_json(FILE *out, int from, int to, double share) {
  const char *comma = from == 0 && to == 1 ? "" : ",";
  fprintf(out, "%s\"m%d-%d\":{\"from\":\"s%d\",\"to\":\"s%d\",\"share\":%.1f}", comma, from, to,
          from, to, share);
}

static void tell_dot(FILE *out, int from, int to, double share) {
  fprintf(out, "s%d -> s%d [label=\"%.0f %%\"];\n", from, to, 100 * share);
}

static char *model_of(int count) {
  char *text = NULL;
  size_t length;
  FILE *out = open_memstream(&text, &length);
  fputs("{\"format\":\"polku/1\",\"title\":\"Missä yhdistykset ovat polun varrella?\","
        "\"region\":\"finland\",\"start_date\":\"2026-01-01\",\"horizon\":24,\"actors\":{",
        out);
  for (int i = 0; i < 5; i++)
    fprintf(out, "%s\"a%d\":{\"name\":\"%s\",\"sector\":\"%s\"}", i ? "," : "", i, actors[i],
            i == 2 ? "public" : "third");
  fputs("},\"stages\":{", out);
  for (int i = 0; i < count; i++) {
    fprintf(out, "%s\"s%d\":{\"name\":\"%s\",\"kind\":\"job_seeking\"", i ? "," : "", i,
            stages[i % 6]);
    if (i + 1 == count)
      fputs(",\"final\":true", out);
    else
      fprintf(out,
              ",\"duration\":{\"geometric\":{\"mean\":4}},\"actors\":{\"a%d\":{\"%s\":{}},"
              "\"a%d\":{\"%s\":{}},\"a2\":{\"organiser\":{}}}",
              i % 2, roles[i % 2], 3 + i % 2, roles[2 + i % 2]);
    fputc('}', out);
  }
  fputs("},\"transitions\":{", out);
  each_move(out, count, tell_json);
  fputs("},\"groups\":{\"g\":{\"size\":64,\"start\":\"s0\"}}}", out);
  fclose(out);
  return text;
}

static void write_dot(const char *path, int count) {
  FILE *out = fopen(path, "w");
  if (!out)
    fail(path, NULL);
  fputs("digraph polku {\nrankdir=LR;\nnode [shape=box, fontname=Lato];\nedge [fontname=Lato];\n",
        out);
  for (int i = 0; i < count; i++) {
    fprintf(out, "s%d [label=\"%d %s\"];\n", i, i + 1, stages[i % 6]);
    const int who[] = {i % 2, 3 + i % 2, 2};
    for (int k = 0; k < 3 && i + 1 < count; k++)
      fprintf(out, "a%d_%d [label=\"%s\\n%s\", style=rounded];\ns%d -> a%d_%d [style=dotted];\n", i,
              k, actors[who[k]],
              roles[k == 2   ? 4
                    : k == 1 ? 2 + i % 2
                             : i % 2],
              i, i, k);
  }
  each_move(out, count, tell_dot);
  fputs("}\n", out);
  fclose(out);
}

static void write_text(const char *path, const char *text) {
  FILE *out = fopen(path, "w");
  if (!out || fputs(text, out) < 0 || fclose(out) != 0)
    fail(path, NULL);
}

/* --- taking times */

typedef struct bench {
  const char *build, *plugins;
  int rounds;
  bool missed;
  polku_renderer *renderer;
  char folder[64];
} bench;

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

typedef struct spread {
  double median, p95;
} spread;

static spread spread_of(double *ms, int count) {
  qsort(ms, (size_t)count, sizeof *ms, by_size);
  return (spread){(ms[(count - 1) / 2] + ms[count / 2]) / 2, ms[(count * 95 + 99) / 100 - 1]};
}

typedef struct loaded {
  polku_report *report;
  polku_model *model;
  polku_rules *rules;
} loaded;

static size_t draw_once(const bench *b, const loaded *it, polku_format format) {
  polku_draw_options options = {.paper = format == POLKU_PDF ? POLKU_A4 : POLKU_SCREEN,
                                .renderer = b->renderer};
  size_t length = 0;
  polku_drawing *drawing = polku_draw(it->model, it->rules, &options, it->report);
  char *bytes = polku_render(b->renderer, drawing, format, 1, &length, it->report);
  if (!bytes)
    fail("no picture", it->report);
  free(bytes);
  polku_drawing_free(drawing);
  return length;
}

static void time_format(bench *b, const loaded *it, int count, polku_format format, double dot) {
  static const char *const names[] = {"SVG", "PNG", "PDF"};
  double ms[ROUNDS];
  size_t length = 0;
  for (int i = 0; i < b->rounds; i++) {
    double begin = bench_wall();
    length = draw_once(b, it, format);
    ms[i] = 1000 * (bench_wall() - begin);
  }
  spread s = spread_of(ms, b->rounds);
  bool goal = count == GOAL_STAGES && format != POLKU_PNG, met = s.p95 <= GOAL_MS;
  char ratio[32] = "";
  if (dot > 0)
    snprintf(ratio, sizeof ratio, "%8.1f x", dot / s.median);
  printf("%6d  %-28s %9.1f %9.1f %9.0f %10s", count, names[format], s.median, s.p95,
         (double)length / 1024, ratio);
  if (goal)
    printf("   p95 %d ms %s", GOAL_MS, met ? "met" : "MISSED");
  printf("\n");
  fflush(stdout);
  b->missed |= goal && !met;
}

/* A whole command, milliseconds by the clock: the median of a few; 0 where it cannot be run. */
static double time_command(int count, const char *name, const char *const *words,
                           const char *picture) {
  double ms[COMMANDS];
  bench_call call;
  for (int i = 0; i < COMMANDS; i++) {
    if (!bench_run(words, 60, &call) || call.status != 0) {
      printf("%6d  %-28s   (not run)\n", count, name);
      return 0;
    }
    free(call.out);
    ms[i] = 1000 * call.wall;
  }
  spread s = spread_of(ms, COMMANDS);
  FILE *file = fopen(picture, "r");
  long length = file && fseek(file, 0, SEEK_END) == 0 ? ftell(file) : 0;
  if (file)
    fclose(file);
  printf("%6d  %-28s %9.1f %9.1f %9.0f\n", count, name, s.median, s.p95, (double)length / 1024);
  fflush(stdout);
  return s.median;
}

static double time_commands(bench *b, const char *model, int count) {
  char dot[128], json[128], svg[128], polku[1024];
  snprintf(dot, sizeof dot, "%s/map.dot", b->folder);
  snprintf(json, sizeof json, "%s/map.json", b->folder);
  snprintf(svg, sizeof svg, "%s/map.svg", b->folder);
  snprintf(polku, sizeof polku, "%s/polku", b->build);
  write_dot(dot, count);
  write_text(json, model);
  double other = time_command(count, "dot -Tsvg (command)",
                              (const char *const[]){"dot", "-Tsvg", "-o", svg, dot, NULL}, svg);
  time_command(count, "polku draw (command, SVG)",
               (const char *const[]){polku, "draw", json, "-o", svg, "--plugins", b->plugins, NULL},
               svg);
  unlink(dot), unlink(json), unlink(svg);
  return other;
}

static void time_stages(bench *b, int count) {
  char *text = model_of(count);
  loaded it = {.report = polku_report_new()};
  it.model = polku_model_read("map.json", text, strlen(text), it.report);
  it.rules = polku_rules_load(it.model, b->plugins, it.report);
  if (!it.rules)
    fail("the model", it.report);
  double dot = time_commands(b, text, count);
  for (int format = POLKU_SVG; format <= POLKU_PDF; format++)
    time_format(b, &it, count, (polku_format)format, dot);
  polku_rules_free(it.rules);
  polku_model_free(it.model);
  polku_report_free(it.report);
  free(text);
}

int main(int argc, char **argv) {
  static const int counts[] = {10, 30, 100, 300};
  if (argc < 3)
    return 2;
  bench b = {.build = argv[1],
             .plugins = argv[2],
             .rounds = bench_has(argc, argv, "--quick") ? QUICK_ROUNDS : ROUNDS,
             .folder = "/tmp/polku-bench-XXXXXX"};
  char program[1024];
  snprintf(program, sizeof program, "%s/polku-render", b.build);
  polku_report *report = polku_report_new();
  b.renderer = polku_renderer_new(program, report);
  if (!b.renderer || !mkdtemp(b.folder))
    return fail("the renderer", report);
  printf("%6s  %-28s %9s %9s %9s %10s\n", "stages", "", "p50 ms", "p95 ms", "kB", "dot / this");
  for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
    time_stages(&b, counts[i]);
  rmdir(b.folder);
  polku_renderer_free(b.renderer);
  polku_report_free(report);
  return b.missed;
}
