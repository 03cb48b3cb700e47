/* Value of information over draws.
 *
 * Whoever knows chooses the best option for what is known; whoever does not, the one that is best
 * on average. What one number tells of an option is the mean of its value where that number is
 * known: a smooth curve through the draws. The curves are of differences from the first option, so
 * that what is common to all options, mostly noise, cancels. */
#include "study/information.h"
#include "study/smooth.h"

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

/* Ties of rounding are no information: what is less than this part of the values is none. */
static const double NOTHING = 1e-9;

static double size_of(const double *value, size_t count) {
  double most = 0;
  for (size_t i = 0; i < count; i++)
    most = fmax(most, fabs(value[i]));
  return most;
}

bool pk_evppi_together(const double *value, size_t options, size_t draws, const double *x,
                       size_t columns, double *information, pk_arena *arena) {
  double *known = PK_NEW_ARRAY(arena, double, options *draws);
  pk_smooth *smooth = pk_smooth_new(x, columns, draws, arena);
  if (!known || !smooth)
    return false;
  for (size_t o = 1; o < options; o++) {
    double *curve = known + o * draws;
    for (size_t i = 0; i < draws; i++)
      curve[i] = value[o * draws + i] - value[i];
    pk_smooth_fit(smooth, curve, curve);
  }
  double worth = pk_evpi(known, options, draws), most = pk_evpi(value, options, draws);
  *information = worth > NOTHING * size_of(value, options * draws) ? fmin(worth, most) : 0;
  return true;
}

bool pk_evppi(const double *value, size_t options, size_t draws, const double *x,
              double *information, pk_arena *arena) {
  return pk_evppi_together(value, options, draws, x, 1, information, arena);
}
