/* polku plugin new: what it writes is whole and passes its own check and tests, on every level and
 * in every language; what is there already is never touched. */
#include "support/check.h"
#include "support/folder.h"
#include "support/program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Checked strictly, tested with nothing left that no test reaches. */
static void expect_whole(const char *id) {
  char call[300];
  snprintf(call, sizeof call, "plugin check ./%s --strict", id);
  program_expect(folder, call, 0, "All in order", "");
  snprintf(call, sizeof call, "plugin test ./%s --strict", id);
  program_expect(folder, call, 0, id, "");
  snprintf(call, sizeof call, "%s/manifest.lua", id);
  char *manifest = text_of(call);
  assert_non_null(manifest);
  free(manifest);
}

static void a_region_over_finland_changes_a_rule_and_is_whole(void **state) {
  (void)state;
  static const struct {
    const char *lang, *comment;
  } langs[] = {{"fi", "-- Luvut, joita"}, {"sv", "-- Talen som"}, {"en", "-- The numbers"}};
  for (int i = 0; i < 3; i++) {
    char id[16], call[100], path[64];
    snprintf(id, sizeof id, "area-%s", langs[i].lang);
    snprintf(call, sizeof call, "plugin new %s --lang %s", id, langs[i].lang);
    program_expect(folder, call, 0, id, "");
    snprintf(path, sizeof path, "%s/params.lua", id);
    char *params = text_of(path);
    assert_non_null(strstr(params, langs[i].comment));
    free(params);
    snprintf(path, sizeof path, "%s/rules.lua", id);
    char *rules = text_of(path);
    assert_non_null(strstr(rules, "mode = \"restrict\""));
    free(rules);
    expect_whole(id);
  }
}

static void every_level_has_its_beginning(void **state) {
  (void)state;
  program_expect(folder, "plugin new own-state --level state", 0, "own-state", "");
  expect_whole("own-state");
  program_expect(folder, "plugin new below --extends own-state", 0, "below", "");
  expect_whole("below");
  program_expect(folder, "plugin new lowest --extends below", 0, "lowest", "");
  expect_whole("lowest");
  char *manifest = text_of("lowest/manifest.lua");
  assert_non_null(strstr(manifest, "level = \"municipality\""));
  assert_non_null(strstr(manifest, "extends = { below = \">=0.1 <1\" }"));
  free(manifest);
  program_expect(folder, "plugin new town --level municipality", 0, "town", "");
  expect_whole("town");
}

static void an_id_is_refused_with_what_would_do(void **state) {
  (void)state;
  program_expect(folder, "plugin new 'Jyväskylän seutu'", 2, "",
                 "did you mean \"jyvaskylan-seutu\"?");
  program_expect(folder, "plugin new ../up", 2, "", "did you mean \"up\"?");
  program_expect(folder, "plugin new ''", 2, "", "the id \"\" will not do");
  program_expect(folder, "plugin new 9lives", 2, "", "did you mean \"lives\"?");
  program_expect(folder, "plugin new --level region", 2, "", "polku plugin new ID");
  program_expect(folder, "plugin new x --level regio", 2, "", "did you mean \"region\"?");
  program_expect(folder, "plugin new x --extends finnland", 2, "", "no plugin \"finnland\"");
  program_expect(folder, "plugin new x --extends finnland", 2, "", "did you mean \"finland\"?");
  program_expect(folder, "plugin new x --extends finland --level state", 2, "",
                 "\"finland\" is of level state");
  program_expect(folder, "plugin new rovaniemi", 2, "", "\"rovaniemi\" is taken");
  assert_null(text_of("x/manifest.lua"));
}

static void what_exists_is_not_touched(void **state) {
  (void)state;
  run_result made =
      program_run(folder, "mkdir kept && echo mine > kept/note && touch file &&", "--version");
  run_free(&made);
  program_expect(folder, "plugin new kept", 2, "", "./kept exists already");
  program_expect(folder, "plugin new file", 2, "", "./file exists already");
  run_result left = program_run(folder, "ls -A kept && cat kept/note &&", "--version");
  assert_int_equal(strncmp(left.out, "note\nmine\npolku", 14), 0);
  run_free(&left);
}

/* Where it cannot be written nothing is left behind, neither under its name nor another. */
static void it_appears_whole_or_not_at_all(void **state) {
  (void)state;
  program_expect(folder, "plugin new x -o no/such", 3, "", "no such folder");
  run_result full = program_run(folder, "mkdir small && ulimit -f 1;", "plugin new x -o small");
  assert_int_equal(full.status, 3);
  assert_non_null(strstr(full.err, "the disk is full"));
  run_free(&full);
  run_result left = program_run(folder, "ls -A small | wc -l;", "--version");
  assert_int_equal(strncmp(left.out, "0\n", 2), 0);
  run_free(&left);
}

static void the_same_day_gives_the_same_bytes(void **state) {
  (void)state;
  const char *const before[] = {"mkdir one two && SOURCE_DATE_EPOCH=1767225600", /* 2026-01-01 */
                                "LC_ALL=fi_FI.UTF-8 TZ=Asia/Tokyo SOURCE_DATE_EPOCH=1767225600"};
  for (int i = 0; i < 2; i++) {
    run_result made = program_run(folder, before[i],
                                  i ? "plugin new day -o two --lang en" : "plugin new day -o one");
    assert_int_equal(made.status, 0);
    run_free(&made);
  }
  run_result same = program_run(folder, "diff -r one two &&", "--version");
  assert_int_equal(same.status, 0);
  run_free(&same);
  char *manifest = text_of("one/day/manifest.lua");
  assert_non_null(strstr(manifest, "checked = \"2026-01-01\""));
  free(manifest);
}

static void another_program_learns_where_it_is(void **state) {
  (void)state;
  json_t *told = program_json(folder, "plugin new told --json");
  assert_string_equal(json_string_value(json_object_get(told, "folder")), "./told");
  const json_t *files = json_object_get(told, "files");
  for (size_t i = 0; i < json_array_size(files); i++) {
    char path[100];
    snprintf(path, sizeof path, "told/%s", json_string_value(json_array_get(files, i)));
    char *text = text_of(path);
    assert_non_null(text);
    free(text);
  }
  assert_int_equal(json_array_size(files), 4);
  json_decref(told);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_region_over_finland_changes_a_rule_and_is_whole),
      cmocka_unit_test(every_level_has_its_beginning),
      cmocka_unit_test(an_id_is_refused_with_what_would_do),
      cmocka_unit_test(what_exists_is_not_touched),
      cmocka_unit_test(it_appears_whole_or_not_at_all),
      cmocka_unit_test(the_same_day_gives_the_same_bytes),
      cmocka_unit_test(another_program_learns_where_it_is),
  };
  return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
