/* An arena is a list of blocks. The newest block serves small requests; a request that is large for
 * its time gets a block of its own, so that little is wasted. Blocks double up to a limit: a small
 * model costs one malloc, a large one a few dozen. */
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 4096, LARGEST_BLOCK = 1 << 20, ALIGNMENT = _Alignof(max_align_t) };

typedef struct block {
  struct block *next;
  max_align_t data[];
} block;

struct pk_arena {
  block *blocks;
  char *free;  /* what is left of the block that serves small requests */
  size_t left; /* bytes */
  size_t next_size;
};

pk_arena *pk_arena_new(void) {
  pk_arena *arena = calloc(1, sizeof *arena);
  if (arena)
    arena->next_size = FIRST_BLOCK;
  return arena;
}

void pk_arena_free(pk_arena *arena) {
  if (!arena)
    return;
  for (block *b = arena->blocks; b;) {
    block *next = b->next;
    free(b);
    b = next;
  }
  free(arena);
}

/* A zeroed block of `size` bytes, owned by the arena. */
static char *new_block(pk_arena *arena, size_t size) {
  if (size > SIZE_MAX - sizeof(block))
    return NULL;
  block *b = calloc(1, sizeof(block) + size);
  if (!b)
    return NULL;
  b->next = arena->blocks;
  arena->blocks = b;
  return (char *)b->data;
}

static bool refill(pk_arena *arena) {
  char *data = new_block(arena, arena->next_size);
  if (!data)
    return false;
  arena->free = data;
  arena->left = arena->next_size;
  if (arena->next_size < LARGEST_BLOCK)
    arena->next_size *= 2;
  return true;
}

void *pk_alloc(pk_arena *arena, size_t count, size_t size) {
  if (!arena || (size && count > (SIZE_MAX - ALIGNMENT) / size))
    return NULL;
  size_t bytes = (count * size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  if (bytes == 0)
    bytes = ALIGNMENT;
  if (bytes > arena->left) {
    if (bytes > arena->next_size / 4)
      return new_block(arena, bytes);
    if (!refill(arena))
      return NULL;
  }
  char *result = arena->free;
  arena->free += bytes;
  arena->left -= bytes;
  return result;
}

char *pk_strndup(pk_arena *arena, const char *text, size_t length) {
  if (length == SIZE_MAX)
    return NULL;
  char *copy = pk_alloc(arena, length + 1, 1);
  if (copy && length)
    memcpy(copy, text, length);
  return copy;
}

char *pk_strdup(pk_arena *arena, const char *text) {
  return pk_strndup(arena, text, strlen(text));
}
