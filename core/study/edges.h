/* Numbers at the edge of what they can be. */
#ifndef PK_EDGES_H
#define PK_EDGES_H

#include "study/slopes.h"

/* A share of 0 leads nowhere: the chain does not know what it would lead to, and no slope could be
 * read from it. So the chain whose slopes are asked is unfolded with such numbers a hair's breadth
 * inside, far below what any answer shows. */
typedef struct pk_edges {
  int count;
  struct pk_edge {
    const pk_number *number;
    double value;
  } * list; /* by address */
} pk_edges;

/* False when memory ran out. */
bool pk_edges_find(pk_edges *edges, const pk_model *model, const pk_quantity *quantities, int count,
                   pk_arena *arena);

/* The written number, or what is a hair's breadth beside it; the second fits
 * pk_chain_options.value. */
double pk_edges_at(const pk_edges *edges, const pk_number *number);
double pk_edges_value(void *edges, const pk_number *number);

/* Whether a number stands at an edge. */
bool pk_edges_hold(const pk_edges *edges, const pk_number *number);

#endif
