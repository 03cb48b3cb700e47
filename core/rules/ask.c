/* The questions that chain and engines ask, many millions of times: no Lua, no allocation (but for
 * why somebody is refused, which is asked seldom). */
#include "rules/bind.h"

#include "rules/reasons.h"
#include <math.h>

static uint64_t look(const pk_view *view, const pk_law *law, const pk_leaf *leaf) {
  size_t row = 0;
  for (int i = 0; i < leaf->read_count; i++)
    row += leaf->strides[i] * (size_t)pk_view_raw(view, leaf->reads[i]);
  return pk_law_row(law, leaf, row);
}

bool pk_view_leaf(const pk_view *view, const pk_law *law, const pk_leaf *leaf) {
  return look(view, law, leaf);
}

long long pk_view_value(const pk_view *view, const pk_law *law, const pk_choice_case *one) {
  return one->computed ? (int64_t)look(view, law, one->computed) : one->value;
}

bool pk_view_tree(const pk_view *view, const pk_law *law, const pk_tree *node) {
  if (node->join == PK_TEST)
    return pk_view_leaf(view, law, node->leaf);
  /* all: ends at the first that fails; any, none: at the first that holds */
  bool until = node->join != PK_ALL;
  for (int i = 0; i < node->child_count; i++)
    if (pk_view_tree(view, law, node->children[i]) == until)
      return node->join == PK_ANY;
  return node->join != PK_ANY;
}

const pk_choice_case *pk_view_case(const pk_view *view, const pk_law *law, const pk_layer *layer) {
  for (int i = 0; i < layer->case_count; i++)
    if (!layer->cases[i].when || pk_view_leaf(view, law, layer->cases[i].when))
      return &layer->cases[i];
  return NULL;
}

long long pk_view_cases(const pk_view *view, const pk_law *law, int kind, pk_rule_form form,
                        long long otherwise, const pk_choice_case **decisive,
                        const pk_layer **layer) {
  const pk_sheet *sheet = &law->sheets[kind];
  long long value = otherwise;
  *decisive = NULL;
  *layer = NULL;
  for (int i = 0; i < sheet->layer_count[form]; i++) {
    const pk_layer *next = &sheet->layers[form][i];
    const pk_choice_case *found = pk_view_case(view, law, next);
    long long given = found ? pk_view_value(view, law, found) : value;
    bool changes = found && (next->mode == PK_BASE || next->mode == PK_REPLACE ||
                             (next->mode == PK_RESTRICT && given < value) ||
                             (next->mode == PK_EXTEND && given > value));
    if (!changes)
      continue;
    value = given;
    *decisive = found;
    *layer = next;
  }
  return value;
}

static pk_view view_of(const pk_rules *rules, int klass, int stage, const pk_clocks *clocks,
                       int elapsed) {
  const pk_bound *bound = rules->bound;
  return (pk_view){rules, bound->klass_raw[klass], bound->stage_raw[stage], clocks, elapsed, NULL};
}

int pk_laws_of(const pk_rules *rules, int klass, int stage, const pk_law *laws[2]) {
  const pk_bound *bound = rules->bound;
  int place = bound->stage_law[stage], client = bound->klass_law[klass];
  laws[0] = bound->laws[place];
  laws[1] = bound->laws[client];
  return place == client ? 1 : 2;
}

int pk_rules_limit(const pk_rules *rules, int klass, int stage, const pk_clocks *clocks) {
  if (!rules->present || rules->stage_kind[stage] < 0)
    return 0;
  const pk_law *laws[2];
  const pk_choice_case *decisive;
  const pk_layer *layer;
  int count = pk_laws_of(rules, klass, stage, laws), limit = 0;
  pk_view view = view_of(rules, klass, stage, clocks, 0);
  for (int i = 0; i < count; i++) {
    long long value = pk_view_cases(&view, laws[i], rules->stage_kind[stage], PK_LIMIT, INT64_MAX,
                                    &decisive, &layer);
    if (!decisive)
      continue;
    int steps = pk_limit_steps(rules->model->step, layer->version->unit, value);
    limit = limit == 0 || steps < limit ? steps : limit;
  }
  return limit;
}

int pk_limit_steps(pk_step step, const char *unit, long long value) {
  pk_unit of = PK_UNIT_MONTH;
  if (unit[0] == 'd')
    of = PK_UNIT_DAY;
  else if (unit[0] == 'y')
    of = PK_UNIT_YEAR;
  else if (unit[0] == 's')
    of = PK_UNIT_STEP;
  else if (unit[0] == 'w')
    of = PK_UNIT_WEEK;
  double steps = round((double)value * pk_unit_steps(of, step));
  return steps < 1 ? 1 : steps > 1e9 ? 1000000000 : (int)steps;
}

double pk_rules_weight(const pk_rules *rules, int klass, int transition, const pk_clocks *clocks,
                       int elapsed) {
  int stage = rules->model->transitions[transition].to;
  if (!rules->present || rules->stage_kind[stage] < 0)
    return 1;
  const pk_law *laws[2];
  const pk_choice_case *decisive;
  const pk_layer *layer;
  int count = pk_laws_of(rules, klass, stage, laws);
  pk_view view = view_of(rules, klass, stage, clocks, elapsed);
  double weight = 1;
  for (int i = 0; i < count; i++)
    weight *= (double)pk_view_cases(&view, laws[i], rules->stage_kind[stage], PK_WEIGHT, 1000000,
                                    &decisive, &layer) /
              1e6;
  return weight;
}

bool pk_rules_reads_elapsed(const pk_rules *rules, int stage) {
  return rules->present && rules->bound->reads_elapsed[stage];
}

bool pk_leaf_of_place(const pk_book *book, const pk_leaf *leaf) {
  for (int i = 0; i < leaf->read_count; i++) {
    const pk_attribute_kind *attribute = pk_book_attribute_of(book, leaf->reads[i]);
    if (!attribute || attribute->of != PK_OF_STAGE)
      return false;
  }
  return true;
}

/* A condition, or several grounds by their own sentence. */
static void tell_reason(const pk_reason *reason, pk_refusal *refusal) {
  refusal->leaf = reason->id;
  refusal->ref = reason->group ? reason->group->ref : reason->ref;
  refusal->plugin = reason->plugin->id;
  if (reason->group)
    refusal->why = reason->group->why;
  else if (reason->text)
    refusal->why = *reason->text;
}

static bool seek_refusal(pk_arena *arena, const pk_view *view, const pk_law *law,
                         const pk_tree *tree, pk_refusal *refusal) {
  int count = law->book->variables.count;
  int *raw = PK_NEW_ARRAY(arena, int, (size_t)count);
  pk_reasons reasons;
  for (int v = 0; raw && v < count; v++)
    raw[v] = pk_view_raw(view, v);
  if (!raw || !pk_reasons_of_tree(arena, law, tree, raw, &reasons))
    return false;
  const pk_reason *first = pk_reasons_first(&reasons);
  if (first)
    tell_reason(first, refusal);
  return true;
}

bool pk_rules_refusal(const pk_rules *rules, int klass, int stage, const pk_clocks *clocks,
                      int elapsed, pk_refusal *refusal) {
  *refusal = (pk_refusal){0};
  if (!rules->present || rules->stage_kind[stage] < 0)
    return true;
  const pk_law *laws[2];
  int count = pk_laws_of(rules, klass, stage, laws);
  pk_view view = view_of(rules, klass, stage, clocks, elapsed);
  for (int i = 0; i < count; i++) {
    const pk_tree *tree = laws[i]->sheets[rules->stage_kind[stage]].allow;
    if (!tree || pk_view_tree(&view, laws[i], tree))
      continue;
    refusal->rule = rules->kinds[rules->stage_kind[stage]].id;
    pk_arena *scratch = pk_arena_new();
    bool good = scratch && seek_refusal(scratch, &view, laws[i], tree, refusal);
    pk_arena_free(scratch);
    return good;
  }
  return true;
}
