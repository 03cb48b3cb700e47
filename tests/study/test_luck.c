/* Laws of luck against client-by-client convolution, and draws against the moments they promise. */
#include "base/special.h"
#include "study/luck.h"
#include "study/prior.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void assert_close(double got, double want, double within) {
  if (!(fabs(got - want) <= within))
    fail_msg("%.17g is not %.17g within %g", got, want, within);
}

/* P(X ≤ k) of independent clients, one after another. */
static double *one_by_one(const pk_cell *cells, size_t count, int clients) {
  double *p = calloc((size_t)clients + 2, sizeof *p);
  assert_non_null(p);
  int so_far = 0;
  p[0] = 1;
  for (size_t c = 0; c < count; c++)
    for (int i = 0; i < (int)cells[c].people; i++) {
      so_far++;
      for (int k = so_far; k >= 0; k--)
        p[k] = p[k] * (1 - cells[c].chance) + (k > 0 ? p[k - 1] * cells[c].chance : 0);
    }
  for (int k = 1; k <= clients; k++)
    p[k] += p[k - 1];
  return p;
}

static void a_count_is_poisson_binomial(void **state) {
  (void)state;
  static const pk_cell cells[] = {{40, 0.13, false}, {24, 0.41, false}, {5, 0.97, false}};
  pk_arena *arena = pk_arena_new();
  pk_luck law;
  assert_true(pk_luck_count(&law, &(pk_count){cells, 3, 69, 0}, arena));
  double *want = one_by_one(cells, 3, 69);
  for (int k = 0; k <= 69; k++)
    assert_close(pk_luck_cdf(&law, k / 69.0), want[k], 1e-13);
  assert_close(law.mean, 40 * .13 + 24 * .41 + 5 * .97, 1e-12);
  free(want);
  pk_arena_free(arena);
}

/* Binomial(64, 17/64): I_{1−p}(n − k, k + 1) is its distribution function (DLMF 8.17.5). */
static void intervals_of_17_of_64_hold_nine_tenths(void **state) {
  (void)state;
  pk_cell cell = {64, 17.0 / 64, false};
  pk_arena *arena = pk_arena_new();
  pk_luck law;
  assert_true(pk_luck_count(&law, &(pk_count){&cell, 1, 64, 0}, arena));
  for (int k = 0; k < 64; k++)
    assert_close(pk_luck_cdf(&law, k / 64.0), pk_beta_i(64 - k, k + 1, 1 - 17.0 / 64), 1e-12);
  double low = 64 * pk_mixture_quantile(&law, 1, 0.05);
  double high = 64 * pk_mixture_quantile(&law, 1, 0.95);
  assert_close(low, 11, 1e-9); /* 11 to 23 of 64 */
  assert_close(high, 23, 1e-9);
  double inside = pk_luck_cdf(&law, high / 64) - pk_luck_cdf(&law, (low - 1) / 64);
  assert_true(inside >= 0.9);
  pk_arena_free(arena);
}

static void certain_and_impossible_events_do_not_vary(void **state) {
  (void)state;
  static const pk_cell cells[] = {{10, 1, false}, {7, 0, false}};
  pk_arena *arena = pk_arena_new();
  pk_luck law;
  assert_true(pk_luck_count(&law, &(pk_count){cells, 2, 17, 0}, arena));
  assert_close(pk_mixture_quantile(&law, 1, 0.05), 10 / 17.0, 1e-15);
  assert_close(pk_mixture_quantile(&law, 1, 0.95), 10 / 17.0, 1e-15);
  assert_true(isnan(pk_mixture_luck(&law, 1)));
  pk_arena_free(arena);
}

/* Half a client is there with chance one half; arrivals with mean 2.5 are Poisson. */
static void broken_clients_and_arrivals_have_their_own_laws(void **state) {
  (void)state;
  static const pk_cell half = {1.5, 0.4, false}, arrivals = {5, 0.5, true};
  pk_arena *arena = pk_arena_new();
  pk_luck law;
  assert_true(pk_luck_count(&law, &(pk_count){&half, 1, 1, 0}, arena));
  assert_close(pk_luck_cdf(&law, 0), 0.6 * 0.8, 1e-15);
  assert_close(pk_luck_cdf(&law, 1), 1 - 0.4 * 0.2, 1e-15);
  assert_true(pk_luck_count(&law, &(pk_count){&arrivals, 1, 1, 0}, arena));
  assert_close(pk_luck_cdf(&law, 0), exp(-2.5), 1e-14);
  assert_close(pk_luck_cdf(&law, 4), pk_gamma_q(5, 2.5), 1e-13);
  pk_arena_free(arena);
}

/* The stated error of the approximation for large groups, where it takes over and beyond. */
static void the_normal_law_of_large_groups_errs_below_what_is_said(void **state) {
  (void)state;
  static const double chances[] = {0.5, 0.2, 0.02, 0.9};
  pk_arena *arena = pk_arena_new();
  double worst = 0;
  for (int i = 0; i < 4; i++) {
    double p = chances[i], n = ceil(64.5 * 64.5 / (p * (1 - p)));
    pk_cell cell = {n, p, false};
    pk_luck law;
    assert_true(pk_luck_count(&law, &(pk_count){&cell, 1, 1, 0}, arena));
    assert_int_equal(law.form, PK_LUCK_NORMAL_COUNT);
    for (double z = -4; z <= 4; z += 0.05) {
      double k = floor(n * p + z * sqrt(n * p * (1 - p)));
      worst = fmax(worst, fabs(pk_luck_cdf(&law, k) - pk_beta_i(n - k, k + 1, 1 - p)));
    }
  }
  assert_true(worst < 2e-5);
  pk_arena_free(arena);
}

static void a_sum_keeps_mean_and_variance(void **state) {
  (void)state;
  static const double tops[] = {60, 0, -1};
  for (int i = 0; i < 3; i++) {
    pk_luck law;
    pk_luck_sum(&law, 20, 49, tops[i], 1);
    double mean = 0, square = 0, before = pk_luck_cdf(&law, -100);
    for (double x = -100; x < 200; x += 0.02) { /* Riemann sums of x dF and x² dF */
      double after = pk_luck_cdf(&law, x + 0.02), middle = x + 0.01;
      mean += middle * (after - before);
      square += middle * middle * (after - before);
      before = after;
    }
    assert_close(mean, 20, 1e-3);
    assert_close(square - mean * mean, 49, 1e-2);
  }
}

/* Where the distribution function is smooth, it is p at the quantile; where it only jumps, the
 * quantile is the value at which it passes p. */
static void a_quantile_is_where_the_mixture_passes_p(void **state) {
  (void)state;
  enum { LAWS = 40 };
  static const double levels[] = {0.001, 0.05, 0.5, 0.95, 0.999};
  pk_luck smooth[LAWS], points[LAWS];
  for (int i = 0; i < LAWS; i++) {
    pk_luck_sum(&smooth[i], 20 + i % 7 * 5, 9 + i, i % 3 == 0 ? 100 : i % 3 == 1 ? 0 : -1, 2);
    pk_luck_sum(&points[i], i * i - 100, 0, -1, 1);
  }
  for (int k = 0; k < 5; k++) {
    double x = pk_mixture_quantile(smooth, LAWS, levels[k]);
    assert_close(pk_mixture_cdf(smooth, LAWS, x), levels[k], 1e-12);
    double rank = ceil(levels[k] * LAWS - 1e-9) - 1;
    assert_close(pk_mixture_quantile(points, LAWS, levels[k]), rank * rank - 100, 1e-9);
  }
}

/* Variance within and between, by hand: two binomials of 10 with 0.2 and 0.6. */
static void a_mixture_tells_luck_from_not_knowing(void **state) {
  (void)state;
  static const pk_cell few = {10, 0.2, false}, many = {10, 0.6, false};
  pk_arena *arena = pk_arena_new();
  pk_luck laws[2];
  assert_true(pk_luck_count(&laws[0], &(pk_count){&few, 1, 10, 0}, arena));
  assert_true(pk_luck_count(&laws[1], &(pk_count){&many, 1, 10, 0}, arena));
  double within = (0.16 + 0.24) / 2 / 10, between = 0.04;
  assert_close(pk_mixture_luck(laws, 2), within / (within + between), 1e-12);
  assert_close(pk_mixture_mean(laws, 2), 0.4, 1e-12);
  double zero = (pow(0.8, 10) + pow(0.4, 10)) / 2;
  assert_close(pk_mixture_cdf(laws, 2, 0), zero, 1e-14);
  pk_arena_free(arena);
}

/* -------------------------------------------------------------------------------------- priors */

static void a_range_is_met_at_both_points(void **state) {
  (void)state;
  static const double ranges[][2] = {{0.2, 0.5},     {0.01, 0.02}, {0.05, 0.95}, {0.9, 0.99},
                                     {0.0005, 0.02}, {0.6, 0.601}, {0.001, 0.7}};
  for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
    double a, b;
    assert_true(pk_beta_from_range(ranges[i][0], ranges[i][1], &a, &b));
    assert_close(pk_beta_i(a, b, ranges[i][0]), 0.05, 1e-9);
    assert_close(pk_beta_i(a, b, ranges[i][1]), 0.95, 1e-9);
  }
}

static double share_below(const pk_number *number, pk_domain domain, double x) {
  pk_prior_shape prior;
  pk_stream stream;
  int below = 0;
  pk_prior_fit(&prior, number, domain);
  pk_stream_start(&stream, 11, 7);
  for (int i = 0; i < 20000; i++)
    below += pk_prior_draw(&prior, &stream) <= x;
  return below / 20000.0;
}

/* Within four standard errors of 20,000 draws. */
static void draws_fall_where_the_prior_says(void **state) {
  (void)state;
  pk_number counts = {.value = 0.3, .prior = PK_PRIOR_EVENTS, .a = 3, .b = 10};
  assert_close(share_below(&counts, PK_DOMAIN_SHARE, 0.25), pk_beta_i(3.5, 7.5, 0.25), 0.015);
  pk_number range = {.value = 4, .prior = PK_PRIOR_RANGE, .a = 2.5, .b = 6};
  assert_close(share_below(&range, PK_DOMAIN_POSITIVE, 2.5), 0.05, 0.0065);
  assert_close(share_below(&range, PK_DOMAIN_POSITIVE, 6), 0.95, 0.0065);
  pk_number rate = {.value = 0.1, .prior = PK_PRIOR_EXPOSURE, .a = 6, .b = 60};
  assert_close(share_below(&rate, PK_DOMAIN_SHARE, 0.1), pk_gamma_p(6.5, 6), 0.015);
  pk_number triangle = {.value = 2, .prior = PK_PRIOR_TRIANGULAR, .a = 1, .b = 2, .c = 4};
  assert_close(share_below(&triangle, PK_DOMAIN_REAL, 2), 1 / 3.0, 0.0135);
}

/* A third of a person who is there with that chance varies more than whole people can. */
static void a_sum_that_cannot_be_negative_has_no_negative_interval(void **state) {
  (void)state;
  pk_luck law;
  pk_luck_sum(&law, 1, 5, 2, 1);
  assert_true(pk_luck_cdf(&law, -1e-9) == 0);
  assert_true(pk_mixture_quantile(&law, 1, 0.05) >= 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_count_is_poisson_binomial),
      cmocka_unit_test(intervals_of_17_of_64_hold_nine_tenths),
      cmocka_unit_test(certain_and_impossible_events_do_not_vary),
      cmocka_unit_test(broken_clients_and_arrivals_have_their_own_laws),
      cmocka_unit_test(the_normal_law_of_large_groups_errs_below_what_is_said),
      cmocka_unit_test(a_sum_keeps_mean_and_variance),
      cmocka_unit_test(a_mixture_tells_luck_from_not_knowing),
      cmocka_unit_test(a_quantile_is_where_the_mixture_passes_p),
      cmocka_unit_test(a_range_is_met_at_both_points),
      cmocka_unit_test(draws_fall_where_the_prior_says),
      cmocka_unit_test(a_sum_that_cannot_be_negative_has_no_negative_interval),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
