/* Plugins that mean harm, each with the way in which it must end. */
#ifndef TEST_HOSTILE_H
#define TEST_HOSTILE_H

#include "support/plugins.h"

/* One attack. The text of its file is `before`, then `again` `times` times, then `after`. */
typedef struct hostile {
  const char *name;
  const char *file; /* the one that attacks, and that the report must name; NULL: rules.lua */
  const char *before, *again;
  int times;
  const char *after;
  const char *code; /* of the first problem */
  int line;         /* of the first problem; 0: the file as a whole */
} hostile;

/* All attacks; `count` gets their number. */
const hostile *hostile_plugins(int *count);

/* Loads an attack as the plugin "bad". The report is the caller's; `folder` must be removed. */
polku_report *hostile_load(const hostile *attack, plugin_folder *folder);

/* The report as text, with the folder's name, which differs from time to time, blotted out. The
 * caller frees. */
char *hostile_text(polku_report *report, const plugin_folder *folder, polku_lang lang);

/* The reports of all attacks in one text, in all three languages. The caller frees. */
char *hostile_all(void);

#endif
