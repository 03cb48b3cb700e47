/* polku patch MODEL PATCH: the model after a patch, in its author's layout; with --invert the patch
 * that would undo it. polku diff A B: the patch that turns one model into the other. */
#include "cli.h"

#include <stdlib.h>

static int patch(cli_call *call) {
  char *edit = cli_read_file(call, call->args[1], NULL), *undo = NULL;
  if (!edit)
    return CLI_WRONG_INPUT;
  polku_model *model = polku_model_load(call->args[0], call->report);
  polku_model *patched = polku_model_patch(model, edit, call->report);
  bool invert = call->value[OPTION_INVERT] != NULL;
  if (patched && invert)
    undo = polku_model_invert(model, edit, call->report);
  int status = cli_finish(call, invert ? undo != NULL : patched != NULL);
  if (status == CLI_DONE)
    status = cli_print(call, invert ? undo : polku_model_text(patched, NULL));
  free(undo);
  free(edit);
  polku_model_free(patched);
  polku_model_free(model);
  return status;
}

static int diff(cli_call *call) {
  polku_model *a = polku_model_load(call->args[0], call->report);
  polku_model *b = polku_model_load(call->args[1], call->report);
  char *text = polku_model_diff(a, b, call->report);
  int status = cli_finish(call, text != NULL);
  if (status == CLI_DONE)
    status = cli_print(call, text);
  free(text);
  polku_model_free(a);
  polku_model_free(b);
  return status;
}

const cli_command cli_patch = {.name = "patch",
                               .usage = "MODEL PATCH",
                               .summary = "cli.command.patch",
                               .options = CLI_ALWAYS | CLI_BIT(OPTION_STRICT) |
                                          CLI_BIT(OPTION_OUT) | CLI_BIT(OPTION_INVERT),
                               .least = 2,
                               .most = 2,
                               .edits = true,
                               .run = patch};

const cli_command cli_diff = {.name = "diff",
                              .usage = "A B",
                              .summary = "cli.command.diff",
                              .options = CLI_ALWAYS | CLI_BIT(OPTION_OUT),
                              .least = 2,
                              .most = 2,
                              .run = diff};
