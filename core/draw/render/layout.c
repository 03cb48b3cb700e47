/* Where the nodes of a network stand, by dot.
 *
 * The library has already given every node its rank and its place in the order of that rank, and
 * every edge joins neighbouring ranks: long edges come as chains of small nodes. So dot does only
 * what it does best, the places that keep chains straight. Nothing that is known to crash Graphviz
 * 2.42 is used: no edge has a label, there are no clusters and no splines.
 *
 * Ranks are held by an invisible spine, a node for each rank, and their order by invisible edges:
 * left to itself, dot turns the order of a quarter of all pairs of stages after one edit. */
#include "draw/render/render.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RANKS = 4000, EXTENT = 10 * PK_SIDE_MAX, THICK = 10 };

typedef struct graph {
  Agraph_t *dot;
  int nodes, edges, separation, ranks;
  const int32_t *node, *edge;
  Agnode_t **made;
} graph;

static int within(int32_t value, int low, int high) {
  return value < low ? low : value > high ? high : value;
}

/* The counts, held against what has come. */
static bool read_head(graph *g, const int32_t *numbers, size_t count) {
  if (count < PK_LAYOUT_HEAD || numbers[0] < 1 || numbers[0] > PK_LAYOUT_NODES || numbers[1] < 0 ||
      numbers[1] > PK_LAYOUT_NODES * PK_LAYOUT_SPREAD)
    return false;
  g->nodes = numbers[0];
  g->edges = numbers[1];
  g->separation = within(numbers[2], 10, 10000);
  g->node = numbers + PK_LAYOUT_HEAD;
  g->edge = g->node + PK_LAYOUT_NODE * (size_t)g->nodes;
  if (count !=
      PK_LAYOUT_HEAD + PK_LAYOUT_NODE * (size_t)g->nodes + PK_LAYOUT_EDGE * (size_t)g->edges)
    return false;
  for (int i = 0; i < g->nodes; i++) {
    int32_t rank = g->node[PK_LAYOUT_NODE * i + 2];
    if (rank < 0 || rank >= RANKS)
      return false;
    g->ranks = rank >= g->ranks ? rank + 1 : g->ranks;
  }
  for (int i = 0; i < g->edges; i++)
    for (int end = 0; end < 2; end++)
      if (g->edge[PK_LAYOUT_EDGE * i + end] < 0 || g->edge[PK_LAYOUT_EDGE * i + end] >= g->nodes)
        return false;
  return true;
}

static void set(void *object, const char *name, const char *value) {
  agsafeset(object, (char *)name, (char *)value, "");
}

static void declare(const graph *g) {
  static const char *const pairs[] = {"newrank", "true", "splines", "",     "rankdir", "TB",
                                      "ranksep", "0.1",  "mclimit", "0.01", "pad",     "0"};
  char nodesep[32];
  for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i += 2)
    agattr(g->dot, AGRAPH, (char *)pairs[i], (char *)pairs[i + 1]);
  snprintf(nodesep, sizeof nodesep, "%.4f", g->separation / 720.0);
  agattr(g->dot, AGRAPH, (char *)"nodesep", nodesep);
  agattr(g->dot, AGRAPH, (char *)"rank", (char *)"");
  agattr(g->dot, AGNODE, (char *)"label", (char *)"");
  agattr(g->dot, AGNODE, (char *)"shape", (char *)"box");
  agattr(g->dot, AGNODE, (char *)"fixedsize", (char *)"true");
  agattr(g->dot, AGNODE, (char *)"margin", (char *)"0");
  agattr(g->dot, AGNODE, (char *)"width", (char *)"0.01");
  agattr(g->dot, AGNODE, (char *)"height", (char *)"0.1");
  agattr(g->dot, AGEDGE, (char *)"weight", (char *)"1");
  agattr(g->dot, AGEDGE, (char *)"tailport", (char *)"");
  agattr(g->dot, AGEDGE, (char *)"headport", (char *)"");
}

/* ---------------------------------------------------------------------------------- nodes */

static int extent_of(const graph *g, int i) {
  return within(g->node[PK_LAYOUT_NODE * i], 1, EXTENT);
}

/* Whether edges meet a node elsewhere than in its middle. */
static bool has_port(const graph *g, int i) {
  int extent = extent_of(g, i), anchor = within(g->node[PK_LAYOUT_NODE * i + 1], 0, extent);
  return abs(2 * anchor - extent) >= 40;
}

/* dot knows of such places only as cells of a table: one around the anchor, as wide as fits, and
 * the rest. */
static void give_port(const graph *g, int i) {
  int extent = extent_of(g, i), anchor = within(g->node[PK_LAYOUT_NODE * i + 1], 0, extent);
  bool early = 2 * anchor < extent;
  int cell = 2 * (early ? anchor : extent - anchor) / 10, rest = extent / 10 - cell;
  char label[512];
  cell = cell > 2 ? cell : 2;
  rest = rest > 2 ? rest : 2;
  snprintf(label, sizeof label,
           "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\"><TR>"
           "<TD %s FIXEDSIZE=\"TRUE\" WIDTH=\"%d\" HEIGHT=\"%d\"></TD>"
           "<TD %s FIXEDSIZE=\"TRUE\" WIDTH=\"%d\" HEIGHT=\"%d\"></TD></TR></TABLE>",
           early ? "PORT=\"p\"" : "", early ? cell : rest, THICK, early ? "" : "PORT=\"p\"",
           early ? rest : cell, THICK);
  set(g->made[i], "label", agstrdup_html(g->dot, label));
}

static void add_nodes(const graph *g, Agraph_t **ranks) {
  char text[32];
  for (int i = 0; i < g->nodes; i++) {
    snprintf(text, sizeof text, "n%d", i);
    g->made[i] = agnode(g->dot, text, 1);
    snprintf(text, sizeof text, "%.5f", extent_of(g, i) / 720.0);
    set(g->made[i], "width", text);
    agsubnode(ranks[g->node[PK_LAYOUT_NODE * i + 2]], g->made[i], 1);
    if (has_port(g, i))
      give_port(g, i);
  }
}

static void add_spine(const graph *g, Agraph_t **ranks) {
  Agnode_t *before = NULL;
  char text[32];
  for (int r = 0; r < g->ranks; r++) {
    snprintf(text, sizeof text, "r%d", r);
    ranks[r] = agsubg(g->dot, text, 1);
    set(ranks[r], "rank", "same");
    Agnode_t *node = agnode(ranks[r], text, 1);
    if (before)
      set(agedge(g->dot, before, node, NULL, 1), "weight", "100");
    before = node;
  }
}

/* Nodes of a rank stand as they come: an edge that nobody sees holds each behind the one before. */
static void keep_order(const graph *g, int *last) {
  for (int r = 0; r < g->ranks; r++)
    last[r] = -1;
  for (int i = 0; i < g->nodes; i++) {
    int rank = g->node[PK_LAYOUT_NODE * i + 2];
    if (last[rank] >= 0)
      set(agedge(g->dot, g->made[last[rank]], g->made[i], NULL, 1), "weight", "1");
    last[rank] = i;
  }
}

static void add_edges(const graph *g) {
  char text[32];
  for (int i = 0; i < g->edges; i++) {
    const int32_t *edge = &g->edge[PK_LAYOUT_EDGE * i];
    Agedge_t *e = agedge(g->dot, g->made[edge[0]], g->made[edge[1]], NULL, 1);
    snprintf(text, sizeof text, "%d", within(edge[2], 0, 1000));
    set(e, "weight", text);
    if (has_port(g, edge[0]))
      set(e, "tailport", "p");
    if (has_port(g, edge[1]))
      set(e, "headport", "p");
  }
}

int render_layout(GVC_t *gvc, const int32_t *numbers, size_t count, int32_t **places) {
  graph g = {0};
  if (!read_head(&g, numbers, count))
    return 0;
  Agraph_t **ranks = calloc((size_t)g.ranks, sizeof *ranks);
  int *last = calloc((size_t)g.ranks, sizeof *last);
  g.made = calloc((size_t)g.nodes, sizeof *g.made);
  *places = calloc((size_t)g.nodes, sizeof **places);
  g.dot = agopen((char *)"network", Agdirected, NULL);
  if (!ranks || !last || !g.made || !*places || !g.dot)
    return -1;
  declare(&g);
  add_spine(&g, ranks);
  add_nodes(&g, ranks);
  keep_order(&g, last);
  add_edges(&g);
  if (gvLayout(gvc, g.dot, "dot") != 0)
    return -1;
  for (int i = 0; i < g.nodes; i++)
    (*places)[i] = (int32_t)lround(ND_coord(g.made[i]).x * 10);
  return g.nodes;
}
