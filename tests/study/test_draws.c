/* Draws of uncertain numbers: sets that sum to one, counts of one N as a Dirichlet law, keys that
 * two models share. */
#include "study/draws.h"
#include "base/special.h"
#include "study/prior.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

typedef struct drawn_model {
  polku_report *report;
  polku_model *model;
  pk_arena *arena;
  pk_draws *draws;
} drawn_model;

/* One stage with three ways on; `shares` are the JSON of a, b, c. */
static drawn_model draw_model(const char *shares, const char *mean) {
  char text[2000];
  snprintf(
      text, sizeof text,
      "{\"format\":\"polku/1\",\"horizon\":3,\"stages\":{\"seek\":{\"duration\":{\"geometric\":"
      "{\"mean\":%s}}},\"x\":{\"final\":true},\"y\":{\"final\":true},\"z\":{\"final\":true}},"
      "\"transitions\":{%s},\"groups\":{\"all\":{\"size\":5,\"start\":\"seek\"}}}",
      mean, shares);
  drawn_model d = {polku_report_new(), NULL, pk_arena_new(), NULL};
  d.model = polku_model_read("draws", text, strlen(text), d.report);
  assert_non_null(d.model);
  d.draws = pk_draws_new(d.model, d.arena, d.report);
  assert_non_null(d.draws);
  return d;
}

static void drawn_free(drawn_model *d) {
  pk_arena_free(d->arena);
  polku_model_free(d->model);
  polku_report_free(d->report);
}

#define SHARES(a, b, c)                                                                            \
  "\"a\":{\"from\":\"seek\",\"to\":\"x\",\"share\":" a "},\"b\":{\"from\":\"seek\",\"to\":\"y\","  \
  "\"share\":" b "},\"c\":{\"from\":\"seek\",\"to\":\"z\",\"share\":" c "}"

static double share(const drawn_model *d, int transition) {
  return pk_draws_value(d->draws, &d->model->transitions[transition].share);
}

static const char *const counts =
    SHARES("{\"value\":0.3,\"evidence\":{\"events\":30,\"of\":100}}",
           "{\"value\":0.5,\"evidence\":{\"events\":50,\"of\":100}}", "\"rest\"");

/* Dirichlet(30.5, 50.5, 20.5): means α/α0, variances and the negative covariance of its parts. */
static void counts_of_one_n_are_a_dirichlet_law(void **state) {
  (void)state;
  enum { DRAWS = 20000 };
  drawn_model d = draw_model(counts, "4");
  double a = 0, b = 0, aa = 0, ab = 0, sum = 101.5;
  for (int i = 0; i < DRAWS; i++) {
    pk_draws_take(d.draws, 1, i);
    assert_true(fabs(share(&d, 0) + share(&d, 1) + share(&d, 2) - 1) < 1e-12);
    a += share(&d, 0) / DRAWS;
    b += share(&d, 1) / DRAWS;
    aa += share(&d, 0) * share(&d, 0) / DRAWS;
    ab += share(&d, 0) * share(&d, 1) / DRAWS;
  }
  double p = 30.5 / sum, q = 50.5 / sum, sd = sqrt(p * (1 - p) / (sum + 1));
  assert_true(fabs(a - p) < 4 * sd / sqrt(DRAWS));
  assert_true(fabs(aa - a * a - sd * sd) < 0.04 * sd * sd);
  assert_true(fabs(ab - a * b + p * q / (sum + 1)) < 0.06 * p * q / (sum + 1));
  drawn_free(&d);
}

/* A range is drawn first; what nobody is unsure of keeps its proportions: 2 to 1. */
static void bare_shares_take_what_is_left_in_proportion(void **state) {
  (void)state;
  drawn_model d = draw_model(SHARES("{\"value\":0.4,\"range\":[0.3,0.5]}", "0.4", "0.2"), "4");
  double lowest = 1, highest = 0;
  for (int i = 0; i < 500; i++) {
    pk_draws_take(d.draws, 1, i);
    assert_true(fabs(share(&d, 1) - 2 * share(&d, 2)) < 1e-12);
    assert_true(fabs(share(&d, 0) + share(&d, 1) + share(&d, 2) - 1) < 1e-12);
    lowest = fmin(lowest, share(&d, 0));
    highest = fmax(highest, share(&d, 0));
  }
  assert_true(lowest < 0.3 && highest > 0.5);
  drawn_free(&d);
}

static void sets_that_exceed_one_are_drawn_again(void **state) {
  (void)state;
  drawn_model d = draw_model(SHARES("{\"value\":0.5,\"range\":[0.2,0.8]}",
                                    "{\"value\":0.4,\"range\":[0.1,0.8]}", "\"rest\""),
                             "4");
  for (int i = 0; i < 2000; i++) {
    pk_draws_take(d.draws, 3, i);
    for (int k = 0; k < 3; k++)
      assert_true(share(&d, k) >= 0);
    assert_true(fabs(share(&d, 0) + share(&d, 1) + share(&d, 2) - 1) < 1e-12);
  }
  drawn_free(&d);
}

/* The draw of a number depends on its address alone, not on what else is uncertain. */
static void models_share_the_draws_of_numbers_they_share(void **state) {
  (void)state;
  drawn_model one = draw_model(counts, "4");
  drawn_model other = draw_model(counts, "{\"value\":4,\"range\":[3,6]}");
  assert_int_equal(pk_draws_uncertain(one.draws), 2);
  assert_int_equal(pk_draws_uncertain(other.draws), 3);
  for (int i = 0; i < 50; i++) {
    pk_draws_take(one.draws, 9, i);
    pk_draws_take(other.draws, 9, i);
    for (int k = 0; k < 3; k++)
      assert_true(share(&one, k) == share(&other, k));
  }
  pk_draws_take(one.draws, 9, 0);
  double first = share(&one, 0);
  pk_draws_take(one.draws, 9, 1);
  assert_true(share(&one, 0) != first);
  pk_draws_take(one.draws, 9, 0);
  assert_true(share(&one, 0) == first);
  drawn_free(&one);
  drawn_free(&other);
}

static void numbers_that_are_sure_keep_their_value(void **state) {
  (void)state;
  drawn_model d = draw_model(SHARES("0.4", "0.4", "0.2"), "4");
  assert_int_equal(pk_draws_uncertain(d.draws), 0);
  pk_draws_take(d.draws, 1, 1);
  assert_true(share(&d, 1) == 0.4);
  assert_true(pk_draws_value(d.draws, &d.model->stages[0].duration.a) == 4);
  drawn_free(&d);
}

/* Three numbers, each of which can be as large as it likes beside the others. */
static const char *const apart = SHARES("{\"value\":0.3,\"range\":[0.2,0.4]}",
                                        "{\"value\":0.2,\"range\":[0.1,0.3]}", "\"rest\"");

static void numbers_that_can_vary_apart_are_mixed_one_by_one(void **state) {
  (void)state;
  drawn_model d = draw_model(apart, "{\"value\":4,\"range\":[3,6]}");
  const pk_number *mean = &d.model->stages[0].duration.a;
  assert_int_equal(pk_draws_factors(d.draws), 3);
  for (int f = 0; f < 3; f++) {
    const pk_number *one = pk_draws_factor(d.draws, f, 0);
    assert_non_null(one);
    assert_null(pk_draws_factor(d.draws, f, 1));
    pk_draws_take(d.draws, 1, 8);
    double other = pk_draws_value(d.draws, one);
    pk_draws_take(d.draws, 1, 3);
    double a = share(&d, 0), b = share(&d, 1), length = pk_draws_value(d.draws, mean);
    pk_draws_mix(d.draws, 1, 3, f, 8);
    assert_true(pk_draws_value(d.draws, one) == other && other != (f == 0   ? a
                                                                   : f == 1 ? b
                                                                            : length));
    assert_true(f == 0 || share(&d, 0) == a);
    assert_true(f == 1 || share(&d, 1) == b);
    assert_true(f == 2 || pk_draws_value(d.draws, mean) == length);
    assert_true(fabs(share(&d, 0) + share(&d, 1) + share(&d, 2) - 1) < 1e-12);
  }
  drawn_free(&d);
}

/* Counts of one N are one law; ranges that can exceed 1 together are drawn anew together. */
static void numbers_that_cannot_vary_apart_are_mixed_together(void **state) {
  const char *const wide = SHARES("{\"value\":0.5,\"range\":[0.2,0.8]}",
                                  "{\"value\":0.4,\"range\":[0.1,0.8]}", "\"rest\"");
  (void)state;
  for (int k = 0; k < 2; k++) {
    drawn_model d = draw_model(k == 0 ? counts : wide, "4");
    assert_int_equal(pk_draws_factors(d.draws), 1);
    assert_ptr_equal(pk_draws_factor(d.draws, 0, 0), &d.model->transitions[0].share);
    assert_ptr_equal(pk_draws_factor(d.draws, 0, 1), &d.model->transitions[1].share);
    assert_null(pk_draws_factor(d.draws, 0, 2));
    pk_draws_take(d.draws, 1, 8);
    double a = share(&d, 0), b = share(&d, 1);
    pk_draws_mix(d.draws, 1, 3, 0, 8);
    assert_true(share(&d, 0) == a && share(&d, 1) == b);
    drawn_free(&d);
  }
}

static void mixing_nothing_is_the_draw_itself(void **state) {
  (void)state;
  drawn_model d = draw_model(apart, "{\"value\":4,\"range\":[3,6]}");
  pk_draws_take(d.draws, 2, 5);
  double a = share(&d, 0), b = share(&d, 1);
  for (int f = -1; f < 3; f++) {
    pk_draws_mix(d.draws, 2, 5, f, 5);
    assert_true(share(&d, 0) == a && share(&d, 1) == b);
  }
  drawn_free(&d);
}

/* A range says its points itself; of 30 events of 100 they are those of Beta(30.5, 70.5): a part of
 * 0.05 lies below the first. */
static void points_are_those_that_the_number_states(void **state) {
  (void)state;
  drawn_model d = draw_model(apart, "{\"value\":4,\"range\":[3,6]}");
  double low, high;
  assert_true(pk_draws_points(d.draws, &d.model->transitions[0].share, &low, &high));
  assert_true(fabs(low - 0.2) < 1e-8 && fabs(high - 0.4) < 1e-8);
  assert_true(pk_draws_points(d.draws, &d.model->stages[0].duration.a, &low, &high));
  assert_true(fabs(low - 3) < 1e-8 && fabs(high - 6) < 1e-8);
  assert_false(pk_draws_points(d.draws, &d.model->transitions[2].share, &low, &high));
  drawn_free(&d);
  d = draw_model(counts, "4");
  assert_true(pk_draws_points(d.draws, &d.model->transitions[0].share, &low, &high));
  assert_true(fabs(pk_beta_i(30.5, 70.5, low) - 0.05) < 1e-9);
  assert_true(fabs(pk_beta_i(30.5, 70.5, high) - 0.95) < 1e-9);
  drawn_free(&d);
}

/* Half the draws of a law lie below its median, and nine in ten between its points. */
static void quantiles_are_those_of_the_draws(void **state) {
  static const pk_prior_shape laws[] = {{PK_DRAW_BETA, PK_DOMAIN_SHARE, 2, 5, 0},
                                        {PK_DRAW_GAMMA, PK_DOMAIN_POSITIVE, 0.7, 3, 0},
                                        {PK_DRAW_NORMAL, PK_DOMAIN_REAL, 4, 2, 0},
                                        {PK_DRAW_LOGNORMAL, PK_DOMAIN_POSITIVE, 1, 0.5, 0},
                                        {PK_DRAW_TRIANGULAR, PK_DOMAIN_REAL, 1, 2, 6},
                                        {PK_DRAW_UNIFORM, PK_DOMAIN_REAL, 3, 9, 0}};
  (void)state;
  for (size_t k = 0; k < sizeof laws / sizeof *laws; k++)
    for (int q = 1; q < 20; q += 6) {
      enum { DRAWS = 4000 };
      double p = q / 20.0, point = pk_prior_quantile(&laws[k], p);
      int below = 0;
      for (int i = 0; i < DRAWS; i++) {
        pk_stream stream;
        pk_stream_start(&stream, 5, (uint64_t)i);
        below += pk_prior_draw(&laws[k], &stream) < point;
      }
      assert_true(fabs(below / (double)DRAWS - p) < 4 * sqrt(p * (1 - p) / DRAWS));
    }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(counts_of_one_n_are_a_dirichlet_law),
      cmocka_unit_test(bare_shares_take_what_is_left_in_proportion),
      cmocka_unit_test(sets_that_exceed_one_are_drawn_again),
      cmocka_unit_test(models_share_the_draws_of_numbers_they_share),
      cmocka_unit_test(numbers_that_are_sure_keep_their_value),
      cmocka_unit_test(numbers_that_can_vary_apart_are_mixed_one_by_one),
      cmocka_unit_test(numbers_that_cannot_vary_apart_are_mixed_together),
      cmocka_unit_test(mixing_nothing_is_the_draw_itself),
      cmocka_unit_test(points_are_those_that_the_number_states),
      cmocka_unit_test(quantiles_are_those_of_the_draws),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
