/* Holding tests against the law of their days. Days between which a rule stays the same are one
 * span: its law, its product of classes, and what tests have asked of it. */
#include "rules/desk/trial.h"

#include "base/text.h"
#include "rules/desk/table.h"
#include <stdlib.h>
#include <string.h>

enum { ROWS_MAX = 1000000 };

typedef struct runner {
  pk_shelf *shelf;
  pk_trial_result *result;
  bool failed;
} runner;

static void *no_memory(runner *r) {
  pk_report_memory(r->shelf->report);
  r->failed = true;
  return NULL;
}

/* Whether nothing has failed, and there is work left. */
static bool go_on(runner *r) {
  r->failed = r->failed || !pk_work_done(r->shelf->book, r->shelf->report);
  return !r->failed;
}

/* --- spans */

static const pk_version *own_version(const pk_rule *own, pk_date day) {
  for (int i = 0; own && i < own->version_count; i++)
    if (own->versions[i].from <= day && day <= own->versions[i].until)
      return &own->versions[i];
  return NULL;
}

/* A number of the tested plugin that a leaf reads. */
static void find_number(const runner *r, pk_trial_span *span, const pk_leaf *leaf) {
  const pk_day day = pk_law_day(span->subject.law);
  for (int i = 0; leaf && !span->param && i < leaf->param_count; i++) {
    const pk_dated *dated;
    const pk_param *param = pk_day_param(&day, leaf->plugin, leaf->params[i], &dated);
    if (!param || !dated || param->plugin != r->shelf->plugin)
      continue;
    span->param = param;
    span->dated = dated;
  }
}

static void find_number_in_tree(const runner *r, pk_trial_span *span, const pk_tree *node) {
  find_number(r, span, node->leaf);
  for (int i = 0; i < node->child_count; i++)
    find_number_in_tree(r, span, node->children[i]);
}

static void find_number_in_case(const runner *r, pk_trial_span *span, const pk_choice_case *one) {
  find_number(r, span, one->when);
  find_number(r, span, one->computed);
  if (span->param || !one->param || one->param->plugin != r->shelf->plugin)
    return;
  span->param = one->param;
  span->dated = one->dated;
}

static void find_own_number(const runner *r, pk_trial_span *span) {
  const pk_subject *subject = &span->subject;
  const pk_sheet *sheet =
      &subject->law->sheets[pk_book_kind(subject->law->book, subject->rule.kind)];
  pk_rule_form form = subject->rule.form;
  if (form == PK_ALLOW && sheet->allow)
    find_number_in_tree(r, span, sheet->allow);
  for (int i = 0; i < sheet->layer_count[form]; i++)
    for (int c = 0; pk_subject_layer(subject, &sheet->layers[form][i]) &&
                    c < sheet->layers[form][i].case_count;
         c++)
      find_number_in_case(r, span, &sheet->layers[form][i].cases[c]);
}

static bool add_span(runner *r, pk_tested *tested, const pk_rule_span *known) {
  pk_trial_span *span = pk_push(r->shelf->arena, &tested->spans, sizeof *span);
  if (!span)
    return no_memory(r) != NULL;
  *span = (pk_trial_span){.segment = known->segment,
                          .subject = {known->law, tested->rule},
                          .version = own_version(tested->own, pk_segment_day(&known->segment))};
  if (!span->version)
    find_own_number(r, span);
  return true;
}

/* The product of a span, made when it is wanted first. */
static bool open_span(runner *r, pk_trial_span *span) {
  if (span->product)
    return true;
  pk_arena *arena = r->shelf->arena;
  span->product = pk_product_new(arena, &span->subject, 1, r->shelf->report);
  span->hit = span->product ? PK_NEW_ARRAY(arena, uint64_t, span->product->count / 64 + 1) : NULL;
  if (span->product && !span->hit)
    no_memory(r);
  return span->hit != NULL;
}

static bool find_spans(runner *r, pk_tested *tested) {
  const pk_list known = pk_rule_spans(r->shelf, &tested->rule);
  for (int i = 0; i < known.count; i++)
    if (!add_span(r, tested, PK_AT(known, pk_rule_span, i)))
      return false;
  for (int i = 0; i < tested->spans.count; i++) {
    pk_trial_span *span = PK_AT(tested->spans, pk_trial_span, i);
    if ((span->version || span->param) && !open_span(r, span))
      return false;
  }
  return known.count > 0;
}

static pk_trial_span *span_on(const pk_tested *tested, pk_date date) {
  for (int i = 0; i < tested->spans.count; i++) {
    pk_trial_span *span = PK_AT(tested->spans, pk_trial_span, i);
    if (span->segment.first <= date && date <= span->segment.last)
      return span;
  }
  return NULL;
}

/* --- rules that are tested */

static pk_tested *add_tested(runner *r, const pk_rule_key *key, const pk_rule *own) {
  pk_tested *tested = pk_push(r->shelf->arena, &r->result->tested, sizeof *tested);
  if (!tested)
    return no_memory(r);
  *tested = (pk_tested){.rule = *key, .text = pk_rule_key_text(r->shelf->arena, key), .own = own};
  if (!tested->text)
    return no_memory(r);
  if (!find_spans(r, tested) || !pk_cover_begin(r->shelf, tested)) {
    r->failed = true;
    return NULL;
  }
  return tested;
}

static pk_tested *find_tested(runner *r, const pk_rule_key *key) {
  for (int i = 0; i < r->result->tested.count; i++)
    if (pk_rule_key_same(&PK_AT(r->result->tested, pk_tested, i)->rule, key))
      return PK_AT(r->result->tested, pk_tested, i);
  return add_tested(r, key, NULL);
}

static const pk_rule *own_rule(const pk_plugin *plugin, const pk_rule_key *key) {
  for (int i = 0; i < plugin->rule_count; i++) {
    const pk_rule *rule = &plugin->rules[i];
    const pk_rule_key known = {rule->form, rule->kind, rule->account, rule->on_entry};
    if (rule->version_count && pk_rule_key_same(&known, key))
      return rule;
  }
  return NULL;
}

static bool has_own_number(const pk_tested *tested) {
  for (int i = 0; i < tested->spans.count; i++)
    if (PK_AT(tested->spans, pk_trial_span, i)->param)
      return true;
  return false;
}

/* What the plugin says anything of: its own rules, and those of which it sets a number. */
static void add_own(runner *r) {
  const pk_plugin *plugin = r->shelf->plugin;
  const pk_list keys = pk_rule_keys(r->shelf->arena, r->shelf->book, plugin, -1);
  for (int i = 0; i < keys.count && !r->failed; i++) {
    const pk_rule_key *key = PK_AT(keys, pk_rule_key, i);
    const pk_rule *own = own_rule(plugin, key);
    const pk_tested *tested = own || plugin->param_count ? add_tested(r, key, own) : NULL;
    if (tested && !own && !has_own_number(tested))
      r->result->tested.count--;
  }
}

/* --- running */

/* Money is not paid where no rule is in force. */
static bool as_expected(const pk_trial *trial, int64_t got) {
  return got == trial->expected ||
         (got == PK_NOT_RULED && trial->rule.form == PK_AMOUNT && trial->expected == 0);
}

/* Keeps a row that failed, with what decided it. */
static bool keep_failure(runner *r, const pk_failure *made, const int *raw, const pk_reason *by) {
  size_t count = (size_t)r->shelf->book->variables.count;
  int *copy = PK_NEW_ARRAY(r->shelf->arena, int, count);
  pk_failure *slot = pk_push(r->shelf->arena, &r->result->failures, sizeof *slot);
  if (!copy || !slot)
    return no_memory(r) != NULL;
  memcpy(copy, raw, count * sizeof *copy);
  *slot = *made;
  slot->raw = copy;
  if (by)
    slot->by = *by;
  return false;
}

static bool check_row(runner *r, pk_trial *trial, pk_date date, const pk_trial_span *span,
                      const int *raw) {
  pk_failure failure = {
      .trial = trial, .date = date, .span = span, .got = pk_subject_answer(&span->subject, raw)};
  bool good = as_expected(trial, failure.got);
  if (good && !trial->why)
    return true;
  pk_arena *scratch = pk_arena_new();
  pk_reasons reasons = {0};
  if (!scratch || !pk_reasons_of(scratch, &span->subject, &raw, 1, &reasons)) {
    pk_arena_free(scratch);
    return no_memory(r) != NULL;
  }
  failure.why = good;
  good = good && pk_reasons_name(&reasons, trial->why);
  if (!good && trial->failing++ < PK_FAILURES_KEPT)
    keep_failure(r, &failure, raw, pk_reasons_first(&reasons));
  pk_arena_free(scratch);
  return good;
}

/* One test on one day; false when some row failed. */
static bool run_on(runner *r, pk_trial *trial, pk_tested *tested, pk_date date) {
  pk_trial_span *span = span_on(tested, date);
  pk_arena *scratch = pk_arena_new();
  pk_trial_rows rows = {0};
  bool good = true;
  if (!scratch)
    no_memory(r);
  if (!scratch || !span || !open_span(r, span) ||
      !pk_trial_spread(r->shelf, scratch, trial, span->product, &rows)) {
    pk_arena_free(scratch);
    return false;
  }
  int variables = r->shelf->book->variables.count;
  pk_work(r->shelf->book, (size_t)rows.count * (size_t)tested->goals.count);
  for (int i = 0; i < rows.count && go_on(r); i++) {
    const int *raw = rows.raws + (size_t)i * (size_t)variables;
    good = check_row(r, trial, date, span, raw) && good;
    pk_cover_row(tested, span, raw);
  }
  tested->rows += rows.count;
  r->result->rows += rows.count;
  pk_arena_free(scratch);
  return good;
}

/* A stranger's tests end as his rules do: all of them together ask so many rows and no more. */
static bool enough(runner *r, const pk_trial *trial) {
  if (r->result->rows <= ROWS_MAX)
    return false;
  pk_place place;
  pk_file_place(trial->file, trial->line, &place);
  pk_report_add(r->shelf->report, &place, "E-TEST-MANY", NULL);
  return true;
}

static void run(runner *r, pk_trial *trial) {
  pk_tested *tested = find_tested(r, &trial->rule);
  bool good = true;
  if (!tested)
    return;
  tested->tests++;
  r->result->tests++;
  for (int i = 0; i < trial->date_count && go_on(r) && !enough(r, trial); i++)
    good = run_on(r, trial, tested, trial->dates[i]) && good;
  r->result->failed += !good;
}

bool pk_trials_run(pk_shelf *shelf, pk_trial_result *result) {
  runner r = {.shelf = shelf, .result = result};
  *result = (pk_trial_result){.shelf = shelf};
  result->trials = pk_trials_read(shelf);
  if (!polku_report_failed(shelf->report))
    add_own(&r);
  for (int i = 0; i < result->trials.count && !r.failed; i++) {
    pk_trial *trial = PK_AT(result->trials, pk_trial, i);
    if (enough(&r, trial))
      break;
    run(&r, trial);
  }
  for (int i = 0; i < result->tested.count && go_on(&r); i++)
    r.failed = !pk_cover_end(shelf, PK_AT(result->tested, pk_tested, i));
  pk_failures_report(result);
  return go_on(&r) && !polku_report_failed(shelf->report);
}
