/* Runs of random engines, side by side, and what each of them came to. */
#ifndef PK_RUNS_H
#define PK_RUNS_H

#include "study/making.h"
#include "study/player.h"

/* What runs with one set of numbers, or with many, came to. Outcomes first, then accounts. */
typedef struct pk_runs {
  int wanted, done;
  int of_a_draw;      /* runs with the same drawn numbers; 2 tell luck from not knowing */
  const int *numbers; /* [wanted]: which runs these are; NULL: 0, 1, … */
  int answer_count;   /* all clients, then each group */
  int question_count;
  int64_t *sum;     /* the tallies of runs that are done, added up */
  double *answers;  /* [wanted][answer_count][question_count] */
  double *employed; /* [wanted]: how many were ever employed */
  double *entered;  /* [wanted][answer_count]: how many came in */
} pk_runs;

/* A computation by a random engine, from its first run to its last. */
typedef struct pk_playing {
  pk_making *making;
  pk_cast cast;
  int threads; /* of this process */
  int crew;    /* of all processes, as the first has them: batches are the same everywhere */
  double units, units_done;  /* runs to be made in all, and made: for who watches progress */
  double told;               /* how much was said to be done: it never falls */
  volatile int stopped;      /* somebody asked to stop */
  bool as_written;           /* draws are of luck alone: the written numbers each time */
  pk_player player;          /* with the written numbers */
  pk_runs point, spread;     /* with the written numbers; with drawn ones, two runs a draw */
  const char *const *ids[4]; /* of stages, transitions, outcomes and accounts, for who watches */
} pk_playing;

/* Fills `runs` for one player: runs 0 … wanted − 1. `told`: whether the watcher hears of them.
 * False with the reason in the report; a stop is no failure: fewer runs are done then. */
bool pk_runs_play(pk_playing *playing, const pk_player *player, pk_runs *runs, bool told);

/* The same for draws of the uncertain numbers: runs 2i and 2i + 1 with draw i. Where `of_a_draw` is
 * larger, the further ones have numbers of their own: what a draw's run means does not depend on
 * how many there are. */
bool pk_runs_draw(pk_playing *playing, pk_runs *runs);

/* What a run came to, into a row of `runs`. */
void pk_runs_answer(const pk_playing *playing, const pk_player *player, const int64_t *tally,
                    int run, pk_runs *runs);

/* As many as take a bearable time, between `few` and `most`. */
int pk_runs_affordable(const pk_playing *playing, int most, int few);

/* The key of a draw's k-th run. */
void pk_runs_key(uint64_t seed, int draw, int k, uint32_t key[2]);

/* Memory of runs, in the arena; false when it ran out. */
bool pk_runs_new(pk_runs *runs, const pk_playing *playing, int wanted, pk_arena *arena);

/* A row of answers: outcome or account `question` of answer `index` in run `run`. */
static inline double *pk_runs_at(const pk_runs *runs, int run, int index, int question) {
  return runs->answers +
         ((size_t)run * (size_t)runs->answer_count + (size_t)index) * (size_t)runs->question_count +
         question;
}

/* --- from tallies to numbers (counted.c) */

/* What a tally holds of a group (−1: all): a cell of the part of a group, added up over groups. */
double pk_tally_cell(const pk_layout *layout, const int64_t *tally, int group, size_t cell);

/* An outcome per client at step t among those who have entered by t; NaN where nobody has. Of the
 * sum of several runs it is the ratio of their means. */
double pk_counted_outcome(const pk_playing *playing, const int64_t *tally, int group,
                          pk_outcome outcome, int t);

/* What an account came to at one stage (−1: all), in its unit. */
double pk_counted_money(const pk_playing *playing, const pk_player *player, const int64_t *tally,
                        int group, int account, int stage);

/* Everything that an answer says of means, from the point's runs. False when memory ran out. */
bool pk_counted_answers(pk_playing *playing);

#endif
