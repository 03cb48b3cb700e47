/* New text that looks as if the author had written it.
 *
 * A file is looked at once: how lines end, how far a level is indented, whether small objects stand
 * on one line, what surrounds colons and commas. A file without objects gives the style of the
 * models in this repository. */
#include "model/edit.h"

#include "base/json.h"
#include "model/skip.h"

#include <string.h>

enum { WIDTH = 100 };

/* What is counted in one walk through the text. */
typedef struct counts {
  size_t inline_objects, long_objects, inline_arrays, long_arrays;
  size_t padded, colons, spaced_colons, commas, spaced_commas;
} counts;

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void count_bracket(counts *seen, const char *at, const char *end) {
  const char *next = pk_skip_space(at + 1, end);
  bool line = memchr(at, '\n', (size_t)(next - at)) != NULL;
  if (next >= end || *next == '}' || *next == ']')
    return;
  if (*at == '[') {
    *(line ? &seen->long_arrays : &seen->inline_arrays) += 1;
  } else if (line) {
    seen->long_objects++;
  } else {
    seen->inline_objects++;
    seen->padded += next > at + 1;
  }
}

static counts count_habits(const char *text, size_t length) {
  counts seen = {0};
  const char *end = text + length;
  for (const char *at = text; at < end; at = *at == '"' ? pk_skip_string(at, end) : at + 1) {
    char next = at + 1 < end ? at[1] : '\0';
    if (*at == '{' || *at == '[') {
      count_bracket(&seen, at, end);
    } else if (*at == ':') {
      seen.colons++;
      seen.spaced_colons += is_space(next);
    } else if (*at == ',' && next != '\n' && next != '\r') {
      seen.commas++;
      seen.spaced_commas += is_space(next);
    }
  }
  return seen;
}

/* The white space between the first line end and what follows is one level. */
static void find_indent(pk_style *style, const char *text, size_t length) {
  const char *line = memchr(text, '\n', length);
  size_t n = 0, left = line ? (size_t)(text + length - line) - 1 : 0;
  while (n < left && (line[1 + n] == ' ' || line[1 + n] == '\t'))
    n++;
  if (n > 0 && n < sizeof style->indent) {
    memcpy(style->indent, line + 1, n);
    style->indent[n] = '\0';
  }
}

pk_style pk_style_of(const char *text, size_t length) {
  pk_style style = {"\n", "  ", " ", ": ", ", ", WIDTH, WIDTH};
  counts seen = count_habits(text, length);
  const char *line = memchr(text, '\n', length);
  if (line && line > text && line[-1] == '\r')
    style.newline = "\r\n";
  if (seen.inline_objects + seen.long_objects == 0)
    return style;
  bool one_line = seen.long_objects + seen.long_arrays == 0;
  bool exploded = seen.inline_objects == 0 && seen.long_objects > 1;
  find_indent(&style, text, length);
  style.pad = seen.inline_objects && !seen.padded ? "" : " ";
  style.colon = seen.colons && !seen.spaced_colons ? ":" : ": ";
  style.comma = seen.commas ? seen.spaced_commas ? ", " : "," : seen.spaced_colons ? ", " : ",";
  style.width = one_line ? SIZE_MAX : exploded ? 0 : WIDTH;
  style.array_width = seen.inline_arrays ? WIDTH : seen.long_arrays ? 0 : style.width;
  if (one_line)
    style.array_width = SIZE_MAX;
  return style;
}

static void write_scalar(pk_text *out, json_t *value) {
  pk_json json = pk_json_start(out, 0);
  if (json_is_string(value))
    pk_json_string(&json, json_string_value(value));
  else if (json_is_integer(value))
    pk_json_integer(&json, json_integer_value(value));
  else if (json_is_real(value))
    pk_json_number(&json, json_real_value(value));
  else if (json_is_boolean(value))
    pk_json_bool(&json, json_is_true(value));
  else
    pk_json_null(&json);
}

void pk_style_write_key(const pk_style *style, pk_text *out, const char *key) {
  pk_json json = pk_json_start(out, 0);
  pk_json_string(&json, key);
  pk_text_add(out, style->colon);
}

static size_t size_of(json_t *value) {
  return json_is_object(value) ? json_object_size(value) : json_array_size(value);
}

/* Writes the members or elements of `value`, each after what `between` and `indent` make. */
typedef struct frame {
  const char *first, *between, *last; /* before the first, before the others, after the last */
  const char *indent;                 /* after each of them, on lines of their own */
  bool one_line;
} frame;

static void write_any(const pk_style *style, pk_text *out, json_t *value, const char *indent,
                      bool one_line);

static void write_container(const pk_style *style, pk_text *out, json_t *value,
                            const frame *around) {
  const char *key, *before = around->first;
  json_t *member;
  pk_text_add_char(out, json_is_object(value) ? '{' : '[');
  json_object_foreach(value, key, member) {
    pk_text_add(out, before);
    pk_text_add(out, around->indent);
    pk_style_write_key(style, out, key);
    write_any(style, out, member, around->indent, around->one_line);
    before = around->between;
  }
  for (size_t i = 0; i < json_array_size(value); i++) {
    pk_text_add(out, before);
    pk_text_add(out, around->indent);
    write_any(style, out, json_array_get(value, i), around->indent, around->one_line);
    before = around->between;
  }
  pk_text_add(out, around->last);
  pk_text_add_char(out, json_is_object(value) ? '}' : ']');
}

static void write_inline(const pk_style *style, pk_text *out, json_t *value) {
  const char *pad = json_is_object(value) ? style->pad : "";
  frame flat = {pad, style->comma, pad, "", true};
  write_container(style, out, value, &flat);
}

static void write_lines(const pk_style *style, pk_text *out, json_t *value, const char *indent) {
  pk_text deeper = PK_TEXT_EMPTY, between = PK_TEXT_EMPTY, last = PK_TEXT_EMPTY;
  pk_text_addf(&deeper, "%s%s", indent, style->indent);
  pk_text_addf(&between, ",%s", style->newline);
  pk_text_addf(&last, "%s%s", style->newline, indent);
  if (deeper.failed || between.failed || last.failed) {
    out->failed = true;
  } else {
    frame lines = {style->newline, between.data, last.data, deeper.data, false};
    write_container(style, out, value, &lines);
  }
  pk_text_free(&deeper);
  pk_text_free(&between);
  pk_text_free(&last);
}

static size_t line_start(const pk_text *out) {
  size_t line = out->length;
  while (line > 0 && out->data[line - 1] != '\n')
    line--;
  return line;
}

static size_t column_of(const pk_text *out) {
  size_t line = line_start(out);
  return out->data ? pk_utf8_columns(out->data + line) : 0;
}

/* Whether the value may stand on the line that `out` ends with. */
static bool fits(const pk_style *style, pk_text *out, json_t *value) {
  size_t width = json_is_object(value) ? style->width : style->array_width;
  if (width == 0 || width == SIZE_MAX)
    return width > 0;
  pk_text line = PK_TEXT_EMPTY;
  write_inline(style, &line, value);
  bool fit = line.data && column_of(out) + pk_utf8_columns(line.data) < width;
  out->failed = out->failed || line.failed;
  pk_text_free(&line);
  return fit;
}

static void write_any(const pk_style *style, pk_text *out, json_t *value, const char *indent,
                      bool one_line) {
  if (!json_is_object(value) && !json_is_array(value))
    write_scalar(out, value);
  else if (size_of(value) == 0)
    pk_text_add(out, json_is_object(value) ? "{}" : "[]");
  else if (one_line || fits(style, out, value))
    write_inline(style, out, value);
  else
    write_lines(style, out, value, indent);
}

void pk_style_write(const pk_style *style, pk_text *out, json_t *value) {
  size_t line = line_start(out), end = line;
  while (end < out->length && (out->data[end] == ' ' || out->data[end] == '\t'))
    end++;
  pk_text indent = PK_TEXT_EMPTY;
  pk_text_add_bytes(&indent, out->data ? out->data + line : "", end - line);
  write_any(style, out, value, indent.data ? indent.data : "", false);
  out->failed = out->failed || indent.failed;
  pk_text_free(&indent);
}
