/* Words and frames of the map's page: lines that fit their place, numbers, the title. */
#include "draw/page.h"

#include "draw/lato.h"
#include "draw/palette.h"
#include "draw/wrap.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

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

int pk_page_chip_x(const pk_page *page, int first) {
  return page->box_x[first] - 3;
}

int pk_page_chip_w(const pk_page *page, int first, int last) {
  return page->box_x[last] + page->box_w[last] + page->gap - 8 - page->box_x[first];
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
    lines->height += pk_line_height(page->scene, style->size);
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
                   .x = page->air->margin,
                   .y = y,
                   .w = page->width - 2 * page->air->margin,
                   .h = height,
                   .fill = fill,
                   .stroke = stroke,
                   .line_width = line_width,
                   .klass = "band"};
  pk_scene_item(page->scene, &frame);
}

/* --------------------------------------------------------------------------------- title */

static void add_part(pk_text *out, const char *words) {
  pk_text_add(out, out->length && *words ? " \xc2\xb7 " : "");
  pk_text_add(out, words);
}

/* "Skenaario: Kuusi paikkaa · Työkyky käyttöön -hanke · sivu 1/2" */
static const char *subtitle(pk_map *map, int part, int parts) {
  pk_text text = PK_TEXT_EMPTY;
  char at[16], of[16];
  snprintf(at, sizeof at, "%d", part + 1);
  snprintf(of, sizeof of, "%d", parts);
  add_part(&text, map->scenario);
  add_part(&text, map->about);
  if (parts > 1)
    add_part(&text, pk_map_fill(map, "map.page", "page", at, "pages", of, NULL));
  return pk_map_keep(map, &text);
}

/* On paper, where room is dear, what is said most loudly is one line with the next. */
static const char *headline(const pk_page *page, int *i) {
  const pk_headline *lines = page->map->headlines;
  const pk_headline *line = &lines[(*i)++];
  if (!page->dense || line->weight != PK_SAID_LARGE || *i == page->map->headline_count)
    return line->text;
  pk_text text = PK_TEXT_EMPTY;
  add_part(&text, line->text);
  add_part(&text, lines[(*i)++].text);
  return pk_map_keep(page->map, &text);
}

/* What is said of the picture under its title; further pages say which path it is, and no more; of
 * a comparison nothing, whose title says what it is. */
static int draw_headlines(pk_page *page, int y, int part) {
  int width = page->dense ? page->width : PK_PAGE_TITLE;
  pk_words_at words = {.x = page->air->margin + 8,
                       .width = width - 2 * page->air->margin - 16,
                       .colour = PK_INK,
                       .max_lines = 3,
                       .klass = "headline"};
  for (int i = 0; i < page->map->headline_count;) {
    bool large = page->map->headlines[i].weight == PK_SAID_LARGE;
    words.bold = page->map->headlines[i].weight != PK_SAID;
    words.y = y + (page->dense ? 2 : large ? 10 : 4);
    words.size = page->air->size.about + (!large ? 0 : page->dense ? 1 : 4);
    words.text = headline(page, &i);
    if (part == 0 || (words.bold && !page->map->compare))
      y = words.y + pk_draw_words(page, &words);
  }
  return y;
}

/* On a close page the subtitle stands behind a title of one line, where there is room for both. */
static bool stands_behind(const pk_page *page, pk_words_at *title, pk_words_at *about) {
  enum { APART = 14, BELOW = 6 }; /* their letters stand on one line */
  double wide = pk_text_width(title->text, strlen(title->text), title->size, true);
  int right = page->width - page->air->margin, x = title->x + (int)ceil(wide * 1.02) + APART;
  double more = pk_text_width(about->text, strlen(about->text), about->size, false);
  if (!page->air->runs_on || x + more * 1.02 > right)
    return false;
  title->width = x - APART - title->x;
  about->x = x;
  about->y = title->y + BELOW;
  about->width = right - x;
  return true;
}

int pk_draw_title(pk_page *page, int y, int part, int parts) {
  pk_words_at title = {.x = page->air->margin + 8,
                       .y = y + (page->dense ? 4 : 8),
                       .width = PK_PAGE_TITLE - 2 * page->air->margin - 16,
                       .size = page->air->size.title,
                       .colour = PK_INK,
                       .max_lines = 3,
                       .bold = true,
                       .text = page->map->title,
                       .klass = "title"};
  pk_words_at about = title;
  about.size = page->air->size.about;
  about.colour = PK_SOFT_INK;
  about.bold = false;
  about.text = subtitle(page->map, part, parts);
  about.klass = "subtitle";
  bool behind = stands_behind(page, &title, &about);
  y = title.y + pk_draw_words(page, &title);
  if (!behind)
    about.y = y + (page->dense ? 1 : 4);
  int below = about.y + pk_draw_words(page, &about);
  y = below > y ? below : y;
  return draw_headlines(page, y, part) + page->air->after_title;
}
