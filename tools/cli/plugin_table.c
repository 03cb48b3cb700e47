/* polku plugin table: the rules of a plugin as decision tables. */
#include "plugin.h"

#include <unistd.h>

static int table(cli_call *call) {
  bool terminal = !call->value[OPTION_OUT] && isatty(STDOUT_FILENO);
  polku_plugin_question question = {.width = terminal ? cli_width() : 0};
  cli_rule_name rule;
  int status = cli_plugin_rule(call, &question, &rule);
  return status == CLI_DONE ? cli_plugin_ask(call, &question, polku_plugin_table) : status;
}

const cli_command cli_plugin_table = {.name = "plugin table",
                                      .usage = "[PLUGIN] [RULE]",
                                      .summary = "cli.plugin.table",
                                      .options = CLI_PLUGIN | CLI_BIT(OPTION_FORMAT) |
                                                 CLI_BIT(OPTION_DATE),
                                      .most = 5,
                                      .run = table};
