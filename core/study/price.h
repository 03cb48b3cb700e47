/* What one more person in open work costs, and when that is worth it. */
#ifndef PK_PRICE_H
#define PK_PRICE_H

#include "study/paired.h"

/* Both with the noise of too few runs taken out; draw by draw. */
typedef struct pk_bargain {
  const pk_matched *people; /* in open work */
  const pk_matched *cost;
  double worth;           /* of one more person; 0: not said */
  const pk_matched *gain; /* worth × people − cost; NULL: no worth was said */
} pk_bargain;

/* Fills all of `price` but the account.
 *
 * `each` is the ratio of the means of extra cost and extra people over the draws (the incremental
 * cost-effectiveness ratio; a ratio of means and not a mean of ratios: Stinnett and Paltiel 1997).
 * Its interval is the 5 % and 95 % points of the ratios of the draws, and is only told where extra
 * people have one sign in all draws: else some draws have no price, and a percentile of the others
 * would mean nothing. Whether it is cheaper or dearer is told where the 90 % interval of extra
 * people leaves out zero; else the price is undecided. False when memory ran out. */
bool pk_price_find(const pk_bargain *bargain, pk_price *price);

#endif
