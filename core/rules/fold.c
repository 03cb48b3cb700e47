/* The law of one place for one class of clients, folded.
 *
 * Where place and client are known, most conditions have one answer, and what is left asks clocks:
 * "24 of the last 28 months", perhaps nothing at all. So for every pair of class and stage the tree
 * of the law becomes a short row of tests, each a bit in a small table, with two ways on. Engines
 * ask this millions of times; the trees stay for explanations.
 *
 * Stages that are alike (same kind, same attributes, same law) share their rows of tests, and
 * conditions of equal values their tables. */
#include "rules/bind.h"

#include <string.h>

enum { REFUSED = -1, ALLOWED = -2 };

/* One thing that a test reads: a clock, or the length of the stay that ends. */
typedef struct pk_fold_read {
  pk_reads form;
  int slot, last, top; /* window of a count; the largest value */
  uint32_t stride;
} read;

/* The answers of a condition to what is still open. */
typedef struct table {
  size_t base; /* the row that its known values begin */
  const pk_law *law;
  const uint64_t *bits;
  int read_count;
  const read *reads;
  bool settled, answer;
} table;

typedef struct test {
  const uint64_t *bits;
  int read_count;
  const read *reads;
  int on_yes, on_no; /* the next test, or the end */
} test;

struct pk_fold {
  int start;
  const test *tests;
};

typedef struct folder {
  pk_rules *rules;
  polku_report *report;
  pk_list *tables; /* table: by number of leaf */
  const int *client, *stage;
  pk_list tests;
  bool failed;
} folder;

static int no_memory(folder *f) {
  pk_report_memory(f->report);
  f->failed = true;
  return REFUSED;
}

/* --- one condition */

/* The raw value of an attribute; -1 of what only time tells. */
static int known(const folder *f, int variable) {
  const pk_attribute_kind *attribute = pk_book_attribute_of(f->rules->bound->book, variable);
  if (!attribute)
    return -1;
  return attribute->of == PK_OF_STAGE ? f->stage[variable] : f->client[variable];
}

static read read_of(const folder *f, int variable, size_t stride) {
  const pk_variable *about = PK_AT(f->rules->bound->book->variables, pk_variable, variable);
  int slot = about->memory >= 0 ? f->rules->bound->memory_slot[about->memory] : -1;
  return (read){about->form, slot, about->last, about->size - 1, (uint32_t)stride};
}

/* Row `row` of the open values, as a row of the leaf's whole table. */
static size_t whole_row(const pk_book *book, const pk_leaf *leaf, const table *made, size_t row) {
  size_t whole = made->base;
  int open = 0;
  for (int i = 0; i < leaf->read_count; i++) {
    if (pk_book_attribute_of(book, leaf->reads[i]))
      continue;
    size_t size = (size_t)made->reads[open].top + 1;
    whole += row / made->reads[open++].stride % size * leaf->strides[i];
  }
  return whole;
}

static bool project(folder *f, const pk_leaf *leaf, table *made) {
  const pk_book *book = f->rules->bound->book;
  read *reads = PK_NEW_ARRAY(f->rules->arena, read, (size_t)leaf->read_count);
  size_t rows = 1, yes = 0;
  if (!reads)
    return false;
  for (int i = 0; i < leaf->read_count; i++)
    if (!pk_book_attribute_of(book, leaf->reads[i])) {
      reads[made->read_count] = read_of(f, leaf->reads[i], rows);
      rows *= (size_t)reads[made->read_count++].top + 1;
    }
  made->reads = reads;
  uint64_t *bits = PK_NEW_ARRAY(f->rules->arena, uint64_t, rows / 64 + 1);
  if (!bits)
    return false;
  for (size_t row = 0; row < rows; row++)
    if (pk_law_row(made->law, leaf, whole_row(book, leaf, made, row))) {
      bits[row / 64] |= UINT64_C(1) << (row % 64);
      yes++;
    }
  made->bits = bits;
  made->settled = yes == 0 || yes == rows;
  made->answer = yes > 0;
  return true;
}

static const table *table_of(folder *f, const pk_law *law, const pk_leaf *leaf) {
  size_t base = 0;
  for (int i = 0; i < leaf->read_count; i++) {
    int raw = known(f, leaf->reads[i]);
    base += raw > 0 ? (size_t)raw * leaf->strides[i] : 0;
  }
  pk_list *list = &f->tables[leaf->number];
  for (int i = 0; i < list->count; i++) {
    const table *made = PK_AT(*list, table, i);
    if (made->base == base && made->law == law)
      return made;
  }
  table made = {.base = base, .law = law};
  table *slot = project(f, leaf, &made) ? pk_push(f->rules->arena, list, sizeof *slot) : NULL;
  if (!slot) {
    no_memory(f);
    return NULL;
  }
  *slot = made;
  return slot;
}

/* --- the tree, from its end: where a node goes on when it holds, and when it does not */

static int fold_tree(folder *f, const pk_law *law, const pk_tree *node, int yes, int no) {
  if (f->failed)
    return REFUSED;
  if (node->join == PK_TEST) {
    const table *made = table_of(f, law, node->leaf);
    if (!made || made->settled || yes == no)
      return made && made->answer ? yes : no;
    test *slot = pk_push(f->rules->arena, &f->tests, sizeof *slot);
    if (!slot)
      return no_memory(f);
    *slot = (test){made->bits, made->read_count, made->reads, yes, no};
    return f->tests.count - 1;
  }
  int at = node->join == PK_ANY ? no : yes;
  for (int i = node->child_count - 1; i >= 0; i--)
    at = node->join == PK_ALL   ? fold_tree(f, law, node->children[i], at, no)
         : node->join == PK_ANY ? fold_tree(f, law, node->children[i], yes, at)
                                : fold_tree(f, law, node->children[i], no, at);
  return at;
}

static bool fold_pair(folder *f, int klass, int s, pk_fold *fold) {
  const pk_law *laws[2];
  int count = pk_laws_of(f->rules, klass, s, laws), at = ALLOWED;
  f->client = f->rules->bound->klass_raw[klass];
  f->stage = f->rules->bound->stage_raw[s];
  f->tests = (pk_list){0};
  for (int i = count - 1; i >= 0; i--) {
    const pk_tree *tree = laws[i]->sheets[f->rules->stage_kind[s]].allow;
    if (tree)
      at = fold_tree(f, laws[i], tree, at, REFUSED);
  }
  *fold = (pk_fold){at, f->tests.items};
  return !f->failed;
}

/* --- stages that are alike */

static bool alike(const pk_rules *rules, int a, int b) {
  const pk_bound *bound = rules->bound;
  if (rules->stage_kind[a] != rules->stage_kind[b] || bound->stage_law[a] != bound->stage_law[b])
    return false;
  for (int v = 0; v < bound->book->variables.count; v++) {
    const pk_attribute_kind *attribute = pk_book_attribute_of(bound->book, v);
    if (attribute && attribute->of == PK_OF_STAGE &&
        bound->stage_raw[a][v] != bound->stage_raw[b][v])
      return false;
  }
  return true;
}

static const pk_fold *fold_stage(folder *f, int s, const pk_fold *const *before) {
  if (f->rules->stage_kind[s] < 0)
    return NULL;
  for (int other = 0; other < s; other++)
    if (alike(f->rules, other, s))
      return before[other];
  pk_fold *folds = PK_NEW_ARRAY(f->rules->arena, pk_fold, (size_t)f->rules->klass_count);
  if (!folds) {
    no_memory(f);
    return NULL;
  }
  for (int klass = 0; klass < f->rules->klass_count; klass++)
    if (!fold_pair(f, klass, s, &folds[klass]))
      return NULL;
  return folds;
}

bool pk_bind_folds(pk_rules *rules, polku_report *report) {
  folder f = {.rules = rules, .report = report};
  f.tables = PK_NEW_ARRAY(rules->arena, pk_list, (size_t)rules->bound->book->leaf_count);
  const pk_fold **folds =
      PK_NEW_ARRAY(rules->arena, const pk_fold *, (size_t)rules->model->stage_count);
  if (!f.tables || !folds) {
    no_memory(&f);
    return false;
  }
  for (int s = 0; s < rules->model->stage_count && !f.failed; s++)
    folds[s] = fold_stage(&f, s, folds);
  rules->bound->folds = folds;
  return !f.failed;
}

/* --- asking */

/* x86-64 in its oldest form has no instruction for this, and the compiler's own is a call. */
static unsigned count_bits(uint64_t x) {
  x -= x >> 1 & UINT64_C(0x5555555555555555);
  x = (x & UINT64_C(0x3333333333333333)) + (x >> 2 & UINT64_C(0x3333333333333333));
  x = (x + (x >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
  return (unsigned)(x * UINT64_C(0x0101010101010101) >> 56);
}

static uint32_t value_of(const pk_rules *rules, const read *r, const pk_clocks *clocks,
                         int elapsed) {
  uint64_t state = r->slot >= 0 ? clocks->at[r->slot] : (uint64_t)elapsed;
  if (r->form == PK_READS_LAST)
    return count_bits(state << (64 - r->last));
  if (r->form == PK_READS_RUN) {
    int run = ~state ? __builtin_ctzll(~state) : 64;
    return (uint32_t)(run < r->top ? run : r->top);
  }
  long long months = pk_whole_months(rules->model->step, state);
  return (uint32_t)(months < r->top ? months : r->top);
}

bool pk_rules_allow(const pk_rules *rules, int klass, int stage, const pk_clocks *clocks,
                    int elapsed) {
  if (!rules->present || rules->stage_kind[stage] < 0)
    return true;
  const pk_fold *fold = &rules->bound->folds[stage][klass];
  int at = fold->start;
  while (at >= 0) {
    const test *t = &fold->tests[at];
    uint32_t row = 0;
    for (int i = 0; i < t->read_count; i++)
      row += t->reads[i].stride * value_of(rules, &t->reads[i], clocks, elapsed);
    at = t->bits[row / 64] >> (row % 64) & 1 ? t->on_yes : t->on_no;
  }
  return at == ALLOWED;
}
