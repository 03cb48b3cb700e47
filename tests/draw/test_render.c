/* The renderer process: what it makes never changes, and what happens to it harms nobody.
 *
 * Accidents are real ones: children are killed and stopped from outside, renderers are replaced by
 * programs that end, hang or talk nonsense. */
#include "support/check.h"
#include "support/failing.h"
#include "support/files.h"
#include "support/run.h"

#include "draw/picture.h"
#include "draw/lato.h"
#include "draw/renderer.h"

#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static polku_renderer *renderer;
static char *section12;

static int start(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  renderer = polku_renderer_new(POLKU_BUILD_DIR "/polku-render", report);
  section12 = read_whole_file(POLKU_SOURCE_DIR "/tests/data/section12.json", NULL);
  assert_int_equal(polku_report_count(report, POLKU_WARNING), 0); /* Lato is there */
  polku_report_free(report);
  return renderer && section12 ? 0 : 1;
}

static int end(void **state) {
  (void)state;
  polku_renderer_free(renderer);
  free(section12);
  return 0;
}

/* ------------------------------------------------------------------------------ stillness */

static void the_same_model_gives_the_same_bytes(void **state) {
  (void)state;
  static const char *const begins[] = {"<?xml", "\x89PNG", "%PDF", "digraph"};
  for (int f = POLKU_SVG; f <= POLKU_DOT; f++) {
    size_t a_length, b_length;
    char *a = picture(renderer, section12, (polku_format)f, &a_length);
    char *b = picture(renderer, section12, (polku_format)f, &b_length);
    assert_int_equal(a_length, b_length);
    assert_memory_equal(a, b, a_length);
    assert_memory_equal(a, begins[f], strlen(begins[f]));
    free(a);
    free(b);
  }
}

/* With another Graphviz of the same drawing nothing has changed. */
static void nothing_of_the_maker_is_left(void **state) {
  (void)state;
  size_t length;
  char *svg = picture(renderer, section12, POLKU_SVG, &length);
  assert_null(strstr(svg, "<!--"));
  assert_null(strstr(svg, "raphviz"));
  assert_null(strstr(svg, "<title>")); /* the root's has an id */
  free(svg);
}

/* -------------------------------------------------------------------------------- widths */

static void the_table_of_widths_is_graphvizs_own_measure(void **state) {
  (void)state;
  static const char *const texts[] = {
      "Työkokeilu",
      "Kuntouttava työtoiminta",
      "Tukee",
      "AVATAR",
      "Valmentaa 17 (0,27)",
      "Elinkeino-, liikenne- ja ympäristökeskuksen työllistymispalvelut",
      "~40 % · ≈ 1,5 %/kk",
      "Sysselsättningsstig för unga vuxna",
      "Where the third sector stands",
      "titti fifi fluff",
      "Lönesubvention på 12 månader",
      "W.A.V.E. Ltd – Tyttöjen Talo",
      "Čáhci šaddá ŋ đ ŧ ž"};
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
    for (int bold = 0; bold < 2; bold++) {
      double theirs = pk_renderer_measure(renderer, texts[i], 90, bold);
      double ours = pk_text_width(texts[i], strlen(texts[i]), 90, bold);
      if (fabs(ours / theirs - 1) > 0.01)
        fail_msg("%s: %.1f, Graphviz says %.1f", texts[i], ours, theirs);
    }
}

/* ---------------------------------------------------------------------------------- dots */

static uint32_t big_endian(const char *at) {
  const unsigned char *b = (const unsigned char *)at;
  return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* An empty sheet as a PNG; NULL when it was refused. */
static char *dots(int width, int height, double scale, polku_report *report) {
  pk_scene scene = {.width = width,
                    .height = height,
                    .ground = 0xffffff,
                    .title = "",
                    .description = "",
                    .lang = "en"};
  size_t length = 0;
  return polku_render(renderer, &(polku_drawing){.scene = &scene}, POLKU_PNG, scale, &length,
                      report);
}

static void expect_dots(double scale, uint32_t width, uint32_t height) {
  polku_report *report = polku_report_new();
  char *png = dots(720, 360, scale, report);
  assert_non_null(png);
  assert_int_equal(big_endian(png + 16), width); /* IHDR comes first: PNG 1.2, 11.2.2 */
  assert_int_equal(big_endian(png + 20), height);
  free(png);
  polku_report_free(report);
}

/* 720 points are 10 inches, 96 dots each at scale 1. What is no scale is 1; what is out of bounds
 * is brought back to 0.1 … 20. */
static void a_png_has_as_many_dots_as_its_scale_says(void **state) {
  (void)state;
  expect_dots(0.1, 96, 48);
  expect_dots(1, 960, 480);
  expect_dots(2.5, 2400, 1200);
  expect_dots(8, 7680, 3840);
  expect_dots(0, 960, 480);
  expect_dots(NAN, 960, 480);
  expect_dots(1e-9, 96, 48);
}

/* 1440 × 1440 points at scale 6 are 11,520² = 133 million dots, at 7 they are 181 million; 2000 ×
 * 20 points at scale 13 are 34,667 dots wide. */
static void a_png_that_is_too_large_is_a_problem_that_names_the_largest_scale(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  polku_problem problem;
  char *png = dots(1440, 1440, 6, report);
  assert_non_null(png);
  free(png);
  assert_null(dots(1440, 1440, 7, report));
  assert_true(polku_report_at(report, 0, POLKU_EN, &problem));
  assert_string_equal(problem.code, "E-RENDER-SIZE");
  assert_non_null(strstr(problem.message, "13440 × 13440"));
  assert_non_null(strstr(problem.hint, "--scale 6.74")); /* sqrt(160 · 2^20) / 1920 = 6.746 */
  polku_report_free(report);
  report = polku_report_new();
  assert_null(dots(2000, 20, 13, report));
  assert_true(polku_report_at(report, 0, POLKU_EN, &problem));
  assert_non_null(strstr(problem.hint, "--scale 12.28")); /* 32766 / 2666.7 = 12.287 */
  polku_report_free(report);
}

/* ------------------------------------------------------------------------------ accidents */

static bool picture_works(polku_renderer *r) {
  polku_report *report = polku_report_new();
  polku_drawing *drawing = draw_text(section12, POLKU_EN);
  size_t length = 0;
  char *svg = polku_render(r, drawing, POLKU_SVG, 1, &length, report);
  bool works = svg && length > 1000 && polku_report_count(report, POLKU_ERROR) == 0;
  free(svg);
  polku_drawing_free(drawing);
  polku_report_free(report);
  return works;
}

/* The code of the one problem of a picture that must fail. */
static void expect_problem(polku_renderer *r, polku_format format, double scale, const char *code) {
  polku_report *report = polku_report_new();
  polku_drawing *drawing = draw_text(section12, POLKU_EN);
  polku_problem problem;
  size_t length = 0;
  char *bytes = polku_render(r, drawing, format, scale, &length, report);
  assert_null(bytes);
  assert_true(polku_report_at(report, 0, POLKU_EN, &problem));
  assert_string_equal(problem.code, code);
  assert_true(polku_report_failed(report));
  assert_false(polku_report_at(report, 1, POLKU_EN, &problem));
  polku_drawing_free(drawing);
  polku_report_free(report);
}

typedef struct hunter {
  pid_t parent;
  int signal;
  bool hit;
} hunter;

static void pause_ms(long ms) {
  nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

/* Waits for a child of the renderer and sends it the signal. */
static void *hunt(void *argument) {
  hunter *h = argument;
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)h->parent, (int)h->parent);
  for (int i = 0; i < 20000 && !h->hit; i++) {
    FILE *file = fopen(path, "r");
    int child = 0;
    if (file && fscanf(file, "%d", &child) == 1 && child > 0)
      h->hit = kill(child, h->signal) == 0;
    if (file)
      fclose(file);
    if (!h->hit)
      nanosleep(&(struct timespec){0, 100000}, NULL);
  }
  return NULL;
}

/* A large picture, so that there is time to hit the child that draws it. */
static void expect_hit(int sent, const char *code) {
  pid_t before = pk_renderer_pid(renderer);
  hunter h = {before, sent, false};
  pthread_t thread;
  assert_int_equal(pthread_create(&thread, NULL, hunt, &h), 0);
  expect_problem(renderer, POLKU_PNG, 4, code);
  pthread_join(thread, NULL);
  assert_true(h.hit);
  assert_true(picture_works(renderer));
  assert_int_equal(pk_renderer_pid(renderer), before);
}

static void a_crashing_child_is_a_problem_and_the_next_picture_works(void **state) {
  (void)state;
  expect_hit(SIGSEGV, "E-RENDER-CRASH");
  expect_hit(SIGKILL, "E-RENDER-CRASH");
  expect_hit(SIGXCPU, "E-RENDER-TIME"); /* what the limit of work sends */
}

static void a_dead_renderer_is_a_problem_and_is_started_anew(void **state) {
  (void)state;
  pid_t before = pk_renderer_pid(renderer);
  kill(before, SIGKILL);
  pause_ms(50);
  expect_problem(renderer, POLKU_SVG, 1, "E-RENDER-LOST");
  assert_true(picture_works(renderer));
  assert_int_not_equal(pk_renderer_pid(renderer), before);
}

static char *write_temporary(const char *folder, const char *name, const char *bytes,
                             size_t length) {
  char *path = malloc(strlen(folder) + strlen(name) + 2);
  sprintf(path, "%s/%s", folder, name);
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  fwrite(bytes, 1, length, file);
  fclose(file);
  return path;
}

/* A program in the renderer's place. */
static char *impostor(const char *folder, const char *script) {
  char *path = write_temporary(folder, "polku-render", script, strlen(script));
  chmod(path, 0755);
  return path;
}

static void expect_no_renderer(const char *program) {
  polku_report *report = polku_report_new();
  polku_problem problem;
  assert_null(polku_renderer_new(program, report));
  assert_true(polku_report_at(report, 0, POLKU_FI, &problem));
  assert_string_equal(problem.code, "E-RENDER-START");
  polku_report_free(report);
}

static void a_renderer_that_does_not_start_is_a_problem(void **state) {
  (void)state;
  char *folder = new_folder();
  expect_no_renderer("/nowhere/polku-render");
  static const char *const scripts[] = {"#!/bin/sh\nexit 0\n", "#!/bin/sh\necho nonsense >&0\n",
                                        "not a program\n"};
  for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
    char *path = impostor(folder, scripts[i]);
    expect_no_renderer(path);
    free(path);
  }
  remove_folder(folder);
  free(folder);
}

/* Answers the first question, as a renderer does that is asked for a width, and then lies. */
static void expect_lost(const char *folder, const char *lie) {
  char script[512];
  snprintf(
      script, sizeof script,
      "#!/bin/sh\nprintf 'PKR1\\000\\000\\000\\000\\003\\000\\000\\000100' >&0\nprintf '%s' >&0\n"
      "exec sleep 3\n",
      lie);
  char *path = impostor(folder, script);
  polku_report *report = polku_report_new();
  polku_renderer *liar = polku_renderer_new(path, report);
  assert_non_null(liar);
  expect_problem(liar, POLKU_SVG, 1, "E-RENDER-LOST");
  assert_int_equal(pk_renderer_pid(liar), -1);
  polku_renderer_free(liar);
  polku_report_free(report);
  free(path);
}

/* Wrong magic; more bytes than there can be. */
static void a_renderer_that_answers_nonsense_is_ended(void **state) {
  (void)state;
  char *folder = new_folder();
  expect_lost(folder, "HTTP/1.1 200 OK");
  expect_lost(folder, "PKR1\\000\\000\\000\\000\\377\\377\\377\\377");
  remove_folder(folder);
  free(folder);
}

static void a_null_drawing_or_renderer_gives_nothing_and_adds_nothing(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  polku_drawing *drawing = draw_text(section12, POLKU_EN);
  size_t length;
  assert_null(polku_render(NULL, drawing, POLKU_SVG, 1, &length, report));
  assert_null(polku_render(renderer, NULL, POLKU_SVG, 1, &length, report));
  assert_null(polku_draw(NULL, NULL, NULL, report));
  assert_null(polku_twin(NULL, NULL, NULL, POLKU_TWIN_TEXT, report));
  assert_int_equal(polku_report_count(report, POLKU_ERROR), 0);
  polku_drawing_free(drawing);
  polku_report_free(report);
}

static void memory_may_end_at_any_allocation(void **state) {
  (void)state;
  polku_drawing *drawing = draw_text(section12, POLKU_EN);
  bool failed = true;
  for (long n = 1; failed; n++) {
    polku_report *report = polku_report_new();
    size_t length = 0;
    fail_allocation(n);
    polku_renderer *r = polku_renderer_new(POLKU_BUILD_DIR "/polku-render", report);
    char *svg = polku_render(r, drawing, POLKU_SVG, 1, &length, report);
    failed = allocation_failed();
    assert_true(svg || polku_report_failed(report));
    assert_true(failed || svg);
    free(svg);
    polku_renderer_free(r);
    polku_report_free(report);
  }
  polku_drawing_free(drawing);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_same_model_gives_the_same_bytes),
      cmocka_unit_test(nothing_of_the_maker_is_left),
      cmocka_unit_test(the_table_of_widths_is_graphvizs_own_measure),
      cmocka_unit_test(a_png_has_as_many_dots_as_its_scale_says),
      cmocka_unit_test(a_png_that_is_too_large_is_a_problem_that_names_the_largest_scale),
      cmocka_unit_test(a_crashing_child_is_a_problem_and_the_next_picture_works),
      cmocka_unit_test(a_dead_renderer_is_a_problem_and_is_started_anew),
      cmocka_unit_test(a_renderer_that_does_not_start_is_a_problem),
      cmocka_unit_test(a_renderer_that_answers_nonsense_is_ended),
      cmocka_unit_test(memory_may_end_at_any_allocation),
      cmocka_unit_test(a_null_drawing_or_renderer_gives_nothing_and_adds_nothing),
  };
  return cmocka_run_group_tests(tests, start, end);
}
