/* Which of several independent inputs makes an output vary.
 *
 * The output's variance falls into parts: what one input makes by itself (its first-order share),
 * and what it makes with the others too (its total share). Both are found by pick and freeze: the
 * output is computed for two draws of all inputs, and for the first with one input taken from the
 * second. (Sobol 1993; Saltelli and others 2010 for the design, Jansen 1999 for the totals.) */
#ifndef PK_SOBOL_H
#define PK_SOBOL_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All factors from one draw, but one of them (−1: none) from another. */
typedef struct pk_mixed {
  int draw, factor, other;
} pk_mixed;

typedef struct pk_sobol_of {
  int factor_count;
  int pairs; /* of draws: rows 2j and 2j + 1 for j below this; each costs factor_count + 2 values */
  int threads;
  uint64_t seed; /* of the resampling that gives the errors */
  /* The output; several threads ask at a time. False: it failed or somebody stopped. */
  bool (*value)(void *context, const pk_mixed *at, int thread, double *y);
  void *context;
} pk_sobol_of;

typedef struct pk_sobol {
  int pairs; /* complete ones: the first so many */
  double mean, variance;
  double *first, *first_error; /* [factors]; errors are standard errors. NaN where nothing varies */
  double *total, *total_error;
  double *base; /* [2 × pairs]: the output of every draw with nothing mixed */
} pk_sobol;

/* Pairs that were not complete when `value` gave false are left out. False when memory ran out.
 * All memory is the arena's. */
bool pk_sobol_make(pk_sobol *sobol, const pk_sobol_of *of, pk_arena *arena);

/* The first-order share of one input, from plain draws: y[draw], x[column][draw] (several columns
 * of an input that is drawn as a set). The mean of y where x is known is a smooth curve through the
 * draws (Strong and others 2014 use such curves alike); cheaper where each value takes long, and
 * one curve less exact than pick and freeze. False when memory ran out. */
bool pk_share_smoothed(const double *y, const double *x, size_t columns, size_t draws,
                       double *share, double *error, pk_arena *arena);

#endif
