/* manifest.lua and params.lua: Lua's literals, read without Lua.
 *
 * A plugin can be listed, compared and edited without running any of it, because these two files
 * hold `return { … }` of texts, whole numbers, true, false and tables, and nothing else. Reading
 * them ourselves also gives every value its line. */
#include "rules/value.h"

#include "base/text.h"
#include "base/utf8.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 16 };

typedef struct parser {
  pk_arena *arena;
  polku_report *report;
  const pk_file *file;
  const char *at, *end;
  int line, depth;
} parser;

static bool read_value(parser *p, pk_value *value);

/* Not those of <ctype.h>: they follow the locale of the program. */
static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_word(char c) {
  return is_letter(c) || is_digit(c);
}

static bool fail(parser *p, const char *expected) {
  char found[16] = "";
  size_t length = 0;
  if (p->at < p->end && is_letter(*p->at))
    while (p->at + length < p->end && length < sizeof found - 1 && is_word(p->at[length])) {
      found[length] = p->at[length];
      length++;
    }
  else if (p->at < p->end && (unsigned char)*p->at < 128)
    found[0] = *p->at;
  pk_place place;
  pk_file_place(p->file, p->line, &place);
  pk_report_add(p->report, &place, "E-PLUGIN-DATA", "expected", expected, "found",
                found[0] ? found : "…", NULL);
  return false;
}

static bool no_memory(parser *p) {
  pk_report_memory(p->report);
  return false;
}

/* The number of '=' of a long bracket that opens here, or -1. */
static int long_bracket(const parser *p) {
  const char *at = p->at;
  if (at >= p->end || *at++ != '[')
    return -1;
  int level = 0;
  for (; at < p->end && *at == '='; at++)
    level++;
  return at < p->end && *at == '[' ? level : -1;
}

/* Passes over a long bracket; its content in *from, *length. False when it does not end. */
static bool read_long(parser *p, int level, const char **from, size_t *length) {
  p->at += level + 2;
  if (p->at < p->end && *p->at == '\n') {
    p->line++;
    p->at++;
  }
  *from = p->at;
  for (; p->at < p->end; p->at++) {
    if (*p->at == '\n')
      p->line++;
    if (*p->at != ']')
      continue;
    const char *close = p->at + 1;
    int equals = 0;
    for (; close < p->end && *close == '='; close++)
      equals++;
    if (equals == level && close < p->end && *close == ']') {
      *length = (size_t)(p->at - *from);
      p->at = close + 1;
      return true;
    }
  }
  return false;
}

/* Passes over white space and comments. */
static void skip(parser *p) {
  while (p->at < p->end) {
    if (*p->at == '\n')
      p->line++;
    if (strchr(" \t\r\n", *p->at) && *p->at) {
      p->at++;
    } else if (p->end - p->at >= 2 && p->at[0] == '-' && p->at[1] == '-') {
      p->at += 2;
      int level = long_bracket(p);
      const char *from;
      size_t length;
      if (level >= 0 && read_long(p, level, &from, &length))
        continue;
      while (p->at < p->end && *p->at != '\n')
        p->at++;
    } else {
      return;
    }
  }
}

static bool is(const parser *p, char c) {
  return p->at < p->end && *p->at == c;
}

static bool take(parser *p, char c) {
  if (!is(p, c))
    return false;
  p->at++;
  skip(p);
  return true;
}

/* The length of the name that stands here, 0 when none does. */
static size_t name_length(const parser *p) {
  size_t length = 0;
  if (p->at < p->end && is_digit(*p->at))
    return 0;
  while (p->at + length < p->end && is_word(p->at[length]))
    length++;
  return length;
}

/* Words of Lua cannot stand as a key without brackets; files of data stay valid Lua. */
static bool is_keyword(const char *name, size_t length) {
  static const char *const words[] = {"and",   "break", "do",       "else", "elseif", "end",
                                      "false", "for",   "function", "goto", "if",     "in",
                                      "local", "nil",   "not",      "or",   "repeat", "return",
                                      "then",  "true",  "until",    "while"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strlen(words[i]) == length && strncmp(words[i], name, length) == 0)
      return true;
  return false;
}

static bool take_word(parser *p, const char *word) {
  size_t length = name_length(p);
  if (length != strlen(word) || strncmp(p->at, word, length) != 0)
    return false;
  p->at += length;
  skip(p);
  return true;
}

static int digit(char c) {
  if (is_digit(c))
    return c - '0';
  c = (char)(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

/* Digits of `base`, at least one and at most `most`, into *code. */
static bool read_digits(parser *p, int base, int most, unsigned long *code) {
  int count = 0;
  *code = 0;
  for (; count < most && p->at < p->end && digit(*p->at) < base; count++)
    *code = *code * (unsigned long)base + (unsigned long)digit(*p->at++);
  return count > 0;
}

/* One escape after its backslash. */
static bool read_escape(parser *p, pk_text *out) {
  static const char letters[] = "abfnrtv\\\"'", meant[] = "\a\b\f\n\r\t\v\\\"'";
  if (p->at >= p->end)
    return false;
  char c = *p->at;
  unsigned long code = 0;
  const char *plain = c ? strchr(letters, c) : NULL;
  if (plain) {
    p->at++;
    pk_text_add_char(out, meant[plain - letters]);
    return true;
  }
  if (c == '\n') {
    p->at++;
    p->line++;
    pk_text_add_char(out, '\n');
    return true;
  }
  if (c == 'z') {
    for (p->at++; p->at < p->end && *p->at && strchr(" \t\r\n\v\f", *p->at); p->at++)
      if (*p->at == '\n')
        p->line++;
    return true;
  }
  if (c == 'u' && p->end - p->at > 2 && p->at[1] == '{') {
    p->at += 2;
    if (!read_digits(p, 16, 6, &code) || !is(p, '}') || code == 0 || code > 0x10FFFF)
      return false;
    p->at++;
    char bytes[4];
    pk_text_add_bytes(out, bytes, pk_utf8_write((uint32_t)code, bytes));
    return true;
  }
  bool hex = c == 'x';
  if (hex)
    p->at++;
  if (!read_digits(p, hex ? 16 : 10, hex ? 2 : 3, &code) || code == 0 || code > 255)
    return false;
  pk_text_add_char(out, (char)code);
  return true;
}

static bool keep_text(parser *p, pk_value *value, const char *text, size_t length) {
  value->form = PK_IS_TEXT;
  const char *wrong;
  value->text = pk_text_keep(p->arena, text, length, &wrong);
  if (wrong)
    return fail(p, "rules.expect.utf8");
  return value->text || no_memory(p);
}

static bool read_text(parser *p, pk_value *value) {
  char quote = *p->at++;
  pk_text out = PK_TEXT_EMPTY;
  bool good = true;
  while (good && p->at < p->end && *p->at != quote && *p->at != '\n') {
    if (*p->at == '\\') {
      p->at++;
      good = read_escape(p, &out);
    } else {
      pk_text_add_char(&out, *p->at++);
    }
  }
  if (!good || !is(p, quote)) {
    pk_text_free(&out);
    return fail(p, "rules.expect.quote");
  }
  p->at++;
  size_t length = out.length;
  char *text = pk_text_take(&out);
  if (!text)
    return no_memory(p);
  good = keep_text(p, value, text, length);
  free(text);
  return good;
}

static bool read_number(parser *p, pk_value *value) {
  char digits[32];
  size_t length = 0;
  bool minus = take(p, '-'), hex = false, fraction = false;
  for (; p->at < p->end && length < sizeof digits - 1; p->at++) {
    char c = *p->at;
    if (length == 1 && (c == 'x' || c == 'X'))
      hex = true;
    else if (c == '.' || (!hex && (c == 'e' || c == 'E')))
      fraction = true;
    else if (digit(c) > 15)
      break;
    digits[length++] = c;
  }
  digits[length] = 0;
  char *stop = digits;
  errno = 0;
  value->form = fraction ? PK_IS_FLOAT : PK_IS_INTEGER;
  value->integer = strtoll(digits, &stop, hex ? 16 : 10);
  if (length == 0 || (!fraction && (*stop || errno)))
    return fail(p, "rules.expect.value");
  if (minus)
    value->integer = -value->integer;
  return true;
}

static int by_key(const void *a, const void *b) {
  const pk_member *x = a, *y = b;
  return strcmp(x->key, y->key);
}

/* Members as pk_value promises them: the list first, then keys in order; no key twice. */
static bool finish_table(parser *p, pk_value *value, pk_member *members, int count) {
  pk_member *sorted = PK_NEW_ARRAY(p->arena, pk_member, (size_t)count);
  if (!sorted)
    return no_memory(p);
  int items = 0, at = 0;
  for (int i = 0; i < count; i++)
    if (!members[i].key)
      sorted[items++] = members[i];
  at = items;
  for (int i = 0; i < count; i++)
    if (members[i].key)
      sorted[at++] = members[i];
  if (count > items)
    qsort(sorted + items, (size_t)(count - items), sizeof *sorted, by_key);
  for (int i = items + 1; i < count; i++) {
    if (strcmp(sorted[i].key, sorted[i - 1].key) != 0)
      continue;
    char other[24];
    int first = sorted[i].line < sorted[i - 1].line ? sorted[i].line : sorted[i - 1].line;
    snprintf(other, sizeof other, "%d", first);
    pk_place place;
    pk_file_place(p->file, sorted[i].line > first ? sorted[i].line : sorted[i - 1].line, &place);
    pk_report_add(p->report, &place, "E-PLUGIN-TWICE", "what", sorted[i].key, "file", p->file->path,
                  "line", other, NULL);
    return false;
  }
  value->form = PK_IS_TABLE;
  value->members = sorted;
  value->count = count;
  return true;
}

/* `[ "key" ] = value`, `key = value` or an item. */
static bool read_member(parser *p, pk_member *member) {
  member->line = p->line;
  size_t length = name_length(p);
  if (is(p, '[') && long_bracket(p) < 0) {
    pk_value key = {0};
    take(p, '[');
    if (!is(p, '"') && !is(p, '\''))
      return fail(p, "rules.expect.key");
    if (!read_value(p, &key))
      return false;
    if (!take(p, ']') || !take(p, '='))
      return fail(p, "rules.expect.equals");
    member->key = key.text;
  } else if (length) {
    const char *start = p->at;
    int line = p->line;
    p->at += length;
    skip(p);
    if (is(p, '=') && is_keyword(start, length)) {
      p->at = start;
      p->line = line;
      return fail(p, "rules.expect.bracketed");
    }
    if (take(p, '=')) {
      member->key = pk_strndup(p->arena, start, length);
      if (!member->key)
        return no_memory(p);
    } else {
      p->at = start;
      p->line = line;
    }
  }
  return read_value(p, &member->value);
}

static bool read_table(parser *p, pk_value *value) {
  pk_member *members = NULL;
  size_t count = 0, room = 0;
  bool good = ++p->depth <= DEPTH_MAX || fail(p, "rules.expect.shallow");
  take(p, '{');
  while (good && !is(p, '}')) {
    if (count == room) {
      size_t wider = room ? room * 2 : 8;
      pk_member *more = realloc(members, wider * sizeof *more);
      if (!more) {
        good = no_memory(p);
        break;
      }
      members = more;
      room = wider;
    }
    members[count] = (pk_member){0};
    good = read_member(p, &members[count]);
    count++;
    if (good && !take(p, ',') && !take(p, ';') && !is(p, '}'))
      good = fail(p, "rules.expect.comma");
  }
  if (good) {
    p->at++;
    good = finish_table(p, value, members, (int)count);
  }
  p->depth--;
  free(members);
  return good;
}

static bool read_value(parser *p, pk_value *value) {
  value->line = p->line;
  bool good = true;
  int level = long_bracket(p);
  if (level >= 0) {
    const char *from;
    size_t length;
    good = read_long(p, level, &from, &length) ? keep_text(p, value, from, length)
                                               : fail(p, "rules.expect.quote");
  } else if (is(p, '"') || is(p, '\'')) {
    good = read_text(p, value);
  } else if (is(p, '{')) {
    good = read_table(p, value);
  } else if (is(p, '-') || (p->at < p->end && is_digit(*p->at))) {
    good = read_number(p, value);
  } else if (take_word(p, "true")) {
    value->form = PK_IS_BOOL;
    value->truth = true;
  } else if (take_word(p, "false")) {
    value->form = PK_IS_BOOL;
  } else {
    good = fail(p, "rules.expect.value");
  }
  if (good)
    skip(p);
  return good;
}

bool pk_data_read(pk_arena *arena, const pk_file *file, pk_value *value, polku_report *report) {
  parser p = {arena, report, file, file->text, file->text + file->length, 1, 0};
  *value = (pk_value){0};
  skip(&p);
  if (!take_word(&p, "return"))
    return fail(&p, "rules.expect.return");
  if (!is(&p, '{'))
    return fail(&p, "rules.expect.table");
  if (!read_value(&p, value))
    return false;
  take(&p, ';');
  return p.at == p.end || fail(&p, "rules.expect.end");
}
