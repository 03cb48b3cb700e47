#include "support/files.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

char *read_whole_file(const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  if (!file)
    return NULL;
  size_t room = 1 << 16, n = 0, got;
  char *data = malloc(room);
  while (data && (got = fread(data + n, 1, room - n - 1, file)) > 0) {
    n += got;
    if (room - n < 2) {
      char *more = realloc(data, room *= 2);
      if (!more)
        free(data);
      data = more;
    }
  }
  fclose(file);
  if (!data)
    return NULL;
  data[n] = '\0';
  if (length)
    *length = n;
  return data;
}

void visit_files(const char *folder, void (*visit)(void *context, const char *path),
                 void *context) {
  DIR *directory = opendir(folder);
  if (!directory)
    return;
  for (struct dirent *entry; (entry = readdir(directory));) {
    char path[4096];
    struct stat info;
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
      continue;
    snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
    if (lstat(path, &info) != 0)
      continue;
    if (S_ISDIR(info.st_mode))
      visit_files(path, visit, context);
    else if (S_ISREG(info.st_mode))
      visit(context, path);
  }
  closedir(directory);
}
