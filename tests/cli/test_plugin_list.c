/* polku plugin list: every plugin that is found is told once, in the shape that was asked for; a
 * broken one hides no other. And what all parts of polku plugin share: their names, their shapes.
 */
#include "support/check.h"
#include "support/folder.h"
#include "support/program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int enter(void **state) {
  enter_folder(state);
  run_result made =
      program_run(folder, "mkdir -p some/hill some/vale other/broken &&", "--version");
  run_free(&made);
  program_write(folder, "some/hill/manifest.lua",
                "return { id = \"hill\", version = \"2.1\", api = 1, level = \"state\",\n"
                " title = { fi = \"Mäki\", sv = \"Backen\", en = \"The hill\" },\n"
                " checked = \"2026-02-03\" }\n");
  program_write(folder, "some/hill/params.lua",
                "return { a = { unit = \"month\", values = {\n"
                " { from = \"always\", value = 1, ref = \"x\" } } } }\n");
  program_write(folder, "some/hill/rules.lua",
                "polku.kind \"k\" {}\n"
                "polku.limit \"k\" { from = \"always\", cases = { { default = \"a\" } } }\n");
  program_write(folder, "some/vale/manifest.lua",
                "return { id = \"vale\", version = \"1.0\", api = 1, level = \"region\",\n"
                " extends = { hill = \">=2 <3\" }, title = { en = \"Vale, \\\"low\\\"\" } }\n");
  program_write(folder, "other/broken/manifest.lua",
                "return { id = \"broken\", vesion = \"1\" }\n");
  return 0;
}

static const json_t *plugin_of(const json_t *told, const char *id) {
  const json_t *list = json_object_get(told, "plugins");
  for (size_t i = 0; i < json_array_size(list); i++)
    if (strcmp(json_string_value(json_object_get(json_array_get(list, i), "id")), id) == 0)
      return json_array_get(list, i);
  fail_msg("%s is not listed", id);
  return NULL;
}

static long long number(const json_t *plugin, const char *key) {
  return json_integer_value(json_object_get(plugin, key));
}

static void a_plugin_is_told_with_its_level_and_what_it_extends(void **state) {
  (void)state;
  json_t *list = program_json(folder, "plugin list --plugins some --json");
  assert_string_equal(json_string_value(json_object_get(list, "format")), "polku-plugin-list/1");
  const json_t *hill = plugin_of(list, "hill"), *vale = plugin_of(list, "vale");
  assert_string_equal(json_string_value(json_object_get(hill, "level")), "state");
  assert_string_equal(json_string_value(json_object_get(hill, "checked")), "2026-02-03");
  assert_int_equal(number(hill, "rules"), 1);
  assert_int_equal(number(hill, "parameters"), 1);
  assert_string_equal(json_string_value(json_object_get(json_object_get(vale, "extends"), "hill")),
                      ">=2 <3");
  assert_true(json_is_null(json_object_get(vale, "checked")));
  plugin_of(list, "finland"); /* the program's own */
  json_decref(list);
}

static void a_broken_plugin_is_a_problem_and_hides_no_other(void **state) {
  (void)state;
  const char *call = "plugin list --plugins some:other";
  program_expect(folder, call, 1, "The hill", "did you mean \"version\"?");
  program_expect(folder, call, 1, "finland", "other/broken/manifest.lua:1:");
}

static void two_plugins_of_one_id_are_told_with_both_places(void **state) {
  (void)state;
  run_result made = program_run(folder, "mkdir -p twice && cp -r some/hill twice/hull &&",
                                "plugin list --plugins some:twice");
  assert_int_equal(made.status, 1);
  assert_non_null(strstr(made.err, "E-PLUGIN-SAME"));
  assert_non_null(strstr(made.err, "twice/hull/manifest.lua"));
  assert_non_null(strstr(made.err, "some/hill"));
  run_free(&made);
}

/* Lines of at most 80 columns, nothing at their ends, in three languages. */
static void it_reads_well_in_a_narrow_window(void **state) {
  (void)state;
  static const char *const langs[] = {"fi", "sv", "en"}, *const titles[] = {"Mäki", "Backen",
                                                                            "The"};
  for (int i = 0; i < 3; i++) {
    char call[100];
    snprintf(call, sizeof call, "plugin list --plugins some --lang %s", langs[i]);
    run_result result = program_run(folder, "", call);
    assert_int_equal(result.status, 0);
    assert_non_null(strstr(result.out, titles[i]));
    for (const char *line = result.out; *line; line += strcspn(line, "\n") + 1) {
      size_t length = strcspn(line, "\n"), columns = 0;
      for (size_t k = 0; k < length; k++)
        columns += ((unsigned char)line[k] & 0xC0) != 0x80;
      assert_true(columns <= 80 || strstr(line, "/") < line + length); /* a path is not broken */
      assert_true(length == 0 || line[length - 1] != ' ');
    }
    run_free(&result);
  }
}

static void csv_is_the_same_in_every_language_but_for_titles(void **state) {
  (void)state;
  program_expect(folder, "plugin list --plugins some --format csv --lang fi", 0,
                 "id,version,title,level,extends,checked,rules,parameters,folder\n", "");
  program_expect(folder, "plugin list --plugins some --format csv --lang fi", 0,
                 "vale,1.0,\"Vale, \"\"low\"\"\",region,hill >=2 <3,,0,0,", "");
  program_expect(folder, "plugin list --plugins some --format md", 0, "| hill | 2.1 | The hill |",
                 "");
}

static void the_suffix_of_a_file_tells_the_shape(void **state) {
  (void)state;
  program_expect(folder, "plugin list --plugins some -o l.csv", 0, "", "");
  program_expect(folder, "plugin list --plugins some -o l.json", 0, "", "");
  run_result files = program_run(folder, "head -c 10 l.csv && head -c 1 l.json &&", "--version");
  assert_int_equal(strncmp(files.out, "id,version{", 11), 0);
  run_free(&files);
  program_expect(folder, "plugin list -o l.xlsx", 2, "", ".txt, .md, .csv, .json");
  program_expect(folder, "plugin list --format cvs", 2, "", "did you mean \"csv\"?");
}

static void a_part_that_does_not_exist_is_answered_with_what_was_meant(void **state) {
  (void)state;
  program_expect(folder, "plugin lsit", 2, "", "did you mean \"list\"?");
  program_expect(folder, "help plugin lsit", 2, "", "did you mean \"list\"?");
  program_expect(folder, "plugin list x", 2, "", "\"x\" is too much");
  program_expect(folder, "plugin list --seed 3", 2, "", "plugin list has no option --seed");
  program_expect(folder, "plugin", 0, "polku plugin list", "");
  program_expect(folder, "plugin --help", 0, "polku plugin list", "");
  program_expect(folder, "help plugin", 0, "polku plugin list", "");
  program_expect(folder, "plugin list --help", 0, "--format", "");
  program_expect(folder, "help plugin list", 0, "--format", "");
  program_expect(folder, "help check list", 2, "", "\"list\" is too much");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_plugin_is_told_with_its_level_and_what_it_extends),
      cmocka_unit_test(a_broken_plugin_is_a_problem_and_hides_no_other),
      cmocka_unit_test(two_plugins_of_one_id_are_told_with_both_places),
      cmocka_unit_test(it_reads_well_in_a_narrow_window),
      cmocka_unit_test(csv_is_the_same_in_every_language_but_for_titles),
      cmocka_unit_test(the_suffix_of_a_file_tells_the_shape),
      cmocka_unit_test(a_part_that_does_not_exist_is_answered_with_what_was_meant),
  };
  return cmocka_run_group_tests(tests, enter, leave_folder);
}
