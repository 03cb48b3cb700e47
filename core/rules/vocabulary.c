/* The words of a plugin: what is known of clients and places, which time is remembered, kinds of
 * stage, roles of organisations. All plugins that are read together share one vocabulary. */
#include "rules/box.h"

#include "base/text.h"
#include <stdio.h>
#include <string.h>

enum { COUNTER_MAX = 1200 };

typedef struct reader {
  pk_book *book;
  const pk_plugin *plugin;
  pk_fields fields;
  const char *id;
  int line;
} reader;

static void no_memory(const reader *r) {
  pk_report_memory(r->book->report);
}

/* `first` is NULL where the name is the program's own. */
static void report_twice(const reader *r, const pk_plugin *first, int line) {
  pk_place place;
  char other[16];
  snprintf(other, sizeof other, "%d", line);
  pk_file_place(&r->plugin->rules_file, r->line, &place);
  if (first)
    pk_report_add(r->book->report, &place, "E-PLUGIN-TWICE", "what", r->id, "file",
                  first->rules_file.path, "line", other, NULL);
  else
    pk_report_add(r->book->report, &place, "E-PLUGIN-RESERVED", "what", r->id, NULL);
}

/* Adds a variable; false when there is one of this id already. */
static bool add_variable(const reader *r, pk_variable variable) {
  int other = pk_book_variable(r->book, r->id);
  if (other >= 0) {
    const pk_variable *first = PK_AT(r->book->variables, pk_variable, other);
    report_twice(r, first->plugin, first->line);
    return false;
  }
  pk_variable *slot = pk_push(r->book->arena, &r->book->variables, sizeof *slot);
  if (!slot) {
    no_memory(r);
    return false;
  }
  *slot = variable;
  slot->id = r->id;
  slot->plugin = r->plugin;
  slot->line = r->line;
  return true;
}

/* --- attributes */

/* One value and no more of each name. */
static bool check_values(const reader *r, const pk_attribute_kind *attribute) {
  bool good = attribute->size > 0;
  if (!good && attribute->values)
    pk_fields_wrong(&r->fields, "enum", pk_value_find(r->fields.table, "enum"),
                    "rules.expect.texts");
  for (int i = 0; i < attribute->size; i++) {
    good = pk_fields_id(&r->fields, r->line, attribute->values[i]) && good;
    for (int k = 0; k < i; k++)
      if (strcmp(attribute->values[i], attribute->values[k]) == 0) {
        pk_fields_problem(&r->fields, r->line, "E-PLUGIN-AGAIN", "name", attribute->values[i]);
        return false;
      }
  }
  return good;
}

static void read_enum(const reader *r, pk_attribute_kind *attribute) {
  attribute->type = PK_TYPE_ENUM;
  pk_fields_texts(&r->fields, "enum", true, &attribute->values, &attribute->size);
  if (!check_values(r, attribute)) {
    attribute->size = 0;
    return;
  }
  pk_name *names = PK_NEW_ARRAY(r->book->arena, pk_name, (size_t)attribute->size);
  if (!names) {
    no_memory(r);
    attribute->size = 0;
    return;
  }
  attribute->value_names = names;
  const pk_value *table = pk_fields_table(&r->fields, "values", false);
  if (!table)
    return;
  pk_fields inner = r->fields;
  inner.table = table;
  const char **known = PK_NEW_ARRAY(r->book->arena, const char *, (size_t)attribute->size + 1);
  if (!known) {
    no_memory(r);
    return;
  }
  for (int i = 0; i < attribute->size; i++) {
    known[i] = attribute->values[i];
    pk_fields_name(&inner, known[i], &names[i]);
  }
  pk_fields_known(&inner, known, false);
}

static void read_int(const reader *r, pk_attribute_kind *attribute) {
  const pk_value *range = pk_fields_table(&r->fields, "int", true);
  attribute->type = PK_TYPE_INT;
  if (!range)
    return;
  const pk_member *ends = range->members;
  if (range->count != 2 || ends[0].key || ends[1].key || ends[0].value.form != PK_IS_INTEGER ||
      ends[1].value.form != PK_IS_INTEGER || ends[0].value.integer > ends[1].value.integer ||
      ends[0].value.integer < -1000000 || ends[1].value.integer > 1000000) {
    pk_fields_wrong(&r->fields, "int", range, "rules.expect.int_range");
    return;
  }
  attribute->low = ends[0].value.integer;
  attribute->size = (int)(ends[1].value.integer - ends[0].value.integer) + 1;
}

static void read_default(const reader *r, pk_attribute_kind *attribute) {
  const pk_value *value = pk_value_find(r->fields.table, "default");
  attribute->otherwise = -1;
  if (!value)
    return;
  if (attribute->type == PK_TYPE_INT && value->form == PK_IS_INTEGER &&
      value->integer >= attribute->low && value->integer < attribute->low + attribute->size)
    attribute->otherwise = (int)(value->integer - attribute->low);
  if (attribute->type == PK_TYPE_BOOL && value->form == PK_IS_BOOL)
    attribute->otherwise = value->truth;
  for (int i = 0; attribute->type == PK_TYPE_ENUM && i < attribute->size; i++)
    if (value->form == PK_IS_TEXT && strcmp(value->text, attribute->values[i]) == 0)
      attribute->otherwise = i;
  if (attribute->otherwise < 0)
    pk_fields_wrong(&r->fields, "default", value, "rules.expect.own_value");
}

static void read_attribute(reader *r) {
  static const char *const owners[] = {"client", "stage", NULL};
  const pk_value *table = r->fields.table;
  pk_attribute_kind attribute = {.id = r->id, .plugin = r->plugin};
  bool truth = false;
  int owner = pk_fields_choice(&r->fields, "of", owners, 0);
  attribute.of = owner == 1 ? PK_OF_STAGE : PK_OF_CLIENT;
  attribute.unit = pk_fields_text(&r->fields, "unit", false);
  pk_fields_name(&r->fields, "name", &attribute.name);
  int forms = !!pk_value_find(table, "int") + !!pk_value_find(table, "enum") +
              !!pk_value_find(table, "bool");
  if (forms != 1) {
    pk_fields_problem(&r->fields, r->line, "E-PLUGIN-KEY-MISSING", "key", "int | enum | bool");
    return;
  }
  if (pk_value_find(table, "enum"))
    read_enum(r, &attribute);
  else if (pk_value_find(table, "int"))
    read_int(r, &attribute);
  else if (pk_fields_bool(&r->fields, "bool", &truth)) {
    attribute.type = PK_TYPE_BOOL;
    attribute.size = 2;
  }
  if (attribute.size < 1)
    return;
  read_default(r, &attribute);
  pk_variable variable = {.name = attribute.name,
                          .form = PK_READS_ATTRIBUTE,
                          .attribute = r->book->attributes.count,
                          .memory = -1,
                          .size = attribute.size};
  if (!add_variable(r, variable))
    return;
  pk_attribute_kind *slot = pk_push(r->book->arena, &r->book->attributes, sizeof *slot);
  if (slot)
    *slot = attribute;
  else
    no_memory(r);
}

/* --- histories, counters, clocks */

static bool add_memory(const reader *r, const pk_memory *memory) {
  int other = pk_book_memory(r->book, r->id);
  if (other >= 0) {
    const pk_memory *first = PK_AT(r->book->memories, pk_memory, other);
    report_twice(r, first->plugin, first->line);
    return false;
  }
  pk_memory *slot = pk_push(r->book->arena, &r->book->memories, sizeof *slot);
  if (!slot) {
    no_memory(r);
    return false;
  }
  *slot = *memory;
  return true;
}

static pk_memory start_memory(const reader *r) {
  pk_memory memory = {.id = r->id, .plugin = r->plugin, .line = r->line};
  pk_fields_name(&r->fields, "name", &memory.name);
  return memory;
}

static void read_history(reader *r) {
  pk_memory memory = start_memory(r);
  long long keep = 0;
  memory.history = true;
  if (!pk_fields_integer(&r->fields, "keep", true, &keep) ||
      !pk_fields_texts(&r->fields, "runs_in", true, &memory.kinds, &memory.kind_count))
    return;
  if (keep < 1 || keep > PK_KEEP_MAX) {
    pk_fields_wrong(&r->fields, "keep", pk_value_find(r->fields.table, "keep"),
                    "rules.expect.keep");
    return;
  }
  memory.keep = (int)keep;
  add_memory(r, &memory);
}

static void read_counter(reader *r) {
  const pk_value *table = r->fields.table;
  pk_memory memory = start_memory(r);
  memory.since_end = pk_value_find(table, "since_end_of") != NULL;
  memory.unit = pk_fields_text(&r->fields, "unit", false);
  const char *kinds = memory.since_end ? "since_end_of" : "counts";
  if (memory.since_end && pk_value_find(table, "counts"))
    pk_fields_wrong(&r->fields, "counts", pk_value_find(table, "counts"),
                    "rules.expect.counts_or_since");
  bool good = pk_fields_integer(&r->fields, "max", true, &memory.max);
  good = pk_fields_texts(&r->fields, kinds, true, &memory.kinds, &memory.kind_count) && good;
  good =
      pk_fields_texts(&r->fields, "resets_on", false, &memory.resets, &memory.reset_count) && good;
  if (!good)
    return;
  if (memory.max < 1 || memory.max > COUNTER_MAX) {
    pk_fields_wrong(&r->fields, "max", pk_value_find(table, "max"), "rules.expect.max");
    return;
  }
  pk_variable variable = {.name = memory.name,
                          .form = PK_READS_COUNTER,
                          .attribute = -1,
                          .memory = r->book->memories.count,
                          .size = (int)memory.max + 1};
  if (add_variable(r, variable))
    add_memory(r, &memory);
}

static void report_unknown(const reader *r, const char *key, const char *id, const pk_list *list,
                           size_t size) {
  pk_place place;
  if (pk_book_declared(r->book, id))
    return;
  pk_file_place(&r->plugin->rules_file, r->line, &place);
  pk_report_add(r->book->report, &place, "E-PLUGIN-UNKNOWN", "what", r->fields.what, "key", key,
                "name", id, "suggestion", pk_book_nearest(list, size, id), NULL);
}

static void read_clock(reader *r) {
  const char *of = pk_fields_text(&r->fields, "of", true);
  pk_variable variable = {.attribute = -1, .memory = -1};
  pk_fields_name(&r->fields, "name", &variable.name);
  long long last = 0;
  bool run = false;
  if (!of || !pk_fields_integer(&r->fields, "last", false, &last) ||
      !pk_fields_bool(&r->fields, "run", &run))
    return;
  variable.memory = pk_book_memory(r->book, of);
  const pk_memory *memory =
      variable.memory >= 0 ? PK_AT(r->book->memories, pk_memory, variable.memory) : NULL;
  if (!memory || !memory->history) {
    report_unknown(r, "of", of, &r->book->memories, sizeof(pk_memory));
    return;
  }
  const pk_value *window = pk_value_find(r->fields.table, "last");
  if (run == (window != NULL)) {
    pk_fields_problem(&r->fields, r->line, "E-PLUGIN-KEY-MISSING", "key", "last | run");
    return;
  }
  if (window && (last < 1 || last > memory->keep)) {
    pk_fields_wrong(&r->fields, "last", window, "rules.expect.last");
    return;
  }
  variable.form = run ? PK_READS_RUN : PK_READS_LAST;
  variable.last = (int)last;
  variable.size = (run ? memory->keep : (int)last) + 1;
  add_variable(r, variable);
}

/* --- kinds, roles and accounts */

static void read_kind(reader *r) {
  pk_stage_kind made = {.kind.id = r->id, .plugin = r->plugin, .line = r->line};
  int other = pk_book_kind(r->book, r->id);
  if (other >= 0) {
    const pk_stage_kind *first = PK_AT(r->book->kinds, pk_stage_kind, other);
    report_twice(r, first->plugin, first->line);
    return;
  }
  pk_fields_name(&r->fields, "name", &made.kind.name);
  pk_fields_bool(&r->fields, "employed", &made.kind.employed);
  pk_fields_bool(&r->fields, "open", &made.kind.open);
  pk_fields_bool(&r->fields, "waiting", &made.kind.waiting);
  made.kind.employed = made.kind.employed || made.kind.open;
  pk_stage_kind *slot = pk_push(r->book->arena, &r->book->kinds, sizeof *slot);
  if (slot)
    *slot = made;
  else
    no_memory(r);
}

static void read_role(reader *r) {
  pk_role_kind made = {.role.id = r->id, .plugin = r->plugin, .line = r->line};
  int other = pk_book_role(r->book, r->id);
  if (other >= 0) {
    const pk_role_kind *first = PK_AT(r->book->roles, pk_role_kind, other);
    report_twice(r, first->plugin, first->line);
    return;
  }
  int row = pk_fields_choice(&r->fields, "row", pk_row_ids, PK_ROW_NONE);
  made.role.row = row < 0 ? PK_ROW_NONE : (pk_row)row;
  pk_fields_name(&r->fields, "name", &made.role.name);
  pk_fields_bool(&r->fields, "host", &made.role.host);
  pk_role_kind *slot = pk_push(r->book->arena, &r->book->roles, sizeof *slot);
  if (slot)
    *slot = made;
  else
    no_memory(r);
}

static void read_account(reader *r) {
  pk_account_kind made = {.id = r->id, .plugin = r->plugin, .line = r->line};
  int other = pk_book_account(r->book, r->id);
  if (other >= 0) {
    const pk_account_kind *first = PK_AT(r->book->accounts, pk_account_kind, other);
    report_twice(r, first->plugin, first->line);
    return;
  }
  pk_fields_name(&r->fields, "name", &made.name);
  pk_account_kind *slot = pk_push(r->book->arena, &r->book->accounts, sizeof *slot);
  if (slot)
    *slot = made;
  else
    no_memory(r);
}

/* --- afterwards: references between them */

static void check_kinds(const reader *r, const char *key, const char *const *kinds, int count) {
  for (int i = 0; i < count && !pk_plugin_enough(r->book, r->plugin, &r->plugin->rules_file); i++)
    if (pk_book_kind(r->book, kinds[i]) < 0)
      report_unknown(r, key, kinds[i], &r->book->kinds, sizeof(pk_stage_kind));
}

/* A counter's reset condition may read clocks only: it is asked of every client at every step. */
static void read_resets(const reader *r, pk_memory *memory) {
  const pk_value *table = pk_fields_table(&r->fields, "resets_when", false);
  if (!table)
    return;
  pk_fields inner = r->fields;
  inner.table = table;
  const pk_leaf *leaf = pk_leaf_read(r->book, r->plugin, &inner, "test");
  for (int i = 0; leaf && i < leaf->read_count; i++) {
    const pk_variable *variable = PK_AT(r->book->variables, pk_variable, leaf->reads[i]);
    if (variable->memory < 0)
      report_unknown(r, "resets_when", variable->id, &r->book->memories, sizeof(pk_memory));
  }
  memory->resets_when = leaf;
}

static void check_memory(reader *r) {
  int i = pk_book_memory(r->book, r->id);
  pk_memory *memory = i >= 0 ? PK_AT(r->book->memories, pk_memory, i) : NULL;
  if (!memory || memory->plugin != r->plugin || memory->line != r->line)
    return;
  check_kinds(r,
              memory->history     ? "runs_in"
              : memory->since_end ? "since_end_of"
                                  : "counts",
              memory->kinds, memory->kind_count);
  check_kinds(r, "resets_on", memory->resets, memory->reset_count);
  if (!memory->history)
    read_resets(r, memory);
}

typedef struct form {
  const char *name;
  void (*read)(reader *r);
} form;

static void read_forms(pk_book *book, const pk_plugin *plugin, const pk_list *declarations,
                       const form *forms) {
  for (int i = 0; i < declarations->count; i++) {
    const pk_declaration *made = PK_AT(*declarations, pk_declaration, i);
    if (pk_plugin_enough(book, plugin, &plugin->rules_file))
      return;
    for (const form *f = forms; f->name && made->complete; f++) {
      if (strcmp(f->name, made->form) != 0)
        continue;
      reader r = {book,
                  plugin,
                  {book->arena, book->report, &plugin->rules_file, &made->value,
                   pk_what(book->arena, book->report, made->form, made->id)},
                  made->id,
                  made->line};
      f->read(&r);
    }
  }
}

void pk_vocabulary_read(pk_book *book, const pk_plugin *plugin, const pk_list *declarations) {
  /* Clocks name histories, and conditions name clocks, wherever in the file these stand. */
  static const form first[] = {{"attribute", read_attribute},
                               {"history", read_history},
                               {"counter", read_counter},
                               {"kind", read_kind},
                               {"role", read_role},
                               {"account", read_account},
                               {NULL, NULL}};
  static const form second[] = {{"clock", read_clock}, {NULL, NULL}};
  static const form third[] = {{"history", check_memory}, {"counter", check_memory}, {NULL, NULL}};
  read_forms(book, plugin, declarations, first);
  read_forms(book, plugin, declarations, second);
  read_forms(book, plugin, declarations, third);
}
