/* Growing text, numbers as the shortest text that reads back, and UTF-8.
 *
 * A program that embeds the library may have set a locale whose decimal sign is a comma; numbers
 * for files must not change with it, so every conversion here runs in the C locale of this thread.
 */
#include "base/text.h"
#include "base/utf8.h"

#include <locale.h>
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Makes room for `more` bytes and a NUL. */
static bool reserve(pk_text *text, size_t more) {
  if (text->failed)
    return false;
  if (more < text->room && text->length < text->room - more)
    return true;
  size_t room = text->room ? text->room : 64;
  while (room <= text->length || room - text->length <= more) {
    if (room > SIZE_MAX / 2) {
      text->failed = true;
      return false;
    }
    room *= 2;
  }
  char *data = realloc(text->data, room);
  if (!data) {
    text->failed = true;
    return false;
  }
  text->data = data;
  text->room = room;
  return true;
}

void pk_text_add_bytes(pk_text *text, const char *more, size_t length) {
  if (!reserve(text, length))
    return;
  if (length)
    memcpy(text->data + text->length, more, length);
  text->length += length;
  text->data[text->length] = '\0';
}

void pk_text_add(pk_text *text, const char *more) {
  pk_text_add_bytes(text, more, strlen(more));
}

void pk_text_add_char(pk_text *text, char c) {
  pk_text_add_bytes(text, &c, 1);
}

/* The C locale for this thread; glibc and musl give it without allocating. */
static locale_t enter_c_locale(void) {
  locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
  return c ? uselocale(c) : (locale_t)0;
}

static void leave_c_locale(locale_t before) {
  if (before)
    uselocale(before);
}

void pk_text_addf(pk_text *text, const char *format, ...) {
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  locale_t before = enter_c_locale();
  int needed = vsnprintf(NULL, 0, format, args);
  if (needed < 0)
    text->failed = true;
  else if (reserve(text, (size_t)needed)) {
    vsnprintf(text->data + text->length, (size_t)needed + 1, format, again);
    text->length += (size_t)needed;
  }
  leave_c_locale(before);
  va_end(again);
  va_end(args);
}

char *pk_text_take(pk_text *text) {
  if (!text->failed && !text->data)
    pk_text_add_bytes(text, "", 0);
  char *result = text->failed ? NULL : text->data;
  if (text->failed)
    free(text->data);
  *text = (pk_text)PK_TEXT_EMPTY;
  return result;
}

void pk_text_free(pk_text *text) {
  free(text->data);
  *text = (pk_text)PK_TEXT_EMPTY;
}

/* Writes `value` with so many significant digits; true when it reads back the same. */
static bool written_with(char *buffer, double value, int digits) {
  snprintf(buffer, 32, "%.*g", digits, value);
  return strtod(buffer, NULL) == value;
}

/* At a power of two the double below is nearer than the one above, so that of two decimals of 16
 * digits the farther one, the upper, may be the one that reads back: 2^-44 is such a number. */
static bool written_upper(char *buffer, double value) {
  snprintf(buffer, 32, "%.15e", value);
  char *d = strchr(buffer, 'e') - 1;
  for (; d > buffer && (*d == '9' || *d == '.'); d--)
    if (*d == '9')
      *d = '0';
  if (*d < '0' || *d > '8')
    return false;
  ++*d;
  return strtod(buffer, NULL) == value;
}

char *pk_number_text(char *buffer, double value) {
  if (!isfinite(value))
    return strcpy(buffer, "null");
  locale_t before = enter_c_locale();
  /* A decimal of at most 15 digits survives the way through a double, so %.15g finds it if there is
   * one; below the normal range doubles have fewer digits and each precision is tried. */
  int digits = value != 0 && fabs(value) < 2.2250738585072014e-308 ? 1 : 15;
  while (digits < 17 && !written_with(buffer, value, digits) &&
         !(digits == 16 && written_upper(buffer, value)))
    digits++;
  if (digits == 17)
    written_with(buffer, value, 17);
  leave_c_locale(before);
  return buffer;
}

double pk_rounded(double value) {
  double rounded = round(value * 1e12) / 1e12;
  if (!isfinite(rounded))
    return value; /* too large to have decimals */
  return rounded == 0 ? 0 : rounded;
}

bool pk_number_read(const char *text, double *value) {
  char *end;
  locale_t before = enter_c_locale();
  double number = strtod(text, &end);
  leave_c_locale(before);
  if (end == text || *end || !isfinite(number))
    return false;
  *value = number;
  return true;
}

size_t pk_utf8_next(const char *text, size_t length, uint32_t *code_point) {
  const unsigned char *s = (const unsigned char *)text;
  *code_point = PK_UTF8_BAD;
  if (length == 0)
    return 0;
  if (s[0] < 0x80) {
    *code_point = s[0];
    return 1;
  }
  size_t need = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
  if (s[0] < 0xc2 || s[0] > 0xf4 || length < need)
    return 1;
  uint32_t c = s[0] & (0xffu >> (need + 1));
  for (size_t i = 1; i < need; i++) {
    if ((s[i] & 0xc0) != 0x80)
      return 1;
    c = c << 6 | (s[i] & 0x3f);
  }
  bool overlong = (need == 3 && c < 0x800) || (need == 4 && c < 0x10000);
  if (overlong || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
    return 1;
  *code_point = c;
  return need;
}

bool pk_utf8_valid(const char *text, size_t length) {
  uint32_t c;
  for (size_t i = 0; i < length;) {
    i += pk_utf8_next(text + i, length - i, &c);
    if (c == PK_UTF8_BAD)
      return false;
  }
  return true;
}

size_t pk_utf8_write(uint32_t code_point, char out[4]) {
  static const uint32_t lead[] = {0, 0xC0, 0xE0, 0xF0};
  size_t more = code_point < 0x80 ? 0 : code_point < 0x800 ? 1 : code_point < 0x10000 ? 2 : 3;
  for (size_t i = more; i > 0; i--, code_point >>= 6)
    out[i] = (char)(0x80 | (code_point & 0x3F));
  out[0] = (char)(lead[more] | code_point);
  return more + 1;
}

bool pk_utf8_disturbs(uint32_t c) {
  return c == PK_UTF8_BAD || c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x61c || c == 0x200e ||
         c == 0x200f || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

int pk_utf8_width(uint32_t c) {
  if ((c >= 0x300 && c <= 0x36f) || (c >= 0x200b && c <= 0x200f) || (c >= 0xfe00 && c <= 0xfe0f) ||
      (c >= 0x20d0 && c <= 0x20ff))
    return 0;
  bool wide = (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) ||
              (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
              (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
              (c >= 0x1f300 && c <= 0x1f64f) || (c >= 0x1f900 && c <= 0x1f9ff) ||
              (c >= 0x20000 && c <= 0x3fffd);
  return wide ? 2 : 1;
}

size_t pk_utf8_columns(const char *text) {
  size_t columns = 0, length = strlen(text);
  uint32_t c;
  for (size_t i = 0; i < length;) {
    i += pk_utf8_next(text + i, length - i, &c);
    columns += (size_t)pk_utf8_width(c);
  }
  return columns;
}
