/* What the parts of the workshop's benchmark share: the room that is measured, and who is in it. */
#ifndef BENCH_WORKSHOP_H
#define BENCH_WORKSHOP_H

#include "bench.h"
#include "support/workshop.h"

#include <stdatomic.h>

enum { WORKSHOP_STAGES = 30 };

typedef struct workshop_bench {
  const char *build;
  char folder[64];
  bool quick, missed;
  workshop_room room;
  http facilitator;
  int edits;           /* so far */
  atomic_llong latest; /* number that somebody heard of */
} workshop_bench;

/* Ends the program with what went wrong. */
_Noreturn void workshop_fail(const workshop_bench *bench, const char *what);

/* An edit by a browser: another mean stay at a stage, a small change as people make it. Its number.
 * Waits where the room asks to. */
int64_t workshop_edit(workshop_bench *bench, http *browser, int edit);

/* A line of a table: median, 95th percentile and largest of milliseconds beside the goal for the
 * 95th percentile or (`all`) for every one; 0: none. Sorts them. */
void workshop_line(workshop_bench *bench, const char *what, double *ms, int count, double goal,
                   bool all);

/* The parts. */
void workshop_crowd(workshop_bench *bench);
void workshop_last(workshop_bench *bench);

#endif
