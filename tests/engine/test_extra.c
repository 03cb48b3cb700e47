/* Rewards that depend on how long a stay has taken: mean, second moment and what a forward pass
 * pays, against every history written out. */
#include "engine/exact.h"
#include "engine/hand_chain.h"
#include "support/check.h"

#include <math.h>

enum { N = 3, H = 7, ROWS = H + 1 };
#define DISCOUNT 0.97

/* A step's chances; staying is the same stay. In stage 1 the first steps of a stay pay most, entry
 * to stage 2 pays once; stage 0 pays by the step whatever the stay. */
static const double step[N][N] = {{.5, .3, .2}, {.1, .6, .3}, {.2, .3, .5}};
static const double rate[H] = {5, 3, -1, 0.5, 0, 0, 0};
static const double once[N] = {0, 0, 4}, per_step[N] = {2, 0, 0}, on_entry[N] = {0, 1, 0};

typedef struct history {
  double mean, second, by_stage[N];
} history;

/* `worth` is what has been paid so far, `here` what of it by stage; `elapsed` steps in `stage`. */
static void tell(int left, int stage, int elapsed, double p, double factor, double worth,
                 const double *here, history *out) {
  double paid[N] = {here[0], here[1], here[2]};
  if (elapsed == 0) {
    worth += factor * (once[stage] + on_entry[stage]);
    paid[stage] += factor * once[stage];
  }
  if (left == 0) {
    out->mean += p * worth;
    out->second += p * worth * worth;
    for (int s = 0; s < N; s++)
      out->by_stage[s] += p * paid[s];
    return;
  }
  double extra = stage == 1 ? rate[elapsed] : 0;
  worth += factor * (per_step[stage] + extra);
  paid[stage] += factor * extra;
  for (int to = 0; to < N; to++)
    tell(left - 1, to, to == stage ? elapsed + 1 : 0, p * step[stage][to], factor * DISCOUNT, worth,
         paid, out);
}

static pk_chain *geometric_chain(void) {
  double lengths[N * H], jumps[N * N], size = 1;
  for (int s = 0; s < N; s++) {
    double stays = 1;
    for (int d = 0; d < H; d++, stays *= step[s][s])
      lengths[s * H + d] = stays * (1 - step[s][s]);
    for (int to = 0; to < N; to++)
      jumps[s * N + to] = to == s ? 0 : step[s][to] / (1 - step[s][s]);
  }
  return hand_chain(&(hand_spec){
      .stages = N, .horizon = H, .groups = 1, .lengths = lengths, .jumps = jumps, .sizes = &size});
}

static void money_by_length_of_stay_agrees_with_every_history(void **state) {
  (void)state;
  double worth[ROWS] = {0}, mean[ROWS], second[ROWS], by_stage[N] = {0}, power = 1;
  for (int e = 0; e < H; e++, power *= DISCOUNT)
    worth[e + 1] = worth[e] + rate[e] * power;
  static const int32_t row[N] = {-1, 0, -1};
  const pk_extra extra = {row, worth, once};
  const pk_reward reward = {per_step, on_entry, DISCOUNT, &extra};
  pk_chain *c = geometric_chain();
  int32_t at = 0;
  double *scratch = hand_take(pk_exact_moments_scratch(c), sizeof *scratch);
  pk_exact_moments(c, &reward, &(pk_ask){1, &at}, mean, second, scratch);
  free(scratch);
  history want;
  for (int n = 0; n <= H; n++) {
    want = (history){0};
    tell(n, 0, 0, 1, 1, 0, want.by_stage, &want);
    assert_true(fabs(mean[n] - want.mean) <= 1e-11);
    assert_true(fabs(second[n] - want.second) <= 1e-10);
  }
  pk_flow flow = {0};
  double own[2 * ROWS];
  scratch = hand_take(pk_exact_scratch(c), sizeof *scratch);
  pk_exact_forward(c, -1, -1, NULL, &flow, scratch);
  pk_exact_paid(c, &flow, &reward, by_stage, own);
  for (int s = 0; s < N; s++)
    assert_true(fabs(by_stage[s] - want.by_stage[s]) <= 1e-11);
  assert_true(by_stage[0] == 0 && by_stage[1] != 0 && by_stage[2] != 0);
  free(scratch);
  hand_free(c);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(money_by_length_of_stay_agrees_with_every_history),
  };
  return RUN(tests);
}
