/* Interned ids: an open-addressing table of indices into an array of strings, both in the arena.
 * What a grown table leaves behind is given back with the arena. */
#include "base/ids.h"
#include "base/utf8.h"
#include "polku.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>

struct pk_ids {
  pk_arena *arena;
  const char **strings;
  int32_t *slots; /* index + 1, 0 is free; a power of two, at most half full */
  size_t slot_count;
  int count;
};

uint64_t pk_hash(const char *text) {
  uint64_t hash = 14695981039346656037u;
  for (; *text; text++)
    hash = (hash ^ (unsigned char)*text) * 1099511628211u;
  return hash;
}

static size_t find_slot(const pk_ids *ids, const char *id) {
  size_t slot = (size_t)pk_hash(id) & (ids->slot_count - 1);
  while (ids->slots[slot] && strcmp(ids->strings[ids->slots[slot] - 1], id) != 0)
    slot = (slot + 1) & (ids->slot_count - 1);
  return slot;
}

static bool resize(pk_ids *ids, size_t slot_count) {
  int32_t *slots = PK_NEW_ARRAY(ids->arena, int32_t, slot_count);
  const char **strings = PK_NEW_ARRAY(ids->arena, const char *, slot_count / 2);
  if (!slots || !strings)
    return false;
  for (int i = 0; i < ids->count; i++)
    strings[i] = ids->strings[i];
  ids->slots = slots;
  ids->strings = strings;
  ids->slot_count = slot_count;
  for (int32_t i = 0; i < ids->count; i++)
    ids->slots[find_slot(ids, strings[i])] = i + 1;
  return true;
}

pk_ids *pk_ids_new(pk_arena *arena) {
  pk_ids *ids = PK_NEW(arena, pk_ids);
  if (!ids)
    return NULL;
  ids->arena = arena;
  return resize(ids, 32) ? ids : NULL;
}

int pk_ids_add(pk_ids *ids, const char *id) {
  size_t slot = find_slot(ids, id);
  if (ids->slots[slot])
    return ids->slots[slot] - 1;
  if ((size_t)ids->count == ids->slot_count / 2) {
    if (ids->count > INT_MAX / 8 || !resize(ids, ids->slot_count * 2))
      return -1;
    slot = find_slot(ids, id);
  }
  const char *copy = pk_strdup(ids->arena, id);
  if (!copy)
    return -1;
  ids->strings[ids->count] = copy;
  ids->slots[slot] = (int32_t)++ids->count;
  return ids->count - 1;
}

int pk_ids_find(const pk_ids *ids, const char *id) {
  return ids->slots[find_slot(ids, id)] - 1;
}

int pk_ids_count(const pk_ids *ids) {
  return ids->count;
}

const char *pk_ids_at(const pk_ids *ids, int index) {
  return index >= 0 && index < ids->count ? ids->strings[index] : NULL;
}

/* Nobody mistypes a word longer than this by a letter or two and is helped by a suggestion. */
enum { WORD_MAX = 96 };

static uint32_t lower(uint32_t c) {
  bool upper = (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7);
  return upper ? c + 0x20 : c;
}

/* Code points in lower case; −1 when there are more than WORD_MAX. */
static int spell(const char *word, uint32_t *letters) {
  int n = 0;
  for (size_t i = 0, length = strlen(word); i < length; n++) {
    if (n == WORD_MAX)
      return -1;
    uint32_t c;
    i += pk_utf8_next(word + i, length - i, &c);
    letters[n] = lower(c);
  }
  return n;
}

/* What Finnish and Swedish letters become on a keyboard without them. */
static uint32_t without_dots(uint32_t c) {
  return c == 0xe4 || c == 0xe5 ? 'a' : c == 0xf6 ? 'o' : c;
}

/* Twice the cost of writing b for a. */
static int replace_cost(uint32_t a, uint32_t b) {
  return a == b ? 0 : without_dots(a) == without_dots(b) ? 1 : 2;
}

static int least(int a, int b) {
  return a < b ? a : b;
}

/* Twice the optimal string alignment distance: three rows of the usual table. */
static int distance(const uint32_t *a, int n, const uint32_t *b, int m) {
  int rows[3][WORD_MAX + 1];
  int *before = rows[0], *last = rows[1], *now = rows[2];
  for (int j = 0; j <= m; j++)
    last[j] = 2 * j;
  for (int i = 1; i <= n; i++) {
    now[0] = 2 * i;
    for (int j = 1; j <= m; j++) {
      int best = last[j - 1] + replace_cost(a[i - 1], b[j - 1]);
      best = least(best, least(last[j], now[j - 1]) + 2);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        best = least(best, before[j - 2] + 2);
      now[j] = best;
    }
    int *free_row = before;
    before = last;
    last = now;
    now = free_row;
  }
  return last[m];
}

const char *pk_nearest(const char *word, const char *const *candidates, size_t count) {
  uint32_t a[WORD_MAX], b[WORD_MAX];
  int n = spell(word, a);
  if (n < 0)
    return NULL;
  const char *best = NULL;
  /* Thirds of a letter: 6 · cost / 2 ≤ 2 · max(n, 3). */
  int limit = 2 * (n < 3 ? 3 : n), best_cost = INT_MAX;
  for (size_t i = 0; i < count; i++) {
    int m = spell(candidates[i], b);
    if (m < 0)
      continue;
    int cost = distance(a, n, b, m);
    if (3 * cost <= limit && cost < best_cost) {
      best = candidates[i];
      best_cost = cost;
    }
  }
  return best;
}

const char *polku_nearest(const char *word, const char *const *candidates, size_t count) {
  return pk_nearest(word, candidates, count);
}
