/* A model that follows the calendar: its rules as they stand at each step.
 *
 * Where a law changes within the horizon there is a law for each stretch of steps between changes.
 * What clients are (classes, clocks, what may be forgotten of them) is found over the laws of all
 * stretches together, so that a client means the same throughout; what is answered differs. A
 * change that changes no answer of this model makes no stretch of its own: conditions are compared
 * by their tables, not by who wrote them when. */
#include "rules/bind.h"

#include "rules/box.h"
#include "rules/segments.h"
#include <string.h>

/* --- steps at which something that plugins say may change */

static bool mark_changes(const pk_rules *rules, const pk_plugin *region, pk_arena *scratch,
                         bool *changes) {
  const pk_model *model = rules->model;
  pk_segments segments = pk_segments_of(scratch, rules->bound->book, region, -1);
  for (int i = 0; i < segments.count; i++) {
    pk_date first = segments.at[i].first;
    if (first <= model->start_date || first > pk_date_of_step(model, model->horizon))
      continue;
    changes[pk_step_of_date(model, first)] = true;
  }
  return segments.count > 0;
}

bool *pk_version_changes(const pk_rules *rules, const pk_plugin *const *regions, int count,
                         polku_report *report) {
  bool *changes = PK_NEW_ARRAY(rules->arena, bool, (size_t)rules->model->horizon + 1);
  pk_arena *scratch = pk_arena_new();
  bool good = changes && scratch;
  for (int i = 0; good && rules->model->follow_calendar && i < count; i++)
    good = mark_changes(rules, regions[i], scratch, changes);
  pk_arena_free(scratch);
  if (!good)
    pk_report_memory(report);
  return good ? changes : NULL;
}

/* --- whether two laws answer alike wherever this model asks */

typedef struct pair {
  const pk_rules *rules;
  const pk_law *a, *b;
} pair;

static bool same_leaf(const pair *p, const pk_leaf *a, const pk_leaf *b) {
  if (!a || !b)
    return a == b;
  const uint64_t *mine = p->a->tables[a->number], *other = p->b->tables[b->number];
  if (a == b && mine == other)
    return true;
  return a->read_count == b->read_count && a->gives_value == b->gives_value && a->rows == b->rows &&
         memcmp(a->reads, b->reads, (size_t)a->read_count * sizeof *a->reads) == 0 &&
         memcmp(mine, other, pk_leaf_words(a) * sizeof *mine) == 0;
}

static bool same_tree(const pair *p, const pk_tree *a, const pk_tree *b) {
  if (!a || !b)
    return a == b;
  if (a->join != b->join || a->child_count != b->child_count ||
      (a->join == PK_TEST && !same_leaf(p, a->leaf, b->leaf)))
    return false;
  for (int i = 0; i < a->child_count; i++)
    if (!same_tree(p, a->children[i], b->children[i]))
      return false;
  return true;
}

static bool same_layer(const pair *p, const pk_layer *a, const pk_layer *b) {
  bool same = a->mode == b->mode && a->rule == b->rule && a->case_count == b->case_count &&
              a->version->binds_day == b->version->binds_day &&
              strcmp(a->version->unit ? a->version->unit : "",
                     b->version->unit ? b->version->unit : "") == 0;
  for (int i = 0; same && i < a->case_count; i++)
    same = same_leaf(p, a->cases[i].when, b->cases[i].when) &&
           same_leaf(p, a->cases[i].computed, b->cases[i].computed) &&
           (a->cases[i].computed || a->cases[i].value == b->cases[i].value);
  return same;
}

/* Amounts that the model does not count change nothing. */
static bool counted(const pk_rules *rules, const pk_layer *layer) {
  return layer->rule->form != PK_AMOUNT || pk_amount_account(rules, layer->version->account) >= 0;
}

/* The next layer from `i` on that counts, or NULL. */
static const pk_layer *next_layer(const pk_rules *rules, const pk_sheet *sheet, int form, int *i) {
  while (*i < sheet->layer_count[form]) {
    const pk_layer *layer = &sheet->layers[form][(*i)++];
    if (counted(rules, layer))
      return layer;
  }
  return NULL;
}

static bool same_sheet(const pair *p, const pk_sheet *a, const pk_sheet *b) {
  if (!same_tree(p, a->allow, b->allow) || a->undated[PK_ALLOW] != b->undated[PK_ALLOW])
    return false;
  for (int form = 0; form < PK_RULES; form++) {
    int i = 0, k = 0;
    const pk_layer *mine, *other;
    if (a->undated[form] != b->undated[form])
      return false;
    do {
      mine = next_layer(p->rules, a, form, &i);
      other = next_layer(p->rules, b, form, &k);
      if ((mine != NULL) != (other != NULL) || (mine && !same_layer(p, mine, other)))
        return false;
    } while (mine);
  }
  return true;
}

static bool same_resets(const pair *p) {
  const pk_book *book = p->a->book;
  for (int i = 0; i < book->memories.count; i++) {
    const pk_leaf *leaf = PK_AT(book->memories, pk_memory, i)->resets_when;
    if (leaf && p->a->tables[leaf->number] && !same_leaf(p, leaf, leaf))
      return false;
  }
  return true;
}

bool pk_laws_alike(const pk_rules *rules, const pk_law *a, const pk_law *b) {
  const pair p = {rules, a, b};
  for (int s = 0; s < rules->model->stage_count; s++) {
    const char *id = rules->model->stages[s].kind;
    int kind = id ? pk_book_kind(rules->bound->book, id) : -1;
    if (kind >= 0 && !same_sheet(&p, &a->sheets[kind], &b->sheets[kind]))
      return false;
  }
  return same_resets(&p);
}

/* --- the same rules, asked at other steps */

/* The laws of one version, in the place of those of the first. */
static pk_bound *bound_at(pk_rules *rules, int version) {
  pk_bound *bound = PK_NEW(rules->arena, pk_bound);
  if (!bound)
    return NULL;
  *bound = *rules->bound;
  bound->laws += (size_t)version * (size_t)bound->region_count;
  bound->law_count = bound->region_count;
  bound->date = bound->laws[0]->date;
  for (int i = 0; i < bound->slot_count; i++)
    for (int region = 0; region < bound->region_count; region++)
      if (rules->bound->slots[i].law == rules->bound->laws[region])
        bound->slots[i].law = bound->laws[region];
  return bound;
}

bool pk_bind_versions(pk_rules *rules, polku_report *report) {
  const pk_rules **versions =
      PK_NEW_ARRAY(rules->arena, const pk_rules *, (size_t)rules->version_count);
  if (!versions) {
    pk_report_memory(report);
    return false;
  }
  for (int v = 0; v < rules->version_count; v++) {
    pk_rules *view = v == 0 ? rules : PK_NEW(rules->arena, pk_rules);
    versions[v] = view;
    if (v > 0 && view) {
      *view = *rules;
      view->bound = bound_at(rules, v);
    }
    if (!view || !view->bound) {
      pk_report_memory(report);
      return false;
    }
    if (!pk_bind_folds(view, report) || !pk_bind_ranks(view, report))
      return false;
  }
  for (int v = 0; v < rules->version_count; v++)
    ((pk_rules *)versions[v])->versions = versions;
  return true;
}
