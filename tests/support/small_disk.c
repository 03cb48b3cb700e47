#define _GNU_SOURCE
#include "support/small_disk.h"

#include "support/check.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE = 4096 };

void must_end(const char *file, int line, const char *what) {
  fprintf(stderr, "%s:%d: %s (errno %d)\n", file, line, what, errno);
  _exit(1);
}

void run_apart(int (*part)(void)) {
  int status = 0;
  fflush(NULL);
  pid_t child = fork();
  assert_true(child >= 0);
  if (child == 0)
    _exit(part());
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFEXITED(status));
  if (WEXITSTATUS(status) == SMALL_DISK_NONE)
    skip();
  if (WEXITSTATUS(status) != 0)
    fail_msg("the line is told above");
}

bool mount_small_disk(const char *folder, int kilobytes) {
  char size[32];
  snprintf(size, sizeof size, "size=%dk", kilobytes);
  return unshare(CLONE_NEWNS) == 0 && mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
         mount("tmpfs", folder, "tmpfs", 0, size) == 0;
}

static const char *filler_in(const char *folder, char path[4200]) {
  snprintf(path, 4200, "%s/filler", folder);
  return path;
}

void fill_small_disk(const char *folder, int pages) {
  static const char page[PAGE];
  char path[4200];
  FILE *file = fopen(filler_in(folder, path), "wb");
  MUST(file);
  setvbuf(file, NULL, _IONBF, 0);
  long written = 0;
  while (fwrite(page, sizeof page, 1, file) == 1)
    written++;
  fclose(file);
  MUST(truncate(path, (written - pages) * (long)sizeof page) == 0);
}

void free_small_disk(const char *folder) {
  char path[4200];
  MUST(unlink(filler_in(folder, path)) == 0);
}
