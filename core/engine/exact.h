/* The exact engine: expected values by one pass over the chain. Arrays in, arrays out: no memory is
 * taken, nothing is printed. Cost of a pass: O(links × horizon) at most, and only where people are. */
#ifndef PK_EXACT_H
#define PK_EXACT_H

#include "chain/chain.h"

/* What one forward pass gives; NULL members are not wanted. Rows are t = 0 … horizon. */
typedef struct pk_flow {
  double *occupancy; /* [horizon + 1][stages] */
  double *entries;   /* [horizon + 1][stages]: who enters at t, starts included, passages too */
  double *alive;     /* [horizon + 1]: everybody who has entered and is not sifted out */
  double *moves;     /* [transitions], over the horizon */
  double *refused;   /* [transitions] */
  double *over_limit; /* [stages] */
} pk_flow;

/* Doubles of scratch memory that a pass needs. */
size_t pk_exact_scratch(const pk_chain *chain);

/* Runs the clients of `group` (−1: all; `profile` ≥ 0: only that profile) through the chain.
 * `keep`, one factor per stage, or NULL for 1, multiplies everyone who enters that stage (also at the
 * start): 0 takes them out of the pass, so that 1 − alive[t] ÷ entered is the share who have been
 * there by t; a part sifts by chance. `scratch` holds pk_exact_scratch() doubles. */
void pk_exact_forward(const pk_chain *chain, int group, int profile, const double *keep,
                      pk_flow *flow, double *scratch);

#endif
