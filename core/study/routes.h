/* The most probable routes to the first employed stage, after folding returns.
 *
 * A route is the sequence of stages that is left when, each time a client comes back to a stage of
 * the sequence, everything after it is struck out. */
#ifndef PK_ROUTES_H
#define PK_ROUTES_H

#include "study/solution.h"

typedef struct pk_route {
  int length;
  int *stages;
  double chance; /* of clients who begin at t = 0 (or, without any, at all) */
  double steps;  /* mean time to the employed stage, in chain steps */
} pk_route;

typedef struct pk_routes {
  int count;
  pk_route *list;  /* most probable first; ties in the order of the model's stages */
  double begin;    /* people whose routes they are */
  double employed; /* the chance of any route */
} pk_routes;

/* The `count` most probable routes, all memory in `arena`. False when memory ran out (reported). */
bool pk_routes_find(const pk_chain *chain, const pk_study *study, int count, pk_routes *routes,
                    pk_arena *arena, polku_report *report);

#endif
