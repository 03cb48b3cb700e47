/* Binomial and Poisson numbers against their laws: every count's frequency where the law can be
 * written out, and means, variances and ranges where it is too wide for that. */
#include "base/binomial.h"
#include "base/special.h"
#include "support/check.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum { FEW = 60000, MANY = 2000000, CELLS = 40 };

/* A law written out from `first` on; p sums to 1 within rounding. */
typedef struct written {
  int64_t first, count;
  long double *p;
} written;

/* Probabilities by their ratios, from the mode outwards, as far as 12 standard deviations and some:
 * no factorial, nothing of the code under test. `n` < 0: Poisson with mean `p`. */
static long double ratio(int64_t n, long double p, int64_t k) {
  return n < 0 ? p / (long double)(k + 1)
               : (long double)(n - k) / (long double)(k + 1) * p / (1 - p);
}

static written write_out(int64_t n, double p) {
  long double mean = n < 0 ? p : (long double)n * p;
  long double sd = n < 0 ? sqrtl(p) : sqrtl(mean * (1 - (long double)p));
  int64_t low = (int64_t)(mean - 12 * sd) - 40, high = (int64_t)(mean + 12 * sd) + 40;
  low = low < 0 ? 0 : low;
  high = n >= 0 && high > n ? n : high;
  written w = {low, high - low + 1, NULL};
  w.p = malloc((size_t)w.count * sizeof *w.p);
  assert_non_null(w.p);
  int64_t mode = (int64_t)mean - low;
  long double sum = w.p[mode] = 1;
  for (int64_t i = mode; i + 1 < w.count; i++)
    sum += w.p[i + 1] = w.p[i] * ratio(n, p, low + i);
  for (int64_t i = mode; i > 0; i--)
    sum += w.p[i - 1] = w.p[i] / ratio(n, p, low + i - 1);
  for (int64_t i = 0; i < w.count; i++)
    w.p[i] /= sum;
  return w;
}

static int64_t draw(pk_stream *stream, int64_t n, double p) {
  return n < 0 ? pk_stream_poisson(stream, p) : pk_stream_binomial(stream, n, p);
}

static int by_size(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

/* Pearson's statistic over cells of neighbouring counts that expect at least a fortieth of the
 * draws each, and its chance of being larger under the law. */
static double chance_of_fit(const written *w, int64_t *drawn, size_t draws) {
  qsort(drawn, draws, sizeof *drawn, by_size);
  long double cell = 0, done = 0;
  double statistic = 0;
  size_t at = 0;
  int cells = 0;
  for (int64_t i = 0; i < w->count; i++) {
    cell += w->p[i];
    bool last = i + 1 == w->count;
    if (!last && (cell < 1.0L / CELLS || 1 - done - cell < 1.0L / CELLS))
      continue;
    size_t before = at;
    while (at < draws && (last || drawn[at] <= w->first + i))
      at++;
    double expected = (double)(cell * (long double)draws), off = (double)(at - before) - expected;
    if (expected > 0)
      statistic += off * off / expected;
    done += cell;
    cell = 0;
    cells++;
  }
  return cells < 2 ? 1 : pk_gamma_q(0.5 * (cells - 1), 0.5 * statistic);
}

static void assert_law(int64_t n, double p, uint64_t seed, size_t draws) {
  written w = write_out(n, p);
  int64_t *drawn = malloc(draws * sizeof *drawn);
  assert_non_null(drawn);
  pk_stream stream;
  pk_stream_start(&stream, seed, 17);
  for (size_t i = 0; i < draws; i++) {
    drawn[i] = draw(&stream, n, p);
    assert_true(drawn[i] >= 0 && (n < 0 || drawn[i] <= n));
  }
  double chance = chance_of_fit(&w, drawn, draws);
  if (!(chance > 1e-5))
    fail_msg("n = %lld, p = %.17g: a fit as bad as this has chance %g", (long long)n, p, chance);
  free(drawn);
  free(w.p);
}

static void every_count_is_as_frequent_as_its_probability(void **state) {
  (void)state;
  static const int64_t sizes[] = {1, 2, 7, 19, 20, 21, 40, 100, 1000, 12345, 1000000, 1000000000};
  static const double ps[] = {1e-9,   1e-6, 0.001, 0.01, 0.1,  0.3,
                              0.4999, 0.5,  0.51,  0.8,  0.99, 0.999999};
  uint64_t seed = 0;
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
    for (size_t j = 0; j < sizeof ps / sizeof *ps; j++)
      assert_law(sizes[i], ps[j], ++seed, FEW);
}

/* Where the method changes, and far below one expected success in a huge number. */
static void the_law_does_not_change_where_the_method_does(void **state) {
  (void)state;
  static const double means[] = {1e-4, 0.2, 3, 9.9, 9.999999, 10, 10.000001, 10.1, 12, 30};
  static const int64_t sizes[] = {25, 200, 10000, 1000000007, 1000000000000, 1000000000000000000};
  uint64_t seed = 1000;
  for (size_t i = 0; i < sizeof means / sizeof *means; i++)
    for (size_t j = 0; j < sizeof sizes / sizeof *sizes; j++)
      if (means[i] < 0.6 * (double)sizes[j])
        assert_law(sizes[j], means[i] / (double)sizes[j], ++seed, FEW);
}

static void poisson_counts_are_as_frequent_as_their_probability(void **state) {
  (void)state;
  static const double means[] = {1e-5, 0.1,  0.5, 1,   2.7,  5,   9.9, 9.9999,    10,
                                 10.1, 12.3, 17,  100, 1234, 1e5, 1e6, 12345678.9};
  for (size_t i = 0; i < sizeof means / sizeof *means; i++)
    assert_law(-1, means[i], 2000 + i, FEW);
}

/* Two million draws feel a hat that is one part in a hundred too high or too far aside. */
static void so_they_are_for_those_who_look_closely(void **state) {
  (void)state;
  assert_law(30, 0.4, 2500, MANY);
  assert_law(1000, 0.02, 2501, MANY);
  assert_law(100000, 0.3, 2502, MANY);
  assert_law(-1, 11.5, 2503, MANY);
  assert_law(-1, 400.25, 2504, MANY);
}

/* What is left of a sample mean and a sample variance, in their standard errors. */
static void assert_moments(int64_t n, double p, uint64_t seed) {
  enum { SAMPLE = 40000 };
  pk_stream stream;
  pk_stream_start(&stream, seed, 18);
  long double mean = n < 0 ? p : (long double)n * p;
  long double variance = n < 0 ? p : mean * (1 - (long double)p), sum = 0, squares = 0;
  int64_t center = (int64_t)mean;
  int within[7] = {0}, odd = 0;
  for (int i = 0; i < SAMPLE; i++) {
    int64_t k = draw(&stream, n, p);
    long double z = ((long double)(k - center) - (mean - (long double)center)) / sqrtl(variance);
    sum += z;
    squares += z * z;
    odd += (int)(k & 1);
    for (int c = 0; c < 7; c++)
      within[c] += z <= (c - 3) * 0.75L;
  }
  assert_true(fabsl(sum / sqrtl(SAMPLE)) < 4.5L);
  assert_true(fabsl((squares - SAMPLE) / sqrtl(2.0L * SAMPLE)) < 4.5L);
  for (int c = 0; c < 7; c++) { /* so many that the normal law is near enough */
    double p_below = pk_normal_cdf((c - 3) * 0.75), error = sqrt(SAMPLE * p_below * (1 - p_below));
    assert_true(fabs(within[c] - SAMPLE * p_below) < 4.5 * error);
  }
  /* every single count can occur: odd ones are no rarer than even ones */
  assert_true(fabs(odd - 0.5 * SAMPLE) < 4.5 * sqrt(0.25 * SAMPLE));
}

static void billions_and_more_have_their_moments_and_every_count(void **state) {
  (void)state;
  static const double ps[] = {0.001, 0.07, 0.5, 0.61803, 0.9999};
  static const int64_t sizes[] = {1000000000, 1000000000000, 1000000000000000, 1000000000000000003,
                                  ((int64_t)1 << 62) - 1};
  uint64_t seed = 3000;
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
    for (size_t j = 0; j < sizeof ps / sizeof *ps; j++)
      assert_moments(sizes[i], ps[j], ++seed);
  static const double means[] = {1e9, 1e12 + 0.5, 3e15};
  for (size_t i = 0; i < sizeof means / sizeof *means; i++)
    assert_moments(-1, means[i], ++seed);
}

static void certain_and_impossible_take_no_luck(void **state) {
  (void)state;
  pk_stream stream, untouched;
  pk_stream_start(&stream, 5, 6);
  pk_stream_start(&untouched, 5, 6);
  int64_t many = ((int64_t)1 << 62) - 1;
  assert_int_equal(pk_stream_binomial(&stream, 0, 0.4), 0);
  assert_int_equal(pk_stream_binomial(&stream, many, 0), 0);
  assert_int_equal(pk_stream_binomial(&stream, many, 1), many);
  assert_int_equal(pk_stream_poisson(&stream, 0), 0);
  assert_true(pk_stream_uniform(&stream) == pk_stream_uniform(&untouched));
}

/* Two parts of a count that is split add up, and p and 1 − p are mirror images. */
static void successes_and_failures_mirror_each_other(void **state) {
  (void)state;
  pk_stream one, other;
  for (uint64_t seed = 1; seed <= 200; seed++) {
    int64_t n = (int64_t)(seed * seed * seed * 977);
    double p = (double)seed / 512; /* 1 − p is exact */
    pk_stream_start(&one, seed, 19);
    pk_stream_start(&other, seed, 19);
    assert_int_equal(pk_stream_binomial(&one, n, p), n - pk_stream_binomial(&other, n, 1 - p));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_count_is_as_frequent_as_its_probability),
      cmocka_unit_test(the_law_does_not_change_where_the_method_does),
      cmocka_unit_test(poisson_counts_are_as_frequent_as_their_probability),
      cmocka_unit_test(so_they_are_for_those_who_look_closely),
      cmocka_unit_test(billions_and_more_have_their_moments_and_every_count),
      cmocka_unit_test(certain_and_impossible_take_no_luck),
      cmocka_unit_test(successes_and_failures_mirror_each_other),
  };
  return RUN(tests);
}
