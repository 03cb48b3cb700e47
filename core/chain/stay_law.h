/* The law of one stay: everything about a stage that its clients' moments share.
 *
 * A law holds tables by elapsed (sub-)step; pk_stay_decide turns one moment of one client into the
 * chances of its exits. What supports do is in here too: where only a part of the clients gets a
 * support, the law has variants, one for each combination of those who do and those who do not. */
#ifndef PK_STAY_LAW_H
#define PK_STAY_LAW_H

#include "chain/chain.h"
#include "chain/presence.h"

/* Supports that only a part of the clients gets, at one stage, and combinations of them. */
enum { PK_MOST_PARTIAL_SUPPORTS = 10, PK_MOST_VARIANTS = 1 << PK_MOST_PARTIAL_SUPPORTS };

enum { PK_NOBODYS = -2, PK_EVERYBODYS = -1 };

typedef struct pk_exit {
  int transition, to;
  bool at_limit;
  double share;
} pk_exit;

typedef struct pk_stay_law {
  pk_exits form;
  bool passage;
  int exit_count, refused; /* refused: position among the exits, −1 */
  pk_exit *exits;
  bool needs_elapsed; /* rules read it when the stage, or a passage after it, is left */

  int steps;      /* tables reach so far */
  double *length; /* shares: [steps] chance of 1, 2 … (sub-)steps */
  double *left;   /* shares: [steps + 1] chance of more than 0, 1, 2 … */

  /* Race and per step: cumulative-hazard increments [rows][exit_count] at elapsed 1, 2, …; the last
   * row goes on. Infinite: the exit's distribution is used up. `sure` rows end for certain, their
   * entries are shares. */
  int rows, beat; /* a row every `beat` sub-steps */
  double *hazard;
  bool *sure;

  int variant_count; /* at least 1 */
  double *variant_share;
  int *part; /* [supports]: which bit of a variant's number says that they do not get it, or one of
              * these */
  double *factor;   /* [epochs][variants][exit_count]: odds or hazard ratios, by the epoch in which
                       the   stay began */
  const int *terms; /* [epochs]: the first epoch in which a stay begins on the same terms */
} pk_stay_law;

typedef struct pk_stay_laws {
  pk_arena *arena;
  const pk_model *model;
  const pk_rules *rules;
  const pk_chain_options *options;
  int refine, horizon; /* horizon in sub-steps */
  int max_exits;
  pk_stay_law *law; /* per stage */

  /* Epochs: stretches of time within which nobody begins, ends or is withdrawn, and no rule
   * changes. */
  const pk_presence *presence;
  int epoch_count;
  const int *epoch_of;       /* [model's horizon + 1], by whole step */
  const pk_rules **rules_at; /* [epochs]: the rules as they are asked in an epoch */
  int settled;               /* the (sub-)step from which on nothing changes any more */
} pk_stay_laws;

/* The epoch of a (sub-)step. */
static inline int pk_stay_epoch(const pk_stay_laws *laws, int time) {
  return laws->epoch_of[time / laws->refine];
}

/* Whether an exit is closed to everybody: nobody is left who carries the move, or who takes clients
 * in where it leads. */
bool pk_stay_closed(const pk_stay_laws *laws, const pk_exit *exit, int epoch);

/* Odds or hazard ratios of a stage's exits, for one variant. */
static inline const double *pk_stay_factors(const pk_stay_law *law, int born, int variant) {
  return law->factor + (size_t)(born * law->variant_count + variant) * (size_t)law->exit_count;
}

/* Laws for all stages, in an arena of their own; NULL with a problem in the report. */
pk_stay_laws *pk_stay_laws_new(const pk_model *model, const pk_rules *rules,
                               const pk_chain_options *options, polku_report *report);
void pk_stay_laws_free(pk_stay_laws *laws);

double pk_stay_laws_value(const pk_stay_laws *laws, const pk_number *number);

/* What rules say of one exit at one moment. No number of the model changes it, as long as the same
 * numbers are 0. */
typedef struct pk_answer_of_rules {
  double weight;
  bool open; /* the client may enter where it leads */
} pk_answer_of_rules;

/* One moment at which a stay may end. */
typedef struct pk_moment {
  int klass, stage;
  const pk_clocks *clocks;
  int elapsed;                       /* whole steps, for rules */
  int row;                           /* of `hazard` */
  int variant;                       /* race and per step; shares mix theirs in each decision */
  bool limit;                        /* the stay has reached its limit and must end */
  int born;                          /* epoch in which the stay began: its supports, its terms */
  int epoch;                         /* epoch of this moment: who may enter where */
  const pk_answer_of_rules *answers; /* [exit_count] where rules were asked before; else NULL */
} pk_moment;

/* Asks the rules about all exits of the stage, for later. */
void pk_stay_answers(const pk_stay_laws *laws, const pk_moment *moment,
                     pk_answer_of_rules *answers);

/* The chance that the stay ends now; exits' chances given that it does go to p[exit_count], the
 * expected refusals then to refused[exit_count]. Both may be NULL together. */
double pk_stay_decide(const pk_stay_laws *laws, const pk_moment *moment, double *p,
                      double *refused);

/* Whether a client may enter a stage now: by rule, by who is left there, and for a passage if some
 * exit from it may be taken. `clocks` are those before entering. */
bool pk_stay_may_enter(const pk_stay_laws *laws, int klass, int stage, const pk_clocks *clocks,
                       int elapsed, int epoch);

/* The clocks of a client that enters with `left` steps to go, as the chain distinguishes them: none
 * where nobody leaves. */
void pk_stay_enter(const pk_stay_laws *laws, int stage, int left, pk_clocks *clocks);

#endif
