/* A model by lot, made ready for engines that play with chance: its chain, who hosts, who begins,
 * what rules pay, and how a tally lies. */
#ifndef RANDOM_RUN_H
#define RANDOM_RUN_H

#include "engine/individual.h"
#include "study/solution.h"

typedef struct random_run {
  char *text;
  polku_report *report;
  polku_model *model;
  polku_rules *rules;
  pk_arena *arena;
  pk_study study;
  pk_solution solution;
  pk_hosts hosts;
  pk_origins *origins;
  pk_layout shape;
  pk_walk_of of; /* what engines over a chain are told */
} random_run;

/* From a model's text, which it takes; plugins are those of the source tree. `people`: 0 as
 * written. Fails the test, with the problems, where the model is refused. */
void random_run_start(random_run *run, char *text, double people);
void random_run_end(random_run *run);

/* A tally of zeros; ended with free(). */
int64_t *tally_new(const random_run *run);

/* One whole run by pk_walk, with the seed `seed`, run 0; occupancy is final. */
void tally_walk(const random_run *run, const pk_walk *walk, uint64_t seed, int64_t *tally);

/* A model for the seed-th comparison: every third has the rules of Finland (kinds, clocks, limits,
 * money), half of these a law that changes on the way, the others have none; all three forms of
 * exits, passages, arrivals, caseloads, hosts. */
char *random_run_text(uint64_t seed);

#endif
