/* polku sensitivity MODEL [OTHER …]: which number matters, and what is worth finding out. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The model, and what could be chosen instead. */
typedef struct choice {
  cli_loaded *loaded; /* [count] */
  polku_case *others; /* [count − 1] */
  size_t count;
} choice;

static bool load_all(cli_call *call, choice *c) {
  c->count = (size_t)call->arg_count;
  c->loaded = calloc(c->count, sizeof *c->loaded);
  c->others = calloc(c->count, sizeof *c->others);
  if (!c->loaded || !c->others) {
    cli_complain(call, "E-MEMORY.message", NULL);
    return false;
  }
  bool good = true;
  for (size_t i = 0; i < c->count; i++) {
    good = cli_load(call, call->args[i], &c->loaded[i]) && good;
    if (i > 0)
      c->others[i - 1] = (polku_case){c->loaded[i].model, c->loaded[i].rules, call->args[i]};
  }
  return good;
}

static void unload_all(choice *c) {
  for (size_t i = 0; c->loaded && i < c->count; i++)
    cli_unload(&c->loaded[i]);
  free(c->loaded);
  free(c->others);
}

static int deliver(cli_call *call, const polku_sensitivity *found) {
  const char *out = call->value[OPTION_OUT];
  char suffix[8] = "";
  if (out && cli_is_tables(cli_suffix(out, suffix)) && !call->value[OPTION_JSON])
    return cli_write_tables(call, polku_sensitivity_tables(found, call->lang));
  bool json = call->value[OPTION_JSON] || strcmp(suffix, "json") == 0;
  char *text = json ? polku_sensitivity_json(found)
                    : polku_sensitivity_text(found, call->lang, out ? 80 : cli_width(),
                                             !out && cli_colour(STDOUT_FILENO));
  int status = cli_print(call, text);
  free(text);
  return status;
}

static int compute(cli_call *call, const choice *c, polku_sensitivity_options *options) {
  cli_watch watch;
  cli_watch_begin(&watch, call, NULL);
  options->simulation.watch = &watch.watch;
  options->others = c->others;
  options->other_count = c->count - 1;
  polku_sensitivity *found =
      polku_find_sensitivity(c->loaded[0].model, c->loaded[0].rules, options, call->report);
  bool stopped = cli_watch_end(&watch);
  int status = cli_finish(call, found != NULL);
  if (status == CLI_DONE)
    status = deliver(call, found);
  if (stopped && !found && polku_report_count(call->report, POLKU_ERROR) == 0)
    cli_die_stopped(call);
  polku_sensitivity_free(found);
  return status;
}

/* What is the same for independent clients, drawn or worked out, is worked out. */
static int check_engine(cli_call *call, const polku_options *simulation) {
  if (simulation->engine && strcmp(simulation->engine, "cohort") == 0)
    return cli_usage(call, "cli.sensitivity-engine", NULL);
  return CLI_DONE;
}

static int sensitivity(cli_call *call) {
  static const char *const suffixes[] = {"json", "csv", "md", "xlsx", "txt", NULL};
  polku_sensitivity_options options = {.outcome = call->value[OPTION_OUTCOME],
                                       .group = call->value[OPTION_GROUP],
                                       .account = call->value[OPTION_ACCOUNT]};
  choice c = {0};
  char date[32];
  int status = cli_read_simulation(call, &options.simulation);
  if (status == CLI_DONE)
    status = check_engine(call, &options.simulation);
  if (status == CLI_DONE)
    status = cli_check_suffix(call, suffixes);
  if (status == CLI_DONE && !cli_number(call, OPTION_WORTH, 0, 1e12, false, &options.worth))
    status = CLI_WRONG_USAGE;
  if (status != CLI_DONE)
    return status;
  char *recipe = cli_recipe(call);
  options.simulation.command = recipe;
  options.simulation.date = cli_date(date);
  status = load_all(call, &c) ? compute(call, &c, &options) : cli_finish(call, false);
  unload_all(&c);
  free(recipe);
  return status;
}

const cli_command cli_sensitivity = {
    .name = "sensitivity",
    .usage = "MODEL[#SCENARIO] [OTHER …]",
    .summary = "cli.command.sensitivity",
    .options = CLI_MODEL | (CLI_SIMULATION & ~CLI_BIT(OPTION_AT_LEAST)) | CLI_BIT(OPTION_OUT) |
               CLI_BIT(OPTION_OUTCOME) | CLI_BIT(OPTION_GROUP) | CLI_BIT(OPTION_ACCOUNT) |
               CLI_BIT(OPTION_WORTH),
    .least = 1,
    .most = 20,
    .run = sensitivity};
