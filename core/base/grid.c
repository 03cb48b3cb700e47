/* Tables for terminals, pages and spreadsheets. */
#include "base/grid.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { GAP = 2, NARROW_GAP = 1, NARROWEST = 8 };

pk_grid pk_grid_new(int columns) {
  return (pk_grid){.columns = columns};
}

void pk_grid_free(pk_grid *grid) {
  pk_text_free(&grid->cells);
}

void pk_grid_add(pk_grid *grid, const char *text) {
  pk_text_add_bytes(&grid->cells, text, strlen(text) + 1);
  grid->count++;
}

void pk_grid_end_cell(pk_grid *grid, pk_text *cell) {
  pk_grid_add(grid, cell->data ? cell->data : "");
  grid->cells.failed = grid->cells.failed || cell->failed;
  pk_text_free(cell);
}

void pk_grid_add_number(pk_grid *grid, long long number) {
  pk_text_addf(&grid->cells, "%lld", number);
  pk_text_add_bytes(&grid->cells, "", 1);
  grid->count++;
}

static const char *next(const char *cell) {
  return cell + strlen(cell) + 1;
}

/* --- in a terminal */

static int columns_of(const char *text, size_t length) {
  int columns = 0;
  for (size_t i = 0; i < length; i++)
    columns += ((unsigned char)text[i] & 0xC0) != 0x80;
  return columns;
}

/* A number as people write it; "1.0.0" and "21.11.2026" are none, nor is a dash alone a word. */
static bool is_number(const char *text) {
  const char *sign = strpbrk(text, ".,");
  return *text && strspn(text, "0123456789.,-\u2013\u2212\u00a0") == strlen(text) &&
         !(sign && strpbrk(sign + 1, ".,"));
}

typedef struct layout {
  int gap; /* between columns */
  int width[PK_GRID_COLUMNS];
  int word[PK_GRID_COLUMNS]; /* the longest word */
  bool right[PK_GRID_COLUMNS];
} layout;

/* Blanks at the beginning of a cell belong to its first word. */
static int longest_word(const char *text) {
  int longest = 0;
  while (*text) {
    size_t length = strspn(text, " ");
    length += strcspn(text + length, " ");
    int columns = columns_of(text, length);
    longest = columns > longest ? columns : longest;
    text += length;
    text += strspn(text, " ");
  }
  return longest;
}

/* Bytes of the next line of a cell: whole words, or as much of one as fits. */
static size_t line_of(const char *text, int width) {
  size_t end = 0, at = 0;
  while (text[at]) {
    size_t word = at + strspn(text + at, " ");
    word += strcspn(text + word, " ");
    if (columns_of(text, word) > width)
      break;
    end = at = word;
  }
  if (end > 0 || !*text)
    return end;
  for (at = 0; text[at]; end = at) {
    do
      at++;
    while (((unsigned char)text[at] & 0xC0) == 0x80);
    if (columns_of(text, at) > width)
      return end;
  }
  return at;
}

/* The widest column that is wider than it must be; -1: none is. */
static int widest_of(const layout *l, int columns) {
  int widest = -1;
  for (int i = 0; i < columns; i++)
    if (l->width[i] > NARROWEST && (widest < 0 || l->width[i] > l->width[widest]))
      widest = i;
  return widest;
}

static int lines_of(const char *cell, int width) {
  int lines = 1;
  for (size_t length; (length = line_of(cell, width)) && cell[length]; lines++)
    cell += length + strspn(cell + length, " ");
  return lines;
}

/* Lines of the whole table. */
static int height_of(const pk_grid *grid, const layout *l) {
  const char *cell = grid->cells.data;
  int sum = 0, tallest = 1;
  for (int i = 0; i < grid->count; i++, cell = next(cell)) {
    int lines = lines_of(cell, l->width[i % grid->columns]);
    tallest = lines > tallest ? lines : tallest;
    if ((i + 1) % grid->columns == 0) {
      sum += tallest;
      tallest = 1;
    }
  }
  return sum;
}

/* The column that can give way without breaking a word and leaves the table lowest, of these the
 * widest; -1: none can. */
static int easiest_of(const pk_grid *grid, layout *l) {
  int best = -1, least = 0;
  for (int i = 0; i < grid->columns; i++) {
    if (l->width[i] <= l->word[i])
      continue;
    l->width[i]--;
    int lines = height_of(grid, l);
    l->width[i]++;
    if (best < 0 || lines < least || (lines == least && l->width[i] > l->width[best])) {
      best = i;
      least = lines;
    }
  }
  return best;
}

static int sum_of(const int *widths, int columns, int gap) {
  int sum = gap * (columns - 1);
  for (int i = 0; i < columns; i++)
    sum += widths[i];
  return sum;
}

/* Columns give way until all fit, the room between them first; words are broken only where nothing
 * else helps. */
static void shrink(const pk_grid *grid, layout *l, int width) {
  l->gap = sum_of(l->word, grid->columns, GAP) <= width ? GAP : NARROW_GAP;
  for (int sum = sum_of(l->width, grid->columns, l->gap); sum > width; sum--) {
    int column = easiest_of(grid, l);
    if (column < 0)
      column = widest_of(l, grid->columns);
    if (column < 0)
      return;
    l->width[column]--;
  }
}

static layout measure(const pk_grid *grid) {
  layout l = {0, {0}, {0}, {false}};
  const char *cell = grid->cells.data;
  for (int i = 0; i < grid->columns; i++)
    l.right[i] = !grid->ruled && grid->count > grid->columns;
  for (int i = 0; i < grid->count; i++, cell = next(cell)) {
    int c = i % grid->columns, columns = columns_of(cell, strlen(cell)), word = longest_word(cell);
    l.width[c] = columns > l.width[c] ? columns : l.width[c];
    l.word[c] = word > l.word[c] ? word : l.word[c];
    l.right[c] = l.right[c] && (i < grid->columns || is_number(cell));
  }
  return l;
}

static void pad(pk_text *out, int columns) {
  for (; columns > 0; columns--)
    pk_text_add_char(out, ' ');
}

/* One line of a row; `rest` holds what is left of each cell. False when nothing was. Blanks before
 * a cell are written when the cell is: no line ends with them. */
static bool write_line(const pk_grid *grid, const layout *l, const char **rest, pk_text *out) {
  bool any = false;
  for (int i = 0; i < grid->columns; i++)
    any = any || *rest[i];
  int column = 0, begin = 0;
  for (int i = 0; any && i < grid->columns; begin += l->width[i++] + l->gap) {
    size_t length = line_of(rest[i], l->width[i]);
    if (length == 0)
      continue;
    int columns = columns_of(rest[i], length);
    int start = begin + (l->right[i] ? l->width[i] - columns : 0);
    pad(out, start - column);
    pk_text_add_bytes(out, rest[i], length);
    column = start + columns;
    rest[i] += length;
    rest[i] += strspn(rest[i], " ");
  }
  if (any)
    pk_text_add_char(out, '\n');
  return any;
}

static void add_rule(pk_text *out, int width) {
  for (int i = 0; i < width; i++)
    pk_text_add(out, "\u2500");
  pk_text_add_char(out, '\n');
}

void pk_grid_text(const pk_grid *grid, int width, pk_text *out) {
  if (grid->cells.failed || grid->count == 0) {
    out->failed = out->failed || grid->cells.failed;
    return;
  }
  if (grid->columns > PK_GRID_COLUMNS) {
    pk_grid_list(grid, width, out);
    return;
  }
  layout l = measure(grid);
  shrink(grid, &l, width);
  const char *rest[PK_GRID_COLUMNS], *cell = grid->cells.data;
  for (int i = 0; i + grid->columns <= grid->count; i += grid->columns) {
    for (int c = 0; c < grid->columns; c++, cell = next(cell))
      rest[c] = cell;
    while (write_line(grid, &l, rest, out))
      continue;
    if (i == 0 && grid->ruled)
      add_rule(out, sum_of(l.width, grid->columns, l.gap));
  }
}

bool pk_grid_fits(const pk_grid *grid, int width) {
  return grid->cells.failed || (grid->columns <= PK_GRID_COLUMNS &&
                                sum_of(measure(grid).word, grid->columns, NARROW_GAP) <= width);
}

void pk_grid_wrap(pk_text *out, const char *text, int width) {
  while (*text) {
    size_t length = line_of(text, width);
    pk_text_add_bytes(out, text, length);
    pk_text_add_char(out, '\n');
    text += length + strspn(text + length, " ");
  }
}

void pk_grid_list(const pk_grid *grid, int width, pk_text *out) {
  const char *head = grid->cells.data, *cell = head;
  out->failed = out->failed || grid->cells.failed;
  for (int i = 0; i < grid->count && !grid->cells.failed; i++, cell = next(cell)) {
    head = i % grid->columns ? next(head) : grid->cells.data;
    if (i < grid->columns)
      continue;
    if (i % grid->columns == 0 && i > grid->columns)
      pk_text_add_char(out, '\n');
    if (!*cell || strcmp(cell, "\u2013") == 0)
      continue;
    pk_text line = PK_TEXT_EMPTY;
    pk_text_addf(&line, "%s: %s", head, cell);
    pk_grid_wrap(out, line.data ? line.data : "", width);
    out->failed = out->failed || line.failed;
    pk_text_free(&line);
  }
}

/* --- on a page, in a spreadsheet */

static void add_escaped(pk_text *out, const char *cell) {
  for (; *cell; cell++) {
    if (*cell == '|')
      pk_text_add_char(out, '\\');
    pk_text_add_char(out, *cell == '\n' ? ' ' : *cell);
  }
}

/* A spreadsheet computes what begins with one of these signs: a text that somebody else wrote could
 * call programs. An apostrophe makes it a text; numbers stay as they are. */
static bool computes(const char *cell) {
  static const char of_numbers[] = "0123456789.,";
  bool number = strspn(cell + (*cell != 0), of_numbers) == strlen(cell + (*cell != 0)) && cell[1];
  return *cell && strchr("=@+-\t\r", *cell) && !((*cell == '-' || *cell == '+') && number);
}

static void add_quoted(pk_text *out, const char *cell) {
  if (!strpbrk(cell, "\",\n\r") && !computes(cell)) {
    pk_text_add(out, cell);
    return;
  }
  pk_text_add_char(out, '"');
  if (computes(cell))
    pk_text_add_char(out, '\'');
  for (; *cell; cell++) {
    if (*cell == '"')
      pk_text_add_char(out, '"');
    pk_text_add_char(out, *cell);
  }
  pk_text_add_char(out, '"');
}

void pk_grid_markdown(const pk_grid *grid, pk_text *out) {
  const char *cell = grid->cells.data;
  out->failed = out->failed || grid->cells.failed;
  for (int i = 0; i < grid->count && !grid->cells.failed; i++, cell = next(cell)) {
    pk_text_add(out, i % grid->columns ? " | " : "| ");
    add_escaped(out, cell);
    if ((i + 1) % grid->columns == 0)
      pk_text_add(out, " |\n");
    for (int c = 0; i + 1 == grid->columns && c < grid->columns; c++)
      pk_text_add(out, c + 1 < grid->columns ? "| --- " : "| --- |\n");
  }
}

void pk_grid_csv(const pk_grid *grid, pk_text *out) {
  const char *cell = grid->cells.data;
  out->failed = out->failed || grid->cells.failed;
  for (int i = 0; i < grid->count && !grid->cells.failed; i++, cell = next(cell)) {
    if (i % grid->columns)
      pk_text_add_char(out, ',');
    add_quoted(out, cell);
    if ((i + 1) % grid->columns == 0)
      pk_text_add_char(out, '\n');
  }
}
