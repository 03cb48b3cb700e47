/* The tables of a journal. */
#ifndef JOURNAL_SCHEMA_H
#define JOURNAL_SCHEMA_H

/* "polj", where SQLite and file(1) look for whose database it is. A result ("polk") is no journal,
 * so that neither is ever written over the other. */
#define JOURNAL_APPLICATION 0x706f6c6a

/* Grows by one whenever an older polku could not read what a newer one wrote. */
#define JOURNAL_VERSION 1
#define JOURNAL_FORMAT "polku-journal/1"

typedef struct journal_table {
  const char *name, *meaning, *sql;
} journal_table;

/* Ended by a NULL name. */
extern const journal_table journal_tables[];

#endif
