/* What rules.lua finds in its box: the library of the interface, all of it and nothing else. */
#include "support/check.h"
#include "support/plugins.h"

#include "rules/api.h"
#include "rules/box.h"
#include "rules/desk/shelf.h"

#include <stdio.h>
#include <string.h>

static const char MODEL[] =
    "{ \"format\": \"polku/1\", \"region\": \"bad\", \"start_date\": \"2020-01-01\", \"horizon\": "
    "3,"
    " \"stages\": { \"a\": { \"kind\": \"k\", \"duration\": { \"fixed\": 1 } },"
    "   \"b\": { \"kind\": \"k\", \"final\": true } },"
    " \"transitions\": { \"t\": { \"from\": \"a\", \"to\": \"b\", \"share\": 1 } },"
    " \"groups\": { \"g\": { \"size\": 1, \"start\": \"a\" } } }";

#define SETUP "polku.kind 'k' {} polku.attribute 'n' { int = { 1, 9 }, default = 1 } "

static void harmless_rules_use_the_whole_library(void **state) {
  (void)state;
  static const char rules[] = SETUP
      "local t = { 3, 1, 2 }\n"
      "table.sort(t) assert(table.concat(t, ',') == '1,2,3')\n"
      "table.sort(t, function(a, b) return a > b end) assert(table.concat(t) == '321')\n"
      "table.insert(t, 9) table.insert(t, 1, 8) assert(table.concat(t) == '83219')\n"
      "assert(table.remove(t) == 9 and table.remove(t, 1) == 8 and table.len(t) == 3)\n"
      "local a, b, c = table.unpack(t) assert(a == 3 and b == 2 and c == 1)\n"
      "assert(string.len('abc') == 3 and string.sub('abcd', 2, -2) == 'bc')\n"
      "assert(string.byte('A') == 65 and string.rep('ab', 3) == 'ababab')\n"
      "assert(string.upper('aä') == 'Aä' and string.lower('AB') == 'ab')\n"
      "local from, to = string.find('a.b.c', '.b') assert(from == 2 and to == 3)\n"
      "assert(math.max(1, 5, 3) == 5 and math.min(2, 1) == 1 and math.abs(-4) == 4)\n"
      "assert(math.tointeger(3.0) == 3 and not math.tointeger(3.5))\n"
      "local keys = '' for k, v in pairs { b = 2, a = 1, [1] = 0 } do keys = keys .. k .. v end\n"
      "assert(keys == '10a1b2')\n"
      "local sum = 0 for i, v in ipairs { 5, 6, nil, 7 } do sum = sum + i * v end\n"
      "assert(sum == 17 and type(t) == 'table' and tostring(t) == 'table')\n"
      "assert(tostring(1) == '1' and tostring(true) == 'true' and tostring(nil) == 'nil')\n";
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_state(&folder, "bad", NULL, rules);
  bound_model b = bind_text(MODEL, folder.path);
  if (!b.rules)
    problem_of(b.report, "none");
  bound_free(&b);
  plugin_folder_remove(&folder);
}

/* The message of an error that lists what a plugin sees. */
static void what_is_there(const char *table, char *names, size_t room) {
  char rules[256];
  plugin_folder folder;
  plugin_folder_new(&folder);
  snprintf(rules, sizeof rules,
           "local s = '' for k in pairs(%s) do s = s .. ' %s.' .. k end error(s)", table, table);
  plugin_state(&folder, "bad", NULL, rules);
  bound_model b = bind_text(MODEL, folder.path);
  snprintf(names, room, "%s ", problem_of(b.report, "E-PLUGIN-LUA").message);
  bound_free(&b);
  plugin_folder_remove(&folder);
}

static void the_list_of_the_interface_is_what_is_there(void **state) {
  (void)state;
  static const char *const tables[] = {"string", "table", "math", "polku", "polku.override"};
  int listed = 0, there = 0;
  for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
    char names[1024];
    what_is_there(tables[t], names, sizeof names);
    size_t length = strlen(tables[t]);
    for (const char *at = strstr(names, " "); at; at = strstr(at + 1, " "))
      there += strncmp(at + 1, tables[t], length) == 0 && at[1 + length] == '.';
    const pk_api_entry *entry;
    for (size_t i = 0; (entry = pk_api_at(i)); i++) {
      char word[64];
      if (strncmp(entry->name, tables[t], length) != 0 || entry->name[length] != '.' ||
          strchr(entry->name + length + 1, '.'))
        continue;
      listed++;
      snprintf(word, sizeof word, " %s ", entry->name);
      if (!strstr(names, word))
        fail_msg("%s is in the list of the interface, but not there", entry->name);
    }
  }
  assert_int_equal(there, listed + 1); /* the table polku.override itself */
}

/* The order of Lua's hashes is another for other keys, and in every process: what going through a
 * table in order costs must not depend on it. */
static long long steps_of(const char *prefix) {
  char rules[512];
  snprintf(rules, sizeof rules,
           "local t = {} for i = 1, 400 do t[\"%s\" .. i] = i end\n"
           "for n = 1, 20 do for k in pairs(t) do end end\npolku.kind \"k\" {}",
           prefix);
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_state(&folder, "land", NULL, rules);
  polku_report *report = polku_report_new();
  pk_shelf shelf;
  pk_box box;
  assert_true(pk_shelf_open(&shelf, folder.path, "land", report));
  assert_true(pk_box_open(&box, shelf.arena, shelf.book, shelf.plugin));
  long long steps = box.steps;
  pk_box_close(&box);
  pk_shelf_close(&shelf);
  polku_report_free(report);
  plugin_folder_remove(&folder);
  return steps;
}

static void order_costs_the_same_whatever_the_hashes(void **state) {
  (void)state;
  long long steps = steps_of("aa");
  assert_true(steps > 20 * 400);
  assert_true(steps_of("bb") == steps);
  assert_true(steps_of("xy") == steps);
  assert_true(steps_of("zq") == steps);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(order_costs_the_same_whatever_the_hashes),
      cmocka_unit_test(harmless_rules_use_the_whole_library),
      cmocka_unit_test(the_list_of_the_interface_is_what_is_there),
  };
  return RUN(tests);
}
