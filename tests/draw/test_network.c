/* The network: every stage with its organisations as a card, placed by dot, drawn by us.
 *
 * First what the renderer answers when it is asked where the nodes of a graph in ranks stand. */
#include "support/check.h"

#include "support/files.h"
#include "support/random_model.h"

#include "draw/picture.h"
#include "draw/lato.h"
#include "draw/renderer.h"
#include "draw/wire.h"

#include <math.h>
#include <stdio.h>
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

/* ------------------------------------------------------------------------------- the picture */

static polku_drawing *network_of(const char *text, const polku_draw_options *options,
                                 polku_report *report) {
  polku_draw_options asked = *options;
  asked.view = POLKU_VIEW_NETWORK;
  asked.renderer = renderer;
  polku_model *model = polku_model_read("test.json", text, strlen(text), report);
  polku_rules *rules = rules_with_rows(model, report);
  polku_drawing *drawing = polku_draw(model, rules, &asked, report);
  polku_rules_free(rules);
  polku_model_free(model);
  return drawing;
}

/* A network that must succeed. */
static polku_drawing *network(const char *text, polku_lang lang) {
  polku_report *report = polku_report_new();
  polku_drawing *drawing = network_of(text, &(polku_draw_options){.lang = lang}, report);
  if (!drawing) {
    char *problems = polku_report_text(report, POLKU_EN, false);
    print_error("%s\n", problems);
    free(problems);
  }
  polku_report_free(report);
  assert_non_null(drawing);
  return drawing;
}

static bool is(const char *klass, const char *what) {
  return klass && strncmp(klass, what, strlen(what)) == 0;
}

/* What nothing else may lie over: frames of cards hold stages and chips. */
static bool solid(const pk_item *item) {
  static const char *const classes[] = {"stage", "chip",     "number", "label", "connector",
                                        "title", "subtitle", "legend", "tally"};
  for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
    if (is(item->klass, classes[i]))
      return true;
  return false;
}

static bool apart(const pk_item *a, const pk_item *b) {
  return a->x + a->w <= b->x || b->x + b->w <= a->x || a->y + a->h <= b->y || b->y + b->h <= a->y;
}

static bool inside(const pk_item *a, const pk_item *frame) {
  return a->x >= frame->x && a->y >= frame->y && a->x + a->w <= frame->x + frame->w &&
         a->y + a->h <= frame->y + frame->h;
}

static const char *said(const pk_item *item) {
  return item->line_count ? item->lines[0].text : "";
}

static void expect_apart(const pk_scene *scene, uint64_t seed) {
  for (int i = 0; i < scene->item_count; i++) {
    const pk_item *a = &scene->items[i];
    if (a->x < 0 || a->y < 0 || a->x + a->w > scene->width || a->y + a->h > scene->height)
      fail_msg("model %d: %s \"%s\" is not on the page", (int)seed, a->klass, said(a));
    for (int k = 0; k < i; k++) {
      const pk_item *b = &scene->items[k];
      bool framed = is(b->klass, "card") && (solid(a) || is(a->klass, "card"));
      if ((solid(a) && solid(b) && !apart(a, b)) ||
          (framed && !apart(a, b) && (is(a->klass, "card") || !inside(a, b))))
        fail_msg("model %d: %s \"%s\" lies over %s \"%s\"", (int)seed, a->klass, said(a), b->klass,
                 said(b));
    }
  }
}

static void expect_words_fit(const pk_scene *scene, uint64_t seed) {
  for (int i = 0; i < scene->item_count; i++) {
    const pk_item *item = &scene->items[i];
    int height = 0;
    for (int l = 0; l < item->line_count; l++) {
      const pk_line *line = &item->lines[l];
      double width = pk_text_width(line->text, strlen(line->text), line->size, line->bold);
      if (width > item->w - 2 * item->pad_x - item->indent)
        fail_msg("model %d: \"%s\" is %.1f wide in %s of %d", (int)seed, line->text, width,
                 item->klass, item->w);
      height += PK_LINE_HEIGHT(line->size);
    }
    if (height > item->h - 2 * item->pad_y)
      fail_msg("model %d: %s is too low for its lines", (int)seed, item->klass);
  }
}

/* A point of the n-th leg of a curve. */
static void point_at(const pk_edge *edge, int n, double t, double *x, double *y) {
  const double *px = &edge->x[3 * n], *py = &edge->y[3 * n], u = 1 - t;
  *x = u * u * u * px[0] + 3 * u * u * t * px[1] + 3 * u * t * t * px[2] + t * t * t * px[3];
  *y = u * u * u * py[0] + 3 * u * u * t * py[1] + 3 * u * t * t * py[2] + t * t * t * py[3];
}

static void expect_uncrossed(const pk_scene *scene, const pk_edge *edge, uint64_t seed) {
  enum { POINTS = 12 };
  for (int n = 0; 3 * n + 3 < edge->point_count; n++)
    for (int k = 0; k <= POINTS; k++) {
      double x, y;
      point_at(edge, n, (double)k / POINTS, &x, &y);
      for (int i = 0; i < scene->item_count; i++) {
        const pk_item *item = &scene->items[i];
        bool card = is(item->klass, "card") || is(item->klass, "stage");
        if (!card && !is(item->klass, "number") && !is(item->klass, "connector"))
          continue;
        if (x > item->x + 0.6 && x < item->x + item->w - 0.6 && y > item->y + 0.6 &&
            y < item->y + item->h - 0.6)
          fail_msg("model %d: a line goes through %s \"%s\" at %.1f, %.1f", (int)seed, item->klass,
                   said(item), x, y);
      }
    }
}

static void expect_good(const pk_scene *scene, uint64_t seed) {
  expect_apart(scene, seed);
  expect_words_fit(scene, seed);
  for (int i = 0; i < scene->edge_count; i++)
    expect_uncrossed(scene, &scene->edges[i], seed);
}

static int long_or(int many, int few) {
  const char *wanted = getenv("POLKU_LONG");
  return wanted && *wanted ? many : few;
}

/* Any stage may lead to any: dense, full of returns, with stages that nothing reaches. These are
 * the graphs whose plain layout, with labels at their edges, crashes Graphviz 2.42. */
static void nothing_meets_in_graphs_that_crash_a_plain_layout(void **state) {
  (void)state;
  pid_t before = pk_renderer_pid(renderer);
  int models = long_or(1000, 100);
  for (uint64_t seed = 1; seed <= (uint64_t)models; seed++) {
    int stages = seed % 10 == 0 ? 45 : seed % 4 == 0 ? 20 : 0;
    char *text = random_model(seed, &(random_model_options){.stages = stages});
    polku_drawing *drawing = network(text, (polku_lang)(seed % 3));
    expect_good(drawing->scene, seed);
    polku_drawing_free(drawing);
    free(text);
  }
  assert_int_equal(pk_renderer_pid(renderer), before);
}

static void a_sheet_of_paper_keeps_cards_and_lines_apart(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 24; seed++) {
    char *text = random_model(seed, &(random_model_options){.stages = (int)(seed % 12) + 1});
    polku_report *report = polku_report_new();
    polku_draw_options options = {.lang = POLKU_EN, .paper = seed % 2 ? POLKU_A4 : POLKU_A3};
    polku_drawing *drawing = network_of(text, &options, report);
    assert_non_null(drawing);
    expect_good(drawing->scene, seed);
    polku_drawing_free(drawing);
    polku_report_free(report);
    free(text);
  }
}

static bool same_scene(const pk_scene *a, const pk_scene *b) {
  pk_text x = PK_TEXT_EMPTY, y = PK_TEXT_EMPTY;
  pk_scene_write(a, &x);
  pk_scene_write(b, &y);
  bool same = x.length == y.length && memcmp(x.data, y.data, x.length) == 0;
  pk_text_free(&x);
  pk_text_free(&y);
  return same;
}

static void the_same_model_gives_the_same_network(void **state) {
  (void)state;
  char *text = random_model(7, &(random_model_options){.stages = 30});
  polku_drawing *a = network(text, POLKU_FI), *b = network(text, POLKU_FI);
  assert_true(same_scene(a->scene, b->scene));
  polku_drawing_free(a);
  polku_drawing_free(b);
  free(text);
}

static const pk_item *item_by_id(const pk_scene *scene, const char *id) {
  for (int i = 0; i < scene->item_count; i++)
    if (scene->items[i].id && strcmp(scene->items[i].id, id) == 0)
      return &scene->items[i];
  return NULL;
}

static void every_stage_and_chip_has_an_id_of_its_own(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 40; seed++) {
    char *text = random_model(seed, NULL);
    polku_drawing *drawing = network(text, POLKU_SV);
    for (int i = 0; i < drawing->scene->item_count; i++) {
      const pk_item *item = &drawing->scene->items[i];
      if (is(item->klass, "stage") || is(item->klass, "chip"))
        assert_non_null(item->id);
      if (item->id)
        assert_ptr_equal(item, item_by_id(drawing->scene, item->id));
    }
    polku_drawing_free(drawing);
    free(text);
  }
}

static void a_stage_that_leads_nowhere_is_a_card_alone(void **state) {
  (void)state;
  polku_drawing *drawing = network(
      "{\"format\": \"polku/1\", \"title\": {\"en\": \"One\"}, \"horizon\": 12, \"stages\":"
      "{\"here\": {\"final\": true}}, \"groups\": {\"g\": {\"size\": 1, \"start\": \"here\"}}}",
      POLKU_EN);
  assert_string_equal(said(item_by_id(drawing->scene, "stage--here")), "1\u00a0\u00a0here");
  for (int i = 0; i < drawing->scene->edge_count; i++)
    assert_string_equal(drawing->scene->edges[i].klass, "legend");
  expect_good(drawing->scene, 0);
  polku_drawing_free(drawing);
}

static void without_a_renderer_a_network_is_a_problem(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  polku_renderer *kept = renderer;
  char *text = random_model(3, NULL);
  renderer = NULL;
  assert_null(network_of(text, &(polku_draw_options){.lang = POLKU_EN}, report));
  renderer = kept;
  assert_int_equal(polku_report_count(report, POLKU_ERROR), 1);
  char *said_so = polku_report_text(report, POLKU_EN, false);
  assert_non_null(strstr(said_so, "E-NETWORK-RENDERER"));
  free(said_so);
  polku_report_free(report);
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nodes_of_a_rank_stand_apart_and_meet_at_their_anchors),
      cmocka_unit_test(what_is_no_graph_in_ranks_is_refused),
      cmocka_unit_test(nothing_meets_in_graphs_that_crash_a_plain_layout),
      cmocka_unit_test(a_sheet_of_paper_keeps_cards_and_lines_apart),
      cmocka_unit_test(the_same_model_gives_the_same_network),
      cmocka_unit_test(every_stage_and_chip_has_an_id_of_its_own),
      cmocka_unit_test(a_stage_that_leads_nowhere_is_a_card_alone),
      cmocka_unit_test(without_a_renderer_a_network_is_a_problem),
  };
  return cmocka_run_group_tests(tests, start, end);
}
