/* Models written in one line, unfolded; what a test asks of their chains. */
#ifndef SCENE_H
#define SCENE_H

#include "chain/chain.h"
#include "support/check.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct scene {
  polku_report *report;
  polku_model *model;
  polku_rules *rules;
  pk_chain *chain;
} scene;

static inline void scene_fail(const scene *s) {
  char *text = polku_report_text(s->report, POLKU_EN, false);
  fail_msg("%s", text ? text : "out of memory");
}

/* Loads a model without a region; quotes are written as '. */
static inline scene scene_load(int horizon, const char *parts) {
  scene s = {.report = polku_report_new()};
  size_t room = strlen(parts) + 200;
  char *text = malloc(room);
  assert_non_null(text);
  snprintf(text, room, "{'format':'polku/1','title':{'en':'t'},'horizon':%d,%s}", horizon, parts);
  for (char *c = text; *c; c++)
    if (*c == '\'')
      *c = '"';
  s.model = polku_model_read("test", text, strlen(text), s.report);
  free(text);
  s.rules = polku_rules_load(s.model, NULL, s.report);
  if (!s.rules)
    scene_fail(&s);
  return s;
}

/* Unfolds, again if need be. */
static inline void scene_unfold(scene *s, const pk_chain_options *options) {
  pk_chain_free(s->chain);
  s->chain = pk_chain_new(s->model, s->rules, options, s->report);
  if (!s->chain)
    scene_fail(s);
}

static inline void scene_end(scene *s) {
  pk_chain_free(s->chain);
  polku_rules_free(s->rules);
  polku_model_free(s->model);
  polku_report_free(s->report);
}

static inline int32_t scene_start(const scene *s) {
  assert_true(s->chain->start_count > 0);
  return s->chain->start_at[0];
}

/* The chance that a stay begun in x takes d steps and ends by a transition; d = 0: of any length,
 * "" any transition. */
static inline double scene_jump(const scene *s, int32_t x, int d, const char *id) {
  const pk_chain *c = s->chain;
  int transition = *id ? pk_model_find_transition(s->model, id) : -1;
  double sum = 0;
  for (size_t k = c->entry_row[x]; k < c->entry_row[x + 1]; k++)
    for (size_t i = c->point_row[c->link_point[k]];
         (d == 0 || c->link_length[k] == d) && i < c->point_row[c->link_point[k] + 1]; i++)
      if (transition < 0 || c->exit_transition[i] == transition)
        sum += c->link_p[k] * c->exit_p[i];
  return sum;
}

/* Expected refusals of a transition where a stay begun in x ends. */
static inline double scene_refused(const scene *s, int32_t x, const char *id) {
  const pk_chain *c = s->chain;
  double sum = 0;
  for (size_t k = c->entry_row[x]; k < c->entry_row[x + 1]; k++)
    for (size_t i = c->refused_row[c->link_point[k]]; i < c->refused_row[c->link_point[k] + 1]; i++)
      if (c->refused_transition[i] == pk_model_find_transition(s->model, id))
        sum += c->link_p[k] * c->refused_p[i];
  return sum;
}

static inline void assert_close(double value, double expected) {
  if (!(fabs(value - expected) <= 1e-12))
    fail_msg("%.17g is not %.17g", value, expected);
}

/* links + beyond = 1, exits = 1, lengths rise, passages stand after what leads to them. */
static inline void assert_conserved(const pk_chain *c) {
  for (size_t x = 0; x < c->entry_count; x++) {
    double sum = c->beyond[x];
    for (size_t k = c->entry_row[x]; k < c->entry_row[x + 1]; k++) {
      sum += c->link_p[k];
      assert_true(c->link_p[k] > 0 && c->link_length[k] >= 1 && c->link_length[k] <= c->horizon);
      assert_true(k == c->entry_row[x] || c->link_length[k] >= c->link_length[k - 1]);
    }
    assert_close(sum, 1);
  }
  for (size_t y = 0; y < c->point_count; y++) {
    double sum = 0;
    for (size_t i = c->point_row[y]; i < c->point_row[y + 1]; i++) {
      sum += c->exit_p[i];
      if (c->exit_to[i] < 0)
        assert_true((size_t)~c->exit_to[i] >= c->passage_from && (size_t)~c->exit_to[i] > y);
    }
    assert_close(sum, 1);
  }
}

static inline bool scene_says(const scene *s, const char *code) {
  polku_problem problem;
  for (size_t i = 0; polku_report_at(s->report, i, POLKU_EN, &problem); i++)
    if (strcmp(problem.code, code) == 0)
      return true;
  return false;
}

#endif
