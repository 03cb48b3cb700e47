/* The cohort engine: one random cohort as counts, exactly the law of individual clients, at a cost
 * that does not depend on how many they are.
 *
 * Who is in the same entry state at the same time is one count n; where these n go is multinomial
 * over the links of the state, drawn as binomials one after another. What outcomes ask about a
 * client's past is in the states: the chain is marked first. A mark says whether the client has
 * been employed, in the open labour market, in open work long enough to be lasting (and, on the
 * way there, for how long), and at a third-sector host. */
#ifndef PK_COHORT_H
#define PK_COHORT_H

#include "engine/individual.h"

typedef struct pk_cohort pk_cohort;

/* Marks and compiles. Fields as of a walk. NULL with a problem in the report: memory, or more
 * states than the chain's limit (E-COHORT-LARGE), or more people lost below the tolerance than half
 * a client (E-COHORT-LOST), or more people than whole numbers can count in parts and coins
 * (E-COHORT-MANY). */
pk_cohort *pk_cohort_new(const pk_walk_of *of, polku_report *report);
void pk_cohort_free(pk_cohort *cohort);

/* What a run costs at most times, whatever the number of people, in steps of clients one by one. */
double pk_cohort_work(const pk_cohort *cohort);

/* How many runs' tallies may be added up before a number in them could become too large; at
 * least 1.
 */
double pk_cohort_most_runs(const pk_cohort *cohort);

/* Doubles and integers of scratch that one run needs, in bytes. */
size_t pk_cohort_scratch(const pk_cohort *cohort);

/* One whole run, into `tally` (zeroed by the caller; occupancy is final). `scratch` is the
 * caller's, one for each thread. O(links × horizon) binomials at most. */
void pk_cohort_run(const pk_cohort *cohort, const uint32_t key[2], int64_t *tally, void *scratch);

#endif
