/* Not knowing: other values that the model's uncertain numbers might have.
 *
 * A draw is keyed by the seed, the draw's index and the hash of the number's JSON Pointer: two
 * models that share a number share its draws. */
#ifndef PK_DRAWS_H
#define PK_DRAWS_H

#include "model/model.h"

typedef struct pk_draws pk_draws;

/* Finds what is uncertain. NULL when memory ran out (reported). All memory is the arena's. */
pk_draws *pk_draws_new(const pk_model *model, pk_arena *arena, polku_report *report);

/* How many numbers say how uncertain they are. */
int pk_draws_uncertain(const pk_draws *draws);

/* Draws all of them anew. */
void pk_draws_take(pk_draws *draws, uint64_t seed, int index);

/* What varies by itself: one number, or a set whose members cannot vary apart, because they are
 * drawn together or would exceed 1. Number i of a factor; NULL after its last. */
int pk_draws_factors(const pk_draws *draws);
const pk_number *pk_draws_factor(const pk_draws *draws, int factor, int i);

/* Draw `index`, but `factor` (−1: none) as in draw `other`. */
void pk_draws_mix(pk_draws *draws, uint64_t seed, int index, int factor, int other);

/* The 5 % and 95 % points of what a number says of itself; false where it says nothing. */
bool pk_draws_points(const pk_draws *draws, const pk_number *number, double *low, double *high);

/* The value of a number in the latest draw; the written one where nothing is uncertain. The context
 * is the pk_draws: fits pk_chain_options.value. */
double pk_draws_value(void *draws, const pk_number *number);

#endif
