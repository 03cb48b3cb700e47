/* polku check MODEL: everything that is wrong or doubtful about a model and its rules, at once. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>

static void print_json(cli_call *call, size_t errors, size_t warnings) {
  char *problems = polku_report_json(call->report, call->lang);
  printf("{\"errors\": %zu, \"warnings\": %zu, \"problems\": %s}\n", errors, warnings,
         problems ? problems : "null");
  free(problems);
}

static int check(cli_call *call) {
  cli_loaded loaded;
  char errors_text[24], warnings_text[24];
  if (cli_load(call, call->args[0], &loaded) || loaded.rules)
    polku_check(loaded.model, loaded.rules, call->report);
  cli_unload(&loaded);
  size_t errors = polku_report_count(call->report, POLKU_ERROR);
  size_t warnings = polku_report_count(call->report, POLKU_WARNING);
  if (call->value[OPTION_JSON]) {
    print_json(call, errors, warnings);
    return cli_status(call, true);
  }
  int status = cli_finish(call, true);
  snprintf(errors_text, sizeof errors_text, "%zu", errors);
  snprintf(warnings_text, sizeof warnings_text, "%zu", warnings);
  cli_say(call, errors + warnings == 0 ? "cli.check-clean" : "cli.check-sum", "model",
          call->args[0], "errors", errors_text, "warnings", warnings_text, NULL);
  return status;
}

const cli_command cli_check = {.name = "check",
                               .usage = "MODEL",
                               .summary = "cli.command.check",
                               .options = CLI_MODEL,
                               .least = 1,
                               .most = 1,
                               .run = check};
