/* Holding tests against the law of their days. Days between which a rule stays the same are one
 * span: its law, its product of classes, and what tests have asked of it. */
#include "rules/trial.h"

#include "base/text.h"
#include "rules/table.h"
#include <stdlib.h>
#include <string.h>

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

/* --- spans */

static const pk_version *own_version(const pk_rule *own, pk_date day) {
  for (int i = 0; own && i < own->version_count; i++)
    if (own->versions[i].from <= day && day <= own->versions[i].until)
      return &own->versions[i];
  return NULL;
}

static bool add_span(runner *r, pk_tested *tested, const pk_rule_span *known) {
  pk_trial_span *span = pk_push(r->shelf->arena, &tested->spans, sizeof *span);
  if (!span)
    return no_memory(r) != NULL;
  *span = (pk_trial_span){.segment = known->segment,
                          .subject = {known->law, tested->rule},
                          .version = own_version(tested->own, pk_segment_day(&known->segment))};
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
    if (span->version && !open_span(r, span))
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

static void add_own(runner *r) {
  const pk_plugin *plugin = r->shelf->plugin;
  for (int i = 0; i < plugin->rule_count && !r->failed; i++) {
    const pk_rule *rule = &plugin->rules[i];
    const pk_rule_key key = {rule->form, rule->kind, rule->account, rule->on_entry};
    if (rule->version_count)
      add_tested(r, &key, rule);
  }
}

/* --- running */

/* Money is not paid where no rule is in force. */
static bool as_expected(const pk_trial *trial, int64_t got) {
  return got == trial->expected ||
         (got == PK_NOT_RULED && trial->rule.form == PK_AMOUNT && trial->expected == 0);
}

static bool check_row(runner *r, pk_trial *trial, pk_date date, const pk_trial_span *span,
                      const int *raw) {
  pk_failure failure = {trial,
                        date,
                        span,
                        NULL,
                        pk_subject_answer(&span->subject, raw),
                        pk_subject_decider(&span->subject, raw),
                        false};
  if (as_expected(trial, failure.got)) {
    if (!trial->why || pk_subject_decided_by(&span->subject, raw, trial->why))
      return true;
    failure.why = true;
  }
  if (trial->failing++ >= PK_FAILURES_KEPT)
    return false;
  size_t count = (size_t)r->shelf->book->variables.count;
  int *copy = PK_NEW_ARRAY(r->shelf->arena, int, count);
  pk_failure *slot = pk_push(r->shelf->arena, &r->result->failures, sizeof *slot);
  if (!copy || !slot)
    return no_memory(r) != NULL;
  memcpy(copy, raw, count * sizeof *copy);
  failure.raw = copy;
  *slot = failure;
  return false;
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
  for (int i = 0; i < rows.count && !r->failed; i++) {
    const int *raw = rows.raws + (size_t)i * (size_t)variables;
    good = check_row(r, trial, date, span, raw) && good;
    pk_cover_row(tested, span, raw);
  }
  tested->rows += rows.count;
  r->result->rows += rows.count;
  pk_arena_free(scratch);
  return good;
}

static void run(runner *r, pk_trial *trial) {
  pk_tested *tested = find_tested(r, &trial->rule);
  bool good = true;
  if (!tested)
    return;
  tested->tests++;
  r->result->tests++;
  for (int i = 0; i < trial->date_count && !r->failed; i++)
    good = run_on(r, trial, tested, trial->dates[i]) && good;
  r->result->failed += !good;
}

bool pk_trials_run(pk_shelf *shelf, pk_trial_result *result) {
  runner r = {.shelf = shelf, .result = result};
  *result = (pk_trial_result){.shelf = shelf};
  result->trials = pk_trials_read(shelf);
  if (!polku_report_failed(shelf->report))
    add_own(&r);
  for (int i = 0; i < result->trials.count && !r.failed; i++)
    run(&r, PK_AT(result->trials, pk_trial, i));
  for (int i = 0; i < result->tested.count && !r.failed; i++)
    r.failed = !pk_cover_end(shelf, PK_AT(result->tested, pk_tested, i));
  pk_failures_report(result);
  return !r.failed && !polku_report_failed(shelf->report);
}
