/* Finding plugins: folders are searched, manifests read, a region's plugin is taken with all that
 * it extends. Two plugins with one id are an error, not a shadow. */
#include "rules/plugin.h"

#include "base/text.h"
#include "base/utf8.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MAX = 1 << 20, ERRORS_MAX = 100 };

char *pk_plugin_path(pk_book *book, const char *folder, const char *name) {
  pk_text text = PK_TEXT_EMPTY;
  size_t length = strlen(folder);
  pk_text_addf(&text, "%s%s%s", folder, length && folder[length - 1] == '/' ? "" : "/", name);
  char *taken = pk_text_take(&text);
  char *path = taken ? pk_strdup(book->arena, taken) : NULL;
  free(taken);
  if (!path)
    pk_report_memory(book->report);
  return path;
}

static bool refuse_file(pk_book *book, const pk_file *file, const char *reason) {
  pk_place place = {.file = file->path};
  pk_report_add(book->report, &place, "E-PLUGIN-FILE", "file", file->path, "reason", reason, NULL);
  return false;
}

/* All bytes of an open file into the arena; NULL when the machine fails. */
static char *read_all(pk_book *book, int fd, size_t length) {
  char *text = pk_alloc(book->arena, length + 1, 1);
  size_t at = 0;
  if (!text)
    pk_report_memory(book->report);
  while (text && at < length) {
    ssize_t got = read(fd, text + at, length - at);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return NULL;
    at += (size_t)got;
  }
  return text;
}

/* Marks that turn text around make a rule look like another one than it is; control characters
 * write over what is on a screen. */
static bool check_signs(pk_book *book, const pk_file *file) {
  int line = 1;
  uint32_t c;
  for (size_t i = 0; i < file->length;) {
    i += pk_utf8_next(file->text + i, file->length - i, &c);
    line += c == '\n';
    if (!pk_utf8_disturbs(c) || c == '\n' || c == '\r' || c == '\t')
      continue;
    pk_place place;
    pk_file_place(file, line, &place);
    pk_report_add(book->report, &place, "E-PLUGIN-FILE", "file", file->path, "reason",
                  "rules.file.control", NULL);
    return false;
  }
  return true;
}

/* Some editors begin a file with a mark of their own. */
static void skip_mark(pk_file *file) {
  if (file->length >= 3 && memcmp(file->text, "\xef\xbb\xbf", 3) == 0) {
    file->text += 3;
    file->length -= 3;
  }
}

static bool check_text(pk_book *book, const pk_file *file) {
  if (file->length && file->text[0] == '\033')
    return refuse_file(book, file, "rules.file.binary");
  if (memchr(file->text, 0, file->length) || !pk_utf8_valid(file->text, file->length))
    return refuse_file(book, file, "rules.file.text");
  return check_signs(book, file);
}

bool pk_plugin_file(pk_book *book, const char *folder, const char *name, pk_file *file) {
  *file = (pk_file){.path = pk_plugin_path(book, folder, name)};
  if (!file->path)
    return false;
  /* A link could lead out of the folder, a pipe would wait for ever: neither is followed. */
  int fd = open(file->path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT)
    return true;
  if (fd < 0)
    return refuse_file(book, file, errno == ELOOP ? "rules.file.link" : "rules.file.unreadable");
  struct stat about;
  bool good = false;
  if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
    refuse_file(book, file, "rules.file.irregular");
  } else if (about.st_size > FILE_MAX) {
    refuse_file(book, file, "rules.file.large");
  } else {
    file->length = (size_t)about.st_size;
    file->text = read_all(book, fd, file->length);
    if (file->text) {
      skip_mark(file);
      good = pk_file_index(book->arena, file) && check_text(book, file);
      if (!file->lines)
        pk_report_memory(book->report);
    } else if (!polku_report_failed(book->report))
      refuse_file(book, file, "rules.file.unreadable");
    if (!good)
      *file = (pk_file){.path = file->path};
  }
  close(fd);
  return good;
}

/* --- searching */

static pk_plugin *found_plugin(const pk_book *book, const char *id) {
  for (int i = 0; i < book->found.count; i++) {
    pk_plugin *plugin = *PK_AT(book->found, pk_plugin *, i);
    if (plugin->id && strcmp(plugin->id, id) == 0)
      return plugin;
  }
  return NULL;
}

/* Whether a folder was searched already under another name. */
typedef struct folder_key {
  dev_t device;
  ino_t number;
} folder_key;

static bool seen_before(const pk_book *book, const struct stat *about) {
  for (int i = 0; i < book->tried.count; i++) {
    const folder_key *tried = PK_AT(book->tried, folder_key, i);
    if (about->st_dev == tried->device && about->st_ino == tried->number)
      return true;
  }
  return false;
}

static void add_found(pk_book *book, pk_plugin *plugin) {
  const pk_plugin *other = plugin->id ? found_plugin(book, plugin->id) : NULL;
  if (other && other == book->named)
    return;
  if (other) {
    pk_place place;
    pk_file_place(&plugin->manifest, 1, &place);
    pk_report_add(book->report, &place, "E-PLUGIN-SAME", "plugin", plugin->id, "other",
                  other->folder, NULL);
    return;
  }
  pk_plugin **slot = pk_push(book->arena, &book->found, sizeof *slot);
  if (slot)
    *slot = plugin;
  else
    pk_report_memory(book->report);
}

static void try_folder(pk_book *book, const char *parent, const char *name) {
  char *folder = pk_plugin_path(book, parent, name);
  struct stat about;
  if (!folder || stat(folder, &about) != 0 || !S_ISDIR(about.st_mode) || seen_before(book, &about))
    return;
  pk_plugin *plugin = PK_NEW(book->arena, pk_plugin);
  folder_key *tried = pk_push(book->arena, &book->tried, sizeof *tried);
  if (!plugin || !tried) {
    pk_report_memory(book->report);
    return;
  }
  plugin->folder = folder;
  *tried = (folder_key){about.st_dev, about.st_ino};
  if (!pk_plugin_file(book, folder, "manifest.lua", &plugin->manifest) || !plugin->manifest.text)
    return;
  if (pk_manifest_read(book, plugin))
    add_found(book, plugin);
}

static int by_text(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool pk_folder_names(pk_book *book, const char *folder, pk_list *names) {
  DIR *directory = opendir(folder);
  if (!directory)
    return true;
  bool good = true;
  const struct dirent *entry;
  while (good && (entry = readdir(directory))) {
    if (entry->d_name[0] == '.')
      continue;
    char **slot = pk_push(book->arena, names, sizeof *slot);
    if (slot)
      *slot = pk_strdup(book->arena, entry->d_name);
    good = slot && *slot;
  }
  closedir(directory);
  if (!good)
    pk_report_memory(book->report);
  else if (names->count)
    qsort(names->items, (size_t)names->count, sizeof(char *), by_text);
  return good;
}

static void search_folder(pk_book *book, const char *folder) {
  pk_list names = {0};
  bool good = pk_folder_names(book, folder, &names);
  for (int i = 0; good && i < names.count; i++)
    try_folder(book, folder, *PK_AT(names, char *, i));
}

/* Reads the plugins of all folders as far as their manifests; fills book->found. */
static void search(pk_book *book, const char *folders) {
  if (book->searched)
    return;
  book->searched = true;
  while (folders && *folders) {
    size_t length = strcspn(folders, ":");
    char *folder = pk_strndup(book->arena, folders, length);
    if (!folder)
      pk_report_memory(book->report);
    else if (length)
      search_folder(book, folder);
    folders += length + (folders[length] == ':');
  }
}

/* --- taking a plugin with all that it extends */

static bool refuse_parent(pk_book *book, const pk_plugin *plugin, const pk_extends *extends,
                          const pk_plugin *parent, const char *reason) {
  pk_place place;
  char remedy[64];
  snprintf(remedy, sizeof remedy, "%s.remedy", reason);
  pk_file_place(&plugin->manifest, extends->line, &place);
  pk_report_add(book->report, &place, "E-PLUGIN-EXTENDS", "plugin", plugin->id, "parent",
                extends->id, "range", extends->range, "version", parent->version, "reason", reason,
                "remedy", remedy, NULL);
  return false;
}

/* The id of a found plugin that was probably meant, or NULL. */
static const char *nearest_found(const pk_book *book, const char *id) {
  const char *nearest = NULL;
  for (int i = 0; i < book->found.count; i++) {
    const char *pair[2] = {nearest, (*PK_AT(book->found, pk_plugin *, i))->id};
    nearest = nearest ? pk_nearest(id, pair, 2) : pk_nearest(id, pair + 1, 1);
  }
  return nearest;
}

static bool refuse_missing(pk_book *book, const pk_plugin *plugin, const pk_extends *extends) {
  pk_place place;
  pk_file_place(&plugin->manifest, extends->line, &place);
  pk_report_add(book->report, &place, "E-PLUGIN-PARENT", "plugin", plugin->id, "parent",
                extends->id, "suggestion", nearest_found(book, extends->id), NULL);
  return false;
}

static bool take_plugin(pk_book *book, pk_plugin *plugin);

static bool take_parent(pk_book *book, const pk_plugin *plugin, const pk_extends *extends) {
  pk_plugin *parent = found_plugin(book, extends->id);
  if (!parent)
    return refuse_missing(book, plugin, extends);
  if (parent->state == PK_PLUGIN_OPEN)
    return refuse_parent(book, plugin, extends, parent, "rules.extends.circle");
  bool good = true;
  bool within = pk_version_within(parent->version, extends->range, &good);
  if (!good)
    return refuse_parent(book, plugin, extends, parent, "rules.extends.range");
  if (!within)
    return refuse_parent(book, plugin, extends, parent, "rules.extends.version");
  if (parent->level >= plugin->level)
    return refuse_parent(book, plugin, extends, parent, "rules.extends.level");
  return take_plugin(book, parent);
}

/* Plugins stand by level, whatever the order in which they were met: laws are put together so. */
static bool shelve(pk_book *book, pk_plugin *plugin) {
  if (!pk_push(book->arena, &book->plugins, sizeof(pk_plugin *))) {
    pk_report_memory(book->report);
    return false;
  }
  pk_plugin **at = PK_AT(book->plugins, pk_plugin *, book->plugins.count - 1);
  for (; at > (pk_plugin **)book->plugins.items && at[-1]->level > plugin->level; at--)
    *at = at[-1];
  *at = plugin;
  return true;
}

bool pk_plugin_enough(const pk_book *book, const pk_plugin *plugin, const pk_file *file) {
  if (polku_report_count(book->report, POLKU_ERROR) < plugin->errors + ERRORS_MAX)
    return false;
  const pk_place place = {.file = file->path};
  pk_report_add(book->report, &place, "E-PLUGIN-REST", "file", file->path, NULL);
  return true;
}

static bool take_plugin(pk_book *book, pk_plugin *plugin) {
  if (plugin->state == PK_PLUGIN_READ)
    return true;
  size_t errors = polku_report_count(book->report, POLKU_ERROR);
  plugin->state = PK_PLUGIN_OPEN;
  bool good = true;
  for (int i = 0; i < plugin->extend_count; i++)
    good = take_parent(book, plugin, &plugin->extends[i]) && good;
  plugin->state = PK_PLUGIN_READ;
  /* What a parent could not declare would only be missed again here. */
  if (!good || polku_report_count(book->report, POLKU_ERROR) > errors)
    return false;
  if (!shelve(book, plugin))
    return false;
  plugin->errors = errors;
  if (pk_plugin_file(book, plugin->folder, "params.lua", &plugin->params_file) &&
      plugin->params_file.text)
    pk_params_read(book, plugin);
  if (pk_plugin_file(book, plugin->folder, "rules.lua", &plugin->rules_file) &&
      plugin->rules_file.text)
    pk_declarations_read(book, plugin);
  return true;
}

static void report_unknown(pk_book *book, const char *region, const char *folders,
                           const pk_place *place) {
  pk_text known = PK_TEXT_EMPTY;
  for (int i = 0; i < book->found.count; i++)
    pk_text_addf(&known, "%s%s", i ? ", " : "", (*PK_AT(book->found, pk_plugin *, i))->id);
  pk_report_add(book->report, place, place ? "E-REGION-UNKNOWN" : "E-PLUGIN-NONE", "region", region,
                "known", known.data ? known.data : "–", "folders",
                folders && *folders ? folders : "–", "suggestion", nearest_found(book, region),
                NULL);
  if (known.failed)
    pk_report_memory(book->report);
  pk_text_free(&known);
}

bool pk_book_find(pk_book *book, const char *folders) {
  size_t errors = polku_report_count(book->report, POLKU_ERROR);
  search(book, folders);
  return polku_report_count(book->report, POLKU_ERROR) == errors;
}

static void refuse_folder(pk_book *book, const char *folder) {
  pk_place place = {.file = folder};
  pk_report_add(book->report, &place, "E-PLUGIN-FOLDER", "folder", folder, NULL);
}

const char *pk_book_folder(pk_book *book, const char *folders, const char *folder) {
  size_t errors = polku_report_count(book->report, POLKU_ERROR), length = strlen(folder);
  while (length > 1 && folder[length - 1] == '/')
    length--;
  char *path = pk_strndup(book->arena, folder, length);
  char *slash = path ? strrchr(path, '/') : NULL;
  if (!path) {
    pk_report_memory(book->report);
    return NULL;
  }
  if (slash) {
    *slash = 0;
    try_folder(book, slash == path ? "/" : path, slash + 1);
  } else {
    try_folder(book, ".", path);
  }
  if (book->found.count == 1)
    book->named = *PK_AT(book->found, pk_plugin *, 0);
  else if (polku_report_count(book->report, POLKU_ERROR) == errors)
    refuse_folder(book, folder);
  search(book, folders);
  return book->named ? book->named->id : NULL;
}

const pk_plugin *pk_book_region(pk_book *book, const char *folders, const char *region,
                                const pk_place *place) {
  size_t errors = polku_report_count(book->report, POLKU_ERROR);
  search(book, folders);
  pk_plugin *plugin = found_plugin(book, region);
  if (!plugin && polku_report_count(book->report, POLKU_ERROR) == errors)
    report_unknown(book, region, folders, place);
  return plugin && take_plugin(book, plugin) ? plugin : NULL;
}
