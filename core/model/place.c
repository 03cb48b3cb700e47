/* Places in the author's text. jansson keeps no positions, so a JSON Pointer is followed through
 * the text itself: only when there is a problem to show, and only by skipping. The text was read as
 * JSON before, so the walk may trust its shape; it never leaves the text all the same. */
#include "model/model.h"

#include "base/text.h"
#include "base/utf8.h"
#include "model/read.h"
#include "model/skip.h"

typedef struct span {
  const char *from, *to;
} span;

/* -------------------------------------------------------------------------- names and tokens */

static unsigned hex4(const char *at, const char *end) {
  unsigned value = 0;
  for (int i = 0; i < 4 && at < end; i++, at++) {
    unsigned digit = *at <= '9' ? (unsigned)(*at - '0') : (unsigned)((*at | 0x20) - 'a') + 10;
    value = value * 16 + (digit & 15);
  }
  return value;
}

/* One character of a JSON string into `out` (at most 4 bytes); returns where the next one begins.
 */
static const char *string_char(const char *at, const char *end, char *out, int *count) {
  static const char letters[] = "bfnrt", meant[] = "\b\f\n\r\t";
  *count = 1;
  out[0] = *at;
  if (*at != '\\' || at + 1 >= end)
    return at + 1;
  at++;
  const char *letter = strchr(letters, *at);
  out[0] = letter ? meant[letter - letters] : *at;
  if (*at != 'u')
    return at + 1;
  unsigned code = hex4(at + 1, end);
  at += 5;
  if (code >= 0xD800 && code < 0xDC00 && at + 6 <= end && at[0] == '\\') {
    code = 0x10000 + ((code - 0xD800) << 10) + (hex4(at + 2, end) - 0xDC00);
    at += 6;
  }
  *count = (int)pk_utf8_write(code & 0x1FFFFF, out);
  return at;
}

/* One byte of a pointer's token, with ~0 and ~1 undone. */
static char token_char(const char **at, const char *end) {
  char c = *(*at)++;
  if (c == '~' && *at < end && (**at == '0' || **at == '1'))
    c = *(*at)++ == '0' ? '~' : '/';
  return c;
}

/* Whether the JSON string (with its quotes) says the token. */
static bool says(span string, span token) {
  const char *at = string.from + 1, *end = string.to - 1, *want = token.from;
  while (at < end) {
    char bytes[4];
    int count;
    at = string_char(at, end, bytes, &count);
    for (int i = 0; i < count; i++)
      if (want >= token.to || token_char(&want, token.to) != bytes[i])
        return false;
  }
  return want == token.to;
}

/* --------------------------------------------------------------------------- one step downwards */

static bool find_member(const char *at, const char *end, span token, span *key,
                        const char **value) {
  for (at = pk_skip_space(at + 1, end); at < end && *at == '"'; at = pk_skip_space(at + 1, end)) {
    span name = {at, pk_skip_string(at, end)};
    at = pk_skip_space(name.to, end);
    at = pk_skip_space(at < end ? at + 1 : end, end);
    if (says(name, token)) {
      *key = name;
      *value = at;
      return true;
    }
    at = pk_skip_space(pk_skip_value(at, end), end);
    if (at >= end || *at != ',')
      return false;
  }
  return false;
}

static bool find_element(const char *at, const char *end, span token, const char **value) {
  long index = 0;
  for (const char *c = token.from; c < token.to; c++) {
    if (*c < '0' || *c > '9' || index > 100000000)
      return false;
    index = index * 10 + (*c - '0');
  }
  at = pk_skip_space(at + 1, end);
  for (; at < end && *at != ']'; index--) {
    if (index == 0) {
      *value = at;
      return true;
    }
    at = pk_skip_space(pk_skip_value(at, end), end);
    if (at >= end || *at != ',')
      return false;
    at = pk_skip_space(at + 1, end);
  }
  return false;
}

size_t pk_place_twin(const polku_model *model, size_t start, size_t end) {
  const char *text = model->text, *stop = text + end;
  span token = {text + start + 1, stop - 1};
  const char *open[64];
  int depth = 0;
  for (const char *at = text; at < text + start;
       at = *at == '"' ? pk_skip_string(at, stop) : at + 1) {
    if (*at == '{' || *at == '[')
      open[depth++ % 64] = at;
    else if (*at == '}' || *at == ']')
      depth--;
  }
  span key = {text + start, stop};
  const char *value;
  if (depth > 0 && depth <= 64 && !memchr(token.from, '\\', (size_t)(token.to - token.from)))
    find_member(open[depth - 1], stop, token, &key, &value);
  return (size_t)(key.from - text);
}

/* --------------------------------------------------------------------------------------- places */

static size_t code_points(const char *from, const char *to) {
  size_t count = 0;
  for (; from < to; from++)
    count += ((unsigned char)*from & 0xC0) != 0x80;
  return count;
}

void pk_place_bytes(const polku_model *model, size_t offset, size_t bytes, pk_place *place) {
  const char *text = model->text, *end = text + model->length;
  if (offset > model->length)
    offset = model->length;
  const char *at = text + offset, *line = text;
  int number = 1;
  for (const char *c = text; (c = memchr(c, '\n', (size_t)(at - c))) != NULL;) {
    line = ++c;
    number++;
  }
  const char *stop = memchr(line, '\n', (size_t)(end - line));
  stop = stop ? stop : end;
  if (stop > line && stop[-1] == '\r')
    stop--;
  const char *to = bytes < (size_t)(end - at) ? at + bytes : end;
  size_t length = code_points(at, to < stop ? to : stop);
  if (line == text && end - text >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 && at >= text + 3)
    line += 3; /* a byte order mark is no column */
  place->file = model->file;
  place->line = number;
  place->column = (int)code_points(line, at) + 1;
  place->length = length > 0 ? (int)length : 1;
  place->line_text = line;
  place->line_length = (size_t)(stop - line);
}

/* What is underlined: a name, a plain value whole, an object or list by its bracket. */
static span mark(span key, const char *value, const char *end, bool want_key) {
  if (want_key && key.from)
    return key;
  if (value >= end)
    return (span){end, end};
  if (*value == '{' || *value == '[')
    return (span){value, value + 1};
  return (span){value, pk_skip_value(value, end)};
}

void pk_model_place(const pk_model *model, const char *pointer, bool key, pk_place *place) {
  const char *end = model->text + model->length;
  const char *value = pk_skip_space(model->text, end), *at = pointer;
  span name = {NULL, NULL};
  bool found = true;
  while (found && *at == '/' && value < end) {
    span token = {at + 1, at + 1 + strcspn(at + 1, "/")};
    span none = {NULL, NULL};
    if (*value == '{') {
      found = find_member(value, end, token, &name, &value);
    } else {
      found = *value == '[' && find_element(value, end, token, &value);
      name = found ? none : name;
    }
    at = token.to;
  }
  span marked = mark(name, value, end, key || !found);
  pk_place_bytes(model, (size_t)(marked.from - model->text), (size_t)(marked.to - marked.from),
                 place);
  place->pointer = pointer;
}
