/* A reference to a law in the manner of the language. Plugins write "916/2012 ch. 7 § 9.1(2)"; a
 * Finnish reader expects "916/2012 7 luku 9 § 1 mom. 2 kohta" and a Swedish one "916/2012 7 kap.
 * 9 § 1 mom. 2 punkten". What does not look like chapter or section stays as it is written. */
#include "base/words.h"

#include <string.h>

#define CHAPTER "ch. "
#define SECTION "\xc2\xa7 "
#define SECTIONS "\xc2\xa7\xc2\xa7 "
#define DIGITS "0123456789"

static bool starts(const char *text, const char *with) {
  return strncmp(text, with, strlen(with)) == 0;
}

static bool letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Bytes of a number as acts count: "7", "7 a", "13 b"; 0 where there is none. */
static size_t number(const char *text) {
  size_t length = strspn(text, DIGITS);
  if (length > 0 && text[length] == ' ' && text[length + 1] >= 'a' && text[length + 1] <= 'z' &&
      !letter(text[length + 2]))
    length += 2;
  return length;
}

/* What stands between two numbers of several; 0 where nothing does. */
static size_t between(const char *text) {
  static const char *const signs[] = {", ", "\xe2\x80\x93"};
  for (int i = 0; i < 2; i++)
    if (starts(text, signs[i]))
      return strlen(signs[i]);
  return 0;
}

/* Bytes of several: "2, 3, 13 b", "6–9". */
static size_t numbers(const char *text) {
  size_t length = number(text), next, sign;
  while (length > 0 && (sign = between(text + length)) > 0 &&
         (next = number(text + length + sign)) > 0)
    length += sign + next;
  return length;
}

/* Bytes of ".1(2)" after the number of a section; 0 where there is neither. */
static size_t subsection(const char *text) {
  size_t length = *text == '.' ? strspn(text + 1, DIGITS) : 0, item;
  length += length > 0;
  item = text[length] == '(' ? strspn(text + length + 1, DIGITS) : 0;
  return item > 0 && text[length + 1 + item] == ')' ? length + item + 2 : length;
}

/* Bytes of several, of which some go into a subsection: "8.1, 12", "103.1(6), 104.1"; 0 where none
 * does. */
static size_t mixed(const char *text) {
  size_t length = number(text), sign, part = length ? subsection(text + length) : 0;
  bool deep = part > 0;
  length += part;
  while (length > 0 && (sign = between(text + length)) > 0 && number(text + length + sign) > 0) {
    length += sign + number(text + length + sign);
    part = subsection(text + length);
    length += part;
    deep = deep || part > 0;
  }
  return deep ? length : 0;
}

static void add_counted(pk_text *out, const char *digits, size_t length, const char *word) {
  pk_text_add_bytes(out, digits, length);
  pk_text_add_char(out, ' ');
  pk_text_add(out, word);
}

/* ".1(2)" after the number of a section; gives what follows. */
static const char *add_subsection(pk_text *out, polku_lang lang, const char *text) {
  size_t length = *text == '.' ? strspn(text + 1, DIGITS) : 0;
  if (length > 0) {
    pk_text_add_char(out, ' ');
    add_counted(out, text + 1, length, pk_word(lang, "law.subsection"));
    text += 1 + length;
  }
  length = *text == '(' ? strspn(text + 1, DIGITS) : 0;
  if (length > 0 && text[1 + length] == ')') {
    pk_text_add_char(out, ' ');
    add_counted(out, text + 1, length, pk_word(lang, "law.item"));
    text += length + 2;
  }
  return text;
}

/* Each section of several with its own sign: "8 § 1 mom., 12 §". */
static void add_mixed(pk_text *out, polku_lang lang, const char *text, size_t length) {
  for (const char *end = text + length; text < end;) {
    size_t digits = number(text), sign;
    add_counted(out, text, digits, "\xc2\xa7");
    text = add_subsection(out, lang, text + digits);
    sign = text < end ? between(text) : 0;
    pk_text_add_bytes(out, text, sign);
    text += sign;
  }
}

/* A chapter or sections at the beginning of `text`; gives what follows, `text` itself if none. */
static const char *add_part(pk_text *out, polku_lang lang, const char *text) {
  size_t length;
  if (starts(text, CHAPTER) && (length = number(text + strlen(CHAPTER))) > 0) {
    add_counted(out, text + strlen(CHAPTER), length, pk_word(lang, "law.chapter"));
    return text + strlen(CHAPTER) + length;
  }
  if (starts(text, SECTIONS) && (length = mixed(text + strlen(SECTIONS))) > 0) {
    add_mixed(out, lang, text + strlen(SECTIONS), length);
    return text + strlen(SECTIONS) + length;
  }
  if (starts(text, SECTIONS) && (length = numbers(text + strlen(SECTIONS))) > 0) {
    add_counted(out, text + strlen(SECTIONS), length, "\xc2\xa7");
    return text + strlen(SECTIONS) + length;
  }
  if (starts(text, SECTION) && (length = number(text + strlen(SECTION))) > 0) {
    add_counted(out, text + strlen(SECTION), length, "\xc2\xa7");
    return add_subsection(out, lang, text + strlen(SECTION) + length);
  }
  return text;
}

void pk_law_add(pk_text *out, polku_lang lang, const char *reference) {
  while (*reference) {
    const char *next = lang == POLKU_EN ? reference : add_part(out, lang, reference);
    if (next == reference)
      pk_text_add_char(out, *next++);
    reference = next;
  }
}
