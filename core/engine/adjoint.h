/* What a little more of anything in a chain is worth: the derivative of an expected value with
 * respect to each link, each exit and each start.
 *
 * One pass forward says how many come to each state at each time, one pass backward what a client
 * there can still expect; they meet in the middle. With b(x, t) those who begin a stay in x at t,
 * v and w the values of an entry state and of a decision point, a(d) what a stay of d steps is
 * worth,
 *
 *     d / d link(x → y, d)  = Σ_t b(x, t) (a(d) + w(y, t + d) − a(horizon − t))
 *     d / d exit(y → x, p)  = Σ_t (who comes to y at t) · v(x, t)
 *     d / d start(x, t)     = v(x, t)
 *
 * A link takes its people from those who would stay to the end; links and exits have to be changed
 * so that they sum to 1. Questions stand side by side, as in survey.h: each state and link is
 * looked at once for all of them. Cost: three times O(links × times at which they can be taken ×
 * questions). */
#ifndef PK_ADJOINT_H
#define PK_ADJOINT_H

#include "engine/survey.h"

/* An expected value for each client, seen from t = 0: rewards e steps after t = 0 count discount^e,
 * whenever the client came. */
typedef struct pk_query {
  const double *win, *go, *end; /* as in pk_event; NULL: 0, 1, 0 everywhere */
  pk_reward reward;             /* `discount` is to be given also where there is no reward */

  /* Of one question at most: a stay of `length` steps in one of these stages is worth 1 and ends
   * the question. So lasting is asked where no run goes on from one stay to the next
   * (pk_survey_run_fits); elsewhere see pk_run_chain. NULL: none. */
  const bool *inside;
  int length;
} pk_query;

typedef struct pk_adjoint pk_adjoint;

/* Both passes, for the clients of `group` (−1: all). Borrows chain, plan and queries. NULL when
 * memory ran out. */
pk_adjoint *pk_adjoint_new(const pk_chain *chain, const pk_survey_plan *plan,
                           const pk_query *queries, int count, int group, pk_arena *arena);

/* Questions stand in rows of so many numbers, at least `count`. */
size_t pk_adjoint_width(const pk_adjoint *adjoint);

/* The derivatives with respect to the links of an entry state, the exits of a point: to is
 * [links or exits][width]. Those of all starts together cost what a pass costs. */
void pk_adjoint_links(const pk_adjoint *adjoint, size_t entry, double *to);
void pk_adjoint_exits(const pk_adjoint *adjoint, size_t point, double *to);

/* What one person who begins there is worth: [width], until the next call. */
const double *pk_adjoint_start(const pk_adjoint *adjoint, size_t start);

/* Steps spent in each stage and entries into it, discounted, of all who are followed:
 * [stages][width] each, which is added to. They are the derivatives with respect to per_step and
 * on_entry, for questions that nobody leaves before the end. False when memory ran out. */
bool pk_adjoint_spent(const pk_adjoint *adjoint, double *steps, double *entries, pk_arena *arena);

/* The chain in which lasting can be asked as a reward: stays in `inside` stages are told apart by
 * how many steps of the run lie behind them, and end the question when the run is long enough.
 * Copies of entry state x are entry_first[x] … entry_first[x + 1], of a point likewise; the links
 * of a copy are the first of those of x, its exits those of the point. */
typedef struct pk_run_chain {
  pk_chain chain;
  size_t *entry_first, *point_first;
  pk_extra extra; /* 1 for who stays long enough */
} pk_run_chain;

/* O(links + points × exits). `length` ≥ 1. NULL when memory ran out. */
pk_run_chain *pk_run_chain_new(const pk_chain *chain, const bool *inside, int length,
                               pk_arena *arena);

#endif
