/* Loading a model with its rules, and finding what belongs to the program.
 *
 * Plugins are looked for in --plugins, $POLKU_PLUGIN_PATH, the folder plugins/ beside the model's
 * folder, and with the program: a program in its build folder finds links to the source tree there,
 * an installed one finds ../share/polku. Nothing is compiled in, so an installation can be moved.
 * Two plugins of one name are an error, so the program's own stand back, all of them, where one of
 * the other folders has a plugin of the same name: a model sent with its rules keeps them.
 */
#include "cli.h"

#include <dirent.h>
#include <libgen.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_folder(const char *path) {
  struct stat info;
  return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* a + b as a new string; NULL when memory ran out. */
static char *joined(const char *a, const char *b) {
  size_t room = strlen(a) + strlen(b) + 1;
  char *result = malloc(room);
  if (result)
    snprintf(result, room, "%s%s", a, b);
  return result;
}

/* The folder in which this program stands; false where the system does not say. */
static bool program_folder(char folder[PATH_MAX]) {
  ssize_t n = readlink("/proc/self/exe", folder, PATH_MAX - 1);
  if (n <= 0)
    return false;
  folder[n] = '\0';
  char *slash = strrchr(folder, '/');
  if (!slash)
    return false;
  *slash = '\0';
  return true;
}

char *cli_data_folder(void) {
  char folder[PATH_MAX];
  if (!program_folder(folder))
    return NULL;
  char *own = joined(folder, "/share/polku"), *installed = joined(folder, "/" CLI_DATA_FOLDER);
  char *found = own && is_folder(own) ? own : installed;
  if (found != own)
    free(own);
  if (found != installed)
    free(installed);
  return found;
}

/* `folder`/`between`/`name` where it is a program; NULL where it is none, or memory ran out. */
static char *program_in(const char *folder, const char *between, const char *name) {
  char path[3 * PATH_MAX];
  int n = snprintf(path, sizeof path, "%s/%s%s", folder, between, name);
  return n > 0 && (size_t)n < sizeof path && access(path, X_OK) == 0 ? strdup(path) : NULL;
}

char *cli_helper_path(const char *name) {
  char folder[PATH_MAX];
  if (!program_folder(folder))
    return NULL;
  char *beside = program_in(folder, "", name);
  return beside ? beside : program_in(folder, CLI_LIBEXEC_FOLDER "/", name);
}

char *cli_renderer_path(void) {
  return cli_helper_path("polku-render");
}

/* Folders joined by ':'; each real folder once. */
typedef struct folders {
  char *list;
  bool failed;
} folder_list;

static bool holds(const char *list, const char *folder) {
  size_t n = strlen(folder);
  for (const char *p = list; p && *p; p = strchr(p, ':') ? strchr(p, ':') + 1 : NULL)
    if (strncmp(p, folder, n) == 0 && (p[n] == ':' || !p[n]))
      return true;
  return false;
}

static void add_folder(folder_list *folders, const char *path) {
  char *real = realpath(path, NULL);
  const char *folder = real ? real : path;
  if (!holds(folders->list, folder)) {
    size_t room = (folders->list ? strlen(folders->list) + 1 : 0) + strlen(folder) + 1;
    char *list = malloc(room);
    if (list)
      snprintf(list, room, "%s%s%s", folders->list ? folders->list : "", folders->list ? ":" : "",
               folder);
    else
      folders->failed = true;
    if (list) {
      free(folders->list);
      folders->list = list;
    }
  }
  free(real);
}

static void add_folders(folder_list *folders, const char *list) {
  while (list && *list) {
    size_t n = strcspn(list, ":");
    char *one = strndup(list, n);
    if (!one)
      folders->failed = true;
    else if (*one)
      add_folder(folders, one);
    free(one);
    list += n + (list[n] == ':');
  }
}

static void add_if_there(folder_list *folders, const char *folder, const char *rest) {
  char *path = folder ? joined(folder, rest) : NULL;
  if (folder && !path)
    folders->failed = true;
  else if (path && is_folder(path))
    add_folder(folders, path);
  free(path);
}

/* The name of the folder at the end of a path, as a new string. */
static char *last_name(const char *path) {
  char *copy = strdup(path), *name = copy ? strdup(basename(copy)) : NULL;
  free(copy);
  return name;
}

static bool is_named(const char *const *named, const char *name) {
  for (; named && *named; named++) {
    char *last = last_name(*named);
    bool same = last && strcmp(last, name) == 0;
    free(last);
    if (same)
      return true;
  }
  return false;
}

/* Whether one of the folders has an entry of the same name as one in `own`; the plugin that was
 * named stands before all others anyway. */
static bool share_a_name(const folder_list *folders, const char *own, const char *const *named) {
  bool shared = false;
  DIR *plugins = opendir(own);
  for (struct dirent *entry; plugins && !shared && (entry = readdir(plugins));) {
    if (entry->d_name[0] == '.' || is_named(named, entry->d_name))
      continue;
    for (const char *p = folders->list; p && *p && !shared; p += strcspn(p, ":"), p += *p == ':') {
      char path[PATH_MAX];
      int n = snprintf(path, sizeof path, "%.*s/%s", (int)strcspn(p, ":"), p, entry->d_name);
      shared = n > 0 && (size_t)n < sizeof path && is_folder(path);
    }
  }
  if (plugins)
    closedir(plugins);
  return shared;
}

/* Folders in which the person who calls looks first. */
static folder_list called_folders(const cli_call *call) {
  folder_list found = {NULL, false};
  add_folders(&found, call->value[OPTION_PLUGINS]);
  add_folders(&found, getenv("POLKU_PLUGIN_PATH"));
  return found;
}

static void add_own_folder(folder_list *found, const char *const *named) {
  char *data = cli_data_folder(), *own = data ? joined(data, "/plugins") : NULL;
  if (own && !share_a_name(found, own, named))
    add_if_there(found, own, "");
  free(own);
  free(data);
}

/* The plugin folders for a model, in the order in which they are searched. Caller frees; NULL when
 * memory ran out or there is none. */
static folder_list plugin_folders(const cli_call *call, const char *model_path) {
  folder_list found = called_folders(call);
  char *file = strndup(model_path, strcspn(model_path, "#"));
  if (file)
    add_if_there(&found, dirname(file), "/../plugins");
  else
    found.failed = true;
  free(file);
  add_own_folder(&found, NULL);
  return found;
}

/* The folder in which a plugin's folder stands. */
static void add_parent(folder_list *found, const char *path) {
  char *copy = strchr(path, '/') ? strdup(path) : NULL;
  if (copy)
    add_if_there(found, dirname(copy), "");
  free(copy);
}

char *cli_plugin_folders(const cli_call *call, const char *const *named) {
  folder_list found = called_folders(call);
  add_if_there(&found, ".", "/plugins");
  for (const char *const *path = named; path && *path; path++)
    add_parent(&found, *path);
  add_own_folder(&found, named);
  char *list = found.list || found.failed ? found.list : strdup("");
  if (list && !found.failed)
    return list;
  cli_complain(call, "E-MEMORY.message", NULL);
  free(list);
  return NULL;
}

char *cli_model_folders(const cli_call *call, const char *model) {
  folder_list found = plugin_folders(call, model);
  char *list = found.list || found.failed ? found.list : strdup("");
  if (list && !found.failed)
    return list;
  cli_complain(call, "E-MEMORY.message", NULL);
  free(list);
  return NULL;
}

/* A path to a file that is there, or whose '#' begins a scenario. */
static size_t file_length(const char *path) {
  const char *mark = strrchr(path, '#');
  struct stat about;
  return mark && stat(path, &about) != 0 ? (size_t)(mark - path) : strlen(path);
}

static polku_model *load_in_region(cli_call *call, const char *path, const char *region) {
  size_t length = file_length(path);
  char *file = strndup(path, length);
  polku_model *plain = file ? polku_model_load(file, call->report) : NULL;
  polku_model *there = polku_model_region(plain, region, call->report);
  if (!file)
    cli_complain(call, "E-MEMORY.message", NULL);
  free(file);
  polku_model_free(plain);
  if (!path[length])
    return there;
  polku_model *after = polku_model_scenario(there, path + length + 1, call->report);
  polku_model_free(there);
  return after;
}

static bool load_rules(cli_call *call, const char *path, cli_loaded *loaded) {
  folder_list plugins = plugin_folders(call, path);
  if (!plugins.failed && !loaded->model)
    polku_check_names(path, plugins.list, call->report);
  else if (!plugins.failed)
    loaded->rules = polku_rules_load(loaded->model, plugins.list, call->report);
  else
    cli_complain(call, "E-MEMORY.message", NULL);
  free(plugins.list);
  return loaded->rules &&
         !(call->value[OPTION_STRICT] && polku_report_count(call->report, POLKU_WARNING) > 0);
}

bool cli_load(cli_call *call, const char *path, cli_loaded *loaded) {
  *loaded = (cli_loaded){polku_model_load(path, call->report), NULL};
  return load_rules(call, path, loaded);
}

bool cli_load_region(cli_call *call, const char *path, const char *region, cli_loaded *loaded) {
  *loaded = (cli_loaded){load_in_region(call, path, region), NULL};
  return load_rules(call, path, loaded);
}

void cli_unload(cli_loaded *loaded) {
  polku_rules_free(loaded->rules);
  polku_model_free(loaded->model);
}
