/* What a cohort is compiled to, shared by the files that make it and run it. */
#ifndef PK_COHORT_ROWS_H
#define PK_COHORT_ROWS_H

#include "engine/cohort.h"
#include "engine/exact.h"
#include "engine/marks.h"

/* Whose host a stay is drawn from: all hosts, or, where only a part of them is of the third sector
 * and the client had not been at any such, one side of them. */
typedef enum { PK_ANY_HOST, PK_THIRD_HOST, PK_OTHER_HOST, PK_SIDES } pk_host_side;

/* What is new in a client's past when it enters somewhere. */
enum {
  PK_NEWLY_EMPLOYED = 1,
  PK_NEWLY_OPEN = 2,
  PK_NEWLY_REACHED = 4,
  PK_NEWLY_BOTH = 8, /* employed and at a third-sector host */
  PK_ENTERS = 16     /* not of a caseload that was there before */
};

/* A way into a marked state, or into a marked point of a passage, ~its number. */
typedef struct pk_cohort_way {
  double chance; /* of those whom no way before took */
  int32_t to, transition, stage;
  int32_t news;
} pk_cohort_way;

typedef struct pk_cohort_state {
  uint64_t luck;
  size_t links, targets; /* first link of its row; first of its targets, one for each link */
  int32_t link_count, entry, stage, mark;
  double third; /* chance to be at a third-sector host where that is not known: then the targets of
                   those who are come first, and of the others after them. Else 0 */
} pk_cohort_state;

typedef struct pk_cohort_point {
  uint64_t luck;
  size_t ways;
  int32_t way_count, point;
} pk_cohort_point;

struct pk_cohort {
  pk_arena *arena;
  pk_walk_of of;
  pk_mark_law law;

  /* Marked points are numbered by the time at which they can first be reached, those of passages
   * last, in the order in which they follow each other. */
  size_t state_count, point_count, passage_from;
  pk_cohort_state *states;
  pk_cohort_point *points;
  pk_cohort_way *ways;
  pk_cohort_way *starts; /* [ways of all origins], start_first[origin] … */
  int *start_way;        /* [ways of all origins]: which of the origin's ways it is */
  size_t *start_first;
  int32_t *target; /* marked points that links lead to, one for each link of a state */
  size_t target_count;

  /* The chain's links in an order that ids give, not places in the model. A draw goes along a row:
   * chance is p ÷ what is left of the row, so that the rows' last parts keep their precision. */
  int32_t *link_point;
  double *link_chance;
  double *tail; /* [links + entries]: link k of row x at k + x: all from k on, `beyond` included */

  uint64_t *group_luck, *stage_luck;
  int *begin_first, *begin_order; /* [groups + 1], origins of a group by time */

  /* Who is on the way is counted in cells: [horizon + 1] rows, each of those marked points that can
   * have been reached by then. */
  size_t *row;     /* [horizon + 2]: where a row begins */
  size_t *reached; /* [horizon + 1]: points in it */

  /* Stays are counted by their length, and at the end drawn to the hosts of each side: pool rows,
   * by epoch and stage; −1: nobody hosts there. */
  int *pool;
  int pool_count;

  double *power; /* [accounts][horizon + 1]: discount to t = 0 */
  double growth; /* the largest number of a tally, by people */
};

/* Hashes of what the chain's states are, by which luck goes and rows are ordered. */
typedef struct pk_cohort_names {
  uint64_t *entry, *point;
  int *transition; /* place in the order of ids */
} pk_cohort_names;

/* False when memory ran out. */
bool pk_cohort_name(pk_cohort *cohort, pk_cohort_names *names, pk_arena *arena);
bool pk_cohort_rows(pk_cohort *cohort, const pk_cohort_names *names);

/* Numbers what was marked, and writes targets and ways. False when memory ran out, or when there
 * are more targets or cells than `most` (`*large`). */
bool pk_cohort_number(pk_cohort *cohort, const pk_marks *marks, const pk_cohort_names *names,
                      size_t most, bool *large);

/* Whether counts are whole enough for this many people; else the problem is reported. The second
 * finds the growth. */
bool pk_cohort_nobody_lost(const pk_walk_of *of, polku_report *report);
bool pk_cohort_counts_fit(pk_cohort *cohort, polku_report *report);

#endif
