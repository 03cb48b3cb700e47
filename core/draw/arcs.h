/* The arrows of one strip of stages, placed. */
#ifndef PK_ARCS_H
#define PK_ARCS_H

#include "draw/page.h"

enum { PK_ARC_SPACE = 4 }; /* between what stands beside an arc */

typedef struct pk_arc {
  const pk_arrow *arrow;
  bool above, straight, away; /* away: the target is on another strip */
  int from, to;               /* columns of this strip; first − 1 and last + 1 when away */
  int level;                  /* from 0 */
  double from_x, to_x;        /* ports */
  const char *number;         /* what stands beside it */
  double number_x;            /* where that begins, and how wide it is */
  int number_w;
} pk_arc;

typedef struct pk_arcs {
  pk_arc *arc;
  int count, up, down; /* levels above and below */
} pk_arcs;

/* False when out of memory. */
bool pk_arcs_find(const pk_page *page, pk_arcs *arcs);

#endif
