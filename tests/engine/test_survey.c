/* One pass for all questions gives what a pass for each gives: chances, runs, moments, over models
 * by lot; rewards that depend on the entry state and on the length of the stay too. */
#include "support/check.h"

#include "engine/survey.h"
#include "support/random_model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { REWARDS = 3, LENGTH = 6 };

typedef struct asked {
  polku_report *report;
  polku_model *model;
  polku_rules *rules;
  pk_chain *chain;
  pk_arena *arena;
  double *work, *idle, *pay, *once; /* [stages] */
  pk_extra extra;
  pk_event events[2];
  pk_reward rewards[REWARDS];
  pk_survey survey;
  double *out;
} asked;

static double some(uint64_t *seed) { /* 0 … 1 */
  *seed = *seed * 6364136223846793005u + 1442695040888963407u;
  return (double)(*seed >> 40) / 16777216.0;
}

static void pay_by_length(asked *a, uint64_t *seed) {
  size_t rows = (size_t)a->chain->horizon + 1, entries = a->chain->entry_count;
  size_t passages = a->chain->point_count - a->chain->passage_from;
  int32_t *row = PK_NEW_ARRAY(a->arena, int32_t, entries);
  double *worth = PK_NEW_ARRAY(a->arena, double, entries *rows);
  double *once = PK_NEW_ARRAY(a->arena, double, entries + passages);
  for (size_t x = 0; x < entries; x++) {
    row[x] = x % 3 == 0 ? -1 : (int32_t)x;
    for (size_t n = 1; n < rows; n++)
      worth[x * rows + n] = worth[x * rows + n - 1] + some(seed);
  }
  for (size_t i = 0; i < entries + passages; i++)
    once[i] = i % 2 ? some(seed) : 0;
  a->extra = (pk_extra){row, worth, once};
}

static bool ask_model(asked *a, uint64_t seed) {
  char *text = random_model(seed, NULL);
  *a = (asked){.report = polku_report_new(), .arena = pk_arena_new()};
  a->model = polku_model_read("random", text, strlen(text), a->report);
  a->rules = polku_rules_load(a->model, NULL, a->report);
  a->chain = pk_chain_new(a->model, a->rules, NULL, a->report);
  free(text);
  assert_non_null(a->chain);
  size_t stages = (size_t)a->chain->stage_count;
  a->work = PK_NEW_ARRAY(a->arena, double, 4 * stages);
  a->idle = a->work + stages;
  a->pay = a->idle + stages;
  a->once = a->pay + stages;
  for (size_t s = 0; s < stages; s++) {
    a->work[s] = a->rules->stage_open[s];
    a->idle[s] = 1 - a->work[s];
    a->pay[s] = s % 2 ? 100 * some(&seed) : 0;
    a->once[s] = s % 3 ? 0 : 50 * some(&seed);
  }
  pay_by_length(a, &seed);
  a->events[0] = (pk_event){.win = a->work, .go = a->idle};
  a->events[1] = (pk_event){.end = a->work};
  a->rewards[0] = (pk_reward){.per_step = a->work, .discount = 1};
  a->rewards[1] = (pk_reward){.per_step = a->pay, .on_entry = a->once, .discount = 0.99};
  a->rewards[2] = (pk_reward){a->pay, a->once, 0.97, &a->extra};
  a->survey = (pk_survey){2, a->events, a->rules->stage_open, LENGTH, REWARDS, a->rewards, NULL};
  return pk_survey_run_fits(a->chain, a->rules->stage_open);
}

static void ask_end(asked *a) {
  free(a->out);
  pk_chain_free(a->chain);
  pk_arena_free(a->arena);
  polku_rules_free(a->rules);
  polku_model_free(a->model);
  polku_report_free(a->report);
}

static void make_survey(asked *a) {
  pk_survey_plan *plan = pk_survey_plan_new(a->chain, a->arena);
  assert_non_null(plan);
  double *scratch = malloc((pk_survey_scratch(a->chain, plan, &a->survey) + 1) * sizeof *scratch);
  a->out = malloc((a->chain->start_count * pk_survey_width(&a->survey) + 1) * sizeof *a->out);
  memset(scratch, 0xff, pk_survey_scratch(a->chain, plan, &a->survey) * sizeof *scratch);
  pk_survey_make(a->chain, plan, &a->survey, a->out, scratch);
  free(scratch);
}

/* A column of the survey against rows of answers, which stand for the starts one by one. */
static void assert_column(const asked *a, size_t column, const double *rows, const char *what) {
  size_t length = (size_t)a->chain->horizon + 1, width = pk_survey_width(&a->survey);
  for (size_t i = 0; i < a->chain->start_count; i++) {
    double got = a->out[i * width + column];
    double want = rows[i * length + length - 1 - (size_t)a->chain->start_time[i]];
    if (!(fabs(got - want) <= 1e-11 * (1 + fabs(want))))
      fail_msg("%s of start %zu is %.17g, by its own pass %.17g", what, i, got, want);
  }
}

static double *room(size_t count) {
  double *memory = malloc((count + 1) * sizeof *memory);
  assert_non_null(memory);
  return memory;
}

static void compare_chances(const asked *a, const pk_ask *ask, double *rows) {
  double *scratch = room(pk_exact_chance_scratch(a->chain));
  for (size_t i = 0; i < 2; i++) {
    pk_exact_chance(a->chain, &a->events[i], ask, rows, scratch);
    assert_column(a, i, rows, i ? "at work at the end" : "ever at work");
  }
  free(scratch);
}

static void compare_runs(const asked *a, const pk_ask *ask, double *rows) {
  if (!a->survey.inside)
    return;
  double *scratch = room(pk_exact_run_scratch(a->chain, a->survey.inside, LENGTH));
  pk_exact_run(a->chain, a->survey.inside, LENGTH, ask, rows, scratch);
  assert_column(a, pk_survey_run_column(&a->survey), rows, "lasting work");
  free(scratch);
}

static void compare_moments(const asked *a, const pk_ask *ask, double *rows) {
  double *scratch = room(pk_exact_moments_scratch(a->chain));
  double *second = room((size_t)ask->count * ((size_t)a->chain->horizon + 1));
  for (int j = 0; j < REWARDS; j++) {
    pk_exact_moments(a->chain, &a->rewards[j], ask, rows, second, scratch);
    assert_column(a, pk_survey_mean_column(&a->survey, j), rows, "mean");
    assert_column(a, pk_survey_second_column(&a->survey, j), second, "second moment");
  }
  free(second);
  free(scratch);
}

static void one_pass_answers_as_many_do(void **state) {
  (void)state;
  int runs = 0;
  for (uint64_t seed = 1; seed <= 200; seed++) {
    asked a;
    if (!ask_model(&a, seed))
      a.survey.inside = NULL;
    runs += a.survey.inside != NULL;
    make_survey(&a);
    pk_ask ask = {(int)a.chain->start_count, a.chain->start_at};
    double *rows = room(a.chain->start_count * ((size_t)a.chain->horizon + 1));
    compare_chances(&a, &ask, rows);
    compare_runs(&a, &ask, rows);
    compare_moments(&a, &ask, rows);
    free(rows);
    ask_end(&a);
  }
  assert_true(runs > 100);
}

/* Steps until work, counted up to the horizon: Σ (1 − F(t)), and Σ (2t + 1) (1 − F(t)) squared. */
static void a_reward_may_stop(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 60; seed++) {
    asked a;
    ask_model(&a, seed);
    pk_reward waiting = {.per_step = a.idle, .discount = 1};
    const double *stop[1] = {a.idle};
    a.survey = (pk_survey){.reward_count = 1, .rewards = &waiting, .stop = stop};
    make_survey(&a);
    size_t length = (size_t)a.chain->horizon + 1, width = pk_survey_width(&a.survey);
    pk_ask ask = {(int)a.chain->start_count, a.chain->start_at};
    double *f = room(a.chain->start_count * length);
    double *scratch = room(pk_exact_chance_scratch(a.chain));
    pk_exact_chance(a.chain, &a.events[0], &ask, f, scratch);
    for (size_t i = 0; i < a.chain->start_count; i++) {
      double mean = 0, second = 0;
      for (int t = 0; t < a.chain->horizon - a.chain->start_time[i]; t++) {
        mean += 1 - f[i * length + (size_t)t];
        second += (2 * t + 1) * (1 - f[i * length + (size_t)t]);
      }
      const double *got = a.out + i * width;
      assert_true(fabs(got[pk_survey_mean_column(&a.survey, 0)] - mean) <= 1e-10 * (1 + mean));
      assert_true(fabs(got[pk_survey_second_column(&a.survey, 0)] - second) <=
                  1e-10 * (1 + second));
    }
    free(scratch);
    free(f);
    ask_end(&a);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(one_pass_answers_as_many_do),
      cmocka_unit_test(a_reward_may_stop),
  };
  return RUN(tests);
}
