/* What it is worth to know more: decisions whose value can be worked out by hand. */
#include "study/information.h"
#include "base/random.h"
#include "base/special.h"
#include "support/check.h"

#include <math.h>

enum { DRAWS = 4000 };

/* Two or three options, two numbers that matter, and one that does not. */
typedef struct decision {
  pk_arena *arena;
  double *value, *x, *z, *idle;
} decision;

static decision decision_new(void) {
  decision d = {.arena = pk_arena_new()};
  d.value = PK_NEW_ARRAY(d.arena, double, 3 * DRAWS);
  d.x = PK_NEW_ARRAY(d.arena, double, 2 * DRAWS);
  d.z = d.x + DRAWS;
  d.idle = PK_NEW_ARRAY(d.arena, double, DRAWS);
  assert_true(d.value && d.x && d.idle);
  for (int i = 0; i < DRAWS; i++) {
    pk_stream stream;
    pk_stream_start(&stream, 1, (uint64_t)i);
    d.x[i] = pk_stream_normal(&stream);
    d.z[i] = pk_stream_normal(&stream);
    d.idle[i] = pk_stream_normal(&stream);
  }
  return d;
}

static double known(const decision *d, const double *x, size_t columns, size_t options) {
  double information = NAN;
  assert_true(pk_evppi_together(d->value, options, DRAWS, x, columns, &information, d->arena));
  return information;
}

/* E max(0, X) − max(0, μ) for X normal: σ φ(μ/σ) − |μ| Φ(−|μ|/σ). */
static double normal_loss(double mean, double sd) {
  double u = fabs(mean) / sd;
  return sd * (exp(-u * u / 2) / sqrt(8 * atan(1)) - u * pk_normal_cdf(-u));
}

static void two_options_and_normal_numbers_are_as_by_hand(void **state) {
  (void)state;
  decision d = decision_new();
  for (int i = 0; i < DRAWS; i++) { /* 1 is better by 0.5 + 2x + z on average 0.5 */
    d.value[i] = 7 + 3 * d.idle[i];
    d.value[DRAWS + i] = d.value[i] + 0.5 + 2 * d.x[i] + d.z[i];
  }
  double all = pk_evpi(d.value, 2, DRAWS);
  assert_true(fabs(all - normal_loss(0.5, sqrt(5))) < 0.05);
  assert_true(fabs(known(&d, d.x, 1, 2) - normal_loss(0.5, 2)) < 0.05);
  assert_true(fabs(known(&d, d.z, 1, 2) - normal_loss(0.5, 1)) < 0.03);
  assert_true(fabs(known(&d, d.x, 2, 2) - all) < 1e-9); /* both: everything */
  assert_true(known(&d, d.idle, 1, 2) == 0); /* moves both alike: no reason to choose otherwise */
  pk_arena_free(d.arena);
}

/* u uniform on (−1, 1): option 1 is worth u² − 1/4, on average 1/12; who knows u takes it where
 * |u| > 1/2 and gains ∫ (u² − 1/4) du from 1/2 to 1 = 1/6: knowing is worth 1/12. A straight line
 * would see nothing in it. */
static void a_curve_that_turns_round_is_followed(void **state) {
  (void)state;
  decision d = decision_new();
  for (int i = 0; i < DRAWS; i++) {
    d.x[i] = 2 * pk_normal_cdf(d.x[i]) - 1;
    d.value[i] = 0;
    d.value[DRAWS + i] = d.x[i] * d.x[i] - 0.25 + 0.2 * d.z[i];
  }
  assert_true(fabs(known(&d, d.x, 1, 2) - 1.0 / 12) < 0.012);
  pk_arena_free(d.arena);
}

static void nothing_is_worth_more_than_knowing_everything(void **state) {
  (void)state;
  decision d = decision_new();
  for (int turn = 0; turn < 8; turn++) {
    for (int i = 0; i < DRAWS; i++) {
      d.value[i] = sin(3 * d.x[i]) + turn * d.z[i];
      d.value[DRAWS + i] = d.x[i] * d.z[i];
      d.value[2 * DRAWS + i] = 0.1 * turn;
    }
    double all = pk_evpi(d.value, 3, DRAWS);
    const double *const numbers[3] = {d.x, d.z, d.idle};
    for (int k = 0; k < 3; k++) {
      double one = known(&d, numbers[k], 1, 3);
      assert_true(one >= 0 && one <= all);
    }
  }
  pk_arena_free(d.arena);
}

static void where_one_option_is_always_best_knowing_is_worth_nothing(void **state) {
  (void)state;
  decision d = decision_new();
  for (int i = 0; i < DRAWS; i++) {
    d.value[i] = d.x[i];
    d.value[DRAWS + i] = d.x[i] + 1 + d.z[i] * d.z[i];
  }
  assert_true(pk_evpi(d.value, 2, DRAWS) < 1e-12);
  assert_true(known(&d, d.x, 1, 2) == 0 && known(&d, d.z, 1, 2) == 0);
  assert_true(known(&d, d.x, 1, 1) == 0); /* nothing to choose */
  pk_arena_free(d.arena);
}

/* A number that was never drawn otherwise, and very few draws, are no reason to see anything. */
static void too_little_is_no_information(void **state) {
  (void)state;
  decision d = decision_new();
  for (int i = 0; i < DRAWS; i++) {
    d.value[i] = 0;
    d.value[DRAWS + i] = d.z[i];
    d.x[i] = 5;
  }
  assert_true(known(&d, d.x, 1, 2) == 0);
  double information = NAN;
  for (size_t few = 0; few < 4; few++) {
    assert_true(pk_evppi(d.value, 2, few, d.z, &information, d.arena));
    assert_true(information >= 0);
  }
  pk_arena_free(d.arena);
}

static void chances_to_be_best_sum_to_one(void **state) {
  (void)state;
  static const double value[6] = {1, 2, 3, 1, 1, 5}; /* draws: tie, first, second */
  double best[2];
  pk_best_chance(value, 2, 3, best);
  assert_true(fabs(best[0] - 0.5) < 1e-12 && fabs(best[1] - 0.5) < 1e-12);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(two_options_and_normal_numbers_are_as_by_hand),
      cmocka_unit_test(a_curve_that_turns_round_is_followed),
      cmocka_unit_test(nothing_is_worth_more_than_knowing_everything),
      cmocka_unit_test(where_one_option_is_always_best_knowing_is_worth_nothing),
      cmocka_unit_test(too_little_is_no_information),
      cmocka_unit_test(chances_to_be_best_sum_to_one),
  };
  return RUN(tests);
}
