/* Which plan fits: on a screen the widest cards, in a shape that is not too strange; on paper the
 * widest cards whose words can be read. */
#include "draw/network.h"

#include "draw/palette.h"

#include <math.h>

enum {
  REST = 150,      /* what title and legend take, about */
  STRIP_RANKS = 3, /* at least so many ranks of cards in a strip */
  PAPER_STRIPS = 4,
  LONG_RANKS = 12 /* with fewer nothing is folded on a screen */
};

/* Width by height from which on a picture is folded, and below which it is turned. */
static const double LONG = 3.2, HIGH = 0.6;

static pk_card_detail detail_of(const pk_network *net) {
  int cards = net->card_count;
  return net->overview || cards > PK_NETWORK_BRIEF ? PK_CARD_COUNTS
         : cards > PK_NETWORK_NAMED                ? PK_CARD_BRIEF
                                                   : PK_CARD_NAMES;
}

static void follow(pk_network *net, pk_plan plan) {
  net->plan = plan;
  pk_network_spots(net);
  pk_network_measure_cards(net);
  pk_network_measure_ways(net);
  pk_network_places(net);
  pk_network_columns(net);
}

/* --------------------------------------------------------------------------------- screen */

/* How far a shape is from that of a sheet: 0 is equal, whichever is longer. */
static double strangeness(const pk_network *net) {
  return fabs(log((net->high + REST) / (net->wide + 2.0 * PK_PAGE_MARGIN) * 1.414));
}

/* What is much too high runs downwards, if that is better. */
static void turn(pk_network *net, pk_plan plan) {
  double before = strangeness(net);
  pk_plan down = plan;
  down.down = true;
  follow(net, down);
  if (!net->map->failed && strangeness(net) > before - 0.2)
    follow(net, plan);
}

/* From the left to the right. Another plan moves everything, so it takes a very strange shape. */
static void plan_for_screen(pk_network *net) {
  static const int width[] = {178, 150, 136, 124};
  pk_card_detail detail = detail_of(net);
  pk_plan plan = {width[detail], false, 1, detail};
  follow(net, plan);
  double longer = net->wide / (net->high + 1.0);
  if (net->map->failed)
    return;
  if (longer > LONG && net->card_ranks >= LONG_RANKS) {
    plan.strips = (int)lround(sqrt(longer / 1.5));
    follow(net, plan);
  } else if (longer < HIGH) {
    turn(net, plan);
  }
}

/* ---------------------------------------------------------------------------------- paper */

double pk_network_smallest(const pk_network *net) {
  bool a3 = net->map->options->paper == POLKU_A3;
  double across = (a3 ? PK_A3_LONG : PK_A4_LONG) - 2 * PK_SHEET_MARGIN;
  double down = (a3 ? PK_A3_SHORT : PK_A4_SHORT) - 2 * PK_SHEET_MARGIN;
  const pk_scene *scene = net->page.scene;
  return PK_SIZE_SMALL * fmin(across / scene->width, down / scene->height);
}

/* The plan with the largest text so far. */
typedef struct best_plan {
  pk_plan plan;
  double points;
} best_plan;

/* Whether this plan can be read, or there is no use in trying others. */
static bool try_plan(pk_network *net, pk_plan plan, best_plan *best) {
  follow(net, plan);
  if (net->map->failed)
    return true;
  pk_network_compose(net);
  double points = pk_network_smallest(net);
  if (points > best->points && plan.detail == detail_of(net))
    *best = (best_plan){plan, points};
  return net->map->failed || points >= PK_PRINT_MIN;
}

/* All widths, from the left to the right and, unfolded, downwards. */
static bool try_widths(pk_network *net, pk_card_detail detail, int strips, best_plan *best) {
  static const int widths[] = {178, 150, 124, 104};
  for (int i = net->card_count > PK_NETWORK_BRIEF ? 3 : 0; i < 4; i++)
    for (int down = 0; down < (strips == 1 ? 2 : 1); down++)
      if (try_plan(net, (pk_plan){widths[i], down == 1, strips, detail}, best))
        return true;
  return false;
}

/* Unfolded, then folded into strips, then with cards that say less. When nothing can be read, the
 * largest text with all that cards should say. */
static void plan_for_paper(pk_network *net) {
  best_plan best = {{0}, 0};
  for (int detail = (int)detail_of(net); detail <= PK_CARD_COUNTS; detail++)
    for (int strips = 1; strips <= PAPER_STRIPS; strips++)
      if ((strips == 1 || strips * STRIP_RANKS <= net->card_ranks) &&
          try_widths(net, (pk_card_detail)detail, strips, &best))
        return;
  follow(net, best.plan);
}

void pk_network_plan(pk_network *net) {
  (net->page.dense ? plan_for_paper : plan_for_screen)(net);
  if (!net->map->failed)
    pk_network_compose(net);
}
