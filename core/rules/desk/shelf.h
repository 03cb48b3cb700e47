/* Plugins opened without a model: for listing, checking, testing and comparing them.
 *
 * This folder is the desk at which plugins are looked at: list and check, their own tests (trial),
 * rules as decision tables (lattice, decision, table), whom two plugins treat differently
 * (difference, diff), one client's answer (why), the interface for editors (meta). It reads the
 * rest of the room; nothing there reads it (tests/house/test_layers.c). */
#ifndef PK_SHELF_H
#define PK_SHELF_H

#include "rules/product.h"
#include "rules/segments.h"

typedef struct pk_shelf {
  pk_arena *arena;
  pk_book *book;
  polku_report *report;
  pk_tables tables;        /* shared by all laws of this shelf */
  pk_list laws;            /* those that were made (shelf.c): many rules ask for one */
  const pk_plugin *plugin; /* the one that was asked for, read with everything it extends */
} pk_shelf;

/* Opens the plugin that a question names (polku.h); NULL means the only one of level "state". False
 * with problems. pk_shelf_close in either case. */
bool pk_shelf_open(pk_shelf *shelf, const char *folders, const char *plugin, polku_report *report);
void pk_shelf_close(pk_shelf *shelf);

/* Reads manifests only: shelf->book->found. Broken ones are problems, the others are there. */
bool pk_shelf_find(pk_shelf *shelf, const char *folders, polku_report *report);

/* Opens a plugin that another shelf has found (pk_shelf_find), which stays open for as long: with
 * many plugins, not all folders are searched again for each. */
bool pk_shelf_within(pk_shelf *shelf, const pk_shelf *from, const char *id, polku_report *report);

/* A law of the shelf's plugin on a day, of one kind (-1: all). NULL with problems. */
const pk_law *pk_shelf_law(pk_shelf *shelf, pk_date date, int kind);

/* What a question names: the keys of its rule, or of all of a kind, or all (pk_rule_key). An
 * unknown one is a problem with what was probably meant; the list is then empty. */
pk_list pk_shelf_rules(pk_shelf *shelf, const char *rule);

#endif
