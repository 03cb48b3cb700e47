/* Unfolding only where people are: for chains whose histories would make too many states.
 *
 * People are carried along while the chain unfolds. An entry state is given its links when, over
 * time, as many people have come as the threshold asks for; who comes to a state before that may go
 * nowhere from there as far as the chain knows: they stay, counted, and are `lost`. That sum bounds
 * the error of any expected count. Cost: O(links × horizon) beside the unfolding itself. */
#include "chain/unfold.h"
#include <stdlib.h>
#include <string.h>

static double *arrivals_of(pk_builder *b, int32_t entry) {
  return b->arrivals + (size_t)entry * ((size_t)b->horizon + 1);
}

/* Makes room for `count` rows of `width` doubles; new ones are 0. */
static bool grow(double **rows, size_t *room, size_t *known, size_t count, size_t width) {
  void *grown = *rows;
  if (!pk_make_room(&grown, room, count, width * sizeof(double)))
    return false;
  *rows = grown;
  if (count > *known)
    memset(*rows + *known * width, 0, (count - *known) * width * sizeof(double));
  *known = count;
  return true;
}

/* People at a point go where its exits lead, at once through passages. */
static void pass_on(pk_builder *b, int32_t index, int time, double people) {
  const pk_point *point = &b->points[index];
  for (size_t k = point->row; k < point->row_end; k++) {
    const pk_point_exit *way = &b->ways[k];
    if (way->to < 0)
      pass_on(b, ~way->to, time, people * way->p);
    else
      arrivals_of(b, way->to)[time] += people * way->p;
  }
}

static void begin(pk_builder *b, int time) {
  for (size_t i = 0; i < b->begin_count; i++) {
    const pk_begin *begin = &b->begins[i];
    if (begin->time != time)
      continue;
    if (begin->at < 0)
      pass_on(b, ~begin->at, time, begin->amount);
    else
      arrivals_of(b, begin->at)[time] += begin->amount;
  }
}

static void move(pk_builder *b, int time) {
  for (size_t x = 0; x < b->arrival_entries; x++) {
    const double *arrivals = arrivals_of(b, (int32_t)x);
    for (size_t k = b->entries[x].row; k < b->entries[x].row_end; k++) {
      if (b->links[k].length > time)
        break;
      b->mass[b->links[k].point] += arrivals[time - b->links[k].length] * b->links[k].p;
    }
  }
  for (size_t y = 0; y < b->mass_points; y++) {
    if (b->mass[y] > 0)
      pass_on(b, (int32_t)y, time, b->mass[y]);
    b->mass[y] = 0;
  }
}

/* Entry states that enough people have come to get their links; the others keep who comes. */
static void settle(pk_builder *b, int time) {
  for (size_t x = 0; x < b->arrival_entries && !b->failed && !b->too_large; x++) {
    double now = arrivals_of(b, (int32_t)x)[time];
    pk_entry *entry = &b->entries[x];
    if (!(now > 0) || entry->done)
      continue;
    entry->people += now;
    if (entry->people >= b->threshold) {
      entry->time = time;
      pk_unfold_stay(b, (int32_t)x);
    } else if (time < b->horizon)
      b->lost += now;
  }
}

void pk_sift(pk_builder *b, int time) {
  if (!grow(&b->arrivals, &b->arrival_room, &b->arrival_entries, b->entry_keys.count,
            (size_t)b->horizon + 1) ||
      !grow(&b->mass, &b->mass_room, &b->mass_points, b->point_keys.count, 1)) {
    b->failed = true;
    return;
  }
  begin(b, time);
  move(b, time);
  settle(b, time);
}
