/* What is built differently, for programs: an object and a table. */
#include "model/differ_parts.h"

static const char *const forms[] = {"added", "removed", "changed", "moved"};
static const char *const weights[] = {"none", "info", "warning", "breaking"};

static void raw_field(pk_json *json, const char *key, const char *value) {
  if (!value)
    return;
  pk_json_verbatim_field(json, key, value);
}

static void text_field(pk_json *json, const char *key, const char *value) {
  if (value)
    pk_json_field(json, key, value);
}

static void write_change(pk_json *json, const pk_model_change *change) {
  pk_json_object(json);
  pk_json_field(json, "form", forms[change->form]);
  pk_json_field(json, "weight", weights[change->weight]);
  pk_json_field(json, "section", change->section);
  pk_json_field(json, "id", change->id);
  pk_json_field(json, "field", change->field);
  pk_json_field(json, "pointer", change->pointer);
  raw_field(json, "before", change->before);
  raw_field(json, "after", change->after);
  text_field(json, "unit", change->unit);
  text_field(json, "renamed", change->renamed);
  pk_json_object_end(json);
}

void pk_model_changes_json(const pk_model_changes *changes, pk_json *json) {
  pk_json_object(json);
  pk_json_field(json, "gravest", weights[changes->gravest]);
  for (int i = POLKU_CHANGE_BREAKING; i > POLKU_CHANGE_NONE; i--) {
    pk_json_integer_field(json, weights[i], changes->of[i]);
  }
  pk_json_integer_field(json, "shared", changes->shared);
  pk_json_bool_field(json, "nothing_shared", changes->nothing_shared);
  pk_json_key(json, "changes");
  pk_json_array(json);
  for (int i = 0; i < changes->count; i++)
    write_change(json, &changes->at[i]);
  pk_json_array_end(json);
  raw_field(json, "patch", changes->patch);
  pk_json_object_end(json);
}

/* What four texts of a row say to a person. */
typedef struct row {
  pk_text id, part, field, before, after;
} row;

static row row_of(const pk_model_changes *changes, const pk_model_change *change, polku_lang lang) {
  row r = {PK_TEXT_EMPTY, PK_TEXT_EMPTY, PK_TEXT_EMPTY, PK_TEXT_EMPTY, PK_TEXT_EMPTY};
  pk_text_addf(&r.id, "%s%s%s", change->section, *change->section ? "/" : "", change->id);
  pk_differ_part(changes, change, lang, &r.part);
  pk_differ_field(changes, change, lang, &r.field);
  pk_differ_tell(changes, change, false, lang, &r.before);
  pk_differ_tell(changes, change, true, lang, &r.after);
  return r;
}

static const char *text_of(polku_tables *tables, const pk_text *text) {
  tables->failed = tables->failed || text->failed;
  return text->data ? text->data : "";
}

static void add_row(const pk_model_changes *changes, const pk_model_change *change,
                    polku_tables *tables) {
  static const char *const form_words[] = {"model.form.added", "model.form.removed",
                                           "model.form.changed", "model.form.moved"};
  static const char *const weight_words[] = {"", "model.weight.info", "model.weight.warning",
                                             "model.weight.breaking"};
  row r = row_of(changes, change, tables->lang);
  pk_table_word(tables, weight_words[change->weight]);
  pk_table_word(tables, form_words[change->form]);
  pk_table_named(tables, text_of(tables, &r.id), text_of(tables, &r.part));
  pk_table_named(tables, change->field, text_of(tables, &r.field));
  pk_table_named(tables, change->before ? change->before : "", text_of(tables, &r.before));
  pk_table_named(tables, change->after ? change->after : "", text_of(tables, &r.after));
  pk_table_text(tables, change->renamed);
  pk_text_free(&r.id);
  pk_text_free(&r.part);
  pk_text_free(&r.field);
  pk_text_free(&r.before);
  pk_text_free(&r.after);
}

void pk_model_changes_table(const pk_model_changes *changes, polku_tables *tables) {
  static const pk_column columns[] = {
      {"weight", "model.column.weight"},  {"form", "model.column.form"},
      {"part", "model.column.part"},      {"field", "model.column.field"},
      {"before", "model.column.before"},  {"after", "model.column.after"},
      {"renamed", "model.column.renamed"}};
  pk_table_begin(tables, "structure", "model.changes.title", NULL);
  PK_TABLE_COLUMNS(tables, columns);
  for (int i = 0; i < changes->count; i++)
    add_row(changes, &changes->at[i], tables);
}
