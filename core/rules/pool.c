/* Pieces by class: multiples of 16 up to 512, then four sizes to each doubling, so that at most a
 * fifth of a piece is wasted. Free pieces of a class are a list, the latest first. */
#include "rules/pool.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { GRAIN = 16, SMALL = 512, SMALL_CLASSES = SMALL / GRAIN, CLASSES = SMALL_CLASSES + 4 * 40 };

typedef struct piece {
  struct piece *next;
} piece;

typedef struct shelves {
  size_t used; /* bytes from the start that have been handed out at some time */
  piece *free[CLASSES];
} shelves;

struct pk_pool {
  char *memory;
  size_t bytes;
  shelves now, kept;
  char *picture; /* the first kept.used bytes */
};

pk_pool *pk_pool_new(size_t bytes) {
  pk_pool *pool = calloc(1, sizeof *pool);
  char *memory = pool ? malloc(bytes) : NULL;
  if (!memory) {
    free(pool);
    return NULL;
  }
  pool->memory = memory;
  pool->bytes = bytes;
  return pool;
}

void pk_pool_free(pk_pool *pool) {
  if (!pool)
    return;
  free(pool->picture);
  free(pool->memory);
  free(pool);
}

/* The class of a size, and the room that its pieces have. */
static int class_of(size_t size, size_t *room) {
  if (size <= SMALL) {
    *room = (size + GRAIN - 1) / GRAIN * GRAIN;
    return (int)(*room / GRAIN) - 1;
  }
  size_t base = SMALL;
  int class = SMALL_CLASSES;
  for (; size > 2 * base; base *= 2)
    class += 4;
  size_t quarter = (size - base - 1) / (base / 4);
  *room = base + (quarter + 1) * (base / 4);
  return class + (int)quarter;
}

void *pk_pool_take(pk_pool *pool, size_t size) {
  size_t room;
  if (size > pool->bytes)
    return NULL;
  int class = class_of(size, &room);
  piece *made = pool->now.free[class];
  if (made) {
    pool->now.free[class] = made->next;
    return made;
  }
  if (room > pool->bytes - pool->now.used)
    return NULL;
  made = (piece *)(void *)(pool->memory + pool->now.used);
  pool->now.used += room;
  return made;
}

void pk_pool_give(pk_pool *pool, void *old, size_t size) {
  size_t room;
  if (!old)
    return;
  piece *given = old;
  int class = class_of(size, &room);
  given->next = pool->now.free[class];
  pool->now.free[class] = given;
}

void *pk_pool_resize(pk_pool *pool, void *old, size_t old_size, size_t size) {
  size_t old_room, room;
  if (size <= pool->bytes && class_of(old_size, &old_room) == class_of(size, &room))
    return old;
  void *made = pk_pool_take(pool, size);
  if (!made)
    return size < old_size ? old : NULL;
  memcpy(made, old, old_size < size ? old_size : size);
  pk_pool_give(pool, old, old_size);
  return made;
}

bool pk_pool_keep(pk_pool *pool) {
  char *picture = malloc(pool->now.used + 1);
  if (!picture)
    return false;
  memcpy(picture, pool->memory, pool->now.used);
  free(pool->picture);
  pool->picture = picture;
  pool->kept = pool->now;
  return true;
}

size_t pk_pool_restore(pk_pool *pool) {
  if (!pool->picture)
    return 0;
  memcpy(pool->memory, pool->picture, pool->kept.used);
  pool->now = pool->kept;
  return pool->kept.used;
}
