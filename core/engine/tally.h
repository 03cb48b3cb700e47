/* What one run of a random engine counts: whole numbers only, in one block, so that tallies of
 * threads and machines add up to the same bytes in any order.
 *
 * A block holds one part for each group, then what belongs to all. Offsets within a part are the
 * same for every group. All counts are of clients, unless said otherwise. */
#ifndef PK_TALLY_H
#define PK_TALLY_H

#include "model/model.h"

/* Expected numbers that an engine adds up (refusals, stays over their limit) stand in units of
 * 2^-20, money in ten-thousandths of the account's unit: sums of whole numbers have no order. */
#define PK_TALLY_PARTS 1048576.0
#define PK_TALLY_COINS 10000.0

typedef struct pk_layout {
  int horizon, stage_count, transition_count, group_count, account_count;
  int host_count; /* places to stand as a host, see pk_hosts */
  bool queues;    /* whether the parts of places and queues are there; else their offsets are 0 and
                     of no use */

  /* In the part of a group. Rows are t = 0 … horizon. */
  size_t occupancy; /* [horizon + 1][stages], after the moves of t */
  size_t entries;   /* [horizon + 1][stages]: who enters at t: starts and passages too, a caseload
                       not */
  size_t
      entered; /* [horizon + 1]: who comes into the model at t, a caseload and its waiters at 0 */
  size_t employed;   /* [horizon + 1]: whose first stay in an employed stage begins at t */
  size_t open;       /* [horizon + 1]: the same of the open labour market */
  size_t moves;      /* [transitions] */
  size_t refused;    /* [transitions], in parts */
  size_t over_limit; /* [stages], in parts */
  size_t host_steps; /* [hosts]: steps within the horizon that clients spent at this host */
  size_t paid;       /* [accounts][stages]: what rules paid, discounted to t = 0, in coins */
  size_t lasting;    /* [horizon + 1]: whose run in open work has lasted pk_lasting_steps() at t for
                        the first time: it began that many steps before */
  size_t reached;    /* [1]: who had a stay at a third-sector host */
  size_t reached_employed; /* [1]: of those who ever were in an employed stage */
  /* What pk_steps alone fills, for medians of clients who come at different times: first stays in
   * an employed stage by the steps since the client came in, and by the step in which it came. */
  size_t employed_after, employed_of; /* [horizon + 1] each */
  size_t waiting;                     /* queues: [horizon + 1][stages], after the moves of t */
  size_t came;        /* queues: [stages]: who came to the door of a limited stage */
  size_t let_in;      /* queues: [stages]: of these, who entered */
  size_t waited;      /* queues: [stages]: steps that those who entered had waited, summed */
  size_t gave_up;     /* queues: [stages]: whose patience ended */
  size_t turned_away; /* queues: [stages]: who found the queue at its max */
  size_t group_size;  /* int64_t in the part of a group */

  /* After the parts of all groups. */
  size_t over_capacity; /* queues: [horizon + 1][stages]: clients above the capacity of t */
  size_t capacity;      /* queues: [horizon + 1][stages]: places at t; −1: not limited */
  size_t size;          /* int64_t in the whole block */
} pk_layout;

/* Lays out a block. */
void pk_layout_start(pk_layout *shape, const pk_model *model, int host_count, bool queues);

/* The part of a group. */
static inline int64_t *pk_tally_group(const pk_layout *shape, int64_t *tally, int group) {
  return tally + (size_t)group * shape->group_size;
}

/* sum += more, over a whole block. */
void pk_tally_add(const pk_layout *shape, int64_t *sum, const int64_t *more);

/* Steps that turn a run in open work into a lasting one: six months, rounded. */
int pk_lasting_steps(pk_step step);

/* Engines count who comes and who goes; occupancy follows. An engine that has written, for t ≥ 1,
 * the change of occupancy (who entered at t minus who left at t) into `occupancy`, and the stock
 * at 0, calls this once. The same for `waiting` where there are queues. */
void pk_tally_accumulate(const pk_layout *shape, int64_t *tally);

#endif
