/* polku plugin test: the tests of one plugin, or of every plugin that is found. */
#include "rules/desk/trial.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct teller {
  const polku_plugin_question *question;
  polku_shape shape;
  polku_lang lang;
  polku_report *report;
  pk_text out;
  pk_json json;
  bool any;
} teller;

/* One warning for a plugin that is not tested whole, so that --strict can insist. */
static void warn_coverage(const pk_trial_result *result) {
  int left[PK_GOALS] = {0};
  char conditions[16], cases[16], rows[16];
  for (int i = 0; i < result->tested.count; i++)
    for (int form = PK_GOAL_TRUE; form < PK_GOALS; form++) {
      const pk_cover_count count =
          pk_cover_count_of(PK_AT(result->tested, pk_tested, i), (pk_trial_goal_form)form);
      left[form] += count.all - count.reached;
    }
  if (!left[PK_GOAL_TRUE] && !left[PK_GOAL_CASE] && !left[PK_GOAL_ROW])
    return;
  snprintf(conditions, sizeof conditions, "%d", left[PK_GOAL_TRUE]);
  snprintf(cases, sizeof cases, "%d", left[PK_GOAL_CASE]);
  snprintf(rows, sizeof rows, "%d", left[PK_GOAL_ROW]);
  const pk_place place = {.file = result->shelf->plugin->folder};
  pk_report_add(result->shelf->report, &place, "W-TEST-COVERAGE", "plugin",
                result->shelf->plugin->id, "conditions", conditions, "cases", cases, "rows", rows,
                NULL);
}

static void tell(teller *t, const pk_trial_result *result) {
  if (t->shape == POLKU_AS_JSON) {
    pk_trial_json(result, &t->json);
  } else {
    if (t->any)
      pk_text_add(&t->out, "\n");
    pk_trial_text(result, t->lang, &t->out);
  }
  t->any = true;
}

static void test_one(teller *t, const char *plugin) {
  pk_shelf shelf;
  pk_trial_result result;
  if (pk_shelf_open(&shelf, t->question->folders, plugin, t->report) &&
      pk_trials_run(&shelf, &result)) {
    warn_coverage(&result);
    tell(t, &result);
  }
  pk_shelf_close(&shelf);
}

static void test_all(teller *t) {
  pk_shelf shelf;
  if (pk_shelf_find(&shelf, t->question->folders, t->report))
    for (int i = 0; i < shelf.book->found.count; i++)
      test_one(t, (*PK_AT(shelf.book->found, pk_plugin *, i))->id);
  pk_shelf_close(&shelf);
}

char *polku_plugin_test(const polku_plugin_question *question, polku_shape shape, polku_lang lang,
                        polku_report *report) {
  if (!question)
    return NULL;
  teller t = {.question = question, .shape = shape, .lang = lang, .report = report};
  t.json = pk_json_start(&t.out, 6);
  if (shape == POLKU_AS_JSON) {
    pk_json_object(&t.json);
    pk_json_field(&t.json, "format", "polku-plugin-test/1");
    pk_json_key(&t.json, "plugins");
    pk_json_array(&t.json);
  }
  if (question->plugin)
    test_one(&t, question->plugin);
  else
    test_all(&t);
  if (shape == POLKU_AS_JSON) {
    pk_json_array_end(&t.json);
    pk_json_object_end(&t.json);
    pk_text_add(&t.out, "\n");
  }
  bool good = t.any && !polku_report_failed(report);
  char *text = good ? pk_text_take(&t.out) : NULL;
  if (good && !text)
    pk_report_memory(report);
  pk_text_free(&t.out);
  return text;
}
