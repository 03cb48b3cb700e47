/* Where a table is cut: along which axis, or around which single digit of one, it falls into the
 * fewest rows, then the fewest conditions. decision.c makes the rows. */
#ifndef PK_DECISION_CUT_H
#define PK_DECISION_CUT_H

#include "rules/desk/decision.h"
#include "rules/desk/lattice.h"

/* A table in the making. */
typedef struct pk_cutter {
  pk_arena *arena;
  const pk_product *product;
  polku_report *report;
  const int *classes; /* by axis */
  int64_t *answers;   /* by number, rising */
  int answer_count;
  const bool **in; /* [axis]: the classes of the part at hand */
  int section;
  pk_list rows;              /* pk_decision_row */
  pk_arena *memory;          /* of what is solved */
  struct pk_solved **solved; /* small lattices with what they cost, by their hash */
  long tried;                /* parts made so far: at some point nothing is looked ahead any more */
  bool failed;
} pk_cutter;

/* Along axis k: into all its digits, or (digit ≥ 0) into that one and the rest. */
typedef struct pk_decision_cut {
  int k, digit;
} pk_decision_cut;

/* Begins the memory of what is solved, which pk_decision_cut_end frees. Without memory `failed`. */
void pk_decision_cut_begin(pk_cutter *c);
void pk_decision_cut_end(pk_cutter *c);

/* Reports that memory ran out: NULL, false. */
void *pk_decision_cut_no_memory(pk_cutter *c);
/* Takes so many steps from the budget of the plugins' author; false when it is spent, or something
 * failed before. */
bool pk_decision_cut_work(pk_cutter *c, size_t steps);

/* How many parts a cut makes, and the i-th of them, squeezed; NULL when something failed. */
int pk_decision_cut_count(const pk_lattice *lattice, pk_decision_cut at);
const pk_lattice *pk_decision_cut_part(pk_cutter *c, pk_arena *arena, const pk_lattice *lattice,
                                       pk_decision_cut at, int i);

/* The best of all cuts; of equals the first. Where looking ahead would take too long, the first
 * axis into all its digits. */
pk_decision_cut pk_decision_cut_best(pk_cutter *c, const pk_lattice *lattice);

/* The position in the lattice of the axis that makes sections, -1 where none is needed or helps. */
int pk_decision_cut_section(pk_cutter *c, const pk_lattice *lattice);

#endif
