/* Random counts against exact chances: z scores gathered over many models. */
#ifndef SCORES_H
#define SCORES_H

#include <stdint.h>

typedef struct scores {
  long cells, beyond3;
  double squares, worst; /* sum of z²; the largest |z| */
  char name[200];        /* of the worst */
} scores;

/* A count or sum with this mean and variance was seen. Where the variance is too small for a normal
 * law (below 10) nothing is scored, but the distance must be one that a Poisson number may have;
 * and what is certain must be there. */
void score(scores *all, uint64_t seed, const char *what, double seen, double mean, double variance);

/* Asserts that no |z| is above 5.5, that the share above 3 is that of a normal law (0.0027) within
 * what cells that hang together allow, and that z² is 1 on average. */
void scores_agree(const scores *all);

#endif
