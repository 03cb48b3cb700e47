/* Memory that lives and dies together.
 *
 * A model, a chain, a result each own one arena; everything they hold comes from it, and freeing
 * them is one call. Blocks are never freed one by one. Kernels get their memory from the caller. */
#ifndef PK_ARENA_H
#define PK_ARENA_H

#include <stddef.h>

typedef struct pk_arena pk_arena;

/* An empty arena, or NULL when out of memory. */
pk_arena *pk_arena_new(void);

/* Ends the arena and everything that came from it. NULL is allowed. */
void pk_arena_free(pk_arena *arena);

/* `count` × `size` bytes, zeroed, aligned for any type; NULL when out of memory or when the product
 * overflows. A count of 0 gives a valid pointer to nothing. */
void *pk_alloc(pk_arena *arena, size_t count, size_t size);

/* Copies of a string, or of its first `length` bytes, ended by NUL; NULL when out of memory. */
char *pk_strdup(pk_arena *arena, const char *text);
char *pk_strndup(pk_arena *arena, const char *text, size_t length);

#define PK_NEW(arena, type) ((type *)pk_alloc((arena), 1, sizeof(type)))
#define PK_NEW_ARRAY(arena, type, count) ((type *)pk_alloc((arena), (count), sizeof(type)))

#endif
