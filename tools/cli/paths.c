/* polku paths MODEL: the most likely ways to work, and the model's named paths. */
#include "cli.h"

#include <stdlib.h>

static int paths(cli_call *call) {
  double count = 10;
  cli_loaded loaded;
  char *text = NULL;
  if (!cli_number(call, OPTION_MOST, 1, 1000, true, &count))
    return CLI_WRONG_USAGE;
  if (cli_load(call, call->args[0], &loaded))
    text = (call->value[OPTION_JSON] ? polku_paths_json : polku_paths_text)(
        loaded.model, loaded.rules, (int)count, call->lang, call->report);
  cli_unload(&loaded);
  int status = cli_finish(call, text != NULL);
  if (status == CLI_DONE)
    status = cli_print(call, text);
  free(text);
  return status;
}

const cli_command cli_paths = {.name = "paths",
                               .usage = "MODEL[#SCENARIO]",
                               .summary = "cli.command.paths",
                               .options = CLI_MODEL | CLI_BIT(OPTION_MOST) | CLI_BIT(OPTION_OUT),
                               .least = 1,
                               .most = 1,
                               .run = paths};
