/* JSON written the way people write it: each author has a style. */
#include "random_model.h"

#include "base/ids.h"
#include "base/json.h"
#include "base/random.h"
#include "base/text.h"

#include <string.h>

typedef struct layout {
  const char *indent, *newline, *pad, *colon, *comma;
  size_t width; /* what is shorter stands on one line */
  bool final_newline;
} layout;

static void write_inline(pk_text *out, json_t *value, const layout *style);

static void write_scalar(pk_text *out, json_t *value) {
  char number[32];
  pk_json json = pk_json_start(out, 0);
  if (json_is_string(value))
    pk_json_string(&json, json_string_value(value));
  else if (json_is_number(value))
    pk_text_add(out, pk_number_text(number, json_number_value(value)));
  else
    pk_text_add(out, json_is_true(value) ? "true" : json_is_false(value) ? "false" : "null");
}

static void write_key(pk_text *out, const char *key, const layout *style) {
  pk_json json = pk_json_start(out, 0);
  pk_json_string(&json, key);
  pk_text_add(out, style->colon);
}

static void write_inline_object(pk_text *out, json_t *value, const layout *style) {
  const char *key, *before = style->pad;
  json_t *member;
  pk_text_add(out, "{");
  json_object_foreach(value, key, member) {
    pk_text_add(out, before);
    write_key(out, key, style);
    write_inline(out, member, style);
    before = style->comma;
  }
  pk_text_add(out, json_object_size(value) ? style->pad : "");
  pk_text_add(out, "}");
}

static void write_inline(pk_text *out, json_t *value, const layout *style) {
  if (json_is_object(value)) {
    write_inline_object(out, value, style);
  } else if (json_is_array(value)) {
    pk_text_add(out, "[");
    for (size_t i = 0; i < json_array_size(value); i++) {
      pk_text_add(out, i ? style->comma : "");
      write_inline(out, json_array_get(value, i), style);
    }
    pk_text_add(out, "]");
  } else {
    write_scalar(out, value);
  }
}

static bool fits(json_t *value, const layout *style, int depth) {
  if (!json_is_object(value) && !json_is_array(value))
    return true;
  if (json_object_size(value) + json_array_size(value) == 0)
    return true;
  pk_text line = PK_TEXT_EMPTY;
  write_inline(&line, value, style);
  bool fit = line.length + 2 * (size_t)depth < style->width;
  pk_text_free(&line);
  return fit;
}

static void new_line(pk_text *out, const layout *style, int depth) {
  pk_text_add(out, style->newline);
  for (int i = 0; i < depth; i++)
    pk_text_add(out, style->indent);
}

static void write_value(pk_text *out, json_t *value, const layout *style, int depth) {
  if (fits(value, style, depth)) {
    write_inline(out, value, style);
    return;
  }
  const char *key;
  json_t *member;
  bool first = true;
  pk_text_add(out, json_is_object(value) ? "{" : "[");
  json_object_foreach(value, key, member) {
    pk_text_add(out, first ? "" : ",");
    new_line(out, style, depth + 1);
    write_key(out, key, style);
    write_value(out, member, style, depth + 1);
    first = false;
  }
  for (size_t i = 0; i < json_array_size(value); i++) {
    pk_text_add(out, i ? "," : "");
    new_line(out, style, depth + 1);
    write_value(out, json_array_get(value, i), style, depth + 1);
  }
  new_line(out, style, depth);
  pk_text_add(out, json_is_object(value) ? "}" : "]");
}

static char *written(json_t *value, const layout *style) {
  pk_text out = PK_TEXT_EMPTY;
  write_value(&out, value, style, 0);
  if (style->final_newline)
    pk_text_add(&out, style->newline);
  return pk_text_take(&out);
}

char *tidy_layout(json_t *value) {
  static const layout tidy = {"  ", "\n", " ", ": ", ", ", 100, true};
  return written(value, &tidy);
}

char *random_layout(json_t *value, uint64_t seed) {
  static const char *const indents[] = {"  ", "    ", "\t", " "};
  static const size_t widths[] = {0, 40, 80, 100, SIZE_MAX};
  pk_stream dice;
  pk_stream_start(&dice, seed, pk_hash("layout"));
  bool spaced = pk_stream_below(&dice, 4) > 0;
  layout style = {indents[pk_stream_below(&dice, 4)],
                  pk_stream_below(&dice, 4) ? "\n" : "\r\n",
                  pk_stream_below(&dice, 2) ? " " : "",
                  spaced ? ": " : ":",
                  spaced ? ", " : ",",
                  widths[pk_stream_below(&dice, 5)],
                  pk_stream_below(&dice, 4) > 0};
  return written(value, &style);
}
