/* Laws of a page, checked on a scene: nothing lies over anything else, words fit their boxes,
 * arrows keep away from boxes and numbers. */
#ifndef TEST_APART_H
#define TEST_APART_H

#include "draw/lato.h"
#include "draw/scene.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static inline const pk_item *item_by_id(const pk_scene *scene, const char *id) {
  for (int i = 0; i < scene->item_count; i++)
    if (scene->items[i].id && strcmp(scene->items[i].id, id) == 0)
      return &scene->items[i];
  return NULL;
}

static inline bool is(const pk_item *item, const char *klass) {
  return item->klass && strncmp(item->klass, klass, strlen(klass)) == 0;
}

static inline bool apart(const pk_item *a, const pk_item *b) {
  return a->x + a->w <= b->x || b->x + b->w <= a->x || a->y + a->h <= b->y || b->y + b->h <= a->y;
}

static inline bool solid(const pk_item *item) {
  return is(item, "stage") || is(item, "chip") || is(item, "number") || is(item, "label") ||
         is(item, "connector") || is(item, "coverage") || is(item, "title") ||
         is(item, "subtitle") || is(item, "legend") || is(item, "member") || is(item, "headline");
}

/* A member of a crowd lies inside its chip. */
static inline bool inside(const pk_item *a, const pk_item *b) {
  return is(a, "member") && is(b, "chip") && !b->id && a->x >= b->x && a->x + a->w <= b->x + b->w &&
         a->y >= b->y && a->y + a->h <= b->y + b->h;
}

static inline void expect_apart(const pk_scene *scene, uint64_t seed) {
  const pk_item **solids = malloc(((size_t)scene->item_count + 1) * sizeof *solids);
  int count = 0;
  for (int i = 0; i < scene->item_count; i++) {
    const pk_item *a = &scene->items[i];
    if (a->x < 0 || a->y < 0 || a->x + a->w > scene->width || a->y + a->h > scene->height)
      fail_msg("model %d: %s is not on the page", (int)seed, a->klass);
    if (solid(a))
      solids[count++] = a;
  }
  for (int i = 0; i < count; i++)
    for (int k = 0; k < i; k++) {
      const pk_item *a = solids[i], *b = solids[k];
      if (!apart(a, b) && !inside(a, b))
        fail_msg("model %d: %s %s (%s) lies over %s %s (%s)", (int)seed, a->klass,
                 a->id ? a->id : "", a->line_count ? a->lines[0].text : "", b->klass,
                 b->id ? b->id : "", b->line_count ? b->lines[0].text : "");
    }
  free(solids);
}

static inline void words_fit(const pk_scene *scene, uint64_t seed) {
  for (int i = 0; i < scene->item_count; i++) {
    const pk_item *item = &scene->items[i];
    int height = 0;
    for (int l = 0; l < item->line_count; l++) {
      const pk_line *line = &item->lines[l];
      double width = pk_text_width(line->text, strlen(line->text), line->size, line->bold);
      if (width > item->w - 2 * item->pad_x - item->indent)
        fail_msg("model %d: \"%s\" is %.1f wide in %s of %d", (int)seed, line->text, width,
                 item->klass, item->w);
      height += pk_line_height(scene, line->size);
    }
    if (height > item->h)
      fail_msg("model %d: %s is too low for its lines", (int)seed, item->klass);
  }
}

/* The straight legs of an edge: x0, y0, x1, y1 of the n-th third of its control points, when they
 * lie along one axis. */
static inline bool leg(const pk_edge *edge, int n, double *lo, double *hi, double *across,
                       bool *upright) {
  double x0 = edge->x[3 * n], y0 = edge->y[3 * n], x1 = edge->x[3 * n + 3], y1 = edge->y[3 * n + 3];
  *upright = fabs(x0 - x1) < 0.01;
  if (!*upright && fabs(y0 - y1) > 0.01)
    return false;
  *lo = *upright ? fmin(y0, y1) : fmin(x0, x1);
  *hi = *upright ? fmax(y0, y1) : fmax(x0, x1);
  *across = *upright ? x0 : y0;
  return true;
}

static inline void expect_no_meeting(const pk_edge *a, const pk_edge *b, uint64_t seed) {
  for (int i = 0; 3 * i + 3 < a->point_count; i++)
    for (int k = 0; 3 * k + 3 < b->point_count; k++) {
      double al, ah, aa, bl, bh, ba;
      bool au, bu;
      if (!leg(a, i, &al, &ah, &aa, &au) || !leg(b, k, &bl, &bh, &ba, &bu) || au != bu)
        continue;
      if (fabs(aa - ba) < 1 && al < bh - 0.01 && bl < ah - 0.01)
        fail_msg("model %d: two arrows run along each other at %.1f", (int)seed, aa);
    }
}

/* A number is read as part of the arrow at whose beginning it stands, so no other line goes through
 * it. Its letters are lower than its box by a point or two. */
static inline void expect_uncrossed(const pk_scene *scene, const pk_edge *edge, uint64_t seed) {
  for (int n = 0; 3 * n + 3 < edge->point_count; n++) {
    double lo, hi, across;
    bool upright;
    if (!leg(edge, n, &lo, &hi, &across, &upright))
      continue;
    for (int i = 0; i < scene->item_count; i++) {
      const pk_item *item = &scene->items[i];
      double x0 = item->x + 1, x1 = item->x + item->w - 2, y0 = item->y + 2,
             y1 = item->y + item->h - 2;
      bool foreign = is(item, "connector") && item->transition != edge->transition;
      if (!is(item, "number") && !is(item, "stage") && !is(item, "label") && !foreign)
        continue;
      bool hit = upright ? across > x0 && across < x1 && lo < y1 && hi > y0
                         : across > y0 && across < y1 && lo < x1 && hi > x0;
      if (hit)
        fail_msg("model %d: an arrow crosses %s \"%s\"", (int)seed, item->klass,
                 item->lines[0].text);
    }
  }
}

/* Every law of this file. */
static inline void expect_tidy(const pk_scene *scene, uint64_t seed) {
  expect_apart(scene, seed);
  words_fit(scene, seed);
  for (int i = 0; i < scene->edge_count; i++) {
    expect_uncrossed(scene, &scene->edges[i], seed);
    for (int k = 0; k < i; k++)
      if (strncmp(scene->edges[i].klass, "move", 4) == 0 &&
          strncmp(scene->edges[k].klass, "move", 4) == 0)
        expect_no_meeting(&scene->edges[i], &scene->edges[k], seed);
  }
}

#endif
