/* JSON on its way out. */
#include "workshop/json.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void json_bytes(json_out *out, const char *bytes, size_t length) {
  if (out->failed)
    return;
  if (out->length + length + 1 > out->room) {
    size_t room = out->room ? out->room : 256;
    while (room < out->length + length + 1)
      room *= 2;
    char *more = realloc(out->bytes, room);
    if (!more) {
      out->failed = true;
      return;
    }
    out->bytes = more;
    out->room = room;
  }
  memcpy(out->bytes + out->length, bytes, length);
  out->length += length;
  out->bytes[out->length] = '\0';
}

void json_raw(json_out *out, const char *text) {
  json_bytes(out, text, strlen(text));
}

size_t json_letter(const char *text) {
  const unsigned char *s = (const unsigned char *)text;
  if (s[0] < 0x80)
    return 1;
  size_t n = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
  if (s[0] < 0xc2 || s[0] > 0xf4)
    return 0;
  for (size_t i = 1; i < n; i++)
    if ((s[i] & 0xc0) != 0x80)
      return 0;
  bool bad = (s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
             (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f);
  return bad ? 0 : n;
}

void json_quoted(json_out *out, const char *text) {
  if (!text) {
    json_raw(out, "null");
    return;
  }
  json_raw(out, "\"");
  for (const char *s = text; *s;) {
    size_t n = json_letter(s);
    unsigned char first = (unsigned char)*s;
    char code[8];
    if (n == 0) {
      json_raw(out, "\xef\xbf\xbd");
      n = 1;
    } else if (first < 0x20 || first == '"' || first == '\\' || first == '<' || first == 0x7f) {
      snprintf(code, sizeof code, "\\u%04x", first);
      json_raw(out, code);
    } else {
      json_bytes(out, s, n);
    }
    s += n;
  }
  json_raw(out, "\"");
}

void json_int(json_out *out, int64_t value) {
  char text[24];
  snprintf(text, sizeof text, "%" PRId64, value);
  json_raw(out, text);
}

void json_number(json_out *out, double value) {
  char text[40];
  if (!isfinite(value)) {
    json_raw(out, "null");
    return;
  }
  for (int digits = 6; digits <= 17; digits++) {
    snprintf(text, sizeof text, "%.*g", digits, value);
    if (strtod(text, NULL) == value)
      break;
  }
  json_raw(out, text);
}

void json_next(json_out *out) {
  char last = '[';
  for (size_t i = out->length; i > 0 && (last = out->bytes[i - 1]) == ' '; i--)
    ;
  if (out->length > 0 && last != '{' && last != '[')
    json_raw(out, ", ");
}

void json_name(json_out *out, const char *name) {
  json_next(out);
  json_quoted(out, name);
  json_raw(out, ": ");
}

void json_string_member(json_out *out, const char *name, const char *value) {
  json_name(out, name);
  json_quoted(out, value);
}

void json_int_member(json_out *out, const char *name, int64_t value) {
  json_name(out, name);
  json_int(out, value);
}

void json_number_member(json_out *out, const char *name, double value) {
  json_name(out, name);
  json_number(out, value);
}

void json_bool_member(json_out *out, const char *name, bool value) {
  json_name(out, name);
  json_raw(out, value ? "true" : "false");
}

void json_text_member(json_out *out, const char *name, const char *text) {
  json_name(out, name);
  json_raw(out, text ? text : "null");
}

char *json_take(json_out *out) {
  if (!out->failed && !out->bytes)
    json_raw(out, "");
  char *text = out->failed ? NULL : out->bytes;
  if (!text)
    json_drop(out);
  *out = JSON_OUT_EMPTY;
  return text;
}

void json_drop(json_out *out) {
  free(out->bytes);
  *out = JSON_OUT_EMPTY;
}
