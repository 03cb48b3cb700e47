/* Fair shares of what several players bring about together.
 *
 * A player's fair share is its Shapley value (L. S. Shapley, "A value for n-person games", 1953):
 * what it adds when the players come one after another, on average over all orders in which they
 * can come. Shares sum to what all of them bring about, whoever adds nothing anywhere gets nothing,
 * and two who add the same everywhere get the same.
 *
 * A game says what each set of players is worth. Sets that must be worth the same are of one kind,
 * so that a kind is worked out once; the arithmetic here knows kinds by their numbers alone. */
#ifndef PK_FAIR_H
#define PK_FAIR_H

#include <stddef.h>
#include <stdint.h>

/* With more players there are too many sets: orders are drawn instead. */
enum { PK_FAIR_MOST = 12 };

/* Weights [players][kinds], 0 before: player i's share is the sum of weights[i][k] × worth of kind
 * k. kind_of [2^players]: the kind of each set, player i being bit i; players ≤ PK_FAIR_MOST. Of a
 * player whose coming changes no set's kind all weights are exactly 0. O(2^players × players). */
void pk_fair_weights(int players, const int *kind_of, int kinds, double *weights);

/* Random orders [count][players], a pure function of the seed. Every second one is the one before
 * it read backwards: what a player adds early and late is then set against each other (Mitchell,
 * Cooper, Frank, Holmes, "Sampling permutations for Shapley value estimation", JMLR 23, 2022). */
void pk_fair_orders(int players, int count, uint64_t seed, int *orders);

/* Adds what each player adds in one order: shares[i] += what the set is worth with it and all who
 * came before − without it. worth [players + 1]: of the first 0, 1, … players of the order. */
void pk_fair_order(int players, const int *order, const double *worth, double *shares);

#endif
