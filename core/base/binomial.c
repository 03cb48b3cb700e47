/* Binomial and Poisson numbers, exact at every size.
 *
 * Where few successes are expected they are counted up by inversion. Elsewhere they come by
 * transformed rejection: W. Hörmann, "The generation of binomial random variates", J. Stat. Comput.
 * Simul. 46 (1993), algorithm BTRS; and "The transformed rejection method for generating Poisson
 * random variables", Insurance: Math. Econ. 12 (1993), algorithm PTRS. The cost does not grow with
 * the size.
 *
 * Both compare with the law's probability. With factorials that would lose all its digits for a
 * billion and more, so it is written as C. Loader, "Fast and accurate computation of binomial
 * probabilities" (2000), does: as a deviance from the mean, which needs k − mean. That difference
 * is kept apart from the mean all the way: a count is the mean's whole part plus a distance of a
 * few standard deviations, and the distance, at most some 10^10 for n = 2^62, has its last unit
 * exactly right.
 *
 * Exact means: as far as uniform numbers of 53 bits tell chances apart. By inversion every
 * probability is met within some 10^-15. By rejection the uniform numbers lie close together
 * compared with single counts: each count within a few standard deviations has its probability
 * within one part in 10^10 for n = 10^9, and one in 10^4 for n = 10^18, where a count has a chance
 * of 10^-9 at most; whole ranges of counts are met far better. */
#include "base/binomial.h"

#include <math.h>
#include <stdbool.h>

/* From this mean on rejection: both algorithms of Hörmann are valid from 10. */
#define REJECT_FROM 10.0

/* A number that may be larger than 2^53, as its whole part and the rest in [0, 1). */
typedef struct parted {
  int64_t whole;
  double rest;
} parted;

/* floor() for |x| < 2^62, without the call that it is where machines are taken as they come. */
static inline int64_t floor_of(double x) {
  int64_t whole = (int64_t)x;
  return whole - (x < (double)whole);
}

static inline void part_add(parted *sum, double x) {
  int64_t whole = floor_of(x);
  sum->whole += whole;
  sum->rest += x - (double)whole;
}

static inline parted part_end(parted sum) {
  int64_t carry = floor_of(sum.rest);
  sum.whole += carry;
  sum.rest -= (double)carry;
  return sum;
}

/* n · p without rounding: n in two halves, each product with its rounding error (Dekker). */
static parted part_product(int64_t n, double p) {
  double high = (double)(n >> 32) * 0x1p32, low = (double)(n & 0xffffffff);
  parted sum = {0, 0};
  part_add(&sum, high * p);
  part_add(&sum, fma(high, p, -(high * p)));
  part_add(&sum, low * p);
  part_add(&sum, fma(low, p, -(low * p)));
  return part_end(sum);
}

/* ln k! − ((k + ½) ln k − k + ½ ln 2π), k ≥ 1: what Stirling's formula leaves. */
static double stirling_rest(int64_t k) {
  static const double small[15] = {
      0.081061466795327261,  0.041340695955409297,  0.027677925684998338,  0.020790672103765093,
      0.016644691189821193,  0.013876128823070748,  0.01189670994589177,   0.010411265261972096,
      0.0092554621827127329, 0.0083305634333628708, 0.0075736754879518406, 0.0069428401072095299,
      0.0064089941880042071, 0.0059513701127588475, 0.0055547335519628011};
  if (k <= 15)
    return small[k - 1];
  double x = (double)k, y = 1 / (x * x);
  return (1.0 / 12 - y * (1.0 / 360 - y * (1.0 / 1260 - y * (1.0 / 1680 - y / 1188)))) / x;
}

/* Loader's deviance x ln(x / mean) + mean − x with x = mean + d, x > 0: by a series where x is near
 * the mean and the terms would cancel. */
static double deviance(double mean, double d) {
  double x = mean + d;
  if (!(fabs(d) < 0.1 * (x + mean)))
    return x * log(x / mean) - d;
  double v = d / (x + mean), sum = d * v, term = 2 * x * v;
  for (int j = 1; j < 1000; j++) {
    term *= v * v;
    double next = sum + term / (2 * j + 1);
    if (next == sum)
      break;
    sum = next;
  }
  return sum;
}

/* A place to draw counts around: the transformed uniform number of both algorithms. */
typedef struct hat {
  parted mean; /* shifted as the algorithm says */
  double a, b;
  double accept; /* V up to this is taken at once where the hat is flat */
} hat;

typedef struct trial {
  int64_t k;
  double v, under; /* under: the hat's inverse density there */
  bool sure;
} trial;

/* False where the hat reaches far beyond all counts. */
static bool try_once(pk_stream *stream, const hat *h, trial *t) {
  double u = pk_stream_uniform(stream) - 0.5, edge = 0.5 - fabs(u);
  t->v = pk_stream_uniform(stream);
  double from_mean = (2 * h->a / edge + h->b) * u + h->mean.rest;
  if (!(fabs(from_mean) < 0x1p61))
    return false;
  t->k = h->mean.whole + floor_of(from_mean);
  t->sure = edge >= 0.07 && t->v <= h->accept;
  t->under = h->a / (edge * edge) + h->b;
  return true;
}

/* ------------------------------------------------------------------------------------- binomial
 *
 * p ≤ ½ from here on. */

/* No count of a mean below 10 comes near this. */
enum { FAR = 200 };

/* Luck counts from the top: none are drawn above 1 − f(0), which is at most n p, so mostly that
 * probability need not be known. */
static int64_t binomial_by_inversion(pk_stream *stream, int64_t n, double p) {
  double u = pk_stream_uniform(stream);
  if (u >= (double)n * p)
    return 0;
  double none = exp((double)n * log1p(-p)), odds = p / (1 - p);
  for (;; u = pk_stream_uniform(stream)) {
    double above = 1 - u, f = none;
    for (int64_t k = 0; k <= n && k < FAR; k++) {
      if (above < f)
        return k;
      above -= f;
      f *= odds * (double)(n - k) / (double)(k + 1);
    }
  }
}

typedef struct binomial {
  int64_t n;
  double p, q;
  parted mean;
} binomial;

/* ln of the probability of k. */
static double binomial_log(const binomial *law, int64_t k) {
  double n = (double)law->n, x = (double)k, y = (double)(law->n - k);
  if (k == 0)
    return n * log1p(-law->p);
  if (k == law->n)
    return n * log(law->p);
  double d = (double)(k - law->mean.whole) - law->mean.rest;
  return stirling_rest(law->n) - stirling_rest(k) - stirling_rest(law->n - k) -
         deviance(n * law->p, d) - deviance(n * law->q, -d) +
         0.5 * log(n / (6.283185307179586 * x * y));
}

static int64_t binomial_by_rejection(pk_stream *stream, int64_t n, double p) {
  binomial law = {n, p, 1 - p, part_product(n, p)};
  double sd = sqrt((double)n * p * law.q), b = 1.15 + 2.53 * sd;
  double a = -0.0873 + 0.0248 * b + 0.01 * p;
  hat h = {law.mean, a, b, 0.92 - 4.2 / b};
  h.mean.rest += 0.5;
  int64_t mode = law.mean.whole + (law.mean.rest + p >= 1);
  for (;;) {
    trial t;
    if (!try_once(stream, &h, &t) || t.k < 0 || t.k > n)
      continue;
    if (t.sure)
      return t.k;
    double alpha = (2.83 + 5.1 / b) * sd;
    if (log(t.v * alpha / t.under) <= binomial_log(&law, t.k) - binomial_log(&law, mode))
      return t.k;
  }
}

int64_t pk_stream_binomial(pk_stream *stream, int64_t n, double p) {
  if (n <= 0 || !(p > 0))
    return 0;
  if (p >= 1)
    return n;
  if (p > 0.5) /* 1 − p is exact here */
    return n - pk_stream_binomial(stream, n, 1 - p);
  return (double)n * p < REJECT_FROM ? binomial_by_inversion(stream, n, p)
                                     : binomial_by_rejection(stream, n, p);
}

/* -------------------------------------------------------------------------------------- Poisson */

static int64_t poisson_by_inversion(pk_stream *stream, double mean) {
  double none = exp(-mean);
  for (;;) {
    double u = pk_stream_uniform(stream), f = none;
    for (int k = 0; k < FAR; k++) {
      if (u < f)
        return k;
      u -= f;
      f *= mean / (k + 1);
    }
  }
}

static double poisson_log(double mean, parted parts, int64_t k) {
  if (k == 0)
    return -mean;
  double d = (double)(k - parts.whole) - parts.rest;
  return -stirling_rest(k) - deviance(mean, d) - 0.5 * log(6.283185307179586 * (double)k);
}

static int64_t poisson_by_rejection(pk_stream *stream, double mean) {
  parted parts = {0, 0};
  part_add(&parts, mean);
  double b = 0.931 + 2.53 * sqrt(mean), a = -0.059 + 0.02483 * b;
  double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
  hat h = {parts, a, b, 0.9277 - 3.6224 / (b - 2)};
  h.mean.rest += 0.43;
  for (;;) {
    trial t;
    if (!try_once(stream, &h, &t) || t.k < 0)
      continue;
    if (t.sure || log(t.v * inverse_alpha / t.under) <= poisson_log(mean, parts, t.k))
      return t.k;
  }
}

int64_t pk_stream_poisson(pk_stream *stream, double mean) {
  if (!(mean > 0))
    return 0;
  return mean < REJECT_FROM ? poisson_by_inversion(stream, mean)
                            : poisson_by_rejection(stream, mean);
}
