/* Shares that were counted: x of n people. Plain arithmetic. */
#ifndef PK_PROPORTIONS_H
#define PK_PROPORTIONS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct pk_counted {
  double events, of; /* x of n; n > 0 */
} pk_counted;

/* Wilson's score interval (Journal of the American Statistical Association 22, 1927); `z` is the
 * normal quantile of its level: 1.645 for 90 %. */
void pk_wilson(pk_counted c, double z, double *low, double *high);

/* The difference a − b with the interval that Newcombe made of two of Wilson's (Statistics in
 * Medicine 17, 1998, method 10). */
double pk_newcombe(pk_counted a, pk_counted b, double z, double *low, double *high);

/* Shares drawn towards the whole, each by how little it was counted: (x + M p) ÷ (n + M), with p
 * the share of all together and M from how far the shares lie apart beyond chance, by moments of
 * the beta-binomial law (Kleinman, Journal of the American Statistical Association 68, 1973). Where
 * they do not, all are p. Returns p. */
double pk_shrink(const pk_counted *counted, size_t count, double *shrunken);

#endif
