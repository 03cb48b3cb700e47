/* The tables of a result database. */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include <stdbool.h>

/* "polk", where SQLite and file(1) look for whose database it is. */
#define STORE_APPLICATION 0x706f6c6b
#define STORE_FORMAT "polku-sqlite/1"

typedef struct store_table {
  const char *name, *meaning, *sql;
  enum { STORE_ALWAYS, STORE_COUNTS, STORE_HISTORIES } when;
} store_table;

/* Ended by a NULL name. */
extern const store_table store_tables[];

#endif
