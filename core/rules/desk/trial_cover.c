/* What tests reach, and what they leave out: each condition both ways, each case, each row of the
 * decision table. What is left out is searched for a client and place that would reach it, as near
 * to the defaults as there is, so that the example is short. */
#include "rules/desk/trial.h"

#include "base/text.h"
#include "rules/bind.h"
#include "rules/desk/decision.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* --- the goals of a rule */

static bool add_goal(pk_shelf *shelf, pk_tested *tested, const pk_trial_goal *goal) {
  pk_trial_goal *slot = pk_push(shelf->arena, &tested->goals, sizeof *slot);
  if (slot)
    *slot = *goal;
  else
    pk_report_memory(shelf->report);
  return slot != NULL;
}

static bool add_conditions(pk_shelf *shelf, pk_tested *tested, const pk_version *version,
                           const pk_tree *node) {
  if (node->join == PK_TEST) {
    const pk_trial_goal yes = {.form = PK_GOAL_TRUE, .version = version, .leaf = node->leaf};
    const pk_trial_goal no = {.form = PK_GOAL_FALSE, .version = version, .leaf = node->leaf};
    return add_goal(shelf, tested, &yes) && add_goal(shelf, tested, &no);
  }
  for (int i = 0; i < node->child_count; i++)
    if (!add_conditions(shelf, tested, version, node->children[i]))
      return false;
  return true;
}

bool pk_cover_begin(pk_shelf *shelf, pk_tested *tested) {
  for (int v = 0; tested->own && v < tested->own->version_count; v++) {
    const pk_version *version = &tested->own->versions[v];
    if (version->tree && !add_conditions(shelf, tested, version, version->tree))
      return false;
    for (int i = 0; i < version->case_count; i++) {
      const pk_trial_goal goal = {
          .form = PK_GOAL_CASE, .version = version, .source = &version->cases[i]};
      if (!add_goal(shelf, tested, &goal))
        return false;
    }
  }
  return true;
}

/* --- what one row reaches */

/* The case of a version that holds for these values. */
static const pk_case *case_taken(const pk_trial_span *span, const pk_version *version,
                                 const int *raw) {
  const pk_subject *subject = &span->subject;
  const pk_view view = {.given = raw};
  int kind = pk_book_kind(subject->law->book, subject->rule.kind);
  const pk_sheet *sheet = &subject->law->sheets[kind];
  pk_rule_form form = subject->rule.form;
  for (int i = 0; i < sheet->layer_count[form]; i++)
    if (sheet->layers[form][i].version == version) {
      const pk_choice_case *found = pk_view_case(&view, subject->law, &sheet->layers[form][i]);
      return found ? found->source : NULL;
    }
  return NULL;
}

static bool reaches(const pk_trial_goal *goal, const pk_trial_span *span, const pk_case *taken,
                    const int *raw) {
  switch (goal->form) {
  case PK_GOAL_TRUE:
    return pk_law_leaf(span->subject.law, goal->leaf, raw);
  case PK_GOAL_FALSE:
    return !pk_law_leaf(span->subject.law, goal->leaf, raw);
  default:
    return goal->source == taken;
  }
}

void pk_cover_row(pk_tested *tested, pk_trial_span *span, const int *raw) {
  size_t at = pk_product_at(span->product, raw);
  span->hit[at / 64] |= UINT64_C(1) << (at % 64);
  const pk_case *taken = span->version ? case_taken(span, span->version, raw) : NULL;
  for (int i = 0; i < tested->goals.count; i++) {
    pk_trial_goal *goal = PK_AT(tested->goals, pk_trial_goal, i);
    if (!goal->reached && goal->version == span->version)
      goal->reached = reaches(goal, span, taken, raw);
  }
}

/* --- what nobody reached */

/* How many axes stand elsewhere than by default. */
static int distance(const pk_product *product, size_t at, size_t home) {
  int count = 0;
  for (int a = 0; a < product->axis_count; a++)
    count += pk_product_class(product, at, a) != pk_product_class(product, home, a);
  return count;
}

typedef struct surveyor {
  pk_shelf *shelf;
  pk_tested *tested;
  int *raw, *far; /* values of a combination; by goal: the distance of the best one so far */
  size_t home;
} surveyor;

static void survey_combination(surveyor *s, const pk_trial_span *span, size_t at) {
  pk_product_raw(span->product, at, 0, s->raw);
  const pk_case *taken = case_taken(span, span->version, s->raw);
  int far = distance(span->product, at, s->home);
  for (int i = 0; i < s->tested->goals.count; i++) {
    pk_trial_goal *goal = PK_AT(s->tested->goals, pk_trial_goal, i);
    if (goal->reached || goal->version != span->version ||
        (goal->span && (goal->span != span || s->far[i] <= far)) ||
        !reaches(goal, span, taken, s->raw))
      continue;
    goal->span = span;
    goal->combination = at;
    s->far[i] = far;
  }
}

static bool all_reached(const pk_tested *tested, const pk_version *version) {
  for (int i = 0; i < tested->goals.count; i++) {
    const pk_trial_goal *goal = PK_AT(tested->goals, pk_trial_goal, i);
    if (goal->version == version && !goal->reached)
      return false;
  }
  return true;
}

static size_t home_of(const surveyor *s, const pk_trial_span *span) {
  pk_raw_default(s->shelf->book, s->raw);
  return pk_product_at(span->product, s->raw);
}

static void survey(surveyor *s, const pk_trial_span *span) {
  const size_t steps = (size_t)s->tested->goals.count + (size_t)s->shelf->book->variables.count;
  s->home = home_of(s, span);
  for (size_t at = 0; at < span->product->count && pk_work(s->shelf->book, steps); at++)
    if (pk_product_feasible(span->product, at))
      survey_combination(s, span, at);
}

/* Whether a test asked a row, and which of its combinations is nearest to the defaults. */
typedef struct row_seen {
  bool hit;
  int far;
  size_t best;
} row_seen;

static void see_rows(const surveyor *s, const pk_trial_span *span, const pk_decision *decision,
                     row_seen *seen) {
  const size_t steps = (size_t)decision->row_count;
  for (size_t at = 0; at < span->product->count && pk_work(s->shelf->book, steps); at++) {
    int row = pk_product_feasible(span->product, at) ? pk_decision_row_of(decision, at) : -1;
    if (row < 0)
      continue;
    int far = distance(span->product, at, s->home);
    seen[row].hit = seen[row].hit || (span->hit[at / 64] >> (at % 64) & 1);
    if (seen[row].far >= 0 && seen[row].far <= far)
      continue;
    seen[row].far = far;
    seen[row].best = at;
  }
}

/* The rows of the decision table of a span, as goals. */
static bool find_rows(surveyor *s, const pk_trial_span *span) {
  pk_arena *arena = s->shelf->arena;
  const pk_decision *decision = pk_decision_new(arena, span->product, 0, s->shelf->report);
  row_seen *seen = decision ? PK_NEW_ARRAY(arena, row_seen, (size_t)decision->row_count) : NULL;
  if (!seen) {
    if (decision)
      pk_report_memory(s->shelf->report);
    return false;
  }
  for (int i = 0; i < decision->row_count; i++)
    seen[i].far = -1;
  s->home = home_of(s, span);
  see_rows(s, span, decision, seen);
  for (int i = 0; i < decision->row_count; i++) {
    const pk_trial_goal goal = {.form = PK_GOAL_ROW,
                                .version = span->version,
                                .reached = seen[i].hit,
                                .span = span,
                                .combination = seen[i].best};
    if (!add_goal(s->shelf, s->tested, &goal))
      return false;
  }
  return true;
}

/* A condition or case that no client and no place reaches says nothing: the rule is wrong, or holds
 * a line too many. */
static void warn_constant(const surveyor *s) {
  for (int i = 0; i < s->tested->goals.count; i++) {
    const pk_trial_goal *goal = PK_AT(s->tested->goals, pk_trial_goal, i);
    pk_place place;
    if (goal->reached || goal->span)
      continue;
    bool condition = goal->leaf != NULL;
    pk_trial_goal_place(s->shelf->plugin, goal, &place);
    if (condition)
      pk_report_add(s->shelf->report, &place, "W-LEAF-CONSTANT", "rule", s->tested->text, "id",
                    goal->leaf->id, "answer",
                    goal->form == PK_GOAL_TRUE ? "rules.test.never_true" : "rules.test.never_false",
                    NULL);
    else
      pk_report_add(s->shelf->report, &place, "W-CASE-CONSTANT", "rule", s->tested->text, NULL);
  }
}

bool pk_cover_end(pk_shelf *shelf, pk_tested *tested) {
  surveyor s = {.shelf = shelf, .tested = tested};
  s.raw = PK_NEW_ARRAY(shelf->arena, int, (size_t)shelf->book->variables.count);
  s.far = PK_NEW_ARRAY(shelf->arena, int, (size_t)tested->goals.count);
  if (!s.raw || !s.far) {
    pk_report_memory(shelf->report);
    return false;
  }
  for (int i = 0; i < tested->spans.count; i++) {
    const pk_trial_span *span = PK_AT(tested->spans, pk_trial_span, i);
    if (span->version && !all_reached(tested, span->version))
      survey(&s, span);
  }
  warn_constant(&s);
  for (int i = 0; i < tested->spans.count; i++) {
    const pk_trial_span *span = PK_AT(tested->spans, pk_trial_span, i);
    if ((span->version || span->param) && !find_rows(&s, span))
      return false;
  }
  return pk_work_done(shelf->book, shelf->report);
}

/* --- counting */

/* Both ways of a condition are goals beside each other. */
pk_cover_count pk_cover_count_of(const pk_tested *tested, pk_trial_goal_form form) {
  pk_cover_count count = {0};
  for (int i = 0; i < tested->goals.count; i++) {
    const pk_trial_goal *goal = PK_AT(tested->goals, pk_trial_goal, i);
    const pk_trial_goal *other = form == PK_GOAL_TRUE && goal->form == form ? goal + 1 : goal;
    if (goal->form != form)
      continue;
    if ((!goal->reached && !goal->span) || (!other->reached && !other->span)) {
      count.impossible++;
      continue;
    }
    count.all++;
    count.reached += goal->reached && other->reached;
  }
  return count;
}

/* --- examples */

int64_t pk_trial_goal_answer(pk_shelf *shelf, const pk_trial_goal *goal) {
  int *raw = PK_NEW_ARRAY(shelf->arena, int, (size_t)shelf->book->variables.count);
  if (!raw) {
    pk_report_memory(shelf->report);
    return PK_NOT_RULED;
  }
  pk_product_raw(goal->span->product, goal->combination, 0, raw);
  return pk_subject_answer(&goal->span->subject, raw);
}

/* A key as Lua takes it: bare where it is a name. */
static void add_key(pk_text *out, const char *key) {
  bool bare = isalpha((unsigned char)*key) || *key == '_';
  for (const char *c = key; *c; c++)
    bare = bare && (isalnum((unsigned char)*c) || *c == '_');
  pk_text_addf(out, bare ? "%s = " : "[\"%s\"] = ", key);
}

static void add_literal(pk_text *out, const pk_book *book, int variable, int raw) {
  const pk_attribute_kind *attribute = pk_book_attribute_of(book, variable);
  if (attribute && attribute->type == PK_TYPE_ENUM)
    pk_text_addf(out, "\"%s\"", attribute->values[raw]);
  else if (attribute && attribute->type == PK_TYPE_BOOL)
    pk_text_add(out, raw ? "true" : "false");
  else
    pk_text_addf(out, "%lld", (attribute ? attribute->low : 0) + raw);
}

/* Whether the values that are kept lead to the combination, all others as by default. */
static bool leads(const pk_trial_goal *goal, const int *raw, const bool *kept, int *tried,
                  bool *known) {
  const pk_product *product = goal->span->product;
  pk_raw_default(product->book, tried);
  for (int v = 0; v < product->book->variables.count; v++) {
    known[v] = kept[v];
    tried[v] = kept[v] ? raw[v] : tried[v];
  }
  return pk_raw_settle(product->book, tried, known) &&
         pk_product_at(product, tried) == goal->combination;
}

/* Keeps the values without which the example would be another. */
static bool keep_needed(pk_shelf *shelf, const pk_trial_goal *goal, const int *raw, bool *kept) {
  const pk_product *product = goal->span->product;
  size_t count = (size_t)product->book->variables.count;
  int *tried = PK_NEW_ARRAY(shelf->arena, int, count);
  bool *known = PK_NEW_ARRAY(shelf->arena, bool, count);
  if (!tried || !known)
    return false;
  for (int a = 0; a < product->axis_count; a++)
    kept[product->subject_variable[0][a]] = true;
  for (int a = product->axis_count - 1; a >= 0; a--) {
    int v = product->subject_variable[0][a];
    kept[v] = false;
    kept[v] = !leads(goal, raw, kept, tried, known);
  }
  return true;
}

void pk_trial_goal_place(const pk_plugin *plugin, const pk_trial_goal *goal, pk_place *place) {
  if (!goal->version)
    pk_file_place(&plugin->params_file, goal->span->dated->line, place);
  else
    pk_file_place(&plugin->rules_file,
                  goal->leaf     ? goal->leaf->line
                  : goal->source ? goal->source->line
                                 : goal->version->line,
                  place);
}

const char *pk_trial_goal_ref(const pk_trial_goal *goal) {
  const char *ref = goal->leaf ? goal->leaf->ref : goal->source ? goal->source->ref : NULL;
  if (!goal->version)
    ref = goal->span->dated->ref;
  else if (!ref)
    ref = goal->version->ref;
  return ref ? ref : "–";
}

void pk_trial_goal_example(pk_text *out, pk_shelf *shelf, const pk_tested *tested,
                           const pk_trial_goal *goal) {
  size_t count = (size_t)shelf->book->variables.count;
  int *raw = PK_NEW_ARRAY(shelf->arena, int, count);
  bool *kept = PK_NEW_ARRAY(shelf->arena, bool, count);
  char date[11];
  if (raw && kept)
    pk_product_raw(goal->span->product, goal->combination, 0, raw);
  if (!raw || !kept || !keep_needed(shelf, goal, raw, kept)) {
    out->failed = true;
    return;
  }
  pk_text_addf(out, "{ rule = \"%s\", date = \"%s\", given = {", tested->text,
               pk_date_text(date, pk_segment_day(&goal->span->segment)));
  const pk_product *product = goal->span->product;
  bool any = false;
  for (int a = 0; a < product->axis_count; a++) {
    int v = product->subject_variable[0][a];
    if (!kept[v])
      continue;
    pk_text_add(out, any ? ", " : " ");
    add_key(out, product->axes[a].variable->id);
    add_literal(out, product->book, v, raw[v]);
    any = true;
  }
  pk_text_add(out, any ? " }" : "}");
  pk_text_addf(out, ", ref = \"%s\" },", pk_trial_goal_ref(goal));
}
