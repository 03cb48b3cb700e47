/* polku simulate MODEL: what happens to the model's clients. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int choose_engine(cli_call *call, polku_options *options) {
  static const char *const engines[] = {"auto", "exact", "cohort", "individual"};
  const size_t count = sizeof engines / sizeof *engines;
  const char *name = call->value[OPTION_ENGINE];
  if (!name)
    return CLI_DONE;
  for (size_t i = 0; i < count; i++)
    if (strcmp(name, engines[i]) == 0)
      options->engine = engines[i];
  if (options->engine)
    return CLI_DONE;
  return cli_usage(call, "cli.engine-unknown", "engine", name, "suggestion",
                   polku_nearest(name, engines, count), NULL);
}

/* The numbers among the options. */
static bool read_numbers(cli_call *call, polku_options *options) {
  double people = 0, seed = 1, draws = -1, refine = 0, tolerance = 0, at_least = 0, runs = 0;
  double threads = 0;
  if (!cli_number(call, OPTION_PEOPLE, 0.001, 1e12, false, &people) ||
      !cli_number(call, OPTION_SEED, 1, 9007199254740992.0, true, &seed) ||
      !cli_number(call, OPTION_DRAWS, 0, 1e6, true, &draws) ||
      !cli_number(call, OPTION_REFINE, 1, 1000, true, &refine) ||
      !cli_number(call, OPTION_TOLERANCE, 1e-15, 0.001, false, &tolerance) ||
      !cli_number(call, OPTION_AT_LEAST, 1, 1e9, true, &at_least) ||
      !cli_number(call, OPTION_RUNS, 1, 1e6, true, &runs) ||
      !cli_number(call, OPTION_THREADS, 1, 1024, true, &threads))
    return false;
  options->people = people;
  options->seed = (uint64_t)seed;
  options->draws = draws < 0 ? 0 : draws > 0 ? (int)draws : -1; /* 0: as the library sees fit */
  options->refine = (int)refine;
  options->tolerance = tolerance;
  options->at_least = (int)at_least;
  options->runs = (int)runs;
  options->threads = (int)threads;
  return true;
}

int cli_read_simulation(cli_call *call, polku_options *options) {
  *options = (polku_options){.withdraw = call->value[OPTION_WITHDRAW],
                             .strict = call->value[OPTION_STRICT] != NULL};
  int status = choose_engine(call, options);
  if (status != CLI_DONE)
    return status;
  return read_numbers(call, options) ? CLI_DONE : CLI_WRONG_USAGE;
}

static bool has_suffix(const char *path, const char *wanted) {
  char suffix[8];
  return path && strcmp(cli_suffix(path, suffix), wanted) == 0;
}

/* The numbers, and beside them what they are: R, Python and spreadsheets find the second file by
 * its name where they know the standard (W3C, CSV on the Web). */
static int write_csv(cli_call *call, const polku_result *result) {
  const char *out = call->value[OPTION_OUT], *slash = strrchr(out, '/');
  char *csv = polku_result_csv(result);
  char *about = polku_result_csv_metadata(result, slash ? slash + 1 : out);
  size_t room = strlen(out) + sizeof "-metadata.json";
  char *beside = malloc(room);
  int status = CLI_MACHINE_FAILED;
  if (csv && about && beside) {
    snprintf(beside, room, "%s-metadata.json", out);
    status = cli_write_file(call, out, csv, strlen(csv));
    if (status == CLI_DONE)
      status = cli_write_file(call, beside, about, strlen(about));
  } else {
    cli_complain(call, "E-MEMORY.message", NULL);
  }
  free(beside);
  free(about);
  free(csv);
  return status;
}

static int print_result(cli_call *call, const polku_result *result) {
  const char *out = call->value[OPTION_OUT];
  if (has_suffix(out, "csv"))
    return write_csv(call, result);
  if (has_suffix(out, "xlsx"))
    return cli_write_workbook(call, out, polku_result_tables(result, call->lang));
  bool to_file = out != NULL, json = call->value[OPTION_JSON] || has_suffix(out, "json");
  char *text = json ? polku_result_json(result)
                    : polku_result_text(result, call->lang, to_file ? 80 : cli_width(),
                                        !to_file && cli_colour(STDOUT_FILENO));
  int status = cli_print(call, text);
  free(text);
  return status;
}

/* Says that there are fewer runs, or draws, than were asked for. */
static void say_stopped(const cli_call *call, const polku_result *result) {
  polku_about about;
  char done[16], asked[16], draws[16];
  polku_result_about(result, &about);
  snprintf(done, sizeof done, "%d", about.runs);
  snprintf(asked, sizeof asked, "%d", about.runs_asked);
  snprintf(draws, sizeof draws, "%d", about.draws);
  if (about.runs < about.runs_asked)
    cli_complain(call, "cli.stopped", "done", done, "asked", asked, NULL);
  else if (about.stopped)
    cli_complain(call, "cli.stopped-draws", "done", done, "draws", draws, NULL);
}

/* What was computed goes where it was asked for. */
static int deliver(cli_call *call, cli_record *record, const polku_result *result) {
  int status = cli_record_finish(record, result);
  if (status == CLI_DONE && !cli_record_is_result(record))
    status = print_result(call, result);
  say_stopped(call, result);
  return status;
}

/* Of several processes only the first is seen and heard. */
static int follow(const cli_loaded *loaded, const polku_options *options, polku_report *report) {
  polku_result *result = polku_simulate(loaded->model, loaded->rules, options, report);
  int status = result                        ? CLI_DONE
               : polku_report_failed(report) ? CLI_MACHINE_FAILED
                                             : CLI_WRONG_INPUT;
  polku_result_free(result);
  return status;
}

static int compute(cli_call *call, const cli_loaded *loaded, polku_options *options) {
  cli_watch watch;
  if (polku_fleet_rank() > 0)
    return follow(loaded, options, call->report);
  cli_record *record = cli_record_open(call, loaded, options);
  if (!record)
    return CLI_MACHINE_FAILED;
  cli_watch_begin(&watch, call, record);
  options->watch = &watch.watch;
  polku_result *result = polku_simulate(loaded->model, loaded->rules, options, call->report);
  bool stopped = cli_watch_end(&watch);
  int status = cli_record_status(record);
  if (status == CLI_DONE)
    status = cli_finish(call, result != NULL);
  if (status == CLI_DONE)
    status = deliver(call, record, result);
  cli_record_free(record);
  if (stopped && !result && polku_report_count(call->report, POLKU_ERROR) == 0)
    cli_die_stopped(call);
  polku_result_free(result);
  return status;
}

/* Histories are of single clients: one engine has them. */
static int choose_histories(cli_call *call, polku_options *options) {
  static const char *const suffixes[] = {"csv", "sqlite", "db", NULL};
  const char *engine = options->engine;
  if (!call->value[OPTION_EVENTS])
    return CLI_DONE;
  if (engine && strcmp(engine, "auto") != 0 && strcmp(engine, "individual") != 0)
    return cli_usage(call, "cli.events-engine", "engine", engine, NULL);
  call->value[OPTION_ENGINE] = options->engine = "individual"; /* so that the recipe has it too */
  int status = cli_check_suffix_of(call, OPTION_EVENTS, suffixes);
  return status == CLI_DONE ? cli_record_check(call) : status;
}

static int simulate(cli_call *call) {
  static const char *const suffixes[] = {"json", "csv", "xlsx", "sqlite", "db", "txt", NULL};
  polku_options options;
  cli_loaded loaded;
  char date[32];
  int status = cli_read_simulation(call, &options);
  if (status == CLI_DONE)
    status = cli_check_suffix(call, suffixes);
  if (status == CLI_DONE)
    status = choose_histories(call, &options);
  if (status != CLI_DONE)
    return status;
  char *recipe = cli_recipe(call);
  options.command = recipe;
  if (polku_fleet_join() && polku_fleet_rank() > 0) {
    FILE *out = freopen("/dev/null", "w", stdout), *err = freopen("/dev/null", "w", stderr);
    if (!out || !err)
      return CLI_MACHINE_FAILED;
  }
  options.date = cli_date(date);
  status = cli_load(call, call->args[0], &loaded) ? compute(call, &loaded, &options)
                                                  : cli_finish(call, false);
  cli_unload(&loaded);
  free(recipe);
  polku_fleet_leave(status == CLI_MACHINE_FAILED);
  return status;
}

const cli_command cli_simulate = {.name = "simulate",
                                  .usage = "MODEL[#SCENARIO]",
                                  .summary = "cli.command.simulate",
                                  .options = CLI_MODEL | CLI_SIMULATION | CLI_BIT(OPTION_OUT) |
                                             CLI_BIT(OPTION_EVENTS),
                                  .least = 1,
                                  .most = 1,
                                  .run = simulate};
