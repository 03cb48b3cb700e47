/* A sensitivity while it is being made: what the files that fill it share. */
#ifndef PK_WEIGHING_H
#define PK_WEIGHING_H

#include "study/draws.h"
#include "study/reckon.h"
#include "study/sensitivity.h"

/* One question: what if one number were another? */
typedef struct pk_what_if {
  const pk_quantity *quantity; /* moves along its line; or NULL */
  int transition; /* without a quantity: every chance of this transition moves by `value`; −1 */
  double value;   /* of the quantity */
  double times;   /* what the answer is multiplied by: 1 */
  double change;  /* answered: the outcome less that with the written numbers; NaN: not answered */
  double error;   /* Monte-Carlo standard error; 0 exact */
} pk_what_if;

typedef struct pk_weighing {
  polku_sensitivity *s;
  const pk_model *model;
  const pk_rules *rules;
  const polku_sensitivity_options *options;
  const bool *withdrawn; /* [actors], asked for in the options */
  polku_report *report;
  pk_arena *scratch;
  int group, account; /* −1: all, none */
  int threads;
  bool limits;     /* places and budgets are played */
  bool exact;      /* asked for: nothing is played */
  pk_reckon_of of; /* what the reckoner was made for */
  pk_reckoner *reckoner;
  pk_draws *draws;
  const pk_quantity *quantities;
  int quantity_count;
  pk_what_if *asked;              /* room for all that can be asked */
  int asked_count, leverage_from; /* which of the questions are about leverage: the last ones */
  int *matter_of;                 /* [factors of the draws]: index of the matter; −1 */
  double begun, part; /* where in the whole the phase at work begins, and how much it is */
} pk_weighing;

/* Each fills its part; false when memory ran out or a reckoning failed, with the reason reported. A
 * stop is no failure: s->stopped. */
bool pk_weigh_numbers(pk_weighing *w);     /* matters, without shares and information */
bool pk_weigh_shares(pk_weighing *w);      /* shares of variance */
bool pk_weigh_information(pk_weighing *w); /* what knowing is worth, where there is a choice */
/* How much of the time of both the shares take where there is a choice. */
#define PK_SHARES_PART 0.7
void pk_weigh_order(polku_sensitivity *s); /* the strongest first */

/* Answers everything that was asked, each with the same luck. */
bool pk_what_if_all(pk_weighing *w);
/* Asks; the index of the question. */
int pk_ask_number(pk_weighing *w, const pk_quantity *quantity, double value);
int pk_ask_transition(pk_weighing *w, int transition, double more);

/* One more percentage point on each transition, one more place at each stage: asks, and reads the
 * answers. */
bool pk_leverage_ask(pk_weighing *w);
void pk_leverage_read(pk_weighing *w);

/* Derivatives of the model without limits by number; NaN where there is none. */
bool pk_weigh_slopes(pk_weighing *w, double *slope);

/* How people call a number, in three languages; copied into the sensitivity. */
bool pk_matter_name(pk_weighing *w, const pk_model *model, const pk_quantity *quantity,
                    pk_name *name);

/* A matter of a number of one of the models that can be chosen, nothing weighed yet. False when
 * memory ran out (reported). */
bool pk_matter_new(pk_weighing *w, const pk_model *model, const pk_quantity *quantity,
                   pk_matter *matter);

/* The factor that a number belongs to; −1: it is sure. */
int pk_factor_of(const pk_draws *draws, const pk_number *number);

/* Whether to go on: tells who watches that so much of the phase is done. From one thread at a time.
 */
bool pk_weighing_on(pk_weighing *w, double done);

/* Whether places are the field of a number: they change who finds room, not where people go. */
bool pk_is_places(const pk_quantity *quantity);

#endif
