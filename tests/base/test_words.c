/* The catalogue: texts are filled in the manner of each language, and nothing that the code asks
 * for is missing in one of them. */
#include "base/lang.h"
#include "base/words.h"
#include "support/check.h"
#include "support/files.h"

#include <stdio.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static void expect_number(polku_lang lang, double value, int decimals, const char *expected) {
  pk_text out = PK_TEXT_EMPTY;
  pk_number_add(&out, lang, value, decimals);
  assert_string_equal(out.data, expected);
  pk_text_free(&out);
}

static void numbers_follow_the_language(void **state) {
  (void)state;
  expect_number(POLKU_FI, 0.27, 2, "0,27");
  expect_number(POLKU_EN, 0.27, 2, "0.27");
  expect_number(POLKU_FI, 9999, 0, "9999");
  expect_number(POLKU_SV, 10000, 0, "10\u00a0000");
  expect_number(POLKU_EN, 1234567.5, 1, "1,234,567.5");
  expect_number(POLKU_FI, -3.25, 1, "\u22123,2");
  expect_number(POLKU_FI, -0.001, 1, "0,0");
}

static void expect_filled(polku_lang lang, const char *text, const char *name, const char *value,
                          const char *expected) {
  /* A key that is not in the catalogue stands for itself. */
  char *got = polku_word_fill(lang, text, (const char *const[]){name, value}, 2);
  assert_string_equal(got, expected);
  free(got);
}

static void placeholders_are_filled_in_the_manner_of_the_language(void **state) {
  (void)state;
  expect_filled(POLKU_FI, "a {x} b", "x", "{y}", "a {y} b");
  expect_filled(POLKU_FI, "{x:number}", "x", "0.25", "0,25");
  expect_filled(POLKU_EN, "{x:number}", "x", "0.25", "0.25");
  expect_filled(POLKU_FI, "{x:percent}", "x", "0.27", "27\u00a0%");
  expect_filled(POLKU_EN, "{x:percent}", "x", "0.265625", "26.6%");
  expect_filled(POLKU_SV, "{x:percent}", "x", "0.0004", "0,04\u00a0%");
  expect_filled(POLKU_FI, "{x:date}", "x", "2026-11-21", "21.11.2026");
  expect_filled(POLKU_EN, "{x:date}", "x", "2026-11-21", "21 November 2026");
  expect_filled(POLKU_SV, "{x:word}", "x", "sector.public", "offentlig");
  expect_filled(POLKU_SV, "{{x} {y} {x", "x", "1", "{x} {y} {x");
}

static void expect_law(polku_lang lang, const char *reference, const char *expected) {
  pk_text out = PK_TEXT_EMPTY;
  pk_law_add(&out, lang, reference);
  assert_string_equal(out.data, expected);
  pk_text_free(&out);
}

/* As the instructions for drafting acts write them: "7 luvun 9 §:n 1 momentti" in short. */
static void a_law_is_cited_in_the_manner_of_the_language(void **state) {
  (void)state;
  const char *one = "916/2012 ch. 7 a § 2.1(2) (371/2023)";
  expect_law(POLKU_FI, one, "916/2012 7 a luku 2 § 1 mom. 2 kohta (371/2023)");
  expect_law(POLKU_SV, one, "916/2012 7 a kap. 2 § 1 mom. 2 punkten (371/2023)");
  expect_law(POLKU_EN, one, one);
  expect_law(POLKU_FI, "189/2001 §§ 13 b, 14 (702/2020)", "189/2001 13 b, 14 § (702/2020)");
  expect_law(POLKU_FI, "380/2023 §§ 103.1(6), 104.1",
             "380/2023 103 § 1 mom. 6 kohta, 104 § 1 mom.");
  expect_law(POLKU_SV, "380/2023 §§ 103.1(6), 104.1",
             "380/2023 103 § 1 mom. 6 punkten, 104 § 1 mom.");
  expect_law(POLKU_FI, "916/2012 ch. 7 §§ 8, 12.1 (1366/2014)",
             "916/2012 7 luku 8 §, 12 § 1 mom. (1366/2014)");
  expect_law(POLKU_EN, "380/2023 §§ 103.1(6), 104.1", "380/2023 §§ 103.1(6), 104.1");
  expect_law(POLKU_FI, "916/2012 ch. 7 §§ 6–9 (371/2023)", "916/2012 7 luku 6–9 § (371/2023)");
  expect_law(POLKU_SV, "916/2012 ch. 4 § 6 (1456/2016)", "916/2012 4 kap. 6 § (1456/2016)");
  expect_law(POLKU_FI, "wage_subsidy: 380/2023 § 88.1; no-actor",
             "wage_subsidy: 380/2023 88 § 1 mom.; no-actor");
  expect_law(POLKU_FI, "board-2025, § of its own, ch. last", "board-2025, § of its own, ch. last");
}

static void a_language_is_read_from_a_locale(void **state) {
  (void)state;
  polku_lang lang = POLKU_EN;
  assert_true(polku_lang_read("sv_FI.UTF-8", &lang) && lang == POLKU_SV);
  assert_true(polku_lang_read("fi", &lang) && lang == POLKU_FI);
  assert_false(polku_lang_read("fil", &lang));
  assert_false(polku_lang_read("C", &lang));
  assert_false(polku_lang_read(NULL, &lang));
  assert_int_equal(lang, POLKU_FI);
}

static void a_missing_name_falls_back(void **state) {
  (void)state;
  const pk_name sv = {{NULL, "s", NULL}}, both = {{NULL, "s", "e"}}, none = {{NULL, NULL, NULL}};
  assert_string_equal(pk_name_text(&sv, POLKU_EN, "id"), "s");
  assert_string_equal(pk_name_text(&both, POLKU_FI, "id"), "e");
  assert_string_equal(pk_name_text(&none, POLKU_SV, "id"), "id");
}

static bool ends_with(const char *text, const char *end) {
  size_t n = strlen(text), m = strlen(end);
  return n >= m && strcmp(text + n - m, end) == 0;
}

static void no_text_is_empty_but_a_hint(void **state) {
  (void)state;
  const char *key;
  for (size_t i = 0; (key = pk_word_key(i)); i++)
    for (int lang = 0; lang < 3; lang++)
      if (!*pk_word((polku_lang)lang, key) && !ends_with(key, ".hint"))
        fail_msg("%s is empty", key);
}

/* Whether every "{name" of `a` is also in `b`. A brace before anything but a letter is a brace:
 * help shows pieces of models. */
static bool placeholders_within(const char *a, const char *b) {
  for (const char *p = strchr(a, '{'); p; p = strchr(p + 1, '{')) {
    if (p[1] == '{') {
      p++;
      continue;
    }
    if (!isalpha((unsigned char)p[1]))
      continue;
    char name[64];
    size_t n = strcspn(p, ":}");
    if (n >= sizeof name)
      return false;
    memcpy(name, p, n);
    name[n] = '\0';
    const char *found = strstr(b, name);
    while (found && found[n] != ':' && found[n] != '}')
      found = strstr(found + 1, name);
    if (!found)
      return false;
  }
  return true;
}

static void languages_agree_about_placeholders(void **state) {
  (void)state;
  assert_false(placeholders_within("{a} {b:number}", "{b} {ab}"));
  const char *key;
  for (size_t i = 0; (key = pk_word_key(i)); i++)
    for (int lang = 0; lang < 3; lang++)
      if (!placeholders_within(pk_word((polku_lang)lang, key),
                               pk_word((polku_lang)((lang + 1) % 3), key)))
        fail_msg("%s has other placeholders in other languages", key);
}

static bool is_code(const char *s, size_t n) {
  if (n < 4 || !strchr("EWI", s[0]) || s[1] != '-')
    return false;
  return strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == n;
}

static int codes_missing_in(const char *path, const char *text) {
  static const char *const parts[] = {".message", ".hint", ".help"};
  int missing = 0;
  for (const char *p = strchr(text, '"'); p; p = strchr(p + 1, '"')) {
    size_t n = strcspn(p + 1, "\"");
    if (!is_code(p + 1, n) || p[1 + n] != '"')
      continue;
    for (int i = 0; i < 3; i++) {
      char key[128];
      snprintf(key, sizeof key, "%.*s%s", (int)n, p + 1, parts[i]);
      if (!pk_word_find(POLKU_EN, key)) {
        print_error("%s: %s is in no catalogue\n", path, key);
        missing++;
      }
    }
  }
  return missing;
}

/* The n-th argument of a call whose "(" is at `open`, if it is a string literal by itself. */
static bool literal_argument(const char *open, int n, char *key, size_t room) {
  int depth = 0;
  const char *p = open;
  for (; *p && n > 1; p++) {
    depth += (*p == '(') - (*p == ')');
    if (depth == 0)
      return false;
    n -= *p == ',' && depth == 1;
  }
  p += *p == '(' && p == open;
  p += strspn(p, " \n\t");
  size_t length = *p == '"' ? strcspn(p + 1, "\"") : 0;
  if (length == 0 || length >= room || !strchr(",)", p[length + 2]))
    return false;
  memcpy(key, p + 1, length);
  key[length] = '\0';
  return true;
}

static int keys_missing_in(const char *path, const char *text) {
  static const struct {
    const char *call;
    int argument;
  } calls[] = {{"pk_word(", 2},     {"pk_word_find(", 2}, {"pk_word_fill(", 3},
               {"pk_word_add(", 3}, {"polku_word(", 2},   {"polku_word_fill(", 2}};
  int missing = 0;
  for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
    for (const char *p = strstr(text, calls[i].call); p; p = strstr(p + 1, calls[i].call)) {
      char key[128];
      const char *open = p + strlen(calls[i].call) - 1;
      if (literal_argument(open, calls[i].argument, key, sizeof key) &&
          !pk_word_find(POLKU_EN, key)) {
        print_error("%s: the word %s is in no catalogue\n", path, key);
        missing++;
      }
    }
  return missing;
}

static int missing_words, files_read;

static void look_into(void *context, const char *path) {
  (void)context;
  if (!ends_with(path, ".c"))
    return;
  char *text = read_whole_file(path, NULL);
  assert_non_null(text);
  missing_words += codes_missing_in(path, text) + keys_missing_in(path, text);
  files_read++;
  free(text);
}

static void what_the_code_says_is_in_the_catalogue(void **state) {
  (void)state;
  assert_int_equal(codes_missing_in("example", "add(r, \"E-NO-SUCH\", NULL)"), 3);
  assert_int_equal(keys_missing_in("example", "x = pk_word(f(a, b), \"no.such\");"), 1);
  assert_int_equal(keys_missing_in("example", "pk_word_add(o, lang, key, \"name\", 0);"), 0);
  visit_files(POLKU_SOURCE_DIR "/core", look_into, NULL);
  visit_files(POLKU_SOURCE_DIR "/tools", look_into, NULL);
  assert_true(files_read > 5);
  assert_int_equal(missing_words, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(numbers_follow_the_language),
      cmocka_unit_test(placeholders_are_filled_in_the_manner_of_the_language),
      cmocka_unit_test(a_law_is_cited_in_the_manner_of_the_language),
      cmocka_unit_test(a_language_is_read_from_a_locale),
      cmocka_unit_test(a_missing_name_falls_back),
      cmocka_unit_test(no_text_is_empty_but_a_hint),
      cmocka_unit_test(languages_agree_about_placeholders),
      cmocka_unit_test(what_the_code_says_is_in_the_catalogue),
  };
  return RUN(tests);
}
