/* Hostile folders: what stands where a plugin's file should be is not followed, not waited for and
 * not read beyond its limit. */
#include "support/check.h"
#include "support/plugins.h"
#include "support/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char MODEL[] =
    "{ \"format\": \"polku/1\", \"region\": \"bad\", \"start_date\": \"2020-01-01\", \"horizon\": "
    "3,"
    " \"stages\": { \"a\": { \"kind\": \"k\", \"duration\": { \"fixed\": 1 } },"
    "   \"b\": { \"kind\": \"k\", \"final\": true } },"
    " \"transitions\": { \"t\": { \"from\": \"a\", \"to\": \"b\", \"share\": 1 } },"
    " \"groups\": { \"g\": { \"size\": 1, \"start\": \"a\" } } }";

/* A shell command in a new folder that holds the plugin "bad", then the problem of `code` that
 * loading it gives; `word` must be part of the message. */
static void expect_refused(const char *command, const char *code, const char *word) {
  char *folder = new_folder(), line[1024];
  snprintf(
      line, sizeof line,
      "cd %s && mkdir bad && echo 'return { id = \"bad\", version = \"1.0.0\", api = 1, level = "
      "\"state\" }' > bad/manifest.lua && %s",
      folder, command);
  run_result made = run(line);
  assert_int_equal(made.status, 0);
  run_free(&made);
  bound_model b = bind_text(MODEL, folder);
  assert_null(b.rules);
  polku_problem problem = problem_of(b.report, code);
  if (!strstr(problem.message, word))
    fail_msg("%s: \"%s\" is missing in \"%s\"", command, word, problem.message);
  bound_free(&b);
  remove_folder(folder);
  free(folder);
}

static void a_link_is_not_followed(void **state) {
  (void)state;
  expect_refused("ln -s /etc/passwd bad/rules.lua", "E-PLUGIN-FILE", "link");
  expect_refused("ln -s /dev/zero bad/params.lua", "E-PLUGIN-FILE", "link");
  expect_refused("mv bad/manifest.lua m && ln -s ../m bad/manifest.lua", "E-PLUGIN-FILE", "link");
  expect_refused("ln -s rules.lua bad/rules.lua", "E-PLUGIN-FILE", "link");
}

static void a_pipe_is_not_waited_for(void **state) {
  (void)state;
  expect_refused("mkfifo bad/rules.lua", "E-PLUGIN-FILE", "regular");
  expect_refused("rm bad/manifest.lua && mkfifo bad/manifest.lua", "E-PLUGIN-FILE", "regular");
}

static void a_folder_is_no_file(void **state) {
  (void)state;
  expect_refused("mkdir bad/rules.lua", "E-PLUGIN-FILE", "regular");
  expect_refused("mkdir bad/params.lua", "E-PLUGIN-FILE", "regular");
}

static void a_huge_file_is_not_read(void **state) {
  (void)state;
  expect_refused("head -c 2000000 /dev/zero | tr '\\0' ' ' > bad/rules.lua", "E-PLUGIN-FILE",
                 "1 MiB");
  expect_refused("head -c 1048577 /dev/zero | tr '\\0' '-' > bad/params.lua", "E-PLUGIN-FILE",
                 "1 MiB");
  expect_refused("truncate -s 1T bad/rules.lua", "E-PLUGIN-FILE", "1 MiB");
}

static void a_file_of_two_bytes_a_letter_is_no_text(void **state) {
  (void)state;
  expect_refused("printf '\\377\\376r\\0e\\0' > bad/rules.lua", "E-PLUGIN-FILE", "UTF-8");
}

static void two_plugins_of_one_id_are_both_named(void **state) {
  (void)state;
  expect_refused("cp -r bad other", "E-PLUGIN-SAME", "bad");
}

static void plugins_do_not_extend_each_other_in_a_circle(void **state) {
  (void)state;
  expect_refused("for p in bad:one one:two two:bad; do mkdir -p ${p%:*}; echo \"return { id = "
                 "'${p%:*}', version = '1.0.0', api = 1, level = 'region', extends = { ${p#*:} = "
                 "'>=1' } }\" > ${p%:*}/manifest.lua; done",
                 "E-PLUGIN-EXTENDS", "extend");
}

static void the_name_of_a_folder_cannot_write_to_a_terminal(void **state) {
  (void)state;
  char *folder = new_folder(), line[512];
  snprintf(line, sizeof line,
           "cd %s && d=$(printf 'a\\033[2Jb\\nc') && mkdir \"$d\" && echo x > \"$d/manifest.lua\"",
           folder);
  run_result made = run(line);
  assert_int_equal(made.status, 0);
  run_free(&made);
  bound_model b = bind_text(MODEL, folder);
  char *text = polku_report_text(b.report, POLKU_FI, false);
  char *json = polku_report_json(b.report, POLKU_FI);
  assert_non_null(strstr(text, "[2Jb"));
  assert_null(strchr(text, '\033'));
  assert_null(strstr(text, "b\nc"));
  assert_null(strchr(json, '\033'));
  free(text);
  free(json);
  bound_free(&b);
  remove_folder(folder);
  free(folder);
}

static const char GOOD[] = "polku.kind 'k' {\r\n}\r\n";

/* A plugin with this file in a folder with ten thousand others that are none. */
static void expect_read(const char *rules, size_t length, bool crowded) {
  char *folder = new_folder(), path[256], line[512];
  snprintf(
      line, sizeof line,
      "cd %s && mkdir bad && echo 'return { id = \"bad\", version = \"1.0.0\", api = 1, level = "
      "\"state\" }' > bad/manifest.lua && seq -f 'f%%g' %d | xargs mkdir",
      folder, crowded ? 10000 : 1);
  run_result made = run(line);
  assert_int_equal(made.status, 0);
  run_free(&made);
  snprintf(path, sizeof path, "%s/bad/rules.lua", folder);
  FILE *out = fopen(path, "wb");
  assert_non_null(out);
  assert_int_equal(fwrite(rules, 1, length, out), length);
  assert_int_equal(fclose(out), 0);
  bound_model b = bind_text(MODEL, folder);
  if (!b.rules)
    problem_of(b.report, "none");
  bound_free(&b);
  remove_folder(folder);
  free(folder);
}

static void ten_thousand_folders_do_not_hide_a_plugin(void **state) {
  (void)state;
  expect_read(GOOD, sizeof GOOD - 1, true);
}

static void files_of_other_editors_are_read(void **state) {
  (void)state;
  char marked[64];
  int length = snprintf(marked, sizeof marked, "\xef\xbb\xbf%s", GOOD);
  expect_read(marked, (size_t)length, false);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_link_is_not_followed),
      cmocka_unit_test(a_pipe_is_not_waited_for),
      cmocka_unit_test(a_folder_is_no_file),
      cmocka_unit_test(a_huge_file_is_not_read),
      cmocka_unit_test(a_file_of_two_bytes_a_letter_is_no_text),
      cmocka_unit_test(two_plugins_of_one_id_are_both_named),
      cmocka_unit_test(plugins_do_not_extend_each_other_in_a_circle),
      cmocka_unit_test(the_name_of_a_folder_cannot_write_to_a_terminal),
      cmocka_unit_test(ten_thousand_folders_do_not_hide_a_plugin),
      cmocka_unit_test(files_of_other_editors_are_read),
  };
  return RUN(tests);
}
