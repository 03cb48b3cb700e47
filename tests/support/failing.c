#include "support/failing.h"

#include <stddef.h>

static long until_failure;
static bool failed;

void fail_allocation(long n) {
  until_failure = n;
  failed = false;
}

bool allocation_failed(void) {
  until_failure = 0;
  return failed;
}

static bool fails_now(void) {
  if (until_failure == 0 || --until_failure > 0)
    return false;
  failed = true;
  return true;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

void *__wrap_malloc(size_t size) {
  return fails_now() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
  return fails_now() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size) {
  return fails_now() ? NULL : __real_realloc(old, size);
}
