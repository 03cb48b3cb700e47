/* A brief solution: all that draws and withdrawals ask of those who begin, in one pass. */
#include "study/solution.h"

#include <math.h>
#include <stdlib.h>

enum { EVENTS = 3, WORK = 0, WAIT = 1, MONEY = 2 }; /* rewards: WORK, WAIT, then accounts */

typedef struct question {
  pk_survey survey;
  pk_event events[EVENTS];
  pk_reward *rewards;
  const double **stop;
  double *out;
} question;

static bool ask_all(question *q, const pk_solution *s, const pk_study *study, bool money) {
  int accounts = money ? study->model->account_count : 0;
  q->events[0] = (pk_event){.win = study->employed, .go = study->not_employed};
  q->events[1] = (pk_event){.win = study->open, .go = study->not_open};
  q->events[2] = (pk_event){.end = study->employed};
  q->rewards = PK_NEW_ARRAY(s->arena, pk_reward, (size_t)(MONEY + accounts));
  q->stop = PK_NEW_ARRAY(s->arena, const double *, (size_t)(MONEY + accounts));
  if (!q->rewards || !q->stop)
    return false;
  q->rewards[WORK] = (pk_reward){.per_step = study->employed, .discount = 1};
  q->rewards[WAIT] = (pk_reward){.per_step = study->not_employed, .discount = 1};
  q->stop[WAIT] = study->not_employed;
  for (int a = 0; a < accounts; a++)
    q->rewards[MONEY + a] = pk_solution_reward(s, (size_t)a);
  q->survey = (pk_survey){.event_count = EVENTS,
                          .events = q->events,
                          .length = (int)lround(study->lasting_months / s->months),
                          .reward_count = MONEY + accounts,
                          .rewards = q->rewards,
                          .stop = q->stop};
  if (pk_survey_run_fits(s->chain, study->rules->stage_open))
    q->survey.inside = study->rules->stage_open;
  return true;
}

static bool make(question *q, const pk_solution *s) {
  size_t scratch = pk_survey_scratch(s->chain, s->plan, &q->survey);
  q->out = PK_NEW_ARRAY(s->arena, double, s->chain->start_count *pk_survey_width(&q->survey));
  double *memory = malloc((scratch + 1) * sizeof *memory);
  bool good = q->out && memory;
  if (good)
    pk_survey_make(s->chain, s->plan, &q->survey, q->out, memory);
  free(memory);
  return good;
}

/* One column of the answers, times `by`. */
static double *column(const pk_solution *s, const question *q, size_t at, double by) {
  size_t width = pk_survey_width(&q->survey);
  double *answers = PK_NEW_ARRAY(s->arena, double, s->chain->start_count);
  for (size_t i = 0; answers && i < s->chain->start_count; i++)
    answers[i] = q->out[i * width + at] * by;
  return answers;
}

static bool moments(const pk_solution *s, const question *q, int reward, double unit, double **mean,
                    double **second) {
  *mean = column(s, q, pk_survey_mean_column(&q->survey, reward), unit);
  *second = column(s, q, pk_survey_second_column(&q->survey, reward), unit * unit);
  return *mean && *second;
}

static bool hand_out_money(pk_solution *s, const question *q) {
  int accounts = q->survey.reward_count - MONEY;
  s->money = PK_NEW_ARRAY(s->arena, double *, (size_t)accounts);
  s->money_squared = PK_NEW_ARRAY(s->arena, double *, (size_t)accounts);
  bool good = s->money && s->money_squared;
  for (int a = 0; good && a < accounts; a++)
    good = moments(s, q, MONEY + a, 1, &s->money[a], &s->money_squared[a]);
  return good;
}

/* Where one stage in open work leads to another, runs go through both: a pass of its own. */
static double *long_runs(const pk_solution *s, const pk_study *study, int length) {
  size_t rows = (size_t)s->chain->horizon + 1;
  const bool *open = study->rules->stage_open;
  pk_ask ask = {s->atom_count, s->atoms};
  double *out = malloc(((size_t)s->atom_count * rows + 1) * sizeof *out);
  double *scratch = malloc((pk_exact_run_scratch(s->chain, open, length) + 1) * sizeof *scratch);
  double *answers = PK_NEW_ARRAY(s->arena, double, s->chain->start_count);
  bool good = out && scratch && answers;
  if (good)
    pk_exact_run(s->chain, open, length, &ask, out, scratch);
  for (size_t i = 0; good && i < s->chain->start_count; i++)
    answers[i] = out[(size_t)s->start_atom[i] * rows + (size_t)pk_solution_left(s, i)];
  free(out);
  free(scratch);
  return good ? answers : NULL;
}

bool pk_solution_survey(pk_solution *s, const pk_study *study, const pk_variant *variant) {
  question q = {.rewards = NULL};
  s->brief = true;
  s->plan = s->borrowed ? variant->like->plan : NULL;
  if (!s->plan)
    s->plan = pk_survey_plan_new(s->chain, s->arena);
  if (!s->plan || !ask_all(&q, s, study, variant->money) || !make(&q, s))
    return false;
  s->employed = column(s, &q, 0, 1);
  s->open = column(s, &q, 1, 1);
  s->at_end = column(s, &q, 2, 1);
  s->lasting = q.survey.inside ? column(s, &q, pk_survey_run_column(&q.survey), 1)
                               : long_runs(s, study, q.survey.length);
  return s->employed && s->open && s->at_end && s->lasting &&
         moments(s, &q, WORK, s->months, &s->work, &s->work_squared) &&
         moments(s, &q, WAIT, s->months, &s->wait, &s->wait_squared) && hand_out_money(s, &q);
}
