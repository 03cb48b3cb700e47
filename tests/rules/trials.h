/* What tests of tests beside rules share: a law that is small enough to be counted by hand, and one
 * call that tries a file of tests on it. */
#ifndef TEST_TRIALS_H
#define TEST_TRIALS_H

#include "support/check.h"
#include "support/plugins.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Who is 60, or has waited four of the last six months for a place in an association. */
static const char RULES[] =
    "polku.attribute 'age' { int = { 15, 68 }, unit = 'year', of = 'client', default = 40,"
    " name = { en = 'age', fi = 'ikä', sv = 'ålder' } }\n"
    "polku.attribute 'employer' { enum = { 'association', 'company', 'state' }, of = 'stage',"
    " default = 'company' }\n"
    "polku.kind 'idle' { waiting = true }\n"
    "polku.kind 'job' {}\n"
    "polku.history 'idle' { keep = 12, runs_in = { 'idle' } }\n"
    "polku.clock 'idle_of_6' { of = 'idle', last = 6 }\n"
    "polku.clock 'idle_of_12' { of = 'idle', last = 12 }\n"
    "polku.allow 'job' { from = '2020-01-01', ref = 'Act § 1', any = {\n"
    "  { id = 'old', ref = 'Act § 1.1', reads = { 'age' }, params = { 'old' },\n"
    "    test = function(c, p) return c.age >= p.old end, why = { en = 'is not 60' } },\n"
    "  { all = {\n"
    "    { id = 'association', ref = 'Act § 1.2', reads = { 'employer' },\n"
    "      test = function(c) return c.employer == 'association' end },\n"
    "    { id = 'waited', ref = 'Act § 1.2', reads = { 'idle_of_6' },\n"
    "      test = function(c) return c.idle_of_6 >= 4 end, why = { en = 'has not waited' } },\n"
    "  } } } }\n"
    "polku.limit 'job' { from = '2020-01-01', unit = 'month', ref = 'Act § 2', cases = {\n"
    "  { id = 'elder', reads = { 'age' }, when = function(c) return c.age >= 60 end, value = 12,"
    " ref = 'Act § 2.1' },\n"
    "  { reads = { 'employer' }, when = function(c) return c.employer == 'association' end,"
    " value = 'months', ref = 'Act § 2.2' },\n"
    "  { default = 6, ref = 'Act § 2.3' } } }\n"
    "polku.amount 'job' { from = '2020-01-01', unit = 'cent/month', account = 'town', ref = 'Act § "
    "3', cases = { { default = 35000, ref = 'Act § 3' } } }\n";
static const char PARAMS[] =
    "return { old = { unit = 'year', values = { { from = 'always', value = 60, ref = 'Act § 1' } } "
    "},\n"
    " months = { unit = 'month', name = { en = 'Length' }, values = {"
    " { from = '2020-01-01', value = 8, ref = 'Act § 2' },"
    " { from = '2024-01-01', value = 10, ref = 'Act § 2 (2023)' } } } }\n";

typedef struct tried {
  plugin_folder folder;
  polku_report *report;
  char *text, *json;
} tried;

/* A folder for plugins: write some, then try one. */
static inline tried begin(void) {
  tried t = {.report = polku_report_new()};
  assert_non_null(t.report);
  plugin_folder_new(&t.folder);
  return t;
}

static inline void try_plugin(tried *t, const char *plugin) {
  const polku_plugin_question question = {.folders = t->folder.path, .plugin = plugin};
  t->text = polku_plugin_test(&question, POLKU_AS_TEXT, POLKU_EN, t->report);
  polku_report *again = polku_report_new();
  t->json = polku_plugin_test(&question, POLKU_AS_JSON, POLKU_EN, again);
  polku_report_free(again);
}

/* Runs one file of tests on a plugin of these rules. */
static inline tried try_rules(const char *rules, const char *tests) {
  tried t = begin();
  plugin_state(&t.folder, "tiny", PARAMS, rules);
  if (tests)
    plugin_write(&t.folder, "tiny/test", "a.lua", tests, strlen(tests));
  try_plugin(&t, "tiny");
  return t;
}

static inline tried try_tests(const char *tests) {
  return try_rules(RULES, tests);
}

static inline void end(tried *t) {
  free(t->text);
  free(t->json);
  polku_report_free(t->report);
  plugin_folder_remove(&t->folder);
}

static inline void show(const tried *t) {
  char *text = polku_report_text(t->report, POLKU_EN, false);
  print_error("%s\n%s\n", text ? text : "", t->text ? t->text : "");
  free(text);
}

static inline void expect_in(const tried *t, const char *where, const char *part) {
  if (where && strstr(where, part))
    return;
  show(t);
  fail_msg("missing: %s\nin: %s", part, where ? where : "nothing");
}

static inline void expect_quiet(const tried *t) {
  if (polku_report_count(t->report, POLKU_ERROR) == 0)
    return;
  show(t);
  fail_msg("there should be no error");
}

static inline size_t errors_of(const tried *t, const char *code) {
  size_t count = 0;
  polku_problem problem;
  for (size_t i = 0; polku_report_at(t->report, i, POLKU_EN, &problem); i++)
    count += strcmp(problem.code, code) == 0;
  return count;
}

#endif
