/* manifest.lua: who made a plugin, which version, what it extends. */
#include "rules/api.h"
#include "rules/plugin.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Up to three numbers "1.2.3" into parts; the length read, 0 when there is none. */
static size_t read_version(const char *text, long parts[3]) {
  const char *at = text;
  parts[0] = parts[1] = parts[2] = 0;
  for (int i = 0; i < 3; i++) {
    if (!isdigit((unsigned char)*at))
      return 0;
    char *stop;
    parts[i] = strtol(at, &stop, 10);
    at = stop;
    if (*at != '.')
      break;
    if (i < 2)
      at++;
  }
  return (size_t)(at - text);
}

static int compare(const long a[3], const long b[3]) {
  for (int i = 0; i < 3; i++)
    if (a[i] != b[i])
      return a[i] < b[i] ? -1 : 1;
  return 0;
}

/* One comparison such as ">=1.0"; its length, 0 when it is none. */
static size_t one_comparison(const char *text, const long version[3], bool *holds) {
  static const char *const signs[] = {">=", "<=", "==", ">", "<", "="};
  long bound[3];
  size_t length = 0;
  int sign = -1;
  for (int i = 0; i < 6 && sign < 0; i++)
    if (strncmp(text, signs[i], strlen(signs[i])) == 0)
      sign = i;
  if (sign < 0)
    return 0;
  length = strlen(signs[sign]);
  size_t digits = read_version(text + length, bound);
  int order = compare(version, bound);
  bool is[] = {order >= 0, order <= 0, order == 0, order > 0, order < 0, order == 0};
  *holds = *holds && is[sign];
  return digits ? length + digits : 0;
}

bool pk_version_within(const char *version, const char *range, bool *good) {
  long parts[3];
  bool holds = true;
  size_t length = read_version(version, parts);
  *good = length > 0 && !version[length];
  while (*good && *range == ' ')
    range++;
  if (!*range)
    *good = false;
  while (*good && *range) {
    size_t taken = one_comparison(range, parts, &holds);
    *good = taken > 0 && (!range[taken] || range[taken] == ' ');
    range += taken;
    while (*good && *range == ' ')
      range++;
  }
  return *good && holds;
}

static bool no_memory(pk_book *book) {
  pk_report_memory(book->report);
  return false;
}

static bool read_extends(pk_book *book, const pk_fields *fields, pk_plugin *plugin) {
  const pk_value *table = pk_fields_table(fields, "extends", false);
  if (!table)
    return true;
  pk_extends *extends = PK_NEW_ARRAY(book->arena, pk_extends, (size_t)table->count);
  if (!extends)
    return no_memory(book);
  for (int i = 0; i < table->count; i++) {
    const pk_member *member = &table->members[i];
    if (!member->key || member->value.form != PK_IS_TEXT) {
      pk_fields_wrong(fields, "extends", &member->value, "rules.expect.range");
      continue;
    }
    extends[plugin->extend_count++] =
        (pk_extends){member->key, member->value.text, member->value.line};
  }
  plugin->extends = extends;
  return true;
}

static bool read_sources(pk_book *book, const pk_fields *fields, pk_plugin *plugin) {
  const pk_value *table = pk_fields_table(fields, "sources", false);
  if (!table)
    return true;
  const char **sources = PK_NEW_ARRAY(book->arena, const char *, (size_t)table->count);
  if (!sources)
    return no_memory(book);
  for (int i = 0; i < table->count; i++) {
    const pk_member *member = &table->members[i];
    if (!member->key || member->value.form != PK_IS_TABLE) {
      pk_fields_wrong(fields, "sources", &member->value, "rules.expect.named");
      continue;
    }
    pk_fields inner = *fields;
    inner.table = &member->value;
    inner.what = pk_what(book->arena, book->report, "source", member->key);
    pk_fields_known(&inner, pk_api_source_keys, false);
    sources[plugin->source_count++] = member->key;
  }
  plugin->sources = sources;
  return true;
}

/* A plugin written for a later interface is no mistake of its author. */
static void check_api(const pk_fields *fields, long long api) {
  const pk_value *value = pk_value_find(fields->table, "api");
  if (api < POLKU_PLUGIN_API)
    pk_fields_wrong(fields, "api", value, "rules.expect.api");
  if (api <= POLKU_PLUGIN_API)
    return;
  char found[24], known[24];
  pk_place place;
  snprintf(found, sizeof found, "%lld", api);
  snprintf(known, sizeof known, "%d", POLKU_PLUGIN_API);
  pk_file_place(fields->file, value->line, &place);
  pk_report_add(fields->report, &place, "E-PLUGIN-API", "found", found, "known", known, "program",
                polku_version(), NULL);
}

bool pk_manifest_read(pk_book *book, pk_plugin *plugin) {
  static const char *const levels[] = {"state", "region", "municipality", NULL};
  size_t errors = polku_report_count(book->report, POLKU_ERROR);
  pk_value table;
  if (!pk_data_read(book->arena, &plugin->manifest, &table, book->report))
    return false;
  pk_fields fields = {book->arena, book->report, &plugin->manifest, &table, "manifest"};
  long long api = 0;
  pk_date checked;
  pk_fields_known(&fields, pk_api_manifest_keys, false);
  plugin->id = pk_fields_text(&fields, "id", true);
  if (plugin->id)
    pk_fields_id(&fields, pk_value_find(&table, "id")->line, plugin->id);
  plugin->version = pk_fields_text(&fields, "version", true);
  if (pk_fields_integer(&fields, "api", true, &api))
    check_api(&fields, api);
  int level = pk_fields_choice(&fields, "level", levels, PK_LEVEL_REGION);
  plugin->level = level < 0 ? PK_LEVEL_REGION : (pk_level)level;
  pk_fields_name(&fields, "title", &plugin->title);
  plugin->checked = pk_fields_text(&fields, "checked", false);
  pk_fields_date(&fields, "checked", &checked);
  long parts[3];
  if (plugin->version && plugin->version[read_version(plugin->version, parts)])
    pk_fields_wrong(&fields, "version", pk_value_find(&table, "version"), "rules.expect.version");
  return read_extends(book, &fields, plugin) && read_sources(book, &fields, plugin) &&
         polku_report_count(book->report, POLKU_ERROR) == errors;
}
