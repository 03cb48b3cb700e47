/* Doors: where people may have to wait, as what they wait, and who goes first.
 *
 * At a full stage an engine asks again and again who of those that wait stands before whom. A rule
 * of priority reads the client, the place and clocks; where class and stage are known only clocks
 * are open, and of these the rules tell few values apart. So for each pair the numbers stand in a
 * small table, by the classes of clock values: often a single number. */
#include "rules/bind.h"

#include <string.h>

/* A clock that may decide. Its values fall into classes; `row` is by value what its class adds to
 * the number of a row, `first` by class the smallest value. */
typedef struct clock_read {
  const pk_variable *variable;
  int index; /* of the variable */
  int slot;
  size_t stride, classes;
  size_t *row;
  int *first;
} clock_read;

struct pk_rank {
  const int *table; /* NULL: too many rows; then the rules themselves are asked */
  int read_count;
  const clock_read *reads;
};

/* Rows of one pair, and of all pairs together. */
enum { ROWS_MAX = 1 << 16, ROWS_ALL_MAX = 1 << 20 };

typedef struct maker {
  pk_rules *rules;
  polku_report *report;
  int *raw; /* of all variables, for one row */
  size_t rows;
} maker;

/* --- doors */

static bool gives_places(const pk_rules *rules, int stage) {
  const pk_stage *s = &rules->model->stages[stage];
  for (int i = 0; i < s->standing_count; i++) {
    int role = rules->standing_role[stage][i];
    if ((s->standings[i].has_places || s->standings[i].per_stage >= 0) && role >= 0 &&
        rules->roles[role].host)
      return true;
  }
  return false;
}

bool pk_stage_limited(const pk_rules *rules, int stage) {
  const pk_model *model = rules->model;
  const char *kind = model->stages[stage].kind;
  for (int i = 0; kind && i < model->budget_count; i++)
    for (int k = 0; k < model->budgets[i].kind_count; k++)
      if (strcmp(model->budgets[i].kinds[k], kind) == 0)
        return true;
  return gives_places(rules, stage);
}

int pk_rules_waits_as(const pk_rules *rules, int stage) {
  return rules->present ? rules->bound->waits_as[stage] : -1;
}

/* --- what is asked */

bool pk_law_asked(const pk_rules *rules, int law, int stage) {
  law %= rules->bound->region_count;
  if (rules->bound->stage_law[stage] == law)
    return true;
  for (int g = 0; g < rules->model->group_count; g++)
    if (rules->bound->group_law[g] == law)
      return true;
  return false;
}

/* Whether a rule says who goes first where somebody may have to wait. */
static bool ranked(const pk_rules *rules, int stage) {
  int kind = rules->stage_kind[stage];
  for (int i = 0; kind >= 0 && i < rules->bound->law_count; i++)
    if (pk_law_asked(rules, i, stage) &&
        rules->bound->laws[i]->sheets[kind].layer_count[PK_PRIORITY])
      return pk_stage_limited(rules, stage);
  return false;
}

/* Where the laws of place and client both speak, the one that lets the client in later holds. */
static int priority_of(const pk_view *view, const pk_law *const laws[2], int count, int kind) {
  const pk_choice_case *decisive;
  const pk_layer *layer;
  bool spoken = false;
  long long priority = 0;
  for (int i = 0; i < count; i++) {
    long long value = pk_view_cases(view, laws[i], kind, PK_PRIORITY, 0, &decisive, &layer);
    if (!decisive || (spoken && value <= priority))
      continue;
    priority = value;
    spoken = true;
  }
  return (int)priority;
}

/* --- tables */

static bool leaf_reads(const pk_leaf *leaf, int variable) {
  for (int i = 0; leaf && i < leaf->read_count; i++)
    if (leaf->reads[i] == variable)
      return true;
  return false;
}

static bool law_reads(const pk_law *law, int kind, int variable) {
  const pk_sheet *sheet = &law->sheets[kind];
  for (int i = 0; i < sheet->layer_count[PK_PRIORITY]; i++)
    for (int c = 0; c < sheet->layers[PK_PRIORITY][i].case_count; c++) {
      const pk_choice_case *one = &sheet->layers[PK_PRIORITY][i].cases[c];
      if (leaf_reads(one->when, variable) || leaf_reads(one->computed, variable))
        return true;
    }
  return false;
}

static bool fill_classes(const maker *m, clock_read *read) {
  const int *same = m->rules->bound->same_as[read->index];
  int size = read->variable->size;
  read->row = PK_NEW_ARRAY(m->rules->arena, size_t, (size_t)size);
  read->first = PK_NEW_ARRAY(m->rules->arena, int, (size_t)size);
  for (int value = 0; read->row && read->first && value < size; value++) {
    if (same[value] != value) {
      read->row[value] = read->row[same[value]];
      continue;
    }
    read->row[value] = read->stride * read->classes;
    read->first[read->classes++] = value;
  }
  return read->row && read->first;
}

static bool asked(const maker *m, int klass, int stage, int variable) {
  const pk_law *laws[2];
  int count = pk_laws_of(m->rules, klass, stage, laws);
  for (int i = 0; i < count; i++)
    if (law_reads(laws[i], m->rules->stage_kind[stage], variable))
      return true;
  return false;
}

/* The clocks that a rule of this pair may look at, and the number of rows that they make. */
static bool find_reads(const maker *m, int klass, int stage, pk_rank *rank, size_t *rows) {
  const pk_bound *bound = m->rules->bound;
  pk_list reads = {0};
  *rows = 1;
  for (int v = 0; v < bound->book->variables.count && *rows <= ROWS_MAX; v++) {
    const pk_variable *variable = PK_AT(bound->book->variables, pk_variable, v);
    int slot = variable->memory >= 0 ? bound->memory_slot[variable->memory] : -1;
    if (slot < 0 || !asked(m, klass, stage, v))
      continue;
    clock_read *read = pk_push(m->rules->arena, &reads, sizeof *read);
    if (!read)
      return false;
    *read = (clock_read){.variable = variable, .index = v, .slot = slot, .stride = *rows};
    if (!fill_classes(m, read))
      return false;
    *rows *= read->classes;
  }
  rank->reads = reads.items;
  rank->read_count = reads.count;
  return true;
}

/* Attributes as they are; clocks and `elapsed` at nought. */
static void fill_raw(const maker *m, int klass, int stage) {
  const pk_bound *bound = m->rules->bound;
  for (int v = 0; v < bound->book->variables.count; v++) {
    const pk_attribute_kind *attribute = pk_book_attribute_of(bound->book, v);
    m->raw[v] = !attribute                     ? 0
                : attribute->of == PK_OF_STAGE ? bound->stage_raw[stage][v]
                                               : bound->klass_raw[klass][v];
  }
}

/* False without memory. A table of one number needs no clocks. */
static bool fill_table(maker *m, int klass, int stage, pk_rank *rank, size_t rows) {
  const pk_law *laws[2];
  int count = pk_laws_of(m->rules, klass, stage, laws), kind = m->rules->stage_kind[stage];
  const pk_view view = {.given = m->raw};
  int *table = PK_NEW_ARRAY(m->rules->arena, int, rows);
  bool alike = true;
  if (!table)
    return false;
  fill_raw(m, klass, stage);
  for (size_t row = 0; row < rows; row++) {
    for (int i = 0; i < rank->read_count; i++) {
      const clock_read *read = &rank->reads[i];
      m->raw[read->index] = read->first[row / read->stride % read->classes];
    }
    table[row] = priority_of(&view, laws, count, kind);
    alike = alike && table[row] == table[0];
  }
  rank->table = table;
  rank->read_count = alike ? 0 : rank->read_count;
  return true;
}

static bool fill_rank(maker *m, int klass, int stage, pk_rank *rank) {
  size_t rows;
  if (!find_reads(m, klass, stage, rank, &rows))
    return false;
  m->rows += rows;
  return rows > ROWS_MAX || m->rows > ROWS_ALL_MAX || fill_table(m, klass, stage, rank, rows);
}

static const pk_rank *make_ranks(maker *m, int stage) {
  int klasses = m->rules->klass_count;
  pk_rank *ranks = PK_NEW_ARRAY(m->rules->arena, pk_rank, (size_t)klasses);
  for (int klass = 0; ranks && klass < klasses; klass++)
    if (!fill_rank(m, klass, stage, &ranks[klass]))
      return NULL;
  return ranks;
}

bool pk_bind_ranks(pk_rules *rules, polku_report *report) {
  const pk_model *model = rules->model;
  maker m = {.rules = rules};
  const pk_rank **ranks = PK_NEW_ARRAY(rules->arena, const pk_rank *, (size_t)model->stage_count);
  m.raw = PK_NEW_ARRAY(rules->arena, int, (size_t)rules->bound->book->variables.count);
  bool good = ranks && m.raw;
  for (int s = 0; good && s < model->stage_count; s++)
    good = !ranked(rules, s) || (ranks[s] = make_ranks(&m, s));
  rules->bound->ranks = ranks;
  if (!good)
    pk_report_memory(report);
  return good;
}

/* --- asking */

bool pk_rules_ranks(const pk_rules *rules, int stage) {
  return rules->present && rules->bound->ranks[stage];
}

static int ask_rules(const pk_rules *rules, int klass, int stage, const pk_clocks *clocks) {
  const pk_bound *bound = rules->bound;
  const pk_view view = {.rules = rules,
                        .client = bound->klass_raw[klass],
                        .stage = bound->stage_raw[stage],
                        .clocks = clocks};
  const pk_law *laws[2];
  int count = pk_laws_of(rules, klass, stage, laws);
  return priority_of(&view, laws, count, rules->stage_kind[stage]);
}

int pk_rules_priority(const pk_rules *rules, int klass, int stage, const pk_clocks *clocks) {
  if (!pk_rules_ranks(rules, stage))
    return 0;
  const pk_rank *rank = &rules->bound->ranks[stage][klass];
  size_t row = 0;
  if (!rank->table)
    return ask_rules(rules, klass, stage, clocks);
  for (int i = 0; i < rank->read_count; i++) {
    const clock_read *read = &rank->reads[i];
    row += read->row[pk_clock_value(rules->model->step, read->variable, clocks->at[read->slot])];
  }
  return rank->table[row];
}
