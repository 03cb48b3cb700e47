/* polku explain MODEL --group G --stage S: why a client may or may not enter a stage. */
#include "cli.h"

#include <stdlib.h>

static int explain(cli_call *call) {
  if (!call->value[OPTION_GROUP] || !call->value[OPTION_STAGE])
    return cli_usage(call, "cli.explain-needs", NULL);
  polku_question question = {.group = call->value[OPTION_GROUP],
                             .stage = call->value[OPTION_STAGE],
                             .date = call->value[OPTION_DATE],
                             .set = call->set,
                             .set_count = call->set_count};
  cli_loaded loaded;
  char *text = NULL;
  if (cli_load(call, call->args[0], &loaded))
    text = (call->value[OPTION_JSON] ? polku_explain_json : polku_explain)(
        loaded.model, loaded.rules, &question, call->lang, call->report);
  cli_unload(&loaded);
  int status = cli_finish(call, text != NULL);
  if (status == CLI_DONE)
    status = cli_print(call, text);
  free(text);
  return status;
}

const cli_command cli_explain = {.name = "explain",
                                 .usage = "MODEL[#SCENARIO] --group ID --stage ID",
                                 .summary = "cli.command.explain",
                                 .options = CLI_MODEL | CLI_BIT(OPTION_GROUP) |
                                            CLI_BIT(OPTION_STAGE) | CLI_BIT(OPTION_DATE) |
                                            CLI_BIT(OPTION_SET) | CLI_BIT(OPTION_OUT),
                                 .least = 1,
                                 .most = 1,
                                 .run = explain};
