/* Decision points: from their exits to shares, hazards and ratios. What decide.c does, backwards.
 */
#include "chain/adjoint.h"
#include <math.h>
#include <string.h>

/* One point with what is known about it. */
typedef struct point {
  pk_chain_slopes *slopes;
  const pk_stay_law *law;
  const pk_moment *moment;
  pk_law_slopes *to;
  const double *exits; /* [exits of the chain][width] */
  const int *exit;     /* [exits of the law]: which of those; −1: nobody takes it */
  const double *leave; /* [width]; NULL: a stay at its limit ends whatever the chance */
} point;

static bool open(const point *p, int j) {
  return p->moment->answers[j].open;
}

/* Weight by rules times odds or hazard ratio. */
static double by_rules(const point *p, int j) {
  return p->moment->answers[j].weight > 0 ? p->moment->answers[j].weight : 0;
}

static size_t factor_at(const point *p, int variant, int j) {
  return (size_t)(pk_stay_factors(p->law, p->moment->born, variant) - p->law->factor) + (size_t)j;
}

static const double *worth_of(const point *p, int j) {
  return p->exit[j] < 0 ? NULL : p->exits + (size_t)p->exit[j] * p->slopes->width;
}

/* A little more of what exit j weighs: `more` × by, given to the number and the ratio in it. */
static void give(const point *p, int variant, int j, double *number, double value,
                 const double *more, double by) {
  size_t width = p->slopes->width, at = factor_at(p, variant, j);
  double factor = p->law->factor[at], weight = by_rules(p, j);
  pk_slopes_add(number, more, by * factor * weight, width);
  pk_slopes_add(p->to->factor + at * width, more, by * value * weight, width);
}

/* --------------------------------------------------------------------------------------- shares */

/* One variant's draw among the exits. */
typedef struct draw {
  double all, open, of; /* Σ q over all exits, over open ones, over those that it is divided by */
  bool refused_open;
} draw;

static double odds(const point *p, int variant, int j) {
  return p->law->exits[j].share * p->law->factor[factor_at(p, variant, j)] * by_rules(p, j);
}

static draw weigh(const point *p, int variant) {
  draw d = {0, 0, 0, p->law->refused >= 0 && open(p, p->law->refused)};
  for (int j = 0; j < p->law->exit_count; j++) {
    double q = odds(p, variant, j);
    d.all += q;
    d.open += open(p, j) ? q : 0;
  }
  d.of = d.refused_open ? d.all : d.open;
  return d;
}

/* Where an exit that is drawn leads: itself, the one for refused clients, or it is not drawn. */
static const double *drawn_worth(const point *p, const draw *d, int j) {
  return open(p, j) ? worth_of(p, j) : d->refused_open ? worth_of(p, p->law->refused) : NULL;
}

/* What one draw is worth in the mean. */
static void mean_worth(const point *p, const draw *d, int variant, double *mean) {
  memset(mean, 0, p->slopes->width * sizeof *mean);
  for (int j = 0; j < p->law->exit_count; j++) {
    const double *worth = drawn_worth(p, d, j);
    double q = odds(p, variant, j);
    if (worth && q > 0)
      pk_slopes_add(mean, worth, q / d->of, p->slopes->width);
  }
}

/* All variants together: who leaves, and what they are worth. */
static double leave_of(const point *p, double *mean_of_all) {
  double leave = 0, *mean = p->slopes->row + p->slopes->width;
  memset(mean_of_all, 0, p->slopes->width * sizeof *mean);
  for (int v = 0; v < p->law->variant_count; v++) {
    draw d = weigh(p, v);
    if (!(d.of > 0))
      continue;
    mean_worth(p, &d, v, mean);
    pk_slopes_add(mean_of_all, mean, p->law->variant_share[v], p->slopes->width);
    leave += p->law->variant_share[v];
  }
  return leave;
}

static void back_draw(const point *p, const draw *d, int variant, double leave,
                      const double *mean) {
  size_t width = p->slopes->width;
  double *more = p->slopes->row + 2 * width;
  for (int j = 0; j < p->law->exit_count; j++) {
    const double *worth = drawn_worth(p, d, j);
    double by = p->law->variant_share[variant] / leave / d->of;
    if (!worth)
      continue;
    for (size_t i = 0; i < width; i++)
      more[i] = worth[i] - mean[i];
    give(p, variant, j, p->to->share + (size_t)j * width, p->law->exits[j].share, more, by);
  }
}

/* A little more of a variant brings more who leave, with what they are worth beyond the mean. */
static void back_variant(const point *p, int variant, double leave, const double *mean,
                         const double *mean_of_all) {
  size_t width = p->slopes->width;
  double *to = p->to->variant + (size_t)variant * width;
  for (size_t i = 0; i < width; i++)
    to[i] += (mean[i] - mean_of_all[i] / leave) / leave + (p->leave ? p->leave[i] : 0);
}

static void back_shares(const point *p) {
  double *all = p->slopes->row, *mean = all + p->slopes->width;
  double leave = leave_of(p, all);
  for (int v = 0; v < p->law->variant_count; v++) {
    draw d = weigh(p, v);
    if (!(d.of > 0))
      continue;
    mean_worth(p, &d, v, mean);
    back_draw(p, &d, v, leave, mean);
    if (p->law->variant_count > 1)
      back_variant(p, v, leave, mean, all);
  }
}

/* ---------------------------------------------------------------------------- race and per step */

static double hazard_of(const point *p, int j) {
  return p->law->hazard[(size_t)p->moment->row * (size_t)p->law->exit_count + (size_t)j];
}

static double rate_of(const point *p, int j) {
  double hazard = hazard_of(p, j);
  return hazard > 0 && open(p, j)
             ? hazard * p->law->factor[factor_at(p, p->moment->variant, j)] * by_rules(p, j)
             : 0;
}

/* Sum of the open rates; infinite where a distribution is used up: then they leave for certain, all
 * such exits alike. */
static double sum_of_rates(const point *p) {
  double sum = 0;
  for (int j = 0; j < p->law->exit_count; j++)
    sum += rate_of(p, j);
  return sum;
}

static void back_rates(const point *p) {
  size_t width = p->slopes->width, exits = (size_t)p->law->exit_count;
  double *mean = p->slopes->row, *more = mean + width, sum = sum_of_rates(p);
  double stays = p->leave && !p->law->sure[p->moment->row] ? exp(-sum) : 0;
  if (!(sum > 0) || isinf(sum))
    return;
  memset(mean, 0, width * sizeof *mean);
  for (int j = 0; j < p->law->exit_count; j++)
    if (worth_of(p, j))
      pk_slopes_add(mean, worth_of(p, j), rate_of(p, j) / sum, width);
  for (int j = 0; j < p->law->exit_count; j++) {
    double *to = p->to->hazard + ((size_t)p->moment->row * exits + (size_t)j) * width;
    if (!worth_of(p, j))
      continue;
    for (size_t i = 0; i < width; i++)
      more[i] = (worth_of(p, j)[i] - mean[i]) / sum + (p->leave ? p->leave[i] * stays : 0);
    give(p, p->moment->variant, j, to, hazard_of(p, j), more, 1);
  }
}

/* ----------------------------------------------------------------------------------- all points */

/* Which exit of the chain is which of the law; `exit` [exits of the law]. */
static void match_exits(const pk_chain *chain, size_t y, const pk_stay_law *law, int *exit) {
  size_t k = chain->point_row[y];
  for (int j = 0; j < law->exit_count; j++) {
    bool same =
        k < chain->point_row[y + 1] && chain->exit_transition[k] == law->exits[j].transition;
    exit[j] = same ? (int)(k++ - chain->point_row[y]) : -1;
  }
}

/* At a limit the marked transition is taken whatever the numbers are. */
static bool marked(const point *p) {
  for (int j = 0; p->moment->limit && j < p->law->exit_count; j++)
    if (p->law->exits[j].at_limit && open(p, j))
      return true;
  return false;
}

void pk_chain_slopes_point(pk_chain_slopes *s, size_t y, const double *exits) {
  const pk_moment *moment = &s->chain->pattern->moment[y];
  const pk_stay_law *law = &s->laws->law[moment->stage];
  match_exits(s->chain, y, law, s->exit);
  point p = {.slopes = s,
             .law = law,
             .moment = moment,
             .to = &s->law[moment->stage],
             .exits = exits,
             .exit = s->exit,
             .leave = moment->limit ? NULL : s->leave + y * s->width};
  if (marked(&p))
    return;
  if (law->form == PK_EXITS_SHARES)
    back_shares(&p);
  else
    back_rates(&p);
}
