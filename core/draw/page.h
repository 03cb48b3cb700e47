/* The page of the role map: where columns stand, and the parts that are drawn on it.
 *
 * Stillness. On a screen people edit what they look at, so the place of a cell (a stage's column in
 * a row) depends on as little as it can:
 * - Across: on the index of its stage alone. Columns are of one width, PK_PAGE_COLUMNS of them are
 *   a strip, further stages continue on a strip below. Whatever is longer than its box is broken
 *   into lines; nothing widens a column.
 * - Down: stage boxes are of one height, whatever is written in them. Arcs have room in steps of
 *   two levels. Every row has room for two actors of two lines in a cell, or for one of four, more
 *   comes in steps of STEP points (draw/rows.c); the rows of the five roles, of the public and of
 *   the private sector are there even where nobody is.
 * So a new name of a stage moves nothing, nor does a number of the path. An actor who comes, goes,
 * or is named anew moves nothing but what shares its cell, unless the fullest cell of its row
 * thereby needs a step more or less of room: then what lies below the row moves by whole steps. A
 * stage that is added moves those behind it by a column; what lies below the path moves only where
 * arcs that now skip the new stage need a step more of room.
 * On paper nobody edits, and room is dear: there a picture is as dense as what is in it needs to
 * stand on one sheet with no text smaller than PK_PRINT_MIN points when it is printed.
 */
#ifndef PK_PAGE_H
#define PK_PAGE_H

#include "draw/map.h"
#include "draw/scene.h"

enum {
  PK_PAGE_COLUMNS = 12, /* of a strip on a screen */
  PK_PAGE_PITCH = 180,  /* from a stage to the next, on a screen */
  PK_PAGE_MARGIN = 10,  /* of a network, and of a map that is not close */
  PK_PAGE_TITLE = 860, /* narrowest page; titles are broken as on that one, so that stages which are
                        * added move nothing */
  PK_PAGE_AWAY = 30,   /* more than a gap: the way to stages on other strips, at both ends */
  PK_PAGE_CONNECTOR = 24
};

/* Sizes of text, points. */
typedef struct pk_sizes {
  int title, about, head, stage, name, small;
} pk_sizes;

typedef enum { PK_AIR_SCREEN, PK_AIR_PAPER, PK_AIR_CLOSE, PK_AIR_TIGHT } pk_density;

/* How much room there is, points (draw/air.c). */
typedef struct pk_air {
  pk_sizes size;
  int margin;                /* left and right of everything */
  int label;                 /* the column of row names, at the left */
  int gap;                   /* between the boxes of neighbouring stages, at least */
  int pitch_min, pitch_max;  /* from a stage to the next */
  int stage_side, chip_side; /* from the side of a box to its text */
  int chip, row;             /* above and below a chip's text, a row's chips */
  int stack;                 /* between the chips of a cell */
  int after_title, after_path, after_third, after_sector; /* to the next part of the page */
  int heading;                                            /* of the third sector */
  int first_lane, lane, last_lane; /* from a stage to its first arc, from arc to arc, and beyond */
  int free_lane;                   /* from arc to arc where their numbers do not meet */
  int entry, entry_apart;          /* of the legend: how high, and to the next */
  bool runs_on; /* words begin behind a name, a number stands in the line of its arc */
} pk_air;
const pk_air *pk_air_of(pk_density density);

typedef struct pk_page {
  pk_map *map;
  pk_scene *scene;
  bool dense; /* on paper */
  const pk_air *air;
  int gap; /* between the boxes of neighbouring stages */
  int width;
  int columns, strips;
  int *strip;         /* per stage */
  int *box_x, *box_w; /* per stage */
  int first, last;    /* stages of the strip that is being drawn */
  const char *lines;  /* the word that says what arrows mean; NULL: the map's own */
  bool returns, passages, cuts, tallies; /* what only the legend of a network explains */
} pk_page;

/* The left end and the width of a chip over stages first … last. */
int pk_page_chip_x(const pk_page *page, int first);
int pk_page_chip_w(const pk_page *page, int first, int last);

/* Shares a width out between the columns of a map that stands on one strip, so that their cells are
 * as low as can be; `width` gets that of each stage. False when out of memory (draw/columns.c). */
bool pk_share_columns(const pk_page *page, int whole, int *width);

/* Each draws its part from `y` on and returns where the next may begin. */
int pk_draw_path(pk_page *page, int y);
int pk_draw_bands(pk_page *page, int y);
int pk_draw_coverage(pk_page *page, int y);
int pk_draw_legend(pk_page *page, int y);

/* A part of the picture that a page can press: where it lies, and nothing to be seen. */
void pk_draw_cell(pk_page *page, int row, int stage, int y, int height);

/* Gives every arrow and its number an id, "move--TRANSITION" and "number--TRANSITION"; the second
 * and further pieces of one end in "--2", "--3" (draw/touch.c). False when out of memory. */
bool pk_touch_scene(pk_map *map, pk_scene *scene);

/* A small mark, filled with its colour or hollow. */
typedef struct pk_sign {
  pk_outline shape;
  int x, y, w, h;
} pk_sign;
void pk_draw_sign(pk_page *page, pk_sign sign, int colour, bool filled);

/* The arrows of a referral, 11 points wide, at a place. */
void pk_draw_mark(pk_page *page, pk_mark mark, int x, int y, int colour);

/* Text of one size at a place, wrapped to `width`; returns its height. */
typedef struct pk_words_at {
  int x, y, width, size, colour, max_lines;
  bool bold;
  const char *text, *klass;
  int transition; /* as of pk_item */
} pk_words_at;
int pk_draw_words(pk_page *page, const pk_words_at *words);

/* Lines of a box, at most `room`. Adding wraps the style's text to at most `max_lines` of `width`
 * points. False, or the map marked as failed, when out of memory. */
typedef struct pk_lines {
  pk_line *line;
  int count, room, height;
  double widest;
} pk_lines;
bool pk_lines_new(pk_page *page, pk_lines *lines, int room);
void pk_lines_add(pk_page *page, pk_lines *lines, const pk_line *style, double width,
                  int max_lines);

/* The width that the number of an arrow takes. */
int pk_number_width(const char *text, size_t length);

/* Where a number that is wider than `room` continues on a second line: before its "/", or behind
 * its last no-break space; its length when it fits or cannot be parted. `*skip` bytes are left out.
 */
size_t pk_number_break(const char *text, int room, size_t *skip);

/* Says of what was drawn since the item `from` that it stands at these stages. */
void pk_page_stand(pk_page *page, int from, int first, int last);

/* Title and subtitle at the head of a page; `part` of `parts` when there are several. Returns where
 * the next may begin. */
int pk_draw_title(pk_page *page, int y, int part, int parts);

/* A frame without text. */
void pk_draw_frame(pk_page *page, int y, int height, int fill, int stroke, int line_width);

/* The whole picture, on pages when it is for paper (draw/sheet.c). NULL when out of memory. */
pk_scene *pk_map_scene(pk_map *map);

#endif
