/* The order of cards and lines in their ranks, and places where dot has none.
 *
 * Cards of one rank keep the model's order, so that no edit makes two of them change places; what
 * is free are the lines between them. Each spot wishes to be in the middle of its neighbours, back
 * and forth; where cards' wishes are against their order, they share the mean. */
#include "draw/network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ORDER_SWEEPS = 12, PLACE_SWEEPS = 16 };

void pk_spread(double *wish, const double *weight, const double *room, int count, double *work) {
  double *value = work, *mass = work + count, *size = work + 2 * count, before = 0;
  int blocks = 0;
  for (int i = 0; i < count; i++) {
    before += i > 0 ? room[i] : 0;
    value[blocks] = wish[i] - before;
    mass[blocks] = weight ? weight[i] : 1;
    size[blocks] = 1;
    /* neighbours that would pass each other become one block, at the mean of what they wish */
    for (blocks++; blocks > 1 && value[blocks - 2] > value[blocks - 1]; blocks--) {
      double sum = mass[blocks - 2] + mass[blocks - 1];
      value[blocks - 2] =
          (value[blocks - 2] * mass[blocks - 2] + value[blocks - 1] * mass[blocks - 1]) / sum;
      mass[blocks - 2] = sum;
      size[blocks - 2] += size[blocks - 1];
    }
  }
  before = 0;
  for (int b = 0, i = 0; b < blocks; b++)
    for (int k = 0; k < (int)size[b]; k++, i++) {
      before += i > 0 ? room[i] : 0;
      wish[i] = value[b] + before;
    }
}

typedef struct own {
  pk_network *net;
  const int32_t *edges;
  int edge_count;
  int *begin, *list;  /* spots of each rank, in their order */
  double *sum, *mass; /* of neighbours, per spot */
  double *wish, *weight, *room, *work;
  struct seat *seats;
} own;

typedef struct seat {
  int spot, index;
  double wish;
} seat;

static int by_wish(const void *left, const void *right) {
  const seat *a = left, *b = right;
  if (a->wish != b->wish)
    return a->wish < b->wish ? -1 : 1;
  return a->index - b->index;
}

static double anchor_of(const pk_network_spot *spot) {
  return spot->at + spot->anchor;
}

/* Where the neighbours in the rank before (or behind) would have each spot. */
static void ask_neighbours(own *o, bool from_before) {
  memset(o->sum, 0, (size_t)o->net->spot_count * sizeof *o->sum);
  memset(o->mass, 0, (size_t)o->net->spot_count * sizeof *o->mass);
  for (int i = 0; i < o->edge_count; i++) {
    const int32_t *e = &o->edges[3 * i];
    int asked = from_before ? e[0] : e[1], spot = from_before ? e[1] : e[0];
    o->sum[spot] += anchor_of(&o->net->spots[asked]) * e[2];
    o->mass[spot] += e[2];
  }
}

static double wish_of(const own *o, int spot) {
  const pk_network_spot *s = &o->net->spots[spot];
  return o->mass[spot] > 0 ? o->sum[spot] / o->mass[spot] - s->anchor : s->at;
}

/* One after the other, as they stand in the list. */
static void pack(own *o, int rank) {
  double at = 0;
  for (int i = o->begin[rank]; i < o->begin[rank + 1]; i++) {
    o->net->spots[o->list[i]].at = at;
    at += o->net->spots[o->list[i]].extent + 2;
  }
}

/* Wishes of the cards of a rank that agree with their order, which they have in the list already.
 */
static void agree(own *o, int count) {
  int cards = 0;
  for (int i = 0; i < count; i++)
    if (o->net->spots[o->seats[i].spot].card >= 0) {
      o->room[cards] = 0;
      o->wish[cards++] = o->seats[i].wish;
    }
  pk_spread(o->wish, NULL, o->room, cards, o->work);
  for (int i = 0, card = 0; i < count; i++)
    if (o->net->spots[o->seats[i].spot].card >= 0)
      o->seats[i].wish = o->wish[card++];
}

static void reorder(own *o, int rank) {
  int first = o->begin[rank], count = o->begin[rank + 1] - first;
  for (int i = 0; i < count; i++)
    o->seats[i] = (seat){o->list[first + i], i, wish_of(o, o->list[first + i])};
  agree(o, count);
  qsort(o->seats, (size_t)count, sizeof *o->seats, by_wish);
  for (int i = 0; i < count; i++)
    o->list[first + i] = o->seats[i].spot;
  pack(o, rank);
}

static void settle(own *o, int rank) {
  int first = o->begin[rank], count = o->begin[rank + 1] - first;
  for (int i = 0; i < count; i++) {
    int spot = o->list[first + i];
    o->wish[i] = wish_of(o, spot);
    o->weight[i] = o->mass[spot] > 0 ? o->mass[spot] : 0.1;
    o->room[i] = i > 0 ? o->net->spots[o->list[first + i - 1]].extent + 2 : 0;
  }
  pk_spread(o->wish, o->weight, o->room, count, o->work);
  for (int i = 0; i < count; i++)
    o->net->spots[o->list[first + i]].at = o->wish[i];
}

/* Ranks from the first to the last after their neighbours before, then back. */
static void sweep(own *o, int times, void (*change)(own *, int)) {
  for (int t = 0; t < times; t++) {
    bool forward = t % 2 == 0;
    for (int k = 1; k < o->net->rank_count; k++) {
      int rank = forward ? k : o->net->rank_count - 1 - k;
      ask_neighbours(o, forward);
      change(o, rank);
    }
  }
}

static bool begin(own *o, int *list) {
  pk_network *net = o->net;
  pk_arena *arena = net->map->arena;
  size_t n = (size_t)net->spot_count;
  o->list = list;
  o->begin = PK_NEW_ARRAY(arena, int, (size_t)net->rank_count + 2);
  o->sum = PK_NEW_ARRAY(arena, double, 8 * n);
  o->seats = PK_NEW_ARRAY(arena, seat, n);
  if (!o->begin || !o->sum || !o->seats) {
    net->map->failed = true;
    return false;
  }
  o->mass = o->sum + n;
  o->wish = o->mass + n;
  o->weight = o->wish + n;
  o->room = o->weight + n;
  o->work = o->room + n;
  for (size_t i = 0; i < n; i++)
    o->begin[net->spots[i].rank + 1]++;
  for (int r = 0; r < net->rank_count; r++)
    o->begin[r + 1] += o->begin[r];
  return true;
}

/* Spots of each rank as they come: cards, then ways. */
static void list_spots(own *o) {
  for (int i = 0; i < o->net->spot_count; i++)
    o->list[o->begin[o->net->spots[i].rank]++] = i;
  for (int r = o->net->rank_count; r > 0; r--)
    o->begin[r] = o->begin[r - 1];
  o->begin[0] = 0;
  for (int r = 0; r < o->net->rank_count; r++)
    pack(o, r);
}

void pk_network_order(pk_network *net, const pk_network_edges *edges, int *list) {
  own o = {.net = net, .edges = edges->ends, .edge_count = edges->count};
  if (!begin(&o, list))
    return;
  list_spots(&o);
  sweep(&o, ORDER_SWEEPS, reorder);
}

void pk_network_settle(pk_network *net, const pk_network_edges *edges, int *list) {
  own o = {.net = net, .edges = edges->ends, .edge_count = edges->count};
  if (!begin(&o, list))
    return;
  for (int r = 0; r < net->rank_count; r++)
    pack(&o, r);
  sweep(&o, PLACE_SWEEPS, settle);
}
