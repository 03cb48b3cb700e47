/* A hundred times every hostile plugin: a hash that is seeded, a clock, an address or the order of
 * a folder would show. */
#include "support/check.h"
#include "support/hostile.h"

#include <stdlib.h>

static void a_hundred_runs_give_the_same_bytes(void **state) {
  (void)state;
  char *first = hostile_all();
  for (int i = 1; i < 100; i++) {
    char *again = hostile_all();
    assert_string_equal(again, first);
    free(again);
  }
  free(first);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(a_hundred_runs_give_the_same_bytes)};
  return RUN(tests);
}
