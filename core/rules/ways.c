/* What would change an answer: the smallest sets of changes, tried over classes of values.
 *
 * A person grows older, never younger, so that younger ages are told only beside older ones; clocks
 * of one history move together, for "24 of the last 28 months" says something about the last 14 as
 * well. The place is changed only where no change of the client helps. Ways that differ in one
 * value only are told as one: "≤ 24 or ≥ 50". */
#include "rules/explain.h"

#include <string.h>

enum { TRIES_MAX = 200000, FOUND_MAX = 128, VALUES_MAX = 64 };

/* --- values worth trying */

/* What is changed, and what for. */
typedef struct search {
  const pk_explanation *about;
  const pk_finding *finding;
  pk_aim goal;
  pk_ways *ways;
  int size_max; /* changes at once */
  const int *variables;
  const struct candidates *values;
  int variable_count, tries;
  pk_way *found; /* FOUND_MAX at most */
  int found_count;
  int *raw;
  bool *fixed;
  bool failed; /* memory ran out */
} search;

static bool leaf_alike(const pk_law *law, const pk_leaf *leaf, int variable, int a, int b) {
  for (int k = 0; leaf && k < leaf->read_count; k++)
    if (leaf->reads[k] == variable && !pk_law_alike(law, leaf, k, a, b))
      return false;
  return true;
}

static bool tree_alike(const pk_law *law, const pk_tree *node, int variable, int a, int b) {
  if (node->join == PK_TEST)
    return leaf_alike(law, node->leaf, variable, a, b);
  for (int i = 0; i < node->child_count; i++)
    if (!tree_alike(law, node->children[i], variable, a, b))
      return false;
  return true;
}

static bool cases_alike(const search *s, const pk_subject *subject, int variable, int a, int b) {
  const pk_sheet *sheet = &subject->law->sheets[s->about->kind];
  pk_rule_form form = subject->rule.form;
  for (int i = 0; i < sheet->layer_count[form]; i++) {
    const pk_layer *layer = &sheet->layers[form][i];
    for (int c = 0; pk_subject_layer(subject, layer) && c < layer->case_count; c++)
      if (!leaf_alike(subject->law, layer->cases[c].when, variable, a, b) ||
          !leaf_alike(subject->law, layer->cases[c].computed, variable, a, b))
        return false;
  }
  return true;
}

static bool alike(const search *s, int variable, int a, int b) {
  if (s->goal == PK_OTHER_NUMBER)
    return cases_alike(s, s->about->subject, variable, a, b);
  for (int i = 0; i < s->about->law_count; i++) {
    const pk_law *law = s->about->laws[i];
    const pk_tree *tree = law->sheets[s->about->kind].allow;
    const pk_subject stay = {law, {.form = PK_LIMIT}};
    if ((tree && !tree_alike(law, tree, variable, a, b)) ||
        (s->goal == PK_LONGER_STAY && !cases_alike(s, &stay, variable, a, b)))
      return false;
  }
  return true;
}

static bool ordered(const pk_explanation *about, int variable) {
  const pk_attribute_kind *attribute = pk_book_attribute_of(about->book, variable);
  return !attribute || attribute->type == PK_TYPE_INT;
}

/* Years only pass. */
static bool rises_only(const pk_explanation *about, int variable) {
  const pk_attribute_kind *attribute = pk_book_attribute_of(about->book, variable);
  return attribute && attribute->of == PK_OF_CLIENT && attribute->type == PK_TYPE_INT &&
         attribute->unit && strcmp(attribute->unit, "year") == 0;
}

typedef struct candidates {
  int count;
  pk_change at[VALUES_MAX];
} candidates;

/* All values that rules cannot tell from one. NULL without memory. */
static const bool *class_of(const search *s, int variable, int value) {
  int size = pk_explain_variable(s->about, variable)->size;
  bool *in = PK_NEW_ARRAY(s->about->arena, bool, (size_t)size);
  for (int v = 0; in && v < size; v++)
    in[v] = v == value || alike(s, variable, value, v);
  return in;
}

/* For every class of values but the present one: the value nearest to the present. */
static bool find_candidates(const search *s, int variable, candidates *found) {
  const int *raw = s->finding->raw;
  int size = pk_explain_variable(s->about, variable)->size, now = raw[variable];
  found->count = 0;
  for (int step = 1; step < size; step++)
    for (int side = 0; side < 2; side++) {
      int value = side ? now - step : now + step;
      bool fresh = value >= 0 && value < size && found->count < VALUES_MAX &&
                   !alike(s, variable, now, value);
      for (int i = 0; fresh && i < found->count; i++)
        fresh = !found->at[i].in[value];
      if (!fresh)
        continue;
      const bool *in = class_of(s, variable, value);
      if (!in)
        return false;
      found->at[found->count++] = (pk_change){variable, now, value, PK_EXACTLY, in};
    }
  return true;
}

/* Whether a change is only told beside others: nobody grows younger. */
static bool beside_only(const search *s, const pk_change *change) {
  return change->to < change->from && rises_only(s->about, change->variable);
}

/* --- searching */

/* Whether the values that are being tried reach the goal; what they lead to, in `way`. */
static bool reached(const search *s, pk_way *way) {
  if (s->goal == PK_OTHER_NUMBER) {
    way->number = pk_subject_answer(s->about->subject, s->raw);
    return way->number != pk_subject_answer(s->about->subject, s->finding->raw);
  }
  bool allowed = pk_explain_answer(s->about, s->raw);
  if (s->goal == PK_OTHER_ANSWER)
    return allowed != s->finding->allowed;
  way->longest = pk_explain_longest(s->about, s->raw);
  return allowed && (!way->longest.decisive || way->longest.steps > s->finding->longest.steps);
}

/* --- ways that are told as one */

static bool same_end(const search *s, const pk_way *a, const pk_way *b) {
  if (s->goal == PK_OTHER_NUMBER)
    return a->number == b->number;
  return s->goal == PK_OTHER_ANSWER ||
         (a->longest.decisive == b->longest.decisive && a->longest.value == b->longest.value);
}

static bool same_classes(const search *s, const pk_change *a, const pk_change *b) {
  size_t size = (size_t)pk_explain_variable(s->about, a->variable)->size;
  return memcmp(a->in, b->in, size * sizeof *a->in) == 0;
}

/* In how many changes two ways differ, and the last of these; both must be about the same. */
static int differences(const search *s, const pk_way *a, const pk_way *b, int *at) {
  int count = 0;
  if (a->count != b->count || !same_end(s, a, b))
    return PK_CHANGES_MAX + 1;
  for (int i = 0; i < a->count; i++) {
    if (a->changes[i].variable != b->changes[i].variable)
      return PK_CHANGES_MAX + 1;
    if (same_classes(s, &a->changes[i], &b->changes[i]))
      continue;
    *at = i;
    count++;
  }
  return count;
}

/* False without memory. */
static bool widen(const search *s, pk_change *change, const pk_change *other) {
  size_t size = (size_t)pk_explain_variable(s->about, change->variable)->size;
  bool *both = PK_NEW_ARRAY(s->about->arena, bool, size);
  for (size_t v = 0; both && v < size; v++)
    both[v] = change->in[v] || other->in[v];
  if (both)
    change->in = both;
  return both != NULL;
}

/* Joins the k-th way to an earlier one, if there is one that differs in one change only. */
static bool join(search *s, int k) {
  for (int i = 0; i < k; i++) {
    int at = 0, apart = differences(s, &s->found[i], &s->found[k], &at);
    if (apart > 1)
      continue;
    if (apart == 1 && !widen(s, &s->found[i].changes[at], &s->found[k].changes[at])) {
      s->failed = true;
      return false;
    }
    s->found_count--;
    memmove(&s->found[k], &s->found[k + 1], (size_t)(s->found_count - k) * sizeof s->found[0]);
    return true;
  }
  return false;
}

/* Each way that is joined may make others alike: until none is. */
static void join_all(search *s) {
  for (bool some = true; some && !s->failed;) {
    some = false;
    for (int k = 1; k < s->found_count && !s->failed;)
      if (join(s, k))
        some = true;
      else
        k++;
  }
}

/* Numbers: whether all values up from, or down to, an end of the range would do. */
static void set_reach(const search *s, pk_change *change) {
  int size = pk_explain_variable(s->about, change->variable)->size, first = 0, last = size - 1;
  bool whole = true;
  while (!change->in[first])
    first++;
  while (!change->in[last])
    last--;
  for (int v = first; v <= last; v++)
    whole = whole && change->in[v];
  if (!whole || first == last || !ordered(s->about, change->variable))
    return;
  if (last == size - 1 && change->to == first)
    change->reach = PK_AT_LEAST;
  else if (first == 0 && change->to == last)
    change->reach = PK_AT_MOST;
}

/* The first of those that were found, but for those that would make somebody younger. */
static void keep(search *s) {
  for (int i = 0; i < s->found_count && s->ways->count < PK_WAYS_MAX; i++) {
    pk_way *way = &s->found[i];
    bool alone = true;
    for (int k = 0; k < way->count; k++) {
      alone = alone && !beside_only(s, &way->changes[k]);
      set_reach(s, &way->changes[k]);
    }
    if (alone)
      s->ways->at[s->ways->count++] = *way;
  }
}

/* The client after these changes: other clocks of the same histories move as little as they must.
 * False where no history shows the clocks that are chosen. */
static bool change_all(search *s, const pk_change *const *chosen, int count) {
  int all = s->about->book->variables.count;
  memcpy(s->raw, s->finding->raw, (size_t)all * sizeof *s->raw);
  for (int v = 0; v < all; v++)
    s->fixed[v] = true;
  for (int i = 0; i < count; i++) {
    int memory = pk_explain_variable(s->about, chosen[i]->variable)->memory;
    for (int v = 0; memory >= 0 && v < all; v++)
      if (pk_explain_variable(s->about, v)->memory == memory)
        s->fixed[v] = false;
  }
  for (int i = 0; i < count; i++) {
    s->raw[chosen[i]->variable] = chosen[i]->to;
    s->fixed[chosen[i]->variable] = true;
  }
  return pk_raw_settle(s->about->book, s->raw, s->fixed);
}

/* Tries the changes that are chosen. */
static void attempt(search *s, const pk_change *const *chosen, int count) {
  pk_way way = {.count = count};
  s->tries++;
  if (!change_all(s, chosen, count) || !reached(s, &way))
    return;
  for (int i = 0; i < count; i++)
    way.changes[i] = *chosen[i];
  s->found[s->found_count++] = way;
}

/* Chooses `count` variables from `first` on, and a value for each: those that stand alone first. */
static void choose(search *s, const pk_change **chosen, int at, int count, int first) {
  if (s->tries > TRIES_MAX || s->found_count == FOUND_MAX)
    return;
  if (at == count || at == PK_CHANGES_MAX) {
    attempt(s, chosen, at);
    return;
  }
  for (int v = first; v < s->variable_count; v++)
    for (int beside = 0; beside < 2; beside++)
      for (int i = 0; i < s->values[v].count; i++) {
        chosen[at] = &s->values[v].at[i];
        if (beside_only(s, chosen[at]) == beside)
          choose(s, chosen, at + 1, count, v + 1);
      }
}

static bool may_change(const pk_explanation *about, int variable, bool place) {
  const pk_attribute_kind *attribute = pk_book_attribute_of(about->book, variable);
  bool of_place = attribute && attribute->of == PK_OF_STAGE;
  return about->reads[variable] && (place || !of_place);
}

static bool look(search *s, bool place) {
  const pk_explanation *about = s->about;
  int count = about->book->variables.count;
  int *variables = PK_NEW_ARRAY(about->arena, int, (size_t)count);
  candidates *values = PK_NEW_ARRAY(about->arena, candidates, (size_t)count);
  if (!variables || !values)
    return false;
  s->variables = variables;
  s->values = values;
  s->variable_count = 0;
  for (int v = 0; v < count; v++) {
    if (!may_change(about, v, place))
      continue;
    variables[s->variable_count] = v;
    if (!find_candidates(s, v, &values[s->variable_count++]))
      return false;
  }
  const pk_change *chosen[PK_CHANGES_MAX];
  for (int size = 1; size <= s->size_max && !s->ways->count && !s->failed; size++) {
    s->found_count = 0;
    choose(s, chosen, 0, size, 0);
    join_all(s);
    keep(s);
  }
  return !s->failed;
}

void pk_explain_ways(const pk_explanation *about, const pk_finding *finding, pk_aim goal,
                     pk_ways *ways) {
  size_t count = (size_t)about->book->variables.count;
  search s = {.about = about, .finding = finding, .goal = goal, .ways = ways};
  s.size_max = goal == PK_LONGER_STAY ? 2 : PK_CHANGES_MAX;
  s.raw = PK_NEW_ARRAY(about->arena, int, count);
  s.fixed = PK_NEW_ARRAY(about->arena, bool, count);
  s.found = PK_NEW_ARRAY(about->arena, pk_way, FOUND_MAX);
  bool good = s.raw && s.fixed && s.found && look(&s, false);
  if (good && !ways->count && goal != PK_LONGER_STAY)
    good = look(&s, true);
  if (!good)
    pk_report_memory(about->report);
}
