/* What would change an answer: the smallest sets of changes, tried over classes of values.
 *
 * A person grows older, never younger; clocks of one history move together, for "24 of the last 28
 * months" says something about the last 14 as well. The place is changed only where no change of
 * the client helps. */
#include "rules/explain.h"

#include <string.h>

enum { TRIES_MAX = 200000, VALUES_MAX = 64 };

/* --- clocks of one history */

/* The values that `other` can have while `clock` of the same history has `value`. */
static void bounds(const pk_variable *clock, int value, const pk_variable *other, int *low,
                   int *high) {
  *low = 0;
  *high = other->size - 1;
  if (clock->form == PK_READS_LAST && other->form == PK_READS_LAST) {
    int apart = other->last - clock->last;
    *low = apart > 0 ? value : value + apart;
    *high = apart > 0 ? value + apart : value;
  } else if (clock->form == PK_READS_RUN && other->form == PK_READS_LAST) {
    *low = value;
    *high = value >= other->last ? other->last : other->last - 1;
  } else if (clock->form == PK_READS_LAST && other->form == PK_READS_RUN) {
    bool full = value == clock->last;
    *low = full ? clock->last : 0;
    *high = full ? other->size - 1 : value;
  }
  *low = *low < 0 ? 0 : *low > other->size - 1 ? other->size - 1 : *low;
  *high = *high > other->size - 1 ? other->size - 1 : *high < *low ? *low : *high;
}

void pk_explain_set_clock(const pk_explanation *about, int *raw, int variable, int value,
                          const bool *fixed) {
  const pk_variable *clock = pk_explain_variable(about, variable);
  raw[variable] = value;
  for (int v = 0; clock->memory >= 0 && v < about->book->variables.count; v++) {
    const pk_variable *other = pk_explain_variable(about, v);
    int low, high;
    if (v == variable || fixed[v] || other->memory != clock->memory)
      continue;
    bounds(clock, value, other, &low, &high);
    raw[v] = raw[v] < low ? low : raw[v] > high ? high : raw[v];
  }
}

/* Whether clocks that were all set can stand beside each other. */
static bool feasible(const pk_explanation *about, const int *raw, const bool *fixed) {
  for (int a = 0; a < about->book->variables.count; a++)
    for (int b = 0; b < about->book->variables.count; b++) {
      const pk_variable *x = pk_explain_variable(about, a), *y = pk_explain_variable(about, b);
      int low, high;
      if (a == b || !fixed[a] || !fixed[b] || x->memory < 0 || x->memory != y->memory)
        continue;
      bounds(x, raw[a], y, &low, &high);
      if (raw[b] < low || raw[b] > high)
        return false;
    }
  return true;
}

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
  int *raw;
  bool *fixed;
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

static bool all_alike(const search *s, int variable, int from, int to) {
  for (int v = from + 1; v <= to; v++)
    if (!alike(s, variable, from, v))
      return false;
  return true;
}

/* For every class of values but the present one: the value nearest to the present. */
static void find_candidates(const search *s, int variable, candidates *found) {
  const pk_explanation *about = s->about;
  const int *raw = s->finding->raw;
  int size = pk_explain_variable(about, variable)->size, now = raw[variable];
  found->count = 0;
  for (int step = 1; step < size; step++)
    for (int side = 0; side < 2; side++) {
      int value = side ? now - step : now + step;
      bool fresh = value >= 0 && value < size && found->count < VALUES_MAX &&
                   !(side && rises_only(about, variable)) && !alike(s, variable, now, value);
      for (int i = 0; fresh && i < found->count; i++)
        fresh = !alike(s, variable, found->at[i].to, value);
      if (!fresh)
        continue;
      pk_change *change = &found->at[found->count++];
      *change = (pk_change){variable, now, value, PK_EXACTLY};
      if (ordered(about, variable) && !side && all_alike(s, variable, value, size - 1))
        change->reach = PK_AT_LEAST;
      else if (ordered(about, variable) && side && all_alike(s, variable, 0, value))
        change->reach = PK_AT_MOST;
    }
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

/* Tries the changes that are chosen. */
static void attempt(search *s, const pk_change *const *chosen, int count) {
  size_t all = (size_t)s->about->book->variables.count;
  pk_way way = {.count = count};
  memcpy(s->raw, s->finding->raw, all * sizeof *s->raw);
  memset(s->fixed, 0, all * sizeof *s->fixed);
  for (int i = 0; i < count; i++)
    s->fixed[chosen[i]->variable] = true;
  for (int i = 0; i < count; i++)
    pk_explain_set_clock(s->about, s->raw, chosen[i]->variable, chosen[i]->to, s->fixed);
  s->tries++;
  if (!feasible(s->about, s->raw, s->fixed) || !reached(s, &way))
    return;
  for (int i = 0; i < count; i++)
    way.changes[i] = *chosen[i];
  s->ways->at[s->ways->count++] = way;
}

/* Chooses `count` variables from `first` on, and a value for each. */
static void choose(search *s, const pk_change **chosen, int at, int count, int first) {
  if (s->ways->count == PK_WAYS_MAX || s->tries > TRIES_MAX)
    return;
  if (at == count) {
    attempt(s, chosen, count);
    return;
  }
  for (int v = first; v < s->variable_count; v++)
    for (int i = 0; i < s->values[v].count; i++) {
      chosen[at] = &s->values[v].at[i];
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
    find_candidates(s, v, &values[s->variable_count++]);
  }
  const pk_change *chosen[PK_CHANGES_MAX];
  for (int size = 1; size <= s->size_max && !s->ways->count; size++)
    choose(s, chosen, 0, size, 0);
  return true;
}

void pk_explain_ways(const pk_explanation *about, const pk_finding *finding, pk_aim goal,
                     pk_ways *ways) {
  size_t count = (size_t)about->book->variables.count;
  search s = {.about = about, .finding = finding, .goal = goal, .ways = ways};
  s.size_max = goal == PK_LONGER_STAY ? 2 : PK_CHANGES_MAX;
  s.raw = PK_NEW_ARRAY(about->arena, int, count);
  s.fixed = PK_NEW_ARRAY(about->arena, bool, count);
  bool good = s.raw && s.fixed && look(&s, false);
  if (good && !ways->count && goal != PK_LONGER_STAY)
    good = look(&s, true);
  if (!good)
    pk_report_memory(about->report);
}
