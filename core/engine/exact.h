/* The exact engine: expected values and chances by passes over the chain. Arrays in, arrays out: no
 * memory is taken, nothing is printed. Cost of a pass: O(links × horizon) at most, and only where
 * people can be.
 *
 * The forward pass follows people through time and answers "how many are where". The backward
 * passes answer questions about one client's whole future. They run by the number n of steps that
 * are left: with v_n(x) the answer for a stay that begins in entry state x, and w_n(y) the answer
 * at decision point y,
 *
 *     v_n(x) = what the stay itself gives in n steps + Σ_{links (d, y, p), d ≤ n} p · w_{n−d}(y)
 *     w_n(y) = Σ_{exits (target, p)} p · v_n(target)
 *
 * so one pass answers for every start, every time of entry and every t at once. */
#ifndef PK_EXACT_H
#define PK_EXACT_H

#include "chain/chain.h"

/* What one forward pass gives; NULL members are not wanted. Rows are t = 0 … horizon. */
typedef struct pk_flow {
  double *occupancy; /* [horizon + 1][stages] */
  double *
      entries; /* [horizon + 1][stages]: who enters at t: starts and passages too, a caseload not */
  double *alive;       /* [horizon + 1]: everybody who has entered and is not sifted out */
  double *moves;       /* [transitions], over the horizon */
  double *refused;     /* [transitions] */
  double *over_limit;  /* [stages]: stays that go on over their limit, of those entered in time */
  double *passed;      /* [passage points][horizon + 1]: who enters them */
  const double *began; /* given, not wanted: [entry states][horizon + 1], lives in the scratch */
} pk_flow;

/* Doubles of scratch memory that a forward pass needs. */
size_t pk_exact_scratch(const pk_chain *chain);

/* Runs the clients of `group` (−1: all; `profile` ≥ 0: only that profile) through the chain.
 * `keep`, one factor per stage, or NULL for 1, multiplies everyone who enters that stage (also at
 * the start): 0 takes them out of the pass, so that 1 − alive[t] ÷ entered is the share who have
 * been there by t; a part sifts by chance. `scratch` holds pk_exact_scratch() doubles. */
void pk_exact_forward(const pk_chain *chain, int group, int profile, const double *keep,
                      pk_flow *flow, double *scratch);

/* For whom a backward pass answers: those who enter `at` (entry states, or ~point of a passage)
 * with n steps left. Answers are [count][horizon + 1], by n; where the chain cannot bring anybody
 * to `at` early enough to have n steps left, the answer is 0. */
typedef struct pk_ask {
  int count;
  const int32_t *at;
} pk_ask;

/* An event in a client's future. Who enters stage s wins with chance win[s] and goes on unharmed
 * with chance go[s]; the rest have lost. Who stands in a stage with end[s] when the time is over
 * wins too. NULL: win and end 0, go 1 everywhere. win = 1, go = 0 asks "ever there within n steps".
 */
typedef struct pk_event {
  const double *win, *go, *end;
} pk_event;

/* The chance of the event within n steps. */
size_t pk_exact_chance_scratch(const pk_chain *chain);
void pk_exact_chance(const pk_chain *chain, const pk_event *event, const pk_ask *ask, double *out,
                     double *scratch);

/* The chance that stages[0], stages[1] … are entered in this order within n steps, others between.
 */
size_t pk_exact_order_scratch(const pk_chain *chain);
void pk_exact_order(const pk_chain *chain, const int *stages, int stage_count, const pk_ask *ask,
                    double *out, double *scratch);

/* Rewards: per_step[s] for each step in stage s, on_entry[s] for each entry (passages too), those
 * e steps after the client's own entry times discount^e. */
typedef struct pk_reward {
  const double *per_step, *on_entry; /* NULL: 0 */
  double discount;                   /* per step; 1: none */
  const struct pk_extra *extra;      /* or NULL: what depends on more than the stage */
} pk_reward;

/* Rewards of a stay that depend on its entry state and on how long it has taken: who is paid for,
 * for how many months. worth[row[x]][n] is what n steps of a stay that began in x are worth when
 * it begins, Σ_{e < n} r(x, e) δ^e; rows of horizon + 1 numbers, row −1: nothing. once[x] is paid
 * on entry to x, once[entries + i] to the i-th passage point. They come on top of the others. */
typedef struct pk_extra {
  const int32_t *row;
  const double *worth, *once;
} pk_extra;

/* Adds to by_stage[s] what the extra rewards of everybody in a forward pass come to, seen from t =
 * 0, with `began` and `passed` as the pass left them:
 *
 *     Σ_x Σ_u began[x][u] δ^u (once(x) + Σ_{e < horizon − u} r(x, e) δ^e P(the stay is longer than
 * e))
 *
 * O(links + horizon) for each entry state with a reward. `scratch` holds 2 (horizon + 1) doubles.
 */
void pk_exact_paid(const pk_chain *chain, const pk_flow *flow, const pk_reward *reward,
                   double *by_stage, double *scratch);

/* Mean and second moment of a client's sum of rewards within n steps:
 * for a stay of d steps that pays a, E(a + δ^d X)² = a² + 2 a δ^d E X + δ^2d E X². */
size_t pk_exact_moments_scratch(const pk_chain *chain);
void pk_exact_moments(const pk_chain *chain, const pk_reward *reward, const pk_ask *ask,
                      double *mean, double *second, double *scratch);

/* The chance of at least one unbroken run of `length` steps in `inside` stages within n steps; a
 * run goes on from stage to stage and through passages. */
size_t pk_exact_run_scratch(const pk_chain *chain, const bool *inside, int length);
void pk_exact_run(const pk_chain *chain, const bool *inside, int length, const pk_ask *ask,
                  double *out, double *scratch);

#endif
