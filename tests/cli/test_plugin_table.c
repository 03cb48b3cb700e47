/* polku plugin table and diff as a person calls them: three languages, four shapes, the file that a
 * spreadsheet opens, and what the README shows. */
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

#include <stdlib.h>
#include <string.h>

#define PLUGINS "--plugins '" POLKU_SOURCE_DIR "/tests/data/plugins' "

static void a_table_reads_in_three_languages(void **state) {
  (void)state;
  /* The act of 371/2023: the skills basis 5 months, 10 after 12 of 14 months without work. */
#define CALL "plugin table finland limit wage_subsidy --date 2024-06-01 --lang "
  program_expect(NULL, CALL "fi", 0, "Palkkatuki: pisin kesto\n", NULL);
  program_expect(NULL, CALL "fi", 0, "1.7.2023–31.12.2024", NULL);
  program_expect(NULL, CALL "fi", 0, "10\u00a0kuukautta  6\u00a0§\n", NULL);
  program_expect(NULL, CALL "sv", 0, "Lönesubvention: längsta tid\n", NULL);
  program_expect(NULL, CALL "sv", 0, "10\u00a0månader", NULL);
  program_expect(NULL, CALL "en", 0, "Wage subsidy: longest stay\n", NULL);
  program_expect(NULL, CALL "en", 0, "1 July 2023 to 31 December 2024", NULL);
  program_expect(NULL, CALL "en", 0, "10\u00a0months  §\u00a06\n", NULL);
}

/* The law of tests, whole: the old anywhere, others in an association after four months. */
static void a_table_for_a_terminal(void **state) {
  (void)state;
  run_result table =
      program_run(NULL, "", "plugin table " PLUGINS "land allow job --date 2015-01-01");
  assert_int_equal(table.status, 0);
  assert_string_equal(
      table.out, "Job: who may move\n"
                 "land 1.2.0 · from 1 January 2011 · Act §§ 1, 3\n"
                 "Other times: until 31 December 1999 (no rule), 1 January 2000 to 31 December "
                 "2009, 1 January 2010 to\n31 December 2010\n"
                 "\n"
                 "employer     age   months waited of six  may move  Act\n"
                 "───────────────────────────────────────────────────────────\n"
                 "–            ≥\u00a060  –                     yes       §\u00a01\n"
                 "company      ≤\u00a059  –                     no        §\u00a01\n"
                 "association  ≤\u00a059  ≤\u00a03                   no        §\u00a01, §\u00a03\n"
                 "association  ≤\u00a059  ≥\u00a04                   yes       §\u00a03\n");
  run_free(&table);
}

static void a_table_for_a_page(void **state) {
  (void)state;
  program_expect(NULL, "plugin table " PLUGINS "land limit job --date 2021-01-01 --format md", 0,
                 "### Job: longest stay\n\n"
                 "land 1.2.0 · from 1 January 2020 · Act § 2  \n"
                 "Other times: until 31 December 1999 (no rule), 1 January 2000 to 31 December "
                 "2019\n\n"
                 "| skill | longest stay | Act |\n"
                 "| --- | --- | --- |\n"
                 "| low | 12\u00a0months | §\u00a02.2 |\n"
                 "| high | 8\u00a0months | §\u00a02.1 |\n",
                 NULL);
}

static void a_table_for_a_spreadsheet_knows_no_language(void **state) {
  (void)state;
  static const char *const langs[] = {"fi", "sv", "en"};
  for (int i = 0; i < 3; i++) {
    char call[400];
    snprintf(call, sizeof call,
             "plugin table " PLUGINS "land job --date 2021-01-01 --format csv --lang %s", langs[i]);
    program_expect(
        NULL, call, 0,
        "rule,from,until,age,skill,trained,employer,idle_of_6,answer,unit,refs,warnings\n"
        "allow job,2011-01-01,,60..68,,,,,true,,Act § 1,\n"
        "allow job,2011-01-01,,15..59,,,company,,false,,Act § 1,\n"
        "allow job,2011-01-01,,15..59,,,association,0..3,false,,Act § 1; Act § 3,\n"
        "allow job,2011-01-01,,15..59,,,association,4..6,true,,Act § 3,\n"
        "limit job,2020-01-01,,,low,,,,12,month,Act § 2.2,\n"
        "limit job,2020-01-01,,,high,,,,8,month,Act § 2.1,\n"
        "weight job,,,,,false,,,1000000,ppm,",
        NULL);
  }
}

static void a_table_for_programs(void **state) {
  (void)state;
  json_t *json = program_json(NULL, "plugin table " PLUGINS "land limit job --json");
  assert_string_equal(json_string_value(json_object_get(json, "format")), "polku-plugin-table/1");
  json_t *table = json_array_get(json_object_get(json, "tables"), 0);
  assert_string_equal(json_string_value(json_object_get(table, "from")), "2020-01-01");
  assert_true(json_is_null(json_object_get(table, "until")));
  assert_int_equal(json_integer_value(json_object_get(table, "combinations")), 2);
  json_t *row = json_array_get(json_object_get(table, "rows"), 0);
  assert_int_equal(json_integer_value(json_object_get(row, "answer")), 12);
  json_t *given = json_object_get(json_object_get(row, "given"), "skill");
  assert_string_equal(json_string_value(json_array_get(given, 0)), "low");
  json_t *reason = json_array_get(json_object_get(row, "reasons"), 0);
  assert_string_equal(json_string_value(json_object_get(reason, "ref")), "Act § 2.2");
  json_decref(json);
}

/* A day before the first version is answered, not refused. */
static void a_day_without_a_rule_says_so(void **state) {
  (void)state;
  program_expect(NULL, "plugin table " PLUGINS "land limit job --date 1999-12-31", 0,
                 "There is no rule in this time.", NULL);
}

static void what_is_not_there_is_named(void **state) {
  (void)state;
  program_expect(NULL, "plugin table " PLUGINS "land allow jop", 1, NULL, "E-RULE-UNKNOWN");
  program_expect(NULL, "plugin table " PLUGINS "land job --date 1.1.2020", 1, NULL,
                 "E-EXPLAIN-DATE");
  program_expect(NULL, "plugin diff " PLUGINS "land", 2, NULL, "A B");
}

/* Since 2021 the town gives five months where the land gives eight. */
static void a_difference_in_four_shapes(void **state) {
  (void)state;
#define DIFF "plugin diff " PLUGINS "land town limit job "
  program_expect(NULL, DIFF, 0,
                 "from 1 January 2021 · 1 of 2 combinations get different answers (50%)\n", NULL);
  program_expect(NULL, DIFF, 0,
                 "high   8\u00a0months (Act §\u00a02.1)  5\u00a0months (Town board)\n", NULL);
  program_expect(NULL, DIFF "--format md", 0,
                 "| skill | land 1.2.0 | town 0.1 |\n| --- | --- | --- |\n"
                 "| high | 8\u00a0months (Act §\u00a02.1) | 5\u00a0months (Town board) |\n",
                 NULL);
  program_expect(NULL, DIFF "--format csv", 0,
                 "rule,from,until,skill,answer_a,refs_a,answer_b,refs_b\n"
                 "limit job,2021-01-01,,high,8,Act § 2.1,5,Town board\n",
                 NULL);
  json_t *json = program_json(NULL, DIFF "--json");
  json_t *rule = json_array_get(json_object_get(json, "rules"), 0);
  json_t *one = json_array_get(json_object_get(rule, "differences"), 0);
  assert_int_equal(json_integer_value(json_object_get(one, "differing")), 1);
  json_t *answers = json_object_get(json_array_get(json_object_get(one, "rows"), 0), "answers");
  assert_int_equal(json_integer_value(json_array_get(answers, 0)), 8);
  assert_int_equal(json_integer_value(json_array_get(answers, 1)), 5);
  json_decref(json);
}

static void a_plugin_beside_itself_says_nobody(void **state) {
  (void)state;
  program_expect(NULL, "plugin diff finland finland --lang fi", 0,
                 "Ketään ei kohdella eri tavalla.", NULL);
  program_expect(NULL, "plugin diff finland finland --lang sv", 0, "Ingen behandlas olika.", NULL);
  program_expect(NULL, "plugin diff finland finland", 0, "Nobody is treated differently.", NULL);
}

/* The section that plugins/README.md shows, whole, under the command that it names. */
static void the_readme_shows_what_the_program_prints(void **state) {
  (void)state;
  static const char COMMAND[] =
      "plugin table finland allow wage_subsidy --date 2024-06-01 --format md --lang en";
  char *readme = read_whole_file(POLKU_SOURCE_DIR "/plugins/README.md", NULL);
  run_result printed = program_run(NULL, "", COMMAND);
  assert_non_null(readme);
  assert_int_equal(printed.status, 0);
  char *shown = strstr(printed.out, "**basis of the subsidy: vocational skills**");
  assert_non_null(shown);
  char *end = strstr(shown, "\n\n**basis of the subsidy: reduced");
  assert_non_null(end);
  *end = '\0';
  assert_non_null(strstr(shown, "| --- |"));
  char *command = strstr(readme, COMMAND);
  assert_non_null(command);
  if (!strstr(command, shown))
    fail_msg("plugins/README.md should show\n%s", shown);
  run_free(&printed);
  free(readme);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(a_table_reads_in_three_languages),
                                     cmocka_unit_test(a_table_for_a_terminal),
                                     cmocka_unit_test(a_table_for_a_page),
                                     cmocka_unit_test(a_table_for_a_spreadsheet_knows_no_language),
                                     cmocka_unit_test(a_table_for_programs),
                                     cmocka_unit_test(a_day_without_a_rule_says_so),
                                     cmocka_unit_test(what_is_not_there_is_named),
                                     cmocka_unit_test(a_difference_in_four_shapes),
                                     cmocka_unit_test(a_plugin_beside_itself_says_nobody),
                                     cmocka_unit_test(the_readme_shows_what_the_program_prints)};
  return RUN(tests);
}
