/* Names are written by people: long ones, wrong ones, hostile ones. Whatever they hold, the picture
 * is well-formed, says what they say, and nothing in them becomes markup, an address or a file. */
#include "support/check.h"
#include "support/files.h"
#include "support/renderer.h"

#include "draw/lato.h"
#include "draw/names.h"
#include "draw/picture.h"
#include "draw/wrap.h"

#include <ctype.h>
#include <stdio.h>

static void expect_harmless(const char *name) {
  char *text = model_named(name);
  size_t length;
  char *svg = picture(renderer, text, POLKU_SVG, &length);
  expect_clean_svg(svg, length, name);
  assert_non_null(strstr(svg, "id=\"stage--one\""));
  free(svg);
  char *png = picture(renderer, text, POLKU_PNG, &length);
  free(png);
  free(text);
}

static void hostile_names_are_words_and_nothing_else(void **state) {
  (void)state;
  /* In JSON's own escapes. */
  static const char *const names[] = {
      "<b>\\\"lihava\\\" & 'x'</b><script>alert(1)</script>",
      "\\\\N \\\\G \\\\T \\\\E \\\\H \\\\L \\\\l \\\\n \\\\",
      "]]> --> <!-- &amp; &#60; &nosuch; %s%n {count} {{x}}",
      "a\\u0001b\\u001b[31m\\u007fc\\u0085",
      "\\u202ekääntö\\u202c \\u2066x\\u2069 \\u200b\\ufeff\\u00ad",
      "\\u05e9\\u05dc\\u05d5\\u05dd \\u0639\\u0631\\u0628\\u064a",
      "\\ud83d\\ude00\\ud83c\\uddeb\\ud83c\\uddee \\u65e5\\u672c\\u8a9e e\\u0301",
      " ",
      "\\t\\n\\n rivi\\n",
      "<TABLE><TR><TD>",
      "URL=javascript:alert(1)",
      "\\u00ad"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    expect_harmless(names[i]);
}

static void ten_kilobytes_are_cut(void **state) {
  (void)state;
  char *name = malloc(10241);
  memset(name, 'x', 10240);
  name[10240] = '\0';
  expect_harmless(name);
  for (int i = 5; i < 10240; i += 6)
    name[i] = ' ';
  expect_harmless(name);
  free(name);
}

/* What is written is read: after Graphviz's own replacements and XML's. */
static void a_strange_name_is_shown_as_it_is(void **state) {
  (void)state;
  char *text = model_named("A\\\\N & B <c>");
  size_t length;
  char *svg = picture(renderer, text, POLKU_SVG, &length);
  assert_non_null(strstr(svg, ">A\\N &amp; B &lt;c&gt;</text>"));
  free(svg);
  free(text);
}

/* For a screen reader each stage and chip is a group that Tab reaches, whose name begins with its
 * visible text and goes on with its place. */
static void groups_are_named_by_their_text(void **state) {
  (void)state;
  char *text = model_named("Neuvokas");
  size_t length;
  char *svg = picture(renderer, text, POLKU_SVG, &length);
  static const char *const groups[] = {
      "<g id=\"stage--one\" class=\"stage\" role=\"group\" tabindex=\"0\" "
      "aria-label=\"1\u00a0\u00a0Neuvokas ",
      "<g id=\"chip--a--employer--one\" class=\"chip third\" role=\"group\" "
      "tabindex=\"0\" aria-label=\"Neuvokas Neuvokas; ",
      "<g id=\"chip--b--organiser--one\" class=\"chip public\" role=\"group\" "
      "tabindex=\"0\" aria-label=\"Neuvokas organiser; Julkinen, vaihe 1 Neuvokas\">",
      "role=\"group\" lang=\"fi\" aria-labelledby=\"polku-title polku-desc\">",
      "<title id=\"polku-title\">Neuvokas</title>"};
  for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
    if (!strstr(svg, groups[i]))
      fail_msg("%s is not in the picture", groups[i]);
  assert_non_null(strstr(svg, "<g class=\"move\" aria-hidden=\"true\">"));
  free(svg);
  free(text);
}

/* ------------------------------------------------------------------------------- breaking */

static void expect_lines(const char *text, double width, const char *lines) {
  pk_arena *arena = pk_arena_new();
  pk_wrapped wrapped;
  char all[512] = "";
  assert_true(pk_wrap(arena, text, 12, false, width, 10, &wrapped));
  for (int i = 0; i < wrapped.count; i++) {
    strcat(all, i ? "|" : "");
    strcat(all, wrapped.line[i]);
    assert_true(pk_text_width(wrapped.line[i], strlen(wrapped.line[i]), 12, false) <= width);
  }
  assert_string_equal(all, lines);
  pk_arena_free(arena);
}

/* Between words first; a compound at its own hyphen, before a known last part, between syllables.
 */
static void words_break_where_a_reader_would(void **state) {
  (void)state;
  expect_lines("Kuntouttava työtoiminta", 200, "Kuntouttava työtoiminta");
  expect_lines("Kuntouttava työtoiminta", 80, "Kuntouttava|työtoiminta");
  expect_lines("työllistymispalvelut", 90, "työllistymis-|palvelut");
  expect_lines("ympäristökeskuksen", 80, "ympäristö-|keskuksen");
  expect_lines("Elinkeino-, liikenne- ja", 75, "Elinkeino-,|liikenne- ja");
  expect_lines("Itä-Suomi", 40, "Itä-|Suomi");
  expect_lines("kalastajatorpat", 55, "kalastaja-|torpat");
  expect_lines("sosiaali\u00adtyö", 50, "sosiaali-|työ");
  expect_lines("sosiaali\u00adtyö", 200, "sosiaalityö");
  expect_lines("", 50, "");
}

static void what_does_not_fit_ends_in_an_ellipsis(void **state) {
  (void)state;
  pk_arena *arena = pk_arena_new();
  pk_wrapped wrapped;
  assert_true(pk_wrap(arena, "yksi kaksi kolme neljä", 12, false, 40, 2, &wrapped));
  assert_int_equal(wrapped.count, 2);
  assert_string_equal(wrapped.line[0], "yksi");
  assert_string_equal(wrapped.line[1], "kaksi\u2026");
  pk_arena_free(arena);
}

static void cleaning_keeps_what_can_be_seen(void **state) {
  (void)state;
  pk_arena *arena = pk_arena_new();
  assert_string_equal(pk_clean(arena, " a\t\n b\x01\x7f "), "a b");
  assert_string_equal(pk_clean(arena, "Åsa \u202eö"), "Åsa ö");
  assert_string_equal(pk_clean(arena, "a\xff\xc3z"), "a??z");
  char *name = malloc(3 * 300 + 1);
  for (int i = 0; i < 300; i++)
    memcpy(name + 2 * i, "ä", 2);
  name[600] = '\0';
  const char *cut = pk_clean(arena, name);
  assert_int_equal(strlen(cut), 2 * PK_LABEL_MAX + 3);
  assert_string_equal(cut + 2 * PK_LABEL_MAX, "\u2026");
  free(name);
  pk_arena_free(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(hostile_names_are_words_and_nothing_else),
      cmocka_unit_test(ten_kilobytes_are_cut),
      cmocka_unit_test(a_strange_name_is_shown_as_it_is),
      cmocka_unit_test(groups_are_named_by_their_text),
      cmocka_unit_test(words_break_where_a_reader_would),
      cmocka_unit_test(what_does_not_fit_ends_in_an_ellipsis),
      cmocka_unit_test(cleaning_keeps_what_can_be_seen),
  };
  return cmocka_run_group_tests(tests, start_renderer, end_renderer);
}
