/* What it is worth to know more before one decides. Plain arithmetic over draws:
 * value[option][draw] is what an option comes to with the values of that draw (people, or money).
 */
#ifndef PK_INFORMATION_H
#define PK_INFORMATION_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

/* Expected value of perfect information: E max − max E. `value` is [options][draws]. */
double pk_evpi(const double *value, size_t options, size_t draws);

/* The chance of each option to be the best; ties are shared. best is [options]. */
void pk_best_chance(const double *value, size_t options, size_t draws, double *best);

/* Expected value of knowing one number alone, x[draw] being its values: E max E(· | x) − max E, the
 * inner expectation by a spline regression of each option on x (Strong, Oakley, Brennan 2014 do so
 * with generalised additive models); never negative, never above pk_evpi. False when memory ran
 * out. */
bool pk_evppi(const double *value, size_t options, size_t draws, const double *x,
              double *information, pk_arena *arena);

/* The same of several numbers that are drawn together: x is [columns][draws]. */
bool pk_evppi_together(const double *value, size_t options, size_t draws, const double *x,
                       size_t columns, double *information, pk_arena *arena);

#endif
