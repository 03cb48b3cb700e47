/* A smooth curve through noise: the mean of y where x is known. */
#ifndef PK_SMOOTH_H
#define PK_SMOOTH_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

/* Curves over the same x, each fitted on its own. */
typedef struct pk_smooth pk_smooth;

/* x is [columns][count]; the mean is a sum of one curve for each column. NULL when memory ran out.
 */
pk_smooth *pk_smooth_new(const double *x, size_t columns, size_t count, pk_arena *arena);

/* fitted[i]: the mean of y at x[i]. y may be `fitted`. How many numbers the curve took: 1 is flat.
 */
int pk_smooth_fit(const pk_smooth *smooth, const double *y, double *fitted);

#endif
