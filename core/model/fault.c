/* Why a text is not JSON. A small state machine reads tokens until one does not fit, and names the
 * mistake that a person probably made there. */
#include "model/fault.h"

#include <stdint.h>
#include <string.h>

#define DEEPEST 2048 /* jansson's own limit */

typedef enum {
  WANT_VALUE,
  WANT_VALUE_OR_END, /* after '[' */
  WANT_KEY,          /* after a comma */
  WANT_KEY_OR_END,   /* after '{' */
  WANT_COLON,
  WANT_COMMA,
  WANT_NOTHING
} want;

typedef struct scan {
  const char *text;
  size_t length, at;
  size_t comma;   /* the last one */
  size_t suspect; /* 1 + an opening bracket whose partner was probably forgotten */
  want want;
  int depth;
  size_t open[DEEPEST];
  pk_fault *fault;
} scan;

static bool stop(scan *s, const char *reason, size_t offset, size_t bytes) {
  *s->fault = (pk_fault){reason, offset, bytes};
  return false;
}

/* Bytes of the word at the place: up to a space or a sign of JSON. */
static size_t word_bytes(const scan *s) {
  size_t n = 0;
  while (s->at + n < s->length && !strchr(" \t\r\n,:[]{}\"", s->text[s->at + n]))
    n++;
  return n ? n : 1;
}

static bool scan_escape(scan *s) {
  size_t start = s->at - 1;
  if (s->at >= s->length || !strchr("\"\\/bfnrtu", s->text[s->at]))
    return stop(s, "model.syntax.escape", start, 2);
  if (s->text[s->at++] != 'u')
    return true;
  for (int i = 0; i < 4; i++, s->at++)
    if (s->at >= s->length || !strchr("0123456789abcdefABCDEF", s->text[s->at]))
      return stop(s, "model.syntax.escape", start, 2);
  return true;
}

static bool scan_string(scan *s) {
  size_t start = s->at++;
  while (s->at < s->length) {
    unsigned char c = (unsigned char)s->text[s->at++];
    if (c == '"')
      return true;
    if (c == '\n' || c == '\r')
      return stop(s, "model.syntax.text_open", start, s->at - 1 - start);
    if (c < 0x20)
      return stop(s, "model.syntax.control", s->at - 1, 1);
    if (c == '\\' && !scan_escape(s))
      return false;
  }
  return stop(s, "model.syntax.text_open", start, s->length - start);
}

static size_t digits(const scan *s, size_t at) {
  size_t n = 0;
  while (at + n < s->length && s->text[at + n] >= '0' && s->text[at + n] <= '9')
    n++;
  return n;
}

/* -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)? */
static bool scan_number(scan *s) {
  size_t bytes = word_bytes(s), at = s->at, n;
  if (s->text[at] == '-')
    at++;
  n = digits(s, at);
  bool good = n == 1 || (n > 1 && s->text[at] != '0');
  at += n;
  if (at < s->length && s->text[at] == '.') {
    n = digits(s, at + 1);
    good &= n > 0;
    at += 1 + n;
  }
  if (at < s->length && (s->text[at] == 'e' || s->text[at] == 'E')) {
    at++;
    if (at < s->length && (s->text[at] == '+' || s->text[at] == '-'))
      at++;
    n = digits(s, at);
    good &= n > 0;
    at += n;
  }
  if (!good || at - s->at != bytes)
    return stop(s, "model.syntax.number", s->at, bytes);
  s->at = at;
  return true;
}

static bool scan_word(scan *s) {
  static const char *const known[] = {"true", "false", "null"};
  size_t bytes = word_bytes(s);
  for (int i = 0; i < 3; i++)
    if (bytes == strlen(known[i]) && memcmp(s->text + s->at, known[i], bytes) == 0) {
      s->at += bytes;
      return true;
    }
  return stop(s, "model.syntax.word", s->at, bytes);
}

/* Quotes that look right in a word processor and are wrong here: ' “ ” „ ’ « ». */
static bool other_quote(const scan *s) {
  const char *at = s->text + s->at;
  size_t left = s->length - s->at;
  if (*at == '\'')
    return true;
  if (left >= 3 && memcmp(at, "\xE2\x80", 2) == 0)
    return (unsigned char)at[2] >= 0x98 && (unsigned char)at[2] <= 0x9F;
  return left >= 2 && (memcmp(at, "\xC2\xAB", 2) == 0 || memcmp(at, "\xC2\xBB", 2) == 0);
}

/* A mistake that is the same wherever it stands. */
static bool common_mistake(scan *s) {
  char c = s->text[s->at];
  if (c == '/' || c == '#')
    return stop(s, "model.syntax.comment", s->at, word_bytes(s));
  if (other_quote(s))
    return stop(s, "model.syntax.quotes", s->at, word_bytes(s));
  return true;
}

static void after_value(scan *s) {
  s->want = s->depth > 0 ? WANT_COMMA : WANT_NOTHING;
}

/* Spaces and tabs at the beginning of the line; SIZE_MAX unless nothing else stands before `at`. */
static size_t indent(const scan *s, size_t at, bool alone) {
  size_t from = at, n = 0;
  while (from > 0 && s->text[from - 1] != '\n')
    from--;
  while (s->text[from + n] == ' ' || s->text[from + n] == '\t')
    n++;
  return alone && from + n != at ? SIZE_MAX : n;
}

/* People align brackets: one that closes on a line of its own, but not under the line on which its
 * partner opened, probably closes another, and the partner's own was forgotten. */
static void suspect(scan *s) {
  size_t open = s->open[s->depth - 1], here = indent(s, s->at, true);
  if (s->suspect == 0 && here != SIZE_MAX && here < indent(s, open, false))
    s->suspect = open + 1;
}

static bool close_bracket(scan *s, char c) {
  if (s->depth == 0)
    return stop(s, "model.syntax.bracket_extra", s->at, 1);
  if (s->want == WANT_KEY || (s->want == WANT_VALUE && s->comma > s->open[s->depth - 1] &&
                              s->text[s->open[s->depth - 1]] == '['))
    return stop(s, "model.syntax.comma_extra", s->comma, 1);
  if (s->want == WANT_VALUE || s->want == WANT_COLON)
    return stop(s, "model.syntax.value_missing", s->at, 1);
  char open = s->text[s->open[s->depth - 1]];
  if ((open == '{') != (c == '}'))
    return stop(s, "model.syntax.bracket_other", s->at, 1);
  suspect(s);
  s->depth--;
  s->at++;
  after_value(s);
  return true;
}

static bool open_bracket(scan *s, char c) {
  if (s->depth == DEEPEST)
    return stop(s, "model.syntax.other", s->at, 1);
  s->open[s->depth++] = s->at++;
  s->want = c == '{' ? WANT_KEY_OR_END : WANT_VALUE_OR_END;
  return true;
}

static bool scan_value(scan *s, char c) {
  if (c == '{' || c == '[')
    return open_bracket(s, c);
  if (c == ',' || c == ':')
    return stop(s,
                c == ',' && s->at > 0 && s->comma + 1 == s->at ? "model.syntax.comma_extra"
                                                               : "model.syntax.value_missing",
                s->at, 1);
  bool good;
  if (c == '"')
    good = scan_string(s);
  else if (strchr("-+.0123456789", c))
    good = scan_number(s);
  else
    good = scan_word(s);
  if (good)
    after_value(s);
  return good;
}

static bool scan_comma(scan *s, char c) {
  if (c != ',')
    return stop(s,
                c == ':'                       ? "model.syntax.colon_extra"
                : strchr("{[\"-0123456789", c) ? "model.syntax.comma_missing"
                                               : "model.syntax.quote_missing",
                s->at, strchr("{[\":", c) ? 1 : word_bytes(s));
  s->comma = s->at++;
  s->want = s->text[s->open[s->depth - 1]] == '{' ? WANT_KEY : WANT_VALUE;
  return true;
}

/* "0,4": read as 0, then a comma, then 4. */
static bool decimal_comma(const scan *s, char c) {
  return c >= '0' && c <= '9' && s->at >= 2 && s->comma + 1 == s->at && s->text[s->at - 2] >= '0' &&
         s->text[s->at - 2] <= '9';
}

static bool scan_key(scan *s, char c) {
  if (decimal_comma(s, c))
    return stop(s, "model.syntax.decimal", s->comma, 1);
  if (c != '"')
    return stop(s, c == ',' ? "model.syntax.comma_extra" : "model.syntax.key_quotes", s->at,
                word_bytes(s));
  s->want = WANT_COLON;
  return scan_string(s);
}

static bool scan_token(scan *s) {
  char c = s->text[s->at];
  if (!common_mistake(s))
    return false;
  if (c == '}' || c == ']')
    return close_bracket(s, c);
  switch (s->want) {
  case WANT_NOTHING:
    return stop(s, "model.syntax.after", s->at, 1);
  case WANT_COMMA:
    return scan_comma(s, c);
  case WANT_COLON:
    if (c != ':')
      return stop(s, "model.syntax.colon_missing", s->at, 1);
    s->at++;
    s->want = WANT_VALUE;
    return true;
  case WANT_KEY:
  case WANT_KEY_OR_END:
    return scan_key(s, c);
  default:
    return scan_value(s, c);
  }
}

bool pk_fault_find(const char *text, size_t length, pk_fault *fault) {
  scan s = {.text = text, .length = length, .want = WANT_VALUE, .fault = fault};
  for (;;) {
    while (s.at < length && strchr(" \t\r\n", text[s.at]))
      s.at++;
    if (s.at >= length)
      break;
    if (!scan_token(&s))
      return true;
  }
  if (s.want == WANT_NOTHING)
    return false;
  if (s.depth > 0)
    *fault =
        (pk_fault){"model.syntax.bracket_open", s.suspect ? s.suspect - 1 : s.open[s.depth - 1], 1};
  else
    *fault = (pk_fault){"model.syntax.empty", 0, 0};
  return true;
}
