/* The passes, forward and backward, and where they meet. */
#include "engine/adjoint.h"

#include <string.h>

enum { LANES = 4 }; /* columns are filled up to a multiple, for compilers that work on several */

struct pk_adjoint {
  const pk_chain *chain;
  const pk_survey_plan *plan;
  const pk_query *queries;
  size_t count, width;
  double *power, *sum;                 /* [horizon + 1][width]: δ^d, 1 + δ + … + δ^(d − 1) */
  double *win, *go, *end, *pay, *once; /* [stages][width] */
  bool extra;                          /* some question has any */
  const pk_query *run;                 /* the question that long stays end; NULL */
  size_t run_column;

  int32_t *pair;    /* [entries][horizon + 1]: which of the pairs (entry state, time); −1 */
  double *began;    /* [pairs][width]: who begins */
  double *value;    /* [pairs][width]: of one who comes in, seen from t = 0 */
  double *arriving; /* [answers of the plan][width]: who comes */
  double *later;    /* [answers of the plan][width]: of one who is there, seen from t = 0 */
  double *row;      /* [3][width]: scratch of one state */
};

static size_t rows(const pk_chain *chain) {
  return (size_t)chain->horizon + 1;
}

size_t pk_adjoint_width(const pk_adjoint *a) {
  return a->width;
}

/* ------------------------------------------------------------------------------------ preparing */

static void fill_times(pk_adjoint *a) {
  for (size_t i = 0; i < a->count; i++) {
    double discount = a->queries[i].reward.discount;
    a->power[i] = 1;
    for (size_t d = 1; d < rows(a->chain); d++) {
      size_t at = d * a->width + i;
      a->power[at] = a->power[at - a->width] * discount;
      a->sum[at] = a->sum[at - a->width] + a->power[at - a->width];
    }
  }
}

static void fill_stages(pk_adjoint *a) {
  for (size_t s = 0; s < (size_t)a->chain->stage_count; s++)
    for (size_t i = 0; i < a->count; i++) {
      const pk_query *q = &a->queries[i];
      size_t at = s * a->width + i;
      a->win[at] = q->win ? q->win[s] : 0;
      a->go[at] = q->go ? q->go[s] : 1;
      a->end[at] = q->end ? q->end[s] : 0;
      a->pay[at] = q->reward.per_step ? q->reward.per_step[s] : 0;
      a->once[at] = q->reward.on_entry ? q->reward.on_entry[s] : 0;
      a->extra = a->extra || q->reward.extra;
    }
}

static void find_run(pk_adjoint *a) {
  for (size_t i = 0; i < a->count; i++)
    if (a->queries[i].inside) {
      a->run = &a->queries[i];
      a->run_column = i;
    }
}

static void fill_pairs(pk_adjoint *a) {
  const pk_chain *chain = a->chain;
  memset(a->pair, 0xff, chain->entry_count * rows(chain) * sizeof *a->pair);
  for (size_t t = 0; t < rows(chain); t++)
    for (size_t i = a->plan->entry_row[t]; i < a->plan->entry_row[t + 1]; i++)
      a->pair[(size_t)a->plan->entry[i] * rows(chain) + t] = (int32_t)i;
}

static bool take_memory(pk_adjoint *a, pk_arena *arena) {
  const pk_chain *chain = a->chain;
  size_t stages = (size_t)chain->stage_count * a->width, times = rows(chain) * a->width;
  size_t pairs = a->plan->entry_row[rows(chain)] * a->width;
  size_t answers = a->plan->answer_count * a->width;
  a->power = PK_NEW_ARRAY(arena, double, times);
  a->sum = PK_NEW_ARRAY(arena, double, times);
  a->win = PK_NEW_ARRAY(arena, double, stages);
  a->go = PK_NEW_ARRAY(arena, double, stages);
  a->end = PK_NEW_ARRAY(arena, double, stages);
  a->pay = PK_NEW_ARRAY(arena, double, stages);
  a->once = PK_NEW_ARRAY(arena, double, stages);
  a->pair = PK_NEW_ARRAY(arena, int32_t, chain->entry_count * rows(chain));
  a->began = PK_NEW_ARRAY(arena, double, pairs);
  a->value = PK_NEW_ARRAY(arena, double, pairs);
  a->arriving = PK_NEW_ARRAY(arena, double, answers);
  a->later = PK_NEW_ARRAY(arena, double, answers);
  a->row = PK_NEW_ARRAY(arena, double, 3 * a->width);
  return a->power && a->sum && a->win && a->go && a->end && a->pay && a->once && a->pair &&
         a->began && a->value && a->arriving && a->later && a->row;
}

/* ------------------------------------------------------------------------------- finding things */

static double *in_pair(const pk_adjoint *a, double *of, size_t x, int t) {
  int32_t pair = a->pair[x * rows(a->chain) + (size_t)t];
  return pair < 0 ? NULL : of + (size_t)pair * a->width;
}

static double *in_answer(const pk_adjoint *a, double *of, size_t y, int t) {
  return of + (size_t)a->plan->answer[(size_t)t * a->chain->point_count + y] * a->width;
}

static inline void add_scaled(double *restrict to, const double *restrict from, double by,
                              size_t width) {
  for (size_t i = 0; i < width; i += LANES) {
    to[i] += by * from[i];
    to[i + 1] += by * from[i + 1];
    to[i + 2] += by * from[i + 2];
    to[i + 3] += by * from[i + 3];
  }
}

static inline void add_product(double *restrict to, const double *restrict a,
                               const double *restrict b, size_t width) {
  for (size_t i = 0; i < width; i += LANES) {
    to[i] += a[i] * b[i];
    to[i + 1] += a[i + 1] * b[i + 1];
    to[i + 2] += a[i + 2] * b[i + 2];
    to[i + 3] += a[i + 3] * b[i + 3];
  }
}

static bool all_zero(const double *row, size_t width) {
  for (size_t i = 0; i < width; i++)
    if (row[i] != 0)
      return false;
  return true;
}

/* The length with which a stay in x ends the question of runs; more than any where it does not. */
static int run_of(const pk_adjoint *a, size_t x) {
  bool inside = a->run && a->run->inside[a->chain->entry_stage[x]];
  return inside ? a->run->length : INT32_MAX;
}

/* What d steps of a stay in x are worth by themselves. */
static void worth(const pk_adjoint *a, size_t x, int d, double *to) {
  const double *pay = a->pay + (size_t)a->chain->entry_stage[x] * a->width;
  const double *sum = a->sum + (size_t)d * a->width;
  for (size_t i = 0; i < a->width; i++)
    to[i] = pay[i] * sum[i];
  for (size_t i = 0; a->extra && i < a->count; i++) {
    const pk_extra *extra = a->queries[i].reward.extra;
    if (extra && extra->row[x] >= 0)
      to[i] += extra->worth[(size_t)extra->row[x] * rows(a->chain) + (size_t)d];
  }
  if (d >= run_of(a, x))
    to[a->run_column] += 1;
}

/* What it is worth to stay from t to the end, seen from t = 0. */
static void worth_to_the_end(const pk_adjoint *a, size_t x, int t, double *to) {
  const double *end = a->end + (size_t)a->chain->entry_stage[x] * a->width;
  const double *power = a->power + (size_t)t * a->width;
  worth(a, x, a->chain->horizon - t, to);
  for (size_t i = 0; i < a->width; i++)
    to[i] = to[i] * power[i] + end[i];
}

/* -------------------------------------------------------------------------------------- forward */

/* A part p of those in `who` (NULL: one person for each question) comes in. */
static void come_in(const pk_adjoint *a, int32_t at, int t, const double *who, double p) {
  const pk_chain *chain = a->chain;
  int stage = at >= 0 ? chain->entry_stage[at] : chain->point_stage[~at];
  double *to =
      at >= 0 ? in_pair(a, a->began, (size_t)at, t) : in_answer(a, a->arriving, (size_t)~at, t);
  const double *go = a->go + (size_t)stage * a->width;
  for (size_t i = 0; i < a->width; i++)
    to[i] += (who ? who[i] : 1) * p * go[i];
}

static void begin_at(const pk_adjoint *a, int t, int group) {
  const pk_chain *chain = a->chain;
  for (size_t i = 0; i < chain->start_count; i++)
    if (chain->start_time[i] == t && (group < 0 || chain->start_group[i] == group))
      come_in(a, chain->start_at[i], t, NULL, chain->start_amount[i]);
}

static void leave_points(const pk_adjoint *a, int t) {
  const pk_chain *chain = a->chain;
  for (size_t i = a->plan->point_row[t]; i < a->plan->point_row[t + 1]; i++) {
    size_t y = (size_t)a->plan->point[i];
    const double *who = a->arriving + i * a->width;
    for (size_t k = chain->point_row[y]; k < chain->point_row[y + 1]; k++)
      come_in(a, chain->exit_to[k], t, who, chain->exit_p[k]);
  }
}

/* Those who began in x at t leave; whom the length of their stay ended the question, leave it. */
static void end_stay(const pk_adjoint *a, size_t x, int t, const double *who) {
  const pk_chain *chain = a->chain;
  size_t end = chain->entry_row[x + 1];
  int run = run_of(a, x);
  for (size_t k = chain->entry_row[x]; k < end && chain->link_length[k] <= chain->horizon - t;
       k++) {
    if (chain->link_length[k] >= run && who != a->row) {
      memcpy(a->row, who, a->width * sizeof *who);
      a->row[a->run_column] = 0;
      who = a->row;
    }
    add_scaled(in_answer(a, a->arriving, (size_t)chain->link_point[k], t + chain->link_length[k]),
               who, chain->link_p[k], a->width);
  }
}

static void end_stays(const pk_adjoint *a, int t) {
  for (size_t i = a->plan->entry_row[t]; i < a->plan->entry_row[t + 1]; i++)
    if (!all_zero(a->began + i * a->width, a->width))
      end_stay(a, (size_t)a->plan->entry[i], t, a->began + i * a->width);
}

static void forward(const pk_adjoint *a, int group) {
  for (int t = 0; t <= a->chain->horizon; t++) {
    begin_at(a, t, group);
    leave_points(a, t);
    end_stays(a, t);
  }
}

/* ------------------------------------------------------------------------------------- backward */

/* What entering gives at t, before what comes later. `place`: an entry state, or entries + i for
 * the i-th passage point; who was there before has not entered, and is paid nothing for it. */
static void enter(const pk_adjoint *a, int stage, size_t place, int t, bool was_there, double *v) {
  const double *win = a->win + (size_t)stage * a->width, *go = a->go + (size_t)stage * a->width;
  const double *once = a->once + (size_t)stage * a->width;
  const double *power = a->power + (size_t)t * a->width;
  for (size_t i = 0; i < a->width; i++)
    v[i] = win[i] + go[i] * v[i] + (was_there ? 0 : once[i] * power[i]);
  for (size_t i = 0; a->extra && !was_there && i < a->count; i++)
    if (a->queries[i].reward.extra)
      v[i] += a->queries[i].reward.extra->once[place] * power[i];
}

/* What stays give by themselves, taken as far as the latest number of steps that was asked. */
typedef struct own {
  double *paid; /* [entries][width]: Σ p · a(length) over the links so far */
  double *left; /* [entries]: 1 − Σ p */
  size_t *next; /* [entries] */
} own;

static void stay_value(const pk_adjoint *a, const own *o, size_t x, int t, double *v) {
  const pk_chain *chain = a->chain;
  size_t width = a->width, end = chain->entry_row[x + 1];
  double *paid = o->paid + x * width, *row = a->row;
  for (; o->next[x] < end && chain->link_length[o->next[x]] <= chain->horizon - t; o->next[x]++) {
    worth(a, x, chain->link_length[o->next[x]], row);
    add_scaled(paid, row, chain->link_p[o->next[x]], width);
    o->left[x] -= chain->link_p[o->next[x]];
  }
  const double *power = a->power + (size_t)t * width;
  worth_to_the_end(a, x, t, row);
  for (size_t i = 0; i < width; i++)
    v[i] = power[i] * paid[i] + (o->left[x] > 0 ? o->left[x] : 0) * row[i];
  size_t k = chain->entry_row[x];
  for (; k < o->next[x] && chain->link_length[k] < run_of(a, x); k++)
    add_scaled(v, in_answer(a, a->later, (size_t)chain->link_point[k], t + chain->link_length[k]),
               chain->link_p[k], width);
  double ended = v[a->run_column];
  for (; k < o->next[x]; k++)
    add_scaled(v, in_answer(a, a->later, (size_t)chain->link_point[k], t + chain->link_length[k]),
               chain->link_p[k], width);
  v[a->run_column] = run_of(a, x) < INT32_MAX ? ended : v[a->run_column];
  enter(a, chain->entry_stage[x], x, t, chain->entry_elapsed[x] > 0, v);
}

static const double *value_at(const pk_adjoint *a, int32_t at, int t) {
  return at >= 0 ? in_pair(a, a->value, (size_t)at, t) : in_answer(a, a->later, (size_t)~at, t);
}

static void point_value(const pk_adjoint *a, size_t y, int t, double *w) {
  const pk_chain *chain = a->chain;
  for (size_t k = chain->point_row[y]; k < chain->point_row[y + 1]; k++)
    add_scaled(w, value_at(a, chain->exit_to[k], t), chain->exit_p[k], a->width);
  if (y >= chain->passage_from)
    enter(a, chain->point_stage[y], chain->entry_count + y - chain->passage_from, t, false, w);
}

static bool backward(const pk_adjoint *a, pk_arena *arena) {
  const pk_chain *chain = a->chain;
  own o = {PK_NEW_ARRAY(arena, double, chain->entry_count * a->width),
           PK_NEW_ARRAY(arena, double, chain->entry_count),
           PK_NEW_ARRAY(arena, size_t, chain->entry_count)};
  if (!o.paid || !o.left || !o.next)
    return false;
  for (size_t x = 0; x < chain->entry_count; x++) {
    o.left[x] = 1;
    o.next[x] = chain->entry_row[x];
  }
  for (int t = chain->horizon; t >= 0; t--) {
    for (size_t i = a->plan->entry_row[t]; i < a->plan->entry_row[t + 1]; i++)
      stay_value(a, &o, (size_t)a->plan->entry[i], t, a->value + i * a->width);
    for (size_t i = a->plan->point_row[t + 1]; i > a->plan->point_row[t]; i--)
      point_value(a, (size_t)a->plan->point[i - 1], t, a->later + (i - 1) * a->width);
  }
  return true;
}

pk_adjoint *pk_adjoint_new(const pk_chain *chain, const pk_survey_plan *plan,
                           const pk_query *queries, int count, int group, pk_arena *arena) {
  pk_adjoint *a = PK_NEW(arena, pk_adjoint);
  if (!a)
    return NULL;
  *a = (pk_adjoint){.chain = chain, .plan = plan, .queries = queries, .count = (size_t)count};
  a->width = (a->count + LANES - 1) / LANES * LANES;
  if (!take_memory(a, arena))
    return NULL;
  fill_times(a);
  fill_stages(a);
  find_run(a);
  fill_pairs(a);
  forward(a, group);
  return backward(a, arena) ? a : NULL;
}

/* -------------------------------------------------------------------------- where they meet */

/* Σ b(t) w(t + d) for each link. */
static void meet_later(const pk_adjoint *a, size_t x, double *to) {
  const pk_chain *chain = a->chain;
  size_t row = chain->entry_row[x], end = chain->entry_row[x + 1];
  for (int t = chain->entry_time[x]; t <= chain->horizon; t++) {
    const double *who = in_pair(a, a->began, x, t);
    if (!who || all_zero(who, a->width))
      continue;
    for (size_t k = row; k < end && chain->link_length[k] <= chain->horizon - t; k++)
      add_product(to + (k - row) * a->width, who,
                  in_answer(a, a->later, (size_t)chain->link_point[k], t + chain->link_length[k]),
                  a->width);
  }
}

/* Whom the length of their stay ended the question, nothing awaits. */
static void forget_runs(const pk_adjoint *a, size_t x, double *to) {
  size_t row = a->chain->entry_row[x], k = a->chain->entry_row[x + 1];
  for (int run = run_of(a, x); k > row && a->chain->link_length[k - 1] >= run; k--)
    to[(k - 1 - row) * a->width + a->run_column] = 0;
}

/* What the stay itself is worth with this length, less what it is worth to the end: for those who
 * begin early enough, who are the fewer the longer the link. */
void pk_adjoint_links(const pk_adjoint *a, size_t x, double *to) {
  const pk_chain *chain = a->chain;
  size_t width = a->width, row = chain->entry_row[x];
  double *early = a->row, *to_end = early + width, *now = to_end + width;
  memset(to, 0, (chain->entry_row[x + 1] - row) * width * sizeof *to);
  meet_later(a, x, to);
  forget_runs(a, x, to);
  memset(early, 0, 2 * width * sizeof *early);
  int t = chain->entry_time[x];
  for (size_t k = chain->entry_row[x + 1]; k > row; k--) {
    for (; t <= chain->horizon - chain->link_length[k - 1]; t++) {
      const double *who = in_pair(a, a->began, x, t);
      if (!who)
        continue;
      worth_to_the_end(a, x, t, now);
      add_product(early, who, a->power + (size_t)t * width, width);
      add_product(to_end, who, now, width);
    }
    double *link = to + (k - 1 - row) * width;
    worth(a, x, chain->link_length[k - 1], now);
    add_product(link, early, now, width);
    for (size_t i = 0; i < width; i++)
      link[i] -= to_end[i];
  }
}

void pk_adjoint_exits(const pk_adjoint *a, size_t y, double *to) {
  const pk_chain *chain = a->chain;
  size_t row = chain->point_row[y], count = chain->point_row[y + 1] - row;
  memset(to, 0, count * a->width * sizeof *to);
  for (int t = 0; t <= chain->horizon; t++) {
    if (a->plan->answer[(size_t)t * chain->point_count + y] < 0)
      continue;
    const double *who = in_answer(a, a->arriving, y, t);
    for (size_t k = 0; k < count; k++)
      add_product(to + k * a->width, who, value_at(a, chain->exit_to[row + k], t), a->width);
  }
}

const double *pk_adjoint_start(const pk_adjoint *a, size_t start) {
  return value_at(a, a->chain->start_at[start], a->chain->start_time[start]);
}

/* ----------------------------------------------------------------------------------- time spent */

/* Steps that stays begun in x take within n of them, for n = 0 … horizon: [horizon + 1][width]. */
static void steps_within(const pk_adjoint *a, size_t x, double *within) {
  const pk_chain *chain = a->chain;
  size_t width = a->width, k = chain->entry_row[x];
  double left = 1;
  for (int n = 1; n <= chain->horizon; n++) {
    double *now = within + (size_t)n * width;
    const double *power = a->power + (size_t)(n - 1) * width;
    for (; k < chain->entry_row[x + 1] && chain->link_length[k] < n; k++)
      left -= chain->link_p[k];
    for (size_t i = 0; i < width; i++)
      now[i] = now[i - width] + (left > 0 ? left : 0) * power[i];
  }
}

static void add_spent(const pk_adjoint *a, size_t x, const double *within, double *steps,
                      double *entries) {
  const pk_chain *chain = a->chain;
  size_t width = a->width, to = (size_t)chain->entry_stage[x] * width;
  for (int t = chain->entry_time[x]; t <= chain->horizon; t++) {
    const double *who = in_pair(a, a->began, x, t), *power = a->power + (size_t)t * width;
    const double *stay = within + (size_t)(chain->horizon - t) * width;
    for (size_t i = 0; who && i < width; i++) {
      steps[to + i] += who[i] * power[i] * stay[i];
      entries[to + i] += chain->entry_elapsed[x] > 0 ? 0 : who[i] * power[i];
    }
  }
}

bool pk_adjoint_spent(const pk_adjoint *a, double *steps, double *entries, pk_arena *arena) {
  const pk_chain *chain = a->chain;
  double *within = PK_NEW_ARRAY(arena, double, rows(chain) * a->width);
  if (!within)
    return false;
  for (size_t x = 0; x < chain->entry_count; x++) {
    steps_within(a, x, within);
    add_spent(a, x, within, steps, entries);
  }
  for (size_t y = chain->passage_from; y < chain->point_count; y++)
    for (int t = 0; t <= chain->horizon; t++)
      if (a->plan->answer[(size_t)t * chain->point_count + y] >= 0)
        add_product(entries + (size_t)chain->point_stage[y] * a->width,
                    in_answer(a, a->arriving, y, t), a->power + (size_t)t * a->width, a->width);
  return true;
}
