/* What plugins/README.md shows of messages is what the program prints. */
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char FENCE[] = "```console\n$ polku plugin check ";

/* Takes every mention of the source folder out of a text. */
static void make_relative(char *text) {
  size_t length = strlen(POLKU_SOURCE_DIR "/");
  for (char *at = text; (at = strstr(at, POLKU_SOURCE_DIR "/"));)
    memmove(at, at + length, strlen(at + length) + 1);
}

/* One example: the plugin after the command, and everything to the end of the block. */
static void check_example(const char *plugin) {
  char arguments[256];
  size_t length = strcspn(plugin, "\n");
  const char *shown = plugin + length + 1, *end = strstr(shown, "```\n");
  assert_non_null(end);
  snprintf(arguments, sizeof arguments, "plugin check %.*s", (int)length, plugin);
  run_result result = program_run(POLKU_SOURCE_DIR, "", arguments);
  make_relative(result.err);
  if (strlen(result.err) != (size_t)(end - shown) ||
      strncmp(result.err, shown, (size_t)(end - shown)) != 0)
    fail_msg("polku %s says\n%sand not\n%.*s", arguments, result.err, (int)(end - shown), shown);
  run_free(&result);
}

static void the_readme_shows_messages_as_they_are_printed(void **state) {
  (void)state;
  static const char *const codes[] = {"E-PROMISE-BROKEN", "E-PLUGIN-CONFLICT", "E-DATES-HOLE",
                                      "E-PLUGIN-UNKNOWN", "E-PLUGIN-READS",    "W-PARAM-REVIEW"};
  char *text = read_whole_file(POLKU_SOURCE_DIR "/plugins/README.md", NULL);
  assert_non_null(text);
  size_t examples = 0;
  for (const char *at = text; (at = strstr(at, FENCE)); examples++)
    check_example(at += sizeof FENCE - 1);
  assert_int_equal(examples, sizeof codes / sizeof codes[0]);
  for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
    assert_non_null(strstr(text, codes[i]));
  free(text);
}

/* Every example has an error or, where its number is stale, a warning; the country alone has none.
 */
static void the_country_of_the_examples_is_in_order(void **state) {
  (void)state;
  program_expect(POLKU_SOURCE_DIR, "plugin check tests/data/plugins/messages/exampleland --strict",
                 0, "All in order", "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_readme_shows_messages_as_they_are_printed),
      cmocka_unit_test(the_country_of_the_examples_is_in_order),
  };
  return RUN(tests);
}
