/* The report as Markdown, for those who set it themselves: tables stand in the text and, for
 * programs, as CSV beside it; pictures are files of SVG. */
#include "draw/report/story.h"

#include "base/words.h"

#include <stdlib.h>
#include <string.h>

/* Text in which nothing means more than it says. */
static void plain(pk_text *out, const char *text) {
  for (; *text; text++) {
    if (strchr("\\`*_[]<>#|", *text))
      pk_text_add_char(out, '\\');
    pk_text_add_char(out, *text);
  }
}

static void section(pk_story *s, const char *id, const char *title) {
  (void)id;
  pk_text_add(&s->out, "## ");
  plain(&s->out, title);
  pk_text_add(&s->out, "\n\n");
}

static void heading(pk_story *s, const char *text) {
  pk_text_add(&s->out, "### ");
  plain(&s->out, text);
  pk_text_add(&s->out, "\n\n");
}

static void paragraph(pk_story *s, const char *klass, const char *text) {
  bool strong = klass && (strcmp(klass, "lead") == 0 || strcmp(klass, "strong") == 0);
  pk_text_add(&s->out, strong ? "**" : "");
  plain(&s->out, text);
  pk_text_add(&s->out, strong ? "**\n\n" : "\n\n");
}

static void points(pk_story *s, bool begin) {
  if (!begin)
    pk_text_add(&s->out, "\n");
}

static void point(pk_story *s, const char *text) {
  pk_text_add(&s->out, "- ");
  plain(&s->out, text);
  pk_text_add(&s->out, "\n");
}

static void fill_grid(pk_grid *grid, const polku_table *table, polku_lang lang) {
  pk_text told = PK_TEXT_EMPTY, cell = PK_TEXT_EMPTY;
  for (int c = 0; c < table->column_count; c++) {
    plain(&cell, table->heads[c]);
    pk_grid_end_cell(grid, &cell);
  }
  for (int i = 0; i < table->row_count * table->column_count; i++) {
    told.length = 0;
    pk_cell_add(&told, &table->cells[i], lang);
    if (told.length > 0)
      plain(&cell, told.data);
    pk_grid_end_cell(grid, &cell);
  }
  grid->cells.failed = grid->cells.failed || told.failed;
  pk_text_free(&told);
}

static void table(pk_story *s, const polku_table *table) {
  if (table->row_count == 0)
    return;
  const char *file = pk_story_file_name(s, table->id, "csv");
  char *csv = polku_table_csv(table);
  pk_grid grid = pk_grid_new(table->column_count);
  fill_grid(&grid, table, s->lang);
  pk_text_add(&s->out, "**");
  plain(&s->out, table->title);
  pk_text_addf(&s->out, "** ([%s](%s))\n\n", file, file);
  pk_grid_markdown(&grid, &s->out);
  pk_text_add(&s->out, "\n");
  if (table->note)
    paragraph(s, NULL, table->note);
  s->failed = s->failed || grid.cells.failed;
  pk_grid_free(&grid);
  pk_story_keep_file(s, file, csv, csv ? strlen(csv) : 0);
}

/* ------------------------------------------------------------------------------------ figures */

/* Small pictures stand in rows of three in one. */
static void lay_panels(pk_text *out, const char *svg) {
  enum { ROW = 3, WIDE = 240, HIGH = 172 };
  static const char begin[] = "<svg class=\"c\" ";
  int count = 0;
  for (const char *at = svg; (at = strstr(at, begin)); at += sizeof begin - 1)
    count++;
  pk_text_addf(out,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 "
               "%d %d\">\n",
               ROW * WIDE, (count + ROW - 1) / ROW * HIGH, ROW * WIDE,
               (count + ROW - 1) / ROW * HIGH);
  for (int i = 0; i < count; i++) {
    const char *next = strstr(svg + sizeof begin - 1, begin);
    pk_text_addf(out, "<svg x=\"%d\" y=\"%d\" class=\"c\" ", i % ROW * WIDE, i / ROW * HIGH);
    svg += sizeof begin - 1;
    pk_text_add_bytes(out, svg, next ? (size_t)(next - svg) : strlen(svg));
    svg = next;
  }
  pk_text_add(out, "</svg>\n");
}

/* A picture on its own takes its style along. */
static void own_file(pk_story *s, const char *name, const pk_figure *f) {
  pk_text svg = PK_TEXT_EMPTY, laid = PK_TEXT_EMPTY;
  bool panels = strcmp(f->klass, "panels") == 0, wide = strcmp(f->klass, "wide") == 0;
  if (panels)
    lay_panels(&laid, f->svg);
  const char *picture = panels && laid.data ? laid.data : f->svg;
  size_t head = strcspn(picture, ">") + 1;
  pk_text_add(&svg, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  pk_text_add_bytes(&svg, picture, wide ? 0 : head);
  if (!wide)
    pk_text_addf(&svg, "\n<style>%s</style>\n", pk_chart_style);
  pk_text_add(&svg, picture + (wide ? 0 : head));
  s->failed = s->failed || laid.failed;
  pk_text_free(&laid);
  size_t length = svg.length;
  pk_story_keep_file(s, name, pk_text_take(&svg), length);
}

static void figure(pk_story *s, const pk_figure *f) {
  const char *file = pk_story_file_name(s, f->id, "svg");
  pk_text_add(&s->out, "![");
  plain(&s->out, f->caption);
  pk_text_addf(&s->out, "](%s)\n\n", file);
  own_file(s, file, f);
}

/* ---------------------------------------------------------------------------------- the whole */

static void sources(pk_story *s) {
  for (int n = 1; n <= s->cited_count; n++)
    for (int i = 0; i < s->model->source_count; i++) {
      const pk_source *source = &s->model->sources[i];
      if (s->cited[i] != n)
        continue;
      pk_text_addf(&s->out, "%d. ", n);
      plain(&s->out, pk_map_name(s->map, &source->title, source->id));
      pk_text_add(&s->out, ". ");
      plain(&s->out, pk_map_name(s->map, &source->publisher, ""));
      if (source->year)
        pk_text_addf(&s->out, " %d", source->year);
      if (source->url)
        pk_text_addf(&s->out, ". `%s`", source->url);
      pk_text_add(&s->out, "\n");
    }
  pk_text_add(&s->out, "\n");
}

static void open(pk_story *s) {
  pk_story_keep_file(s, "", calloc(1, 1), 0); /* the page is the first; its text comes at the end */
  pk_text_add(&s->out, "# ");
  plain(&s->out, s->map->title);
  pk_text_add(&s->out, "\n\n");
  if (*s->map->about)
    paragraph(s, NULL, s->map->about);
  if (*s->map->scenario)
    paragraph(s, NULL, s->map->scenario);
  if (s->options->question && *s->options->question) {
    pk_text_add(&s->out, "> ");
    paragraph(s, NULL, s->options->question);
  }
}

static void close(pk_story *s) {
  if (s->in_points)
    points(s, false);
  pk_text_addf(&s->out, "---\n\npolku %s\n", polku_version());
  if (!s->files)
    return;
  s->files->length = s->out.length;
  free(s->files->bytes);
  s->files->bytes = pk_text_take(&s->out);
  s->failed = s->failed || !s->files->bytes;
}

const pk_dress pk_dress_markdown = {.open = open,
                                    .section = section,
                                    .heading = heading,
                                    .paragraph = paragraph,
                                    .points = points,
                                    .point = point,
                                    .table = table,
                                    .figure = figure,
                                    .sources = sources,
                                    .close = close};
