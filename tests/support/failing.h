/* Memory that runs out on demand: every allocation that core makes in this program passes here
 * (linker option --wrap). */
#ifndef TEST_FAILING_H
#define TEST_FAILING_H

#include <stdbool.h>

/* The n-th allocation from now fails, once (1 is the next). 0: none. */
void fail_allocation(long n);

/* The n-th allocation from now fails, and every one after it. */
void fail_allocations_from(long n);

/* Whether it has come to that; and no allocation fails from now on. */
bool allocation_failed(void);

/* Blocks that were taken and not given back. jansson's are among them once it has been told to take
 * its memory here (json_set_alloc_funcs(malloc, free)). */
long blocks_alive(void);

#endif
