/* Counter-based random numbers: Philox 4×32-10.
 *
 * J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2,
 * 3", SC11 (2011). A number is a pure function of key and counter, so results depend on neither
 * threads nor order. */
#ifndef PK_RANDOM_H
#define PK_RANDOM_H

#include <stdint.h>

/* SplitMix64's finaliser (Steele, Lea, Flood, "Fast splittable pseudorandom number generators",
 * OOPSLA 2014): spreads what little two numbers differ in over all 64 bits. */
static inline uint64_t pk_mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

/* One block: four 32-bit words for a counter under a key. */
void pk_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

/* A stream for drawing one after another: counter words 0 and 1 advance, 2 and 3 are `purpose`. */
typedef struct pk_stream {
  uint32_t key[2], counter[4], block[4];
  int used;
} pk_stream;

void pk_stream_start(pk_stream *stream, uint64_t seed, uint64_t purpose);
/* Uniform on the open interval (0, 1), 53 bits. */
double pk_stream_uniform(pk_stream *stream);
/* Whole number 0 … n − 1, n ≥ 1, without bias. */
uint32_t pk_stream_below(pk_stream *stream, uint32_t n);
/* Standard normal, by inversion (pk_normal_quantile). */
double pk_stream_normal(pk_stream *stream);
/* Gamma with shape > 0 and scale 1 (Marsaglia and Tsang 2000; shapes below 1 by the power boost).
 */
double pk_stream_gamma(pk_stream *stream, double shape);

#endif
