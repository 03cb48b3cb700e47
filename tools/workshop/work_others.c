/* What the model can be compared with: the models beside its file, and their scenarios. Nothing
 * else can be asked for: a name is looked up in this list, never opened as it comes. */
#include "workshop/work_inside.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FILES_MOST = 200, NAME_MOST = 512, PATH_MOST = 4096, TEXT_MOST = 4 << 20 };
enum { FRESH_MS = 2000 }; /* so long the list is not made again: it takes reading every file */

const char *work_file(const work *w) {
  const char *path = room_path(w->room), *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

/* The path of a file beside the model's; false: too long. */
static bool path_beside(const work *w, const char *file, char path[PATH_MOST]) {
  const char *own = room_path(w->room), *slash = strrchr(own, '/');
  int folder = slash ? (int)(slash - own) : 1;
  int n = snprintf(path, PATH_MOST, "%.*s/%s", folder, slash ? own : ".", file);
  return n > 0 && n < PATH_MOST;
}

static bool is_model_name(const char *file) {
  size_t length = strlen(file);
  return length > 5 && length < NAME_MOST && file[0] != '.' && !strchr(file, '/') &&
         strcmp(file + length - 5, ".json") == 0;
}

/* The text of a file beside the model; what is no plain file, or too large, is not read. */
static char *read_beside(const work *w, const char *file, size_t *length) {
  char path[PATH_MOST];
  struct stat about;
  if (!is_model_name(file) || !path_beside(w, file, path) || stat(path, &about) != 0 ||
      !S_ISREG(about.st_mode) || about.st_size > TEXT_MOST)
    return NULL;
  FILE *stream = fopen(path, "rbe");
  char *text = stream ? malloc((size_t)about.st_size + 1) : NULL;
  if (text) {
    *length = fread(text, 1, (size_t)about.st_size, stream);
    text[*length] = '\0';
  }
  if (stream)
    fclose(stream);
  return text;
}

/* --------------------------------------------------------------------------------------- the list
 */

static void add_scenarios(json_out *out, const char *file, const polku_model *model) {
  polku_part part;
  char name[NAME_MOST * 2];
  for (size_t i = 0; polku_part_at(model, NULL, POLKU_SCENARIO, i, &part); i++) {
    snprintf(name, sizeof name, "%s#%s", file, part.id);
    json_next(out);
    json_quoted(out, name);
  }
}

/* The room's own model stands in the list with its scenarios only. */
static void add_file(const work *w, json_out *out, const char *file) {
  size_t length;
  if (strcmp(file, work_file(w)) == 0) {
    add_scenarios(out, file, room_model(w->room));
    return;
  }
  char *text = read_beside(w, file, &length);
  polku_report *report = polku_report_new();
  polku_model *model = text && report ? polku_model_read(file, text, length, report) : NULL;
  if (model) {
    json_next(out);
    json_quoted(out, file);
    add_scenarios(out, file, model);
  }
  polku_model_free(model);
  polku_report_free(report);
  free(text);
}

static int by_name(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names of what may be models, in their order; how many. */
static int list_names(const work *w, char *names[FILES_MOST]) {
  char folder[PATH_MOST];
  int count = 0;
  DIR *entries = path_beside(w, ".", folder) ? opendir(folder) : NULL;
  for (struct dirent *entry; entries && count < FILES_MOST && (entry = readdir(entries));)
    if (is_model_name(entry->d_name) && (names[count] = strdup(entry->d_name)))
      count++;
  if (entries)
    closedir(entries);
  qsort(names, (size_t)count, sizeof *names, by_name);
  return count;
}

static char *list_others(work *w) {
  char *names[FILES_MOST];
  int count = list_names(w, names);
  json_out out = JSON_OUT_EMPTY;
  json_raw(&out, "[");
  for (int i = 0; i < count; i++) {
    add_file(w, &out, names[i]);
    free(names[i]);
  }
  json_raw(&out, "]");
  return json_take(&out);
}

void work_add_others(work *w, json_out *out) {
  int64_t now = clock_steady(), number = room_model_number(w->room);
  if (!w->others || w->others_number != number || now - w->others_at > FRESH_MS) {
    free(w->others);
    w->others = list_others(w);
    w->others_number = number;
    w->others_at = now;
  }
  json_text_member(out, "files", w->others);
  out->failed = out->failed || !w->others;
}

char *work_read_other(work *w, const char *with, size_t *length) {
  char file[NAME_MOST];
  size_t n = strcspn(with, "#");
  if (n >= sizeof file)
    return NULL;
  memcpy(file, with, n);
  file[n] = '\0';
  if (strcmp(file, work_file(w)) == 0)
    return work_text_at(w, -1, length);
  return read_beside(w, file, length);
}
