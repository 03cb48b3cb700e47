/* A table of words and numbers, written for a person in a terminal, for a page, or for a
 * spreadsheet: one content, three dresses. */
#ifndef PK_GRID_H
#define PK_GRID_H

#include "base/text.h"

/* Cells row by row; the first row is the head. Out of memory is remembered in `cells`. */
typedef struct pk_grid {
  int columns, count; /* count: cells so far */
  pk_text cells;      /* each ended by NUL */
  bool ruled;         /* in a terminal: a line below the head, and all cells to the left */
} pk_grid;

/* More columns than these never stand side by side. */
enum { PK_GRID_COLUMNS = 32 };

/* An empty grid. End it with pk_grid_free. */
pk_grid pk_grid_new(int columns);
void pk_grid_free(pk_grid *grid);

void pk_grid_add(pk_grid *grid, const char *text);
/* The text becomes the next cell and is empty afterwards. */
void pk_grid_end_cell(pk_grid *grid, pk_text *cell);
void pk_grid_add_number(pk_grid *grid, long long number);

/* Columns side by side in `width` columns of the terminal: a cell that is too wide goes on in the
 * next line, words are kept whole where they fit, and the table is kept as low as it can be.
 * Numbers stand to the right. No frame. */
void pk_grid_text(const pk_grid *grid, int width, pk_text *out);

/* Whether pk_grid_text can show all columns and needs to break no word. */
bool pk_grid_fits(const pk_grid *grid, int width);

/* For terminals that are too narrow: each row as a list of "head: cell", cells that are empty or a
 * dash left out. */
void pk_grid_list(const pk_grid *grid, int width, pk_text *out);

/* A sentence, broken between words where it is longer than `width`. */
void pk_grid_wrap(pk_text *out, const char *text, int width);

/* A table of Markdown; '|' in a cell is escaped. */
void pk_grid_markdown(const pk_grid *grid, pk_text *out);

/* RFC 4180 with '\n' at the end of each row, UTF-8. */
void pk_grid_csv(const pk_grid *grid, pk_text *out);

#endif
