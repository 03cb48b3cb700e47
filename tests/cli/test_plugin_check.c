/* polku plugin check: all mistakes of a plugin at once, each with its place, reason and remedy;
 * what it tells of a good one is counted by hand here. */
#include "support/check.h"
#include "support/folder.h"
#include "support/program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A state with one kind, one attribute of three values, and a limit whose number changes twice. */
static const char MANIFEST[] =
    "return { id = \"hill\", version = \"2.1\", api = 1, level = \"state\", checked = "
    "\"2026-02-03\" }\n";
static const char PARAMS[] =
    "return { [\"most\"] = { unit = \"month\", review_by = \"2026-06-30\", values = {\n"
    "  { from = \"2020-01-01\", value = 1, ref = \"act\" },\n"
    "  { from = \"2021-01-01\", value = 2, ref = \"act\" } } } }\n";
static const char RULES[] =
    "polku.kind \"k\" {}\n"
    "polku.attribute \"size\" { int = { 1, 3 }, of = \"client\", default = 1 }\n"
    "polku.limit \"k\" { from = \"2020-01-01\", cases = {\n"
    "  { reads = { \"size\" }, when = function(c) return c.size == 2 end, value = 9, ref = \"a\" "
    "},\n"
    "  { default = \"most\" } } }\n";

static void write_plugin(const char *name, const char *manifest, const char *params,
                         const char *rules) {
  char path[200];
  snprintf(path, sizeof path, "mkdir -p %s &&", name);
  run_result made = program_run(folder, path, "--version");
  run_free(&made);
  const char *const texts[] = {manifest, params, rules};
  static const char *const files[] = {"manifest.lua", "params.lua", "rules.lua"};
  for (int i = 0; i < 3; i++) {
    snprintf(path, sizeof path, "%s/%s", name, files[i]);
    if (texts[i])
      program_write(folder, path, texts[i]);
  }
}

static int enter(void **state) {
  enter_folder(state);
  write_plugin("good/hill", MANIFEST, PARAMS, RULES);
  return 0;
}

static void what_was_looked_at_is_counted(void **state) {
  (void)state;
  json_t *told = program_json(folder, "plugin check good/hill --json");
  assert_string_equal(json_string_value(json_object_get(told, "format")), "polku-plugin-check/1");
  const json_t *hill = json_array_get(json_object_get(told, "plugins"), 0);
  static const struct {
    const char *key;
    int count;
  } counts[] = {
      {"rules", 1},        {"conditions", 1}, {"intervals", 3}, /* before 2020, 2020, from 2021 */
      {"rows", 3},         /* the condition reads no number, so one table serves all days */
      {"combinations", 5}, /* two sorts of size in each interval, one before there is a rule */
      {"errors", 0},       {"warnings", 0},
  };
  for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
    assert_int_equal(json_integer_value(json_object_get(hill, counts[i].key)), counts[i].count);
  json_decref(told);
}

static void a_plugin_is_named_by_its_id_or_its_folder(void **state) {
  (void)state;
  program_expect(folder, "plugin check hill --plugins good", 0, "hill", "");
  program_expect(folder, "plugin check good/hill/", 0, "hill", "");
  program_expect(folder, "plugin check ./good/hill", 0, "hill", "");
  run_result inside = program_run(folder, "cd good &&", "plugin check hill");
  assert_int_equal(inside.status, 0);
  run_free(&inside);
  program_expect(folder, "plugin check hull --plugins good", 1, NULL, "did you mean \"hill\"?");
  program_expect(folder, "plugin check ./no-such", 1, NULL, "no-such");
}

/* What it extends is found beside it, without being told where. */
static void neighbours_are_found(void **state) {
  (void)state;
  write_plugin("good/vale",
               "return { id = \"vale\", version = \"1.0\", api = 1, level = \"region\",\n"
               " extends = { hill = \">=2 <3\" } }\n",
               NULL, NULL);
  program_expect(folder, "plugin check good/vale", 0, "vale", "");
  run_result removed = program_run(folder, "rm -r good/vale &&", "--version");
  run_free(&removed);
}

/* A copy of a plugin that comes with the program is checked in its stead. */
static void the_named_folder_stands_before_others_of_its_id(void **state) {
  (void)state;
  run_result made =
      program_run(folder, "mkdir copy && cp -r '" POLKU_SOURCE_DIR "/plugins/rovaniemi' copy/ &&",
                  "plugin check ./copy/rovaniemi");
  assert_int_equal(made.status, 0);
  run_free(&made);
}

static void without_a_name_all_plugins_are_checked(void **state) {
  (void)state;
  json_t *told = program_json(folder, "plugin check --plugins good --json");
  assert_true(json_array_size(json_object_get(told, "plugins")) >= 3); /* hill and the own ones */
  assert_int_equal(json_integer_value(json_object_get(told, "errors")), 0);
  json_decref(told);
}

static void a_number_past_its_review_is_a_warning_of_that_day(void **state) {
  (void)state;
  program_expect(folder, "plugin check good/hill", 0, "All in order", "");
  program_expect(folder, "plugin check good/hill --date 2026-06-30", 0, "All in order", "");
  program_expect(folder, "plugin check good/hill --date 2026-07-01", 0, "warnings 1",
                 "params.lua:1:");
  program_expect(folder, "plugin check good/hill --date 2026-07-01 --strict", 1, NULL,
                 "W-PARAM-REVIEW");
  program_expect(folder, "plugin check good/hill --date 2026", 1, NULL, "E-DATE");
}

/* Mistakes in all three files, and in a condition that only fails when it is computed. */
static void all_mistakes_are_told_at_once(void **state) {
  (void)state;
  write_plugin("bad/hill",
               "return { id = \"hill\", version = \"2.1\", api = 1, level = \"state\" }\n",
               "return { a = { unit = \"mouth\", values = {\n"
               "  { from = \"2020-13-01\", value = 1, ref = \"act\" } } } }\n",
               "polku.kind \"k\" { wating = true }\n"
               "polku.kind \"k2\" {}\n"
               "polku.attribute \"size\" { int = { 1, 3 }, of = \"client\" }\n"
               "polku.allow \"k2\" { from = \"always\", ref = \"x\", all = {\n"
               "  { id = \"one\", reads = { \"sise\" }, test = function(c) return true end },\n"
               "  { id = \"one\", reads = { \"size\" }, test = function(c) return true end },\n"
               "  { id = \"one\", reads = { \"size\" }, test = function(c) return true end } } }\n"
               "polku.limit \"k2\" { from = \"always\", cases = { { default = \"b\" } } }\n");
  static const char *const said[] = {
      "params.lua:1:",
      "did you mean \"month\"?",
      "params.lua:2:",
      "rules.lua:1:",
      "did you mean \"waiting\"?",
      "did you mean \"size\"?",
      "E-PLUGIN-TWICE: \"one\"",
      "names \"b\"",
  };
  run_result result = program_run(folder, "", "plugin check bad/hill");
  assert_int_equal(result.status, 1);
  for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
    if (!strstr(result.err, said[i]))
      fail_msg("%s is not said:\n%s", said[i], result.err);
  run_free(&result);
}

/* A condition that goes wrong for one value only, on days after a number changed. */
static void conditions_are_computed_for_every_interval(void **state) {
  (void)state;
  write_plugin("late/hill", MANIFEST, PARAMS,
               "polku.kind \"k\" {}\n"
               "polku.attribute \"size\" { int = { 1, 3 }, of = \"client\", default = 1 }\n"
               "polku.allow \"k\" { from = \"2020-01-01\", ref = \"act\", all = {\n"
               "  { id = \"x\", reads = { \"size\" }, params = { \"most\" },\n"
               "    test = function(c, p)\n"
               "      if p.most == 2 and c.size == 3 then error(\"late\") end\n"
               "      return true end } } }\n");
  program_expect(folder, "plugin check late/hill", 1, NULL, "rules.lua:6:");
}

static void it_speaks_three_languages(void **state) {
  (void)state;
  program_expect(folder, "plugin check good/hill --lang fi", 0, "Kaikki kunnossa", "");
  program_expect(folder, "plugin check good/hill --lang sv", 0, "Allt är i sin ordning", "");
  program_expect(folder, "plugin check ./none --lang fi", 1, "Virheitä 1", "virhe E-");
  program_expect(folder, "plugin check ./none --lang sv", 1, "Fel: 1", "fel E-");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_was_looked_at_is_counted),
      cmocka_unit_test(a_plugin_is_named_by_its_id_or_its_folder),
      cmocka_unit_test(neighbours_are_found),
      cmocka_unit_test(the_named_folder_stands_before_others_of_its_id),
      cmocka_unit_test(without_a_name_all_plugins_are_checked),
      cmocka_unit_test(a_number_past_its_review_is_a_warning_of_that_day),
      cmocka_unit_test(all_mistakes_are_told_at_once),
      cmocka_unit_test(conditions_are_computed_for_every_interval),
      cmocka_unit_test(it_speaks_three_languages),
  };
  return cmocka_run_group_tests(tests, enter, leave_folder);
}
