/* Graphviz drawing onto a page of somebody else's: one of a PDF, or the dots of a PNG.
 *
 * For that it has to know a device that takes a cairo context, and has none without a window
 * system: "sheet" is ours. */
#include "draw/render/render.h"

#include <gvcjob.h>
#include <gvplugin.h>

void render_add_sheet(GVC_t *gvc) {
  static gvdevice_features_t features = {.flags = GVDEVICE_DOES_TRUECOLOR, .default_dpi = {72, 72}};
  static gvplugin_installed_t types[] = {{0, "sheet:cairo", 1, NULL, &features}, {0}};
  static gvplugin_api_t apis[] = {{API_device, types}, {0}};
  static gvplugin_library_t library = {"polku", apis};
  gvAddLibrary(gvc, &library);
}

void render_ground(cairo_t *cairo, int colour) {
  cairo_set_source_rgb(cairo, (colour >> 16 & 0xff) / 255.0, (colour >> 8 & 0xff) / 255.0,
                       (colour & 0xff) / 255.0);
  cairo_paint(cairo);
}

/* Graphviz puts the corner of whatever is drawn into the corner of the page; the node "page" of the
 * graph tells where that has to go, and what hangs over it is cut. */
static void place(const pk_scene *scene, const pk_printed *part, Agraph_t *graph, cairo_t *cairo) {
  Agnode_t *page = agfindnode(graph, "page");
  double left = ND_coord(page).x - scene->width / 2.0 - GD_bb(graph).LL.x;
  double top = GD_bb(graph).UR.y - (ND_coord(page).y + part->height / 2.0);
  cairo_rectangle(cairo, 0, 0, scene->width, part->height);
  cairo_clip(cairo);
  cairo_translate(cairo, -left, -top);
}

bool render_onto(GVC_t *gvc, const pk_scene *scene, const pk_printed *part, cairo_t *cairo) {
  Agraph_t *graph = render_graph(scene, part);
  if (!graph || gvLayout(gvc, graph, "nop2") != 0)
    return false;
  place(scene, part, graph, cairo);
  return gvRenderContext(gvc, graph, "sheet", cairo) == 0;
}
