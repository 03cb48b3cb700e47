/* From bytes to a scene. The bytes come from the library, but nothing here trusts them. */
#include "draw/render/render.h"

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

/* A string of its own; "" where there is none. */
static const char *string(reader *r) {
  int32_t length = number(r);
  if (r->bad || length < 0 || length > PK_STRING_MAX || length > r->end - r->at) {
    r->bad = true;
    return "";
  }
  char *text = malloc((size_t)length + 1);
  if (!text) {
    r->bad = true;
    return "";
  }
  memcpy(text, r->at, (size_t)length);
  text[length] = '\0';
  r->at += length;
  return text;
}

static const char *string_or_null(reader *r) {
  const char *text = string(r);
  return *text ? text : NULL;
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
  item->id = string_or_null(r);
  item->klass = string_or_null(r);
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
  edge->klass = string_or_null(r);
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
  scene->lang = string(&r);
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
  return r.bad || r.at != r.end ? NULL : scene;
}
