/* What a random engine's tally is by the exact engine: mean and variance of every number in it.
 *
 * Clients of a pool are independent and alike: all of one origin, or those of one way of an origin
 * that says "allocate", or all who arrive. So what happens to a client at most once is binomial, or
 * Poisson for those who arrive; of what may happen more often the second moment of one client is
 * computed backwards through the chain. */
#ifndef EXPECTED_H
#define EXPECTED_H

#include "engine/exact.h"
#include "engine/individual.h"

typedef struct expected {
  double *mean, *variance; /* [shape->size]; variance −1: not known */
} expected;

/* Occupancy as pk_tally_accumulate leaves it. `moments`: false leaves out the variances of moves,
 * refusals, stays over their limit and money, which cost the most. */
expected expected_tally(const pk_walk_of *of, bool moments);
void expected_free(expected *e);

/* The name of a number in a tally, for messages; in `name` of 120 bytes. */
void expected_name(const pk_walk_of *of, size_t index, char *name);

#endif
