/* At which times somebody can be where. */
#include "engine/survey.h"

typedef struct reached { /* [states][horizon + 1] */
  const pk_chain *chain;
  bool *entry, *point;
} reached;

static size_t rows(const pk_chain *chain) {
  return (size_t)chain->horizon + 1;
}

static void reach(const reached *r, int32_t at, int t) {
  if (at >= 0)
    r->entry[(size_t)at * rows(r->chain) + (size_t)t] = true;
  else
    r->point[(size_t)~at * rows(r->chain) + (size_t)t] = true;
}

/* Passages stand after what leads to them, so one sweep over the points is enough. */
static void follow(const reached *r, int t) {
  const pk_chain *chain = r->chain;
  for (size_t y = 0; y < chain->point_count; y++)
    for (size_t k = chain->point_row[y];
         r->point[y * rows(chain) + (size_t)t] && k < chain->point_row[y + 1]; k++)
      reach(r, chain->exit_to[k], t);
  for (size_t x = 0; x < chain->entry_count; x++)
    for (size_t k = chain->entry_row[x];
         r->entry[x * rows(chain) + (size_t)t] && k < chain->entry_row[x + 1] &&
         t + chain->link_length[k] <= chain->horizon;
         k++)
      reach(r, ~chain->link_point[k], t + chain->link_length[k]);
}

/* Lists of the states that are reached, by time. */
static bool list(const bool *met, size_t count, int horizon, size_t **row, int32_t **states,
                 pk_arena *arena) {
  size_t width = (size_t)horizon + 1, total = 0;
  for (size_t i = 0; i < count * width; i++)
    total += met[i];
  *row = PK_NEW_ARRAY(arena, size_t, width + 1);
  *states = PK_NEW_ARRAY(arena, int32_t, total);
  if (!*row || !*states)
    return false;
  total = 0;
  for (size_t t = 0; t < width; t++) {
    (*row)[t] = total;
    for (size_t i = 0; i < count; i++)
      if (met[i * width + t])
        (*states)[total++] = (int32_t)i;
  }
  (*row)[width] = total;
  return true;
}

/* A row of answers for each time between a point's first and last. */
static bool place_answers(pk_survey_plan *plan, const reached *r, pk_arena *arena) {
  const pk_chain *chain = r->chain;
  plan->answer = PK_NEW_ARRAY(arena, ptrdiff_t, chain->point_count);
  for (size_t y = 0; plan->answer && y < chain->point_count; y++) {
    const bool *times = r->point + y * rows(chain);
    size_t first = 0, end = rows(chain);
    while (first < end && !times[first])
      first++;
    while (end > first && !times[end - 1])
      end--;
    plan->answer[y] = (ptrdiff_t)plan->answer_count - (ptrdiff_t)first;
    plan->answer_count += end - first;
  }
  return plan->answer != NULL;
}

pk_survey_plan *pk_survey_plan_new(const pk_chain *chain, pk_arena *arena) {
  pk_survey_plan *plan = PK_NEW(arena, pk_survey_plan);
  reached r = {.chain = chain};
  r.entry = PK_NEW_ARRAY(arena, bool, chain->entry_count *rows(chain));
  r.point = PK_NEW_ARRAY(arena, bool, chain->point_count *rows(chain));
  if (!plan || !r.entry || !r.point)
    return NULL;
  for (size_t i = 0; i < chain->start_count; i++)
    reach(&r, chain->start_at[i], chain->start_time[i]);
  for (int t = 0; t <= chain->horizon; t++)
    follow(&r, t);
  bool made =
      list(r.entry, chain->entry_count, chain->horizon, &plan->entry_row, &plan->entry, arena) &&
      list(r.point, chain->point_count, chain->horizon, &plan->point_row, &plan->point, arena) &&
      place_answers(plan, &r, arena);
  return made ? plan : NULL;
}
