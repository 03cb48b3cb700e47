/* Places side by side: what was observed in each, how sure that is, and what is computed. Rows for
 * those who compare several regions; small places are not ranked by luck. */
#ifndef PK_REGIONS_H
#define PK_REGIONS_H

#include "base/tables.h"
#include "study/comparison.h"
#include "study/pen.h"
#include "study/proportions.h"

/* One case of a comparison. What it does not have is NaN. */
typedef struct pk_region {
  /* What was counted for the outcome; of 0: nothing was. A scenario has what its model has: counted
   * once, where the model stands first. */
  pk_counted observed;
  int at;                                             /* step of that target */
  double low, high;                                   /* Wilson, 90 % */
  double difference, difference_low, difference_high; /* to the first case (Newcombe, 90 %) */
  double shrunken;
  /* Whether it differs from all others together; false where nothing was counted, too. */
  bool told_apart;
  double computed;     /* the outcome at the horizon */
  double standardised; /* the same with the groups of the first case: as if the same people lived
                        * there; NaN where the groups are others */
} pk_region;

typedef struct pk_regions {
  pk_outcome outcome; /* by which cases are ranked; where hardly any was counted for it, the
                       * employment ratio */
  int count;          /* cases */
  int counted;        /* of them: with an observed share */
  bool times_differ;  /* targets of different steps */
  double whole;       /* observed share of all together; NaN */
  pk_region *at;
} pk_regions;

/* Of a comparison whose results are there. False when memory ran out. */
bool pk_regions_make(pk_regions *regions, const polku_comparison *comparison, pk_arena *arena);

/* Whether there is more to tell than each case's own outcome: three cases, or two that were
 * counted. */
bool pk_regions_tell(const pk_regions *regions);

/* For a person (no heading); as JSON, an array; as table "regions": a row for each case. */
void pk_regions_text(const pk_regions *regions, const polku_comparison *comparison, pk_pen *pen);
void pk_regions_json(const pk_regions *regions, const polku_comparison *comparison, pk_json *json);
void pk_regions_table(const pk_regions *regions, const polku_comparison *comparison,
                      polku_tables *tables);

#endif
