/* Broken models, and drawings that cannot become one: each file in tests/data/broken/ stands beside
 * the whole text that a person gets for it, in English and where it was thought worth reading aloud
 * in Finnish and Swedish too. */
#include "support/check.h"
#include "support/files.h"

#include "base/text.h"
#include "polku.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER POLKU_SOURCE_DIR "/tests/data/broken"

static const char *const langs[] = {"fi", "sv", "en"};

static bool ends_with(const char *text, const char *end) {
  size_t a = strlen(text), b = strlen(end);
  return a >= b && strcmp(text + a - b, end) == 0;
}

typedef struct tally {
  int models, texts, wrong;
  pk_text all; /* every expected text */
} tally;

/* Whether a model comes of it. */
static bool read_as_model(const char *name, const char *text, size_t length, polku_report *report) {
  polku_model *model = polku_model_read(name, text, length, report);
  polku_model_free(model);
  return model != NULL;
}

static bool read_as_drawing(const char *name, const char *text, size_t length,
                            polku_report *report) {
  polku_exchange form = ends_with(name, ".mmd") ? POLKU_MERMAID : POLKU_EDGES;
  char *model = polku_import(name, text, length, form, POLKU_EN, report);
  free(model);
  return model != NULL;
}

/* The file as it is named in its expected texts: without a folder. */
static polku_report *read_broken(const char *path) {
  size_t length;
  char *text = read_whole_file(path, &length);
  assert_non_null(text);
  polku_report *report = polku_report_new();
  const char *name = strrchr(path, '/') + 1;
  bool good =
      (ends_with(name, ".json") ? read_as_model : read_as_drawing)(name, text, length, report);
  bool refused = polku_report_count(report, POLKU_ERROR) > 0;
  if (good == refused || (!refused && !polku_report_count(report, POLKU_WARNING)))
    fail_msg("%s: a model came back with errors, or no problem was found", path);
  free(text);
  return report;
}

static void compare(tally *t, const char *path, polku_report *report, polku_lang lang) {
  char name[1024];
  snprintf(name, sizeof name, "%.*s.%s.txt", (int)(strrchr(path, '.') - path), path, langs[lang]);
  char *expected = read_whole_file(name, NULL);
  if (!expected) {
    if (lang == POLKU_EN)
      fail_msg("%s has no expected text", path);
    return;
  }
  char *text = polku_report_text(report, lang, false);
  t->texts++;
  pk_text_add(&t->all, expected);
  if (strcmp(text, expected) != 0) {
    print_error("%s says\n%sinstead of\n%s", name, text, expected);
    t->wrong++;
  }
  free(text);
  free(expected);
}

static void compare_model(void *context, const char *path) {
  tally *t = context;
  if (!ends_with(path, ".json") && !ends_with(path, ".mmd") && !ends_with(path, ".csv"))
    return;
  t->models++;
  polku_report *report = read_broken(path);
  for (int lang = 0; lang < 3; lang++)
    compare(t, path, report, (polku_lang)lang);
  polku_report_free(report);
}

static void every_broken_model_says_what_stands_beside_it(void **state) {
  (void)state;
  tally t = {0};
  visit_files(FOLDER, compare_model, &t);
  pk_text_free(&t.all);
  assert_int_equal(t.wrong, 0);
  assert_true(t.models >= 45);
  assert_true(t.texts > t.models);
}

static void five_mistakes_give_five_errors(void **state) {
  (void)state;
  polku_report *report = read_broken(FOLDER "/five-mistakes.json");
  assert_int_equal(polku_report_count(report, POLKU_ERROR), 5);
  assert_int_equal(polku_report_count(report, POLKU_WARNING), 0);
  polku_report_free(report);
}

static size_t code_length(const char *at) {
  return strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
}

/* Codes in the room's own sources, "E-…" or "W-…" in quotes. Those of files, patches and parts that
 * are to be taken away are not about the text of a model. */
static void look_for_codes(void *context, const char *path) {
  tally *t = context;
  if (!ends_with(path, ".c"))
    return;
  char *source = read_whole_file(path, NULL);
  for (const char *at = source; (at = strchr(at, '"')); at++) {
    size_t n = code_length(at + 1);
    bool code = (at[1] == 'E' || at[1] == 'W') && at[2] == '-' && n > 3 && at[1 + n] == '"';
    if (!code || !strncmp(at + 1, "E-FILE-", 7) || !strncmp(at + 2, "-PATCH-", 7) ||
        !strncmp(at + 2, "-PART-", 6) || !strncmp(at + 2, "-SCENARIO-", 10))
      continue;
    char mark[64];
    snprintf(mark, sizeof mark, " %.*s: ", (int)n, at + 1);
    if (!strstr(t->all.data, mark)) {
      print_error("%s: no broken model shows%s\n", path, mark);
      t->wrong++;
    }
  }
  free(source);
}

static void every_code_of_a_model_has_a_broken_model(void **state) {
  (void)state;
  tally t = {0};
  visit_files(FOLDER, compare_model, &t);
  t.wrong = 0;
  visit_files(POLKU_SOURCE_DIR "/core/model", look_for_codes, &t);
  pk_text_free(&t.all);
  assert_int_equal(t.wrong, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_broken_model_says_what_stands_beside_it),
      cmocka_unit_test(five_mistakes_give_five_errors),
      cmocka_unit_test(every_code_of_a_model_has_a_broken_model),
  };
  return RUN(tests);
}
