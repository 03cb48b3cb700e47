/* A report while it is being written.
 *
 * Sections (page_*.c) say what there is to say: headings, sentences, tables, charts. A dress
 * (page_html.c, page_markdown.c) writes it down: one page of HTML that carries everything, or
 * Markdown with its tables and pictures in files beside it. What runs out of memory is remembered,
 * and looked at once at the end. */
#ifndef PK_STORY_H
#define PK_STORY_H

#include "base/tables.h"
#include "draw/map.h"
#include "study/comparison.h"
#include "study/path_facts.h"
#include "study/pen.h"
#include "study/result.h"
#include "study/sensitivity.h"

/* A file of the report: the page itself first. */
typedef struct pk_story_file {
  struct pk_story_file *next;
  const char *name;
  char *bytes; /* released with the story */
  size_t length;
} pk_story_file;

typedef struct pk_story pk_story;

/* A picture, as SVG without a prolog. */
typedef struct pk_figure {
  const char *id;      /* stable: of its element, and of its file */
  const char *caption; /* what it shows, and what to see in it */
  const char *svg;     /* one or more elements <svg> … */
  const char *sheets;  /* the same for paper, where that is drawn otherwise; or NULL */
  const char *klass;   /* "chart", "panels" (several small ones), "wide" */
} pk_figure;

/* How things are written down. */
typedef struct pk_dress {
  void (*open)(pk_story *story);
  void (*section)(pk_story *story, const char *id, const char *title);
  void (*heading)(pk_story *story, const char *text);
  void (*paragraph)(pk_story *story, const char *klass, const char *text);
  void (*points)(pk_story *story, bool begin);
  void (*point)(pk_story *story, const char *text);
  void (*table)(pk_story *story, const polku_table *table);
  void (*figure)(pk_story *story, const pk_figure *figure);
  void (*sources)(pk_story *story);
  void (*close)(pk_story *story);
} pk_dress;
extern const pk_dress pk_dress_html, pk_dress_markdown;

struct pk_story {
  pk_map *map; /* words, names, numbers; its arena is the story's */
  polku_lang lang;
  const polku_page_options *options;
  const polku_case *cases;
  size_t case_count;
  const pk_model *model;
  const pk_rules *rules;
  const polku_result *result;
  const polku_comparison *comparison;   /* or NULL */
  const polku_sensitivity *sensitivity; /* or NULL */
  polku_result *own_result;             /* the same, to be ended */
  polku_result *begun; /* of minutes: what came of the model when the day began; or NULL */
  polku_sensitivity *own_sensitivity;
  polku_comparison *own_comparison;
  int picture_count, region_count; /* names of parts stay apart by these */
  polku_report *report;
  const pk_dress *dress;
  pk_text out;      /* the page's content so far */
  pk_text contents; /* its list of sections */
  bool in_section, in_points;
  polku_tables *tables; /* the report's own */
  size_t table_count, figure_count;
  int *cited, cited_count; /* [sources]: by which number each is cited, 0 not yet */
  pk_story_file *files, *last_file;
  bool failed;
};

/* Computes what the story tells; false when something failed (reported) or somebody stopped it. End
 * it all the same. */
bool pk_story_compute(pk_story *story);
void pk_story_forget(pk_story *story);

/* ------------------------------------------------------------------------------------ telling */

void pk_tell_section(pk_story *story, const char *id, const char *key);
void pk_tell_section_named(pk_story *story, const char *id, const char *title);
void pk_tell_heading(pk_story *story, const char *text);
/* `klass` NULL: an ordinary paragraph; "lead", "strong", "note". */
void pk_tell_paragraph(pk_story *story, const char *klass, const char *text);
/* Points follow one another in one list. */
void pk_tell_point(pk_story *story, const char *text);
/* A word filled with name, value, …, NULL. */
#define PK_TELL(story, klass, ...)                                                                 \
  pk_tell_paragraph(story, klass, pk_map_fill((story)->map, __VA_ARGS__))
#define PK_POINT(story, ...) pk_tell_point(story, pk_map_fill((story)->map, __VA_ARGS__))

/* Takes what a pen wrote: a paragraph or a point a line. */
void pk_tell_penned(pk_story *story, pk_pen *pen);

/* Begins a table of the report's own; columns and cells follow by base/tables.h into `tables`. */
void pk_tell_table_begin(pk_story *story, const char *id, const char *title, const char *note);
void pk_tell_table_end(pk_story *story);
void pk_tell_table(pk_story *story, const polku_table *table);
/* Takes the SVG in `svg`, which is empty afterwards. */
void pk_tell_chart(pk_story *story, const char *id, const char *caption, pk_text *svg);
void pk_tell_panels(pk_story *story, const char *id, const char *caption, pk_text *svg);
void pk_tell_figure(pk_story *story, const pk_figure *figure);
/* A map: on a screen one picture, on paper sheets of its own. */
void pk_tell_picture(pk_story *story, const polku_draw_options *options, const char *id,
                     const char *caption);

/* "[3]": the number of a source in this report, given when it is first cited; "" for none. */
const char *pk_cite(pk_story *story, int source);

/* Adds a file beside the page; takes `bytes`. */
void pk_story_keep_file(pk_story *story, const char *name, char *bytes, size_t length);
/* "NAME-id.suffix" */
const char *pk_story_file_name(pk_story *story, const char *id, const char *suffix);

/* ------------------------------------------------------------------------------------ numbers */

/* As text that lives as long as the story; undefined is "–". */
const char *pk_told_number(pk_story *story, double value, int decimals);
const char *pk_told_percent(pk_story *story, double share);
/* An amount of people: whole where it is whole, else a decimal. */
const char *pk_told_people(pk_story *story, double people);
/* Steps in words: "in-" 24 kuukaudessa, "at-", "n-" (study/result_text.h). */
const char *pk_told_steps(pk_story *story, const char *form, int steps);
/* The name of a stage, an actor, a group or an account of the result. */
const char *pk_told_name(pk_story *story, const pk_label *label);
const char *pk_told_stage(pk_story *story, int stage);
/* The part of the model at a JSON Pointer: "Ohjaus → Työkokeilu", "Työkokeilu: Neuvokas". */
const char *pk_told_place(pk_story *story, const char *pointer);
/* How a case of the comparison is called. */
const char *pk_told_case(pk_story *story, int i);

/* Escaped for HTML and XML. */
void pk_escape(pk_text *out, const char *text);

/* ----------------------------------------------------------------------------------- sections */

void pk_page_summary(pk_story *story);
void pk_page_map(pk_story *story);
void pk_page_outcomes(pk_story *story);
void pk_page_groups(pk_story *story);
void pk_page_occupancy(pk_story *story);
void pk_page_paths(pk_story *story);
void pk_page_third(pk_story *story);
void pk_page_waiting(pk_story *story);
void pk_page_money(pk_story *story);
void pk_page_comparison(pk_story *story);
void pk_page_compared(pk_story *story); /* its answers, for the summary */
void pk_page_matters(pk_story *story);
void pk_page_assumptions(pk_story *story);
void pk_page_method(pk_story *story);
void pk_page_provenance(pk_story *story);
void pk_page_minutes(pk_story *story);        /* all of them */
const char *pk_minutes_when(pk_story *story); /* "22.11.2026 klo 12.05–14.40" */

/* Steps between the times that a table tells, so that there are at most `most` of them. */
int pk_table_times(const polku_result *result, int most);

/* The style of the page, and of the charts alone. */
extern const char *const pk_page_style[], *const pk_chart_style;

/* Lato with the letters of `text`, as an element <style>; "" without a renderer. */
const char *pk_page_letters(pk_story *story, const char *text);

/* The outcomes that pages tell, in their order, each with its word. */
typedef struct pk_told_outcome {
  pk_outcome outcome;
  const char *key;
} pk_told_outcome;
enum { PK_TOLD_OUTCOMES = 4 };
extern const pk_told_outcome pk_told_outcomes[PK_TOLD_OUTCOMES];

/* How many find work, with the range, in one sentence: of this `key`, or as the page's answer
 * (NULL). */
void pk_tell_employed(pk_story *story, const polku_result *result, const char *key);

#endif
