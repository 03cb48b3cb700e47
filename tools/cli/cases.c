/* The cases that a call names: models, scenarios of models, and models under another region's
 * rules. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int no_memory(const cli_call *call) {
  cli_complain(call, "E-MEMORY.message", NULL);
  return CLI_MACHINE_FAILED;
}

/* "model.json (north-karelia)"; as it is written where no region is asked for. */
static char *name_of(const char *path, const char *region) {
  size_t room = strlen(path) + (region ? strlen(region) : 0) + 4;
  char *name = malloc(room);
  if (name && region)
    snprintf(name, room, "%s (%s)", path, region);
  else if (name)
    snprintf(name, room, "%s", path);
  return name;
}

static bool load_case(cli_call *call, const char *path, const char *region, cli_cases *all) {
  size_t i = all->count++;
  all->names[i] = name_of(path, region);
  if (!all->names[i]) {
    no_memory(call);
    return false;
  }
  bool loaded = region ? cli_load_region(call, path, region, &all->loaded[i])
                       : cli_load(call, path, &all->loaded[i]);
  all->cases[i] = (polku_case){all->loaded[i].model, all->loaded[i].rules, all->names[i]};
  return loaded;
}

bool cli_load_cases(cli_call *call, cli_cases *all) {
  const char *region = call->value[OPTION_REGION];
  bool beside_itself = region && call->arg_count == 1, good = true;
  size_t count = (size_t)call->arg_count + beside_itself;
  *all = (cli_cases){.loaded = calloc(count, sizeof *all->loaded),
                     .cases = calloc(count, sizeof *all->cases),
                     .names = calloc(count, sizeof *all->names)};
  if (!all->loaded || !all->cases || !all->names) {
    no_memory(call);
    return false;
  }
  if (beside_itself)
    good = load_case(call, call->args[0], NULL, all);
  for (int i = 0; i < call->arg_count; i++)
    good = load_case(call, call->args[i], region, all) && good;
  return good;
}

void cli_unload_cases(cli_cases *all) {
  for (size_t i = 0; i < all->count; i++) {
    cli_unload(&all->loaded[i]);
    free(all->names[i]);
  }
  free(all->loaded);
  free(all->cases);
  free(all->names);
}

int cli_read_comparison(cli_call *call, polku_compare_options *options) {
  polku_options simulation;
  double worth = 0;
  int status = cli_read_simulation(call, &simulation);
  if (status == CLI_DONE && !cli_number(call, OPTION_WORTH, 0.01, 1e12, false, &worth))
    status = CLI_WRONG_USAGE;
  *options = (polku_compare_options){.simulation = simulation,
                                     .outcome = call->value[OPTION_OUTCOME],
                                     .account = call->value[OPTION_ACCOUNT],
                                     .worth = worth};
  return status;
}
