/* The models that ship, on paper: a steering group takes its map home on one sheet of A4 or A3, and
 * reads it without a glass. What a map needs more room for than others may be set closer, but it is
 * never smaller, never lies over something else, and never left out. */
#include "support/check.h"

#include "draw/apart.h"
#include "draw/map.h"
#include "draw/picture.h"

#include <ctype.h>
#include <stdio.h>

/* Twelve stages of the whole country do not stand on one sheet of A4. */
static const char *const names[] = {"generic-ladder",
                                    "joensuu-koitto",
                                    "joensuu-kuntakokeilu",
                                    "jokos-villages",
                                    "place-then-train",
                                    "rovaniemi-tyokyky",
                                    "savonlinna-kasvupolku",
                                    "savonlinna-toimintakeskus",
                                    "start",
                                    "stm-projects",
                                    "te-pilots",
                                    "national-2026"};
enum { NAMES = sizeof names / sizeof names[0], ON_A4 = NAMES - 1 };

typedef struct drawn {
  const char *name;
  polku_draw_options options;
  polku_model *model;
  polku_rules *rules;
  polku_drawing *drawing;
} drawn;

/* Each model on each paper where it stands on one sheet, in three languages. */
static drawn maps[NAMES * 2 * 3];
static int map_count;

static void draw_model(const char *name, polku_paper paper, polku_lang lang) {
  char path[512];
  polku_report *report = polku_report_new();
  drawn *d = &maps[map_count++];
  snprintf(path, sizeof path, POLKU_SOURCE_DIR "/models/%s.json", name);
  *d = (drawn){.name = name, .options = {.lang = lang, .paper = paper}};
  d->model = polku_model_load(path, report);
  d->rules = polku_rules_load(d->model, POLKU_SOURCE_DIR "/plugins", report);
  d->drawing = polku_draw(d->model, d->rules, &d->options, report);
  polku_report_free(report);
}

static int start(void **state) {
  (void)state;
  for (int i = 0; i < NAMES; i++)
    for (polku_paper paper = i < ON_A4 ? POLKU_A4 : POLKU_A3; paper <= POLKU_A3; paper++)
      for (int lang = POLKU_FI; lang <= POLKU_EN; lang++)
        draw_model(names[i], paper, (polku_lang)lang);
  for (int i = 0; i < map_count; i++)
    if (!maps[i].drawing)
      return 1;
  return 0;
}

static int end(void **state) {
  (void)state;
  for (int i = 0; i < map_count; i++) {
    polku_drawing_free(maps[i].drawing);
    polku_rules_free(maps[i].rules);
    polku_model_free(maps[i].model);
  }
  return 0;
}

/* ---------------------------------------------------------------------------------- laws */

/* Points of ISO 216 between margins of 20 points (7 mm); a page fills one of them. */
static double printed(const pk_scene *scene, polku_paper paper) {
  double wide = (paper == POLKU_A3 ? 420 : 297) * 72 / 25.4 - 40;
  double high = (paper == POLKU_A3 ? 297 : 210) * 72 / 25.4 - 40;
  return fmin(wide / scene->width, high / scene->height);
}

static void each_map_stands_on_one_sheet_with_no_text_below_8_points(void **state) {
  (void)state;
  for (const drawn *d = maps; d < maps + map_count; d++) {
    const pk_scene *scene = d->drawing->scene;
    double scale = printed(scene, d->options.paper);
    if (scene->page_count != 1)
      fail_msg("%s takes %d sheets", d->name, scene->page_count);
    for (int i = 0; i < scene->item_count; i++)
      for (int l = 0; l < scene->items[i].line_count; l++)
        if (scene->items[i].lines[l].size * scale < 8)
          fail_msg("%s: \"%s\" is printed at %.2f points", d->name, scene->items[i].lines[l].text,
                   scene->items[i].lines[l].size * scale);
  }
}

static void nothing_lies_over_anything_else_on_it(void **state) {
  (void)state;
  for (int i = 0; i < map_count; i++)
    expect_tidy(maps[i].drawing->scene, (uint64_t)i);
}

/* What is read in a text, however it is broken into lines. */
static void add_letters(pk_text *out, const char *text) {
  for (; *text; text++)
    if (!isspace((unsigned char)*text) && !strchr("-:", *text))
      pk_text_add_char(out, *text);
}

static char *letters_of(const pk_item *item, const pk_item *behind, int line) {
  pk_text out = PK_TEXT_EMPTY;
  for (int l = 0; l < item->line_count; l++) {
    add_letters(&out, item->lines[l].text);
    if (behind && l == line)
      add_letters(&out, behind->lines[l].text);
  }
  return out.data ? out.data : calloc(1, 1);
}

/* The words that run on behind a chip's name lie in the next item; the line is theirs that is not
 * empty. */
static char *letters_at(const pk_scene *scene, int i) {
  const pk_item *item = &scene->items[i], *next = i + 1 < scene->item_count ? item + 1 : NULL;
  if (!next || !is(next, "run-on"))
    return letters_of(item, NULL, 0);
  int line = 0;
  while (!*next->lines[line].text)
    line++;
  return letters_of(item, next, line);
}

static void expect_words(const char *name, const char *shown, const char *text) {
  pk_text wanted = PK_TEXT_EMPTY;
  add_letters(&wanted, text);
  if (wanted.data && !strstr(shown, wanted.data))
    fail_msg("%s: \"%s\" is not in \"%s\"", name, text, shown);
  pk_text_free(&wanted);
}

/* What is written in each stage and chip, counted. */
static int expect_all_words(const drawn *d, const pk_map *map) {
  const pk_scene *scene = d->drawing->scene;
  int found = 0;
  for (int i = 0; i < scene->item_count; i++) {
    const char *id = scene->items[i].id;
    char *shown = letters_at(scene, i);
    for (int s = 0; id && s < map->stage_count; s++)
      if (strcmp(id, map->stages[s].id) == 0) {
        expect_words(d->name, shown, map->stages[s].name);
        expect_words(d->name, shown, map->stages[s].more);
        found++;
      }
    for (int c = 0; id && c < map->chip_count; c++)
      if (strcmp(id, map->chips[c].id) == 0) {
        expect_words(d->name, shown, map->chips[c].name);
        expect_words(d->name, shown, map->chips[c].text);
        found++;
      }
    free(shown);
  }
  return found;
}

static void every_word_of_stages_and_actors_is_on_it(void **state) {
  (void)state;
  for (const drawn *d = maps; d < maps + map_count; d++) {
    pk_arena *arena = pk_arena_new();
    pk_map *map = pk_map_new(arena, d->model, d->rules, &d->options, NULL);
    assert_non_null(map);
    assert_int_equal(expect_all_words(d, map), map->stage_count + map->chip_count);
    pk_arena_free(arena);
  }
}

/* ----------------------------------------------------------------------------------- PDF */

static void the_file_has_one_page(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  polku_renderer *renderer = polku_renderer_new(POLKU_BUILD_DIR "/polku-render", report);
  for (const drawn *d = maps; d < maps + map_count; d++) {
    static const char mark[] = "/Type /Page %";
    size_t length;
    char *pdf = polku_render(renderer, d->drawing, POLKU_PDF, 1, &length, report);
    int pages = 0;
    assert_non_null(pdf);
    for (size_t at = 0; at + sizeof mark <= length; at++)
      pages += memcmp(pdf + at, mark, sizeof mark - 1) == 0;
    if (pages != 1)
      fail_msg("%s: %d pages", d->name, pages);
    free(pdf);
  }
  polku_renderer_free(renderer);
  polku_report_free(report);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_map_stands_on_one_sheet_with_no_text_below_8_points),
      cmocka_unit_test(nothing_lies_over_anything_else_on_it),
      cmocka_unit_test(every_word_of_stages_and_actors_is_on_it),
      cmocka_unit_test(the_file_has_one_page),
  };
  return cmocka_run_group_tests(tests, start, end);
}
