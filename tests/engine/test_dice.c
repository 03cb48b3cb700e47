/* Whose luck is whose: the same number for the same client whatever else is drawn, in vectors or
 * not. That the numbers are Philox's is told by tests/base/test_random.c. */
#include "engine/dice.h"
#include "support/check.h"

#include <math.h>
#include <string.h>

enum { MOST = 100 };

typedef struct blocks {
  uint32_t in[4][MOST], out[4][MOST + 1];
} blocks;

static void fill(blocks *b, uint32_t seed) {
  for (uint32_t w = 0; w < 4; w++)
    for (uint32_t i = 0; i < MOST; i++)
      b->in[w][i] = i % 11 == 0 ? UINT32_MAX : (seed + w * 1000 + i) * 2654435761u;
}

/* Every count from 0 on: whole vectors, and what is left of them. */
static void same_as_one_by_one(int bits) {
  blocks b;
  const uint32_t key[2] = {0xFEDCBA98u, 0x80000001u};
  for (uint32_t count = 0; count <= MOST; count++) {
    fill(&b, count);
    memset(b.out, 0xAB, sizeof b.out);
    const uint32_t *const in[4] = {b.in[0], b.in[1], b.in[2], b.in[3]};
    uint32_t *const out[4] = {b.out[0], b.out[1], b.out[2], b.out[3]};
    pk_dice_many_by(bits, key, count, in, out);
    for (uint32_t i = 0; i < count; i++) {
      uint32_t counter[4] = {b.in[0][i], b.in[1][i], b.in[2][i], b.in[3][i]}, word[4];
      pk_philox(counter, key, word);
      for (int w = 0; w < 4; w++)
        assert_int_equal(b.out[w][i], word[w]);
    }
    for (int w = 0; w < 4; w++)
      assert_int_equal(b.out[w][count], 0xABABABABu);
  }
}

static void many_are_the_same_as_one_by_one(void **state) {
  (void)state;
  for (int bits = 512; bits >= 128; bits /= 2)
    same_as_one_by_one(bits);
  same_as_one_by_one(0);
}

static void a_block_is_a_visit_and_a_purpose(void **state) {
  (void)state;
  const uint32_t key[2] = {1, 2};
  uint32_t counter[4] = {10, 20, 30, 7 * 4 + 1}, word[4], same[4];
  pk_philox(counter, key, word);
  pk_dice(key, 10, 20, 30, 7, PK_DICE_DOOR, same);
  assert_memory_equal(word, same, sizeof word);
}

static void runs_and_seeds_have_keys_of_their_own(void **state) {
  (void)state;
  uint32_t key[200][2];
  for (uint64_t i = 0; i < 100; i++) {
    pk_dice_key(1, i, key[i]);
    pk_dice_key(i + 2, 0, key[100 + i]);
  }
  for (int i = 0; i < 200; i++)
    for (int j = 0; j < i; j++)
      assert_memory_not_equal(key[i], key[j], sizeof key[i]);
}

static void uniform_numbers_are_inside_the_open_interval(void **state) {
  (void)state;
  assert_true(pk_dice_wide(0, 0) > 0);
  assert_true(pk_dice_wide(UINT32_MAX, UINT32_MAX) < 1);
  assert_true(pk_dice_narrow(0) > 0);
  assert_true(pk_dice_narrow(UINT32_MAX) < 1);
  assert_true(fabs(pk_dice_wide(1u << 31, 0) - 0.5) < 1e-15);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(many_are_the_same_as_one_by_one),
      cmocka_unit_test(a_block_is_a_visit_and_a_purpose),
      cmocka_unit_test(runs_and_seeds_have_keys_of_their_own),
      cmocka_unit_test(uniform_numbers_are_inside_the_open_interval),
  };
  return RUN(tests);
}
