/* The arrows of one strip of stages, placed. */
#ifndef PK_ARCS_H
#define PK_ARCS_H

#include "draw/page.h"

enum {
  PK_ARC_SPACE = 4, /* between what stands beside an arc */
  PK_ARC_BEND = 6   /* radius of its corners */
};

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
  int count, up, down;  /* levels above and below */
  bool numbers_in_line; /* a number stands in the line of its arc, else above it */
  int *lane[2];         /* below, above; per level: how far from the stages its line runs */
} pk_arcs;

/* Where the line of an arc ends before its number, where it goes on behind it. */
void pk_arc_parts(const pk_arc *arc, double *before, double *behind);

/* False when out of memory. */
bool pk_arcs_find(const pk_page *page, pk_arcs *arcs);

#endif
