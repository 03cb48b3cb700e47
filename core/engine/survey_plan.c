/* At which times somebody can be where. */
#include "engine/survey.h"

#include <string.h>

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

static bool place_answers(pk_survey_plan *plan, const pk_chain *chain, pk_arena *arena) {
  size_t points = chain->point_count;
  plan->answer_count = plan->point_row[rows(chain)];
  plan->answer = PK_NEW_ARRAY(arena, int32_t, rows(chain) * points);
  if (!plan->answer || plan->answer_count > INT32_MAX)
    return false;
  memset(plan->answer, 0xff, rows(chain) * points * sizeof *plan->answer);
  for (size_t t = 0; t < rows(chain); t++)
    for (size_t i = plan->point_row[t]; i < plan->point_row[t + 1]; i++)
      plan->answer[t * points + (size_t)plan->point[i]] = (int32_t)i;
  for (size_t x = 0; x < chain->entry_count; x++)
    if (plan->most_links < chain->entry_row[x + 1] - chain->entry_row[x])
      plan->most_links = chain->entry_row[x + 1] - chain->entry_row[x];
  return true;
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
      place_answers(plan, chain, arena);
  return made ? plan : NULL;
}
