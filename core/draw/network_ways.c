/* The lines: from card to card over all spots of a way, level where they pass a rank and bent in
 * between. The number interrupts its line, so that nobody wonders whose it is. */
#include "draw/network.h"

#include "draw/palette.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
  LINE_LEAST = 10,
  LINE_MORE = 45,
  LANDING = 4,
  LEAVE = 7,
  ARROW = 22,
  CONNECTOR = 26,
  CONNECTOR_H = 18
};

/* A line on its way, in points of the picture. */
typedef struct pen {
  pk_network *net;
  const pk_network_way *way;
  int left, top; /* of the network on the page */
  int count, room;
  double *x, *y;
  double along, across; /* where it is */
  double since;         /* along, where the straight leg began on which it is */
  bool straight;
} pen;

static void put(pen *p, double along, double across) {
  if (p->count == p->room)
    return;
  bool down = p->net->plan.down;
  p->x[p->count] = p->left + (down ? across : along);
  p->y[p->count++] = p->top + (down ? along : across);
}

static void lift(pen *p, double along, double across) {
  p->count = 0;
  p->straight = false;
  put(p, p->along = along, p->across = across);
}

/* Straight along, never backwards; what goes on straight stays one leg. */
static void pull(pen *p, double along) {
  if ((along - p->along) * (p->way->back ? -1 : 1) < 0.01)
    return;
  if (p->straight)
    p->count -= 3;
  else
    p->since = p->along;
  double step = along - p->since;
  p->straight = true;
  put(p, p->since + step / 3, p->across);
  put(p, p->since + step * 2 / 3, p->across);
  put(p, p->along = along, p->across);
}

/* Over to another place across, level at both ends. */
static void bend(pen *p, double along, double across, double turn) {
  if (fabs(across - p->across) < 0.05) {
    p->across = across;
    pull(p, along);
    return;
  }
  double middle = fmin(p->along, along) + turn * fabs(along - p->along);
  p->straight = false;
  put(p, middle, p->across);
  put(p, middle, across);
  put(p, p->along = along, p->across = across);
}

static int line_width(const pk_network_way *way) {
  double c = way->chance > 0 ? fmin(way->chance, 1) : 0;
  return (int)lround(LINE_LEAST + LINE_MORE * c);
}

static void draw(pen *p, bool head) {
  const pk_network_way *way = p->way;
  pk_curves curves = {.count = p->count,
                      .x = p->x,
                      .y = p->y,
                      .line_width = line_width(way),
                      .colour = way->back ? PK_RETURN : PK_MOVE,
                      .head = head,
                      .dashed = way->back,
                      .klass = way->back ? "move return" : "move",
                      .transition = way->transition + 1};
  if (p->count >= 4)
    pk_scene_curves(p->net->page.scene, &curves);
}

/* ---------------------------------------------------------------------------------- number */

static int number_wide(const pk_network_way *way) {
  return *way->number ? pk_number_width(way->number, strlen(way->number)) : 0;
}

/* How far along a number takes the place of its line. */
static int number_deep(const pk_network *net, const pk_network_way *way) {
  return !*way->number ? 0 : net->plan.down ? PK_LINE_HEIGHT(PK_SIZE_SMALL) : number_wide(way);
}

static void say_number(const pen *p, double along) {
  const pk_network_way *way = p->way;
  int wide = number_wide(way), high = PK_LINE_HEIGHT(PK_SIZE_SMALL);
  bool down = p->net->plan.down;
  pk_words_at number = {.x = p->left + (int)lround(down ? p->across - wide / 2.0 : along),
                        .y = p->top + (int)lround(down ? along : p->across - high / 2.0) +
                             (down ? 0 : 2),
                        .width = wide,
                        .size = PK_SIZE_SMALL,
                        .colour = way->back ? PK_SOFT_INK : PK_INK,
                        .max_lines = 1,
                        .bold = true,
                        .text = way->number,
                        .klass = "number",
                        .transition = way->transition + 1};
  pk_draw_words(&p->net->page, &number);
}

/* The end of a cut way: a small box with the number of the stage where it goes. */
static void draw_connector(const pen *p, double along) {
  pk_map *map = p->net->map;
  pk_line *line = PK_NEW(map->arena, pk_line);
  char number[16];
  snprintf(number, sizeof number, "%d", p->way->to + 1);
  char *text = pk_strdup(map->arena, number);
  if (!line || !text) {
    map->failed = true;
    return;
  }
  *line = (pk_line){text, PK_SIZE_SMALL, true, PK_PAPER};
  int wide = pk_number_width(text, strlen(text)), pad = (CONNECTOR - wide) / 2;
  bool down = p->net->plan.down;
  double deep = down ? CONNECTOR_H : CONNECTOR, begin = p->way->back ? along - deep : along;
  pk_item box = {.shape = PK_BOX,
                 .x = p->left + (int)lround(down ? p->across - CONNECTOR / 2.0 : begin),
                 .y = p->top + (int)lround(down ? begin : p->across - CONNECTOR_H / 2.0),
                 .w = CONNECTOR,
                 .h = CONNECTOR_H,
                 .fill = PK_STAGE,
                 .stroke = PK_STAGE,
                 .line_width = 5,
                 .pad_x = pad > 0 ? pad : 0,
                 .klass = "connector",
                 .transition = p->way->transition + 1,
                 .line_count = 1,
                 .lines = line};
  pk_scene_item(p->net->page.scene, &box);
}

/* ----------------------------------------------------------------------------------- lines */

static double begin_of(const pk_network *net, int rank, bool back) {
  return net->rank_at[rank] + (back ? net->rank_deep[rank] : 0);
}

/* Where a card begins (for who comes from before it) or ends. */
static double edge_of(const pk_network *net, const pk_card *card, bool its_end) {
  double at = net->plan.down ? card->y : card->x;
  return at + (its_end ? (net->plan.down ? card->height : card->width) : 0);
}

/* The first part: from its card up to the number; then the pen stands behind the number. */
static void leave(pen *p) {
  const pk_network *net = p->net;
  const pk_network_way *way = p->way;
  bool back = way->back;
  int sign = back ? -1 : 1;
  const pk_card *card = &net->cards[way->from];
  const pk_network_spot *spot = &net->spots[way->first + (back ? way->count - 1 : 0)];
  double at = spot->at + spot->anchor, begin = begin_of(net, spot->rank, back);
  int deep = number_deep(net, way), gap = deep > 0 ? 3 : 0;
  lift(p, edge_of(net, card, !back) + sign, back ? way->high : way->low);
  pull(p, begin_of(net, spot->rank - sign, !back) + sign * LEAVE);
  bend(p, begin, at, back ? way->turn : spot->turn);
  if (deep == 0)
    return;
  draw(p, false);
  say_number(p, back ? begin - gap - deep : begin + gap);
  lift(p, begin + sign * (deep + 2 * gap), at);
}

static void pass(pen *p) {
  const pk_network *net = p->net;
  const pk_network_way *way = p->way;
  for (int k = 1; k < way->count; k++) {
    const pk_network_spot *spot = &net->spots[way->first + (way->back ? way->count - 1 - k : k)];
    int before = spot->rank + (way->back ? 1 : -1);
    double turn = way->back ? spot[1].turn : spot->turn;
    pull(p, begin_of(net, before, !way->back));
    bend(p, begin_of(net, spot->rank, way->back), spot->at + spot->anchor, turn);
  }
}

static void arrive(pen *p) {
  const pk_network *net = p->net;
  const pk_network_way *way = p->way;
  const pk_card *card = &net->cards[way->to];
  int sign = way->back ? -1 : 1, rank = card->column;
  double tip = edge_of(net, card, way->back) - sign;
  double landing = pk_head_length(line_width(way)) + LANDING;
  double channel = begin_of(net, rank, way->back) - sign;
  pull(p, begin_of(net, rank - sign, !way->back));
  bend(p, channel - sign * landing, way->back ? way->low : way->high,
       way->back ? net->spots[way->first].turn : way->turn);
  pull(p, tip);
}

static void draw_way(pen *p) {
  const pk_network_way *way = p->way;
  leave(p);
  if (way->cut) {
    double end = p->along + (way->back ? -ARROW : ARROW);
    pull(p, end);
    draw(p, true);
    draw_connector(p, end);
    return;
  }
  pass(p);
  arrive(p);
  draw(p, true);
}

void pk_network_draw_ways(pk_network *net, int x, int y) {
  pen p = {.net = net, .left = x, .top = y, .room = 6 * (net->rank_count + 4)};
  p.x = PK_NEW_ARRAY(net->map->arena, double, (size_t)p.room);
  p.y = PK_NEW_ARRAY(net->map->arena, double, (size_t)p.room);
  if (!p.x || !p.y) {
    net->map->failed = true;
    return;
  }
  for (int i = 0; i < net->way_count && !net->map->failed; i++) {
    p.way = &net->ways[i];
    draw_way(&p);
  }
}

/* ---------------------------------------------------------------------------------- sizes */

/* What a spot of a way takes; of cards, network_cards.c. */
void pk_network_measure_ways(pk_network *net) {
  enum { PASSING = 8, AROUND = 6, BETWEEN = 4 };
  bool down = net->plan.down;
  for (int i = 0; i < net->spot_count; i++) {
    pk_network_spot *spot = &net->spots[i];
    if (spot->card >= 0)
      continue;
    const pk_network_way *way = &net->ways[spot->way];
    spot->extent = PASSING;
    spot->depth = 0;
    if (spot->number && *way->number) {
      spot->extent = (down ? number_wide(way) : PK_LINE_HEIGHT(PK_SIZE_SMALL)) + BETWEEN;
      spot->depth = number_deep(net, way) + AROUND;
    }
    if (spot->number && way->cut) {
      int across = (down ? CONNECTOR : CONNECTOR_H) + BETWEEN;
      spot->extent = spot->extent > across ? spot->extent : across;
      spot->depth += ARROW + (down ? CONNECTOR_H : CONNECTOR);
    }
    spot->extent += spot->extent % 2; /* its middle is a whole point, as dot's are */
    spot->anchor = spot->extent / 2;
  }
}
