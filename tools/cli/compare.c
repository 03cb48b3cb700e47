/* polku compare A B …: what differs, whom the rules treat differently, and what comes of it. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ------------------------------------------------------------------------------- what comes out */

static int write_tables(cli_call *call, const polku_comparison *comparison) {
  return cli_write_tables(call, polku_comparison_tables(comparison, call->lang));
}

static int write_json(cli_call *call, const polku_comparison *comparison) {
  char *text = polku_comparison_json(comparison);
  int status = cli_print(call, text);
  free(text);
  return status;
}

static int write_text(cli_call *call, const polku_comparison *comparison) {
  bool to_file = call->value[OPTION_OUT] != NULL;
  char *text = polku_comparison_text(comparison, call->lang, to_file ? 80 : cli_width(),
                                     !to_file && cli_colour(STDOUT_FILENO));
  int status = cli_print(call, text);
  free(text);
  return status;
}

/* The page of a report that tells the comparison alone. */
static int write_page(cli_call *call, const cli_cases *cases, const polku_comparison *comparison) {
  char *program = cli_renderer_path();
  polku_renderer *renderer = polku_renderer_new(program, call->report);
  polku_page_options options = {
      .lang = call->lang, .renderer = renderer, .comparison = comparison, .comparison_only = true};
  char *page = renderer ? polku_page(cases->cases, cases->count, &options, call->report) : NULL;
  int status = page ? cli_print(call, page) : cli_finish(call, false);
  polku_renderer_free(renderer);
  free(program);
  free(page);
  return status;
}

typedef int writer(cli_call *call, const polku_comparison *comparison);
static const struct {
  const char *suffix;
  writer *write; /* NULL: write_page, which needs the cases too */
} forms[] = {{"json", write_json},   {"csv", write_tables}, {"md", write_tables},
             {"xlsx", write_tables}, {"html", NULL},        {"txt", write_text}};
enum { FORMS = sizeof forms / sizeof *forms };

static int check_form(const cli_call *call) {
  const char *suffixes[FORMS + 1] = {NULL};
  for (size_t i = 0; i < FORMS; i++)
    suffixes[i] = forms[i].suffix;
  return cli_check_suffix(call, suffixes);
}

static writer *choose_writer(const cli_call *call) {
  char suffix[8] = "";
  if (call->value[OPTION_OUT])
    cli_suffix(call->value[OPTION_OUT], suffix);
  for (size_t i = 0; i < FORMS; i++)
    if (strcmp(forms[i].suffix, suffix) == 0)
      return forms[i].write;
  return call->value[OPTION_JSON] ? write_json : write_text;
}

/* ------------------------------------------------------------------------------------ the whole */

/* From which change on the comparison fails; none where it is not asked. */
static int read_fail_on(cli_call *call, polku_change *change) {
  static const char *const names[] = {"info", "warning", "breaking"};
  static const polku_change changes[] = {POLKU_CHANGE_INFO, POLKU_CHANGE_WARNING,
                                         POLKU_CHANGE_BREAKING};
  const char *name = call->value[OPTION_FAIL_ON];
  *change = POLKU_CHANGE_NONE;
  for (size_t i = 0; name && i < 3; i++)
    if (strcmp(name, names[i]) == 0)
      *change = changes[i];
  if (!name || *change != POLKU_CHANGE_NONE)
    return CLI_DONE;
  return cli_usage(call, "cli.fail-on-unknown", "value", name, "suggestion",
                   polku_nearest(name, names, 3), NULL);
}

static int compute(cli_call *call, const cli_cases *cases, polku_compare_options *options,
                   polku_change fail_on) {
  cli_watch watch;
  cli_watch_begin(&watch, call, NULL);
  options->simulation.watch = &watch.watch;
  polku_comparison *comparison = polku_compare(cases->cases, cases->count, options, call->report);
  bool stopped = cli_watch_end(&watch);
  if (stopped && !comparison && !polku_report_failed(call->report))
    cli_die_stopped(call);
  int status = cli_finish(call, comparison != NULL);
  writer *write = choose_writer(call);
  if (status == CLI_DONE)
    status = write ? write(call, comparison) : write_page(call, cases, comparison);
  if (status == CLI_DONE && fail_on != POLKU_CHANGE_NONE &&
      polku_comparison_gravest(comparison) >= fail_on)
    status = CLI_WRONG_INPUT;
  polku_comparison_free(comparison);
  return status;
}

static int compare(cli_call *call) {
  polku_compare_options options;
  polku_change fail_on;
  cli_cases cases;
  char date[32];
  int status = cli_read_comparison(call, &options);
  if (status == CLI_DONE)
    status = check_form(call);
  if (status == CLI_DONE)
    status = read_fail_on(call, &fail_on);
  if (status == CLI_DONE && call->arg_count < 2 && !call->value[OPTION_REGION])
    status = cli_usage(call, "cli.compare-one", "", "", NULL);
  if (status != CLI_DONE)
    return status;
  char *recipe = cli_recipe(call);
  options.simulation.command = recipe;
  options.simulation.date = cli_date(date);
  status = cli_load_cases(call, &cases) ? compute(call, &cases, &options, fail_on)
                                        : cli_finish(call, false);
  cli_unload_cases(&cases);
  free(recipe);
  return status;
}

const cli_command cli_compare = {.name = "compare",
                                 .usage = "A[#SCENARIO] B[#SCENARIO] …",
                                 .summary = "cli.command.compare",
                                 .options = CLI_MODEL | CLI_SIMULATION | CLI_COMPARISON |
                                            CLI_BIT(OPTION_OUT) | CLI_BIT(OPTION_FAIL_ON),
                                 .least = 1,
                                 .most = 16,
                                 .run = compare};
