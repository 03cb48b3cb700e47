/* Where arrows run: which are straight, on which level the others arc, where they leave and arrive,
 * and where along an arc its number stands.
 *
 * A move to the next stage is a straight arrow. A move that skips stages arcs above, one that
 * returns arcs below, each on the lowest free level. Ports stand along a box so that nothing meets:
 * above, what arrives (nearest first) left of what leaves (farthest first); below, what leaves
 * (nearest first) left of what arrives (farthest first). So arcs of one stage are nested, and arcs
 * on one level never share a port. */
#include "draw/arcs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STUB = 6 }; /* of a line, as short as can be seen between a corner and a number */

/* -------------------------------------------------------------------------------- levels */

static int low(const pk_arc *a) {
  return a->from < a->to ? a->from : a->to;
}

static int high(const pk_arc *a) {
  return a->from < a->to ? a->to : a->from;
}

/* Arcs of a side: shorter first, then from the left, then in the order of the model. */
static int shorter(const void *left, const void *right) {
  const pk_arc *a = *(const pk_arc *const *)left, *b = *(const pk_arc *const *)right;
  int la = high(a) - low(a), lb = high(b) - low(b);
  if (la != lb)
    return la - lb;
  if (low(a) != low(b))
    return low(a) - low(b);
  return a->arrow->transition - b->arrow->transition;
}

static bool overlap(const pk_arc *a, const pk_arc *b) {
  return low(a) < high(b) && low(b) < high(a);
}

/* Each arc on the lowest level where nothing is in its way. An arc that contains another is always
 * above it: whatever kept the inner one from a lower level keeps the outer one too. */
static int level_side(pk_arc **side, int count) {
  int levels = 0;
  qsort(side, (size_t)count, sizeof *side, shorter);
  for (int i = 0; i < count; i++) {
    for (bool free = false; !free; side[i]->level += !free) {
      free = true;
      for (int k = 0; k < i; k++)
        free = free && !(side[k]->level == side[i]->level && overlap(side[k], side[i]));
    }
    if (side[i]->level + 1 > levels)
      levels = side[i]->level + 1;
  }
  return levels;
}

/* --------------------------------------------------------------------------------- ports */

typedef struct port {
  double *x;
  int side;     /* 0: left half (arrivals above, departures below), 1: right half */
  int distance; /* ascending from the left */
  int tie;
} port;

static int by_port(const void *left, const void *right) {
  const port *a = left, *b = right;
  if (a->side != b->side)
    return a->side - b->side;
  if (a->distance != b->distance)
    return a->distance - b->distance;
  return a->tie - b->tie;
}

/* Ports of one side of one box, spread evenly. */
static void place_ports(const pk_page *page, pk_arcs *p, int stage, bool above) {
  port *ports = PK_NEW_ARRAY(page->map->arena, port, 2 * (size_t)p->count);
  if (!ports) {
    page->map->failed = true;
    return;
  }
  int count = 0;
  for (int i = 0; i < p->count; i++) {
    pk_arc *a = &p->arc[i];
    int length = abs(a->to - a->from);
    if (a->straight || a->above != above)
      continue;
    if (a->from == stage)
      ports[count++] = above ? (port){&a->from_x, 1, -length, -a->level}
                             : (port){&a->from_x, 0, length, a->level};
    if (a->to == stage && !a->away)
      ports[count++] =
          above ? (port){&a->to_x, 0, length, a->level} : (port){&a->to_x, 1, -length, -a->level};
  }
  qsort(ports, (size_t)count, sizeof *ports, by_port);
  for (int i = 0; i < count; i++)
    *ports[i].x = page->box_x[stage] + page->box_w[stage] * (i + 1.0) / (count + 1.0);
}

/* -------------------------------------------------------------------------------- sorting */

/* A move to the right neighbour is straight, the first of them. */
static bool takes_straight(const pk_arcs *p, const pk_arc *a) {
  if (a->to != a->from + 1 || (a->away && a->arrow->to != a->from + 1))
    return false;
  for (int i = 0; i < p->count; i++)
    if (p->arc[i].straight && p->arc[i].from == a->from)
      return false;
  return true;
}

/* The arrows that leave the stages of this strip. */
static void collect(const pk_page *page, pk_arcs *p) {
  const pk_map *map = page->map;
  for (int i = 0; i < map->arrow_count; i++) {
    const pk_arrow *arrow = &map->arrows[i];
    if (arrow->from < page->first || arrow->from > page->last)
      continue;
    pk_arc a = {.arrow = arrow, .from = arrow->from, .to = arrow->to};
    a.above = a.to > a.from;
    a.away = a.to < page->first || a.to > page->last;
    if (a.away)
      a.to = a.above ? page->last + 1 : page->first - 1;
    a.straight = takes_straight(p, &a);
    p->arc[p->count++] = a;
  }
}

/* ------------------------------------------------------------------------------- numbers */

/* Where something upright of another arc stands between `left` and `right` beside arc `a`, on the
 * outer side of its level: its place, or NAN. */
static double in_the_way(const pk_arcs *p, const pk_arc *a, double left, double right) {
  for (int i = 0; i < p->count; i++) {
    const pk_arc *b = &p->arc[i];
    if (b->straight || b->above != a->above || b->level <= a->level)
      continue;
    if (b->from_x > left && b->from_x < right)
      return b->from_x;
    if (!b->away && b->to_x > left && b->to_x < right)
      return b->to_x;
  }
  return NAN;
}

/* What stands behind the number, with the space before it. */
static int help_width(const pk_arc *a) {
  const char *help = a->arrow->help;
  return *help ? PK_ARC_SPACE + pk_number_width(help, strlen(help)) : 0;
}

/* At the beginning of its arc, as near as no other arc goes through it. False where the band ends
 * before there is room: then it stands at the beginning all the same. */
static bool place_text(const pk_page *page, const pk_arcs *p, pk_arc *a, const char *text) {
  const double apart = p->numbers_in_line ? PK_ARC_BEND + STUB : 8, edge = 4;
  int own = pk_number_width(text, strlen(text)), wide = own + help_width(a);
  double way = a->above ? 1 : -1, x = a->above ? a->from_x + apart : a->from_x - apart - wide;
  double end = a->above ? page->box_x[page->last] + page->box_w[page->last]
                        : page->box_x[page->first] - page->gap;
  a->number = text;
  a->number_x = x;
  a->number_w = own;
  for (double hit; !isnan(hit = in_the_way(p, a, x - edge, x + wide + edge));) {
    x = a->above ? hit + edge : hit - edge - wide;
    if (way * (end - x) < 0)
      return false;
  }
  a->number_x = x;
  return a->above ? x + wide <= end + page->gap : x >= end;
}

/* What an arrow says now, where there is no room for what it said before too. */
static bool place_number(const pk_page *page, const pk_arcs *p, pk_arc *a) {
  return place_text(page, p, a, a->arrow->number) ||
         (*a->arrow->brief && place_text(page, p, a, a->arrow->brief));
}

void pk_arc_parts(const pk_arc *a, double *before, double *behind) {
  double left = a->number_x - PK_ARC_SPACE / 2.0,
         right = a->number_x + a->number_w + help_width(a) + PK_ARC_SPACE / 2.0;
  *before = a->above ? left : right;
  *behind = a->above ? right : left;
}

/* Whether the line of an arc goes on behind its number, far enough to be seen. */
static bool goes_on(const pk_arc *a) {
  double before, behind;
  pk_arc_parts(a, &before, &behind);
  return a->away || (a->above ? a->to_x - behind : behind - a->to_x) >= PK_ARC_BEND + STUB;
}

/* False where a number has no room in its line. */
static bool place_numbers(const pk_page *page, pk_arcs *p, bool in_line) {
  bool fits = true;
  p->numbers_in_line = in_line;
  for (int i = 0; i < p->count; i++)
    if (!p->arc[i].straight)
      fits = place_number(page, p, &p->arc[i]) && goes_on(&p->arc[i]) && fits;
  return fits;
}

/* --------------------------------------------------------------------------------- lanes */

static bool numbers_meet(const pk_arc *a, const pk_arc *b) {
  return a->number_x < b->number_x + b->number_w + help_width(b) &&
         b->number_x < a->number_x + a->number_w + help_width(a);
}

/* Whether a number on this level stands over or under one on the level before. */
static bool is_crowded(const pk_arcs *p, int above, int level) {
  for (int i = 0; i < p->count; i++)
    for (int k = 0; k < p->count; k++) {
      const pk_arc *a = &p->arc[i], *b = &p->arc[k];
      if (!a->straight && !b->straight && a->above == above && b->above == above &&
          a->level == level && b->level == level - 1 && numbers_meet(a, b))
        return true;
    }
  return false;
}

/* Lanes for one level more than an even number, see draw/page.h. */
static bool space_lanes(const pk_page *page, pk_arcs *p, int above) {
  const pk_air *air = p->numbers_in_line ? page->air : pk_air_of(PK_AIR_PAPER);
  int levels = (above ? p->up : p->down) | 1;
  int *lane = p->lane[above] = PK_NEW_ARRAY(page->map->arena, int, (size_t)levels);
  if (!lane)
    return false;
  lane[0] = page->air->first_lane;
  for (int l = 1; l < levels; l++)
    lane[l] = lane[l - 1] + (is_crowded(p, above, l) ? air->lane : air->free_lane);
  return true;
}

/* ------------------------------------------------------------------------------- the whole */

bool pk_arcs_find(const pk_page *page, pk_arcs *p) {
  size_t room = (size_t)page->map->arrow_count;
  *p = (pk_arcs){.arc = PK_NEW_ARRAY(page->map->arena, pk_arc, room)};
  pk_arc **side = PK_NEW_ARRAY(page->map->arena, pk_arc *, room);
  if (!p->arc || !side)
    return false;
  collect(page, p);
  for (int above = 0; above < 2; above++) {
    int count = 0;
    for (int i = 0; i < p->count; i++)
      if (!p->arc[i].straight && p->arc[i].above == above)
        side[count++] = &p->arc[i];
    *(above ? &p->up : &p->down) = level_side(side, count);
    for (int s = page->first; s <= page->last && page->map->stage_count > 0; s++)
      place_ports(page, p, s, above);
  }
  if (!page->air->runs_on || !place_numbers(page, p, true))
    place_numbers(page, p, false);
  return space_lanes(page, p, 0) && space_lanes(page, p, 1) && !page->map->failed;
}
