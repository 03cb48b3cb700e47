/* Keys of runs, hashes of ids, and Philox for many clients at once. */
#include "engine/dice.h"
#include "base/ids.h"

void pk_dice_key(uint64_t seed, uint64_t run, uint32_t key[2]) {
  uint64_t z = pk_mix(pk_mix(seed + 0x9E3779B97F4A7C15u) + (run + 1) * 0x9E3779B97F4A7C15u);
  key[0] = (uint32_t)z;
  key[1] = (uint32_t)(z >> 32);
}

uint32_t pk_dice_id(const char *id) {
  uint64_t z = pk_mix(pk_hash(id));
  return (uint32_t)(z ^ z >> 32);
}

#define FACTOR_A 0xD2511F53u
#define FACTOR_C 0xCD9E8D57u
#define WEYL_0 0x9E3779B9u
#define WEYL_1 0xBB67AE85u

/* What one call works on; blocks first … count − 1 are done by the caller. */
typedef struct blocks {
  const uint32_t *key;
  size_t count;
  const uint32_t *in[4];
  uint32_t *const *out;
} blocks;

static void one_by_one(const blocks *all, size_t first) {
  for (size_t i = first; i < all->count; i++) {
    uint32_t counter[4] = {all->in[0][i], all->in[1][i], all->in[2][i], all->in[3][i]}, word[4];
    pk_philox(counter, all->key, word);
    for (int w = 0; w < 4; w++)
      all->out[w][i] = word[w];
  }
}

/* Vectors: each 64-bit lane holds a word of one block in its lower half; what is in the upper half
 * does not matter, since _mul_epu32 reads the lower alone and gives both halves of the product. So
 * a round of two multiplications, two shifts and four exclusive ors needs no shuffling. Three
 * vectors go together, because a round waits for the multiplication of the one before. Whole-number
 * arithmetic: the same words as one by one. The processor is asked which vectors it has; under a
 * memory checker that does not know AVX-512 it says that it has none. */
#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

enum { TOGETHER = 3 };

typedef struct lanes2 {
  __m128i a, b, c, d;
} lanes2;

static inline __m128i load2(const uint32_t *from) {
  return _mm_unpacklo_epi32(_mm_loadl_epi64((const __m128i *)(const void *)from),
                            _mm_setzero_si128());
}

static inline void store2(uint32_t *to, __m128i word) {
  _mm_storel_epi64((__m128i *)(void *)to, _mm_shuffle_epi32(word, 0x08));
}

static inline void round2(lanes2 *v, __m128i key0, __m128i key1) {
  __m128i x = _mm_mul_epu32(v->a, _mm_set1_epi32((int)FACTOR_A));
  __m128i y = _mm_mul_epu32(v->c, _mm_set1_epi32((int)FACTOR_C));
  v->a = _mm_xor_si128(_mm_srli_epi64(y, 32), _mm_xor_si128(v->b, key0));
  v->b = y;
  v->c = _mm_xor_si128(_mm_srli_epi64(x, 32), _mm_xor_si128(v->d, key1));
  v->d = x;
}

static size_t by_sse2(const blocks *all) {
  size_t i = 0;
  for (; i + 2 * TOGETHER <= all->count; i += 2 * TOGETHER) {
    lanes2 v[TOGETHER];
    uint32_t key0 = all->key[0], key1 = all->key[1];
#pragma GCC unroll 3
    for (size_t n = 0; n < TOGETHER; n++)
      v[n] = (lanes2){load2(all->in[0] + i + 2 * n), load2(all->in[1] + i + 2 * n),
                      load2(all->in[2] + i + 2 * n), load2(all->in[3] + i + 2 * n)};
    for (int round = 0; round < 10; round++, key0 += WEYL_0, key1 += WEYL_1) {
      __m128i k0 = _mm_set1_epi32((int)key0), k1 = _mm_set1_epi32((int)key1);
#pragma GCC unroll 3
      for (size_t n = 0; n < TOGETHER; n++)
        round2(&v[n], k0, k1);
    }
#pragma GCC unroll 3
    for (size_t n = 0; n < TOGETHER; n++) {
      store2(all->out[0] + i + 2 * n, v[n].a);
      store2(all->out[1] + i + 2 * n, v[n].b);
      store2(all->out[2] + i + 2 * n, v[n].c);
      store2(all->out[3] + i + 2 * n, v[n].d);
    }
  }
  return i;
}

#define AVX2 __attribute__((target("avx2")))

typedef struct lanes4 {
  __m256i a, b, c, d;
} lanes4;

AVX2 static inline __m256i load4(const uint32_t *from) {
  return _mm256_cvtepu32_epi64(_mm_loadu_si128((const __m128i *)(const void *)from));
}

AVX2 static inline void store4(uint32_t *to, __m256i word) {
  __m256i lower = _mm256_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6);
  _mm_storeu_si128((__m128i *)(void *)to,
                   _mm256_castsi256_si128(_mm256_permutevar8x32_epi32(word, lower)));
}

AVX2 static inline void round4(lanes4 *v, __m256i key0, __m256i key1) {
  __m256i x = _mm256_mul_epu32(v->a, _mm256_set1_epi32((int)FACTOR_A));
  __m256i y = _mm256_mul_epu32(v->c, _mm256_set1_epi32((int)FACTOR_C));
  v->a = _mm256_xor_si256(_mm256_srli_epi64(y, 32), _mm256_xor_si256(v->b, key0));
  v->b = y;
  v->c = _mm256_xor_si256(_mm256_srli_epi64(x, 32), _mm256_xor_si256(v->d, key1));
  v->d = x;
}

AVX2 static size_t by_avx2(const blocks *all) {
  size_t i = 0;
  for (; i + 4 * TOGETHER <= all->count; i += 4 * TOGETHER) {
    lanes4 v[TOGETHER];
    uint32_t key0 = all->key[0], key1 = all->key[1];
#pragma GCC unroll 3
    for (size_t n = 0; n < TOGETHER; n++)
      v[n] = (lanes4){load4(all->in[0] + i + 4 * n), load4(all->in[1] + i + 4 * n),
                      load4(all->in[2] + i + 4 * n), load4(all->in[3] + i + 4 * n)};
    for (int round = 0; round < 10; round++, key0 += WEYL_0, key1 += WEYL_1) {
      __m256i k0 = _mm256_set1_epi32((int)key0), k1 = _mm256_set1_epi32((int)key1);
#pragma GCC unroll 3
      for (size_t n = 0; n < TOGETHER; n++)
        round4(&v[n], k0, k1);
    }
#pragma GCC unroll 3
    for (size_t n = 0; n < TOGETHER; n++) {
      store4(all->out[0] + i + 4 * n, v[n].a);
      store4(all->out[1] + i + 4 * n, v[n].b);
      store4(all->out[2] + i + 4 * n, v[n].c);
      store4(all->out[3] + i + 4 * n, v[n].d);
    }
  }
  return i;
}

#define AVX512 __attribute__((target("avx512f")))

typedef struct lanes8 {
  __m512i a, b, c, d;
} lanes8;

AVX512 static inline __m512i load8(const uint32_t *from) {
  return _mm512_cvtepu32_epi64(_mm256_loadu_si256((const __m256i *)(const void *)from));
}

AVX512 static inline void store8(uint32_t *to, __m512i word) {
  _mm256_storeu_si256((__m256i *)(void *)to, _mm512_cvtepi64_epi32(word));
}

/* 0x96 is the table of the exclusive or of three. */
AVX512 static inline void round8(lanes8 *v, __m512i key0, __m512i key1) {
  __m512i x = _mm512_mul_epu32(v->a, _mm512_set1_epi32((int)FACTOR_A));
  __m512i y = _mm512_mul_epu32(v->c, _mm512_set1_epi32((int)FACTOR_C));
  v->a = _mm512_ternarylogic_epi64(_mm512_srli_epi64(y, 32), v->b, key0, 0x96);
  v->b = y;
  v->c = _mm512_ternarylogic_epi64(_mm512_srli_epi64(x, 32), v->d, key1, 0x96);
  v->d = x;
}

AVX512 static size_t by_avx512(const blocks *all) {
  size_t i = 0;
  for (; i + 8 * TOGETHER <= all->count; i += 8 * TOGETHER) {
    lanes8 v[TOGETHER];
    uint32_t key0 = all->key[0], key1 = all->key[1];
#pragma GCC unroll 3
    for (size_t n = 0; n < TOGETHER; n++)
      v[n] = (lanes8){load8(all->in[0] + i + 8 * n), load8(all->in[1] + i + 8 * n),
                      load8(all->in[2] + i + 8 * n), load8(all->in[3] + i + 8 * n)};
    for (int round = 0; round < 10; round++, key0 += WEYL_0, key1 += WEYL_1) {
      __m512i k0 = _mm512_set1_epi32((int)key0), k1 = _mm512_set1_epi32((int)key1);
#pragma GCC unroll 3
      for (size_t n = 0; n < TOGETHER; n++)
        round8(&v[n], k0, k1);
    }
#pragma GCC unroll 3
    for (size_t n = 0; n < TOGETHER; n++) {
      store8(all->out[0] + i + 8 * n, v[n].a);
      store8(all->out[1] + i + 8 * n, v[n].b);
      store8(all->out[2] + i + 8 * n, v[n].c);
      store8(all->out[3] + i + 8 * n, v[n].d);
    }
  }
  return i;
}

static size_t by_vectors(int bits, const blocks *all) {
  return bits >= 512 && __builtin_cpu_supports("avx512f") ? by_avx512(all)
         : bits >= 256 && __builtin_cpu_supports("avx2")  ? by_avx2(all)
         : bits >= 128                                    ? by_sse2(all)
                                                          : 0;
}
#else
static size_t by_vectors(int bits, const blocks *all) {
  (void)bits;
  (void)all;
  return 0;
}
#endif

void pk_dice_many_by(int bits, const uint32_t key[2], size_t count, const uint32_t *const in[4],
                     uint32_t *const words[4]) {
  blocks all = {key, count, {in[0], in[1], in[2], in[3]}, words};
  one_by_one(&all, by_vectors(bits, &all));
}

void pk_dice_many(const uint32_t key[2], size_t count, const uint32_t *client,
                  const uint32_t *origin, const uint32_t *stage, const uint32_t *visit,
                  uint32_t *const words[4]) {
  const uint32_t *const in[4] = {client, origin, stage, visit};
  pk_dice_many_by(512, key, count, in, words);
}
