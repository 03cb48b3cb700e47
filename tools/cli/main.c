/* polku: the program around libpolku.
 *
 * It reads its command line, lets one command do its work, and leaves with a status that says what
 * happened: 0 done, 1 the model is wrong, 2 the call is wrong, 3 the machine failed. */
#include "cli.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const cli_command *const cli_commands[] = {
    &cli_new,      &cli_check,   &cli_simulate, &cli_compare, &cli_sensitivity,
    &cli_draw,     &cli_explain, &cli_paths,    &cli_patch,   &cli_diff,
    &cli_report,
#ifdef POLKU_WORKSHOP
    &cli_workshop,
#endif
    &cli_export,   &cli_import,  &cli_plugin,   &cli_help,    NULL};

const cli_command *cli_find_command(const char *name) {
  for (const cli_command *const *c = cli_commands; *c; c++)
    if (strcmp((*c)->name, name) == 0)
      return *c;
  return NULL;
}

static const char *own_name(const cli_command *part) {
  const char *space = strrchr(part->name, ' ');
  return space ? space + 1 : part->name;
}

const cli_command *cli_find_part(const cli_command *command, const char *name) {
  for (const cli_command *const *part = command->parts; part && *part; part++)
    if (strcmp(own_name(*part), name) == 0)
      return *part;
  return NULL;
}

const char *cli_nearest_part(const cli_command *command, const char *word) {
  const char *names[32];
  size_t count = 0;
  for (const cli_command *const *part = command->parts; part && *part && count < 32; part++)
    names[count++] = own_name(*part);
  return polku_nearest(word, names, count);
}

static int run(cli_call *call, int argc, char **argv) {
  int status = cli_read(call, argc, argv);
  if (status == CLI_DONE)
    status = call->command->run(call);
  if ((fflush(stdout) != 0 || ferror(stdout)) && status == CLI_DONE) {
    cli_complain(call, "cli.stdout-failed", NULL);
    status = CLI_MACHINE_FAILED;
  }
  return status;
}

int main(int argc, char **argv) {
  signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an answer of write(), no reason to die */
  cli_call call = {.lang = cli_environment_lang(),
                   .report = polku_report_new(),
                   .set = calloc((size_t)argc + 1, sizeof(char *)),
                   .args = calloc((size_t)argc + 1, sizeof(char *))};
  int status = CLI_MACHINE_FAILED;
  if (call.report && call.set && call.args)
    status = run(&call, argc, argv);
  else
    cli_complain(&call, "E-MEMORY.message", NULL);
  polku_report_free(call.report);
  free(call.set);
  free(call.args);
  return status;
}
