/* How a comparison looks: signs, frames and lines through words, so that what becomes of a thing
 * can be told without colour. */
#include "draw/compare.h"

#include "base/words.h"
#include "draw/bands.h"
#include "draw/lato.h"
#include "draw/palette.h"

#include <math.h>
#include <string.h>

const char *pk_diff_sign(pk_diff diff) {
  static const char *const signs[] = {"", "", "+", "\u2212", "\u0394"};
  return signs[diff];
}

const char *pk_diff_word(const pk_map *map, pk_diff diff) {
  static const char *const keys[] = {"compare.word.same", "compare.word.same", "compare.word.added",
                                     "compare.word.removed", "compare.word.changed"};
  return pk_word(map->lang, keys[diff]);
}

int pk_diff_ink(pk_diff diff) {
  static const int inks[] = {PK_INK, PK_SOFT_INK, PK_ADDED, PK_REMOVED, PK_INK};
  return inks[diff];
}

static int frame_colour(pk_diff diff) {
  static const int colours[] = {PK_STAGE, PK_MUTED_LINE, PK_ADDED, PK_REMOVED, PK_CHANGED};
  return colours[diff];
}

void pk_diff_style(pk_item *box, pk_diff diff) {
  static const int widths[] = {10, 10, 30, 15, 20};
  box->stroke = frame_colour(diff);
  box->line_width = widths[diff];
  box->dashed = diff == PK_DIFF_REMOVED;
  box->fill = diff == PK_DIFF_SAME      ? PK_MUTED_BOX
              : diff == PK_DIFF_CHANGED ? PK_CHANGED_TINT
                                        : PK_PAPER;
}

const char *pk_diff_class(pk_page *page, const char *klass, pk_diff diff) {
  static const char *const more[] = {"", " same", " added", " removed", " changed"};
  if (diff == PK_DIFF_NONE)
    return klass;
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text, klass);
  pk_text_add(&text, more[diff]);
  return pk_map_keep(page->map, &text);
}

/* A crowd whose members fare differently has the frame of none of them. */
void pk_diff_chip(pk_page *page, pk_item *box, const struct pk_placed *chip) {
  pk_diff diff = chip->chip->diff;
  for (int i = 0; i < chip->member_count; i++)
    if (chip->member[i].chip->diff != diff)
      diff = PK_DIFF_NONE;
  box->klass = pk_diff_class(page, box->klass, diff);
  pk_diff_style(box, diff == PK_DIFF_NONE ? PK_DIFF_SAME : diff);
  if (diff == PK_DIFF_NONE)
    box->fill = PK_PAPER;
}

static void bar(pk_page *page, int x, int y, int w, int h) {
  pk_item item = {.shape = PK_BOX,
                  .x = x,
                  .y = y,
                  .w = w,
                  .h = h,
                  .fill = PK_PAPER,
                  .stroke = PK_NO_COLOUR,
                  .klass = "sign"};
  pk_scene_item(page->scene, &item);
}

/* Signs are drawn, not written: a letter sits on its line, a sign in the middle. */
void pk_draw_badge(pk_page *page, pk_diff diff, int x, int y) {
  if (!*pk_diff_sign(diff))
    return;
  pk_item badge = {.shape = PK_BOX,
                   .x = x,
                   .y = y,
                   .w = PK_BADGE,
                   .h = PK_BADGE,
                   .fill = frame_colour(diff),
                   .stroke = frame_colour(diff),
                   .line_width = 5,
                   .klass = "badge"};
  pk_scene_item(page->scene, &badge);
  if (diff == PK_DIFF_CHANGED) {
    pk_draw_sign(page, (pk_sign){PK_TRIANGLE, x + 3, y + 3, 8, 7}, PK_PAPER, false);
    return;
  }
  bar(page, x + 3, y + 6, 8, 2);
  if (diff == PK_DIFF_ADDED)
    bar(page, x + 6, y + 3, 2, 8);
}

void pk_draw_strikes(pk_page *page, const pk_item *item, int first, int last) {
  int height = 0;
  for (int i = 0; i < item->line_count; i++)
    height += PK_LINE_HEIGHT(item->lines[i].size);
  int room = item->h - 2 * item->pad_y;
  int y = item->y + item->pad_y + (item->top || room < height ? 0 : (room - height) / 2);
  for (int i = 0; i < last && i < item->line_count; i++) {
    const pk_line *line = &item->lines[i];
    double wide = pk_text_width(line->text, strlen(line->text), line->size, line->bold);
    pk_item strike = {.shape = PK_BOX,
                      .x = item->x + item->pad_x + item->indent,
                      .y = y + PK_LINE_HEIGHT(line->size) * 9 / 20,
                      .w = (int)ceil(wide),
                      .h = 1,
                      .fill = line->colour,
                      .stroke = PK_NO_COLOUR,
                      .klass = "strike",
                      .transition = item->transition};
    if (i >= first && *line->text)
      pk_scene_item(page->scene, &strike);
    y += PK_LINE_HEIGHT(line->size);
  }
}
