/* polku plugin why: what a rule answers to one client, and what would change the answer. */
#include "plugin.h"

static int why(cli_call *call) {
  polku_plugin_question question = {0};
  cli_rule_name rule;
  int status = cli_plugin_rule(call, &question, &rule);
  if (status == CLI_DONE && !question.rule)
    return cli_usage(call, "cli.why-needs", NULL);
  return status == CLI_DONE ? cli_plugin_ask(call, &question, polku_plugin_why) : status;
}

const cli_command cli_plugin_why = {.name = "plugin why",
                                    .usage = "[PLUGIN] RULE [--set NAME=VALUE]… [--date DAY]",
                                    .summary = "cli.plugin.why",
                                    .options =
                                        CLI_PLUGIN | CLI_BIT(OPTION_DATE) | CLI_BIT(OPTION_SET),
                                    .most = 5,
                                    .run = why};
