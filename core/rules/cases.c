/* Cases as their authors wrote them: the first that holds gives the value, the last is the default.
 * A value is a parameter, a number, or a function that works it out from what the case reads. */
#include "rules/api.h"
#include "rules/plugin.h"

#include <stdio.h>
#include <string.h>

typedef struct reader {
  pk_book *book;
  const pk_plugin *plugin;
  pk_rule_form form;
  const char *unit;
} reader;

long long pk_value_least(pk_rule_form form) {
  return form == PK_LIMIT ? 1 : form == PK_PRIORITY ? -PK_PRIORITY_MAX : 0;
}

long long pk_value_most(pk_rule_form form) {
  return form == PK_PRIORITY ? PK_PRIORITY_MAX : PK_VALUE_MAX;
}

bool pk_value_fits(pk_rule_form form, long long value) {
  return value >= pk_value_least(form) && value <= pk_value_most(form);
}

static bool read_param(const reader *r, const pk_fields *fields, const char *key, const char *id,
                       pk_case *made) {
  const pk_param *param = pk_param_find(r->book, r->plugin, id);
  if (!param) {
    pk_fields_unknown(r->book, fields, key, id, NULL);
    return false;
  }
  if (r->unit && strcmp(r->unit, param->unit) != 0) {
    pk_fields_problem(fields, fields->table->line, "E-PLUGIN-UNIT", "name", param->id);
    return false;
  }
  made->param = param->id;
  return true;
}

static bool read_number(const reader *r, const pk_fields *fields, long long number, pk_case *made) {
  char text[32];
  made->number = number;
  if (pk_value_fits(r->form, number))
    return true;
  snprintf(text, sizeof text, "%lld", number);
  pk_fields_problem(fields, fields->table->line, "E-PLUGIN-RANGE", "name", text);
  return false;
}

static bool read_function(const reader *r, const pk_fields *fields, const char *key,
                          pk_case *made) {
  pk_leaf *leaf = pk_computed_read(r->book, r->plugin, fields, key, made->when);
  if (leaf) {
    leaf->least = pk_value_least(r->form);
    leaf->most = pk_value_most(r->form);
  }
  made->computed = leaf;
  return leaf != NULL;
}

static bool read_value(const reader *r, const pk_fields *fields, const char *key, pk_case *made) {
  const pk_value *value = pk_value_find(fields->table, key);
  if (value && value->form == PK_IS_INTEGER)
    return read_number(r, fields, value->integer, made);
  if (value && value->form == PK_IS_FUNCTION)
    return read_function(r, fields, key, made);
  if (value && value->form == PK_IS_TEXT)
    return read_param(r, fields, key, value->text, made);
  if (value)
    pk_fields_wrong(fields, key, value, "rules.expect.case_value");
  else
    pk_fields_problem(fields, fields->table->line, "E-PLUGIN-KEY-MISSING", "key", key);
  return false;
}

static bool read_case(const reader *r, const pk_fields *fields, pk_case *made) {
  bool otherwise = pk_value_find(fields->table, "default") != NULL;
  pk_fields_known(fields, pk_api_case_keys, false);
  made->ref = pk_fields_text(fields, "ref", false);
  made->line = fields->table->line;
  if (!otherwise) {
    made->when = pk_leaf_read(r->book, r->plugin, fields, "when");
    if (!made->when)
      return false;
  }
  return read_value(r, fields, otherwise ? "default" : "value", made);
}

/* A base rule ends with a default, an override may have none. */
void pk_cases_read(pk_book *book, const pk_plugin *plugin, const pk_fields *fields,
                   pk_rule_form form, pk_version *version) {
  const reader r = {book, plugin, form, version->unit};
  const pk_value *list = pk_fields_table(fields, "cases", true);
  int count = pk_value_items(list);
  if (!list)
    return;
  if (count == 0 || count != list->count) {
    pk_fields_wrong(fields, "cases", list, "rules.expect.cases");
    return;
  }
  pk_case *cases = PK_NEW_ARRAY(book->arena, pk_case, (size_t)count);
  if (!cases) {
    pk_report_memory(book->report);
    return;
  }
  bool good = true;
  for (int i = 0; i < count; i++) {
    pk_fields inner = *fields;
    inner.table = &list->members[i].value;
    bool table = inner.table->form == PK_IS_TABLE;
    good = table && read_case(&r, &inner, &cases[i]) && good;
    bool last = i + 1 == count;
    bool otherwise = table && pk_value_find(inner.table, "default");
    if (!table || (otherwise && !last) || (last && !otherwise && version->mode == PK_BASE))
      pk_fields_wrong(fields, "cases", inner.table, "rules.expect.cases");
  }
  if (good) {
    version->cases = cases;
    version->case_count = count;
  }
}
