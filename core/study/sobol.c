/* Shares of variance by pick and freeze.
 *
 * With a, b the output of two draws of all inputs, and c that of the first with input i from the
 * second, all less their mean: E bc is what i makes by itself, and E (a − c)² / 2 what i makes at
 * all. E ba is 0, so any multiple of it may be taken off: none is best where i makes most of the
 * variance, once is best (Saltelli 2010) where it makes little; the multiple that the sample itself
 * asks for, as of a control variate, is good at both ends. Errors are those of the bootstrap over
 * pairs, which are independent of each other. */
#include "study/sobol.h"
#include "base/random.h"
#include "engine/crew.h"
#include "study/smooth.h"

#include <math.h>

enum { RESAMPLES = 200 };

typedef struct sampling {
  const pk_sobol_of *of;
  double *a, *b; /* [pairs] */
  double *c;     /* [pairs][factors] */
  bool *done;    /* [pairs] */
} sampling;

/* What is estimated of one sample: the shares of all factors. */
typedef struct shares {
  double mean, variance;
  double *first, *total;
} shares;

static bool fill_pair(void *context, size_t pair, int thread) {
  const sampling *s = context;
  const pk_sobol_of *of = s->of;
  int a = 2 * (int)pair, b = a + 1;
  bool good = of->value(of->context, &(pk_mixed){a, -1, a}, thread, &s->a[pair]) &&
              of->value(of->context, &(pk_mixed){b, -1, b}, thread, &s->b[pair]);
  for (int i = 0; good && i < of->factor_count; i++)
    good = of->value(of->context, &(pk_mixed){a, i, b}, thread,
                     &s->c[pair * (size_t)of->factor_count + (size_t)i]);
  s->done[pair] = good;
  return good;
}

/* `weight` says how often each pair is in the sample; their sum is `pairs`. */
static void find_moments(const sampling *s, const int *weight, int pairs, shares *out) {
  double sum = 0, square = 0;
  for (int j = 0; j < pairs; j++)
    sum += weight[j] * (s->a[j] + s->b[j]);
  out->mean = sum / (2.0 * pairs);
  for (int j = 0; j < pairs; j++) {
    double a = s->a[j] - out->mean, b = s->b[j] - out->mean;
    square += weight[j] * (a * a + b * b);
  }
  out->variance = square / (2.0 * pairs - 1);
}

static void find_share(const sampling *s, const int *weight, int pairs, int factor, shares *out) {
  double p = 0, q = 0, pq = 0, qq = 0, change = 0;
  for (int j = 0; j < pairs; j++) {
    double a = s->a[j] - out->mean, b = s->b[j] - out->mean;
    double c = s->c[(size_t)j * (size_t)s->of->factor_count + (size_t)factor] - out->mean;
    p += weight[j] * b * c;
    q += weight[j] * b * a;
    pq += weight[j] * (b * c) * (b * a);
    qq += weight[j] * (b * a) * (b * a);
    change += weight[j] * (a - c) * (a - c);
  }
  double n = pairs, spread = qq / n - q / n * q / n;
  double multiple = spread > 0 ? (pq / n - p / n * q / n) / spread : 0;
  out->first[factor] = (p - multiple * q) / n / out->variance;
  out->total[factor] = change / (2 * n) / out->variance;
}

static void find_shares(const sampling *s, const int *weight, int pairs, shares *out) {
  find_moments(s, weight, pairs, out);
  for (int i = 0; i < s->of->factor_count; i++) {
    out->first[i] = out->total[i] = NAN;
    if (out->variance > 0)
      find_share(s, weight, pairs, i, out);
  }
}

/* Running sums over resamples become standard deviations. */
static void end_error(double *sum, double *square) {
  double mean = *sum / RESAMPLES, variance = *square / RESAMPLES - mean * mean;
  *sum = variance > 0           ? sqrt(variance * RESAMPLES / (RESAMPLES - 1.0))
         : variance == variance ? 0
                                : NAN;
}

static bool find_errors(const sampling *s, pk_sobol *out, int *weight, pk_arena *arena) {
  size_t factors = (size_t)s->of->factor_count;
  double *squares = PK_NEW_ARRAY(arena, double, 2 * factors);
  shares again = {.first = PK_NEW_ARRAY(arena, double, factors),
                  .total = PK_NEW_ARRAY(arena, double, factors)};
  if (!squares || !again.first || !again.total)
    return false;
  for (int r = 0; r < RESAMPLES; r++) {
    pk_stream stream;
    pk_stream_start(&stream, s->of->seed, (uint64_t)r);
    for (int j = 0; j < out->pairs; j++)
      weight[j] = 0;
    for (int j = 0; j < out->pairs; j++)
      weight[pk_stream_below(&stream, (uint32_t)out->pairs)]++;
    find_shares(s, weight, out->pairs, &again);
    for (size_t i = 0; i < factors; i++) {
      out->first_error[i] += again.first[i];
      out->total_error[i] += again.total[i];
      squares[i] += again.first[i] * again.first[i];
      squares[factors + i] += again.total[i] * again.total[i];
    }
  }
  for (size_t i = 0; i < factors; i++) {
    end_error(&out->first_error[i], &squares[i]);
    end_error(&out->total_error[i], &squares[factors + i]);
  }
  return true;
}

static bool new_output(pk_sobol *out, const pk_sobol_of *of, pk_arena *arena) {
  size_t factors = (size_t)of->factor_count;
  *out = (pk_sobol){.mean = NAN, .variance = NAN};
  out->first = PK_NEW_ARRAY(arena, double, factors);
  out->first_error = PK_NEW_ARRAY(arena, double, factors);
  out->total = PK_NEW_ARRAY(arena, double, factors);
  out->total_error = PK_NEW_ARRAY(arena, double, factors);
  out->base = PK_NEW_ARRAY(arena, double, 2 * (size_t)of->pairs);
  return out->first && out->first_error && out->total && out->total_error && out->base;
}

static bool new_sampling(sampling *s, const pk_sobol_of *of, pk_arena *arena) {
  size_t pairs = (size_t)of->pairs;
  s->of = of;
  s->a = PK_NEW_ARRAY(arena, double, pairs);
  s->b = PK_NEW_ARRAY(arena, double, pairs);
  s->c = PK_NEW_ARRAY(arena, double, pairs *(size_t)of->factor_count);
  s->done = PK_NEW_ARRAY(arena, bool, pairs);
  return s->a && s->b && s->c && s->done;
}

bool pk_sobol_make(pk_sobol *out, const pk_sobol_of *of, pk_arena *arena) {
  sampling s;
  int *weight = PK_NEW_ARRAY(arena, int, (size_t)of->pairs);
  if (!new_output(out, of, arena) || !new_sampling(&s, of, arena) || !weight)
    return false;
  pk_crew_work(of->threads, (size_t)of->pairs, fill_pair, &s);
  while (out->pairs < of->pairs && s.done[out->pairs])
    out->pairs++;
  for (int j = 0; j < out->pairs; j++) {
    weight[j] = 1;
    out->base[2 * j] = s.a[j];
    out->base[2 * j + 1] = s.b[j];
  }
  shares all = {.first = out->first, .total = out->total};
  find_shares(&s, weight, out->pairs, &all);
  out->mean = all.mean;
  out->variance = all.variance;
  return find_errors(&s, out, weight, arena);
}

/* 1 less what is left around the curve, each by its degrees of freedom; the error is that of the
 * ratio of two means (delta method). */
bool pk_share_smoothed(const double *y, const double *x, size_t columns, size_t draws,
                       double *share, double *error, pk_arena *arena) {
  double *curve = PK_NEW_ARRAY(arena, double, draws);
  pk_smooth *smooth = pk_smooth_new(x, columns, draws, arena);
  double n = (double)draws, mean = 0, all = 0, rest = 0, square = 0;
  if (!curve || !smooth)
    return false;
  double width = pk_smooth_fit(smooth, y, curve);
  for (size_t i = 0; i < draws; i++)
    mean += y[i] / n;
  for (size_t i = 0; i < draws; i++) {
    all += (y[i] - mean) * (y[i] - mean) / (n - 1);
    rest += (y[i] - curve[i]) * (y[i] - curve[i]) / (n - width);
  }
  for (size_t i = 0; i < draws; i++) {
    double d = (y[i] - curve[i]) * (y[i] - curve[i]) - rest / all * (y[i] - mean) * (y[i] - mean);
    square += d * d;
  }
  bool varies = all > 0 && n > width;
  *share = varies ? fmax(1 - rest / all, 0) : NAN;
  *error = varies ? sqrt(square) / n / all : NAN;
  return true;
}
