/* A disk that is full: part of a test runs in a process of its own, on a small disk which that
 * process alone sees and which ends with it. */
#ifndef TEST_SMALL_DISK_H
#define TEST_SMALL_DISK_H

#include <stdbool.h>

/* In such a part: ends its process where it went wrong. */
#define MUST(what)                                                                                 \
  do {                                                                                             \
    if (!(what))                                                                                   \
      must_end(__FILE__, __LINE__, #what);                                                         \
  } while (0)
_Noreturn void must_end(const char *file, int line, const char *what);

/* Runs a part, whose limits and disks go with it. It gives 0, or SMALL_DISK_NONE where it may not
 * mount: the test is skipped then. */
enum { SMALL_DISK_NONE = 77 };
void run_apart(int (*part)(void));

/* Puts a disk of so many kB over a folder; false where that is not allowed. */
bool mount_small_disk(const char *folder, int kilobytes);

/* Takes what room its folder's disk has, but for so many pages of 4 kB; and gives it back. */
void fill_small_disk(const char *folder, int pages);
void free_small_disk(const char *folder);

#endif
