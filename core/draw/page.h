/* The page of the role map: where columns stand, and the parts that are drawn on it.
 *
 * A column belongs to a stage. All are of one width, which depends on how many there are and on
 * nothing else, so that neither names nor who stands where move a column: a word that is too long
 * is hyphenated. More stages than PK_PAGE_COLUMNS continue on a second strip below. */
#ifndef PK_PAGE_H
#define PK_PAGE_H

#include "draw/map.h"
#include "draw/scene.h"

enum {
  PK_PAGE_COLUMNS = 12,
  PK_PAGE_WIDTH = 1400,
  PK_PAGE_MARGIN = 10,
  PK_PAGE_LABEL = 138,   /* the column of row names, at the left */
  PK_PAGE_GAP = 46,      /* between the boxes of neighbouring stages */
  PK_PAGE_WIDE_GAP = 84, /* the same where numbers on arrows are long */
  PK_PAGE_AWAY = 20,     /* more than a gap: the way to stages on other strips, at both ends */
  PK_PAGE_CONNECTOR = 24
};

typedef struct pk_page {
  pk_map *map;
  pk_scene *scene;
  int width;
  int strips;
  int *strip;         /* per stage */
  int *box_x, *box_w; /* per stage */
  int gap;            /* PK_PAGE_GAP or PK_PAGE_WIDE_GAP */
  int first, last;    /* stages of the strip that is being drawn */
} pk_page;

/* The left end and the width of a chip over stages first … last. */
int pk_page_chip_x(const pk_page *page, int first);
int pk_page_chip_w(const pk_page *page, int first, int last);

/* Each draws its part from `y` on and returns where the next may begin. */
int pk_draw_path(pk_page *page, int y);
int pk_draw_bands(pk_page *page, int y);
int pk_draw_coverage(pk_page *page, int y);
int pk_draw_legend(pk_page *page, int y);

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

/* A frame without text. */
void pk_draw_frame(pk_page *page, int y, int height, int fill, int stroke, int line_width);

/* The whole picture. NULL when out of memory. */
pk_scene *pk_map_scene(pk_map *map);

#endif
