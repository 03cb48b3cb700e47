/* The files of a plugin that somebody begins: small, commented in the writer's language, whole. */
#ifndef CLI_SCAFFOLD_H
#define CLI_SCAFFOLD_H

#include "polku.h"

#include <stdbool.h>
#include <stddef.h>

/* What is filled in. */
typedef struct cli_scaffold {
  const char *id, *level;
  const char *extends, *range; /* NULL: it extends nothing */
  const char *date;            /* "2026-11-21": when it was begun */
  polku_lang lang;             /* of the comments */
} cli_scaffold;

/* Of the two sorts: one changes a rule of Finnish law, the other has a kind of its own. */
typedef enum { CLI_SCAFFOLD_CHANGE, CLI_SCAFFOLD_OWN } cli_scaffold_sort;

/* The i-th file: its path within the plugin's folder, NULL after the last. Folders come before what
 * is in them and have no text. */
const char *cli_scaffold_file(size_t i);

/* Its text; NULL for a folder or without memory. Caller frees. */
char *cli_scaffold_text(const cli_scaffold *scaffold, cli_scaffold_sort sort, size_t i);

#endif
