/* polku help: the table of commands, the page of a command or of a problem's code, the licences of
 * what is built in, and the version. */
#include "cli.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *word(const cli_call *call, const char *key) {
  const char *text = polku_word(call->lang, key);
  return text ? text : key;
}

/* Prints text in lines of at most 80 columns; a line that begins with a space is left as it is. */
static void print_wrapped(const char *text) {
  while (*text) {
    size_t length = strcspn(text, "\n"), end = 0, columns = 0;
    bool fits = true;
    for (size_t i = 0; i < length && fits && *text != ' '; i++) {
      columns += ((unsigned char)text[i] & 0xc0) != 0x80;
      if (text[i] == ' ')
        end = i;
      fits = columns <= 80 || end == 0;
    }
    size_t n = fits ? length : end;
    printf("%.*s\n", (int)n, text);
    text += n + (text[n] == '\n' || text[n] == ' ');
  }
}

static int version(const cli_call *call) {
  if (call->value[OPTION_JSON])
    printf("{\"polku\": \"%s\", \"format\": \"%s\", \"plugin_api\": %d}\n", polku_version(),
           POLKU_FORMAT, POLKU_PLUGIN_API);
  else
    printf("polku %s, %s, plugin api %d\n", polku_version(), POLKU_FORMAT, POLKU_PLUGIN_API);
  return CLI_DONE;
}

/* A command and its parts, each an object of its own. */
static void print_as_json(const cli_call *call, const cli_command *command, bool first) {
  printf("%s\n  {\"name\": \"%s\", \"usage\": \"%s\", \"summary\": \"%s\"}", first ? "" : ",",
         command->name, command->usage, word(call, command->summary));
  for (const cli_command *const *part = command->parts; part && *part; part++)
    print_as_json(call, *part, false);
}

static int all_commands_as_json(const cli_call *call) {
  printf("[");
  for (const cli_command *const *c = cli_commands; *c; c++)
    print_as_json(call, *c, c == cli_commands);
  printf("\n]\n");
  return CLI_DONE;
}

static int all_commands(const cli_call *call) {
  if (call->value[OPTION_JSON])
    return all_commands_as_json(call);
  print_wrapped(word(call, "cli.about"));
  printf("\n");
  for (const cli_command *const *c = cli_commands; *c; c++)
    printf("  polku %-9s %s\n", (*c)->name, word(call, (*c)->summary));
  printf("\n");
  print_wrapped(word(call, "cli.about.more"));
  return CLI_DONE;
}

static int command_page(const cli_call *call, const cli_command *command) {
  char about[64];
  printf("polku %s %s\n\n", command->name, command->usage);
  snprintf(about, sizeof about, "%s.about", command->summary);
  print_wrapped(word(call, about));
  printf("\n");
  for (const cli_command *const *part = command->parts; part && *part; part++)
    printf("  polku %-13s %s\n", (*part)->name, word(call, (*part)->summary));
  if (command->parts)
    printf("\n");
  for (int i = 0; i < OPTION_COUNT; i++)
    if (command->options & CLI_BIT(i))
      cli_print_option(call, command, (cli_option)i);
  return CLI_DONE;
}

/* The page of a command's part: `polku help plugin table`, or "plugin table" as one word. */
static int part_page(const cli_call *call, const cli_command *command, const char *asked) {
  const cli_command *part = cli_find_part(command, asked);
  if (part)
    return command_page(call, part);
  if (!command->parts)
    return cli_usage(call, "cli.too-many", "argument", asked, "command", "help", "usage",
                     cli_help.usage, NULL);
  return cli_usage(call, "cli.part-unknown", "command", command->name, "part", asked, "suggestion",
                   cli_nearest_part(command, asked), NULL);
}

/* The command that a topic names, or whose part it names; *rest is then the part's name, or NULL.
 */
static const cli_command *command_of(const char *asked, const char *second, const char **rest) {
  char name[32];
  const char *space = strchr(asked, ' ');
  snprintf(name, sizeof name, "%.*s", (int)(space ? space - asked : (int)strlen(asked)), asked);
  *rest = space ? space + 1 : second;
  return cli_find_command(name);
}

static int code_page(const cli_call *call, const char *asked) {
  char code[64];
  size_t n = 0;
  for (; asked[n] && n + 1 < sizeof code; n++)
    code[n] = (char)toupper((unsigned char)asked[n]);
  code[n] = '\0';
  char *page = polku_code_help(code, call->lang);
  if (!page)
    return cli_usage(call, "cli.code-unknown", "code", code, NULL);
  print_wrapped(page);
  free(page);
  return CLI_DONE;
}

static int help(cli_call *call) {
  if (call->arg_count == 0)
    return all_commands(call);
  const char *asked = call->args[0], *rest;
  const cli_command *command = command_of(asked, call->arg_count > 1 ? call->args[1] : NULL, &rest);
  if (command)
    return rest ? part_page(call, command, rest) : command_page(call, command);
  if (call->arg_count > 1)
    return cli_usage(call, "cli.too-many", "argument", call->args[1], "command", "help", "usage",
                     cli_help.usage, NULL);
  if (strcmp(asked, "version") == 0)
    return version(call);
  if (strcmp(asked, "licences") == 0 || strcmp(asked, "licenses") == 0) {
    print_wrapped(word(call, "cli.licences"));
    return CLI_DONE;
  }
  if (asked[0] && strchr("EWIewi", asked[0]) && asked[1] == '-')
    return code_page(call, asked);
  const char *names[32];
  size_t count = 0;
  for (const cli_command *const *c = cli_commands; *c && count < 31; c++)
    names[count++] = (*c)->name;
  names[count++] = "licences";
  return cli_usage(call, "cli.topic-unknown", "topic", asked, "suggestion",
                   polku_nearest(asked, names, count), NULL);
}

const cli_command cli_help = {.name = "help",
                              .usage = "[COMMAND [SUBCOMMAND] | E-CODE | licences | version]",
                              .summary = "cli.command.help",
                              .options = CLI_ALWAYS,
                              .least = 0,
                              .most = 2,
                              .run = help};
