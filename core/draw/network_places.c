/* Where cards and spots stand in their ranks: dot is asked; when it does not survive the graph,
 * places are our own. */
#include "draw/network.h"

#include "draw/renderer.h"
#include "draw/wire.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Weights: how hard dot tries to draw an edge straight. A way that passes ranks should be one line;
 * the way to the next stage is the spine. */
enum { PASSING = 8, LEAVING = 2, SPINE = 40, TENTHS = 10, APART = 2 };

static int spine_or(const pk_network_way *way, int weight) {
  return way->to == way->from + 1 ? SPINE : weight;
}

/* The spot of a card: cards that are alone have none, so cards before it count. */
static void find_card_spots(const pk_network *net, int *spot_of_card) {
  for (int i = 0; i < net->spot_count && net->spots[i].card >= 0; i++)
    spot_of_card[net->spots[i].card] = i;
}

/* Edges between neighbouring ranks as tail, head, weight; their count. */
static int list_edges(const pk_network *net, const int *spot_of_card, int32_t *edges) {
  int count = 0;
  for (int w = 0; w < net->way_count; w++) {
    const pk_network_way *way = &net->ways[w];
    int low = spot_of_card[way->back ? way->to : way->from];
    int high = spot_of_card[way->back ? way->from : way->to];
    int from = way->cut && way->back ? -1 : low;
    for (int i = 0; i <= way->count; i++) {
      int to = i < way->count ? way->first + i : way->cut && !way->back ? -1 : high;
      bool ends = i == 0 || i == way->count;
      if (from >= 0 && to >= 0) {
        edges[3 * count] = from;
        edges[3 * count + 1] = to;
        edges[3 * count++ + 2] = ends ? spine_or(way, LEAVING) : PASSING;
      }
      from = to;
    }
  }
  return count;
}

static bool ask_dot(pk_network *net, const int32_t *edges, int edge_count) {
  size_t length = PK_LAYOUT_HEAD + PK_LAYOUT_NODE * (size_t)net->spot_count +
                  PK_LAYOUT_EDGE * (size_t)edge_count;
  int32_t *numbers = PK_NEW_ARRAY(net->map->arena, int32_t, length);
  int32_t *places = PK_NEW_ARRAY(net->map->arena, int32_t, (size_t)net->spot_count);
  if (!numbers || !places) {
    net->map->failed = true;
    return false;
  }
  numbers[0] = net->spot_count;
  numbers[1] = edge_count;
  numbers[2] = APART * TENTHS;
  for (int i = 0; i < net->spot_count; i++) {
    int32_t *node = &numbers[PK_LAYOUT_HEAD + PK_LAYOUT_NODE * i];
    node[0] = net->spots[i].extent * TENTHS;
    node[1] = net->spots[i].anchor * TENTHS;
    node[2] = net->spots[i].rank;
  }
  if (edge_count > 0)
    memcpy(&numbers[PK_LAYOUT_HEAD + PK_LAYOUT_NODE * net->spot_count], edges,
           PK_LAYOUT_EDGE * (size_t)edge_count * sizeof *edges);
  if (!pk_renderer_layout(net->map->options->renderer, numbers, length, places, net->spot_count))
    return false;
  for (int i = 0; i < net->spot_count; i++)
    net->spots[i].at = (double)places[i] / TENTHS - net->spots[i].extent / 2.0;
  return true;
}

/* Whether no two spots of a rank lie over each other: what came from outside is not believed. */
typedef struct place {
  int rank, extent;
  double at;
} place;

static int by_place(const void *left, const void *right) {
  const place *a = left, *b = right;
  if (a->rank != b->rank)
    return a->rank - b->rank;
  return a->at < b->at ? -1 : a->at > b->at;
}

static bool keeps_apart(pk_network *net) {
  place *all = PK_NEW_ARRAY(net->map->arena, place, (size_t)net->spot_count);
  if (!all) {
    net->map->failed = true;
    return false;
  }
  for (int i = 0; i < net->spot_count; i++)
    all[i] = (place){net->spots[i].rank, net->spots[i].extent, net->spots[i].at};
  qsort(all, (size_t)net->spot_count, sizeof *all, by_place);
  for (int i = 1; i < net->spot_count; i++)
    if (all[i].rank == all[i - 1].rank && all[i].at < all[i - 1].at + all[i - 1].extent - 0.5)
      return false;
  return true;
}

/* Strips one after the other, each from where the one before ends. */
static void part_strips(pk_network *net) {
  enum { BETWEEN = 34 };
  double begin = 0;
  for (int strip = 0; strip < net->plan.strips; strip++) {
    double least = INFINITY, most = begin;
    for (int i = 0; i < net->spot_count; i++)
      if (net->strip_of[net->spots[i].rank] == strip)
        least = fmin(least, net->spots[i].at);
    for (int i = 0; i < net->spot_count; i++) {
      pk_network_spot *spot = &net->spots[i];
      if (net->strip_of[spot->rank] != strip)
        continue;
      spot->at += begin - least;
      most = fmax(most, spot->at + spot->extent);
    }
    begin = most + BETWEEN;
  }
}

void pk_network_places(pk_network *net) {
  int room = net->way_count + net->spot_count;
  int *spot_of_card = PK_NEW_ARRAY(net->map->arena, int, (size_t)net->card_count + 1);
  int32_t *edges = PK_NEW_ARRAY(net->map->arena, int32_t, PK_LAYOUT_EDGE * (size_t)room + 1);
  if (!spot_of_card || !edges)
    net->map->failed = true;
  if (net->map->failed || net->spot_count == 0)
    return;
  find_card_spots(net, spot_of_card);
  int count = list_edges(net, spot_of_card, edges);
  net->plain = !ask_dot(net, edges, count) || !keeps_apart(net);
  if (net->plain && !net->map->failed)
    pk_network_own_places(net, edges, count);
  part_strips(net);
}
