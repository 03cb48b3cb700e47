/* The result of a plugin's tests for a person: how much of each rule is tested, then what is not,
 * each with a test to begin from. */
#include "rules/desk/trial.h"

#include "rules/say.h"
#include "rules/desk/table.h"
#include <stdio.h>

/* So many examples of one rule are shown; JSON has all. */
enum { SHOWN_MAX = 8 };

typedef struct writer {
  const pk_trial_result *result;
  polku_lang lang;
  pk_text *out;
} writer;

static const char *number(char buffer[16], int value) {
  snprintf(buffer, 16, "%d", value);
  return buffer;
}

static void add_head(const writer *w) {
  const pk_trial_result *r = w->result;
  const pk_plugin *plugin = r->shelf->plugin;
  char tests[16], failed[16];
  pk_text rows = PK_TEXT_EMPTY;
  pk_number_add(&rows, w->lang, (double)r->rows, 0);
  pk_word_add(w->out, w->lang, r->tests ? "rules.test.head" : "rules.test.head_none", "plugin",
              plugin->id, "version", plugin->version, "tests", number(tests, r->tests), "rows",
              rows.data ? rows.data : "", NULL);
  w->out->failed = w->out->failed || rows.failed;
  pk_text_free(&rows);
  if (r->failed)
    pk_word_add(w->out, w->lang, "rules.test.failed", "failed", number(failed, r->failed), NULL);
  else if (r->tests)
    pk_text_add(w->out, pk_word(w->lang, "rules.test.passed"));
  pk_text_add(w->out, "\n");
}

static void add_count(const writer *w, const pk_tested *tested, pk_trial_goal_form form,
                      const char *key) {
  const pk_cover_count count = pk_cover_count_of(tested, form);
  char reached[16], all[16];
  if (!count.all)
    return;
  pk_text_add(w->out, ", ");
  pk_word_add(w->out, w->lang, key, "reached", number(reached, count.reached), "all",
              number(all, count.all), NULL);
}

static void add_rule(const writer *w, const pk_tested *tested) {
  char tests[16], rows[16];
  pk_text_addf(w->out, "  %s: ", tested->text);
  pk_word_add(w->out, w->lang, "rules.test.rule", "tests", number(tests, tested->tests), "rows",
              number(rows, tested->rows), NULL);
  add_count(w, tested, PK_GOAL_TRUE, "rules.test.conditions");
  add_count(w, tested, PK_GOAL_CASE, "rules.test.cases");
  add_count(w, tested, PK_GOAL_ROW, "rules.test.rows");
  pk_text_add(w->out, "\n");
}

static void add_missing(const writer *w, const pk_tested *tested, const pk_trial_goal *goal) {
  static const char *const keys[PK_GOALS] = {"rules.test.missing_true", "rules.test.missing_false",
                                             "rules.test.missing_case", "rules.test.missing_row"};
  char at[16], dates[32];
  pk_place place;
  pk_text answer = PK_TEXT_EMPTY;
  pk_say_answer(&answer, tested->rule.form, pk_rule_unit(goal->span->subject.law, &tested->rule),
                pk_trial_goal_answer(w->result->shelf, goal), w->lang);
  pk_trial_goal_place(w->result->shelf->plugin, goal, &place);
  pk_text_addf(w->out, "  %s:%s: ", place.file, number(at, place.line));
  pk_word_add(w->out, w->lang, keys[goal->form], "rule", tested->text, "id",
              goal->leaf ? goal->leaf->id : "–", "ref", pk_trial_goal_ref(goal), "dates",
              pk_segment_text(dates, &goal->span->segment), "answer",
              answer.data ? answer.data : "", NULL);
  pk_text_add(w->out, "\n    ");
  pk_trial_goal_example(w->out, w->result->shelf, tested, goal);
  pk_text_add(w->out, "\n");
  w->out->failed = w->out->failed || answer.failed;
  pk_text_free(&answer);
}

static int missing_of(const pk_tested *tested) {
  int count = 0;
  for (int i = 0; i < tested->goals.count; i++) {
    const pk_trial_goal *goal = PK_AT(tested->goals, pk_trial_goal, i);
    count += !goal->reached && goal->span;
  }
  return count;
}

/* Conditions and cases come before rows: a test of one of them often reaches some rows too. */
static void add_all_missing(const writer *w, const pk_tested *tested) {
  int missing = missing_of(tested), shown = 0;
  char count[16];
  for (int i = 0; i < tested->goals.count && shown < SHOWN_MAX; i++) {
    const pk_trial_goal *goal = PK_AT(tested->goals, pk_trial_goal, i);
    if (goal->reached || !goal->span)
      continue;
    add_missing(w, tested, goal);
    shown++;
  }
  if (missing > shown) {
    pk_text_add(w->out, "  ");
    pk_word_add(w->out, w->lang, "rules.test.missing_more", "rule", tested->text, "count",
                number(count, missing - shown), NULL);
    pk_text_add(w->out, "\n");
  }
}

void pk_trial_text(const pk_trial_result *result, polku_lang lang, pk_text *out) {
  const writer w = {result, lang, out};
  int missing = 0;
  add_head(&w);
  for (int i = 0; i < result->tested.count; i++) {
    const pk_tested *tested = PK_AT(result->tested, pk_tested, i);
    add_rule(&w, tested);
    missing += missing_of(tested);
  }
  if (!missing)
    return;
  pk_text_add(out, "\n");
  pk_text_add(out, pk_word(lang, "rules.test.missing"));
  pk_text_add(out, "\n");
  for (int i = 0; i < result->tested.count; i++)
    add_all_missing(&w, PK_AT(result->tested, pk_tested, i));
}
