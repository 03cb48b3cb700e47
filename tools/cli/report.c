/* polku report MODEL [OTHER …]: one page for people who decide, with everything that it rests on.
 */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CASES_MOST = 16 };

/* A report on its way into its files. */
typedef struct cli_paper {
  polku_page_options options;
  int count;
  cli_loaded loaded[CASES_MOST];
  polku_case cases[CASES_MOST];
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

/* ------------------------------------------------------------------------------------- cases */

/* The models that were named, then the first under other rules. */
static bool load_cases(cli_call *call, cli_paper *paper) {
  for (int i = 0; i < call->arg_count; i++) {
    cli_loaded *loaded = &paper->loaded[paper->count++];
    if (!cli_load(call, call->args[i], loaded))
      return false;
    paper->cases[i] = (polku_case){loaded->model, loaded->rules, call->args[i]};
  }
  return true;
}

static void unload(cli_paper *paper) {
  for (int i = 0; i < paper->count; i++)
    cli_unload(&paper->loaded[i]);
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
  paper->pages = polku_pages_new(paper->cases, (size_t)paper->count, &paper->options, call->report);
  if (cli_watch_end(&watch))
    cli_die_stopped(call);
  return paper->pages != NULL;
}

/* The renderer is a process: it is started first, while this one is still small. */
static int make(cli_call *call, cli_paper *paper) {
  char *program = cli_renderer_path();
  paper->options.renderer = polku_renderer_new(program, call->report);
  free(program);
  bool good = paper->options.renderer && load_cases(call, paper) && compute(call, paper);
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
  cli_paper paper = {.count = 0};
  char date[32];
  double worth = 0;
  int status = cli_read_simulation(call, &paper.options.simulation);
  if (status == CLI_DONE)
    status = cli_check_suffix(call, suffixes);
  if (status == CLI_DONE)
    status = choose_form(call, &paper);
  if (status == CLI_DONE && !cli_number(call, OPTION_WORTH, 0, 1e12, false, &worth))
    status = CLI_WRONG_USAGE;
  if (status != CLI_DONE)
    return status;
  char *recipe = cli_recipe(call);
  paper.options.lang = call->lang;
  paper.options.question = call->value[OPTION_QUESTION];
  paper.options.outcome = call->value[OPTION_OUTCOME];
  paper.options.account = call->value[OPTION_ACCOUNT];
  paper.options.worth = worth;
  paper.options.no_sensitivity = call->value[OPTION_NO_SENSITIVITY] != NULL;
  paper.options.simulation.command = recipe;
  paper.options.simulation.date = cli_date(date);
  status = take_apart(call, &paper) ? make(call, &paper) : CLI_MACHINE_FAILED;
  unload(&paper);
  free(recipe);
  return status;
}

#define REPORTING                                                                                  \
  (CLI_BIT(OPTION_OUT) | CLI_BIT(OPTION_FORMAT) | CLI_BIT(OPTION_QUESTION) |                       \
   CLI_BIT(OPTION_NO_SENSITIVITY) | CLI_BIT(OPTION_OUTCOME))

const cli_command cli_report = {.name = "report",
                                .usage = "MODEL[#SCENARIO]",
                                .summary = "cli.command.report",
                                .options = CLI_MODEL | CLI_SIMULATION | REPORTING,
                                .least = 1,
                                .most = 1,
                                .run = report};
