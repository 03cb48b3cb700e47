/* The special functions against published values and against finite sums in long double. */
#include "base/special.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

/* Far out in a tail the rounding of the exponent alone costs |ln value| units in the last place. */
static void assert_near(double value, long double expected, double relative) {
  long double allowed = relative + 3e-15L * fabsl(logl(fabsl(expected)));
  if (fabsl(expected) < 1e-300L)
    allowed = 1; /* below what a double tells apart well */
  if (!(fabsl((long double)value - expected) <= allowed * fabsl(expected)))
    fail_msg("%.17g is not %.17g within %g", value, (double)expected, relative);
}

/* For whole a, Q(a, x) is the chance of fewer than a events of a Poisson law with mean x
 * (DLMF 8.4.9): sums of positive terms, so both tails keep their relative precision. */
static long double poisson_sum(int from, int to, long double x) {
  long double term = expl(-x), sum = 0;
  for (int k = 0; k < to; k++) {
    if (k >= from)
      sum += term;
    term *= x / (k + 1);
  }
  return sum;
}

static void gamma_of_whole_a_is_a_poisson_sum(void **state) {
  (void)state;
  static const double factors[] = {0.05, 0.3, 0.8, 0.95, 1, 1.05, 1.3, 2, 4};
  for (int a = 1; a <= 1000; a = a < 10 ? a + 1 : a * 3)
    for (size_t i = 0; i < sizeof factors / sizeof *factors; i++) {
      double x = a * factors[i];
      assert_near(pk_gamma_q(a, x), poisson_sum(0, a, x), 1e-13);
      assert_near(pk_gamma_p(a, x), poisson_sum(a, 8 * a + 200, x), 1e-13);
    }
}

/* Half-whole a climb from erf by DLMF 8.8.5 and 8.8.6. */
static void gamma_of_half_whole_a_is_erfc_and_a_sum(void **state) {
  (void)state;
  static const double xs[] = {1e-6, 0.01, 0.3, 1, 2.5, 7, 20};
  for (size_t i = 0; i < sizeof xs / sizeof *xs; i++) {
    long double x = xs[i], q = erfcl(sqrtl(x)), term = sqrtl(x) * expl(-x) / tgammal(1.5L);
    assert_near(pk_gamma_p(0.5, xs[i]), erfl(sqrtl(x)), 1e-13);
    for (int k = 0; k < 12; k++) {
      assert_near(pk_gamma_q(0.5 + k, xs[i]), q, 1e-13);
      q += term;
      term *= x / (1.5L + k);
    }
  }
}

/* lim Q(a, x) / a = E1(x) as a falls to 0; E1(1) and E1(0.01) from Abramowitz and Stegun,
 * table 5.1. */
static void upper_gamma_of_tiny_a_is_the_exponential_integral(void **state) {
  (void)state;
  assert_near(pk_gamma_q(1e-14, 1) / 1e-14, 0.219383934395520L, 1e-12);
  assert_near(pk_gamma_q(1e-14, 0.01) / 1e-14, 4.037929576538114L, 1e-12);
}

/* Quantiles of the chi-squared law as printed in tables: P(ν/2, χ²/2). */
static void gamma_agrees_with_chi_squared_tables(void **state) {
  (void)state;
  assert_near(pk_gamma_q(0.5, 3.841458820694124 / 2), 0.05L, 1e-13);
  assert_near(pk_gamma_q(5, 18.307038053275146 / 2), 0.05L, 1e-13);
}

static void large_a_converges_on_both_sides_of_the_peak(void **state) {
  (void)state;
  /* The median of the gamma law lies at a − 1/3 + 8/(405 a) + O(a⁻²) (DLMF 8.10.13 ff.). */
  assert_near(pk_gamma_p(1e6, 1e6 - 1.0 / 3 + 8 / 405e6), 0.5L, 1e-11);
  assert_near(pk_gamma_p(1e6, 1e6 + 2000) + pk_gamma_q(1e6, 1e6 + 2000), 1, 1e-13);
}

/* For whole a and b, I_x(a, b) is a tail of the binomial law (DLMF 8.17.5). */
static long double binomial_tail(int n, int from, long double x) {
  long double sum = 0;
  for (int k = from; k <= n; k++)
    sum += expl(lgammal(n + 1.0L) - lgammal(k + 1.0L) - lgammal(n - k + 1.0L)) * powl(x, k) *
           powl(1 - x, n - k);
  return sum;
}

static void beta_of_whole_parameters_is_a_binomial_tail(void **state) {
  (void)state;
  static const double xs[] = {1e-5, 0.03, 0.2, 0.5, 0.7, 0.96875};
  for (int a = 1; a < 200; a = a * 2 + 1)
    for (int b = 1; b < 200; b = b * 3 + 1)
      for (size_t i = 0; i < sizeof xs / sizeof *xs; i++)
        assert_near(pk_beta_i(a, b, xs[i]), binomial_tail(a + b - 1, a, xs[i]), 2e-13);
}

/* Student's t with 10 degrees of freedom: 97.5 % lie below 2.228138851986275. */
static void beta_agrees_with_tables_of_t(void **state) {
  (void)state;
  double t = 2.228138851986275, x = 10 / (10 + t * t);
  assert_near(pk_beta_i(5, 0.5, x), 0.05L, 1e-13);
}

/* Φ from Abramowitz and Stegun, tables 26.1 and 26.2; quantiles as in every table of z. */
static void normal_law_agrees_with_tables_far_into_its_tails(void **state) {
  (void)state;
  assert_near(pk_normal_cdf(1), 0.841344746068543L, 1e-14);
  assert_near(pk_normal_cdf(-5), 2.866515718791939e-7L, 1e-13);
  assert_near(pk_normal_cdf(-10), 7.619853024160527e-24L, 1e-13);
  assert_near(pk_normal_quantile(0.975), 1.959963984540054L, 1e-14);
  assert_near(pk_normal_quantile(0.05), -1.644853626951473L, 1e-14);
  assert_near(pk_normal_quantile(7.619853024160527e-24), -10, 1e-13);
  assert_near(pk_normal_cdf(pk_normal_quantile(1e-300)), 1e-300L, 1e-11);
  assert_true(pk_normal_quantile(0.5) == 0 || fabs(pk_normal_quantile(0.5)) < 1e-16);
}

static void nonsense_is_not_a_number(void **state) {
  (void)state;
  assert_true(isnan(pk_gamma_p(0, 1)) && isnan(pk_gamma_q(-1, 1)) && isnan(pk_beta_i(1, 0, 0.5)));
  assert_true(isnan(pk_normal_quantile(1.5)));
  assert_true(pk_gamma_p(2, 0) == 0 && pk_gamma_q(2, 0) == 1 && pk_beta_i(2, 3, 1) == 1);
}

/* 60 digits of mpmath 1.3, by differences at a distance of 1e-20. */
static void the_slope_of_the_shape_agrees_with_many_digits(void **state) {
  (void)state;
  static const struct {
    double a, x, slope;
  } known[] = {
      {2.7, 1.1, 0.165915748213244075},  {2.7, 9, 0.00611325065434664168},
      {0.3, 0.2, 1.02338030722039441},   {0.3, 4, 0.010264313972653528},
      {80, 60, 0.00252103274513647334},  {80, 140, 8.09118757416047629e-9},
      {10, 60, 5.30867754513553913e-16},
  };
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    assert_near(pk_gamma_q_slope(known[i].a, known[i].x), known[i].slope, 1e-12);
  assert_true(pk_gamma_q_slope(2, 0) == 0);
  assert_true(isnan(pk_gamma_q_slope(0, 1)) && isnan(pk_digamma(0)));
}

/* ψ(1) = −γ, ψ(½) = −γ − 2 ln 2 (DLMF 5.4.12, 5.4.13); others from mpmath. */
static void digamma_agrees_with_its_known_values(void **state) {
  (void)state;
  assert_near(pk_digamma(1), -0.577215664901532861L, 1e-15);
  assert_near(pk_digamma(0.5), -0.577215664901532861L - 2 * logl(2), 1e-15);
  assert_near(pk_digamma(0.1), -10.4237549404110768L, 1e-15);
  assert_near(pk_digamma(3.3), 1.03482248905962175L, 1e-14);
  assert_near(pk_digamma(15.9), 2.73454307017577386L, 1e-14);
  assert_near(pk_digamma(1000), 6.90725519564881205L, 1e-14);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(gamma_of_whole_a_is_a_poisson_sum),
      cmocka_unit_test(gamma_of_half_whole_a_is_erfc_and_a_sum),
      cmocka_unit_test(upper_gamma_of_tiny_a_is_the_exponential_integral),
      cmocka_unit_test(gamma_agrees_with_chi_squared_tables),
      cmocka_unit_test(large_a_converges_on_both_sides_of_the_peak),
      cmocka_unit_test(the_slope_of_the_shape_agrees_with_many_digits),
      cmocka_unit_test(digamma_agrees_with_its_known_values),
      cmocka_unit_test(beta_of_whole_parameters_is_a_binomial_tail),
      cmocka_unit_test(beta_agrees_with_tables_of_t),
      cmocka_unit_test(normal_law_agrees_with_tables_far_into_its_tails),
      cmocka_unit_test(nonsense_is_not_a_number),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
