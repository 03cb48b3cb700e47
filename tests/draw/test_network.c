/* The network: every stage with its organisations as a card, placed by dot, drawn by us.
 *
 * First what the renderer answers when it is asked where the nodes of a graph in ranks stand. */
#include "support/check.h"

#include "draw/renderer.h"
#include "draw/wire.h"

#include <stdlib.h>
#include <string.h>

static polku_renderer *renderer;

static int start(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  renderer = polku_renderer_new(POLKU_BUILD_DIR "/polku-render", report);
  polku_report_free(report);
  return renderer ? 0 : 1;
}

static int end(void **state) {
  (void)state;
  polku_renderer_free(renderer);
  return 0;
}

static void nodes_of_a_rank_stand_apart_and_meet_at_their_anchors(void **state) {
  (void)state;
  /* One source, then a rank of three, then one that continues the first of them in a line. */
  static const int32_t graph[] = {5,   4,   100, /* */
                                  400, 200, 0,   1000, 100, 1, 300, 150, 1, 300, 150, 1, 400, 200,
                                  2,   0,   1,   5,    0,   2, 1,   0,   3, 1,   1,   4, 5};
  int32_t at[5];
  assert_true(pk_renderer_layout(renderer, graph, sizeof graph / sizeof graph[0], at, 5));
  static const int extent[] = {0, 1000, 300, 300};
  for (int a = 1; a < 4; a++)
    for (int b = 1; b < a; b++)
      assert_true(abs(at[a] - at[b]) >= (extent[a] + extent[b]) / 2 + 100 - 2);
  assert_in_range(at[1] - 500 + 100 - at[4] + 20, 0, 40); /* a straight edge at the anchor */
  int32_t again[5];
  assert_true(pk_renderer_layout(renderer, graph, sizeof graph / sizeof graph[0], again, 5));
  assert_memory_equal(at, again, sizeof at);
}

static void what_is_no_graph_in_ranks_is_refused(void **state) {
  (void)state;
  static const int32_t bad[][9] = {
      {0, 0, 100},                     /* no nodes */
      {1, 1, 100, 10, 5, 0, 0, 7, 1},  /* an edge to nowhere */
      {1, 1, 100, 10, 5, 0, -1, 0, 1}, /* and from nowhere */
      {1, 0, 100, 10, 5, -1, 0, 0, 0}, /* more numbers than are announced, a rank below 0 */
      {2, 0, 100, 10, 5, 0, 0, 0, 0},  /* rank 0 of both, but a length that is not theirs */
      {INT32_MAX, INT32_MAX, 1, 1, 1, 1}};
  int32_t at[2];
  pid_t before = pk_renderer_pid(renderer);
  assert_false(pk_renderer_layout(renderer, bad[0], 3, at, 1));
  for (int i = 0; i < 4; i++)
    assert_false(pk_renderer_layout(renderer, bad[i], 9, at, 1));
  assert_false(pk_renderer_layout(renderer, bad[4], 8, at, 2));
  assert_false(pk_renderer_layout(renderer, bad[5], 9, at, 2));
  assert_int_equal(pk_renderer_pid(renderer), before);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nodes_of_a_rank_stand_apart_and_meet_at_their_anchors),
      cmocka_unit_test(what_is_no_graph_in_ranks_is_refused),
  };
  return cmocka_run_group_tests(tests, start, end);
}
