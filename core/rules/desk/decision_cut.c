/* What a cut costs. Small lattices are solved exactly, each once; of large ones it is estimated by
 * splitting their axes in their order until the parts are small. */
#include "rules/desk/decision_cut.h"

#include <string.h>

/* Up to so many cells and digits the fewest rows are found (the parts of a lattice are at most 2 to
 * the number of its digits); beyond, one cut is looked ahead; beyond that, axes are split in their
 * order. */
enum {
  SOLVED_MAX = 128,
  DIGITS_MAX = 14,
  TRIED_MAX = 1 << 18, /* parts: beyond, nothing is looked ahead any more */
  LOOK_AHEAD = 1 << 14,
  SECTIONS_MAX = 8,
  SLOTS = 1024,
  CUT_STEPS = 256
};

typedef struct cost {
  long rows, conditions;
} cost;

typedef struct pk_solved {
  struct pk_solved *next;
  pk_lattice lattice; /* sizes and values only: axes of another name cost the same */
  cost least;
} pk_solved;

void pk_decision_cut_begin(pk_cutter *c) {
  c->memory = pk_arena_new();
  c->solved = c->memory ? PK_NEW_ARRAY(c->memory, pk_solved *, SLOTS) : NULL;
  if (!c->solved)
    pk_decision_cut_no_memory(c);
}

void pk_decision_cut_end(pk_cutter *c) {
  pk_arena_free(c->memory);
}

void *pk_decision_cut_no_memory(pk_cutter *c) {
  pk_report_memory(c->report);
  c->failed = true;
  return NULL;
}

bool pk_decision_cut_work(pk_cutter *c, size_t steps) {
  if (!pk_work(c->product->book, steps))
    c->failed = !pk_work_done(c->product->book, c->report);
  return !c->failed;
}

/* --- cuts and what they cost */

static bool cheaper(cost a, cost b) {
  return a.rows != b.rows ? a.rows < b.rows : a.conditions < b.conditions;
}

int pk_decision_cut_count(const pk_lattice *lattice, pk_decision_cut at) {
  return at.digit < 0 ? lattice->size[at.k] : 2;
}

const pk_lattice *pk_decision_cut_part(pk_cutter *c, pk_arena *arena, const pk_lattice *lattice,
                                       pk_decision_cut at, int i) {
  c->tried++;
  if (!pk_decision_cut_work(c, CUT_STEPS + lattice->count * ((size_t)lattice->axis_count + 1)))
    return NULL;
  const pk_lattice *part = at.digit < 0 ? pk_lattice_slice(arena, lattice, at.k, i)
                           : i == 0     ? pk_lattice_slice(arena, lattice, at.k, at.digit)
                                        : pk_lattice_rest(arena, lattice, at.k, at.digit);
  part = part ? pk_lattice_squeeze(arena, part, c->classes) : NULL;
  return part ? part : pk_decision_cut_no_memory(c);
}

static bool has_axis(const pk_lattice *lattice, int axis) {
  for (int k = 0; k < lattice->axis_count; k++)
    if (lattice->axis[k] == axis)
      return true;
  return false;
}

/* --- small lattices are solved, once each */

static uint64_t hash_of(const pk_lattice *lattice) {
  uint64_t hash = UINT64_C(14695981039346656037);
  for (int k = 0; k < lattice->axis_count; k++)
    hash = (hash ^ (uint64_t)lattice->size[k]) * UINT64_C(1099511628211);
  for (size_t i = 0; i < lattice->count; i++)
    hash = (hash ^ (uint32_t)lattice->value[i]) * UINT64_C(1099511628211);
  return hash;
}

static bool same_lattice(const pk_lattice *a, const pk_lattice *b) {
  return a->axis_count == b->axis_count && a->count == b->count &&
         memcmp(a->size, b->size, (size_t)a->axis_count * sizeof *a->size) == 0 &&
         memcmp(a->value, b->value, a->count * sizeof *a->value) == 0;
}

static pk_solved **slot_of(pk_cutter *c, const pk_lattice *lattice) {
  pk_solved **slot = &c->solved[hash_of(lattice) % SLOTS];
  for (; *slot && !same_lattice(&(*slot)->lattice, lattice); slot = &(*slot)->next)
    pk_decision_cut_work(c, 4);
  return slot;
}

static void keep_solved(pk_cutter *c, const pk_lattice *lattice, cost least) {
  pk_solved *made = PK_NEW(c->memory, pk_solved);
  int *size = PK_NEW_ARRAY(c->memory, int, (size_t)lattice->axis_count);
  int32_t *value = PK_NEW_ARRAY(c->memory, int32_t, lattice->count);
  if (!made || !size || !value) {
    pk_decision_cut_no_memory(c);
    return;
  }
  memcpy(size, lattice->size, (size_t)lattice->axis_count * sizeof *size);
  memcpy(value, lattice->value, lattice->count * sizeof *value);
  made->lattice = (pk_lattice){
      .axis_count = lattice->axis_count, .size = size, .count = lattice->count, .value = value};
  made->least = least;
  *slot_of(c, lattice) = made;
}

static bool is_small(const pk_lattice *lattice) {
  int digits = 0;
  for (int k = 0; k < lattice->axis_count; k++)
    digits += lattice->size[k];
  return lattice->count <= SOLVED_MAX && digits <= DIGITS_MAX;
}

static cost cost_of(pk_cutter *c, const pk_lattice *lattice);

/* What a cut leaves: a condition more for each row of the parts, unless they ask again. */
static cost after(pk_cutter *c, const pk_lattice *lattice, pk_decision_cut at) {
  cost sum = {0, 0};
  pk_arena *scratch = pk_arena_new();
  if (!scratch)
    pk_decision_cut_no_memory(c);
  for (int i = 0; !c->failed && i < pk_decision_cut_count(lattice, at); i++) {
    const pk_lattice *part = pk_decision_cut_part(c, scratch, lattice, at, i);
    cost one = part ? cost_of(c, part) : (cost){0, 0};
    sum.rows += one.rows;
    sum.conditions += one.conditions;
    if (part && !has_axis(part, lattice->axis[at.k]))
      sum.conditions += one.rows;
  }
  pk_arena_free(scratch);
  return sum;
}

/* The best of all cuts; of equals the first. */
static cost least_cost(pk_cutter *c, const pk_lattice *lattice, pk_decision_cut *best) {
  *best = (pk_decision_cut){0, -1};
  cost least = after(c, lattice, *best);
  for (int k = 0; k < lattice->axis_count; k++)
    for (int d = -1; d < lattice->size[k] && !c->failed && c->tried < TRIED_MAX; d++) {
      if (d >= 0 && lattice->size[k] <= 2)
        continue;
      cost one = after(c, lattice, (pk_decision_cut){k, d});
      if (cheaper(one, least)) {
        least = one;
        *best = (pk_decision_cut){k, d};
      }
    }
  return least;
}

/* The rows that a lattice needs: of a small one the fewest, of a large one those when its axes are
 * split one after another until the parts are small. */
static cost cost_of(pk_cutter *c, const pk_lattice *lattice) {
  pk_decision_cut best = {0, -1};
  if (c->failed || lattice->axis_count == 0)
    return (cost){1, 0};
  if (!is_small(lattice) || c->tried >= TRIED_MAX)
    return after(c, lattice, best);
  const pk_solved *known = *slot_of(c, lattice);
  if (known)
    return known->least;
  cost least = least_cost(c, lattice, &best);
  if (!c->failed)
    keep_solved(c, lattice, least);
  return least;
}

pk_decision_cut pk_decision_cut_best(pk_cutter *c, const pk_lattice *lattice) {
  pk_decision_cut best = {0, -1};
  if (lattice->count <= LOOK_AHEAD && c->tried < TRIED_MAX)
    least_cost(c, lattice, &best);
  return best;
}

/* --- sections */

/* The most axes that a part of a cut depends on. */
static int widest_part(pk_cutter *c, const pk_lattice *lattice, pk_decision_cut at) {
  int widest = 0;
  pk_arena *scratch = pk_arena_new();
  if (!scratch)
    pk_decision_cut_no_memory(c);
  for (int i = 0; !c->failed && i < pk_decision_cut_count(lattice, at); i++) {
    const pk_lattice *part = pk_decision_cut_part(c, scratch, lattice, at, i);
    if (part && part->axis_count > widest)
      widest = part->axis_count;
  }
  pk_arena_free(scratch);
  return widest;
}

int pk_decision_cut_section(pk_cutter *c, const pk_lattice *lattice) {
  int best = -1, least = lattice->axis_count - 1;
  cost fewest = {0, 0};
  if (lattice->axis_count <= PK_COLUMNS)
    return -1;
  for (int k = 0; k < lattice->axis_count && !c->failed; k++) {
    if (lattice->size[k] > SECTIONS_MAX)
      continue;
    int widest = widest_part(c, lattice, (pk_decision_cut){k, -1});
    if (widest > least || (widest == least && best < 0))
      continue;
    cost one = after(c, lattice, (pk_decision_cut){k, -1});
    if (widest < least || cheaper(one, fewest)) {
      best = k;
      least = widest;
      fewest = one;
    }
  }
  return best;
}
