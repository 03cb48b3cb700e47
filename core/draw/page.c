/* Columns, words and frames; and the order in which the parts of the map follow each other. */
#include "draw/page.h"

#include "base/words.h"
#include "draw/lato.h"
#include "draw/palette.h"
#include "draw/wrap.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { PITCH_MIN = 148, PITCH_MAX = 190, WIDTH_MIN = 800 };

static int pitch_of(int columns) {
  int pitch = (PK_PAGE_WIDTH - 2 * PK_PAGE_MARGIN - PK_PAGE_LABEL) / (columns > 0 ? columns : 1);
  return pitch < PITCH_MIN ? PITCH_MIN : pitch > PITCH_MAX ? PITCH_MAX : pitch;
}

int pk_number_width(const char *text, size_t length) {
  return (int)ceil(pk_text_width(text, length, PK_SIZE_SMALL, true) * 1.01) + 1;
}

size_t pk_number_break(const char *text, int room, size_t *skip) {
  static const char space[] = "\xc2\xa0";
  size_t length = strlen(text), at = length;
  *skip = 0;
  if (pk_number_width(text, length) <= room)
    return length;
  const char *slash = strchr(text, '/');
  if (slash)
    return (size_t)(slash - text);
  for (const char *s = strstr(text, space); s; s = strstr(s + 2, space))
    at = (size_t)(s - text);
  *skip = at < length ? 2 : 0;
  return at;
}

/* Arrows between neighbours need room for their numbers, and so do those that leave the strip. */
static int gap_of(const pk_map *map, int columns) {
  for (int i = 0; i < map->arrow_count; i++) {
    const pk_arrow *a = &map->arrows[i];
    size_t skip, at = pk_number_break(a->number, PK_PAGE_GAP, &skip);
    const char *rest = a->number + at + skip;
    bool near = a->to == a->from + 1, away = a->from / columns != a->to / columns;
    if (near && (pk_number_width(a->number, at) > PK_PAGE_GAP ||
                 pk_number_width(rest, strlen(rest)) > PK_PAGE_GAP))
      return PK_PAGE_WIDE_GAP;
    if (away && pk_number_width(a->number, strlen(a->number)) > PK_PAGE_GAP + PK_PAGE_AWAY - 6)
      return PK_PAGE_WIDE_GAP;
  }
  return PK_PAGE_GAP;
}

/* Columns for all stages. False when out of memory. */
static bool lay_columns(pk_page *page) {
  int n = page->map->stage_count;
  page->strip = PK_NEW_ARRAY(page->map->arena, int, (size_t)n);
  page->box_x = PK_NEW_ARRAY(page->map->arena, int, (size_t)n);
  page->box_w = PK_NEW_ARRAY(page->map->arena, int, (size_t)n);
  if (!page->strip || !page->box_x || !page->box_w)
    return false;
  page->strips = n > 0 ? (n + PK_PAGE_COLUMNS - 1) / PK_PAGE_COLUMNS : 1;
  int columns = (n + page->strips - 1) / page->strips;
  int width = pitch_of(columns) - PK_PAGE_GAP;
  page->gap = gap_of(page->map, columns > 0 ? columns : 1);
  int away = page->strips > 1 ? page->gap + PK_PAGE_AWAY : 0;
  int end = page->strips > 1 ? PK_PAGE_AWAY + PK_PAGE_CONNECTOR + 6 : 0;
  page->width = WIDTH_MIN;
  for (int s = 0, x = 0; s < n; s++) {
    page->strip[s] = s / columns;
    if (s % columns == 0)
      x = PK_PAGE_MARGIN + PK_PAGE_LABEL + 10 + away;
    page->box_x[s] = x;
    page->box_w[s] = width;
    x += page->box_w[s] + page->gap;
    if (x + end + PK_PAGE_MARGIN > page->width)
      page->width = x + end + PK_PAGE_MARGIN;
  }
  return true;
}

int pk_page_chip_x(const pk_page *page, int first) {
  return page->box_x[first] - 3;
}

int pk_page_chip_w(const pk_page *page, int first, int last) {
  return page->box_x[last] + page->box_w[last] + page->gap - 11 - page->box_x[first];
}

/* ---------------------------------------------------------------------------------- words */

bool pk_lines_new(pk_page *page, pk_lines *lines, int room) {
  *lines = (pk_lines){.room = room};
  lines->line = PK_NEW_ARRAY(page->map->arena, pk_line, (size_t)room);
  if (!lines->line)
    page->map->failed = true;
  return lines->line != NULL;
}

void pk_lines_add(pk_page *page, pk_lines *lines, const pk_line *style, double width,
                  int max_lines) {
  pk_wrapped wrapped;
  if (lines->room - lines->count < max_lines)
    max_lines = lines->room - lines->count;
  if (!*style->text || max_lines <= 0)
    return;
  if (!pk_wrap(page->map->arena, style->text, style->size, style->bold, width, max_lines,
               &wrapped)) {
    page->map->failed = true;
    return;
  }
  for (int i = 0; i < wrapped.count; i++) {
    lines->line[lines->count] = *style;
    lines->line[lines->count++].text = wrapped.line[i];
    lines->height += PK_LINE_HEIGHT(style->size);
  }
  lines->widest = fmax(lines->widest, wrapped.widest);
}

int pk_draw_words(pk_page *page, const pk_words_at *words) {
  pk_lines lines;
  if (!pk_lines_new(page, &lines, words->max_lines))
    return 0;
  pk_line style = {words->text, words->size, words->bold, words->colour};
  pk_lines_add(page, &lines, &style, words->width, words->max_lines);
  if (lines.count == 0)
    return 0;
  pk_item item = {.shape = PK_TEXT_ONLY,
                  .x = words->x,
                  .y = words->y,
                  .w = words->width,
                  .h = lines.height,
                  .fill = PK_NO_COLOUR,
                  .stroke = PK_NO_COLOUR,
                  .top = true,
                  .klass = words->klass ? words->klass : "label",
                  .transition = words->transition,
                  .line_count = lines.count,
                  .lines = lines.line};
  pk_scene_item(page->scene, &item);
  return lines.height;
}

void pk_page_stand(pk_page *page, int from, int first, int last) {
  for (int i = from; i < page->scene->item_count; i++) {
    page->scene->items[i].first_stage = first + 1;
    page->scene->items[i].last_stage = last + 1;
  }
}

void pk_draw_frame(pk_page *page, int y, int height, int fill, int stroke, int line_width) {
  pk_item frame = {.shape = PK_BOX,
                   .x = PK_PAGE_MARGIN,
                   .y = y,
                   .w = page->width - 2 * PK_PAGE_MARGIN,
                   .h = height,
                   .fill = fill,
                   .stroke = stroke,
                   .line_width = line_width,
                   .klass = "band"};
  pk_scene_item(page->scene, &frame);
}

/* ------------------------------------------------------------------------------- the whole */

static int draw_title(pk_page *page) {
  int width = page->width - 2 * PK_PAGE_MARGIN - 16, y = 8;
  pk_words_at title = {.x = PK_PAGE_MARGIN + 8,
                       .y = y,
                       .width = width,
                       .size = PK_SIZE_TITLE,
                       .colour = PK_INK,
                       .max_lines = 3,
                       .bold = true,
                       .text = page->map->title,
                       .klass = "title"};
  y += pk_draw_words(page, &title) + 4;
  pk_words_at about = title;
  about.y = y;
  about.size = 14;
  about.colour = PK_SOFT_INK;
  about.bold = false;
  about.text = page->map->about;
  about.klass = "subtitle";
  y += pk_draw_words(page, &about);
  for (int i = 0; i < page->map->headline_count; i++) {
    const pk_headline *line = &page->map->headlines[i];
    about.y = y + 4;
    about.bold = line->strong;
    about.colour = line->strong ? PK_INK : PK_SOFT_INK;
    about.text = line->text;
    about.klass = "headline";
    y = about.y + pk_draw_words(page, &about);
  }
  return y + 10;
}

static const char *describe(pk_map *map) {
  char stages[16], arrows[16], chips[16];
  snprintf(stages, sizeof stages, "%d", map->stage_count);
  snprintf(arrows, sizeof arrows, "%d", map->arrow_count);
  snprintf(chips, sizeof chips, "%d", map->chip_count);
  return pk_map_fill(map, "map.description", "stages", stages, "arrows", arrows, "chips", chips,
                     NULL);
}

pk_scene *pk_map_scene(pk_map *map) {
  static const char *const langs[] = {"fi", "sv", "en"};
  pk_scene *scene = PK_NEW(map->arena, pk_scene);
  pk_page page = {.map = map, .scene = scene};
  if (!scene || !lay_columns(&page))
    return NULL;
  scene->arena = map->arena;
  scene->title = map->title;
  scene->description = describe(map);
  scene->lang = langs[map->lang];
  scene->paper = map->options->paper;
  scene->width = page.width;
  int y = draw_title(&page);
  for (int strip = 0; strip < page.strips; strip++) {
    for (page.first = 0; page.first < map->stage_count && page.strip[page.first] < strip;)
      page.first++;
    for (page.last = page.first;
         page.last + 1 < map->stage_count && page.strip[page.last + 1] == strip;)
      page.last++;
    y = pk_draw_path(&page, y);
    y = pk_draw_bands(&page, y);
    y = pk_draw_coverage(&page, y) + (strip + 1 < page.strips ? 18 : 0);
  }
  scene->height = pk_draw_legend(&page, y) + PK_PAGE_MARGIN;
  return scene->failed || map->failed ? NULL : scene;
}
