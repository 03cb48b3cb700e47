/* One solution of a model: its chain, and the answers about clients' futures that outcomes are made
 * of. The point result is one solution; each draw of parameters, each withdrawal is another. */
#ifndef PK_SOLUTION_H
#define PK_SOLUTION_H

#include "chain/chain.h"
#include "engine/survey.h"

/* What stays the same from one solution to the next. */
typedef struct pk_study {
  const pk_model *model;
  const pk_rules *rules;
  int refine;
  double tolerance;
  double *employed, *open;         /* [stages]: 1 or 0 */
  double *not_employed, *not_open; /* [stages]: 1 − those */
  double lasting_months;
} pk_study;

/* What one solution differs in. */
typedef struct pk_variant {
  const bool *withdrawn; /* in addition to the model's own; or NULL */
  double (*value)(void *context, const pk_number *number);
  void *context;
  double people; /* all groups together; 0: as written */
  bool money;    /* whether amounts are wanted */
  bool brief;    /* only from when each start begins to the horizon */

  /* Other numbers only: solutions of one study and `withdrawn` share their structure. One is
   * unfolded to be `like`; the others then have a twin of its chain weighed anew where they can. */
  bool keep_pattern;
  bool keep_sifted; /* as in pk_chain_options: for slopes */
  const struct pk_solution *like;
  pk_chain *twin;
} pk_variant;

/* What the model's stages pay, each account apart. */
typedef struct pk_pay {
  double *per_step, *on_entry; /* [accounts][stages]: per chain step, and on entry */
  double *discount;            /* [accounts], per chain step */
} pk_pay;

/* With `per` chain steps in a step of the model. False when memory ran out. */
bool pk_study_pay(const pk_study *study, const pk_variant *variant, int per, pk_arena *arena,
                  pk_pay *pay);

/* Answers are rows by steps left, 0 … chain horizon, one row for each atom: a place where clients
 * begin. Moments are of months and of units of the account. */
typedef struct pk_solution {
  pk_arena *arena;
  pk_chain *chain;
  bool borrowed; /* the chain is a twin, and atoms and extra are those of what it is like */
  int per;       /* chain steps in a step of the model */
  double scale;  /* of people */
  double months; /* in a chain step */
  int atom_count;
  int32_t *atoms;
  int *start_atom; /* [starts] */
  bool brief;      /* then answers are one number for each start: from its time to the horizon */
  double *employed, *open, *at_end, *lasting;
  double *work, *work_squared;
  double *wait, *wait_squared;     /* brief: months to employment, counted up to the horizon */
  double **money, **money_squared; /* [accounts] */
  const pk_survey_plan *plan;      /* brief: made here, or that of what it is like */
  pk_pay pay;
  pk_extra **extra; /* [accounts]: what rules pay; NULL where none speaks of it */
} pk_solution;

bool pk_study_start(pk_study *study, const pk_model *model, const pk_rules *rules, pk_arena *arena);

/* Unfolds and asks nothing yet; what amounts are worth is there where the variant wants money. */
bool pk_solution_unfold(pk_solution *solution, const pk_study *study, const pk_variant *variant,
                        polku_report *report);

/* Asks it what outcomes need. */
bool pk_solution_ask(pk_solution *solution, const pk_study *study, const pk_variant *variant,
                     polku_report *report);

/* Both. False, with the reason in `report`, when the chain is too large or memory ran out. */
bool pk_solution_new(pk_solution *solution, const pk_study *study, const pk_variant *variant,
                     polku_report *report);
void pk_solution_free(pk_solution *solution);

/* Fills the answers of a brief solution. False when memory ran out. */
bool pk_solution_survey(pk_solution *solution, const pk_study *study, const pk_variant *variant);

/* Fills `extra`: what rules pay to each account, for every stay that can begin. False when memory
 * ran out. */
bool pk_solution_extras(pk_solution *solution, const pk_study *study);

/* What an account adds up. */
pk_reward pk_solution_reward(const pk_solution *solution, size_t account);

/* The answer for a start, from its time to the horizon; brief solutions have no others. */
double pk_solution_whole(const pk_solution *solution, const double *answers, size_t start);

/* A row of answers for a start, by steps left. */
const double *pk_solution_row(const pk_solution *solution, const double *answers, size_t start);

/* The chance of an event for every atom; NULL when memory ran out. */
double *pk_solution_chance(const pk_solution *solution, const pk_event *event,
                           polku_report *report);

/* Steps that a start has left, and its people, scaled. */
int pk_solution_left(const pk_solution *solution, size_t start);
double pk_solution_people(const pk_solution *solution, size_t start);

#endif
