/* The bands below the path: the third sector role by role, then the other sectors. Chips have their
 * places from draw/rows.c. */
#include "draw/bands.h"

#include "base/words.h"
#include "draw/compare.h"
#include "draw/palette.h"
#include "draw/spoken.h"

#include <stdio.h>
#include <string.h>

enum { INDENT = 15 }; /* of text beside a mark */

/* ------------------------------------------------------------------------------- one chip */

bool pk_row_third(int r) {
  return r <= PK_MAP_OTHER;
}

int pk_chip_ink(const pk_chip *chip) {
  if (chip->diff != PK_DIFF_NONE)
    return pk_diff_ink(chip->diff);
  return chip->gap ? PK_GAP : pk_row_third(chip->row) ? PK_PAPER : PK_INK;
}

int pk_chip_text_ink(const pk_chip *chip) {
  if (chip->diff == PK_DIFF_ADDED)
    return PK_INK;
  return pk_row_third(chip->row) || chip->diff != PK_DIFF_NONE ? pk_chip_ink(chip) : PK_SOFT_INK;
}

static bool is_marked(const pk_chip *chip) {
  return chip->gap || chip->mark != PK_MARK_NONE || *pk_diff_sign(chip->diff);
}

int pk_chip_indent(const pk_placed *c) {
  bool marked = is_marked(c->chip);
  for (int i = 0; i < c->member_count; i++)
    marked = marked || is_marked(c->member[i].chip);
  return !marked ? 0 : c->chip->diff == PK_DIFF_NONE ? INDENT : PK_BADGE_INDENT;
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

static void style_chip(pk_page *page, pk_item *box, const pk_placed *c) {
  const pk_chip *chip = c->chip;
  if (chip->gap) {
    box->shape = PK_BOX;
    box->fill = PK_PAPER;
    box->stroke = PK_GAP;
    box->line_width = 15;
    box->dashed = true;
    box->klass = "chip gap";
  } else if (pk_row_third(chip->row)) {
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
  if (chip->diff != PK_DIFF_NONE)
    pk_diff_chip(page, box, c);
}

/* The mark beside the first line of what begins at `y`. */
static void draw_chip_mark(pk_page *page, const pk_chip *chip, int x, int y, int size) {
  int middle = y + PK_LINE_HEIGHT(size) / 2;
  if (*pk_diff_sign(chip->diff) && !chip->answered) { /* then the other below it */
    pk_draw_badge(page, chip->diff, x, middle - PK_BADGE / 2);
    middle += PK_BADGE + 3;
  }
  if (chip->gap)
    pk_draw_sign(page, (pk_sign){PK_CIRCLE, x, middle - 4, 9, 9},
                 chip->answered              ? PK_ADDED
                 : chip->diff > PK_DIFF_NONE ? pk_chip_text_ink(chip)
                                             : PK_GAP,
                 chip->answered);
  else
    pk_draw_mark(page, chip->mark, x, middle - 6, pk_chip_ink(chip));
}

/* Everybody in a crowd can be reached alone. */
static void draw_members(pk_page *page, const pk_placed *c, const pk_item *box) {
  for (int i = 0; i < c->member_count; i++) {
    const pk_placed *m = &c->member[i];
    pk_item item = {.shape = PK_TEXT_ONLY,
                    .x = box->x,
                    .y = box->y + m->y,
                    .w = box->w,
                    .h = m->h,
                    .fill = PK_NO_COLOUR,
                    .stroke = PK_NO_COLOUR,
                    .top = true,
                    .pad_x = PK_CHIP_SIDE,
                    .indent = box->indent,
                    .id = m->id,
                    .klass = "member",
                    .name = pk_spoken_chip(page->map, m->chip, m->visible),
                    .line_count = m->lines.count,
                    .lines = m->lines.line};
    pk_scene_item(page->scene, &item);
    if (m->chip->diff == PK_DIFF_REMOVED)
      pk_draw_strikes(page, &item, 0, m->name_lines);
    draw_chip_mark(page, m->chip, box->x + PK_CHIP_SIDE, item.y, PK_SIZE_SMALL);
  }
}

static void draw_chip(pk_page *page, const pk_placed *c, int y) {
  int from = page->scene->item_count;
  pk_item box = {.x = pk_page_chip_x(page, c->first),
                 .y = y + c->y,
                 .w = pk_page_chip_w(page, c->first, c->last),
                 .h = c->h,
                 .line_width = 10,
                 .pad_x = PK_CHIP_SIDE,
                 .pad_y = 2,
                 .indent = pk_chip_indent(c),
                 .line_count = c->lines.count,
                 .lines = c->lines.line};
  if (c->member_count == 0) {
    box.id = c->id;
    box.name = pk_spoken_chip(page->map, c->chip, c->visible);
  }
  if (c->member_count == 0 && pk_chip_marks(c->chip) > c->lines.height) {
    box.top = true; /* beside the first of its marks */
    box.pad_y = PK_CHIP_PAD(page);
  }
  style_chip(page, &box, c);
  pk_scene_item(page->scene, &box);
  if (c->member_count)
    draw_members(page, c, &box);
  else
    draw_chip_mark(page, c->chip, box.x + PK_CHIP_SIDE,
                   box.y + (box.top ? box.pad_y : (c->h - c->lines.height) / 2), page->size.name);
  if (c->member_count == 0 && c->chip->diff == PK_DIFF_REMOVED)
    pk_draw_strikes(page, &box, 0, c->name_lines);
  pk_page_stand(page, from, c->first, c->last);
}

/* ---------------------------------------------------------------------------------- a row */

int pk_row_label(pk_page *page, int row_index, bool draw, int y) {
  pk_words_at label = {.x = PK_PAGE_MARGIN + 8 + (pk_row_third(row_index) ? 8 : 18),
                       .y = y,
                       .width = page->label - 2 - (pk_row_third(row_index) ? 8 : 18),
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

/* Chips follow each other from the left, as Tab goes through them. */
static void draw_row(pk_page *page, const pk_row_place *r, int y) {
  pk_row_label(page, r->row, true, y + PK_ROW_PAD(page) + (page->dense ? 0 : 3));
  for (int s = page->first; page->map->options->touch && s <= page->last; s++)
    pk_draw_cell(page, r->row, s, y, r->height);
  for (int s = page->first; s <= page->last; s++)
    for (int i = 0; i < r->count; i++)
      if (r->chips[i].first == s)
        draw_chip(page, &r->chips[i], y + PK_ROW_PAD(page));
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
  pk_row_place rows[PK_MAP_OTHER + 1];
  int count = 0, head = page->dense ? 21 : 26, height = head;
  for (int r = 0; r <= PK_MAP_OTHER; r++) {
    if (!pk_row_gather(page, r, &rows[count]))
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
  pk_row_place r;
  bool always = !page->dense && sector != PK_MAP_EDUCATION;
  if (!pk_row_gather(page, sector, &r) || (r.count == 0 && !always))
    return y;
  pk_draw_frame(page, y, r.height, PK_PAPER, PK_FRAME, 10);
  pk_outline shape = shapes[sector - PK_MAP_PUBLIC];
  pk_draw_sign(
      page,
      (pk_sign){shape, PK_PAGE_MARGIN + 9, y + PK_ROW_PAD(page) + (page->dense ? 2 : 5), 11, 11},
      PK_INK, true);
  draw_row(page, &r, y);
  return y + r.height + (page->dense ? 3 : 5);
}

int pk_draw_bands(pk_page *page, int y) {
  if (page->map->stage_count == 0)
    return y;
  const pk_filter *filter = &page->map->filter;
  if (!pk_filter_hides_sector(filter, PK_THIRD))
    y = draw_third(page, y);
  for (int row = PK_MAP_PUBLIC; row < PK_MAP_ROWS; row++)
    if (!pk_filter_hides_sector(filter, (pk_sector)(PK_PUBLIC + row - PK_MAP_PUBLIC)))
      y = draw_sector(page, row, y);
  return y;
}
