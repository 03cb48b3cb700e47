/* What README.md tells a newcomer to type works: the lines of its ```sh blocks are run, in order,
 * in the source folder; those of plugins/README.md in a folder of their own. Lines that begin with
 * tools/test are left out: they would run this test again. */
#include "support/check.h"
#include "support/files.h"
#include "support/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The commands of a Markdown text as one shell script; each is echoed before it runs, so that a
 * failure names it. Caller frees. */
static char *script_of(const char *markdown) {
  size_t room = 2 * strlen(markdown) + 1024;
  char *script = malloc(room);
  assert_non_null(script);
  strcpy(script, "set -ev\n");
  int inside = 0;
  for (const char *line = markdown; *line;) {
    size_t length = strcspn(line, "\n");
    if (strncmp(line, "```", 3) == 0)
      inside = !inside && length == 5 && strncmp(line, "```sh", 5) == 0;
    else if (inside && strncmp(line, "tools/test", 10) != 0) {
      const char *command = strncmp(line, "$ ", 2) == 0 ? line + 2 : line;
      strncat(script, command, length - (size_t)(command - line));
      strcat(script, "\n");
    }
    line += length + (line[length] == '\n');
  }
  return script;
}

static void only_sh_blocks_are_commands(void **state) {
  (void)state;
  char *script = script_of("a\n```sh\n$ one\ntools/test --long\ntwo\n```\nb\n```json\nno\n```\n"
                           "```sh\nthree\n```\n");
  assert_string_equal(script, "set -ev\none\ntwo\nthree\n");
  free(script);
}

/* Runs the commands of a Markdown file in a folder, after `before`; NULL: in a new one. */
static void expect_works(const char *markdown_path, const char *before, const char *where) {
  char *markdown = read_whole_file(markdown_path, NULL);
  if (!markdown)
    skip();
  char *script = script_of(markdown), *folder = new_folder(), path[4096], command[9000];
  snprintf(path, sizeof path, "%s/readme.sh", folder);
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  fputs(script, file);
  assert_int_equal(fclose(file), 0);
  snprintf(command, sizeof command, "cd '%s' && { %s bash '%s' </dev/null; }",
           where ? where : folder, before, path);
  run_result result = run(command);
  if (result.status != 0)
    print_error("%s\n%s\n", result.out, result.err);
  assert_int_equal(result.status, 0);
  run_free(&result);
  remove_folder(folder);
  free(folder);
  free(script);
  free(markdown);
}

static void the_commands_of_the_readme_work(void **state) {
  (void)state;
  expect_works(POLKU_SOURCE_DIR "/README.md", "", POLKU_SOURCE_DIR);
}

/* In an empty folder, as somebody with an installed program would. */
static void the_commands_of_the_readme_of_plugins_work(void **state) {
  (void)state;
  expect_works(POLKU_SOURCE_DIR "/plugins/README.md",
               "unset POLKU_PLUGIN_PATH; PATH='" POLKU_BUILD_DIR "':$PATH;", NULL);
}

/* In a folder that has the models and the plugins. */
static void the_commands_of_the_readme_of_tools_work(void **state) {
  (void)state;
  expect_works(POLKU_SOURCE_DIR "/tools/README.md",
               "ln -s '" POLKU_SOURCE_DIR "/models' models; ln -s '" POLKU_SOURCE_DIR
               "/plugins' plugins; PATH='" POLKU_BUILD_DIR "':$PATH;",
               NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(only_sh_blocks_are_commands),
      cmocka_unit_test(the_commands_of_the_readme_work),
      cmocka_unit_test(the_commands_of_the_readme_of_plugins_work),
      cmocka_unit_test(the_commands_of_the_readme_of_tools_work),
  };
  return RUN(tests);
}
