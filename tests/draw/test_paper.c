/* A PDF for the wall: sheets of real paper, each part of the picture on its own, in Lato, its words
 * to be found and copied. What a reader would see is read from the file's own objects, and by
 * poppler's programs where they are installed. */
#include "support/check.h"
#include "support/files.h"
#include "support/renderer.h"
#include "support/run.h"

#include "draw/picture.h"

#include <math.h>
#include <stdio.h>

/* ------------------------------------------------------------------------------- a PDF */

static char *pdf_of(polku_renderer *r, pk_scene *scene, size_t *length) {
  polku_report *report = polku_report_new();
  char *pdf = polku_render(r, &(polku_drawing){.scene = scene}, POLKU_PDF, 1, length, report);
  assert_int_equal(polku_report_count(report, POLKU_WARNING), 0);
  polku_report_free(report);
  assert_non_null(pdf);
  return pdf;
}

static const char *find(const char *bytes, const char *stop, const char *what) {
  size_t size = strlen(what);
  for (; bytes + size <= stop; bytes++)
    if (memcmp(bytes, what, size) == 0)
      return bytes;
  return NULL;
}

typedef struct pages {
  int count;
  double w, h; /* of the first; all are the same */
} pages;

static pages pages_of(const char *pdf, size_t length) {
  pages p = {0, 0, 0};
  const char *stop = pdf + length;
  for (const char *at = pdf; (at = find(at, stop, "/Type /Page %")); at++) {
    double w, h;
    const char *box = find(at, stop, "/MediaBox [ 0 0 ");
    assert_non_null(box);
    assert_int_equal(sscanf(box, "/MediaBox [ 0 0 %lf %lf ]", &w, &h), 2);
    if (p.count++ == 0)
      p.w = w, p.h = h;
    assert_true(w == p.w && h == p.h);
  }
  return p;
}

static void expect_sheets(pk_scene *scene, int count, double w, double h) {
  size_t length;
  char *pdf = pdf_of(renderer, scene, &length);
  pages p = pages_of(pdf, length);
  assert_int_equal(p.count, count);
  assert_true(fabs(p.w - w) < 0.1 && fabs(p.h - h) < 0.1);
  free(pdf);
}

/* The words of each page, pages parted by form feeds; NULL where poppler is missing. Caller frees.
 */
static char *words_of(pk_scene *scene) {
  size_t length;
  char *pdf = pdf_of(renderer, scene, &length), *folder = new_folder(), command[4096];
  snprintf(command, sizeof command, "%s/p.pdf", folder);
  FILE *file = fopen(command, "wb");
  assert_int_equal(fwrite(pdf, 1, length, file), length);
  fclose(file);
  snprintf(command, sizeof command,
           "command -v pdftotext >/dev/null || exit 77; pdftotext -layout %s/p.pdf -", folder);
  run_result r = run(command);
  char *words = r.status == 77 ? NULL : strdup(r.out);
  assert_true(r.status == 77 || r.status == 0);
  run_free(&r);
  remove_folder(folder);
  free(folder);
  free(pdf);
  return words;
}

/* ------------------------------------------------------------------------------- scenes */

/* Rows of words of 100 points, one below another. */
typedef struct column {
  pk_scene scene;
  pk_item items[64];
  pk_line lines[64];
  pk_printed pages[64];
} column;

static column *column_of(int width, int rows, const char *const *words) {
  column *c = calloc(1, sizeof *c);
  c->scene = (pk_scene){.width = width,
                        .height = 100 * rows,
                        .paper = POLKU_A4,
                        .title = "Polku",
                        .description = "",
                        .lang = "fi",
                        .ground = 0xffffff,
                        .items = c->items,
                        .item_count = rows,
                        .pages = c->pages};
  for (int i = 0; i < rows; i++) {
    c->lines[i] = (pk_line){words[i], 14, i % 2 == 1, 0};
    c->items[i] = (pk_item){.shape = PK_BOX,
                            .x = 10,
                            .y = 100 * i + 5,
                            .w = 300,
                            .h = 90,
                            .fill = 0xffffff,
                            .line_width = 10,
                            .pad_x = 5,
                            .pad_y = 5,
                            .line_count = 1,
                            .lines = &c->lines[i]};
  }
  return c;
}

static const char *const names[] = {"Työttömyys", "Kuntouttava",    "Työkokeilu",
                                    "Palkkatuki", "Osatyökyky",     "Välityömarkkinat",
                                    "Yrittäjyys", "Opinnot",        "Avoimet työmarkkinat",
                                    "Eläke",      "Sysselsättning", "Åland"};

/* ------------------------------------------------------------------------------- laws */

static void paper_is_a4_or_a3_lying_or_upright_like_the_picture(void **state) {
  (void)state;
  column *wide = column_of(1200, 5, names), *tall = column_of(500, 12, names);
  expect_sheets(&wide->scene, 1, 841.89, 595.28); /* ISO 216: 297 × 210 mm */
  expect_sheets(&tall->scene, 1, 595.28, 841.89);
  wide->scene.paper = tall->scene.paper = POLKU_A3;
  expect_sheets(&wide->scene, 1, 1190.55, 841.89);
  expect_sheets(&tall->scene, 1, 841.89, 1190.55);
  free(wide);
  free(tall);
}

static void for_a_screen_the_sheet_is_the_picture(void **state) {
  (void)state;
  column *c = column_of(700, 9, names);
  c->scene.paper = POLKU_SCREEN;
  expect_sheets(&c->scene, 1, 700, 900);
  free(c);
}

/* Readers refuse pages beyond 200 inches. */
static void no_sheet_is_longer_than_readers_take(void **state) {
  (void)state;
  column *c = column_of(28800, 9, names);
  c->scene.paper = POLKU_SCREEN;
  expect_sheets(&c->scene, 1, 14400, 450);
  free(c);
}

/* `page` is counted from 0. */
static bool on_page(const char *words, int page, const char *name) {
  for (; page > 0; page--) {
    words = strchr(words, '\f');
    assert_non_null(words);
    words++;
  }
  const char *stop = strchr(words, '\f');
  return find(words, stop ? stop : words + strlen(words), name) != NULL;
}

static void each_page_carries_its_part_and_no_other(void **state) {
  (void)state;
  column *c = column_of(1000, 12, names);
  for (int i = 0; i < 3; i++)
    c->pages[i] = (pk_printed){400 * i, 400};
  c->scene.page_count = 3;
  expect_sheets(&c->scene, 3, 841.89, 595.28);
  char *words = words_of(&c->scene);
  for (int i = 0; words && i < 12; i++)
    for (int page = 0; page < 3; page++)
      assert_int_equal(on_page(words, page, names[i]), page == i / 4);
  free(words);
  free(c);
}

/* A lying A4 sheet has room for 801.9 × 555.3 points: 830 of the picture's, 1200 wide, so that the
 * first sheet ends between the eighth row and the ninth, and no row stands on two. */
static void a_part_that_is_taller_than_its_sheet_continues_where_no_text_is_cut(void **state) {
  (void)state;
  column *c = column_of(1200, 11, names);
  c->scene.page_count = 1;
  c->pages[0] = (pk_printed){0, 1100};
  expect_sheets(&c->scene, 2, 841.89, 595.28);
  char *words = words_of(&c->scene);
  for (int i = 0; words && i < 11; i++)
    for (int page = 0; page < 2; page++)
      assert_int_equal(on_page(words, page, names[i]), page == (i > 7));
  free(words);
  free(c);
}

static void words_can_be_found_and_copied(void **state) {
  (void)state;
  column *c = column_of(1200, 12, names);
  char *words = words_of(&c->scene);
  for (int i = 0; words && i < 12; i++)
    assert_non_null(strstr(words, names[i]));
  free(words);
  free(c);
}

static void all_its_fonts_are_lato_and_inside(void **state) {
  (void)state;
  column *c = column_of(1200, 12, names);
  size_t length;
  char *pdf = pdf_of(renderer, &c->scene, &length);
  const char *stop = pdf + length;
  int fonts = 0, files = 0;
  for (const char *at = pdf; (at = find(at, stop, "/FontName /")); at++, fonts++)
    assert_int_equal(strncmp(at + strlen("/FontName /ABCDEF"), "+Lato-", 6), 0);
  for (const char *at = pdf; (at = find(at, stop, "/FontFile")); at++)
    files++;
  assert_in_range(fonts, 2, 4); /* Regular and Bold, each at most as two subsets */
  assert_int_equal(files, fonts);
  free(pdf);
  free(c);
}

/* What stands in a title stays in the title: brackets and names of PDF are letters there. */
static void a_title_says_what_it_says(void **state) {
  (void)state;
  column *c = column_of(1200, 2, names);
  c->scene.title = "a) /OpenAction (javascript:x \\) <</S/URI>>";
  c->scene.description = "b) /Launch";
  size_t length;
  char *pdf = pdf_of(renderer, &c->scene, &length);
  static const char *const never[] = {"/OpenAction", "/Launch", "/URI", "javascript"};
  for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
    assert_null(find(pdf, pdf + length, never[i]));
  assert_non_null(find(pdf, pdf + length, "/Title <FEFF00610029")); /* "a)" as UTF-16 */
  free(pdf);
  free(c);
}

/* https://reproducible-builds.org/specs/source-date-epoch/: 10^9 is 9 September 2001, 01:46:40. */
static void it_is_dated_by_source_date_epoch_or_not_at_all(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  column *c = column_of(1200, 2, names);
  setenv("SOURCE_DATE_EPOCH", "1000000000", 1);
  polku_renderer *dated = polku_renderer_new(POLKU_BUILD_DIR "/polku-render", report);
  unsetenv("SOURCE_DATE_EPOCH");
  size_t length;
  char *pdf = pdf_of(dated, &c->scene, &length);
  assert_non_null(find(pdf, pdf + length, "20010909014640Z"));
  free(pdf);
  pdf = pdf_of(renderer, &c->scene, &length);
  assert_null(find(pdf, pdf + length, "Date"));
  free(pdf);
  polku_renderer_free(dated);
  polku_report_free(report);
  free(c);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(paper_is_a4_or_a3_lying_or_upright_like_the_picture),
      cmocka_unit_test(for_a_screen_the_sheet_is_the_picture),
      cmocka_unit_test(no_sheet_is_longer_than_readers_take),
      cmocka_unit_test(each_page_carries_its_part_and_no_other),
      cmocka_unit_test(a_part_that_is_taller_than_its_sheet_continues_where_no_text_is_cut),
      cmocka_unit_test(words_can_be_found_and_copied),
      cmocka_unit_test(all_its_fonts_are_lato_and_inside),
      cmocka_unit_test(a_title_says_what_it_says),
      cmocka_unit_test(it_is_dated_by_source_date_epoch_or_not_at_all),
  };
  return cmocka_run_group_tests(tests, start_renderer, end_renderer);
}
