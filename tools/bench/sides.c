/* bench-sides: polku beside what one would take instead, on the same pathways.
 *
 *     bench-sides FOLDER_OF_BUILD FOLDER_OF_BENCH engines|queue|draws [--quick]
 *
 * Every side runs as a program of its own, in turn with the others, several times; told are
 * medians. Of polku the whole command counts, from the model's file to the printed result; of the
 * others only their simulating, without the start of R or Python. Before speeds are told, every
 * answer is held against a reference: who is where, in every month. */
#include "answer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SIDES = 8, MOST_ROUNDS = 5 };

#define TOO_FAR 5.5 /* standard errors, the largest of 366 */

/* Who computes, and how many people (psa: draws) it is asked for. */
typedef struct side {
  const char *name;
  const char *words[BENCH_MOST_WORDS]; /* "@people", "@seed", "@model" stand for the numbers */
  double people, quick;                /* 0: any number */
  bool continuous;                     /* compares with continuous time */
  bool flat;                           /* no ratio: its cost does not depend on people */
} side;

typedef struct workload {
  const char *id, *title, *model, *note;
  side sides[MOST_SIDES];
} workload;

/* What an answer is held against, and of how many people (draws) that is made. */
typedef struct reference {
  bench_answer answer;
  double of;
} reference;

/* What was measured of one side. */
typedef struct measure {
  int rounds, status;
  double cpu[MOST_ROUNDS], wall[MOST_ROUNDS], peak, stays, apart;
  bool read, held; /* whether it answered; whether there is something to hold it against */
  reference against;
} measure;

typedef struct bench {
  const char *build, *folder;
  bool quick;
  int rounds;
} bench;

/* --- the sides */

#define POLKU(model, engine, more)                                                                 \
  "@build/polku", "simulate", model, "--plugins", "@folder/plugins", "--engine", engine,           \
      "--threads", "1", "--json", "--seed", "@seed", more
#define RUN_OF_PEOPLE "--people", "@people", "--runs", "1", "--draws", "0"
#define INDIVIDUAL                                                                                 \
  { "polku individual", {POLKU("@model", "individual", RUN_OF_PEOPLE)}, 1e7, 1e6, false, false }
#define COHORT                                                                                     \
  { "polku cohort", {POLKU("@model", "cohort", RUN_OF_PEOPLE)}, 1e9, 1e9, false, true }
#define EXACT                                                                                      \
  { "polku exact", {POLKU("@model", "exact", "--draws"), "0"}, 0, 0, false, true }
#define PLAIN(id, many, few)                                                                       \
  { "plain C", {"@build/bench-plain", id, "@people", "@seed"}, many, few, false, false }
#define SIMPY(id, many)                                                                            \
  {                                                                                                \
    "SimPy", {"@python", "@folder/peers/simpy_pathway.py", id, "@people", "@seed"}, many, 1e4,     \
        false, false                                                                               \
  }
#define PLAIN_R(id, many, few)                                                                     \
  {                                                                                                \
    "plain R, vectors", {"Rscript", "@folder/peers/msm.R", "r", id, "@people", "@seed"}, many,     \
        few, false, false                                                                          \
  }
#define SIM_MSM                                                                                    \
  {                                                                                                \
    "R msm, sim.msm", {"Rscript", "@folder/peers/msm.R", "msm", "exp", "@people", "@seed"}, 5e3,   \
        2e3, true, false                                                                           \
  }

static const workload engines[] = {
    {"dt",
     "monthly chances",
     "pathway-dt",
     NULL,
     {INDIVIDUAL, PLAIN("dt", 1e7, 1e6), SIMPY("dt", 3e4), PLAIN_R("dt", 3e5, 1e5), COHORT, EXACT}},
    {"exp",
     "exponential stays",
     "pathway-exp",
     "msm simulates in continuous time and is held against the exponential of the rates",
     {INDIVIDUAL, PLAIN("exp", 1e7, 1e6), SIMPY("exp", 3e4), PLAIN_R("exp", 3e5, 1e5), SIM_MSM,
      COHORT, EXACT}},
    {"weibull",
     "Weibull stays",
     "pathway-weibull",
     NULL,
     {INDIVIDUAL, PLAIN("weibull", 1e7, 1e6), SIMPY("weibull", 3e4), PLAIN_R("weibull", 3e5, 1e5),
      COHORT, EXACT}},
    {"mixed",
     "Weibull, gamma and lognormal stays",
     "pathway-mixed",
     NULL,
     {INDIVIDUAL, PLAIN("mixed", 1e7, 1e6), SIMPY("mixed", 3e4), PLAIN_R("mixed", 3e5, 1e5), COHORT,
      EXACT}},
};

static const workload queue = {
    "queue",
    "exponential stays; places for 5 % in one stage and 2 % in another, first come first served",
    "queue",
    "held against the mean of other runs of plain C, as there is no exact answer",
    {{"polku individual",
      {POLKU("@scenario", "individual", RUN_OF_PEOPLE)},
      1e6,
      1e5,
      false,
      false},
     PLAIN("queue", 1e6, 1e5),
     SIMPY("queue", 2e4)}};

static const workload draws = {
    "psa",
    "1,000 draws of all chances, three groups, 60 months, money at 3 % a year",
    "psa",
    "polku: every outcome of each group with its interval; the others: the money alone",
    {{"polku exact", {POLKU("@model", "exact", "--draws"), "@people"}, 1e3, 1e3, false, false},
     PLAIN("psa", 1e3, 1e3),
     PLAIN_R("psa", 1e3, 2e2)}};

/* --- running a side */

/* What is asked of a side. */
typedef struct order {
  const bench *bench;
  const workload *workload;
  double people;
  int seed;
} order;

/* A word of a call with what stands for it. */
static const char *fill(const order *o, const char *word, char buffer[1024]) {
  const char *python = getenv("BENCH_PYTHON"), *model = o->workload->model;
  const char *build = o->bench->build, *folder = o->bench->folder;
  if (strcmp(word, "@people") == 0)
    snprintf(buffer, 1024, "%.0f", o->people);
  else if (strcmp(word, "@seed") == 0)
    snprintf(buffer, 1024, "%d", o->seed);
  else if (strcmp(word, "@model") == 0)
    snprintf(buffer, 1024, "%s/models/%s.json", folder, model);
  else if (strcmp(word, "@scenario") == 0)
    snprintf(buffer, 1024, "%s/models/%s.json#%.0f", folder, model, o->people);
  else if (strcmp(word, "@python") == 0)
    snprintf(buffer, 1024, "%s", python ? python : "python3");
  else if (strncmp(word, "@build", 6) == 0)
    snprintf(buffer, 1024, "%s%s", build, word + 6);
  else if (strncmp(word, "@folder", 7) == 0)
    snprintf(buffer, 1024, "%s%s", folder, word + 7);
  else
    return word;
  return buffer;
}

/* Runs a call and reads its answer; false when there is none, the status says why. */
static bool ask(const order *o, const char *const *words, bench_call *call, bench_answer *answer) {
  char buffers[BENCH_MOST_WORDS][1024];
  const char *filled[BENCH_MOST_WORDS + 1] = {NULL};
  for (int i = 0; i < BENCH_MOST_WORDS && words[i]; i++)
    filled[i] = fill(o, words[i], buffers[i]);
  bool good = bench_run(filled, 0, call) && bench_read(call, answer);
  free(call->out);
  call->out = NULL;
  return good;
}

/* --- references */

static bool ask_plain(order o, int seed, bench_answer *answer) {
  const char *const words[BENCH_MOST_WORDS] = {"@build/bench-plain", o.workload->id, "@people",
                                               "@seed"};
  bench_call call;
  o.seed = seed;
  return ask(&o, words, &call, answer);
}

/* Where places run out there is no exact answer: the mean of other runs of plain C as large. */
static bool mean_of_plain(const order *o, reference *r) {
  int runs = o->people >= 1e6 ? 4 : 16;
  r->of = runs * o->people;
  for (int i = 0; i < runs; i++) {
    bench_answer one;
    if (!ask_plain(*o, 1000 + i, &one))
      return false;
    bench_add(&r->answer, &one, runs);
  }
  return true;
}

static bool make_reference(const order *o, bool continuous, reference *r) {
  static const char *const exact[BENCH_MOST_WORDS] = {POLKU("@model", "exact", "--draws"), "0"};
  order many = *o;
  bench_call call;
  *r = (reference){.of = INFINITY};
  if (o->workload == &queue)
    return mean_of_plain(o, r);
  if (o->workload == &draws) {
    many.people = r->of = 2e5;
    return ask_plain(many, 1000, &r->answer);
  }
  if (!continuous)
    return ask(o, exact, &call, &r->answer);
  bench_continuous(&r->answer);
  return true;
}

/* --- measuring */

static double people_of(const bench *b, const side *s) {
  return b->quick ? s->quick : s->people;
}

static double distance(const order *o, const bench_answer *answer, const reference *r) {
  if (o->people == 0)
    return 0;
  if (o->workload == &draws)
    return bench_money_apart(answer, o->people, &r->answer, r->of);
  return bench_apart(answer, o->people, &r->answer, r->of);
}

static void measure_once(const order *o, const side *s, measure *m) {
  bench_call call;
  bench_answer answer;
  bool first = o->seed == 1;
  if (!first && !m->read)
    return;
  m->read = ask(o, s->words, &call, &answer);
  m->status = call.status;
  if (!m->read)
    return;
  if (first)
    m->held = make_reference(o, s->continuous, &m->against);
  m->apart = fmax(m->apart, m->held ? distance(o, &answer, &m->against) : INFINITY);
  m->cpu[m->rounds] = answer.seconds >= 0 ? answer.seconds : call.cpu;
  m->wall[m->rounds++] = call.wall;
  m->peak = fmax(m->peak, call.peak);
  m->stays = answer.stays;
}

/* --- telling */

static const char *trouble(const measure *m) {
  if (m->status == BENCH_MISSING || m->status == 127)
    return "not installed, left out";
  return m->status == 0 ? "gave an answer that cannot be read"
                        : "failed (BENCH_VERBOSE=1 says why)";
}

/* A number right-aligned in its column, or nothing. */
static void tell_number(int width, const char *form, double value) {
  char text[32];
  snprintf(text, sizeof text, form, value);
  printf(" %*s", width, isnan(value) ? "" : text);
}

/* `stays`: of one client, where the side does not tell. `first`: seconds for one client at polku.
 */
static void tell_side(const side *s, double count, measure *m, double stays, double first) {
  char people[32], speed[32];
  double cpu = bench_median(m->cpu, m->rounds), each = s->flat ? NAN : cpu / count;
  stays = isnan(m->stays) ? stays : m->stays / count;
  printf("  %-18s %13s", s->name, count > 0 ? bench_whole(people, count) : "any number");
  tell_number(9, "%.3f", cpu);
  tell_number(8, "%.2f", bench_median(m->wall, m->rounds));
  printf(" %10s", count > 0 ? bench_short(speed, count / cpu) : "");
  tell_number(8, "%.1f", 1e9 * each / stays);
  tell_number(8, "%.1f", m->peak);
  tell_number(10, "%.3g", each / first);
  tell_number(6, "%.1f", count > 0 ? m->apart : NAN);
  printf("%s\n", m->apart > TOO_FAR ? "  DIFFERS" : "");
}

static bool tell(const bench *b, const workload *w, measure *all) {
  bool good = true;
  double stays = NAN, first = NAN;
  const char *what = w == &draws ? "draws" : "people";
  for (int i = 0; i < MOST_SIDES && w->sides[i].name; i++)
    if (all[i].read && !w->sides[i].continuous && isnan(stays))
      stays = all[i].stays / people_of(b, &w->sides[i]);
  if (all[0].read)
    first = bench_median(all[0].cpu, all[0].rounds) / people_of(b, &w->sides[0]);
  printf("\n%s: %s\n", w->id, w->title);
  if (w->note)
    printf("(%s)\n", w->note);
  printf("  %-18s %13s %9s %8s %8s/s %8s %8s %10s %6s\n", "", what, "CPU s", "wall s", what,
         w == &draws ? "" : "ns/stay", "peak MB", "polku is 1", "z");
  for (int i = 0; i < MOST_SIDES && w->sides[i].name; i++) {
    const side *s = &w->sides[i];
    if (all[i].read)
      tell_side(s, people_of(b, s), &all[i], stays, first);
    else
      printf("  %-18s %s\n", s->name, trouble(&all[i]));
    bool ours = strncmp(s->name, "polku", 5) == 0;
    good = good && (all[i].read ? all[i].apart <= TOO_FAR : !ours);
  }
  fflush(stdout);
  return good;
}

static bool compare(const bench *b, const workload *w) {
  static measure all[MOST_SIDES];
  memset(all, 0, sizeof all);
  for (int round = 0; round < b->rounds; round++)
    for (int i = 0; i < MOST_SIDES && w->sides[i].name; i++) {
      const side *s = &w->sides[i];
      measure_once(&(order){b, w, people_of(b, s), round + 1}, s, &all[i]);
    }
  return tell(b, w, all);
}

int main(int argc, char **argv) {
  bool good = true;
  if (argc < 4)
    return 2;
  bench b = {.build = argv[1], .folder = argv[2]};
  b.quick = bench_has(argc, argv, "--quick");
  b.rounds = b.quick ? 1 : 3;
  if (strcmp(argv[3], "queue") == 0)
    good = compare(&b, &queue);
  else if (strcmp(argv[3], "draws") == 0)
    good = compare(&b, &draws);
  for (size_t i = 0; strcmp(argv[3], "engines") == 0 && i < sizeof engines / sizeof *engines; i++)
    good = compare(&b, &engines[i]) && good;
  return good ? 0 : 1;
}
