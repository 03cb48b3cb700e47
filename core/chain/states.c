/* A hash table of fixed-length keys, and arrays that grow. */
#include "chain/states.h"
#include <stdlib.h>
#include <string.h>

bool pk_make_room(void **items, size_t *room, size_t need, size_t size) {
  if (need <= *room)
    return true;
  size_t larger = *room ? *room * 2 : 64;
  if (larger < need)
    larger = need;
  if (larger > SIZE_MAX / size)
    return false;
  void *moved = realloc(*items, larger * size);
  if (!moved)
    return false;
  *items = moved;
  *room = larger;
  return true;
}

void pk_states_start(pk_states *states, int words) {
  *states = (pk_states){.words = words};
}

void pk_states_end(pk_states *states) {
  free(states->keys);
  free(states->slots);
  *states = (pk_states){0};
}

const uint64_t *pk_states_key(const pk_states *states, int32_t index) {
  return states->keys + (size_t)index * (size_t)states->words;
}

/* Multiply and fold (the finaliser of MurmurHash3, A. Appleby, public domain), word by word. */
static uint64_t hash_key(const uint64_t *key, int words) {
  uint64_t h = 0x9e3779b97f4a7c15u;
  for (int i = 0; i < words; i++) {
    h ^= key[i];
    h *= 0xff51afd7ed558ccdu;
    h ^= h >> 33;
  }
  h *= 0xc4ceb9fe1a85ec53u;
  return h ^ h >> 29;
}

static bool same_key(const uint64_t *a, const uint64_t *b, int words) {
  for (int i = 0; i < words; i++)
    if (a[i] != b[i])
      return false;
  return true;
}

/* The slot that holds the key, or the empty one where it belongs. */
static size_t slot_of(const pk_states *states, const uint64_t *key, uint64_t hash) {
  size_t mask = states->slot_count - 1, at = (size_t)hash & mask;
  while (states->slots[at].state >= 0 &&
         (states->slots[at].hash != (uint32_t)(hash >> 32) ||
          !same_key(pk_states_key(states, states->slots[at].state), key, states->words)))
    at = (at + 1) & mask;
  return at;
}

static bool grow_slots(pk_states *states) {
  size_t old = states->slot_count, larger = old ? old * 2 : 256;
  struct pk_slot_of_state *slots = malloc(larger * sizeof *slots);
  if (!slots)
    return false;
  memset(slots, 0xff, larger * sizeof *slots);
  free(states->slots);
  states->slots = slots;
  states->slot_count = larger;
  for (size_t i = 0; i < states->count; i++) {
    const uint64_t *key = pk_states_key(states, (int32_t)i);
    uint64_t hash = hash_key(key, states->words);
    slots[slot_of(states, key, hash)] =
        (struct pk_slot_of_state){(int32_t)i, (uint32_t)(hash >> 32)};
  }
  return true;
}

int32_t pk_states_add(pk_states *states, const uint64_t *key) {
  if (states->count * 2 >= states->slot_count && !grow_slots(states))
    return -1;
  uint64_t hash = hash_key(key, states->words);
  size_t at = slot_of(states, key, hash), bytes = (size_t)states->words * sizeof *key;
  if (states->slots[at].state >= 0)
    return states->slots[at].state;
  void *keys = states->keys;
  if (states->count >= INT32_MAX || !pk_make_room(&keys, &states->room, states->count + 1, bytes))
    return -1;
  states->keys = keys;
  memcpy(states->keys + states->count * (size_t)states->words, key, bytes);
  states->slots[at] = (struct pk_slot_of_state){(int32_t)states->count, (uint32_t)(hash >> 32)};
  return (int32_t)states->count++;
}
