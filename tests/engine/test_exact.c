/* The exact engine against matrix powers, closed forms and independent convolution, at every step.
 */
#include "engine/exact.h"
#include "engine/hand_chain.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#define CLOSE 1e-12

static void assert_close(double got, double want, double within) {
  if (!(fabs(got - want) <= within))
    fail_msg("%.17g is not %.17g within %g", got, want, within);
}

typedef struct solved {
  double *occupancy, *entries, *alive, *moves;
} solved;

static solved solve(const pk_chain *c, int group, const double *keep) {
  size_t rows = (size_t)c->horizon + 1, n = (size_t)c->stage_count;
  solved s = {hand_take(rows * n, sizeof(double)), hand_take(rows * n, sizeof(double)),
              hand_take(rows, sizeof(double)),
              hand_take((size_t)c->transition_count, sizeof(double))};
  double *scratch = hand_take(pk_exact_scratch(c), sizeof *scratch);
  pk_flow flow = {
      .occupancy = s.occupancy, .entries = s.entries, .alive = s.alive, .moves = s.moves};
  pk_exact_forward(c, group, -1, keep, &flow, scratch);
  free(scratch);
  return s;
}

static void solved_free(solved *s) {
  free(s->occupancy);
  free(s->entries);
  free(s->alive);
  free(s->moves);
}

/* pathway-6, monthly: JS RWA WT WS OLM EXIT */
static const double dt[36] = {.80, .06, .03, .02, .07,  .02,  .12, .78, .05, .01, .02, .02,
                              .20, .02, .55, .10, .12,  .01,  .08, .01, .01, .80, .09, .01,
                              .03, 0,   0,   0,   .955, .015, 0,   0,   0,   0,   0,   1};

/* Occupancy by matrix powers: rows t, from stage 0. */
static double *powers(const double *matrix, int n, int horizon) {
  double *at = hand_take((size_t)(horizon + 1) * (size_t)n, sizeof *at);
  at[0] = 1;
  for (int t = 0; t < horizon; t++)
    for (int i = 0; i < n; i++)
      for (int j = 0; j < n; j++)
        at[(t + 1) * n + j] += at[t * n + i] * matrix[i * n + j];
  return at;
}

/* One-step stays with the matrix's rows as exits, or geometric stays with its jumps. */
static pk_chain *markov(const double *matrix, int n, int horizon, bool geometric) {
  double *lengths = hand_take((size_t)(n * horizon), sizeof *lengths);
  double *jumps = hand_take((size_t)(n * n), sizeof *jumps);
  for (int s = 0; s < n; s++) {
    double stay = matrix[s * n + s];
    for (int j = 0; j < n; j++)
      jumps[s * n + j] = !geometric            ? matrix[s * n + j]
                         : j == s || stay == 1 ? 0
                                               : matrix[s * n + j] / (1 - stay);
    double left = 1;
    for (int d = 0; d < horizon; d++) {
      lengths[s * horizon + d] = geometric ? left * (1 - stay) : d == 0;
      left *= stay;
    }
  }
  hand_spec spec = {.stages = n, .horizon = horizon, .lengths = lengths, .jumps = jumps};
  pk_chain *c = hand_chain(&spec);
  free(lengths);
  free(jumps);
  return c;
}

static void check_markov(const double *matrix, int n, int horizon, bool geometric) {
  pk_chain *c = markov(matrix, n, horizon, geometric);
  double *want = powers(matrix, n, horizon);
  solved got = solve(c, -1, NULL);
  for (int i = 0; i < (horizon + 1) * n; i++)
    assert_close(got.occupancy[i], want[i], CLOSE);
  solved_free(&got);
  free(want);
  hand_free(c);
}

static void occupancy_is_the_power_of_the_matrix(void **state) {
  (void)state;
  check_markov(dt, 6, 60, false);
  check_markov(dt, 6, 60, true);
}

/* Published anchor of the workload, to its printed digits. */
static void pathway_6_at_month_12(void **state) {
  (void)state;
  static const double want[6] = {.230538, .092771, .031079, .055176, .398184, .192251};
  pk_chain *c = markov(dt, 6, 60, true);
  solved got = solve(c, -1, NULL);
  for (int s = 0; s < 6; s++)
    assert_close(got.occupancy[12 * 6 + s], want[s], 5e-7);
  solved_free(&got);
  hand_free(c);
}

/* Positions 0 … 4, both ends absorb, from the middle: after 2k steps (1/2)^k still walk, and by
 * symmetry each end has half of the others. */
static void drunkards_walk_is_absorbed_half_and_half(void **state) {
  (void)state;
  enum { N = 5, H = 400 };
  /* stage 0 is the middle, 1 and 2 its neighbours, 3 and 4 the ends */
  static const double walk[N * N] = {0, .5, .5, 0, 0, .5, 0, 0, .5, 0, .5, 0, 0,
                                     0, .5, 0,  0, 0, 1,  0, 0, 0,  0, 0,  1};
  pk_chain *c = markov(walk, N, H, false);
  solved got = solve(c, -1, NULL);
  for (int k = 0; 2 * k <= H; k++) {
    assert_close(got.occupancy[2 * k * N + 3], 0.5 * (1 - pow(0.5, k)), CLOSE);
    assert_close(got.occupancy[2 * k * N + 4], 0.5 * (1 - pow(0.5, k)), CLOSE);
  }
  assert_close(got.occupancy[H * N + 3], 0.5, CLOSE);
  solved_free(&got);
  hand_free(c);
}

static void a_geometric_stay_decays_geometrically(void **state) {
  (void)state;
  enum { H = 200 };
  static const double two[4] = {0.75, 0.25, 0, 1};
  pk_chain *c = markov(two, 2, H, true);
  solved got = solve(c, -1, NULL);
  for (int t = 0; t <= H; t++)
    assert_close(got.occupancy[t * 2], pow(0.75, t), CLOSE);
  solved_free(&got);
  hand_free(c);
}

/* 17 of 64 in a year: 0.0254 a month gives 1 − (1 − 0.0254)^12 = 0.26561… */
static void the_known_monthly_rate_gives_17_of_64(void **state) {
  (void)state;
  static const double two[4] = {1 - 0.0254, 0.0254, 0, 1};
  static const double win[2] = {0, 1}, go[2] = {1, 0};
  pk_chain *c = markov(two, 2, 36, true);
  double *out = hand_take(37, sizeof *out);
  double *scratch = hand_take(pk_exact_chance_scratch(c), sizeof *scratch);
  int32_t at = 0;
  pk_exact_chance(c, &(pk_event){.win = win, .go = go}, &(pk_ask){1, &at}, out, scratch);
  assert_close(out[12], 17.0 / 64, 5e-6);
  for (int t = 0; t <= 36; t++)
    assert_close(out[t], 1 - pow(1 - 0.0254, t), CLOSE);
  free(out);
  free(scratch);
  hand_free(c);
}

/* Two stages in turn with lengths f and g. The renewal equation, written independently of the
 * engine: a(t) = [t = 0] + Σ b(t − d) g(d) begins of the first, b(t) = Σ a(t − d) f(d) of the
 * second. */
static void two_stage_renewal_agrees_with_convolution(void **state) {
  (void)state;
  enum { H = 120 };
  double lengths[2 * H] = {0}, a[H + 1] = {0}, b[H + 1] = {0};
  for (int d = 1; d <= H; d++) { /* Weibull 1.4, 9 in whole steps; 2, 5 or 11 steps */
    lengths[d - 1] = exp(-pow((d - 1) / 9.0, 1.4)) - exp(-pow(d / 9.0, 1.4));
    lengths[H + d - 1] = d == 2 ? 0.3 : d == 5 ? 0.5 : d == 11 ? 0.2 : 0;
  }
  static const double jumps[4] = {0, 1, 1, 0};
  hand_spec spec = {.stages = 2, .horizon = H, .lengths = lengths, .jumps = jumps};
  pk_chain *c = hand_chain(&spec);
  solved got = solve(c, -1, NULL);
  for (int t = 0; t <= H; t++) {
    a[t] = t == 0;
    for (int d = 1; d <= t; d++) {
      a[t] += b[t - d] * lengths[H + d - 1];
      b[t] += a[t - d] * lengths[d - 1];
    }
    assert_close(got.entries[t * 2], a[t], CLOSE);
    assert_close(got.entries[t * 2 + 1], b[t], CLOSE);
    double first = 0;
    for (int u = 0; u <= t; u++)
      first += a[u] * exp(-pow((t - u) / 9.0, 1.4));
    assert_close(got.occupancy[t * 2], first, CLOSE);
    assert_close(got.occupancy[t * 2 + 1], 1 - first, CLOSE);
  }
  solved_free(&got);
  hand_free(c);
}

/* Start → passage → passage → work, all in one step after a stay of 3. */
static void passages_take_no_time_but_count_as_entries(void **state) {
  (void)state;
  enum { N = 4, H = 6 };
  double lengths[N * H] = {0, 0, 1};
  static const double jumps[N * N] = {0, 0, 1, 0, 0, 0, 0, 0, 0, 0.5, 0, 0.5, 0, 1, 0, 0};
  static const int passage[N] = {0, 0, 1, 1};
  hand_spec spec = {
      .stages = N, .horizon = H, .lengths = lengths, .jumps = jumps, .passage = passage};
  pk_chain *c = hand_chain(&spec);
  solved got = solve(c, -1, NULL);
  assert_close(got.occupancy[2 * N + 0], 1, 0);
  assert_close(got.occupancy[3 * N + 1], 1, 0);
  assert_close(got.entries[3 * N + 2], 1, 0);
  assert_close(got.entries[3 * N + 3], 0.5, 0);
  assert_close(got.moves[2 * N + 1], 0.5, 0);
  assert_close(got.moves[3 * N + 1], 0.5, 0);
  solved_free(&got);
  hand_free(c);
}

static void groups_add_up_and_time_shifts_the_start(void **state) {
  (void)state;
  static const double sizes[2] = {40, 24};
  static const double two[4] = {0.9, 0.1, 0, 1};
  pk_chain *c = markov(two, 2, 30, true);
  pk_chain later = *c;
  int32_t group[2] = {0, 1}, profile[2] = {0}, time[2] = {0, 7}, at[2] = {0, 0};
  double amount[2] = {sizes[0], sizes[1]};
  later.start_count = 2;
  later.start_group = group;
  later.start_profile = profile;
  later.start_time = time;
  later.start_at = at;
  later.start_amount = amount;
  solved all = solve(&later, -1, NULL), first = solve(&later, 0, NULL),
         second = solve(&later, 1, NULL);
  for (int t = 0; t <= 30; t++) {
    double want = sizes[0] * pow(0.9, t) + (t >= 7 ? sizes[1] * pow(0.9, t - 7) : 0);
    assert_close(all.occupancy[t * 2], want, 1e-11);
    assert_close(first.occupancy[t * 2] + second.occupancy[t * 2], want, 1e-11);
    assert_close(all.alive[t], t < 7 ? 40 : 64, 0);
  }
  solved_free(&all);
  solved_free(&first);
  solved_free(&second);
  hand_free(c);
}

/* Sifting forward and asking backward are two roads to "ever there by t". */
static void forward_sifting_agrees_with_the_backward_chance(void **state) {
  (void)state;
  static const double keep[6] = {1, 1, 1, 0.4, 0, 1};
  static const double win[6] = {0, 0, 0, 0.6, 1, 0};
  pk_chain *c = markov(dt, 6, 60, true);
  solved got = solve(c, -1, keep);
  double *out = hand_take(61, sizeof *out);
  double *scratch = hand_take(pk_exact_chance_scratch(c), sizeof *scratch);
  int32_t at = 0;
  pk_exact_chance(c, &(pk_event){.win = win, .go = keep}, &(pk_ask){1, &at}, out, scratch);
  for (int t = 0; t <= 60; t++)
    assert_close(out[t], 1 - got.alive[t], CLOSE);
  free(out);
  free(scratch);
  solved_free(&got);
  hand_free(c);
}

static void the_chance_to_stand_somewhere_is_the_occupancy(void **state) {
  (void)state;
  static const double end[6] = {0, 0, 0, 1, 1, 0};
  pk_chain *c = markov(dt, 6, 60, true);
  double *want = powers(dt, 6, 60), *out = hand_take(61, sizeof *out);
  double *scratch = hand_take(pk_exact_chance_scratch(c), sizeof *scratch);
  int32_t at = 0;
  pk_exact_chance(c, &(pk_event){.end = end}, &(pk_ask){1, &at}, out, scratch);
  for (int t = 0; t <= 60; t++)
    assert_close(out[t], want[t * 6 + 3] + want[t * 6 + 4], CLOSE);
  free(out);
  free(want);
  free(scratch);
  hand_free(c);
}

/* ------------------------------------------- everything a client can do, written out one by one */

typedef struct story { /* what to look for in one history of stages, a stage for each step */
  const double *per_step, *on_entry;
  const bool *inside;
  double discount;
  int run;
} story;

typedef struct sums {
  double chance, mean, second, lasting, order;
} sums;

/* Walks every history of a chain of one-step moves: `matrix` with self-loops inside a stay. The
 * stay is entered at a step when the stage differs from the one before. */
static void tell(const double *m, int n, const story *s, int left, int stage, int before, double p,
                 double worth, double factor, int run, int longest, int met, sums *out) {
  if (p == 0)
    return;
  bool entered = stage != before;
  if (entered)
    worth += factor * s->on_entry[stage];
  if (entered && met < 2 && stage == (met == 0 ? 1 : 2))
    met++;
  if (left == 0) {
    out->mean += p * worth;
    out->second += p * worth * worth;
    out->lasting += longest >= s->run ? p : 0;
    out->order += met == 2 ? p : 0;
    return;
  }
  worth += factor * s->per_step[stage];
  run = s->inside[stage] ? run + 1 : 0;
  for (int j = 0; j < n; j++)
    tell(m, n, s, left - 1, j, stage, p * m[stage * n + j], worth, factor * s->discount, run,
         run > longest ? run : longest, met, out);
}

static void moments_runs_and_orders_agree_with_every_history_written_out(void **state) {
  (void)state;
  enum { N = 4, H = 7 };
  static const double m[N * N] = {.5, .3, .2, 0, .1, .4, .3, .2, .2, .1, .6, .1, .3, .1, 0, .6};
  static const double per_step[N] = {1, -2, 3.5, 0.25}, on_entry[N] = {10, 0, -4, 7};
  static const bool inside[N] = {false, false, true, true};
  story s = {per_step, on_entry, inside, 0.97, 3};
  pk_chain *c = markov(m, N, H, true);
  int32_t at = 0;
  pk_ask ask = {1, &at};
  double mean[H + 1], second[H + 1], lasting[H + 1], order[H + 1];
  size_t most =
      pk_exact_moments_scratch(c) + pk_exact_run_scratch(c, inside, 3) + pk_exact_order_scratch(c);
  double *scratch = hand_take(most, sizeof *scratch);
  pk_exact_moments(c, &(pk_reward){per_step, on_entry, 0.97, NULL}, &ask, mean, second, scratch);
  pk_exact_run(c, inside, 3, &ask, lasting, scratch);
  pk_exact_order(c, (const int[]){1, 2}, 2, &ask, order, scratch);
  for (int n = 0; n <= H; n++) {
    sums want = {0};
    tell(m, N, &s, n, 0, -1, 1, 0, 1, 0, 0, 0, &want);
    assert_close(mean[n], want.mean, 1e-11);
    assert_close(second[n], want.second, 1e-10);
    assert_close(lasting[n], want.lasting, CLOSE);
    assert_close(order[n], want.order, CLOSE);
  }
  free(scratch);
  hand_free(c);
}

/* No inside stage leads to another: the narrow way of the run gives the same. */
static void a_run_in_one_stage_is_one_long_stay(void **state) {
  (void)state;
  enum { H = 40 };
  static const double two[4] = {0.8, 0.2, 0.1, 0.9};
  static const bool inside[2] = {false, true};
  pk_chain *c = markov(two, 2, H, true);
  double out[H + 1];
  int32_t at = 1;
  double *scratch = hand_take(pk_exact_run_scratch(c, inside, 6), sizeof *scratch);
  pk_exact_run(c, inside, 6, &(pk_ask){1, &at}, out, scratch);
  /* from inside: chance q(n) = 0.9^5 if n ≥ 6, plus leaving after d < 6 steps and coming back */
  double q[H + 1] = {0}, away[H + 1] = {0};
  for (int n = 0; n <= H; n++) {
    for (int d = 1; d <= n; d++)
      away[n] += pow(0.8, d - 1) * 0.2 * q[n - d];
    q[n] = n >= 6 ? pow(0.9, 5) : 0;
    for (int d = 1; d < 6 && d <= n; d++)
      q[n] += pow(0.9, d - 1) * 0.1 * away[n - d];
    assert_close(out[n], q[n], CLOSE);
  }
  free(scratch);
  hand_free(c);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(occupancy_is_the_power_of_the_matrix),
      cmocka_unit_test(pathway_6_at_month_12),
      cmocka_unit_test(drunkards_walk_is_absorbed_half_and_half),
      cmocka_unit_test(a_geometric_stay_decays_geometrically),
      cmocka_unit_test(the_known_monthly_rate_gives_17_of_64),
      cmocka_unit_test(two_stage_renewal_agrees_with_convolution),
      cmocka_unit_test(passages_take_no_time_but_count_as_entries),
      cmocka_unit_test(groups_add_up_and_time_shifts_the_start),
      cmocka_unit_test(forward_sifting_agrees_with_the_backward_chance),
      cmocka_unit_test(the_chance_to_stand_somewhere_is_the_occupancy),
      cmocka_unit_test(moments_runs_and_orders_agree_with_every_history_written_out),
      cmocka_unit_test(a_run_in_one_stage_is_one_long_stay),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
