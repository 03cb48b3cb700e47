/* States as small whole numbers: a key of a few words is interned once. */
#ifndef PK_STATES_H
#define PK_STATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct pk_states {
  int words; /* of a key */
  size_t count, room;
  uint64_t *keys;
  struct pk_slot_of_state {
    int32_t state; /* −1: empty */
    uint32_t hash; /* most other keys are told apart without being read */
  } * slots;       /* open addressing */
  size_t slot_count;
} pk_states;

void pk_states_start(pk_states *states, int words);

/* The index of a key, added when it is new (0, 1, 2 …); −1 when out of memory. */
int32_t pk_states_add(pk_states *states, const uint64_t *key);

const uint64_t *pk_states_key(const pk_states *states, int32_t index);
void pk_states_end(pk_states *states);

/* Makes room for `need` items in an array that grows by doubling; false when out of memory. */
bool pk_make_room(void **items, size_t *room, size_t need, size_t size);

#endif
