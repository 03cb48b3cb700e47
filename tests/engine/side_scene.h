/* A model, all that the engine without a chain needs of it, and runs of it. */
#ifndef SIDE_SCENE_H
#define SIDE_SCENE_H

#include "chain/stay_law.h"
#include "engine/individual.h"
#include "support/check.h"

#include <stdlib.h>
#include <string.h>

typedef struct side_scene {
  polku_report *report;
  polku_model *model;
  polku_rules *rules;
  pk_arena *arena;
  pk_chain_options options;
  pk_hosts hosts;
  pk_layout shape;
  pk_stay_laws *laws;
  pk_origins *origins;
  pk_steps *steps;
  int64_t *tally;
} side_scene;

static inline void side_open(side_scene *s, const char *text, const char *plugins, bool limits) {
  *s = (side_scene){.report = polku_report_new(), .arena = pk_arena_new()};
  s->model = polku_model_read("side", text, strlen(text), s->report);
  s->rules = polku_rules_load(s->model, plugins, s->report);
  if (!s->rules) {
    char *problems = polku_report_text(s->report, POLKU_EN, false);
    print_message("%s\n", problems);
    free(problems);
    fail();
  }
  assert_true(pk_hosts_start(&s->hosts, s->model, s->rules, NULL, s->arena));
  pk_layout_start(&s->shape, s->model, s->hosts.count, limits);
  s->laws = pk_stay_laws_new(s->model, s->rules, &s->options, s->report);
  s->origins = pk_origins_of_model(s->model, s->rules, &s->options, 0, true, s->report);
  assert_true(s->laws && s->origins);
  pk_steps_of of = {.model = s->model,
                    .rules = s->rules,
                    .laws = s->laws,
                    .hosts = &s->hosts,
                    .origins = s->origins,
                    .shape = &s->shape,
                    .limits = limits};
  s->steps = pk_steps_new(&of, s->report);
  s->tally = calloc(s->shape.size, sizeof *s->tally);
  assert_true(s->steps && s->tally);
}

/* One run, instead of what was in the tally. */
static inline void side_run(side_scene *s, uint64_t run, const pk_event_taker *events) {
  pk_steps_run now = {.events = events};
  pk_dice_key(1, run, now.key);
  memset(s->tally, 0, s->shape.size * sizeof *s->tally);
  assert_true(pk_steps_play(s->steps, &now, s->tally));
}

static inline void side_close(side_scene *s) {
  free(s->tally);
  pk_steps_free(s->steps);
  pk_origins_free(s->origins);
  pk_stay_laws_free(s->laws);
  pk_arena_free(s->arena);
  polku_rules_free(s->rules);
  polku_model_free(s->model);
  polku_report_free(s->report);
}

/* A number of one group, or of all where `group` is −1. */
static inline int64_t side_count(const side_scene *s, int group, size_t at) {
  int64_t sum = 0;
  for (int g = 0; g < s->shape.group_count; g++)
    if (group < 0 || g == group)
      sum += pk_tally_group(&s->shape, s->tally, g)[at];
  return sum;
}

/* A number that stands by step and stage. */
static inline int64_t side_cell(const side_scene *s, size_t rows, int t, const char *stage) {
  int index = pk_model_find_stage(s->model, stage);
  assert_true(index >= 0);
  return side_count(s, -1, rows + (size_t)t * (size_t)s->shape.stage_count + (size_t)index);
}

/* A number that stands by stage. */
static inline int64_t side_stage(const side_scene *s, size_t row, const char *stage) {
  return side_cell(s, row, 0, stage);
}

/* Occupancy and waiting together are the people who have come. */
static inline void side_assert_nobody_lost(const side_scene *s) {
  int64_t came = 0;
  for (int t = 0; t <= s->shape.horizon; t++) {
    int64_t there = 0;
    came += side_count(s, -1, s->shape.entered + (size_t)t);
    for (int i = 0; i < s->shape.stage_count; i++) {
      size_t cell = (size_t)t * (size_t)s->shape.stage_count + (size_t)i;
      int64_t inside = side_count(s, -1, s->shape.occupancy + cell);
      int64_t outside = s->shape.queues ? side_count(s, -1, s->shape.waiting + cell) : 0;
      assert_true(inside >= 0 && outside >= 0);
      there += inside + outside;
    }
    assert_int_equal(there, came);
  }
}

static inline int64_t at_door(const side_scene *s, int g, size_t what, int stage) {
  return side_count(s, g, what + (size_t)stage);
}

/* Who came to a door went in, gave up, was turned away, or is still there. */
static inline void assert_doors_add_up(const side_scene *s) {
  const pk_layout *shape = &s->shape;
  size_t last = (size_t)shape->horizon * (size_t)shape->stage_count;
  for (int g = 0; g < shape->group_count; g++)
    for (int i = 0; i < shape->stage_count; i++)
      assert_int_equal(at_door(s, g, shape->came, i),
                       at_door(s, g, shape->let_in, i) + at_door(s, g, shape->gave_up, i) +
                           at_door(s, g, shape->turned_away, i) +
                           side_count(s, g, shape->waiting + last + (size_t)i));
}

/* Nobody is let in beyond the capacity of the step. */
#endif
