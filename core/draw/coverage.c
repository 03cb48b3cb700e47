/* How much of the third sector's part is covered: at each stage that is not final a square for each
 * of the five roles, filled where somebody stands. */
#include "draw/page.h"

#include "base/words.h"
#include "draw/palette.h"

#include <stdio.h>

enum { SQUARE = 14 };

static void draw_squares(pk_page *page, int s, int y) {
  int covered = page->map->stages[s].covered, x = page->box_x[s], from = page->scene->item_count;
  char number[16];
  for (int i = 0; i < PK_ROW_NONE; i++) {
    bool full = i < covered;
    pk_item square = {.shape = PK_BOX,
                      .x = x + i * (SQUARE + 3),
                      .y = y,
                      .w = SQUARE,
                      .h = SQUARE,
                      .fill = full ? PK_TEAL : PK_PAPER,
                      .stroke = full ? PK_TEAL : PK_GAP,
                      .line_width = 10,
                      .klass = "mark"};
    pk_scene_item(page->scene, &square);
  }
  snprintf(number, sizeof number, "%d", covered);
  pk_words_at words = {.x = x + PK_ROW_NONE * (SQUARE + 3) + 4,
                       .y = y,
                       .width = 40,
                       .size = PK_SIZE_SMALL,
                       .colour = PK_INK,
                       .max_lines = 1,
                       .bold = true,
                       .klass = "coverage",
                       .text = pk_map_fill(page->map, "map.covered", "count", number, NULL)};
  pk_draw_words(page, &words);
  pk_page_stand(page, from, s, s);
}

static bool counts(const pk_map *map) {
  for (int s = 0; s < map->stage_count; s++)
    if (map->stages[s].covered >= 0)
      return true;
  return false;
}

int pk_draw_coverage(pk_page *page, int y) {
  pk_words_at label = {.x = PK_PAGE_MARGIN + 8,
                       .y = y + (page->dense ? 1 : 3),
                       .width = page->label - 12,
                       .size = page->size.name,
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
    if (page->map->stages[s].covered >= 0)
      draw_squares(page, s, y + (page->dense ? 6 : 10));
  return label.y + (page->dense ? 2 : 6);
}
