/* Hostile plugins: whatever rules.lua tries, it ends with a code, its file and line, and the
 * program goes on. The same plugin ends the same way every time. */
#include "support/check.h"
#include "support/plugins.h"

#include "rules/api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char MODEL[] =
    "{ \"format\": \"polku/1\", \"region\": \"bad\", \"start_date\": \"2020-01-01\", \"horizon\": "
    "3,"
    " \"stages\": { \"a\": { \"kind\": \"k\", \"duration\": { \"fixed\": 1 } },"
    "   \"b\": { \"kind\": \"k\", \"final\": true } },"
    " \"transitions\": { \"t\": { \"from\": \"a\", \"to\": \"b\", \"share\": 1 } },"
    " \"groups\": { \"g\": { \"size\": 1, \"start\": \"a\" } } }";

/* Declarations that every test of a condition needs; the condition stands on line 2. */
#define SETUP "polku.kind 'k' {} polku.attribute 'n' { int = { 1, 9 }, default = 1 } "
#define TEST(body)                                                                                 \
  SETUP "polku.allow 'k' { from = 'always', ref = 'x', all = { { id = 'x', reads = { 'n' },\n"     \
        "test = function(c, p) " body " end } } }\n"

typedef struct hostile {
  const char *name, *rules, *code;
  int line;
} hostile;

static const hostile attacks[] = {
    {"endless loop", "\nwhile true do end", "E-PLUGIN-STEPS", 2},
    {"endless recursion", "local function f() return f() end\nf()", "E-PLUGIN-STEPS", 1},
    {"deep recursion", "local function f(n) return 1 + f(n + 1) end\nf(1)", NULL, 1},
    {"endless goto", "::top::\ngoto top", "E-PLUGIN-STEPS", 2},
    {"endless condition", TEST("while true do end"), "E-PLUGIN-STEPS", 2},
    {"table bomb", "local t = {}\nfor i = 1, 1e9 do t[i] = {} end", "E-PLUGIN-STEPS", 2},
    {"doubling text", "local s = 'x'\nwhile true do s = s .. s end", "E-PLUGIN-MEMORY", 2},
    {"library text bomb", "local s = string.rep('x', 1000)\ns = string.rep(s, 1000000000)",
     "E-PLUGIN-MEMORY", 2},
    {"library work bomb",
     "local s = string.rep('a', 16000)\nfor i = 1, 1e9 do string.find(s, 'b') end",
     "E-PLUGIN-STEPS", 2},
    {"sort bomb", "local t = {}\nfor i = 1, 4000 do t[i] = i end\nwhile true do table.sort(t) end",
     "E-PLUGIN-STEPS", 3},
    {"sort with a comparison that never ends",
     "\ntable.sort({ 1, 2, 3 }, function() while true do end end)", "E-PLUGIN-STEPS", 2},
    {"huge sort", "local t = {}\nfor i = 1, 5000 do t[i] = i end\ntable.sort(t)",
     "E-PLUGIN-ARGUMENT", 3},
    {"unpack bomb", "local t = {}\nfor i = 1, 300 do t[i] = i end\ntable.unpack(t)",
     "E-PLUGIN-ARGUMENT", 3},
    {"compiled Lua", "\033Lua\x54\x01\x19\x93", "E-PLUGIN-FILE", 0},
    {"no text", "-- \xff\xfe", "E-PLUGIN-FILE", 0},
    {"files", "\nio.open('/etc/passwd')", "E-PLUGIN-FORBIDDEN", 2},
    {"commands", "\nos.execute('true')", "E-PLUGIN-FORBIDDEN", 2},
    {"loading", "\nload('return 1')", "E-PLUGIN-FORBIDDEN", 2},
    {"modules", "\nrequire 'socket'", "E-PLUGIN-FORBIDDEN", 2},
    {"debug", "\ndebug.sethook()", "E-PLUGIN-FORBIDDEN", 2},
    {"coroutines", "\ncoroutine.wrap(function() end)", "E-PLUGIN-FORBIDDEN", 2},
    {"catching errors", "\npcall(function() while true do end end)", "E-PLUGIN-FORBIDDEN", 2},
    {"metatables", "\nsetmetatable({}, { __gc = function() end })", "E-PLUGIN-FORBIDDEN", 2},
    {"raw access", "\nrawset(polku, 'kind', nil)", "E-PLUGIN-FORBIDDEN", 2},
    {"methods of texts", "\nlocal x = ('x'):rep(3)", "E-PLUGIN-LUA", 2},
    {"the environment", "\nlocal _ENV = {}", "E-PLUGIN-FORBIDDEN", 2},
    {"closing variables", "\nlocal x <close> = {}", "E-PLUGIN-LUA", 2},
    {"global variables", "\ncounter = 1", "E-PLUGIN-GLOBAL", 2},
    {"returning", "return { 1 }", "E-PLUGIN-RETURNS", 0},
    {"broken syntax", "polku.kind 'k' {\n  waiting = ,\n}", "E-PLUGIN-SYNTAX", 2},
    {"a table within itself", "local t = {}\nt.x = t\npolku.kind 'k' (t)", "E-PLUGIN-TABLE", 3},
    {"a list with a hole", "\npolku.kind 'k' { [3] = 1 }", "E-PLUGIN-TABLE", 2},
    {"a table as a key", "\npolku.kind 'k' { [{}] = 1 }", "E-PLUGIN-TABLE", 2},
    {"a function of the library", "\npolku.kind 'k' { polku.kind 'z' }", "E-PLUGIN-DECLARE", 2},
    {"declaring from a condition", TEST("polku.kind 'z' {} return true"), "E-PLUGIN-LATE", 2},
    {"no answer", TEST("return nil"), "E-PLUGIN-RESULT", 2},
    {"a number for an answer", TEST("return 1"), "E-PLUGIN-RESULT", 2},
    {"writing to the client", TEST("c.n = 5 return true"), "E-PLUGIN-READONLY", 2},
    {"reading what was not said", TEST("return c.age > 5"), "E-PLUGIN-READS", 2},
    {"reading a parameter that was not said", TEST("return p['x'] > 5"), "E-PLUGIN-READS", 2},
    {"comparing texts with numbers", TEST("return c.n < 'a'"), "E-PLUGIN-LUA", 2},
    {"an error without a text", TEST("error() return true"), "E-PLUGIN-LUA", 2},
    {"an error with a table", TEST("error({}) return true"), "E-PLUGIN-LUA", 2},
    {"remembering the last client",
     "local last = 0 " SETUP
     "polku.allow 'k' { from = 'always', ref = 'x', all = { { id = 'x', reads = { 'n' },\n"
     "test = function(c) local r = last < c.n last = c.n return r end } } }",
     "E-PLUGIN-IMPURE", 2},
    {"keeping the client",
     "local kept " SETUP
     "polku.allow 'k' { from = 'always', ref = 'x', all = { { id = 'x', reads = { 'n' },\n"
     "test = function(c) kept = kept or c return kept.n > 3 end } } }",
     "E-PLUGIN-DEAD", 2},
    {"too many rows",
     "polku.kind 'k' {} polku.attribute 'm' { int = { 1, 300 } } polku.attribute 'n' { int = { 1, "
     "300 } }\npolku.allow 'k' { from = 'always', ref = 'x', all = { { id = 'x', reads = { 'm', "
     "'n' },\n test = function(c) return true end } } }",
     "E-PLUGIN-ROWS", 3},
    {"walking over what it was given", TEST("for k in pairs(c) do end return true"),
     "E-PLUGIN-ARGUMENT", 2},
    {"many declarations", "\nfor i = 1, 1e6 do polku.kind('k' .. i) {} end", NULL, 2},
    {"a misspelt declaration", "\npolku.alow 'k' {}", "E-PLUGIN-FORBIDDEN", 2},
    {"half a declaration", "\npolku.kind 'k'", "E-PLUGIN-DECLARE", 2},
};

/* The problems of one attempt as JSON; the first of them in *problem. */
static char *attempt(const hostile *attack, polku_problem *problem, char *file, size_t room) {
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_state(&folder, "bad", NULL, attack->rules);
  bound_model b = bind_text(MODEL, folder.path);
  assert_null(b.rules);
  if (!polku_report_at(b.report, 0, POLKU_EN, problem))
    fail_msg("%s: nothing was reported", attack->name);
  if (attack->code)
    *problem = problem_of(b.report, attack->code);
  snprintf(file, room, "%s", problem->file ? problem->file : "");
  char *json = polku_report_json(b.report, POLKU_EN);
  /* The name of the folder differs from time to time. */
  for (char *at = strstr(json, folder.path); at; at = strstr(at, folder.path))
    memset(at, 'x', strlen(folder.path));
  problem->code = attack->code;
  assert_false(polku_report_failed(b.report));
  bound_free(&b);
  plugin_folder_remove(&folder);
  return json;
}

static void every_attack_ends_with_code_file_and_line(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) {
    polku_problem problem, again;
    char file[256];
    char *first = attempt(&attacks[i], &problem, file, sizeof file);
    char *second = attempt(&attacks[i], &again, file, sizeof file);
    size_t length = strlen(file);
    if (problem.line != attacks[i].line || length < 9 || strcmp(file + length - 9, "rules.lua"))
      fail_msg("%s: %s:%d, expected line %d\n%s", attacks[i].name, file, problem.line,
               attacks[i].line, first);
    if (strcmp(first, second) != 0)
      fail_msg("%s ends differently:\n%s\n%s", attacks[i].name, first, second);
    free(first);
    free(second);
  }
}

static void a_link_is_not_followed(void **state) {
  (void)state;
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_state(&folder, "bad", NULL, NULL);
  char path[192];
  snprintf(path, sizeof path, "%s/bad/rules.lua", folder.path);
  assert_int_equal(symlink(TEST_PLUGINS "/land/rules.lua", path), 0);
  bound_model b = bind_text(MODEL, folder.path);
  assert_null(b.rules);
  assert_non_null(strstr(problem_of(b.report, "E-PLUGIN-FILE").message, "link"));
  bound_free(&b);
  unlink(path);
  plugin_folder_remove(&folder);
}

static void a_pipe_is_not_waited_for(void **state) {
  (void)state;
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_state(&folder, "bad", NULL, NULL);
  char path[192];
  snprintf(path, sizeof path, "%s/bad/rules.lua", folder.path);
  assert_int_equal(mkfifo(path, 0600), 0);
  bound_model b = bind_text(MODEL, folder.path);
  assert_null(b.rules);
  assert_non_null(strstr(problem_of(b.report, "E-PLUGIN-FILE").message, "regular"));
  bound_free(&b);
  unlink(path);
  plugin_folder_remove(&folder);
}

static void a_huge_source_is_not_read(void **state) {
  (void)state;
  plugin_folder folder;
  size_t length = (1 << 20) + 1;
  char *text = malloc(length);
  assert_non_null(text);
  memset(text, ' ', length);
  plugin_folder_new(&folder);
  plugin_state(&folder, "bad", NULL, NULL);
  plugin_write(&folder, "bad", "rules.lua", text, length);
  bound_model b = bind_text(MODEL, folder.path);
  assert_null(b.rules);
  assert_non_null(strstr(problem_of(b.report, "E-PLUGIN-FILE").message, "1 MiB"));
  bound_free(&b);
  plugin_folder_remove(&folder);
  free(text);
}

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

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_attack_ends_with_code_file_and_line),
      cmocka_unit_test(a_link_is_not_followed),
      cmocka_unit_test(a_pipe_is_not_waited_for),
      cmocka_unit_test(a_huge_source_is_not_read),
      cmocka_unit_test(harmless_rules_use_the_whole_library),
      cmocka_unit_test(the_list_of_the_interface_is_what_is_there),
  };
  return RUN(tests);
}
