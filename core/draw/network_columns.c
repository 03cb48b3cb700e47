/* Along: how deep each rank is, and how much room the lines between two ranks need. And the ports
 * of each card: the places on its two sides where lines meet it, in the order in which they come,
 * so that none crosses another on its last steps. */
#include "draw/network.h"

#include <math.h>
#include <stdlib.h>

enum { CHANNEL = 16, HEAD_ROOM = 14, PORT_PITCH = 12, PORT_EDGE = 6 };

/* ----------------------------------------------------------------------------------- ports */

/* One end of a way at a card. */
typedef struct way_end {
  int card, way;
  bool behind; /* on the side that later ranks see: the way's lower end */
  double wish;
} way_end;

static int by_card(const void *left, const void *right) {
  const way_end *a = left, *b = right;
  if (a->card != b->card)
    return a->card - b->card;
  if (a->behind != b->behind)
    return a->behind - b->behind;
  if (a->wish != b->wish)
    return a->wish < b->wish ? -1 : 1;
  return a->way - b->way;
}

static double anchor_of(const pk_network_spot *spot) {
  return spot->at + spot->anchor;
}

static int list_ends(const pk_network *net, way_end *ends) {
  int count = 0;
  for (int i = 0; i < net->way_count; i++) {
    const pk_network_way *way = &net->ways[i];
    int low = way->back ? way->to : way->from, high = way->back ? way->from : way->to;
    const pk_network_spot *first = &net->spots[way->first], *last = first + way->count - 1;
    if (!way->cut || !way->back)
      ends[count++] = (way_end){low, i, true, anchor_of(first)};
    if (!way->cut || way->back)
      ends[count++] = (way_end){high, i, false, anchor_of(last)};
  }
  qsort(ends, (size_t)count, sizeof *ends, by_card);
  return count;
}

/* The ends of one side of one card: as near to where their lines go as their distance allows, on
 * the stage's box where there is room, else along the whole card. */
static void place_side(pk_network *net, const way_end *ends, int count, double from, double *work) {
  const pk_card *card = &net->cards[ends[0].card];
  double whole = net->plan.down ? card->width : card->height;
  double box = net->plan.down ? card->width : card->head_height;
  double room = (count - 1) * (double)PORT_PITCH <= box - 2 * PORT_EDGE ? box : whole;
  double pitch = count > 1 ? fmin(PORT_PITCH, (room - 2 * PORT_EDGE) / (count - 1)) : 0;
  double low = from + PORT_EDGE, high = from + room - PORT_EDGE;
  double *wish = work, *apart = work + count;
  for (int i = 0; i < count; i++) {
    wish[i] = ends[i].wish;
    apart[i] = pitch;
  }
  pk_spread(wish, NULL, apart, count, work + 2 * count);
  for (int i = 0; i < count; i++) {
    double at = fmin(fmax(wish[i], low + i * pitch), high - (count - 1 - i) * pitch);
    pk_network_way *way = &net->ways[ends[i].way];
    *(ends[i].behind ? &way->low : &way->high) = at;
  }
}

static void place_ports(pk_network *net, const double *card_at) {
  way_end *ends = PK_NEW_ARRAY(net->map->arena, way_end, 2 * (size_t)net->way_count);
  double *work = PK_NEW_ARRAY(net->map->arena, double, 10 * (size_t)net->way_count);
  if (!ends || !work) {
    net->map->failed = true;
    return;
  }
  int count = list_ends(net, ends);
  for (int i = 0, n; i < count; i += n) {
    for (n = 1;
         i + n < count && ends[i + n].card == ends[i].card && ends[i + n].behind == ends[i].behind;)
      n++;
    place_side(net, &ends[i], n, card_at[ends[i].card], work);
  }
}

/* -------------------------------------------------------------------------------- channels */

/* A line on its way over the channel behind a rank. */
typedef struct crossing {
  int channel;
  double from, to; /* across, from the lower rank to the higher */
  bool head;
  double *turn;
  int index;
} crossing;

typedef struct channel {
  double most; /* the farthest that a line goes across */
  int lines;
  bool heads;
} channel;

static int list_crossings(pk_network *net, crossing *list) {
  int count = 0;
  for (int i = 0; i < net->way_count; i++) {
    pk_network_way *way = &net->ways[i];
    pk_network_spot *spots = &net->spots[way->first];
    double before = way->low;
    for (int k = 0; k < way->count; k++) {
      double at = anchor_of(&spots[k]);
      if (k > 0 || !way->cut || !way->back)
        list[count++] =
            (crossing){spots[k].rank - 1, before, at, k == 0 && way->back, &spots[k].turn, 0};
      before = at;
    }
    if (!way->cut || way->back)
      list[count++] =
          (crossing){spots[way->count - 1].rank, before, way->high, !way->back, &way->turn, 0};
  }
  return count;
}

static int by_channel(const void *left, const void *right) {
  const crossing *a = left, *b = right;
  double at = a->from + a->to, bt = b->from + b->to;
  if (a->channel != b->channel)
    return a->channel - b->channel;
  if (at != bt)
    return at < bt ? -1 : 1;
  return a->index - b->index;
}

/* Where in its channel each line turns, as a part of its width: lines beside each other turn one
 * after the other, those that go down from the lowest on, those that go up from the highest on. */
static void part_turns(crossing *list, int count) {
  for (int i = 0; i < count; i++) {
    double place = count > 1 ? 2.0 * i / (count - 1) - 1 : 0;
    *list[i].turn = 0.5 - 0.25 * place * (list[i].to > list[i].from ? 1 : -1);
  }
}

static void measure_channels(pk_network *net, channel *channels) {
  size_t most = (size_t)net->way_count + (size_t)net->spot_count;
  crossing *list = PK_NEW_ARRAY(net->map->arena, crossing, most);
  if (!list) {
    net->map->failed = true;
    return;
  }
  int count = list_crossings(net, list);
  for (int i = 0; i < count; i++)
    list[i].index = i;
  qsort(list, (size_t)count, sizeof *list, by_channel);
  for (int i = 0, n; i < count; i += n) {
    channel *c = &channels[list[i].channel];
    for (n = 0; i + n < count && list[i + n].channel == list[i].channel; n++) {
      c->most = fmax(c->most, fabs(list[i + n].to - list[i + n].from));
      c->heads = c->heads || list[i + n].head;
    }
    c->lines = n;
    part_turns(&list[i], n);
  }
}

/* The farther and the more, the wider; less so where there are many cards. */
static double channel_width(const pk_network *net, const channel *c) {
  static const double most[] = {84, 64, 54, 44};
  bool dense = net->page.dense;
  double width = (CHANNEL + 0.10 * c->most + 0.6 * c->lines) * (dense ? 0.6 : 1);
  if (c->lines == 0)
    return 0;
  return fmin(width, dense ? 50 : most[net->plan.detail]) + (c->heads ? HEAD_ROOM : 0);
}

void pk_network_columns(pk_network *net) {
  size_t ranks = (size_t)net->rank_count + 1;
  net->rank_at = PK_NEW_ARRAY(net->map->arena, double, ranks);
  net->rank_deep = PK_NEW_ARRAY(net->map->arena, double, ranks);
  channel *channels = PK_NEW_ARRAY(net->map->arena, channel, ranks);
  double *card_at = PK_NEW_ARRAY(net->map->arena, double, (size_t)net->card_count);
  if (!net->rank_at || !net->rank_deep || !channels || !card_at)
    net->map->failed = true;
  if (net->map->failed)
    return;
  double along = 0, longest = 0, across = 0;
  for (int i = 0; i < net->spot_count; i++) {
    const pk_network_spot *spot = &net->spots[i];
    net->rank_deep[spot->rank] = fmax(net->rank_deep[spot->rank], spot->depth);
    across = fmax(across, spot->at + spot->extent);
    if (spot->card >= 0)
      card_at[spot->card] = spot->at + PK_CARD_MARGIN;
  }
  place_ports(net, card_at);
  if (net->map->failed)
    return;
  measure_channels(net, channels);
  if (net->map->failed)
    return;
  for (int r = 0; r < net->rank_count; r++) {
    bool begins = r == 0 || net->strip_of[r] != net->strip_of[r - 1];
    net->rank_at[r] = begins ? 0 : along;
    along = net->rank_at[r] + net->rank_deep[r];
    longest = fmax(longest, along);
    along += channel_width(net, &channels[r]);
  }
  for (int c = 0; c < net->card_count; c++) {
    pk_card *card = &net->cards[c];
    double at = card->alone ? 0 : net->rank_at[card->column];
    card->x = net->plan.down ? card_at[c] : at;
    card->y = net->plan.down ? at : card_at[c];
  }
  net->wide = (int)ceil(net->plan.down ? across : longest);
  net->high = (int)ceil(net->plan.down ? longest : across);
}
