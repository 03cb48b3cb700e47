/* Back through the law of each stay: from what a little more of a link or an exit would do to what
 * a little more of a number of the model would.
 *
 * `engine/adjoint.h` says what each link and exit is worth. Stays run over their links once more,
 * from the last to the first, and leave what they find at the tables that made them: chances by
 * elapsed step, hazards, shares, odds ratios, parts of the clients who get a support. From these
 * tables it is one sum to a parameter. Several questions stand side by side in rows of `width`. */
#ifndef PK_CHAIN_ADJOINT_H
#define PK_CHAIN_ADJOINT_H

#include "chain/pattern.h"

/* What a little more of each number in a stage's law would do; rows of `width` each. */
typedef struct pk_law_slopes {
  double *left;    /* shares: [steps + 1] */
  double *share;   /* [exits] */
  double *hazard;  /* race, per step: [rows][exits] */
  double *factor;  /* [epochs][variants][exits] */
  double *variant; /* [variants]: of variant_share */
} pk_law_slopes;

typedef struct pk_chain_slopes {
  const pk_chain *chain;
  const pk_stay_laws *laws;
  size_t width;
  pk_law_slopes *law; /* per stage */
  double *leave;      /* [points][width]: of the chance that a stay ends there */

  /* Scratch of one stay or point. */
  double *ends; /* [points]: that chance */
  double *mass; /* [links of the longest row]: who is asked at each link */
  double *rest; /* [variants + 1][width]: what those who stay on are worth */
  double *row;  /* [3][width] */
  int *exit;    /* [exits]: the exits of a point among those of the law; −1 */
} pk_chain_slopes;

static inline void pk_slopes_add(double *restrict to, const double *restrict from, double by,
                                 size_t width) {
  for (size_t i = 0; i < width; i++)
    to[i] += by * from[i];
}

/* Of a chain that keeps its pattern. NULL when memory ran out. O(points × exits + tables). */
pk_chain_slopes *pk_chain_slopes_new(const pk_chain *chain, size_t width, pk_arena *arena);

/* Takes the derivatives with respect to the links of an entry state, [links][width], relative to
 * staying on; then, after all entry states, those of the exits of each point, [exits][width].
 * O((links + steps) × width), O(exits × variants × width). */
void pk_chain_slopes_stay(pk_chain_slopes *slopes, size_t entry, const double *links);
void pk_chain_slopes_point(pk_chain_slopes *slopes, size_t point, const double *exits);

/* What is then known about numbers; `to` [width] is written. `which`: 0 for parameter a, 1 for b.
 * A share by itself, not yet along its line; a list's entry by its place `at`. */
void pk_slope_share(const pk_chain_slopes *slopes, int transition, double *to);
void pk_slope_uptake(const pk_chain_slopes *slopes, int support, double *to);
void pk_slope_ratio(const pk_chain_slopes *slopes, int support, int effect, double *to);
/* NaN where chances of one step sum to 1, or an exit of a race comes after one step for certain: a
 * little less, and others that were sure to come too late have a part that no slope describes. */
void pk_slope_per_step(const pk_chain_slopes *slopes, int transition, int at, double *to);
/* False when memory ran out. */
bool pk_slope_duration(const pk_chain_slopes *slopes, int stage, int which,
                       double (*value)(void *, const pk_number *), void *context, double *to);
bool pk_slope_after(const pk_chain_slopes *slopes, int transition, int which,
                    double (*value)(void *, const pk_number *), void *context, double *to);

#endif
