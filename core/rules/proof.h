/* Proofs about plugins: that a lower level does only what the levels above permit, and that plugins
 * of one level do not contradict each other, for every combination of values in every interval of
 * dates.
 *
 * The means is always the same: the law with a plugin and the law without it, held against each
 * other (verdict.h). What a rule's author meant does not matter, nor its mode: only answers do. */
#ifndef PK_PROOF_H
#define PK_PROOF_H

#include "rules/segments.h"
#include "rules/verdict.h"

typedef struct pk_proof_wanted {
  const pk_book *book;
  const pk_plugin *region; /* it, and all that it extends */
  pk_tables *tables;
  /* False: promises and conflicts only, where there are any: what a model's rules are loaded with.
   * True: also holes of parameters, what changes nothing, what is too large, and what should have
   * been reviewed before `today`. */
  bool thorough;
  pk_date today; /* PK_DATE_FIRST: not known, nothing is too old */
} pk_proof_wanted;

typedef struct pk_proof_count {
  int segments;        /* intervals of dates, over the kinds of stage that were looked at */
  size_t combinations; /* compared */
} pk_proof_count;

/* Adds what is wrong. False when something was, or memory ran out. `count` may be NULL. */
bool pk_proof(const pk_proof_wanted *wanted, polku_report *report, pk_proof_count *count);

#endif
