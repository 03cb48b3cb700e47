/* The commands do their work on a real model, with the exit status that says how it went: 0 done,
 * 1 the model is wrong, 3 the machine failed. Files appear whole or not at all. */
#include "support/check.h"
#include "support/folder.h"
#include "support/program.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MODEL "'" POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json'"

static void the_main_job_works(void **state) {
  (void)state;
  program_expect(folder, "check " MODEL, 0, "rovaniemi-tyokyky.json", NULL);
  program_expect(folder, "simulate " MODEL " --draws 20", 0, "64", NULL);
  program_expect(folder, "draw " MODEL " --results -o map.svg", 0, "map.svg", NULL);
  char *svg = text_of("map.svg");
  assert_non_null(svg);
  assert_non_null(strstr(svg, "<svg"));
  assert_non_null(strstr(svg, "</svg>"));
  free(svg);
}

static void results_are_json_for_other_programs(void **state) {
  (void)state;
  json_t *result = program_json(folder, "simulate " MODEL " --draws 0 --json");
  assert_string_equal(json_string_value(json_object_get(result, "format")), "polku-result/1");
  assert_string_equal(json_string_value(json_object_get(result, "engine")), "individual");
  json_decref(result);
  program_expect(folder, "simulate " MODEL " --draws 0 --json -o result.json", 0, "", NULL);
  char *text = text_of("result.json");
  json_t *again = json_loads(text, 0, NULL);
  assert_non_null(again);
  json_decref(again);
  free(text);
  json_t *check = program_json(folder, "check " MODEL " --json");
  assert_true(json_is_array(json_object_get(check, "problems")));
  assert_int_equal(json_integer_value(json_object_get(check, "errors")), 0);
  json_decref(check);
  json_decref(program_json(folder, "new --json"));
  json_decref(program_json(folder, "draw " MODEL " --json"));
}

static void the_same_call_gives_the_same_bytes(void **state) {
  (void)state;
  static const char *const calls[] = {"simulate " MODEL " --json --seed 7 --draws 20",
                                      "check " MODEL " --json",
                                      "draw " MODEL " --results -o a.svg && cat a.svg"};
  for (size_t i = 0; i < 3; i++) {
    run_result a = program_run(folder, "", calls[i]),
               b = program_run(folder, "POLKU_LANG=en LC_ALL=fi_FI.UTF-8 TZ=Asia/Tokyo", calls[i]);
    assert_int_equal(a.status, 0);
    assert_string_equal(a.out, b.out);
    run_free(&a);
    run_free(&b);
  }
}

static void a_broken_model_is_status_1_with_its_place(void **state) {
  (void)state;
  static const char *const words[][2] = {{"fi", "virhe E-"}, {"sv", "fel E-"}, {"en", "error E-"}};
  static const char *const commands[] = {"check", "simulate",    "draw -o x.svg",
                                         "paths", "sensitivity", "explain --group g --stage s"};
  program_write(folder, "broken.json",
                "{\n  \"format\": \"polku/1\",\n  \"stages\": { \"a\": oops }\n}\n");
  for (int i = 0; i < 3; i++)
    for (size_t j = 0; j < sizeof commands / sizeof commands[0]; j++) {
      char arguments[200];
      snprintf(arguments, sizeof arguments, "%s broken.json --lang %s", commands[j], words[i][0]);
      program_expect(folder, arguments, 1, NULL, words[i][1]);
      program_expect(folder, arguments, 1, NULL, "broken.json:3:");
    }
  assert_null(text_of("x.svg"));
}

static void strict_stops_at_warnings(void **state) {
  (void)state;
  json_t *check = program_json(folder, "check " MODEL " --json");
  bool warns = json_integer_value(json_object_get(check, "warnings")) > 0;
  json_decref(check);
  program_expect(folder, "check --strict " MODEL, warns ? 1 : 0, NULL, NULL);
}

static void a_scenario_and_a_withdrawal_change_the_outcome(void **state) {
  (void)state;
  json_t *whole = program_json(folder, "simulate --json --draws 0 " MODEL);
  json_t *without = program_json(folder, "simulate --json --draws 0 --withdraw neuvokas " MODEL);
  assert_false(json_equal(whole, without));
  json_decref(whole);
  json_decref(without);
  program_expect(folder, "simulate " MODEL "#no-such-scenario", 1, "", "no-such-scenario");
  program_expect(folder, "simulate --withdraw no-such-actor " MODEL, 1, "", "no-such-actor");
}

static void an_output_that_cannot_be_written_is_status_3(void **state) {
  (void)state;
  int before = count_files();
  program_expect(folder, "simulate --draws 0 " MODEL " -o no/such/folder/r.json", 3, "",
                 "no such folder");
  program_expect(folder, "simulate --draws 0 " MODEL " -o .json/", 2, "", NULL);
  static const struct {
    const char *before, *arguments, *said;
  } full[] = {
      {"ulimit -f 1;", "simulate --json --draws 0 " MODEL " -o r.json", "the disk is full"},
      {"ulimit -f 1;", "draw " MODEL " -o r.svg", "the disk is full"},
      {"", "simulate --draws 0 " MODEL " > /dev/full", "could not be written"},
      {"", "help > /dev/full", "could not be written"},
      {"ln -sf /dev/full full.txt;",
       "simulate --draws 0 " MODEL " -o full.txt; status=$?; "
       "rm full.txt; exit $status",
       "the disk is full"},
  };
  for (size_t i = 0; i < sizeof full / sizeof full[0]; i++) {
    run_result result = program_run(folder, full[i].before, full[i].arguments);
    if (result.status != 3 || !strstr(result.err, full[i].said))
      fail_msg("%s: status %d %s", full[i].arguments, result.status, result.err);
    run_free(&result);
  }
  assert_int_equal(count_files(), before);
}

static void a_file_is_replaced_whole_or_stays_as_it_was(void **state) {
  (void)state;
  program_write(folder, "kept.json", "old\n");
  run_result failed =
      program_run(folder, "ulimit -f 1;", "simulate --json --draws 0 " MODEL " -o kept.json");
  assert_int_equal(failed.status, 3);
  run_free(&failed);
  char *text = text_of("kept.json");
  assert_string_equal(text, "old\n");
  free(text);
  run_result mode = program_run(folder, "chmod 640 kept.json && ln -sf kept.json link.json &&",
                                "simulate --json --draws 0 " MODEL
                                " -o link.json && stat -c %a kept.json && test -L link.json");
  assert_int_equal(mode.status, 0);
  assert_non_null(strstr(mode.out, "640"));
  run_free(&mode);
  text = text_of("kept.json");
  assert_int_equal(text[0], '{');
  free(text);
}

/* A model by itself has the program's rules; one sent with its rules has its own: here they have
 * lost a region. */
static void a_model_keeps_the_rules_beside_it(void **state) {
  (void)state;
  run_result alone = program_run(folder, "cp " MODEL " own.json &&", "check own.json");
  assert_int_equal(alone.status, 0);
  run_free(&alone);
  run_result sent =
      program_run(folder,
                  "mkdir -p sent/models && cp own.json sent/models && cp -r '" POLKU_SOURCE_DIR
                  "/plugins' sent/ &&",
                  "check sent/models/own.json");
  assert_int_equal(sent.status, 0);
  run_free(&sent);
  run_result lost =
      program_run(folder, "rm -r sent/plugins/rovaniemi &&", "check sent/models/own.json");
  assert_int_equal(lost.status, 1);
  assert_non_null(strstr(lost.err, "E-REGION-UNKNOWN"));
  run_free(&lost);
  run_result named = program_run(
      folder, "mkdir -p extra && cp -r '" POLKU_SOURCE_DIR "/plugins/rovaniemi' extra/ &&",
      "check sent/models/own.json --plugins extra");
  assert_int_equal(named.status, 0);
  run_free(&named);
  run_result listed =
      program_run(folder, "POLKU_PLUGIN_PATH=/no/such:extra", "check sent/models/own.json");
  assert_int_equal(listed.status, 0);
  run_free(&listed);
}

static void a_template_is_a_model_that_passes(void **state) {
  (void)state;
  program_expect(folder, "new", 0, "generic-ladder", "");
  program_expect(folder, "new generic-ladder -o own.json", 0, "own.json", "");
  program_expect(folder, "check own.json", 0, NULL, NULL);
  program_expect(folder, "simulate own.json --draws 0", 0, NULL, NULL);
  program_expect(folder, "new start -o commented.json --lang sv", 0, "commented.json", "");
  program_expect(folder, "check commented.json", 0, NULL, NULL);
  char *text = text_of("commented.json");
  assert_non_null(strstr(text, "\"x-sv\": \"Början"));
  assert_null(strstr(text, "\"x-fi"));
  free(text);
}

/* The acts that decide about the wage subsidy on three days, in three languages. */
static void explanations_name_the_law_of_their_day(void **state) {
  (void)state;
  static const struct {
    const char *date, *act;
  } days[] = {{"2021-06-01", "1456/2016"}, {"2024-05-01", "371/2023"}, {"2026-01-01", "380/2023"}};
  static const char *const langs[][2] = {{"fi", "Säännöt:"}, {"sv", "Regler:"}, {"en", "Rules:"}};
  for (int i = 0; i < 3; i++)
    for (int j = 0; j < 3; j++) {
      char arguments[1000];
      snprintf(arguments, sizeof arguments,
               "explain " MODEL " --group coachees --stage association --date %s --lang %s",
               days[i].date, langs[j][0]);
      program_expect(folder, arguments, 0, days[i].act, NULL);
      program_expect(folder, arguments, 0, langs[j][1], NULL);
    }
}

static void an_assumption_changes_the_answer(void **state) {
  (void)state;
  static const char *const call =
      "explain " MODEL " --group coachees --stage association --set unemployed_of_28=%d --json";
  char arguments[1000];
  for (int months = 23; months <= 24; months++) {
    snprintf(arguments, sizeof arguments, call, months);
    json_t *answer = program_json(folder, arguments);
    assert_true(json_number_value(json_object_get(answer, "allowed")) == (months == 24 ? 1 : 0));
    json_decref(answer);
  }
  program_expect(folder, "explain " MODEL " --group nobody --stage association", 1, "", "nobody");
}

static void sensitivity_names_the_number_that_matters(void **state) {
  (void)state;
  static const char call[] = "sensitivity " MODEL " --engine exact --draws 20 ";
  char arguments[600];
  json_t *found = program_json(folder, "sensitivity " MODEL " --engine exact --draws 20 --json");
  const json_t *first = json_array_get(json_object_get(found, "numbers"), 0);
  assert_string_equal(json_string_value(json_object_get(found, "format")), "polku-sensitivity/1");
  assert_true(json_is_true(json_object_get(found, "without_limits")));
  const char *name = json_string_value(json_object_get(json_object_get(first, "name"), "en"));
  assert_non_null(name);
  snprintf(arguments, sizeof arguments, "%s--lang en -o which.txt", call);
  program_expect(folder, arguments, 0, "", NULL);
  char *text = text_of("which.txt");
  assert_non_null(text);
  assert_non_null(strstr(text, "The result depends most on this number"));
  free(text);
  json_decref(found);
  snprintf(arguments, sizeof arguments, "%s-o which.csv", call);
  program_expect(folder, arguments, 0, "", NULL);
  char *csv = text_of("which.csv");
  assert_non_null(csv);
  assert_true(strncmp(csv, "number,basis,value,low,high,", 28) == 0);
  free(csv);
  program_expect(folder, "sensitivity " MODEL " --outcome no-such", 1, "", "no-such");
  program_expect(folder, "sensitivity " MODEL " --engine cohort", 2, "", NULL);
  program_expect(folder, "sensitivity " MODEL " -o which.svg", 2, "", NULL);
}

static void paths_are_listed_up_to_a_count(void **state) {
  (void)state;
  json_t *paths = program_json(folder, "paths " MODEL " --json --count 3");
  assert_int_equal(json_array_size(json_object_get(paths, "routes")), 3);
  json_decref(paths);
  program_expect(folder, "paths " MODEL, 0, "Stepping stone", NULL);
  program_expect(folder, "paths " MODEL, 0, "The computation has places for everyone.", NULL);
}

/* Scenario, difference, patch and inverse go round in a circle. */
static void a_patch_is_the_difference_and_its_inverse_undoes_it(void **state) {
  (void)state;
  program_expect(folder, "diff " MODEL " " MODEL "#without-neuvokas -o none.json", 0, "", "");
  program_expect(folder, "diff " MODEL " " MODEL "#three-more-places -o more.json", 0, "", "");
  program_expect(folder, "patch " MODEL " more.json -o patched.json", 0, "", "");
  program_expect(folder, "patch " MODEL " more.json --invert -o less.json", 0, "", "");
  program_expect(folder, "diff patched.json " MODEL, 0, "\"places\"", "");
  program_expect(folder, "patch patched.json less.json -o again.json", 0, "", "");
  run_result difference = program_run(folder, "", "diff again.json " MODEL);
  assert_string_equal(difference.out, "{}\n");
  run_free(&difference);
  program_expect(folder, "patch " MODEL " no-such-file.json", 1, "", "there is no such file");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_main_job_works),
      cmocka_unit_test(results_are_json_for_other_programs),
      cmocka_unit_test(the_same_call_gives_the_same_bytes),
      cmocka_unit_test(a_broken_model_is_status_1_with_its_place),
      cmocka_unit_test(strict_stops_at_warnings),
      cmocka_unit_test(a_scenario_and_a_withdrawal_change_the_outcome),
      cmocka_unit_test(an_output_that_cannot_be_written_is_status_3),
      cmocka_unit_test(a_file_is_replaced_whole_or_stays_as_it_was),
      cmocka_unit_test(a_model_keeps_the_rules_beside_it),
      cmocka_unit_test(a_template_is_a_model_that_passes),
      cmocka_unit_test(explanations_name_the_law_of_their_day),
      cmocka_unit_test(an_assumption_changes_the_answer),
      cmocka_unit_test(sensitivity_names_the_number_that_matters),
      cmocka_unit_test(paths_are_listed_up_to_a_count),
      cmocka_unit_test(a_patch_is_the_difference_and_its_inverse_undoes_it),
  };
  return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
