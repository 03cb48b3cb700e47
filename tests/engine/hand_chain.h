/* Chains built by hand, for tests that must not trust the unfolding: one entry state and one
 * decision point for each stage, lengths and jumps as given, everyone begins in stage 0 at t = 0.
 */
#ifndef HAND_CHAIN_H
#define HAND_CHAIN_H

#include "chain/chain.h"
#include <stdlib.h>
#include <string.h>

/* lengths[s][d − 1] = P(the stay takes d steps), jumps[s][j]: row-major. A stage with all jumps 0
 * is final. A stage with passage[s] takes no time (NULL: there are none); passages come last. */
typedef struct hand_spec {
  int stages, horizon, groups;
  const double *lengths, *jumps, *sizes;
  const int *passage;
} hand_spec;

static inline void *hand_take(size_t count, size_t size) {
  void *memory = calloc(count ? count : 1, size);
  if (!memory)
    abort();
  return memory;
}

static inline bool hand_final(const hand_spec *spec, int s) {
  for (int j = 0; j < spec->stages; j++)
    if (spec->jumps[s * spec->stages + j] > 0)
      return false;
  return true;
}

static inline void hand_links(pk_chain *c, const hand_spec *spec, int s) {
  double left = 1;
  size_t k = c->entry_row[s];
  for (int d = 1; d <= spec->horizon && !hand_final(spec, s); d++) {
    double p = spec->lengths[(size_t)s * (size_t)spec->horizon + (size_t)d - 1];
    if (p == 0)
      continue;
    c->link_length[k] = d;
    c->link_point[k] = s;
    c->link_p[k++] = p;
    left -= p;
  }
  c->beyond[s] = left;
  c->entry_row[s + 1] = k;
}

static inline void hand_exits(pk_chain *c, const hand_spec *spec, int s) {
  size_t k = c->point_row[s];
  for (int j = 0; j < spec->stages; j++) {
    double p = spec->jumps[s * spec->stages + j];
    if (p == 0)
      continue;
    c->exit_to[k] = spec->passage && spec->passage[j] ? ~j : j;
    c->exit_transition[k] = s * spec->stages + j;
    c->exit_p[k++] = p;
  }
  c->point_row[s + 1] = k;
}

static inline pk_chain *hand_chain(const hand_spec *spec) {
  size_t n = (size_t)spec->stages, links = n * (size_t)spec->horizon;
  int groups = spec->groups > 0 ? spec->groups : 1;
  pk_chain *c = hand_take(1, sizeof *c);
  c->horizon = spec->horizon;
  c->stage_count = spec->stages;
  c->transition_count = spec->stages * spec->stages;
  c->group_count = groups;
  c->entry_count = c->point_count = c->passage_from = n;
  c->entry_stage = hand_take(n, sizeof *c->entry_stage);
  c->point_stage = hand_take(n, sizeof *c->point_stage);
  c->entry_row = hand_take(n + 1, sizeof *c->entry_row);
  c->point_row = hand_take(n + 1, sizeof *c->point_row);
  c->beyond = hand_take(n, sizeof *c->beyond);
  c->link_length = hand_take(links, sizeof *c->link_length);
  c->link_point = hand_take(links, sizeof *c->link_point);
  c->link_p = hand_take(links, sizeof *c->link_p);
  c->exit_to = hand_take(n * n, sizeof *c->exit_to);
  c->exit_transition = hand_take(n * n, sizeof *c->exit_transition);
  c->exit_p = hand_take(n * n, sizeof *c->exit_p);
  for (int s = 0; s < spec->stages; s++) {
    c->entry_stage[s] = c->point_stage[s] = s;
    hand_links(c, spec, s);
    hand_exits(c, spec, s);
    if (spec->passage && spec->passage[s] && c->passage_from == n)
      c->passage_from = (size_t)s;
  }
  c->start_count = (size_t)groups;
  c->start_group = hand_take((size_t)groups, sizeof *c->start_group);
  c->start_profile = hand_take((size_t)groups, sizeof *c->start_profile);
  c->start_time = hand_take((size_t)groups, sizeof *c->start_time);
  c->start_at = hand_take((size_t)groups, sizeof *c->start_at);
  c->start_amount = hand_take((size_t)groups, sizeof *c->start_amount);
  for (int g = 0; g < groups; g++) {
    c->start_group[g] = g;
    c->start_amount[g] = spec->sizes ? spec->sizes[g] : 1;
  }
  return c;
}

static inline void hand_free(pk_chain *c) {
  void *all[] = {c->entry_stage,     c->point_stage, c->entry_row,   c->point_row,
                 c->beyond,          c->link_length, c->link_point,  c->link_p,
                 c->exit_to,         c->exit_p,      c->start_group, c->start_profile,
                 c->exit_transition, c->start_time,  c->start_at,    c->start_amount};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    free(all[i]);
  free(c);
}

#endif
