/* Two laws held against each other: the first combination in which they answer differently, told
 * with no more of it than matters.
 *
 * A difference found at one combination usually holds for many: for every age, for each employer.
 * What does not change it is left out of the telling, so that "basis of the subsidy: reduced work
 * ability" remains of a dozen values. */
#ifndef PK_VERDICT_H
#define PK_VERDICT_H

#include "rules/reasons.h"

/* What is looked for: answers of the second subject that are larger or smaller than the first's. */
enum { PK_LARGER = 1, PK_SMALLER = 2 };

typedef struct pk_verdict_wanted {
  pk_subject subjects[2];
  int look_for;     /* PK_LARGER, PK_SMALLER, or both */
  const char *unit; /* of the rule, or NULL */
} pk_verdict_wanted;

typedef struct pk_verdict {
  size_t combinations; /* feasible ones, all of them compared */
  bool differs;
  int64_t answers[2];
  pk_name whom; /* "age: at least 55 years, basis of the subsidy: reduced" */
  pk_name told[2];
  pk_reason by[2]; /* what gave each answer */
} pk_verdict;

/* Compares all feasible combinations; the texts go into the arena. Where one law does not know the
 * rule on its day there is nothing to compare. False with problems. */
bool pk_verdict_new(pk_arena *arena, const pk_verdict_wanted *wanted, polku_report *report,
                    pk_verdict *verdict);

#endif
