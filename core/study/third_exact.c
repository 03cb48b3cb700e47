/* Worlds without actors of the third sector, solved by the exact engine, side by side. What a
 * solution gives depends on its world alone and has its own place, so the bytes are the same
 * whatever thread made it. */
#include "engine/fleet.h"
#include "study/third.h"

#include <math.h>
#include <string.h>

/* Links × steps of which a solution takes some 15 ns each. Worlds for fair shares may cost half a
 * second together whatever the model, and up to five where they are no more than FEW: draws of
 * uncertain numbers take as long there. */
#define HALF_A_SECOND 3e7
#define SECONDS 3e8
#define FEW 64
#define LEAST_ORDERS 4 /* fewer do not tell how wrong they are */
#define TOO_MUCH 6e7   /* of one: then no two are held in memory at a time */
#define LITTLE 1e4     /* of all: in which no second thread is worth its birth */

typedef struct solving {
  pk_making *making;
  pk_worlds *worlds;
  int *list; /* those to solve */
  size_t count;
  double *outcomes; /* [count][answers][PK_FALLING] */
  size_t numbers;   /* of one */
} solving;

static bool solve(const solving *s, int world, double *outcomes, polku_report *report) {
  const pk_making *m = s->making;
  pk_variant variant = {
      .withdrawn = s->worlds->list[world]->withdrawn, .people = m->options.people, .brief = true};
  pk_solution without;
  if (!pk_solution_new(&without, &m->study, &variant, report))
    return false;
  for (int g = -1; g < m->result->group_count; g++)
    for (int o = 0; o < PK_FALLING; o++)
      *outcomes++ = pk_outcome_at(&without, g, (pk_outcome)o, m->model->horizon);
  pk_solution_free(&without);
  return true;
}

static bool solve_item(void *context, size_t item, int thread) {
  solving *s = context;
  polku_report *report =
      polku_report_new(); /* nobody asked for this world: nothing is told of it */
  (void)thread;
  bool good = report && solve(s, s->list[item], s->outcomes + item * s->numbers, report);
  polku_report_free(report);
  return good;
}

/* Links × steps of a solution. */
static double work_of(const pk_making *m) {
  const pk_chain *chain = m->solution.chain;
  return (double)chain->entry_row[chain->entry_count] * (chain->horizon + 1.0);
}

/* Worlds that a given-up plan found are not needed; the first is the point solution. */
static bool find_needed(solving *s, int here) {
  s->list = PK_NEW_ARRAY(s->making->scratch, int, (size_t)s->worlds->count);
  for (int i = 0; s->list && i < s->worlds->count; i++)
    if (i != here && s->worlds->list[i]->run_count > 0)
      s->list[s->count++] = i;
  s->outcomes = PK_NEW_ARRAY(s->making->scratch, double, s->count * s->numbers);
  return s->list && s->outcomes;
}

/* The first world that failed is solved again to say why. */
static void report_failure(const solving *s) {
  for (size_t i = 0; i < s->count; i++)
    if (!solve(s, s->list[i], s->outcomes, s->making->report))
      return;
  pk_report_memory(s->making->report); /* memory that has come back since */
}

static void keep_point(const pk_making *m, const pk_worlds *w, int here) {
  double *outcomes = pk_world_at(w, here, 0);
  for (int g = 0; g <= m->result->group_count; g++)
    for (int o = 0; o < PK_FALLING; o++)
      *outcomes++ = pk_answer_at_index(m, g)->outcomes[o].interval.value;
}

static bool solve_all(pk_making *m, pk_third_plan *plan) {
  solving s = {
      .making = m, .worlds = &plan->worlds, .numbers = (size_t)plan->worlds.answers * PK_FALLING};
  if (!find_needed(&s, plan->here)) {
    pk_report_memory(m->report);
    return false;
  }
  double work = work_of(m);
  bool alone = work > TOO_MUCH || work * (double)s.count < LITTLE;
  int threads = alone ? 1 : pk_crew_threads(m->options.threads);
  bool good = pk_fleet_work(threads, s.count, solve_item, &s);
  if (pk_fleet_worst(!good) > 0) {
    report_failure(&s);
    return false;
  }
  pk_fleet_share(s.outcomes, s.count, s.numbers * sizeof *s.outcomes);
  for (size_t i = 0; i < s.count; i++)
    memcpy(pk_world_at(&plan->worlds, s.list[i], 0), s.outcomes + i * s.numbers,
           s.numbers * sizeof *s.outcomes);
  return true;
}

static double choose_worlds(const pk_making *m) {
  double work = work_of(m) + 1;
  double affordable = floor(fmin(SECONDS / work, fmax(HALF_A_SECOND / work, FEW)));
  return affordable >= LEAST_ORDERS * (m->result->third_count - 2.0) ? affordable : 0;
}

bool pk_make_reliance(pk_making *m) {
  pk_third_plan plan;
  pk_third_wish wish = {.runs = 1, .affordable = choose_worlds(m)};
  if (!pk_third_plan_new(&plan, m, &wish)) {
    pk_report_memory(m->report);
    return false;
  }
  keep_point(m, &plan.worlds, plan.here);
  if (!solve_all(m, &plan))
    return false;
  if (pk_third_tell(&plan, NULL))
    return true;
  pk_report_memory(m->report);
  return false;
}
