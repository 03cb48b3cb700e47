/* polku-render: the one program that has Graphviz.
 *
 * Graphviz 2.42 crashes on some graphs, leaks with others, and is not thread-safe. So it lives in a
 * process of its own, which loads it and its fonts once, and forks a child for every picture: the
 * child draws, writes the picture to a pipe and ends without tidying up. Whatever happens to a
 * child, the next picture gets a fresh one. */
#ifndef PK_RENDER_H
#define PK_RENDER_H

#include "draw/scene.h"
#include "draw/wire.h"
#include <cairo.h>
#include <gvc.h>
#include <hb.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* The formats of polku.h, in its order. */
typedef enum { RENDER_SVG, RENDER_PNG, RENDER_PDF, RENDER_DOT, RENDER_FORMATS } render_format;

/* Reads a scene; every number is brought into its range. NULL when the bytes are no scene. What is
 * allocated is never released: the child ends. */
pk_scene *render_read(const unsigned char *bytes, size_t length);

/* The scene as a graph with fixed positions, ready for the layout engine nop2, on a node "page" of
 * its size; with `only` no more than what lies wholly or partly in that part. */
Agraph_t *render_graph(const pk_scene *scene, const pk_printed *only);

/* A byte of UTF-8 text as XML says it; control characters are left out. */
void render_escape(FILE *out, char c);

/* The width in points that Graphviz gives to a text. */
double render_measure(GVC_t *gvc, const char *text, int size, bool bold);

/* Where the nodes of a graph in ranks (draw/wire.h) stand, by Graphviz's dot: their number, and
 * their places in `*places`, which is never released. 0 when the numbers are no such graph, -1 when
 * dot has failed. */
int render_layout(GVC_t *gvc, const int32_t *numbers, size_t count, int32_t **places);

/* The weights of Lato, each NULL where it is not installed. */
typedef struct render_fonts {
  hb_face_t *regular, *bold;
} render_fonts;
void render_fonts_load(render_fonts *fonts);

/* The element <style> by which an SVG carries the letters that the scene uses; "" without Lato. The
 * result is allocated; NULL when memory ran out. */
char *render_font_style(const render_fonts *fonts, const pk_scene *scene);

/* A TrueType font packed as WOFF. Allocated; NULL when it is none, or memory ran out. */
char *render_woff(const char *font, size_t length, size_t *size);
void render_base64(FILE *out, const char *bytes, size_t length);

/* The SVG of Graphviz made into one that a screen reader can follow and that never changes: no
 * generator's comments and titles, a named root with `style` in it, a named group for each item
 * that has an id. The result is allocated; NULL when memory ran out. */
char *render_tidy_svg(const pk_scene *scene, const char *style, const char *svg, size_t length,
                      size_t *tidy_length);

/* Teaches Graphviz to draw with render_onto(); once, before any. */
void render_add_sheet(GVC_t *gvc);

/* All of what `cairo` draws on in one colour. */
void render_ground(cairo_t *cairo, int colour);

/* A part of the scene from (0, 0) on, a point a unit. False when Graphviz failed. */
bool render_onto(GVC_t *gvc, const pk_scene *scene, const pk_printed *part, cairo_t *cairo);

/* The scene as a PDF on sheets of its paper, as a PNG. The result is allocated; NULL when cairo,
 * Graphviz or memory failed. */
char *render_pdf(GVC_t *gvc, const pk_scene *scene, size_t *length);
char *render_png(GVC_t *gvc, const pk_scene *scene, double scale, size_t *length);

#endif
