/* A comparison while it is being made: what the files that fill it share. */
#ifndef PK_COMPARING_H
#define PK_COMPARING_H

#include "study/comparison.h"
#include "study/sample.h"

typedef struct pk_comparing {
  polku_comparison *c;
  polku_compare_options options;
  polku_report *report;
  pk_arena *scratch;
  pk_sample *samples; /* [cases] */
  /* Progress over all that is computed: who watches sees one bar. */
  const polku_watch *watch;
  polku_watch inner;
  double parts, part; /* of equal weight in all, and done */
  bool stopped;
} pk_comparing;

/* Results and samples of all cases by engines of one sort, then everything that follows. False with
 * a problem in the report. */
bool pk_compare_outcomes(pk_comparing *comparing);

/* Fills paired differences, prices and ranking from results and samples. False when memory ran out
 * (reported). */
bool pk_compare_differences(pk_comparing *comparing);

/* Whether less of an outcome is better. */
static inline bool pk_outcome_less(int question) {
  return question >= PK_RESTRICTED_MEAN; /* months to employment, and accounts */
}

#endif
