/* Collecting what is drawn, turning corners into curves, and packing it all for the renderer. */
#include "draw/scene.h"

#include <math.h>
#include <string.h>

/* The array `old` with room for one more, in the scene's arena. */
static void *grow(pk_scene *scene, void *old, int count, int *room, size_t size) {
  if (count < *room)
    return old;
  int more = *room ? *room * 2 : 64;
  void *array = scene->failed ? NULL : pk_alloc(scene->arena, (size_t)more, size);
  if (!array) {
    scene->failed = true;
    return NULL;
  }
  if (count)
    memcpy(array, old, (size_t)count * size);
  *room = more;
  return array;
}

void pk_scene_item(pk_scene *scene, const pk_item *item) {
  pk_item *items = grow(scene, scene->items, scene->item_count, &scene->item_room, sizeof *items);
  if (!items)
    return;
  scene->items = items;
  scene->items[scene->item_count++] = *item;
}

static void add_edge(pk_scene *scene, const pk_edge *edge) {
  pk_edge *edges = grow(scene, scene->edges, scene->edge_count, &scene->edge_room, sizeof *edges);
  if (!edges)
    return;
  scene->edges = edges;
  scene->edges[scene->edge_count++] = *edge;
}

/* ------------------------------------------------------------------------------- routes */

/* Graphviz draws a `normal` head 10 points long times its size, 7 wide, and strokes it with the
 * edge's pen: the stroke alone makes the tip longer by 1.51 pen widths (the head's half angle is
 * atan 0.35, a miter is half a width over its sine). */
static int head_size(int line_width) {
  return 6 + line_width / 12;
}

static double miter(int line_width) {
  return 1.51 * line_width / 10.0;
}

double pk_head_length(int line_width) {
  return head_size(line_width) + miter(line_width);
}

static void curve_to(pk_edge *edge, double ax, double ay, double bx, double by, double x,
                     double y) {
  int n = edge->point_count;
  if (n + 3 > PK_CURVE_MAX)
    return;
  edge->x[n] = ax, edge->y[n] = ay;
  edge->x[n + 1] = bx, edge->y[n + 1] = by;
  edge->x[n + 2] = x, edge->y[n + 2] = y;
  edge->point_count = n + 3;
}

static void line_to(pk_edge *edge, double x, double y) {
  double fx = edge->x[edge->point_count - 1], fy = edge->y[edge->point_count - 1];
  curve_to(edge, fx + (x - fx) / 3, fy + (y - fy) / 3, fx + (x - fx) * 2 / 3, fy + (y - fy) * 2 / 3,
           x, y);
}

/* The point `distance` from (x, y) towards (tx, ty). */
static void towards(double x, double y, double tx, double ty, double distance, double *ox,
                    double *oy) {
  double length = hypot(tx - x, ty - y), part = length > 0 ? distance / length : 0;
  *ox = x + (tx - x) * part;
  *oy = y + (ty - y) * part;
}

static double corner_radius(const pk_polyline *r, int i) {
  double before = hypot(r->x[i] - r->x[i - 1], r->y[i] - r->y[i - 1]);
  double after = hypot(r->x[i + 1] - r->x[i], r->y[i + 1] - r->y[i]);
  return fmin(r->radius, fmin(before, after) / 2);
}

/* A quarter turn around corner i: a cubic whose handles are 0.55 of the radius. */
static void round_corner(pk_edge *edge, const pk_polyline *r, int i) {
  double radius = corner_radius(r, i), ax, ay, bx, by, hx, hy, kx, ky;
  towards(r->x[i], r->y[i], r->x[i - 1], r->y[i - 1], radius, &ax, &ay);
  towards(r->x[i], r->y[i], r->x[i + 1], r->y[i + 1], radius, &bx, &by);
  towards(r->x[i], r->y[i], r->x[i - 1], r->y[i - 1], radius * 0.45, &hx, &hy);
  towards(r->x[i], r->y[i], r->x[i + 1], r->y[i + 1], radius * 0.45, &kx, &ky);
  line_to(edge, ax, ay);
  curve_to(edge, hx, hy, kx, ky, bx, by);
}

void pk_scene_polyline(pk_scene *scene, const pk_polyline *r) {
  pk_edge edge = {.point_count = 1,
                  .x = {r->x[0]},
                  .y = {r->y[0]},
                  .head = r->head,
                  .line_width = r->line_width,
                  .head_size = head_size(r->line_width),
                  .colour = r->colour,
                  .dashed = r->dashed,
                  .klass = r->klass,
                  .transition = r->transition};
  int last = r->count - 1;
  for (int i = 1; i < last; i++)
    round_corner(&edge, r, i);
  double x = r->x[last], y = r->y[last];
  if (r->head) {
    double fx = edge.x[edge.point_count - 1], fy = edge.y[edge.point_count - 1];
    towards(x, y, fx, fy, miter(r->line_width), &edge.tip_x, &edge.tip_y);
    towards(x, y, fx, fy, pk_head_length(r->line_width), &x, &y);
  }
  line_to(&edge, x, y);
  add_edge(scene, &edge);
}

/* The last leg without what the arrow's head takes. */
static void put_head(pk_edge *edge, double fx, double fy, double x, double y) {
  double ex, ey;
  edge->head = true;
  edge->head_size = head_size(edge->line_width);
  towards(x, y, fx, fy, miter(edge->line_width), &edge->tip_x, &edge->tip_y);
  towards(x, y, fx, fy, pk_head_length(edge->line_width), &ex, &ey);
  line_to(edge, ex, ey);
}

void pk_scene_curves(pk_scene *scene, const pk_curves *c) {
  enum { LEGS = (PK_CURVE_MAX - 1) / 3 };
  int legs = (c->count - 1) / 3;
  for (int done = 0; done < legs; done += LEGS) {
    int now = legs - done < LEGS ? legs - done : LEGS, at = 3 * done;
    bool head = c->head && done + now == legs;
    pk_edge edge = {.point_count = 1,
                    .x = {c->x[at]},
                    .y = {c->y[at]},
                    .line_width = c->line_width,
                    .head_size = head_size(c->line_width),
                    .colour = c->colour,
                    .dashed = c->dashed,
                    .klass = c->klass,
                    .transition = c->transition};
    for (int i = 0; i < now - head; i++, at += 3)
      curve_to(&edge, c->x[at + 1], c->y[at + 1], c->x[at + 2], c->y[at + 2], c->x[at + 3],
               c->y[at + 3]);
    if (head)
      put_head(&edge, c->x[at], c->y[at], c->x[at + 3], c->y[at + 3]);
    add_edge(scene, &edge);
  }
}

/* -------------------------------------------------------------------------------- bytes */

static void put(pk_text *out, long value) {
  uint32_t v = (uint32_t)value;
  char bytes[4] = {(char)(v & 0xff), (char)(v >> 8 & 0xff), (char)(v >> 16 & 0xff),
                   (char)(v >> 24 & 0xff)};
  pk_text_add_bytes(out, bytes, sizeof bytes);
}

static void put_string(pk_text *out, const char *text) {
  size_t length = text ? strlen(text) : 0;
  length = length > PK_STRING_MAX ? PK_STRING_MAX : length;
  put(out, (long)length);
  pk_text_add_bytes(out, text ? text : "", length);
}

static void put_length(pk_text *out, double value) {
  put(out, lround(value * 100));
}

static void put_item(pk_text *out, const pk_item *item) {
  const int numbers[] = {(int)item->shape, item->x,         item->y,      item->w,
                         item->h,          item->fill,      item->stroke, item->line_width,
                         item->dashed,     item->top,       item->pad_x,  item->pad_y,
                         item->indent,     item->transition};
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
    put(out, numbers[i]);
  put_string(out, item->id);
  put_string(out, item->klass);
  put_string(out, item->name);
  int lines = item->line_count < PK_LINES_MAX ? item->line_count : PK_LINES_MAX;
  put(out, lines);
  for (int i = 0; i < lines; i++) {
    put(out, item->lines[i].size);
    put(out, item->lines[i].bold);
    put(out, item->lines[i].colour);
    put_string(out, item->lines[i].text);
  }
}

static void put_edge(pk_text *out, const pk_edge *edge) {
  put(out, edge->line_width);
  put(out, edge->head);
  put(out, edge->head_size);
  put(out, edge->colour);
  put(out, edge->dashed);
  put_length(out, edge->tip_x);
  put_length(out, edge->tip_y);
  put(out, edge->point_count);
  for (int i = 0; i < edge->point_count; i++) {
    put_length(out, edge->x[i]);
    put_length(out, edge->y[i]);
  }
  put_string(out, edge->id);
  put_string(out, edge->klass);
}

void pk_scene_write(const pk_scene *scene, pk_text *out) {
  put(out, scene->width);
  put(out, scene->height);
  put(out, scene->ground);
  put_string(out, scene->title);
  put_string(out, scene->description);
  put_string(out, scene->lang);
  put(out, scene->tight);
  put(out, scene->bare);
  put(out, (long)scene->paper);
  put(out, scene->page_count);
  for (int i = 0; i < scene->page_count; i++) {
    put(out, scene->pages[i].y);
    put(out, scene->pages[i].height);
  }
  put(out, scene->item_count);
  put(out, scene->edge_count);
  for (int i = 0; i < scene->item_count; i++)
    put_item(out, &scene->items[i]);
  for (int i = 0; i < scene->edge_count; i++)
    put_edge(out, &scene->edges[i]);
}
