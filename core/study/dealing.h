/* Values of the uncertain numbers dealt by lot, draw by draw, and the outcome reckoned with them.
 */
#ifndef PK_DEALING_H
#define PK_DEALING_H

#include "study/weighing.h"

/* Work for all draws of a phase: a quarter of a minute of one processor, where the fewest draws do
 * not take more. As many are made as that allows; counts, so that results are the same everywhere.
 */
#define PK_DEAL_WORK 2e9

/* What comes of one draw. */
typedef struct pk_dealt {
  double outcome, cost; /* where places are played: means over some runs */
  double luck;          /* the variance of that mean that is luck */
} pk_dealt;

typedef struct pk_dealing {
  pk_weighing *w;
  pk_reckoner *reckoner;
  pk_draws **draws; /* [threads]: of the model that is reckoned */
  bool played;
  int count;          /* draws, or pairs of them */
  double begun, part; /* of the phase, for who watches */
  bool failed;
  pk_dealt *dealt; /* [count] */
} pk_dealing;

/* Draws of a model for every thread. False when memory ran out (reported). */
bool pk_deal_start(pk_dealing *dealing, const pk_model *model);

/* What comes of the numbers that the thread's draws hold; `luck` says which runs are made. False:
 * failed. */
bool pk_deal_reckon(pk_dealing *dealing, int luck, int thread, pk_dealt *dealt);

/* Draws 0 … count − 1, side by side, into `dealt`. False when one failed, which is
 * reported; a stop is no failure. */
bool pk_deal_all(pk_dealing *dealing);

/* What a reckoning of one draw costs, and how many draws its work allows: between `least` and
 * `most`, or as many as were asked for. */
double pk_deal_work(const pk_reckoner *reckoner, bool played);
int pk_deal_count(const pk_weighing *w, double each, int least, int most);

/* The values of a factor's numbers in all draws: x[member][draw]. False when memory ran out
 * (reported). */
bool pk_deal_values(pk_weighing *w, pk_draws *draws, int factor, int count, double **x,
                    size_t *members);

#endif
