/* Lengths of stays: from families with parameters to probabilities of 1, 2, 3 … whole steps. */
#ifndef PK_DURATION_H
#define PK_DURATION_H

#include "model/model.h"

/* P(length = d) for d = 1 … n into p[0 … n − 1]; returns what is left beyond n. A continuous F in
 * steps gives F(d) − F(d − 1), computed so that tails keep their relative precision. `refine` ≥ 1
 * divides the step: d then counts sub-steps. Only continuous families get finer; a `fixed` stay or
 * a table keeps its whole steps. Times in another unit are rounded to the nearest whole step, at
 * least 1, where a family falls at stated times. `value` and `context` as in pk_chain_options. */
double pk_duration_table(const pk_distribution *distribution, pk_step step, int refine, int n,
                         double (*value)(void *, const pk_number *), void *context, double *p);

/* How S(d) = P(length > d) changes with the parameters a and b, d = 0 … n, of the families whose
 * parameters have a slope (geometric to lognormal); 0 of the others. Also S itself. Each keeps its
 * own relative precision. */
typedef struct pk_duration_slopes {
  double *left, *by_a, *by_b; /* [n + 1] */
} pk_duration_slopes;
void pk_duration_slope(const pk_distribution *distribution, pk_step step, int refine, int n,
                       double (*value)(void *, const pk_number *), void *context,
                       const pk_duration_slopes *slopes);

/* The mean in steps before rounding to whole steps; infinite where it is. */
double pk_duration_mean(const pk_distribution *distribution, pk_step step);

/* The mean of the whole steps that a stay takes, as pk_duration_table cuts it; infinite where it
 * is. */
double pk_duration_rounded_mean(const pk_distribution *distribution, pk_step step);

#endif
