/* Philox 4×32-10 and the simplest draws from it. Constants and rounds are those of the paper and of
 * the Random123 library, whose known answers the test repeats. */
#include "base/random.h"

#include <stddef.h>

static void philox_round(uint32_t x[4], uint32_t key0, uint32_t key1) {
  uint64_t a = (uint64_t)0xD2511F53u * x[0], b = (uint64_t)0xCD9E8D57u * x[2];
  uint32_t y0 = (uint32_t)(b >> 32) ^ x[1] ^ key0, y2 = (uint32_t)(a >> 32) ^ x[3] ^ key1;
  x[0] = y0;
  x[1] = (uint32_t)b;
  x[2] = y2;
  x[3] = (uint32_t)a;
}

void pk_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
  uint32_t key0 = key[0], key1 = key[1];
  for (int i = 0; i < 4; i++)
    out[i] = counter[i];
  for (int i = 0; i < 10; i++) {
    philox_round(out, key0, key1);
    key0 += 0x9E3779B9u; /* the golden ratio and √3 − 1, as Weyl sequences */
    key1 += 0xBB67AE85u;
  }
}

void pk_stream_start(pk_stream *stream, uint64_t seed, uint64_t purpose) {
  *stream = (pk_stream){{(uint32_t)seed, (uint32_t)(seed >> 32)},
                        {0, 0, (uint32_t)purpose, (uint32_t)(purpose >> 32)},
                        {0, 0, 0, 0},
                        4};
}

static uint32_t next_word(pk_stream *stream) {
  if (stream->used == 4) {
    pk_philox(stream->counter, stream->key, stream->block);
    if (++stream->counter[0] == 0)
      stream->counter[1]++;
    stream->used = 0;
  }
  return stream->block[stream->used++];
}

/* The odd multiples of 2^-53: evenly spread, symmetric about ½, never 0 and never 1, all exact. */
double pk_stream_uniform(pk_stream *stream) {
  uint64_t high = next_word(stream), low = next_word(stream);
  uint64_t odd = (high << 21 | low >> 11) | 1;
  return (double)odd * 0x1p-53;
}

/* Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019). */
uint32_t pk_stream_below(pk_stream *stream, uint32_t n) {
  uint64_t product = (uint64_t)next_word(stream) * n;
  if ((uint32_t)product < n) {
    uint32_t biased = (uint32_t)(-n) % n;
    while ((uint32_t)product < biased)
      product = (uint64_t)next_word(stream) * n;
  }
  return (uint32_t)(product >> 32);
}
