/* Slopes while they are being made: what the files that find them share. */
#ifndef PK_SLOPES_WORK_H
#define PK_SLOPES_WORK_H

#include "chain/adjoint.h"
#include "engine/adjoint.h"
#include "study/edges.h"

typedef struct pk_slope_work {
  const pk_study *study;
  const pk_model *model;
  pk_slopes *out;
  int group;
  double people;   /* asked for; 0: as written */
  pk_arena *arena; /* what slopes do not keep */
  pk_edges edges;
  bool at_edges; /* the chain knows what lies beside the edges */
  pk_solution solution;

  /* The passes (slopes_passes.c). */
  pk_query *queries; /* [questions] */
  pk_adjoint *all;
  pk_run_chain *runs;  /* where lasting is asked, if not there */
  pk_adjoint *lasting; /* NULL: it is there */
  size_t width;
  double *steps, *entries; /* [stages][width]: time spent and entries, for amounts */
  pk_chain_slopes *laws;
  double *by_link, *by_exit, *by_run; /* rows of one state */
} pk_slope_work;

/* Passes forward and backward over the solution's chain, and back through its laws. False when
 * memory ran out. */
bool pk_slope_passes(pk_slope_work *work);

/* What one person who begins at a start is worth. */
double pk_slope_of_start(const pk_slope_work *work, size_t start, int question);

/* People of those who are asked about, as written. */
double pk_slope_entered(const pk_slope_work *work);

/* Fills the rows of all numbers of groups; rows are before pk_slope_unit. False when memory ran
 * out. */
bool pk_slope_begins(const pk_slope_work *work, double entered);

#endif
