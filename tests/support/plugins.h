/* Plugins and models for tests of rules: folders that are written for one test, and loading. */
#ifndef TEST_PLUGINS_H
#define TEST_PLUGINS_H

#include "rules/rules.h"

/* A folder of plugins that a test writes; removed with everything that was written. */
typedef struct plugin_folder {
  char path[128];
  int count;
  char files[24][192];
} plugin_folder;

void plugin_folder_new(plugin_folder *folder);
void plugin_folder_remove(plugin_folder *folder);
/* Writes FOLDER/NAME/FILE. */
void plugin_write(plugin_folder *folder, const char *name, const char *file, const char *text,
                  size_t length);
/* A whole plugin of the state level with these rules and parameters (NULL: none). */
void plugin_state(plugin_folder *folder, const char *name, const char *params, const char *rules);

/* The same below others: `extends` as in a manifest, "land = '>=1', town = '>=1'". */
void plugin_below(plugin_folder *folder, const char *name, const char *level, const char *extends,
                  const char *params, const char *rules);

/* The model's text, the model, its rules, and what was reported. Asserts that the model is good. */
typedef struct bound_model {
  polku_report *report;
  polku_model *model;
  polku_rules *rules; /* NULL when the rules were refused */
} bound_model;

bound_model bind_text(const char *text, const char *folders);
void bound_free(bound_model *bound);

/* The first problem of a code, or a failure that shows all problems. */
polku_problem problem_of(polku_report *report, const char *code);
bool has_problem(polku_report *report, const char *code);

#define TEST_PLUGINS POLKU_SOURCE_DIR "/tests/data/plugins"

#endif
