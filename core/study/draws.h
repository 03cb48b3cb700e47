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

/* The value of a number in the latest draw; the written one where nothing is uncertain. The context
 * is the pk_draws: fits pk_chain_options.value. */
double pk_draws_value(void *draws, const pk_number *number);

#endif
