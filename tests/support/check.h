/* What every test program includes: cmocka and the headers that it needs before it. */
#ifndef TEST_CHECK_H
#define TEST_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* The count of a test by lot: the long one when POLKU_LONG is set and not empty. */
static inline int long_or(int many, int few) {
  const char *wanted = getenv("POLKU_LONG");
  return wanted && *wanted ? many : few;
}

/* Runs the tests of an array named `tests`, the group named after the program. */
#define RUN(tests) cmocka_run_group_tests(tests, NULL, NULL)

#endif
