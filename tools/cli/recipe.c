/* How a result could be had again: what a result file says of its origin.
 *
 * Only what changes the numbers is told: the model, and the options that bear on it, each in one
 * fixed order. The number of threads, the language and the names of files that were written are
 * not, so that the same computation gives the same bytes. */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static bool is_plain(const char *word) {
  static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                              "_-+./,:=@%";
  return *word && (word[strspn(word, plain)] == '\0' ||
                   (word[0] != '#' && word[strspn(word, plain)] == '#' &&
                    strspn(strchr(word, '#') + 1, plain) == strlen(strchr(word, '#') + 1)));
}

/* A word as a shell reads it; quoted where it must be. */
static void write_word(FILE *out, const char *word) {
  if (is_plain(word)) {
    fprintf(out, " %s", word);
    return;
  }
  fputs(" '", out);
  for (; *word; word++)
    fputs(*word == '\'' ? "'\\''" : (char[]){*word, '\0'}, out);
  fputc('\'', out);
}

char *cli_recipe(const cli_call *call) {
  const unsigned long told =
      (CLI_SIMULATION | CLI_COMPARISON | CLI_BIT(OPTION_PLUGINS)) & ~CLI_BIT(OPTION_THREADS);
  char *text = NULL;
  size_t length;
  FILE *out = open_memstream(&text, &length);
  if (!out)
    return NULL;
  fprintf(out, "polku %s", call->command->name);
  for (int i = 0; i < call->arg_count; i++)
    write_word(out, call->args[i]);
  for (int i = 0; i < OPTION_COUNT; i++)
    if (call->value[i] && told & CLI_BIT(i)) {
      fprintf(out, " --%s", cli_option_name((cli_option)i));
      write_word(out, call->value[i]);
    }
  bool failed = ferror(out) != 0;
  if (fclose(out) == 0 && !failed)
    return text;
  free(text);
  return NULL;
}

const char *cli_date(char buffer[32]) {
  const char *text = getenv("SOURCE_DATE_EPOCH");
  char *end;
  errno = 0;
  long long seconds = text ? strtoll(text, &end, 10) : 0;
  time_t at = (time_t)seconds;
  struct tm day;
  if (!text || end == text || *end || errno || !gmtime_r(&at, &day) ||
      strftime(buffer, 32, "%Y-%m-%dT%H:%M:%SZ", &day) == 0)
    return NULL;
  return buffer;
}
