/* The network as a whole: which plan fits, and what stands above and below it on the page. */
#include "draw/network.h"

#include "base/report.h"
#include "base/words.h"
#include "draw/palette.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ALONE_SPACE = 14, REST = 150 /* for title and legend, about */ };

/* ------------------------------------------------------------------------------------ plans */

static pk_card_detail detail_of(const pk_network *net) {
  int cards = net->card_count;
  return net->overview || cards > PK_NETWORK_BRIEF ? PK_CARD_COUNTS
         : cards > PK_NETWORK_NAMED                ? PK_CARD_BRIEF
                                                   : PK_CARD_NAMES;
}

static void follow(pk_network *net, pk_plan plan) {
  net->plan = plan;
  pk_network_measure_cards(net);
  pk_network_measure_ways(net);
  pk_network_places(net);
  pk_network_columns(net);
}

/* The points that the smallest text has on a sheet, landscape, with title and legend above and
 * below the network. */
static double smallest_text(const pk_network *net) {
  bool a3 = net->map->options->paper == POLKU_A3;
  double wide = fmax(net->wide + 2 * PK_PAGE_MARGIN, PK_PAGE_TITLE), high = net->high + REST;
  double across = (a3 ? PK_A3_LONG : PK_A4_LONG) - 2 * PK_SHEET_MARGIN;
  double down = (a3 ? PK_A3_SHORT : PK_A4_SHORT) - 2 * PK_SHEET_MARGIN;
  return PK_SIZE_SMALL * fmin(across / wide, down / high);
}

/* How far a shape is from that of a sheet: 0 is equal, whichever is longer. */
static double strangeness(const pk_network *net) {
  return fabs(log((net->high + REST) / (net->wide + 2.0 * PK_PAGE_MARGIN) * 1.414));
}

static const int widths[] = {178, 150, 124, 108};
enum { WIDTHS = sizeof widths / sizeof widths[0] };

/* On a screen a network runs from the left to the right, unless it is much too high for that. */
static void plan_for_screen(pk_network *net) {
  pk_card_detail detail = detail_of(net);
  pk_plan plan = {detail == PK_CARD_NAMES   ? widths[0]
                  : detail == PK_CARD_BRIEF ? 150
                                            : 124,
                  false, detail};
  follow(net, plan);
  double across = strangeness(net);
  if (across < 0.8 || net->high < net->wide)
    return;
  plan.down = true;
  follow(net, plan);
  if (strangeness(net) < across - 0.2)
    return;
  plan.down = false;
  follow(net, plan);
}

/* On paper the widest cards whose words can be read; first with all they say, then with less. */
static void plan_for_paper(pk_network *net) {
  pk_plan best = {widths[0], false, detail_of(net)};
  double points = 0;
  int step = net->card_count > PK_NETWORK_BRIEF ? 2 : 1;
  for (int d = (int)best.detail; d <= PK_CARD_COUNTS && !net->map->failed; d++)
    for (int i = 0; i < WIDTHS; i += step)
      for (int down = 0; down < 2; down++) {
        pk_plan plan = {widths[i], down == 1, (pk_card_detail)d};
        follow(net, plan);
        double now = net->map->failed ? PK_PRINT_MIN : smallest_text(net);
        if (now >= PK_PRINT_MIN)
          return;
        if (d == (int)detail_of(net) && now > points) {
          best = plan;
          points = now;
        }
      }
  if (!net->map->failed)
    follow(net, best);
}

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

static pk_scene *compose(pk_network *net) {
  static const char *const langs[] = {"fi", "sv", "en"};
  pk_map *map = net->map;
  pk_scene *scene = net->page.scene;
  int wide = net->wide + 2 * PK_PAGE_MARGIN;
  net->page.width = scene->width = wide > PK_PAGE_TITLE ? wide : PK_PAGE_TITLE;
  net->page.lines =
      net->overview ? map->result ? "network.legend.flow" : "network.legend.joined" : NULL;
  net->page.returns = any(net, is_back, net->way_count);
  net->page.passages = any(net, is_passage, net->card_count);
  net->page.cuts = net->cut_count > 0;
  scene->arena = map->arena;
  scene->title = map->title;
  scene->description = describe(net);
  scene->lang = langs[map->lang];
  scene->paper = map->options->paper;
  int y = draw_facts(net, pk_draw_title(&net->page, 0, 0, 1)) + 16;
  int height = place_alone(net), x = (scene->width - net->wide) / 2;
  pk_network_draw_cards(net, net->wide > 0 ? x : PK_PAGE_MARGIN, y);
  pk_network_draw_ways(net, x, y);
  y = pk_network_draw_beside(net, y + height + 18);
  scene->height = pk_draw_legend(&net->page, y) + PK_PAGE_MARGIN;
  return scene->failed || map->failed ? NULL : scene;
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
  double smallest = net->map->options->paper == POLKU_SCREEN ? PK_PRINT_MIN : smallest_text(net);
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
                       .size = {PK_SIZE_TITLE, 14, PK_SIZE_HEAD, PK_SIZE_STAGE, 13, PK_SIZE_SMALL}};
  if (!net.page.scene)
    return NULL;
  (map->stage_count > PK_NETWORK_CARDS ? pk_network_kinds : pk_network_stages)(&net);
  pk_network_ranks(&net);
  if (map->failed)
    return NULL;
  (map->options->paper == POLKU_SCREEN ? plan_for_screen : plan_for_paper)(&net);
  pk_scene *scene = map->failed ? NULL : compose(&net);
  if (scene)
    warn(&net, report);
  return scene;
}
