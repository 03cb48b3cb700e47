/* Work side by side: OpenMP's only door. Without OpenMP everything is done in turn. */
#ifndef PK_CREW_H
#define PK_CREW_H

#include <stdbool.h>
#include <stddef.h>

/* Threads that `wanted` means: itself, or for 0 as many as this process may use. */
int pk_crew_threads(int wanted);

/* Calls work(context, item, thread) for each item 0 … count − 1, in any order; thread is 0 …
 * threads − 1, and no two calls at a time share one. After a call that gives false no more items
 * are begun. True when all gave true. */
bool pk_crew_work(int threads, size_t count, bool (*work)(void *context, size_t item, int thread),
                  void *context);

#endif
