/* Random numbers are the published ones, and draws have the distributions they promise. */
#include "base/random.h"
#include "support/check.h"

#include <math.h>

/* Known answers of philox4x32-10 from the file kat_vectors of Random123 1.14. */
static void philox_gives_the_published_answers(void **state) {
  (void)state;
  static const struct {
    uint32_t counter[4], key[2], answer[4];
  } known[] = {
      {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
      {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
       {0xffffffff, 0xffffffff},
       {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
      {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
       {0xa4093822, 0x299f31d0},
       {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
  };
  for (size_t i = 0; i < 3; i++) {
    uint32_t out[4];
    pk_philox(known[i].counter, known[i].key, out);
    assert_memory_equal(out, known[i].answer, sizeof out);
  }
}

static void a_stream_depends_on_seed_and_purpose_alone(void **state) {
  (void)state;
  pk_stream a, b, other_seed, other_purpose;
  pk_stream_start(&a, 7, 3);
  pk_stream_start(&b, 7, 3);
  pk_stream_start(&other_seed, 8, 3);
  pk_stream_start(&other_purpose, 7, 4);
  int same_seed = 0, same_purpose = 0;
  for (int i = 0; i < 100; i++) {
    double x = pk_stream_uniform(&a);
    assert_true(x == pk_stream_uniform(&b));
    same_seed += x == pk_stream_uniform(&other_seed);
    same_purpose += x == pk_stream_uniform(&other_purpose);
  }
  assert_int_equal(same_seed + same_purpose, 0);
}

/* Mean ½ and variance 1/12 within five standard errors, and never an end point. */
static void uniforms_fill_the_open_interval_evenly(void **state) {
  (void)state;
  enum { N = 100000 };
  pk_stream stream;
  pk_stream_start(&stream, 1, 1);
  double sum = 0, squares = 0;
  for (int i = 0; i < N; i++) {
    double x = pk_stream_uniform(&stream);
    assert_true(x > 0 && x < 1);
    sum += x;
    squares += (x - 0.5) * (x - 0.5);
  }
  assert_true(fabs(sum / N - 0.5) < 5 * sqrt(1.0 / 12 / N));
  assert_true(fabs(squares / N - 1.0 / 12) < 5 * sqrt(1.0 / 180 / N));
}

/* Chi-square with 5 degrees of freedom stays below its 1 − 10^-6 point, 35.9. */
static void whole_numbers_below_n_are_equally_likely(void **state) {
  (void)state;
  enum { N = 60000 };
  pk_stream stream;
  int counts[6] = {0};
  pk_stream_start(&stream, 2, 1);
  for (int i = 0; i < N; i++)
    counts[pk_stream_below(&stream, 6)]++;
  double chi = 0;
  for (int i = 0; i < 6; i++)
    chi += (counts[i] - N / 6.0) * (counts[i] - N / 6.0) / (N / 6.0);
  assert_true(chi < 35.9);
  for (int i = 0; i < 100; i++)
    assert_int_equal(pk_stream_below(&stream, 1), 0);
}

/* Mean and variance within five standard errors of theory: normal (0, 1) with kurtosis 3; gamma
 * with shape k has mean k, variance k, and fourth central moment 3k² + 6k. */
static void expect_moments(const double *draws, int n, double mean, double variance,
                           double fourth) {
  double sum = 0, squares = 0;
  for (int i = 0; i < n; i++) {
    sum += draws[i];
    squares += (draws[i] - mean) * (draws[i] - mean);
  }
  assert_true(fabs(sum / n - mean) < 5 * sqrt(variance / n));
  assert_true(fabs(squares / n - variance) < 5 * sqrt((fourth - variance * variance) / n));
}

static void normal_and_gamma_draws_have_their_moments(void **state) {
  (void)state;
  enum { N = 50000 };
  static double draws[N];
  static const double shapes[] = {0.5, 1, 3.5, 17.5};
  pk_stream stream;
  pk_stream_start(&stream, 3, 1);
  for (int i = 0; i < N; i++)
    draws[i] = pk_stream_normal(&stream);
  expect_moments(draws, N, 0, 1, 3);
  for (size_t s = 0; s < 4; s++) {
    double k = shapes[s];
    for (int i = 0; i < N; i++) {
      draws[i] = pk_stream_gamma(&stream, k);
      assert_true(draws[i] > 0);
    }
    expect_moments(draws, N, k, k, 3 * k * k + 6 * k);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(philox_gives_the_published_answers),
      cmocka_unit_test(a_stream_depends_on_seed_and_purpose_alone),
      cmocka_unit_test(uniforms_fill_the_open_interval_evenly),
      cmocka_unit_test(whole_numbers_below_n_are_equally_likely),
      cmocka_unit_test(normal_and_gamma_draws_have_their_moments),
  };
  return RUN(tests);
}
