/* The client's path: stages as dark boxes, transitions as arrows (draw/arcs.h knows where they
 * run). Moves to a stage on another strip end in a small box with its number. */
#include "draw/arcs.h"

#include "base/words.h"
#include "draw/compare.h"
#include "draw/palette.h"
#include "draw/spoken.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { CONNECTOR_H = 16, BAR = 6 };

typedef struct path {
  pk_page *page;
  pk_arcs arcs;
  int box_y, box_h;
  int named, renamed; /* lines of the box that was filled last: up to its name's, its old name's */
} path;

/* -------------------------------------------------------------------------------- arrows */

/* On a lit path the thinnest are thick enough to be followed, the thickest no thicker. */
static int line_width(const pk_arrow *arrow) {
  double c = arrow->chance < 0 ? 0 : arrow->chance > 1 ? 1 : arrow->chance;
  return (int)lround(arrow->lit ? 30 + 25 * c : 10 + 45 * c);
}

/* What a number beside an arrow is written in: of one that changed, its sign's colour. */
static int number_ink(const pk_arrow *arrow) {
  return arrow->diff == PK_DIFF_CHANGED ? PK_CHANGED : pk_diff_ink(arrow->diff);
}

static void say_number(path *p, const pk_arc *a, const char *text, double x, double y, int width,
                       int colour, bool struck) {
  pk_words_at number = {.x = (int)lround(x),
                        .y = (int)lround(y),
                        .width = width,
                        .size = PK_SIZE_SMALL,
                        .colour = colour,
                        .max_lines = 1,
                        .bold = true,
                        .text = text,
                        .klass = "number",
                        .transition = a->arrow->transition + 1};
  int items = p->page->scene->item_count;
  if (pk_draw_words(p->page, &number) > 0 && struck && !p->page->scene->failed) {
    const pk_item item = p->page->scene->items[items];
    pk_draw_strikes(p->page, &item, 0, 1);
  }
}

/* Where numbers stand above a straight arrow, and how. */
typedef struct span {
  int left, right, colour;
  bool struck;
} span;

static void say_centred(path *p, const pk_arc *a, const char *text, const span *at, double y) {
  int wide = pk_number_width(text, strlen(text));
  say_number(p, a, text, at->left + (at->right - at->left - wide) / 2.0, y, wide, at->colour,
             at->struck);
}

/* Numbers wider than the space between boxes, "~0,25 %/kk", go on two lines. Gives where a line
 * above them may stand. */
static double say_above(path *p, const pk_arc *a, const char *text, const span *at, double y) {
  size_t skip, break_at = pk_number_break(text, at->right - at->left, &skip);
  char *head = pk_strndup(p->page->map->arena, text, break_at);
  const char *rest = text + break_at + skip;
  if (!head) {
    p->page->map->failed = true;
    return y;
  }
  if (*rest) {
    say_centred(p, a, rest, at, y);
    y -= pk_line_height(p->page->scene, PK_SIZE_SMALL);
  }
  say_centred(p, a, head, at, y);
  return y - pk_line_height(p->page->scene, PK_SIZE_SMALL);
}

/* The end of an arc to another strip: a small box with the number of its stage. */
static double draw_connector(path *p, const pk_arc *a, double y) {
  pk_page *page = p->page;
  pk_line *line = PK_NEW(page->map->arena, pk_line);
  char number[16];
  snprintf(number, sizeof number, "%d", a->arrow->to + 1);
  char *text = pk_strdup(page->map->arena, number);
  if (!line || !text) {
    page->map->failed = true;
    return 0;
  }
  *line = (pk_line){text, PK_SIZE_SMALL, true, PK_PAPER};
  int end = page->box_x[page->last] + page->box_w[page->last];
  int away = page->gap + PK_PAGE_AWAY;
  int x = a->above ? end + away : page->box_x[page->first] - away - PK_PAGE_CONNECTOR;
  pk_item box = {.shape = PK_BOX,
                 .x = x,
                 .y = (int)lround(y) - CONNECTOR_H / 2,
                 .w = PK_PAGE_CONNECTOR,
                 .h = CONNECTOR_H,
                 .fill = PK_STAGE,
                 .stroke = PK_STAGE,
                 .line_width = 5,
                 .pad_x = a->arrow->to + 1 > 9 ? 5 : 8,
                 .klass = "connector",
                 .transition = a->arrow->transition + 1,
                 .line_count = 1,
                 .lines = line};
  pk_scene_item(page->scene, &box);
  return a->above ? x - 1 : x + PK_PAGE_CONNECTOR + 1;
}

/* What a little more would do. */
static void say_help(path *p, const pk_arc *a, double x, double y) {
  const char *help = a->arrow->help;
  if (*help)
    say_number(p, a, help, x, y, pk_number_width(help, strlen(help)), PK_ADDED, false);
}

static int arrow_colour(const pk_arc *a) {
  static const int colours[] = {PK_MOVE, PK_MUTED_LINE, PK_ADDED, PK_REMOVED, PK_CHANGED};
  bool back = a->arrow->diff == PK_DIFF_NONE && !a->straight && !a->above;
  return back ? PK_RETURN : colours[a->arrow->diff];
}

/* In a comparison the sign stands under the arrow, and above the new number the old. */
static void say_difference(path *p, const pk_arc *a, const span *usual, double up, double y) {
  const pk_arrow *arrow = a->arrow;
  span at = *usual;
  at.struck = arrow->diff == PK_DIFF_REMOVED;
  up = say_above(p, a, arrow->written, &at, up);
  at.colour = PK_REMOVED;
  at.struck = true;
  if (arrow->diff == PK_DIFF_CHANGED && strcmp(arrow->was, arrow->written) != 0)
    say_above(p, a, arrow->was, &at, up);
  int badges = p->page->scene->item_count;
  pk_draw_badge(p->page, arrow->diff, (at.left + at.right - PK_BADGE) / 2, (int)y + 7);
  if (badges < p->page->scene->item_count && !p->page->scene->failed)
    p->page->scene->items[badges].transition = arrow->transition + 1;
}

static void draw_straight(path *p, const pk_arc *a) {
  pk_page *page = p->page;
  int width = line_width(a->arrow), y = p->box_y + p->box_h / 2 + 6;
  int left = page->box_x[a->from] + page->box_w[a->from];
  int right = a->away ? (int)draw_connector(p, a, y) : page->box_x[a->to];
  pk_polyline route = {.count = 2,
                       .x = {left + 2, right - 1},
                       .y = {y, y},
                       .line_width = width,
                       .colour = arrow_colour(a),
                       .head = true,
                       .dashed = a->arrow->diff == PK_DIFF_REMOVED,
                       .klass = pk_diff_class(page, "move", a->arrow->diff),
                       .transition = a->arrow->transition + 1};
  pk_scene_polyline(page->scene, &route);
  const span at = {left, right, number_ink(a->arrow), false};
  double up = y - width / 20.0 - 20;
  int help = pk_number_width(a->arrow->help, strlen(a->arrow->help));
  say_help(p, a, left + (right - left - help) / 2.0, y + width / 20.0 + 5);
  if (a->arrow->diff == PK_DIFF_NONE)
    say_above(p, a, a->arrow->number, &at, up);
  else
    say_difference(p, a, &at, up, y);
}

/* The line of an arc, whole, or in two pieces with room for its number between them. */
static void draw_line(path *p, const pk_arc *a, const pk_polyline *whole) {
  if (!p->arcs.numbers_in_line) {
    pk_scene_polyline(p->page->scene, whole);
    return;
  }
  pk_polyline begin = *whole, rest = *whole;
  begin.count = 3;
  begin.head = false;
  rest.count = whole->count - 1;
  for (int i = 1; i < rest.count; i++) {
    rest.x[i] = whole->x[i + 1];
    rest.y[i] = whole->y[i + 1];
  }
  rest.y[0] = whole->y[1];
  pk_arc_parts(a, &begin.x[2], &rest.x[0]);
  pk_scene_polyline(p->page->scene, &begin);
  pk_scene_polyline(p->page->scene, &rest);
}

static void draw_arc(path *p, const pk_arc *a) {
  pk_page *page = p->page;
  int width = line_width(a->arrow), text = pk_line_height(page->scene, PK_SIZE_SMALL);
  double edge = a->above ? p->box_y : p->box_y + p->box_h, side = a->above ? -1 : 1;
  double level = edge + side * p->arcs.lane[a->above][a->level];
  pk_polyline route = {
      .count = 4,
      .x = {a->from_x, a->from_x, a->to_x, a->to_x},
      .y = {edge + side, level, level, edge + side},
      .radius = PK_ARC_BEND,
      .line_width = width,
      .colour = arrow_colour(a),
      .head = true,
      .dashed = a->arrow->diff == PK_DIFF_REMOVED,
      .klass = pk_diff_class(page, a->above ? "move skip" : "move return", a->arrow->diff),
      .transition = a->arrow->transition + 1};
  if (a->away) {
    route.count = 3;
    route.x[2] = draw_connector(p, a, level);
  }
  draw_line(p, a, &route);
  double y = p->arcs.numbers_in_line ? level - text / 2.0
             : a->above              ? level - width / 20.0 - text
                                     : level + width / 20.0 + 1;
  say_number(p, a, a->number, a->number_x, y, a->number_w, number_ink(a->arrow),
             a->arrow->diff == PK_DIFF_REMOVED);
  say_help(p, a, a->number_x + a->number_w + PK_ARC_SPACE, y);
}

/* -------------------------------------------------------------------------------- stages */

static int stage_ink(const pk_stage_text *text) {
  return text->diff != PK_DIFF_NONE ? pk_diff_ink(text->diff) : text->final ? PK_STAGE : PK_PAPER;
}

/* Lines of a box: the name, in a comparison the one it had, what is known of the stage, what was
 * computed. `size` is the name's. */
static bool fill_box(path *p, int s, pk_lines *lines, int size, int name_lines) {
  pk_page *page = p->page;
  const pk_stage_text *text = &page->map->stages[s];
  int colour = stage_ink(text);
  if (!pk_lines_new(page, lines, 12))
    return false;
  double inner = page->box_w[s] - 2 * page->air->stage_side - (*text->crowding ? BAR : 0);
  pk_line head = {text->head, size, true, colour};
  pk_line more = {text->more, PK_SIZE_SMALL, false, text->diff == PK_DIFF_ADDED ? PK_INK : colour};
  pk_line was = {text->was_name, PK_SIZE_SMALL, false, PK_SOFT_INK};
  pk_lines_add(page, lines, &head, inner, name_lines);
  p->named = lines->count;
  pk_lines_add(page, lines, &was, inner, 2);
  p->renamed = lines->count;
  pk_lines_add(page, lines, &more, inner, page->dense ? 4 : page->map->compare ? 3 : 2);
  pk_line help = {text->help, PK_SIZE_SMALL, true, colour};
  pk_lines_add(page, lines, &help, inner, 2);
  more.text = text->people;
  pk_lines_add(page, lines, &more, inner, 1);
  more.text = text->crowding;
  more.bold = true;
  pk_lines_add(page, lines, &more, inner, 2);
  return true;
}

/* What every box has room for: three lines of name and one of what is known, with a result three
 * more; in a comparison two more, of what both models say; and two of what a little more would do.
 */
static int text_room(const path *p) {
  int lines = p->page->map->result ? 4 : p->page->map->compare ? 3 : 1;
  lines += p->page->map->leverage ? 2 : 0;
  int known = lines * pk_line_height(p->page->scene, PK_SIZE_SMALL);
  return 3 * pk_line_height(p->page->scene, p->page->air->size.stage) + known;
}

/* The lines of a box in the room that all have on a screen: a long name is set smaller, and one
 * that is still too long ends in "…". On paper boxes are as high as the longest name needs. */
static bool stage_lines(path *p, int s, pk_lines *lines) {
  int room = text_room(p), size = p->page->air->size.stage;
  if (!fill_box(p, s, lines, size, 6))
    return false;
  if (p->page->dense || lines->height <= room)
    return true;
  for (int most = 6; most > 0; most--) {
    if (!fill_box(p, s, lines, PK_SIZE_SMALL, most))
      return false;
    if (lines->height <= room)
      break;
  }
  return true;
}

/* Whether an arrow tells two numbers above it that go on two lines each. */
static bool has_tall_number(const path *p) {
  for (int i = 0; i < p->arcs.count; i++) {
    const pk_arrow *arrow = p->arcs.arc[i].arrow;
    if (p->arcs.arc[i].straight && arrow->diff == PK_DIFF_CHANGED &&
        (strchr(arrow->written, '/') || strchr(arrow->was, '/')))
      return true;
  }
  return false;
}

/* Boxes are of one height. On a screen it depends on nothing that is written in them; on paper they
 * are as high as the fullest needs. */
static int box_height(path *p) {
  const pk_page *page = p->page;
  bool low = page->dense && !has_tall_number(p);
  int least = (page->map->compare ? 3 : 2) * pk_line_height(page->scene, page->air->size.stage);
  int height = low ? least : text_room(p);
  for (int s = page->first; page->dense && s <= page->last && page->map->stage_count > 0; s++) {
    pk_lines lines;
    if (stage_lines(p, s, &lines) && lines.height > height)
      height = lines.height;
  }
  return height +
         (page->air->runs_on ? 8
          : low              ? 12
                             : 18) +
         (page->map->compare && low ? 6 : 0); /* under a sign */
}

/* A bottleneck: a bar on the stage's edge, beside the words in the box. */
static void draw_crowding(path *p, int s) {
  pk_page *page = p->page;
  if (!*page->map->stages[s].crowding)
    return;
  pk_item bar = {.shape = PK_BOX,
                 .x = page->box_x[s],
                 .y = p->box_y,
                 .w = BAR,
                 .h = p->box_h,
                 .fill = PK_FULL,
                 .stroke = PK_PAPER,
                 .line_width = 8,
                 .klass = "mark"};
  pk_scene_item(page->scene, &bar);
}

static void style_difference(path *p, int s, pk_item *box) {
  pk_diff diff = p->page->map->stages[s].diff;
  box->klass = pk_diff_class(p->page, box->klass, diff);
  pk_diff_style(box, diff);
  if (p->page->map->stages[s].final && diff == PK_DIFF_SAME)
    box->fill = PK_PAPER;
}

/* What is gone is struck through, and so is a name that was another; the sign stands on its
 * upper edge. */
static void mark_difference(path *p, int s, const pk_item *box) {
  pk_diff diff = p->page->map->stages[s].diff;
  if (diff == PK_DIFF_REMOVED)
    pk_draw_strikes(p->page, box, 0, p->named);
  pk_draw_strikes(p->page, box, p->named, p->renamed);
  pk_draw_badge(p->page, diff, box->x, box->y - PK_BADGE / 2);
}

static void draw_stage(path *p, int s) {
  pk_page *page = p->page;
  pk_lines lines;
  if (!stage_lines(p, s, &lines))
    return;
  bool final = page->map->stages[s].final;
  int from = page->scene->item_count;
  pk_item box = {.shape = PK_BOX,
                 .x = page->box_x[s],
                 .y = p->box_y,
                 .w = page->box_w[s],
                 .h = p->box_h,
                 .fill = final ? PK_PAPER : PK_STAGE,
                 .stroke = PK_STAGE,
                 .line_width = final ? 15 : 10,
                 .pad_x = page->air->stage_side,
                 .indent = *page->map->stages[s].crowding ? BAR : 0,
                 .pad_y = 4,
                 .id = page->map->stages[s].id,
                 .name = pk_spoken_stage(page->map, s),
                 .klass = final ? "stage final" : "stage",
                 .line_count = lines.count,
                 .lines = lines.line};
  if (page->map->compare)
    style_difference(p, s, &box);
  pk_scene_item(page->scene, &box);
  draw_crowding(p, s);
  if (page->map->compare)
    mark_difference(p, s, &box);
  pk_page_stand(page, from, s, s);
}

/* ----------------------------------------------------------------------------------- band */

static int draw_label(path *p) {
  pk_page *page = p->page;
  pk_words_at label = {.x = page->air->margin + 8,
                       .y = p->box_y,
                       .width = page->air->label - 12,
                       .size = page->air->size.head,
                       .colour = PK_INK,
                       .max_lines = 2,
                       .bold = true,
                       .text = pk_word(page->map->lang, "map.path")};
  label.y += pk_draw_words(page, &label) + 1;
  label.size = PK_SIZE_SMALL;
  label.colour = PK_SOFT_INK;
  label.bold = false;
  for (int i = 0; i < page->map->path_line_count && page->first == 0; i++) {
    label.text = page->map->path_lines[i];
    label.y += pk_draw_words(page, &label);
  }
  return label.y;
}

static void draw_side_label(path *p, const char *key, int y) {
  const char *text = pk_word(p->page->map->lang, key);
  pk_words_at label = {.x = p->page->air->margin + 8,
                       .y = y,
                       .width = pk_number_width(text, strlen(text)),
                       .size = PK_SIZE_SMALL,
                       .colour = PK_SOFT_INK,
                       .max_lines = 1,
                       .text = text};
  pk_draw_words(p->page, &label);
}

/* From the edge of the boxes to the edge of the band. On a screen there is always room for one
 * level of arcs, then in steps of two. */
static int room_for(const path *p, bool above) {
  const pk_air *air = p->arcs.numbers_in_line ? p->page->air : pk_air_of(PK_AIR_PAPER);
  int levels = above ? p->arcs.up : p->arcs.down;
  if (!p->page->dense)
    levels |= 1;
  return levels ? p->arcs.lane[above][levels - 1] + air->last_lane : 12;
}

int pk_draw_path(pk_page *page, int y) {
  path p = {.page = page};
  if (!pk_arcs_find(page, &p.arcs)) {
    page->map->failed = true;
    return y;
  }
  int above = room_for(&p, true), below = room_for(&p, false);
  p.box_h = box_height(&p);
  p.box_y = y + above;
  int bottom = p.box_y + p.box_h + below;
  size_t frame = (size_t)page->scene->item_count;
  pk_draw_frame(page, y, bottom - y, PK_PAPER, PK_FRAME, 10);
  int label = draw_label(&p);
  if (label + 8 > bottom) /* a long label makes the band taller */
    bottom = label + 8;
  if (p.arcs.up)
    draw_side_label(&p, "map.skips", y + 5);
  if (p.arcs.down && p.box_y + p.box_h + below - 20 >= label)
    draw_side_label(&p, "map.returns", p.box_y + p.box_h + below - 20);
  if (!page->scene->failed)
    page->scene->items[frame].h = bottom - y;
  for (int s = page->first; s <= page->last && page->map->stage_count > 0; s++)
    draw_stage(&p, s);
  for (int i = 0; i < p.arcs.count; i++)
    if (p.arcs.arc[i].straight)
      draw_straight(&p, &p.arcs.arc[i]);
    else
      draw_arc(&p, &p.arcs.arc[i]);
  return bottom + page->air->after_path;
}
