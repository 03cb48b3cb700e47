/* The catalogue: a sorted table that the words compiler made, and texts filled with values. */
#include "base/words.h"
#include "base/date.h"
#include "base/words_table.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#define NO_BREAK_SPACE "\xc2\xa0"
#define MINUS "\xe2\x88\x92"
#define DASH "\xe2\x80\x93"

/* A placeholder has at most this many arguments to choose from (pairs of name and value). */
enum { ARGS_MAX = 64 };

const char *pk_word_find(polku_lang lang, const char *key) {
  size_t low = 0, high = pk_words_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = strcmp(key, pk_words_table[middle].key);
    if (order == 0)
      return pk_words_table[middle].text[lang];
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return NULL;
}

const char *pk_word(polku_lang lang, const char *key) {
  const char *text = pk_word_find(lang, key);
  return text ? text : key;
}

const char *pk_word_key(size_t i) {
  return i < pk_words_count ? pk_words_table[i].key : NULL;
}

const char *polku_word(polku_lang lang, const char *key) {
  return pk_word_find(lang, key);
}

/* Decimal text with the language's decimal sign; anything else as it is. */
static void add_decimal(pk_text *out, polku_lang lang, const char *value) {
  for (const char *c = value; *c; c++)
    pk_text_add_char(out, *c == '.' && lang != POLKU_EN ? ',' : *c);
}

void pk_number_add(pk_text *out, polku_lang lang, double value, int decimals) {
  if (!isfinite(value)) {
    pk_text_add(out, DASH);
    return;
  }
  pk_text digits = PK_TEXT_EMPTY;
  pk_text_addf(&digits, "%.*f", decimals, fabs(value));
  if (digits.failed) {
    out->failed = true;
    pk_text_free(&digits);
    return;
  }
  if (value < 0 && strspn(digits.data, "0.") < digits.length)
    pk_text_add(out, MINUS);
  size_t whole = strcspn(digits.data, ".");
  for (size_t i = 0; i < whole; i++) {
    if (i > 0 && whole > 4 && (whole - i) % 3 == 0)
      pk_text_add(out, lang == POLKU_EN ? "," : NO_BREAK_SPACE);
    pk_text_add_char(out, digits.data[i]);
  }
  add_decimal(out, lang, digits.data + whole);
  pk_text_free(&digits);
}

void pk_percent_add(pk_text *out, polku_lang lang, double share, int decimals) {
  pk_number_add(out, lang, share * 100, decimals);
  if (isfinite(share))
    pk_text_add(out, lang == POLKU_EN ? "%" : NO_BREAK_SPACE "%");
}

/* The fewest decimals, one at most, that show a percentage truly; two where it is below 0.1 %. */
static int percent_decimals(double share) {
  double percent = fabs(share * 100);
  if (fabs(percent - round(percent)) < 0.05 && (percent >= 0.5 || percent == 0))
    return 0;
  return percent < 0.1 ? 2 : 1;
}

static void add_percent(pk_text *out, polku_lang lang, const char *value) {
  double share;
  if (pk_number_read(value, &share))
    pk_percent_add(out, lang, share, percent_decimals(share));
  else
    pk_text_add(out, value);
}

static void add_date(pk_text *out, polku_lang lang, const char *value) {
  static const char *const months[] = {"January",   "February", "March",    "April",
                                       "May",       "June",     "July",     "August",
                                       "September", "October",  "November", "December"};
  pk_date date;
  int year, month, day;
  if (!pk_date_read(value, &date)) {
    pk_text_add(out, value);
    return;
  }
  pk_date_split(date, &year, &month, &day);
  if (lang == POLKU_EN)
    pk_text_addf(out, "%d %s %d", day, months[month - 1], year);
  else
    pk_text_addf(out, "%d.%d.%d", day, month, year);
}

static bool same(const char *text, size_t length, const char *other) {
  return strlen(other) == length && memcmp(text, other, length) == 0;
}

static void add_value(pk_text *out, polku_lang lang, const char *form, size_t length,
                      const char *value) {
  if (same(form, length, "number"))
    add_decimal(out, lang, value);
  else if (same(form, length, "percent"))
    add_percent(out, lang, value);
  else if (same(form, length, "date"))
    add_date(out, lang, value);
  else if (same(form, length, "law"))
    pk_law_add(out, lang, value);
  else if (same(form, length, "word"))
    pk_text_add(out, pk_word(lang, value));
  else
    pk_text_add(out, value);
}

static const char *find_argument(const char *name, size_t length, const char *const *args,
                                 size_t count) {
  for (size_t i = 0; i + 1 < count; i += 2)
    if (same(name, length, args[i]))
      return args[i + 1] ? args[i + 1] : "";
  return NULL;
}

/* The argument that holds a text in this language: "NAME_fi", "NAME_sv", "NAME_en". */
static const char *find_translation(const char *name, size_t length, polku_lang lang,
                                    const char *const *args, size_t count) {
  static const char *const ends[] = {"_fi", "_sv", "_en"};
  for (size_t i = 0; i + 1 < count; i += 2)
    if (strncmp(args[i], name, length) == 0 && strcmp(args[i] + length, ends[lang]) == 0)
      return args[i + 1] ? args[i + 1] : "";
  return NULL;
}

/* Fills the placeholder that begins at `open` ("{"); returns what follows it, or NULL when it is
 * none of ours and stands as it is. */
static const char *fill_one(pk_text *out, polku_lang lang, const char *open,
                            const char *const *args, size_t count) {
  const char *close = strchr(open, '}');
  if (!close)
    return NULL;
  size_t inside = (size_t)(close - open) - 1;
  const char *colon = memchr(open + 1, ':', inside);
  size_t name = colon ? (size_t)(colon - open) - 1 : inside;
  const char *form = open + 1 + name + (colon ? 1 : 0);
  const char *value = same(form, (size_t)(close - form), "lang")
                          ? find_translation(open + 1, name, lang, args, count)
                          : find_argument(open + 1, name, args, count);
  if (!value)
    return NULL;
  add_value(out, lang, form, (size_t)(close - form), value);
  return close + 1;
}

void pk_word_fill(pk_text *out, polku_lang lang, const char *key, const char *const *args,
                  size_t count) {
  const char *rest = pk_word(lang, key);
  for (;;) {
    size_t plain = strcspn(rest, "{");
    pk_text_add_bytes(out, rest, plain);
    rest += plain;
    if (!*rest)
      return;
    if (rest[1] == '{') {
      pk_text_add_char(out, '{');
      rest += 2;
      continue;
    }
    const char *after = fill_one(out, lang, rest, args, count);
    if (!after)
      pk_text_add_char(out, '{');
    rest = after ? after : rest + 1;
  }
}

void pk_word_add(pk_text *out, polku_lang lang, const char *key, ...) {
  const char *args[ARGS_MAX];
  size_t count = 0;
  va_list list;
  va_start(list, key);
  for (const char *name; count < ARGS_MAX && (name = va_arg(list, const char *)); count += 2) {
    args[count] = name;
    args[count + 1] = va_arg(list, const char *);
  }
  va_end(list);
  pk_word_fill(out, lang, key, args, count);
}

char *polku_word_fill(polku_lang lang, const char *key, const char *const *args, size_t count) {
  pk_text out = PK_TEXT_EMPTY;
  pk_word_fill(&out, lang, key, args, count);
  return pk_text_take(&out);
}
