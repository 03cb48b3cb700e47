/* Files beside the model's own. */
#include "workshop/beside.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH_MOST = 4096, TEXT_MOST = 4 << 20, ENTRIES_MOST = 5000 };

/* False: too long. */
static bool path_beside(const char *own, const char *file, char path[PATH_MOST]) {
  const char *slash = strrchr(own, '/');
  int folder = slash ? (int)(slash - own) : 1;
  int n = snprintf(path, PATH_MOST, "%.*s/%s", folder, slash ? own : ".", file);
  return n > 0 && n < PATH_MOST;
}

bool beside_is_model_name(const char *file) {
  size_t length = strlen(file);
  return length > 5 && length < BESIDE_NAME_MOST && file[0] != '.' && !strchr(file, '/') &&
         strcmp(file + length - 5, ".json") == 0;
}

char *beside_read(const char *own, const char *file, size_t *length) {
  char path[PATH_MOST];
  struct stat about;
  if (!beside_is_model_name(file) || !path_beside(own, file, path) || stat(path, &about) != 0 ||
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

static int by_name(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

int beside_list(const char *own, char **names, int most) {
  char folder[PATH_MOST], *all[ENTRIES_MOST];
  int count = 0, looked = 0;
  DIR *entries = path_beside(own, ".", folder) ? opendir(folder) : NULL;
  for (struct dirent *entry; entries && looked < ENTRIES_MOST && (entry = readdir(entries));
       looked++)
    if (beside_is_model_name(entry->d_name) && (all[count] = strdup(entry->d_name)))
      count++;
  if (entries)
    closedir(entries);
  qsort(all, (size_t)count, sizeof *all, by_name);
  for (int i = 0; i < count; i++)
    if (i < most)
      names[i] = all[i];
    else
      free(all[i]);
  return count < most ? count : most;
}
