/* Folded routes against every history written out, loops struck out one by one. */
#include "engine/hand_chain.h"
#include "study/routes.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

enum { N = 5, H = 9, WORK = 4 };

/* Stage 4 is work, stage 3 a dead end; returns everywhere else. */
static const double matrix[N * N] = {.40, .30, .15, .05, .10, .25, .30, .25, 0, .20, .10, .35, .35,
                                     .10, .10, 0,   0,   0,   1,   0,   0,   0, 0,   0,   1};

typedef struct tally {
  int route[64][N], length[64], count;
  double chance[64], time[64];
} tally;

static void add(tally *all, const int *route, int length, double p, int t) {
  int i = 0;
  while (i < all->count && !(all->length[i] == length &&
                             memcmp(all->route[i], route, (size_t)length * sizeof *route) == 0))
    i++;
  if (i == all->count) {
    memcpy(all->route[i], route, (size_t)length * sizeof *route);
    all->length[i] = length;
    all->count++;
  }
  all->chance[i] += p;
  all->time[i] += p * t;
}

static void walk(tally *all, int stage, int t, double p, const int *before, int length) {
  int route[N + 1];
  if (length > 0)
    memcpy(route, before, (size_t)length * sizeof *route);
  for (int i = 0; i < length; i++)
    if (route[i] == stage)
      length = i; /* back at a stage of the route: strike out what came after */
  route[length++] = stage;
  if (stage == WORK) {
    add(all, route, length, p, t);
    return;
  }
  for (int j = 0; t < H && j < N; j++)
    if (matrix[stage * N + j] > 0)
      walk(all, j, t + 1, p * matrix[stage * N + j], route, length);
}

static pk_chain *chain_of_matrix(bool geometric) {
  double lengths[N * H] = {0}, jumps[N * N] = {0};
  for (int s = 0; s < N; s++) {
    double stay = matrix[s * N + s];
    for (int d = 0; d < H; d++)
      lengths[s * H + d] = geometric ? pow(stay, d) * (1 - stay) : d == 0;
    for (int j = 0; j < N && stay < 1; j++)
      jumps[s * N + j] = !geometric ? matrix[s * N + j]
                         : j == s   ? 0
                                    : matrix[s * N + j] / (1 - stay);
  }
  hand_spec spec = {.stages = N, .horizon = H, .lengths = lengths, .jumps = jumps};
  return hand_chain(&spec);
}

static void routes_are_the_histories_with_their_loops_struck_out(void **state) {
  (void)state;
  static double employed[N] = {0, 0, 0, 0, 1};
  tally all = {.count = 0};
  walk(&all, 0, 0, 1, (const int[N]){0}, 0);
  pk_chain *c = chain_of_matrix(true);
  pk_arena *arena = pk_arena_new();
  polku_report *report = polku_report_new();
  pk_study study = {.employed = employed};
  pk_routes routes;
  assert_true(pk_routes_find(c, &study, 20, &routes, arena, report));
  assert_int_equal(routes.count, all.count);
  double sum = 0;
  for (int i = 0; i < routes.count; i++) {
    const pk_route *r = &routes.list[i];
    int k = 0;
    while (k < all.count &&
           !(all.length[k] == r->length &&
             memcmp(all.route[k], r->stages, (size_t)r->length * sizeof(int)) == 0))
      k++;
    assert_true(k < all.count);
    assert_true(fabs(r->chance - all.chance[k]) < 1e-13);
    assert_true(fabs(r->steps - all.time[k] / all.chance[k]) < 1e-11);
    assert_true(i == 0 || r->chance <= routes.list[i - 1].chance + 1e-15);
    sum += r->chance;
  }
  assert_true(fabs(sum - routes.employed) < 1e-13);
  polku_report_free(report);
  pk_arena_free(arena);
  hand_free(c);
}

/* Asking for two gives the two best. */
static void the_search_stops_at_the_best(void **state) {
  (void)state;
  static double employed[N] = {0, 0, 0, 0, 1};
  pk_chain *c = chain_of_matrix(true);
  pk_arena *arena = pk_arena_new();
  polku_report *report = polku_report_new();
  pk_study study = {.employed = employed};
  pk_routes few, many;
  assert_true(pk_routes_find(c, &study, 2, &few, arena, report));
  assert_true(pk_routes_find(c, &study, 20, &many, arena, report));
  assert_int_equal(few.count, 2);
  for (int i = 0; i < 2; i++)
    assert_true(few.list[i].chance == many.list[i].chance);
  polku_report_free(report);
  pk_arena_free(arena);
  hand_free(c);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(routes_are_the_histories_with_their_loops_struck_out),
      cmocka_unit_test(the_search_stops_at_the_best),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
