/* What falls without actors of the third sector, and each one's fair share of it. */
#ifndef PK_THIRD_H
#define PK_THIRD_H

#include "study/worlds.h"

/* What has to be solved, chosen before anything is: which worlds, which runs of each. */
typedef struct pk_third_plan {
  pk_worlds worlds;
  int here, none;  /* worlds: nobody of the third sector is withdrawn; all of them */
  int *without;    /* [third]: one is withdrawn */
  int *kind_of;    /* [2^third]: the world of each set of those who are there; NULL: not all sets */
  int order_count; /* then so many random orders, 0: they would cost too much */
  int *orders;     /* [order_count][third] */
  int *before;     /* [order_count][third + 1]: the world of the first k of the order */
  bool both_ways;  /* each run is played in an order and in the same read backwards */
  double more;     /* runs beside the first world's */
} pk_third_plan;

typedef struct pk_third_wish {
  bool limits;       /* places are played */
  int runs;          /* of the engine; 1: exact */
  double affordable; /* runs that fair shares may cost beside those for reliance */
} pk_third_wish;

/* pk_find_third comes first. False when memory ran out. */
bool pk_third_plan_new(pk_third_plan *plan, pk_making *making, const pk_third_wish *wish);

/* The runs that play an order: from … to − 1. */
void pk_third_runs_of(const pk_third_plan *plan, int order, int *from, int *to);

/* Reliance and shares, when all outcomes that were needed are there, or NaN. weight
 * [answers][runs]: what a run counts in an answer: its clients; NULL: all alike. False when memory
 * ran out. */
bool pk_third_tell(const pk_third_plan *plan, const double *weight);

/* All of it by the exact engine, whose point result is there. False, with the reason reported. */
bool pk_make_reliance(pk_making *making);

#endif
