/* What the files of the HTML twin share: a page that is being written, and its parts. */
#ifndef PK_TWIN_HTML_H
#define PK_TWIN_HTML_H

#include "draw/twin.h"

typedef struct pk_html {
  pk_map *map;
  pk_text *out;
  int *cited; /* per source of the model: its number on this page; 0: not cited so far */
  int cited_count;
} pk_html;

/* Markup of ours as it is; text of a model or of the catalogue escaped. */
void pk_html_raw(pk_html *html, const char *markup);
void pk_html_text(pk_html *html, const char *text);
void pk_html_word(pk_html *html, const char *key);

/* <tag>word</tag>, and the same with text; `tag` may hold attributes. */
void pk_html_in(pk_html *html, const char *tag, const char *text);
void pk_html_word_in(pk_html *html, const char *tag, const char *key);

/* A section with its heading: ends with pk_html_end. `id` is ours. */
void pk_html_begin(pk_html *html, const char *id, const char *key);
void pk_html_end(pk_html *html);

/* A table that scrolls inside a region of its own, which the keyboard reaches. `key` is its
 * caption; `heads` are keys of the heads of columns, ended by NULL. */
void pk_html_table(pk_html *html, const char *key, const char *const *heads);
void pk_html_table_end(pk_html *html);

/* Notes and sources of numbers, as "note [1]". */
void pk_html_grounds(pk_html *html, const pk_number *const *numbers, int count);

/* What is known of a number's uncertainty: " 15–35 %", " 17 / 64"; nothing where nothing is. */
void pk_html_spread(pk_html *html, const pk_number *number, bool share);

/* The style of the page. */
void pk_html_style(pk_html *html);

/* The parts of the page, from above. */
void pk_html_cells(pk_html *html);
void pk_html_gaps(pk_html *html);
void pk_html_results(pk_html *html);
void pk_html_moves(pk_html *html);
void pk_html_numbers(pk_html *html);
void pk_html_legend(pk_html *html);
void pk_html_sources(pk_html *html);

/* Of a comparison in the place of results, moves, numbers and legend. */
void pk_html_compare_outcomes(pk_html *html);
void pk_html_compare_moves(pk_html *html);
void pk_html_compare_legend(pk_html *html);
/* The sign of what becomes of a thing, for the eye alone. */
void pk_html_fate(pk_html *html, pk_diff diff, bool answered);

#endif
