/* Loading hostile plugins, and what they made the program say. */
#include "support/check.h"
#include "support/hostile.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char MODEL[] =
    "{ \"format\": \"polku/1\", \"region\": \"bad\", \"start_date\": \"2020-01-01\", \"horizon\": "
    "3,"
    " \"stages\": { \"a\": { \"kind\": \"k\", \"duration\": { \"fixed\": 1 } },"
    "   \"b\": { \"kind\": \"k\", \"final\": true } },"
    " \"transitions\": { \"t\": { \"from\": \"a\", \"to\": \"b\", \"share\": 1 } },"
    " \"groups\": { \"g\": { \"size\": 1, \"start\": \"a\" } } }";

polku_report *hostile_load(const hostile *attack, plugin_folder *folder) {
  pk_text text = PK_TEXT_EMPTY;
  const char *file = attack->file ? attack->file : "rules.lua";
  pk_text_add(&text, attack->before);
  for (int i = 0; i < attack->times; i++)
    pk_text_add(&text, attack->again);
  pk_text_add(&text, attack->after ? attack->after : "");
  assert_false(text.failed);
  plugin_folder_new(folder);
  plugin_state(folder, "bad", NULL, NULL);
  plugin_write(folder, "bad", file, text.data, text.length);
  pk_text_free(&text);
  bound_model b = bind_text(MODEL, folder->path);
  if (b.rules)
    fail_msg("%s: was taken for a good plugin", attack->name);
  polku_report *report = b.report;
  b.report = NULL;
  bound_free(&b);
  return report;
}

char *hostile_text(polku_report *report, const plugin_folder *folder, polku_lang lang) {
  char *text = polku_report_text(report, lang, false);
  assert_non_null(text);
  for (char *at = strstr(text, folder->path); at; at = strstr(at, folder->path))
    memset(at, '~', strlen(folder->path));
  return text;
}

char *hostile_all(void) {
  pk_text all = PK_TEXT_EMPTY;
  int count;
  const hostile *attacks = hostile_plugins(&count);
  for (int i = 0; i < count; i++) {
    plugin_folder folder;
    polku_report *report = hostile_load(&attacks[i], &folder);
    for (polku_lang lang = POLKU_FI; lang <= POLKU_EN; lang++) {
      char *text = hostile_text(report, &folder, lang);
      pk_text_add(&all, text);
      free(text);
    }
    polku_report_free(report);
    plugin_folder_remove(&folder);
  }
  assert_false(all.failed);
  return pk_text_take(&all);
}
