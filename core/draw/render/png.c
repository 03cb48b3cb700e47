/* A PNG: the scene drawn into dots, and the dots packed.
 *
 * Graphviz would do both, but cairo, by which it packs, tries every filter on every line, which
 * takes most of a picture's time and, for a drawing of even surfaces, makes larger files than no
 * filter at all. */
#include "draw/render/render.h"

#include <math.h>
#include <png.h>
#include <stdlib.h>

/* Of zlib: beyond 3 the time doubles for a seventh of the size. */
enum { EFFORT = 3 };

static const double inches_of_metre = 1 / 0.0254;

static void write_rows(png_structp png, png_infop info, cairo_surface_t *dots, double dpi) {
  int width = cairo_image_surface_get_width(dots), height = cairo_image_surface_get_height(dots);
  const unsigned char *data = cairo_image_surface_get_data(dots);
  png_uint_32 per_metre = (png_uint_32)lround(dpi * inches_of_metre);
  png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, 8, PNG_COLOR_TYPE_RGB,
               PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
  png_set_pHYs(png, info, per_metre, per_metre, PNG_RESOLUTION_METER);
  png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
  png_set_compression_level(png, EFFORT);
  png_write_info(png, info);
  png_set_bgr(png); /* cairo keeps blue, green, red and a byte of nothing */
  png_set_filler(png, 0, PNG_FILLER_AFTER);
  for (int y = 0; y < height; y++)
    png_write_row(png, data + (size_t)y * (size_t)cairo_image_surface_get_stride(dots));
  png_write_end(png, info);
}

/* What libpng cannot do it tells by ending the program: the child, whose parent says so. */
static char *pack(cairo_surface_t *dots, double dpi, size_t *length) {
  char *bytes = NULL;
  FILE *out = open_memstream(&bytes, length);
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!out || !info)
    return NULL;
  png_init_io(png, out);
  write_rows(png, info, dots, dpi);
  return fclose(out) == 0 ? bytes : NULL;
}

static int dots_of(double points, double dpi) {
  long dots = lround(points * dpi / 72);
  return dots > 0 ? (int)dots : 1;
}

char *render_png(GVC_t *gvc, const pk_scene *scene, double scale, size_t *length) {
  double dpi = PK_DOTS_PER_INCH * scale;
  cairo_surface_t *dots = cairo_image_surface_create(CAIRO_FORMAT_RGB24, dots_of(scene->width, dpi),
                                                     dots_of(scene->height, dpi));
  cairo_t *cairo = cairo_create(dots);
  render_ground(cairo, scene->ground);
  cairo_scale(cairo, dpi / 72, dpi / 72);
  const pk_printed all = {0, scene->height};
  if (!render_onto(gvc, scene, &all, cairo) || cairo_status(cairo) != CAIRO_STATUS_SUCCESS)
    return NULL;
  cairo_surface_flush(dots);
  return pack(dots, dpi, length);
}
