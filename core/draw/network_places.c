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
enum { PASSING = 80, LEAVING = 20, SPINE = 400, TENTHS = 10, APART = 2 };

static int spine_or(const pk_network_way *way, int weight) {
  return way->to == way->from + 1 ? SPINE : weight;
}

/* The spot of a card: cards that are alone have none, so cards before it count. */
static void find_card_spots(const pk_network *net, int *spot_of_card) {
  for (int i = 0; i < net->spot_count && net->spots[i].card >= 0; i++)
    spot_of_card[net->spots[i].card] = i;
}

static void list_edges(const pk_network *net, const int *spot_of_card, pk_network_edges *edges) {
  for (int w = 0; w < net->way_count; w++) {
    const pk_network_way *way = &net->ways[w];
    int low = spot_of_card[way->back ? way->to : way->from];
    int high = spot_of_card[way->back ? way->from : way->to];
    int from = way->cut && way->back ? -1 : low;
    for (int i = 0; i <= way->count; i++) {
      int to = i < way->count ? way->first + i : way->cut && !way->back ? -1 : high;
      int32_t *edge = &edges->ends[3 * edges->count];
      if (from >= 0 && to >= 0) {
        edge[0] = from;
        edge[1] = to;
        edge[2] = i == 0 || i == way->count ? spine_or(way, LEAVING) : PASSING;
        edges->count++;
      }
      from = to;
    }
  }
}

/* The request: spots in the order of `list`, and edges between their numbers there. */
static void write_request(const pk_network *net, const pk_network_edges *edges, const int *list,
                          int *seat, int32_t *numbers) {
  *numbers++ = net->spot_count;
  *numbers++ = edges->count;
  *numbers++ = APART * TENTHS;
  for (int i = 0; i < net->spot_count; i++) {
    const pk_network_spot *spot = &net->spots[list[i]];
    seat[list[i]] = i;
    *numbers++ = spot->extent * TENTHS;
    *numbers++ = spot->anchor * TENTHS;
    *numbers++ = spot->rank;
  }
  for (int i = 0; i < edges->count; i++) {
    *numbers++ = seat[edges->ends[3 * i]];
    *numbers++ = seat[edges->ends[3 * i + 1]];
    *numbers++ = edges->ends[3 * i + 2];
  }
}

static bool ask_dot(pk_network *net, const pk_network_edges *edges, const int *list) {
  size_t length = PK_LAYOUT_HEAD + PK_LAYOUT_NODE * (size_t)net->spot_count +
                  PK_LAYOUT_EDGE * (size_t)edges->count;
  int32_t *numbers = PK_NEW_ARRAY(net->map->arena, int32_t, length);
  int32_t *places = PK_NEW_ARRAY(net->map->arena, int32_t, (size_t)net->spot_count);
  int *seat = PK_NEW_ARRAY(net->map->arena, int, (size_t)net->spot_count);
  if (!numbers || !places || !seat) {
    net->map->failed = true;
    return false;
  }
  write_request(net, edges, list, seat, numbers);
  if (!pk_renderer_layout(net->map->options->renderer, numbers, length, places, net->spot_count))
    return false;
  for (int i = 0; i < net->spot_count; i++) {
    pk_network_spot *spot = &net->spots[list[i]];
    spot->at = (double)places[i] / TENTHS - spot->extent / 2.0;
  }
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
  size_t spots = (size_t)net->spot_count, most = (size_t)net->way_count + spots;
  int *spot_of_card = PK_NEW_ARRAY(net->map->arena, int, (size_t)net->card_count);
  int *list = PK_NEW_ARRAY(net->map->arena, int, spots);
  pk_network_edges edges = {PK_NEW_ARRAY(net->map->arena, int32_t, 3 * most + 3), 0};
  if (!spot_of_card || !list || !edges.ends)
    net->map->failed = true;
  if (net->map->failed || spots == 0)
    return;
  find_card_spots(net, spot_of_card);
  list_edges(net, spot_of_card, &edges);
  pk_network_order(net, &edges, list);
  if (net->map->failed)
    return;
  net->plain = !ask_dot(net, &edges, list) || !keeps_apart(net);
  if (net->plain && !net->map->failed)
    pk_network_settle(net, &edges, list);
  part_strips(net);
}
