/* Which worlds must be solved to tell reliance and fair shares.
 *
 * Reliance needs every run of the world without each actor, and of the one without all. Fair shares
 * need the world of every set of actors; where that would cost more than is affordable, orders are
 * drawn in which actors come one after another. Each order is played by a part of the runs, all
 * parts together by every run: so shares still sum to reliance together. Everything is a count and
 * not a clock: the same model gives the same bytes everywhere. */
#include "study/fair.h"
#include "study/third.h"

#include <string.h>

enum { MOST_ORDERS_OF_RUNS = 40, MOST_ORDERS = 400 };

typedef struct planning {
  pk_third_plan *plan;
  const pk_third_wish *wish;
  const polku_result *result;
  bool *withdrawn; /* [actors], scratch */
} planning;

/* The world in which those of the third sector are there whom `there` marks. */
static int world_of(const planning *p, const bool *there) {
  const polku_result *r = p->result;
  memcpy(p->withdrawn, r->withdrawn, (size_t)r->actor_count * sizeof *p->withdrawn);
  for (int i = 0; i < r->third_count; i++)
    p->withdrawn[r->third[i]] = !there[i];
  return pk_worlds_find(&p->plan->worlds, p->withdrawn);
}

static void mark(bool *there, int count, bool value) {
  for (int i = 0; i < count; i++)
    there[i] = value;
}

/* ------------------------------------------------------------------------------------- reliance */

static bool plan_reliance(const planning *p, bool *there) {
  pk_third_plan *plan = p->plan;
  int n = p->result->third_count, runs = plan->worlds.runs;
  mark(there, n, true);
  plan->here = world_of(p, there);
  for (int i = 0; i < n; i++) {
    there[i] = false;
    plan->without[i] = world_of(p, there);
    there[i] = true;
  }
  mark(there, n, false);
  plan->none = world_of(p, there);
  bool good = plan->here >= 0 && plan->none >= 0;
  for (int i = 0; i < n; i++)
    good = good && plan->without[i] >= 0;
  for (int i = 0; good && i < plan->worlds.count; i++)
    pk_worlds_need(&plan->worlds, i, 0, runs);
  return good;
}

/* ------------------------------------------------------------------------------------- all sets */

/* Leaves kind_of NULL where all sets would cost too much, and the worlds that were found too many
 * as nobody's need. */
static bool plan_sets(const planning *p, bool *there) {
  pk_third_plan *plan = p->plan;
  int n = p->result->third_count, known = plan->worlds.count;
  int *kind_of = PK_NEW_ARRAY(plan->worlds.making->scratch, int, (size_t)1 << n);
  if (!kind_of)
    return false;
  for (unsigned set = 0; set < 1u << n; set++) {
    for (int i = 0; i < n; i++)
      there[i] = set >> i & 1u;
    kind_of[set] = world_of(p, there);
    if (kind_of[set] < 0)
      return false;
    if ((double)(plan->worlds.count - known) * plan->worlds.runs > p->wish->affordable)
      return true;
  }
  plan->kind_of = kind_of;
  for (int i = known; i < plan->worlds.count; i++)
    pk_worlds_need(&plan->worlds, i, 0, plan->worlds.runs);
  return true;
}

/* ---------------------------------------------------------------------------------- some orders */

/* Of the exact engine each order costs a solution for every actor but two; of runs, each run one
 * order, or two where that is affordable. */
static void choose_orders(const planning *p) {
  pk_third_plan *plan = p->plan;
  int runs = plan->worlds.runs;
  double an_order = p->result->third_count - 2.0;
  if (runs > 1) {
    plan->both_ways = 2 * an_order * runs <= p->wish->affordable;
    int most = plan->both_ways ? 2 * runs : runs / 2 * 2;
    plan->order_count = most < MOST_ORDERS_OF_RUNS ? most : MOST_ORDERS_OF_RUNS;
    return;
  }
  double pairs = p->wish->affordable / (2 * an_order);
  plan->both_ways = true;
  plan->order_count = pairs >= 1 ? 2 * (int)(pairs < MOST_ORDERS / 2 ? pairs : MOST_ORDERS / 2)
                                 : p->wish->affordable >= an_order;
}

static bool plan_orders(const planning *p, bool *there) {
  pk_third_plan *plan = p->plan;
  pk_arena *scratch = plan->worlds.making->scratch;
  int n = p->result->third_count;
  choose_orders(p);
  size_t count = (size_t)plan->order_count;
  plan->orders = PK_NEW_ARRAY(scratch, int, count *(size_t)n);
  plan->before = PK_NEW_ARRAY(scratch, int, count *((size_t)n + 1));
  if (!plan->orders || !plan->before)
    return false;
  pk_fair_orders(n, plan->order_count, p->result->seed, plan->orders);
  for (int k = 0; k < plan->order_count; k++) {
    int *before = plan->before + (size_t)k * ((size_t)n + 1), from, to;
    pk_third_runs_of(plan, k, &from, &to);
    mark(there, n, false);
    for (int i = 0; i <= n; i++) {
      if (i > 0)
        there[plan->orders[k * n + i - 1]] = true;
      before[i] = world_of(p, there);
      if (before[i] < 0)
        return false;
      pk_worlds_need(&plan->worlds, before[i], from, to);
    }
  }
  return true;
}

void pk_third_runs_of(const pk_third_plan *plan, int order, int *from, int *to) {
  int64_t parts = plan->both_ways ? plan->order_count / 2 : plan->order_count;
  int64_t part = plan->both_ways ? order / 2 : order, runs = plan->worlds.runs;
  *from = runs > 1 ? (int)(part * runs / parts) : 0;
  *to = runs > 1 ? (int)((part + 1) * runs / parts) : 1;
}

/* ---------------------------------------------------------------------------------------- whole */

static bool plan_all(const planning *p, bool *there) {
  if (!plan_reliance(p, there))
    return false;
  if (p->result->third_count <= PK_FAIR_MOST && !plan_sets(p, there))
    return false;
  if (!p->plan->kind_of && !plan_orders(p, there))
    return false;
  return pk_worlds_ready(&p->plan->worlds);
}

bool pk_third_plan_new(pk_third_plan *plan, pk_making *m, const pk_third_wish *wish) {
  const polku_result *r = m->result;
  *plan = (pk_third_plan){
      .worlds = {
          .making = m, .limits = wish->limits, .runs = wish->runs, .answers = r->group_count + 1}};
  planning p = {plan, wish, r, PK_NEW_ARRAY(m->scratch, bool, (size_t)r->actor_count)};
  bool *there = PK_NEW_ARRAY(m->scratch, bool, (size_t)r->third_count);
  plan->without = PK_NEW_ARRAY(m->scratch, int, (size_t)r->third_count);
  if (!p.withdrawn || !there || !plan->without || !plan_all(&p, there))
    return false;
  for (int i = 0; i < plan->worlds.count; i++)
    if (i != plan->here)
      plan->more += plan->worlds.list[i]->run_count;
  return true;
}
