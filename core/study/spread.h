/* From one solution to outcomes: means, curves, and the laws of luck. */
#ifndef PK_SPREAD_H
#define PK_SPREAD_H

#include "study/luck.h"
#include "study/result.h"

/* Clients of a solution in cells of those who are alike before they begin: a group's clients draw
 * their profile and start by lot, so a group is one cell; with "allocate" each profile is its own;
 * those who arrive later are a cell for each time, Poisson in number. */
typedef struct pk_cells {
  const pk_solution *solution;
  int count;
  int *of_start; /* [starts] */
  int *group;    /* [cells] */
  bool *arrives; /* [cells] */
  double *people;
  double left_out;       /* of laws of counts, see pk_count */
  double *mean, *second; /* [cells], scratch of the questions below */
} pk_cells;

bool pk_cells_new(pk_cells *cells, const pk_solution *solution, const pk_model *model,
                  pk_arena *arena);

/* The law of an outcome per client, of an account's total, or of the number who are ever employed,
 * at the horizon. False when memory ran out. */
bool pk_outcome_law(pk_cells *cells, int group, pk_outcome outcome, pk_luck *law, pk_arena *arena);
bool pk_money_law(pk_cells *cells, int group, int account, pk_luck *law, pk_arena *arena);
bool pk_employed_law(pk_cells *cells, int group, pk_luck *law, pk_arena *arena);

/* The mean of an outcome per client among those who have entered by step t of the model; answers
 * are rows of the solution. NaN where nobody has entered. Of a brief solution only the horizon may
 * be asked for. */
double pk_mean_at(const pk_solution *solution, int group, const double *answers, int t);
double pk_outcome_at(const pk_solution *solution, int group, pk_outcome outcome, int t);

/* The first step by which half of those who can be followed so long have been employed, in months;
 * NaN: none. */
double pk_median_months(const pk_solution *solution, int group, int horizon);

#endif
