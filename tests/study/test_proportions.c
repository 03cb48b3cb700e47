/* Counted shares against published intervals. */
#include "study/proportions.h"
#include "support/check.h"

#include <math.h>

static const double Z90 = 1.6448536269514722, Z95 = 1.959963984540054;

static void near(double value, double published, double by) {
  if (!(fabs(value - published) <= by))
    fail_msg("%.6f is not %.6f", value, published);
}

/* 17 of 64, the project in Rovaniemi, by hand: (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) ÷ (1 + z²/n).
 */
static void seventeen_of_sixty_four_has_wilsons_interval(void **state) {
  (void)state;
  double low, high;
  pk_wilson((pk_counted){17, 64}, Z90, &low, &high);
  near(low, 0.186, 0.0005);
  near(high, 0.365, 0.0005);
  pk_wilson((pk_counted){17, 64}, Z95, &low, &high);
  near(low, 0.173, 0.0005);
  near(high, 0.385, 0.0005);
}

/* The comparisons (a), (c) and (h) of Newcombe's table II, method 10, 95 %. */
static void differences_have_the_intervals_that_newcombe_printed(void **state) {
  (void)state;
  static const struct {
    pk_counted a, b;
    double low, high;
  } table[] = {{{56, 70}, {48, 80}, 0.0524, 0.3339},
               {{6, 7}, {2, 7}, 0.0582, 0.8062},
               {{10, 10}, {0, 10}, 0.6075, 1.0000}};
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
    double low, high, value = pk_newcombe(table[i].a, table[i].b, Z95, &low, &high);
    near(value, table[i].a.events / table[i].a.of - table[i].b.events / table[i].b.of, 1e-12);
    near(low, table[i].low, 0.00006);
    near(high, table[i].high, 0.00006);
  }
}

static void nobody_and_everybody_have_intervals_too(void **state) {
  (void)state;
  double low, high;
  pk_wilson((pk_counted){0, 10}, Z95, &low, &high);
  near(low, 0, 1e-12);
  near(high, Z95 * Z95 / (10 + Z95 * Z95), 1e-12);
  pk_wilson((pk_counted){10, 10}, Z95, &low, &high);
  near(high, 1, 1e-12);
}

static void shares_that_differ_by_chance_alone_become_the_whole(void **state) {
  (void)state;
  const pk_counted alike[] = {{5, 20}, {6, 20}, {4, 20}};
  double shrunken[3];
  near(pk_shrink(alike, 3, shrunken), 0.25, 1e-12);
  for (int i = 0; i < 3; i++)
    near(shrunken[i], 0.25, 1e-12);
}

/* Two places of 100, 20 and 80: p = ½, Σ n (share − p)² = 18, so ρ = (72 − 1) ÷ (200 − 100 − 1) =
 * 71/99, M = 28/71, and (20 + ½ M) ÷ (100 + M). */
static void far_apart_shares_are_drawn_together_by_hand(void **state) {
  (void)state;
  const pk_counted apart[] = {{20, 100}, {80, 100}};
  double shrunken[2], weight = 28.0 / 71;
  pk_shrink(apart, 2, shrunken);
  near(shrunken[0], (20 + weight / 2) / (100 + weight), 1e-12);
  near(shrunken[1], (80 + weight / 2) / (100 + weight), 1e-12);
}

static void a_small_place_is_drawn_further_than_a_large_one(void **state) {
  (void)state;
  const pk_counted places[] = {{1, 2}, {50, 100}, {10, 100}};
  double shrunken[3], whole = pk_shrink(places, 3, shrunken);
  assert_true(fabs(shrunken[0] - 0.5) > fabs(shrunken[1] - 0.5));
  assert_true(shrunken[0] > whole && shrunken[2] < whole && shrunken[2] > 0.1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(seventeen_of_sixty_four_has_wilsons_interval),
      cmocka_unit_test(differences_have_the_intervals_that_newcombe_printed),
      cmocka_unit_test(nobody_and_everybody_have_intervals_too),
      cmocka_unit_test(shares_that_differ_by_chance_alone_become_the_whole),
      cmocka_unit_test(far_apart_shares_are_drawn_together_by_hand),
      cmocka_unit_test(a_small_place_is_drawn_further_than_a_large_one),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
