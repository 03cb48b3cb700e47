/* The path and who stands along it: the map as a picture, and as a table. On a screen the map is
 * one picture; on paper it has sheets of its own, so that no text is too small. */
#include "draw/report/story.h"

#include "base/words.h"
#include "draw/drawing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------------------------ picture */

/* Where the content of an SVG begins: behind its prolog. */
static const char *behind_prolog(const char *svg) {
  const char *end = strncmp(svg, "<?xml", 5) == 0 ? strchr(svg, '\n') : NULL;
  return end ? end + 1 : svg;
}

static bool begins(const char *text, const char *with) {
  return strncmp(text, with, strlen(with)) == 0;
}

/* A picture as part of the page: letters and styles are the page's, its ids begin with `mark` so
 * that two pictures can stand on one page, and a keyboard need not walk through it. The main group
 * gets the id "MARKall". */
static void add_inlined(pk_text *out, const char *svg, const char *mark) {
  static const char root[] = "<g transform=\"translate(0 ",
                    labels[] = "aria-labelledby=\"polku-title polku-desc\"";
  static const char tab[] = " tabindex=\"0\"", font[] = " font-family=\"Lato, sans-serif\"";
  bool first = true;
  for (const char *at = behind_prolog(svg); *at;) {
    if (begins(at, "<style>")) {
      const char *end = strstr(at, "</style>");
      at = end ? end + strlen("</style>") : at + strlen(at);
    } else if (begins(at, tab)) {
      at += strlen(tab);
    } else if (begins(at, font)) {
      at += strlen(font);
    } else if (begins(at, " id=\"")) {
      pk_text_addf(out, " id=\"%s", mark);
      at += strlen(" id=\"");
    } else if (begins(at, labels)) {
      pk_text_addf(out, "aria-labelledby=\"%spolku-title %spolku-desc\"", mark, mark);
      at += strlen(labels);
    } else if (first && begins(at, root)) {
      pk_text_addf(out, "<g id=\"%sall\" transform=\"translate(0 ", mark);
      at += strlen(root);
      first = false;
    } else {
      pk_text_add_char(out, *at++);
    }
  }
}

/* The first sheet shows the top of the picture, each further one its own part of the same. */
static void add_sheets(pk_text *out, const char *svg, const pk_scene *scene, const char *mark) {
  pk_text whole = PK_TEXT_EMPTY;
  add_inlined(&whole, svg, mark);
  const char *end = whole.failed || !whole.data ? NULL : strchr(whole.data, '>');
  if (!end) {
    out->failed = true;
    pk_text_free(&whole);
    return;
  }
  pk_printed one = {0, scene->height}, *pages = scene->page_count ? scene->pages : &one;
  int count = scene->page_count ? scene->page_count : 1;
  for (int i = 0; i < count; i++)
    if (i == 0)
      pk_text_addf(
          out,
          "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 %d %d %d\" role=\"group\" "
          "aria-labelledby=\"%spolku-title %spolku-desc\"%s",
          pages[i].y, scene->width, pages[i].height, mark, mark, end);
    else
      pk_text_addf(out,
                   "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 %d %d %d\" "
                   "aria-hidden=\"true\"><use href=\"#%sall\"/></svg>\n",
                   pages[i].y, scene->width, pages[i].height, mark);
  pk_text_free(&whole);
}

typedef struct picture {
  polku_drawing *drawing;
  char *svg;
} picture;

static picture draw(pk_story *s, polku_draw_options options, polku_paper paper) {
  options.paper = paper;
  picture p = {polku_draw(s->model, s->rules, &options, s->report), NULL};
  size_t length;
  p.svg = polku_render(s->options->renderer, p.drawing, POLKU_SVG, 1, &length, s->report);
  s->failed = s->failed || !p.svg;
  return p;
}

static void picture_free(picture *p) {
  free(p->svg);
  polku_drawing_free(p->drawing);
}

void pk_tell_picture(pk_story *s, const polku_draw_options *options, const char *id,
                     const char *caption) {
  enum { LARGE = 250000 };
  char marks[2][32]; /* no two pictures of the page have an id in common */
  snprintf(marks[0], sizeof marks[0], "s%d-", s->picture_count);
  snprintf(marks[1], sizeof marks[1], "p%d-", s->picture_count++);
  pk_text shown = PK_TEXT_EMPTY, sheets = PK_TEXT_EMPTY;
  bool markdown = s->options->form == POLKU_PAGE_MARKDOWN;
  picture screen = draw(s, *options, POLKU_SCREEN), paper = {NULL, NULL};
  if (!markdown)
    paper = draw(s, *options, POLKU_A4);
  if (screen.svg && markdown)
    pk_text_add(&shown, behind_prolog(screen.svg));
  else if (screen.svg)
    add_inlined(&shown, screen.svg, marks[0]);
  if (paper.svg)
    add_sheets(&sheets, paper.svg, paper.drawing->scene, marks[1]);
  s->failed = s->failed || shown.failed || sheets.failed;
  /* A map of hundreds of stages is told once: on a screen too by the sheets. */
  bool once = sheets.length > 0 && shown.length > LARGE;
  if (shown.data && !shown.failed && !sheets.failed)
    pk_tell_figure(s, &(pk_figure){.id = id,
                                   .caption = caption,
                                   .svg = once ? sheets.data : shown.data,
                                   .sheets = once ? NULL : sheets.data,
                                   .klass = once ? "wide sheets" : "wide"});
  pk_text_free(&shown);
  pk_text_free(&sheets);
  picture_free(&screen);
  picture_free(&paper);
}

/* -------------------------------------------------------------------------------------- table */

typedef enum { THIRD, OTHERS, GAPS } column;

static bool in_column(const pk_chip *chip, column which) {
  return which == GAPS    ? chip->gap
         : which == THIRD ? !chip->gap && chip->row <= PK_MAP_OTHER
                          : !chip->gap && chip->row > PK_MAP_OTHER;
}

/* What a gap asks, without the word before it that a picture needs. */
static const char *question(pk_story *s, const char *gap) {
  for (int i = 0; i < s->model->gap_count; i++)
    if (strcmp(s->model->gaps[i].id, gap) == 0)
      return pk_map_name(s->map, &s->model->gaps[i].question, gap);
  return gap;
}

/* "JOKOS-hanke (tähän 1 asiakas); Lapin Muistiyhdistys (luennot)" */
static const char *who(pk_story *s, int stage, column which) {
  pk_text text = PK_TEXT_EMPTY;
  for (int i = 0; i < s->map->chip_count; i++) {
    const pk_chip *chip = &s->map->chips[i];
    if (stage < chip->first || stage > chip->last || !in_column(chip, which))
      continue;
    pk_text_add(&text, text.length ? "; " : "");
    pk_text_add(&text, which == GAPS ? question(s, chip->role) : chip->name);
    if (*chip->text)
      pk_text_addf(&text, " (%s)", chip->text);
  }
  return text.length ? pk_map_keep(s->map, &text) : NULL;
}

static void tell_table(pk_story *s) {
  static const pk_column heads[] = {{"stage", "page.stage"},
                                    {"third_sector", "page.third-sector"},
                                    {"others", "page.others"},
                                    {"gaps", "page.gaps"}};
  polku_tables *t = s->tables;
  pk_tell_table_begin(s, "stages", "page.map.table", NULL);
  PK_TABLE_COLUMNS(t, heads);
  for (int i = 0; i < s->map->stage_count; i++) {
    pk_table_named(t, s->model->stages[i].id, s->map->stages[i].head);
    for (column which = THIRD; which <= GAPS; which++)
      pk_table_text(t, who(s, i, which));
  }
  pk_tell_table_end(s);
}

void pk_page_map(pk_story *s) {
  pk_tell_section(s, "path", "page.map");
  PK_TELL(s, NULL, "page.map.lead", NULL);
  if (s->options->renderer)
    pk_tell_picture(s, &(polku_draw_options){.lang = s->lang}, "map",
                    pk_word(s->lang, "page.map.caption"));
  tell_table(s);
}
