/* Lattices of answers: merging what is alike, cutting what is not. */
#include "rules/desk/lattice.h"

#include <string.h>

/* Cells between two neighbours along an axis: the first axis moves slowest. */
static size_t stride_of(const pk_lattice *lattice, int k) {
  size_t stride = 1;
  for (int i = k + 1; i < lattice->axis_count; i++)
    stride *= (size_t)lattice->size[i];
  return stride;
}

/* The cell of position `p` of all other axes, with digit `d` of axis k. */
static size_t cell_at(const pk_lattice *lattice, size_t stride, int k, size_t p, int d) {
  return (p / stride * (size_t)lattice->size[k] + (size_t)d) * stride + p % stride;
}

/* --- which digits answer alike */

typedef struct grouping {
  int count;      /* groups */
  int *of;        /* by digit */
  int32_t *value; /* [group][position]: what its digits answer together */
} grouping;

static bool fits(const pk_lattice *lattice, const grouping *groups, int k, int d, int group) {
  size_t stride = stride_of(lattice, k), positions = lattice->count / (size_t)lattice->size[k];
  const int32_t *together = groups->value + (size_t)group * positions;
  for (size_t p = 0; p < positions; p++) {
    int32_t one = lattice->value[cell_at(lattice, stride, k, p, d)];
    if (one != PK_HOLE && together[p] != PK_HOLE && one != together[p])
      return false;
  }
  return true;
}

static void join(const pk_lattice *lattice, grouping *groups, int k, int d, int group) {
  size_t stride = stride_of(lattice, k), positions = lattice->count / (size_t)lattice->size[k];
  int32_t *together = groups->value + (size_t)group * positions;
  for (size_t p = 0; p < positions; p++) {
    int32_t one = lattice->value[cell_at(lattice, stride, k, p, d)];
    if (one != PK_HOLE || group == groups->count)
      together[p] = one;
  }
  groups->of[d] = group;
  if (group == groups->count)
    groups->count++;
}

static bool group_digits(pk_arena *scratch, const pk_lattice *lattice, int k, grouping *groups) {
  *groups = (grouping){.of = PK_NEW_ARRAY(scratch, int, (size_t)lattice->size[k]),
                       .value = PK_NEW_ARRAY(scratch, int32_t, lattice->count)};
  if (!groups->of || !groups->value)
    return false;
  for (int d = 0; d < lattice->size[k]; d++) {
    int group = d > 0 ? groups->of[d - 1] : 0;
    if (groups->count == 0 || !fits(lattice, groups, k, d, group))
      for (group = 0; group < groups->count && !fits(lattice, groups, k, d, group);)
        group++;
    join(lattice, groups, k, d, group);
  }
  return true;
}

/* --- new lattices from old ones */

/* A lattice of which axis k is replaced by `size` digits; without them the axis goes away. */
static pk_lattice *new_lattice(pk_arena *arena, const pk_lattice *from, int k, int size) {
  size_t count = (size_t)from->axis_count;
  size_t cells = from->count / (size_t)from->size[k] * (size_t)(size ? size : 1);
  pk_lattice *lattice = PK_NEW(arena, pk_lattice);
  int *axis = PK_NEW_ARRAY(arena, int, count), *sizes = PK_NEW_ARRAY(arena, int, count);
  const pk_class_set ***digit = PK_NEW_ARRAY(arena, const pk_class_set **, count);
  int32_t *value = PK_NEW_ARRAY(arena, int32_t, cells);
  if (!lattice || !axis || !sizes || !digit || !value)
    return NULL;
  *lattice =
      (pk_lattice){.axis = axis, .size = sizes, .digit = digit, .count = cells, .value = value};
  for (int i = 0; i < from->axis_count; i++) {
    if (i == k && size == 0)
      continue;
    axis[lattice->axis_count] = from->axis[i];
    sizes[lattice->axis_count] = i == k ? size : from->size[i];
    digit[lattice->axis_count++] = from->digit[i];
  }
  return lattice;
}

static pk_class_set *union_of(pk_arena *arena, const pk_lattice *lattice, const grouping *groups,
                              int k, int group, int classes) {
  pk_class_set *set = PK_NEW_ARRAY(arena, pk_class_set, (size_t)classes);
  for (int d = 0; set && d < lattice->size[k]; d++)
    for (int c = 0; groups->of[d] == group && c < classes; c++)
      set[c] = set[c] || lattice->digit[k][d][c];
  return set;
}

static pk_lattice *merged(pk_arena *arena, const pk_lattice *from, int k, const grouping *groups,
                          int classes) {
  int size = groups->count > 1 ? groups->count : 0;
  pk_lattice *lattice = new_lattice(arena, from, k, size);
  const pk_class_set **sets = PK_NEW_ARRAY(arena, const pk_class_set *, (size_t)groups->count);
  if (!lattice || !sets)
    return NULL;
  for (int g = 0; g < size; g++)
    if (!(sets[g] = union_of(arena, from, groups, k, g, classes)))
      return NULL;
  if (size)
    lattice->digit[k] = sets;
  size_t stride = stride_of(from, k), positions = from->count / (size_t)from->size[k];
  for (int g = 0; g < groups->count; g++)
    for (size_t p = 0; p < positions; p++)
      lattice->value[(p / stride * (size_t)groups->count + (size_t)g) * stride + p % stride] =
          groups->value[(size_t)g * positions + p];
  return lattice;
}

const pk_lattice *pk_lattice_squeeze(pk_arena *arena, const pk_lattice *lattice,
                                     const int *classes) {
  pk_arena *scratch = pk_arena_new();
  bool changed = true;
  if (!scratch)
    return NULL;
  while (lattice && changed) {
    changed = false;
    for (int k = 0; lattice && k < lattice->axis_count;) {
      grouping groups;
      int before = lattice->axis_count;
      if (!group_digits(scratch, lattice, k, &groups)) {
        lattice = NULL;
      } else if (groups.count < lattice->size[k]) {
        lattice = merged(arena, lattice, k, &groups, classes[lattice->axis[k]]);
        changed = true;
      }
      k += lattice && lattice->axis_count == before;
    }
  }
  pk_arena_free(scratch);
  return lattice;
}

const pk_lattice *pk_lattice_slice(pk_arena *arena, const pk_lattice *lattice, int k, int d) {
  pk_lattice *slice = new_lattice(arena, lattice, k, 0);
  if (!slice)
    return NULL;
  size_t stride = stride_of(lattice, k);
  for (size_t p = 0; p < slice->count; p++)
    slice->value[p] = lattice->value[cell_at(lattice, stride, k, p, d)];
  return slice;
}

const pk_lattice *pk_lattice_rest(pk_arena *arena, const pk_lattice *lattice, int k, int d) {
  int size = lattice->size[k] - 1;
  pk_lattice *rest = new_lattice(arena, lattice, k, size);
  const pk_class_set **sets = PK_NEW_ARRAY(arena, const pk_class_set *, (size_t)size);
  if (!rest || !sets)
    return NULL;
  size_t stride = stride_of(lattice, k), positions = lattice->count / (size_t)lattice->size[k];
  for (int to = 0; to < size; to++) {
    int from = to + (to >= d);
    sets[to] = lattice->digit[k][from];
    for (size_t p = 0; p < positions; p++)
      rest->value[cell_at(rest, stride, k, p, to)] =
          lattice->value[cell_at(lattice, stride, k, p, from)];
  }
  rest->digit[k] = sets;
  return rest;
}
