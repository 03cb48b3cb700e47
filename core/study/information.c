/* Value of information over draws. */
#include "study/information.h"

#include <math.h>

static double best_of(const double *value, size_t options, size_t draws, size_t draw) {
  double best = value[draw];
  for (size_t o = 1; o < options; o++)
    best = fmax(best, value[o * draws + draw]);
  return best;
}

double pk_evpi(const double *value, size_t options, size_t draws) {
  double knowing = 0, best = -INFINITY;
  for (size_t i = 0; i < draws; i++)
    knowing += best_of(value, options, draws, i);
  for (size_t o = 0; o < options; o++) {
    double sum = 0;
    for (size_t i = 0; i < draws; i++)
      sum += value[o * draws + i];
    best = fmax(best, sum);
  }
  return draws > 0 ? fmax(knowing - best, 0) / (double)draws : 0;
}

void pk_best_chance(const double *value, size_t options, size_t draws, double *best) {
  for (size_t o = 0; o < options; o++)
    best[o] = 0;
  for (size_t i = 0; i < draws; i++) {
    double top = best_of(value, options, draws, i);
    size_t ties = 0;
    for (size_t o = 0; o < options; o++)
      ties += value[o * draws + i] >= top;
    for (size_t o = 0; o < options; o++)
      if (value[o * draws + i] >= top)
        best[o] += 1 / ((double)ties * (double)draws);
  }
}
