/* A picture before it is drawn: every position decided, nothing left to a layout engine.
 *
 * The origin is the upper left corner, y grows downwards, lengths are whole points. Items are drawn
 * in their order, then edges in theirs. A scene crosses to the renderer process as bytes
 * (core/draw/render/read.c reads them): 32-bit little-endian whole numbers, strings with their
 * length before them, lengths of curves in hundredths of a point. */
#ifndef PK_SCENE_H
#define PK_SCENE_H

#include "base/arena.h"
#include "base/text.h"
#include "polku.h"
#include <stdbool.h>
#include <stdint.h>

enum {
  PK_LINES_MAX = 64,     /* lines of text in one item */
  PK_CURVE_MAX = 64,     /* control points of one edge, 3n + 1 of them */
  PK_SIDE_MAX = 200000,  /* width and height of a picture, points */
  PK_ITEMS_MAX = 100000, /* items, and edges */
  PK_PAGES_MAX = 10000,  /* sheets of paper */
  PK_STRING_MAX = 16384, /* bytes of one string */
  PK_NO_COLOUR = -1      /* no fill, no line */
};

/* Sheets of paper, points: printers leave the margin white. A part of a scene that is printed fills
 * the width between the margins, so text of `size` is printed as
 * size × (long side − 2 × margin) / scene's width. */
enum {
  PK_A4_LONG = 841, /* whole points of 841.9 × 595.3 */
  PK_A4_SHORT = 595,
  PK_A3_LONG = 1190,
  PK_A3_SHORT = 841,
  PK_SHEET_MARGIN = 20, /* 7 mm */
  PK_PRINT_MIN = 8      /* no text is printed smaller */
};

/* Points from one line of text to the next. */
#define PK_LINE_HEIGHT(size) (((size)*7 + 3) / 6)
#define PK_TIGHT_HEIGHT(size) (((size)*13 + 6) / 12) /* where little room is left between lines */

typedef enum {
  PK_TEXT_ONLY,
  PK_BOX,
  PK_ROUNDED,
  PK_CIRCLE,
  PK_TRIANGLE,
  PK_DIAMOND,
  PK_ARROW_RIGHT,
  PK_ARROW_LEFT,
  PK_SHAPE_COUNT
} pk_outline;

typedef struct pk_line {
  const char *text;
  int size; /* points */
  bool bold;
  int colour; /* 0xRRGGBB */
} pk_line;

typedef struct pk_item {
  pk_outline shape;
  int x, y, w, h;
  int fill, stroke; /* 0xRRGGBB or PK_NO_COLOUR */
  int line_width;   /* tenths of a point */
  bool dashed;
  bool top;          /* text at the top instead of the middle */
  int pad_x, pad_y;  /* from the box to its text */
  int indent;        /* more on the left: room for a mark */
  const char *id;    /* in SVG; NULL: not a group of its own for a screen reader */
  const char *klass; /* CSS class */
  const char *name;  /* for a screen reader, beginning with the visible text; NULL: its lines */
  int transition;    /* 1 + index of the transition that it tells about; 0: of none */
  int first_stage, last_stage; /* 1 + indices of the stages that it stands at; 0: at none */
  int line_count;
  const pk_line *lines;
} pk_item;

typedef struct pk_edge {
  int point_count; /* Bézier control points, 3n + 1 */
  double x[PK_CURVE_MAX], y[PK_CURVE_MAX];
  bool head; /* an arrowhead, its tip at tip_x, tip_y */
  double tip_x, tip_y;
  int line_width, head_size; /* tenths of a point, tenths of Graphviz's arrow */
  int colour;
  bool dashed;
  const char *id, *klass; /* in SVG; id NULL: none */
  int transition;         /* 1 + its index; 0: of none */
} pk_edge;

/* A part of the picture that is a page when it is printed, from top to bottom. */
typedef struct pk_printed {
  int y, height;
} pk_printed;

typedef struct pk_scene {
  pk_arena *arena;
  int width, height;
  int ground; /* colour of the sheet */
  polku_paper paper;
  int page_count; /* 0: all on one */
  pk_printed *pages;
  const char *title, *description, *lang;
  bool tight; /* lines of text stand PK_TIGHT_HEIGHT apart */
  bool bare;  /* an SVG without its font: the page that shows it has it */
  int item_count, item_room, edge_count, edge_room;
  pk_item *items;
  pk_edge *edges;
  bool failed; /* memory ran out */
} pk_scene;

static inline int pk_line_height(const pk_scene *scene, int size) {
  return scene->tight ? PK_TIGHT_HEIGHT(size) : PK_LINE_HEIGHT(size);
}

/* Appends an item; a copy of the struct is kept, its strings are borrowed. */
void pk_scene_item(pk_scene *scene, const pk_item *item);

/* A line along corners (x, y), rounded by `radius` at each bend; with `head` the last leg ends in
 * an arrow whose tip is the last corner. */
typedef struct pk_polyline {
  int count;
  double x[8], y[8];
  double radius;
  int line_width; /* tenths of a point */
  int colour;
  bool head, dashed;
  const char *klass;
  int transition;
} pk_polyline;
void pk_scene_polyline(pk_scene *scene, const pk_polyline *route);

/* A line along Bézier curves of any number, 3n + 1 control points; with `head` the last leg, which
 * is straight, ends in an arrow whose tip is the last point. */
typedef struct pk_curves {
  int count;
  const double *x, *y;
  int line_width, colour; /* as of pk_polyline, and so are these */
  bool head, dashed;
  const char *klass;
  int transition;
} pk_curves;
void pk_scene_curves(pk_scene *scene, const pk_curves *curves);

/* How far before its tip an arrow of this line width begins, points. */
double pk_head_length(int line_width);

/* The scene as bytes for the renderer. */
void pk_scene_write(const pk_scene *scene, pk_text *out);

#endif
