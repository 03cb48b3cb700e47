/* Luck: how a count or a sum over independent clients is spread around its mean.
 *
 * A law is the distribution of X ÷ scale, X a number of clients or a sum over them. Counts are
 * Poisson-binomial, exact by convolution of one binomial for each cell of clients who are alike;
 * where the standard deviation passes 64 people the refined normal approximation takes over (its
 * error in the distribution function is below 2e-5 there; the test measures it). Sums are matched
 * by their first two moments: with a beta law where they lie between two bounds, a gamma law where
 * they cannot be negative, else a normal law. */
#ifndef PK_LAW_H
#define PK_LAW_H

#include "base/arena.h"
#include <stdbool.h>

/* Clients who are alike: a whole number of them (a broken rest comes with that chance), or, for
 * arrivals, a Poisson number with this mean. */
typedef struct pk_cell {
  double people, chance;
  bool poisson;
} pk_cell;

typedef enum {
  PK_LAW_POINT,
  PK_LAW_COUNT,
  PK_LAW_NORMAL_COUNT,
  PK_LAW_BETA,
  PK_LAW_GAMMA,
  PK_LAW_NORMAL
} pk_law_form;

typedef struct pk_law {
  pk_law_form form;
  double scale, mean, variance, skew; /* of X; skew is the third central moment ÷ sd³ */
  double top;                         /* PK_LAW_BETA: X lies in 0 … top */
  double first;                       /* PK_LAW_COUNT: cdf[i] = P(X ≤ first + i) */
  size_t count;
  const double *cdf;
} pk_law;

/* The number of those for whom the event comes true. False when memory ran out. */
bool pk_law_count(pk_law *law, const pk_cell *cells, size_t count, double scale, pk_arena *arena);

/* A sum with this mean and variance. top > 0: between 0 and top; 0: not negative; < 0: any. */
void pk_law_sum(pk_law *law, double mean, double variance, double top, double scale);

/* P(X ÷ scale ≤ x). */
double pk_law_cdf(const pk_law *law, double x);

/* The mixture of laws with equal weights: P(X ÷ scale ≤ x), its p-quantile, and what part of its
 * variance is the laws' own (NaN when nothing varies). */
double pk_mixture_cdf(const pk_law *laws, size_t count, double x);
double pk_mixture_quantile(const pk_law *laws, size_t count, double p);
double pk_mixture_luck(const pk_law *laws, size_t count);
double pk_mixture_mean(const pk_law *laws, size_t count);

#endif
