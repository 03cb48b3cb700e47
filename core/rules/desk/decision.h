/* A rule as a decision table: few rows, each a sort of client and place with one answer.
 *
 * The rows are disjoint, and together they hold every feasible combination of the product. How they
 * are found: the answers are squeezed to what they depend on (lattice.h); then they are cut along
 * the axis, or around the single digit of it, that leaves the fewest rows (then: the fewest
 * conditions, then the earliest in the order places, clients, clocks), and so on within each part.
 * Small parts are solved exactly; of large ones it is estimated. A table of more than PK_COLUMNS
 * conditions first falls into sections by the one axis that makes the widest section narrowest.
 * Combinations that no history can have belong to whatever row makes the table small. The same
 * rules give the same table. */
#ifndef PK_DECISION_H
#define PK_DECISION_H

#include "rules/reasons.h"

enum { PK_COLUMNS = 5 };

typedef struct pk_decision_row {
  const bool *const *in; /* [axis][class]; NULL for an axis on which nothing depends here */
  int64_t answer;
  int section;     /* rising */
  size_t feasible; /* combinations that somebody can have */
  pk_reasons reasons;
} pk_decision_row;

typedef struct pk_decision {
  const pk_product *product;
  int section_axis; /* -1: one section only */
  int row_count;
  const pk_decision_row *rows; /* section by section */
} pk_decision;

/* The table of what a subject of the product answers, with reasons. NULL with problems. */
const pk_decision *pk_decision_new(pk_arena *arena, const pk_product *product, int subject,
                                   polku_report *report);

/* The table of any answers, by combination; without reasons. */
const pk_decision *pk_decision_of(pk_arena *arena, const pk_product *product,
                                  const int64_t *answers, polku_report *report);

/* Whether a combination belongs to a row. */
bool pk_decision_in(const pk_decision *decision, const pk_decision_row *row, size_t combination);

/* The row of a combination; every feasible one has one (-1 for some that are not). */
int pk_decision_row_of(const pk_decision *decision, size_t combination);

/* Why a subject answers as it does where `row` stands; all its combinations have one answer. */
bool pk_decision_reasons(pk_arena *arena, const pk_decision *decision, const pk_decision_row *row,
                         int subject, pk_reasons *reasons, polku_report *report);

#endif
