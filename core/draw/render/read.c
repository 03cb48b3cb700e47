/* From bytes to a scene. The bytes come from the library, but nothing here trusts them. */
#include "draw/render/render.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

typedef struct reader {
  const unsigned char *at, *end;
  bool bad;
} reader;

static int32_t number(reader *r) {
  if (r->end - r->at < 4) {
    r->bad = true;
    return 0;
  }
  uint32_t v = (uint32_t)r->at[0] | (uint32_t)r->at[1] << 8 | (uint32_t)r->at[2] << 16 |
               (uint32_t)r->at[3] << 24;
  r->at += 4;
  return (int32_t)v;
}

static int within(reader *r, int low, int high) {
  int32_t v = number(r);
  return v < low ? low : v > high ? high : v;
}

static double length_of(reader *r) {
  return within(r, -100 * PK_SIDE_MAX, 200 * PK_SIDE_MAX) / 100.0;
}

static int colour(reader *r) {
  return within(r, PK_NO_COLOUR, 0xffffff);
}

/* Whether a code point may stand in a line of XML and of PDF. */
static bool visible(uint32_t point) {
  return point != PK_UTF8_BAD && point >= 0x20 && !(point >= 0x7f && point < 0xa0) &&
         (point & 0xfffe) != 0xfffe;
}

/* The next string's bytes; NULL when there are none such. */
static const char *take(reader *r, size_t *length) {
  int32_t given = number(r);
  if (r->bad || given < 0 || given > PK_STRING_MAX || given > r->end - r->at) {
    r->bad = true;
    return NULL;
  }
  const char *from = (const char *)r->at;
  *length = (size_t)given;
  r->at += given;
  return from;
}

/* A text of its own, well-formed and without control characters; "" where there is none. */
static const char *string(reader *r) {
  size_t length = 0, kept = 0;
  const char *from = take(r, &length);
  char *text = from ? malloc(length + 1) : NULL;
  if (!text) {
    r->bad = true;
    return "";
  }
  for (size_t i = 0; i < length;) {
    uint32_t point;
    size_t size = pk_utf8_next(from + i, length - i, &point);
    if (visible(point)) {
      memcpy(text + kept, from + i, size);
      kept += size;
    }
    i += size;
  }
  text[kept] = '\0';
  return text;
}

static const char *string_or_null(reader *r) {
  const char *text = string(r);
  return *text ? text : NULL;
}

/* What a scene calls its parts goes into attributes of XML as it is. */
static bool names_something(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.' || c == ' ';
}

/* An id, a class, a language; NULL where there is none. */
static const char *name(reader *r) {
  size_t length = 0, kept = 0;
  const char *from = take(r, &length);
  char *text = from ? malloc(length + 1) : NULL;
  if (!text) {
    r->bad = true;
    return NULL;
  }
  for (size_t i = 0; i < length; i++)
    if (names_something(from[i]))
      text[kept++] = from[i];
  text[kept] = '\0';
  return kept > 0 ? text : NULL;
}

static void read_item(reader *r, pk_item *item) {
  item->shape = (pk_outline)within(r, 0, PK_SHAPE_COUNT - 1);
  item->x = within(r, -PK_SIDE_MAX, PK_SIDE_MAX);
  item->y = within(r, -PK_SIDE_MAX, PK_SIDE_MAX);
  item->w = within(r, 1, PK_SIDE_MAX);
  item->h = within(r, 1, PK_SIDE_MAX);
  item->fill = colour(r);
  item->stroke = colour(r);
  item->line_width = within(r, 0, 200);
  item->dashed = within(r, 0, 1);
  item->top = within(r, 0, 1);
  item->pad_x = within(r, 0, item->w / 2);
  item->pad_y = within(r, 0, item->h / 2);
  item->indent = within(r, 0, item->w / 2);
  item->transition = within(r, 0, PK_ITEMS_MAX);
  item->id = name(r);
  item->klass = name(r);
  item->name = string_or_null(r);
  item->line_count = within(r, 0, PK_LINES_MAX);
  pk_line *lines = calloc((size_t)item->line_count + 1, sizeof *lines);
  if (!lines) {
    r->bad = true;
    item->line_count = 0;
  }
  item->lines = lines;
  for (int i = 0; i < item->line_count && !r->bad; i++) {
    lines[i].size = within(r, 4, 96);
    lines[i].bold = within(r, 0, 1);
    lines[i].colour = within(r, 0, 0xffffff);
    lines[i].text = string(r);
  }
}

static void read_edge(reader *r, pk_edge *edge) {
  edge->line_width = within(r, 1, 200);
  edge->head = within(r, 0, 1);
  edge->head_size = within(r, 1, 50);
  edge->colour = within(r, 0, 0xffffff);
  edge->dashed = within(r, 0, 1);
  edge->tip_x = length_of(r);
  edge->tip_y = length_of(r);
  edge->point_count = number(r);
  if (edge->point_count < 4 || edge->point_count > PK_CURVE_MAX || edge->point_count % 3 != 1) {
    r->bad = true;
    edge->point_count = 0;
  }
  for (int i = 0; i < edge->point_count; i++) {
    edge->x[i] = length_of(r);
    edge->y[i] = length_of(r);
  }
  edge->id = name(r);
  edge->klass = name(r);
}

static void read_pages(reader *r, pk_scene *scene) {
  scene->paper = (polku_paper)within(r, POLKU_SCREEN, POLKU_A3);
  scene->page_count = within(r, 0, PK_PAGES_MAX);
  scene->pages = calloc((size_t)scene->page_count + 1, sizeof *scene->pages);
  if (!scene->pages) {
    r->bad = true;
    return;
  }
  for (int i = 0; i < scene->page_count && !r->bad; i++) {
    scene->pages[i].y = within(r, 0, PK_SIDE_MAX);
    scene->pages[i].height = within(r, 1, PK_SIDE_MAX);
  }
}

pk_scene *render_read(const unsigned char *bytes, size_t length) {
  reader r = {bytes, bytes + length, false};
  pk_scene *scene = calloc(1, sizeof *scene);
  if (!scene)
    return NULL;
  scene->width = within(&r, 1, PK_SIDE_MAX);
  scene->height = within(&r, 1, PK_SIDE_MAX);
  scene->ground = within(&r, 0, 0xffffff);
  scene->title = string(&r);
  scene->description = string(&r);
  scene->lang = name(&r);
  scene->tight = within(&r, 0, 1);
  scene->bare = within(&r, 0, 1);
  read_pages(&r, scene);
  scene->item_count = within(&r, 0, PK_ITEMS_MAX);
  scene->edge_count = within(&r, 0, PK_ITEMS_MAX);
  scene->items = calloc((size_t)scene->item_count + 1, sizeof *scene->items);
  scene->edges = calloc((size_t)scene->edge_count + 1, sizeof *scene->edges);
  if (!scene->items || !scene->edges)
    return NULL;
  for (int i = 0; i < scene->item_count && !r.bad; i++)
    read_item(&r, &scene->items[i]);
  for (int i = 0; i < scene->edge_count && !r.bad; i++)
    read_edge(&r, &scene->edges[i]);
  return r.bad || r.at != r.end || !scene->lang ? NULL : scene;
}
