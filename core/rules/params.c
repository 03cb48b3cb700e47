/* params.lua: numbers that the law fixes, each with the day from which it holds and its source. */
#include "rules/api.h"
#include "rules/plugin.h"

#include <string.h>

enum { PARAMS_MAX = 2000 };

static bool no_memory(pk_book *book) {
  pk_report_memory(book->report);
  return false;
}

/* What another source says instead. */
static bool read_disputed(const pk_fields *fields, pk_dated *dated) {
  const pk_value *table = pk_fields_table(fields, "disputed", false);
  if (!table)
    return !pk_value_find(fields->table, "disputed");
  pk_fields inner = *fields;
  inner.table = table;
  pk_fields_known(&inner, pk_api_disputed_keys, false);
  dated->disputed_ref = pk_fields_text(&inner, "ref", true);
  dated->has_disputed = pk_fields_integer(&inner, "value", true, &dated->disputed);
  return dated->has_disputed;
}

/* One dated value; false when it cannot be used. */
static bool read_dated(const pk_fields *fields, pk_dated *dated) {
  const pk_value *from = pk_value_find(fields->table, "from");
  pk_fields_known(fields, pk_api_value_keys, false);
  dated->line = fields->table->line;
  dated->until = PK_DATE_LAST;
  dated->from = PK_DATE_FIRST;
  bool always = from && from->form == PK_IS_TEXT && strcmp(from->text, "always") == 0;
  bool good = always || pk_fields_date(fields, "from", &dated->from);
  if (!from)
    pk_fields_problem(fields, fields->table->line, "E-PLUGIN-KEY-MISSING", "key", "from");
  good = pk_fields_date(fields, "until", &dated->until) && good;
  good = pk_fields_integer(fields, "value", true, &dated->value) && good;
  dated->ref = pk_fields_text(fields, "ref", true);
  good = read_disputed(fields, dated) && good;
  return good && from;
}

/* Values must rise by date and leave no day to two of them; a value without `until` holds until the
 * next one begins. */
static void order_values(const pk_fields *fields, pk_dated *values, int count) {
  for (int i = 0; i < count; i++) {
    bool last = i + 1 == count;
    if (values[i].until < values[i].from ||
        (!last && (values[i + 1].from <= values[i].from ||
                   (values[i].until != PK_DATE_LAST && values[i].until >= values[i + 1].from))))
      pk_fields_problem(fields, last ? values[i].line : values[i + 1].line, "E-DATES-OVERLAP", NULL,
                        NULL);
    if (!last && values[i].until == PK_DATE_LAST && values[i + 1].from > PK_DATE_FIRST)
      values[i].until = values[i + 1].from - 1;
  }
}

static bool read_values(pk_book *book, const pk_fields *fields, pk_param *param) {
  const pk_value *list = pk_fields_table(fields, "values", true);
  int count = pk_value_items(list);
  if (!list)
    return true;
  if (count == 0 || count != list->count) {
    pk_fields_wrong(fields, "values", list, "rules.expect.values");
    return true;
  }
  pk_dated *values = PK_NEW_ARRAY(book->arena, pk_dated, (size_t)count);
  if (!values)
    return no_memory(book);
  bool good = true;
  for (int i = 0; i < count; i++) {
    pk_fields inner = *fields;
    inner.table = &list->members[i].value;
    if (inner.table->form != PK_IS_TABLE) {
      pk_fields_wrong(fields, "values", inner.table, "rules.expect.values");
      good = false;
      continue;
    }
    good = read_dated(&inner, &values[i]) && good;
  }
  if (!good)
    return true;
  order_values(fields, values, count);
  param->values = values;
  param->value_count = count;
  return true;
}

static bool read_param(pk_book *book, const pk_plugin *plugin, const pk_member *member,
                       pk_param *param) {
  static const char *const units[] = {"month",      "day",  "percent", "ppm",  "cent",
                                      "cent/month", "year", "count",   "step", NULL};
  pk_fields fields = {book->arena, book->report, &plugin->params_file, &member->value,
                      pk_what(book->arena, book->report, "parameter", member->key)};
  pk_name text;
  pk_fields_known(&fields, pk_api_param_keys, false);
  param->id = member->key;
  param->plugin = plugin;
  param->line = member->line;
  int unit = pk_fields_choice(&fields, "unit", units, -2);
  if (unit == -2)
    pk_fields_problem(&fields, member->line, "E-PLUGIN-KEY-MISSING", "key", "unit");
  param->unit = unit < 0 ? "count" : units[unit];
  pk_fields_name(&fields, "name", &param->name);
  pk_fields_name(&fields, "text", &text);
  pk_fields_bool(&fields, "locked", &param->locked);
  pk_delegates_read(&fields, plugin, param->delegate);
  param->has_review = pk_value_find(&member->value, "review_by") &&
                      pk_fields_date(&fields, "review_by", &param->review_by);
  if (!read_values(book, &fields, param))
    return false;
  pk_delegated_check(book, &fields, param);
  return true;
}

void pk_params_read(pk_book *book, pk_plugin *plugin) {
  pk_value table;
  if (!pk_data_read(book->arena, &plugin->params_file, &table, book->report))
    return;
  pk_param *params = PK_NEW_ARRAY(book->arena, pk_param, (size_t)table.count);
  if (!params) {
    no_memory(book);
    return;
  }
  pk_fields fields = {book->arena, book->report, &plugin->params_file, &table, "params"};
  plugin->params = params;
  for (int i = 0; i < table.count; i++) {
    const pk_member *member = &table.members[i];
    if (!member->key || member->value.form != PK_IS_TABLE) {
      pk_fields_wrong(&fields, member->key ? member->key : "1", &member->value,
                      "rules.expect.named");
      continue;
    }
    if (pk_plugin_enough(book, plugin, &plugin->params_file))
      return;
    if (i == PARAMS_MAX) {
      pk_fields_problem(&fields, member->line, "E-PLUGIN-MANY", NULL, NULL);
      return;
    }
    pk_fields_id(&fields, member->line, member->key);
    if (!read_param(book, plugin, member, &params[plugin->param_count]))
      return;
    plugin->param_count++;
  }
}
