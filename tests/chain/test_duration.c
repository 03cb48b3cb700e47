/* From families to probabilities of whole steps. */
#include "chain/duration.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

enum { ROOM = 6000 };

static pk_distribution family(pk_family f, double a, double b) {
  pk_distribution d = {.family = f, .unit = PK_UNIT_STEP};
  d.a.value = a;
  d.b.value = b;
  return d;
}

static void assert_near(double value, double expected, double relative) {
  if (!(fabs(value - expected) <= relative * fabs(expected)))
    fail_msg("%.17g is not %.17g within %g", value, expected, relative);
}

static double table_sum(const double *p, int n, double beyond) {
  for (int i = 0; i < n; i++)
    beyond += p[i];
  return beyond;
}

/* F(d) − F(d − 1) with 30 digits from mpmath 1.3, whose functions share nothing with ours. */
static void steps_agree_with_published_distribution_functions(void **state) {
  (void)state;
  static const struct {
    pk_family family;
    double a, b;
    int at[4];
    double p[4];
  } known[] = {
      {PK_WEIBULL,
       1.4,
       9,
       {1, 8, 40, 80},
       {0.045089999206157501, 0.066625020718514043, 0.00010138162629386799,
        2.5290353928647255e-10}},
      {PK_GAMMA,
       2.7,
       3.1,
       {1, 8, 40, 90},
       {0.0089506090304245273, 0.08336681282164507, 4.6380926045901059e-5, 1.8439242827346001e-11}},
      {PK_LOGNORMAL,
       1.5,
       0.8,
       {1, 4, 40, 400},
       {0.030396361765261375, 0.13556075452181441, 0.00031224416334848794, 1.8008932386925894e-10}},
      {PK_LOGLOGISTIC,
       2.5,
       6,
       {1, 6, 40, 400},
       {0.01121307147783851, 0.11201827186701892, 0.00055928042927750932, 1.7297652467431488e-7}},
      {PK_EXPONENTIAL,
       7,
       0,
       {1, 7, 40, 200},
       {0.13312210024981837, 0.056493404505507633, 0.00050653501957227016, 5.9962324585623494e-14}},
  };
  double p[ROOM];
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    pk_distribution d = family(known[i].family, known[i].a, known[i].b);
    double beyond = pk_duration_table(&d, PK_STEP_MONTH, 1, 500, NULL, NULL, p);
    for (int k = 0; k < 4; k++)
      assert_near(p[known[i].at[k] - 1], known[i].p[k], 1e-12);
    assert_near(table_sum(p, 500, beyond), 1, 1e-13);
  }
}

/* Where F is 1 to the last bit, P(d) still has its digits: the ratio of neighbours of an
 * exponential is e^(−1/mean), and a gamma of shape 2 and scale 1 has S(x) = (1 + x) e^−x. */
static void tails_keep_their_relative_precision(void **state) {
  (void)state;
  double p[ROOM];
  pk_distribution d = family(PK_EXPONENTIAL, 2, 0);
  pk_duration_table(&d, PK_STEP_MONTH, 1, 1000, NULL, NULL, p);
  assert_near(p[999] / p[998], exp(-0.5), 1e-12);
  d = family(PK_GAMMA, 2, 1);
  pk_duration_table(&d, PK_STEP_MONTH, 1, 600, NULL, NULL, p);
  assert_near(p[599], (double)(600 * expl(-599) - 601 * expl(-600)), 1e-11);
  d = family(PK_WEIBULL, 3, 5000); /* and early, where F is nearly 0: F(1) = (1/5000)³ */
  pk_duration_table(&d, PK_STEP_MONTH, 1, 10, NULL, NULL, p);
  assert_near(p[0], 8e-12, 1e-10);
  assert_near(p[1], 7 * 8e-12, 1e-10);
  d = family(PK_LOGNORMAL, 0, 0.1);
  pk_duration_table(&d, PK_STEP_MONTH, 1, 3, NULL, NULL, p);
  assert_near(p[2], erfc(log(2) * 10 / sqrt(2)) / 2, 1e-12); /* S(3) is 2e-17 of S(2) */
}

static void fixed_is_rounded_to_whole_steps_and_at_least_one(void **state) {
  (void)state;
  double p[60];
  pk_distribution d = family(PK_FIXED, 10, 0);
  assert_true(pk_duration_table(&d, PK_STEP_MONTH, 1, 60, NULL, NULL, p) == 0);
  assert_true(p[9] == 1 && p[8] == 0 && p[10] == 0);
  d.unit = PK_UNIT_MONTH; /* 10 months are 43.48 weeks */
  pk_duration_table(&d, PK_STEP_WEEK, 1, 60, NULL, NULL, p);
  assert_true(p[42] == 1);
  d.unit = PK_UNIT_DAY; /* and 10 days a third of a month */
  pk_duration_table(&d, PK_STEP_MONTH, 1, 60, NULL, NULL, p);
  assert_true(p[0] == 1);
  d.unit = PK_UNIT_YEAR;
  assert_true(pk_duration_table(&d, PK_STEP_MONTH, 1, 60, NULL, NULL, p) == 1);
  assert_true(table_sum(p, 60, 0) == 0);
}

static void uniform_is_whole_and_even(void **state) {
  (void)state;
  double p[10];
  pk_distribution d = family(PK_UNIFORM, 3, 6);
  assert_true(pk_duration_table(&d, PK_STEP_MONTH, 1, 10, NULL, NULL, p) == 0);
  assert_true(p[1] == 0 && p[2] == 0.25 && p[5] == 0.25 && p[6] == 0);
  assert_near(pk_duration_table(&d, PK_STEP_MONTH, 1, 4, NULL, NULL, p), 0.5, 1e-15);
  assert_near(pk_duration_table(&d, PK_STEP_MONTH, 1, 1, NULL, NULL, p), 1, 1e-15);
}

static void geometric_has_its_closed_form(void **state) {
  (void)state;
  double p[100];
  pk_distribution d = family(PK_GEOMETRIC, 4, 0);
  double beyond = pk_duration_table(&d, PK_STEP_MONTH, 1, 100, NULL, NULL, p);
  for (int i = 0; i < 100; i++)
    assert_near(p[i], 0.25 * pow(0.75, i), 1e-13);
  assert_near(beyond, pow(0.75, 100), 1e-13);
  d.a.value = 1;
  assert_true(pk_duration_table(&d, PK_STEP_MONTH, 1, 5, NULL, NULL, p) == 0 && p[0] == 1);
}

static void a_survival_curve_falls_at_its_times_and_the_rest_never_leaves(void **state) {
  (void)state;
  static const double times[] = {3, 6, 12}, left[] = {0.8, 0.5, 0.1};
  pk_distribution d = {.family = PK_SURVIVAL, .unit = PK_UNIT_MONTH, .n = 3, .x = times, .y = left};
  double p[40];
  double beyond = pk_duration_table(&d, PK_STEP_MONTH, 1, 40, NULL, NULL, p);
  assert_near(beyond, 0.1, 1e-15);
  assert_near(p[2], 0.2, 1e-15);
  assert_near(p[5], 0.3, 1e-15);
  assert_near(p[11], 0.4, 1e-15);
  assert_near(table_sum(p, 40, 0), 0.9, 1e-15);
  assert_near(pk_duration_table(&d, PK_STEP_MONTH, 1, 5, NULL, NULL, p), 0.8, 1e-15);
  pk_duration_table(&d, PK_STEP_WEEK, 1, 40, NULL, NULL, p); /* 3 months are 13.04 weeks */
  assert_near(p[12], 0.2, 1e-15);
  assert_true(isinf(pk_duration_mean(&d, PK_STEP_MONTH)));
}

static void a_table_is_taken_as_written(void **state) {
  (void)state;
  static const double y[] = {0.2, 0.5, 0.3};
  pk_distribution d = {.family = PK_TABLE, .n = 3, .y = y};
  double p[5];
  assert_true(pk_duration_table(&d, PK_STEP_MONTH, 1, 5, NULL, NULL, p) == 0);
  assert_true(p[0] == 0.2 && p[2] == 0.3 && p[3] == 0);
  assert_near(pk_duration_table(&d, PK_STEP_MONTH, 1, 2, NULL, NULL, p), 0.3, 1e-15);
  assert_near(pk_duration_mean(&d, PK_STEP_MONTH), 2.1, 1e-15);
}

/* A month is 365.25 / 12 days whichever step the model has. */
static void units_only_rescale(void **state) {
  (void)state;
  double p[ROOM], q[ROOM], unit = 365.25 / 12 / 7;
  pk_distribution months = family(PK_WEIBULL, 1.4, 9), weeks = family(PK_WEIBULL, 1.4, 9 * unit);
  months.unit = PK_UNIT_MONTH;
  pk_duration_table(&months, PK_STEP_WEEK, 1, 200, NULL, NULL, p);
  pk_duration_table(&weeks, PK_STEP_WEEK, 1, 200, NULL, NULL, q);
  for (int i = 0; i < 200; i++)
    assert_near(p[i], q[i], 1e-13);
  months = family(PK_LOGNORMAL, 1, 0.5);
  months.unit = PK_UNIT_MONTH;
  assert_near(pk_duration_mean(&months, PK_STEP_WEEK), exp(1.125) * unit, 1e-14);
}

/* Mean of the rounded stay, in months, as steps get finer: the half step that rounding adds shrinks
 * with the step. */
static void finer_steps_converge_to_the_continuous_mean(void **state) {
  (void)state;
  double p[ROOM], mean = 4 * 1.5;
  pk_distribution d = family(PK_GAMMA, 4, 1.5);
  for (int refine = 1; refine <= 64; refine *= 4) {
    int n = 90 * refine;
    pk_duration_table(&d, PK_STEP_MONTH, refine, n, NULL, NULL, p);
    double sum = 0;
    for (int i = 0; i < n; i++)
      sum += (i + 1) * p[i] / refine;
    assert_near(sum - mean, 0.5 / refine, 1e-3);
    if (refine == 1)
      assert_near(pk_duration_rounded_mean(&d, PK_STEP_MONTH), sum, 1e-9);
  }
}

static void only_continuous_families_get_finer(void **state) {
  (void)state;
  double p[40];
  pk_distribution d = family(PK_FIXED, 5, 0);
  assert_true(pk_duration_table(&d, PK_STEP_MONTH, 4, 40, NULL, NULL, p) == 0);
  assert_true(p[19] == 1);
  d = family(PK_GEOMETRIC, 2, 0);
  assert_near(pk_duration_table(&d, PK_STEP_MONTH, 4, 40, NULL, NULL, p), 1 / 1024.0, 1e-14);
  assert_true(p[3] == 0.5 && p[4] == 0 && p[7] == 0.25);
}

static void means_have_their_closed_forms(void **state) {
  (void)state;
  pk_distribution d = family(PK_WEIBULL, 2, 10);
  assert_near(pk_duration_mean(&d, PK_STEP_MONTH), 10 * sqrt(3.14159265358979324) / 2, 1e-14);
  d = family(PK_LOGLOGISTIC, 2, 10);
  assert_near(pk_duration_mean(&d, PK_STEP_MONTH), 5 * 3.14159265358979324, 1e-14);
  d = family(PK_LOGLOGISTIC, 1, 10);
  assert_true(isinf(pk_duration_mean(&d, PK_STEP_MONTH)));
  d = family(PK_EXPONENTIAL, 3, 0); /* rounded: 1 / (1 − e^(−1/3)) */
  assert_near(pk_duration_rounded_mean(&d, PK_STEP_MONTH), -1 / expm1(-1.0 / 3), 1e-6);
}

static double doubled(void *context, const pk_number *number) {
  (void)context;
  return 2 * number->value;
}

static void numbers_may_be_drawn_instead_of_read(void **state) {
  (void)state;
  double p[60];
  pk_distribution d = family(PK_FIXED, 10, 0);
  pk_duration_table(&d, PK_STEP_MONTH, 1, 60, doubled, NULL, p);
  assert_true(p[19] == 1);
}

/* 60 digits of mpmath 1.3, by differences at a distance of 1e-20, early, in the middle and far out.
 */
static void tails_change_with_their_parameters(void **state) {
  (void)state;
  static const struct {
    pk_family family;
    double a, b;
    int at[3];
    double by_a[3], by_b[3];
  } known[] = {
      {PK_WEIBULL,
       1.4,
       9,
       {1, 8, 60},
       {0.0968049080448021306, 0.0427755348512404557, -0.0000176909509713028225},
       {0.00685343747140755118, 0.0564934674241444045, 1.45058073741848442e-6}},
      {PK_GAMMA,
       2.7,
       3.1,
       {1, 8, 90},
       {0.0207919372128160119, 0.255382806546148063, 1.35178060770806111e-10},
       {0.0071289664617923411, 0.204505304506838579, 4.58170229473755181e-10}},
      {PK_LOGLOGISTIC,
       2.5,
       6,
       {1, 6, 400},
       {0.0198658437564319053, 0, -0.000115723885210091019},
       {0.00461972437744641418, 0.104166666666666667, 0.0000114813503829525792}},
      {PK_LOGNORMAL,
       1.5,
       0.8,
       {1, 4, 200},
       {0.0859828447833648726, 0.493666178861224043, 6.34999483981438327e-6},
       {-0.161217833968809136, -0.0701657853261472855, 0.0000301491195969467378}},
      {PK_EXPONENTIAL,
       5,
       0,
       {1, 8, 300},
       {0.0327492301231192743, 0.0646068857582897307, 1.05078129152358244e-25},
       {0, 0, 0}},
      {PK_GEOMETRIC, 5, 0, {1, 8, 300}, {0.04, 0.067108864, 1.26790687472559659e-28}, {0, 0, 0}},
  };
  static double left[ROOM], by_a[ROOM], by_b[ROOM];
  const pk_duration_slopes to = {left, by_a, by_b};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    pk_distribution d = family(known[i].family, known[i].a, known[i].b);
    pk_duration_slope(&d, PK_STEP_MONTH, 1, 400, NULL, NULL, &to);
    assert_true(left[0] == 1 && by_a[0] == 0 && by_b[0] == 0);
    for (int k = 0; k < 3; k++) {
      assert_near(by_a[known[i].at[k]], known[i].by_a[k], 1e-12);
      assert_near(by_b[known[i].at[k]], known[i].by_b[k], 1e-12);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(steps_agree_with_published_distribution_functions),
      cmocka_unit_test(tails_keep_their_relative_precision),
      cmocka_unit_test(fixed_is_rounded_to_whole_steps_and_at_least_one),
      cmocka_unit_test(uniform_is_whole_and_even),
      cmocka_unit_test(geometric_has_its_closed_form),
      cmocka_unit_test(a_survival_curve_falls_at_its_times_and_the_rest_never_leaves),
      cmocka_unit_test(a_table_is_taken_as_written),
      cmocka_unit_test(units_only_rescale),
      cmocka_unit_test(finer_steps_converge_to_the_continuous_mean),
      cmocka_unit_test(only_continuous_families_get_finer),
      cmocka_unit_test(means_have_their_closed_forms),
      cmocka_unit_test(tails_change_with_their_parameters),
      cmocka_unit_test(numbers_may_be_drawn_instead_of_read),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
