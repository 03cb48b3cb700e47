/* Buckets that fill with time: who asks more often than they fill has to wait. */
#ifndef DOOR_RATE_H
#define DOOR_RATE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct rate {
  double per_second, most; /* how quickly a bucket fills, and how much it holds */
} rate;

/* All zero is a full one. */
typedef struct bucket {
  double taken;
  int64_t at; /* in milliseconds, when that was so */
} bucket;

/* Whole seconds until there is one in the bucket, 0: there is one now; `spend` takes it. */
int bucket_wait(bucket *bucket, rate allowed, int64_t now, bool spend);

/* A bucket for everybody who asks. Only those seen last are remembered. */
typedef struct rates rates;

/* The caller frees; NULL: memory ran out. */
rates *rates_new(void);
void rates_free(rates *rates);

/* Whose bucket: `what` is asked for, `who` asks (a client's number, a digest of an address). */
uint64_t rate_key(int what, uint64_t who);
int rate_wait(rates *rates, uint64_t key, rate allowed, int64_t now, bool spend);

#endif
