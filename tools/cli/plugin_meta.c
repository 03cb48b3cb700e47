/* polku plugin meta: what can be written in rules, for people, and with -o DIR for editors. */
#include "plugin.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The files for editors, and what polku_plugin_meta calls each. */
static const struct {
  const char *name, *kind;
} files[] = {{"polku.lua", "lua"}, {".luarc.json", "luarc"}, {".luacheckrc", "luacheck"}};

static int write_one(cli_call *call, const char *folder, const char *name, const char *kind) {
  const polku_plugin_question question = {.rule = kind};
  char path[PATH_MAX];
  int n = snprintf(path, sizeof path, "%s/%s", folder, name);
  if (n < 0 || (size_t)n >= sizeof path)
    return cli_write_failed(call, folder, ENAMETOOLONG);
  char *text = polku_plugin_meta(&question, POLKU_AS_TEXT, call->lang, call->report);
  int status = text ? cli_write_file(call, path, text, strlen(text)) : cli_finish(call, false);
  free(text);
  return status;
}

static int meta(cli_call *call) {
  polku_plugin_question question = {0};
  const char *folder = call->value[OPTION_OUT];
  int status = CLI_DONE;
  char written[128] = "";
  if (!folder)
    return cli_plugin_ask(call, &question, polku_plugin_meta);
  for (size_t i = 0; i < sizeof files / sizeof *files && status == CLI_DONE; i++) {
    status = write_one(call, folder, files[i].name, files[i].kind);
    snprintf(written + strlen(written), sizeof written - strlen(written), "%s%s", i ? ", " : "",
             files[i].name);
  }
  if (status == CLI_DONE)
    cli_say(call, "cli.meta-done", "files", written, "folder", folder, NULL);
  return status;
}

const cli_command cli_plugin_meta = {.name = "plugin meta",
                                     .usage = "[-o DIR]",
                                     .summary = "cli.plugin.meta",
                                     .options =
                                         CLI_ALWAYS | CLI_BIT(OPTION_OUT) | CLI_BIT(OPTION_FORMAT),
                                     .run = meta,
                                     .out_is_folder = true};
