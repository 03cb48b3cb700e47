/* Buckets in a table of fixed size: a hostile crowd of addresses makes it forget, not grow. */
#include "workshop/door_rate.h"

#include <math.h>
#include <stdlib.h>

enum { SLOTS = 4096, REACH = 16 };

typedef struct slot {
  uint64_t key; /* 0: free */
  bucket bucket;
} slot;

struct rates {
  slot slots[SLOTS];
};

int bucket_wait(bucket *b, rate allowed, int64_t now, bool spend) {
  double left = b->taken - (double)(now - b->at) / 1000 * allowed.per_second;
  b->taken = left > 0 ? left : 0;
  b->at = now;
  double lacking = b->taken + 1 - allowed.most;
  if (lacking > 0)
    return (int)ceil(lacking / allowed.per_second);
  if (spend)
    b->taken += 1;
  return 0;
}

rates *rates_new(void) {
  return calloc(1, sizeof(rates));
}

void rates_free(rates *table) {
  free(table);
}

/* Mixes well (the finalizer of MurmurHash3), and is never 0. */
uint64_t rate_key(int what, uint64_t who) {
  uint64_t x = who * 0x9e3779b97f4a7c15u + (uint64_t)what;
  x = (x ^ x >> 33) * 0xff51afd7ed558ccdu;
  x = (x ^ x >> 33) * 0xc4ceb9fe1a85ec53u;
  x ^= x >> 33;
  return x ? x : 1;
}

/* The bucket of a key, among its neighbours in the table; a new one takes the place of the one that
 * was not asked for longest. */
static bucket *find(rates *table, uint64_t key) {
  slot *oldest = NULL;
  for (uint64_t i = 0; i < REACH; i++) {
    slot *s = &table->slots[(key + i) % SLOTS];
    if (s->key == key)
      return &s->bucket;
    if (!oldest || (oldest->key && (!s->key || s->bucket.at < oldest->bucket.at)))
      oldest = s;
  }
  *oldest = (slot){.key = key};
  return &oldest->bucket;
}

int rate_wait(rates *table, uint64_t key, rate allowed, int64_t now, bool spend) {
  return bucket_wait(find(table, key), allowed, now, spend);
}
