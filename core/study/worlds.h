/* The model without some of its third-sector actors.
 *
 * Sets of actors whose absence closes the same stages and moves, ends the same supports and leaves
 * the same places are one world: it is solved once, and whoever's going makes no other world is
 * worth exactly nothing. */
#ifndef PK_WORLDS_H
#define PK_WORLDS_H

#include "study/making.h"

#include <stdint.h>

typedef struct pk_world {
  bool *withdrawn; /* [actors] */
  uint64_t hash;
  const unsigned char *form; /* what is left, see worlds.c */
  size_t form_size;
  bool *needed;     /* [runs]: which runs of it are asked for */
  int *row;         /* [runs]: its place in outcomes, or −1; from pk_worlds_ready on */
  int *runs;        /* [run_count]: the runs asked for, rising */
  int run_count;    /* of the exact engine 0 or 1 */
  double *outcomes; /* [run_count][answers][PK_FALLING]; NaN where not computed */
} pk_world;

typedef struct pk_worlds {
  pk_making *making;
  bool limits; /* whether places are played */
  int runs;    /* 1: exact */
  int answers;
  int count, room;
  pk_world **list;
} pk_worlds;

/* The number of the world in which the actors of `withdrawn` are gone; −1 when memory ran out. The
 * first world asked for is number 0. */
int pk_worlds_find(pk_worlds *worlds, const bool *withdrawn);

/* Says that runs from … to − 1 of a world are needed. */
void pk_worlds_need(pk_worlds *worlds, int world, int from, int to);

/* Memory for what is needed: outcomes are NaN. False when memory ran out. */
bool pk_worlds_ready(pk_worlds *worlds);

/* Outcomes of a run that was asked for: [answers][PK_FALLING]. */
static inline double *pk_world_at(const pk_worlds *worlds, int world, int run) {
  const pk_world *w = worlds->list[world];
  return w->outcomes + (size_t)w->row[run] * (size_t)worlds->answers * PK_FALLING;
}

#endif
