/* Rule files that change while the room works: whoever writes a rule sees at once what it does. */
#include "workshop/work_inside.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LOOK_MS = 1000, PATH_MOST = 4096 };

static void mix(uint64_t *hash, const void *bytes, size_t length) {
  const unsigned char *at = bytes;
  for (size_t i = 0; i < length; i++)
    *hash = (*hash ^ at[i]) * 1099511628211u;
}

/* One file's name, size and time of change. The sum over files does not depend on their order. */
static uint64_t mark_of(const char *path, const struct stat *file) {
  uint64_t hash = 14695981039346656037u;
  mix(&hash, path, strlen(path));
  mix(&hash, &file->st_size, sizeof file->st_size);
  mix(&hash, &file->st_mtim, sizeof file->st_mtim);
  return hash;
}

/* The marks of all files below a folder; plugins are folders in it. */
static uint64_t look_into(const char *folder, int depth) {
  uint64_t sum = 0;
  DIR *entries = opendir(folder);
  for (struct dirent *entry; entries && (entry = readdir(entries));) {
    char path[PATH_MOST];
    struct stat about;
    int n = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
    if (entry->d_name[0] == '.' || n < 0 || n >= PATH_MOST || stat(path, &about) != 0)
      continue;
    if (S_ISDIR(about.st_mode) && depth > 0)
      sum += look_into(path, depth - 1);
    else if (S_ISREG(about.st_mode))
      sum += mark_of(path, &about);
  }
  if (entries)
    closedir(entries);
  return sum;
}

static uint64_t look(const char *folders) {
  enum { DEPTH = 2 };
  uint64_t sum = 0;
  while (*folders) {
    size_t n = strcspn(folders, ":");
    char *one = strndup(folders, n);
    if (one && *one)
      sum += look_into(one, DEPTH);
    free(one);
    folders += n + (folders[n] == ':');
  }
  return sum;
}

void work_look_at_rules(work *w) {
  int64_t now = clock_steady();
  if (w->rules_looked > 0 && now - w->rules_looked < LOOK_MS)
    return;
  bool first = w->rules_looked == 0;
  uint64_t seen = look(desks_folders(w->desks));
  w->rules_looked = now;
  if (seen == w->rules_seen)
    return;
  w->rules_seen = seen;
  if (first)
    return;
  w->rules++;
  desks_refresh(w->desks);
  work_recompute(w);
}
