#include "support/run.h"
#include "support/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

char *new_folder(void) {
  const char *parent = getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";
  char *folder = malloc(strlen(parent) + 32);
  if (!folder)
    abort();
  sprintf(folder, "%s/polku-test-XXXXXX", parent);
  if (!mkdtemp(folder))
    abort();
  return folder;
}

static int shell(const char *command) {
  int status = system(command);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void remove_folder(const char *folder) {
  char command[4096];
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  shell(command);
}

run_result run(const char *command) {
  char *folder = new_folder();
  size_t room = strlen(command) + 2 * strlen(folder) + 64;
  char *line = malloc(room), path[4096];
  if (!line)
    abort();
  snprintf(line, room, "{ %s\n} > '%s/out' 2> '%s/err'", command, folder, folder);
  run_result result = {.status = shell(line)};
  free(line);
  snprintf(path, sizeof path, "%s/out", folder);
  result.out = read_whole_file(path, NULL);
  snprintf(path, sizeof path, "%s/err", folder);
  result.err = read_whole_file(path, NULL);
  remove_folder(folder);
  free(folder);
  if (!result.out || !result.err)
    abort();
  return result;
}

void run_free(run_result *result) {
  free(result->out);
  free(result->err);
}
