/* The result of a plugin's tests for other programs. The fields are stable; more may be added. */
#include "rules/desk/trial.h"

#include "base/text.h"
#include "rules/desk/table.h"
#include <stdlib.h>

typedef struct writer {
  const pk_trial_result *result;
  pk_json *json;
} writer;

static void field(const writer *w, const char *key, const char *value) {
  pk_json_field(w->json, key, value);
}

static void number(const writer *w, const char *key, long long value) {
  pk_json_integer_field(w->json, key, value);
}

static void answer(const writer *w, const char *key, pk_rule_form form, int64_t value) {
  pk_json_key(w->json, key);
  pk_json_answer(w->json, form, value);
}

static void add_count(const writer *w, const pk_tested *tested, pk_trial_goal_form form,
                      const char *key) {
  const pk_cover_count count = pk_cover_count_of(tested, form);
  pk_json_key(w->json, key);
  pk_json_object(w->json);
  number(w, "all", count.all);
  number(w, "reached", count.reached);
  number(w, "impossible", count.impossible);
  pk_json_object_end(w->json);
}

static void add_goal(const writer *w, const pk_tested *tested, const pk_trial_goal *goal) {
  static const char *const names[PK_GOALS] = {"condition_true", "condition_false", "case", "row"};
  pk_text example = PK_TEXT_EMPTY;
  pk_place place;
  pk_trial_goal_place(w->result->shelf->plugin, goal, &place);
  pk_trial_goal_example(&example, w->result->shelf, tested, goal);
  pk_json_object(w->json);
  field(w, "what", names[goal->form]);
  field(w, "id", goal->leaf ? goal->leaf->id : NULL);
  field(w, "file", place.file);
  number(w, "line", place.line);
  answer(w, "answer", tested->rule.form, pk_trial_goal_answer(w->result->shelf, goal));
  field(w, "example", example.data);
  pk_json_object_end(w->json);
  w->json->out->failed = w->json->out->failed || example.failed;
  pk_text_free(&example);
}

static void add_tested(const writer *w, const pk_tested *tested) {
  pk_json_object(w->json);
  field(w, "rule", tested->text);
  pk_json_bool_field(w->json, "own", tested->own != NULL);
  number(w, "tests", tested->tests);
  number(w, "checked", tested->rows);
  add_count(w, tested, PK_GOAL_TRUE, "conditions");
  add_count(w, tested, PK_GOAL_CASE, "cases");
  add_count(w, tested, PK_GOAL_ROW, "rows");
  pk_json_key(w->json, "missing");
  pk_json_array(w->json);
  for (int i = 0; i < tested->goals.count; i++) {
    const pk_trial_goal *goal = PK_AT(tested->goals, pk_trial_goal, i);
    if (!goal->reached && goal->span)
      add_goal(w, tested, goal);
  }
  pk_json_array_end(w->json);
  pk_json_object_end(w->json);
}

/* What the rule reads. */
static void add_client(const writer *w, const pk_failure *failure) {
  const pk_product *product = failure->span->product;
  pk_json_key(w->json, "given");
  pk_json_object(w->json);
  for (int a = 0; a < product->axis_count; a++) {
    int v = product->subject_variable[0][a], raw = failure->raw[v];
    const pk_attribute_kind *attribute = pk_book_attribute_of(product->book, v);
    pk_json_key(w->json, product->axes[a].variable->id);
    if (attribute && attribute->type == PK_TYPE_ENUM)
      pk_json_string(w->json, attribute->values[raw]);
    else if (attribute && attribute->type == PK_TYPE_BOOL)
      pk_json_bool(w->json, raw);
    else
      pk_json_integer(w->json, (attribute ? attribute->low : 0) + raw);
  }
  pk_json_object_end(w->json);
}

static void add_failure(const writer *w, const pk_failure *failure) {
  const pk_trial *trial = failure->trial;
  char date[11];
  pk_json_object(w->json);
  field(w, "file", trial->file->path);
  number(w, "line", trial->line);
  field(w, "rule", trial->rule_text);
  field(w, "date", pk_date_text(date, failure->date));
  add_client(w, failure);
  answer(w, "expected", trial->rule.form, trial->expected);
  answer(w, "got", trial->rule.form, failure->got);
  field(w, "why", trial->why);
  field(w, "decided_by", failure->by.id);
  field(w, "decided_ref", failure->by.ref);
  field(w, "ref", trial->ref);
  pk_json_object_end(w->json);
}

void pk_trial_json(const pk_trial_result *result, pk_json *json) {
  const writer w = {result, json};
  const pk_plugin *plugin = result->shelf->plugin;
  pk_json_object(json);
  field(&w, "plugin", plugin->id);
  field(&w, "version", plugin->version);
  number(&w, "tests", result->tests);
  number(&w, "failed", result->failed);
  number(&w, "checked", result->rows);
  pk_json_key(json, "rules");
  pk_json_array(json);
  for (int i = 0; i < result->tested.count; i++)
    add_tested(&w, PK_AT(result->tested, pk_tested, i));
  pk_json_array_end(json);
  pk_json_key(json, "failures");
  pk_json_array(json);
  for (int i = 0; i < result->failures.count; i++)
    add_failure(&w, PK_AT(result->failures, pk_failure, i));
  pk_json_array_end(json);
  pk_json_object_end(json);
}
