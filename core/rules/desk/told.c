/* What has changed between two models, in sentences that name things as rules and model do. */
#include "polku.h"

#include "base/json.h"
#include "model/differ.h"
#include "rules/rules.h"

#include <stdlib.h>

/* For pk_model_changes.words. */
static const pk_name *find_word(const void *rules, const char *sort, const char *id,
                                const char *of) {
  return pk_rules_word(rules, sort, id, of);
}

char *polku_model_told(const polku_model *a, const polku_model *b, const polku_rules *rules,
                       polku_lang lang, polku_report *report) {
  if (!a || !b || !report)
    return NULL;
  pk_model_changes *changes = pk_model_changes_new(a, b, report);
  if (!changes)
    return NULL;
  if (rules) {
    changes->words = find_word;
    changes->words_of = rules;
  }
  pk_text out = PK_TEXT_EMPTY;
  pk_json json = pk_json_start(&out, 0);
  bool good = pk_model_changes_said(changes, lang, &json);
  char *text = pk_text_take(&out);
  pk_model_changes_free(changes);
  if (good && text)
    return text;
  pk_report_memory(report);
  free(text);
  return NULL;
}
