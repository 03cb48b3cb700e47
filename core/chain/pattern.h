/* What a chain remembers so that it can be weighed anew (reweigh.c) and so that one can tell what a
 * little more of any number would do (adjoint.c). */
#ifndef PK_PATTERN_H
#define PK_PATTERN_H

#include "chain/unfold.h"

struct pk_pattern {
  pk_stay_laws *laws; /* of the chain that was unfolded, which owns them */
  bool owner;
  bool sifted;         /* states are missing: other numbers would miss others */
  int32_t *limit;      /* [entries] */
  uint32_t *cuts;      /* [entries] */
  pk_moment *moment;   /* [points], with their answers, without clocks */
  double *leave;       /* [points], of the weighing under way */
  double *p, *refused; /* [exits]: scratch of one decision */
};

/* The entry state x as its stay runs. */
static inline pk_entry pk_pattern_entry(const pk_chain *chain, size_t x) {
  return (pk_entry){.stage = chain->entry_stage[x],
                    .time = chain->entry_time[x],
                    .epoch = chain->entry_epoch[x],
                    .behind = chain->entry_elapsed[x],
                    .limit = chain->pattern->limit[x]};
}

#endif
