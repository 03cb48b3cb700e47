/* polku plugin check: everything that is wrong with a plugin, or with all that are found. */
#include "plugin.h"

static int check(cli_call *call) {
  polku_plugin_question question = {.plugin = call->arg_count ? call->args[0] : NULL};
  return cli_plugin_ask(call, &question, polku_plugin_check);
}

const cli_command cli_plugin_check = {.name = "plugin check",
                                      .usage = "[PLUGIN]",
                                      .summary = "cli.plugin.check",
                                      .options = CLI_PLUGIN | CLI_BIT(OPTION_DATE),
                                      .most = 1,
                                      .run = check};
