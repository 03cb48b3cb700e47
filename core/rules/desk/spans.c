/* The intervals of one rule: those of its kind, less the days on which only others change. */
#include "rules/desk/table.h"

#include <string.h>

static bool same_params(const pk_law *a, const pk_law *b, const pk_leaf *leaf) {
  const pk_day on_a = pk_law_day(a), on_b = pk_law_day(b);
  for (int i = 0; i < leaf->param_count; i++) {
    const pk_dated *x, *y;
    pk_day_param(&on_a, leaf->plugin, leaf->params[i], &x);
    pk_day_param(&on_b, leaf->plugin, leaf->params[i], &y);
    if (x != y)
      return false;
  }
  return true;
}

static bool same_leaf(const pk_law *a, const pk_law *b, const pk_leaf *x, const pk_leaf *y) {
  return x == y && (!x || same_params(a, b, x));
}

static bool same_tree(const pk_law *a, const pk_law *b, const pk_tree *x, const pk_tree *y) {
  if (!x || !y)
    return x == y;
  bool same = x->join == y->join && x->version == y->version && x->child_count == y->child_count &&
              same_leaf(a, b, x->leaf, y->leaf);
  for (int i = 0; same && i < x->child_count; i++)
    same = same_tree(a, b, x->children[i], y->children[i]);
  return same;
}

static bool same_layer(const pk_law *a, const pk_law *b, const pk_layer *x, const pk_layer *y) {
  bool same = x->version == y->version;
  for (int i = 0; same && i < x->case_count; i++)
    same = x->cases[i].dated == y->cases[i].dated &&
           same_leaf(a, b, x->cases[i].when, y->cases[i].when) &&
           same_leaf(a, b, x->cases[i].computed, y->cases[i].computed);
  return same;
}

static bool same_rule(const pk_law *a, const pk_law *b, const pk_rule_key *rule) {
  int kind = pk_book_kind(a->book, rule->kind), i = 0, j = 0;
  if (kind < 0)
    return true;
  if (rule->form == PK_ALLOW)
    return same_tree(a, b, a->sheets[kind].allow, b->sheets[kind].allow) &&
           a->sheets[kind].undated[PK_ALLOW] == b->sheets[kind].undated[PK_ALLOW];
  if (a->sheets[kind].undated[rule->form] != b->sheets[kind].undated[rule->form])
    return false;
  for (;;) {
    const pk_layer *x = pk_rule_layer(a, rule, kind, &i), *y = pk_rule_layer(b, rule, kind, &j);
    if (!x || !y)
      return x == y;
    if (!same_layer(a, b, x, y))
      return false;
  }
}

/* A law without the kind says the same on all days. */
static pk_list one_span(pk_shelf *shelf) {
  const pk_segment always = {PK_DATE_FIRST, PK_DATE_LAST};
  pk_list spans = {0};
  const pk_law *law =
      pk_shelf_law(shelf, pk_segment_day(&always), shelf->book->kinds.count ? 0 : -1);
  pk_rule_span *slot = law ? pk_push(shelf->arena, &spans, sizeof *slot) : NULL;
  if (slot)
    *slot = (pk_rule_span){always, law};
  else if (law)
    pk_report_memory(shelf->report);
  return spans;
}

pk_list pk_rule_spans(pk_shelf *shelf, const pk_rule_key *rule) {
  int kind = pk_book_kind(shelf->book, rule->kind);
  pk_list spans = {0};
  if (kind < 0)
    return one_span(shelf);
  pk_segments segments = pk_segments_of(shelf->arena, shelf->book, shelf->plugin, kind);
  for (int i = 0; i < segments.count; i++) {
    const pk_law *law = pk_shelf_law(shelf, pk_segment_day(&segments.at[i]), kind);
    if (!law)
      return (pk_list){0};
    pk_rule_span *last = spans.count ? PK_AT(spans, pk_rule_span, spans.count - 1) : NULL;
    if (last && same_rule(last->law, law, rule)) {
      last->segment.last = segments.at[i].last;
      continue;
    }
    pk_rule_span *slot = pk_push(shelf->arena, &spans, sizeof *slot);
    if (!slot) {
      pk_report_memory(shelf->report);
      return (pk_list){0};
    }
    *slot = (pk_rule_span){segments.at[i], law};
  }
  return spans;
}
