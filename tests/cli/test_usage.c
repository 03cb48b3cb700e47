/* The program answers a call that it does not understand with what was probably meant, in three
 * languages, with exit status 2; and its help tells the truth about its commands. */
#include "support/check.h"
#include "support/run.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static run_result polku(const char *arguments) {
  char command[4096];
  snprintf(command, sizeof command, "env -i LANG=C '" POLKU_BUILD_DIR "/polku' %s", arguments);
  return run(command);
}

static void expect(const char *arguments, int status, const char *out, const char *err) {
  run_result result = polku(arguments);
  if (result.status != status || (out && !strstr(result.out, out)) ||
      (err && !strstr(result.err, err)))
    fail_msg("polku %s: status %d\n%s%s", arguments, result.status, result.out, result.err);
  run_free(&result);
}

static void a_slip_is_answered_with_what_was_meant(void **state) {
  (void)state;
  expect("simulte m.json", 2, "", "did you mean \"simulate\"?");
  expect("check m.json --plugin x", 2, "", "did you mean \"--plugins\"?");
  expect("--lang sw", 2, "", "did you mean \"sv\"?");
  expect("simulate m.json --engine exakt", 2, "", "did you mean \"exact\"?");
  expect("help chek", 2, "", "did you mean \"check\"?");
  expect("qqqqq", 2, "", "there is no command \"qqqqq\"");
}

static void a_wrong_call_says_what_is_wrong(void **state) {
  (void)state;
  expect("check", 2, "", "polku check MODEL");
  expect("check a b", 2, "", "\"b\" is too much");
  expect("check a --seed 3", 2, "", "the command check has no option --seed");
  expect("simulate m.json --seed", 2, "", "--seed N");
  expect("simulate m.json --seed=0", 2, "", "between 1 and");
  expect("simulate m.json --draws many", 2, "", "\"many\" of --draws is not a whole number");
  expect("simulate m.json --refine 1.5", 2, "", "\"1.5\" of --refine is not a whole number");
  expect("simulate m.json --tolerance nan", 2, "", "\"nan\" of --tolerance is not a number");
  expect("simulate m.json --json=yes", 2, "", "--json takes no value");
  expect("simulate m.json -o r.docx", 2, "", ".json, .csv");
  expect("draw m.json --view nothing", 2, "", "there is no value \"nothing\"");
  expect("draw m.json --view network --path 1", 2, "", "the view network lights none");
  expect("export m.json -o chart.png", 2, "", ".mmd, .dot, .csv");
  expect("draw m.json -o map", 2, "", ".svg, .png, .pdf, .dot, .txt");
  expect("explain m.json --group g", 2, "", "--stage");
  expect("new no-such-template", 2, "", "no template \"no-such-template\"");
  expect("help E-NO-SUCH", 2, "", "no code E-NO-SUCH");
}

/* A file is as long as it is, whatever bytes it holds: nothing behind one is passed over. */
static void a_file_is_read_to_its_end(void **state) {
  (void)state;
  run_result r = run("cd \"$(mktemp -d)\" && printf 'from,to\\na,b\\n\\000c,d\\n' > x.csv && "
                     "env -i LANG=C '" POLKU_BUILD_DIR "/polku' import x.csv; s=$?; "
                     "rm -r \"$PWD\"; exit $s");
  assert_int_equal(r.status, 1);
  assert_non_null(strstr(r.err, "E-IMPORT-TEXT"));
  run_free(&r);
  expect("import no-such.csv", 1, "", "no-such.csv");
}

static void it_speaks_three_languages(void **state) {
  (void)state;
  expect("chek --lang fi", 2, "", "komentoa \"chek\" ei ole\n   tarkoititko \"check\"?");
  expect("chek --lang sv", 2, "", "kommandot \"chek\" finns inte\n   menade du \"check\"?");
  static const struct {
    const char *environment, *said;
  } asked[] = {{"POLKU_LANG=fi LC_ALL=sv_FI.UTF-8", "komentoa"},
               {"LC_ALL=sv_FI.UTF-8", "kommandot"},
               {"LANG=fi_FI.UTF-8", "komentoa"},
               {"LC_ALL=C LANG=fi_FI.UTF-8", "command"},
               {"LANG=de_DE.UTF-8", "command"},
               {"POLKU_LANG=xx LANG=sv_FI", "kommandot"}};
  for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
    char command[4096];
    snprintf(command, sizeof command, "env -i %s '" POLKU_BUILD_DIR "/polku' chek",
             asked[i].environment);
    run_result result = run(command);
    if (!strstr(result.err, asked[i].said))
      fail_msg("%s: %s", asked[i].environment, result.err);
    run_free(&result);
  }
}

/* Help lists what there is, and every page is whole in every language: no key without a text, no
 * placeholder left. */
static void every_command_has_a_page_in_three_languages(void **state) {
  (void)state;
  static const char *const langs[] = {"fi", "sv", "en"};
  run_result listed = polku("help --json");
  json_t *commands = json_loads(listed.out, 0, NULL);
  assert_true(json_array_size(commands) >= 2);
  for (size_t i = 0; i < json_array_size(commands); i++) {
    const char *name = json_string_value(json_object_get(json_array_get(commands, i), "name"));
    for (int lang = 0; lang < 3; lang++) {
      char arguments[100];
      snprintf(arguments, sizeof arguments, "help %s --lang %s", name, langs[lang]);
      run_result page = polku(arguments);
      assert_int_equal(page.status, 0);
      assert_non_null(strstr(page.out, name));
      assert_null(strstr(page.out, "cli."));
      assert_null(strchr(page.out, '{'));
      run_free(&page);
      snprintf(arguments, sizeof arguments, "%s --help", name);
      expect(arguments, 0, name, "");
    }
  }
  json_decref(commands);
  run_free(&listed);
}

static void help_and_version_are_found_in_every_way(void **state) {
  (void)state;
  expect("", 0, "polku check", "");
  expect("--help", 0, "polku check", "");
  expect("-h", 0, "polku check", "");
  expect("help", 0, "polku check", "");
  expect("--version", 0, "polku/1, plugin api 1", "");
  expect("--version --json", 0, "\"format\": \"polku/1\"", "");
  expect("help licences", 0, "Graphviz", "");
  expect("help e-memory", 0, "E-MEMORY", "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_slip_is_answered_with_what_was_meant),
      cmocka_unit_test(a_wrong_call_says_what_is_wrong),
      cmocka_unit_test(a_file_is_read_to_its_end),
      cmocka_unit_test(it_speaks_three_languages),
      cmocka_unit_test(every_command_has_a_page_in_three_languages),
      cmocka_unit_test(help_and_version_are_found_in_every_way),
  };
  return RUN(tests);
}
