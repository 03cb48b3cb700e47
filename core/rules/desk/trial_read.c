/* test/NAME.lua: tests as data, read without Lua. Every entry is checked whole, so that an author
 * hears of all mistakes at once. */
#include "rules/api.h"
#include "rules/desk/trial.h"

#include "base/ids.h"
#include "base/text.h"
#include "rules/bind.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct reader {
  pk_shelf *shelf;
  pk_arena *arena;
  const pk_book *book;
  pk_list keys;   /* pk_rule_key: what can be tested */
  pk_list trials; /* pk_trial */
  const pk_file *file;
  bool failed;
} reader;

static void *no_memory(reader *r) {
  pk_report_memory(r->shelf->report);
  r->failed = true;
  return NULL;
}

/* A problem at a line, with what was probably meant. */
static void problem(const reader *r, const pk_fields *fields, int line, const char *code,
                    const char *name, const char *nearest) {
  pk_place place;
  pk_file_place(r->file, line, &place);
  pk_report_add(r->shelf->report, &place, code, "what", fields->what, "name", name, "suggestion",
                nearest, NULL);
}

/* --- which rule */

static const char *nearest_rule(reader *r, const char *text) {
  pk_list texts = {0};
  for (int i = 0; i < r->keys.count; i++) {
    const char **slot = pk_push(r->arena, &texts, sizeof *slot);
    const char *known = pk_rule_key_text(r->arena, PK_AT(r->keys, pk_rule_key, i));
    if (!slot || !known)
      return no_memory(r);
    *slot = known;
  }
  return pk_book_nearest(&texts, sizeof(char *), text);
}

static bool read_rule(reader *r, pk_fields *fields, pk_trial *trial) {
  const char *text = pk_fields_text(fields, "rule", true);
  if (!text)
    return false;
  trial->rule_text = text;
  fields->what = pk_what(r->arena, r->shelf->report, "test of", text);
  if (pk_rule_key_read(r->arena, text, &trial->rule))
    for (int i = 0; i < r->keys.count; i++)
      if (pk_rule_key_same(PK_AT(r->keys, pk_rule_key, i), &trial->rule))
        return true;
  problem(r, fields, pk_value_find(fields->table, "rule")->line, "E-TEST-RULE", text,
          nearest_rule(r, text));
  return false;
}

/* --- on which days */

static bool read_day(const pk_fields *fields, const pk_value *value, pk_date *date) {
  if (value->form == PK_IS_TEXT && pk_date_read(value->text, date))
    return true;
  pk_fields_wrong(fields, "date", value, "rules.expect.date");
  return false;
}

static bool read_dates(reader *r, const pk_fields *fields, pk_trial *trial) {
  const pk_value *value = pk_value_find(fields->table, "date");
  if (!value) {
    pk_fields_problem(fields, fields->table->line, "E-PLUGIN-KEY-MISSING", "key", "date");
    return false;
  }
  bool list = value->form == PK_IS_TABLE;
  int count = list ? pk_value_items(value) : 1;
  if (list && (count == 0 || count != value->count)) {
    pk_fields_wrong(fields, "date", value, "rules.expect.dates");
    return false;
  }
  pk_date *dates = PK_NEW_ARRAY(r->arena, pk_date, (size_t)count);
  if (!dates)
    return no_memory(r);
  bool good = true;
  for (int i = 0; i < count; i++)
    good = read_day(fields, list ? &value->members[i].value : value, &dates[i]) && good;
  trial->dates = dates;
  trial->date_count = count;
  return good;
}

/* --- which values */

/* The values that a variable can have, for a hint. */
static const char *possible(reader *r, int variable) {
  const pk_variable *v = PK_AT(r->book->variables, pk_variable, variable);
  const pk_attribute_kind *attribute = pk_book_attribute_of(r->book, variable);
  pk_text text = PK_TEXT_EMPTY;
  if (attribute && attribute->type == PK_TYPE_BOOL)
    pk_text_add(&text, "true, false");
  else if (attribute && attribute->type == PK_TYPE_ENUM)
    for (int i = 0; i < attribute->size; i++)
      pk_text_addf(&text, "%s\"%s\"", i ? ", " : "", attribute->values[i]);
  else
    pk_text_addf(&text, "%lld … %lld", attribute ? attribute->low : 0,
                 (attribute ? attribute->low : 0) + v->size - 1);
  char *taken = pk_text_take(&text);
  const char *copy = taken ? pk_strdup(r->arena, taken) : NULL;
  free(taken);
  if (!copy)
    no_memory(r);
  return copy;
}

static void wrong_value(reader *r, int variable, const pk_value *value) {
  char number[32];
  const char *found = value->form == PK_IS_TEXT    ? value->text
                      : value->form == PK_IS_BOOL  ? (value->truth ? "true" : "false")
                      : value->form == PK_IS_TABLE ? "{…}"
                                                   : "…";
  if (value->form == PK_IS_INTEGER) {
    snprintf(number, sizeof number, "%lld", value->integer);
    found = number;
  }
  pk_place place;
  pk_file_place(r->file, value->line, &place);
  const pk_attribute_kind *attribute = pk_book_attribute_of(r->book, variable);
  const char *nearest = NULL;
  if (attribute && attribute->type == PK_TYPE_ENUM && value->form == PK_IS_TEXT)
    nearest = pk_nearest(value->text, attribute->values, (size_t)attribute->size);
  pk_report_add(r->shelf->report, &place, "E-ATTRIBUTE-VALUE", "attribute",
                PK_AT(r->book->variables, pk_variable, variable)->id, "value", found, "possible",
                possible(r, variable), "suggestion", nearest, NULL);
}

/* The raw value of one literal; -1, and said, when it is none of the variable's. */
static int read_one(reader *r, int variable, const pk_value *value) {
  const pk_variable *v = PK_AT(r->book->variables, pk_variable, variable);
  const pk_attribute_kind *attribute = pk_book_attribute_of(r->book, variable);
  int raw = -1;
  if (attribute && attribute->type == PK_TYPE_BOOL) {
    raw = value->form == PK_IS_BOOL ? value->truth : -1;
  } else if (attribute && attribute->type == PK_TYPE_ENUM) {
    raw = value->form == PK_IS_TEXT ? pk_attribute_raw(attribute, value->text) : -1;
  } else if (value->form == PK_IS_INTEGER) {
    long long low = attribute ? attribute->low : 0;
    raw =
        value->integer >= low && value->integer - low < v->size ? (int)(value->integer - low) : -1;
  }
  if (raw < 0)
    wrong_value(r, variable, value);
  return raw;
}

static bool is_number(const pk_book *book, int variable) {
  const pk_attribute_kind *attribute = pk_book_attribute_of(book, variable);
  return !attribute || attribute->type == PK_TYPE_INT;
}

/* { 24, 28 } of a number: 24, 25 … 28. */
static bool read_range(reader *r, const pk_fields *fields, const pk_value *list, pk_given *given) {
  const char *id = PK_AT(r->book->variables, pk_variable, given->variable)->id;
  if (list->count != 2 || pk_value_items(list) != 2) {
    pk_fields_wrong(fields, id, list, "rules.expect.range_of");
    return false;
  }
  int low = read_one(r, given->variable, &list->members[0].value);
  int high = read_one(r, given->variable, &list->members[1].value);
  if (low < 0 || high < 0)
    return false;
  if (high < low) {
    pk_fields_wrong(fields, id, list, "rules.expect.range_of");
    return false;
  }
  int *raws = PK_NEW_ARRAY(r->arena, int, (size_t)(high - low + 1));
  if (!raws)
    return no_memory(r);
  for (int raw = low; raw <= high; raw++)
    raws[given->count++] = raw;
  given->raws = raws;
  return true;
}

/* { "a", "b" }: each of them; the same one twice counts once. */
static bool read_list(reader *r, const pk_fields *fields, const pk_value *list, pk_given *given) {
  int *raws = PK_NEW_ARRAY(r->arena, int, (size_t)list->count);
  if (!raws)
    return no_memory(r);
  if (list->count == 0 || pk_value_items(list) != list->count) {
    pk_fields_wrong(fields, PK_AT(r->book->variables, pk_variable, given->variable)->id, list,
                    "rules.expect.each_of");
    return false;
  }
  bool good = true;
  for (int i = 0; i < list->count; i++) {
    int raw = read_one(r, given->variable, &list->members[i].value);
    bool known = raw < 0;
    for (int k = 0; k < given->count; k++)
      known = known || raws[k] == raw;
    if (!known)
      raws[given->count++] = raw;
    good = good && raw >= 0;
  }
  given->raws = raws;
  return good;
}

static bool read_given(reader *r, const pk_fields *fields, const pk_member *member,
                       pk_given *given) {
  given->variable = pk_book_variable(r->book, member->key);
  if (given->variable < 0) {
    pk_place place;
    pk_file_place(r->file, member->line, &place);
    pk_report_add(r->shelf->report, &place, "E-PLUGIN-UNKNOWN", "what", fields->what, "key",
                  "given", "name", member->key, "suggestion",
                  pk_book_nearest(&r->book->variables, sizeof(pk_variable), member->key), NULL);
    return false;
  }
  if (member->value.form == PK_IS_TABLE)
    return (is_number(r->book, given->variable) ? read_range : read_list)(r, fields, &member->value,
                                                                          given);
  int raw = read_one(r, given->variable, &member->value);
  int *raws = PK_NEW_ARRAY(r->arena, int, 1);
  if (!raws)
    return no_memory(r);
  raws[0] = raw;
  given->raws = raws;
  given->count = 1;
  return raw >= 0;
}

static bool read_values(reader *r, const pk_fields *fields, pk_trial *trial) {
  const pk_value *table = pk_fields_table(fields, "given", false);
  if (!table)
    return !pk_value_find(fields->table, "given");
  pk_given *given = PK_NEW_ARRAY(r->arena, pk_given, (size_t)table->count);
  if (!given)
    return no_memory(r);
  bool good = true;
  for (int i = 0; i < table->count && !r->failed; i++) {
    if (table->members[i].key)
      good = read_given(r, fields, &table->members[i], &given[trial->given_count++]) && good;
    else
      pk_fields_wrong(fields, "given", &table->members[i].value, "rules.expect.named");
    good = good && table->members[i].key;
  }
  trial->given = given;
  return good;
}

/* --- what is expected */

static bool read_expected(const pk_fields *fields, pk_trial *trial) {
  static const char *const wanted[PK_RULES] = {"rules.expect.bool", "rules.expect.limit",
                                               "rules.expect.integer", "rules.expect.integer",
                                               "rules.expect.integer"};
  const pk_value *value = pk_value_find(fields->table, "expect");
  pk_rule_form form = trial->rule.form;
  if (!value) {
    pk_fields_problem(fields, fields->table->line, "E-PLUGIN-KEY-MISSING", "key", "expect");
    return false;
  }
  if (form == PK_ALLOW && value->form == PK_IS_BOOL) {
    trial->expected = value->truth;
    return true;
  }
  if (form == PK_LIMIT && value->form == PK_IS_TEXT && strcmp(value->text, "none") == 0) {
    trial->expected = PK_NO_LIMIT;
    return true;
  }
  if (form != PK_ALLOW && value->form == PK_IS_INTEGER) {
    trial->expected = value->integer;
    return true;
  }
  pk_fields_wrong(fields, "expect", value, wanted[form]);
  return false;
}

static void add_id(reader *r, pk_list *ids, const char *id) {
  const char **slot = id ? pk_push(r->arena, ids, sizeof *slot) : NULL;
  if (slot)
    *slot = id;
  else if (id)
    no_memory(r);
}

static void add_leaves(reader *r, pk_list *ids, const pk_tree *node) {
  if (node->join == PK_TEST)
    add_id(r, ids, node->leaf->id);
  for (int i = 0; i < node->child_count; i++)
    add_leaves(r, ids, node->children[i]);
}

/* Everything that can decide a rule, in any version and on any level. */
static pk_list deciders(reader *r, const pk_rule_key *key) {
  pk_list ids = {0};
  for (int i = 0; i < r->book->plugins.count; i++) {
    const pk_plugin *plugin = *PK_AT(r->book->plugins, pk_plugin *, i);
    for (int k = 0; k < plugin->rule_count; k++) {
      const pk_rule *rule = &plugin->rules[k];
      const pk_rule_key known = {rule->form, rule->kind, rule->account, rule->on_entry};
      for (int v = 0; pk_rule_key_same(&known, key) && v < rule->version_count; v++) {
        const pk_version *version = &rule->versions[v];
        if (version->tree)
          add_leaves(r, &ids, version->tree);
        for (int c = 0; c < version->case_count; c++) {
          add_id(r, &ids, version->cases[c].param);
          add_id(r, &ids, version->cases[c].when ? version->cases[c].when->id : NULL);
        }
      }
    }
  }
  return ids;
}

static bool read_why(reader *r, const pk_fields *fields, pk_trial *trial) {
  trial->why = pk_fields_text(fields, "why", false);
  if (!trial->why)
    return !pk_value_find(fields->table, "why");
  const pk_list ids = deciders(r, &trial->rule);
  for (int i = 0; i < ids.count; i++)
    if (strcmp(*PK_AT(ids, const char *, i), trial->why) == 0)
      return true;
  problem(r, fields, pk_value_find(fields->table, "why")->line, "E-TEST-WHY", trial->why,
          pk_book_nearest(&ids, sizeof(char *), trial->why));
  return false;
}

/* One text, or a text in each language. */
static bool read_text(const pk_fields *fields, pk_trial *trial) {
  const pk_value *value = pk_value_find(fields->table, "text");
  if (value && value->form == PK_IS_TABLE)
    return pk_fields_name(fields, "text", &trial->text);
  trial->text.in[POLKU_FI] = pk_fields_text(fields, "text", true);
  return trial->text.in[POLKU_FI] != NULL;
}

/* --- entries and files */

static bool read_trial(reader *r, pk_fields *fields, pk_trial *trial) {
  static const char *const rows[] = {"all", NULL};
  trial->file = r->file;
  trial->line = fields->table->line;
  bool known = read_rule(r, fields, trial);
  pk_fields_known(fields, pk_api_test_keys, false);
  bool good = read_dates(r, fields, trial);
  good = read_values(r, fields, trial) && good;
  int all = pk_fields_choice(fields, "rows", rows, 1);
  trial->all_rows = all == 0;
  /* Without a rule nobody knows what can be expected of it, or what may decide it. */
  good = known && read_expected(fields, trial) && good;
  good = known && read_why(r, fields, trial) && good;
  trial->ref = pk_fields_text(fields, "ref", true);
  good = read_text(fields, trial) && good;
  return known && good && all >= 0 && trial->ref;
}

static void read_entry(reader *r, const pk_value *value, int number) {
  char what[32];
  snprintf(what, sizeof what, "test %d", number);
  pk_fields fields = {r->arena, r->shelf->report, r->file, value, what};
  pk_trial trial = {0};
  if (value->form != PK_IS_TABLE) {
    pk_fields_wrong(&fields, "return", value, "rules.expect.tests");
    return;
  }
  if (!read_trial(r, &fields, &trial) || r->failed)
    return;
  pk_trial *slot = pk_push(r->arena, &r->trials, sizeof *slot);
  if (slot)
    *slot = trial;
  else
    no_memory(r);
}

static void read_tests(reader *r, const char *folder, const char *name) {
  pk_file *file = PK_NEW(r->arena, pk_file);
  pk_value table;
  if (!file) {
    no_memory(r);
    return;
  }
  r->file = file;
  if (!pk_plugin_file(r->shelf->book, folder, name, file) || !file->text ||
      !pk_data_read(r->arena, file, &table, r->shelf->report))
    return;
  pk_fields fields = {r->arena, r->shelf->report, file, &table, "test"};
  if (table.count == 0 || pk_value_items(&table) != table.count)
    pk_fields_wrong(&fields, "return", &table, "rules.expect.tests");
  for (int i = 0; i < pk_value_items(&table) && !r->failed; i++)
    read_entry(r, &table.members[i].value, i + 1);
}

static bool is_lua(const char *name) {
  size_t length = strlen(name);
  return length > 4 && strcmp(name + length - 4, ".lua") == 0;
}

/* Whether there is a folder of tests; a link to one would lead out of the plugin. */
static bool has_folder(reader *r, const char *folder) {
  struct stat about;
  if (lstat(folder, &about) != 0)
    return false;
  if (S_ISDIR(about.st_mode))
    return true;
  pk_place place = {.file = folder};
  pk_report_add(r->shelf->report, &place, "E-PLUGIN-FILE", "file", folder, "reason",
                S_ISLNK(about.st_mode) ? "rules.file.link" : "rules.file.no_folder", NULL);
  return false;
}

pk_list pk_trials_read(pk_shelf *shelf) {
  reader r = {.shelf = shelf, .arena = shelf->arena, .book = shelf->book};
  r.keys = pk_rule_keys(r.arena, r.book, shelf->plugin, -1);
  const char *folder = pk_plugin_path(shelf->book, shelf->plugin->folder, "test");
  pk_list names = {0};
  if (!folder || !has_folder(&r, folder) || !pk_folder_names(shelf->book, folder, &names))
    return r.trials;
  for (int i = 0; i < names.count && !r.failed; i++)
    if (is_lua(*PK_AT(names, const char *, i)))
      read_tests(&r, folder, *PK_AT(names, const char *, i));
  return r.trials;
}
