/* Laying tables out: which columns give way when there is not enough room, and where cells break.
 */
#include "rules/tabular.h"

#include <stdlib.h>
#include <string.h>

enum { GAP = 2 };

pk_tabular pk_tabular_new(pk_arena *arena, int columns) {
  pk_tabular table = {.arena = arena, .column_count = columns};
  table.heads = PK_NEW_ARRAY(arena, const char *, (size_t)columns);
  table.failed = !table.heads;
  for (int i = 0; table.heads && i < columns; i++)
    table.heads[i] = "";
  return table;
}

const char **pk_tabular_row(pk_tabular *table) {
  const char ***slot = pk_push(table->arena, &table->rows, sizeof *slot);
  const char **cells = PK_NEW_ARRAY(table->arena, const char *, (size_t)table->column_count);
  table->failed = table->failed || !slot || !cells;
  if (!slot || !cells) {
    table->rows.count -= slot != NULL;
    return NULL;
  }
  for (int i = 0; i < table->column_count; i++)
    cells[i] = "";
  *slot = cells;
  return cells;
}

const char *pk_tabular_cell(pk_tabular *table, pk_text *text) {
  char *taken = pk_text_take(text);
  const char *cell = taken ? pk_strdup(table->arena, taken) : NULL;
  free(taken);
  table->failed = table->failed || !cell;
  return cell ? cell : "";
}

static const char *cell_of(const pk_tabular *table, int row, int column) {
  return row < 0 ? table->heads[column] : (*PK_AT(table->rows, const char **, row))[column];
}

/* --- widths */

/* Columns of the first `length` bytes. */
static int columns_of(const char *text, size_t length) {
  int columns = 0;
  for (size_t i = 0; i < length; i++)
    columns += ((unsigned char)text[i] & 0xC0) != 0x80;
  return columns;
}

/* The bytes of the next line of a cell that fits `width`: whole words, at least one. */
static size_t line_of(const char *text, int width) {
  size_t best = 0;
  for (size_t at = 0;;) {
    at += strcspn(text + at, " ");
    if (best && columns_of(text, at) > width)
      return best;
    best = at;
    if (!text[at])
      return best;
    at += strspn(text + at, " ");
  }
}

static int longest_word(const char *text) {
  int longest = 0;
  while (*text) {
    size_t length = strcspn(text, " ");
    int columns = columns_of(text, length);
    longest = columns > longest ? columns : longest;
    text += length + strspn(text + length, " ");
  }
  return longest;
}

typedef struct widths {
  int *now, *least;
} widths;

static int total(const pk_tabular *table, const int *of) {
  int sum = GAP * (table->column_count - 1);
  for (int c = 0; c < table->column_count; c++)
    sum += of[c];
  return sum;
}

static int lines_of(const char *cell, int width) {
  int lines = 1;
  for (size_t length; (length = line_of(cell, width)) && cell[length]; lines++)
    cell += length + strspn(cell + length, " ");
  return lines;
}

/* Lines of the whole table. */
static int height(const pk_tabular *table, const int *of) {
  int sum = 0;
  for (int r = -1; r < table->rows.count; r++) {
    int tallest = 1;
    for (int c = 0; c < table->column_count; c++) {
      int lines = lines_of(cell_of(table, r, c), of[c]);
      tallest = lines > tallest ? lines : tallest;
    }
    sum += tallest;
  }
  return sum;
}

/* The column that gives way: the one that makes the table least tall, of these the widest; -1 where
 * none can. */
static int next_to_give(const pk_tabular *table, const widths *w) {
  int best = -1, least = 0;
  for (int c = 0; c < table->column_count; c++) {
    if (w->now[c] <= w->least[c])
      continue;
    w->now[c]--;
    int lines = height(table, w->now);
    w->now[c]++;
    if (best < 0 || lines < least || (lines == least && w->now[c] > w->now[best])) {
      best = c;
      least = lines;
    }
  }
  return best;
}

/* Columns give way one by one until all fit; false where the longest words do not. */
static bool find_widths(pk_tabular *table, int width, widths *w) {
  size_t count = (size_t)table->column_count;
  *w = (widths){PK_NEW_ARRAY(table->arena, int, count), PK_NEW_ARRAY(table->arena, int, count)};
  if (!w->now || !w->least) {
    table->failed = true;
    return false;
  }
  for (int c = 0; c < table->column_count; c++)
    for (int r = -1; r < table->rows.count; r++) {
      const char *cell = cell_of(table, r, c);
      int all = columns_of(cell, strlen(cell)), word = longest_word(cell);
      w->now[c] = all > w->now[c] ? all : w->now[c];
      w->least[c] = word > w->least[c] ? word : w->least[c];
    }
  if (total(table, w->least) > width)
    return false;
  while (total(table, w->now) > width)
    w->now[next_to_give(table, w)]--;
  return true;
}

/* --- lines */

static void add_spaces(pk_text *out, int count) {
  for (int i = 0; i < count; i++)
    pk_text_add_char(out, ' ');
}

static bool more_to_come(const char **left, int count) {
  for (int c = 0; c < count; c++)
    if (*left[c])
      return true;
  return false;
}

/* One line of each cell side by side; `left` is what remains of them. */
static void add_line(pk_text *out, const pk_tabular *table, const widths *w, const char **left) {
  int owed = 0; /* spaces are written before what follows them: no line ends in one */
  for (int c = 0; c < table->column_count; c++) {
    size_t length = line_of(left[c], w->now[c]);
    if (length) {
      add_spaces(out, owed);
      owed = 0;
    }
    pk_text_add_bytes(out, left[c], length);
    owed += w->now[c] - columns_of(left[c], length) + GAP;
    left[c] += length + strspn(left[c] + length, " ");
  }
  pk_text_add_char(out, '\n');
}

static void add_row(pk_text *out, pk_tabular *table, const widths *w, int row) {
  const char **left = PK_NEW_ARRAY(table->arena, const char *, (size_t)table->column_count);
  table->failed = table->failed || !left;
  for (int c = 0; left && c < table->column_count; c++)
    left[c] = cell_of(table, row, c);
  for (bool more = left != NULL; more; more = more_to_come(left, table->column_count))
    add_line(out, table, w, left);
}

static void add_rule(pk_text *out, const pk_tabular *table, const widths *w) {
  for (int i = 0; i < total(table, w->now); i++)
    pk_text_add(out, "\xe2\x94\x80");
  pk_text_add_char(out, '\n');
}

/* Too narrow for columns. */
static void add_lists(pk_text *out, const pk_tabular *table) {
  for (int r = 0; r < table->rows.count; r++) {
    if (r)
      pk_text_add_char(out, '\n');
    for (int c = 0; c < table->column_count; c++)
      if (*cell_of(table, r, c) && strcmp(cell_of(table, r, c), "\xe2\x80\x93") != 0)
        pk_text_addf(out, "%s: %s\n", table->heads[c], cell_of(table, r, c));
  }
}

void pk_tabular_wrap(pk_text *out, const char *text, int width) {
  while (*text) {
    size_t length = line_of(text, width);
    pk_text_add_bytes(out, text, length);
    pk_text_add_char(out, '\n');
    text += length + strspn(text + length, " ");
  }
}

void pk_tabular_text(pk_text *out, pk_tabular *table, int width) {
  widths w;
  if (table->failed)
    return;
  if (!find_widths(table, width, &w)) {
    add_lists(out, table);
    return;
  }
  add_row(out, table, &w, -1);
  add_rule(out, table, &w);
  for (int r = 0; r < table->rows.count; r++)
    add_row(out, table, &w, r);
}

/* --- Markdown, CSV */

static void add_markdown_row(pk_text *out, const pk_tabular *table, int row) {
  pk_text_add_char(out, '|');
  for (int c = 0; c < table->column_count; c++) {
    pk_text_add_char(out, ' ');
    for (const char *p = cell_of(table, row, c); *p; p++)
      pk_text_addf(out, strchr("|\\*_<`[", *p) ? "\\%c" : "%c", *p);
    pk_text_add(out, " |");
  }
  pk_text_add_char(out, '\n');
}

void pk_tabular_markdown(pk_text *out, const pk_tabular *table) {
  if (table->failed)
    return;
  add_markdown_row(out, table, -1);
  pk_text_add_char(out, '|');
  for (int c = 0; c < table->column_count; c++)
    pk_text_add(out, " --- |");
  pk_text_add_char(out, '\n');
  for (int r = 0; r < table->rows.count; r++)
    add_markdown_row(out, table, r);
}

void pk_csv_add(pk_text *out, const char *field) {
  if (!field[strcspn(field, ",\"\r\n")]) {
    pk_text_add(out, field);
    return;
  }
  pk_text_add_char(out, '"');
  for (; *field; field++) {
    if (*field == '"')
      pk_text_add_char(out, '"');
    pk_text_add_char(out, *field);
  }
  pk_text_add_char(out, '"');
}
