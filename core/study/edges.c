/* Finding the numbers that stand at an edge. */
#include "study/edges.h"

#include <stdlib.h>

static const double HAIR = 1e-13;

static void add(pk_edges *edges, const pk_number *number, double value) {
  edges->list[edges->count++] = (struct pk_edge){number, value};
}

/* A mean of one step leaves no room for a longer stay. */
static bool shortest(const pk_distribution *d, pk_step step) {
  return d->family == PK_GEOMETRIC && d->a.value * pk_unit_steps(d->unit, step) <= 1;
}

static void look_at(pk_edges *edges, const pk_model *model, const pk_quantity *q) {
  double value = q->number->value;
  switch (q->form) {
  case PK_QUANTITY_SHARE:
  case PK_QUANTITY_PER_STEP:
  case PK_QUANTITY_START:
  case PK_QUANTITY_SIZE:
  case PK_QUANTITY_ARRIVAL:
  case PK_QUANTITY_INITIAL:
    if (value <= 0)
      add(edges, q->number, HAIR);
    return;
  case PK_QUANTITY_UPTAKE:
    if (value <= 0 || value >= 1)
      add(edges, q->number, value <= 0 ? HAIR : 1 - HAIR);
    return;
  case PK_QUANTITY_LENGTH:
    if (shortest(&model->stages[q->part].duration, model->step))
      add(edges, q->number, value * (1 + 1e4 * HAIR));
    return;
  default:
    return;
  }
}

/* A rest of nothing is given something by the others. */
static void look_at_rest(pk_edges *edges, const pk_model *model, const pk_stage *stage) {
  bool nothing = false;
  for (int e = 0; stage->exits == PK_EXITS_SHARES && e < stage->exit_count; e++) {
    const pk_transition *t = &model->transitions[stage->exit_list[e]];
    nothing = nothing || (t->rest && t->share.value <= HAIR);
  }
  for (int e = 0; nothing && e < stage->exit_count; e++) {
    const pk_transition *t = &model->transitions[stage->exit_list[e]];
    if (!t->rest && t->share.value > 0)
      add(edges, &t->share, t->share.value * (1 - 4 * stage->exit_count * HAIR));
  }
}

static int by_address(const void *a, const void *b) {
  uintptr_t x = (uintptr_t)((const struct pk_edge *)a)->number;
  uintptr_t y = (uintptr_t)((const struct pk_edge *)b)->number;
  return (x > y) - (x < y);
}

bool pk_edges_find(pk_edges *edges, const pk_model *model, const pk_quantity *quantities, int count,
                   pk_arena *arena) {
  *edges = (pk_edges){0, PK_NEW_ARRAY(arena, struct pk_edge, (size_t)count)};
  if (!edges->list)
    return false;
  for (int i = 0; i < count; i++)
    look_at(edges, model, &quantities[i]);
  for (int i = 0; i < model->stage_count; i++)
    look_at_rest(edges, model, &model->stages[i]);
  if (edges->count > 0)
    qsort(edges->list, (size_t)edges->count, sizeof *edges->list, by_address);
  return true;
}

static const struct pk_edge *find(const pk_edges *edges, const pk_number *number) {
  const struct pk_edge key = {number, 0};
  return edges->count > 0 ? bsearch(&key, edges->list, (size_t)edges->count, sizeof key, by_address)
                          : NULL;
}

double pk_edges_at(const pk_edges *edges, const pk_number *number) {
  const struct pk_edge *edge = find(edges, number);
  return edge ? edge->value : number->value;
}

double pk_edges_value(void *edges, const pk_number *number) {
  return pk_edges_at(edges, number);
}

bool pk_edges_hold(const pk_edges *edges, const pk_number *number) {
  return find(edges, number) != NULL;
}
