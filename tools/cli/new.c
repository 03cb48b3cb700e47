/* polku new TEMPLATE: a model to start from; without a name, the templates that there are.
 *
 * Templates are the models that come with the program. Comments in them are members whose names
 * begin with "x-fi", "x-sv" or "x-en", each on a line of its own; other languages are left out. */
#include "cli.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEMPLATES_MAX = 64 };

typedef struct templates {
  char folder[PATH_MAX];
  char *names[TEMPLATES_MAX];
  size_t count;
} templates;

static int compare_names(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Models of the data folder by name: files "NAME.json" with no further dot. */
static bool find_templates(templates *found) {
  char *data = cli_data_folder();
  snprintf(found->folder, sizeof found->folder, "%s/models", data ? data : "");
  free(data);
  DIR *folder = opendir(found->folder);
  if (!folder)
    return false;
  for (struct dirent *entry; (entry = readdir(folder)) && found->count < TEMPLATES_MAX;) {
    const char *dot = strchr(entry->d_name, '.');
    if (dot && dot > entry->d_name && strcmp(dot, ".json") == 0 &&
        (found->names[found->count] = strndup(entry->d_name, (size_t)(dot - entry->d_name))))
      found->count++;
  }
  closedir(folder);
  qsort(found->names, found->count, sizeof(char *), compare_names);
  return true;
}

/* Takes out the lines of comments in other languages, in place. */
static void keep_comments_in(char *text, polku_lang lang) {
  static const char *const marks[] = {"\"x-fi", "\"x-sv", "\"x-en"};
  char *to = text;
  for (char *line = text; *line;) {
    size_t length = strcspn(line, "\n");
    length += line[length] == '\n';
    const char *start = line + strspn(line, " ");
    bool foreign = false;
    for (int i = 0; i < 3; i++)
      foreign = foreign || (i != (int)lang && strncmp(start, marks[i], strlen(marks[i])) == 0);
    if (!foreign) {
      memmove(to, line, length);
      to += length;
    }
    line += length;
  }
  *to = '\0';
}

static int list(cli_call *call, const templates *found) {
  bool json = call->value[OPTION_JSON] != NULL;
  if (json)
    printf("[");
  else
    cli_say(call, "cli.templates", NULL);
  for (size_t i = 0; i < found->count; i++) {
    char path[PATH_MAX + 300];
    snprintf(path, sizeof path, "%s/%s.json", found->folder, found->names[i]);
    polku_model *model = polku_model_load(path, call->report);
    const char *title = model ? polku_model_title(model, call->lang) : "";
    if (json) {
      printf("%s{\"name\": ", i ? ", " : "");
      cli_print_json_string(found->names[i]);
      printf(", \"title\": ");
      cli_print_json_string(title);
      printf("}");
    } else {
      printf("  %-20s %s\n", found->names[i], title);
    }
    polku_model_free(model);
  }
  if (json)
    printf("]\n");
  return CLI_DONE;
}

static int start_from(cli_call *call, const templates *found, const char *name) {
  for (size_t i = 0; i < found->count; i++) {
    if (strcmp(found->names[i], name) != 0)
      continue;
    char path[PATH_MAX + 300];
    snprintf(path, sizeof path, "%s/%s.json", found->folder, name);
    char *text = cli_read_file(call, path, NULL);
    if (!text)
      return CLI_MACHINE_FAILED;
    keep_comments_in(text, call->lang);
    int status = cli_print(call, text);
    free(text);
    if (status == CLI_DONE && call->value[OPTION_OUT])
      cli_say(call, "cli.new-done", "file", call->value[OPTION_OUT], NULL);
    return status;
  }
  return cli_usage(call, "cli.template-unknown", "template", name, "suggestion",
                   polku_nearest(name, (const char *const *)found->names, found->count), NULL);
}

static int new_model(cli_call *call) {
  templates *found = calloc(1, sizeof *found);
  int status;
  if (!found)
    return cli_print(call, NULL);
  if (!find_templates(found)) {
    cli_complain(call, "cli.no-templates", "folder", found->folder, NULL);
    status = CLI_MACHINE_FAILED;
  } else if (call->arg_count == 0) {
    status = list(call, found);
  } else {
    status = start_from(call, found, call->args[0]);
  }
  for (size_t i = 0; i < found->count; i++)
    free(found->names[i]);
  free(found);
  return status;
}

const cli_command cli_new = {.name = "new",
                             .usage = "[TEMPLATE]",
                             .summary = "cli.command.new",
                             .options = CLI_ALWAYS | CLI_BIT(OPTION_OUT),
                             .least = 0,
                             .most = 1,
                             .run = new_model};
