/* From a scene to a graph of Graphviz.
 *
 * Built through cgraph, never as DOT to be parsed. Every attribute that is ever set is declared in
 * one place below, and its values are numbers of ours or escaped text: a model cannot name an
 * attribute, a file or an address. */
#include "draw/render/render.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct painter {
  Agraph_t *graph;
  double top; /* of the page, in Graphviz's upward coordinates */
  int failed;
} painter;

static void set(void *object, const char *name, const char *value) {
  agsafeset(object, (char *)name, (char *)value, "");
}

static void set_number(void *object, const char *name, double value) {
  char text[48];
  snprintf(text, sizeof text, "%.4f", value);
  set(object, name, text);
}

static void set_colour(void *object, const char *name, int colour) {
  char text[16];
  if (colour == PK_NO_COLOUR)
    snprintf(text, sizeof text, "transparent");
  else
    snprintf(text, sizeof text, "#%06x", (unsigned)colour);
  set(object, name, text);
}

static void declare(Agraph_t *graph, int kind, const char *const *pairs) {
  for (; *pairs; pairs += 2)
    agattr(graph, kind, (char *)pairs[0], (char *)pairs[1]);
}

static void declare_all(Agraph_t *graph) {
  static const char *const of_graph[] = {
      "charset", "UTF-8",   "outputorder", "nodesfirst", "pad",  "0", "margin",
      "0",       "bgcolor", "#ffffff",     "fontname",   "Lato", NULL};
  static const char *const of_nodes[] = {
      "label", "",        "shape",     "box", "fixedsize", "true", "margin",   "0",
      "pos",   "",        "width",     "0.1", "height",    "0.1",  "style",    "",
      "color", "#000000", "fillcolor", "",    "penwidth",  "1",    "fontname", "Lato",
      "id",    "",        "class",     "",    NULL};
  static const char *const of_edges[] = {"pos",       "",  "penwidth",  "1",    "color", "#000000",
                                         "arrowsize", "1", "arrowhead", "none", "style", "",
                                         "id",        "",  "class",     "",     NULL};
  declare(graph, AGRAPH, of_graph);
  declare(graph, AGNODE, of_nodes);
  declare(graph, AGEDGE, of_edges);
}

/* --------------------------------------------------------------------------------- text */

/* Graphviz replaces \N, \G … in labels, so that a backslash must come twice. */
static void escape(FILE *out, const char *text) {
  int room = 4 * 202; /* the library cuts labels at 200 characters; a last guard */
  for (; *text && room > 0; text++, room--) {
    if (*text == '\\')
      fputc('\\', out);
    render_escape(out, *text);
  }
}

static void write_line(FILE *out, const pk_line *line) {
  fprintf(out, "<FONT FACE=\"Lato\" POINT-SIZE=\"%d\" COLOR=\"#%06x\">%s", line->size,
          (unsigned)line->colour, line->bold ? "<B>" : "");
  escape(out, line->text);
  fprintf(out, "%s</FONT>", line->bold ? "</B>" : "");
}

static void write_cell(FILE *out, int w, int h, const pk_line *line) {
  fprintf(out, "<TD FIXEDSIZE=\"TRUE\" WIDTH=\"%d\" HEIGHT=\"%d\" ALIGN=\"LEFT\">", w, h);
  if (line && *line->text)
    write_line(out, line);
  fputs("</TD>", out);
}

static void write_row(FILE *out, int indent, int w, int h, const pk_line *line) {
  if (h <= 0)
    return;
  fputs("<TR>", out);
  if (indent > 0)
    write_cell(out, indent, h, NULL);
  write_cell(out, w - indent, h, line);
  fputs("</TR>", out);
}

/* Text flush left, a row of a table for each line: Graphviz leaves no space between lines that are
 * broken within one cell. Rows and cells have fixed sizes that fill the box within its padding. */
static char *label_of(const pk_scene *scene, const pk_item *item) {
  char *label = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&label, &length);
  if (!out)
    return NULL;
  int w = item->w - 2 * item->pad_x, h = item->h - 2 * item->pad_y, used = 0;
  w = w > 1 ? w : 1;
  for (int i = 0; i < item->line_count; i++)
    used += pk_line_height(scene, item->lines[i].size);
  h = h > used ? h : used;
  int above = item->top ? 0 : (h - used) / 2, indent = item->indent < w ? item->indent : 0;
  fprintf(out,
          "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\" "
          "FIXEDSIZE=\"TRUE\" WIDTH=\"%d\" HEIGHT=\"%d\">",
          w, h);
  write_row(out, indent, w, above, NULL);
  for (int i = 0; i < item->line_count; i++)
    write_row(out, indent, w, pk_line_height(scene, item->lines[i].size), &item->lines[i]);
  write_row(out, indent, w, h - used - above, NULL);
  fputs("</TABLE>", out);
  return fclose(out) == 0 ? label : NULL;
}

/* -------------------------------------------------------------------------------- marks */

static const char *shape_name(pk_outline shape) {
  static const char *const names[PK_SHAPE_COUNT] = {"none",     "box",     "box",    "circle",
                                                    "triangle", "diamond", "rarrow", "larrow"};
  return names[shape];
}

static void set_style(Agnode_t *node, const pk_item *item) {
  char style[64];
  snprintf(style, sizeof style, "%s%s%s", item->fill != PK_NO_COLOUR ? "filled" : "solid",
           item->shape == PK_ROUNDED ? ",rounded" : "", item->dashed ? ",dashed" : "");
  set(node, "style", style);
}

static void add_item(painter *p, const pk_scene *scene, int index) {
  const pk_item *item = &scene->items[index];
  char name[24], pos[80];
  snprintf(name, sizeof name, "n%d", index);
  Agnode_t *node = agnode(p->graph, name, 1);
  snprintf(pos, sizeof pos, "%.2f,%.2f", item->x + item->w / 2.0,
           p->top - (item->y + item->h / 2.0));
  set(node, "pos", pos);
  set(node, "shape", shape_name(item->shape));
  set_number(node, "width", item->w / 72.0);
  set_number(node, "height", item->h / 72.0);
  set_style(node, item);
  set_colour(node, "fillcolor", item->fill);
  set_colour(node, "color", item->stroke);
  set_number(node, "penwidth", item->line_width / 10.0);
  set(node, "id", item->id ? item->id : name);
  if (item->klass)
    set(node, "class", item->klass);
  if (item->line_count > 0) {
    char *label = label_of(scene, item);
    if (label)
      set(node, "label", agstrdup_html(p->graph, label));
    else
      p->failed = 1;
  }
}

static void add_edge(painter *p, const pk_edge *edge, int index, Agnode_t *from, Agnode_t *to) {
  char name[24], *pos = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&pos, &length);
  if (!out) {
    p->failed = 1;
    return;
  }
  if (edge->head)
    fprintf(out, "e,%.2f,%.2f ", edge->tip_x, p->top - edge->tip_y);
  for (int i = 0; i < edge->point_count; i++)
    fprintf(out, "%s%.2f,%.2f", i ? " " : "", edge->x[i], p->top - edge->y[i]);
  fclose(out);
  snprintf(name, sizeof name, "edge%d", index);
  Agedge_t *e = agedge(p->graph, from, to, name, 1);
  set(e, "pos", pos);
  set(e, "id", name);
  set(e, "class", edge->klass ? edge->klass : "");
  set(e, "arrowhead", edge->head ? "normal" : "none");
  set_number(e, "arrowsize", edge->head_size / 10.0);
  set_number(e, "penwidth", edge->line_width / 10.0);
  set_colour(e, "color", edge->colour);
  set(e, "style", edge->dashed ? "dashed" : "solid");
}

/* --------------------------------------------------------------------------------- page */

/* The ground that everything lies on. */
static Agnode_t *add_page(painter *p, const pk_scene *scene, double w, double h) {
  Agnode_t *page = agnode(p->graph, "page", 1);
  char pos[64];
  snprintf(pos, sizeof pos, "%.2f,%.2f", w / 2, h / 2);
  set(page, "pos", pos);
  set(page, "id", "page");
  set(page, "style", "filled");
  set_colour(p->graph, "bgcolor", scene->ground);
  set_colour(page, "fillcolor", scene->ground);
  set_colour(page, "color", scene->ground);
  set(page, "penwidth", "0");
  set_number(page, "width", w / 72);
  set_number(page, "height", h / 72);
  return page;
}

static bool meets(const pk_printed *part, double top, double bottom) {
  return bottom > part->y && top < part->y + part->height;
}

static bool edge_meets(const pk_printed *part, const pk_edge *edge) {
  double top = edge->y[0], bottom = edge->y[0];
  for (int i = 1; i < edge->point_count; i++) {
    top = edge->y[i] < top ? edge->y[i] : top;
    bottom = edge->y[i] > bottom ? edge->y[i] : bottom;
  }
  return meets(part, top - 1, bottom + 1); /* a level line has no height */
}

Agraph_t *render_graph(const pk_scene *scene, const pk_printed *only) {
  const pk_printed all = {0, scene->height}, *part = only ? only : &all;
  painter p = {agopen("polku", Agdirected, NULL), part->y + part->height, 0};
  if (!p.graph)
    return NULL;
  declare_all(p.graph);
  Agnode_t *page = add_page(&p, scene, scene->width, part->height);
  for (int i = 0; i < scene->item_count; i++)
    if (!only || meets(part, scene->items[i].y, scene->items[i].y + scene->items[i].h))
      add_item(&p, scene, i);
  /* Edges carry their own curves; their ends only have to exist, and must differ: Graphviz draws
   * loops its own way. */
  Agnode_t *other = agnxtnode(p.graph, page);
  for (int i = 0; i < scene->edge_count && other; i++)
    if (!only || edge_meets(part, &scene->edges[i]))
      add_edge(&p, &scene->edges[i], i, page, other);
  return p.failed ? NULL : p.graph;
}

double render_measure(GVC_t *gvc, const char *text, int size, bool bold) {
  char label[4 * PK_STRING_MAX], points[16];
  size_t used = 0;
  for (; *text && used + 2 < sizeof label; text++) {
    if (*text == '\\')
      label[used++] = '\\';
    label[used++] = *text;
  }
  label[used] = '\0';
  Agraph_t *graph = agopen("measure", Agdirected, NULL);
  Agnode_t *node = agnode(graph, "n", 1);
  snprintf(points, sizeof points, "%d", size);
  set(node, "label", label);
  set(node, "fontname", bold ? "Lato Bold" : "Lato");
  set(node, "fontsize", points);
  set(node, "shape", "none");
  set(node, "pos", "0,0");
  if (gvLayout(gvc, graph, "nop2") != 0)
    return -1;
  double width = ND_label(node)->dimen.x;
  gvFreeLayout(gvc, graph);
  agclose(graph);
  return width;
}
