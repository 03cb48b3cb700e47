/* A PDF for the wall: sheets of real paper, each with its part of the scene.
 *
 * Graphviz draws, through cairo, onto pages that are made here, so that paper, margins, title and
 * date are ours. A part fills the width of its sheet; where that
 * makes it taller than the sheet, it continues on the next one, cut where no text stands, because
 * text that is made smaller than it was laid out cannot be read on a wall. A picture that names no
 * pages stands on one sheet, whole. For a screen the sheet is as large as the picture. */
#include "draw/palette.h"
#include "draw/render/render.h"

#include <cairo-pdf.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const double margin_of_paper = 20; /* 7 mm: what printers leave white */
static const double longest_page = 14400; /* readers' limit, 200 inches */
static const double hair = 0.01; /* so much smaller nobody sees, and it may spare a sheet */

typedef struct sheet {
  double width, height, margin;
  bool whole; /* one sheet for everything */
} sheet;

static bool is_upright(const pk_scene *scene) {
  int tallest = scene->page_count ? 0 : scene->height;
  for (int i = 0; i < scene->page_count; i++)
    if (scene->pages[i].height > tallest)
      tallest = scene->pages[i].height;
  /* Across a sheet that stands, what is wider would be printed too small. */
  int room = scene->paper == POLKU_A3 ? PK_A3_SHORT : PK_A4_SHORT;
  bool readable = (room - 2 * PK_SHEET_MARGIN) * PK_SIZE_SMALL >= scene->width * PK_PRINT_MIN;
  return tallest > scene->width * 1.1 && (readable || scene->page_count == 0);
}

static sheet sheet_of(const pk_scene *scene) {
  static const double shorter[] = {0, 595.276, 841.890}, longer[] = {0, 841.890, 1190.551};
  if (scene->paper == POLKU_SCREEN) {
    int side = scene->width > scene->height ? scene->width : scene->height;
    double scale = side > longest_page ? longest_page / side : 1;
    return (sheet){scene->width * scale, scene->height * scale, 0, true};
  }
  double a = longer[scene->paper], b = shorter[scene->paper];
  bool upright = is_upright(scene);
  return (sheet){upright ? b : a, upright ? a : b, margin_of_paper, scene->page_count == 0};
}

/* ------------------------------------------------------------------------------- one page */

typedef struct pdf {
  GVC_t *gvc;
  const pk_scene *scene;
  sheet sheet;
  cairo_t *cairo;
  bool failed;
} pdf;

static double room_x(const pdf *p) {
  return p->sheet.width - 2 * p->sheet.margin;
}

static double room_y(const pdf *p) {
  return p->sheet.height - 2 * p->sheet.margin;
}

static double fitting_scale(const pdf *p, pk_printed part) {
  double wide = room_x(p) / p->scene->width, high = room_y(p) / part.height;
  return wide < high ? wide : high;
}

static void draw_page(pdf *p, pk_printed part) {
  double scale = fitting_scale(p, part);
  render_ground(p->cairo, p->scene->ground);
  cairo_save(p->cairo);
  cairo_translate(p->cairo, (p->sheet.width - p->scene->width * scale) / 2, p->sheet.margin);
  cairo_scale(p->cairo, scale, scale);
  p->failed |= !render_onto(p->gvc, p->scene, &part, p->cairo);
  cairo_restore(p->cairo);
  cairo_show_page(p->cairo);
}

/* ------------------------------------------------------------------------------- all pages */

/* Whether a cut at y goes through text, or through anything at all. */
static bool crosses(const pk_scene *scene, int y, bool anything) {
  for (int i = 0; i < scene->item_count; i++) {
    const pk_item *item = &scene->items[i];
    if ((anything || item->line_count > 0) && item->y < y && item->y + item->h > y)
      return true;
  }
  return false;
}

/* Where a part that is taller than its sheet is cut: between two bands of its lower half, else as
 * low as no text is hit. */
static int cut_of(const pdf *p, pk_printed part) {
  int room = (int)(room_y(p) * p->scene->width / room_x(p));
  if (part.height <= room * (1 + hair))
    return part.height;
  for (int anything = 1; anything >= 0; anything--)
    for (int height = room; height > room / 2; height--)
      if (!crosses(p->scene, part.y + height, anything))
        return height;
  return room;
}

static void draw_part(pdf *p, pk_printed part) {
  while (part.height > 0 && !p->failed) {
    int height = p->sheet.whole ? part.height : cut_of(p, part);
    draw_page(p, (pk_printed){part.y, height});
    part.y += height;
    part.height -= height;
  }
}

static void draw_all(pdf *p) {
  if (p->sheet.whole)
    draw_part(p, (pk_printed){0, p->scene->height});
  for (int i = 0; i < p->scene->page_count && !p->sheet.whole; i++)
    draw_part(p, p->scene->pages[i]);
}

/* ------------------------------------------------------------------------------- the file */

/* No date unless somebody fixes one: the same model gives the same bytes.
 * https://reproducible-builds.org/specs/source-date-epoch/ */
static void set_date(cairo_surface_t *surface) {
  const char *epoch = getenv("SOURCE_DATE_EPOCH");
  char date[64] = "";
  if (epoch && *epoch) {
    time_t seconds = (time_t)strtoll(epoch, NULL, 10);
    struct tm utc;
    if (gmtime_r(&seconds, &utc))
      strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", &utc);
  }
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
}

static cairo_status_t write_bytes(void *file, const unsigned char *bytes, unsigned length) {
  return fwrite(bytes, 1, length, file) == length ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

char *render_pdf(GVC_t *gvc, const pk_scene *scene, size_t *length) {
  char *bytes = NULL;
  FILE *out = open_memstream(&bytes, length);
  if (!out)
    return NULL;
  pdf p = {.gvc = gvc, .scene = scene, .sheet = sheet_of(scene)};
  cairo_surface_t *surface =
      cairo_pdf_surface_create_for_stream(write_bytes, out, p.sheet.width, p.sheet.height);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, scene->title);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, scene->description);
  set_date(surface);
  p.cairo = cairo_create(surface);
  draw_all(&p);
  cairo_destroy(p.cairo);
  cairo_surface_finish(surface);
  bool ok = !p.failed && cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
  return fclose(out) == 0 && ok ? bytes : NULL;
}
