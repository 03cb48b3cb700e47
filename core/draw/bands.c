/* The bands below the path: the third sector role by role, then the other sectors, then how much of
 * the third sector's part is covered.
 *
 * In a row, chips fall into the lowest free place of the columns that they span, long ones first,
 * so that who is added moves what is below, never what is beside. */
#include "draw/page.h"

#include "base/words.h"
#include "draw/palette.h"
#include "draw/spoken.h"

#include <stdio.h>
#include <string.h>

enum {
  PAD = 8,      /* inside a chip, at its sides */
  CHIP_PAD = 4, /* above and below its text */
  SPACE = 3,    /* between chips of a stack */
  ROW_PAD = 4,  /* above and below the chips of a row */
  STEP = 27,    /* of a row's height: half a chip of three lines and the space below it */
  INDENT = 15,  /* of text beside a mark */
  CROWD = 4,    /* more chips than this in one cell become one */
  SQUARE = 14
};

typedef struct placed {
  const pk_chip *chip;
  int first, last; /* within the strip */
  int y, h;        /* within the row */
  pk_lines lines;
  const char *visible; /* the same unbroken */
} placed;

typedef struct row {
  int row, height, count;
  placed *chips;
} row;

/* ------------------------------------------------------------------------------- one chip */

static bool third(int r) {
  return r <= PK_MAP_OTHER;
}

static int text_colour(const pk_chip *chip) {
  return chip->gap ? PK_GAP : third(chip->row) ? PK_PAPER : PK_INK;
}

static int indent(const pk_chip *chip) {
  return chip->gap || chip->mark != PK_MARK_NONE ? INDENT : 0;
}

static double inner_width(const pk_page *page, const placed *c) {
  return pk_page_chip_w(page, c->first, c->last) - 2 * PAD - indent(c->chip);
}

static void chip_lines(pk_page *page, placed *c) {
  const pk_chip *chip = c->chip;
  double inner = inner_width(page, c);
  bool light = !third(chip->row);
  pk_line name = {chip->name, page->size.name, !light, text_colour(chip)};
  pk_line text = {chip->text, PK_SIZE_SMALL, false, light ? PK_SOFT_INK : text_colour(chip)};
  if (!pk_lines_new(page, &c->lines, 12))
    return;
  pk_lines_add(page, &c->lines, &name, inner, 6);
  pk_lines_add(page, &c->lines, &text, inner, 5);
  c->visible = pk_spoken_visible(page->map, chip);
  c->h = c->lines.height + 2 * CHIP_PAD;
}

void pk_draw_sign(pk_page *page, pk_sign sign, int colour, bool filled) {
  pk_item mark = {.shape = sign.shape,
                  .x = sign.x,
                  .y = sign.y,
                  .w = sign.w,
                  .h = sign.h,
                  .fill = filled ? colour : PK_NO_COLOUR,
                  .stroke = colour,
                  .line_width = filled ? 1 : 15,
                  .klass = "mark"};
  pk_scene_item(page->scene, &mark);
}

void pk_draw_mark(pk_page *page, pk_mark mark, int x, int y, int colour) {
  if (mark == PK_MARK_IN)
    pk_draw_sign(page, (pk_sign){PK_ARROW_RIGHT, x, y + 2, 11, 9}, colour, true);
  if (mark == PK_MARK_OUT)
    pk_draw_sign(page, (pk_sign){PK_ARROW_LEFT, x, y + 2, 11, 9}, colour, true);
  if (mark == PK_MARK_BOTH) {
    pk_draw_sign(page, (pk_sign){PK_ARROW_RIGHT, x, y - 1, 11, 7}, colour, true);
    pk_draw_sign(page, (pk_sign){PK_ARROW_LEFT, x, y + 7, 11, 7}, colour, true);
  }
}

static void style_chip(pk_item *box, const pk_chip *chip) {
  if (chip->gap) {
    box->shape = PK_BOX;
    box->fill = PK_PAPER;
    box->stroke = PK_GAP;
    box->line_width = 15;
    box->dashed = true;
    box->klass = "chip gap";
  } else if (third(chip->row)) {
    box->shape = PK_ROUNDED;
    box->fill = box->stroke = PK_TEAL;
    box->klass = "chip third";
  } else {
    box->shape = PK_BOX;
    box->fill = chip->row == PK_MAP_PRIVATE ? PK_PAPER : PK_GREY_BOX;
    box->stroke = chip->row == PK_MAP_PRIVATE ? PK_INK : PK_GREY_LINE;
    box->klass = chip->row == PK_MAP_PUBLIC    ? "chip public"
                 : chip->row == PK_MAP_PRIVATE ? "chip private"
                                               : "chip education";
  }
}

static void draw_chip(pk_page *page, const placed *c, int y) {
  int in = indent(c->chip), x = pk_page_chip_x(page, c->first), from = page->scene->item_count;
  pk_item box = {.x = x,
                 .y = y + c->y,
                 .w = pk_page_chip_w(page, c->first, c->last),
                 .h = c->h,
                 .line_width = 10,
                 .id = c->chip->id,
                 .name = pk_spoken_chip(page->map, c->chip, c->visible),
                 .pad_x = PAD,
                 .pad_y = 2,
                 .line_count = c->lines.count,
                 .lines = c->lines.line};
  style_chip(&box, c->chip);
  box.indent = in;
  pk_scene_item(page->scene, &box);
  int middle = y + c->y + CHIP_PAD + PK_LINE_HEIGHT(page->size.name) / 2;
  if (c->chip->gap)
    pk_draw_sign(page, (pk_sign){PK_CIRCLE, x + PAD, middle - 4, 9, 9}, PK_GAP, false);
  else
    pk_draw_mark(page, c->chip->mark, x + PAD, middle - 6, PK_PAPER);
  pk_page_stand(page, from, c->first, c->last);
}

/* -------------------------------------------------------------------------------- a crowd */

static bool same_cell(const placed *a, const placed *b) {
  return a->first == b->first && a->last == b->last && !a->chip->gap && !b->chip->gap &&
         a->chip->mark == b->chip->mark;
}

/* More than CROWD actors of one cell become one chip: their names, and what they do where it
 * changes. */
static void crowd(pk_page *page, row *r) {
  for (int i = 0; i < r->count; i++) {
    int same = 1;
    while (i + same < r->count && same_cell(&r->chips[i], &r->chips[i + same]))
      same++;
    if (same <= CROWD)
      continue;
    placed *all = &r->chips[i];
    double inner = inner_width(page, all);
    bool light = !third(all->chip->row);
    if (!pk_lines_new(page, &all->lines, PK_LINES_MAX))
      return;
    pk_text visible = PK_TEXT_EMPTY;
    for (int k = 0; k < same; k++) {
      const pk_chip *chip = r->chips[i + k].chip;
      pk_line name = {chip->name, PK_SIZE_SMALL, !light, text_colour(chip)};
      pk_line text = {chip->text, PK_SIZE_SMALL, false, light ? PK_SOFT_INK : text_colour(chip)};
      pk_text_add(&visible, k ? " " : "");
      pk_text_add(&visible, chip->name);
      pk_lines_add(page, &all->lines, &name, inner, 3);
      if (k + 1 < same && strcmp(chip->text, r->chips[i + k + 1].chip->text) == 0)
        continue;
      pk_text_add(&visible, *chip->text ? " " : "");
      pk_text_add(&visible, chip->text);
      pk_lines_add(page, &all->lines, &text, inner, 2);
    }
    all->visible = pk_map_keep(page->map, &visible);
    all->h = all->lines.height + 2 * CHIP_PAD;
    memmove(&r->chips[i + 1], &r->chips[i + same],
            (size_t)(r->count - i - same) * sizeof *r->chips);
    r->count -= same - 1;
  }
}

/* ---------------------------------------------------------------------------------- a row */

static int label_height(pk_page *page, int row_index, bool draw, int y) {
  pk_words_at label = {.x = PK_PAGE_MARGIN + 8 + (third(row_index) ? 8 : 18),
                       .y = y,
                       .width = page->label - 2 - (third(row_index) ? 8 : 18),
                       .size = page->size.name,
                       .colour = PK_INK,
                       .max_lines = 2,
                       .bold = true,
                       .text = pk_map_row_name(page->map, row_index)};
  int items = page->scene->item_count, height = pk_draw_words(page, &label);
  label.y += height;
  label.size = PK_SIZE_SMALL;
  label.colour = PK_SOFT_INK;
  label.bold = false;
  label.text = pk_map_row_more(page->map, row_index);
  height += pk_draw_words(page, &label);
  if (!draw)
    page->scene->item_count = items;
  return height;
}

/* The lowest free place over the columns of a chip. */
static void stack(pk_page *page, row *r) {
  int *fill = PK_NEW_ARRAY(page->map->arena, int, (size_t)page->map->stage_count + 1);
  if (!fill) {
    page->map->failed = true;
    return;
  }
  for (int i = 0; i < r->count; i++) {
    placed *c = &r->chips[i];
    for (int s = c->first; s <= c->last; s++)
      c->y = fill[s] > c->y ? fill[s] : c->y;
    for (int s = c->first; s <= c->last; s++)
      fill[s] = c->y + c->h + SPACE;
    if (c->y + c->h > r->height)
      r->height = c->y + c->h;
  }
  if (!page->dense)
    r->height = (r->height + SPACE + STEP - 1) / STEP * STEP - SPACE;
  if (r->height < 2 * STEP - SPACE && !page->dense)
    r->height = 2 * STEP - SPACE;
  r->height += 2 * ROW_PAD;
}

/* Chips that span much lie above those that span little. */
static void longest_first(row *r) {
  for (int i = 1; i < r->count; i++)
    for (int k = i; k > 0; k--) {
      placed *a = &r->chips[k - 1], *b = &r->chips[k], swap = *a;
      if (a->last - a->first >= b->last - b->first)
        break;
      *a = *b;
      *b = swap;
    }
}

static bool gather(pk_page *page, int row_index, row *r) {
  const pk_map *map = page->map;
  *r = (row){.row = row_index};
  r->chips = PK_NEW_ARRAY(map->arena, placed, (size_t)map->chip_count);
  if (!r->chips) {
    page->map->failed = true;
    return false;
  }
  for (int i = 0; i < map->chip_count; i++) {
    const pk_chip *chip = &map->chips[i];
    if (chip->row != row_index || chip->last < page->first || chip->first > page->last)
      continue;
    placed *c = &r->chips[r->count++];
    c->chip = chip;
    c->first = chip->first > page->first ? chip->first : page->first;
    c->last = chip->last < page->last ? chip->last : page->last;
    chip_lines(page, c);
  }
  longest_first(r);
  crowd(page, r);
  stack(page, r);
  int label = label_height(page, row_index, false, 0) + 2 * ROW_PAD + (page->dense ? 0 : 4);
  if (label > r->height)
    r->height = label;
  return true;
}

static void draw_row(pk_page *page, const row *r, int y) {
  label_height(page, r->row, true, y + ROW_PAD + (page->dense ? 0 : 3));
  for (int i = 0; i < r->count; i++)
    draw_chip(page, &r->chips[i], y + ROW_PAD);
}

/* ---------------------------------------------------------------------------------- bands */

static void draw_rule(pk_page *page, int y) {
  pk_item rule = {.shape = PK_BOX,
                  .x = PK_PAGE_MARGIN + 6,
                  .y = y,
                  .w = page->width - 2 * PK_PAGE_MARGIN - 12,
                  .h = 1,
                  .fill = PK_TEAL_LINE,
                  .stroke = PK_TEAL_LINE,
                  .line_width = 5,
                  .klass = "rule"};
  pk_scene_item(page->scene, &rule);
}

static void draw_third_head(pk_page *page, int y) {
  pk_draw_sign(page, (pk_sign){PK_CIRCLE, PK_PAGE_MARGIN + 9, y + 4, 10, 10}, PK_TEAL, true);
  pk_words_at head = {.x = PK_PAGE_MARGIN + 25,
                      .y = y,
                      .width = page->width - 2 * PK_PAGE_MARGIN - 40,
                      .size = page->size.head,
                      .colour = PK_TEAL,
                      .max_lines = 1,
                      .bold = true,
                      .text = pk_word(page->map->lang, "map.third")};
  pk_draw_words(page, &head);
}

static int draw_third(pk_page *page, int y) {
  row rows[PK_MAP_OTHER + 1];
  int count = 0, head = page->dense ? 21 : 26, height = head;
  for (int r = 0; r <= PK_MAP_OTHER; r++) {
    if (!gather(page, r, &rows[count]))
      return y;
    if (r < PK_MAP_OTHER || rows[count].count > 0)
      height += rows[count++].height;
  }
  pk_draw_frame(page, y, height + 2, PK_TEAL_TINT, PK_TEAL, 20);
  draw_third_head(page, y + (page->dense ? 2 : 4));
  int at = y + head;
  for (int i = 0; i < count; i++) {
    draw_rule(page, at);
    draw_row(page, &rows[i], at);
    at += rows[i].height;
  }
  return at + 2 + (page->dense ? 4 : 7);
}

static int draw_sector(pk_page *page, int sector, int y) {
  static const pk_outline shapes[] = {PK_BOX, PK_TRIANGLE, PK_DIAMOND};
  row r;
  bool always = !page->dense && sector != PK_MAP_EDUCATION;
  if (!gather(page, sector, &r) || (r.count == 0 && !always))
    return y;
  pk_draw_frame(page, y, r.height, PK_PAPER, PK_FRAME, 10);
  pk_outline shape = shapes[sector - PK_MAP_PUBLIC];
  pk_draw_sign(page,
               (pk_sign){shape, PK_PAGE_MARGIN + 9, y + ROW_PAD + (page->dense ? 2 : 5), 11, 11},
               PK_INK, true);
  draw_row(page, &r, y);
  return y + r.height + (page->dense ? 3 : 5);
}

int pk_draw_bands(pk_page *page, int y) {
  if (page->map->stage_count == 0)
    return y;
  y = draw_third(page, y);
  for (int sector = PK_MAP_PUBLIC; sector < PK_MAP_ROWS; sector++)
    y = draw_sector(page, sector, y);
  return y;
}

/* ------------------------------------------------------------------------------- coverage */

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
