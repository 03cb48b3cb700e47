/* How a table is cut out of the product. */
#include "rules/desk/decision.h"

#include "rules/desk/lattice.h"
#include <stdlib.h>
#include <string.h>

/* Up to so many cells and digits the fewest rows are found (the parts of a lattice are at most 2 to
 * the number of its digits); beyond, one cut is looked ahead; beyond that, axes are split in their
 * order. */
enum {
  SOLVED_MAX = 128,
  DIGITS_MAX = 14,
  TRIED_MAX = 1 << 18,
  LOOK_AHEAD = 1 << 14,
  SECTIONS_MAX = 8,
  SLOTS = 1024,
  CUT_STEPS = 256,
  REASON_STEPS = 16
};

typedef struct cost {
  long rows, conditions;
} cost;

typedef struct solved {
  struct solved *next;
  pk_lattice lattice; /* sizes and values only: axes of another name cost the same */
  cost least;
} solved;

typedef struct cutter {
  pk_arena *arena;
  const pk_product *product;
  polku_report *report;
  const int *classes; /* by axis */
  int64_t *answers;   /* by number, rising */
  int answer_count;
  const bool **in; /* [axis]: the classes of the part at hand */
  int section;
  pk_list rows;     /* pk_decision_row */
  pk_arena *memory; /* of what is solved */
  solved **solved;  /* [SLOTS] */
  long tried;       /* parts made so far: beyond TRIED_MAX nothing is looked ahead any more */
  bool failed;
} cutter;

static void *no_memory(cutter *c) {
  pk_report_memory(c->report);
  c->failed = true;
  return NULL;
}

static bool do_work(cutter *c, size_t steps) {
  if (!pk_work(c->product->book, steps))
    c->failed = !pk_work_done(c->product->book, c->report);
  return !c->failed;
}

/* --- the answers as a lattice over all axes */

static int by_value(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static bool number_answers(cutter *c, const int64_t *answers) {
  const pk_product *product = c->product;
  int64_t *sorted = PK_NEW_ARRAY(c->arena, int64_t, product->feasible_count + 1);
  size_t count = 0, different = 0;
  if (!sorted)
    return no_memory(c);
  for (size_t i = 0; i < product->count; i++)
    if (pk_product_feasible(product, i))
      sorted[count++] = answers[i];
  qsort(sorted, count, sizeof *sorted, by_value);
  for (size_t i = 0; i < count; i++)
    if (i == 0 || sorted[i] != sorted[different - 1])
      sorted[different++] = sorted[i];
  c->answers = sorted;
  c->answer_count = (int)different;
  return true;
}

static int32_t number_of(const cutter *c, int64_t answer) {
  const int64_t *found =
      bsearch(&answer, c->answers, (size_t)c->answer_count, sizeof answer, by_value);
  return (int32_t)(found - c->answers);
}

/* One class a digit; the first axis moves slowest, whatever the product's own strides are. */
static const pk_lattice *whole_lattice(cutter *c, pk_arena *arena, const int64_t *answers) {
  const pk_product *product = c->product;
  size_t axes = (size_t)product->axis_count;
  pk_lattice *lattice = PK_NEW(arena, pk_lattice);
  int *axis = PK_NEW_ARRAY(arena, int, axes), *size = PK_NEW_ARRAY(arena, int, axes);
  const pk_class_set ***digit = PK_NEW_ARRAY(arena, const pk_class_set **, axes);
  int32_t *value = PK_NEW_ARRAY(arena, int32_t, product->count);
  if (!lattice || !axis || !size || !digit || !value)
    return no_memory(c);
  *lattice = (pk_lattice){product->axis_count, axis, size, digit, product->count, value};
  for (int k = 0; k < product->axis_count; k++) {
    size_t classes = (size_t)product->axes[k].size;
    bool *sets = PK_NEW_ARRAY(arena, bool, classes *classes);
    axis[k] = k;
    size[k] = (int)classes;
    digit[k] = PK_NEW_ARRAY(arena, const pk_class_set *, classes);
    if (!sets || !digit[k])
      return no_memory(c);
    for (size_t d = 0; d < classes; d++) {
      sets[d * classes + d] = true;
      digit[k][d] = sets + d * classes;
    }
  }
  for (size_t i = 0; i < product->count; i++) {
    size_t cell = 0;
    for (int k = 0; k < product->axis_count; k++)
      cell = cell * (size_t)size[k] + (size_t)pk_product_class(product, i, k);
    value[cell] = pk_product_feasible(product, i) ? number_of(c, answers[i]) : PK_HOLE;
  }
  return lattice;
}

/* --- cuts and what they cost */

/* Along axis k: into all its digits, or (digit ≥ 0) into that one and the rest. */
typedef struct cut {
  int k, digit;
} cut;

static bool cheaper(cost a, cost b) {
  return a.rows != b.rows ? a.rows < b.rows : a.conditions < b.conditions;
}

static int part_count(const pk_lattice *lattice, cut at) {
  return at.digit < 0 ? lattice->size[at.k] : 2;
}

/* The i-th part of a cut, squeezed. */
static const pk_lattice *part_of(cutter *c, pk_arena *arena, const pk_lattice *lattice, cut at,
                                 int i) {
  c->tried++;
  if (!do_work(c, CUT_STEPS + lattice->count * ((size_t)lattice->axis_count + 1)))
    return NULL;
  const pk_lattice *part = at.digit < 0 ? pk_lattice_slice(arena, lattice, at.k, i)
                           : i == 0     ? pk_lattice_slice(arena, lattice, at.k, at.digit)
                                        : pk_lattice_rest(arena, lattice, at.k, at.digit);
  part = part ? pk_lattice_squeeze(arena, part, c->classes) : NULL;
  return part ? part : no_memory(c);
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

static solved **slot_of(cutter *c, const pk_lattice *lattice) {
  solved **slot = &c->solved[hash_of(lattice) % SLOTS];
  for (; *slot && !same_lattice(&(*slot)->lattice, lattice); slot = &(*slot)->next)
    do_work(c, 4);
  return slot;
}

static void keep_solved(cutter *c, const pk_lattice *lattice, cost least) {
  solved *made = PK_NEW(c->memory, solved);
  int *size = PK_NEW_ARRAY(c->memory, int, (size_t)lattice->axis_count);
  int32_t *value = PK_NEW_ARRAY(c->memory, int32_t, lattice->count);
  if (!made || !size || !value) {
    no_memory(c);
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

static cost cost_of(cutter *c, const pk_lattice *lattice);

/* What a cut leaves: a condition more for each row of the parts, unless they ask again. */
static cost after(cutter *c, const pk_lattice *lattice, cut at) {
  cost sum = {0, 0};
  pk_arena *scratch = pk_arena_new();
  if (!scratch)
    no_memory(c);
  for (int i = 0; !c->failed && i < part_count(lattice, at); i++) {
    const pk_lattice *part = part_of(c, scratch, lattice, at, i);
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
static cost least_cost(cutter *c, const pk_lattice *lattice, cut *best) {
  *best = (cut){0, -1};
  cost least = after(c, lattice, *best);
  for (int k = 0; k < lattice->axis_count; k++)
    for (int d = -1; d < lattice->size[k] && !c->failed && c->tried < TRIED_MAX; d++) {
      if (d >= 0 && lattice->size[k] <= 2)
        continue;
      cost one = after(c, lattice, (cut){k, d});
      if (cheaper(one, least)) {
        least = one;
        *best = (cut){k, d};
      }
    }
  return least;
}

/* The rows that a lattice needs: of a small one the fewest, of a large one those when its axes are
 * split one after another until the parts are small. */
static cost cost_of(cutter *c, const pk_lattice *lattice) {
  cut best = {0, -1};
  if (c->failed || lattice->axis_count == 0)
    return (cost){1, 0};
  if (!is_small(lattice) || c->tried >= TRIED_MAX)
    return after(c, lattice, best);
  const solved *known = *slot_of(c, lattice);
  if (known)
    return known->least;
  cost least = least_cost(c, lattice, &best);
  if (!c->failed)
    keep_solved(c, lattice, least);
  return least;
}

static cut best_cut(cutter *c, const pk_lattice *lattice) {
  cut best = {0, -1};
  if (lattice->count <= LOOK_AHEAD && c->tried < TRIED_MAX)
    least_cost(c, lattice, &best);
  return best;
}

/* --- sections */

/* The most axes that a part of a cut depends on. */
static int widest_part(cutter *c, const pk_lattice *lattice, cut at) {
  int widest = 0;
  pk_arena *scratch = pk_arena_new();
  if (!scratch)
    no_memory(c);
  for (int i = 0; !c->failed && i < part_count(lattice, at); i++) {
    const pk_lattice *part = part_of(c, scratch, lattice, at, i);
    if (part && part->axis_count > widest)
      widest = part->axis_count;
  }
  pk_arena_free(scratch);
  return widest;
}

/* The position in the lattice of the axis that makes sections, -1 where none is needed or helps. */
static int find_section(cutter *c, const pk_lattice *lattice) {
  int best = -1, least = lattice->axis_count - 1;
  cost fewest = {0, 0};
  if (lattice->axis_count <= PK_COLUMNS)
    return -1;
  for (int k = 0; k < lattice->axis_count && !c->failed; k++) {
    if (lattice->size[k] > SECTIONS_MAX)
      continue;
    int widest = widest_part(c, lattice, (cut){k, -1});
    if (widest > least || (widest == least && best < 0))
      continue;
    cost one = after(c, lattice, (cut){k, -1});
    if (widest < least || cheaper(one, fewest)) {
      best = k;
      least = widest;
      fewest = one;
    }
  }
  return best;
}

/* --- rows */

static const bool *both(cutter *c, int axis, const bool *a, const bool *b) {
  bool *set = PK_NEW_ARRAY(c->arena, bool, (size_t)c->classes[axis]);
  if (!set)
    return no_memory(c);
  for (int i = 0; i < c->classes[axis]; i++)
    set[i] = (!a || a[i]) && (!b || b[i]);
  return set;
}

static void add_row(cutter *c, int32_t value) {
  if (value == PK_HOLE)
    return;
  size_t axes = (size_t)c->product->axis_count;
  pk_decision_row *row = pk_push(c->arena, &c->rows, sizeof *row);
  const bool **in = PK_NEW_ARRAY(c->arena, const bool *, axes);
  if (!row || !in) {
    no_memory(c);
    return;
  }
  if (axes)
    memcpy(in, c->in, axes * sizeof *in);
  *row = (pk_decision_row){.in = in, .answer = c->answers[value], .section = c->section};
}

static void cut_up(cutter *c, const pk_lattice *lattice);

/* The rows of one part, with the classes of the axis that was cut narrowed to `set`. */
static void within(cutter *c, const pk_lattice *part, int axis, const bool *set) {
  const bool *before = c->in[axis];
  c->in[axis] = both(c, axis, before, set);
  if (!c->failed)
    cut_up(c, part);
  c->in[axis] = before;
}

static const bool *all_but(cutter *c, const pk_lattice *lattice, cut at) {
  int axis = lattice->axis[at.k];
  bool *set = PK_NEW_ARRAY(c->arena, bool, (size_t)c->classes[axis]);
  if (!set)
    return no_memory(c);
  for (int i = 0; i < c->classes[axis]; i++)
    set[i] = !lattice->digit[at.k][at.digit][i];
  return set;
}

/* How many values a digit stands for. */
static int values_of(const cutter *c, const pk_lattice *lattice, int k, int digit) {
  const pk_axis *axis = &c->product->axes[lattice->axis[k]];
  int count = 0;
  for (int raw = 0; raw < axis->variable->size; raw++)
    count += lattice->digit[k][digit][axis->klass[raw]];
  return count;
}

static bool is_enum(const cutter *c, int axis) {
  const pk_product *product = c->product;
  for (int s = 0; s < product->subject_count; s++) {
    int v = product->subject_variable[s][axis];
    const pk_attribute_kind *attribute =
        v < 0 ? NULL : pk_book_attribute_of(product->subjects[s].law->book, v);
    if (v >= 0)
      return attribute && attribute->type == PK_TYPE_ENUM;
  }
  return false;
}

/* Whether a part is "the others": more than half of the named values. */
static bool is_rest(const cutter *c, const pk_lattice *lattice, cut at, int i) {
  int axis = lattice->axis[at.k], all = c->product->axes[axis].variable->size;
  if (!is_enum(c, axis))
    return false;
  int held = values_of(c, lattice, at.k, at.digit < 0 ? i : at.digit);
  return 2 * (i > 0 && at.digit >= 0 ? all - held : held) > all;
}

/* Whether part i of a cut is told before part j: "the others" come last; what is settled comes
 * before what depends on more; the few before the many. */
static bool comes_before(const cutter *c, const pk_lattice *lattice, cut at,
                         const pk_lattice *const *parts, int i, int j) {
  bool rest = is_rest(c, lattice, at, i);
  if (rest != is_rest(c, lattice, at, j))
    return !rest;
  if (parts[i]->axis_count != parts[j]->axis_count)
    return parts[i]->axis_count < parts[j]->axis_count;
  if (at.digit < 0 && is_enum(c, lattice->axis[at.k])) {
    int a = values_of(c, lattice, at.k, i), b = values_of(c, lattice, at.k, j);
    return a != b ? a < b : i < j;
  }
  return i < j;
}

static void order_parts(const cutter *c, const pk_lattice *lattice, cut at,
                        const pk_lattice *const *parts, int *order) {
  for (int i = 0; i < part_count(lattice, at); i++) {
    int k = i;
    for (; k > 0 && comes_before(c, lattice, at, parts, i, order[k - 1]); k--)
      order[k] = order[k - 1];
    order[k] = i;
  }
}

static void cut_along(cutter *c, const pk_lattice *lattice, cut at) {
  size_t count = (size_t)part_count(lattice, at);
  pk_arena *scratch = pk_arena_new();
  const pk_lattice **parts = scratch ? PK_NEW_ARRAY(scratch, const pk_lattice *, count) : NULL;
  int *order = scratch ? PK_NEW_ARRAY(scratch, int, count) : NULL;
  if (!parts || !order)
    no_memory(c);
  for (int i = 0; !c->failed && i < (int)count; i++)
    parts[i] = part_of(c, scratch, lattice, at, i);
  if (!c->failed)
    order_parts(c, lattice, at, parts, order);
  for (int n = 0; !c->failed && n < (int)count; n++) {
    int i = order[n];
    const bool *set = at.digit < 0 ? lattice->digit[at.k][i]
                      : i == 0     ? lattice->digit[at.k][at.digit]
                                   : all_but(c, lattice, at);
    if (set)
      within(c, parts[i], lattice->axis[at.k], set);
  }
  pk_arena_free(scratch);
}

static void cut_up(cutter *c, const pk_lattice *lattice) {
  if (lattice->axis_count == 0)
    add_row(c, lattice->value[0]);
  else
    cut_along(c, lattice, best_cut(c, lattice));
}

static int cut_sections(cutter *c, const pk_lattice *lattice) {
  int k = find_section(c, lattice);
  if (k < 0) {
    cut_up(c, lattice);
    return -1;
  }
  int axis = lattice->axis[k];
  for (int d = 0; !c->failed && d < lattice->size[k]; d++) {
    pk_arena *scratch = pk_arena_new();
    const pk_lattice *part = scratch ? part_of(c, scratch, lattice, (cut){k, -1}, d) : no_memory(c);
    if (part)
      within(c, part, axis, lattice->digit[k][d]);
    pk_arena_free(scratch);
    c->section++;
  }
  return axis;
}

/* --- rows that became neighbours */

static bool same_set(const cutter *c, int axis, const bool *a, const bool *b) {
  for (int i = 0; i < c->classes[axis]; i++)
    if ((!a || a[i]) != (!b || b[i]))
      return false;
  return true;
}

/* The one axis on which two rows differ, -1 when they differ on more. */
static int only_difference(const cutter *c, const pk_decision_row *a, const pk_decision_row *b) {
  int only = -1;
  for (int k = 0; k < c->product->axis_count; k++) {
    if (same_set(c, k, a->in[k], b->in[k]))
      continue;
    if (only >= 0)
      return -1;
    only = k;
  }
  return only;
}

static bool merge_rows(cutter *c, pk_decision_row *a, const pk_decision_row *b) {
  if (!do_work(c, 1))
    return false;
  int k = a->answer == b->answer && a->section == b->section ? only_difference(c, a, b) : -1;
  if (k < 0)
    return false;
  bool *set = PK_NEW_ARRAY(c->arena, bool, (size_t)c->classes[k]);
  if (!set)
    return no_memory(c);
  for (int i = 0; i < c->classes[k]; i++)
    set[i] = !a->in[k] || a->in[k][i] || !b->in[k] || b->in[k][i];
  ((const bool **)a->in)[k] = set;
  return true;
}

/* Rows with one answer that differ on one axis only are one row. */
static void merge_all(cutter *c) {
  pk_decision_row *rows = c->rows.items;
  for (int i = 0; i < c->rows.count && !c->failed; i++)
    for (int j = i + 1; j < c->rows.count && !c->failed; j++) {
      if (!merge_rows(c, &rows[i], &rows[j]))
        continue;
      memmove(&rows[j], &rows[j + 1], (size_t)(c->rows.count - j - 1) * sizeof *rows);
      c->rows.count--;
      j = i; /* the row that grew may have new neighbours */
    }
}

/* A set of all classes says nothing. */
static void drop_full_sets(cutter *c) {
  for (int i = 0; i < c->rows.count; i++) {
    const bool **in = (const bool **)PK_AT(c->rows, pk_decision_row, i)->in;
    for (int k = 0; k < c->product->axis_count; k++)
      if (same_set(c, k, in[k], NULL))
        in[k] = NULL;
  }
}

/* --- the table */

bool pk_decision_in(const pk_decision *decision, const pk_decision_row *row, size_t combination) {
  for (int k = 0; k < decision->product->axis_count; k++)
    if (row->in[k] && !row->in[k][pk_product_class(decision->product, combination, k)])
      return false;
  return true;
}

int pk_decision_row_of(const pk_decision *decision, size_t combination) {
  for (int i = 0; i < decision->row_count; i++)
    if (pk_decision_in(decision, &decision->rows[i], combination))
      return i;
  return -1;
}

static void count_feasible(const pk_decision *decision, pk_decision_row *rows) {
  const size_t steps = (size_t)decision->row_count;
  const pk_book *book = decision->product->book;
  for (size_t i = 0; i < decision->product->count && pk_work(book, steps); i++) {
    int row = pk_product_feasible(decision->product, i) ? pk_decision_row_of(decision, i) : -1;
    if (row >= 0)
      rows[row].feasible++;
  }
}

static const pk_decision *cut_table(cutter *c, const int64_t *answers) {
  size_t axes = (size_t)c->product->axis_count;
  pk_decision *decision = PK_NEW(c->arena, pk_decision);
  int *classes = PK_NEW_ARRAY(c->arena, int, axes);
  pk_arena *scratch = pk_arena_new();
  c->in = PK_NEW_ARRAY(c->arena, const bool *, axes);
  c->classes = classes;
  c->memory = pk_arena_new();
  c->solved = c->memory ? PK_NEW_ARRAY(c->memory, solved *, SLOTS) : NULL;
  if (!c->solved || !decision || !classes || !scratch || !c->in)
    no_memory(c);
  for (size_t k = 0; !c->failed && k < axes; k++)
    classes[k] = c->product->axes[k].size;
  if (!c->failed && number_answers(c, answers)) {
    do_work(c, c->product->count * (4 * sizeof(int32_t) + axes));
    const pk_lattice *lattice = c->failed ? NULL : whole_lattice(c, scratch, answers);
    lattice = lattice ? pk_lattice_squeeze(scratch, lattice, classes) : NULL;
    *decision = (pk_decision){.product = c->product};
    decision->section_axis = lattice ? cut_sections(c, lattice) : -1;
    if (!lattice && !c->failed)
      no_memory(c);
  }
  pk_arena_free(scratch);
  pk_arena_free(c->memory);
  if (!c->failed)
    merge_all(c);
  if (c->failed)
    return NULL;
  drop_full_sets(c);
  decision->rows = c->rows.items;
  decision->row_count = c->rows.count;
  count_feasible(decision, c->rows.items);
  return do_work(c, 0) ? decision : NULL;
}

const pk_decision *pk_decision_of(pk_arena *arena, const pk_product *product,
                                  const int64_t *answers, polku_report *report) {
  cutter c = {.arena = arena, .product = product, .report = report};
  return cut_table(&c, answers);
}

const pk_decision *pk_decision_new(pk_arena *arena, const pk_product *product, int subject,
                                   polku_report *report) {
  int64_t *answers = PK_NEW_ARRAY(arena, int64_t, product->count);
  if (!answers) {
    pk_report_memory(report);
    return NULL;
  }
  if (!pk_product_answers(product, subject, answers, report))
    return NULL;
  const pk_decision *decision = pk_decision_of(arena, product, answers, report);
  for (int i = 0; decision && i < decision->row_count; i++) {
    pk_decision_row *row = (pk_decision_row *)&decision->rows[i];
    if (!pk_work(product->book, product->count + REASON_STEPS * row->feasible))
      break;
    if (!pk_decision_reasons(arena, decision, row, subject, &row->reasons, report))
      return NULL;
  }
  return pk_work_done(product->book, report) ? decision : NULL;
}
