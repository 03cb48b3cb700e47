/* How a table is cut out of the product: the answers as a lattice, its rows part by part (where to
 * cut is decision_cut.c's), and rows that became neighbours. */
#include "rules/desk/decision.h"

#include "rules/desk/decision_cut.h"
#include <stdlib.h>
#include <string.h>

enum { REASON_STEPS = 16 };

/* --- the answers as a lattice over all axes */

static int by_value(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static bool number_answers(pk_cutter *c, const int64_t *answers) {
  const pk_product *product = c->product;
  int64_t *sorted = PK_NEW_ARRAY(c->arena, int64_t, product->feasible_count + 1);
  size_t count = 0, different = 0;
  if (!sorted)
    return pk_decision_cut_no_memory(c);
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

static int32_t number_of(const pk_cutter *c, int64_t answer) {
  const int64_t *found =
      bsearch(&answer, c->answers, (size_t)c->answer_count, sizeof answer, by_value);
  return (int32_t)(found - c->answers);
}

/* One class a digit; the first axis moves slowest, whatever the product's own strides are. */
static const pk_lattice *whole_lattice(pk_cutter *c, pk_arena *arena, const int64_t *answers) {
  const pk_product *product = c->product;
  size_t axes = (size_t)product->axis_count;
  pk_lattice *lattice = PK_NEW(arena, pk_lattice);
  int *axis = PK_NEW_ARRAY(arena, int, axes), *size = PK_NEW_ARRAY(arena, int, axes);
  const pk_class_set ***digit = PK_NEW_ARRAY(arena, const pk_class_set **, axes);
  int32_t *value = PK_NEW_ARRAY(arena, int32_t, product->count);
  if (!lattice || !axis || !size || !digit || !value)
    return pk_decision_cut_no_memory(c);
  *lattice = (pk_lattice){product->axis_count, axis, size, digit, product->count, value};
  for (int k = 0; k < product->axis_count; k++) {
    size_t classes = (size_t)product->axes[k].size;
    bool *sets = PK_NEW_ARRAY(arena, bool, classes *classes);
    axis[k] = k;
    size[k] = (int)classes;
    digit[k] = PK_NEW_ARRAY(arena, const pk_class_set *, classes);
    if (!sets || !digit[k])
      return pk_decision_cut_no_memory(c);
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

/* --- rows */

static const bool *both(pk_cutter *c, int axis, const bool *a, const bool *b) {
  bool *set = PK_NEW_ARRAY(c->arena, bool, (size_t)c->classes[axis]);
  if (!set)
    return pk_decision_cut_no_memory(c);
  for (int i = 0; i < c->classes[axis]; i++)
    set[i] = (!a || a[i]) && (!b || b[i]);
  return set;
}

static void add_row(pk_cutter *c, int32_t value) {
  if (value == PK_HOLE)
    return;
  size_t axes = (size_t)c->product->axis_count;
  pk_decision_row *row = pk_push(c->arena, &c->rows, sizeof *row);
  const bool **in = PK_NEW_ARRAY(c->arena, const bool *, axes);
  if (!row || !in) {
    pk_decision_cut_no_memory(c);
    return;
  }
  if (axes)
    memcpy(in, c->in, axes * sizeof *in);
  *row = (pk_decision_row){.in = in, .answer = c->answers[value], .section = c->section};
}

static void cut_up(pk_cutter *c, const pk_lattice *lattice);

/* The rows of one part, with the classes of the axis that was cut narrowed to `set`. */
static void within(pk_cutter *c, const pk_lattice *part, int axis, const bool *set) {
  const bool *before = c->in[axis];
  c->in[axis] = both(c, axis, before, set);
  if (!c->failed)
    cut_up(c, part);
  c->in[axis] = before;
}

static const bool *all_but(pk_cutter *c, const pk_lattice *lattice, pk_decision_cut at) {
  int axis = lattice->axis[at.k];
  bool *set = PK_NEW_ARRAY(c->arena, bool, (size_t)c->classes[axis]);
  if (!set)
    return pk_decision_cut_no_memory(c);
  for (int i = 0; i < c->classes[axis]; i++)
    set[i] = !lattice->digit[at.k][at.digit][i];
  return set;
}

/* How many values a digit stands for. */
static int values_of(const pk_cutter *c, const pk_lattice *lattice, int k, int digit) {
  const pk_axis *axis = &c->product->axes[lattice->axis[k]];
  int count = 0;
  for (int raw = 0; raw < axis->variable->size; raw++)
    count += lattice->digit[k][digit][axis->klass[raw]];
  return count;
}

static bool is_enum(const pk_cutter *c, int axis) {
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
static bool is_rest(const pk_cutter *c, const pk_lattice *lattice, pk_decision_cut at, int i) {
  int axis = lattice->axis[at.k], all = c->product->axes[axis].variable->size;
  if (!is_enum(c, axis))
    return false;
  int held = values_of(c, lattice, at.k, at.digit < 0 ? i : at.digit);
  return 2 * (i > 0 && at.digit >= 0 ? all - held : held) > all;
}

/* Whether part i of a cut is told before part j: "the others" come last; what is settled comes
 * before what depends on more; the few before the many. */
static bool comes_before(const pk_cutter *c, const pk_lattice *lattice, pk_decision_cut at,
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

static void order_parts(const pk_cutter *c, const pk_lattice *lattice, pk_decision_cut at,
                        const pk_lattice *const *parts, int *order) {
  for (int i = 0; i < pk_decision_cut_count(lattice, at); i++) {
    int k = i;
    for (; k > 0 && comes_before(c, lattice, at, parts, i, order[k - 1]); k--)
      order[k] = order[k - 1];
    order[k] = i;
  }
}

static void cut_along(pk_cutter *c, const pk_lattice *lattice, pk_decision_cut at) {
  size_t count = (size_t)pk_decision_cut_count(lattice, at);
  pk_arena *scratch = pk_arena_new();
  const pk_lattice **parts = scratch ? PK_NEW_ARRAY(scratch, const pk_lattice *, count) : NULL;
  int *order = scratch ? PK_NEW_ARRAY(scratch, int, count) : NULL;
  if (!parts || !order)
    pk_decision_cut_no_memory(c);
  for (int i = 0; !c->failed && i < (int)count; i++)
    parts[i] = pk_decision_cut_part(c, scratch, lattice, at, i);
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

static void cut_up(pk_cutter *c, const pk_lattice *lattice) {
  if (lattice->axis_count == 0)
    add_row(c, lattice->value[0]);
  else
    cut_along(c, lattice, pk_decision_cut_best(c, lattice));
}

static int cut_sections(pk_cutter *c, const pk_lattice *lattice) {
  int k = pk_decision_cut_section(c, lattice);
  if (k < 0) {
    cut_up(c, lattice);
    return -1;
  }
  int axis = lattice->axis[k];
  for (int d = 0; !c->failed && d < lattice->size[k]; d++) {
    pk_arena *scratch = pk_arena_new();
    const pk_lattice *part =
        scratch ? pk_decision_cut_part(c, scratch, lattice, (pk_decision_cut){k, -1}, d)
                : pk_decision_cut_no_memory(c);
    if (part)
      within(c, part, axis, lattice->digit[k][d]);
    pk_arena_free(scratch);
    c->section++;
  }
  return axis;
}

/* --- rows that became neighbours */

static bool same_set(const pk_cutter *c, int axis, const bool *a, const bool *b) {
  for (int i = 0; i < c->classes[axis]; i++)
    if ((!a || a[i]) != (!b || b[i]))
      return false;
  return true;
}

/* The one axis on which two rows differ, -1 when they differ on more. */
static int only_difference(const pk_cutter *c, const pk_decision_row *a, const pk_decision_row *b) {
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

static bool merge_rows(pk_cutter *c, pk_decision_row *a, const pk_decision_row *b) {
  if (!pk_decision_cut_work(c, 1))
    return false;
  int k = a->answer == b->answer && a->section == b->section ? only_difference(c, a, b) : -1;
  if (k < 0)
    return false;
  bool *set = PK_NEW_ARRAY(c->arena, bool, (size_t)c->classes[k]);
  if (!set)
    return pk_decision_cut_no_memory(c);
  for (int i = 0; i < c->classes[k]; i++)
    set[i] = !a->in[k] || a->in[k][i] || !b->in[k] || b->in[k][i];
  ((const bool **)a->in)[k] = set;
  return true;
}

/* Rows with one answer that differ on one axis only are one row. */
static void merge_all(pk_cutter *c) {
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
static void drop_full_sets(pk_cutter *c) {
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

static const pk_decision *cut_table(pk_cutter *c, const int64_t *answers) {
  size_t axes = (size_t)c->product->axis_count;
  pk_decision *decision = PK_NEW(c->arena, pk_decision);
  int *classes = PK_NEW_ARRAY(c->arena, int, axes);
  pk_arena *scratch = pk_arena_new();
  c->in = PK_NEW_ARRAY(c->arena, const bool *, axes);
  c->classes = classes;
  pk_decision_cut_begin(c);
  if (!decision || !classes || !scratch || !c->in)
    pk_decision_cut_no_memory(c);
  for (size_t k = 0; !c->failed && k < axes; k++)
    classes[k] = c->product->axes[k].size;
  if (!c->failed && number_answers(c, answers)) {
    pk_decision_cut_work(c, c->product->count * (4 * sizeof(int32_t) + axes));
    const pk_lattice *lattice = c->failed ? NULL : whole_lattice(c, scratch, answers);
    lattice = lattice ? pk_lattice_squeeze(scratch, lattice, classes) : NULL;
    *decision = (pk_decision){.product = c->product};
    decision->section_axis = lattice ? cut_sections(c, lattice) : -1;
    if (!lattice && !c->failed)
      pk_decision_cut_no_memory(c);
  }
  pk_arena_free(scratch);
  pk_decision_cut_end(c);
  if (!c->failed)
    merge_all(c);
  if (c->failed)
    return NULL;
  drop_full_sets(c);
  decision->rows = c->rows.items;
  decision->row_count = c->rows.count;
  count_feasible(decision, c->rows.items);
  return pk_decision_cut_work(c, 0) ? decision : NULL;
}

const pk_decision *pk_decision_of(pk_arena *arena, const pk_product *product,
                                  const int64_t *answers, polku_report *report) {
  pk_cutter c = {.arena = arena, .product = product, .report = report};
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
