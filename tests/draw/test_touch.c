/* The picture in which people edit: everything that can be pressed has a name of its own, and the
 * picture is otherwise the one that everybody else sees. */
#include "support/check.h"
#include "support/files.h"
#include "support/random_model.h"
#include "support/renderer.h"

#include "draw/picture.h"
#include "draw/view.h"
#include "model/model.h"

#include <stdio.h>

static bool is_cell(const pk_item *item) {
  return item->klass && strcmp(item->klass, "cell") == 0;
}

/* The bytes of a scene without what touch adds: cells, ids of arrows and numbers, the lack of a
 * font. */
static pk_text plain_bytes(const pk_scene *scene) {
  pk_scene plain = *scene;
  pk_text bytes = PK_TEXT_EMPTY;
  plain.items = calloc((size_t)scene->item_count + 1, sizeof *plain.items);
  plain.edges = calloc((size_t)scene->edge_count + 1, sizeof *plain.edges);
  plain.item_count = 0;
  plain.bare = false;
  for (int i = 0; i < scene->item_count; i++) {
    if (is_cell(&scene->items[i]))
      continue;
    pk_item *item = &plain.items[plain.item_count++];
    *item = scene->items[i];
    item->id = item->transition > 0 ? NULL : item->id;
  }
  for (int i = 0; i < scene->edge_count; i++) {
    plain.edges[i] = scene->edges[i];
    plain.edges[i].id = NULL;
  }
  pk_scene_write(&plain, &bytes);
  free(plain.items);
  free(plain.edges);
  return bytes;
}

static void expect_nothing_moved(const char *text, polku_view view, polku_paper paper) {
  polku_draw_options options = {.view = view, .paper = paper, .renderer = renderer};
  polku_drawing *plain = draw_text_with(text, &options);
  options.touch = true;
  polku_drawing *touch = draw_text_with(text, &options);
  pk_text a = PK_TEXT_EMPTY, b = plain_bytes(touch->scene);
  pk_scene_write(plain->scene, &a);
  assert_int_equal(a.length, b.length);
  assert_memory_equal(a.data, b.data, a.length);
  pk_text_free(&a);
  pk_text_free(&b);
  polku_drawing_free(plain);
  polku_drawing_free(touch);
}

static void touch_moves_nothing(void **state) {
  (void)state;
  char *section12 = read_whole_file(POLKU_SOURCE_DIR "/tests/data/section12.json", NULL);
  expect_nothing_moved(section12, POLKU_VIEW_MAP, POLKU_SCREEN);
  expect_nothing_moved(section12, POLKU_VIEW_MAP, POLKU_A4);
  expect_nothing_moved(section12, POLKU_VIEW_NETWORK, POLKU_SCREEN);
  for (uint64_t seed = 0; seed < 40; seed++) {
    char *text = random_model(seed, &(random_model_options){.stages = 1 + (int)seed});
    expect_nothing_moved(text, POLKU_VIEW_MAP, POLKU_SCREEN);
    free(text);
  }
  free(section12);
}

/* ---------------------------------------------------------------------------------- names */

static int count_id(const pk_scene *scene, const char *id) {
  int n = 0;
  for (int i = 0; i < scene->item_count; i++)
    n += scene->items[i].id && strcmp(scene->items[i].id, id) == 0;
  for (int i = 0; i < scene->edge_count; i++)
    n += scene->edges[i].id && strcmp(scene->edges[i].id, id) == 0;
  return n;
}

static void expect_no_twins(const pk_scene *scene) {
  for (int i = 0; i < scene->item_count; i++)
    if (scene->items[i].id && count_id(scene, scene->items[i].id) != 1)
      fail_msg("%s is there twice", scene->items[i].id);
  for (int i = 0; i < scene->edge_count; i++)
    if (scene->edges[i].id && count_id(scene, scene->edges[i].id) != 1)
      fail_msg("%s is there twice", scene->edges[i].id);
}

/* The id of the first piece of a transition; the others' begin with it. */
static const char *first_piece(const pk_scene *scene, int transition) {
  const char *first = NULL;
  for (int i = 0; i < scene->edge_count; i++) {
    const pk_edge *edge = &scene->edges[i];
    if (edge->transition != transition + 1)
      continue;
    assert_non_null(edge->id);
    assert_true(!first || (strncmp(edge->id, first, strlen(first)) == 0 &&
                           strncmp(edge->id + strlen(first), "--", 2) == 0));
    first = first ? first : edge->id;
  }
  return first;
}

/* A network of many stages draws one line for several transitions: those have no name. */
static void expect_arrows_named(const pk_model *model, const pk_scene *scene, bool all) {
  for (int i = 0; i < scene->item_count; i++)
    assert_true(scene->items[i].transition == 0 || scene->items[i].id);
  for (int i = 0; i < model->transition_count; i++) {
    const char *id = first_piece(scene, i);
    assert_true(id || !all);
    assert_true(!id || strncmp(id, "move--", 6) == 0);
  }
}

static const pk_item *cell_at(const pk_scene *scene, const pk_item *chip) {
  const pk_item *found = NULL;
  for (int i = 0; i < scene->item_count; i++) {
    const pk_item *cell = &scene->items[i];
    if (!is_cell(cell) || chip->x < cell->x || chip->y < cell->y ||
        chip->x + chip->w > cell->x + cell->w || chip->y + chip->h > cell->y + cell->h)
      continue;
    assert_null(found);
    found = cell;
  }
  return found;
}

/* Five rows of the third sector, the public and the private are always there; what stands at one
 * stage lies in its cell, which comes before it and so lies under it. */
static void expect_cells(const pk_model *model, const pk_scene *scene) {
  static const char *const rows[] = {"experience", "referral", "employment", "coaching",
                                     "support",    "public",   "private"};
  for (int s = 0; s < model->stage_count; s++)
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
      char id[128];
      snprintf(id, sizeof id, "cell--%s--%s", rows[r], model->stages[s].id);
      assert_int_equal(count_id(scene, id), 1);
    }
  for (int i = 0; i < scene->item_count; i++) {
    const pk_item *chip = &scene->items[i];
    if (!chip->klass || strncmp(chip->klass, "chip", 4) != 0 ||
        chip->first_stage != chip->last_stage)
      continue;
    const pk_item *cell = cell_at(scene, chip);
    const char *stage = model->stages[chip->first_stage - 1].id;
    assert_non_null(cell);
    assert_true(cell < chip);
    assert_string_equal(cell->id + strlen(cell->id) - strlen(stage), stage);
  }
}

static void every_arrow_and_every_cell_has_a_name_of_its_own(void **state) {
  (void)state;
  for (uint64_t seed = 0; seed < 40; seed++) {
    char *text = random_model(seed, &(random_model_options){.stages = 1 + (int)seed / 2});
    polku_report *report = polku_report_new();
    polku_model *model = polku_model_read("random.json", text, strlen(text), report);
    polku_draw_options options = {.touch = true};
    polku_drawing *map = draw_text_with(text, &options);
    expect_no_twins(map->scene);
    expect_arrows_named(model, map->scene, true);
    expect_cells(model, map->scene);
    polku_drawing_free(map);
    options.view = POLKU_VIEW_NETWORK;
    options.renderer = renderer;
    polku_drawing *network = draw_text_with(text, &options);
    expect_no_twins(network->scene);
    expect_arrows_named(model, network->scene, false);
    polku_drawing_free(network);
    polku_model_free(model);
    polku_report_free(report);
    free(text);
  }
}

/* ---------------------------------------------------------------------------------- as SVG */

static void the_page_finds_cells_and_arrows_and_brings_the_font_itself(void **state) {
  (void)state;
  static const char *const parts[] = {
      "<g id=\"move--start-out\" class=\"move skip\" aria-hidden=\"true\">",
      "<g id=\"number--start-out\" class=\"number\" aria-hidden=\"true\">",
      "<g id=\"cell--employment--rehab\" class=\"cell\" aria-hidden=\"true\">"};
  char *section12 = read_whole_file(POLKU_SOURCE_DIR "/tests/data/section12.json", NULL);
  polku_report *report = polku_report_new();
  polku_drawing *drawing = draw_text_with(section12, &(polku_draw_options){.touch = true});
  size_t length;
  char *svg = polku_render(renderer, drawing, POLKU_SVG, 1, &length, report);
  assert_non_null(svg);
  assert_null(strstr(svg, "@font-face"));
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    if (!strstr(svg, parts[i]))
      fail_msg("no %s", parts[i]);
  free(svg);
  polku_drawing_free(drawing);
  polku_report_free(report);
  free(section12);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(touch_moves_nothing),
      cmocka_unit_test(every_arrow_and_every_cell_has_a_name_of_its_own),
      cmocka_unit_test(the_page_finds_cells_and_arrows_and_brings_the_font_itself),
  };
  return cmocka_run_group_tests(tests, start_renderer, end_renderer);
}
