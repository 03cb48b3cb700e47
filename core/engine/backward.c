/* How much time can be left, and how long a stay lasts: what every backward pass asks first. */
#include "engine/backward.h"

static void note_target(const pk_chain *chain, int32_t at, double t, double *reach,
                        double *point_time) {
  if (at >= 0) {
    if (reach[at] < chain->horizon - t)
      reach[at] = chain->horizon - t;
  } else if (point_time[~at] > t) {
    point_time[~at] = t;
  }
}

static void note_links(const pk_chain *chain, size_t x, double t, double *point_time) {
  for (size_t k = chain->entry_row[x]; k < chain->entry_row[x + 1]; k++)
    if (point_time[chain->link_point[k]] > t + chain->link_length[k])
      point_time[chain->link_point[k]] = t + chain->link_length[k];
}

void pk_reach(const pk_chain *chain, const pk_ask *ask, double *reach, double *times) {
  for (size_t x = 0; x < chain->entry_count; x++)
    reach[x] = -1;
  for (size_t y = 0; y < chain->point_count; y++)
    times[y] = chain->horizon + 1;
  for (int i = 0; i < ask->count; i++)
    note_target(chain, ask->at[i], 0, reach, times);
  for (int t = 0; t <= chain->horizon; t++) {
    for (size_t y = 0; y < chain->point_count; y++)
      if (times[y] == t)
        for (size_t k = chain->point_row[y]; k < chain->point_row[y + 1]; k++)
          note_target(chain, chain->exit_to[k], t, reach, times);
    for (size_t x = 0; x < chain->entry_count; x++)
      if (reach[x] == chain->horizon - t)
        note_links(chain, x, t, times);
  }
}

void pk_stay_tail(const pk_chain *chain, size_t x, int upto, double *tail) {
  double left = 1;
  size_t k = chain->entry_row[x], end = chain->entry_row[x + 1];
  for (int n = 0; n <= upto; n++) {
    for (; k < end && chain->link_length[k] <= n; k++)
      left -= chain->link_p[k];
    tail[n] = left > 0 ? left : 0;
  }
}
