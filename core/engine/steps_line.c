/* The line at a door: who came first stands first, and the lot decides between those who came at
 * the same step. */
#include "engine/steps.h"

#include "chain/states.h"

#include <limits.h>
#include <string.h>

/* ------------------------------------------------------------------------------------- sorting */

enum { DIGIT = 11, DIGITS = 1 << DIGIT, FEW = 32 };

static void sort_few(pk_sort_key *keys, size_t count) {
  for (size_t i = 1; i < count; i++) {
    pk_sort_key own = keys[i];
    size_t j = i;
    for (; j > 0 && keys[j - 1].key > own.key; j--)
      keys[j] = keys[j - 1];
    keys[j] = own;
  }
}

static void sort_digit(const pk_sort_key *from, pk_sort_key *to, size_t count, int shift) {
  size_t start[DIGITS] = {0}, sum = 0;
  for (size_t i = 0; i < count; i++)
    start[from[i].key >> shift & (DIGITS - 1)]++;
  for (int d = 0; d < DIGITS; d++) {
    size_t own = start[d];
    start[d] = sum;
    sum += own;
  }
  for (size_t i = 0; i < count; i++)
    to[start[from[i].key >> shift & (DIGITS - 1)]++] = from[i];
}

void pk_keys_sort(pk_sort_key *keys, pk_sort_key *spare, size_t count) {
  if (count <= FEW) {
    sort_few(keys, count);
    return;
  }
  sort_digit(keys, spare, count, 0);
  sort_digit(spare, keys, count, DIGIT);
  sort_digit(keys, spare, count, 2 * DIGIT);
  memcpy(keys, spare, count * sizeof *keys);
}

/* ------------------------------------------------------------------------------------- the line */

void pk_line_join(pk_side *side, int door, uint32_t id, int came) {
  const pk_steps *steps = side->steps;
  pk_waiting_line *line = &side->lines[door];
  pk_client *client = pk_client_at(side, id);
  void *list = line->list;
  if (!pk_make_room(&list, &line->room, line->count + 1, sizeof *line->list)) {
    side->failed = true;
    return;
  }
  line->list = list;
  line->list[line->count++] = (pk_waiter){id, 0, came, INT_MAX};
  client->since = came;
  client->marks |= PK_AT_DOOR | PK_FRESH;
  int group = pk_client_group(side, client);
  side->outside[(size_t)group * (size_t)steps->stage_count + (size_t)client->stage]++;
  if (steps->of.shape->queues)
    pk_tally_group(steps->of.shape, side->tally,
                   group)[steps->of.shape->came + (size_t)client->stage]++;
}

void pk_line_close(pk_waiting_line *line) {
  size_t to = line->first;
  for (size_t i = line->first; i < line->count; i++)
    if (line->list[i].client != PK_NOBODY)
      line->list[to++] = line->list[i];
  line->count = to;
  line->gaps = 0;
}

/* When the patience of somebody who came at `came` ends; not before now, whoever still waits. */
static int end_of_patience(const pk_side *side, const pk_entrance *door, const pk_waiter *w,
                           double u) {
  if (!door->patience)
    return INT_MAX;
  int waited = side->t - w->came, low = waited + 1, high = door->patience_steps + 1;
  int most = door->patience_steps < waited ? door->patience_steps : waited;
  double longer = door->patience[most] * (1 - u);
  if (waited > 0 && !(door->patience[most] > 0))
    return side->t + 1; /* should have given up already */
  while (low < high) {  /* the first length that fewer outlast than this one */
    int middle = low + (high - low) / 2;
    if (door->patience[middle] > longer)
      low = middle + 1;
    else
      high = middle;
  }
  return low > door->patience_steps ? INT_MAX : w->came + low;
}

static void greet(pk_side *side, const pk_entrance *door, pk_waiter *list, size_t count) {
  pk_batch *b = &side->batch; /* nobody is in it while doors are opened */
  for (size_t from = 0; from < count; from += PK_BATCH) {
    size_t some = count - from < PK_BATCH ? count - from : PK_BATCH;
    for (size_t i = 0; i < some; i++)
      pk_batch_add(side, list[from + i].client);
    pk_batch_draw(side, PK_DICE_DOOR);
    for (size_t i = 0; i < some; i++) {
      pk_waiter *w = &list[from + i];
      w->lot = b->word[0][i];
      w->until = end_of_patience(side, door, w, pk_dice_wide(b->word[1][i], b->word[2][i]));
    }
    b->count = 0;
  }
}

/* Of equal lots the lower hash of the origin goes first, then the lower number. */
static bool before(const pk_side *side, const pk_waiter *a, const pk_waiter *b) {
  const pk_client *p = pk_client_at(side, a->client), *q = pk_client_at(side, b->client);
  const pk_origin *from = pk_client_origin(side, p), *other = pk_client_origin(side, q);
  if (from->hash != other->hash)
    return from->hash < other->hash;
  return p->number != q->number ? p->number < q->number : p->origin < q->origin;
}

static void part_equals(const pk_side *side, pk_waiter *list, size_t count) {
  for (size_t i = 1; i < count; i++) {
    pk_waiter own = list[i];
    size_t j = i;
    for (; j > 0 && list[j - 1].lot == own.lot && list[j - 1].came == own.came &&
           before(side, &own, &list[j - 1]);
         j--)
      list[j] = list[j - 1];
    list[j] = own;
  }
}

bool pk_line_room(pk_side *side, size_t count) {
  void *keys = side->keys, *more = side->more_keys, *others = side->others;
  bool good = pk_make_room(&keys, &side->key_room, count, sizeof *side->keys);
  side->keys = keys;
  good = good && pk_make_room(&more, &side->more_room, count, sizeof *side->more_keys);
  side->more_keys = more;
  good = good && pk_make_room(&others, &side->other_room, count, sizeof *side->others);
  side->others = others;
  side->failed = side->failed || !good;
  return good;
}

/* By one of two keys: the lot, or when they came. */
static void sort_by(pk_side *side, pk_waiter *list, size_t count, bool by_lot) {
  for (size_t i = 0; i < count; i++)
    side->keys[i] =
        (pk_sort_key){by_lot ? list[i].lot : (uint32_t)list[i].came ^ 0x80000000u, (uint32_t)i};
  pk_keys_sort(side->keys, side->more_keys, count);
  memcpy(side->others, list, count * sizeof *list);
  for (size_t i = 0; i < count; i++)
    list[i] = side->others[side->keys[i].at];
}

void pk_line_sort(pk_side *side, int door) {
  pk_waiting_line *line = &side->lines[door];
  if (line->known == line->count)
    return;
  greet(side, &side->steps->doors[door], line->list + line->known, line->count - line->known);
  size_t from = line->known;
  bool mixed = false;
  while (from > line->first && line->list[from - 1].came == side->t)
    from--;
  for (size_t i = from; i < line->count; i++)
    mixed = mixed || line->list[i].came != side->t;
  if (!pk_line_room(side, line->count - from))
    return;
  sort_by(side, line->list + from, line->count - from, true);
  if (mixed)
    sort_by(side, line->list + from, line->count - from, false);
  part_equals(side, line->list + from, line->count - from);
  line->known = line->count;
}
