/* A model solved again and again, each time with other values of its uncertain numbers.
 *
 * Draws are made side by side. What a draw gives depends on its number alone and has its own place,
 * so the result has the same bytes whatever thread made it. */
#ifndef PK_REDRAW_H
#define PK_REDRAW_H

#include "study/making.h"

/* What one thread has for itself: the latest draw, a chain to weigh anew, memory that stays until
 * the redraws end, its problems. */
typedef struct pk_redrawer {
  pk_draws *draws;
  pk_chain *twin; /* NULL: each draw unfolds */
  pk_arena *arena;
  polku_report *report;
} pk_redrawer;

typedef struct pk_redraws {
  const pk_making *making; /* its solution is the point's: how much work a draw is */
  size_t wanted;
  /* Takes the brief solution of a draw; several threads may call it at once, each for another draw.
   * False, with the reason in the redrawer's report, ends all. */
  bool (*take)(void *context, size_t draw, const pk_solution *solution, pk_redrawer *redrawer);
  void *context;

  size_t made;         /* the first so many of the draws: all, if nobody stopped them */
  bool stopped;        /* by who watches */
  bool *done;          /* [wanted] */
  pk_solution pattern; /* the first draw, unfolded: what the others are like */
  pk_redrawer *redrawers;
  int threads;
} pk_redraws;

/* How many draws: those asked for, else at most `most`, and fewer where each is much work. 0: none,
 * where nothing is uncertain, or none are wanted, or one alone is too much. */
int pk_redraws_number(const pk_making *making, int uncertain, int most);

/* Makes them all. False with a problem in the making's report. Freed by the caller also then. */
bool pk_redraws_make(pk_redraws *redraws, pk_draws *draws);
void pk_redraws_free(pk_redraws *redraws);

/* The variant that a redrawer's latest draw is. */
pk_variant pk_redraws_variant(const pk_redraws *redraws, const pk_redrawer *redrawer);

#endif
