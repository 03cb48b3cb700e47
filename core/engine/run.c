/* Lasting: the chance of an unbroken run in some stages.
 *
 * A stay that begins with r steps of the run behind it succeeds when it lasts length − r steps, and
 * there is time for them. If it ends before, after d steps, the run goes on with r + d where the
 * next stay is inside too. So inside stays are asked for each r = 0 … length − 1, but only where
 * one inside stage leads to another; else r is 0 at every entry and one answer is enough. */
#include "engine/backward.h"

#include <string.h>

typedef struct run {
  const pk_chain *chain;
  const bool *inside;
  int length, width; /* width: how many r are told apart */
  double *value;     /* [entry][r][rows] */
  double *point;     /* [point][r] */
  double *reach, *tail;
} run;

/* A passage behind an inside stage may lead back inside; it is not followed, only counted so. */
static int run_width(const pk_chain *chain, const bool *inside, int length) {
  if (length > chain->horizon)
    return 1;
  for (size_t y = 0; y < chain->passage_from; y++)
    for (size_t k = chain->point_row[y];
         inside[chain->point_stage[y]] && k < chain->point_row[y + 1]; k++) {
      int32_t at = chain->exit_to[k];
      if (at < 0 || inside[chain->entry_stage[at]])
        return length;
    }
  return 1;
}

size_t pk_exact_run_scratch(const pk_chain *chain, const bool *inside, int length) {
  size_t width = (size_t)run_width(chain, inside, length);
  return width * (chain->entry_count * pk_rows(chain) + chain->point_count) + chain->entry_count +
         chain->point_count + pk_rows(chain);
}

static double *run_value(const run *q, size_t x, int r) {
  return q->value + (x * (size_t)q->width + (size_t)r) * pk_rows(q->chain);
}

/* The stays that are long enough by themselves. */
static void run_inside_stay(run *q, size_t x) {
  pk_stay_tail(q->chain, x, (int)q->reach[x], q->tail);
  for (int r = 0; r < q->width; r++)
    for (int n = q->length - r; n <= (int)q->reach[x]; n++)
      run_value(q, x, r)[n] = q->tail[q->length - r - 1];
}

static void run_prepare(run *q, const pk_ask *ask, double *scratch) {
  const pk_chain *chain = q->chain;
  size_t width = (size_t)q->width;
  memset(scratch, 0, pk_exact_run_scratch(chain, q->inside, q->length) * sizeof *scratch);
  q->value = scratch;
  q->point = q->value + width * chain->entry_count * pk_rows(chain);
  q->reach = q->point + width * chain->point_count;
  q->tail = q->reach + chain->entry_count;
  pk_reach(chain, ask, q->reach, q->tail + pk_rows(chain));
  for (size_t x = 0; x < chain->entry_count; x++)
    if (q->inside[chain->entry_stage[x]])
      run_inside_stay(q, x);
}

/* The answer where an exit leads, for a client with r steps of the run behind it. */
static double run_target(const run *q, int32_t at, int r, int m) {
  if (at < 0)
    return q->point[(size_t)~at * (size_t)q->width + (size_t)r];
  bool goes_on = q->inside[q->chain->entry_stage[at]];
  return run_value(q, (size_t)at, goes_on ? r : 0)[m];
}

static void run_points(run *q, int m) {
  const pk_chain *chain = q->chain;
  for (size_t y = chain->point_count; y-- > 0;)
    for (int r = 0; r < q->width; r++) {
      double sum = 0;
      for (size_t k = chain->point_row[y]; k < chain->point_row[y + 1]; k++)
        sum += chain->exit_p[k] * run_target(q, chain->exit_to[k], r, m);
      q->point[y * (size_t)q->width + (size_t)r] = sum;
    }
}

static void run_links(run *q, size_t x, int m) {
  const pk_chain *chain = q->chain;
  bool inside = q->inside[chain->entry_stage[x]];
  int widest = inside ? q->width : 1, most = (int)q->reach[x] - m;
  for (int r = 0; r < widest; r++) {
    double *value = run_value(q, x, r) + m;
    size_t end = chain->entry_row[x + 1];
    for (size_t k = chain->entry_row[x]; k < end && chain->link_length[k] <= most; k++) {
      int d = chain->link_length[k];
      if (inside && d >= q->length - r)
        break;
      int behind = inside && q->width > 1 ? r + d : 0;
      value[d] += chain->link_p[k] *
                  q->point[(size_t)chain->link_point[k] * (size_t)q->width + (size_t)behind];
    }
  }
}

void pk_exact_run(const pk_chain *chain, const bool *inside, int length, const pk_ask *ask,
                  double *out, double *scratch) {
  if (length > chain->horizon) { /* no time for such a run */
    memset(out, 0, (size_t)ask->count * pk_rows(chain) * sizeof *out);
    return;
  }
  run q = {.chain = chain, .inside = inside, .length = length};
  q.width = run_width(chain, inside, length);
  run_prepare(&q, ask, scratch);
  for (int m = 0; m <= chain->horizon; m++) {
    run_points(&q, m);
    for (int i = 0; i < ask->count; i++)
      out[(size_t)i * pk_rows(chain) + (size_t)m] = run_target(&q, ask->at[i], 0, m);
    for (size_t x = 0; x < chain->entry_count; x++)
      run_links(&q, x, m);
  }
}
