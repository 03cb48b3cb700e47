/* Regression on natural cubic splines.
 *
 * A natural spline is a straight line beyond its outermost knots, so that few points at the ends
 * do not bend it. Five curves are on offer: the mean alone, a line, and
 * splines with four, six and ten knots at quantiles of x; the Bayesian information criterion
 * (Schwarz 1978) takes the simplest that y can tell apart, so that what does not matter gives a
 * flat one. Bases are made orthonormal once, and a fit is a projection. (Basis: Hastie, Tibshirani,
 * Friedman, The Elements of Statistical Learning, 5.2.1.) */
#include "study/smooth.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEVELS = 5, MOST_KNOTS = 10 };

static const int knots_of_level[LEVELS] = {0, 2, 4, 6, 10};

typedef struct basis { /* orthonormal columns */
  double *q;           /* [width][count] */
  size_t width;
} basis;

struct pk_smooth {
  size_t count;
  basis levels[LEVELS];
  double *latest; /* [count] */
};

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

static double cube(double x) {
  return x > 0 ? x * x * x : 0;
}

/* Column `k` of the natural spline: k = 0 the line, then one for each inner knot. */
static double spline_at(const double *knots, int count, int k, double x) {
  double last = knots[count - 1], before = knots[count - 2], at = k > 0 ? knots[k - 1] : 0;
  if (k == 0)
    return x;
  return (cube(x - at) - cube(x - last)) / (last - at) -
         (cube(x - before) - cube(x - last)) / (last - before);
}

/* Takes off what the basis spans already; a column that is nothing new is left out. Twice, because
 * once leaves what rounding does. */
static void add_column(basis *b, size_t count) {
  double *column = b->q + b->width * count, before = 0, after = 0;
  for (size_t i = 0; i < count; i++)
    before += column[i] * column[i];
  for (int again = 0; again < 2; again++)
    for (size_t k = 0; k < b->width; k++) {
      const double *q = b->q + k * count;
      double dot = 0;
      for (size_t i = 0; i < count; i++)
        dot += q[i] * column[i];
      for (size_t i = 0; i < count; i++)
        column[i] -= dot * q[i];
    }
  for (size_t i = 0; i < count; i++)
    after += column[i] * column[i];
  if (!(after > 1e-16 * before))
    return;
  for (size_t i = 0; i < count; i++)
    column[i] /= sqrt(after);
  b->width++;
}

static void add_curve(basis *b, const double *x, const double *sorted, size_t count, int knots) {
  double at[MOST_KNOTS], low = sorted[0], width = sorted[count - 1] - low;
  if (!(width > 0))
    return;
  for (int k = 0; k < knots; k++) { /* outermost knots at the 5 % and 95 % points */
    double p = 0.05 + 0.9 * k / (knots - 1);
    at[k] = (sorted[(size_t)(p * (double)(count - 1) + 0.5)] - low) / width;
    if (k > 0 && !(at[k] > at[k - 1]))
      knots = 2; /* too few different values for more than a line */
  }
  for (int k = 0; k < knots - 1; k++) {
    for (size_t i = 0; i < count; i++) {
      double u = (x[i] - low) / width;
      b->q[b->width * count + i] = spline_at(at, knots, k, u);
    }
    add_column(b, count);
  }
}

static bool fill_level(pk_smooth *s, int level, const double *x, const double *sorted,
                       size_t columns, pk_arena *arena) {
  basis *b = &s->levels[level];
  b->q = PK_NEW_ARRAY(arena, double, (2 + columns * MOST_KNOTS) * s->count);
  if (!b->q)
    return false;
  for (size_t i = 0; i < s->count; i++)
    b->q[i] = 1;
  add_column(b, s->count);
  for (size_t c = 0; c < columns && knots_of_level[level] > 0; c++)
    add_curve(b, x + c * s->count, sorted + c * s->count, s->count, knots_of_level[level]);
  return true;
}

pk_smooth *pk_smooth_new(const double *x, size_t columns, size_t count, pk_arena *arena) {
  pk_smooth *s = PK_NEW(arena, pk_smooth);
  double *sorted = PK_NEW_ARRAY(arena, double, columns *count);
  if (!s || !sorted)
    return NULL;
  s->count = count;
  s->latest = PK_NEW_ARRAY(arena, double, count);
  bool good = s->latest != NULL;
  if (columns * count > 0)
    memcpy(sorted, x, columns * count * sizeof *sorted);
  for (size_t c = 0; good && count > 0 && c < columns; c++)
    qsort(sorted + c * count, count, sizeof *sorted, by_size);
  for (int level = 0; good && count > 0 && level < LEVELS; level++)
    good = fill_level(s, level, x, sorted, columns, arena);
  return good ? s : NULL;
}

static double project(const pk_smooth *s, const basis *b, const double *y) {
  double rest = 0;
  memset(s->latest, 0, s->count * sizeof *s->latest);
  for (size_t k = 0; k < b->width; k++) {
    const double *q = b->q + k * s->count;
    double dot = 0;
    for (size_t i = 0; i < s->count; i++)
      dot += q[i] * y[i];
    for (size_t i = 0; i < s->count; i++)
      s->latest[i] += dot * q[i];
  }
  for (size_t i = 0; i < s->count; i++)
    rest += (y[i] - s->latest[i]) * (y[i] - s->latest[i]);
  return rest;
}

/* Rounding is no reason for a bend: what is left is never taken as less than this part of y². */
static const double ROUNDING = 1e-24;

int pk_smooth_fit(const pk_smooth *s, const double *y, double *fitted) {
  double best = INFINITY, n = (double)s->count, all = 0;
  int chosen = 0;
  for (size_t i = 0; i < s->count; i++)
    all += y[i] * y[i];
  for (int level = 0; s->count > 0 && level < LEVELS; level++) {
    double width = (double)s->levels[level].width;
    double rest = fmax(project(s, &s->levels[level], y), ROUNDING * all);
    double criterion = (rest > 0 ? n * log(rest / n) : 0) + width * log(n);
    if (width < n / 4 + 1 && criterion < best) {
      best = criterion;
      chosen = level;
    }
  }
  if (s->count > 0)
    project(s, &s->levels[chosen], y);
  memcpy(fitted, s->latest, s->count * sizeof *fitted);
  return s->count > 0 ? (int)s->levels[chosen].width : 0;
}
