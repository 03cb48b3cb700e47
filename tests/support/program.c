#include "support/program.h"

#include "support/check.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

run_result program_run(const char *folder, const char *before, const char *arguments) {
  char command[8192];
  snprintf(command, sizeof command,
           "cd '%s' && unset POLKU_LANG POLKU_PLUGIN_PATH LC_ALL LC_MESSAGES && export LANG=C && "
           "%s '" POLKU_BUILD_DIR "/polku' %s",
           folder ? folder : ".", before, arguments);
  return run(command);
}

void program_expect(const char *folder, const char *arguments, int status, const char *out,
                    const char *err) {
  run_result result = program_run(folder, "", arguments);
  if (result.status != status || (out && !strstr(result.out, out)) ||
      (err && !strstr(result.err, err)))
    fail_msg("polku %s: status %d\n%s%s", arguments, result.status, result.out, result.err);
  run_free(&result);
}

json_t *program_json(const char *folder, const char *arguments) {
  run_result result = program_run(folder, "", arguments);
  json_error_t error;
  json_t *json = json_loads(result.out, JSON_REJECT_DUPLICATES, &error);
  if (result.status != 0 || !json)
    fail_msg("polku %s: status %d, %s\n%s%s", arguments, result.status, error.text, result.out,
             result.err);
  run_free(&result);
  return json;
}

void program_write(const char *folder, const char *name, const char *text) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  fputs(text, file);
  assert_int_equal(fclose(file), 0);
}
