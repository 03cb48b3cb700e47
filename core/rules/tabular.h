/* Tables of text: for a terminal, and for Markdown. */
#ifndef PK_TABULAR_H
#define PK_TABULAR_H

#include "base/arena.h"
#include "base/text.h"
#include "rules/plugin.h"

typedef struct pk_tabular {
  pk_arena *arena;
  int column_count;
  const char **heads;
  pk_list rows; /* const char **: cells by column */
  bool failed;  /* memory ran out */
} pk_tabular;

/* A table without rows; heads are set by the caller. */
pk_tabular pk_tabular_new(pk_arena *arena, int columns);

/* A row of empty cells, NULL without memory. */
const char **pk_tabular_row(pk_tabular *table);

/* The text taken as a cell in the arena of the table; "" without memory. */
const char *pk_tabular_cell(pk_tabular *table, pk_text *text);

/* Columns stand side by side in `width` columns of a terminal, long cells broken between words.
 * Where that is too narrow for the longest words, each row becomes a list of heads and cells,
 * without those that are "–". */
void pk_tabular_text(pk_text *out, pk_tabular *table, int width);
/* A sentence, broken between words where it is longer than `width`. */
void pk_tabular_wrap(pk_text *out, const char *text, int width);
void pk_tabular_markdown(pk_text *out, const pk_tabular *table);

/* A field of RFC 4180: in quotes where it holds a comma, a quote or the end of a line. */
void pk_csv_add(pk_text *out, const char *field);

#endif
