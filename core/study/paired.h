/* What a difference between two samples says, draw by draw: both had the same numbers where they
 * share them, and their clients the same luck, so most of what is common to both cancels.
 *
 * Source of the method: common random numbers, e.g. Glasserman and Yao, "Some guidelines and
 * guarantees for common random numbers", Management Science 38 (1992). */
#ifndef PK_PAIRED_H
#define PK_PAIRED_H

#include "study/comparison.h"
#include "study/sample.h"

/* A difference, or a sum of differences, in each draw. */
typedef struct pk_matched {
  int count;        /* of draws */
  int of_a_draw;    /* runs that an expected value is the mean of; 0: it is exact */
  double *expected; /* [draws] */
  double *lucky;    /* [draws × 2]; NULL: not wanted */
} pk_matched;

/* Zero everywhere, of as many draws as both have. False when memory ran out. */
bool pk_matched_start(pk_matched *matched, const pk_sample *before, const pk_sample *after,
                      pk_arena *arena);

/* One question of an answer of each sample. */
typedef struct pk_pair {
  const pk_sample *before, *after;
  int answer[2], question[2];
} pk_pair;

/* Adds `times` × (after − before). */
void pk_matched_add(pk_matched *matched, const pk_pair *pair, double times);

/* Fills all of `paired` but before, after, value and error; `less` says that less is better.
 *
 * Luck is what two runs of one draw differ by. Of a played sample the expected value of a draw is
 * the mean of K runs and so carries luck ÷ K: its part of the spread between draws is `noise`,
 * which more runs would remove. It is taken out: each draw is moved towards the mean of all until
 * their variance is that of not knowing plus that of the mean itself (as constrained empirical
 * Bayes does it: Louis 1984, Ghosh 1992), and the interval and the chance of an improvement are of
 * these. So without anything uncertain they are those of the Monte-Carlo error alone. `expected` is
 * left so moved. False when memory ran out. */
bool pk_matched_settle(pk_matched *matched, bool less, pk_paired *paired);

/* The p-quantile of values in ascending order (Hyndman and Fan's type 7). */
double pk_sorted_quantile(const double *sorted, int count, double p);
int pk_by_value(const void *a, const void *b);

/* Monte-Carlo standard error of a difference of means over runs with the same luck; 0 of exact
 * samples. */
double pk_pair_error(const pk_pair *pair);

#endif
