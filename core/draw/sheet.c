/* Columns and pages: how many stages stand side by side, and what follows what.
 *
 * A screen gets one sheet, strips of PK_PAGE_COLUMNS stages below each other, the legend at the
 * end. Paper gets a page for each strip: title, stages, bands, coverage, and the legend where there
 * is room for it. Strips are as long as takes the fewest sheets with no text below PK_PRINT_MIN; a
 * page that is taller than its sheet is continued on another by the renderer. */
#include "draw/page.h"

#include "draw/compare.h"
#include "draw/palette.h"

#include <limits.h>
#include <stdio.h>

enum {
  LABEL = 138,
  GAP = 50,
  DENSE_LABEL = 132,
  DENSE_GAP = 45,
  DENSE_PITCH_MIN = 138,
  DENSE_PITCH_MAX = 270,
  BETWEEN = 18, /* strips of a screen */
  ROUNDING = 3  /* whole points of paper and scene */
};

/* ------------------------------------------------------------------------------- columns */

static int first_x(const pk_page *page, int strip) {
  return PK_PAGE_MARGIN + page->label + 10 + (strip > 0 ? page->gap + PK_PAGE_AWAY : 0);
}

/* What stands behind the last gap: the way to the next strip. */
static int end_width(const pk_page *page) {
  return (page->strips > 1 ? PK_PAGE_AWAY + PK_PAGE_CONNECTOR + 6 : 0) + PK_PAGE_MARGIN;
}

static int strips_of(int stages, int columns) {
  return stages > 0 ? (stages + columns - 1) / columns : 1;
}

static void lay_columns(pk_page *page, int columns, int pitch, int narrowest) {
  int n = page->map->stage_count;
  page->columns = columns;
  page->strips = strips_of(n, columns);
  page->width = narrowest;
  for (int s = 0; s < n; s++) {
    page->strip[s] = s / columns;
    page->box_x[s] = first_x(page, page->strip[s]) + s % columns * pitch;
    page->box_w[s] = pitch - page->gap;
    int right = page->box_x[s] + pitch + end_width(page);
    page->width = right > page->width ? right : page->width;
  }
}

/* ---------------------------------------------------------------------------------- parts */

static void find_strip(pk_page *page, int strip) {
  int n = page->map->stage_count;
  page->first = strip * page->columns;
  page->last = page->first + page->columns - 1 < n ? page->first + page->columns - 1 : n - 1;
  if (page->last < page->first)
    page->last = page->first;
}

static int draw_strip(pk_page *page, int strip, int y) {
  find_strip(page, strip);
  y = pk_draw_path(page, y);
  y = pk_draw_bands(page, y);
  return pk_draw_coverage(page, y);
}

static void draw_screen(pk_page *page) {
  int y = pk_draw_title(page, 0, 0, 1);
  for (int strip = 0; strip < page->strips; strip++)
    y = draw_strip(page, strip, y) + (strip + 1 < page->strips ? BETWEEN : 0);
  y = pk_draw_outcomes(page, y);
  page->scene->height = pk_draw_legend(page, y) + PK_PAGE_MARGIN;
}

/* Where the legend stands on paper: on every page where there is room, else where there is. */
typedef enum { LEGEND_EACH, LEGEND_LAST, LEGEND_OWN, LEGEND_PLACES } legend_place;

static bool begin_pages(pk_page *page, int count) {
  pk_scene *scene = page->scene;
  scene->item_count = scene->edge_count = 0;
  scene->width = page->width;
  scene->pages = PK_NEW_ARRAY(page->map->arena, pk_printed, (size_t)count);
  if (!scene->pages)
    page->map->failed = true;
  scene->page_count = scene->pages ? count : 0;
  return scene->pages != NULL;
}

/* A page for each strip, and one for the outcomes of a comparison, or for the legend where it has
 * to have its own. */
static void draw_pages(pk_page *page, legend_place legend) {
  int count = page->strips + (legend == LEGEND_OWN || pk_has_outcomes(page->map)), y = 0;
  if (!begin_pages(page, count))
    return;
  for (int i = 0; i < count; i++) {
    int top = y;
    y = pk_draw_title(page, y, i, count);
    if (i < page->strips)
      y = draw_strip(page, i, y);
    else
      y = pk_draw_outcomes(page, y);
    if (legend == LEGEND_EACH || i + 1 == count)
      y = pk_draw_legend(page, y);
    y += 2;
    page->scene->pages[i] = (pk_printed){top, y - top};
  }
  page->scene->height = y;
}

/* ---------------------------------------------------------------------------------- paper */

/* Points of the scene that fill a length of paper with text of PK_PRINT_MIN. */
static int room_on(const pk_page *page, int side) {
  return (side - 2 * PK_SHEET_MARGIN) * page->size.small / PK_PRINT_MIN;
}

/* Lays out strips of at most `columns` stages, evenly; false where that is too wide. */
static bool lay_paper(pk_page *page, int columns, int width, int narrowest) {
  int n = page->map->stage_count;
  page->strips = strips_of(n, columns);
  columns = (n + page->strips - 1) / page->strips;
  columns = columns > 0 ? columns : 1;
  int room = width - first_x(page, page->strips > 1) - end_width(page);
  int pitch = room / columns < DENSE_PITCH_MAX ? room / columns : DENSE_PITCH_MAX;
  lay_columns(page, columns, pitch, narrowest);
  return pitch >= DENSE_PITCH_MIN || columns == 1;
}

/* Sheets of paper that the pages take, where one taller than `height` continues on another. */
static int sheets_of(const pk_scene *scene, int height) {
  int sheets = 0;
  for (int i = 0; i < scene->page_count; i++)
    sheets += (scene->pages[i].height + height - 1) / height;
  return sheets;
}

static int tallest_of(const pk_scene *scene) {
  int tallest = 0;
  for (int i = 0; i < scene->page_count; i++)
    tallest = scene->pages[i].height > tallest ? scene->pages[i].height : tallest;
  return tallest;
}

typedef struct layout {
  int columns, cost, tallest;
  legend_place legend;
} layout;

/* Tries the places of the legend with these columns, and keeps what costs less: few sheets, and no
 * page that has to be cut, because what is behind the cut has no stages above it. One sheet more is
 * better than a cut, two are not. */
static void try_columns(pk_page *page, int columns, int height, layout *best) {
  for (int at = LEGEND_EACH; at < LEGEND_PLACES && !page->map->failed; at++) {
    draw_pages(page, (legend_place)at);
    int tallest = tallest_of(page->scene);
    int cost = 2 * sheets_of(page->scene, height) + (tallest > height ? 3 : 0);
    if (cost < best->cost)
      *best = (layout){columns, cost, tallest, (legend_place)at};
  }
}

static void draw_paper(pk_page *page) {
  bool a3 = page->scene->paper == POLKU_A3;
  int width = room_on(page, a3 ? PK_A3_LONG : PK_A4_LONG);
  int height = room_on(page, a3 ? PK_A3_SHORT : PK_A4_SHORT) - ROUNDING;
  int n = page->map->stage_count > 0 ? page->map->stage_count : 1, most = width / DENSE_PITCH_MIN;
  layout best = {.columns = 1, .cost = INT_MAX, .tallest = height};
  for (int columns = most < n ? most : n; columns > 0 && !page->map->failed; columns--) {
    if (!lay_paper(page, columns, width, PK_PAGE_TITLE))
      continue;
    try_columns(page, columns, height, &best);
    columns = page->columns; /* the next with fewer */
  }
  /* Narrow pages get the shape of the sheet, so that one that fills its width is not too tall. */
  int shape = best.tallest < height ? best.tallest * width / height + ROUNDING : width;
  lay_paper(page, best.columns, width, shape > PK_PAGE_TITLE ? shape : PK_PAGE_TITLE);
  draw_pages(page, best.legend);
}

/* ------------------------------------------------------------------------------- the whole */

static const char *describe(pk_map *map) {
  char stages[16], arrows[16], chips[16];
  snprintf(stages, sizeof stages, "%d", map->stage_count);
  snprintf(arrows, sizeof arrows, "%d", map->arrow_count);
  snprintf(chips, sizeof chips, "%d", map->chip_count);
  return pk_map_fill(map, "map.description", "stages", stages, "arrows", arrows, "chips", chips,
                     NULL);
}

static bool start_page(pk_page *page) {
  static const pk_sizes screen = {PK_SIZE_TITLE, 14, PK_SIZE_HEAD,
                                  PK_SIZE_STAGE, 13, PK_SIZE_SMALL};
  static const pk_sizes paper = {20, 12, 13, 13, 12, PK_SIZE_SMALL};
  size_t n = (size_t)page->map->stage_count;
  page->dense = page->scene->paper != POLKU_SCREEN;
  page->size = page->dense ? paper : screen;
  page->label = page->dense ? DENSE_LABEL : LABEL;
  page->gap = page->dense ? DENSE_GAP : GAP;
  page->strip = PK_NEW_ARRAY(page->map->arena, int, n);
  page->box_x = PK_NEW_ARRAY(page->map->arena, int, n);
  page->box_w = PK_NEW_ARRAY(page->map->arena, int, n);
  return page->strip && page->box_x && page->box_w;
}

pk_scene *pk_map_scene(pk_map *map) {
  pk_scene *scene = PK_NEW(map->arena, pk_scene);
  pk_page page = {.map = map, .scene = scene};
  if (!scene)
    return NULL;
  scene->arena = map->arena;
  scene->title = map->title;
  scene->description = describe(map);
  scene->lang = pk_lang_ids[map->lang];
  scene->paper = map->options->paper;
  if (!start_page(&page))
    return NULL;
  if (page.dense) {
    draw_paper(&page);
  } else {
    lay_columns(&page, PK_PAGE_COLUMNS, PK_PAGE_PITCH, PK_PAGE_TITLE);
    scene->width = page.width;
    draw_screen(&page);
  }
  return scene->failed || map->failed ? NULL : scene;
}
