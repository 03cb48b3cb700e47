/* polku compare, as a person types it: two small models whose difference is known by hand. */
#include "support/check.h"
#include "support/folder.h"
#include "support/program.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* In one month so many of 100 who seek find work; seeking costs the city 100 for each. */
#define MODEL                                                                                      \
  "{\"format\":\"polku/1\",\"horizon\":1,\"accounts\":{\"city\":{\"unit\":\"euro\"}},\"stages\":{" \
  "\"seek\":{\"amounts\":{\"city\":{\"per_step\":100,\"on_entry\":%s}}},\"work\":{\"employed\":"   \
  "true,\"open\":true,\"final\":true}},\"transitions\":{\"find\":{\"from\":\"seek\",\"to\":"       \
  "\"work\",\"per_step\":%s}},\"groups\":{\"all\":{\"size\":100,\"start\":\"seek\"}},"             \
  "\"scenarios\":{\"dear\":{\"patch\":{\"stages\":{\"seek\":{\"amounts\":{\"city\":{\"on_entry\":" \
  "30}}}}}}}}"
#define ROVANIEMI POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json"

static int begin(void **state) {
  char text[2000];
  enter_folder(state);
  snprintf(text, sizeof text, MODEL, "0", "0.1");
  program_write(folder, "a.json", text);
  snprintf(text, sizeof text, MODEL, "30", "0.2");
  program_write(folder, "b.json", text);
  return 0;
}

static double number_at(const json_t *json, const char *path) {
  char copy[200];
  snprintf(copy, sizeof copy, "%s", path);
  for (char *part = strtok(copy, "/"); part; part = strtok(NULL, "/"))
    json = json_is_array(json) ? json_array_get(json, (size_t)atoi(part))
                               : json_object_get(json, part);
  return json_is_number(json) ? json_number_value(json) : NAN;
}

static void assert_number(const json_t *json, const char *path, double expected) {
  double found = number_at(json, path);
  if (!(fabs(found - expected) < 1e-9))
    fail_msg("%s is %.15g, not %.15g", path, found, expected);
}

static void the_answer_comes_first_in_three_languages(void **state) {
  (void)state;
  program_expect(folder, "compare a.json b.json --lang en", 0,
                 "10.0 more of 100 people reach the open labour market", NULL);
  program_expect(folder, "compare a.json b.json --lang sv", 0,
                 "10,0 fler av 100 personer når den öppna arbetsmarknaden", NULL);
  program_expect(folder, "compare a.json b.json --lang fi", 0,
                 "avoimille työmarkkinoille pääsee 10,0 henkilöä enemmän 100", NULL);
  program_expect(folder, "compare a.json b.json", 0, "city: 300 €", NULL);
}

static void json_has_the_numbers_and_where_they_come_from(void **state) {
  (void)state;
  json_t *json = program_json(folder, "compare a.json b.json --worth 400 --json");
  const char *of = "comparisons/0/outcomes/open_employment_ratio/";
  char path[100];
  snprintf(path, sizeof path, "%sdifference", of);
  assert_number(json, path, 0.1);
  snprintf(path, sizeof path, "%speople/difference", of);
  assert_number(json, path, 10);
  assert_number(json, "comparisons/0/amounts/city/difference", 3000);
  assert_number(json, "comparisons/0/prices/city/each", 300);
  assert_number(json, "comparisons/0/prices/city/chance_worth", 1);
  assert_number(json, "cases/1/chance_best", 1);
  const json_t *made = json_object_get(json, "provenance");
  assert_int_equal(json_array_size(json_object_get(made, "files")), 2);
  assert_string_equal(json_string_value(json_object_get(made, "command")),
                      "polku compare a.json b.json --worth 400");
  assert_string_equal(json_string_value(json_object_get(json, "format")), "polku-comparison/1");
  json_decref(json);
}

static void a_change_that_is_grave_enough_fails(void **state) {
  (void)state;
  program_expect(folder, "compare a.json b.json --fail-on warning", 1, NULL, NULL);
  program_expect(folder, "compare a.json b.json --fail-on breaking", 0, NULL, NULL);
  program_expect(folder, "compare a.json a.json --fail-on info", 0, NULL, NULL);
}

static bool there(const char *name) {
  char path[4096];
  struct stat about;
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return stat(path, &about) == 0 && about.st_size > 0;
}

static void every_table_is_a_file(void **state) {
  (void)state;
  program_expect(folder, "compare a.json b.json 'a.json#dear' -o x.csv", 0, NULL, NULL);
  static const char *const names[] = {
      "x.csv",       "x-groups.csv",    "x-prices.csv",     "x-best.csv",
      "x-cases.csv", "x-structure.csv", "x-structure-2.csv"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (!there(names[i]))
      fail_msg("%s is not there", names[i]);
  program_expect(folder, "compare a.json b.json -o x.md", 0, NULL, NULL);
  program_expect(folder, "compare a.json b.json -o x.xlsx", 0, NULL, NULL);
  program_expect(folder, "compare a.json b.json -o x.txt", 0, NULL, NULL);
  assert_true(there("x.md") && there("x.xlsx") && there("x.txt"));
}

static void one_model_stands_beside_itself_in_another_region(void **state) {
  (void)state;
  json_t *json = program_json(NULL, "compare '" ROVANIEMI "#municipal-supplement' --region "
                                    "north-karelia --draws 2 --runs 2 --json");
  const json_t *cases = json_object_get(json, "cases");
  const char *here = json_string_value(json_object_get(json_array_get(cases, 0), "region"));
  const char *there_ = json_string_value(json_object_get(json_array_get(cases, 1), "region"));
  assert_string_equal(here, "rovaniemi");
  assert_string_equal(there_, "north-karelia");
  const json_t *beside = json_array_get(json_object_get(json, "comparisons"), 0);
  assert_true(json_is_true(json_object_get(beside, "region_differs")));
  assert_true(fabs(number_at(json, "comparisons/0/amounts/municipality/difference")) > 1);
  json_decref(json);
}

static void a_wrong_call_is_told_what_is_wrong(void **state) {
  (void)state;
  program_expect(folder, "compare a.json", 2, "", "--region");
  program_expect(folder, "compare a.json b.json --fail-on breking", 2, "", "\"breaking\"");
  program_expect(folder, "compare a.json b.json -o x.docx", 2, "", ".json, .csv");
  program_expect(folder, "compare a.json b.json --worth much", 2, "", "--worth");
  program_expect(folder, "compare a.json b.json --outcome jobs", 1, "", "E-OUTCOME-UNKNOWN");
  program_expect(folder, "compare a.json b.json --account state", 1, "", "E-ACCOUNT-NOT-SHARED");
  program_expect(folder, "compare a.json 'b.json#no-such'", 1, "", "E-SCENARIO-UNKNOWN");
  program_expect(folder, "compare a.json c.json", 1, "", "c.json");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_answer_comes_first_in_three_languages),
      cmocka_unit_test(json_has_the_numbers_and_where_they_come_from),
      cmocka_unit_test(a_change_that_is_grave_enough_fails),
      cmocka_unit_test(every_table_is_a_file),
      cmocka_unit_test(one_model_stands_beside_itself_in_another_region),
      cmocka_unit_test(a_wrong_call_is_told_what_is_wrong),
  };
  return cmocka_run_group_tests(tests, begin, leave_folder);
}
