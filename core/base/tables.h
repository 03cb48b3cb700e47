/* Tables that several dresses share: what a comparison, a sensitivity or a report says in rows, for
 * a terminal, a page, a spreadsheet or Markdown. A table knows numbers as numbers: only the dress
 * rounds them. */
#ifndef PK_TABLES_H
#define PK_TABLES_H

#include "base/arena.h"
#include "base/grid.h"
#include "polku.h"

struct polku_tables {
  pk_arena *arena;
  polku_lang lang;
  struct pk_growing_table *first, *last;
  int count;
  const char *whom; /* of whom the next tables are; NULL: not said */
  int number;
  bool failed; /* memory ran out: what is asked of it then is NULL */
};

/* An empty set; NULL when memory ran out. End it with polku_tables_free. */
polku_tables *pk_tables_new(polku_lang lang);

/* Tables begun from now on are of one of several: its name (copied) is added to their titles and,
 * from 2 on, its number to their ids ("structure-2"), which stay unique. NULL: of all again. */
void pk_tables_about(polku_tables *tables, int number, const char *whom);

/* Begins a table: its id ("outcomes"; stable, the name of its CSV and its sheet), its title and its
 * note (NULL: none) as keys of words or, where there is no such word, as texts; then its columns,
 * then its cells, row by row. Texts are copied. */
void pk_table_begin(polku_tables *tables, const char *id, const char *title, const char *note);
/* `id` of a column is stable and the same in every language (CSV and JSON); `head` is a key or a
 * text. */
void pk_table_column(polku_tables *tables, const char *id, const char *head);
typedef const char *pk_column[2]; /* id, head */
void pk_table_columns(polku_tables *tables, const pk_column *columns, size_t count);
#define PK_TABLE_COLUMNS(tables, list)                                                             \
  pk_table_columns((tables), (list), sizeof(list) / sizeof *(list))
void pk_table_text(polku_tables *tables, const char *text); /* NULL: an empty cell */
/* What has an id in files and a name for people. */
void pk_table_named(polku_tables *tables, const char *id, const char *name);
/* A word of the catalogue; its id is what follows the key's last '.'. */
void pk_table_word(polku_tables *tables, const char *key);
/* NaN: an empty cell. PK_AS_WRITTEN: as many decimals as the number needs. */
enum { PK_AS_WRITTEN = -1 };
void pk_table_number(polku_tables *tables, double value, int decimals);
void pk_table_share(polku_tables *tables, double value); /* 0 … 1, told in per cent */

/* A cell as a person reads it. */
void pk_cell_add(pk_text *out, const polku_cell *cell, polku_lang lang);

#endif
