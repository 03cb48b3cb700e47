/* A PNG: the scene drawn into dots, band by band, and the dots packed.
 *
 * Graphviz would do both, but cairo, by which it packs, tries every filter on every line, which
 * takes most of a picture's time and, for a drawing of even surfaces, makes larger files than no
 * filter at all. */
#include "draw/render/render.h"

#include <math.h>
#include <png.h>
#include <stdlib.h>

/* EFFORT of zlib: beyond 3 the time doubles for a seventh of the size. A picture is drawn in bands
 * of so many dots, so that a large one takes no more memory than a small one. */
enum { EFFORT = 3, BAND = 8 << 20 };

typedef struct picture {
  GVC_t *gvc;
  const pk_scene *scene;
  double scale; /* dots a point */
  int width, height;
  cairo_surface_t *band;
} picture;

static int dots_of(double points, double dpi) {
  long dots = lround(points * dpi / 72);
  return dots > 0 ? (int)dots : 1;
}

/* Draws the rows from `first` on that fit the band: what lies in them, and a point more on both
 * sides. */
static bool draw_band(picture *p, int first) {
  int rows = cairo_image_surface_get_height(p->band);
  int top = (int)(first / p->scale) - 1, bottom = (int)((first + rows) / p->scale) + 2;
  const pk_printed part = {top, bottom - top};
  cairo_t *cairo = cairo_create(p->band);
  render_ground(cairo, p->scene->ground);
  cairo_translate(cairo, 0, top * p->scale - first);
  cairo_scale(cairo, p->scale, p->scale);
  bool ok =
      render_onto(p->gvc, p->scene, &part, cairo) && cairo_status(cairo) == CAIRO_STATUS_SUCCESS;
  cairo_destroy(cairo);
  cairo_surface_flush(p->band);
  return ok;
}

static void write_head(png_structp png, png_infop info, const picture *p) {
  static const double inches_of_metre = 1 / 0.0254;
  png_uint_32 per_metre = (png_uint_32)lround(p->scale * 72 * inches_of_metre);
  png_set_IHDR(png, info, (png_uint_32)p->width, (png_uint_32)p->height, 8, PNG_COLOR_TYPE_RGB,
               PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
  png_set_pHYs(png, info, per_metre, per_metre, PNG_RESOLUTION_METER);
  png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
  png_set_compression_level(png, EFFORT);
  png_write_info(png, info);
  png_set_bgr(png); /* cairo keeps blue, green, red and a byte of nothing */
  png_set_filler(png, 0, PNG_FILLER_AFTER);
}

static bool write_rows(png_structp png, picture *p) {
  const unsigned char *data = cairo_image_surface_get_data(p->band);
  size_t stride = (size_t)cairo_image_surface_get_stride(p->band);
  int rows = cairo_image_surface_get_height(p->band);
  for (int y = 0; y < p->height; y++) {
    if (y % rows == 0 && !draw_band(p, y))
      return false;
    png_write_row(png, data + (size_t)(y % rows) * stride);
  }
  return true;
}

/* What libpng cannot do it tells by ending the program: the child, whose parent says so. */
static char *pack(picture *p, size_t *length) {
  char *bytes = NULL;
  FILE *out = open_memstream(&bytes, length);
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!out || !info)
    return NULL;
  png_init_io(png, out);
  write_head(png, info, p);
  if (!write_rows(png, p))
    return NULL;
  png_write_end(png, info);
  return fclose(out) == 0 ? bytes : NULL;
}

char *render_png(GVC_t *gvc, const pk_scene *scene, double scale, size_t *length) {
  double dpi = PK_DOTS_PER_INCH * scale;
  picture p = {.gvc = gvc,
               .scene = scene,
               .scale = dpi / 72,
               .width = dots_of(scene->width, dpi),
               .height = dots_of(scene->height, dpi)};
  int rows = BAND / p.width > 64 ? BAND / p.width : 64;
  p.band =
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, p.width, rows < p.height ? rows : p.height);
  return cairo_surface_status(p.band) == CAIRO_STATUS_SUCCESS ? pack(&p, length) : NULL;
}
