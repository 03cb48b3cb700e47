/* Marking a chain: from where clients begin, along links and exits, as far as marks can come. */
#include "engine/marks.h"

#include "chain/states.h"
#include "engine/tally.h"

#include <stdlib.h>

typedef struct marking {
  const pk_marks_of *of;
  pk_marks *marks;
  bool failed;
} marking;

/* ------------------------------------------------------------------------------------- the law */

/* Whether some exit may lead on inside. A passage is not followed, only counted so. */
static bool run_goes_on(const pk_chain *chain, const bool *open, size_t point) {
  if (point < chain->passage_from && !open[chain->point_stage[point]])
    return false;
  for (size_t k = chain->point_row[point]; k < chain->point_row[point + 1]; k++)
    if (chain->exit_to[k] < 0 || open[chain->entry_stage[chain->exit_to[k]]])
      return true;
  return false;
}

static double third_share(const pk_hosts *hosts, int epoch, int stage) {
  const double *shares = hosts->share + (size_t)epoch * (size_t)hosts->count;
  double third = 0, others = 0;
  for (int h = hosts->first[stage]; h < hosts->first[stage + 1]; h++)
    *(hosts->list[h].third ? &third : &others) += shares[h];
  return others > 0 ? third : third > 0; /* all is 1, whatever rounding says */
}

static double *third_shares(const pk_marks_of *of, pk_arena *arena) {
  int stages = of->model->stage_count;
  double *third = PK_NEW_ARRAY(arena, double, (size_t)of->hosts->epoch_count *(size_t)stages);
  for (int epoch = 0; third && epoch < of->hosts->epoch_count; epoch++)
    for (int s = 0; s < stages; s++)
      if (!of->model->stages[s].passage)
        third[epoch * stages + s] = third_share(of->hosts, epoch, s);
  return third;
}

static bool make_law(pk_marks *m, const pk_marks_of *of, pk_arena *arena) {
  bool *keeps = PK_NEW_ARRAY(arena, bool, of->chain->point_count);
  double *third = third_shares(of, arena);
  bool any = false;
  if (!keeps || !third)
    return false;
  int lasting = pk_lasting_steps(of->model->step);
  for (size_t y = 0; y < of->chain->point_count && lasting <= of->chain->horizon; y++)
    any |= keeps[y] = run_goes_on(of->chain, of->rules->stage_open, y);
  m->law = (pk_mark_law){.chain = of->chain,
                         .lasting = lasting,
                         .runs = any ? lasting : 1,
                         .employed = of->rules->stage_employed,
                         .open = of->rules->stage_open,
                         .third = third,
                         .keeps = keeps};
  return true;
}

/* ---------------------------------------------------------------------------------- the places */

static size_t places(const pk_mark_law *law, bool runs_matter) {
  return runs_matter ? (size_t)(2 * (pk_mark_lasting(law) + 1)) : 8;
}

static bool make_places(pk_marks *m, const pk_chain *chain) {
  size_t states = 0, points = 0;
  m->state_base = malloc((chain->entry_count + 1) * sizeof *m->state_base);
  m->point_base = malloc((chain->point_count + 1) * sizeof *m->point_base);
  if (!m->state_base || !m->point_base)
    return false;
  for (size_t x = 0; x < chain->entry_count; x++) {
    m->state_base[x] = states;
    states += places(&m->law, m->law.open[chain->entry_stage[x]]);
  }
  for (size_t y = 0; y < chain->point_count; y++) {
    m->point_base[y] = points;
    points += places(&m->law, m->law.keeps[y]);
  }
  m->state_base[chain->entry_count] = states;
  m->point_base[chain->point_count] = points;
  m->state_at = calloc(states + 1, sizeof *m->state_at);
  m->point_at = calloc(points + 1, sizeof *m->point_at);
  return m->state_at && m->point_at;
}

/* ------------------------------------------------------------------------------- what can occur */

/* One more marked state or point, in two arrays that grow together. */
typedef struct growing {
  int32_t **entity, **mark;
  size_t *count, *room, *mark_room;
} growing;

static void grow(marking *g, growing list, int32_t *place, int32_t entity, int mark) {
  void *entities = *list.entity, *marks = *list.mark;
  if (*place != 0)
    return;
  bool good = pk_make_room(&entities, list.room, *list.count + 1, sizeof **list.entity);
  *list.entity = entities;
  good = good && pk_make_room(&marks, list.mark_room, *list.count + 1, sizeof **list.mark);
  *list.mark = marks;
  if (!good) {
    g->failed = true;
    return;
  }
  (*list.entity)[*list.count] = entity;
  (*list.mark)[*list.count] = mark;
  *place = (int32_t)++ * list.count;
}

static void reach_state(marking *g, int32_t entry, int mark) {
  pk_marks *m = g->marks;
  growing states = {&m->state_entry, &m->state_mark, &m->state_count, &m->state_room,
                    &m->state_mark_room};
  size_t place = pk_mark_place(&m->law, m->state_base, (size_t)entry, mark);
  grow(g, states, &m->state_at[place], entry, mark);
}

static void reach_point(marking *g, int32_t point, int mark) {
  pk_marks *m = g->marks;
  growing points = {&m->point_point, &m->point_mark, &m->point_count, &m->point_room,
                    &m->point_mark_room};
  size_t place = pk_mark_place(&m->law, m->point_base, (size_t)point, mark);
  grow(g, points, &m->point_at[place], point, mark);
}

static void reach(marking *g, int32_t at, int before) {
  int mark = pk_mark_enter(&g->marks->law, before, at);
  if (at < 0)
    reach_point(g, ~at, mark);
  else
    reach_state(g, at, mark);
}

static void follow_links(marking *g, size_t x, int mark) {
  const pk_chain *chain = g->of->chain;
  const pk_mark_law *law = &g->marks->law;
  int stage = chain->entry_stage[x];
  for (size_t k = chain->entry_row[x]; k < chain->entry_row[x + 1] && !g->failed; k++) {
    int32_t y = chain->link_point[k];
    reach_point(g, y, pk_mark_leave(law, mark, stage, chain->link_length[k], y));
  }
}

static void follow_state(marking *g, size_t state) {
  size_t x = (size_t)g->marks->state_entry[state];
  int mark = g->marks->state_mark[state];
  double third = pk_mark_third(&g->marks->law, (int32_t)x);
  follow_links(g, x, mark);
  if (third > 0 && third < 1 && !(mark & 1))
    follow_links(g, x, mark | 1);
}

static void follow_point(marking *g, size_t point) {
  const pk_chain *chain = g->of->chain;
  size_t y = (size_t)g->marks->point_point[point];
  for (size_t k = chain->point_row[y]; k < chain->point_row[y + 1] && !g->failed; k++)
    reach(g, chain->exit_to[k], g->marks->point_mark[point]);
}

static pk_marks_outcome follow_all(marking *g) {
  pk_marks *m = g->marks;
  for (int i = 0; i < g->of->origins->count; i++)
    for (int w = 0; w < g->of->origins->list[i].way_count && !g->failed; w++)
      reach(g, g->of->origins->list[i].ways[w].at, 0);
  size_t states = 0, points = 0;
  while (!g->failed && (states < m->state_count || points < m->point_count)) {
    if (m->state_count + m->point_count > g->of->most)
      return PK_MARKS_LARGE;
    if (states < m->state_count)
      follow_state(g, states++);
    else
      follow_point(g, points++);
  }
  return g->failed ? PK_MARKS_MEMORY : PK_MARKED;
}

pk_marks_outcome pk_marks_start(pk_marks *marks, const pk_marks_of *of, pk_arena *arena) {
  marking g = {.of = of, .marks = marks};
  *marks = (pk_marks){0};
  if (!make_law(marks, of, arena) || !make_places(marks, of->chain))
    return PK_MARKS_MEMORY;
  return follow_all(&g);
}

void pk_marks_end(pk_marks *m) {
  void *all[] = {m->state_entry, m->state_mark, m->point_point, m->point_mark,
                 m->state_base,  m->point_base, m->state_at,    m->point_at};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    free(all[i]);
  *m = (pk_marks){0};
}
