/* A JSON writer: the caller says what comes, the writer puts commas, quotes and lines. */
#include "base/json.h"
#include "base/utf8.h"

#include <string.h>

pk_json pk_json_start(pk_text *out, int inline_depth) {
  return (pk_json){out, 0, inline_depth, true, false};
}

/* A new line at this depth, or nothing where containers stand on one line. */
static void new_line(pk_json *json) {
  pk_text_add_char(json->out, '\n');
  for (int i = 0; i < json->depth; i++)
    pk_text_add(json->out, "  ");
}

/* What stands before a value or key: a comma unless it is the first, and a line or a space. */
static void before(pk_json *json) {
  if (json->after_key) {
    json->after_key = false;
    return;
  }
  if (json->depth > 0) {
    bool own_line = json->depth <= json->inline_depth;
    if (!json->first)
      pk_text_add(json->out, own_line ? "," : ", ");
    if (own_line)
      new_line(json);
  }
  json->first = false;
}

static void open(pk_json *json, char bracket) {
  before(json);
  pk_text_add_char(json->out, bracket);
  json->depth++;
  json->first = true;
}

static void close(pk_json *json, char bracket) {
  bool own_line = json->depth <= json->inline_depth && !json->first;
  json->depth--;
  if (own_line)
    new_line(json);
  pk_text_add_char(json->out, bracket);
  json->first = false;
}

void pk_json_object(pk_json *json) {
  open(json, '{');
}
void pk_json_object_end(pk_json *json) {
  close(json, '}');
}
void pk_json_array(pk_json *json) {
  open(json, '[');
}
void pk_json_array_end(pk_json *json) {
  close(json, ']');
}

static void add_escaped(pk_text *out, const char *value) {
  static const char plain[] = "\"\\\b\f\n\r\t", letter[] = "\"\\bfnrt";
  pk_text_add_char(out, '"');
  for (size_t i = 0, length = strlen(value); i < length;) {
    uint32_t c;
    size_t n = pk_utf8_next(value + i, length - i, &c);
    const char *special = c < 0x80 ? strchr(plain, (int)c) : NULL;
    if (c == PK_UTF8_BAD)
      pk_text_add(out, PK_UTF8_REPLACEMENT);
    else if (special)
      pk_text_addf(out, "\\%c", letter[special - plain]);
    else if (c < 0x20)
      pk_text_addf(out, "\\u%04x", (unsigned)c);
    else
      pk_text_add_bytes(out, value + i, n);
    i += n;
  }
  pk_text_add_char(out, '"');
}

void pk_json_key(pk_json *json, const char *key) {
  before(json);
  add_escaped(json->out, key);
  pk_text_add(json->out, ": ");
  json->after_key = true;
}

void pk_json_string(pk_json *json, const char *value) {
  if (!value) {
    pk_json_null(json);
    return;
  }
  before(json);
  add_escaped(json->out, value);
}

void pk_json_verbatim(pk_json *json, const char *value) {
  before(json);
  pk_text_add(json->out, value);
}

void pk_json_number(pk_json *json, double value) {
  char buffer[32];
  pk_json_verbatim(json, pk_number_text(buffer, value));
}

void pk_json_rounded(pk_json *json, double value) {
  pk_json_number(json, pk_rounded(value));
}

void pk_json_integer(pk_json *json, long long value) {
  before(json);
  pk_text_addf(json->out, "%lld", value);
}

void pk_json_bool(pk_json *json, bool value) {
  pk_json_verbatim(json, value ? "true" : "false");
}
void pk_json_null(pk_json *json) {
  pk_json_verbatim(json, "null");
}

void pk_json_field(pk_json *json, const char *key, const char *value) {
  pk_json_key(json, key);
  pk_json_string(json, value);
}

void pk_json_number_field(pk_json *json, const char *key, double value) {
  pk_json_key(json, key);
  pk_json_number(json, value);
}

void pk_json_rounded_field(pk_json *json, const char *key, double value) {
  pk_json_key(json, key);
  pk_json_rounded(json, value);
}

void pk_json_integer_field(pk_json *json, const char *key, long long value) {
  pk_json_key(json, key);
  pk_json_integer(json, value);
}

void pk_json_bool_field(pk_json *json, const char *key, bool value) {
  pk_json_key(json, key);
  pk_json_bool(json, value);
}

void pk_json_verbatim_field(pk_json *json, const char *key, const char *value) {
  pk_json_key(json, key);
  pk_json_verbatim(json, value);
}

void pk_json_name_field(pk_json *json, const char *key, const pk_name *name) {
  pk_json_key(json, key);
  pk_json_object(json);
  for (int lang = 0; lang < PK_LANGS; lang++)
    if (name->in[lang])
      pk_json_field(json, pk_lang_ids[lang], name->in[lang]);
  pk_json_object_end(json);
}
