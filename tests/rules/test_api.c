/* The interface of plugins is one list: what the box lets through, what editors are told and what
 * plugins/README.md says are the same names and the same keys. */
#include "base/text.h"
#include "polku.h"
#include "rules/api.h"
#include "rules/box.h"
#include "support/check.h"
#include "support/files.h"
#include "support/plugins.h"

#include <lua.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *meta(const char *kind, polku_shape shape, polku_lang lang) {
  const polku_plugin_question question = {.rule = kind};
  polku_report *report = polku_report_new();
  char *text = polku_plugin_meta(&question, shape, lang, report);
  assert_non_null(text);
  polku_report_free(report);
  return text;
}

static void names_are_in_order_and_have_a_text_in_three_languages(void **state) {
  (void)state;
  const pk_api_entry *entry, *before = NULL;
  for (size_t i = 0; (entry = pk_api_at(i)); before = entry, i++) {
    if (before && strcmp(before->name, entry->name) >= 0)
      fail_msg("%s stands after %s", entry->name, before->name);
    assert_true(entry->since >= 1 && entry->since <= POLKU_PLUGIN_API);
    assert_true((entry->keys != NULL) != (entry->type != NULL));
    for (int lang = 0; lang < 3; lang++)
      if (pk_api_entry_text((polku_lang)lang, entry) == entry->name)
        fail_msg("%s has no text", entry->name);
  }
}

static void every_key_of_every_table_has_a_type_and_a_text(void **state) {
  (void)state;
  pk_api_shape shape;
  int missing = 0;
  for (size_t i = 0; (shape = pk_api_shape_at(i)).name; i++)
    for (const char *const *key = shape.keys; *key; key++) {
      bool typed = pk_api_key_find(shape.name, *key) != NULL;
      bool said = pk_api_key_text(POLKU_FI, shape.name, *key) != *key;
      if (!typed || !said) {
        print_error("%s.%s has no %s\n", shape.name, *key, typed ? "text" : "type");
        missing++;
      }
    }
  assert_int_equal(missing, 0);
}

/* And none is described that no table has. */
static void every_key_that_is_described_exists(void **state) {
  (void)state;
  const pk_api_key *key, *before = NULL;
  for (size_t i = 0; (key = pk_api_key_at(i)); before = key, i++) {
    pk_api_shape shape;
    bool used = false;
    if (before && strcmp(before->name, key->name) > 0)
      fail_msg("%s stands after %s", key->name, before->name);
    for (size_t k = 0; (shape = pk_api_shape_at(k)).name; k++)
      for (const char *const *name = shape.keys; *name; name++)
        used = used || pk_api_key_find(shape.name, *name) == key;
    if (!used)
      fail_msg("no table has %s %s", key->owner ? key->owner : "", key->name);
  }
}

/* --- the box */

/* Runs rules.lua of a plugin that is only this; gives the declared kinds, one name a line. Caller
 * frees. */
static char *kinds_of(const char *rules) {
  plugin_folder folder;
  polku_report *report = polku_report_new();
  pk_arena *arena = pk_arena_new();
  pk_book *book = pk_book_new(arena, report);
  plugin_folder_new(&folder);
  plugin_state(&folder, "probe", NULL, rules);
  pk_book_region(book, folder.path, "probe", NULL);
  char *problems = polku_report_text(report, POLKU_EN, false);
  if (*problems)
    fail_msg("%s", problems);
  free(problems);
  pk_text names = PK_TEXT_EMPTY;
  for (int i = 0; i < book->kinds.count; i++)
    pk_text_addf(&names, "%s\n", PK_AT(book->kinds, pk_stage_kind, i)->kind.id);
  plugin_folder_remove(&folder);
  pk_arena_free(arena);
  polku_report_free(report);
  return pk_text_take(&names);
}

/* What is in the list can be used. */
static void every_name_of_the_list_is_in_the_box(void **state) {
  (void)state;
  const pk_api_entry *entry;
  pk_text rules = PK_TEXT_EMPTY;
  for (size_t i = 0; (entry = pk_api_at(i)); i++)
    pk_text_addf(&rules, "assert(type(%s) == \"%s\", \"%s\")\n", entry->name,
                 entry->type && strcmp(entry->type, "integer") == 0 ? "number" : "function",
                 entry->name);
  char *text = pk_text_take(&rules);
  free(kinds_of(text));
  free(text);
}

/* The names of the table on top of Lua's stack, which is then empty again; tables are gone into. */
static size_t count_names(lua_State *L, const char *prefix) {
  size_t count = 0;
  pk_box_push_seen(L, -1);
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    char name[100];
    snprintf(name, sizeof name, "%s%s", prefix, lua_tostring(L, -2));
    if (lua_istable(L, -1)) {
      strcat(name, ".");
      lua_pushvalue(L, -1);
      count += count_names(L, name);
    } else if (pk_api_find(name)) {
      count++;
    } else {
      fail_msg("%s is in the box, but not in the list", name);
    }
  }
  lua_pop(L, 2);
  return count;
}

/* What can be used is in the list: the tables that rules see are gone through. */
static void nothing_else_is_in_the_box(void **state) {
  (void)state;
  static const char text[] = "local nothing\n";
  polku_report *report = polku_report_new();
  pk_arena *arena = pk_arena_new();
  const pk_book *book = pk_book_new(arena, report);
  const pk_plugin plugin = {.id = "probe", .rules_file = {"rules.lua", text, sizeof text - 1}};
  pk_box box;
  assert_true(pk_box_open(&box, arena, book, &plugin));
  lua_rawgetp(box.L, LUA_REGISTRYINDEX, &pk_box_names);
  size_t listed = 0;
  while (pk_api_at(listed))
    listed++;
  assert_int_equal(count_names(box.L, ""), listed);
  pk_box_close(&box);
  pk_arena_free(arena);
  polku_report_free(report);
}

/* --- for editors */

static void count_in(const char *text, const char *name, const char *before, const char *after) {
  char line[128];
  snprintf(line, sizeof line, "%s%s%s", before, name, after);
  if (!strstr(text, line))
    fail_msg("\"%s\" is missing in\n%s", line, text);
}

static void editors_are_told_every_name_and_key(void **state) {
  (void)state;
  char *lua = meta("lua", POLKU_AS_TEXT, POLKU_SV);
  const pk_api_entry *entry;
  pk_api_shape shape;
  for (size_t i = 0; (entry = pk_api_at(i)); i++)
    count_in(lua, entry->name, "\n", " = nil\n");
  for (size_t i = 0; (shape = pk_api_shape_at(i)).name; i++) {
    count_in(lua, shape.name, "\n---@class polku.", "\n");
    char head[80];
    snprintf(head, sizeof head, "\n---@class polku.%s\n", shape.name);
    const char *at = strstr(lua, head), *stop = strstr(at + 1, "\n\n");
    char *block = strndup(at, (size_t)(stop - at));
    for (const char *const *key = shape.keys; *key; key++) {
      char field[80];
      snprintf(field, sizeof field, "---@field %s", *key);
      if (!strstr(block, field) && !strstr(block, "[\"until\"]"))
        fail_msg("%s is missing in %s", field, block);
    }
    free(block);
  }
  free(lua);
}

/* Comments aside, the file is a list of assignments: the box itself can parse it. */
static void the_file_for_editors_is_lua(void **state) {
  (void)state;
  char *lua = meta("lua", POLKU_AS_TEXT, POLKU_EN), *rules = NULL;
  size_t room = strlen(lua) + 200;
  rules = malloc(room);
  assert_non_null(rules);
  snprintf(rules, room,
           "local math, string, table, polku\nlocal function never()\n"
           "local assert, error, ipairs, pairs, tostring, type\n%send\n",
           lua);
  free(kinds_of(rules));
  free(rules);
  free(lua);
}

/* The configuration of luacheck, read back: each name is `NAME = {}` within the tables of its
 * prefix. */
static void luacheck_knows_the_same_names(void **state) {
  (void)state;
  char *config = meta("luacheck", POLKU_AS_TEXT, POLKU_EN), prefix[128] = "";
  size_t count = 0;
  for (char *line = strtok(config, "\n"); line; line = strtok(NULL, "\n")) {
    char name[64];
    line += strspn(line, " ");
    size_t n = strcspn(line, " ");
    snprintf(name, sizeof name, "%.*s", (int)n, line);
    if (strcmp(line + n, " = { fields = {") == 0) {
      snprintf(prefix + strlen(prefix), sizeof prefix - strlen(prefix), "%s.", name);
    } else if (strcmp(line, "} },") == 0) {
      prefix[strlen(prefix) - 1] = '\0';
      char *dot = strrchr(prefix, '.');
      *(dot ? dot + 1 : prefix) = '\0';
    } else if (strcmp(line + n, " = {},") == 0) {
      char whole[200];
      snprintf(whole, sizeof whole, "%s%s", prefix, name);
      if (!pk_api_find(whole))
        fail_msg("luacheck is told of %s", whole);
      count++;
    }
  }
  size_t listed = 0;
  while (pk_api_at(listed))
    listed++;
  assert_int_equal(count, listed);
  free(config);
}

/* --- for people */

static void the_reference_of_the_readme_is_the_list(void **state) {
  (void)state;
  char *readme = read_whole_file(POLKU_SOURCE_DIR "/plugins/README.md", NULL);
  char *reference = meta(NULL, POLKU_AS_MARKDOWN, POLKU_EN);
  const char *from = strstr(readme, "<!-- polku plugin meta --format md -->\n");
  const char *to = strstr(readme, "<!-- end of polku plugin meta -->");
  assert_non_null(from);
  assert_non_null(to);
  from = strchr(from, '\n') + 1;
  char *found = strndup(from, (size_t)(to - from));
  if (strcmp(found, reference) != 0)
    fail_msg("plugins/README.md: between the two marks must stand what `polku plugin meta --format "
             "md --lang en` prints");
  free(found);
  free(reference);
  free(readme);
}

static void all_languages_tell_the_same_names(void **state) {
  (void)state;
  const pk_api_entry *entry;
  for (int lang = 0; lang < 3; lang++) {
    char *text = meta(NULL, POLKU_AS_TEXT, (polku_lang)lang);
    char *json = meta(NULL, POLKU_AS_JSON, (polku_lang)lang);
    for (size_t i = 0; (entry = pk_api_at(i)); i++) {
      assert_non_null(strstr(text, entry->signature));
      count_in(json, entry->name, "\"name\": \"", "\"");
    }
    assert_null(strstr(text, "api."));
    char *csv = meta(NULL, POLKU_AS_CSV, (polku_lang)lang);
    assert_non_null(strstr(csv, "\nmanifest,id,string,true,"));
    free(csv);
    free(text);
    free(json);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(names_are_in_order_and_have_a_text_in_three_languages),
      cmocka_unit_test(every_key_of_every_table_has_a_type_and_a_text),
      cmocka_unit_test(every_key_that_is_described_exists),
      cmocka_unit_test(every_name_of_the_list_is_in_the_box),
      cmocka_unit_test(nothing_else_is_in_the_box),
      cmocka_unit_test(editors_are_told_every_name_and_key),
      cmocka_unit_test(the_file_for_editors_is_lua),
      cmocka_unit_test(luacheck_knows_the_same_names),
      cmocka_unit_test(the_reference_of_the_readme_is_the_list),
      cmocka_unit_test(all_languages_tell_the_same_names),
  };
  return RUN(tests);
}
