/* How much of the third sector's part is covered: at each stage that is not final a square for each
 * of the five roles, filled where somebody stands. */
#include "draw/page.h"

#include "base/words.h"
#include "draw/compare.h"
#include "draw/palette.h"

#include <stdio.h>

enum { SQUARE = 14, NARROW = 11, APART = 3, WORDS = 40 };

/* Of a comparison: filled in both models, in the second alone, in the first alone, in none. */
static void style_square(pk_item *square, const pk_stage_text *stage, int i, bool compare) {
  bool now = i < stage->covered, before = compare ? i < stage->was_covered : now;
  if (compare && now != before) {
    pk_diff_style(square, now ? PK_DIFF_ADDED : PK_DIFF_REMOVED);
    square->line_width = now ? 10 : 15;
    square->fill = now ? PK_ADDED : PK_PAPER;
    return;
  }
  int full = compare ? PK_MUTED_LINE : PK_TEAL;
  square->fill = now ? full : PK_PAPER;
  square->stroke = now ? full : compare ? PK_MUTED_LINE : PK_GAP;
}

/* "2 / 5"; of a comparison where it changes "2 → 3 / 5". */
static const char *covered_text(pk_map *map, const pk_stage_text *stage) {
  char after[16], number[32];
  snprintf(after, sizeof after, "%d", stage->covered);
  bool changed = map->compare && stage->was_covered != stage->covered;
  if (changed && stage->covered < 0)
    snprintf(number, sizeof number, "%d \u2192 \u2013", stage->was_covered);
  else if (changed && stage->was_covered < 0)
    snprintf(number, sizeof number, "\u2013 \u2192 %s", after);
  else if (changed)
    snprintf(number, sizeof number, "%d \u2192 %s", stage->was_covered, after);
  else
    snprintf(number, sizeof number, "%s", after);
  return pk_map_fill(map, "map.covered", "count", number, NULL);
}

static bool counted(const pk_map *map, int s) {
  return map->stages[s].covered >= 0 || (map->compare && map->stages[s].was_covered >= 0);
}

/* As large as leaves room for the words beside them in the narrowest column; old and new numbers
 * take more. */
static int square_size(const pk_page *page) {
  int size = page->map->compare ? NARROW : SQUARE;
  for (int s = page->first; s <= page->last; s++) {
    int room = (page->box_w[s] + page->gap - WORDS) / PK_ROW_NONE - APART;
    if (counted(page->map, s) && !page->map->compare && room < size)
      size = room;
  }
  return size;
}

static void draw_squares(pk_page *page, int s, int y) {
  const pk_stage_text *stage = &page->map->stages[s];
  int x = page->box_x[s], from = page->scene->item_count;
  int size = square_size(page);
  for (int i = 0; i < PK_ROW_NONE; i++) {
    pk_item square = {.shape = PK_BOX,
                      .x = x + i * (size + APART),
                      .y = y + (SQUARE - size) / 2,
                      .w = size,
                      .h = size,
                      .line_width = 10,
                      .klass = "mark"};
    style_square(&square, stage, i, page->map->compare != NULL);
    pk_scene_item(page->scene, &square);
  }
  pk_words_at words = {.x = x + PK_ROW_NONE * (size + APART) + 4,
                       .y = y,
                       .width = page->map->compare ? 64 : WORDS,
                       .size = PK_SIZE_SMALL,
                       .colour = PK_INK,
                       .max_lines = 1,
                       .bold = true,
                       .klass = "coverage",
                       .text = covered_text(page->map, stage)};
  if (page->map->compare && stage->covered == stage->was_covered)
    words.colour = PK_SOFT_INK;
  pk_draw_words(page, &words);
  pk_page_stand(page, from, s, s);
}

static bool counts(const pk_map *map) {
  for (int s = 0; s < map->stage_count; s++)
    if (counted(map, s))
      return true;
  return false;
}

int pk_draw_coverage(pk_page *page, int y) {
  pk_words_at label = {.x = page->air->margin + 8,
                       .y = y + (page->dense ? 1 : 3),
                       .width = page->air->label - 12,
                       .size = page->air->size.name,
                       .colour = PK_INK,
                       .max_lines = 1,
                       .bold = true,
                       .text = pk_word(page->map->lang, "map.coverage")};
  if (!counts(page->map))
    return y;
  label.y += pk_draw_words(page, &label);
  label.size = PK_SIZE_SMALL;
  label.colour = PK_SOFT_INK;
  label.bold = false;
  label.max_lines = 2;
  label.text = pk_word(page->map->lang, "map.coverage.more");
  label.y += pk_draw_words(page, &label);
  for (int s = page->first; s <= page->last; s++)
    if (counted(page->map, s))
      draw_squares(page, s, y + (page->dense ? 6 : 10));
  return label.y + (page->dense ? 2 : 6);
}
