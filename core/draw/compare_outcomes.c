/* The band of outcomes, below the grid: points with their intervals, never bars, which would be
 * read as counts; the difference on an axis of its own with nothing in its middle; what was
 * observed as an outline. */
#include "draw/compare.h"

#include "base/words.h"
#include "draw/palette.h"

#include <math.h>
#include <string.h>

enum { NAMES = 176, CHART = 300, ROW = 22, POINT = 9, CAP = 4, SPACE = 12 };

/* -------------------------------------------------------------------------------------- a row */

typedef struct axis {
  pk_page *page;
  int x;           /* where names begin */
  double from, to; /* of the chart */
  int colour;      /* of the row that is drawn */
} axis;

static double place(const axis *a, double value) {
  double part = a->to > a->from ? (value - a->from) / (a->to - a->from) : 0.5;
  return a->x + NAMES + SPACE + CHART * fmin(fmax(part, 0), 1);
}

static void line(const axis *a, double x0, double y0, double x1, double y1,
                 const pk_outcome_row *r) {
  pk_polyline route = {.count = 2,
                       .x = {x0, x1},
                       .y = {y0, y1},
                       .line_width = 15,
                       .colour = a->colour,
                       .dashed = r->observed && fabs(y0 - y1) < 0.5,
                       .klass = "interval"};
  if (hypot(x1 - x0, y1 - y0) > 0.5)
    pk_scene_polyline(a->page->scene, &route);
}

static void draw_interval(const axis *a, const pk_outcome_row *r, double y) {
  double x = place(a, r->value), half = POINT / 2.0 + 1;
  if (isfinite(r->low) && isfinite(r->high)) {
    double low = place(a, r->low), high = place(a, r->high);
    if (low < x - half)
      line(a, low, y, x - half, y, r);
    if (high > x + half)
      line(a, x + half, y, high, y, r);
    line(a, low, y - CAP, low, y + CAP, r);
    line(a, high, y - CAP, high, y + CAP, r);
  }
  pk_sign point = {PK_CIRCLE, (int)lround(x - POINT / 2.0), (int)lround(y - POINT / 2.0), POINT,
                   POINT};
  pk_draw_sign(a->page, point, a->colour, !r->observed);
}

/* The name in at most two lines, the point with its interval, the number in words. */
static int draw_row(const axis *a, const pk_outcome_row *r, int y) {
  pk_words_at words = {.x = a->x,
                       .y = y + 2,
                       .width = NAMES,
                       .size = PK_SIZE_SMALL,
                       .colour = PK_INK,
                       .max_lines = 2,
                       .bold = r->strong,
                       .text = r->name};
  int height = pk_draw_words(a->page, &words);
  words.x = a->x + NAMES + 2 * SPACE + CHART;
  words.width = a->page->width - a->page->air->margin - 8 - words.x;
  words.text = r->number;
  int other = pk_draw_words(a->page, &words);
  height = height > other ? height : other;
  if (isfinite(r->value))
    draw_interval(a, r, y + 2 + PK_LINE_HEIGHT(PK_SIZE_SMALL) / 2.0);
  return y + (height + 5 > ROW ? height + 5 : ROW);
}

/* ------------------------------------------------------------------------------------- blocks */

/* 1, 2 or 5 times a power of ten that is not less. */
static double rounded_up(double value) {
  double unit = pow(10, floor(log10(value)));
  return unit * (value <= unit ? 1 : value <= 2 * unit ? 2 : value <= 5 * unit ? 5 : 10);
}

static double farthest(const pk_outcome_row *rows, int count) {
  double most = 0;
  for (int i = 0; i < count; i++) {
    const double ends[] = {rows[i].value, rows[i].low, rows[i].high};
    for (int k = 0; k < 3; k++)
      if (isfinite(ends[k]))
        most = fmax(most, fabs(ends[k]));
  }
  return most > 0 ? rounded_up(most) : 1;
}

static void upright(const axis *a, double value, int top, int bottom) {
  pk_polyline route = {.count = 2,
                       .x = {place(a, value), place(a, value)},
                       .y = {top, bottom},
                       .line_width = 10,
                       .colour = PK_MUTED_LINE,
                       .klass = "axis"};
  pk_scene_polyline(a->page->scene, &route);
}

static void tick(const axis *a, double value, bool sign, int y) {
  pk_map *map = a->page->map;
  double shown = fabs(value);
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text, !sign || value == 0 ? "" : value > 0 ? "+" : "\u2212");
  pk_text_add(&text, pk_map_written(map, shown));
  const char *number = pk_map_keep(map, &text);
  int wide = pk_number_width(number, strlen(number));
  pk_words_at words = {.x = (int)lround(place(a, value) - wide / 2.0),
                       .y = y,
                       .width = wide,
                       .size = PK_SIZE_SMALL,
                       .colour = PK_SOFT_INK,
                       .max_lines = 1,
                       .text = number};
  pk_draw_words(a->page, &words);
}

/* Of the two models the first is the paler. */
static int colour_of(const pk_outcome_block *block, int row) {
  int first = block->rows[0].observed ? 1 : 0;
  return block->differences ? PK_CHANGED : row == first ? PK_SOFT_INK : PK_INK;
}

/* Rows under a heading, on one axis; of differences with nothing in its middle. */
static int draw_block(pk_page *page, const pk_outcome_block *block, int y) {
  bool sign = block->differences;
  axis a = {.page = page, .x = page->air->margin + page->air->label + 10};
  a.to = farthest(block->rows, block->count);
  a.from = sign ? -a.to : 0;
  pk_words_at words = {.x = a.x,
                       .y = y,
                       .width = page->width - page->air->margin - 8 - a.x,
                       .size = PK_SIZE_SMALL,
                       .colour = PK_SOFT_INK,
                       .max_lines = 2,
                       .text = block->head};
  int top = y + pk_draw_words(page, &words) + 3;
  y = top;
  for (int i = 0; i < block->count; i++) {
    a.colour = colour_of(block, i);
    y = draw_row(&a, &block->rows[i], y) + (block->rows[i].observed ? 4 : 0);
  }
  upright(&a, 0, top, y);
  tick(&a, 0, sign, y);
  tick(&a, a.to, sign, y);
  if (sign)
    tick(&a, a.from, sign, y);
  return y + PK_LINE_HEIGHT(PK_SIZE_SMALL) + 8;
}

static int draw_label(pk_page *page, int y) {
  pk_words_at label = {.x = page->air->margin + 8,
                       .y = y,
                       .width = page->air->label - 12,
                       .size = page->air->size.head,
                       .colour = PK_INK,
                       .max_lines = 3,
                       .bold = true,
                       .text = pk_word(page->map->lang, "compare.outcomes")};
  label.y += pk_draw_words(page, &label) + 1;
  label.size = PK_SIZE_SMALL;
  label.colour = PK_SOFT_INK;
  label.bold = false;
  label.max_lines = 8;
  label.text = pk_word(page->map->lang, "compare.outcomes.more");
  return label.y + pk_draw_words(page, &label);
}

int pk_draw_outcomes(pk_page *page, int y) {
  pk_outcome_block blocks[PK_OUTCOME_BLOCKS];
  int count = pk_compare_blocks(page->map, blocks);
  if (count == 0)
    return y;
  size_t frame = (size_t)page->scene->item_count;
  pk_draw_frame(page, y, 1, PK_PAPER, PK_FRAME, 10);
  int label = draw_label(page, y + 8), bottom = y + 8;
  for (int i = 0; i < count; i++)
    bottom = draw_block(page, &blocks[i], bottom);
  bottom = label + 6 > bottom ? label + 6 : bottom;
  if (!page->scene->failed)
    page->scene->items[frame].h = bottom - y;
  return bottom + page->air->after_path;
}
