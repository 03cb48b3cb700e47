/* The memory of one box: one block, handed out piece by piece, that can be put back to how it was.
 *
 * Nothing that Lua keeps lies outside. So a box ends by letting one block go, whatever state Lua
 * was left in; and every table of answers begins from the same picture of that memory, so that it
 * cannot depend on what was asked before. Pieces that were given back serve requests of the same
 * class again; they are never joined. What is counted against the limit is therefore every byte
 * that was in use at once, garbage that is not collected yet included. */
#ifndef PK_POOL_H
#define PK_POOL_H

#include <stdbool.h>
#include <stddef.h>

typedef struct pk_pool pk_pool;

/* NULL without memory. The machine gives pages only when they are written to. */
pk_pool *pk_pool_new(size_t bytes);
void pk_pool_free(pk_pool *pool);

/* A piece of `size` > 0 bytes, NULL when the pool is used up. */
void *pk_pool_take(pk_pool *pool, size_t size);
/* Takes back a piece that was asked for with this size. NULL is allowed. */
void pk_pool_give(pk_pool *pool, void *piece, size_t size);
/* The piece with room for `size` bytes and what it held, perhaps elsewhere; NULL when the pool is
 * used up, which never happens when it shrinks. */
void *pk_pool_resize(pk_pool *pool, void *piece, size_t old_size, size_t size);

/* Keeps a picture of the memory as it is now; false without memory. */
bool pk_pool_keep(pk_pool *pool);
/* Puts the memory back to the picture; nothing without one. Gives the bytes that were copied. */
size_t pk_pool_restore(pk_pool *pool);

#endif
