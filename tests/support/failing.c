#include "support/failing.h"

#include <stdatomic.h>
#include <stddef.h>

/* Programs with threads allocate too. */
static atomic_long until_failure, alive;
static atomic_bool failed, for_ever;

void fail_allocation(long n) {
  until_failure = n;
  failed = for_ever = false;
}

void fail_allocations_from(long n) {
  fail_allocation(n);
  for_ever = true;
}

bool allocation_failed(void) {
  until_failure = 0;
  return failed;
}

static bool fails_now(void) {
  if (until_failure == 0 || --until_failure > 0)
    return false;
  until_failure = for_ever ? 1 : 0;
  failed = true;
  return true;
}

long blocks_alive(void) {
  return alive;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void __wrap_free(void *block);

static void *counted(void *block) {
  alive += block != NULL;
  return block;
}

void *__wrap_malloc(size_t size) {
  return fails_now() ? NULL : counted(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size) {
  return fails_now() ? NULL : counted(__real_calloc(count, size));
}

void *__wrap_realloc(void *old, size_t size) {
  if (fails_now())
    return NULL;
  void *block = __real_realloc(old, size);
  alive += !old && block;
  return block;
}

void __wrap_free(void *block) {
  alive -= block != NULL;
  __real_free(block);
}
