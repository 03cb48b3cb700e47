/* The luck of one client: which random numbers are whose.
 *
 * Every number is a pure function of (seed, run), the client's number within those of one origin
 * (a group's people at t = 0, its arrivals of one step, one line of its caseload), the stage, and
 * how often the client had come to that stage before. Stages, groups and origins count by the
 * hashes of their ids, never by their places in the model. So the same client meets the same luck
 * in the same stage whatever happens elsewhere: scenarios differ only by what the change reaches,
 * and no thread, batch or machine matters. */
#ifndef PK_DICE_H
#define PK_DICE_H

#include "base/random.h"

#include <stddef.h>

/* Blocks of four words each; counter = { client, origin, stage, visit × PK_DICE_BLOCKS + block }.
 */
typedef enum {
  PK_DICE_STAY,  /* words 0, 1: length; word 2: exit; word 3: host */
  PK_DICE_DOOR,  /* word 0: lot; words 1, 2: patience; word 3: where who gives up goes */
  PK_DICE_ABOUT, /* word 0: which supports the client gets */
  PK_DICE_WHO,   /* words 0, 1: profile and start; stage and visit 0 */
  PK_DICE_BLOCKS = 4
} pk_dice_block;

/* The key of a run, 0, 1, … */
void pk_dice_key(uint64_t seed, uint64_t run, uint32_t key[2]);

/* The hash that stands for an id in counters. */
uint32_t pk_dice_id(const char *id);

static inline void pk_dice(const uint32_t key[2], uint32_t client, uint32_t origin, uint32_t stage,
                           uint32_t visit, pk_dice_block block, uint32_t out[4]) {
  uint32_t counter[4] = {client, origin, stage, visit * PK_DICE_BLOCKS + (uint32_t)block};
  pk_philox(counter, key, out);
}

/* Many at once: words[w][i] is word w for clients[i] …, in the widest vectors of the processor; the
 * same numbers as pk_dice() gives. `visit` counts blocks: visit × PK_DICE_BLOCKS + block. */
void pk_dice_many(const uint32_t key[2], size_t count, const uint32_t *client,
                  const uint32_t *origin, const uint32_t *stage, const uint32_t *visit,
                  uint32_t *const words[4]);

/* The same in vectors of at most `bits`: 512, 256, 128, 0. */
void pk_dice_many_by(int bits, const uint32_t key[2], size_t count, const uint32_t *const in[4],
                     uint32_t *const words[4]);

/* Uniform on (0, 1) from two words (53 bits) or one (32 bits). */
static inline double pk_dice_wide(uint32_t high, uint32_t low) {
  uint64_t odd = ((uint64_t)high << 21 | low >> 11) | 1;
  return (double)odd * 0x1p-53;
}
static inline double pk_dice_narrow(uint32_t word) {
  return ((double)word + 0.5) * 0x1p-32;
}

#endif
