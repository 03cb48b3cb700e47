/* Finding and reading plugins: ids, parents, versions, dates; every mistake has its file and line.
 */
#include "support/check.h"
#include "support/plugins.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char MODEL[] =
    "{ \"format\": \"polku/1\", \"region\": \"%s\", \"start_date\": \"2020-01-01\", \"horizon\": 3,"
    " \"stages\": { \"a\": { \"kind\": \"k\", \"duration\": { \"fixed\": 1 } },"
    "   \"b\": { \"kind\": \"k\", \"final\": true } },"
    " \"transitions\": { \"t\": { \"from\": \"a\", \"to\": \"b\", \"share\": 1 } },"
    " \"groups\": { \"g\": { \"size\": 1, \"start\": \"a\" } } }";

static bound_model load(const char *region, const char *folders) {
  char text[1024];
  snprintf(text, sizeof text, MODEL, region);
  return bind_text(text, folders);
}

static bool ends_with(const char *text, const char *end) {
  size_t a = text ? strlen(text) : 0, b = strlen(end);
  return a >= b && strcmp(text + a - b, end) == 0;
}

/* A plugin of one file with a mistake, and the problem that it must give. */
typedef struct mistake {
  const char *file, *text, *code, *message; /* message: a part of it */
  int line;
} mistake;

static const mistake manifests[] = {
    {"manifest.lua", "return { id = \"bad\", version = \"1.0.0\",\n api = 2 }", "E-PLUGIN-API",
     "interface 2", 2},
    {"manifest.lua", "return { id = \"bad\", version = \"1.0.0\", api = 0 }", "E-PLUGIN-VALUE",
     "\"api\" must be 1", 1},
    {"manifest.lua", "return { id = \"bad\", version = \"1.0.0\", api = 1,\n titel = {} }",
     "E-PLUGIN-KEY", "titel", 2},
    {"manifest.lua", "return { id = \"bad\", api = 1 }", "E-PLUGIN-KEY-MISSING", "version", 1},
    {"manifest.lua", "return { id = \"bad\", version = \"one\", api = 1 }", "E-PLUGIN-VALUE",
     "a version", 1},
    {"manifest.lua", "return { id = \"bad\", version = \"1.0\", api = 1, level = \"shire\" }",
     "E-PLUGIN-CHOICE", "shire", 1},
    {"manifest.lua", "return {\n id = \"bad\",\n id = \"worse\", version = \"1.0\", api = 1 }",
     "E-PLUGIN-TWICE", "id", 3},
    {"manifest.lua", "local x = 1\nreturn {}", "E-PLUGIN-DATA", "return", 1},
    {"manifest.lua", "return { id = \"bad\", version = \"1.0\",\n api = f() }", "E-PLUGIN-DATA",
     "a value", 2},
    {"manifest.lua", "return { id = \"bad\" .. \"ly\" }", "E-PLUGIN-DATA", "comma", 1},
    {"manifest.lua", "return { id = function() end }", "E-PLUGIN-DATA", "function", 1},
    {"manifest.lua", "return { id = \"bad\n\" }", "E-PLUGIN-DATA", "quote", 1},
    {"manifest.lua", "return { until = \"x\" }", "E-PLUGIN-DATA", "brackets", 1},
    {"manifest.lua", "return { id = \"bad\" } extra", "E-PLUGIN-DATA", "end of the file", 1},
    {"params.lua",
     "return {\n [\"a\"] = { unit = \"month\", values = {\n"
     "  { from = \"2020-01-01\", value = 1, ref = \"x\" },\n"
     "  { from = \"2019-01-01\", value = 2, ref = \"x\" } } } }",
     "E-DATES-OVERLAP", "parameter \"a\"", 4},
    {"params.lua",
     "return { [\"a\"] = { unit = \"month\", values = {\n"
     "  { from = \"2020-02-30\", value = 1, ref = \"x\" } } } }",
     "E-PLUGIN-VALUE", "a date", 2},
    {"params.lua",
     "return { [\"a\"] = { unit = \"month\", values = {\n"
     "  { from = \"always\", value = 1.5, ref = \"x\" } } } }",
     "E-PLUGIN-VALUE", "a whole number", 2},
    {"params.lua",
     "return { [\"a\"] = { unit = \"month\", values = {\n"
     "  { from = \"always\", value = 1 } } } }",
     "E-PLUGIN-KEY-MISSING", "ref", 2},
    {"params.lua",
     "return { [\"a\"] = { unit = \"moon\", values = {\n"
     "  { from = \"always\", value = 1, ref = \"x\" } } } }",
     "E-PLUGIN-CHOICE", "moon", 1},
    {"params.lua", "return { [\"a\"] = { unit = \"month\", values = { } } }", "E-PLUGIN-VALUE",
     "a list of values", 1},
    {"rules.lua", "polku.kind 'k' {}\npolku.kind 'k' {}", "E-PLUGIN-TWICE", "k", 2},
    {"rules.lua", "\npolku.kind 'k' { wating = true }", "E-PLUGIN-KEY", "wating", 2},
    {"rules.lua", "\npolku.kind 'k' { waiting = 1 }", "E-PLUGIN-VALUE", "true or false", 2},
    {"rules.lua", "polku.kind 'k' {}\npolku.history 'h' { keep = 65, runs_in = { 'k' } }",
     "E-PLUGIN-VALUE", "1 … 64", 2},
    {"rules.lua", "polku.kind 'k' {}\npolku.history 'h' { keep = 5, runs_in = { 'l' } }",
     "E-PLUGIN-UNKNOWN", "runs_in names \"l\"", 2},
    {"rules.lua", "polku.kind 'k' {}\npolku.clock 'c' { of = 'h', last = 3 }", "E-PLUGIN-UNKNOWN",
     "of names \"h\"", 2},
    {"rules.lua",
     "polku.kind 'k' {} polku.history 'h' { keep = 5, runs_in = { 'k' } }\n"
     "polku.clock 'c' { of = 'h', last = 6 }",
     "E-PLUGIN-VALUE", "at most the keep", 2},
    {"rules.lua", "\npolku.attribute 'a' { int = { 5, 1 } }", "E-PLUGIN-VALUE", "two whole numbers",
     2},
    {"rules.lua", "\npolku.attribute 'a' { enum = { 'x' }, default = 'y' }", "E-PLUGIN-VALUE",
     "values of the attribute", 2},
    {"rules.lua", "\npolku.attribute 'a' { }", "E-PLUGIN-KEY-MISSING", "int | enum | bool", 2},
    {"rules.lua", "\npolku.attribute 'elapsed' { bool = true }", "E-PLUGIN-RESERVED", "elapsed", 2},
    {"rules.lua", "\npolku.allow 'z' { from = 'always', ref = 'x' }", "E-PLUGIN-UNKNOWN", "z", 2},
    {"rules.lua", "polku.kind 'k' {}\npolku.allow 'k' { ref = 'x' }", "E-PLUGIN-KEY-MISSING",
     "from", 2},
    {"rules.lua",
     "polku.kind 'k' {} polku.allow 'k' { from = '2010-01-01', ['until'] = '2012-12-31', ref = 'x' "
     "}\n"
     "polku.allow 'k' { from = '2014-01-01', ref = 'x' }",
     "E-DATES-HOLE", "from 1 January 2013 to 31 December 2013 no version holds", 2},
    {"rules.lua",
     "polku.kind 'k' {} polku.allow 'k' { from = '2010-01-01', ['until'] = '2014-12-31', ref = 'x' "
     "}\n"
     "polku.allow 'k' { from = '2014-01-01', ref = 'x' }",
     "E-DATES-OVERLAP", "share days", 2},
    {"rules.lua",
     "polku.kind 'k' {}\npolku.limit 'k' { from = 'always', cases = { { reads = {}, when = "
     "function() return true end, value = 3 } } }",
     "E-PLUGIN-VALUE", "the last of them a default", 2},
    {"rules.lua",
     "polku.kind 'k' {}\npolku.limit 'k' { from = 'always', cases = { { default = 'mnths' } } }",
     "E-PLUGIN-UNKNOWN", "mnths", 2},
    {"rules.lua", "polku.kind 'k' {}\npolku.allow 'k' { from = 'always', ref = 'x', any = {} }",
     "E-PLUGIN-VALUE", "1 … 64 conditions", 2},
    {"rules.lua",
     "polku.kind 'k' {}\npolku.override.allow 'k' { mode = 'restrict', from = 'always', ref = 'x' "
     "}",
     "E-OVERRIDE-BASE", "no such rule", 2},
};

static void every_mistake_has_its_code_file_and_line(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof manifests / sizeof *manifests; i++) {
    const mistake *m = &manifests[i];
    plugin_folder folder;
    plugin_folder_new(&folder);
    plugin_state(&folder, "bad", NULL, NULL);
    plugin_write(&folder, "bad", m->file, m->text, strlen(m->text));
    bound_model b = load("bad", folder.path);
    assert_null(b.rules);
    polku_problem problem = problem_of(b.report, m->code);
    if (problem.line != m->line || !ends_with(problem.file, m->file) ||
        !strstr(problem.message, m->message))
      fail_msg("%s\n%s:%d: %s", m->text, problem.file, problem.line, problem.message);
    bound_free(&b);
    plugin_folder_remove(&folder);
  }
}

static void all_mistakes_come_at_once(void **state) {
  (void)state;
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_state(&folder, "bad", "return { a = { unit = \"moon\", values = {} } }",
               "polku.kind 'k' { wating = true }\npolku.role 'r' { row = 'sky' }\n"
               "polku.allow 'l' { from = 'always', ref = 'x' }\n");
  bound_model b = load("bad", folder.path);
  assert_null(b.rules);
  assert_int_equal(polku_report_count(b.report, POLKU_ERROR), 5);
  bound_free(&b);
  plugin_folder_remove(&folder);
}

static void a_region_is_found_by_its_id_and_misspelling_is_answered(void **state) {
  (void)state;
  bound_model b = load("twon", TEST_PLUGINS);
  assert_null(b.rules);
  polku_problem problem = problem_of(b.report, "E-REGION-UNKNOWN");
  assert_string_equal(problem.pointer, "/region");
  assert_non_null(strstr(problem.hint, "did you mean \"town\"?"));
  bound_free(&b);
}

static void two_plugins_with_one_id_are_an_error(void **state) {
  (void)state;
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_state(&folder, "land", NULL, NULL);
  char both[512];
  snprintf(both, sizeof both, "%s:%s", TEST_PLUGINS, folder.path);
  bound_model b = load("land", both);
  assert_null(b.rules);
  problem_of(b.report, "E-PLUGIN-SAME");
  bound_free(&b);
  /* the same folder twice is one plugin */
  snprintf(both, sizeof both, "%s:%s/../plugins", TEST_PLUGINS, TEST_PLUGINS);
  b = load("land", both);
  assert_false(has_problem(b.report, "E-PLUGIN-SAME"));
  bound_free(&b);
  plugin_folder_remove(&folder);
}

static void a_child_says_which_versions_of_its_parent_will_do(void **state) {
  (void)state;
  static const struct {
    const char *range, *reason; /* reason NULL: it will do */
  } cases[] = {{">=1.0 <2", NULL},
               {"=1.0.0", NULL},
               {">=1.0.0 <=1.0", NULL},
               {"<1", "version will not"},
               {">1.0.0", "version will not"},
               {"1.0", "cannot be understood"},
               {">= 1", "cannot be understood"},
               {"", "cannot be understood"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    plugin_folder folder;
    char manifest[256];
    plugin_folder_new(&folder);
    plugin_state(&folder, "base", NULL, "polku.kind 'k' {}");
    int length =
        snprintf(manifest, sizeof manifest,
                 "return { id = \"child\", version = \"2.0\", api = 1, level = \"region\",\n"
                 " extends = { base = \"%s\" } }",
                 cases[i].range);
    plugin_write(&folder, "child", "manifest.lua", manifest, (size_t)length);
    bound_model b = load("child", folder.path);
    if (!cases[i].reason) {
      assert_non_null(b.rules);
    } else {
      polku_problem problem = problem_of(b.report, "E-PLUGIN-EXTENDS");
      assert_int_equal(problem.line, 2);
      if (!strstr(problem.message, cases[i].reason))
        fail_msg("%s: %s", cases[i].range, problem.message);
    }
    bound_free(&b);
    plugin_folder_remove(&folder);
  }
}

static void parents_are_above_and_form_no_circle(void **state) {
  (void)state;
  static const struct {
    const char *level, *extends, *parent, *reason;
  } cases[] = {{"state", "base", "", "not a level above"},
               {"region", "base", ", extends = { child = \">=1\" }", "in a circle"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    plugin_folder folder;
    char text[256];
    plugin_folder_new(&folder);
    plugin_state(&folder, "base", NULL, "polku.kind 'k' {}");
    int length = snprintf(text, sizeof text,
                          "return { id = \"base\", version = \"1\", api = 1, level = \"state\"%s }",
                          cases[i].parent);
    plugin_write(&folder, "base", "manifest.lua", text, (size_t)length);
    length = snprintf(text, sizeof text,
                      "return { id = \"child\", version = \"1\", api = 1, level = \"%s\", "
                      "extends = { %s = \">=1\" } }",
                      cases[i].level, cases[i].extends);
    plugin_write(&folder, "child", "manifest.lua", text, (size_t)length);
    bound_model b = load("child", folder.path);
    assert_null(b.rules);
    assert_non_null(strstr(problem_of(b.report, "E-PLUGIN-EXTENDS").message, cases[i].reason));
    bound_free(&b);
    plugin_folder_remove(&folder);
  }
}

static void a_parent_that_is_missing_is_told_with_what_was_meant(void **state) {
  (void)state;
  static const char text[] =
      "return { id = \"child\", version = \"1\", api = 1, level = \"region\",\n"
      " extends = { bse = \">=1\" } }";
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_state(&folder, "base", NULL, "polku.kind 'k' {}");
  plugin_write(&folder, "child", "manifest.lua", text, sizeof text - 1);
  bound_model b = load("child", folder.path);
  polku_problem problem = problem_of(b.report, "E-PLUGIN-PARENT");
  assert_int_equal(problem.line, 2);
  assert_non_null(strstr(problem.hint, "did you mean \"base\"?"));
  bound_free(&b);
  plugin_folder_remove(&folder);
}

/* Declared twice: in one file, one version, or two plugins that are read together. */
static void the_other_declaration_is_told_with_its_line(void **state) {
  (void)state;
  static const struct {
    const char *rules, *other;
    int line;
  } cases[] = {
      {"\npolku.kind 'k' {}\npolku.kind 'k' {}", "rules.lua, line 2", 3},
      {"polku.kind 'k' {}\npolku.role 'r' {}\n\npolku.role 'r' {}", "rules.lua, line 2", 4},
      {"polku.kind 'k' {}\npolku.attribute 'a' { bool = true }\n"
       "polku.history 'h' { keep = 2, runs_in = { 'k' } }\npolku.clock 'a' { of = 'h', last = 2 }",
       "rules.lua, line 2", 4},
      {"polku.kind 'k' {}\npolku.attribute 'a' { bool = true }\n"
       "polku.allow 'k' { from = 'always', ref = 'x', any = {\n"
       " { id = 'one', reads = { 'a' }, test = function(c) return c.a end },\n"
       " { all = {\n  { id = 'one', reads = { 'a' }, test = function(c) return c.a end } } } } }",
       "rules.lua, line 4", 6},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    plugin_folder folder;
    plugin_folder_new(&folder);
    plugin_state(&folder, "land", NULL, cases[i].rules);
    bound_model b = load("land", folder.path);
    polku_problem problem = problem_of(b.report, "E-PLUGIN-TWICE");
    assert_int_equal(problem.line, cases[i].line);
    if (!strstr(problem.hint, cases[i].other))
      fail_msg("%zu: %s", i, problem.hint);
    bound_free(&b);
    plugin_folder_remove(&folder);
  }
}

/* A number of the state level, and what a region makes of it. */
static void a_number_is_set_below_as_far_as_it_is_left_to_that_level(void **state) {
  (void)state;
  static const struct {
    const char *says, *child, *code, *message; /* code NULL: it will do */
    int line;
  } cases[] = {
      {"locked = true",
       "unit = 'month', values = { { from = '2020-01-01', value = 3, ref = 'x' } }",
       "E-PARAM-LOCKED", "it is locked", 1},
      {"['x-note'] = 1",
       "unit = 'month', values = { { from = '2020-01-01', value = 3, ref = 'x' } }",
       "E-PARAM-LOCKED", "not left to this level", 1},
      {"delegate = { municipality = {} }",
       "unit = 'month', values = { { from = '2020-01-01', value = 3, ref = 'x' } }",
       "E-PARAM-LOCKED", "not left to this level", 1},
      {"delegate = { region = {} }",
       "unit = 'day', values = { { from = '2020-01-01', value = 3, ref = 'x' } }", "E-PARAM-LOCKED",
       "the unit is another", 1},
      {"delegate = { region = { min = 2, max = 5 } }",
       "unit = 'month', values = { { from = '2020-01-01', value = 5, ref = 'x' } }", NULL, NULL, 0},
      {"delegate = { region = { min = 2, max = 5 } }",
       "unit = 'month', values = { { from = '2020-01-01', value = 5, ref = 'x' },\n"
       "  { from = '2021-01-01', value = 6, ref = 'x' } }",
       "E-PARAM-BOUNDS", "is 6 (from 1 January 2021 on), but \"base\" permits at most 5", 2},
      {"delegate = { region = { min = 2, max = 5 } }",
       "unit = 'month', values = { { from = '2020-01-01', value = 1, ref = 'x' } }",
       "E-PARAM-BOUNDS", "at least 2", 1},
      /* the state's number exists from 2019 to 2022, and again from 2024 */
      {"delegate = { region = {} }",
       "unit = 'month', values = { { from = 'always', value = 3, ref = 'x' } }", "E-PARAM-OUTSIDE",
       "(until 31 December 2018)", 1},
      {"delegate = { region = {} }",
       "unit = 'month', values = { { from = '2020-01-01', value = 3, ref = 'x' } }",
       "E-PARAM-OUTSIDE", "(1 January 2023 – 31 December 2023)", 1},
  };
  static const char manifest[] = "return { id = 'child', version = '1', api = 1, level = "
                                 "'region', extends = { base = '>=1' } }";
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    bool hole = cases[i].code && strcmp(cases[i].code, "E-PARAM-OUTSIDE") == 0;
    plugin_folder folder;
    char text[512];
    snprintf(text, sizeof text,
             "return { n = { unit = 'month', %s, values = { { from = '2019-01-01', %s value = 3, "
             "ref = 'x' }%s } } }",
             cases[i].says, hole ? "['until'] = '2022-12-31'," : "",
             hole ? ", { from = '2024-01-01', value = 4, ref = 'x' }" : "");
    plugin_folder_new(&folder);
    plugin_state(&folder, "base", text, "polku.kind 'k' {}");
    plugin_write(&folder, "child", "manifest.lua", manifest, strlen(manifest));
    int length = snprintf(text, sizeof text, "return { n = { %s } }", cases[i].child);
    plugin_write(&folder, "child", "params.lua", text, (size_t)length);
    bound_model b = load("child", folder.path);
    assert_int_equal(b.rules == NULL, cases[i].code != NULL);
    if (cases[i].code) {
      polku_problem problem = problem_of(b.report, cases[i].code);
      assert_int_equal(problem.line, cases[i].line);
      if (!strstr(problem.message, cases[i].message))
        fail_msg("%s", problem.message);
      assert_non_null(strstr(problem.hint, "base/params.lua:1"));
    }
    bound_free(&b);
    plugin_folder_remove(&folder);
  }
}

static void a_number_past_its_review_is_a_warning(void **state) {
  (void)state;
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_state(
      &folder, "old",
      "return { n = { unit = \"month\", review_by = \"2019-12-31\", values = { { from = "
      "\"always\", value = 3, ref = \"x\" } } } }",
      "polku.kind 'k' {} polku.limit 'k' { from = 'always', cases = { { default = 'n' } } }");
  bound_model b = load("old", folder.path);
  assert_non_null(b.rules);
  polku_problem problem = problem_of(b.report, "W-PARAM-REVIEW");
  assert_non_null(strstr(problem.message, "31 December 2019"));
  bound_free(&b);
  plugin_folder_remove(&folder);
}

/* A number past its review is told where it can decide, and not where the place settles the law
 * without it. */
static void check_review(const char *basis, bool told) {
  static const char params[] =
      "return { [\"old\"] = { unit = \"year\", review_by = \"2019-01-01\", values = {"
      " { from = \"2010-01-01\", value = 30, ref = \"x\" } } } }";
  static const char rules[] =
      "polku.kind \"k\" {} polku.kind \"job\" {}\n"
      "polku.attribute \"age\" { int = { 15, 68 }, of = \"client\", default = 40 }\n"
      "polku.attribute \"basis\" { enum = { \"a\", \"b\" }, of = \"stage\", default = \"a\" }\n"
      "polku.allow \"job\" { from = \"2010-01-01\", ref = \"x\", any = {\n"
      " { all = { { id = \"a\", reads = { \"basis\" }, test = function(c) return c.basis == \"a\" "
      "end },\n"
      "   { id = \"old\", reads = { \"age\" }, params = { \"old\" }, test = function(c, p)"
      " return c.age >= p.old end } } },\n"
      " { id = \"b\", reads = { \"basis\" }, test = function(c) return c.basis == \"b\" end } } }";
  char model[1024];
  snprintf(
      model, sizeof model,
      "{ \"format\": \"polku/1\", \"region\": \"land\", \"start_date\": \"2020-01-01\","
      " \"horizon\": 3, \"stages\": {"
      " \"a\": { \"kind\": \"k\", \"duration\": { \"fixed\": 1 } },"
      " \"b\": { \"kind\": \"job\", \"attributes\": { \"basis\": \"%s\" }, \"final\": true } },"
      " \"transitions\": { \"t\": { \"from\": \"a\", \"to\": \"b\", \"share\": 1 } },"
      " \"groups\": { \"g\": { \"size\": 1, \"start\": \"a\" } } }",
      basis);
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_state(&folder, "land", params, rules);
  bound_model bound = bind_text(model, folder.path);
  assert_non_null(bound.rules);
  assert_int_equal(has_problem(bound.report, "W-PARAM-REVIEW"), told);
  bound_free(&bound);
  plugin_folder_remove(&folder);
}

static void a_late_review_is_told_where_the_number_can_decide(void **state) {
  (void)state;
  check_review("a", true);
  check_review("b", false);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_late_review_is_told_where_the_number_can_decide),
      cmocka_unit_test(every_mistake_has_its_code_file_and_line),
      cmocka_unit_test(all_mistakes_come_at_once),
      cmocka_unit_test(a_region_is_found_by_its_id_and_misspelling_is_answered),
      cmocka_unit_test(two_plugins_with_one_id_are_an_error),
      cmocka_unit_test(a_child_says_which_versions_of_its_parent_will_do),
      cmocka_unit_test(parents_are_above_and_form_no_circle),
      cmocka_unit_test(a_parent_that_is_missing_is_told_with_what_was_meant),
      cmocka_unit_test(the_other_declaration_is_told_with_its_line),
      cmocka_unit_test(a_number_is_set_below_as_far_as_it_is_left_to_that_level),
      cmocka_unit_test(a_number_past_its_review_is_a_warning),
  };
  return RUN(tests);
}
