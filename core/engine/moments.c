/* First and second moments of what a client's future adds up to: months in work, euros.
 *
 * A stay of d steps in a stage that pays c a step is worth a(d) = c (1 + δ + … + δ^(d − 1)). With X
 * the sum of what comes after it, and n steps left,
 *
 *     E(stay, then X)  = Σ_{d ≤ n} p_d (a(d) + δ^d E X) + P(stay > n) a(n)
 *     E(stay, then X)² = Σ_{d ≤ n} p_d (a(d)² + 2 a(d) δ^d E X + δ^2d E X²) + P(stay > n) a(n)²
 *
 * A stay whose reward depends on more than its stage adds its own worth to a(d), see pk_extra.
 *
 * The parts without X are filled in first, the others are handed on by the links as in chance.c. */
#include "engine/backward.h"

#include <string.h>

typedef struct moments {
  const pk_chain *chain;
  const pk_reward *reward;
  double *mean, *second;             /* [entry][rows] */
  double *point_mean, *point_second; /* [point] */
  double *reach, *tail;
  double *power, *sum; /* [rows]: δ^d, 1 + δ + … + δ^(d − 1) */
} moments;

size_t pk_exact_moments_scratch(const pk_chain *chain) {
  return chain->entry_count * (2 * pk_rows(chain) + 1) + 2 * chain->point_count +
         3 * pk_rows(chain);
}

/* The extra worth of stays that begin in x, by their length; NULL: none. */
static const double *extra_worth(const pk_chain *chain, const pk_reward *reward, size_t x) {
  const pk_extra *extra = reward->extra;
  return extra && extra->row[x] >= 0 ? extra->worth + (size_t)extra->row[x] * pk_rows(chain) : NULL;
}

/* What the stay in x itself is worth. */
static void own_worth(moments *q, size_t x) {
  double c = q->reward->per_step ? q->reward->per_step[q->chain->entry_stage[x]] : 0;
  const double *extra = extra_worth(q->chain, q->reward, x);
  int most = (int)q->reach[x];
  if ((c == 0 && !extra) || most < 0)
    return;
  pk_stay_tail(q->chain, x, most, q->tail);
  double *mean = q->mean + x * pk_rows(q->chain), *second = q->second + x * pk_rows(q->chain);
  for (int n = 1; n <= most; n++) { /* a(d)² grows by (2 a(d) + step) step when the stay goes on */
    double step = c * q->power[n - 1], before = c * q->sum[n - 1];
    if (extra) {
      step += extra[n] - extra[n - 1];
      before += extra[n - 1];
    }
    mean[n] = mean[n - 1] + step * q->tail[n - 1];
    second[n] = second[n - 1] + (2 * before + step) * step * q->tail[n - 1];
  }
}

static void moments_prepare(moments *q, const pk_ask *ask, double *scratch) {
  const pk_chain *chain = q->chain;
  size_t rows = pk_rows(chain);
  memset(scratch, 0, pk_exact_moments_scratch(chain) * sizeof *scratch);
  q->mean = scratch;
  q->second = q->mean + chain->entry_count * rows;
  q->point_mean = q->second + chain->entry_count * rows;
  q->point_second = q->point_mean + chain->point_count;
  q->reach = q->point_second + chain->point_count;
  q->tail = q->reach + chain->entry_count;
  q->power = q->tail + rows;
  q->sum = q->power + rows;
  q->power[0] = 1;
  for (size_t d = 1; d < rows; d++) {
    q->power[d] = q->power[d - 1] * q->reward->discount;
    q->sum[d] = q->sum[d - 1] + q->power[d - 1];
  }
  pk_reach(chain, ask, q->reach, q->point_mean);
  for (size_t x = 0; x < chain->entry_count; x++)
    own_worth(q, x);
}

/* `place`: an entry state, or entries + i for the i-th passage point. */
static void add_entry(const pk_reward *reward, int stage, size_t place, double *mean,
                      double *second) {
  double once = reward->on_entry ? reward->on_entry[stage] : 0;
  once += reward->extra ? reward->extra->once[place] : 0;
  *second += once * (once + 2 * *mean);
  *mean += once;
}

static void moments_points(moments *q, int m) {
  const pk_chain *chain = q->chain;
  for (size_t y = chain->point_count; y-- > 0;) {
    double mean = 0, second = 0;
    for (size_t k = chain->point_row[y]; k < chain->point_row[y + 1]; k++) {
      int32_t at = chain->exit_to[k];
      mean += chain->exit_p[k] * pk_answer_at(chain, q->mean, q->point_mean, at, m);
      second += chain->exit_p[k] * pk_answer_at(chain, q->second, q->point_second, at, m);
    }
    if (y >= chain->passage_from)
      add_entry(q->reward, chain->point_stage[y], chain->entry_count + y - chain->passage_from,
                &mean, &second);
    q->point_mean[y] = mean;
    q->point_second[y] = second;
  }
}

static void moments_links(moments *q, int m) {
  const pk_chain *chain = q->chain;
  for (size_t x = 0; x < chain->entry_count; x++) {
    double c = q->reward->per_step ? q->reward->per_step[chain->entry_stage[x]] : 0;
    const double *extra = extra_worth(chain, q->reward, x);
    double *mean = q->mean + x * pk_rows(chain) + m, *second = q->second + x * pk_rows(chain) + m;
    int most = (int)q->reach[x] - m;
    size_t end = chain->entry_row[x + 1];
    for (size_t k = chain->entry_row[x]; k < end && chain->link_length[k] <= most; k++) {
      int d = chain->link_length[k];
      int32_t y = chain->link_point[k];
      double later = chain->link_p[k] * q->power[d];
      double worth = c * q->sum[d] + (extra ? extra[d] : 0);
      mean[d] += later * q->point_mean[y];
      second[d] += later * (2 * worth * q->point_mean[y] + q->power[d] * q->point_second[y]);
    }
  }
}

void pk_exact_moments(const pk_chain *chain, const pk_reward *reward, const pk_ask *ask,
                      double *mean, double *second, double *scratch) {
  moments q = {.chain = chain, .reward = reward};
  moments_prepare(&q, ask, scratch);
  for (int m = 0; m <= chain->horizon; m++) {
    for (size_t x = 0; x < chain->entry_count; x++) {
      size_t i = x * pk_rows(chain) + (size_t)m;
      bool was_there = chain->entry_elapsed && chain->entry_elapsed[x] > 0;
      if (m <= q.reach[x] && !was_there)
        add_entry(reward, chain->entry_stage[x], x, &q.mean[i], &q.second[i]);
    }
    moments_points(&q, m);
    for (int i = 0; i < ask->count; i++) {
      size_t row = (size_t)i * pk_rows(chain) + (size_t)m;
      mean[row] = pk_answer_at(chain, q.mean, q.point_mean, ask->at[i], m);
      second[row] = pk_answer_at(chain, q.second, q.point_second, ask->at[i], m);
    }
    moments_links(&q, m);
  }
}

/* -------------------------------------------------------------------- what a forward pass pays */

/* Σ_u began[u] δ^u own[horizon − u]. */
static double paid(const double *began, const double *own, size_t horizon, double discount) {
  double sum = 0, power = 1;
  for (size_t u = 0; u <= horizon; u++, power *= discount)
    sum += began[u] * power * own[horizon - u];
  return sum;
}

void pk_exact_paid(const pk_chain *chain, const pk_flow *flow, const pk_reward *reward,
                   double *by_stage, double *scratch) {
  size_t rows = pk_rows(chain);
  double *own = scratch, *tail = scratch + rows;
  for (size_t x = 0; x < chain->entry_count; x++) {
    const double *extra = extra_worth(chain, reward, x);
    double once = reward->extra->once[x];
    if (!extra && once == 0)
      continue;
    own[0] = once;
    if (extra)
      pk_stay_tail(chain, x, chain->horizon, tail);
    for (size_t n = 1; n < rows; n++)
      own[n] = own[n - 1] + (extra ? (extra[n] - extra[n - 1]) * tail[n - 1] : 0);
    by_stage[chain->entry_stage[x]] +=
        paid(flow->began + x * rows, own, rows - 1, reward->discount);
  }
  for (size_t i = 0; i < chain->point_count - chain->passage_from; i++) {
    for (size_t n = 0; n < rows; n++)
      own[n] = reward->extra->once[chain->entry_count + i];
    if (own[0] != 0 && flow->passed)
      by_stage[chain->point_stage[chain->passage_from + i]] +=
          paid(flow->passed + i * rows, own, rows - 1, reward->discount);
  }
}
