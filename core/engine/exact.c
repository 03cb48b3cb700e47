/* The forward pass: who is where, step by step.
 *
 * At each t, stays that end bring their people to decision points, points pass them on to new
 * stays (or, within the same step, through passages), and those who begin at t come in. All that is
 * remembered is how many began a stay in each entry state at each time: `began[x][u]`. What ends at
 * t is then Σ began[x][t − d] · p over the links of x, read backwards over the window of lengths
 * that lead from a time with people to t. */
#include "engine/exact.h"

#include <string.h>

typedef struct pass {
  const pk_chain *chain;
  const double *keep;
  pk_flow *flow;
  int t;
  double alive;
  double *began;           /* [entry][horizon + 1] */
  double *arriving;        /* [point], at t */
  double *inside;          /* [stage], after the moves of t */
  size_t *upto;            /* [entry]: links that the window has reached */
  double *earliest, *last; /* [entry]: times of the first and latest beginning; −1: none */
} pass;

size_t pk_exact_scratch(const pk_chain *chain) {
  return chain->entry_count * ((size_t)chain->horizon + 1 + 3) + chain->point_count +
         (size_t)chain->stage_count;
}

static void clear(double *array, size_t count) {
  if (array)
    memset(array, 0, count * sizeof *array);
}

static void prepare(pass *p, double *scratch) {
  const pk_chain *chain = p->chain;
  size_t rows = (size_t)chain->horizon + 1, stages = (size_t)chain->stage_count;
  clear(scratch, pk_exact_scratch(chain));
  p->began = scratch;
  p->flow->began = scratch;
  p->arriving = p->began + chain->entry_count * rows;
  p->inside = p->arriving + chain->point_count;
  p->earliest = p->inside + stages;
  p->last = p->earliest + chain->entry_count;
  p->upto = (size_t *)(void *)(p->last + chain->entry_count);
  for (size_t x = 0; x < chain->entry_count; x++) {
    p->earliest[x] = p->last[x] = -1;
    p->upto[x] = chain->entry_row[x];
  }
  clear(p->flow->occupancy, rows * stages);
  clear(p->flow->entries, rows * stages);
  clear(p->flow->alive, rows);
  clear(p->flow->moves, (size_t)chain->transition_count);
  clear(p->flow->refused, (size_t)chain->transition_count);
  clear(p->flow->over_limit, stages);
  clear(p->flow->passed, (chain->point_count - chain->passage_from) * rows);
}

/* `amount` people enter an entry state, or a passage's point, at t. */
static void enter(pass *p, int32_t at, double amount) {
  const pk_chain *chain = p->chain;
  int stage = at >= 0 ? chain->entry_stage[at] : chain->point_stage[~at];
  double kept = p->keep ? amount * p->keep[stage] : amount;
  p->alive -= amount - kept;
  if (kept <= 0)
    return;
  bool was_there = at >= 0 && chain->entry_elapsed && chain->entry_elapsed[at] > 0;
  if (p->flow->entries && !was_there)
    p->flow->entries[(size_t)p->t * (size_t)chain->stage_count + (size_t)stage] += kept;
  if (at < 0) {
    size_t passage = (size_t)~at - chain->passage_from;
    if (p->flow->passed)
      p->flow->passed[passage * ((size_t)chain->horizon + 1) + (size_t)p->t] += kept;
    p->arriving[~at] += kept;
    return;
  }
  p->began[(size_t)at * ((size_t)chain->horizon + 1) + (size_t)p->t] += kept;
  if (p->earliest[at] < 0)
    p->earliest[at] = p->t;
  p->last[at] = p->t;
  p->inside[stage] += kept;
  if (p->flow->over_limit && chain->over_limit)
    p->flow->over_limit[stage] += kept * chain->over_limit[at];
}

/* The stays of entry state x that end at t. */
static void end_stays(pass *p, size_t x) {
  const pk_chain *chain = p->chain;
  int longest = p->t - (int)p->earliest[x], shortest = p->t - (int)p->last[x];
  const double *now = p->began + x * ((size_t)chain->horizon + 1) + p->t;
  size_t end = chain->entry_row[x + 1], k = p->upto[x];
  while (k < end && chain->link_length[k] <= longest)
    k++;
  p->upto[x] = k;
  double ended = 0;
  while (k > chain->entry_row[x] && chain->link_length[k - 1] >= shortest) {
    k--;
    double amount = now[-chain->link_length[k]] * chain->link_p[k];
    p->arriving[chain->link_point[k]] += amount;
    ended += amount;
  }
  p->inside[chain->entry_stage[x]] -= ended;
}

/* Everybody at a point moves on at once. */
static void leave_point(pass *p, size_t y) {
  const pk_chain *chain = p->chain;
  double amount = p->arriving[y];
  if (amount == 0)
    return;
  p->arriving[y] = 0;
  for (size_t k = chain->point_row[y]; k < chain->point_row[y + 1]; k++) {
    double moving = amount * chain->exit_p[k];
    if (p->flow->moves && chain->exit_transition[k] >= 0)
      p->flow->moves[chain->exit_transition[k]] += moving;
    enter(p, chain->exit_to[k], moving);
  }
  if (p->flow->refused && chain->refused_row)
    for (size_t k = chain->refused_row[y]; k < chain->refused_row[y + 1]; k++)
      p->flow->refused[chain->refused_transition[k]] += amount * chain->refused_p[k];
}

/* Lets in those who begin at t; returns the next time at which somebody does. */
static int begin_at(pass *p, int group, int profile) {
  const pk_chain *chain = p->chain;
  int next = chain->horizon + 1;
  for (size_t i = 0; i < chain->start_count; i++) {
    if ((group >= 0 && chain->start_group[i] != group) ||
        (profile >= 0 && chain->start_profile[i] != profile))
      continue;
    int time = chain->start_time[i];
    if (time == p->t) {
      p->alive += chain->start_amount[i];
      enter(p, chain->start_at[i], chain->start_amount[i]);
    } else if (time > p->t && time < next) {
      next = time;
    }
  }
  return next;
}

static void record(pass *p) {
  size_t stages = (size_t)p->chain->stage_count;
  if (p->flow->alive)
    p->flow->alive[p->t] = p->alive;
  if (p->flow->occupancy)
    for (size_t s = 0; s < stages; s++) /* what rounding leaves of nobody may be below 0 */
      p->flow->occupancy[(size_t)p->t * stages + s] = p->inside[s] > 0 ? p->inside[s] : 0;
}

void pk_exact_forward(const pk_chain *chain, int group, int profile, const double *keep,
                      pk_flow *flow, double *scratch) {
  pass p = {.chain = chain, .keep = keep, .flow = flow};
  prepare(&p, scratch);
  int next = 0;
  for (p.t = 0; p.t <= chain->horizon; p.t++) {
    for (size_t x = 0; x < chain->entry_count; x++)
      if (p.earliest[x] >= 0)
        end_stays(&p, x);
    if (p.t == next)
      next = begin_at(&p, group, profile);
    for (size_t y = 0; y < chain->point_count; y++)
      leave_point(&p, y);
    record(&p);
  }
}
