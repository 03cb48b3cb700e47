/* Luck: how a count or a sum over independent clients is spread around its mean.
 *
 * A law is the distribution of X ÷ scale, X a number of clients or a sum over them. Counts are
 * Poisson-binomial, exact by convolution of one binomial for each cell of clients who are alike;
 * where the standard deviation passes 64 people the refined normal approximation takes over (its
 * error in the distribution function is below 2e-5 there; the test measures it). Sums are matched
 * by their first two moments: with a beta law where they lie between two bounds, a gamma law where
 * they cannot be negative, else a normal law. */
#ifndef PK_LUCK_H
#define PK_LUCK_H

#include "base/arena.h"
#include <stdbool.h>

/* Clients who are alike: a whole number of them (a broken rest comes with that chance), or, for
 * arrivals, a Poisson number with this mean. */
typedef struct pk_cell {
  double people, chance;
  bool poisson;
} pk_cell;

typedef enum {
  PK_LUCK_POINT,
  PK_LUCK_COUNT,
  PK_LUCK_NORMAL_COUNT,
  PK_LUCK_BETA,
  PK_LUCK_GAMMA,
  PK_LUCK_NORMAL
} pk_luck_form;

typedef struct pk_luck {
  pk_luck_form form;
  double scale, mean, variance, skew; /* of X; skew is the third central moment ÷ sd³ */
  double top;                         /* PK_LUCK_BETA: X lies in 0 … top */
  double first;                       /* PK_LUCK_COUNT: cdf[i] = P(X ≤ first + i) */
  size_t count;
  const double *cdf;
} pk_luck;

/* Cells whose people are counted, on a scale. What is left out of the law at its ends, each time
 * two cells are added, costs so much exactness and saves time; 0: not more than rounding does. */
typedef struct pk_count {
  const pk_cell *cells;
  size_t cell_count;
  double scale, left_out;
} pk_count;

/* The number of those for whom the event comes true. False when memory ran out. */
bool pk_luck_count(pk_luck *law, const pk_count *count, pk_arena *arena);

/* A sum with this mean and variance. top > 0: between 0 and top; 0: not negative; < 0: any. */
void pk_luck_sum(pk_luck *law, double mean, double variance, double top, double scale);

/* P(X ÷ scale ≤ x). */
double pk_luck_cdf(const pk_luck *law, double x);

/* The mixture of laws with equal weights: P(X ÷ scale ≤ x), its p-quantile, and what part of its
 * variance is the laws' own (NaN when nothing varies). */
double pk_mixture_cdf(const pk_luck *laws, size_t count, double x);
double pk_mixture_quantile(const pk_luck *laws, size_t count, double p);
double pk_mixture_luck(const pk_luck *laws, size_t count);
double pk_mixture_mean(const pk_luck *laws, size_t count);

#endif
