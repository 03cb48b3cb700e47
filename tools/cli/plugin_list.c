/* polku plugin list: which plugins there are, and from where. */
#include "plugin.h"

static int list(cli_call *call) {
  polku_plugin_question question = {0};
  return cli_plugin_ask(call, &question, polku_plugin_list);
}

const cli_command cli_plugin_list = {.name = "plugin list",
                                     .usage = "[-o FILE]",
                                     .summary = "cli.plugin.list",
                                     .options = CLI_PLUGIN | CLI_BIT(OPTION_FORMAT),
                                     .run = list};
