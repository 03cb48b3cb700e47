/* The layout of a tally, and sums of tallies. */
#include "engine/tally.h"

#include <math.h>

static size_t take(size_t *at, size_t count) {
  size_t from = *at;
  *at += count;
  return from;
}

void pk_layout_start(pk_layout *s, const pk_model *model, int host_count, bool queues) {
  size_t at = 0, rows = (size_t)model->horizon + 1, stages = (size_t)model->stage_count;
  size_t moves = (size_t)model->transition_count;
  *s = (pk_layout){.horizon = model->horizon,
                   .stage_count = model->stage_count,
                   .transition_count = model->transition_count,
                   .group_count = model->group_count,
                   .account_count = model->account_count,
                   .host_count = host_count,
                   .queues = queues};
  s->occupancy = take(&at, rows * stages);
  s->entries = take(&at, rows * stages);
  s->entered = take(&at, rows);
  s->employed = take(&at, rows);
  s->open = take(&at, rows);
  s->moves = take(&at, moves);
  s->refused = take(&at, moves);
  s->over_limit = take(&at, stages);
  s->host_steps = take(&at, (size_t)host_count);
  s->paid = take(&at, (size_t)model->account_count * stages);
  s->lasting = take(&at, rows);
  s->reached = take(&at, 1);
  s->reached_employed = take(&at, 1);
  s->employed_after = take(&at, rows);
  s->employed_of = take(&at, rows);
  if (queues) {
    s->waiting = take(&at, rows * stages);
    s->came = take(&at, stages);
    s->let_in = take(&at, stages);
    s->waited = take(&at, stages);
    s->gave_up = take(&at, stages);
    s->turned_away = take(&at, stages);
  }
  s->group_size = at;
  at *= (size_t)model->group_count;
  if (queues) {
    s->over_capacity = take(&at, rows * stages);
    s->capacity = take(&at, rows * stages);
  }
  s->size = at;
}

void pk_tally_add(const pk_layout *shape, int64_t *sum, const int64_t *more) {
  for (size_t i = 0; i < shape->size; i++)
    sum[i] += more[i];
}

int pk_lasting_steps(pk_step step) {
  return (int)lround(6 / pk_step_months(step));
}

static void accumulate(int64_t *rows, size_t stages, size_t count) {
  for (size_t i = stages; i < count; i++)
    rows[i] += rows[i - stages];
}

void pk_tally_accumulate(const pk_layout *shape, int64_t *tally) {
  size_t stages = (size_t)shape->stage_count, count = ((size_t)shape->horizon + 1) * stages;
  for (int g = 0; g < shape->group_count; g++) {
    int64_t *part = pk_tally_group(shape, tally, g);
    accumulate(part + shape->occupancy, stages, count);
    if (shape->queues)
      accumulate(part + shape->waiting, stages, count);
  }
}
