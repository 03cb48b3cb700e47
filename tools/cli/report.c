/* polku report MODEL [OTHER …]: one page for people who decide, with everything that it rests on.
 */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A report on its way into its files. */
typedef struct cli_paper {
  polku_page_options options;
  cli_cases cases;
  char *folder, *name; /* where the page goes, and its name without the suffix */
  polku_pages *pages;
} cli_paper;

/* ------------------------------------------------------------------------------------- files */

/* Beside the page, under the name that the page knows it by. */
static char *path_of(const cli_call *call, const cli_paper *paper, const polku_page_file *file) {
  const char *out = call->value[OPTION_OUT];
  size_t room = strlen(out) + strlen(paper->folder) + strlen(file->name) + 1;
  char *path = malloc(room);
  if (path && *file->name)
    snprintf(path, room, "%s%s", paper->folder, file->name);
  else if (path)
    snprintf(path, room, "%s", out);
  return path;
}

/* All files are written before the first takes its place, so that there is a whole report or none.
 */
static int write_files(cli_call *call, const cli_paper *paper, size_t count) {
  cli_file **open = calloc(count, sizeof *open);
  int error = open ? 0 : ENOMEM;
  size_t begun = 0;
  polku_page_file file;
  for (; !error && begun < count; begun++) {
    polku_page_file_at(paper->pages, begun, &file);
    char *path = path_of(call, paper, &file);
    open[begun] = path ? cli_file_open(path) : NULL;
    bool good = open[begun] && cli_file_write(open[begun], file.bytes, file.length);
    error = good ? 0 : path ? errno : ENOMEM;
    free(path);
  }
  for (size_t i = 0; i < begun; i++)
    if (error && open[i])
      cli_file_abandon(open[i]);
    else if (open[i] && !cli_file_close(open[i]))
      error = errno;
  free(open);
  return error ? cli_write_failed(call, call->value[OPTION_OUT], error) : CLI_DONE;
}

static void say_where(cli_call *call, size_t count) {
  char number[32];
  const char *out = call->value[OPTION_OUT];
  snprintf(number, sizeof number, "%zu", count - 1);
  if (call->value[OPTION_JSON]) {
    printf("{\"file\": ");
    cli_print_json_string(out);
    printf(", \"files\": %zu}\n", count);
    return;
  }
  cli_say(call, "cli.report", "file", out, NULL);
  if (count > 1)
    cli_say(call, "cli.report.beside", "count", number, NULL);
}

static int deliver(cli_call *call, const cli_paper *paper) {
  polku_page_file file;
  size_t count = 0;
  while (polku_page_file_at(paper->pages, count, &file))
    count++;
  if (!call->value[OPTION_OUT])
    return polku_page_file_at(paper->pages, 0, &file) ? cli_print(call, file.bytes)
                                                      : CLI_MACHINE_FAILED;
  int status = write_files(call, paper, count);
  if (status == CLI_DONE)
    say_where(call, count);
  return status;
}

static void end(cli_paper *paper) {
  cli_unload_cases(&paper->cases);
  polku_renderer_free(paper->options.renderer);
  polku_pages_free(paper->pages);
  free(paper->folder);
  free(paper->name);
}

/* A computation that somebody stopped makes no report: it would not tell. */
static bool compute(cli_call *call, cli_paper *paper) {
  cli_watch watch;
  cli_watch_begin(&watch, call, NULL);
  paper->options.simulation.watch = &watch.watch;
  paper->pages =
      polku_pages_new(paper->cases.cases, paper->cases.count, &paper->options, call->report);
  if (cli_watch_end(&watch))
    cli_die_stopped(call);
  return paper->pages != NULL;
}

/* The renderer is a process: it is started first, while this one is still small. */
static int make(cli_call *call, cli_paper *paper) {
  char *program = cli_renderer_path();
  paper->options.renderer = polku_renderer_new(program, call->report);
  free(program);
  bool good =
      paper->options.renderer && cli_load_cases(call, &paper->cases) && compute(call, paper);
  int status = cli_finish(call, good);
  return status == CLI_DONE ? deliver(call, paper) : status;
}

/* -------------------------------------------------------------------------------------- call */

static int choose_form(cli_call *call, cli_paper *paper) {
  static const char *const forms[] = {"html", "md"};
  char suffix[8] = "html";
  const char *out = call->value[OPTION_OUT], *format = call->value[OPTION_FORMAT];
  if (format && strcmp(format, "html") != 0 && strcmp(format, "md") != 0)
    return cli_usage(call, "cli.choice-unknown", "option", "format", "value", format, "suggestion",
                     polku_nearest(format, forms, 2), NULL);
  const char *form = format ? format : out ? cli_suffix(out, suffix) : suffix;
  paper->options.form = strcmp(form, "md") == 0 ? POLKU_PAGE_MARKDOWN : POLKU_PAGE_HTML;
  return CLI_DONE;
}

/* "folder/report.md" is taken apart, for the names of files beside it. */
static bool take_apart(const cli_call *call, cli_paper *paper) {
  const char *out = call->value[OPTION_OUT] ? call->value[OPTION_OUT] : "report.md";
  const char *slash = strrchr(out, '/'), *name = slash ? slash + 1 : out;
  const char *dot = strrchr(name, '.');
  paper->folder = calloc((size_t)(name - out) + 1, 1);
  paper->name = calloc(strlen(name) + 1, 1);
  if (!paper->folder || !paper->name) {
    cli_complain(call, "E-MEMORY.message", NULL);
    return false;
  }
  memcpy(paper->folder, out, (size_t)(name - out));
  memcpy(paper->name, name, dot && dot > name ? (size_t)(dot - name) : strlen(name));
  paper->options.name = paper->name;
  return true;
}

static int report(cli_call *call) {
  static const char *const suffixes[] = {"html", "md", NULL};
  polku_compare_options compared;
  cli_paper paper = {.pages = NULL};
  char date[32];
  int status = cli_read_comparison(call, &compared);
  if (status == CLI_DONE)
    status = cli_check_suffix(call, suffixes);
  if (status == CLI_DONE)
    status = choose_form(call, &paper);
  if (status != CLI_DONE)
    return status;
  char *recipe = cli_recipe(call);
  paper.options.lang = call->lang;
  paper.options.simulation = compared.simulation;
  paper.options.outcome = compared.outcome;
  paper.options.account = compared.account;
  paper.options.worth = compared.worth;
  paper.options.question = call->value[OPTION_QUESTION];
  paper.options.no_sensitivity = call->value[OPTION_NO_SENSITIVITY] != NULL;
  paper.options.simulation.command = recipe;
  paper.options.simulation.date = cli_date(date);
  status = take_apart(call, &paper) ? make(call, &paper) : CLI_MACHINE_FAILED;
  end(&paper);
  free(recipe);
  return status;
}

#define REPORTING                                                                                  \
  (CLI_BIT(OPTION_OUT) | CLI_BIT(OPTION_FORMAT) | CLI_BIT(OPTION_QUESTION) |                       \
   CLI_BIT(OPTION_NO_SENSITIVITY))

const cli_command cli_report = {.name = "report",
                                .usage = "MODEL[#SCENARIO] [OTHER …]",
                                .summary = "cli.command.report",
                                .options = CLI_MODEL | CLI_SIMULATION | CLI_COMPARISON | REPORTING,
                                .least = 1,
                                .most = 16,
                                .run = report};
