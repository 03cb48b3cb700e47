/* The one list of what plugins may write. */
#include "rules/api.h"

#include "base/ids.h"
#include <stdio.h>
#include <string.h>

#define VERSION "from", "until", "ref", "binds", "after", "locked", "delegate", "name", "text"
#define TREE "all", "any", "none"

static const char *const attribute_keys[] = {"int",     "enum", "bool",   "unit", "of",
                                             "default", "name", "values", "text", NULL};
static const char *const history_keys[] = {"keep", "runs_in", "name", "text", NULL};
static const char *const clock_keys[] = {"of", "last", "run", "name", "text", NULL};
static const char *const counter_keys[] = {
    "counts", "since_end_of", "max", "resets_on", "resets_when", "unit", "name", "text", NULL};
static const char *const kind_keys[] = {"employed", "open", "waiting", "name", "text", NULL};
static const char *const role_keys[] = {"row", "host", "name", "text", NULL};
static const char *const account_keys[] = {"name", "text", NULL};
static const char *const allow_keys[] = {VERSION, TREE, NULL};
static const char *const case_rule_keys[] = {VERSION, "unit", "cases", NULL};
static const char *const amount_keys[] = {VERSION, "unit", "cases", "account", "to", "on", NULL};
static const char *const override_allow_keys[] = {"mode", VERSION, TREE, NULL};
static const char *const override_amount_keys[] = {"mode",    VERSION, "unit", "cases",
                                                   "account", "to",    "on",   NULL};
static const char *const override_limit_keys[] = {"mode", VERSION, "unit", "cases", NULL};

const char *const pk_api_leaf_keys[] = {"id", "ref", "reads", "params", "test", "why", "met", NULL};
const char *const pk_api_group_keys[] = {"all", "any", "none", "id", "ref", "why", "met", NULL};
const char *const pk_api_case_keys[] = {"reads", "params", "when",    "value", "ref",
                                        "id",    "why",    "default", NULL};

const char *const pk_api_manifest_keys[] = {"id",    "version", "api",     "level", "extends",
                                            "title", "sources", "checked", NULL};
const char *const pk_api_source_keys[] = {"title",    "publisher", "year", "url",
                                          "accessed", "note",      NULL};
const char *const pk_api_param_keys[] = {"unit",     "name",      "values", "locked",
                                         "delegate", "review_by", "text",   NULL};
const char *const pk_api_value_keys[] = {"from", "until", "value", "ref", "note", "disputed", NULL};
const char *const pk_api_disputed_keys[] = {"value", "ref", "note", NULL};
const char *const pk_api_test_keys[] = {"rule", "date", "given", "rows", "expect",
                                        "why",  "ref",  "text",  NULL};

static const pk_api_entry entries[] = {
    {"assert", 1, "assert(value, text)", NULL, "fun(value: any, text?: string): any"},
    {"error", 1, "error(text)", NULL, "fun(text: string)"},
    {"ipairs", 1, "for i, item in ipairs(list) do … end", NULL,
     "fun(list: table): function, table, integer"},
    {"math.abs", 1, "math.abs(n)", NULL, "fun(n: integer): integer"},
    {"math.max", 1, "math.max(a, b, …)", NULL, "fun(a: integer, ...: integer): integer"},
    {"math.maxinteger", 1, "math.maxinteger", NULL, "integer"},
    {"math.min", 1, "math.min(a, b, …)", NULL, "fun(a: integer, ...: integer): integer"},
    {"math.mininteger", 1, "math.mininteger", NULL, "integer"},
    {"math.tointeger", 1, "math.tointeger(n)", NULL, "fun(n: any): integer?"},
    {"pairs", 1, "for key, value in pairs(table) do … end", NULL,
     "fun(t: table): function, table, nil"},
    {"polku.account", 1, "polku.account \"id\" { name = { … } }", account_keys, NULL},
    {"polku.allow", 1, "polku.allow \"kind\" { from = …, ref = …, all | any | none = { … } }",
     allow_keys, NULL},
    {"polku.amount", 1,
     "polku.amount \"kind\" { from = …, account = …, to = …, unit = \"cent/month\", cases = { … } "
     "}",
     amount_keys, NULL},
    {"polku.attribute", 1,
     "polku.attribute \"id\" { int | enum | bool = …, of = …, default = …, name = { … } }",
     attribute_keys, NULL},
    {"polku.clock", 1, "polku.clock \"id\" { of = \"history\", last = n | run = true }", clock_keys,
     NULL},
    {"polku.counter", 1, "polku.counter \"id\" { counts = { … }, resets_on = { … }, max = n }",
     counter_keys, NULL},
    {"polku.history", 1, "polku.history \"id\" { keep = n, runs_in = { … } }", history_keys, NULL},
    {"polku.kind", 1, "polku.kind \"id\" { employed = …, open = …, waiting = …, name = { … } }",
     kind_keys, NULL},
    {"polku.limit", 1, "polku.limit \"kind\" { from = …, unit = \"month\", cases = { … } }",
     case_rule_keys, NULL},
    {"polku.override.allow", 1,
     "polku.override.allow \"kind\" { mode = …, from = …, all | any | none = { … } }",
     override_allow_keys, NULL},
    {"polku.override.amount", 1,
     "polku.override.amount \"kind\" { mode = …, from = …, account = …, cases = { … } }",
     override_amount_keys, NULL},
    {"polku.override.limit", 1,
     "polku.override.limit \"kind\" { mode = …, from = …, unit = \"month\", cases = { … } }",
     override_limit_keys, NULL},
    {"polku.override.priority", 1,
     "polku.override.priority \"kind\" { mode = …, from = …, cases = { … } }", override_limit_keys,
     NULL},
    {"polku.override.weight", 1,
     "polku.override.weight \"kind\" { mode = …, from = …, unit = \"ppm\", cases = { … } }",
     override_limit_keys, NULL},
    {"polku.priority", 1, "polku.priority \"kind\" { from = …, cases = { … } }", case_rule_keys,
     NULL},
    {"polku.role", 1, "polku.role \"id\" { row = …, host = …, name = { … } }", role_keys, NULL},
    {"polku.weight", 1, "polku.weight \"kind\" { from = …, unit = \"ppm\", cases = { … } }",
     case_rule_keys, NULL},
    {"string.byte", 1, "string.byte(text, i)", NULL, "fun(text: string, i?: integer): integer?"},
    {"string.find", 1, "string.find(text, part, from)", NULL,
     "fun(text: string, part: string, from?: integer): integer?, integer?"},
    {"string.len", 1, "string.len(text)", NULL, "fun(text: string): integer"},
    {"string.lower", 1, "string.lower(text)", NULL, "fun(text: string): string"},
    {"string.rep", 1, "string.rep(text, times)", NULL, "fun(text: string, times: integer): string"},
    {"string.sub", 1, "string.sub(text, from, to)", NULL,
     "fun(text: string, from: integer, to?: integer): string"},
    {"string.upper", 1, "string.upper(text)", NULL, "fun(text: string): string"},
    {"table.concat", 1, "table.concat(list, between)", NULL,
     "fun(list: table, between?: string): string"},
    {"table.insert", 1, "table.insert(list, item)", NULL, "fun(list: table, item: any)"},
    {"table.len", 1, "table.len(list)", NULL, "fun(list: table): integer"},
    {"table.remove", 1, "table.remove(list, i)", NULL, "fun(list: table, i?: integer): any"},
    {"table.sort", 1, "table.sort(list, before)", NULL,
     "fun(list: table, before?: fun(a: any, b: any): boolean)"},
    {"table.unpack", 1, "table.unpack(list)", NULL, "fun(list: table): ..."},
    {"tostring", 1, "tostring(value)", NULL, "fun(value: any): string"},
    {"type", 1, "type(value)", NULL, "fun(value: any): string"},
};

enum { COUNT = sizeof entries / sizeof *entries };

const pk_api_entry *pk_api_at(size_t i) {
  return i < COUNT ? &entries[i] : NULL;
}

const pk_api_entry *pk_api_find(const char *name) {
  for (size_t i = 0; i < COUNT; i++)
    if (strcmp(entries[i].name, name) == 0)
      return &entries[i];
  return NULL;
}

const char *pk_api_nearest(const char *name) {
  const char *names[COUNT];
  for (size_t i = 0; i < COUNT; i++)
    names[i] = entries[i].name;
  return pk_nearest(name, names, COUNT);
}

/* --- tables and keys */

pk_api_shape pk_api_shape_at(size_t i) {
  static const pk_api_shape within[] = {
      {"leaf", pk_api_leaf_keys},     {"group", pk_api_group_keys},
      {"case", pk_api_case_keys},     {"manifest", pk_api_manifest_keys},
      {"source", pk_api_source_keys}, {"parameter", pk_api_param_keys},
      {"value", pk_api_value_keys},   {"disputed", pk_api_disputed_keys},
      {"test", pk_api_test_keys}};
  size_t at = 0;
  for (size_t k = 0; k < COUNT; k++)
    if (entries[k].keys && at++ == i)
      return (pk_api_shape){strchr(entries[k].name, '.') + 1, entries[k].keys};
  return i - at < sizeof within / sizeof *within ? within[i - at] : (pk_api_shape){NULL, NULL};
}

#define TEST "fun(c: polku.client, p: table<string, integer>): boolean"
#define VALUE "string|integer|fun(c: polku.client, p: table<string, integer>): integer"
#define NAME "polku.name"

static const pk_api_key keys[] = {
    {"accessed", NULL, "polku.date", false},
    {"account", NULL, "string", true},
    {"after", NULL, "\"yes\"|\"no\"", false},
    {"all", NULL, "polku.node[]", false},
    {"any", NULL, "polku.node[]", false},
    {"api", NULL, "integer", true},
    {"binds", NULL, "\"entry\"|\"day\"", false},
    {"bool", NULL, "true", false},
    {"cases", NULL, "polku.case[]", true},
    {"checked", NULL, "polku.date", false},
    {"counts", NULL, "string[]", false},
    {"date", NULL, "string|string[]", true},
    {"default", "attribute", "integer|string|boolean", false},
    {"default", "case", VALUE, false},
    {"delegate", NULL,
     "table<\"region\"|\"municipality\", \"any\"|\"restrict\"|\"extend\"|\"none\">", false},
    {"delegate", "parameter", "table<\"region\"|\"municipality\", {min?: integer, max?: integer}>",
     false},
    {"disputed", NULL, "polku.disputed", false},
    {"employed", NULL, "boolean", false},
    {"enum", NULL, "string[]", false},
    {"expect", NULL, "boolean|integer|\"none\"", true},
    {"extends", NULL, "table<string, string>", false},
    {"from", NULL, "polku.date", true},
    {"given", NULL, "table<string, integer|string|boolean|table>", false},
    {"host", NULL, "boolean", false},
    {"id", NULL, "string", true},
    {"id", "case", "string", false},
    {"id", "group", "string", false},
    {"id", "manifest", "string", true},
    {"int", NULL, "integer[]", false},
    {"keep", NULL, "integer", true},
    {"last", NULL, "integer", false},
    {"level", NULL, "\"state\"|\"region\"|\"municipality\"", false},
    {"locked", NULL, "boolean", false},
    {"max", NULL, "integer", true},
    {"met", NULL, NAME, false},
    {"mode", NULL, "\"restrict\"|\"extend\"|\"replace\"", true},
    {"mode", "override.amount", "\"restrict\"|\"extend\"|\"replace\"|\"add\"", true},
    {"name", NULL, NAME, false},
    {"none", NULL, "polku.node[]", false},
    {"note", NULL, "string", false},
    {"of", "attribute", "\"client\"|\"stage\"", false},
    {"of", "clock", "string", true},
    {"on", NULL, "\"entry\"|\"step\"", false},
    {"open", NULL, "boolean", false},
    {"params", NULL, "string[]", false},
    {"publisher", NULL, "string", false},
    {"reads", NULL, "string[]", true},
    {"reads", "case", "string[]", false},
    {"ref", NULL, "string", false},
    {"ref", "allow", "string", true},
    {"ref", "override.allow", "string", true},
    {"ref", "disputed", "string", true},
    {"ref", "test", "string", true},
    {"ref", "value", "string", true},
    {"resets_on", NULL, "string[]", false},
    {"resets_when", NULL, "{reads: string[], params?: string[], test: " TEST "}", false},
    {"review_by", NULL, "polku.date", false},
    {"row", NULL, "\"experience\"|\"referral\"|\"employment\"|\"coaching\"|\"support\"", false},
    {"rows", NULL, "\"all\"", false},
    {"rule", NULL, "string", true},
    {"run", NULL, "boolean", false},
    {"runs_in", NULL, "string[]", true},
    {"since_end_of", NULL, "string[]", false},
    {"sources", NULL, "table<string, polku.source>", false},
    {"test", NULL, TEST, true},
    {"text", NULL, NAME, false},
    {"text", "test", "string|polku.name", true},
    {"title", NULL, NAME, false},
    {"title", "source", "string", false},
    {"to", NULL, "string", false},
    {"unit", NULL, "polku.unit", false},
    {"unit", "parameter", "polku.unit", true},
    {"until", NULL, "polku.date", false},
    {"url", NULL, "string", false},
    {"value", "case", VALUE, false},
    {"value", "disputed", "integer", true},
    {"value", "value", "integer", true},
    {"values", "attribute", "table<string, polku.name>", false},
    {"values", "parameter", "polku.value[]", true},
    {"version", NULL, "string", true},
    {"waiting", NULL, "boolean", false},
    {"when", NULL, TEST, false},
    {"why", NULL, NAME, false},
    {"why", "test", "string", false},
    {"year", NULL, "integer", false},
};

const pk_api_key *pk_api_key_at(size_t i) {
  return i < sizeof keys / sizeof *keys ? &keys[i] : NULL;
}

const pk_api_key *pk_api_key_find(const char *owner, const char *name) {
  const pk_api_key *found = NULL;
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    if (strcmp(keys[i].name, name) != 0)
      continue;
    if (keys[i].owner && strcmp(keys[i].owner, owner) == 0)
      return &keys[i];
    if (!keys[i].owner)
      found = &keys[i];
  }
  return found;
}

const char *pk_api_key_text(polku_lang lang, const char *owner, const char *name) {
  char word[64];
  snprintf(word, sizeof word, "api.key.%s.%s", owner, name);
  const char *text = pk_word_find(lang, word);
  if (text)
    return text;
  snprintf(word, sizeof word, "api.key.%s", name);
  text = pk_word_find(lang, word);
  return text ? text : name;
}

const char *pk_api_entry_text(polku_lang lang, const pk_api_entry *entry) {
  char word[64];
  snprintf(word, sizeof word, "api.%s", entry->name);
  const char *text = pk_word_find(lang, word);
  return text ? text : entry->name;
}
