/* Loading a model: files that are not there, bytes that are no model, memory that runs out, and
 * what must never be said twice. */
#include "support/check.h"
#include "support/failing.h"
#include "support/files.h"

#include "model/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DATA POLKU_SOURCE_DIR "/tests/data/"

static const char head[] = "{\"format\":\"polku/1\",\"horizon\":12,";

/* Reads a model that begins with `head`. */
static polku_model *read_tail(const char *tail, polku_report *report) {
  char text[4096];
  assert_true(strlen(head) + strlen(tail) < sizeof text);
  strcpy(text, head);
  strcat(text, tail);
  return polku_model_read("m.json", text, strlen(text), report);
}

static void assert_first_code(polku_report *report, const char *code) {
  polku_problem problem;
  assert_true(polku_report_at(report, 0, POLKU_EN, &problem));
  assert_string_equal(problem.code, code);
}

static void files_that_cannot_be_read_say_why(void **state) {
  (void)state;
  static const char *const cases[][2] = {{DATA "no-such-file.json", "E-FILE-MISSING"},
                                         {DATA "no-such-file.json#scenario", "E-FILE-MISSING"},
                                         {DATA "section12.json/x.json", "E-FILE-MISSING"},
                                         {DATA, "E-FILE-FOLDER"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    polku_report *report = polku_report_new();
    assert_null(polku_model_load(cases[i][0], report));
    assert_int_equal(polku_report_count(report, POLKU_ERROR), 1);
    assert_first_code(report, cases[i][1]);
    assert_false(polku_report_failed(report));
    polku_report_free(report);
  }
}

static void nothing_gives_nothing_and_says_nothing(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  assert_null(polku_model_load(NULL, report));
  assert_null(polku_model_read(NULL, "", 0, report));
  assert_null(polku_model_read("m", NULL, 0, report));
  assert_int_equal(polku_report_count(report, POLKU_ERROR), 0);
  polku_model_free(NULL);
  assert_null(polku_model_text(NULL, NULL));
  assert_null(polku_model_title(NULL, POLKU_FI));
  polku_report_free(report);
}

static void the_same_errors_refuse_a_model_twice(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  assert_null(read_tail("\"stages\":{\"a\":{\"fnal\":true}}}", report));
  size_t once = polku_report_count(report, POLKU_ERROR);
  assert_null(read_tail("\"stages\":{\"a\":{\"fnal\":true}}}", report));
  assert_int_equal(polku_report_count(report, POLKU_ERROR), once);
  polku_report_free(report);
}

static void warnings_refuse_nothing(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  polku_model *model = read_tail("\"stages\":{\"a\":{}}}", report);
  assert_non_null(model);
  assert_int_equal(polku_report_count(report, POLKU_WARNING), 1);
  assert_first_code(report, "W-NO-EXITS");
  polku_model_free(model);
  polku_report_free(report);
}

/* Any prefix of a model, and any byte of it changed, gives a model or errors, never both or
 * neither. */
static void cut_and_scratched_models_are_refused_or_read(void **state) {
  (void)state;
  size_t length;
  char *text = read_whole_file(DATA "every-key.json", &length);
  for (size_t i = 0; i < length; i += 7) {
    for (int scratched = 0; scratched < 2; scratched++) {
      polku_report *report = polku_report_new();
      char before = text[i];
      if (scratched)
        text[i] = "\"}[9,\\\x80n"[i % 8];
      polku_model *model = polku_model_read("m", text, scratched ? length : i, report);
      assert_true((model == NULL) == (polku_report_count(report, POLKU_ERROR) > 0));
      char *said = polku_report_text(report, POLKU_FI, false);
      assert_non_null(said);
      free(said);
      text[i] = before;
      polku_model_free(model);
      polku_report_free(report);
    }
  }
  free(text);
}

static void a_file_of_mistakes_stops_somewhere(void **state) {
  (void)state;
  enum { COUNT = 3000 };
  char *text = calloc(COUNT, 40), *at = text;
  at += sprintf(at, "%s\"stages\":{\"s\":{}", head);
  for (int i = 0; i < COUNT; i++)
    at += sprintf(at, ",\"s%d\":{\"final\":%d}", i, i);
  strcpy(at, "}}");
  polku_report *report = polku_report_new();
  assert_null(polku_model_read("m", text, strlen(text), report));
  assert_int_equal(polku_report_count(report, POLKU_ERROR), 500);
  polku_report_free(report);
  free(text);
}

static void memory_may_run_out_anywhere_in(const char *path, bool good) {
  for (long n = 1;; n++) {
    polku_report *report = polku_report_new();
    fail_allocation(n);
    polku_model *model = polku_model_load(path, report);
    bool failed = allocation_failed();
    if (failed ? model || !polku_report_failed(report) : (model != NULL) != good)
      fail_msg("%s: allocation %ld", path, n);
    polku_model_free(model);
    polku_report_free(report);
    if (!failed)
      break;
  }
}

static void memory_may_run_out_anywhere(void **state) {
  (void)state;
  memory_may_run_out_anywhere_in(DATA "every-key.json", true);
  memory_may_run_out_anywhere_in(DATA "section12.json", true);
  memory_may_run_out_anywhere_in(DATA "broken/five-mistakes.json", false);
  memory_may_run_out_anywhere_in(DATA "broken/passage-cycle.json", false);
  memory_may_run_out_anywhere_in(DATA "broken/duplicate-stage.json", false);
}

static void a_number_object_and_a_plain_number_differ_in_basis_only(void **state) {
  (void)state;
  static const struct {
    const char *size;
    pk_basis basis;
  } cases[] = {
      {"64", PK_ASSUMED},
      {"{\"value\":64}", PK_ASSUMED},
      {"{\"value\":64,\"evidence\":{\"events\":1,\"of\":2}}", PK_MEASURED},
      {"{\"value\":64,\"basis\":\"stated\",\"evidence\":{\"events\":1,\"of\":2}}", PK_STATED},
      {"{\"value\":64,\"basis\":\"measured\"}", PK_MEASURED},
      {"{\"value\":64.0,\"range\":[1,100]}", PK_ASSUMED},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char tail[512];
    snprintf(
        tail, sizeof tail,
        "\"stages\":{\"a\":{\"final\":true}},\"groups\":{\"g\":{\"start\":\"a\",\"size\":%s}}}",
        cases[i].size);
    polku_report *report = polku_report_new();
    polku_model *model = read_tail(tail, report);
    assert_non_null(model);
    assert_true(model->groups[0].size.value == 64);
    assert_int_equal(model->groups[0].size.basis, cases[i].basis);
    assert_string_equal(model->groups[0].size.pointer, "/groups/g/size");
    polku_model_free(model);
    polku_report_free(report);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(files_that_cannot_be_read_say_why),
      cmocka_unit_test(nothing_gives_nothing_and_says_nothing),
      cmocka_unit_test(the_same_errors_refuse_a_model_twice),
      cmocka_unit_test(warnings_refuse_nothing),
      cmocka_unit_test(cut_and_scratched_models_are_refused_or_read),
      cmocka_unit_test(a_file_of_mistakes_stops_somewhere),
      cmocka_unit_test(memory_may_run_out_anywhere),
      cmocka_unit_test(a_number_object_and_a_plain_number_differ_in_basis_only),
  };
  return RUN(tests);
}
