/* An SVG takes its letters along: fonts with what the picture shows and no more, which a reader
 * without Lato can open. What is inside is read from the fonts' own tables, and by fontconfig's
 * fc-scan where it is installed. */
#include "support/check.h"
#include "support/renderer.h"
#include "support/run.h"

#include "draw/picture.h"

#include <stdio.h>

/* An SVG of one regular and one bold line; "" for none. */
static char *svg_of(const char *regular, const char *bold) {
  polku_report *report = polku_report_new();
  pk_line lines[] = {{regular, 14, false, 0}, {bold, 14, true, 0}};
  pk_item item = {.shape = PK_BOX, .w = 600, .h = 60, .line_count = *bold ? 2 : 1, .lines = lines};
  pk_scene scene = {.width = 600,
                    .height = 60,
                    .ground = 0xffffff,
                    .title = "Polku",
                    .description = "",
                    .lang = "fi",
                    .items = &item,
                    .item_count = 1};
  size_t length;
  char *svg =
      polku_render(renderer, &(polku_drawing){.scene = &scene}, POLKU_SVG, 1, &length, report);
  assert_non_null(svg);
  polku_report_free(report);
  return svg;
}

static unsigned digit(char c) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const char *at = strchr(digits, c);
  assert_non_null(at);
  return (unsigned)(at - digits);
}

/* The font of a weight ("normal" or "bold"), decoded; NULL when the SVG has none. */
static unsigned char *font_in(const char *svg, const char *weight, size_t *length) {
  char rule[128];
  snprintf(rule, sizeof rule,
           "@font-face{font-family:Lato;font-weight:%s;src:url(data:font/woff;base64,", weight);
  const char *at = strstr(svg, rule);
  if (!at)
    return NULL;
  at += strlen(rule);
  size_t digits = strcspn(at, "=)"), bits = 0, count = 0;
  unsigned char *font = malloc(digits);
  unsigned pending = 0;
  for (size_t i = 0; i < digits; i++) {
    pending = pending << 6 | digit(at[i]);
    bits += 6;
    if (bits >= 8)
      font[count++] = (unsigned char)(pending >> (bits -= 8));
  }
  *length = count;
  return font;
}

static uint32_t at32(const unsigned char *at) {
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* https://www.w3.org/TR/WOFF/ §3 and §4: the header, tables in the order of their tags, one behind
 * the other, on multiples of four, to the end of the file. */
static void each_font_is_well_packed(void **state) {
  (void)state;
  char *svg = svg_of("Työkokeilu yhdistyksessä", "Palkkatuki");
  static const char *const weights[] = {"normal", "bold"};
  for (int w = 0; w < 2; w++) {
    size_t length = 0, next;
    unsigned char *font = font_in(svg, weights[w], &length);
    assert_non_null(font);
    assert_memory_equal(font, "wOFF\0\1\0\0", 8);
    assert_int_equal(at32(font + 8), length);
    size_t tables = (size_t)font[12] << 8 | font[13];
    next = 44 + 20 * tables;
    for (size_t i = 0; i < tables; i++) {
      const unsigned char *entry = font + 44 + 20 * i;
      assert_int_equal(at32(entry + 4), next);
      assert_true(at32(entry + 8) <= at32(entry + 12));
      assert_true(i == 0 || memcmp(entry - 20, entry, 4) < 0);
      next = (next + at32(entry + 8) + 3) & ~(size_t)3;
    }
    assert_int_equal(next, length);
    free(font);
  }
  free(svg);
}

static bool has_table(const unsigned char *font, const char *tag) {
  for (int i = 0; i < font[13]; i++)
    if (memcmp(font + 44 + 20 * i, tag, 4) == 0)
      return true;
  return false;
}

/* Graphviz measured with kerning and ligatures, and the licence asks for its names. */
static void what_text_needs_is_kept(void **state) {
  (void)state;
  char *svg = svg_of("AVATAR titti", "");
  size_t length;
  unsigned char *font = font_in(svg, "normal", &length);
  static const char *const tables[] = {"GPOS", "GSUB", "cmap", "glyf", "name"};
  for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
    assert_true(has_table(font, tables[i]));
  free(font);
  free(svg);
}

static void a_weight_without_text_is_left_out(void **state) {
  (void)state;
  size_t length;
  char *svg = svg_of("Polku", "");
  unsigned char *regular = font_in(svg, "normal", &length);
  assert_non_null(regular);
  assert_null(font_in(svg, "bold", &length));
  free(regular);
  free(svg);
}

/* Of 660 kB, and what the whole alphabet takes. */
static void letters_are_few(void **state) {
  (void)state;
  size_t few, all;
  char *svg = svg_of("aba", "");
  free(font_in(svg, "normal", &few));
  free(svg);
  svg = svg_of("ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖabcdefghijklmnopqrstuvwxyzåäö0123456789", "");
  free(font_in(svg, "normal", &all));
  free(svg);
  assert_in_range(few, 500, 3000);
  assert_in_range(all, 5000, 16000);
}

/* fc-scan tells the code points of a font, in hexadecimal. */
static void the_letters_are_those_of_the_picture(void **state) {
  (void)state;
  char *svg = svg_of("aäb", ""), *folder = new_folder(), command[4096];
  size_t length;
  unsigned char *font = font_in(svg, "normal", &length);
  snprintf(command, sizeof command, "%s/a.woff", folder);
  FILE *file = fopen(command, "wb");
  assert_int_equal(fwrite(font, 1, length, file), length);
  fclose(file);
  snprintf(command, sizeof command,
           "command -v fc-scan >/dev/null || exit 77; fc-scan --format '%%{charset}' %s/a.woff",
           folder);
  run_result r = run(command);
  if (r.status != 77)
    assert_string_equal(r.out, "61-62 e4");
  run_free(&r);
  remove_folder(folder);
  free(folder);
  free(font);
  free(svg);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_font_is_well_packed),
      cmocka_unit_test(what_text_needs_is_kept),
      cmocka_unit_test(a_weight_without_text_is_left_out),
      cmocka_unit_test(letters_are_few),
      cmocka_unit_test(the_letters_are_those_of_the_picture),
  };
  return cmocka_run_group_tests(tests, start_renderer, end_renderer);
}
