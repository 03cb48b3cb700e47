/* From the tables of the laws to the numbers that filled them. What stay_law.c and duration.c do,
 * backwards. */
#include "chain/adjoint.h"
#include "chain/duration.h"
#include <math.h>
#include <string.h>

static void clear(const pk_chain_slopes *s, double *to) {
  memset(to, 0, s->width * sizeof *to);
}

static void add(const pk_chain_slopes *s, double *to, const double *from, double by) {
  pk_slopes_add(to, from, by, s->width);
}

/* The position of a transition among the exits of its stage. */
static int exit_of(const pk_chain_slopes *s, int transition, int *stage) {
  *stage = s->laws->model->transitions[transition].from;
  const pk_stay_law *law = &s->laws->law[*stage];
  int j = 0;
  while (law->exits[j].transition != transition)
    j++;
  return j;
}

void pk_slope_share(const pk_chain_slopes *s, int transition, double *to) {
  int stage, j = exit_of(s, transition, &stage);
  clear(s, to);
  add(s, to, s->law[stage].share + (size_t)j * s->width, 1);
}

/* ------------------------------------------------------------------------------------- supports */

/* The chance to get a support that a part of the clients gets. */
static double uptake_of(const pk_stay_law *law, int bit) {
  double with = 0;
  for (int v = 0; v < law->variant_count; v++)
    with += v >> bit & 1 ? 0 : law->variant_share[v];
  return with;
}

void pk_slope_uptake(const pk_chain_slopes *s, int support, double *to) {
  clear(s, to);
  for (int stage = 0; stage < s->chain->stage_count; stage++) {
    const pk_stay_law *law = &s->laws->law[stage];
    int bit = law->part[support];
    double uptake = bit >= 0 ? uptake_of(law, bit) : 0;
    for (int v = 0; bit >= 0 && v < law->variant_count; v++)
      add(s, to, s->law[stage].variant + (size_t)v * s->width,
          law->variant_share[v] / (v >> bit & 1 ? uptake - 1 : uptake));
  }
}

/* The ratio is a factor, or a divisor, of every variant that has the support. */
void pk_slope_ratio(const pk_chain_slopes *s, int support, int effect, double *to) {
  const pk_model *m = s->laws->model;
  const pk_effect *e = &m->supports[support].effects[effect];
  const bool *works = s->laws->presence->support_works;
  int stage, j = exit_of(s, e->transition, &stage);
  const pk_stay_law *law = &s->laws->law[stage];
  int bit = law->part[support];
  clear(s, to);
  for (int epoch = 0; epoch < s->laws->epoch_count; epoch++) {
    bool now = works[epoch * m->support_count + support];
    for (int v = 0; bit != PK_NOBODYS && now != e->included && v < law->variant_count; v++) {
      size_t at = (size_t)(pk_stay_factors(law, epoch, v) - law->factor) + (size_t)j;
      if (bit < 0 || !(v >> bit & 1))
        add(s, to, s->law[stage].factor + at * s->width,
            law->factor[at] / (now ? e->ratio.value : -e->ratio.value));
    }
  }
}

/* ------------------------------------------------------------------------------------- per step */

/* Λ_j = h_j c(Σh) with c(x) = −ln(1 − x) / x: c and its derivative, from x and ΣΛ. */
static double stretch(double x, double sum, double *slope) {
  if (x < 1e-3) {
    *slope = 0.5 + x * (2.0 / 3 + x * (0.75 + x * 0.8));
    return 1 + x * (0.5 + x * (1.0 / 3 + x * (0.25 + x * 0.2)));
  }
  *slope = (1 / (1 - x) - sum / x) / x;
  return sum / x;
}

static void add_row(const pk_chain_slopes *s, int stage, int j, int row, double *to) {
  const pk_stay_law *law = &s->laws->law[stage];
  size_t exits = (size_t)law->exit_count, at = (size_t)row * exits;
  double sum = 0, slope;
  for (size_t i = 0; i < exits; i++)
    sum += law->hazard[at + i];
  double c = stretch(-expm1(-sum), sum, &slope);
  for (size_t i = 0; i < exits; i++)
    add(s, to, s->law[stage].hazard + (at + i) * s->width,
        law->hazard[at + i] / c * slope + (i == (size_t)j ? c : 0));
}

static void unknown(const pk_chain_slopes *s, double *to) {
  for (size_t i = 0; i < s->width; i++)
    to[i] = NAN;
}

/* The last entry of a list goes on. */
void pk_slope_per_step(const pk_chain_slopes *s, int transition, int at, double *to) {
  int stage, j = exit_of(s, transition, &stage);
  const pk_stay_law *law = &s->laws->law[stage];
  int last = s->laws->model->transitions[transition].step_count - 1;
  clear(s, to);
  for (int row = at; row < law->rows && (row == at || at == last); row++) {
    if (law->sure[row]) {
      unknown(s, to);
      return;
    }
    add_row(s, stage, j, row, to);
  }
}

/* ----------------------------------------------------------------------------------- durations */

typedef struct table {
  pk_arena *arena;
  pk_duration_slopes by;
} table;

static bool table_new(table *t, const pk_chain_slopes *s, const pk_distribution *d, int steps,
                      double (*value)(void *, const pk_number *), void *context) {
  size_t n = (size_t)steps + 1;
  t->arena = pk_arena_new();
  double *memory = t->arena ? PK_NEW_ARRAY(t->arena, double, 3 * n) : NULL;
  if (!memory)
    return false;
  t->by = (pk_duration_slopes){memory, memory + n, memory + 2 * n};
  pk_duration_slope(d, s->laws->model->step, s->laws->refine, steps, value, context, &t->by);
  return true;
}

bool pk_slope_duration(const pk_chain_slopes *s, int stage, int which,
                       double (*value)(void *, const pk_number *), void *context, double *to) {
  const pk_stay_law *law = &s->laws->law[stage];
  table t;
  bool made = table_new(&t, s, &s->laws->model->stages[stage].duration, law->steps, value, context);
  clear(s, to);
  for (int e = 0; made && law->left && e <= law->steps; e++)
    add(s, to, s->law[stage].left + (size_t)e * s->width, (which ? t.by.by_b : t.by.by_a)[e]);
  pk_arena_free(t.arena);
  return made;
}

/* Λ(e) = ln S(e − 1) − ln S(e). */
bool pk_slope_after(const pk_chain_slopes *s, int transition, int which,
                    double (*value)(void *, const pk_number *), void *context, double *to) {
  int stage, j = exit_of(s, transition, &stage);
  const pk_stay_law *law = &s->laws->law[stage];
  const pk_distribution *d = &s->laws->model->transitions[transition].after;
  size_t exits = (size_t)law->exit_count;
  table t;
  bool made = table_new(&t, s, d, law->steps, value, context);
  const double *by = made ? which ? t.by.by_b : t.by.by_a : NULL;
  clear(s, to);
  if (d->family == PK_GEOMETRIC &&
      isinf(law->hazard[(size_t)(s->laws->refine - 1) * exits + (size_t)j]))
    unknown(s, to);
  for (int e = 1; made && e <= law->rows && t.by.left[e] > 0; e++)
    add(s, to, s->law[stage].hazard + ((size_t)(e - 1) * exits + (size_t)j) * s->width,
        by[e - 1] / t.by.left[e - 1] - by[e] / t.by.left[e]);
  pk_arena_free(t.arena);
  return made;
}
