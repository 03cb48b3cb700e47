/* Fair shares against games whose Shapley values are published or worked out by hand. */
#include "study/fair.h"
#include "support/check.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { MOST = PK_FAIR_MOST };

typedef double game(unsigned set);

/* Shares with every set a kind of its own, or the kinds of `kind_of`. */
static void shares_of(int players, game *worth, const int *kind_of, double *shares) {
  static double weights[MOST << MOST];
  static int own[1 << MOST];
  int kinds = 1 << players;
  memset(weights, 0, sizeof weights);
  for (int set = 0; set < kinds; set++)
    own[set] = kind_of ? kind_of[set] : set;
  pk_fair_weights(players, own, kinds, weights);
  for (int i = 0; i < players; i++) {
    shares[i] = 0;
    for (int k = 0; k < kinds; k++)
      shares[i] += weights[i * kinds + k] * worth((unsigned)k);
  }
}

static bool has(unsigned set, int player) {
  return set >> player & 1u;
}

/* One left glove, two right ones; a pair is worth 1: 2/3 for who has the one that is rare. */
static double gloves(unsigned set) {
  return has(set, 0) && (has(set, 1) || has(set, 2));
}

static void the_rare_glove_gets_two_thirds(void **state) {
  double shares[3];
  (void)state;
  shares_of(3, gloves, NULL, shares);
  assert_true(fabs(shares[0] - 2.0 / 3) < 1e-15);
  assert_true(fabs(shares[1] - 1.0 / 6) < 1e-15);
  assert_true(fabs(shares[2] - 1.0 / 6) < 1e-15);
}

/* A runway costs what the largest aircraft needs: 8, 11, 13, 18. Who needs a stretch pays for it in
 * equal parts: 2, 3, 4, 9 (the rule of Littlechild and Owen, Management Science 20, 1973). */
static double runway(unsigned set) {
  return has(set, 3) ? 18 : has(set, 2) ? 13 : has(set, 1) ? 11 : has(set, 0) ? 8 : 0;
}

static void a_runway_is_paid_by_who_needs_each_stretch(void **state) {
  static const double published[] = {2, 3, 4, 9};
  double shares[4];
  (void)state;
  shares_of(4, runway, NULL, shares);
  for (int i = 0; i < 4; i++)
    assert_true(fabs(shares[i] - published[i]) < 1e-14);
}

/* The council of the European Economic Community of 1958: 4 votes for each of France, Germany and
 * Italy, 2 for Belgium and the Netherlands, 1 for Luxembourg; 12 of 17 decide. Shapley and Shubik's
 * index: 14/60, 9/60, and Luxembourg's vote never counts. */
static double council(unsigned set) {
  static const int votes[] = {4, 4, 4, 2, 2, 1};
  int sum = 0;
  for (int i = 0; i < 6; i++)
    sum += has(set, i) ? votes[i] : 0;
  return sum >= 12;
}

static void luxembourg_had_a_vote_and_no_power(void **state) {
  double shares[6];
  (void)state;
  shares_of(6, council, NULL, shares);
  for (int i = 0; i < 6; i++)
    assert_true(fabs(shares[i] - (i < 3 ? 14.0 : i < 5 ? 9.0 : 0.0) / 60) < 1e-15);
}

/* Any game: a sum that no formula is behind. */
static double any(unsigned set) {
  return sin(set * 12.9898) * 43.5453 + set % 7;
}

/* Player 2 adds nothing: its sets are of the kind of the set without it. */
static void a_dummy_gets_exactly_nothing(void **state) {
  static int kind_of[1 << MOST];
  double shares[MOST];
  (void)state;
  for (int n = 3; n <= MOST; n++) {
    for (int set = 0; set < 1 << n; set++)
      kind_of[set] = set & ~4;
    shares_of(n, any, kind_of, shares);
    assert_true(shares[2] == 0);
  }
}

static void shares_sum_to_the_whole(void **state) {
  double shares[MOST];
  (void)state;
  for (int n = 1; n <= MOST; n++) {
    double sum = 0;
    shares_of(n, any, NULL, shares);
    for (int i = 0; i < n; i++)
      sum += shares[i];
    assert_true(fabs(sum - (any((1u << n) - 1) - any(0))) < 1e-11);
  }
}

/* Players 1 and 4 swapped make the same game. */
static double alike(unsigned set) {
  unsigned rest = set & ~(2u | 16u), both = (unsigned)has(set, 1) + (unsigned)has(set, 4);
  return any(rest) + both * (3 + rest) + (both == 2 ? 1.7 : 0);
}

static void two_who_add_the_same_get_the_same(void **state) {
  double shares[6];
  (void)state;
  shares_of(6, alike, NULL, shares);
  assert_true(fabs(shares[1] - shares[4]) < 1e-13);
  assert_true(fabs(shares[1] - shares[0]) > 1);
}

/* -------------------------------------------------------------------------------------- orders */

/* Adds what players of a game add in an order. */
static void one_order(int players, const int *order, game *worth, double *shares) {
  double along[MOST + 8];
  unsigned set = 0;
  along[0] = worth(0);
  for (int k = 0; k < players; k++) {
    set |= 1u << order[k];
    along[k + 1] = worth(set);
  }
  pk_fair_order(players, order, along, shares);
}

/* Each pair of players that are both there is worth i × j more: half of it is each one's share, and
 * an order with the same read backwards tells that without error. */
static double pairs(unsigned set) {
  double sum = 0;
  for (int i = 0; i < 15; i++)
    for (int j = 0; j < i; j++)
      sum += has(set, i) && has(set, j) ? i * j : 0;
  return sum;
}

static void an_order_and_its_reverse_tell_pairs_exactly(void **state) {
  enum { PLAYERS = 15 };
  int orders[2 * PLAYERS];
  double shares[PLAYERS] = {0};
  (void)state;
  pk_fair_orders(PLAYERS, 2, 7, orders);
  for (int k = 0; k < 2; k++)
    one_order(PLAYERS, orders + k * PLAYERS, pairs, shares);
  for (int i = 0; i < PLAYERS; i++)
    assert_true(shares[i] / 2 == i * (105 - i) / 2.0);
}

static void orders_by_lot_come_near_the_runways_shares(void **state) {
  enum { ORDERS = 4000 };
  static int orders[ORDERS * 4];
  static const double published[] = {2, 3, 4, 9};
  double shares[4] = {0};
  (void)state;
  pk_fair_orders(4, ORDERS, 1, orders);
  for (int k = 0; k < ORDERS; k++)
    one_order(4, orders + k * 4, runway, shares);
  for (int i = 0; i < 4; i++)
    assert_true(fabs(shares[i] / ORDERS - published[i]) < 0.15);
}

/* All 24 orders of four players come equally often: a chi-squared of 23 degrees of freedom is below
 * 49.7 but once in a thousand. */
static void every_order_is_as_likely(void **state) {
  enum { ORDERS = 48000 };
  static int orders[ORDERS * 4];
  int count[256] = {0}, found = 0;
  double chi = 0;
  (void)state;
  pk_fair_orders(4, ORDERS, 5, orders);
  for (int k = 0; k < ORDERS; k += 2) { /* the others are these read backwards */
    const int *o = orders + k * 4;
    count[o[0] << 6 | o[1] << 4 | o[2] << 2 | o[3]]++;
  }
  for (int i = 0; i < 256; i++)
    if (count[i] > 0) {
      chi += (count[i] - 1000.0) * (count[i] - 1000.0) / 1000.0;
      found++;
    }
  assert_int_equal(found, 24);
  assert_true(chi < 49.7);
}

static void orders_follow_from_the_seed(void **state) {
  int a[60], b[60];
  (void)state;
  pk_fair_orders(20, 3, 11, a);
  pk_fair_orders(20, 3, 11, b);
  assert_memory_equal(a, b, sizeof a);
  pk_fair_orders(20, 3, 12, b);
  assert_memory_not_equal(a, b, sizeof a);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_rare_glove_gets_two_thirds),
    cmocka_unit_test(a_runway_is_paid_by_who_needs_each_stretch),
    cmocka_unit_test(luxembourg_had_a_vote_and_no_power),
    cmocka_unit_test(a_dummy_gets_exactly_nothing),
    cmocka_unit_test(shares_sum_to_the_whole),
    cmocka_unit_test(two_who_add_the_same_get_the_same),
    cmocka_unit_test(an_order_and_its_reverse_tell_pairs_exactly),
    cmocka_unit_test(orders_by_lot_come_near_the_runways_shares),
    cmocka_unit_test(every_order_is_as_likely),
    cmocka_unit_test(orders_follow_from_the_seed),
};

int main(void) {
  return RUN(tests);
}
