/* Whom two plugins treat differently: found by difference.c, told by diff.c. */
#ifndef PK_DIFFERENCE_H
#define PK_DIFFERENCE_H

#include "rules/desk/contrast.h"

typedef struct pk_compared {
  pk_rule_key rule;
  pk_list differences; /* pk_difference, by rising dates; none: nobody is treated differently */
} pk_compared;

typedef struct pk_comparison {
  pk_shelf shelf[2];
  pk_list rules; /* pk_compared: in the order of the first plugin, then what only the other has */
  pk_list mismatches; /* pk_mismatch */
} pk_comparison;

/* Opens both plugins and compares. False with problems; pk_comparison_close in either case. */
bool pk_comparison_open(pk_comparison *c, const polku_plugin_question *question,
                        polku_report *report);
void pk_comparison_close(pk_comparison *c);

#endif
