/* What the backward passes share. */
#ifndef PK_BACKWARD_H
#define PK_BACKWARD_H

#include "engine/exact.h"

/* Answers stand in rows by the number of steps left, 0 … horizon. */
static inline size_t pk_rows(const pk_chain *chain) {
  return (size_t)chain->horizon + 1;
}

/* The most steps that can be left when a stay begins in entry state x, into reach[x]; −1 where
 * nobody comes. A stay that nobody can begin before step u is never asked about more than horizon −
 * u steps: in chains with histories that saves most of the work. `times` is scratch, one per point.
 * O((entries + points) × horizon + links). */
void pk_reach(const pk_chain *chain, const pk_ask *ask, double *reach, double *times);

/* tail[n] = P(the stay is longer than n steps), n = 0 … upto. */
void pk_stay_tail(const pk_chain *chain, size_t entry, int upto, double *tail);

/* The answer where an exit leads: to a stay that begins with m steps left, or on through a passage,
 * whose answers are those of this very step. */
static inline double pk_answer_at(const pk_chain *chain, const double *value, const double *point,
                                  int32_t at, int m) {
  return at >= 0 ? value[(size_t)at * pk_rows(chain) + (size_t)m] : point[~at];
}

#endif
