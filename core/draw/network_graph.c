/* From the map's words to a graph in ranks: cards, ways, and the spots that ways take on their way.
 */
#include "draw/network.h"

#include "base/words.h"
#include "draw/palette.h"

#include <stdlib.h>
#include <string.h>

static void *array(pk_network *net, int count, size_t size) {
  void *got = pk_alloc(net->map->arena, (size_t)(count > 0 ? count : 1), size);
  if (!got)
    net->map->failed = true;
  return got;
}

/* ---------------------------------------------------------------------------------- stages */

int pk_card_sort(const pk_chip *chip) {
  return chip->gap                       ? PK_SORT_GAP
         : chip->row == PK_MAP_PUBLIC    ? PK_SORT_PUBLIC
         : chip->row == PK_MAP_PRIVATE   ? PK_SORT_PRIVATE
         : chip->row == PK_MAP_EDUCATION ? PK_SORT_EDUCATION
                                         : PK_SORT_THIRD;
}

/* Whether a chip stands beside the whole path: at all stages but final ones at its ends, and there
 * are enough of them that saying it once is shorter. */
static bool beside_all(const pk_map *map, const pk_chip *chip) {
  if (chip->gap || chip->last - chip->first < 2)
    return false;
  for (int s = 0; s < map->stage_count; s++)
    if ((s < chip->first || s > chip->last) && !map->model->stages[s].final)
      return false;
  return true;
}

static void put_chip(pk_network *net, const pk_chip *chip) {
  for (int s = chip->first; s <= chip->last; s++) {
    pk_card *card = &net->cards[s];
    card->chips[card->chip_count++] = chip;
  }
}

/* On a card the third sector comes first, then what is missing of it, then the others. */
static void put_chips(pk_network *net) {
  static const int order[PK_SORT_COUNT] = {PK_SORT_THIRD, PK_SORT_GAP, PK_SORT_PUBLIC,
                                           PK_SORT_PRIVATE, PK_SORT_EDUCATION};
  for (int sort = 0; sort < PK_SORT_COUNT; sort++)
    for (int i = 0; i < net->map->chip_count; i++) {
      const pk_chip *chip = &net->map->chips[i];
      if (pk_card_sort(chip) != order[sort])
        continue;
      if (beside_all(net->map, chip))
        net->beside[net->beside_count++] = chip;
      else
        put_chip(net, chip);
    }
}

static void make_card(pk_network *net, int s) {
  pk_map *map = net->map;
  const pk_stage_text *text = &map->stages[s];
  pk_card *card = &net->cards[s];
  int chips = 0;
  for (int i = 0; i < map->chip_count; i++)
    chips += map->chips[i].first <= s && map->chips[i].last >= s;
  *card = (pk_card){.id = text->id,
                    .head = text->head,
                    .more = text->more,
                    .people = text->people,
                    .crowding = text->crowding,
                    .final = map->model->stages[s].final,
                    .passage = map->model->stages[s].passage};
  card->chips = array(net, chips, sizeof *card->chips);
}

void pk_network_stages(pk_network *net) {
  pk_map *map = net->map;
  net->card_count = map->stage_count;
  net->way_count = map->arrow_count;
  net->cards = array(net, net->card_count, sizeof *net->cards);
  net->ways = array(net, net->way_count, sizeof *net->ways);
  net->beside = array(net, map->chip_count, sizeof *net->beside);
  for (int s = 0; s < net->card_count && !map->failed; s++)
    make_card(net, s);
  if (map->failed)
    return;
  put_chips(net);
  for (int i = 0; i < net->way_count; i++) {
    const pk_arrow *a = &map->arrows[i];
    net->ways[i] = (pk_network_way){.from = a->from,
                                    .to = a->to,
                                    .chance = a->chance,
                                    .number = a->number,
                                    .transition = a->transition,
                                    .back = a->to < a->from};
  }
}

/* ----------------------------------------------------------------------------------- ranks */

static int lower(const pk_network_way *way) {
  return way->back ? way->to : way->from;
}

static int upper(const pk_network_way *way) {
  return way->back ? way->from : way->to;
}

/* Ways in the order of their lower card: `begin` holds where those of each card begin. */
static bool by_lower(pk_network *net, int **begin, int **order) {
  *begin = array(net, net->card_count + 2, sizeof **begin);
  *order = array(net, net->way_count, sizeof **order);
  if (net->map->failed)
    return false;
  for (int i = 0; i < net->way_count; i++)
    (*begin)[lower(&net->ways[i]) + 2]++;
  for (int c = 0; c < net->card_count; c++)
    (*begin)[c + 2] += (*begin)[c + 1];
  for (int i = 0; i < net->way_count; i++)
    (*order)[(*begin)[lower(&net->ways[i]) + 1]++] = i;
  return true;
}

/* A card with none before it stands right before the first of those behind it, not at the very
 * beginning with a long line. */
static void bring_sources_near(pk_network *net, const int *begin, const int *order) {
  for (int c = 0; c < net->card_count; c++) {
    int nearest = net->card_count;
    for (int i = begin[c]; i < begin[c + 1]; i++) {
      int rank = net->cards[upper(&net->ways[order[i]])].rank;
      nearest = rank < nearest ? rank : nearest;
    }
    if (net->cards[c].rank == 0 && begin[c] < begin[c + 1])
      net->cards[c].rank = nearest - 1;
  }
}

/* The rank of a card is one behind the last of those before it in the model's order with which it
 * exchanges people, so no way stays within a rank. */
static void rank_cards(pk_network *net) {
  int *begin, *order;
  if (!by_lower(net, &begin, &order))
    return;
  for (int c = 0; c < net->card_count; c++)
    net->cards[c].alone = true;
  for (int c = 0; c < net->card_count; c++)
    for (int i = begin[c]; i < begin[c + 1]; i++) {
      pk_card *low = &net->cards[c], *high = &net->cards[upper(&net->ways[order[i]])];
      low->alone = high->alone = false;
      if (high->rank <= low->rank)
        high->rank = low->rank + 1;
    }
  bring_sources_near(net, begin, order);
  for (int c = 0; c < net->card_count; c++)
    if (!net->cards[c].alone && net->cards[c].rank + 1 > net->card_ranks)
      net->card_ranks = net->cards[c].rank + 1;
}

void pk_network_ranks(pk_network *net) {
  if (!net->map->failed)
    rank_cards(net);
}

/* ---------------------------------------------------------------------------------- strips */

/* Strips of equally many ranks. Between two of them are two ranks: of the numbers of ways that
 * leave the one, and of ways that leave the other backwards. */
static void fold(pk_network *net) {
  int strips = net->plan.strips, each = (net->card_ranks + strips - 1) / strips;
  net->rank_count = net->card_ranks > 0 ? 2 * net->card_ranks + 2 * strips : 0;
  net->strip_of = array(net, net->rank_count, sizeof *net->strip_of);
  if (net->map->failed)
    return;
  for (int c = 0; c < net->card_count; c++) {
    pk_card *card = &net->cards[c];
    if (card->alone)
      continue;
    card->strip = card->rank / each;
    card->column = 2 * card->rank + 2 * card->strip + 1;
    net->strip_of[card->column] = card->strip;
  }
  for (int r = 0; r < net->card_ranks; r++) {
    int column = 2 * r + 2 * (r / each) + 1;
    for (int k = -1; k <= 1; k++)
      net->strip_of[column + k] = r / each;
  }
}

/* ----------------------------------------------------------------------------------- spots */

static int span(const pk_network *net, const pk_network_way *way) {
  return net->cards[upper(way)].rank - net->cards[lower(way)].rank;
}

static bool leaves_strip(const pk_network *net, const pk_network_way *way) {
  return net->cards[way->from].strip != net->cards[way->to].strip;
}

/* Cuts ways between strips, and the longest ways until what is left is little enough for dot, and
 * for the eye. */
static void cut_ways(pk_network *net) {
  int longest = net->card_ranks, spots = net->card_count;
  int *with_span = array(net, longest + 1, sizeof *with_span);
  if (net->map->failed)
    return;
  for (int i = 0; i < net->way_count; i++) {
    pk_network_way *way = &net->ways[i];
    way->cut = leaves_strip(net, way);
    with_span[span(net, way)] += !way->cut;
    spots += way->cut ? 1 : 2 * span(net, way) - 1;
  }
  while (longest > 1 && spots > PK_NETWORK_SPOTS) {
    spots -= with_span[longest] * (2 * longest - 2);
    longest--;
  }
  net->cut_count = 0;
  for (int i = 0; i < net->way_count; i++) {
    pk_network_way *way = &net->ways[i];
    way->cut = way->cut || span(net, way) > longest;
    net->cut_count += way->cut;
  }
}

static void add_way_spots(pk_network *net, int index) {
  pk_network_way *way = &net->ways[index];
  int low = net->cards[lower(way)].column, high = net->cards[upper(way)].column;
  int number = way->back ? high - 1 : low + 1;
  way->first = net->spot_count;
  for (int r = way->cut ? number : low + 1; r < (way->cut ? number + 1 : high); r++)
    net->spots[net->spot_count++] =
        (pk_network_spot){.rank = r, .card = -1, .way = index, .number = r == number};
  way->count = net->spot_count - way->first;
}

/* Lines on the busier side of each card. */
static void count_ports(pk_network *net) {
  int *left = array(net, net->card_count, sizeof *left),
      *right = array(net, net->card_count, sizeof *right);
  if (net->map->failed)
    return;
  for (int i = 0; i < net->way_count; i++) {
    const pk_network_way *way = &net->ways[i];
    if (!way->cut || !way->back)
      right[lower(way)]++;
    if (!way->cut || way->back)
      left[upper(way)]++;
  }
  for (int c = 0; c < net->card_count; c++)
    net->cards[c].ports = left[c] > right[c] ? left[c] : right[c];
}

void pk_network_spots(pk_network *net) {
  if (net->map->failed)
    return;
  fold(net);
  cut_ways(net);
  int room = net->card_count;
  for (int i = 0; i < net->way_count && !net->map->failed; i++)
    room += net->ways[i].cut ? 1 : 2 * span(net, &net->ways[i]) - 1;
  net->spots = array(net, room, sizeof *net->spots);
  if (net->map->failed)
    return;
  net->spot_count = 0;
  for (int c = 0; c < net->card_count; c++)
    if (!net->cards[c].alone)
      net->spots[net->spot_count++] =
          (pk_network_spot){.rank = net->cards[c].column, .card = c, .way = -1};
  for (int i = 0; i < net->way_count; i++)
    add_way_spots(net, i);
  count_ports(net);
}
