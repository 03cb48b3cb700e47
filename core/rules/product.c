/* Classes of values, and going through their product. */
#include "rules/product_parts.h"

#include <stdio.h>
#include <string.h>

enum { ANSWER_STEPS = 16 };

typedef pk_product_maker maker;
typedef struct pk_product_clocks clocks;

void pk_product_no_memory(maker *m) {
  pk_report_memory(m->report);
  m->failed = true;
}

void pk_product_work(maker *m, size_t steps) {
  if (!pk_work(m->product->book, steps))
    m->failed = !pk_work_done(m->product->book, m->report);
}

/* --- leaves of a subject */

typedef void visit(maker *m, const pk_law *law, const pk_leaf *leaf);

static void each_in_tree(maker *m, const pk_law *law, const pk_tree *node, visit *see) {
  if (node->join == PK_TEST)
    see(m, law, node->leaf);
  for (int i = 0; i < node->child_count; i++)
    each_in_tree(m, law, node->children[i], see);
}

static void each_leaf(maker *m, const pk_subject *subject, visit *see) {
  const pk_law *law = subject->law;
  pk_rule_form form = subject->rule.form;
  int kind = pk_book_kind(law->book, subject->rule.kind);
  if (kind < 0)
    return;
  const pk_sheet *sheet = &law->sheets[kind];
  if (form == PK_ALLOW && sheet->allow)
    each_in_tree(m, law, sheet->allow, see);
  for (int i = 0; i < sheet->layer_count[form]; i++) {
    const pk_layer *layer = &sheet->layers[form][i];
    for (int k = 0; pk_subject_layer(subject, layer) && k < layer->case_count; k++) {
      if (layer->cases[k].when)
        see(m, law, layer->cases[k].when);
      if (layer->cases[k].computed)
        see(m, law, layer->cases[k].computed);
    }
  }
}

static void each(maker *m, visit *see) {
  for (m->subject = 0; !m->failed && m->subject < m->product->subject_count; m->subject++)
    each_leaf(m, &m->product->subjects[m->subject], see);
}

/* --- axes */

/* Places, then clients, then clocks: the order in which a person would ask. */
static int rank(const pk_book *book, int variable) {
  const pk_attribute_kind *attribute = pk_book_attribute_of(book, variable);
  return !attribute ? 2 : attribute->of == PK_OF_STAGE ? 0 : 1;
}

static int find_axis(const maker *m, const char *id) {
  for (int i = 0; i < m->axes.count; i++)
    if (strcmp(PK_AT(m->axes, pk_axis, i)->variable->id, id) == 0)
      return i;
  return -1;
}

static void add_axis(maker *m, const pk_book *book, int variable) {
  const pk_variable *about = PK_AT(book->variables, pk_variable, variable);
  if (find_axis(m, about->id) >= 0)
    return;
  pk_axis *axis = pk_push(m->arena, &m->axes, sizeof *axis);
  const pk_book **of = pk_push(m->arena, &m->books, sizeof *of);
  if (!axis || !of) {
    pk_product_no_memory(m);
    return;
  }
  *axis = (pk_axis){.variable = about};
  *of = book;
}

static void see_reads(maker *m, const pk_law *law, const pk_leaf *leaf) {
  for (int i = 0; i < leaf->read_count; i++)
    add_axis(m, law->book, leaf->reads[i]);
}

/* By rank, then in the order of the book. Few: insertion does. */
static void order_axes(maker *m) {
  for (int i = 1; i < m->axes.count; i++)
    for (int k = i; k > 0; k--) {
      pk_axis *a = PK_AT(m->axes, pk_axis, k - 1), *b = PK_AT(m->axes, pk_axis, k);
      const pk_book **of = PK_AT(m->books, const pk_book *, k - 1);
      int va = pk_book_variable(of[0], a->variable->id),
          vb = pk_book_variable(of[1], b->variable->id);
      int ra = rank(of[0], va), rb = rank(of[1], vb);
      if (ra < rb || (ra == rb && va < vb))
        break;
      const pk_axis axis = *a;
      const pk_book *book = of[0];
      *a = *b;
      *b = axis;
      of[0] = of[1];
      of[1] = book;
    }
}

bool pk_product_same_values(const pk_book *a, int x, const pk_book *b, int y) {
  const pk_attribute_kind *p = pk_book_attribute_of(a, x), *q = pk_book_attribute_of(b, y);
  const pk_variable *v = PK_AT(a->variables, pk_variable, x);
  const pk_variable *w = PK_AT(b->variables, pk_variable, y);
  if (v->size != w->size || v->form != w->form || v->last != w->last || !p != !q)
    return false;
  if (p && (p->type != q->type || p->low != q->low || p->of != q->of))
    return false;
  for (int i = 0; p && p->type == PK_TYPE_ENUM && i < p->size; i++)
    if (strcmp(p->values[i], q->values[i]) != 0)
      return false;
  return true;
}

/* Whether values of two attributes can be told in each other's words. */
static bool same_sort(const pk_attribute_kind *p, const pk_attribute_kind *q) {
  return p && q && p->type == q->type && p->of == q->of;
}

/* The raw value of `to` that means what `raw` means to `from`; -1: there is none. */
static int told_in(const pk_attribute_kind *from, int raw, const pk_attribute_kind *to) {
  if (from->type == PK_TYPE_INT) {
    long long value = from->low + raw - to->low;
    return value >= 0 && value < to->size ? (int)value : -1;
  }
  for (int i = 0; from->type == PK_TYPE_ENUM && i < to->size; i++)
    if (strcmp(from->values[raw], to->values[i]) == 0)
      return i;
  return from->type == PK_TYPE_BOOL ? raw : -1;
}

/* How the values of an axis are called in a subject's book: NULL where they are called alike. */
static const int *map_values(maker *m, int s, int a, const pk_book *book, int variable) {
  const pk_book *of = *PK_AT(m->books, const pk_book *, a);
  const pk_variable *about = PK_AT(m->axes, pk_axis, a)->variable;
  int own = pk_book_variable(of, about->id);
  if (variable < 0 || pk_product_same_values(book, variable, of, own))
    return NULL;
  const pk_attribute_kind *from = pk_book_attribute_of(of, own),
                          *to = pk_book_attribute_of(book, variable);
  if (!same_sort(from, to)) {
    pk_report_add(m->report, NULL, "E-PLUGIN-VOCABULARY", "name", about->id, "plugin",
                  m->product->subjects[s].law->region->id, NULL);
    m->failed = true;
    return NULL;
  }
  int *map = PK_NEW_ARRAY(m->arena, int, (size_t)about->size);
  if (!map)
    pk_product_no_memory(m);
  for (int raw = 0; map && raw < about->size; raw++)
    map[raw] = told_in(from, raw, to);
  return map;
}

/* The variable of each subject's book for each axis, -1 where it has none; and its values. */
static bool map_variables(maker *m) {
  pk_product *p = m->product;
  size_t axes = (size_t)m->axes.count, subjects = (size_t)p->subject_count;
  int *variables = PK_NEW_ARRAY(m->arena, int, axes *subjects);
  const int **values = PK_NEW_ARRAY(m->arena, const int *, axes *subjects);
  const int **by_subject = PK_NEW_ARRAY(m->arena, const int *, subjects);
  const int *const **values_of = PK_NEW_ARRAY(m->arena, const int *const *, subjects);
  if (!variables || !values || !by_subject || !values_of) {
    pk_product_no_memory(m);
    return false;
  }
  for (size_t s = 0; s < subjects; s++) {
    const pk_book *book = p->subjects[s].law->book;
    for (size_t a = 0; a < axes; a++) {
      int v = pk_book_variable(book, PK_AT(m->axes, pk_axis, a)->variable->id);
      variables[s * axes + a] = v;
      values[s * axes + a] = map_values(m, (int)s, (int)a, book, v);
    }
    by_subject[s] = variables + s * axes;
    values_of[s] = values + s * axes;
  }
  p->subject_variable = by_subject;
  p->subject_value = values_of;
  return !m->failed;
}

/* What a value of an axis is in a subject's book; -1: nothing. */
static int value_in(const pk_product *p, int s, int a, int raw) {
  const int *map = p->subject_value[s][a];
  return map ? map[raw] : raw;
}

/* Whether the books of all subjects have a value. */
static bool all_have(const pk_product *p, int a, int raw) {
  for (int s = 0; s < p->subject_count; s++)
    if (value_in(p, s, a, raw) < 0)
      return false;
  return true;
}

/* --- too much */

/* Where the rule stands that is asked, on the lowest level that has one. */
static bool find_place(const pk_subject *subject, pk_place *place) {
  const pk_book *book = subject->law->book;
  for (int i = book->plugins.count - 1; i >= 0; i--) {
    const pk_plugin *plugin = *PK_AT(book->plugins, pk_plugin *, i);
    for (int k = 0; k < plugin->rule_count; k++) {
      const pk_rule *rule = &plugin->rules[k];
      const pk_rule_key key = {rule->form, rule->kind, rule->account, rule->on_entry};
      if (rule->version_count && pk_rule_key_same(&key, &subject->rule) &&
          pk_plugin_extends(book, subject->law->region, plugin)) {
        pk_file_place(&plugin->rules_file, rule->versions[0].line, place);
        return true;
      }
    }
  }
  return false;
}

void pk_product_refuse(maker *m, const char *name, int classes) {
  char count[16];
  pk_place place;
  bool found = find_place(&m->product->subjects[0], &place);
  snprintf(count, sizeof count, "%d", classes);
  pk_report_add(m->report, found ? &place : NULL, "E-PLUGIN-PRODUCT", "name", name, "kind",
                m->product->subjects[0].rule.kind, "count", count, NULL);
  m->failed = true;
}

/* --- classes: values that answer alike in every leaf, whatever the others are */

/* Whether a leaf of the subject that is looked at answers alike to two values of an axis; those
 * that some book has not are one class, which nobody can be in. */
static bool alike(const maker *m, const pk_law *law, const pk_leaf *leaf, int k, int a, int x,
                  int y) {
  if (!all_have(m->product, a, x) || !all_have(m->product, a, y))
    return all_have(m->product, a, x) == all_have(m->product, a, y);
  return pk_law_alike(law, leaf, k, value_in(m->product, m->subject, a, x),
                      value_in(m->product, m->subject, a, y));
}

/* Splits the classes of one axis by what a leaf tells apart. A class is named by its smallest
 * value.
 */
static void split(maker *m, const pk_law *law, const pk_leaf *leaf, int k) {
  int a = find_axis(m, PK_AT(law->book->variables, pk_variable, leaf->reads[k])->id);
  pk_axis *axis = PK_AT(m->axes, pk_axis, a);
  int *old = (int *)axis->klass, *now = (int *)axis->first, size = axis->variable->size;
  for (int v = 0; v < size && !m->failed; v++) {
    size_t tried = 0;
    now[v] = v;
    for (int w = 0; w < v && now[v] == v; w++) {
      bool together = now[w] == w && old[w] == old[v];
      if (together && alike(m, law, leaf, k, a, w, v))
        now[v] = w;
      tried += together ? 4 : 1;
    }
    pk_product_work(m, tried);
  }
  axis->klass = now;
  axis->first = old;
}

static void see_values(maker *m, const pk_law *law, const pk_leaf *leaf) {
  for (int k = 0; k < leaf->read_count; k++)
    split(m, law, leaf, k);
}

/* At first all values are one class, apart from those that some book has not. */
static void begin_classes(maker *m) {
  const pk_product *p = m->product;
  for (int a = 0; !m->failed && a < m->axes.count; a++) {
    pk_axis *axis = PK_AT(m->axes, pk_axis, a);
    size_t size = (size_t)axis->variable->size;
    axis->klass = PK_NEW_ARRAY(m->arena, int, size);
    axis->first = PK_NEW_ARRAY(m->arena, int, size);
    if (!axis->klass || !axis->first)
      pk_product_no_memory(m);
    for (int v = 0, missing = -1, shared = -1; !m->failed && v < axis->variable->size; v++) {
      int *first = all_have(p, a, v) ? &shared : &missing;
      *first = *first < 0 ? v : *first;
      ((int *)axis->klass)[v] = *first;
    }
  }
}

static void number_classes(pk_axis *axis) {
  int *klass = (int *)axis->klass, *first = (int *)axis->first;
  for (int v = 0; v < axis->variable->size; v++) {
    if (klass[v] != v) {
      klass[v] = klass[klass[v]]; /* the smaller value has its number already */
      continue;
    }
    first[axis->size] = v;
    klass[v] = axis->size++;
  }
}

static void end_classes(maker *m) {
  pk_product *p = m->product;
  const pk_axis *widest = NULL;
  size_t count = 1;
  for (int a = 0; a < m->axes.count; a++) {
    pk_axis *axis = PK_AT(m->axes, pk_axis, a);
    number_classes(axis);
    widest = !widest || axis->size > widest->size ? axis : widest;
  }
  for (int a = m->axes.count - 1; a >= 0; a--) {
    pk_axis *axis = PK_AT(m->axes, pk_axis, a);
    axis->stride = count;
    count *= (size_t)axis->size;
    if (count > PK_PRODUCT_MAX) {
      pk_product_refuse(m, widest->variable->id, widest->size);
      return;
    }
  }
  p->count = count;
  p->axis_count = m->axes.count;
  p->axes = m->axes.items;
}

static int tuple_of(const pk_product *p, const clocks *c, size_t combination) {
  int tuple = 0;
  for (int i = 0; i < c->axis_count; i++)
    tuple = tuple * p->axes[c->axes[i]].size + pk_product_class(p, combination, c->axes[i]);
  return tuple;
}

static void find_feasible(maker *m) {
  pk_product *p = m->product;
  pk_product_work(m, p->count * ((size_t)p->axis_count + 1));
  if (m->failed)
    return;
  uint64_t *bits = PK_NEW_ARRAY(m->arena, uint64_t, p->count / 64 + 1);
  if (!bits) {
    pk_product_no_memory(m);
    return;
  }
  for (size_t at = 0; at < p->count; at++) {
    bool good = true;
    for (int a = 0; good && a < p->axis_count; a++)
      good = all_have(p, a, p->axes[a].first[pk_product_class(p, at, a)]);
    for (int i = 0; good && i < p->clock_count; i++)
      good = p->clocks[i].seen[tuple_of(p, &p->clocks[i], at)];
    if (!good)
      continue;
    bits[at / 64] |= UINT64_C(1) << (at % 64);
    p->feasible_count++;
  }
  p->feasible = bits;
}

/* --- the whole */

const pk_product *pk_product_new(pk_arena *arena, const pk_subject *subjects, int count,
                                 polku_report *report) {
  pk_product *product = PK_NEW(arena, pk_product);
  pk_subject *copy = PK_NEW_ARRAY(arena, pk_subject, (size_t)count);
  maker m = {.arena = arena, .report = report, .product = product};
  if (!product || !copy) {
    pk_report_memory(report);
    return NULL;
  }
  memcpy(copy, subjects, (size_t)count * sizeof *copy);
  *product = (pk_product){
      .arena = arena, .book = subjects[0].law->book, .subject_count = count, .subjects = copy};
  each(&m, see_reads);
  if (!m.failed)
    order_axes(&m);
  if (m.failed || !map_variables(&m))
    return NULL;
  begin_classes(&m);
  each(&m, see_values);
  if (!m.failed)
    end_classes(&m);
  if (!m.failed)
    pk_product_find_clocks(&m);
  product->clocks = m.clocks.items;
  product->clock_count = m.clocks.count;
  if (!m.failed)
    find_feasible(&m);
  return m.failed ? NULL : product;
}

bool pk_product_feasible(const pk_product *product, size_t combination) {
  return product->feasible[combination / 64] >> (combination % 64) & 1;
}

int pk_product_class(const pk_product *product, size_t combination, int axis) {
  const pk_axis *at = &product->axes[axis];
  return (int)(combination / at->stride % (size_t)at->size);
}

/* Values of the axes only; what they leave open is as it was. */
static void fill(const pk_product *p, size_t combination, int s, int *raw) {
  const int *variable = p->subject_variable[s];
  for (int a = 0; a < p->axis_count; a++) {
    int first = p->axes[a].first[pk_product_class(p, combination, a)];
    int value = variable[a] < 0 ? -1 : value_in(p, s, a, first);
    if (value >= 0)
      raw[variable[a]] = value;
  }
}

void pk_product_raw(const pk_product *product, size_t combination, int s, int *raw) {
  const pk_book *book = product->subjects[s].law->book;
  pk_raw_default(book, raw);
  fill(product, combination, s, raw);
  for (int i = 0; i < product->clock_count; i++) {
    const clocks *c = &product->clocks[i];
    int tuple = tuple_of(product, c, combination);
    for (int k = 0; c->seen[tuple] && k < c->variable_count; k++) {
      const pk_variable *clock = PK_AT(c->book->variables, pk_variable, c->variables[k]);
      int v = book == c->book ? c->variables[k] : pk_book_variable(book, clock->id);
      if (v >= 0)
        raw[v] = c->example[tuple * c->variable_count + k];
    }
  }
}

bool pk_product_answers(const pk_product *product, int s, int64_t *answers, polku_report *report) {
  const pk_book *book = product->subjects[s].law->book;
  pk_arena *scratch = pk_arena_new();
  int *raw = scratch ? PK_NEW_ARRAY(scratch, int, (size_t)book->variables.count) : NULL;
  if (!raw) {
    pk_arena_free(scratch);
    pk_report_memory(report);
    return false;
  }
  pk_raw_default(book, raw);
  pk_work(product->book, product->count * (4 * sizeof *answers));
  for (size_t at = 0; at < product->count && pk_work(product->book, ANSWER_STEPS); at++) {
    fill(product, at, s, raw);
    answers[at] = pk_subject_answer(&product->subjects[s], raw);
  }
  pk_arena_free(scratch);
  return pk_work_done(product->book, report);
}

size_t pk_product_at(const pk_product *product, const int *raw) {
  size_t at = 0;
  for (int a = 0; a < product->axis_count; a++) {
    const pk_axis *axis = &product->axes[a];
    int v = product->subject_variable[0][a], own = v >= 0 ? raw[v] : 0;
    const int *map = product->subject_value[0][a];
    for (int value = 0; map && value < axis->variable->size; value++)
      if (map[value] == raw[v])
        own = value;
    at += axis->stride * (size_t)axis->klass[own < axis->variable->size ? own : 0];
  }
  return at;
}
