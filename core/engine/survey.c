/* The pass itself: backwards in time, stays before the points that lead to them. */
#include "engine/survey.h"

#include <string.h>

enum {
  LANES = 4,     /* columns are filled up to a multiple, for compilers that work on several */
  CACHE_LINE = 8 /* doubles: most answers fit in one, if they begin where it begins */
};

typedef struct pass {
  const pk_chain *chain;
  const pk_survey_plan *plan;
  const pk_survey *survey;
  size_t width, run, mean, second; /* columns */
  double *point;                   /* [answers][width] */
  double *entry;                   /* [entries][width], of one time */
  double *reach;        /* [horizon + 1][width]: what later answers count for, by length */
  double *reach_inside; /* the same for stays inside */
  double *paid;         /* [horizon + 1][lanes of rewards]: 2 δ^d (1 + δ + … + δ^(d − 1)) */
  size_t *from;         /* where the answers of the links of one stay stand */
  double *power, *sum;  /* [rewards][horizon + 1]: δ^d, 1 + δ + … + δ^(d − 1) */

  /* What stays give by themselves, taken as far as the latest number of steps that was asked. */
  double *own;    /* [entries][2 × rewards]: means, second moments */
  double *left;   /* [entries]: of those who began, the part that is still there */
  double *lasted; /* [entries]: who stayed as long as the run is */
  double *steps;  /* [entries] */
  size_t *next;   /* [entries]: the first link that is longer */
} pass;

static size_t rows(const pk_chain *chain) {
  return (size_t)chain->horizon + 1;
}

static size_t lanes(size_t columns) {
  return (columns + LANES - 1) / LANES * LANES;
}

/* From the means on there are lanes enough for all rewards. */
size_t pk_survey_width(const pk_survey *s) {
  size_t rewards = (size_t)s->reward_count, needed = 2 * rewards;
  return lanes((size_t)s->event_count + 1 + (needed > lanes(rewards) ? needed : lanes(rewards)));
}

bool pk_survey_run_fits(const pk_chain *chain, const bool *inside) {
  for (size_t y = 0; y < chain->passage_from; y++)
    for (size_t k = chain->point_row[y];
         inside[chain->point_stage[y]] && k < chain->point_row[y + 1]; k++)
      if (chain->exit_to[k] < 0 || inside[chain->entry_stage[chain->exit_to[k]]])
        return false;
  return true;
}

size_t pk_survey_scratch(const pk_chain *chain, const pk_survey_plan *plan, const pk_survey *s) {
  size_t width = pk_survey_width(s), rewards = (size_t)s->reward_count;
  return (plan->answer_count + chain->entry_count + 2 * rows(chain)) * width +
         (2 * rewards + lanes(rewards)) * rows(chain) + chain->entry_count * (2 * rewards + 4) +
         plan->most_links + CACHE_LINE;
}

/* ------------------------------------------------------------------------------------ preparing */

static void fill_reach(pass *p) {
  const pk_survey *s = p->survey;
  for (size_t d = 0; d < rows(p->chain); d++) {
    double *reach = p->reach + d * p->width, *inside = p->reach_inside + d * p->width;
    for (size_t k = 0; k < p->width; k++)
      reach[k] = 1;
    for (size_t j = 0; j < (size_t)s->reward_count; j++) {
      double power = p->power[j * rows(p->chain) + d];
      reach[p->mean + j] = power;
      reach[p->second + j] = power * power;
    }
    memcpy(inside, reach, p->width * sizeof *inside);
    if (d >= (size_t)s->length)
      inside[p->run] = 0;
  }
}

static double *on_a_line(double *scratch) {
  size_t past = (uintptr_t)scratch / sizeof *scratch % CACHE_LINE;
  return past ? scratch + (CACHE_LINE - past) : scratch;
}

static void prepare(pass *p, double *scratch) {
  const pk_chain *chain = p->chain;
  size_t rewards = (size_t)p->survey->reward_count, length = rows(chain);
  p->width = pk_survey_width(p->survey);
  p->run = pk_survey_run_column(p->survey);
  p->mean = pk_survey_mean_column(p->survey, 0);
  p->second = pk_survey_second_column(p->survey, 0);
  p->point = on_a_line(scratch);
  p->entry = p->point + p->plan->answer_count * p->width;
  p->reach = p->entry + chain->entry_count * p->width;
  p->reach_inside = p->reach + length * p->width;
  p->paid = p->reach_inside + length * p->width;
  p->power = p->paid + length * lanes(rewards);
  p->sum = p->power + rewards * length;
  p->own = p->sum + rewards * length;
  p->left = p->own + chain->entry_count * 2 * rewards;
  p->lasted = p->left + chain->entry_count;
  p->steps = p->lasted + chain->entry_count;
  p->next = (size_t *)(void *)(p->steps + chain->entry_count);
  p->from = p->next + chain->entry_count;
  memset(p->paid, 0, length * lanes(rewards) * sizeof *p->paid);
  memset(p->own, 0, chain->entry_count * (2 * rewards + 3) * sizeof *p->own);
  for (size_t j = 0; j < rewards; j++) {
    double *power = p->power + j * length, *sum = p->sum + j * length;
    power[0] = 1;
    sum[0] = 0;
    for (size_t d = 1; d < length; d++) {
      power[d] = power[d - 1] * p->survey->rewards[j].discount;
      sum[d] = sum[d - 1] + power[d - 1];
      p->paid[d * lanes(rewards) + j] = 2 * power[d] * sum[d];
    }
  }
  for (size_t x = 0; x < chain->entry_count; x++) {
    p->left[x] = 1;
    p->next[x] = chain->entry_row[x];
  }
  fill_reach(p);
}

/* -------------------------------------------------------------------------- what a stay gives */

static double rate_of(const pass *p, size_t j, size_t x) {
  const pk_reward *reward = &p->survey->rewards[j];
  return reward->per_step ? reward->per_step[p->chain->entry_stage[x]] : 0;
}

static const double *extra_of(const pass *p, size_t j, size_t x) {
  const pk_extra *extra = p->survey->rewards[j].extra;
  return extra && extra->row[x] >= 0 ? extra->worth + (size_t)extra->row[x] * rows(p->chain) : NULL;
}

static double still_there(const pass *p, size_t x) {
  return p->left[x] > 0 ? p->left[x] : 0;
}

/* The n-th step of the stay in x: those who are still there are paid, then some leave. */
static void one_step(pass *p, size_t x, size_t n) {
  const pk_chain *chain = p->chain;
  size_t rewards = (size_t)p->survey->reward_count;
  double *own = p->own + x * 2 * rewards, there = still_there(p, x);
  for (size_t j = 0; j < rewards; j++) {
    double c = rate_of(p, j, x);
    const double *extra = extra_of(p, j, x);
    if (c == 0 && !extra)
      continue;
    double step = c * p->power[j * rows(chain) + n - 1],
           before = c * p->sum[j * rows(chain) + n - 1];
    if (extra) {
      step += extra[n] - extra[n - 1];
      before += extra[n - 1];
    }
    own[j] += step * there;
    own[rewards + j] += (2 * before + step) * step * there;
  }
  if ((int)n == p->survey->length)
    p->lasted[x] = there;
  for (; p->next[x] < chain->entry_row[x + 1] && chain->link_length[p->next[x]] <= (int)n;
       p->next[x]++)
    p->left[x] -= chain->link_p[p->next[x]];
}

/* The stay's own part of all answers, with n steps left. */
static void own_part(pass *p, size_t x, size_t n, double *v) {
  const pk_survey *s = p->survey;
  int stage = p->chain->entry_stage[x];
  size_t rewards = (size_t)s->reward_count;
  for (size_t m = (size_t)p->steps[x]; m < n; m++)
    one_step(p, x, m + 1);
  p->steps[x] = (double)n;
  memset(v, 0, p->width * sizeof *v);
  for (int i = 0; i < s->event_count; i++)
    v[i] = s->events[i].end ? s->events[i].end[stage] * still_there(p, x) : 0;
  if (s->inside && s->inside[stage] && (int)n >= s->length)
    v[p->run] = p->lasted[x];
  memcpy(v + p->mean, p->own + x * 2 * rewards, 2 * rewards * sizeof *v);
}

/* ------------------------------------------------------------------------------- what is added */

static size_t place_of(const pass *p, size_t y, int t) {
  return (size_t)p->plan->answer[(size_t)t * p->chain->point_count + y] * p->width;
}

/* Four sums over the links at a time: to += Σ p · factor(length) · what is found later. */
typedef struct links {
  const double *p;
  const int32_t *length;
  const size_t *from;
  size_t count;
} links;

static void add_four(double *to, const links *l, const double *factor, size_t stride,
                     const double *later) {
  double sum[LANES] = {to[0], to[1], to[2], to[3]};
  for (size_t k = 0; k < l->count; k++) {
    const double *by = factor + (size_t)l->length[k] * stride, *found = later + l->from[k];
#pragma GCC unroll 4
    for (int i = 0; i < LANES; i++)
      sum[i] += l->p[k] * by[i] * found[i];
  }
  memcpy(to, sum, sizeof sum);
}

/* What the stay pays a step times what is paid later, twice: part of the square. */
static void add_products(const pass *p, size_t x, const links *l, double *v) {
  size_t rewards = (size_t)p->survey->reward_count;
  for (size_t first = 0; first < rewards; first += LANES) {
    double c[LANES] = {0}, products[LANES] = {0};
    for (size_t j = first; j < rewards && j < first + LANES; j++)
      c[j - first] = rate_of(p, j, x);
    if (c[0] == 0 && c[1] == 0 && c[2] == 0 && c[3] == 0)
      continue;
    add_four(products, l, p->paid + first, lanes(rewards), p->point + p->mean + first);
    for (size_t j = first; j < rewards && j < first + LANES; j++)
      v[p->second + j] += c[j - first] * products[j - first];
  }
}

/* The same for what depends on the length of the stay. */
static void add_extra_products(const pass *p, size_t x, const links *l, double *v) {
  for (size_t j = 0; j < (size_t)p->survey->reward_count; j++) {
    const double *extra = extra_of(p, j, x), *power = p->power + j * rows(p->chain);
    double added = 0;
    for (size_t k = 0; extra && k < l->count; k++)
      added +=
          l->p[k] * power[l->length[k]] * extra[l->length[k]] * p->point[l->from[k] + p->mean + j];
    v[p->second + j] += 2 * added;
  }
}

/* What those who leave find later; n steps are left. */
static void add_later(pass *p, size_t x, int t, int n, double *v) {
  const pk_chain *chain = p->chain;
  size_t row = chain->entry_row[x], count = 0, most = chain->entry_row[x + 1] - row;
  for (; count < most && chain->link_length[row + count] <= n; count++)
    p->from[count] =
        place_of(p, (size_t)chain->link_point[row + count], t + chain->link_length[row + count]);
  links l = {chain->link_p + row, chain->link_length + row, p->from, count};
  bool inside = p->survey->inside && p->survey->inside[chain->entry_stage[x]];
  const double *reach = inside ? p->reach_inside : p->reach;
  for (size_t k = 0; k < p->width; k += LANES)
    add_four(v + k, &l, reach + k, p->width, p->point + k);
  add_products(p, x, &l, v);
  add_extra_products(p, x, &l, v);
}

static void add_scaled(double *restrict to, const double *restrict from, double by, size_t width) {
  for (size_t k = 0; k < width; k += LANES) {
    to[k] += by * from[k];
    to[k + 1] += by * from[k + 1];
    to[k + 2] += by * from[k + 2];
    to[k + 3] += by * from[k + 3];
  }
}

/* What entering a stage decides. `place`: an entry state, or entries + i for the i-th passage
 * point; who was there before has not entered, and is paid nothing for it. */
static void enter(const pass *p, int stage, size_t place, bool was_there, double *v) {
  const pk_survey *s = p->survey;
  for (int i = 0; i < s->event_count; i++) {
    const pk_event *event = &s->events[i];
    v[i] = (event->win ? event->win[stage] : 0) + (event->go ? event->go[stage] : 1) * v[i];
  }
  for (size_t j = 0; j < (size_t)s->reward_count; j++) {
    const pk_reward *reward = &s->rewards[j];
    double once = reward->on_entry ? reward->on_entry[stage] : 0;
    once += reward->extra ? reward->extra->once[place] : 0;
    double *mean = &v[p->mean + j], *second = &v[p->second + j];
    if (!was_there && once != 0) {
      *second += once * (once + 2 * *mean);
      *mean += once;
    }
    if (s->stop && s->stop[j]) {
      *mean *= s->stop[j][stage];
      *second *= s->stop[j][stage];
    }
  }
}

static void make_entry(pass *p, size_t x, int t) {
  const pk_chain *chain = p->chain;
  int n = chain->horizon - t;
  double *v = p->entry + x * p->width;
  own_part(p, x, (size_t)n, v);
  add_later(p, x, t, n, v);
  bool was_there = chain->entry_elapsed && chain->entry_elapsed[x] > 0;
  enter(p, chain->entry_stage[x], x, was_there, v);
}

static void make_point(pass *p, size_t y, int t) {
  const pk_chain *chain = p->chain;
  double *w = p->point + place_of(p, y, t);
  memset(w, 0, p->width * sizeof *w);
  for (size_t k = chain->point_row[y]; k < chain->point_row[y + 1]; k++) {
    int32_t at = chain->exit_to[k];
    const double *from =
        at >= 0 ? p->entry + (size_t)at * p->width : p->point + place_of(p, (size_t)~at, t);
    add_scaled(w, from, chain->exit_p[k], p->width);
  }
  if (y >= chain->passage_from) {
    enter(p, chain->point_stage[y], chain->entry_count + y - chain->passage_from, false, w);
  }
}

static void hand_out(const pass *p, int t, double *out) {
  const pk_chain *chain = p->chain;
  for (size_t i = 0; i < chain->start_count; i++) {
    int32_t at = chain->start_at[i];
    if (chain->start_time[i] == t)
      memcpy(out + i * p->width,
             at >= 0 ? p->entry + (size_t)at * p->width : p->point + place_of(p, (size_t)~at, t),
             p->width * sizeof *out);
  }
}

void pk_survey_make(const pk_chain *chain, const pk_survey_plan *plan, const pk_survey *survey,
                    double *out, double *scratch) {
  pass p = {.chain = chain, .plan = plan, .survey = survey};
  prepare(&p, scratch);
  for (int t = chain->horizon; t >= 0; t--) {
    for (size_t i = plan->entry_row[t]; i < plan->entry_row[t + 1]; i++)
      make_entry(&p, (size_t)plan->entry[i], t);
    for (size_t i = plan->point_row[t + 1]; i > plan->point_row[t]; i--)
      make_point(&p, (size_t)plan->point[i - 1], t);
    hand_out(&p, t, out);
  }
}
