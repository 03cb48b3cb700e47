/* The bands below the path: the third sector role by role, then the other sectors. Chips have their
 * places from draw/rows.c. */
#include "draw/bands.h"

#include "base/words.h"
#include "draw/compare.h"
#include "draw/lato.h"
#include "draw/palette.h"
#include "draw/spoken.h"

#include <math.h>
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
  int middle = y + pk_line_height(page->scene, size) / 2;
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
                    .pad_x = page->air->chip_side,
                    .indent = box->indent,
                    .id = m->id,
                    .klass = "member",
                    .name = pk_spoken_chip(page->map, m->chip, m->visible),
                    .line_count = m->lines.count,
                    .lines = m->lines.line};
    pk_scene_item(page->scene, &item);
    if (m->chip->diff == PK_DIFF_REMOVED)
      pk_draw_strikes(page, &item, 0, m->name_lines);
    draw_chip_mark(page, m->chip, box->x + page->air->chip_side, item.y, PK_SIZE_SMALL);
  }
}

/* The words behind a chip's name: a box of nothing over the chip, its lines empty but for that of
 * the name. Graphviz sets bold letters a point higher than others. */
static void draw_run_on(pk_page *page, const pk_placed *c, const pk_item *chip) {
  pk_lines lines;
  if (!pk_lines_new(page, &lines, c->lines.count))
    return;
  const pk_line *name = &c->lines.line[c->name_lines - 1];
  int before = (int)ceil(pk_text_width(name->text, strlen(name->text), name->size, name->bold)) +
               PK_RUN_ON_SPACE;
  for (int i = 0; i < c->lines.count; i++)
    lines.line[i] = (pk_line){"", PK_SIZE_SMALL, false, pk_chip_text_ink(c->chip)};
  lines.line[c->name_lines - 1].text = c->run_on;
  pk_item words = *chip;
  words.shape = PK_TEXT_ONLY;
  words.fill = words.stroke = PK_NO_COLOUR;
  words.dashed = false;
  words.x += before;
  words.w -= before;
  words.y -= name->bold;
  words.id = words.name = NULL;
  words.klass = "run-on";
  words.lines = lines.line;
  pk_scene_item(page->scene, &words);
}

static void draw_chip(pk_page *page, const pk_placed *c, int y) {
  int from = page->scene->item_count;
  pk_item box = {.x = pk_page_chip_x(page, c->first),
                 .y = y + c->y,
                 .w = pk_page_chip_w(page, c->first, c->last),
                 .h = c->h,
                 .line_width = 10,
                 .pad_x = page->air->chip_side,
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
    box.pad_y = page->air->chip;
  }
  style_chip(page, &box, c);
  pk_scene_item(page->scene, &box);
  if (c->member_count == 0 && c->run_on)
    draw_run_on(page, c, &box);
  if (c->member_count)
    draw_members(page, c, &box);
  else
    draw_chip_mark(page, c->chip, box.x + page->air->chip_side,
                   box.y + (box.top ? box.pad_y : (c->h - c->lines.height) / 2),
                   page->air->size.name);
  if (c->member_count == 0 && c->chip->diff == PK_DIFF_REMOVED)
    pk_draw_strikes(page, &box, 0, c->name_lines);
  pk_page_stand(page, from, c->first, c->last);
}

/* ---------------------------------------------------------------------------------- a row */

/* A row in which nobody stands is one line high: its explanation may stand behind its name. */
static void explain_beside(const pk_page *page, const pk_words_at *name, pk_words_at *more) {
  more->x += pk_number_width(name->text, strlen(name->text)) + PK_RUN_ON_SPACE;
  more->y = name->y;
  more->width = page->width - page->air->margin - more->x;
}

int pk_row_label(pk_page *page, const pk_row_place *r, bool draw, int y) {
  int indent = pk_row_third(r->row) ? 8 : 18;
  bool beside = r->count == 0 && page->air->runs_on;
  pk_words_at label = {.x = page->air->margin + 8 + indent,
                       .y = y,
                       .width = page->air->label - 2 - indent,
                       .size = page->air->size.name,
                       .colour = PK_INK,
                       .max_lines = 2,
                       .bold = true,
                       .text = pk_map_row_name(page->map, r->row)};
  if (beside)
    label.width = pk_number_width(label.text, strlen(label.text));
  int items = page->scene->item_count;
  pk_words_at more = label;
  more.y += pk_draw_words(page, &label);
  more.size = PK_SIZE_SMALL;
  more.colour = PK_SOFT_INK;
  more.bold = false;
  more.text = pk_map_row_more(page->map, r->row);
  if (beside)
    explain_beside(page, &label, &more);
  int below = more.y + pk_draw_words(page, &more);
  if (!draw)
    page->scene->item_count = items;
  return below - y;
}

/* Chips follow each other from the left, as Tab goes through them. */
static void draw_row(pk_page *page, const pk_row_place *r, int y) {
  pk_row_label(page, r, true, y + page->air->row + (page->dense ? 0 : 3));
  for (int s = page->first; page->map->options->touch && s <= page->last; s++)
    pk_draw_cell(page, r->row, s, y, r->height);
  for (int s = page->first; s <= page->last; s++)
    for (int i = 0; i < r->count; i++)
      if (r->chips[i].first == s)
        draw_chip(page, &r->chips[i], y + page->air->row);
}

/* ---------------------------------------------------------------------------------- bands */

static void draw_rule(pk_page *page, int y) {
  pk_item rule = {.shape = PK_BOX,
                  .x = page->air->margin + 6,
                  .y = y,
                  .w = page->width - 2 * page->air->margin - 12,
                  .h = 1,
                  .fill = PK_TEAL_LINE,
                  .stroke = PK_TEAL_LINE,
                  .line_width = 5,
                  .klass = "rule"};
  pk_scene_item(page->scene, &rule);
}

static void draw_third_head(pk_page *page, int y) {
  pk_draw_sign(page, (pk_sign){PK_CIRCLE, page->air->margin + 9, y + 4, 10, 10}, PK_TEAL, true);
  pk_words_at head = {.x = page->air->margin + 25,
                      .y = y,
                      .width = page->width - 2 * page->air->margin - 40,
                      .size = page->air->size.head,
                      .colour = PK_TEAL,
                      .max_lines = 1,
                      .bold = true,
                      .text = pk_word(page->map->lang, "map.third")};
  pk_draw_words(page, &head);
}

static int draw_third(pk_page *page, int y) {
  pk_row_place rows[PK_MAP_OTHER + 1];
  int count = 0, head = page->air->heading, height = head;
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
  return at + 2 + page->air->after_third;
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
      (pk_sign){shape, page->air->margin + 9, y + page->air->row + (page->dense ? 2 : 5), 11, 11},
      PK_INK, true);
  draw_row(page, &r, y);
  return y + r.height + page->air->after_sector;
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
