/* polku plugin test: do the rules answer as the tests beside them say, and what is not tested? */
#include "plugin.h"

static int test(cli_call *call) {
  polku_plugin_question question = {.plugin = call->arg_count ? call->args[0] : NULL};
  return cli_plugin_ask(call, &question, polku_plugin_test);
}

const cli_command cli_plugin_test = {.name = "plugin test",
                                     .usage = "[PLUGIN|DIR] [--strict] [-o FILE]",
                                     .summary = "cli.plugin.test",
                                     .options = CLI_PLUGIN,
                                     .most = 1,
                                     .run = test};
