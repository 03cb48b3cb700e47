/* Ids as small whole numbers: a string is interned once and is an index from then on. */
#ifndef PK_IDS_H
#define PK_IDS_H

#include "base/arena.h"
#include <stdint.h>

typedef struct pk_ids pk_ids;

/* An empty table whose memory comes from `arena`; NULL when out of memory. */
pk_ids *pk_ids_new(pk_arena *arena);

/* The index of `id`, added when it is new (0, 1, 2 … in order of arrival); -1 when out of memory.
 */
int pk_ids_add(pk_ids *ids, const char *id);

/* The index of `id`, or -1. */
int pk_ids_find(const pk_ids *ids, const char *id);

int pk_ids_count(const pk_ids *ids);

/* The string of an index; borrowed. */
const char *pk_ids_at(const pk_ids *ids, int index);

/* 64-bit FNV-1a of a string: the same on every machine; what random streams are keyed by. */
uint64_t pk_hash(const char *text);

/* For "did you mean": the candidate nearest to `word` by optimal string alignment distance
 * (insert, delete, replace, swap neighbours; ä/a, ö/o, å/a count half; case ignored), if it is
 * within a third of the word's length (at least 1); else NULL. Ties go to the earlier one. */
const char *pk_nearest(const char *word, const char *const *candidates, size_t count);

#endif
