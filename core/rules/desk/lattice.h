/* Answers laid out over axes, with holes where nobody can be.
 *
 * A lattice is a function of a few digits. Squeezing it merges digits that nowhere answer
 * differently (a hole answers like anything) and drops axes that then have one digit left: what
 * remains is what the answers really depend on, mostly far less than the rule reads. */
#ifndef PK_LATTICE_H
#define PK_LATTICE_H

#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>

/* Classes of one axis that stand together; [class] of the axis. */
typedef bool pk_class_set;

typedef struct pk_lattice {
  int axis_count;
  int *axis;                   /* [k]: which axis of the product, rising */
  int *size;                   /* [k]: digits */
  const pk_class_set ***digit; /* [k][d]: the classes that a digit stands for */
  size_t count;                /* of cells: the product of the sizes, 1 without axes */
  int32_t *value;              /* number of an answer, PK_HOLE where nobody can be */
} pk_lattice;

enum { PK_HOLE = -1 };

/* The same answers with as few digits and axes as can be found: neighbours are merged first, then
 * the earliest digit that fits. NULL without memory. O(axes × cells × digits). `classes` holds the
 * number of classes by axis of the product. */
const pk_lattice *pk_lattice_squeeze(pk_arena *arena, const pk_lattice *lattice,
                                     const int *classes);

/* What there is where the k-th axis has digit d, and where it has any other (it has more than one).
 * Not squeezed. NULL without memory. */
const pk_lattice *pk_lattice_slice(pk_arena *arena, const pk_lattice *lattice, int k, int d);
const pk_lattice *pk_lattice_rest(pk_arena *arena, const pk_lattice *lattice, int k, int d);

#endif
