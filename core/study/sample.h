/* What comes of a model with other values that its uncertain numbers might have, draw by draw.
 *
 * Draw i of two cases gives the numbers that they share (by JSON Pointer) the same values, and the
 * clients that they share (by group and number) the same luck. So a difference of two samples, draw
 * by draw, is what a change does; most of what is common to both cancels. */
#ifndef PK_SAMPLE_H
#define PK_SAMPLE_H

#include "study/result.h"

/* A row of questions: outcomes per client, then accounts in all. */
typedef struct pk_sample {
  int draw_count;   /* how many there are, also where nothing is uncertain: then they are luck alone
                     */
  bool drawn;       /* false: nothing is uncertain (or drawing is not wanted, or too much work) and
                     * all draws have the written numbers */
  int answer_count; /* all clients, then each group */
  int question_count; /* PK_OUTCOMES + accounts */
  bool played;   /* by a random engine: places, queues, budgets, or a chain that is too large */
  bool stopped;  /* by who watches: draw_count are complete */
  double *point; /* [answers][questions], with the written numbers */
  /* Monte-Carlo standard errors of these, 0 where exact, and what they are made of: [runs][answers]
   * [questions], run by run with the written numbers; NULL where exact. Run i of two samples has
   * the same luck. */
  double *point_error;
  int run_count;
  double *runs;
  /* [draws][answers][questions]: expected values given the draw; of a played sample the mean of
   * `of_a_draw` runs, so that they carry luck. */
  double *expected;
  int of_a_draw; /* 0: exact */
  /* [draws][2][answers][questions]: what came of one group of this size, twice, with luck. */
  double *lucky;
} pk_sample;

typedef struct pk_sample_options {
  const polku_options *simulation; /* seed, draws, people, threads, withdraw, engine, watch */
  bool luck;                       /* whether `lucky` is wanted */
  const bool *withdrawn;           /* [actors]: in addition; NULL: nobody */
  /* Engine that all samples of a comparison use: where one of them must be played, all are. */
  bool play;
} pk_sample_options;

/* Whether a sample would be played for what ties clients together; a chain that is too large is
 * only found by unfolding it. */
bool pk_sample_tied(const polku_model *model, const polku_rules *rules);

/* All memory is the arena's. False with a problem in the report; also (E-STOPPED) where who watches
 * stopped it before the first draw was complete.
 *
 * Exact: a brief solution for each draw (as for the intervals of a result, study/uncertainty.c);
 * the lucky group is followed client by client over the chain of the draw. Of more than 5,000
 * independent clients 5,000 are followed, and what luck does to them is divided by the root of how
 * many times more there are. */
bool pk_sample_make(pk_sample *sample, const pk_model *model, const pk_rules *rules,
                    const pk_sample_options *options, pk_arena *arena, polku_report *report);

static inline double pk_sample_expected(const pk_sample *s, int draw, int answer, int question) {
  return s->expected[((size_t)draw * (size_t)s->answer_count + (size_t)answer) *
                         (size_t)s->question_count +
                     (size_t)question];
}

static inline double pk_sample_lucky(const pk_sample *s, int draw, int run, int answer,
                                     int question) {
  return s->lucky[(((size_t)draw * 2 + (size_t)run) * (size_t)s->answer_count + (size_t)answer) *
                      (size_t)s->question_count +
                  (size_t)question];
}

static inline double pk_sample_run(const pk_sample *s, int run, int answer, int question) {
  return s
      ->runs[((size_t)run * (size_t)s->answer_count + (size_t)answer) * (size_t)s->question_count +
             (size_t)question];
}

#endif
