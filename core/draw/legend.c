/* The legend: what every mark of the picture means, part of the picture. Samples follow each other
 * and continue on a new line where the page ends. */
#include "draw/page.h"

#include "base/words.h"
#include "draw/compare.h"
#include "draw/lato.h"
#include "draw/palette.h"

#include <math.h>
#include <string.h>

enum { LINE_SPACE = 2, MARK = 16 };

typedef struct cursor {
  pk_page *page;
  int x, y, left;
} cursor;

static int width_of(const char *text, bool bold) {
  return (int)ceil(pk_text_width(text, strlen(text), PK_SIZE_SMALL, bold) * 1.01) + 2;
}

/* Where something of this height begins, to stand in the middle of its line. */
static int middle(const cursor *c, int height) {
  return c->y + (c->page->air->entry - height) / 2;
}

/* Room for `width`: on this line, or on the next. */
static void reserve(cursor *c, int width) {
  if (c->x > c->left && c->x + width > c->page->width - c->page->air->margin) {
    c->x = c->left;
    c->y += c->page->air->entry + LINE_SPACE;
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
  box.h = c->page->air->entry;
  box.pad_x = 8;
  box.indent = MARK;
  box.pad_y = 2;
  box.klass = "legend";
  box.line_count = 1;
  box.lines = line;
  pk_scene_item(c->page->scene, &box);
  pk_draw_sign(c->page, (pk_sign){mark, c->x + 8, middle(c, 10), 10, 10}, colour, filled);
  c->x += width + c->page->air->entry_apart;
}

static void text_words(cursor *c, const char *text, int before) {
  int room = c->page->width - c->page->air->margin - c->left - before;
  int width = width_of(text, false);
  reserve(c, before + (width < room ? width : room));
  pk_words_at at = {.x = c->x + before,
                    .y = middle(c, pk_line_height(c->page->scene, PK_SIZE_SMALL)) - 1,
                    .width = width < room ? width : room,
                    .size = PK_SIZE_SMALL,
                    .colour = PK_INK,
                    .max_lines = 4,
                    .text = text,
                    .klass = "legend"};
  int height = pk_draw_words(c->page, &at);
  c->x += before + at.width + c->page->air->entry_apart;
  if (height > c->page->air->entry)
    c->y += height - c->page->air->entry + LINE_SPACE;
}

static void words(cursor *c, const char *key, int before) {
  text_words(c, pk_word(c->page->map->lang, key), before);
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

static bool has_third(const pk_map *map) {
  for (int row = 0; row <= PK_MAP_OTHER; row++)
    if (has_row(map, row))
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
  if (has_third(map))
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

/* What becomes of things: a box as in the picture, with its sign. */
static void difference(cursor *c, pk_diff diff, const char *key) {
  const char *text = pk_word(c->page->map->lang, key);
  int width = width_of(text, false) + 16 + PK_BADGE_INDENT;
  pk_line *line = PK_NEW(c->page->map->arena, pk_line);
  if (!line) {
    c->page->map->failed = true;
    return;
  }
  *line = (pk_line){text, PK_SIZE_SMALL, false, pk_diff_ink(diff)};
  reserve(c, width);
  pk_item box = {.shape = PK_ROUNDED,
                 .x = c->x,
                 .y = c->y,
                 .w = width,
                 .h = c->page->air->entry,
                 .pad_x = 8,
                 .pad_y = 2,
                 .indent = *pk_diff_sign(diff) ? PK_BADGE_INDENT : 0,
                 .klass = "legend",
                 .line_count = 1,
                 .lines = line};
  box.w -= PK_BADGE_INDENT - box.indent;
  pk_diff_style(&box, diff);
  pk_scene_item(c->page->scene, &box);
  if (diff == PK_DIFF_REMOVED)
    pk_draw_strikes(c->page, &box, 0, 1);
  pk_draw_badge(c->page, diff, c->x + 8, middle(c, PK_BADGE));
  c->x += box.w + c->page->air->entry_apart;
}

static void differences(cursor *c) {
  static const char *const keys[] = {NULL, "compare.legend.same", "compare.legend.added",
                                     "compare.legend.removed", "compare.legend.changed"};
  const pk_compare *compare = c->page->map->compare;
  for (int diff = PK_DIFF_ADDED; diff <= PK_DIFF_CHANGED; diff++)
    if (compare->of[diff])
      difference(c, (pk_diff)diff, keys[diff]);
  if (compare->of[PK_DIFF_SAME])
    difference(c, PK_DIFF_SAME, keys[PK_DIFF_SAME]);
  if (compare->answered) {
    reserve(c, MARK + width_of(pk_word(c->page->map->lang, "compare.legend.answered"), false));
    pk_draw_sign(c->page, (pk_sign){PK_CIRCLE, c->x, middle(c, 10), 9, 9}, PK_ADDED, true);
    words(c, "compare.legend.answered", MARK);
  }
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
    pk_draw_mark(c->page, (pk_mark)(PK_MARK_IN + i), c->x, middle(c, 12),
                 c->page->map->compare ? PK_SOFT_INK : PK_TEAL);
    words(c, keys[i], MARK);
  }
}

static void lines(cursor *c) {
  const char *usual = c->page->map->result ? "map.legend.flow" : "map.legend.width";
  const char *key = c->page->lines ? c->page->lines : usual;
  reserve(c, 44 + width_of(pk_word(c->page->map->lang, key), false));
  pk_polyline thin = {.count = 2,
                      .x = {c->x, c->x + 34},
                      .y = {middle(c, 0), middle(c, 0)},
                      .line_width = 40,
                      .colour = c->page->map->compare ? PK_MUTED_LINE : PK_MOVE,
                      .head = true,
                      .klass = "legend"};
  pk_scene_polyline(c->page->scene, &thin);
  words(c, key, 42);
}

/* A small box as in the picture, its words behind it. */
static void box_sample(cursor *c, const pk_item *style, const char *number, const char *key) {
  reserve(c, style->w + 8 + width_of(pk_word(c->page->map->lang, key), false));
  pk_line *line = PK_NEW(c->page->map->arena, pk_line);
  if (!line) {
    c->page->map->failed = true;
    return;
  }
  *line = (pk_line){number, PK_SIZE_SMALL, true, PK_PAPER};
  pk_item box = *style;
  box.x = c->x;
  box.y = middle(c, style->h);
  box.klass = "mark";
  box.line_count = *number ? 1 : 0;
  box.lines = line;
  pk_scene_item(c->page->scene, &box);
  words(c, key, style->w + 8);
}

static bool has_final(const pk_map *map) {
  for (int s = 0; s < map->stage_count; s++)
    if (map->stages[s].final)
      return true;
  return false;
}

static bool has_crowding(const pk_map *map) {
  for (int s = 0; s < map->stage_count; s++)
    if (*map->stages[s].crowding)
      return true;
  return false;
}

/* Whether an arrow of the map ends in a box with a number. */
static bool has_connector(const pk_page *page) {
  for (int i = 0; page->columns > 0 && i < page->map->arrow_count; i++)
    if (page->strip[page->map->arrows[i].from] != page->strip[page->map->arrows[i].to])
      return true;
  return false;
}

static void stages(cursor *c) {
  const pk_map *map = c->page->map;
  pk_item final = {.w = 28, .h = 16, .fill = PK_PAPER, .stroke = PK_STAGE, .line_width = 15};
  pk_item full = {.w = 5, .h = 18, .fill = PK_FULL, .stroke = PK_FULL, .line_width = 5};
  pk_item other = {
      .w = 24, .h = 16, .fill = PK_STAGE, .stroke = PK_STAGE, .line_width = 5, .pad_x = 8};
  final.shape = full.shape = other.shape = PK_BOX;
  if (has_final(map))
    box_sample(c, &final, "", "map.legend.final");
  if (has_crowding(map))
    box_sample(c, &full, "", "map.legend.crowding");
  if (has_connector(c->page))
    box_sample(c, &other, "9", "map.legend.connector");
}

static void changed_coverage(cursor *c) {
  const pk_map *map = c->page->map;
  bool gained = false, lost = false;
  for (int s = 0; s < map->stage_count; s++) {
    gained = gained || map->stages[s].covered > map->stages[s].was_covered;
    lost = lost || map->stages[s].covered < map->stages[s].was_covered;
  }
  pk_item square = {.shape = PK_BOX, .w = 14, .h = 14, .line_width = 10};
  square.fill = square.stroke = PK_MUTED_LINE;
  box_sample(c, &square, "", "compare.legend.covered");
  square.fill = square.stroke = PK_ADDED;
  if (gained)
    box_sample(c, &square, "", "compare.legend.gained");
  pk_diff_style(&square, PK_DIFF_REMOVED);
  if (lost)
    box_sample(c, &square, "", "compare.legend.lost");
}

/* Squares of the coverage: only the map has them. */
static void coverage(cursor *c) {
  const pk_map *map = c->page->map;
  if (map->compare) {
    changed_coverage(c);
    return;
  }
  bool full = false, open = false;
  for (int s = 0; c->page->columns > 0 && s < map->stage_count; s++) {
    full = full || map->stages[s].covered > 0;
    open = open || (map->stages[s].covered >= 0 && map->stages[s].covered < PK_ROW_NONE);
  }
  pk_item square = {.shape = PK_BOX, .w = 14, .h = 14, .line_width = 10};
  square.fill = square.stroke = PK_TEAL;
  if (full)
    box_sample(c, &square, "", "map.legend.covered");
  square.fill = PK_PAPER;
  square.stroke = PK_GAP;
  if (open)
    box_sample(c, &square, "", "map.legend.uncovered");
}

/* Whether a number of the picture bears this mark. */
static bool has_mark(const pk_map *map, const char *mark) {
  bool found = false;
  for (int i = 0; i < map->arrow_count; i++)
    found = found || strstr(map->arrows[i].number, mark);
  for (int s = 0; s < map->stage_count; s++)
    found = found || strstr(map->stages[s].more, mark);
  for (int i = 0; i < map->chip_count; i++)
    found = found || strstr(map->chips[i].text, mark);
  return found;
}

/* Numbers without a mark beside an arrow are known, or computed. */
static bool has_known(const pk_map *map) {
  for (int i = 0; i < map->arrow_count; i++)
    if (!map->result && *map->arrows[i].number && !*pk_basis_mark(map->arrows[i].basis))
      return true;
  return false;
}

/* "~4 %/kk…": the chance of a step does not stay so. */
static bool has_changing(const pk_map *map) {
  for (int i = 0; i < map->arrow_count; i++)
    if (strstr(map->arrows[i].number, "\xe2\x80\xa6"))
      return true;
  return false;
}

/* "12+ places": those that others' work makes come on top. */
static bool has_more_places(const pk_map *map) {
  for (int s = 0; s < map->stage_count; s++)
    if (strchr(map->stages[s].more, '+'))
      return true;
  return false;
}

static void numbers(cursor *c) {
  const pk_map *map = c->page->map;
  if (has_known(map))
    words(c, "map.legend.known", 0);
  if (has_mark(map, "~"))
    words(c, "map.legend.assumed", 0);
  if (has_mark(map, "\xe2\x89\x88"))
    words(c, "map.legend.calibrated", 0);
  if (has_changing(map))
    words(c, "map.legend.changing", 0);
  if (has_more_places(map))
    words(c, "map.legend.plus", 0);
}

/* What only a network has: lines that return, passages, lines that were cut, counts. */
static void network(cursor *c) {
  if (c->page->returns) {
    reserve(c, 44 + width_of(pk_word(c->page->map->lang, "map.returns"), false));
    pk_polyline line = {.count = 2,
                        .x = {c->x + 34, c->x},
                        .y = {middle(c, 0) + 1, middle(c, 0) + 1},
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
                   .y = middle(c, 17) + 2,
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
  if (c->page->tallies)
    words(c, "network.legend.tally", 0);
}

int pk_draw_legend(pk_page *page, int y) {
  cursor c = {.page = page, .left = page->air->margin + 8, .y = y + (page->dense ? 2 : 6)};
  const char *head = pk_word(page->map->lang, "map.legend");
  pk_words_at title = {.x = c.left,
                       .y = middle(&c, pk_line_height(page->scene, PK_SIZE_SMALL)) - 1,
                       .width = width_of(head, true) + 2,
                       .size = PK_SIZE_SMALL,
                       .colour = PK_INK,
                       .max_lines = 1,
                       .bold = true,
                       .text = head};
  title.width = (int)ceil(pk_text_width(head, strlen(head), PK_SIZE_SMALL, true) * 1.01) + 2;
  pk_draw_words(page, &title);
  c.left += title.width + page->air->entry_apart;
  c.x = c.left;
  if (page->map->compare)
    differences(&c);
  else
    sectors(&c);
  referrals(&c);
  if (page->map->arrow_count > 0)
    lines(&c);
  network(&c);
  stages(&c);
  coverage(&c);
  numbers(&c);
  if (page->map->leverage)
    text_words(&c, page->map->leverage, 0);
  if (page->map->legend_key && (!page->dense || page->first == 0))
    words(&c, page->map->legend_key, 0);
  if (pk_filter_hides(&page->map->filter))
    words(&c, "map.legend.filtered", 0);
  else if (has_gap(page->map))
    words(&c, "map.legend.gap.more", 0);
  else if (page->columns > 0 && page->map->stage_count > 0)
    words(&c, "map.legend.empty", 0);
  return c.y + page->air->entry;
}
