/* Fair shares: the arithmetic, over any game. */
#include "study/fair.h"

#include "base/random.h"

/* Any constant: other luck of the same seed has other purposes. */
static const uint64_t PURPOSE = 0x66616972;

/* The chance that just these `before` of the players came before a certain other one:
 * before! (players − before − 1)! / players!. */
static double chance_of_before(int players, int before) {
  double chance = 1.0 / players;
  for (int k = 1; k <= before; k++)
    chance *= (double)k / (players - k);
  return chance;
}

static int count_of(unsigned set) {
  int count = 0;
  for (; set; set &= set - 1)
    count++;
  return count;
}

void pk_fair_weights(int players, const int *kind_of, int kinds, double *weights) {
  double chance[PK_FAIR_MOST];
  for (int k = 0; k < players; k++)
    chance[k] = chance_of_before(players, k);
  for (int i = 0; i < players; i++) {
    double *own = weights + (size_t)i * (size_t)kinds;
    unsigned me = 1u << i;
    for (unsigned set = 0; set < 1u << players; set++) {
      if ((set & me) || kind_of[set] == kind_of[set | me])
        continue;
      own[kind_of[set | me]] += chance[count_of(set)];
      own[kind_of[set]] -= chance[count_of(set)];
    }
  }
}

/* By Fisher and Yates. */
static void shuffle(int players, pk_stream *stream, int *order) {
  for (int i = 0; i < players; i++)
    order[i] = i;
  for (int i = players - 1; i > 0; i--) {
    int with = (int)pk_stream_below(stream, (uint32_t)i + 1), moved = order[i];
    order[i] = order[with];
    order[with] = moved;
  }
}

void pk_fair_orders(int players, int count, uint64_t seed, int *orders) {
  pk_stream stream;
  pk_stream_start(&stream, seed, PURPOSE);
  for (int k = 0; k < count; k++) {
    int *order = orders + (size_t)k * (size_t)players;
    if (k % 2 == 0)
      shuffle(players, &stream, order);
    for (int i = 0; k % 2 == 1 && i < players; i++)
      order[i] = (order - players)[players - 1 - i];
  }
}

void pk_fair_order(int players, const int *order, const double *worth, double *shares) {
  for (int k = 0; k < players; k++)
    shares[order[k]] += worth[k + 1] - worth[k];
}
