/* Best-first search over folded routes, exact.
 *
 * A folded route s0, s1 … sk is what happens after last visits: after the last visit to s0 nobody
 * comes back to s0, from there straight to s1, and so on. So a beginning s0 … si carries a measure:
 * how many come straight from their last visit to s(i−1) into each entry state of si, and when.
 * To go on from it, a forward pass with s0 … s(i−1) and work closed gives all visits to si (returns
 * to si included), and their exits straight to another stage are the measures of longer
 * beginnings. What a beginning is worth, the chance that a route begins so and reaches work, is its
 * measure times the chance, by a backward pass, to reach work without s0 … s(i−1). It is exactly
 * the sum over all its continuations, so taking the worthiest first finds routes in their order.
 * Each step of the search costs two passes. */
#include "study/routes.h"

#include <stdlib.h>
#include <string.h>

#define STEPS_MOST 20000 /* of the search; more beginnings than a person can ask for */

typedef struct beginning {
  int length, *stages;
  bool complete; /* ends in work */
  double worth;
  size_t count; /* the measure: `amount` people enter `at` at `time` */
  int32_t *at, *time;
  double *amount;
} beginning;

typedef struct search {
  const pk_chain *chain;
  const pk_study *study;
  pk_arena *arena;
  beginning *open;
  size_t open_count, open_room;
  double *keep, *win;              /* [stages] */
  double *scratch, *arrive, *pass; /* [entry][rows], [passage][rows]: measures of the next stages */
  double *passed;
  int32_t *ask;
  int *known; /* [targets]: 1 + position in `ask` */
} search;

static size_t rows_of(const search *s) {
  return (size_t)s->chain->horizon + 1;
}

static bool is_work(const search *s, int stage) {
  return s->study->employed[stage] > 0;
}

static bool on_route(const beginning *b, int stage) {
  for (int i = 0; i < b->length; i++)
    if (b->stages[i] == stage)
      return true;
  return false;
}

static bool push(search *s, const beginning *b) {
  if (s->open_count == s->open_room) {
    size_t room = s->open_room ? 2 * s->open_room : 64;
    beginning *more = realloc(s->open, room * sizeof *more);
    if (!more)
      return false;
    s->open = more;
    s->open_room = room;
  }
  s->open[s->open_count++] = *b;
  return true;
}

/* The worthiest; of equals the one that was found first. */
static beginning pop(search *s) {
  size_t best = 0;
  for (size_t i = 1; i < s->open_count; i++)
    if (s->open[i].worth > s->open[best].worth)
      best = i;
  beginning b = s->open[best];
  memmove(s->open + best, s->open + best + 1, (s->open_count - best - 1) * sizeof *s->open);
  s->open_count--;
  return b;
}

/* --------------------------------------------------------------------------- measures to lists */

static double *arriving_at(const search *s, int32_t at) {
  return at >= 0 ? s->arrive + (size_t)at * rows_of(s)
                 : s->pass + ((size_t)~at - s->chain->passage_from) * rows_of(s);
}

/* Visits every entry state and passage point of a stage. */
static int32_t next_target(const pk_chain *chain, int stage, int32_t at) {
  int32_t entries = (int32_t)chain->entry_count, points = (int32_t)chain->point_count;
  for (at++; at >= 0 && at < entries; at++)
    if (chain->entry_stage[at] == stage)
      return at;
  int32_t point = (int32_t)chain->passage_from;
  for (; point < points; point++)
    if (chain->point_stage[point] == stage)
      return ~point;
  return INT32_MIN;
}

/* A stage is either a passage (one or more points) or has entry states; never both. */
static int32_t following_target(const pk_chain *chain, int stage, int32_t at) {
  if (at >= 0)
    return next_target(chain, stage, at);
  for (size_t point = (size_t)~at + 1; point < chain->point_count; point++)
    if (chain->point_stage[point] == stage)
      return ~(int32_t)point;
  return INT32_MIN;
}

static bool list_measure(search *s, int stage, beginning *b) {
  size_t count = 0, i = 0;
  for (int32_t at = next_target(s->chain, stage, -1); at != INT32_MIN;
       at = following_target(s->chain, stage, at))
    for (size_t t = 0; t < rows_of(s); t++)
      count += arriving_at(s, at)[t] > 0;
  b->count = count;
  b->at = PK_NEW_ARRAY(s->arena, int32_t, count);
  b->time = PK_NEW_ARRAY(s->arena, int32_t, count);
  b->amount = PK_NEW_ARRAY(s->arena, double, count);
  if (!b->at || !b->time || !b->amount)
    return false;
  for (int32_t at = next_target(s->chain, stage, -1); at != INT32_MIN;
       at = following_target(s->chain, stage, at))
    for (size_t t = 0; t < rows_of(s); t++)
      if (arriving_at(s, at)[t] > 0) {
        b->at[i] = at;
        b->time[i] = (int32_t)t;
        b->amount[i++] = arriving_at(s, at)[t];
      }
  return true;
}

/* ----------------------------------------------------------------------------- what it is worth */

static size_t target_index(const pk_chain *chain, int32_t at) {
  return at >= 0 ? (size_t)at : chain->entry_count + (size_t)~at;
}

/* The chance of each of the measure's atoms to reach work without the route so far. */
static bool weigh(search *s, const beginning *before, beginning *b) {
  const pk_chain *chain = s->chain;
  int asked = 0;
  b->worth = 0;
  if (b->complete) {
    for (size_t i = 0; i < b->count; i++)
      b->worth += b->amount[i];
    return true;
  }
  for (int stage = 0; stage < chain->stage_count; stage++)
    s->keep[stage] = !(is_work(s, stage) || on_route(before, stage));
  memset(s->known, 0, (chain->entry_count + chain->point_count) * sizeof *s->known);
  for (size_t i = 0; i < b->count; i++) {
    int *known = &s->known[target_index(chain, b->at[i])];
    if (*known == 0) {
      s->ask[asked] = b->at[i];
      *known = ++asked;
    }
  }
  double *answers = malloc(((size_t)asked * rows_of(s) + 1) * sizeof *answers);
  if (!answers)
    return false;
  pk_exact_chance(chain, &(pk_event){.win = s->win, .go = s->keep}, &(pk_ask){asked, s->ask},
                  answers, s->scratch);
  for (size_t i = 0; i < b->count; i++) {
    size_t row = (size_t)s->known[target_index(chain, b->at[i])] - 1;
    b->worth += b->amount[i] * answers[row * rows_of(s) + rows_of(s) - 1 - (size_t)b->time[i]];
  }
  free(answers);
  return true;
}

/* ------------------------------------------------------------------------------------ going on */

/* A longer beginning for every stage that people come to straight from the end of this one. */
static bool branch(search *s, const beginning *before) {
  for (int stage = 0; stage < s->chain->stage_count; stage++) {
    beginning b = {.length = before->length + 1, .complete = is_work(s, stage)};
    if (on_route(before, stage))
      continue;
    if (!list_measure(s, stage, &b))
      return false;
    if (b.count == 0)
      continue;
    b.stages = PK_NEW_ARRAY(s->arena, int, (size_t)b.length);
    if (!b.stages)
      return false;
    for (int i = 0; i < before->length; i++)
      b.stages[i] = before->stages[i];
    b.stages[before->length] = stage;
    if (!weigh(s, before, &b) || (b.worth > 0 && !push(s, &b)))
      return false;
  }
  return true;
}

static void exit_to(search *s, size_t point, size_t t, double amount) {
  const pk_chain *chain = s->chain;
  for (size_t k = chain->point_row[point]; k < chain->point_row[point + 1]; k++)
    arriving_at(s, chain->exit_to[k])[t] += amount * chain->exit_p[k];
}

/* All exits of all visits to the last stage of a beginning. */
static void exits_of_visits(search *s, const double *began, int stage) {
  const pk_chain *chain = s->chain;
  for (size_t x = 0; x < chain->entry_count; x++)
    for (size_t t = 0; chain->entry_stage[x] == stage && t < rows_of(s); t++)
      for (size_t k = chain->entry_row[x];
           began[x * rows_of(s) + t] > 0 && k < chain->entry_row[x + 1] &&
           t + (size_t)chain->link_length[k] < rows_of(s);
           k++)
        exit_to(s, (size_t)chain->link_point[k], t + (size_t)chain->link_length[k],
                began[x * rows_of(s) + t] * chain->link_p[k]);
  for (size_t y = chain->passage_from; y < chain->point_count; y++)
    for (size_t t = 0; chain->point_stage[y] == stage && t < rows_of(s); t++) {
      double amount = s->passed[(y - chain->passage_from) * rows_of(s) + t];
      if (amount > 0)
        exit_to(s, y, t, amount);
    }
}

static void clear_measures(search *s) {
  size_t passages = s->chain->point_count - s->chain->passage_from;
  memset(s->arrive, 0, s->chain->entry_count * rows_of(s) * sizeof *s->arrive);
  memset(s->pass, 0, passages * rows_of(s) * sizeof *s->pass);
}

static bool expand(search *s, const beginning *b) {
  pk_chain from_here = *s->chain;
  int last = b->stages[b->length - 1];
  from_here.start_count = b->count;
  from_here.start_at = b->at;
  from_here.start_time = b->time;
  from_here.start_amount = b->amount;
  pk_flow flow = {.passed = s->passed};
  for (int stage = 0; stage < s->chain->stage_count; stage++)
    s->keep[stage] = stage == last || !(is_work(s, stage) || on_route(b, stage));
  pk_exact_forward(&from_here, -1, -1, s->keep, &flow, s->scratch);
  clear_measures(s);
  exits_of_visits(s, flow.began, last);
  return branch(s, b);
}

/* Those who begin at t = 0; where nobody does, everybody. */
static bool begin(search *s, pk_routes *routes) {
  const pk_chain *chain = s->chain;
  bool at_zero = false;
  beginning nothing = {.length = 0};
  for (size_t i = 0; i < chain->start_count; i++)
    at_zero = at_zero || (chain->start_time[i] == 0 && chain->start_amount[i] > 0);
  clear_measures(s);
  for (size_t i = 0; i < chain->start_count; i++)
    if (!at_zero || chain->start_time[i] == 0) {
      arriving_at(s, chain->start_at[i])[chain->start_time[i]] += chain->start_amount[i];
      routes->begin += chain->start_amount[i];
    }
  return branch(s, &nothing);
}

static bool keep_route(pk_routes *routes, const beginning *b) {
  pk_route *route = &routes->list[routes->count++];
  *route = (pk_route){.length = b->length, .stages = b->stages};
  for (size_t i = 0; i < b->count; i++) {
    route->chance += b->amount[i];
    route->steps += b->amount[i] * b->time[i];
  }
  route->steps /= route->chance;
  route->chance /= routes->begin;
  return true;
}

static bool search_new(search *s) {
  const pk_chain *chain = s->chain;
  size_t stages = (size_t)chain->stage_count, targets = chain->entry_count + chain->point_count;
  size_t passages = (chain->point_count - chain->passage_from) * rows_of(s);
  size_t forward = pk_exact_scratch(chain), backward = pk_exact_chance_scratch(chain);
  s->keep = PK_NEW_ARRAY(s->arena, double, stages);
  s->win = PK_NEW_ARRAY(s->arena, double, stages);
  s->scratch = PK_NEW_ARRAY(s->arena, double, forward > backward ? forward : backward);
  s->arrive = PK_NEW_ARRAY(s->arena, double, chain->entry_count *rows_of(s));
  s->pass = PK_NEW_ARRAY(s->arena, double, passages);
  s->passed = PK_NEW_ARRAY(s->arena, double, passages);
  s->ask = PK_NEW_ARRAY(s->arena, int32_t, targets);
  s->known = PK_NEW_ARRAY(s->arena, int, targets);
  if (!s->keep || !s->win || !s->scratch || !s->arrive || !s->pass || !s->passed || !s->ask ||
      !s->known)
    return false;
  memcpy(s->win, s->study->employed, stages * sizeof *s->win);
  return true;
}

bool pk_routes_find(const pk_chain *chain, const pk_study *study, int count, pk_routes *routes,
                    pk_arena *arena, polku_report *report) {
  search s = {.chain = chain, .study = study, .arena = arena};
  *routes = (pk_routes){.list = PK_NEW_ARRAY(arena, pk_route, (size_t)count)};
  bool ok = routes->list && search_new(&s) && begin(&s, routes);
  for (size_t i = 0; ok && i < s.open_count; i++)
    routes->employed += s.open[i].worth / routes->begin;
  for (int i = 0; ok && i < STEPS_MOST && s.open_count > 0 && routes->count < count; i++) {
    beginning b = pop(&s);
    ok = b.complete ? keep_route(routes, &b) : expand(&s, &b);
  }
  free(s.open);
  if (!ok)
    pk_report_memory(report);
  return ok;
}
