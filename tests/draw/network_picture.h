/* What tests of the network share: a network drawn in one call, and the laws of its geometry. */
#ifndef TEST_NETWORK_PICTURE_H
#define TEST_NETWORK_PICTURE_H

#include "draw/picture.h"
#include "draw/lato.h"
#include "draw/renderer.h"
#include "support/renderer.h"

#include <stdio.h>

static inline polku_drawing *network_of(const char *text, const polku_draw_options *options,
                                        polku_report *report) {
  polku_draw_options asked = *options;
  asked.view = POLKU_VIEW_NETWORK;
  asked.renderer = renderer;
  polku_model *model = polku_model_read("test.json", text, strlen(text), report);
  polku_rules *rules = rules_with_rows(model, report);
  polku_drawing *drawing = polku_draw(model, rules, &asked, report);
  polku_rules_free(rules);
  polku_model_free(model);
  return drawing;
}

/* A network that must succeed. */
static inline polku_drawing *network(const char *text, polku_lang lang) {
  polku_report *report = polku_report_new();
  polku_drawing *drawing = network_of(text, &(polku_draw_options){.lang = lang}, report);
  if (!drawing) {
    char *problems = polku_report_text(report, POLKU_EN, false);
    print_error("%s\n", problems);
    free(problems);
  }
  polku_report_free(report);
  assert_non_null(drawing);
  return drawing;
}

static inline bool is(const char *klass, const char *what) {
  return klass && strncmp(klass, what, strlen(what)) == 0;
}

/* What nothing else may lie over: frames of cards hold stages and chips. */
static inline bool solid(const pk_item *item) {
  static const char *const classes[] = {"stage", "chip",     "number", "label", "connector",
                                        "title", "subtitle", "legend", "tally"};
  for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
    if (is(item->klass, classes[i]))
      return true;
  return false;
}

static inline bool apart(const pk_item *a, const pk_item *b) {
  return a->x + a->w <= b->x || b->x + b->w <= a->x || a->y + a->h <= b->y || b->y + b->h <= a->y;
}

static inline bool inside(const pk_item *a, const pk_item *frame) {
  return a->x >= frame->x && a->y >= frame->y && a->x + a->w <= frame->x + frame->w &&
         a->y + a->h <= frame->y + frame->h;
}

static inline const char *said(const pk_item *item) {
  return item->line_count ? item->lines[0].text : "";
}

static inline void expect_apart(const pk_scene *scene, uint64_t seed) {
  for (int i = 0; i < scene->item_count; i++) {
    const pk_item *a = &scene->items[i];
    if (a->x < 0 || a->y < 0 || a->x + a->w > scene->width || a->y + a->h > scene->height)
      fail_msg("model %d: %s \"%s\" is not on the page", (int)seed, a->klass, said(a));
    for (int k = 0; k < i; k++) {
      const pk_item *b = &scene->items[k];
      bool framed = is(b->klass, "card") && (solid(a) || is(a->klass, "card"));
      if ((solid(a) && solid(b) && !apart(a, b)) ||
          (framed && !apart(a, b) && (is(a->klass, "card") || !inside(a, b))))
        fail_msg("model %d: %s \"%s\" lies over %s \"%s\"", (int)seed, a->klass, said(a), b->klass,
                 said(b));
    }
  }
}

static inline void expect_words_fit(const pk_scene *scene, uint64_t seed) {
  for (int i = 0; i < scene->item_count; i++) {
    const pk_item *item = &scene->items[i];
    int height = 0;
    for (int l = 0; l < item->line_count; l++) {
      const pk_line *line = &item->lines[l];
      double width = pk_text_width(line->text, strlen(line->text), line->size, line->bold);
      if (width > item->w - 2 * item->pad_x - item->indent)
        fail_msg("model %d: \"%s\" is %.1f wide in %s of %d", (int)seed, line->text, width,
                 item->klass, item->w);
      height += PK_LINE_HEIGHT(line->size);
    }
    if (height > item->h - 2 * item->pad_y)
      fail_msg("model %d: %s is too low for its lines", (int)seed, item->klass);
  }
}

/* A point of the n-th leg of a curve. */
static inline void point_at(const pk_edge *edge, int n, double t, double *x, double *y) {
  const double *px = &edge->x[3 * n], *py = &edge->y[3 * n], u = 1 - t;
  *x = u * u * u * px[0] + 3 * u * u * t * px[1] + 3 * u * t * t * px[2] + t * t * t * px[3];
  *y = u * u * u * py[0] + 3 * u * u * t * py[1] + 3 * u * t * t * py[2] + t * t * t * py[3];
}

static inline void expect_uncrossed(const pk_scene *scene, const pk_edge *edge, uint64_t seed) {
  enum { POINTS = 12 };
  for (int n = 0; 3 * n + 3 < edge->point_count; n++)
    for (int k = 0; k <= POINTS; k++) {
      double x, y;
      point_at(edge, n, (double)k / POINTS, &x, &y);
      for (int i = 0; i < scene->item_count; i++) {
        const pk_item *item = &scene->items[i];
        bool card = is(item->klass, "card") || is(item->klass, "stage");
        if (!card && !is(item->klass, "number") && !is(item->klass, "connector"))
          continue;
        if (x > item->x + 0.6 && x < item->x + item->w - 0.6 && y > item->y + 0.6 &&
            y < item->y + item->h - 0.6)
          fail_msg("model %d: a line goes through %s \"%s\" at %.1f, %.1f", (int)seed, item->klass,
                   said(item), x, y);
      }
    }
}

static inline void expect_good(const pk_scene *scene, uint64_t seed) {
  expect_apart(scene, seed);
  expect_words_fit(scene, seed);
  for (int i = 0; i < scene->edge_count; i++)
    expect_uncrossed(scene, &scene->edges[i], seed);
}

static inline const pk_item *item_by_id(const pk_scene *scene, const char *id) {
  for (int i = 0; i < scene->item_count; i++)
    if (scene->items[i].id && strcmp(scene->items[i].id, id) == 0)
      return &scene->items[i];
  return NULL;
}

#endif
