/* polku draw MODEL: the role map as a picture, or as text for those who cannot see one. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Suffixes in the order of polku_format; text comes last and needs no renderer. */
static const char *const suffixes[] = {"svg", "png", "pdf", "dot", "txt", NULL};
enum { TEXT = 4 };

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
  while (format < TEXT && strcmp(suffix, suffixes[format]) != 0)
    format++;
  return format;
}

/* A picture on its way into its file. */
typedef struct cli_picture {
  const char *path;
  int format;
  bool with_results;
  polku_options options; /* of the results */
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

static void make(cli_call *call, const cli_loaded *loaded, cli_picture *picture) {
  polku_result *result = NULL;
  if (picture->with_results && !(result = compute(call, loaded, &picture->options)))
    return;
  if (picture->format == TEXT) {
    picture->bytes =
        polku_twin_text(loaded->model, loaded->rules, result, call->lang, call->report);
    picture->length = picture->bytes ? strlen(picture->bytes) : 0;
  } else {
    polku_drawing *drawing =
        polku_draw(loaded->model, loaded->rules, result, call->lang, call->report);
    picture->bytes = polku_render(picture->renderer, drawing, (polku_format)picture->format, 1,
                                  &picture->length, call->report);
    polku_drawing_free(drawing);
  }
  polku_result_free(result);
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
  if (picture->format == TEXT)
    return true;
  char *program = cli_renderer_path();
  picture->renderer = polku_renderer_new(program, call->report);
  free(program);
  return picture->renderer != NULL;
}

static int draw_into(cli_call *call, cli_picture *picture) {
  cli_loaded loaded = {NULL, NULL};
  if (start_renderer(call, picture) && cli_load(call, call->args[0], &loaded))
    make(call, &loaded, picture);
  cli_unload(&loaded);
  polku_renderer_free(picture->renderer);
  int status = cli_finish(call, picture->bytes != NULL);
  if (status == CLI_DONE)
    status = cli_write_file(call, picture->path, picture->bytes, picture->length);
  if (status == CLI_DONE)
    say_where(call, picture);
  free(picture->bytes);
  return status;
}

/* An option that changes the outcome asks for the outcome. */
static bool wants_results(const cli_call *call) {
  for (int i = 0; i < OPTION_COUNT; i++)
    if (call->value[i] && (CLI_SIMULATION | CLI_BIT(OPTION_RESULTS)) & CLI_BIT(i))
      return true;
  return false;
}

static int draw(cli_call *call) {
  cli_picture picture = {.with_results = wants_results(call)};
  const char *view = call->value[OPTION_VIEW];
  if (view && strcmp(view, "map") != 0)
    return cli_usage(call, "cli.view-unknown", "view", view, NULL);
  int status = cli_check_suffix(call, suffixes);
  if (status == CLI_DONE)
    status = cli_read_simulation(call, &picture.options);
  if (status != CLI_DONE)
    return status;
  char *own = call->value[OPTION_OUT] ? NULL : own_name(call->args[0]);
  picture.path = own ? own : call->value[OPTION_OUT];
  if (picture.path) {
    picture.format = format_of(picture.path);
    status = draw_into(call, &picture);
  } else {
    status = cli_print(call, NULL);
  }
  free(own);
  return status;
}

const cli_command cli_draw = {.name = "draw",
                              .usage = "MODEL[#SCENARIO]",
                              .summary = "cli.command.draw",
                              .options = CLI_MODEL | CLI_SIMULATION | CLI_BIT(OPTION_OUT) |
                                         CLI_BIT(OPTION_VIEW) | CLI_BIT(OPTION_RESULTS),
                              .least = 1,
                              .most = 1,
                              .run = draw};
