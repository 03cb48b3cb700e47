/* All questions of outcomes at once, for those who begin.
 *
 * The passes of exact.h answer one question each, for every number of steps left. Where only those
 * who begin are asked about, and only from when they begin until the horizon, one pass over the
 * times at which somebody can be somewhere answers everything: with v(x, t) the answers for a stay
 * that begins in x at t, and w(y, t) those at decision point y at t,
 *
 *     v(x, t) = what the stay itself gives + Σ_{links (d, y, p), t + d ≤ horizon} p · w(y, t + d)
 *     w(y, t) = Σ_{exits (target, p)} p · v(target, t)
 *
 * Where histories make states, most of them can be met at a few times only, and nothing else is
 * worked out. Answers stand side by side, so each link is looked at once for all of them. */
#ifndef PK_SURVEY_H
#define PK_SURVEY_H

#include "engine/exact.h"

/* When somebody can be where: a matter of a chain's structure, shared by all chains that have it.
 * Answers of one time stand together, in the order of their points: stays that begin at one time
 * are mostly left for points that are near each other too. */
typedef struct pk_survey_plan {
  size_t *entry_row, *point_row; /* [horizon + 2], by time */
  int32_t *entry, *point;        /* those that can be reached then, by rising number */
  int32_t *answer; /* [horizon + 1][points]: which answer; −1: nobody is there then */
  size_t answer_count, most_links; /* links: of one entry state */
} pk_survey_plan;

/* O(links × times at which they can be taken). NULL when memory ran out. */
pk_survey_plan *pk_survey_plan_new(const pk_chain *chain, pk_arena *arena);

typedef struct pk_survey {
  int event_count;
  const pk_event *events;

  /* An unbroken run of `length` steps in `inside` stages, where no such stage leads to another:
   * pk_survey_run_fits. NULL: not asked. */
  const bool *inside;
  int length;

  int reward_count;
  const pk_reward *rewards;
  const double *const *stop; /* [rewards]: 0 for stages with whose entry it ends, else 1; or NULL */
} pk_survey;

bool pk_survey_run_fits(const pk_chain *chain, const bool *inside);

/* Answers stand in columns: the events, the run, the rewards' means, their second moments. */
size_t pk_survey_width(const pk_survey *survey);
static inline size_t pk_survey_run_column(const pk_survey *survey) {
  return (size_t)survey->event_count;
}
static inline size_t pk_survey_mean_column(const pk_survey *survey, int reward) {
  return (size_t)(survey->event_count + 1 + reward);
}
static inline size_t pk_survey_second_column(const pk_survey *survey, int reward) {
  return (size_t)(survey->event_count + 1 + survey->reward_count + reward);
}

/* Answers for each start of the chain, from its time to the horizon: out is [starts][width]. */
size_t pk_survey_scratch(const pk_chain *chain, const pk_survey_plan *plan,
                         const pk_survey *survey);
void pk_survey_make(const pk_chain *chain, const pk_survey_plan *plan, const pk_survey *survey,
                    double *out, double *scratch);

#endif
