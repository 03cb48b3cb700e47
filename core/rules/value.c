/* Reading tables of plugins: every member has the form that is expected, or a problem says so. */
#include "rules/value.h"

#include "base/ids.h"
#include "base/text.h"
#include "base/utf8.h"
#include <stdlib.h>
#include <string.h>

enum { ID_MAX = 64, LIST_MAX = 1000, UNKNOWN_MAX = 20 };

bool pk_file_index(pk_arena *arena, pk_file *file) {
  int count = 1;
  const char *end = file->text + file->length, *at = file->text;
  while ((at = memchr(at, '\n', (size_t)(end - at)))) {
    count++;
    at++;
  }
  int *lines = PK_NEW_ARRAY(arena, int, (size_t)count);
  if (!lines)
    return false;
  at = file->text;
  for (int i = 1; i < count; i++) {
    at = (const char *)memchr(at, '\n', (size_t)(end - at)) + 1;
    lines[i] = (int)(at - file->text);
  }
  file->lines = lines;
  file->line_count = count;
  return true;
}

void pk_file_place(const pk_file *file, int line, pk_place *place) {
  *place = (pk_place){.file = file->path};
  if (line < 1 || !file->text)
    return;
  const char *at = file->text, *end = at + file->length;
  int known = line < file->line_count ? line : file->line_count;
  at += known > 0 ? file->lines[known - 1] : 0;
  for (int i = known > 0 ? known : 1; i < line && at < end; i++) {
    const char *next = memchr(at, '\n', (size_t)(end - at));
    at = next ? next + 1 : end;
  }
  const char *stop = memchr(at, '\n', (size_t)(end - at));
  stop = stop ? stop : end;
  size_t indent = 0;
  while (at + indent < stop && (at[indent] == ' ' || at[indent] == '\t'))
    indent++;
  place->line = line;
  place->column = (int)indent + 1;
  place->line_text = at;
  place->line_length = (size_t)(stop - at);
  place->length = 1;
}

const pk_value *pk_value_find(const pk_value *table, const char *key) {
  for (int i = 0; table && i < table->count; i++)
    if (table->members[i].key && strcmp(table->members[i].key, key) == 0)
      return &table->members[i].value;
  return NULL;
}

int pk_value_items(const pk_value *table) {
  int count = 0;
  while (table && count < table->count && !table->members[count].key)
    count++;
  return count;
}

static const char *form_key(pk_form form) {
  switch (form) {
  case PK_IS_FLOAT:
    return "1.5";
  case PK_IS_TABLE:
    return "{…}";
  case PK_IS_FUNCTION:
    return "function";
  default:
    return "nil";
  }
}

/* How a value is called in messages: "24", "\"ab\"", "true", or the word for its form. */
static const char *show(pk_arena *arena, polku_report *report, const pk_value *value) {
  pk_text text = PK_TEXT_EMPTY;
  if (value->form == PK_IS_BOOL)
    return value->truth ? "true" : "false";
  if (value->form == PK_IS_INTEGER)
    pk_text_addf(&text, "%lld", value->integer);
  else if (value->form == PK_IS_TEXT)
    pk_text_addf(&text, "\"%s\"", value->text);
  else
    return form_key(value->form);
  char *taken = pk_text_take(&text);
  const char *copy = taken ? pk_strdup(arena, taken) : NULL;
  free(taken);
  if (!copy)
    pk_report_memory(report);
  return copy ? copy : "…";
}

const char *pk_text_keep(pk_arena *arena, const char *text, size_t length, const char **wrong) {
  uint32_t c;
  *wrong = NULL;
  char *copy = pk_strndup(arena, text, length);
  for (size_t i = 0; copy && i < length;) {
    size_t taken = pk_utf8_next(text + i, length - i, &c);
    if (c == '\n' || c == '\r' || c == '\t')
      copy[i] = ' ';
    else if (pk_utf8_disturbs(c))
      *wrong = c == PK_UTF8_BAD ? "rules.table.text" : "rules.table.control";
    i += taken;
  }
  return *wrong ? NULL : copy;
}

/* Letters of all languages, but no marks that cannot be seen, and no spaces of any kind. */
static bool stands_in_id(uint32_t c) {
  if (c < 0x80)
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c == '-' || c == '.';
  return c > 0xbf && c != 0x61c && !(c >= 0x2000 && c <= 0x206f) && c != 0x3000 && c != 0xfeff &&
         c != PK_UTF8_BAD;
}

bool pk_fields_id(const pk_fields *fields, int line, const char *id) {
  size_t length = strlen(id), count = 0;
  bool good = length > 0;
  for (size_t i = 0; good && i < length; count++) {
    uint32_t c;
    i += pk_utf8_next(id + i, length - i, &c);
    good = stands_in_id(c) && count < ID_MAX;
  }
  if (!good)
    pk_fields_problem(fields, line, "E-PLUGIN-ID", "name", id);
  return good;
}

const char *pk_what(pk_arena *arena, polku_report *report, const char *prefix, const char *id) {
  pk_text text = PK_TEXT_EMPTY;
  pk_text_addf(&text, "%s \"%s\"", prefix, id);
  char *taken = pk_text_take(&text);
  const char *copy = taken ? pk_strdup(arena, taken) : NULL;
  free(taken);
  if (!copy)
    pk_report_memory(report);
  return copy ? copy : prefix;
}

void pk_fields_wrong(const pk_fields *fields, const char *key, const pk_value *value,
                     const char *expected) {
  pk_place place;
  pk_file_place(fields->file, value->line, &place);
  pk_report_add(fields->report, &place, "E-PLUGIN-VALUE", "what", fields->what, "key", key,
                "expected", expected, "found", show(fields->arena, fields->report, value), NULL);
}

void pk_fields_problem(const pk_fields *fields, int line, const char *code, const char *name,
                       const char *value) {
  pk_place place;
  pk_file_place(fields->file, line, &place);
  pk_report_add(fields->report, &place, code, "what", fields->what, name, value, NULL);
}

static void missing(const pk_fields *fields, const char *key) {
  pk_fields_problem(fields, fields->table->line, "E-PLUGIN-KEY-MISSING", "key", key);
}

static bool listed(const char *const *keys, const char *key) {
  for (; *keys; keys++)
    if (strcmp(*keys, key) == 0)
      return true;
  return false;
}

void pk_fields_known(const pk_fields *fields, const char *const *keys, bool items) {
  size_t count = 0;
  int unknown = 0;
  while (keys[count])
    count++;
  for (int i = 0; i < fields->table->count; i++) {
    const pk_member *member = &fields->table->members[i];
    if (!member->key) {
      if (!items)
        pk_fields_wrong(fields, "1", &member->value, "rules.expect.named");
      items = true;
      continue;
    }
    if (strncmp(member->key, "x-", 2) == 0 || listed(keys, member->key))
      continue;
    if (++unknown > UNKNOWN_MAX)
      return;
    pk_place place;
    pk_file_place(fields->file, member->line, &place);
    pk_report_add(fields->report, &place, "E-PLUGIN-KEY", "what", fields->what, "key", member->key,
                  "suggestion", pk_nearest(member->key, keys, count), NULL);
  }
}

/* The member, if it is there and of this form; problems otherwise. */
static const pk_value *member_of(const pk_fields *fields, const char *key, bool required,
                                 pk_form form, const char *expected) {
  const pk_value *value = pk_value_find(fields->table, key);
  if (!value) {
    if (required)
      missing(fields, key);
    return NULL;
  }
  if (value->form == form)
    return value;
  pk_fields_wrong(fields, key, value, expected);
  return NULL;
}

const char *pk_fields_text(const pk_fields *fields, const char *key, bool required) {
  const pk_value *value = member_of(fields, key, required, PK_IS_TEXT, "rules.expect.text");
  return value ? value->text : NULL;
}

bool pk_fields_integer(const pk_fields *fields, const char *key, bool required, long long *out) {
  const pk_value *value = member_of(fields, key, required, PK_IS_INTEGER, "rules.expect.integer");
  if (!value)
    return !required && !pk_value_find(fields->table, key);
  *out = value->integer;
  return true;
}

bool pk_fields_bool(const pk_fields *fields, const char *key, bool *out) {
  const pk_value *value = member_of(fields, key, false, PK_IS_BOOL, "rules.expect.bool");
  if (value)
    *out = value->truth;
  return value || !pk_value_find(fields->table, key);
}

bool pk_fields_date(const pk_fields *fields, const char *key, pk_date *out) {
  const pk_value *value = pk_value_find(fields->table, key);
  if (!value)
    return true;
  if (value->form == PK_IS_TEXT && pk_date_read(value->text, out))
    return true;
  pk_fields_wrong(fields, key, value, "rules.expect.date");
  return false;
}

bool pk_fields_name(const pk_fields *fields, const char *key, pk_name *out) {
  const pk_value *value = pk_value_find(fields->table, key);
  if (!value)
    return true;
  if (value->form != PK_IS_TABLE) {
    pk_fields_wrong(fields, key, value, "rules.expect.name");
    return false;
  }
  pk_fields inner = *fields;
  inner.table = value;
  pk_fields_known(&inner, pk_lang_ids, false);
  for (int i = 0; i < PK_LANGS; i++)
    out->in[i] = pk_fields_text(&inner, pk_lang_ids[i], false);
  return true;
}

const pk_value *pk_fields_table(const pk_fields *fields, const char *key, bool required) {
  return member_of(fields, key, required, PK_IS_TABLE, "rules.expect.table");
}

bool pk_fields_texts(const pk_fields *fields, const char *key, bool required,
                     const char *const **out, int *count) {
  const pk_value *list = member_of(fields, key, required, PK_IS_TABLE, "rules.expect.texts");
  if (!list)
    return !required && !pk_value_find(fields->table, key);
  if (list->count > LIST_MAX) {
    pk_fields_wrong(fields, key, list, "rules.expect.texts");
    return false;
  }
  const char **texts = PK_NEW_ARRAY(fields->arena, const char *, (size_t)list->count);
  if (!texts) {
    pk_report_memory(fields->report);
    return false;
  }
  for (int i = 0; i < list->count; i++) {
    const pk_member *member = &list->members[i];
    if (member->key || member->value.form != PK_IS_TEXT) {
      pk_fields_wrong(fields, key, &member->value, "rules.expect.texts");
      return false;
    }
    texts[i] = member->value.text;
  }
  *out = texts;
  *count = list->count;
  return true;
}

int pk_fields_choice(const pk_fields *fields, const char *key, const char *const *choices,
                     int otherwise) {
  const pk_value *value = pk_value_find(fields->table, key);
  if (!value)
    return otherwise;
  size_t count = 0;
  for (; choices[count]; count++)
    if (value->form == PK_IS_TEXT && strcmp(choices[count], value->text) == 0)
      return (int)count;
  pk_text list = PK_TEXT_EMPTY;
  for (size_t i = 0; i < count; i++)
    pk_text_addf(&list, "%s\"%s\"", i ? ", " : "", choices[i]);
  char *known = pk_text_take(&list);
  pk_place place;
  pk_file_place(fields->file, value->line, &place);
  pk_report_add(fields->report, &place, "E-PLUGIN-CHOICE", "what", fields->what, "key", key,
                "found", show(fields->arena, fields->report, value), "choices", known ? known : "…",
                "suggestion",
                value->form == PK_IS_TEXT ? pk_nearest(value->text, choices, count) : NULL, NULL);
  if (!known)
    pk_report_memory(fields->report);
  free(known);
  return -1;
}
