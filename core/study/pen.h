/* Writing for a person in a terminal: numbers in the language's style, columns, colours. */
#ifndef PK_PEN_H
#define PK_PEN_H

#include "base/text.h"
#include "base/words.h"

#define PK_PEN_SLOTS 16

typedef struct pk_pen {
  pk_text out;
  polku_lang lang;
  int width;
  bool colour;
  pk_text slots[PK_PEN_SLOTS]; /* texts of the latest numbers, reused in turn */
  int slot;
} pk_pen;

typedef enum { PK_LEFT, PK_RIGHT } pk_align;

void pk_pen_start(pk_pen *pen, polku_lang lang, int width, bool colour);
/* The text, to be released with free(); NULL when memory ran out. */
char *pk_pen_take(pk_pen *pen);

/* Numbers as texts, borrowed until PK_PEN_SLOTS others were asked for. Undefined values give "–";
 * large ones have no decimals.
 * A percentage has a decimal only where it would be lost below 1 %. */
const char *pk_pen_number(pk_pen *pen, double value, int decimals);
const char *pk_pen_percent(pk_pen *pen, double share);
/* A number for a cell of `columns`, which it leaves room before: in millions or billions where it
 * is too long. */
const char *pk_pen_short(pk_pen *pen, double value, int decimals, int columns);

/* Two texts as one, and a word with one placeholder filled: borrowed like numbers. */
const char *pk_pen_join(pk_pen *pen, const char *first, const char *second);
const char *pk_pen_word(pk_pen *pen, const char *key, const char *name, const char *value);

/* A cell of a table: cut with "…" where it is too long, filled with spaces to `columns`. */
void pk_pen_cell(pk_pen *pen, const char *text, int columns, pk_align align);

/* What a row of a table is about, before cells that take `rest` columns together: never cut, on
 * lines of its own where it is too long; after `indent` spaces. */
void pk_pen_label(pk_pen *pen, const char *text, int indent, int rest);

/* A paragraph that begins with a mark ("• " or spaces), broken between words at the pen's width;
 * further lines are indented to where the text began. */
void pk_pen_paragraph(pk_pen *pen, const char *mark, const char *text);

/* A line of its own in bold, after an empty line. */
void pk_pen_heading(pk_pen *pen, const char *text);
void pk_pen_bold(pk_pen *pen, bool on);
void pk_pen_dim(pk_pen *pen, bool on);

/* A chart over time in blocks of an eighth: its top is the round number that holds the largest
 * value. The caption under it names the first and last time. */
typedef struct pk_chart {
  const double *values; /* value t is values[t * stride] */
  int stride, count, rows;
  bool share; /* of one, told in per cent; else a number */
  const char *first, *last;
} pk_chart;

void pk_pen_chart(pk_pen *pen, const pk_chart *chart);

#endif
