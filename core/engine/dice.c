/* Keys of runs, hashes of ids, and Philox for many clients at once. */
#include "engine/dice.h"
#include "base/ids.h"

/* SplitMix64's finaliser (Steele, Lea, Flood 2014): spreads seed and run over the whole key. */
static uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

void pk_dice_key(uint64_t seed, uint64_t run, uint32_t key[2]) {
  uint64_t z = mix(mix(seed + 0x9E3779B97F4A7C15u) + (run + 1) * 0x9E3779B97F4A7C15u);
  key[0] = (uint32_t)z;
  key[1] = (uint32_t)(z >> 32);
}

uint32_t pk_dice_id(const char *id) {
  uint64_t z = mix(pk_hash(id));
  return (uint32_t)(z ^ z >> 32);
}

/* The compiler makes vectors of this loop: SSE2 everywhere, AVX2 where the machine has it. Both are
 * whole-number arithmetic and give the same words. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(POLKU_SANITIZED)
__attribute__((target_clones("avx2", "default"), optimize("O3")))
#endif
void pk_dice_many(const uint32_t key[2], size_t count, const uint32_t *client,
                  const uint32_t *origin, const uint32_t *stage, const uint32_t *visit,
                  uint32_t *const words[4]) {
  uint32_t *restrict out0 = words[0], *restrict out1 = words[1];
  uint32_t *restrict out2 = words[2], *restrict out3 = words[3];
  const uint32_t first0 = key[0], first1 = key[1];
  for (size_t i = 0; i < count; i++) {
    uint32_t a = client[i], b = origin[i], c = stage[i], d = visit[i];
    uint32_t key0 = first0, key1 = first1;
    for (int round = 0; round < 10; round++) {
      uint64_t x = (uint64_t)0xD2511F53u * a, y = (uint64_t)0xCD9E8D57u * c;
      a = (uint32_t)(y >> 32) ^ b ^ key0;
      b = (uint32_t)y;
      c = (uint32_t)(x >> 32) ^ d ^ key1;
      d = (uint32_t)x;
      key0 += 0x9E3779B9u;
      key1 += 0xBB67AE85u;
    }
    out0[i] = a;
    out1[i] = b;
    out2[i] = c;
    out3[i] = d;
  }
}
