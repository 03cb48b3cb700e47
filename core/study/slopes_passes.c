/* The passes of slopes: questions, the engine's two passes, and back through links and exits to the
 * laws of the stays. */
#include "study/slopes_work.h"

#include <math.h>

/* ------------------------------------------------------------------------------------ questions */

static double *times(pk_arena *arena, const double *values, size_t count, double by) {
  double *product = PK_NEW_ARRAY(arena, double, count);
  for (size_t i = 0; product && i < count; i++)
    product[i] = values[i] * by;
  return product;
}

static bool make_queries(pk_slope_work *w) {
  const pk_study *study = w->study;
  size_t stages = (size_t)w->model->stage_count;
  double months = w->solution.months;
  double *working = times(w->arena, study->employed, stages, months);
  double *waiting = times(w->arena, study->not_employed, stages, months);
  pk_query *q = w->queries = PK_NEW_ARRAY(w->arena, pk_query, (size_t)w->out->question_count);
  if (!working || !waiting || !q)
    return false;
  q[PK_EMPLOYMENT_RATIO] = (pk_query){.win = study->employed, .go = study->not_employed};
  q[PK_OPEN_EMPLOYMENT_RATIO] = (pk_query){.win = study->open, .go = study->not_open};
  q[PK_EMPLOYED_AT_END].end = study->employed;
  q[PK_MONTHS_EMPLOYED].reward.per_step = working;
  q[PK_RESTRICTED_MEAN].reward.per_step = waiting;
  q[PK_RESTRICTED_MEAN].go = study->not_employed;
  for (int i = 0; i < PK_OUTCOMES; i++)
    q[i].reward.discount = 1;
  for (int a = 0; a < w->model->account_count; a++)
    q[PK_OUTCOMES + a].reward = pk_solution_reward(&w->solution, (size_t)a);
  return true;
}

/* Where runs go on from one stay to the next, lasting has a chain and passes of its own. */
static bool make_runs(pk_slope_work *w, int length) {
  w->runs = pk_run_chain_new(w->solution.chain, w->study->rules->stage_open, length, w->arena);
  pk_query *query = PK_NEW(w->arena, pk_query);
  pk_survey_plan *plan = w->runs ? pk_survey_plan_new(&w->runs->chain, w->arena) : NULL;
  if (!query || !plan)
    return false;
  query->reward = (pk_reward){.discount = 1, .extra = &w->runs->extra};
  w->lasting = pk_adjoint_new(&w->runs->chain, plan, query, 1, w->group, w->arena);
  return w->lasting != NULL;
}

/* Longer than the horizon: nobody's work lasts, whatever the numbers are. */
static bool ask_lasting(pk_slope_work *w) {
  const bool *open = w->study->rules->stage_open;
  int length = (int)lround(w->study->lasting_months / w->solution.months);
  if (length > w->solution.chain->horizon)
    return true;
  if (!pk_survey_run_fits(w->solution.chain, open))
    return make_runs(w, length);
  w->queries[PK_LASTING_EMPLOYMENT].inside = open;
  w->queries[PK_LASTING_EMPLOYMENT].length = length;
  return true;
}

static bool make_passes(pk_slope_work *w) {
  pk_survey_plan *plan = pk_survey_plan_new(w->solution.chain, w->arena);
  if (!plan || !make_queries(w) || !ask_lasting(w))
    return false;
  w->all = pk_adjoint_new(w->solution.chain, plan, w->queries, w->out->question_count, w->group,
                          w->arena);
  if (!w->all)
    return false;
  w->width = pk_adjoint_width(w->all);
  size_t stages = (size_t)w->model->stage_count * w->width;
  w->steps = PK_NEW_ARRAY(w->arena, double, stages);
  w->entries = PK_NEW_ARRAY(w->arena, double, stages);
  return w->steps && w->entries && pk_adjoint_spent(w->all, w->steps, w->entries, w->arena);
}

/* ---------------------------------------------------------------------- through links and exits */

static size_t longest(const size_t *row, size_t count) {
  size_t most = 0;
  for (size_t i = 0; i < count; i++)
    most = row[i + 1] - row[i] > most ? row[i + 1] - row[i] : most;
  return most;
}

static bool make_rows(pk_slope_work *w) {
  const pk_chain *chain = w->solution.chain;
  size_t links = longest(chain->entry_row, chain->entry_count);
  size_t exits = longest(chain->point_row, chain->point_count);
  size_t run = w->lasting ? pk_adjoint_width(w->lasting) : 0;
  w->by_link = PK_NEW_ARRAY(w->arena, double, links * w->width);
  w->by_exit = PK_NEW_ARRAY(w->arena, double, exits * w->width);
  w->by_run = PK_NEW_ARRAY(w->arena, double, (links > exits ? links : exits) * run);
  w->laws = pk_chain_slopes_new(chain, w->width, w->arena);
  return w->by_link && w->by_exit && w->by_run && w->laws;
}

/* Adds what copies in the chain of runs found to the column of lasting. */
static void add_runs(const pk_slope_work *w, double *to, size_t count) {
  size_t run = pk_adjoint_width(w->lasting);
  for (size_t k = 0; k < count; k++)
    to[k * w->width + PK_LASTING_EMPLOYMENT] += w->by_run[k * run];
}

static void stays_back(pk_slope_work *w) {
  for (size_t x = 0; x < w->solution.chain->entry_count; x++) {
    pk_adjoint_links(w->all, x, w->by_link);
    for (size_t copy = w->lasting ? w->runs->entry_first[x] : 0;
         w->lasting && copy < w->runs->entry_first[x + 1]; copy++) {
      const size_t *row = w->runs->chain.entry_row + copy;
      pk_adjoint_links(w->lasting, copy, w->by_run);
      add_runs(w, w->by_link, row[1] - row[0]);
    }
    pk_chain_slopes_stay(w->laws, x, w->by_link);
  }
}

static void points_back(pk_slope_work *w) {
  for (size_t y = 0; y < w->solution.chain->point_count; y++) {
    pk_adjoint_exits(w->all, y, w->by_exit);
    for (size_t copy = w->lasting ? w->runs->point_first[y] : 0;
         w->lasting && copy < w->runs->point_first[y + 1]; copy++) {
      const size_t *row = w->runs->chain.point_row + copy;
      pk_adjoint_exits(w->lasting, copy, w->by_run);
      add_runs(w, w->by_exit, row[1] - row[0]);
    }
    pk_chain_slopes_point(w->laws, y, w->by_exit);
  }
}

bool pk_slope_passes(pk_slope_work *w) {
  if (!make_passes(w) || !make_rows(w))
    return false;
  stays_back(w);
  points_back(w);
  return true;
}

double pk_slope_of_start(const pk_slope_work *w, size_t start, int question) {
  if (question == PK_LASTING_EMPLOYMENT && w->lasting)
    return pk_adjoint_start(w->lasting, start)[0];
  return pk_adjoint_start(w->all, start)[question];
}
