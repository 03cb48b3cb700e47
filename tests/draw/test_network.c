/* The network: every stage with its organisations as a card, placed by dot, drawn by us.
 *
 * First what the renderer answers when it is asked where the nodes of a graph in ranks stand. */
#include "support/check.h"

#include "support/failing.h"
#include "support/files.h"
#include "support/random_model.h"

#include "draw/network_picture.h"
#include "draw/wire.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* -------------------------------------------------------------------------------- accidents */

static bool warned(polku_report *report, const char *code) {
  char *text = polku_report_text(report, POLKU_EN, false);
  bool found = strstr(text, code) != NULL;
  free(text);
  return found;
}

/* A renderer that is gone for good: its program is no longer there when it is asked. */
static polku_renderer *lost_renderer(void) {
  polku_report *report = polku_report_new();
  char path[] = "/tmp/polku-lost-XXXXXX";
  size_t length;
  char *program = read_whole_file(POLKU_BUILD_DIR "/polku-render", &length);
  int fd = mkstemp(path);
  assert_true(fd >= 0 && write(fd, program, length) == (ssize_t)length && fchmod(fd, 0700) == 0);
  close(fd);
  free(program);
  polku_renderer *lost = polku_renderer_new(path, report);
  assert_non_null(lost);
  unlink(path);
  kill(pk_renderer_pid(lost), SIGKILL);
  polku_report_free(report);
  return lost;
}

static void without_dot_nothing_meets_either(void **state) {
  (void)state;
  polku_renderer *kept = renderer;
  renderer = lost_renderer();
  for (uint64_t seed = 1; seed <= 40; seed++) {
    polku_report *report = polku_report_new();
    char *text = random_model(seed, &(random_model_options){.stages = seed % 4 ? 0 : 25});
    polku_drawing *drawing = network_of(text, &(polku_draw_options){.lang = POLKU_FI}, report);
    assert_non_null(drawing);
    expect_good(drawing->scene, seed);
    if (seed % 4 == 0)
      assert_true(warned(report, "W-NETWORK-PLAIN"));
    polku_drawing_free(drawing);
    polku_report_free(report);
    free(text);
  }
  polku_renderer_free(renderer);
  renderer = kept;
}

static void running_out_of_memory_is_a_problem_and_no_crash(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  char *text = random_model(11, &(random_model_options){.stages = 4});
  polku_model *model = polku_model_read("test.json", text, strlen(text), report);
  polku_rules *rules = rules_with_rows(model, report);
  bool failed = true;
  for (long n = 1; failed; n++) {
    polku_report *trouble = polku_report_new();
    polku_draw_options options = {
        .view = POLKU_VIEW_NETWORK, .renderer = renderer, .paper = n % 2 ? POLKU_A3 : POLKU_SCREEN};
    fail_allocation(n);
    polku_drawing *drawing = polku_draw(model, rules, &options, trouble);
    failed = allocation_failed();
    /* an answer that is lost with the memory for it leaves a plainer picture */
    assert_true(drawing || polku_report_failed(trouble));
    assert_true(!failed || !drawing || warned(trouble, "W-NETWORK-PLAIN"));
    polku_drawing_free(drawing);
    polku_report_free(trouble);
  }
  polku_rules_free(rules);
  polku_model_free(model);
  polku_report_free(report);
  free(text);
}

/* ------------------------------------------------------------------------------------- many */

/* A line of stages, the last of them final. */
static char *line_of(int stages) {
  pk_text out = PK_TEXT_EMPTY;
  pk_text_add(&out, "{\"format\": \"polku/1\", \"horizon\": 12, \"groups\": {\"g\": {\"size\": 1, "
                    "\"start\": \"s0\"}}, \"stages\": {");
  for (int s = 0; s < stages; s++)
    pk_text_addf(&out, "%s\"s%d\": {%s}", s ? ", " : "", s,
                 s + 1 == stages ? "\"final\": true" : "\"employed\": true");
  pk_text_add(&out, "}, \"transitions\": {");
  for (int s = 0; s + 1 < stages; s++)
    pk_text_addf(&out, "%s\"t%d\": {\"from\": \"s%d\", \"to\": \"s%d\", \"per_step\": 0.1}",
                 s ? ", " : "", s, s, s + 1);
  pk_text_add(&out, "}}");
  return pk_text_take(&out);
}

static int stages_drawn(const pk_scene *scene) {
  int count = 0;
  for (int i = 0; i < scene->item_count; i++)
    count += is(scene->items[i].klass, "stage");
  return count;
}

static void what_is_too_much_for_the_eye_is_said_and_gathered_by_kind(void **state) {
  (void)state;
  static const int stages[] = {300, 301, 1001}, drawn[] = {300, 301, 2};
  static const char *const says[] = {NULL, "W-NETWORK-LARGE", "W-NETWORK-KINDS"};
  for (int i = 0; i < 3; i++) {
    polku_report *report = polku_report_new();
    char *text = line_of(stages[i]);
    polku_drawing *drawing = network_of(text, &(polku_draw_options){.lang = POLKU_EN}, report);
    assert_non_null(drawing);
    assert_int_equal(stages_drawn(drawing->scene), drawn[i]);
    for (int k = 1; k < 3; k++)
      assert_int_equal(warned(report, says[k]), k == i);
    expect_words_fit(drawing->scene, (uint64_t)stages[i]);
    polku_drawing_free(drawing);
    polku_report_free(report);
    free(text);
  }
}

static void the_overview_counts_stages_and_transitions(void **state) {
  (void)state;
  char *text = line_of(1001);
  polku_drawing *drawing = network(text, POLKU_EN);
  const pk_scene *scene = drawing->scene;
  int numbers = 0;
  for (int i = 0; i < scene->item_count; i++) {
    const pk_item *item = &scene->items[i];
    if (is(item->klass, "stage")) {
      bool final = strcmp(item->klass, "stage final") == 0;
      assert_string_equal(item->lines[0].text, final ? "Ends of the path" : "In work");
      assert_string_equal(item->lines[1].text, final ? "1 stage" : "1000 stages");
    }
    if (is(item->klass, "number")) { /* one transition goes from the ones to the other */
      assert_string_equal(said(item), "1");
      numbers++;
    }
  }
  assert_int_equal(numbers, 1);
  polku_drawing_free(drawing);
  free(text);
}

static void every_shipped_model_has_a_network(void **state) {
  (void)state;
  int drawn = 0;
  DIR *folder = opendir(POLKU_SOURCE_DIR "/models");
  for (const struct dirent *entry; (entry = readdir(folder));) {
    char path[512];
    size_t length = strlen(entry->d_name);
    if (length < 5 || strcmp(entry->d_name + length - 5, ".json") != 0 ||
        strcmp(entry->d_name, "polku.schema.json") == 0)
      continue;
    snprintf(path, sizeof path, POLKU_SOURCE_DIR "/models/%s", entry->d_name);
    polku_report *report = polku_report_new();
    polku_model *model = polku_model_load(path, report);
    polku_rules *rules = polku_rules_load(model, POLKU_SOURCE_DIR "/plugins", report);
    for (int paper = POLKU_SCREEN; paper <= POLKU_A3; paper++) {
      polku_draw_options options = {.lang = (polku_lang)(drawn % 3),
                                    .view = POLKU_VIEW_NETWORK,
                                    .paper = (polku_paper)paper,
                                    .renderer = renderer};
      polku_drawing *drawing = polku_draw(model, rules, &options, report);
      if (!drawing)
        fail_msg("%s has no network", entry->d_name);
      expect_good(drawing->scene, (uint64_t)drawn);
      size_t size;
      char *svg = polku_render(renderer, drawing, POLKU_SVG, 1, &size, report);
      assert_non_null(svg);
      free(svg);
      polku_drawing_free(drawing);
    }
    drawn++;
    polku_rules_free(rules);
    polku_model_free(model);
    polku_report_free(report);
  }
  closedir(folder);
  assert_in_range(drawn, 2, 1000);
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
      cmocka_unit_test(without_dot_nothing_meets_either),
      cmocka_unit_test(running_out_of_memory_is_a_problem_and_no_crash),
      cmocka_unit_test(what_is_too_much_for_the_eye_is_said_and_gathered_by_kind),
      cmocka_unit_test(the_overview_counts_stages_and_transitions),
      cmocka_unit_test(every_shipped_model_has_a_network),
  };
  return cmocka_run_group_tests(tests, start_renderer, end_renderer);
}
