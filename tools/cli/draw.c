/* polku draw MODEL [OTHER]: a view of the model, or of two in one grid, as a picture, or as its
 * twin for those who cannot see one. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Suffixes in the order of polku_format, then of polku_twin_form. */
static const char *const suffixes[] = {"svg", "png", "pdf", "dot", "txt", "html", "csv", NULL};
enum { TWIN = 4, SUFFIXES = 7 };

/* The file that is drawn into when none is named: the model's own name with ".svg", here. */
static char *own_name(const char *model) {
  const char *slash = strrchr(model, '/'), *name = slash ? slash + 1 : model;
  size_t length = strcspn(name, "#"), room = length + sizeof ".svg";
  const char *dot = memchr(name, '.', length);
  char *path = malloc(room);
  if (path)
    snprintf(path, room, "%.*s.svg", (int)(dot && dot > name ? (size_t)(dot - name) : length),
             name);
  return path;
}

static int format_of(const char *path) {
  char suffix[8];
  int format = 0;
  cli_suffix(path, suffix);
  while (format < SUFFIXES && strcmp(suffix, suffixes[format]) != 0)
    format++;
  return format < SUFFIXES ? format : TWIN;
}

/* A picture on its way into its file. */
typedef struct cli_picture {
  const char *path;
  int format;
  bool with_results;
  polku_options options; /* of the results */
  polku_draw_options view;
  cli_cases cases; /* the model, and what it is compared with */
  double scale;
  polku_renderer *renderer;
  char *bytes; /* NULL while there is none */
  size_t length;
} cli_picture;

/* Of a computation that somebody stopped no picture is made: it would not tell. */
static polku_result *compute(cli_call *call, const cli_loaded *loaded, polku_options *options) {
  cli_watch watch;
  cli_watch_begin(&watch, call, NULL);
  options->watch = &watch.watch;
  polku_result *result = polku_simulate(loaded->model, loaded->rules, options, call->report);
  if (cli_watch_end(&watch))
    cli_die_stopped(call);
  return result;
}

/* Where a little more would help most. */
static polku_sensitivity *find_leverage(cli_call *call, const cli_loaded *loaded,
                                        const cli_picture *picture) {
  polku_sensitivity_options options = {
      .simulation = picture->options, .group = call->value[OPTION_GROUP], .leverage_only = true};
  cli_watch watch;
  cli_watch_begin(&watch, call, NULL);
  options.simulation.watch = &watch.watch;
  polku_sensitivity *found =
      polku_find_sensitivity(loaded->model, loaded->rules, &options, call->report);
  if (cli_watch_end(&watch))
    cli_die_stopped(call);
  return found;
}

static void make_picture(cli_call *call, const cli_loaded *loaded, cli_picture *picture) {
  polku_drawing *drawing = polku_draw(loaded->model, loaded->rules, &picture->view, call->report);
  picture->bytes = polku_render(picture->renderer, drawing, (polku_format)picture->format,
                                picture->scale, &picture->length, call->report);
  polku_drawing_free(drawing);
}

static void make_twin(cli_call *call, const cli_loaded *loaded, cli_picture *picture) {
  picture->bytes = polku_twin(loaded->model, loaded->rules, &picture->view,
                              (polku_twin_form)(picture->format - TWIN), call->report);
  picture->length = picture->bytes ? strlen(picture->bytes) : 0;
}

static void write_picture(cli_call *call, const cli_loaded *loaded, cli_picture *picture) {
  (picture->format < TWIN ? make_picture : make_twin)(call, loaded, picture);
}

/* What comes of two models, with the same luck in both. */
static polku_comparison *compare(cli_call *call, cli_picture *picture) {
  polku_compare_options options = {.simulation = picture->options};
  cli_watch watch;
  cli_watch_begin(&watch, call, NULL);
  options.simulation.watch = &watch.watch;
  polku_comparison *found =
      polku_compare(picture->cases.cases, picture->cases.count, &options, call->report);
  if (cli_watch_end(&watch))
    cli_die_stopped(call);
  return found;
}

static void make_two(cli_call *call, cli_picture *picture) {
  polku_comparison *comparison = NULL;
  picture->view.other = &picture->cases.cases[1];
  if (picture->with_results && !(comparison = compare(call, picture)))
    return;
  picture->view.comparison = comparison;
  write_picture(call, &picture->cases.loaded[0], picture);
  polku_comparison_free(comparison);
}

static void make_one(cli_call *call, const cli_loaded *loaded, cli_picture *picture) {
  polku_result *result = NULL;
  polku_sensitivity *sensitivity = NULL;
  bool good = true;
  if (call->value[OPTION_LEVERAGE])
    good = (sensitivity = find_leverage(call, loaded, picture)) != NULL;
  if (good && picture->with_results)
    good = (result = compute(call, loaded, &picture->options)) != NULL;
  picture->view.sensitivity = sensitivity;
  picture->view.result = result;
  if (good)
    write_picture(call, loaded, picture);
  polku_result_free(result);
  polku_sensitivity_free(sensitivity);
}

static void say_where(cli_call *call, const cli_picture *picture) {
  if (!call->value[OPTION_JSON]) {
    cli_say(call, "cli.picture", "file", picture->path, NULL);
    return;
  }
  printf("{\"file\": ");
  cli_print_json_string(picture->path);
  printf(", \"format\": \"%s\", \"bytes\": %zu}\n", suffixes[picture->format], picture->length);
}

/* The renderer is a process: it is started first, while this one is still small. */
static bool start_renderer(cli_call *call, cli_picture *picture) {
  if (picture->format >= TWIN)
    return true;
  char *program = cli_renderer_path();
  picture->renderer = picture->view.renderer = polku_renderer_new(program, call->report);
  free(program);
  return picture->renderer != NULL;
}

static int draw_into(cli_call *call, cli_picture *picture) {
  if (start_renderer(call, picture) && cli_load_cases(call, &picture->cases)) {
    if (picture->view.view == POLKU_VIEW_COMPARE)
      make_two(call, picture);
    else
      make_one(call, &picture->cases.loaded[0], picture);
  }
  cli_unload_cases(&picture->cases);
  polku_renderer_free(picture->renderer);
  int status = cli_finish(call, picture->bytes != NULL);
  if (status == CLI_DONE)
    status = cli_write_file(call, picture->path, picture->bytes, picture->length);
  if (status == CLI_DONE)
    say_where(call, picture);
  free(picture->bytes);
  return status;
}

/* An option that changes the outcome asks for the outcome, unless it is for the leverage. */
static bool wants_results(const cli_call *call) {
  if (call->value[OPTION_LEVERAGE])
    return call->value[OPTION_RESULTS] != NULL;
  for (int i = 0; i < OPTION_COUNT; i++)
    if (call->value[i] && (CLI_SIMULATION | CLI_BIT(OPTION_RESULTS)) & CLI_BIT(i))
      return true;
  return false;
}

/* Which of `names` (ended by NULL) an option names: the first when it is not given, -1 (and said)
 * when it names none. */
static int choice(cli_call *call, cli_option option, const char *const *names) {
  const char *value = call->value[option];
  int count = 0, found = -1;
  for (; names[count]; count++)
    if (value && strcasecmp(value, names[count]) == 0)
      found = count;
  if (found < 0 && value)
    cli_usage(call, "cli.choice-unknown", "option", cli_option_name(option), "value", value,
              "suggestion", polku_nearest(value, names, (size_t)count), NULL);
  return value ? found : 0;
}

/* Whether two are named to be laid over each other. */
static bool is_pair(const cli_call *call) {
  return call->arg_count > 1 || call->value[OPTION_REGION];
}

static int read_view(cli_call *call, cli_picture *picture) {
  static const char *const views[] = {"map", "network", "path", "compare", NULL};
  static const char *const themes[] = {"light", "dark", "grey", NULL};
  static const char *const papers[] = {"screen", "A4", "A3", NULL};
  int view = choice(call, OPTION_VIEW, views),
      theme = view < 0 ? -1 : choice(call, OPTION_THEME, themes);
  int paper = theme < 0 ? -1 : choice(call, OPTION_PAPER, papers);
  picture->scale = 1;
  if (paper < 0 || !cli_number(call, OPTION_SCALE, 0.1, 20, false, &picture->scale))
    return CLI_WRONG_USAGE;
  const char *path = call->value[OPTION_PATH];
  if (path && call->value[OPTION_VIEW] && view != POLKU_VIEW_PATH)
    return cli_usage(call, "cli.path-view", "view", views[view], NULL);
  if (!call->value[OPTION_VIEW])
    view = is_pair(call) ? POLKU_VIEW_COMPARE : path ? POLKU_VIEW_PATH : POLKU_VIEW_MAP;
  if ((view == POLKU_VIEW_COMPARE) != is_pair(call))
    return cli_usage(call, is_pair(call) ? "cli.pair-view" : "cli.compare-one", NULL);
  if (call->value[OPTION_LEVERAGE] && (view == POLKU_VIEW_COMPARE || view == POLKU_VIEW_NETWORK))
    return cli_usage(call, "cli.leverage-view", "view", views[view], NULL);
  if (path && view == POLKU_VIEW_COMPARE)
    return cli_usage(call, "cli.path-view", "view", views[view], NULL);
  picture->view = (polku_draw_options){.lang = call->lang,
                                       .view = (polku_view)view,
                                       .theme = (polku_theme)theme,
                                       .paper = (polku_paper)paper,
                                       .path = path,
                                       .sectors = call->value[OPTION_SECTOR],
                                       .roles = call->value[OPTION_ROLE],
                                       .actors = call->value[OPTION_ACTOR],
                                       .group = call->value[OPTION_GROUP],
                                       .gaps_only = call->value[OPTION_GAPS] != NULL};
  return CLI_DONE;
}

static int draw(cli_call *call) {
  cli_picture picture = {.with_results = wants_results(call)};
  int status = cli_check_suffix(call, suffixes);
  if (status == CLI_DONE)
    status = cli_read_simulation(call, &picture.options);
  if (status == CLI_DONE)
    status = read_view(call, &picture);
  if (status != CLI_DONE)
    return status;
  char *own = call->value[OPTION_OUT] ? NULL : own_name(call->args[0]);
  picture.path = own ? own : call->value[OPTION_OUT];
  if (picture.path) {
    picture.format = format_of(picture.path);
    if (picture.format == POLKU_PDF && !call->value[OPTION_PAPER])
      picture.view.paper = POLKU_A4;
    status = draw_into(call, &picture);
  } else {
    status = cli_print(call, NULL);
  }
  free(own);
  return status;
}

#define DRAWING                                                                                    \
  (CLI_BIT(OPTION_OUT) | CLI_BIT(OPTION_VIEW) | CLI_BIT(OPTION_RESULTS) | CLI_BIT(OPTION_PATH) |   \
   CLI_BIT(OPTION_THEME) | CLI_BIT(OPTION_PAPER) | CLI_BIT(OPTION_SCALE) |                         \
   CLI_BIT(OPTION_SECTOR) | CLI_BIT(OPTION_ROLE) | CLI_BIT(OPTION_ACTOR) | CLI_BIT(OPTION_GROUP) | \
   CLI_BIT(OPTION_GAPS) | CLI_BIT(OPTION_REGION) | CLI_BIT(OPTION_LEVERAGE))

const cli_command cli_draw = {.name = "draw",
                              .usage = "MODEL[#SCENARIO] [OTHER[#SCENARIO]]",
                              .summary = "cli.command.draw",
                              .options = CLI_MODEL | CLI_SIMULATION | DRAWING,
                              .least = 1,
                              .most = 2,
                              .run = draw};
