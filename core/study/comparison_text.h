/* What the files that tell a comparison to people share. */
#ifndef PK_COMPARISON_TEXT_H
#define PK_COMPARISON_TEXT_H

#include "study/comparison.h"
#include "study/result_text.h"

/* How a case is called: by its title; where another has the same one, by whose rules it has, or
 * else by its name. Borrowed like the pen's numbers. */
const char *pk_compared_title(pk_pen *pen, const polku_comparison *comparison, int i);

/* Of how many people ratios are told: as many as both cases have (of an answer: 0 all clients, then
 * the groups that all cases have), else a hundred. */
double pk_compared_people(const polku_comparison *comparison, int other, int answer);

/* What a page tells in its own order, as sentences without headings: the answer about one case;
 * what one more person costs; what it would be worth to know more; how it was computed. */
void pk_compared_answer(pk_pen *pen, const polku_comparison *comparison, int other);
void pk_compared_prices(pk_pen *pen, const polku_comparison *comparison, int other);
void pk_compared_information(pk_pen *pen, const polku_comparison *comparison);
void pk_compared_how(pk_pen *pen, const polku_comparison *comparison);
/* Whether the cases can be ranked: something is drawn, and some draw differs. */
bool pk_compared_ranked(const polku_comparison *comparison);

#endif
