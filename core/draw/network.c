/* The network as a whole: what stands above and below it on the page, and what is said of it. */
#include "draw/network.h"

#include "base/report.h"
#include "base/words.h"
#include "draw/palette.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ALONE_SPACE = 14 };

/* ------------------------------------------------------------------------------------- page */

/* Who enters, what was observed, what is computed: one line. */
static int draw_facts(pk_network *net, int y) {
  pk_text text = PK_TEXT_EMPTY;
  for (int i = 0; i < net->map->path_line_count; i++) {
    pk_text_add(&text, i ? "  \xc2\xb7  " : "");
    pk_text_add(&text, net->map->path_lines[i]);
  }
  pk_words_at facts = {.x = PK_PAGE_MARGIN + 8,
                       .y = y,
                       .width = net->page.width - 2 * PK_PAGE_MARGIN - 16,
                       .size = PK_SIZE_NAME,
                       .colour = PK_INK,
                       .max_lines = 2,
                       .text = pk_map_keep(net->map, &text)};
  return y + pk_draw_words(&net->page, &facts);
}

/* Cards that no line meets: in rows below the others. Returns the height of network and rows. */
static int place_alone(pk_network *net) {
  int step = net->plan.card_width + ALONE_SPACE, room = net->page.width - 2 * PK_PAGE_MARGIN;
  int columns = room / step > 0 ? room / step : 1, column = 0, tallest = 0;
  int y = net->high > 0 ? net->high + ALONE_SPACE : 0;
  for (int c = 0; c < net->card_count; c++) {
    pk_card *card = &net->cards[c];
    if (!card->alone)
      continue;
    if (column == columns) {
      y += tallest + ALONE_SPACE;
      column = tallest = 0;
    }
    card->x = column++ * step;
    card->y = y;
    tallest = card->height > tallest ? card->height : tallest;
  }
  return tallest > 0 ? y + tallest : net->high;
}

static bool any(const pk_network *net, bool (*is)(const pk_network *, int), int count) {
  for (int i = 0; i < count; i++)
    if (is(net, i))
      return true;
  return false;
}

static bool is_passage(const pk_network *net, int card) {
  return net->cards[card].passage;
}

static bool counts_some(const pk_network *net, int card) {
  for (int sort = 0; sort < PK_SORT_COUNT; sort++)
    if (net->cards[card].rest[sort] > 0)
      return true;
  return false;
}

static bool is_back(const pk_network *net, int way) {
  return net->ways[way].back;
}

static const char *describe(pk_network *net) {
  char cards[16], ways[16];
  snprintf(cards, sizeof cards, "%d", net->card_count);
  snprintf(ways, sizeof ways, "%d", net->way_count);
  return pk_map_fill(net->map, net->overview ? "network.description.kinds" : "network.description",
                     "cards", cards, "ways", ways, NULL);
}

void pk_network_compose(pk_network *net) {
  pk_map *map = net->map;
  pk_scene *scene = net->page.scene;
  int wide = net->wide + 2 * PK_PAGE_MARGIN;
  scene->item_count = scene->edge_count = 0;
  net->page.width = scene->width = wide > PK_PAGE_TITLE ? wide : PK_PAGE_TITLE;
  net->page.lines =
      net->overview ? map->result ? "network.legend.flow" : "network.legend.joined" : NULL;
  net->page.returns = any(net, is_back, net->way_count);
  net->page.passages = any(net, is_passage, net->card_count);
  net->page.cuts = net->cut_count > 0;
  net->page.tallies = any(net, counts_some, net->card_count);
  scene->arena = map->arena;
  scene->title = map->title;
  scene->description = describe(net);
  scene->lang = pk_lang_ids[map->lang];
  scene->paper = map->options->paper;
  int y = draw_facts(net, pk_draw_title(&net->page, 0, 0, 1)) + 16;
  int height = place_alone(net), x = (scene->width - net->wide) / 2;
  pk_network_draw_cards(net, net->wide > 0 ? x : PK_PAGE_MARGIN, y);
  pk_network_draw_ways(net, x, y);
  y = pk_network_draw_beside(net, y + height + 18);
  scene->height = pk_draw_legend(&net->page, y) + PK_PAGE_MARGIN;
}

/* --------------------------------------------------------------------------------- warnings */

static void warn(const pk_network *net, polku_report *report) {
  char stages[32], points[32];
  pk_number_text(stages, net->map->stage_count);
  if (net->overview)
    pk_report_add(report, NULL, "W-NETWORK-KINDS", "stages", stages, NULL);
  else if (net->card_count > PK_NETWORK_LARGE)
    pk_report_add(report, NULL, "W-NETWORK-LARGE", "stages", stages, NULL);
  if (net->plain)
    pk_report_add(report, NULL, "W-NETWORK-PLAIN", NULL);
  double smallest = net->page.dense ? pk_network_smallest(net) : PK_PRINT_MIN;
  if (smallest < PK_PRINT_MIN - 0.05)
    pk_report_add(report, NULL, "W-NETWORK-SMALL", "points",
                  pk_number_text(points, floor(smallest * 10) / 10), NULL);
}

pk_scene *pk_network_scene(pk_map *map, polku_report *report) {
  pk_network net = {.map = map};
  net.page = (pk_page){.map = map,
                       .scene = PK_NEW(map->arena, pk_scene),
                       .width = PK_PAGE_TITLE,
                       .dense = map->options->paper != POLKU_SCREEN,
                       .air = pk_air_of(PK_AIR_SCREEN)};
  if (!net.page.scene)
    return NULL;
  (map->stage_count > PK_NETWORK_CARDS ? pk_network_kinds : pk_network_stages)(&net);
  pk_network_ranks(&net);
  if (map->failed)
    return NULL;
  pk_network_plan(&net);
  if (map->failed || net.page.scene->failed)
    return NULL;
  warn(&net, report);
  return net.page.scene;
}
