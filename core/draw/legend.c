/* The legend: what every mark of the picture means, part of the picture. Samples follow each other
 * and continue on a new line where the page ends. */
#include "draw/page.h"

#include "base/words.h"
#include "draw/lato.h"
#include "draw/palette.h"

#include <math.h>
#include <string.h>

enum { ENTRY_H = 22, ENTRY_SPACE = 14, LINE_SPACE = 2, MARK = 16 };

typedef struct cursor {
  pk_page *page;
  int x, y, left;
} cursor;

static int width_of(const char *text, bool bold) {
  return (int)ceil(pk_text_width(text, strlen(text), PK_SIZE_SMALL, bold) * 1.01) + 2;
}

/* Room for `width`: on this line, or on the next. */
static void reserve(cursor *c, int width) {
  if (c->x > c->left && c->x + width > c->page->width - PK_PAGE_MARGIN) {
    c->x = c->left;
    c->y += ENTRY_H + LINE_SPACE;
  }
}

/* A box as in the picture, its mark, and what it stands for. */
static void sample(cursor *c, const pk_item *style, pk_outline mark, bool filled, int colour,
                   const char *key) {
  const char *text = pk_word(c->page->map->lang, key);
  bool bold = style->shape == PK_ROUNDED || style->dashed;
  pk_line *line = PK_NEW(c->page->map->arena, pk_line);
  if (!line) {
    c->page->map->failed = true;
    return;
  }
  *line = (pk_line){text, PK_SIZE_SMALL, bold, colour};
  int width = width_of(text, bold) + 16 + MARK;
  reserve(c, width);
  pk_item box = *style;
  box.x = c->x;
  box.y = c->y;
  box.w = width;
  box.h = ENTRY_H;
  box.pad_x = 8;
  box.indent = MARK;
  box.pad_y = 2;
  box.klass = "legend";
  box.line_count = 1;
  box.lines = line;
  pk_scene_item(c->page->scene, &box);
  pk_draw_sign(c->page, (pk_sign){mark, c->x + 8, c->y + 6, 10, 10}, colour, filled);
  c->x += width + ENTRY_SPACE;
}

static void words(cursor *c, const char *key, int before) {
  const char *text = pk_word(c->page->map->lang, key);
  int room = c->page->width - PK_PAGE_MARGIN - c->left - before;
  int width = width_of(text, false);
  reserve(c, before + (width < room ? width : room));
  pk_words_at at = {.x = c->x + before,
                    .y = c->y + 3,
                    .width = width < room ? width : room,
                    .size = PK_SIZE_SMALL,
                    .colour = PK_INK,
                    .max_lines = 4,
                    .text = text,
                    .klass = "legend"};
  int height = pk_draw_words(c->page, &at);
  c->x += before + at.width + ENTRY_SPACE;
  if (height > ENTRY_H)
    c->y += height - ENTRY_H + LINE_SPACE;
}

static bool has_row(const pk_map *map, int row) {
  for (int i = 0; i < map->chip_count; i++)
    if (map->chips[i].row == row && !map->chips[i].gap)
      return true;
  return false;
}

static bool has_gap(const pk_map *map) {
  for (int i = 0; i < map->chip_count; i++)
    if (map->chips[i].gap)
      return true;
  return false;
}

static void sectors(cursor *c) {
  const pk_map *map = c->page->map;
  pk_item teal = {.shape = PK_ROUNDED, .fill = PK_TEAL, .stroke = PK_TEAL, .line_width = 10};
  pk_item gap = {
      .shape = PK_BOX, .fill = PK_PAPER, .stroke = PK_GAP, .line_width = 15, .dashed = true};
  pk_item grey = {.shape = PK_BOX, .fill = PK_GREY_BOX, .stroke = PK_GREY_LINE, .line_width = 10};
  pk_item white = {.shape = PK_BOX, .fill = PK_PAPER, .stroke = PK_INK, .line_width = 10};
  if (!pk_filter_hides_third(&map->filter))
    sample(c, &teal, PK_CIRCLE, true, PK_PAPER, "map.legend.third");
  if (has_gap(map))
    sample(c, &gap, PK_CIRCLE, false, PK_GAP, "map.legend.gap");
  if (has_row(map, PK_MAP_PUBLIC))
    sample(c, &grey, PK_BOX, true, PK_INK, "map.legend.public");
  if (has_row(map, PK_MAP_PRIVATE))
    sample(c, &white, PK_TRIANGLE, true, PK_INK, "map.legend.private");
  if (has_row(map, PK_MAP_EDUCATION))
    sample(c, &grey, PK_DIAMOND, true, PK_INK, "map.legend.education");
}

static void referrals(cursor *c) {
  static const char *const keys[] = {"map.legend.in", "map.legend.out", "map.legend.both"};
  bool used[3] = {false};
  for (int i = 0; i < c->page->map->chip_count; i++)
    if (c->page->map->chips[i].mark != PK_MARK_NONE)
      used[c->page->map->chips[i].mark - PK_MARK_IN] = true;
  for (int i = 0; i < 3; i++) {
    if (!used[i])
      continue;
    reserve(c, MARK + width_of(pk_word(c->page->map->lang, keys[i]), false));
    pk_draw_mark(c->page, (pk_mark)(PK_MARK_IN + i), c->x, c->y + 5, PK_TEAL);
    words(c, keys[i], MARK);
  }
}

static void lines(cursor *c) {
  const char *usual = c->page->map->result ? "map.legend.flow" : "map.legend.width";
  const char *key = c->page->lines ? c->page->lines : usual;
  reserve(c, 44 + width_of(pk_word(c->page->map->lang, key), false));
  pk_polyline thin = {.count = 2,
                      .x = {c->x, c->x + 34},
                      .y = {c->y + 11, c->y + 11},
                      .line_width = 40,
                      .colour = PK_MOVE,
                      .head = true,
                      .klass = "legend"};
  pk_scene_polyline(c->page->scene, &thin);
  words(c, key, 42);
}

/* What only a network has: lines that return, passages, lines that were cut. */
static void network(cursor *c) {
  if (c->page->returns) {
    reserve(c, 44 + width_of(pk_word(c->page->map->lang, "map.returns"), false));
    pk_polyline line = {.count = 2,
                        .x = {c->x + 34, c->x},
                        .y = {c->y + 12, c->y + 12},
                        .line_width = 25,
                        .colour = PK_RETURN,
                        .head = true,
                        .dashed = true,
                        .klass = "legend"};
    pk_scene_polyline(c->page->scene, &line);
    words(c, "map.returns", 42);
  }
  if (c->page->passages) {
    reserve(c, 38 + width_of(pk_word(c->page->map->lang, "network.legend.passage"), false));
    pk_item box = {.shape = PK_ROUNDED,
                   .x = c->x,
                   .y = c->y + 4,
                   .w = 30,
                   .h = 17,
                   .fill = PK_PAPER,
                   .stroke = PK_STAGE,
                   .line_width = 15,
                   .klass = "mark"};
    pk_scene_item(c->page->scene, &box);
    words(c, "network.legend.passage", 36);
  }
  if (c->page->cuts)
    words(c, "network.legend.cut", 0);
}

int pk_draw_legend(pk_page *page, int y) {
  cursor c = {.page = page, .left = PK_PAGE_MARGIN + 8, .y = y + (page->dense ? 2 : 6)};
  const char *head = pk_word(page->map->lang, "map.legend");
  pk_words_at title = {.x = c.left,
                       .y = c.y + 3,
                       .width = width_of(head, true) + 2,
                       .size = PK_SIZE_SMALL,
                       .colour = PK_INK,
                       .max_lines = 1,
                       .bold = true,
                       .text = head};
  title.width = (int)ceil(pk_text_width(head, strlen(head), PK_SIZE_SMALL, true) * 1.01) + 2;
  pk_draw_words(page, &title);
  c.left += title.width + ENTRY_SPACE;
  c.x = c.left;
  sectors(&c);
  referrals(&c);
  lines(&c);
  network(&c);
  words(&c, "map.legend.marks", 0);
  if (page->map->legend_key && (!page->dense || page->first == 0))
    words(&c, page->map->legend_key, 0);
  if (pk_filter_hides(&page->map->filter))
    words(&c, "map.legend.filtered", 0);
  else if (has_gap(page->map))
    words(&c, "map.legend.gap.more", 0);
  return c.y + ENTRY_H;
}
