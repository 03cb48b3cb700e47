/* Chances of events in a client's future.
 *
 * For m = 0, 1, 2 … the answers of all stays with m steps left are complete, because links take at
 * least one step; so the decision points can be answered for m, and each link (d, y, p) hands
 * p · w_m(y) on to its stay's answer for m + d steps left. Only one row of points is kept. */
#include "engine/backward.h"

#include <string.h>

typedef struct chance {
  const pk_chain *chain;
  const pk_event *event;
  double *value; /* [entry][rows]: after entry, once complete with what entering itself decides */
  double *point; /* [point] */
  double *reach; /* [entry] */
  double *tail;  /* [rows] */
} chance;

size_t pk_exact_chance_scratch(const pk_chain *chain) {
  return chain->entry_count * (pk_rows(chain) + 1) + chain->point_count + pk_rows(chain);
}

static double on_entering(const pk_event *event, int stage, double later) {
  double win = event->win ? event->win[stage] : 0, go = event->go ? event->go[stage] : 1;
  return win + go * later;
}

static void chance_prepare(chance *c, const pk_ask *ask, double *scratch) {
  const pk_chain *chain = c->chain;
  memset(scratch, 0, pk_exact_chance_scratch(chain) * sizeof *scratch);
  c->value = scratch;
  c->point = c->value + chain->entry_count * pk_rows(chain);
  c->reach = c->point + chain->point_count;
  c->tail = c->reach + chain->entry_count;
  pk_reach(chain, ask, c->reach, c->point);
  if (!c->event->end)
    return;
  for (size_t x = 0; x < chain->entry_count; x++) {
    double end = c->event->end[chain->entry_stage[x]];
    if (end == 0 || c->reach[x] < 0)
      continue;
    pk_stay_tail(chain, x, (int)c->reach[x], c->tail);
    for (int n = 0; n <= (int)c->reach[x]; n++)
      c->value[x * pk_rows(chain) + (size_t)n] = end * c->tail[n];
  }
}

static void chance_points(chance *c, int m) {
  const pk_chain *chain = c->chain;
  for (size_t y = chain->point_count; y-- > 0;) {
    double sum = 0;
    for (size_t k = chain->point_row[y]; k < chain->point_row[y + 1]; k++)
      sum += chain->exit_p[k] * pk_answer_at(chain, c->value, c->point, chain->exit_to[k], m);
    c->point[y] =
        y >= chain->passage_from ? on_entering(c->event, chain->point_stage[y], sum) : sum;
  }
}

/* Hands the points' answers for m steps left on to the stays that lead to them. */
static void chance_links(chance *c, int m) {
  const pk_chain *chain = c->chain;
  for (size_t x = 0; x < chain->entry_count; x++) {
    double *value = c->value + x * pk_rows(chain) + m;
    int most = (int)c->reach[x] - m;
    size_t end = chain->entry_row[x + 1];
    for (size_t k = chain->entry_row[x]; k < end && chain->link_length[k] <= most; k++)
      value[chain->link_length[k]] += chain->link_p[k] * c->point[chain->link_point[k]];
  }
}

void pk_exact_chance(const pk_chain *chain, const pk_event *event, const pk_ask *ask, double *out,
                     double *scratch) {
  chance c = {.chain = chain, .event = event};
  chance_prepare(&c, ask, scratch);
  for (int m = 0; m <= chain->horizon; m++) {
    for (size_t x = 0; x < chain->entry_count; x++) {
      double *value = c.value + x * pk_rows(chain) + m;
      *value = m <= c.reach[x] ? on_entering(event, chain->entry_stage[x], *value) : 0;
    }
    chance_points(&c, m);
    for (int i = 0; i < ask->count; i++)
      out[(size_t)i * pk_rows(chain) + (size_t)m] =
          pk_answer_at(chain, c.value, c.point, ask->at[i], m);
    chance_links(&c, m);
  }
}

/* ------------------------------------------------------------------------- stages in an order
 *
 * With i of the stages still to come, entering the next one of them turns the question into the
 * one with i − 1 to come. So the question for the last stage is answered first, and each earlier
 * one reads the answers of the one after it: `later` (stays) and `later_point` (passages). */

typedef struct ordered {
  const pk_chain *chain;
  int stage; /* the one that is waited for */
  bool last;
  double *value, *later;                 /* [entry][rows], inside the stay */
  double *point, *passed, *passed_later; /* [point]; [passage][rows], inside the passage */
  double *reach;
} ordered;

size_t pk_exact_order_scratch(const pk_chain *chain) {
  size_t passages = chain->point_count - chain->passage_from;
  return 2 * chain->entry_count * pk_rows(chain) + chain->entry_count + chain->point_count +
         2 * passages * pk_rows(chain);
}

/* Who enters the target with m steps left, still waiting for the stage. */
static double order_target(const ordered *o, int32_t at, int m) {
  const pk_chain *chain = o->chain;
  int stage = at >= 0 ? chain->entry_stage[at] : chain->point_stage[~at];
  if (stage == o->stage && o->last)
    return 1;
  bool met = stage == o->stage;
  if (at >= 0)
    return (met ? o->later : o->value)[(size_t)at * pk_rows(chain) + (size_t)m];
  size_t passage = (size_t)~at - chain->passage_from;
  return (met ? o->passed_later : o->passed)[passage * pk_rows(chain) + (size_t)m];
}

static void order_points(ordered *o, int m) {
  const pk_chain *chain = o->chain;
  for (size_t y = chain->point_count; y-- > 0;) {
    double sum = 0;
    for (size_t k = chain->point_row[y]; k < chain->point_row[y + 1]; k++)
      sum += chain->exit_p[k] * order_target(o, chain->exit_to[k], m);
    o->point[y] = sum;
    if (y >= chain->passage_from)
      o->passed[(y - chain->passage_from) * pk_rows(chain) + (size_t)m] = sum;
  }
}

static void order_links(ordered *o, int m) {
  const pk_chain *chain = o->chain;
  for (size_t x = 0; x < chain->entry_count; x++) {
    double *value = o->value + x * pk_rows(chain) + m;
    int most = (int)o->reach[x] - m;
    size_t end = chain->entry_row[x + 1];
    for (size_t k = chain->entry_row[x]; k < end && chain->link_length[k] <= most; k++)
      value[chain->link_length[k]] += chain->link_p[k] * o->point[chain->link_point[k]];
  }
}

void pk_exact_order(const pk_chain *chain, const int *stages, int stage_count, const pk_ask *ask,
                    double *out, double *scratch) {
  size_t answers = chain->entry_count * pk_rows(chain);
  size_t passages = (chain->point_count - chain->passage_from) * pk_rows(chain);
  ordered o = {.chain = chain, .value = scratch, .later = scratch + answers};
  o.passed = o.later + answers;
  o.passed_later = o.passed + passages;
  o.point = o.passed_later + passages;
  o.reach = o.point + chain->point_count;
  pk_reach(chain, ask, o.reach, o.point);
  for (int i = stage_count - 1; i >= 0; i--) {
    o.stage = stages[i];
    o.last = i == stage_count - 1;
    double *swap = o.value;
    o.value = o.later;
    o.later = swap;
    swap = o.passed;
    o.passed = o.passed_later;
    o.passed_later = swap;
    memset(o.value, 0, answers * sizeof *o.value);
    for (int m = 0; m <= chain->horizon; m++) {
      order_points(&o, m);
      for (int a = 0; i == 0 && a < ask->count; a++)
        out[(size_t)a * pk_rows(chain) + (size_t)m] = order_target(&o, ask->at[a], m);
      order_links(&o, m);
    }
  }
}
