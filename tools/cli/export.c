/* polku export MODEL: the graph of a model for other programs; polku import FILE: a model from a
 * drawing of another program. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Names of --to in the order of polku_exchange, then the workbook; the suffixes that mean them. */
static const char *const forms[] = {"mermaid", "dot", "csv", "xlsx", NULL};
static const char *const suffixes[] = {"mmd", "dot", "csv", "xlsx", "mermaid", "gv", NULL};
enum { WORKBOOK = POLKU_EDGES + 1 };
static const int meant[] = {POLKU_MERMAID, POLKU_GRAPH,   POLKU_EDGES,
                            WORKBOOK,      POLKU_MERMAID, POLKU_GRAPH};

/* What a file's suffix means, -1: nothing. */
static int form_of(const char *path) {
  char suffix[8];
  cli_suffix(path, suffix);
  for (int i = 0; suffixes[i]; i++)
    if (strcmp(suffix, suffixes[i]) == 0)
      return meant[i];
  return -1;
}

/* --to, else what the suffix of -o means, else Mermaid; -1 when these name none, and said. */
static int wanted(cli_call *call) {
  const char *to = call->value[OPTION_TO], *out = call->value[OPTION_OUT];
  for (int i = 0; to && forms[i]; i++)
    if (strcasecmp(to, forms[i]) == 0)
      return i;
  if (to) {
    cli_usage(call, "cli.choice-unknown", "option", "to", "value", to, "suggestion",
              polku_nearest(to, forms, 4), NULL);
    return -1;
  }
  if (cli_check_suffix(call, suffixes) != CLI_DONE)
    return -1;
  return out ? form_of(out) : (int)POLKU_MERMAID;
}

static int export_text(cli_call *call, const cli_loaded *loaded, polku_exchange form) {
  char *text = polku_export(loaded->model, loaded->rules, form, call->lang, call->report);
  int status = cli_finish(call, text != NULL);
  if (status == CLI_DONE)
    status = cli_print(call, text);
  free(text);
  return status;
}

/* A workbook is no text: it goes into a file. */
static int export_workbook(cli_call *call, const cli_loaded *loaded) {
  const char *out = call->value[OPTION_OUT];
  int status = cli_finish(call, true);
  return status == CLI_DONE
             ? cli_write_workbook(call, out,
                                  polku_model_tables(loaded->model, loaded->rules, call->lang))
             : status;
}

static int export(cli_call *call) {
  cli_loaded loaded;
  int form = wanted(call), status;
  if (form < 0)
    return CLI_WRONG_USAGE;
  if (form == WORKBOOK && !call->value[OPTION_OUT])
    return cli_usage(call, "cli.workbook-out", NULL);
  if (!cli_load(call, call->args[0], &loaded))
    status = cli_finish(call, false);
  else if (form == WORKBOOK)
    status = export_workbook(call, &loaded);
  else
    status = export_text(call, &loaded, (polku_exchange)form);
  cli_unload(&loaded);
  return status;
}

static int import(cli_call *call) {
  static const char *const readable[] = {"mmd", "mermaid", "csv", NULL};
  const char *path = call->args[0];
  int form = form_of(path);
  if (form < 0 || form == POLKU_GRAPH || form == WORKBOOK) {
    char suffix[8];
    cli_suffix(path, suffix);
    return cli_usage(call, "cli.import-form", "file", path, "suggestion",
                     polku_nearest(suffix, readable, 3), NULL);
  }
  size_t length = 0;
  char *text = cli_read_file(call, path, &length), *model = NULL;
  if (!text)
    return CLI_WRONG_INPUT;
  model = polku_import(path, text, length, (polku_exchange)form, call->lang, call->report);
  int status = cli_finish(call, model != NULL);
  if (status == CLI_DONE)
    status = cli_print(call, model);
  if (status == CLI_DONE && call->value[OPTION_OUT])
    cli_say(call, "cli.import-done", "file", call->value[OPTION_OUT], NULL);
  free(model);
  free(text);
  return status;
}

const cli_command cli_export = {.name = "export",
                                .usage = "MODEL[#SCENARIO]",
                                .summary = "cli.command.export",
                                .options = CLI_MODEL | CLI_BIT(OPTION_OUT) | CLI_BIT(OPTION_TO),
                                .least = 1,
                                .most = 1,
                                .run = export};

const cli_command cli_import = {.name = "import",
                                .usage = "FILE",
                                .summary = "cli.command.import",
                                .options = CLI_ALWAYS | CLI_BIT(OPTION_OUT),
                                .least = 1,
                                .most = 1,
                                .run = import};
