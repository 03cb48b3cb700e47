/* Whom two plugins treat differently: found by difference.c, told by diff.c. */
#ifndef PK_DIFFERENCE_H
#define PK_DIFFERENCE_H

#include "rules/desk/table.h"

/* A row of a difference: a sort of client and place with two answers. */
typedef struct pk_contrast {
  const pk_decision_row *row;
  int64_t answer[2];
  pk_reasons reasons[2];
} pk_contrast;

/* One rule in one interval of dates in which the same clients are treated differently. */
typedef struct pk_difference {
  pk_segment segment;
  const pk_law *law[2];
  const char *unit[2];
  const pk_decision *decision;
  pk_list contrasts;   /* pk_contrast */
  size_t differing;    /* combinations, of the product's feasible ones */
  const size_t *turns; /* by axis: combinations in which another value there changes what differs */
} pk_difference;

typedef struct pk_compared {
  pk_rule_key rule;
  pk_list differences; /* pk_difference, by rising dates; none: nobody is treated differently */
} pk_compared;

typedef struct pk_comparison {
  pk_shelf shelf[2];
  pk_list rules; /* pk_compared: in the order of the first plugin, then what only the other has */
  pk_list mismatches; /* pk_mismatch */
} pk_comparison;

/* A variable that the two know differently. */
typedef struct pk_mismatch {
  const char *id;
  enum { PK_ONLY_ONE, PK_OTHER_VALUES, PK_OTHER_COUNT } form;
  int which; /* PK_ONLY_ONE: who knows it */
} pk_mismatch;

/* Opens both plugins and compares. False with problems; pk_comparison_close in either case. */
bool pk_comparison_open(pk_comparison *c, const polku_plugin_question *question,
                        polku_report *report);
void pk_comparison_close(pk_comparison *c);

#endif
