/* A folder of the program's own, new when its tests begin and gone when they end: for
 * cmocka_run_group_tests, or for each test of cmocka_unit_test_setup_teardown. */
#ifndef TEST_FOLDER_H
#define TEST_FOLDER_H

#include "support/files.h"
#include "support/run.h"

#include <stdio.h>
#include <stdlib.h>

static char *folder;

static inline int enter_folder(void **state) {
  (void)state;
  folder = new_folder();
  return 0;
}

static inline int leave_folder(void **state) {
  (void)state;
  remove_folder(folder);
  free(folder);
  return 0;
}

/* FOLDER/NAME. */
static inline void in_folder(char path[4096], const char *name) {
  snprintf(path, 4096, "%s/%s", folder, name);
}

/* The text of a file in it; NULL when there is none. Caller frees. */
static inline char *text_of(const char *name) {
  char path[4096];
  in_folder(path, name);
  return read_whole_file(path, NULL);
}

static inline void count_one(void *context, const char *path) {
  (void)path;
  ++*(int *)context;
}

static inline int count_files(void) {
  int count = 0;
  visit_files(folder, count_one, &count);
  return count;
}

#endif
