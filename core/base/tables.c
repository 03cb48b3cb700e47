/* Tables: cells as they are told, each table an arena's list of columns and cells, read out by any
 * dress. */
#include "base/tables.h"

#include "base/words.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct pk_growing_table {
  struct pk_growing_table *next;
  const char *id, *title, *note;
  int column_count, column_room, cell_count, cell_room;
  const char **ids, **heads;
  polku_cell *cells;
} growing;

polku_tables *pk_tables_new(polku_lang lang) {
  pk_arena *arena = pk_arena_new();
  polku_tables *tables = arena ? PK_NEW(arena, polku_tables) : NULL;
  if (!tables) {
    pk_arena_free(arena);
    return NULL;
  }
  *tables = (polku_tables){.arena = arena, .lang = lang};
  return tables;
}

void polku_tables_free(polku_tables *tables) {
  if (tables)
    pk_arena_free(tables->arena);
}

/* A word where there is one of that key, else a copy. */
static const char *text_of(polku_tables *t, const char *key) {
  const char *word = pk_word_find(t->lang, key);
  const char *text = word ? word : pk_strdup(t->arena, key);
  t->failed = t->failed || !text;
  return text ? text : "";
}

static const char *copy(polku_tables *t, const char *text) {
  const char *own = pk_strdup(t->arena, text);
  t->failed = t->failed || !own;
  return own;
}

void pk_tables_about(polku_tables *t, int number, const char *whom) {
  t->whom = whom ? copy(t, whom) : NULL;
  t->number = whom ? number : 0;
}

/* What pk_tables_about has asked for. */
static void add_whom(polku_tables *t, growing *table) {
  pk_text id = PK_TEXT_EMPTY, title = PK_TEXT_EMPTY;
  pk_text_add(&id, table->id);
  if (t->number > 1)
    pk_text_addf(&id, "-%d", t->number);
  pk_text_addf(&title, "%s: %s", table->title, t->whom);
  t->failed = t->failed || id.failed || title.failed;
  if (!t->failed) {
    table->id = copy(t, id.data);
    table->title = copy(t, title.data);
  }
  pk_text_free(&id);
  pk_text_free(&title);
}

void pk_table_begin(polku_tables *t, const char *id, const char *title, const char *note) {
  growing *table = PK_NEW(t->arena, growing);
  if (!table) {
    t->failed = true;
    return;
  }
  table->id = text_of(t, id);
  table->title = text_of(t, title);
  table->note = note ? text_of(t, note) : NULL;
  if (t->whom)
    add_whom(t, table);
  if (t->last)
    t->last->next = table;
  else
    t->first = table;
  t->last = table;
  t->count++;
}

/* An array of the arena with room for one more; NULL when memory ran out. */
static void *grown(polku_tables *t, const void *items, int count, int *room, size_t size) {
  if (count < *room)
    return (void *)(uintptr_t)items;
  int more = *room ? 2 * *room : 16;
  char *larger = PK_NEW_ARRAY(t->arena, char, (size_t)more *size);
  if (!larger) {
    t->failed = true;
    return NULL;
  }
  if (count > 0)
    memcpy(larger, items, (size_t)count * size);
  *room = more;
  return larger;
}

void pk_table_column(polku_tables *t, const char *id, const char *head) {
  growing *table = t->last;
  if (t->failed || !table) {
    t->failed = true;
    return;
  }
  int count = table->column_count, room = table->column_room;
  const char **ids = grown(t, table->ids, count, &room, sizeof *ids);
  const char **heads = grown(t, table->heads, count, &table->column_room, sizeof *heads);
  if (!ids || !heads)
    return;
  table->ids = ids;
  table->heads = heads;
  ids[count] = text_of(t, id);
  heads[count] = text_of(t, head);
  table->column_count++;
}

void pk_table_columns(polku_tables *t, const pk_column *columns, size_t count) {
  for (size_t i = 0; i < count; i++)
    pk_table_column(t, columns[i][0], columns[i][1]);
}

static void add_cell(polku_tables *t, polku_cell cell) {
  growing *table = t->last;
  if (t->failed || !table) {
    t->failed = true;
    return;
  }
  polku_cell *cells = grown(t, table->cells, table->cell_count, &table->cell_room, sizeof *cells);
  if (!cells)
    return;
  table->cells = cells;
  cells[table->cell_count++] = cell;
}

void pk_table_text(polku_tables *t, const char *text) {
  polku_cell cell = {.sort = text ? POLKU_CELL_TEXT : POLKU_CELL_EMPTY, .value = NAN};
  if (text)
    cell.text = copy(t, text);
  add_cell(t, cell);
}

void pk_table_named(polku_tables *t, const char *id, const char *name) {
  polku_cell cell = {.sort = POLKU_CELL_TEXT, .value = NAN};
  cell.id = copy(t, id);
  cell.text = copy(t, name);
  add_cell(t, cell);
}

void pk_table_word(polku_tables *t, const char *key) {
  const char *dot = strrchr(key, '.');
  pk_table_named(t, dot ? dot + 1 : key, pk_word(t->lang, key));
}

void pk_table_number(polku_tables *t, double value, int decimals) {
  polku_cell cell = {.sort = isnan(value) ? POLKU_CELL_EMPTY : POLKU_CELL_NUMBER,
                     .value = value,
                     .decimals = decimals};
  add_cell(t, cell);
}

void pk_table_share(polku_tables *t, double value) {
  polku_cell cell = {.sort = isnan(value) ? POLKU_CELL_EMPTY : POLKU_CELL_SHARE, .value = value};
  add_cell(t, cell);
}

/* ------------------------------------------------------------------------------------- dresses */

bool polku_table_at(const polku_tables *tables, size_t i, polku_table *table) {
  const growing *at = tables && !tables->failed ? tables->first : NULL;
  while (at && i-- > 0)
    at = at->next;
  if (!at)
    return false;
  *table = (polku_table){.id = at->id,
                         .title = at->title,
                         .note = at->note,
                         .column_count = at->column_count,
                         .row_count = at->column_count ? at->cell_count / at->column_count : 0,
                         .ids = at->ids,
                         .heads = at->heads,
                         .cells = at->cells};
  return true;
}

/* As many decimals as a number was written with, six at most. */
static int decimals_of(double value) {
  double scale = 1;
  int decimals = 0;
  for (; decimals < 6 && fabs(round(value * scale) - value * scale) > 1e-9 * fabs(value * scale);
       scale *= 10)
    decimals++;
  return decimals;
}

void pk_cell_add(pk_text *out, const polku_cell *cell, polku_lang lang) {
  double share = fabs(cell->value);
  switch (cell->sort) {
  case POLKU_CELL_TEXT:
    pk_text_add(out, cell->text);
    break;
  case POLKU_CELL_NUMBER:
    pk_number_add(out, lang, cell->value,
                  cell->decimals < 0 ? decimals_of(cell->value) : cell->decimals);
    break;
  case POLKU_CELL_SHARE: /* a decimal only where it would be lost below 1 % */
    pk_percent_add(out, lang, cell->value, share > 0 && share < 0.01 ? 1 : 0);
    break;
  default:
    break;
  }
}

static void fill_grid(pk_grid *grid, const polku_table *table, polku_lang lang) {
  pk_text cell = PK_TEXT_EMPTY;
  for (int c = 0; c < table->column_count; c++)
    pk_grid_add(grid, table->heads[c]);
  for (int i = 0; i < table->row_count * table->column_count; i++) {
    pk_cell_add(&cell, &table->cells[i], lang);
    pk_grid_end_cell(grid, &cell);
  }
}

static char *dressed(const polku_tables *tables, int width, bool markdown) {
  pk_text out = PK_TEXT_EMPTY;
  polku_table table;
  if (!tables || tables->failed)
    return NULL;
  for (size_t i = 0; polku_table_at(tables, i, &table); i++) {
    pk_grid grid = pk_grid_new(table.column_count);
    fill_grid(&grid, &table, tables->lang);
    pk_text_addf(&out, "%s%s%s\n\n", i ? "\n" : "", markdown ? "## " : "", table.title);
    if (table.note) {
      pk_grid_wrap(&out, table.note, markdown ? 100 : width);
      pk_text_add(&out, "\n");
    }
    if (markdown)
      pk_grid_markdown(&grid, &out);
    else if (table.column_count <= PK_GRID_COLUMNS && pk_grid_fits(&grid, width))
      pk_grid_text(&grid, width, &out);
    else
      pk_grid_list(&grid, width, &out);
    out.failed = out.failed || grid.cells.failed;
    pk_grid_free(&grid);
  }
  return pk_text_take(&out);
}

char *polku_tables_text(const polku_tables *tables, int width) {
  return dressed(tables, width, false);
}

char *polku_tables_markdown(const polku_tables *tables) {
  return dressed(tables, 0, true);
}

char *polku_table_csv(const polku_table *table) {
  pk_grid grid = pk_grid_new(table->column_count);
  pk_text out = PK_TEXT_EMPTY;
  char number[32];
  for (int c = 0; c < table->column_count; c++)
    pk_grid_add(&grid, table->ids[c]);
  for (int i = 0; i < table->row_count * table->column_count; i++) {
    const polku_cell *cell = &table->cells[i];
    if (cell->sort == POLKU_CELL_NUMBER || cell->sort == POLKU_CELL_SHARE)
      pk_grid_add(&grid, pk_number_text(number, cell->value));
    else
      pk_grid_add(&grid, cell->sort == POLKU_CELL_EMPTY ? "" : cell->id ? cell->id : cell->text);
  }
  pk_grid_csv(&grid, &out);
  out.failed = out.failed || grid.cells.failed;
  pk_grid_free(&grid);
  return pk_text_take(&out);
}
