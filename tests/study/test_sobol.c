/* Shares of variance against functions whose shares are known. */
#include "study/sobol.h"
#include "base/random.h"
#include "support/check.h"

#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846

/* Factor i of draw d is uniform on (0, 1), whatever is asked before it. */
static double uniform(int draw, int factor) {
  pk_stream stream;
  pk_stream_start(&stream, (uint64_t)draw, (uint64_t)factor);
  return pk_stream_uniform(&stream);
}

static double input(const pk_mixed *at, int factor) {
  return uniform(factor == at->factor ? at->other : at->draw, factor);
}

/* Ishigami and Homma 1990, a = 7, b = 0.1. */
static bool ishigami(void *context, const pk_mixed *at, int thread, double *y) {
  double x[3];
  (void)context;
  (void)thread;
  for (int i = 0; i < 3; i++)
    x[i] = PI * (2 * input(at, i) - 1);
  *y = sin(x[0]) + 7 * sin(x[1]) * sin(x[1]) + 0.1 * pow(x[2], 4) * sin(x[0]);
  return true;
}

/* The same with other draws. */
static bool later(void *context, const pk_mixed *at, int thread, double *y) {
  int from = *(const int *)context;
  pk_mixed moved = {at->draw + from, at->factor, at->other + from};
  return ishigami(NULL, &moved, thread, y);
}

static const double g_weights[4] = {0, 1, 4.5, 9};

/* Sobol's g-function: Π (|4x − 2| + a) / (1 + a). */
static bool g_function(void *context, const pk_mixed *at, int thread, double *y) {
  (void)context;
  (void)thread;
  *y = 1;
  for (int i = 0; i < 4; i++)
    *y *= (fabs(4 * input(at, i) - 2) + g_weights[i]) / (1 + g_weights[i]);
  return true;
}

static bool constant(void *context, const pk_mixed *at, int thread, double *y) {
  (void)context;
  (void)at;
  (void)thread;
  *y = 3;
  return true;
}

static pk_sobol shares_of(pk_sobol_of of, pk_arena *arena) {
  pk_sobol sobol;
  if (of.threads == 0)
    of.threads = 1;
  of.seed = 1;
  assert_true(pk_sobol_make(&sobol, &of, arena));
  return sobol;
}

/* Near the truth by its own account of the error, and near it at all. */
static void near(double value, double error, double truth, double most) {
  if (!(fabs(value - truth) < 4 * error + 1e-12) || !(error < most))
    fail_msg("%g ± %g is not %g (± %g)", value, error, truth, most);
}

/* Saltelli and others, Global Sensitivity Analysis: The Primer (2008): variance a²/8 + bπ⁴/5 +
 * b²π⁸/18 + 1/2. */
static void shares_of_the_ishigami_function_are_the_published_ones(void **state) {
  static const double first[3] = {0.3139, 0.4424, 0}, total[3] = {0.5576, 0.4424, 0.2437};
  (void)state;
  pk_arena *arena = pk_arena_new();
  pk_sobol s =
      shares_of((pk_sobol_of){.factor_count = 3, .pairs = 16384, .value = ishigami}, arena);
  assert_true(fabs(s.variance / 13.8446 - 1) < 0.02);
  assert_true(fabs(s.mean - 3.5) < 0.08);
  for (int i = 0; i < 3; i++) {
    near(s.first[i], s.first_error[i], first[i], 0.012);
    near(s.total[i], s.total_error[i], total[i], 0.012);
  }
  pk_arena_free(arena);
}

/* V_i = 1 / (3 (1 + a_i)²), V = Π (1 + V_i) − 1, total: V_i Π over the others (1 + V_j). */
static void shares_of_the_g_function_are_the_published_ones(void **state) {
  (void)state;
  double part[4], all = 1;
  pk_arena *arena = pk_arena_new();
  pk_sobol s =
      shares_of((pk_sobol_of){.factor_count = 4, .pairs = 16384, .value = g_function}, arena);
  for (int i = 0; i < 4; i++) {
    part[i] = 1 / (3 * (1 + g_weights[i]) * (1 + g_weights[i]));
    all *= 1 + part[i];
  }
  for (int i = 0; i < 4; i++) {
    near(s.first[i], s.first_error[i], part[i] / (all - 1), 0.012);
    near(s.total[i], s.total_error[i], part[i] * all / (1 + part[i]) / (all - 1), 0.012);
  }
  pk_arena_free(arena);
}

/* Of 40 small samples nearly all are within three errors of the truth, and most within one: an
 * error is worth its name where samples are small. */
static void errors_are_as_large_as_they_say(void **state) {
  static const double truth[3] = {0.3139, 0.4424, 0};
  (void)state;
  int near_by = 0, far = 0;
  for (int i = 0; i < 40; i++) {
    pk_arena *arena = pk_arena_new();
    int from = 1000 * i;
    pk_sobol s = shares_of(
        (pk_sobol_of){.factor_count = 3, .pairs = 64, .value = later, .context = &from}, arena);
    for (int k = 0; k < 3; k++) {
      near_by += fabs(s.first[k] - truth[k]) < s.first_error[k];
      far += fabs(s.first[k] - truth[k]) > 3 * s.first_error[k];
    }
    pk_arena_free(arena);
  }
  assert_true(near_by >= 65 && near_by <= 105);
  assert_true(far <= 4);
}

static void threads_change_no_bit(void **state) {
  (void)state;
  pk_arena *arena = pk_arena_new();
  pk_sobol_of of = {.factor_count = 3, .pairs = 300, .value = ishigami};
  pk_sobol one = shares_of(of, arena);
  of.threads = 3;
  pk_sobol three = shares_of(of, arena);
  assert_memory_equal(one.first, three.first, 3 * sizeof(double));
  assert_memory_equal(one.total_error, three.total_error, 3 * sizeof(double));
  assert_memory_equal(one.base, three.base, 600 * sizeof(double));
  pk_arena_free(arena);
}

/* Pairs in their order until the first that failed. */
typedef struct stopper {
  int from;
} stopper;

static bool stops(void *context, const pk_mixed *at, int thread, double *y) {
  const stopper *s = context;
  return at->draw < s->from && ishigami(NULL, at, thread, y);
}

static void a_stopped_sample_is_the_shorter_sample(void **state) {
  (void)state;
  pk_arena *arena = pk_arena_new();
  stopper at = {2 * 50};
  pk_sobol whole =
      shares_of((pk_sobol_of){.factor_count = 3, .pairs = 50, .value = ishigami}, arena);
  pk_sobol cut = shares_of(
      (pk_sobol_of){.factor_count = 3, .pairs = 80, .value = stops, .context = &at}, arena);
  assert_int_equal(cut.pairs, 50);
  assert_memory_equal(whole.first, cut.first, 3 * sizeof(double));
  pk_arena_free(arena);
}

static void what_does_not_vary_has_no_shares(void **state) {
  (void)state;
  pk_arena *arena = pk_arena_new();
  pk_sobol s = shares_of((pk_sobol_of){.factor_count = 2, .pairs = 8, .value = constant}, arena);
  assert_true(s.variance == 0 && isnan(s.first[0]) && isnan(s.total[1]));
  pk_arena_free(arena);
}

/* From 2000 plain draws, by curves: no input costs more than the draws themselves. */
static void curves_through_draws_give_the_same_shares(void **state) {
  static const double first[3] = {0.3139, 0.4424, 0};
  enum { DRAWS = 2000 };
  (void)state;
  pk_arena *arena = pk_arena_new();
  double *x = PK_NEW_ARRAY(arena, double, DRAWS), *y = PK_NEW_ARRAY(arena, double, DRAWS);
  assert_true(x && y);
  for (int k = 0; k < 3; k++) {
    double share, error;
    for (int i = 0; i < DRAWS; i++) {
      x[i] = uniform(i, k);
      ishigami(NULL, &(pk_mixed){i, -1, i}, 0, &y[i]);
    }
    assert_true(pk_share_smoothed(y, x, 1, DRAWS, &share, &error, arena));
    near(share, error, first[k], 0.025);
  }
  pk_arena_free(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(shares_of_the_ishigami_function_are_the_published_ones),
      cmocka_unit_test(shares_of_the_g_function_are_the_published_ones),
      cmocka_unit_test(curves_through_draws_give_the_same_shares),
      cmocka_unit_test(errors_are_as_large_as_they_say),
      cmocka_unit_test(threads_change_no_bit),
      cmocka_unit_test(a_stopped_sample_is_the_shorter_sample),
      cmocka_unit_test(what_does_not_vary_has_no_shares),
  };
  return RUN(tests);
}
