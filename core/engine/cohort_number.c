/* Marked states and points get numbers, and everything that leads from one to another is written as
 * numbers, so that a run has nothing to look up. */
#include "engine/cohort_rows.h"

#include <stdlib.h>
#include <string.h>

typedef struct numbering {
  pk_cohort *cohort;
  const pk_chain *chain;
  const pk_marks *marks;
  const pk_cohort_names *names;
  int32_t *first;  /* [points of the chain]: when they can first be reached */
  int32_t *number; /* [marked points]: new number by old */
} numbering;

/* -------------------------------------------------------------------------------------- points */

static bool find_first(numbering *n) {
  const pk_chain *chain = n->chain;
  n->first = malloc((chain->point_count + 1) * sizeof *n->first);
  n->number = malloc((n->marks->point_count + 1) * sizeof *n->number);
  if (!n->first || !n->number)
    return false;
  for (size_t y = 0; y < chain->point_count; y++)
    n->first[y] = y < chain->passage_from ? chain->horizon : chain->horizon + 1;
  for (size_t x = 0; x < chain->entry_count; x++)
    for (size_t k = chain->entry_row[x]; k < chain->entry_row[x + 1]; k++) {
      int32_t time = chain->entry_time[x] + chain->link_length[k];
      if (time < n->first[chain->link_point[k]])
        n->first[chain->link_point[k]] = time;
    }
  return true;
}

typedef struct ordered {
  int32_t first, point, old;
} ordered;

static int by_first(const void *a, const void *b) {
  const ordered *p = a, *q = b;
  if (p->first != q->first)
    return p->first < q->first ? -1 : 1;
  if (p->point != q->point)
    return p->point < q->point ? -1 : 1;
  return (p->old > q->old) - (p->old < q->old);
}

static uint64_t luck_of(uint64_t name, int mark) {
  return pk_mix(name + pk_mix((uint64_t)mark + 1));
}

static bool number_points(numbering *n) {
  pk_cohort *c = n->cohort;
  size_t count = n->marks->point_count;
  ordered *list = malloc((count + 1) * sizeof *list);
  c->points = PK_NEW_ARRAY(c->arena, pk_cohort_point, count);
  bool good = list && c->points;
  for (size_t i = 0; good && i < count; i++) {
    int32_t y = n->marks->point_point[i];
    list[i] = (ordered){n->first[y], y, (int32_t)i};
  }
  if (good)
    qsort(list, count, sizeof *list, by_first);
  for (size_t i = 0; good && i < count; i++) {
    uint64_t name = n->names->point[list[i].point];
    int32_t old = list[i].old;
    n->number[old] = (int32_t)i;
    c->points[i] =
        (pk_cohort_point){.point = list[i].point, .luck = luck_of(name, n->marks->point_mark[old])};
    c->passage_from += (size_t)list[i].point < n->chain->passage_from;
  }
  c->point_count = count;
  free(list);
  return good;
}

/* False with `large` when the cells are more than `most`. */
static bool make_cells(numbering *n, size_t most, bool *large) {
  pk_cohort *c = n->cohort;
  size_t rows = (size_t)n->chain->horizon + 1, point = 0;
  c->row = PK_NEW_ARRAY(c->arena, size_t, rows + 1);
  c->reached = PK_NEW_ARRAY(c->arena, size_t, rows);
  if (!c->row || !c->reached)
    return false;
  for (size_t t = 0; t < rows; t++) {
    while (point < c->passage_from && n->first[c->points[point].point] <= (int32_t)t)
      point++;
    c->reached[t] = point;
    c->row[t + 1] = c->row[t] + point;
    if (c->row[t + 1] > most) {
      *large = true;
      return false;
    }
  }
  return true;
}

/* ---------------------------------------------------------------------------------------- ways */

static int news_of(const numbering *n, int before, int after, int32_t at) {
  bool was = before >> 1 >= PK_WORK_EMPLOYED, is = after >> 1 >= PK_WORK_EMPLOYED;
  bool there = before & 1, reached = after & 1;
  int news = is && !was ? PK_NEWLY_EMPLOYED : 0;
  if (before >> 1 < PK_WORK_OPEN && after >> 1 >= PK_WORK_OPEN)
    news |= PK_NEWLY_OPEN;
  if (reached && !there)
    news |= PK_NEWLY_REACHED;
  if (reached && is && !(there && was))
    news |= PK_NEWLY_BOTH;
  if (at < 0 || n->chain->entry_elapsed[at] == 0)
    news |= PK_ENTERS;
  return news;
}

/* How a client with a mark enters an entry state, or ~point of a passage. */
static pk_cohort_way way_into(const numbering *n, int before, int32_t at) {
  int mark = pk_mark_enter(&n->cohort->law, before, at);
  bool passage = at < 0;
  int32_t to = passage ? ~n->number[pk_marked_point(n->marks, ~at, mark)]
                       : pk_marked_state(n->marks, at, mark);
  return (pk_cohort_way){.to = to,
                         .transition = -1,
                         .stage = passage ? n->chain->point_stage[~at] : n->chain->entry_stage[at],
                         .news = news_of(n, before, mark, at)};
}

/* The order of ids, and of what the targets are: not of places in the model. */
static bool way_before(const numbering *n, size_t a, size_t b) {
  const pk_chain *chain = n->chain;
  int32_t by = chain->exit_transition[a], other = chain->exit_transition[b];
  if (by != other)
    return (by < 0 ? -1 : n->names->transition[by]) <
           (other < 0 ? -1 : n->names->transition[other]);
  int32_t to = chain->exit_to[a], instead = chain->exit_to[b];
  return (to < 0 ? n->names->point[~to] : n->names->entry[to]) <=
         (instead < 0 ? n->names->point[~instead] : n->names->entry[instead]);
}

/* Exits first … of a point in that order; few enough to be put in one by one. */
static void sort_exits(const numbering *n, size_t first, size_t count, size_t *order) {
  for (size_t k = 0; k < count; k++) {
    size_t at = k;
    for (; at > 0 && !way_before(n, order[at - 1], first + k); at--)
      order[at] = order[at - 1];
    order[at] = first + k;
  }
}

static void fill_ways(const numbering *n, const size_t *order, size_t count, int mark,
                      pk_cohort_way *ways) {
  double left = 0;
  for (size_t i = count; i-- > 0;) {
    double p = n->chain->exit_p[order[i]];
    left += p;
    ways[i] = way_into(n, mark, n->chain->exit_to[order[i]]);
    ways[i].transition = n->chain->exit_transition[order[i]];
    ways[i].chance = left > 0 ? p / left : 0;
  }
}

static size_t exits_of(const numbering *n, size_t old) {
  size_t y = (size_t)n->marks->point_point[old];
  return n->chain->point_row[y + 1] - n->chain->point_row[y];
}

static bool make_ways(numbering *n) {
  pk_cohort *c = n->cohort;
  size_t all = 0, longest = 0;
  for (size_t i = 0; i < c->point_count; i++) {
    all += exits_of(n, i);
    longest = exits_of(n, i) > longest ? exits_of(n, i) : longest;
  }
  c->ways = PK_NEW_ARRAY(c->arena, pk_cohort_way, all);
  size_t *order = malloc((longest + 1) * sizeof *order), at = 0;
  for (size_t i = 0; c->ways && order && i < c->point_count; i++) {
    pk_cohort_point *point = &c->points[n->number[i]];
    size_t count = exits_of(n, i);
    sort_exits(n, n->chain->point_row[point->point], count, order);
    fill_ways(n, order, count, n->marks->point_mark[i], c->ways + at);
    point->ways = at;
    point->way_count = (int32_t)count;
    at += count;
  }
  bool good = c->ways && order;
  free(order);
  return good;
}

static bool start_before(const numbering *n, const pk_origin_way *a, const pk_origin_way *b) {
  if (a->profile != b->profile)
    return a->profile < b->profile;
  return strcmp(n->cohort->of.model->stages[a->stage].id,
                n->cohort->of.model->stages[b->stage].id) < 0;
}

/* The ways of an origin, profile by profile in the order of stages' ids. */
static void fill_starts(numbering *n, const pk_origin *origin, pk_cohort_way *ways, int *order) {
  double left = 0;
  for (int k = 0; k < origin->way_count; k++) {
    int at = k;
    for (; at > 0 && !start_before(n, &origin->ways[order[at - 1]], &origin->ways[k]); at--)
      order[at] = order[at - 1];
    order[at] = k;
  }
  for (int i = origin->way_count - 1; i >= 0; i--) {
    const pk_origin_way *way = &origin->ways[order[i]];
    double share = way->upto - (order[i] > 0 ? way[-1].upto : 0);
    left += share;
    ways[i] = way_into(n, 0, way->at);
    ways[i].chance = left > 0 ? share / left : 0;
  }
}

static bool make_starts(numbering *n) {
  pk_cohort *c = n->cohort;
  const pk_origins *origins = c->of.origins;
  size_t all = 0;
  for (int i = 0; i < origins->count; i++)
    all += (size_t)origins->list[i].way_count;
  c->start_first = PK_NEW_ARRAY(c->arena, size_t, (size_t)origins->count);
  c->starts = PK_NEW_ARRAY(c->arena, pk_cohort_way, all);
  c->start_way = PK_NEW_ARRAY(c->arena, int, all);
  if (!c->start_first || !c->starts || !c->start_way)
    return false;
  all = 0;
  for (int i = 0; i < origins->count; i++) {
    c->start_first[i] = all;
    fill_starts(n, &origins->list[i], c->starts + all, c->start_way + all);
    all += (size_t)origins->list[i].way_count;
  }
  return true;
}

/* -------------------------------------------------------------------------------------- states */

static bool undecided(const numbering *n, size_t state) {
  double third = pk_mark_third(&n->cohort->law, n->marks->state_entry[state]);
  return third > 0 && third < 1 && !(n->marks->state_mark[state] & 1);
}

/* Targets of a row for stays that begin with `mark`. */
static void fill_targets(const numbering *n, const pk_cohort_state *state, int mark,
                         int32_t *target) {
  const pk_cohort *c = n->cohort;
  for (size_t k = 0; k < (size_t)state->link_count; k++) {
    int32_t y = c->link_point[state->links + k];
    int length = n->chain->link_length[state->links + k];
    int after = pk_mark_leave(&c->law, mark, state->stage, length, y);
    target[k] = n->number[pk_marked_point(n->marks, y, after)];
  }
}

static void fill_state(numbering *n, size_t i, size_t *target) {
  pk_cohort *c = n->cohort;
  size_t x = (size_t)n->marks->state_entry[i], links = n->chain->entry_row[x];
  int mark = n->marks->state_mark[i];
  pk_cohort_state *state = &c->states[i];
  *state = (pk_cohort_state){.luck = luck_of(n->names->entry[x], mark),
                             .links = links,
                             .targets = *target,
                             .link_count = (int32_t)(n->chain->entry_row[x + 1] - links),
                             .entry = (int32_t)x,
                             .stage = n->chain->entry_stage[x],
                             .mark = mark};
  if (undecided(n, i)) {
    state->third = pk_mark_third(&c->law, (int32_t)x);
    fill_targets(n, state, mark | 1, c->target + *target);
    *target += (size_t)state->link_count;
  }
  fill_targets(n, state, mark, c->target + *target);
  *target += (size_t)state->link_count;
}

static bool make_states(numbering *n, size_t most, bool *large) {
  pk_cohort *c = n->cohort;
  size_t targets = 0;
  for (size_t i = 0; i < n->marks->state_count; i++) {
    size_t x = (size_t)n->marks->state_entry[i];
    targets += (n->chain->entry_row[x + 1] - n->chain->entry_row[x]) << undecided(n, i);
  }
  if (targets > most) {
    *large = true;
    return false;
  }
  c->states = PK_NEW_ARRAY(c->arena, pk_cohort_state, n->marks->state_count);
  c->target = PK_NEW_ARRAY(c->arena, int32_t, targets);
  c->state_count = n->marks->state_count;
  c->target_count = targets;
  if (!c->states || !c->target)
    return false;
  targets = 0;
  for (size_t i = 0; i < c->state_count; i++)
    fill_state(n, i, &targets);
  return true;
}

bool pk_cohort_number(pk_cohort *cohort, const pk_marks *marks, const pk_cohort_names *names,
                      size_t most, bool *large) {
  numbering n = {.cohort = cohort, .chain = cohort->of.chain, .marks = marks, .names = names};
  bool good = find_first(&n) && number_points(&n) && make_cells(&n, most, large) &&
              make_states(&n, most, large) && make_ways(&n) && make_starts(&n);
  free(n.first);
  free(n.number);
  return good;
}
