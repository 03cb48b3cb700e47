/* The model's file. It belongs to its author and to whoever else opens it: it is replaced whole, it
 * differs from what it was only where somebody edited, and what somebody else wrote into it
 * meanwhile is taken in first, as an edit of its own. */
#include "workshop/room_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ------------------------------------------------------------------- what others wrote */

/* What is no plain file, or larger than any model, is no model (EBADMSG); and nobody waits for who
 * might write into a pipe. */
static FILE *open_plain(const char *path) {
  enum { LARGEST = 64 << 20 };
  struct stat info;
  int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (file < 0)
    return NULL;
  bool plain = fstat(file, &info) == 0 && S_ISREG(info.st_mode) && info.st_size <= LARGEST;
  FILE *stream = plain ? fdopen(file, "rb") : NULL;
  int error = plain ? errno : EBADMSG;
  if (!stream)
    close(file);
  errno = error;
  return stream;
}

/* Everything in the file, ended by NUL; NULL with errno. */
static char *read_file(const char *path, size_t *length) {
  FILE *file = open_plain(path);
  if (!file)
    return NULL;
  size_t space = 1 << 16, got;
  char *text = malloc(space);
  *length = 0;
  while (text && (got = fread(text + *length, 1, space - *length - 1, file)) > 0) {
    *length += got;
    if (space - *length > 1)
      continue;
    char *more = realloc(text, space *= 2);
    if (!more)
      free(text);
    text = more;
  }
  int error = !text ? ENOMEM : ferror(file) ? EIO : 0;
  fclose(file);
  if (error) {
    free(text);
    errno = error;
    return NULL;
  }
  text[*length] = '\0';
  return text;
}

bool room_remember(room *r, const char *text, size_t length) {
  char *copy = malloc(length + 1);
  if (!copy)
    return false;
  memcpy(copy, text, length);
  copy[length] = '\0';
  free(r->seen);
  r->seen = copy;
  r->seen_length = length;
  return journal_set(r->journal, "file", copy);
}

/* Writes what others changed as an entry. Where it does not go together with what was edited here
 * it is kept as a proposal. */
static int note_change(room *r, const char *patch, int64_t at, polku_report *quiet) {
  polku_model *after = polku_model_patch(r->model, patch, quiet), *again = NULL;
  char *effect = after ? room_patch_between(r->model, after, quiet) : NULL;
  char *inverse = effect ? room_patch_between(after, r->model, quiet) : NULL;
  char id[40];
  if (inverse)
    again = polku_model_patch(r->model, effect, quiet);
  snprintf(id, sizeof id, "file-%" PRId64, r->count + 1);
  journal_entry entry = {.at = at,
                         .id = id,
                         .kind = room_kind_names[again ? KIND_EDIT : KIND_PROPOSE],
                         .base = r->count,
                         .patch = again ? effect : patch,
                         .inverse = inverse,
                         .text = "workshop.file-changed"};
  int error = polku_report_failed(quiet) ? ENOMEM : 0;
  if (!error && !(again && room_is_empty_patch(effect)) && !room_note(r, &entry, &again))
    error = r->error;
  polku_model_free(after);
  polku_model_free(again);
  free(effect);
  free(inverse);
  return error;
}

static int take_in_text(room *r, const char *text, size_t length, int64_t at,
                        polku_report *report) {
  polku_report *quiet = polku_report_new();
  polku_model *file = polku_model_read(r->file, text, length, report);
  polku_model *seen = quiet ? polku_model_read(r->file, r->seen, r->seen_length, quiet) : NULL;
  char *patch = file && seen ? room_patch_between(seen, file, quiet) : NULL;
  int error = !file ? (polku_report_failed(report) ? ENOMEM : EBADMSG) : !patch ? ENOMEM : 0;
  if (!error && !room_is_empty_patch(patch))
    error = note_change(r, patch, at, quiet);
  if (!error && !room_remember(r, text, length))
    error = journal_error(r->journal) ? journal_error(r->journal) : ENOMEM;
  free(patch);
  polku_model_free(seen);
  polku_model_free(file);
  polku_report_free(quiet);
  return error;
}

/* When the file was written, in milliseconds since 1970. */
static int64_t written_at(const char *path) {
  struct stat info;
  return stat(path, &info) == 0 ? (int64_t)info.st_mtime * 1000 : 0;
}

int room_take_in(room *r, polku_report *report) {
  size_t length;
  char *text = read_file(r->path, &length);
  if (!text)
    return errno == ENOENT ? 0 : errno;
  bool same = length == r->seen_length && memcmp(text, r->seen, length) == 0;
  int error = same ? 0 : take_in_text(r, text, length, written_at(r->path), report);
  free(text);
  return error;
}

/* ---------------------------------------------------------------------------------- writing */

static bool write_all(int file, const char *text, size_t length) {
  while (length > 0) {
    ssize_t written = write(file, text, length);
    if (written < 0 && errno != EINTR)
      return false;
    if (written > 0) {
      text += written;
      length -= (size_t)written;
    }
  }
  return true;
}

/* Who may read the file stays so; whose it is too, where the system lets us. */
static bool take_mode(int file, const char *path) {
  struct stat info;
  if (stat(path, &info) != 0) {
    mode_t mask = umask(0);
    umask(mask);
    return fchmod(file, 0666 & ~mask) == 0;
  }
  if (fchown(file, info.st_uid, info.st_gid) != 0 && errno != EPERM)
    return false;
  return fchmod(file, info.st_mode & 07777) == 0;
}

static int sync_folder(const char *path) {
  char *folder = strdup(path), *slash = folder ? strrchr(folder, '/') : NULL;
  int error = folder ? 0 : ENOMEM;
  if (slash) {
    slash[slash == folder ? 1 : 0] = '\0';
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    error = file < 0 || fsync(file) != 0 ? errno : 0;
    if (file >= 0)
      close(file);
  }
  free(folder);
  return error == EINVAL ? 0 : error; /* a file system that cannot */
}

/* Whether somebody has protected the file from being written: replacing it would not ask. */
static bool is_protected(const char *path) {
  struct stat info;
  return stat(path, &info) == 0 && !(info.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH));
}

/* The file appears whole or not at all. 0 or an errno. */
static int replace_file(const char *path, const char *text, size_t length) {
  size_t space = strlen(path) + 8;
  char *passing = malloc(space);
  if (!passing)
    return ENOMEM;
  snprintf(passing, space, "%s.XXXXXX", path);
  int file = mkstemp(passing);
  int error = file < 0 ? errno : 0;
  if (!error && (!write_all(file, text, length) || !take_mode(file, path) || fsync(file) != 0))
    error = errno;
  if (file >= 0 && close(file) != 0 && !error)
    error = errno;
  if (!error && rename(passing, path) != 0)
    error = errno;
  if (file >= 0 && error)
    unlink(passing);
  free(passing);
  return error ? error : sync_folder(path);
}

/* Whether the file as it was seen last means what the model means: then its author's text stays,
 * also where an edit and its undo left another layout. */
static bool says_the_same(const room *r) {
  size_t length;
  const char *text = polku_model_text(r->model, &length);
  if (length == r->seen_length && memcmp(text, r->seen, length) == 0)
    return true;
  polku_report *quiet = polku_report_new();
  polku_model *seen = quiet ? polku_model_read(r->file, r->seen, r->seen_length, quiet) : NULL;
  char *patch = seen ? room_patch_between(seen, r->model, quiet) : NULL;
  bool same = patch && room_is_empty_patch(patch);
  free(patch);
  polku_model_free(seen);
  polku_report_free(quiet);
  return same;
}

/* Takes in what others wrote, then writes. The journal hears before and after, so that a save that
 * is cut short is not taken for somebody else's. */
int room_write_file(room *r, bool *changed) {
  polku_report *quiet = polku_report_new();
  int64_t before = r->model_number;
  int error = quiet ? room_take_in(r, quiet) : ENOMEM;
  *changed = r->model_number != before;
  polku_report_free(quiet);
  if (error)
    return error;
  size_t length;
  const char *text = polku_model_text(r->model, &length);
  if (access(r->path, F_OK) != 0 || !says_the_same(r)) {
    if (is_protected(r->path))
      return EACCES;
    if (!journal_set(r->journal, "file to be", text))
      return journal_error(r->journal);
    error = replace_file(r->path, text, length);
    if (error)
      return error;
    if (!room_remember(r, text, length))
      error = journal_error(r->journal) ? journal_error(r->journal) : ENOMEM;
  }
  r->saved_number = r->model_number;
  return error;
}

bool room_is_saved(const room *r) {
  return access(r->path, F_OK) == 0 && says_the_same(r);
}

void room_do_save(room_call *call) {
  bool changed;
  int error = room_write_file(call->room, &changed);
  call->model_changed = changed;
  if (error == EBADMSG) {
    room_refuse(call, 409, "conflict", "workshop.conflict.file", "file", call->room->file, NULL);
    return;
  }
  if (error) {
    room_failed(call, error);
    return;
  }
  journal_entry entry = room_entry_of(call);
  entry.base = call->room->model_number;
  room_write(call, &entry, NULL);
  call->model_changed = changed;
}
