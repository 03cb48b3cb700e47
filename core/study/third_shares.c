/* From solved worlds to reliance and fair shares, and how sure they are.
 *
 * Both are sums of outcomes over worlds, with the same luck in all of them, so they are worked out
 * cluster by cluster: a run with all its worlds, or the runs of an order and of the same order read
 * backwards. The value is the mean over clusters, each weighing as its clients do, and the spread
 * between clusters tells its standard error (Cochran, "Sampling Techniques", 1977, ch. 6: a ratio
 * of totals). One cluster alone tells none. */
#include "study/fair.h"
#include "study/third.h"

#include <math.h>
#include <string.h>

/* Rows are what is asked: an actor's reliance or share, each of all answers and outcomes. */
typedef struct summing {
  const pk_third_plan *plan;
  const double *weight; /* of runs */
  const double *sum_of; /* [rows][worlds], of sums over worlds */
  int rows, clusters;
  size_t width;                  /* answers × PK_FALLING */
  double *one;                   /* [rows][width]: of the cluster */
  double *heavy;                 /* [answers]: weight of the cluster */
  double *value, *error, *total; /* [rows][width], twice; [answers] */
} summing;

static double weight_of(const summing *s, size_t answer, int run) {
  return s->weight ? s->weight[answer * (size_t)s->plan->worlds.runs + (size_t)run] : 1;
}

/* What an outcome of a run falls by when the world is another. */
static double fall(const summing *s, int world, int run, size_t q) {
  const pk_worlds *w = &s->plan->worlds;
  return pk_world_at(w, s->plan->here, run)[q] - pk_world_at(w, world, run)[q];
}

/* ------------------------------------------------------------------------------------- clusters */

/* A run: sums over worlds, of their falls; weights over worlds sum to 0. */
static void sum_run(const summing *s, int run) {
  const pk_worlds *w = &s->plan->worlds;
  for (size_t a = 0; a < (size_t)w->answers; a++)
    s->heavy[a] = weight_of(s, a, run);
  for (int row = 0; row < s->rows; row++)
    for (int world = 0; world < w->count; world++) {
      double by = s->sum_of[row * w->count + world];
      for (size_t q = 0; by != 0 && q < s->width; q++)
        if (s->heavy[q / PK_FALLING] > 0)
          s->one[(size_t)row * s->width + q] -=
              by * fall(s, world, run, q) * s->heavy[q / PK_FALLING];
    }
}

static void sum_order(const summing *s, int order, int run) {
  int n = s->rows;
  const int *coming = s->plan->orders + (size_t)order * (size_t)n;
  const int *before = s->plan->before + (size_t)order * ((size_t)n + 1);
  for (size_t a = 0; a < (size_t)s->plan->worlds.answers; a++)
    s->heavy[a] += weight_of(s, a, run);
  for (int k = 0; k < n; k++)
    for (size_t q = 0; before[k] != before[k + 1] && q < s->width; q++) {
      double heavy = weight_of(s, q / PK_FALLING, run);
      if (heavy > 0)
        s->one[(size_t)coming[k] * s->width + q] +=
            heavy * (fall(s, before[k], run, q) - fall(s, before[k + 1], run, q));
    }
}

static void sum_orders(const summing *s, int pair) {
  for (int order = 2 * pair; order < 2 * pair + 2 && order < s->plan->order_count; order++) {
    int from, to;
    pk_third_runs_of(s->plan, order, &from, &to);
    for (int run = from; run < to; run++)
      sum_order(s, order, run);
  }
}

/* Rows of the cluster, times its weight; and its weight. */
static void sum_cluster(const summing *s, int cluster) {
  memset(s->one, 0, (size_t)s->rows * s->width * sizeof *s->one);
  memset(s->heavy, 0, (size_t)s->plan->worlds.answers * sizeof *s->heavy);
  if (s->sum_of)
    sum_run(s, cluster);
  else
    sum_orders(s, cluster);
}

/* ----------------------------------------------------------------------------- means and errors */

static void add_values(const summing *s) {
  for (int c = 0; c < s->clusters; c++) {
    sum_cluster(s, c);
    for (size_t i = 0; i < (size_t)s->rows * s->width; i++)
      s->value[i] += s->one[i];
    for (size_t a = 0; a < (size_t)s->plan->worlds.answers; a++)
      s->total[a] += s->heavy[a];
  }
  for (size_t i = 0; i < (size_t)s->rows * s->width; i++)
    s->value[i] /= s->total[i % s->width / PK_FALLING];
}

static void add_errors(const summing *s) {
  for (int c = 0; s->clusters > 1 && c < s->clusters; c++) {
    sum_cluster(s, c);
    for (size_t i = 0; i < (size_t)s->rows * s->width; i++) {
      double off = s->one[i] - s->heavy[i % s->width / PK_FALLING] * s->value[i];
      s->error[i] += off * off;
    }
  }
  double more = s->clusters > 1 ? s->clusters / (s->clusters - 1.0) : NAN;
  for (size_t i = 0; i < (size_t)s->rows * s->width; i++)
    s->error[i] = sqrt(s->error[i] * more) / s->total[i % s->width / PK_FALLING];
}

static bool sum_up(summing *s, pk_arena *arena) {
  size_t cells = (size_t)s->rows * s->width, answers = (size_t)s->plan->worlds.answers;
  s->one = PK_NEW_ARRAY(arena, double, cells);
  s->heavy = PK_NEW_ARRAY(arena, double, answers);
  s->value = PK_NEW_ARRAY(arena, double, cells);
  s->error = PK_NEW_ARRAY(arena, double, cells);
  s->total = PK_NEW_ARRAY(arena, double, answers);
  if (!s->one || !s->heavy || !s->value || !s->error || !s->total)
    return false;
  add_values(s);
  add_errors(s);
  return true;
}

/* -------------------------------------------------------------------------------------- telling */

static void keep(const summing *s, int row, int answer, double *value, double *error) {
  size_t at = (size_t)row * s->width + (size_t)answer * PK_FALLING;
  memcpy(value, s->value + at, PK_FALLING * sizeof *value);
  memcpy(error, s->error + at, PK_FALLING * sizeof *error);
}

/* Rows: the fall without each actor, then without all of them. */
static bool tell_reliance(const pk_third_plan *plan, summing *s, pk_arena *arena) {
  pk_making *m = plan->worlds.making;
  int n = m->result->third_count, worlds = plan->worlds.count;
  double *sum_of = PK_NEW_ARRAY(arena, double, (size_t)(n + 1) * (size_t)worlds);
  if (!sum_of)
    return false;
  for (int i = 0; i <= n; i++) {
    int world = i < n ? plan->without[i] : plan->none;
    if (world != plan->here)
      sum_of[i * worlds + world] = -1;
  }
  s->rows = n + 1;
  s->clusters = plan->worlds.runs;
  s->sum_of = sum_of;
  if (!sum_up(s, arena))
    return false;
  for (int a = 0; a < plan->worlds.answers; a++) {
    pk_answer *answer = pk_answer_at_index(m, a);
    for (int i = 0; i < n; i++)
      keep(s, i, a, answer->reliance + i * PK_FALLING, answer->reliance_errors + i * PK_FALLING);
    keep(s, n, a, answer->reliance_together, answer->together_errors);
  }
  return true;
}

static bool tell_shares(const pk_third_plan *plan, summing *s, pk_arena *arena) {
  pk_making *m = plan->worlds.making;
  int n = m->result->third_count;
  double *sum_of = PK_NEW_ARRAY(arena, double, (size_t)n *(size_t)plan->worlds.count);
  if (!sum_of)
    return false;
  if (plan->kind_of)
    pk_fair_weights(n, plan->kind_of, plan->worlds.count, sum_of);
  s->rows = n;
  s->clusters = plan->kind_of ? plan->worlds.runs : (plan->order_count + 1) / 2;
  s->sum_of = plan->kind_of ? sum_of : NULL;
  if (!sum_up(s, arena))
    return false;
  for (int a = 0; a < plan->worlds.answers; a++) {
    pk_answer *answer = pk_answer_at_index(m, a);
    for (int i = 0; i < n; i++)
      keep(s, i, a, answer->shares + i * PK_FALLING, answer->share_errors + i * PK_FALLING);
  }
  return true;
}

static bool answers_new(const pk_making *m) {
  polku_result *r = m->result;
  size_t count = (size_t)r->third_count * PK_FALLING;
  for (int g = 0; g <= r->group_count; g++) {
    pk_answer *a = pk_answer_at_index(m, g);
    a->reliance = PK_NEW_ARRAY(r->arena, double, count);
    a->reliance_errors = PK_NEW_ARRAY(r->arena, double, count);
    a->shares = PK_NEW_ARRAY(r->arena, double, count);
    a->share_errors = PK_NEW_ARRAY(r->arena, double, count);
    if (!a->reliance || !a->reliance_errors || !a->shares || !a->share_errors)
      return false;
  }
  return true;
}

bool pk_third_tell(const pk_third_plan *plan, const double *weight) {
  pk_making *m = plan->worlds.making;
  summing reliance = {
      .plan = plan, .weight = weight, .width = (size_t)plan->worlds.answers * PK_FALLING};
  summing shares = reliance;
  if (!answers_new(m) || !tell_reliance(plan, &reliance, m->scratch) ||
      !tell_shares(plan, &shares, m->scratch))
    return false;
  m->result->share_orders = plan->kind_of ? 0 : plan->order_count;
  m->result->shares_all = plan->kind_of != NULL;
  return true;
}
