/* The exact derivatives of outcomes with respect to the numbers of a model.
 *
 * One forward pass says how many are at each link at each step, one backward pass for an outcome
 * what a client there is worth; their product is the derivative with respect to each link, and
 * from there it is carried back through the law of each stay to the numbers that made it. The cost
 * is that of a few solutions, whatever the number of parameters.
 *
 * The line along which a share moves is that of a slider (semantics of shares): `rest` takes the
 * difference; without one, the others keep their proportions. */
#ifndef PK_SLOPES_H
#define PK_SLOPES_H

#include "study/result.h"
#include "study/solution.h"

/* A number of the model that can be changed a little. */
typedef enum {
  PK_QUANTITY_SHARE,          /* of a transition */
  PK_QUANTITY_PER_STEP,       /* of a transition; `at` is the place in its list */
  PK_QUANTITY_LENGTH,         /* a parameter (a or b, by `at`) of a stage's duration */
  PK_QUANTITY_AFTER,          /* the same of a transition's race */
  PK_QUANTITY_RATIO,          /* odds or hazard ratio: effect `at` of a support */
  PK_QUANTITY_UPTAKE,         /* of a support */
  PK_QUANTITY_START,          /* a group's share of start `at` */
  PK_QUANTITY_SIZE,           /* of a group */
  PK_QUANTITY_ARRIVAL,        /* `at`: the place in a group's list */
  PK_QUANTITY_PER_STEP_MONEY, /* of a stage; `at`: line of its amounts */
  PK_QUANTITY_ENTRY_MONEY,
  PK_QUANTITY_INITIAL, /* of a group: line `at` of its initial caseload */
  PK_QUANTITY_WHOLE /* changes by whole units: a fixed or uniform length (`at`: 0 or 1), places of
                     * a stage's standing `at`; no derivative */
} pk_quantity_form;

typedef enum { PK_PART_STAGE, PK_PART_TRANSITION, PK_PART_SUPPORT, PK_PART_GROUP } pk_part;

typedef struct pk_quantity {
  pk_quantity_form form;
  const pk_number *number;
  pk_part of; /* what `part` is an index of */
  int part;   /* index of the stage, transition, support or group */
  int at;
  const char *field; /* the key in the model: "share", "duration", "places", "amounts" … */
} pk_quantity;

/* All of them, in the order of the model (those that no pointer names are left out). NULL when
 * memory ran out. */
const pk_quantity *pk_quantities(const pk_model *model, pk_arena *arena, int *count);

/* The model's numbers with one of them changed along its line (see above): fits
 * pk_chain_options.value. */
typedef struct pk_nudge {
  const pk_model *model;
  const pk_quantity *quantity;
  double value;
} pk_nudge;
double pk_nudge_value(void *nudge, const pk_number *number);

/* [quantities][questions]: outcomes of all clients (or of one group), then accounts in all, seen
 * from t = 0 as results tell them; with the written numbers, at the horizon. A share of 0 has the
 * slope of growing from it. NaN for PK_QUANTITY_WHOLE, where a change upwards is not like one
 * downwards in any measure (chances of one step that sum to 1, a race that one exit wins for
 * certain), and for a number at an edge where the chain beside it would be too large. */
typedef struct pk_slopes {
  int quantity_count, question_count;
  const pk_quantity *quantities;
  double *slope;
} pk_slopes;

/* group −1: all clients. `variant` says who is withdrawn and how many people there are; its values
 * are not asked. Places, queues and budgets are left out, as by the exact engine; where states were
 * sifted out the slopes are those of the chain that is left, with its bound on the error. The
 * slopes are the arena's. False with a problem in the report. */
bool pk_slopes_make(pk_slopes *slopes, const pk_study *study, const pk_variant *variant, int group,
                    pk_arena *arena, polku_report *report);

#endif
