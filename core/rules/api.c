/* The one list of what plugins may write. */
#include "rules/api.h"

#include "base/ids.h"
#include <string.h>

#define VERSION "from", "until", "ref", "binds", "after", "locked", "name", "text"
#define TREE "all", "any", "none"

static const char *const attribute_keys[] = {"int",     "enum", "bool",   "unit", "of",
                                             "default", "name", "values", "text", NULL};
static const char *const history_keys[] = {"keep", "runs_in", "name", "text", NULL};
static const char *const clock_keys[] = {"of", "last", "run", "name", "text", NULL};
static const char *const counter_keys[] = {
    "counts", "since_end_of", "max", "resets_on", "resets_when", "unit", "name", "text", NULL};
static const char *const kind_keys[] = {"employed", "open", "waiting", "name", "text", NULL};
static const char *const role_keys[] = {"row", "host", "name", "text", NULL};
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

static const pk_api_entry entries[] = {
    {"assert", 1, "assert(value, text)", NULL},
    {"error", 1, "error(text)", NULL},
    {"ipairs", 1, "for i, item in ipairs(list) do … end", NULL},
    {"math.abs", 1, "math.abs(n)", NULL},
    {"math.max", 1, "math.max(a, b, …)", NULL},
    {"math.maxinteger", 1, "math.maxinteger", NULL},
    {"math.min", 1, "math.min(a, b, …)", NULL},
    {"math.mininteger", 1, "math.mininteger", NULL},
    {"math.tointeger", 1, "math.tointeger(n)", NULL},
    {"pairs", 1, "for key, value in pairs(table) do … end", NULL},
    {"polku.allow", 1, "polku.allow \"kind\" { from = …, ref = …, all | any | none = { … } }",
     allow_keys},
    {"polku.amount", 1,
     "polku.amount \"kind\" { from = …, account = …, to = …, unit = \"cent/month\", cases = { … } "
     "}",
     amount_keys},
    {"polku.attribute", 1,
     "polku.attribute \"id\" { int | enum | bool = …, of = …, default = …, name = { … } }",
     attribute_keys},
    {"polku.clock", 1, "polku.clock \"id\" { of = \"history\", last = n | run = true }",
     clock_keys},
    {"polku.counter", 1, "polku.counter \"id\" { counts = { … }, resets_on = { … }, max = n }",
     counter_keys},
    {"polku.history", 1, "polku.history \"id\" { keep = n, runs_in = { … } }", history_keys},
    {"polku.kind", 1, "polku.kind \"id\" { employed = …, open = …, waiting = …, name = { … } }",
     kind_keys},
    {"polku.limit", 1, "polku.limit \"kind\" { from = …, unit = \"month\", cases = { … } }",
     case_rule_keys},
    {"polku.override.allow", 1,
     "polku.override.allow \"kind\" { mode = …, from = …, all | any | none = { … } }",
     override_allow_keys},
    {"polku.override.amount", 1,
     "polku.override.amount \"kind\" { mode = …, from = …, account = …, cases = { … } }",
     override_amount_keys},
    {"polku.override.limit", 1,
     "polku.override.limit \"kind\" { mode = …, from = …, unit = \"month\", cases = { … } }",
     override_limit_keys},
    {"polku.priority", 1, "polku.priority \"kind\" { from = …, cases = { … } }", case_rule_keys},
    {"polku.role", 1, "polku.role \"id\" { row = …, host = …, name = { … } }", role_keys},
    {"polku.weight", 1, "polku.weight \"kind\" { from = …, unit = \"ppm\", cases = { … } }",
     case_rule_keys},
    {"string.byte", 1, "string.byte(text, i)", NULL},
    {"string.find", 1, "string.find(text, part, from)", NULL},
    {"string.len", 1, "string.len(text)", NULL},
    {"string.lower", 1, "string.lower(text)", NULL},
    {"string.rep", 1, "string.rep(text, times)", NULL},
    {"string.sub", 1, "string.sub(text, from, to)", NULL},
    {"string.upper", 1, "string.upper(text)", NULL},
    {"table.concat", 1, "table.concat(list, between)", NULL},
    {"table.insert", 1, "table.insert(list, item)", NULL},
    {"table.remove", 1, "table.remove(list, i)", NULL},
    {"table.sort", 1, "table.sort(list, before)", NULL},
    {"table.unpack", 1, "table.unpack(list)", NULL},
    {"tostring", 1, "tostring(value)", NULL},
    {"type", 1, "type(value)", NULL},
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
