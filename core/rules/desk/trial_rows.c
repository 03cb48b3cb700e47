/* Spreading a test into rows. What is given stands as it is written; the rest has its default, or,
 * with rows = "all", takes every value that the rule can tell apart. Clocks of one history look at
 * the same months: rows that no history can show are left out. */
#include "rules/desk/trial.h"

#include <stdio.h>
#include <string.h>

/* The clocks of one history of which the test gives some: which classes of the axes among them can
 * stand beside what is given, with values for each. */
enum { TRY_STEPS = 256, ROW_STEPS = 512 };

typedef struct held {
  int memory, count;
  int *variable, *axis; /* axis -1: given, but the rule does not read it */
  bool *seen;           /* by tuple of classes, mixed radix */
  int *example;         /* [tuple][i] */
} held;

typedef struct spreader {
  pk_shelf *shelf;
  pk_arena *arena;
  const pk_trial *trial;
  const pk_product *product;
  const pk_given **given; /* by variable; NULL: not given */
  bool *const *allowed;   /* [axis][class] */
  pk_list held;           /* held */
  int variables;
  int *raw;
  bool *known;
  pk_list rows; /* int[variables] each */
  bool failed;
} spreader;

static bool no_memory(spreader *s) {
  pk_report_memory(s->shelf->report);
  s->failed = true;
  return false;
}

static bool refuse(spreader *s, const char *code) {
  char most[24];
  pk_place place;
  pk_file_place(s->trial->file, s->trial->line, &place);
  snprintf(most, sizeof most, "%d", PK_TRIAL_ROWS_MAX);
  pk_report_add(s->shelf->report, &place, code, "rule", s->trial->rule_text, "most", most, NULL);
  s->failed = true;
  return false;
}

static bool stop(spreader *s) {
  s->failed = !pk_work_done(s->product->book, s->shelf->report);
  return !s->failed;
}

static bool add_row(spreader *s) {
  if (s->rows.count == PK_TRIAL_ROWS_MAX)
    return refuse(s, "E-TEST-ROWS");
  if (!pk_work(s->product->book, ROW_STEPS + (size_t)s->variables))
    return stop(s);
  int *slot = pk_push(s->arena, &s->rows, (size_t)s->variables * sizeof *slot);
  if (!slot)
    return no_memory(s);
  memcpy(slot, s->raw, (size_t)s->variables * sizeof *slot);
  return true;
}

/* --- given values, the rest as by default */

static void begin_row(spreader *s) {
  pk_raw_default(s->product->book, s->raw);
  memset(s->known, 0, (size_t)s->variables * sizeof *s->known);
}

static bool spread_given(spreader *s) {
  const pk_trial *trial = s->trial;
  size_t total = 1;
  for (int i = 0; i < trial->given_count && total <= PK_TRIAL_ROWS_MAX; i++)
    total *= (size_t)trial->given[i].count;
  if (total > PK_TRIAL_ROWS_MAX)
    return refuse(s, "E-TEST-ROWS");
  for (size_t code = 0; code < total && !s->failed; code++) {
    size_t left = code;
    begin_row(s);
    pk_work(s->product->book, (size_t)s->variables);
    for (int i = trial->given_count - 1; i >= 0; i--) {
      const pk_given *given = &trial->given[i];
      s->raw[given->variable] = given->raws[left % (size_t)given->count];
      s->known[given->variable] = true;
      left /= (size_t)given->count;
    }
    if (pk_raw_settle(s->product->book, s->raw, s->known))
      add_row(s);
  }
  return !s->failed;
}

/* --- every combination */

static const pk_variable *variable_of(const spreader *s, int variable) {
  return PK_AT(s->product->book->variables, pk_variable, variable);
}

static int axis_of(const spreader *s, int variable) {
  for (int a = 0; a < s->product->axis_count; a++)
    if (s->product->subject_variable[0][a] == variable)
      return a;
  return -1;
}

static bool allow_classes(spreader *s) {
  const pk_product *product = s->product;
  bool **allowed = PK_NEW_ARRAY(s->arena, bool *, (size_t)product->axis_count);
  if (!allowed)
    return no_memory(s);
  s->allowed = allowed;
  for (int a = 0; a < product->axis_count; a++) {
    const pk_axis *axis = &product->axes[a];
    const pk_given *given = s->given[product->subject_variable[0][a]];
    allowed[a] = PK_NEW_ARRAY(s->arena, bool, (size_t)axis->size);
    if (!allowed[a])
      return no_memory(s);
    for (int k = 0; !given && k < axis->size; k++)
      allowed[a][k] = true;
    for (int i = 0; given && i < given->count; i++)
      allowed[a][axis->klass[given->raws[i]]] = true;
  }
  return true;
}

static bool is_clock_of(const spreader *s, int variable, int memory) {
  return variable_of(s, variable)->memory == memory &&
         PK_AT(s->product->book->memories, pk_memory, memory)->history;
}

/* The mixed-radix number of the classes of a history's axes: of raw values, or of a combination. */
static int tuple_of(const spreader *s, const held *h, const int *raw, size_t combination) {
  int tuple = 0;
  for (int i = 0; i < h->count; i++) {
    if (h->axis[i] < 0)
      continue;
    const pk_axis *axis = &s->product->axes[h->axis[i]];
    int klass = raw ? axis->klass[raw[h->variable[i]]]
                    : pk_product_class(s->product, combination, h->axis[i]);
    tuple = tuple * axis->size + klass;
  }
  return tuple;
}

/* Every way in which clocks i, i + 1, … can stand beside those before them. */
static void try_clocks(spreader *s, held *h, int i) {
  if (!pk_work(s->product->book, TRY_STEPS * ((size_t)i + 1)))
    return;
  if (i == h->count) {
    int tuple = tuple_of(s, h, s->raw, 0);
    for (int k = 0; !h->seen[tuple] && k < h->count; k++)
      h->example[tuple * h->count + k] = s->raw[h->variable[k]];
    h->seen[tuple] = true;
    return;
  }
  int v = h->variable[i];
  const pk_given *given = s->given[v];
  int count = given ? given->count : variable_of(s, v)->size;
  s->known[v] = true;
  for (int k = 0; k < count; k++) {
    s->raw[v] = given ? given->raws[k] : k;
    if (pk_raw_agree(s->product->book, h->memory, s->raw, s->known))
      try_clocks(s, h, i + 1);
  }
  s->known[v] = false;
}

static bool hold_memory(spreader *s, int memory) {
  held *h = pk_push(s->arena, &s->held, sizeof *h);
  int *variable = PK_NEW_ARRAY(s->arena, int, (size_t)s->variables);
  int *axis = PK_NEW_ARRAY(s->arena, int, (size_t)s->variables);
  if (!h || !variable || !axis)
    return no_memory(s);
  *h = (held){.memory = memory, .variable = variable, .axis = axis};
  size_t tuples = 1;
  for (int v = 0; v < s->variables; v++) {
    int at = axis_of(s, v);
    if (!is_clock_of(s, v, memory) || (at < 0 && !s->given[v]))
      continue;
    variable[h->count] = v;
    axis[h->count++] = at;
    tuples *= at < 0 ? 1 : (size_t)s->product->axes[at].size; /* at most PK_PRODUCT_MAX */
  }
  h->seen = PK_NEW_ARRAY(s->arena, bool, tuples);
  h->example = PK_NEW_ARRAY(s->arena, int, tuples *(size_t)h->count);
  if (!h->seen || !h->example)
    return no_memory(s);
  memset(s->known, 0, (size_t)s->variables * sizeof *s->known);
  try_clocks(s, h, 0);
  return stop(s);
}

static bool hold_memories(spreader *s) {
  for (int m = 0; m < s->product->book->memories.count; m++) {
    bool any = false;
    for (int v = 0; v < s->variables; v++)
      any = any || (s->given[v] && is_clock_of(s, v, m));
    if (any && !hold_memory(s, m))
      return false;
  }
  return true;
}

static bool wanted(const spreader *s, size_t combination) {
  if (!pk_product_feasible(s->product, combination))
    return false;
  for (int a = 0; a < s->product->axis_count; a++)
    if (!s->allowed[a][pk_product_class(s->product, combination, a)])
      return false;
  for (int i = 0; i < s->held.count; i++) {
    const held *h = PK_AT(s->held, held, i);
    if (!h->seen[tuple_of(s, h, NULL, combination)])
      return false;
  }
  return true;
}

/* A given value that belongs to the combination; where the rule does not read it, the first. */
static int given_value(const spreader *s, int variable, size_t combination) {
  const pk_given *given = s->given[variable];
  int axis = axis_of(s, variable);
  for (int i = 0; axis >= 0 && i < given->count; i++)
    if (s->product->axes[axis].klass[given->raws[i]] ==
        pk_product_class(s->product, combination, axis))
      return given->raws[i];
  return given->raws[0];
}

static void fill_row(spreader *s, size_t combination) {
  pk_product_raw(s->product, combination, 0, s->raw);
  memset(s->known, 0, (size_t)s->variables * sizeof *s->known);
  for (int v = 0; v < s->variables; v++) {
    s->known[v] = s->given[v] || axis_of(s, v) >= 0;
    if (s->given[v])
      s->raw[v] = given_value(s, v, combination);
  }
  for (int i = 0; i < s->held.count; i++) {
    const held *h = PK_AT(s->held, held, i);
    int tuple = tuple_of(s, h, NULL, combination);
    for (int k = 0; k < h->count; k++)
      s->raw[h->variable[k]] = h->example[tuple * h->count + k];
  }
  pk_raw_settle(s->product->book, s->raw, s->known);
}

static bool spread_all(spreader *s) {
  pk_work(s->product->book, s->product->count * ((size_t)s->product->axis_count + 1));
  if (!allow_classes(s) || !hold_memories(s) || !stop(s))
    return false;
  for (size_t at = 0; at < s->product->count && !s->failed; at++) {
    if (!wanted(s, at))
      continue;
    fill_row(s, at);
    add_row(s);
  }
  return !s->failed;
}

bool pk_trial_spread(pk_shelf *shelf, pk_arena *arena, const pk_trial *trial,
                     const pk_product *product, pk_trial_rows *rows) {
  spreader s = {.shelf = shelf, .arena = arena, .trial = trial, .product = product};
  s.variables = product->book->variables.count;
  s.given = PK_NEW_ARRAY(arena, const pk_given *, (size_t)s.variables);
  s.raw = PK_NEW_ARRAY(arena, int, (size_t)s.variables);
  s.known = PK_NEW_ARRAY(arena, bool, (size_t)s.variables);
  if (!s.given || !s.raw || !s.known)
    return no_memory(&s);
  for (int i = 0; i < trial->given_count; i++)
    s.given[trial->given[i].variable] = &trial->given[i];
  if (!(trial->all_rows ? spread_all(&s) : spread_given(&s)))
    return false;
  if (!s.rows.count)
    return refuse(&s, "E-TEST-CLOCKS");
  *rows = (pk_trial_rows){s.rows.count, s.rows.items};
  return true;
}
