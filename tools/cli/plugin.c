/* polku plugin: the tools of those who write, check and compare rules. Each part has a file of its
 * own, plugin_PART.c, and one line in the table below; a part that is not in the table does not
 * exist. */
#include "plugin.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A line for each. */
/* clang-format off */
static const cli_command *const parts[] = {
    &cli_plugin_list,
    &cli_plugin_new,
    &cli_plugin_check,
    &cli_plugin_test,
    &cli_plugin_table,
    &cli_plugin_why,
    &cli_plugin_diff,
    &cli_plugin_meta,
    NULL,
};
/* clang-format on */

const cli_command cli_plugin = {.name = "plugin",
                                .usage = "SUBCOMMAND",
                                .summary = "cli.command.plugin",
                                .options = CLI_ALWAYS,
                                .parts = parts};

/* --- the shape of an answer */

static const char *const shape_names[] = {"text", "json", "md", "csv"};
enum { SHAPES = sizeof shape_names / sizeof *shape_names };

static int shape_of(const char *name) {
  for (int i = 0; i < SHAPES; i++)
    if (strcmp(name, shape_names[i]) == 0)
      return i;
  return -1;
}

/* The shapes that a part can give: all, or text and JSON. */
static bool gives(const cli_call *call, int shape) {
  return shape <= POLKU_AS_JSON || call->command->options & CLI_BIT(OPTION_FORMAT);
}

static int refuse_suffix(const cli_call *call) {
  static const char *const few[] = {"txt", "json", NULL}, *const all[] = {"txt", "md", "csv",
                                                                          "json", NULL};
  return cli_check_suffix(call, gives(call, POLKU_AS_CSV) ? all : few);
}

int cli_plugin_shape(const cli_call *call, polku_shape *shape) {
  const char *format = call->value[OPTION_FORMAT], *out = call->value[OPTION_OUT];
  char suffix[8];
  int asked = format ? shape_of(format) : call->value[OPTION_JSON] ? POLKU_AS_JSON : -1;
  if (format && asked < 0)
    return cli_usage(call, "cli.format-unknown", "format", format, "suggestion",
                     polku_nearest(format, shape_names, SHAPES), NULL);
  if (asked < 0 && out) {
    cli_suffix(out, suffix);
    asked = strcmp(suffix, "txt") == 0 ? POLKU_AS_TEXT : shape_of(suffix);
    if (asked < 0 || strcmp(suffix, "text") == 0 || !gives(call, asked))
      return refuse_suffix(call);
  }
  *shape = asked < 0 ? POLKU_AS_TEXT : (polku_shape)asked;
  return CLI_DONE;
}

/* --- which plugin, which rule */

static bool is_folder(const char *path) {
  struct stat info;
  return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* Whether a folder of this name lies in one of the folders of plugins. */
static bool is_found(const char *folders, const char *name) {
  char path[PATH_MAX];
  for (const char *p = folders; *p; p += strcspn(p, ":"), p += *p == ':') {
    int n = snprintf(path, sizeof path, "%.*s/%s/manifest.lua", (int)strcspn(p, ":"), p, name);
    struct stat info;
    if (n > 0 && (size_t)n < sizeof path && stat(path, &info) == 0)
      return true;
  }
  return false;
}

static bool is_form(const char *word) {
  static const char *const forms[] = {"allow", "limit", "weight", "priority", "amount"};
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
    if (strcmp(word, forms[i]) == 0)
      return true;
  return false;
}

int cli_plugin_rule(cli_call *call, polku_plugin_question *question, cli_rule_name *rule) {
  char *folders = cli_plugin_folders(call, NULL);
  int at = 0;
  if (!folders)
    return CLI_MACHINE_FAILED;
  if (call->arg_count > 0 && !is_form(call->args[0]) &&
      (strchr(call->args[0], '/') || is_found(folders, call->args[0]) ||
       (call->arg_count > 1 && is_form(call->args[1]))))
    question->plugin = call->args[at++];
  free(folders);
  return cli_plugin_words(call, at, question, rule);
}

int cli_plugin_words(const cli_call *call, int at, polku_plugin_question *question,
                     cli_rule_name *rule) {
  size_t used = 0;
  for (; at < call->arg_count && used < sizeof rule->text; at++)
    used += (size_t)snprintf(rule->text + used, sizeof rule->text - used, "%s%s", used ? " " : "",
                             call->args[at]);
  if (used >= sizeof rule->text)
    return cli_usage(call, "cli.too-many", "argument", call->args[call->arg_count - 1], "command",
                     call->command->name, "usage", call->command->usage, NULL);
  question->rule = used ? rule->text : NULL;
  return CLI_DONE;
}

/* --- asking */

/* The path of a plugin's folder as the library takes it: what has no '/' is an id there. An id that
 * is found stands before a folder of that name. */
static const char *as_path(const char *folders, const char *plugin, char path[PATH_MAX]) {
  if (!plugin || strchr(plugin, '/') || is_found(folders, plugin) || !is_folder(plugin))
    return plugin;
  int n = snprintf(path, PATH_MAX, "./%s", plugin);
  return n > 0 && n < PATH_MAX ? path : plugin;
}

/* Where plugins are looked for: the named ones, once they are known to be paths, add their own
 * neighbourhood. */
static char *folders_of(cli_call *call, polku_plugin_question *question, char plugin[PATH_MAX],
                        char other[PATH_MAX]) {
  char *folders = cli_plugin_folders(call, NULL);
  if (!folders)
    return NULL;
  question->plugin = as_path(folders, question->plugin, plugin);
  question->other = as_path(folders, question->other, other);
  const char *named[3] = {NULL};
  size_t count = 0;
  if (question->plugin && strchr(question->plugin, '/'))
    named[count++] = question->plugin;
  if (question->other && strchr(question->other, '/'))
    named[count++] = question->other;
  free(folders);
  return cli_plugin_folders(call, named);
}

/* What check tells as JSON holds the problems: they are not shown once more. */
static bool holds_problems(cli_plugin_answer *answer, polku_shape shape) {
  return answer == polku_plugin_check && shape == POLKU_AS_JSON;
}

int cli_plugin_ask(cli_call *call, polku_plugin_question *question, cli_plugin_answer *answer) {
  char plugin[PATH_MAX], other[PATH_MAX];
  polku_shape shape;
  int status = cli_plugin_shape(call, &shape);
  char *folders = status == CLI_DONE ? folders_of(call, question, plugin, other) : NULL;
  if (!folders)
    return status == CLI_DONE ? CLI_MACHINE_FAILED : status;
  question->folders = folders;
  question->date = call->value[OPTION_DATE];
  question->set = call->set;
  question->set_count = call->set_count;
  char *text = answer(question, shape, call->lang, call->report);
  status = text && holds_problems(answer, shape) ? cli_status(call, true)
                                                 : cli_finish(call, text != NULL);
  if (text && status != CLI_MACHINE_FAILED) {
    int printed = cli_print(call, text);
    status = printed == CLI_DONE ? status : printed;
  }
  free(text);
  free(folders);
  return status;
}
