/* The report as one page of HTML: it opens anywhere, asks nobody for anything, runs no script.
 *
 * The body is written first; then it is known which letters the page needs, and head, letters and
 * body are put together. */
#include "draw/report/story.h"

#include "base/words.h"
#include "draw/wrap.h"

#include <stdlib.h>
#include <string.h>

static void text_in(pk_text *out, const char *tag, const char *text) {
  pk_text_addf(out, "<%s>", tag);
  pk_escape(out, text);
  pk_text_addf(out, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}

static void section(pk_story *s, const char *id, const char *title) {
  if (s->in_section)
    pk_text_add(&s->out, "</section>\n");
  s->in_section = true;
  pk_text_addf(&s->out, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">", id, id);
  pk_escape(&s->out, title);
  pk_text_add(&s->out, "</h2>\n");
  pk_text_addf(&s->contents, "<li><a href=\"#%s\">", id);
  pk_escape(&s->contents, title);
  pk_text_add(&s->contents, "</a></li>\n");
}

static void heading(pk_story *s, const char *text) {
  text_in(&s->out, "h3", text);
}

static void paragraph(pk_story *s, const char *klass, const char *text) {
  pk_text_add(&s->out, "<p");
  if (klass)
    pk_text_addf(&s->out, " class=\"%s\"", klass);
  pk_text_add_char(&s->out, '>');
  pk_escape(&s->out, text);
  pk_text_add(&s->out, "</p>\n");
}

static void points(pk_story *s, bool begin) {
  pk_text_add(&s->out, begin ? "<ul>\n" : "</ul>\n");
}

static void point(pk_story *s, const char *text) {
  text_in(&s->out, "li", text);
}

/* ------------------------------------------------------------------------------------- tables */

static bool is_number(const polku_table *table, int column) {
  bool any = false;
  for (int row = 0; row < table->row_count; row++) {
    polku_cell_sort sort = table->cells[row * table->column_count + column].sort;
    if (sort == POLKU_CELL_TEXT)
      return false;
    any = any || sort == POLKU_CELL_NUMBER || sort == POLKU_CELL_SHARE;
  }
  return any;
}

/* "[3]" leads to the third source. */
static void source_cell(pk_text *out, const char *text) {
  int number = atoi(text + 1);
  pk_text_addf(out, "<a href=\"#source-%d\">%s</a>", number, text);
}

/* Whether a column says anything; the first always does. */
static bool is_told(const polku_table *table, int column) {
  bool told = column == 0;
  for (int row = 0; row < table->row_count && !told; row++)
    told = table->cells[row * table->column_count + column].sort != POLKU_CELL_EMPTY;
  return told;
}

/* Where many columns stand side by side, long words may be divided. */
enum { MANY = 6 };

static void text_cell(pk_story *s, const char *text, bool many) {
  char *soft = many ? pk_soften(s->map->arena, text) : NULL;
  s->failed = s->failed || (many && !soft);
  pk_escape(&s->out, soft ? soft : text);
}

static void cell(pk_story *s, const polku_table *table, int row, int column) {
  pk_text text = PK_TEXT_EMPTY;
  const char *tag = column == 0 ? "th" : "td";
  pk_cell_add(&text, &table->cells[row * table->column_count + column], s->lang);
  pk_text_addf(&s->out, "<%s%s%s>", tag, column == 0 ? " scope=\"row\"" : "",
               is_number(table, column) ? " class=\"n\"" : "");
  if (text.data && text.data[0] == '[' && strcmp(table->ids[column], "source") == 0)
    source_cell(&s->out, text.data);
  else if (text.data)
    text_cell(s, text.data, table->column_count >= MANY && !is_number(table, column));
  pk_text_addf(&s->out, "</%s>", tag);
  s->failed = s->failed || text.failed;
  pk_text_free(&text);
}

static void table_head(pk_story *s, const polku_table *table) {
  pk_text_add(&s->out, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
  pk_escape(&s->out,
            pk_map_fill(s->map, "page.table", "number", pk_told_number(s, ++s->region_count, 0),
                        "title", table->title, NULL));
  pk_text_addf(&s->out, "\">\n<table id=\"table-%s\"%s>\n<caption>", table->id,
               table->column_count > MANY ? " class=\"many\"" : "");
  pk_escape(&s->out, table->title);
  pk_text_add(&s->out, "</caption>\n<thead><tr>");
  for (int c = 0; c < table->column_count; c++)
    if (is_told(table, c)) {
      pk_text_addf(&s->out, "<th scope=\"col\"%s>", is_number(table, c) ? " class=\"n\"" : "");
      text_cell(s, table->heads[c], table->column_count >= MANY);
      pk_text_add(&s->out, "</th>");
    }
  pk_text_add(&s->out, "</tr></thead>\n<tbody>\n");
}

static void table(pk_story *s, const polku_table *table) {
  if (table->row_count == 0)
    return;
  table_head(s, table);
  for (int row = 0; row < table->row_count; row++) {
    pk_text_add(&s->out, "<tr>");
    for (int c = 0; c < table->column_count; c++)
      if (is_told(table, c))
        cell(s, table, row, c);
    pk_text_add(&s->out, "</tr>\n");
  }
  pk_text_add(&s->out, "</tbody>\n</table>\n</div>\n");
  if (table->note)
    paragraph(s, "note", table->note);
}

/* ------------------------------------------------------------------------------------ figures */

static void figure(pk_story *s, const pk_figure *f) {
  pk_text_addf(&s->out,
               "<figure id=\"figure-%s\" class=\"%s\">\n<div class=\"scroll\" role=\"group\" "
               "tabindex=\"0\" aria-label=\"",
               f->id, f->klass);
  pk_escape(&s->out, f->caption);
  pk_text_addf(&s->out, "\">\n%s%s</div>\n", f->sheets ? "<div class=\"screen\">" : "", f->svg);
  if (f->sheets)
    pk_text_addf(&s->out, "</div>\n<div class=\"paper\">%s</div>\n", f->sheets);
  text_in(&s->out, "figcaption", f->caption);
  pk_text_add(&s->out, "</figure>\n");
}

/* ------------------------------------------------------------------------------------ sources */

static void source(pk_story *s, const pk_source *source, int number) {
  const char *publisher = pk_map_name(s->map, &source->publisher, "");
  pk_text_addf(&s->out, "<li id=\"source-%d\"><cite>", number);
  pk_escape(&s->out, pk_map_name(s->map, &source->title, source->id));
  pk_text_add(&s->out, "</cite>");
  if (*publisher) {
    pk_text_add(&s->out, ". ");
    pk_escape(&s->out, publisher);
  }
  if (source->year)
    pk_text_addf(&s->out, " %d", source->year);
  if (source->url) { /* as text: the page leads nowhere by itself */
    pk_text_add(&s->out, ". <span class=\"url\">");
    pk_escape(&s->out, source->url);
    pk_text_add(&s->out, "</span>");
  }
  pk_text_add(&s->out, "</li>\n");
}

static void sources(pk_story *s) {
  pk_text_add(&s->out, "<ol class=\"sources\">\n");
  for (int n = 1; n <= s->cited_count; n++)
    for (int i = 0; i < s->model->source_count; i++)
      if (s->cited[i] == n)
        source(s, &s->model->sources[i], n);
  pk_text_add(&s->out, "</ol>\n");
}

/* ---------------------------------------------------------------------------------- the whole */

static void open(pk_story *s) {
  (void)s;
}

static void header(pk_story *s, pk_text *out) {
  pk_text_add(out, "<header>\n");
  text_in(out, "p class=\"kicker\"",
          pk_word(s->lang, s->options->day               ? "page.minutes"
                           : s->options->comparison_only ? "page.comparison"
                                                         : "page.report"));
  text_in(out, "h1", s->map->title);
  if (s->options->day)
    text_in(out, "p class=\"about\"", pk_minutes_when(s));
  else if (*s->map->about)
    text_in(out, "p class=\"about\"", s->map->about);
  if (*s->map->scenario)
    text_in(out, "p class=\"about\"", s->map->scenario);
  for (int i = 1; s->comparison && i < s->comparison->case_count; i++)
    text_in(out, "p class=\"about\"",
            pk_map_fill(s->map, "page.compared-with", "name", pk_told_case(s, i), NULL));
  if (s->options->question && *s->options->question)
    text_in(out, "p class=\"question\"", s->options->question);
  pk_text_add(out, "</header>\n");
}

static void page(pk_story *s, pk_text *out, const char *letters) {
  const char *contents = pk_word(s->lang, "page.contents");
  pk_text_addf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
               pk_lang_ids[s->lang]);
  pk_text_add(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
  text_in(out, "title", s->map->title);
  pk_text_add(out, letters);
  pk_text_add(out, "<style>\n");
  for (int i = 0; pk_page_style[i]; i++)
    pk_text_add(out, pk_page_style[i]);
  pk_text_addf(out, "%s\n</style>\n</head>\n<body>\n<a class=\"jump\" href=\"#%s\">",
               pk_chart_style, s->options->comparison_only ? "comparison-1" : "summary");
  pk_escape(out, pk_word(s->lang, "page.skip"));
  pk_text_add(out, "</a>\n");
  header(s, out);
  pk_text_addf(out, "<nav aria-label=\"%s\">\n<ol>\n%s</ol>\n</nav>\n<main>\n", contents,
               s->contents.data ? s->contents.data : "");
  pk_text_add(out, s->out.data ? s->out.data : "");
  pk_text_addf(out, "</main>\n<footer><p>polku %s</p></footer>\n</body>\n</html>\n",
               polku_version());
}

static void close(pk_story *s) {
  pk_text whole = PK_TEXT_EMPTY;
  if (s->in_points)
    points(s, false);
  if (s->in_section)
    pk_text_add(&s->out, "</section>\n");
  if (s->out.failed || s->contents.failed)
    return;
  page(s, &whole, "");
  const char *letters = whole.failed ? "" : pk_page_letters(s, whole.data);
  pk_text_free(&whole);
  whole = (pk_text)PK_TEXT_EMPTY;
  page(s, &whole, letters);
  size_t length = whole.length;
  pk_story_keep_file(s, "", pk_text_take(&whole), length);
}

const pk_dress pk_dress_html = {.open = open,
                                .section = section,
                                .heading = heading,
                                .paragraph = paragraph,
                                .points = points,
                                .point = point,
                                .table = table,
                                .figure = figure,
                                .sources = sources,
                                .close = close};
