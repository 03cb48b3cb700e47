/* Clocks of one history look at the same months: which values of them can stand beside each other,
 * and an example of all clocks for each. */
#include "rules/product_parts.h"

#include <string.h>

enum { TUPLES_TRIED_MAX = 1 << 22, TRY_STEPS = 256 };

typedef pk_product_maker maker;
typedef struct pk_product_clocks clocks;

/* What is tried: values of the clocks that are axes, one after the other. */
typedef struct attempt {
  const pk_axis *axes;
  int *raw, *kept;
  bool *known, *fixed;
} attempt;

static int variable_of(const clocks *c, const attempt *t, int i) {
  return pk_book_variable(c->book, t->axes[c->axes[i]].variable->id);
}

static void note_tuple(clocks *c, const attempt *t) {
  size_t variables = (size_t)c->book->variables.count;
  int tuple = 0;
  for (int i = 0; i < c->axis_count; i++) {
    const pk_axis *axis = &t->axes[c->axes[i]];
    tuple = tuple * axis->size + axis->klass[t->raw[variable_of(c, t, i)]];
  }
  if (c->seen[tuple])
    return;
  c->seen[tuple] = true;
  memcpy(t->kept, t->raw, variables * sizeof *t->kept);
  memcpy(t->fixed, t->known, variables * sizeof *t->fixed);
  pk_raw_settle(c->book, t->kept, t->fixed);
  for (int k = 0; k < c->variable_count; k++)
    c->example[tuple * c->variable_count + k] = t->kept[c->variables[k]];
}

/* Every way in which clocks i, i + 1, … can stand beside those before them. */
static void try_clocks(clocks *c, const attempt *t, int i) {
  size_t clocks_known = (size_t)i + 1;
  if (++c->tried > TUPLES_TRIED_MAX || !pk_work(c->book, TRY_STEPS * clocks_known))
    return;
  if (i == c->axis_count) {
    note_tuple(c, t);
    return;
  }
  int v = variable_of(c, t, i);
  t->known[v] = true;
  for (int value = 0; value < t->axes[c->axes[i]].variable->size; value++) {
    t->raw[v] = value;
    if (pk_raw_agree(c->book, c->memory, t->raw, t->known))
      try_clocks(c, t, i + 1);
  }
  t->raw[v] = 0;
  t->known[v] = false;
}

static bool clock_variables(maker *m, clocks *c) {
  int *variables = PK_NEW_ARRAY(m->arena, int, (size_t)c->book->variables.count);
  for (int v = 0; variables && v < c->book->variables.count; v++)
    if (PK_AT(c->book->variables, pk_variable, v)->memory == c->memory)
      variables[c->variable_count++] = v;
  c->variables = variables;
  return variables != NULL;
}

static void solve_clocks(maker *m, clocks *c) {
  size_t variables = (size_t)c->book->variables.count;
  attempt t = {.axes = m->axes.items,
               .raw = PK_NEW_ARRAY(m->arena, int, variables),
               .kept = PK_NEW_ARRAY(m->arena, int, variables),
               .known = PK_NEW_ARRAY(m->arena, bool, variables),
               .fixed = PK_NEW_ARRAY(m->arena, bool, variables)};
  c->tuple_count = 1;
  for (int i = 0; i < c->axis_count; i++)
    c->tuple_count *= t.axes[c->axes[i]].size; /* at most PK_PRODUCT_MAX in all */
  bool good = t.raw && t.kept && t.known && t.fixed && clock_variables(m, c);
  c->seen = PK_NEW_ARRAY(m->arena, bool, (size_t)c->tuple_count);
  c->example = PK_NEW_ARRAY(m->arena, int, (size_t)c->tuple_count *(size_t)c->variable_count);
  if (!good || !c->seen || !c->example) {
    pk_product_no_memory(m);
    return;
  }
  try_clocks(c, &t, 0);
  pk_product_work(m, 0);
  if (!m->failed && c->tried > TUPLES_TRIED_MAX)
    pk_product_refuse(m, PK_AT(c->book->memories, pk_memory, c->memory)->id, c->tuple_count);
}

static bool is_clock(const maker *m, int a) {
  pk_reads form = PK_AT(m->axes, pk_axis, a)->variable->form;
  return form == PK_READS_LAST || form == PK_READS_RUN;
}

static const pk_book *own_book(const maker *m, int a) {
  return *PK_AT(m->books, const pk_book *, a);
}

static const char *history_of(const maker *m, int a) {
  int memory = PK_AT(m->axes, pk_axis, a)->variable->memory;
  return PK_AT(own_book(m, a)->memories, pk_memory, memory)->id;
}

static bool shares_history(const maker *m, int a, int b) {
  return is_clock(m, b) && strcmp(history_of(m, a), history_of(m, b)) == 0;
}

/* Whether a book has the clock of an axis too, and means the same by it. */
static bool has_clock(const maker *m, const pk_book *book, int a) {
  const char *id = PK_AT(m->axes, pk_axis, a)->variable->id;
  int v = pk_book_variable(book, id);
  return v >= 0 &&
         pk_product_same_values(book, v, own_book(m, a), pk_book_variable(own_book(m, a), id));
}

/* Two books may each read some clocks of one history: whoever knows them all says which can stand
 * together. Where nobody does, each book speaks for its own. */
static const pk_book *book_of_history(const maker *m, int a) {
  for (int s = 0; s < m->product->subject_count; s++) {
    const pk_book *book = m->product->subjects[s].law->book;
    bool all = true;
    for (int b = 0; all && b < m->axes.count; b++)
      all = !shares_history(m, a, b) || has_clock(m, book, b);
    if (all)
      return book;
  }
  return own_book(m, a);
}

static bool is_solved(const maker *m, int a) {
  for (int i = 0; i < m->clocks.count; i++) {
    const clocks *c = PK_AT(m->clocks, clocks, i);
    for (int k = 0; k < c->axis_count; k++)
      if (c->axes[k] == a)
        return true;
  }
  return false;
}

void pk_product_find_clocks(maker *m) {
  for (int a = 0; !m->failed && a < m->axes.count; a++) {
    if (!is_clock(m, a) || is_solved(m, a))
      continue;
    clocks *made = pk_push(m->arena, &m->clocks, sizeof *made);
    int *axes = PK_NEW_ARRAY(m->arena, int, (size_t)m->axes.count);
    if (!made || !axes) {
      pk_product_no_memory(m);
      return;
    }
    const pk_book *book = book_of_history(m, a);
    int v = pk_book_variable(book, PK_AT(m->axes, pk_axis, a)->variable->id);
    *made = (clocks){
        .memory = PK_AT(book->variables, pk_variable, v)->memory, .book = book, .axes = axes};
    for (int b = a; b < m->axes.count; b++)
      if (shares_history(m, a, b) && has_clock(m, book, b) && !is_solved(m, b))
        axes[made->axis_count++] = b;
    solve_clocks(m, made);
  }
}
