/* The writer of a report: which sections it has and in what order, and what they share.
 *
 * A reader who decides begins with the answer and may stop after it; so the answer comes first,
 * then the path itself, then what happens along it, and only then what it all rests on. */
#include "draw/report/story.h"

#include "base/report.h"
#include "base/words.h"
#include "study/pen.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------------------------ telling */

static void end_points(pk_story *s) {
  if (s->in_points)
    s->dress->points(s, false);
  s->in_points = false;
}

void pk_tell_section_named(pk_story *s, const char *id, const char *title) {
  end_points(s);
  s->dress->section(s, id, title);
}

void pk_tell_section(pk_story *s, const char *id, const char *key) {
  pk_tell_section_named(s, id, pk_word(s->lang, key));
}

void pk_tell_heading(pk_story *s, const char *text) {
  end_points(s);
  s->dress->heading(s, text);
}

void pk_tell_paragraph(pk_story *s, const char *klass, const char *text) {
  end_points(s);
  s->dress->paragraph(s, klass, text);
}

void pk_tell_point(pk_story *s, const char *text) {
  if (!s->in_points)
    s->dress->points(s, true);
  s->in_points = true;
  s->dress->point(s, text);
}

void pk_tell_table_begin(pk_story *s, const char *id, const char *title, const char *note) {
  pk_table_begin(s->tables, id, title, note);
}

void pk_tell_table(pk_story *s, const polku_table *table) {
  end_points(s);
  s->dress->table(s, table);
}

void pk_tell_table_end(pk_story *s) {
  polku_table table;
  if (polku_table_at(s->tables, s->table_count++, &table))
    pk_tell_table(s, &table);
}

void pk_tell_figure(pk_story *s, const pk_figure *figure) {
  end_points(s);
  s->figure_count++;
  s->dress->figure(s, figure);
}

static void tell_svg(pk_story *s, pk_figure figure, pk_text *svg) {
  figure.svg = svg->data ? svg->data : "";
  if (!svg->failed)
    pk_tell_figure(s, &figure);
  s->failed = s->failed || svg->failed;
  pk_text_free(svg);
}

void pk_tell_chart(pk_story *s, const char *id, const char *caption, pk_text *svg) {
  tell_svg(s, (pk_figure){.id = id, .caption = caption, .klass = "chart"}, svg);
}

void pk_tell_panels(pk_story *s, const char *id, const char *caption, pk_text *svg) {
  tell_svg(s, (pk_figure){.id = id, .caption = caption, .klass = "panels"}, svg);
}

const char *pk_cite(pk_story *s, int source) {
  pk_text text = PK_TEXT_EMPTY;
  if (source < 0)
    return "";
  if (s->cited[source] == 0)
    s->cited[source] = ++s->cited_count;
  pk_text_addf(&text, "[%d]", s->cited[source]);
  return pk_map_keep(s->map, &text);
}

/* -------------------------------------------------------------------------------------- files */

void pk_story_keep_file(pk_story *s, const char *name, char *bytes, size_t length) {
  pk_story_file *file = PK_NEW(s->map->arena, pk_story_file);
  if (!file || !bytes) {
    s->failed = true;
    free(bytes);
    return;
  }
  *file = (pk_story_file){.name = name, .bytes = bytes, .length = length};
  if (s->last_file)
    s->last_file->next = file;
  else
    s->files = file;
  s->last_file = file;
}

const char *pk_story_file_name(pk_story *s, const char *id, const char *suffix) {
  pk_text text = PK_TEXT_EMPTY;
  pk_text_addf(&text, "%s-%s.%s", s->options->name ? s->options->name : "report", id, suffix);
  return pk_map_keep(s->map, &text);
}

/* ------------------------------------------------------------------------------------ numbers */

const char *pk_told_number(pk_story *s, double value, int decimals) {
  pk_text text = PK_TEXT_EMPTY;
  if (!isfinite(value))
    return "–";
  if (fabs(value) >= 1000)
    decimals = 0;
  pk_number_add(&text, s->lang, fabs(value) < pow(10, -decimals) / 2 ? 0 : value, decimals);
  return pk_map_keep(s->map, &text);
}

const char *pk_told_percent(pk_story *s, double share) {
  pk_text text = PK_TEXT_EMPTY;
  double percent = fabs(share * 100);
  if (!isfinite(share))
    return "–";
  pk_percent_add(&text, s->lang, share, percent > 0.005 && percent < 0.95 ? 1 : 0);
  return pk_map_keep(s->map, &text);
}

const char *pk_told_people(pk_story *s, double people) {
  return pk_told_number(s, people, fabs(people - round(people)) < 1e-9 ? 0 : 1);
}

const char *pk_told_steps(pk_story *s, const char *form, int steps) {
  pk_text key = PK_TEXT_EMPTY;
  pk_text_addf(&key, "result.%s%s", form, pk_step_ids[s->result->step]);
  const char *kept = pk_map_keep(s->map, &key);
  return pk_map_fill(s->map, kept, "n", pk_told_number(s, steps, 0), NULL);
}

const char *pk_told_name(pk_story *s, const pk_label *label) {
  return pk_map_name(s->map, &label->name, label->id);
}

const char *pk_told_stage(pk_story *s, int stage) {
  return pk_told_name(s, &s->result->stages[stage]);
}

void pk_escape(pk_text *out, const char *text) {
  for (; *text; text++)
    switch (*text) {
    case '&':
      pk_text_add(out, "&amp;");
      break;
    case '<':
      pk_text_add(out, "&lt;");
      break;
    case '>':
      pk_text_add(out, "&gt;");
      break;
    case '"':
      pk_text_add(out, "&quot;");
      break;
    default:
      pk_text_add_char(out, *text);
    }
}

/* ---------------------------------------------------------------------------------- the whole */

/* How the cases differ, and nothing else. */
static void tell_comparison(pk_story *s) {
  s->dress->open(s);
  pk_page_comparison(s);
  pk_page_provenance(s);
  s->dress->close(s);
}

static void tell_minutes(pk_story *s) {
  s->dress->open(s);
  pk_page_minutes(s);
  s->dress->close(s);
}

static void tell_all(pk_story *s) {
  s->dress->open(s);
  pk_page_summary(s);
  pk_page_map(s);
  pk_page_outcomes(s);
  pk_page_groups(s);
  pk_page_occupancy(s);
  pk_page_paths(s);
  pk_page_third(s);
  pk_page_waiting(s);
  pk_page_money(s);
  pk_page_comparison(s);
  pk_page_matters(s);
  pk_page_assumptions(s);
  pk_page_method(s);
  pk_page_provenance(s);
  s->dress->close(s);
}

struct polku_pages {
  pk_arena *arena;
  pk_story_file *files;
};

void polku_pages_free(polku_pages *pages) {
  for (pk_story_file *file = pages ? pages->files : NULL; file; file = file->next)
    free(file->bytes);
  if (pages)
    pk_arena_free(pages->arena);
}

bool polku_page_file_at(const polku_pages *pages, size_t i, polku_page_file *file) {
  const pk_story_file *at = pages ? pages->files : NULL;
  while (at && i-- > 0)
    at = at->next;
  if (at)
    *file = (polku_page_file){at->name, at->bytes, at->length};
  return at != NULL;
}

/* What a story needs before its first word; false when memory ran out or an option is wrong. */
static bool begin(pk_story *s, pk_arena *arena, const polku_draw_options *view) {
  s->map = pk_map_new(arena, s->model, s->rules, view, s->report);
  if (!s->map)
    return false;
  s->tables = pk_tables_new(s->lang);
  s->cited = PK_NEW_ARRAY(arena, int, (size_t)s->model->source_count);
  return s->tables && s->cited;
}

static bool write_story(pk_story *s, pk_arena *arena) {
  const polku_draw_options view = {.lang = s->lang};
  bool good = begin(s, arena, &view);
  if (good)
    (s->options->day ? tell_minutes : s->options->comparison_only ? tell_comparison : tell_all)(s);
  good = good && !s->failed && !s->map->failed && !s->tables->failed && !s->out.failed &&
         !s->contents.failed && polku_report_count(s->report, POLKU_ERROR) == 0;
  pk_text_free(&s->out);
  pk_text_free(&s->contents);
  polku_tables_free(s->tables);
  return good;
}

static polku_pages *written(pk_story *s) {
  pk_arena *arena = pk_arena_new();
  polku_pages *pages = arena ? PK_NEW(arena, polku_pages) : NULL;
  bool good = pages && write_story(s, arena);
  if (pages)
    *pages = (polku_pages){arena, s->files};
  if (good)
    return pages;
  if (polku_report_count(s->report, POLKU_ERROR) == 0)
    pk_report_memory(s->report);
  if (pages)
    polku_pages_free(pages);
  else
    pk_arena_free(arena);
  return NULL;
}

polku_pages *polku_pages_new(const polku_case *cases, size_t count,
                             const polku_page_options *options, polku_report *report) {
  static const polku_page_options usual = {0};
  options = options ? options : &usual;
  if (!cases || count == 0 || !cases[0].model || !cases[0].rules)
    return NULL;
  pk_story story = {.lang = options->lang,
                    .options = options,
                    .cases = cases,
                    .case_count = count,
                    .model = cases[0].model,
                    .rules = cases[0].rules,
                    .report = report,
                    .dress =
                        options->form == POLKU_PAGE_MARKDOWN ? &pk_dress_markdown : &pk_dress_html};
  polku_pages *pages = pk_story_compute(&story) ? written(&story) : NULL;
  pk_story_forget(&story);
  return pages;
}

char *polku_page(const polku_case *cases, size_t count, const polku_page_options *options,
                 polku_report *report) {
  polku_pages *pages = polku_pages_new(cases, count, options, report);
  polku_page_file file;
  char *text = NULL;
  if (polku_page_file_at(pages, 0, &file)) {
    text = calloc(file.length + 1, 1);
    if (text)
      memcpy(text, file.bytes, file.length);
    else
      pk_report_memory(report);
  }
  polku_pages_free(pages);
  return text;
}
