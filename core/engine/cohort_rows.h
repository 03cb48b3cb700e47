/* What a cohort is compiled to, shared by the files that make it and run it. */
#ifndef PK_COHORT_ROWS_H
#define PK_COHORT_ROWS_H

#include "engine/cohort.h"
#include "engine/exact.h"
#include "engine/marks.h"

/* Whose host a stay is drawn from: all hosts, or, where only a part of them is of the third sector
 * and the client had not been at any such, one side of them. */
typedef enum { PK_ANY_HOST, PK_THIRD_HOST, PK_OTHER_HOST, PK_SIDES } pk_host_side;

struct pk_cohort {
  pk_arena *arena;
  pk_walk_of of;
  pk_marks marks;

  /* The chain's rows in an order that ids give, not places in the model. A draw goes along a row:
   * chance is p ÷ what is left of the row, so that the rows' last parts keep their precision. */
  int32_t *link_point;
  double *link_chance;
  double *tail; /* [links + entries]: link k of row x at k + x: all from k on, `beyond` included */
  int32_t *exit_to, *exit_transition;
  double *exit_chance;

  /* Whose luck: hashes of what marked states, marked points, groups and stages are. */
  uint64_t *state_luck, *point_luck, *group_luck, *stage_luck;

  int *begin_first, *begin_order; /* [groups + 1], origins of a group by time */

  /* Who is on the way to a marked point is counted in cells, one for each time at which it can be
   * reached: cell_from + time. Passages need one cell each, at cell_from. */
  int64_t *cell_from;
  size_t cell_count;

  /* Stays are counted by their length, and at the end drawn to the hosts of each side: pool rows,
   * by epoch and stage; −1: nobody hosts there. */
  int *pool;
  int pool_count;

  double *power; /* [accounts][horizon + 1]: discount to t = 0 */
};

/* Fills rows and luck; false when memory ran out. */
bool pk_cohort_rows(pk_cohort *cohort);

/* How many times larger than the number of clients a count of a run can become; above 1. */
double pk_cohort_growth(const pk_cohort *cohort);

#endif
