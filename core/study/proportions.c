/* Intervals of counted shares, and of their differences; shares drawn towards the whole. */
#include "study/proportions.h"

#include <math.h>

void pk_wilson(pk_counted c, double z, double *low, double *high) {
  double p = c.events / c.of, square = z * z / c.of;
  double middle = (p + square / 2) / (1 + square);
  double half = z * sqrt(p * (1 - p) / c.of + square / (4 * c.of)) / (1 + square);
  *low = fmax(middle - half, 0);
  *high = fmin(middle + half, 1);
}

double pk_newcombe(pk_counted a, pk_counted b, double z, double *low, double *high) {
  double p = a.events / a.of, q = b.events / b.of, p_low, p_high, q_low, q_high;
  pk_wilson(a, z, &p_low, &p_high);
  pk_wilson(b, z, &q_low, &q_high);
  *low = p - q - hypot(p - p_low, q_high - q);
  *high = p - q + hypot(p_high - p, q - q_low);
  return p - q;
}

/* How alike people of one place are beyond chance: the intra-class correlation, 0 … 1. With weights
 * n the expected sum of squares Σ n (share − p)² is p (1 − p) ((k − 1) + ρ (N − Σ n² ÷ N − (k −
 * 1))). */
static double correlation(const pk_counted *counted, size_t count, double p, double all) {
  double spread = 0, squares = 0, freedom = (double)count - 1;
  for (size_t i = 0; i < count; i++) {
    double away = counted[i].events / counted[i].of - p;
    spread += counted[i].of * away * away;
    squares += counted[i].of * counted[i].of;
  }
  double room = all - squares / all - freedom;
  if (!(p > 0 && p < 1 && room > 0))
    return 0;
  return fmin(fmax((spread / (p * (1 - p)) - freedom) / room, 0), 1);
}

double pk_shrink(const pk_counted *counted, size_t count, double *shrunken) {
  double events = 0, all = 0;
  for (size_t i = 0; i < count; i++) {
    events += counted[i].events;
    all += counted[i].of;
  }
  double p = events / all, alike = correlation(counted, count, p, all);
  double weight = (1 - alike) / alike;
  for (size_t i = 0; i < count; i++)
    shrunken[i] = alike > 0 ? (counted[i].events + weight * p) / (counted[i].of + weight) : p;
  return p;
}
