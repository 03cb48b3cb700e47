/* Columns and pages: how many stages stand side by side, and what follows what.
 *
 * A screen gets one sheet, strips of PK_PAGE_COLUMNS stages below each other, the legend at the
 * end. On paper the map stands on one sheet if it can, with its text as large as fits and as much
 * air as that leaves (draw/air.c). Where even the closest map would need text below PK_PRINT_MIN,
 * each strip gets a page: title, stages, bands, coverage, and the legend where there is room for
 * it; strips are as long as takes the fewest sheets, and a page that is taller than its sheet is
 * continued on another by the renderer. */
#include "draw/page.h"

#include "draw/compare.h"
#include "draw/palette.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

enum {
  BETWEEN = 18,    /* strips of a screen */
  ROUNDING = 3,    /* whole points of paper and scene */
  COMFORTABLE = 9, /* points of text for which a page need not be closer */
  LARGEST = 12     /* no text of a whole map is printed larger than it is on a screen */
};

/* ------------------------------------------------------------------------------- columns */

static int first_x(const pk_page *page, int strip) {
  return page->air->margin + page->air->label + 10 + (strip > 0 ? page->gap + PK_PAGE_AWAY : 0);
}

/* What stands behind the last gap: the way to the next strip. */
static int end_width(const pk_page *page) {
  return (page->strips > 1 ? PK_PAGE_AWAY + PK_PAGE_CONNECTOR + 6 : 0) + page->air->margin;
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

/* Columns as wide as what stands in them needs, in the room that they have when all are alike. */
static void fit_columns(pk_page *page) {
  int n = page->map->stage_count, x = first_x(page, 0);
  int whole = page->width - x - end_width(page);
  int *width = PK_NEW_ARRAY(page->map->arena, int, (size_t)n);
  if (!width || !pk_share_columns(page, whole, width)) {
    page->map->failed = true;
    return;
  }
  for (int s = 0; s < n; x += width[s++]) {
    page->box_x[s] = x;
    page->box_w[s] = width[s] - page->gap;
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
  page->scene->height = pk_draw_legend(page, y) + page->air->margin;
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

/* What a sheet has room for, in points of the scene. */
typedef struct sheet {
  int width, height;
} sheet;

/* With the smallest text printed at `half_points` / 2. */
static sheet sheet_at(const pk_page *page, int half_points) {
  bool a3 = page->scene->paper == POLKU_A3;
  int wide = (a3 ? PK_A3_LONG : PK_A4_LONG) - 2 * PK_SHEET_MARGIN;
  int high = (a3 ? PK_A3_SHORT : PK_A4_SHORT) - 2 * PK_SHEET_MARGIN;
  return (sheet){wide * 2 * PK_SIZE_SMALL / half_points,
                 high * 2 * PK_SIZE_SMALL / half_points - ROUNDING};
}

/* Lays out strips of at most `columns` stages, evenly; false where that is too wide. */
static bool lay_paper(pk_page *page, int columns, int width, int narrowest) {
  int n = page->map->stage_count;
  page->strips = strips_of(n, columns);
  columns = (n + page->strips - 1) / page->strips;
  columns = columns > 0 ? columns : 1;
  int room = width - first_x(page, page->strips > 1) - end_width(page), most = page->air->pitch_max;
  int pitch = room / columns < most ? room / columns : most;
  lay_columns(page, columns, pitch, narrowest);
  return pitch >= page->air->pitch_min || columns == 1;
}

static int tallest_of(const pk_scene *scene) {
  int tallest = 0;
  for (int i = 0; i < scene->page_count; i++)
    tallest = scene->pages[i].height > tallest ? scene->pages[i].height : tallest;
  return tallest;
}

/* ----------------------------------------------------------------------------- on one sheet */

/* Between stages of a close map there is room for the widest number of an arrow, on two lines where
 * it can be parted, and not more. */
static int gap_for(const pk_page *page) {
  int least = page->air->gap, usual = pk_air_of(PK_AIR_PAPER)->gap, widest = least;
  for (int i = 0; i < page->map->arrow_count; i++) {
    const pk_arrow *arrow = &page->map->arrows[i];
    size_t skip, head = pk_number_break(arrow->number, least, &skip);
    const char *rest = arrow->number + head + skip;
    int first = pk_number_width(arrow->number, head), second = pk_number_width(rest, strlen(rest));
    if (arrow->to == arrow->from + 1)
      widest = first > widest ? first : second > widest ? second : widest;
  }
  return widest < usual && !page->map->leverage ? widest : usual;
}

static void breathe(pk_page *page, pk_density density) {
  page->air = pk_air_of(density);
  page->gap = gap_for(page);
  page->scene->tight = density == PK_AIR_TIGHT;
}

/* Draws the whole map on a sheet; false where it is too wide or too high. */
static bool draw_whole(pk_page *page, int half_points) {
  sheet s = sheet_at(page, half_points);
  int n = page->map->stage_count;
  if (s.width < PK_PAGE_TITLE || !lay_paper(page, n > 0 ? n : 1, s.width, s.width))
    return false;
  if (page->air->runs_on)
    fit_columns(page);
  draw_pages(page, LEGEND_EACH);
  return tallest_of(page->scene) <= s.height;
}

/* The largest text, in half points, with which the map stands on one sheet; 0 where it does not. */
static int find_largest(pk_page *page, pk_density density) {
  int fits = 2 * PK_PRINT_MIN, over = 2 * LARGEST + 1;
  breathe(page, density);
  if (!draw_whole(page, fits))
    return 0;
  while (over - fits > 1) {
    int middle = (fits + over) / 2;
    *(draw_whole(page, middle) ? &fits : &over) = middle;
  }
  return fits;
}

/* The map on one sheet where that can be: less air is better than a second sheet, or than text that
 * can only just be read. Signs and struck words of a comparison need their own lines, so that one
 * is never close. */
static bool draw_on_one(pk_page *page) {
  int largest = find_largest(page, PK_AIR_PAPER);
  pk_density density = PK_AIR_PAPER;
  for (int closer = PK_AIR_CLOSE; closer <= PK_AIR_TIGHT && !page->map->compare; closer++) {
    if (largest >= (closer == PK_AIR_CLOSE ? 2 * COMFORTABLE : 2 * PK_PRINT_MIN))
      break;
    int larger = find_largest(page, (pk_density)closer);
    density = larger > largest ? (pk_density)closer : density;
    largest = larger > largest ? larger : largest;
  }
  breathe(page, density);
  return largest > 0 && draw_whole(page, largest);
}

/* -------------------------------------------------------------------------- on several sheets */

/* Sheets of paper that the pages take, where one taller than `height` continues on another. */
static int sheets_of(const pk_scene *scene, int height) {
  int sheets = 0;
  for (int i = 0; i < scene->page_count; i++)
    sheets += (scene->pages[i].height + height - 1) / height;
  return sheets;
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

static void draw_several(pk_page *page) {
  sheet s = sheet_at(page, 2 * PK_PRINT_MIN);
  int n = page->map->stage_count > 0 ? page->map->stage_count : 1;
  int most = s.width / page->air->pitch_min;
  layout best = {.columns = 1, .cost = INT_MAX, .tallest = s.height};
  for (int columns = most < n ? most : n; columns > 0 && !page->map->failed; columns--) {
    if (!lay_paper(page, columns, s.width, PK_PAGE_TITLE))
      continue;
    try_columns(page, columns, s.height, &best);
    columns = page->columns; /* the next with fewer */
  }
  /* Narrow pages get the shape of the sheet, so that one that fills its width is not too tall. */
  int shape = best.tallest < s.height ? best.tallest * s.width / s.height + ROUNDING : s.width;
  lay_paper(page, best.columns, s.width, shape > PK_PAGE_TITLE ? shape : PK_PAGE_TITLE);
  draw_pages(page, best.legend);
}

static void draw_paper(pk_page *page) {
  if (draw_on_one(page) || page->map->failed)
    return;
  breathe(page, PK_AIR_PAPER);
  draw_several(page);
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
  size_t n = (size_t)page->map->stage_count;
  page->dense = page->scene->paper != POLKU_SCREEN;
  page->air = pk_air_of(PK_AIR_SCREEN);
  page->gap = page->air->gap;
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
