/* The interface of plugins as others read it: files for editors (LuaLS, luacheck) and the reference
 * for people, all from the one list in api.c. */
#include "rules/api.h"
#include "polku.h"

#include "base/grid.h"
#include "base/json.h"
#include "base/report.h"
#include "base/text.h"
#include <stdio.h>
#include <string.h>

/* --- for LuaLS */

/* Types that the list of keys names and that are no table of it. */
static const char common_types[] =
    "---@alias polku.date string\n"
    "---@alias polku.unit \"month\"|\"day\"|\"percent\"|\"ppm\"|\"cent\"|\"cent/month\"|\"year\"|"
    "\"count\"|\"step\"\n"
    "---@alias polku.node polku.leaf|polku.group\n"
    "\n"
    "---@class polku.name\n"
    "---@field fi string\n"
    "---@field sv string\n"
    "---@field en string\n"
    "\n"
    "---@class polku.client\n"
    "---@field elapsed integer\n"
    "---@field [string] integer|string|boolean\n";

static bool is_word_of_lua(const char *name) {
  return strcmp(name, "until") == 0;
}

static void add_shape(pk_text *out, polku_lang lang, const pk_api_shape *shape) {
  pk_text_addf(out, "\n---@class polku.%s\n", shape->name);
  for (const char *const *name = shape->keys; *name; name++) {
    const pk_api_key *key = pk_api_key_find(shape->name, *name);
    if (!key)
      continue;
    if (is_word_of_lua(*name))
      pk_text_addf(out, "---@field [\"%s\"] %s%s", *name, key->type, key->required ? "" : "|nil");
    else
      pk_text_addf(out, "---@field %s%s %s", *name, key->required ? "" : "?", key->type);
    pk_text_addf(out, " # %s\n", pk_api_key_text(lang, shape->name, *name));
  }
}

static void add_entry(pk_text *out, polku_lang lang, const pk_api_entry *entry) {
  pk_text_addf(out, "\n---%s\n---\n---    %s\n", pk_api_entry_text(lang, entry), entry->signature);
  if (entry->keys)
    pk_text_addf(out, "---@type fun(id: string): fun(declaration: %s)\n", entry->name);
  else
    pk_text_addf(out, "---@type %s\n", entry->type);
  pk_text_addf(out, "%s = nil\n", entry->name);
}

static void write_lua(pk_text *out, polku_lang lang) {
  pk_text_addf(out, "---@meta polku\n-- %s\n\n%s", pk_word(lang, "api.made_by"), common_types);
  pk_api_shape shape;
  for (size_t i = 0; (shape = pk_api_shape_at(i)).name; i++)
    add_shape(out, lang, &shape);
  pk_text_add(out, "\nmath = {}\nstring = {}\ntable = {}\npolku = {}\npolku.override = {}\n");
  const pk_api_entry *entry;
  for (size_t i = 0; (entry = pk_api_at(i)); i++)
    add_entry(out, lang, entry);
}

/* --- for luacheck */

/* The names below `prefix`, the next level of dots as tables of their own. Names are in order, so
 * those of one table stand together. */
static void add_fields(pk_text *out, const char *prefix, int depth) {
  const pk_api_entry *entry;
  size_t length = strlen(prefix);
  const char *open = "";
  size_t open_length = 0;
  for (size_t i = 0; (entry = pk_api_at(i)); i++) {
    if (strncmp(entry->name, prefix, length) != 0)
      continue;
    const char *name = entry->name + length;
    size_t n = strcspn(name, ".");
    if (!name[n]) {
      pk_text_addf(out, "%*s%s = {},\n", 2 * depth, "", name);
    } else if (n != open_length || strncmp(name, open, n) != 0) {
      char inner[64];
      snprintf(inner, sizeof inner, "%.*s.", (int)(length + n), entry->name);
      pk_text_addf(out, "%*s%.*s = { fields = {\n", 2 * depth, "", (int)n, name);
      add_fields(out, inner, depth + 1);
      pk_text_addf(out, "%*s} },\n", 2 * depth, "");
      open = name;
      open_length = n;
    }
  }
}

static void write_luacheck(pk_text *out, polku_lang lang) {
  pk_text_addf(out, "-- %s\nstds.polku = { read_globals = {\n", pk_word(lang, "api.made_by"));
  add_fields(out, "", 1);
  pk_text_add(out, "} }\nstd = \"polku\"\nmax_line_length = false\n");
}

/* --- the settings of LuaLS: its own library is not that of rules */

static void write_luarc(pk_text *out) {
  static const char *const absent[] = {"basic",   "bit",    "bit32", "coroutine", "debug",
                                       "ffi",     "io",     "jit",   "math",      "os",
                                       "package", "string", "table", "utf8"};
  pk_json json = pk_json_start(out, 2);
  pk_json_object(&json);
  pk_json_field(&json, "runtime.version", "Lua 5.4");
  pk_json_key(&json, "runtime.builtin");
  pk_json_object(&json);
  for (size_t i = 0; i < sizeof absent / sizeof *absent; i++) {
    pk_json_field(&json, absent[i], "disable");
  }
  pk_json_object_end(&json);
  pk_json_key(&json, "workspace.library");
  pk_json_array(&json);
  pk_json_string(&json, "polku.lua");
  pk_json_array_end(&json);
  pk_json_object_end(&json);
  pk_text_add(out, "\n");
}

/* --- for people */

static bool is_declaration(const pk_api_entry *entry) {
  return entry->keys != NULL;
}

static void add_keys(pk_text *out, const char *const *keys) {
  for (const char *const *key = keys; *key; key++)
    pk_text_addf(out, "%s`%s`", key == keys ? "" : ", ", *key);
}

static void add_cell(pk_text *out, const char *text) {
  for (; *text; text++)
    pk_text_addf(out, "%s%c", *text == '|' ? "\\" : "", *text);
}

static void write_declarations(pk_text *out, polku_lang lang) {
  const pk_api_entry *entry;
  pk_api_shape shape;
  pk_text_addf(out, "| %s | %s | %s |\n| --- | --- | --- |\n",
               pk_word(lang, "api.column.declaration"), pk_word(lang, "api.column.meaning"),
               pk_word(lang, "api.column.keys"));
  for (size_t i = 0; (entry = pk_api_at(i)); i++)
    if (is_declaration(entry)) {
      pk_text_addf(out, "| `%s` | ", entry->name);
      add_cell(out, pk_api_entry_text(lang, entry));
      pk_text_add(out, " | ");
      add_keys(out, entry->keys);
      pk_text_add(out, " |\n");
    }
  for (size_t i = 0; (shape = pk_api_shape_at(i)).name; i++) {
    char word[64];
    snprintf(word, sizeof word, "api.shape.%s", shape.name);
    if (!pk_word_find(lang, word))
      continue;
    pk_text_addf(out, "| | %s | ", pk_word(lang, word));
    add_keys(out, shape.keys);
    pk_text_add(out, " |\n");
  }
}

static void write_library(pk_text *out, polku_lang lang) {
  const pk_api_entry *entry;
  pk_text_addf(out, "\n| %s | %s |\n| --- | --- |\n", pk_word(lang, "api.column.function"),
               pk_word(lang, "api.column.meaning"));
  for (size_t i = 0; (entry = pk_api_at(i)); i++)
    if (!is_declaration(entry)) {
      pk_text_addf(out, "| `%s` | ", entry->signature);
      add_cell(out, pk_api_entry_text(lang, entry));
      pk_text_add(out, " |\n");
    }
}

/* Whether an earlier row of this name says the same. */
static bool said_before(polku_lang lang, size_t i, const char *text) {
  const pk_api_key *key = pk_api_key_at(i), *other;
  for (size_t k = 0; k < i; k++) {
    other = pk_api_key_at(k);
    if (strcmp(other->name, key->name) == 0 &&
        pk_api_key_text(lang, other->owner ? other->owner : "", other->name) == text)
      return true;
  }
  return false;
}

/* A key that means different things says where. */
static void write_keys(pk_text *out, polku_lang lang) {
  const pk_api_key *key;
  pk_text_addf(out, "\n| %s | %s |\n| --- | --- |\n", pk_word(lang, "api.column.key"),
               pk_word(lang, "api.column.meaning"));
  for (size_t i = 0; (key = pk_api_key_at(i)); i++) {
    const char *owner = key->owner ? key->owner : "";
    const char *text = pk_api_key_text(lang, owner, key->name);
    if (said_before(lang, i, text))
      continue;
    pk_text_addf(out, "| `%s`", key->name);
    if (*owner && pk_api_key_text(lang, "", key->name) != text)
      pk_text_addf(out, " (%s)", owner);
    pk_text_add(out, " | ");
    add_cell(out, text);
    pk_text_add(out, " |\n");
  }
}

static void write_markdown(pk_text *out, polku_lang lang) {
  write_declarations(out, lang);
  write_keys(out, lang);
  write_library(out, lang);
}

static void write_text(pk_text *out, polku_lang lang) {
  const pk_api_entry *entry;
  char api[16];
  snprintf(api, sizeof api, "%d", POLKU_PLUGIN_API);
  pk_word_add(out, lang, "api.title", "api", api, NULL);
  pk_text_add(out, "\n");
  for (size_t i = 0; (entry = pk_api_at(i)); i++) {
    pk_text_addf(out, "\n%s\n  %s\n", entry->signature, pk_api_entry_text(lang, entry));
    for (const char *const *key = entry->keys; key && *key; key++)
      pk_text_addf(out, "    %-14s %s\n", *key,
                   pk_api_key_text(lang, strchr(entry->name, '.') + 1, *key));
  }
}

/* Every key of every table in a row of its own; the same in every language but for the last column.
 */
static void write_csv(pk_text *out, polku_lang lang) {
  static const char *const head[] = {"table", "key", "type", "required", "text"};
  pk_grid grid = pk_grid_new(sizeof head / sizeof *head);
  pk_api_shape shape;
  for (int i = 0; i < grid.columns; i++)
    pk_grid_add(&grid, head[i]);
  for (size_t i = 0; (shape = pk_api_shape_at(i)).name; i++)
    for (const char *const *name = shape.keys; *name; name++) {
      const pk_api_key *key = pk_api_key_find(shape.name, *name);
      pk_grid_add(&grid, shape.name);
      pk_grid_add(&grid, *name);
      pk_grid_add(&grid, key ? key->type : "");
      pk_grid_add(&grid, key && key->required ? "true" : "false");
      pk_grid_add(&grid, pk_api_key_text(lang, shape.name, *name));
    }
  pk_grid_csv(&grid, out);
  pk_grid_free(&grid);
}

/* --- for programs */

static void add_json_keys(pk_json *json, polku_lang lang, const pk_api_shape *shape) {
  pk_json_key(json, "keys");
  pk_json_array(json);
  for (const char *const *name = shape->keys; *name; name++) {
    const pk_api_key *key = pk_api_key_find(shape->name, *name);
    if (!key)
      continue;
    pk_json_object(json);
    pk_json_field(json, "name", *name);
    pk_json_field(json, "type", key->type);
    pk_json_bool_field(json, "required", key->required);
    pk_json_field(json, "text", pk_api_key_text(lang, shape->name, *name));
    pk_json_object_end(json);
  }
  pk_json_array_end(json);
}

static void add_json_names(pk_json *json, polku_lang lang) {
  const pk_api_entry *entry;
  pk_json_key(json, "names");
  pk_json_array(json);
  for (size_t i = 0; (entry = pk_api_at(i)); i++) {
    pk_json_object(json);
    pk_json_field(json, "name", entry->name);
    pk_json_integer_field(json, "since", entry->since);
    pk_json_field(json, "signature", entry->signature);
    pk_json_field(json, "text", pk_api_entry_text(lang, entry));
    pk_json_object_end(json);
  }
  pk_json_array_end(json);
}

static void write_json(pk_text *out, polku_lang lang) {
  pk_json json = pk_json_start(out, 3);
  pk_api_shape shape;
  pk_json_object(&json);
  pk_json_integer_field(&json, "plugin_api", POLKU_PLUGIN_API);
  add_json_names(&json, lang);
  pk_json_key(&json, "tables");
  pk_json_array(&json);
  for (size_t i = 0; (shape = pk_api_shape_at(i)).name; i++) {
    pk_json_object(&json);
    pk_json_field(&json, "name", shape.name);
    add_json_keys(&json, lang, &shape);
    pk_json_object_end(&json);
  }
  pk_json_array_end(&json);
  pk_json_object_end(&json);
  pk_text_add(out, "\n");
}

char *polku_plugin_meta(const polku_plugin_question *question, polku_shape shape, polku_lang lang,
                        polku_report *report) {
  const char *kind = question && question->rule ? question->rule : "";
  pk_text out = PK_TEXT_EMPTY;
  if (strcmp(kind, "lua") == 0)
    write_lua(&out, lang);
  else if (strcmp(kind, "luacheck") == 0)
    write_luacheck(&out, lang);
  else if (strcmp(kind, "luarc") == 0)
    write_luarc(&out);
  else if (shape == POLKU_AS_JSON)
    write_json(&out, lang);
  else if (shape == POLKU_AS_TEXT)
    write_text(&out, lang);
  else if (shape == POLKU_AS_CSV)
    write_csv(&out, lang);
  else
    write_markdown(&out, lang);
  char *text = pk_text_take(&out);
  if (!text)
    pk_report_memory(report);
  return text;
}
