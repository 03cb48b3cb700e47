#include "expected.h"
#include "check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* People who begin alike: share[i] of them, in the mean, by start i of the chain. */
typedef struct pool {
  int group;
  bool poisson;
  double people, *share;
} pool;

typedef struct work {
  const pk_walk_of *of;
  pk_chain chain; /* with starts of the pool in hand */
  size_t rows, starts, stages;
  pool *pools;
  int pool_count;
  expected *out;
} work;

static void *take(size_t count, size_t size) {
  void *memory = calloc(count ? count : 1, size);
  assert_non_null(memory);
  return memory;
}

/* ---------------------------------------------------------------------------------------- pools */

static pool *pool_new(work *w, int group, double people, bool poisson) {
  pool *p = &w->pools[w->pool_count++];
  *p = (pool){group, poisson, people, take(w->starts, sizeof(double))};
  return p;
}

/* The line of the chain's starts that an origin stands for: lines without people have none. */
static int line_of(const work *w, int origin) {
  const pk_origin *o = &w->of->origins->list[origin];
  const pk_group *group = &w->of->model->groups[o->group];
  int nth = 0, line = -1;
  if (o->form != PK_FROM_CASELOAD)
    return o->form == PK_FROM_SIZE ? -1 : -2;
  for (int i = 0; i < origin; i++)
    nth += o[i - origin].group == o->group && o[i - origin].form == PK_FROM_CASELOAD;
  for (int i = 0; i < group->initial_count && nth >= 0; i++)
    if (group->initial[i].count.value > 0 && nth-- == 0)
      line = i;
  return line;
}

static bool starts_in(const work *w, size_t start, const pk_origin *o, int line) {
  const pk_chain *c = w->of->chain;
  return c->start_group[start] == o->group && c->start_line[start] == line &&
         c->start_time[start] == o->time;
}

static void pool_origin(work *w, int origin) {
  const pk_origin *o = &w->of->origins->list[origin];
  int line = line_of(w, origin), way = 0;
  pool *p = o->allocate ? NULL : pool_new(w, o->group, (double)o->count, false);
  double before = 0;
  if (o->form == PK_FROM_ARRIVALS) {
    p->people = o->mean;
    p->poisson = true;
  }
  for (size_t i = 0; i < w->starts; i++) {
    if (!starts_in(w, i, o, line))
      continue;
    if (p) {
      p->share[i] = o->ways[way].upto - before;
      before = o->ways[way].upto;
    } else {
      int64_t end = way + 1 < o->way_count ? o->ways[way + 1].before : o->count;
      pool_new(w, o->group, (double)(end - o->ways[way].before), false)->share[i] = 1;
    }
    way++;
  }
  assert_int_equal(way, o->way_count);
}

static void make_pools(work *w) {
  size_t most = 0;
  for (int i = 0; i < w->of->origins->count; i++)
    most += (size_t)w->of->origins->list[i].way_count;
  w->pools = take(most, sizeof *w->pools);
  for (int i = 0; i < w->of->origins->count; i++)
    pool_origin(w, i);
}

/* --------------------------------------------------------------------- what is added to numbers */

static size_t place(const work *w, int group, size_t field) {
  return (size_t)group * w->of->shape->group_size + field;
}

/* Happens to each of the pool with chance p, at most once. */
static void add_chance(work *w, const pool *of, size_t field, double p) {
  size_t i = place(w, of->group, field);
  w->out->mean[i] += of->people * p;
  w->out->variance[i] += of->people * p * (of->poisson ? 1 : 1 - p);
}

/* Sums that are no counts are rounded stay by stay: as if they were known to this part of them, and
 * to this part of their unit. */
#define ROUNDED 1e-4
#define FINEST 1e-3

/* A sum over each of the pool with these moments. */
static void add_sum(work *w, const pool *of, size_t field, double unit, double mean,
                    double second) {
  size_t i = place(w, of->group, field);
  w->out->mean[i] += of->people * mean * unit;
  w->out->variance[i] += of->people * unit * unit * (of->poisson ? second : second - mean * mean);
  if (unit != 1 && mean > 0)
    w->out->variance[i] += pow((ROUNDED * of->people * mean + FINEST) * unit, 2);
}

/* ------------------------------------------------------------------------------------- forwards */

static void pool_forward(work *w, const pool *of, double *flows, double *scratch) {
  const pk_layout *shape = w->of->shape;
  size_t cells = w->rows * w->stages;
  pk_flow flow = {.occupancy = flows, .entries = flows + cells};
  w->chain.start_amount = of->share;
  pk_exact_forward(&w->chain, -1, -1, NULL, &flow, scratch);
  for (size_t i = 0; i < cells; i++) {
    add_chance(w, of, shape->occupancy + i, flow.occupancy[i]);
    add_chance(w, of, shape->entries + i, flow.entries[i]);
  }
  for (size_t i = 0; i < w->starts; i++)
    if (of->share[i] > 0) { /* all of the pool come at this time, wherever they begin */
      add_chance(w, of, shape->entered + (size_t)w->chain.start_time[i], 1);
      break;
    }
}

/* ------------------------------------------------------------------- backwards: chances by time */

static double *answers_new(const work *w) {
  return take(w->starts * w->rows, sizeof(double));
}

static pk_ask ask_all(const work *w) {
  return (pk_ask){(int)w->starts, w->chain.start_at};
}

static double by_time(const work *w, const pool *of, const double *answers, int t) {
  double p = 0;
  for (size_t i = 0; i < w->starts; i++)
    if (t >= w->chain.start_time[i])
      p += of->share[i] * answers[i * w->rows + (size_t)(t - w->chain.start_time[i])];
  return p;
}

/* The first time within the horizon, step by step, or at all. */
static void add_times(work *w, const double *answers, size_t field, bool by_step) {
  int horizon = (int)w->rows - 1;
  for (int k = 0; k < w->pool_count; k++) {
    double before = 0;
    for (int t = by_step ? 0 : horizon; t <= horizon; t++) {
      double now = by_time(w, &w->pools[k], answers, t);
      add_chance(w, &w->pools[k], field + (by_step ? (size_t)t : 0), now - before);
      before = now;
    }
  }
}

static double *chance_of(const work *w, const pk_chain *chain, const double *win) {
  size_t stages = (size_t)chain->stage_count;
  double *go = take(stages, sizeof *go), *out = answers_new(w);
  double *scratch = take(pk_exact_chance_scratch(chain), sizeof *scratch);
  for (size_t s = 0; s < stages; s++)
    go[s] = 1 - win[s];
  pk_event event = {.win = win, .go = go};
  pk_ask ask = ask_all(w);
  pk_exact_chance(chain, &event, &ask, out, scratch);
  free(go);
  free(scratch);
  return out;
}

static void add_first_times(work *w) {
  const pk_rules *rules = w->of->rules;
  const pk_layout *shape = w->of->shape;
  double *win = take(w->stages, sizeof *win);
  for (int open = 0; open < 2; open++) {
    for (size_t s = 0; s < w->stages; s++)
      win[s] = open ? rules->stage_open[s] : rules->stage_employed[s];
    double *answers = chance_of(w, &w->chain, win);
    add_times(w, answers, open ? shape->open : shape->employed, true);
    free(answers);
  }
  free(win);
  int length = pk_lasting_steps(w->of->model->step);
  double *scratch =
      take(pk_exact_run_scratch(&w->chain, rules->stage_open, length), sizeof(double));
  double *answers = answers_new(w);
  pk_ask ask = ask_all(w);
  pk_exact_run(&w->chain, rules->stage_open, length, &ask, answers, scratch);
  add_times(w, answers, shape->lasting, true);
  free(scratch);
  free(answers);
}

/* Hosts depend on the epoch in which a stay begins: a stage of its own for each. */
static pk_chain by_epoch(const work *w) {
  pk_chain placed = w->chain;
  placed.stage_count *= w->of->hosts->epoch_count;
  placed.entry_stage = take(placed.entry_count, sizeof *placed.entry_stage);
  placed.point_stage = take(placed.point_count, sizeof *placed.point_stage);
  for (size_t x = 0; x < placed.entry_count; x++)
    placed.entry_stage[x] =
        w->chain.entry_epoch[x] * w->chain.stage_count + w->chain.entry_stage[x];
  for (size_t y = 0; y < placed.point_count; y++)
    placed.point_stage[y] =
        w->chain.point_epoch[y] * w->chain.stage_count + w->chain.point_stage[y];
  return placed;
}

static void add_reach(work *w) {
  const pk_hosts *hosts = w->of->hosts;
  const pk_layout *shape = w->of->shape;
  pk_chain placed = by_epoch(w);
  size_t places = (size_t)placed.stage_count;
  double *third = take(places, sizeof *third), *either = take(places, sizeof *either);
  double *work_alone = take(places, sizeof *work_alone);
  for (int e = 0; e < hosts->epoch_count; e++)
    for (int h = 0; h < hosts->count; h++)
      if (hosts->list[h].third && !w->of->model->stages[hosts->list[h].stage].passage)
        third[(size_t)e * w->stages + (size_t)hosts->list[h].stage] +=
            hosts->share[e * hosts->count + h];
  for (size_t s = 0; s < places; s++) {
    work_alone[s] = w->of->rules->stage_employed[s % w->stages];
    either[s] = work_alone[s] > 0 ? 1 : third[s];
  }
  double *a = chance_of(w, &placed, third), *b = chance_of(w, &placed, work_alone);
  double *c = chance_of(w, &placed, either);
  add_times(w, a, shape->reached, false);
  for (size_t i = 0; i < w->starts * w->rows; i++)
    a[i] += b[i] - c[i];
  add_times(w, a, shape->reached_employed, false);
  double *all[] = {third, either, work_alone, a, b, c};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    free(all[i]);
  free(placed.entry_stage);
  free(placed.point_stage);
}

/* --------------------------------------------------------------------------- backwards: rewards */

static double at_end(const work *w, const double *answers, size_t start) {
  return answers[start * w->rows + w->rows - 1 - (size_t)w->chain.start_time[start]];
}

/* Adds the sum of a reward, with `more` on top of its second moment, discounted to t = 0. */
static void add_moments(work *w, size_t field, double unit, double discount, const double *mean,
                        const double *second, const double *more) {
  for (int k = 0; k < w->pool_count; k++) {
    double m = 0, s = 0;
    for (size_t i = 0; i < w->starts; i++) {
      double power = 1;
      for (int t = 0; t < w->chain.start_time[i]; t++)
        power *= discount;
      m += w->pools[k].share[i] * power * at_end(w, mean, i);
      s += w->pools[k].share[i] * power * power *
           (at_end(w, second, i) + (more ? at_end(w, more, i) : 0));
    }
    add_sum(w, &w->pools[k], field, unit, m, s);
  }
}

static void reward_moments(const work *w, const pk_reward *reward, double *mean, double *second) {
  double *scratch = take(pk_exact_moments_scratch(&w->chain), sizeof *scratch);
  pk_ask ask = ask_all(w);
  pk_exact_moments(&w->chain, reward, &ask, mean, second, scratch);
  free(scratch);
}

static size_t once_room(const pk_chain *chain) {
  return chain->entry_count + chain->point_count - chain->passage_from;
}

/* d steps of a stay that is here with chance q: q d in the mean, and (q d)² + q (1 − q) d² of
 * second moment, since stays choose their hosts by themselves. */
static void add_host(work *w, int host) {
  const pk_hosts *hosts = w->of->hosts;
  size_t epochs = (size_t)hosts->epoch_count;
  int32_t *row = take(w->chain.entry_count, sizeof *row);
  double *once = take(once_room(&w->chain), sizeof *once);
  double *steps = take(epochs * w->rows, sizeof *steps),
         *spread = take(epochs * w->rows, sizeof *spread);
  double *mean = answers_new(w), *second = answers_new(w), *more = answers_new(w);
  double *unused = answers_new(w);
  for (size_t x = 0; x < w->chain.entry_count; x++)
    row[x] = w->chain.entry_stage[x] == hosts->list[host].stage ? w->chain.entry_epoch[x] : -1;
  for (size_t e = 0; e < epochs; e++)
    for (size_t n = 0; n < w->rows; n++) {
      double q = hosts->share[e * (size_t)hosts->count + (size_t)host];
      steps[e * w->rows + n] = q * (double)n;
      spread[e * w->rows + n] = q * (1 - q) * (double)n * (double)n;
    }
  pk_extra extra = {row, steps, once};
  pk_reward reward = {.discount = 1, .extra = &extra};
  reward_moments(w, &reward, mean, second);
  extra.worth = spread;
  reward_moments(w, &reward, more, unused);
  add_moments(w, w->of->shape->host_steps + (size_t)host, 1, 1, mean, second, more);
  void *all[] = {row, once, steps, spread, mean, second, more, unused};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    free(all[i]);
}

static void add_paid(work *w, size_t account, size_t stage) {
  const pk_extra *whole = w->of->extra ? w->of->extra[account] : NULL;
  if (!whole)
    return;
  int32_t *row = take(w->chain.entry_count, sizeof *row);
  double *once = take(once_room(&w->chain), sizeof *once);
  double *mean = answers_new(w), *second = answers_new(w);
  for (size_t x = 0; x < w->chain.entry_count; x++) {
    bool here = (size_t)w->chain.entry_stage[x] == stage;
    row[x] = here ? whole->row[x] : -1;
    once[x] = here ? whole->once[x] : 0;
  }
  for (size_t i = w->chain.entry_count; i < once_room(&w->chain); i++) {
    size_t y = w->chain.passage_from + i - w->chain.entry_count;
    once[i] = (size_t)w->chain.point_stage[y] == stage ? whole->once[i] : 0;
  }
  pk_extra extra = {row, whole->worth, once};
  pk_reward reward = {.discount = w->of->discount[account], .extra = &extra};
  reward_moments(w, &reward, mean, second);
  add_moments(w, w->of->shape->paid + account * w->stages + stage, PK_TALLY_COINS, reward.discount,
              mean, second, NULL);
  void *all[] = {row, once, mean, second};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    free(all[i]);
}

/* ------------------------------------------------------------------- backwards: counts of a client
 *
 * What an exit, a point or an entry counts, summed over a client's future: by the number of steps
 * left, as in core/engine/moments.c, but by exits instead of stays. */

typedef struct counted {
  const double *exit, *point, *entry; /* NULL: 0 */
  double *mean, *second;              /* [entry][rows] */
  double *point_mean, *point_second;
} counted;

static void prepend(double reward, double *mean, double *second) {
  *second += reward * (reward + 2 * *mean);
  *mean += reward;
}

static void count_point(const work *w, const counted *c, size_t y, size_t m) {
  double mean = 0, second = 0;
  for (size_t k = w->chain.point_row[y]; k < w->chain.point_row[y + 1]; k++) {
    int32_t to = w->chain.exit_to[k];
    double one = to < 0 ? c->point_mean[~to] : c->mean[(size_t)to * w->rows + m];
    double two = to < 0 ? c->point_second[~to] : c->second[(size_t)to * w->rows + m];
    prepend(c->exit ? c->exit[k] : 0, &one, &two);
    mean += w->chain.exit_p[k] * one;
    second += w->chain.exit_p[k] * two;
  }
  prepend(c->point ? c->point[y] : 0, &mean, &second);
  c->point_mean[y] = mean;
  c->point_second[y] = second;
}

static void count_links(const work *w, const counted *c, size_t m) {
  for (size_t x = 0; x < w->chain.entry_count; x++)
    for (size_t k = w->chain.entry_row[x]; k < w->chain.entry_row[x + 1]; k++) {
      size_t n = m + (size_t)w->chain.link_length[k];
      if (n >= w->rows)
        break;
      c->mean[x * w->rows + n] += w->chain.link_p[k] * c->point_mean[w->chain.link_point[k]];
      c->second[x * w->rows + n] += w->chain.link_p[k] * c->point_second[w->chain.link_point[k]];
    }
}

static void count_all(work *w, counted *c, size_t field, double unit) {
  size_t entries = w->chain.entry_count * w->rows;
  double *mean = answers_new(w), *second = answers_new(w);
  memset(c->mean, 0, entries * sizeof *c->mean);
  memset(c->second, 0, entries * sizeof *c->second);
  for (size_t m = 0; m < w->rows; m++) {
    for (size_t x = 0; x < w->chain.entry_count; x++)
      prepend(c->entry ? c->entry[x] : 0, &c->mean[x * w->rows + m], &c->second[x * w->rows + m]);
    for (size_t y = w->chain.point_count; y-- > 0;)
      count_point(w, c, y, m);
    for (size_t i = 0; i < w->starts; i++) {
      int32_t at = w->chain.start_at[i];
      mean[i * w->rows + m] = at < 0 ? c->point_mean[~at] : c->mean[(size_t)at * w->rows + m];
      second[i * w->rows + m] = at < 0 ? c->point_second[~at] : c->second[(size_t)at * w->rows + m];
    }
    count_links(w, c, m);
  }
  add_moments(w, field, unit, 1, mean, second, NULL);
  free(mean);
  free(second);
}

static void add_counts(work *w) {
  const pk_chain *chain = &w->chain;
  const pk_layout *shape = w->of->shape;
  size_t exits = chain->point_row[chain->point_count];
  counted c = {.mean = take(chain->entry_count * w->rows, sizeof(double)),
               .second = take(chain->entry_count * w->rows, sizeof(double)),
               .point_mean = take(chain->point_count, sizeof(double)),
               .point_second = take(chain->point_count, sizeof(double))};
  double *exit = take(exits, sizeof *exit), *point = take(chain->point_count, sizeof *point);
  double *entry = take(chain->entry_count, sizeof *entry);
  for (int j = 0; j < chain->transition_count; j++) {
    for (size_t k = 0; k < exits; k++)
      exit[k] = chain->exit_transition[k] == j;
    memset(point, 0, chain->point_count * sizeof *point);
    for (size_t y = 0; y < chain->point_count; y++)
      for (size_t k = chain->refused_row[y]; k < chain->refused_row[y + 1]; k++)
        point[y] += chain->refused_transition[k] == j ? chain->refused_p[k] : 0;
    c.exit = exit;
    count_all(w, &c, shape->moves + (size_t)j, 1);
    c.exit = NULL;
    c.point = point;
    count_all(w, &c, shape->refused + (size_t)j, PK_TALLY_PARTS);
    c.point = NULL;
  }
  c.entry = entry;
  for (size_t s = 0; s < w->stages; s++) {
    for (size_t x = 0; x < chain->entry_count; x++)
      entry[x] = (size_t)chain->entry_stage[x] == s ? chain->over_limit[x] : 0;
    count_all(w, &c, shape->over_limit + s, PK_TALLY_PARTS);
  }
  double *all[] = {c.mean, c.second, c.point_mean, c.point_second, exit, point, entry};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    free(all[i]);
}

/* ------------------------------------------------------------------------------------ the whole */

static void unknown(work *w, size_t from, size_t count) {
  for (int g = 0; g < w->of->shape->group_count; g++)
    for (size_t i = 0; i < count; i++)
      w->out->variance[place(w, g, from + i)] = -1;
}

static void add_backwards(work *w, bool moments) {
  const pk_layout *shape = w->of->shape;
  size_t accounts = (size_t)shape->account_count, moves = (size_t)shape->transition_count;
  add_first_times(w);
  add_reach(w);
  for (int h = 0; h < w->of->hosts->count; h++)
    if (!w->of->model->stages[w->of->hosts->list[h].stage].passage)
      add_host(w, h);
  if (moments) {
    add_counts(w);
    for (size_t a = 0; a < accounts; a++)
      for (size_t s = 0; s < w->stages; s++)
        add_paid(w, a, s);
  } else {
    unknown(w, shape->moves, moves);
    unknown(w, shape->refused, moves);
    unknown(w, shape->over_limit, w->stages);
    unknown(w, shape->paid, accounts * w->stages);
  }
  unknown(w, shape->employed_after, w->rows);
  unknown(w, shape->employed_of, w->rows);
}

expected expected_tally(const pk_walk_of *of, bool moments) {
  expected e = {take(of->shape->size, sizeof(double)), take(of->shape->size, sizeof(double))};
  work w = {.of = of,
            .chain = *of->chain,
            .rows = (size_t)of->chain->horizon + 1,
            .starts = of->chain->start_count,
            .stages = (size_t)of->chain->stage_count,
            .out = &e};
  make_pools(&w);
  double *flows = take(2 * w.rows * w.stages, sizeof *flows);
  double *scratch = take(pk_exact_scratch(of->chain), sizeof *scratch);
  for (int k = 0; k < w.pool_count; k++)
    pool_forward(&w, &w.pools[k], flows, scratch);
  free(flows);
  free(scratch);
  add_backwards(&w, moments);
  for (int k = 0; k < w.pool_count; k++)
    free(w.pools[k].share);
  free(w.pools);
  return e;
}

void expected_free(expected *e) {
  free(e->mean);
  free(e->variance);
}

void expected_name(const pk_walk_of *of, size_t index, char *name) {
  const pk_layout *s = of->shape;
  size_t in = index % s->group_size, stages = (size_t)s->stage_count;
  const struct {
    size_t from;
    const char *name;
    size_t width;
  } fields[] = {{s->occupancy, "occupancy", stages},
                {s->entries, "entries", stages},
                {s->entered, "entered", 1},
                {s->employed, "employed", 1},
                {s->open, "open", 1},
                {s->moves, "moves", 1},
                {s->refused, "refused", 1},
                {s->over_limit, "over_limit", 1},
                {s->host_steps, "host_steps", 1},
                {s->paid, "paid", stages},
                {s->lasting, "lasting", 1},
                {s->reached, "reached", 1},
                {s->reached_employed, "reached_employed", 1}};
  size_t f = 0;
  while (f + 1 < sizeof fields / sizeof *fields && fields[f + 1].from <= in)
    f++;
  in -= fields[f].from;
  snprintf(name, 120, "group %zu: %s[%zu][%zu]", index / s->group_size, fields[f].name,
           in / fields[f].width, in % fields[f].width);
}
