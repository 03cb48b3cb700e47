/* An outcome reckoned again and again, each time with other numbers: what sensitivities ask.
 *
 * Exact where clients are independent: the chain is weighed anew. Where places are played, the mean
 * over runs with the same luck every time, so that a difference is what the number does, not what
 * chance does. Several threads may reckon at a time, each under its own number. */
#ifndef PK_RECKON_H
#define PK_RECKON_H

#include "study/player.h"
#include "study/result.h"

/* What is asked of every reckoning. */
typedef struct pk_reckon_of {
  const pk_model *model;
  const pk_rules *rules;
  const bool *withdrawn; /* [actors], or NULL */
  double people;         /* all groups together; 0: as written */
  pk_outcome outcome;
  int group;   /* −1: all clients */
  int account; /* whose sum is told beside the outcome; −1: none */
  bool played; /* one client at a time, with places and budgets where `limits` */
  bool limits;
  uint64_t seed;
  int refine;
  double tolerance;
  int threads;
} pk_reckon_of;

typedef struct pk_reckoner pk_reckoner;

/* The numbers of one reckoning. */
typedef struct pk_reckoning {
  double (*value)(void *context, const pk_number *number); /* NULL: the written ones */
  void *context;
  const pk_model *model; /* in place of the reckoner's: the same but for places; or NULL */
  int first_run, runs;   /* where places are played: which luck, and how often */
} pk_reckoning;

/* NULL with a problem in the report. The report must not be used by others while it lives. */
pk_reckoner *pk_reckoner_new(const pk_reckon_of *of, polku_report *report);
void pk_reckoner_free(pk_reckoner *reckoner);

/* Links × steps of the chain, or as much as takes the same time: what one reckoning (exact), or one
 * run, costs. A count and not a clock, so that samples are as large on every machine. */
double pk_reckoner_work(const pk_reckoner *reckoner);

/* How many people enter within the horizon: of one group, or of all (−1); `people` scales them. */
double pk_reckon_people(const pk_model *model, int group, double people);

/* The outcome (and the account's sum) in each run; one of them where nothing is played. `cost` may
 * be NULL. False when it failed: pk_reckoner_failed then says why. */
bool pk_reckon(pk_reckoner *reckoner, const pk_reckoning *reckoning, int thread, double *outcome,
               double *cost);

/* What the threads found wrong goes to the report; memory that ran out beside it is told first. */
void pk_reckoner_failed(pk_reckoner *reckoner);
void pk_reckoner_memory(pk_reckoner *reckoner, int thread);

#endif
