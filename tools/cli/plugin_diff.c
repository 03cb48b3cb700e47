/* polku plugin diff: whom two plugins treat differently. */
#include "plugin.h"

#include <unistd.h>

static int diff(cli_call *call) {
  bool terminal = !call->value[OPTION_OUT] && isatty(STDOUT_FILENO);
  polku_plugin_question question = {
      .plugin = call->args[0], .other = call->args[1], .width = terminal ? cli_width() : 0};
  cli_rule_name rule;
  int status = cli_plugin_words(call, 2, &question, &rule);
  return status == CLI_DONE ? cli_plugin_ask(call, &question, polku_plugin_diff) : status;
}

const cli_command cli_plugin_diff = {.name = "plugin diff",
                                     .usage = "A B [RULE]",
                                     .summary = "cli.plugin.diff",
                                     .options =
                                         CLI_PLUGIN | CLI_BIT(OPTION_FORMAT) | CLI_BIT(OPTION_DATE),
                                     .least = 2,
                                     .most = 6,
                                     .run = diff};
