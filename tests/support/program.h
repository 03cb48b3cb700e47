/* The program polku as a person calls it, in a folder of the test's own and in English. */
#ifndef TEST_PROGRAM_H
#define TEST_PROGRAM_H

#include "support/run.h"

#include <jansson.h>

/* Runs "polku ARGUMENTS" with that folder as the current one (NULL: wherever the test stands). The
 * environment says nothing of languages or plugins. `before` may set it: "POLKU_LANG=fi". */
run_result program_run(const char *folder, const char *before, const char *arguments);

/* Fails unless the program leaves with this status and says these parts (NULL: anything). */
void program_expect(const char *folder, const char *arguments, int status, const char *out,
                    const char *err);

/* What a call that must succeed prints, as JSON. The caller ends it with json_decref. */
json_t *program_json(const char *folder, const char *arguments);

/* Writes FOLDER/NAME, whose folder must exist. */
void program_write(const char *folder, const char *name, const char *text);

#endif
