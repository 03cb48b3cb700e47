/* Files that the program writes: a file appears whole or not at all.
 *
 * It is written beside its place under a passing name, forced to the disk, and then renamed. What
 * is no ordinary file (a pipe, a device) is written to directly. A small file is written while
 * signals wait, so that Ctrl-C leaves nothing behind; one that grows for minutes is abandoned by
 * whoever began it. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER = 1 << 16 };

struct cli_file {
  int file, error; /* the first thing that went wrong; nothing is written after it */
  char *path;      /* where it is to appear */
  char *passing;   /* where it is until then; NULL: written to directly */
  int64_t length;  /* written, what is still in the buffer included */
  size_t used;
  char buffer[BUFFER];
};

/* Names of files that are not in their places yet: a handler of signals may remove them. */
static const char *volatile passing_names[8];

static void remember(const char *passing) {
  for (size_t i = 0; i < sizeof passing_names / sizeof *passing_names; i++)
    if (!passing_names[i]) {
      passing_names[i] = passing;
      return;
    }
}

void cli_keep_file(const char *passing) {
  for (size_t i = 0; i < sizeof passing_names / sizeof *passing_names; i++)
    if (passing_names[i] == passing)
      passing_names[i] = NULL;
}

void cli_drop_file(const char *passing) {
  unlink(passing);
  cli_keep_file(passing);
}

void cli_drop_files(void) {
  for (size_t i = 0; i < sizeof passing_names / sizeof *passing_names; i++)
    if (passing_names[i])
      unlink(passing_names[i]);
}

/* Permissions of the file that is replaced, or those that a new file would have. */
static mode_t mode_for(const char *path) {
  struct stat info;
  if (stat(path, &info) == 0)
    return info.st_mode & 0777;
  mode_t mask = umask(0);
  umask(mask);
  return 0666 & ~mask;
}

char *cli_passing_name(const char *path, int *file) {
  size_t room = strlen(path) + 8;
  char *passing = malloc(room);
  if (!passing) {
    errno = ENOMEM;
    return NULL;
  }
  snprintf(passing, room, "%s.XXXXXX", path);
  *file = mkstemp(passing);
  if (*file >= 0 && fchmod(*file, mode_for(path)) == 0) {
    remember(passing);
    return passing;
  }
  int error = errno;
  if (*file >= 0) {
    close(*file);
    unlink(passing);
  }
  free(passing);
  errno = error;
  return NULL;
}

static void open_place(cli_file *out, const char *path) {
  struct stat info;
  bool exists = stat(path, &info) == 0;
  if (exists && S_ISDIR(info.st_mode)) {
    errno = EISDIR;
    return;
  }
  /* A link stays a link: what it leads to is replaced. */
  out->path = exists ? realpath(path, NULL) : strdup(path);
  if (!out->path)
    return;
  if (exists && !S_ISREG(info.st_mode))
    out->file = open(path, O_WRONLY);
  else
    out->passing = cli_passing_name(out->path, &out->file);
}

cli_file *cli_file_open(const char *path) {
  cli_file *out = calloc(1, sizeof *out);
  if (!out) {
    errno = ENOMEM;
    return NULL;
  }
  out->file = -1;
  open_place(out, path);
  if (out->file >= 0)
    return out;
  int error = errno;
  free(out->path);
  free(out);
  errno = error;
  return NULL;
}

static void write_out(cli_file *out, const char *bytes, size_t length) {
  while (length > 0 && !out->error) {
    ssize_t n = write(out->file, bytes, length);
    if (n < 0 && errno != EINTR)
      out->error = errno;
    if (n > 0) {
      bytes += n;
      length -= (size_t)n;
    }
  }
}

static void flush_out(cli_file *out) {
  write_out(out, out->buffer, out->used);
  out->used = 0;
}

bool cli_file_write(cli_file *out, const char *bytes, size_t length) {
  out->length += (int64_t)length;
  if (out->used + length > BUFFER)
    flush_out(out);
  if (length > BUFFER) {
    write_out(out, bytes, length);
  } else {
    memcpy(out->buffer + out->used, bytes, length);
    out->used += length;
  }
  if (out->error)
    errno = out->error;
  return !out->error;
}

int64_t cli_file_length(const cli_file *out) {
  return out->length;
}

bool cli_file_cut(cli_file *out, int64_t length) {
  if (length == out->length || !out->passing)
    return true;
  flush_out(out);
  if (!out->error &&
      (ftruncate(out->file, (off_t)length) != 0 || lseek(out->file, (off_t)length, SEEK_SET) < 0))
    out->error = errno;
  out->length = length;
  if (out->error)
    errno = out->error;
  return !out->error;
}

static void end(cli_file *out) {
  free(out->passing);
  free(out->path);
  free(out);
}

bool cli_file_close(cli_file *out) {
  if (!out)
    return true;
  flush_out(out);
  if (!out->error && out->passing && fsync(out->file) != 0)
    out->error = errno;
  if (close(out->file) != 0 && !out->error)
    out->error = errno;
  if (!out->error && out->passing && rename(out->passing, out->path) != 0)
    out->error = errno;
  int error = out->error;
  if (out->passing && error)
    cli_drop_file(out->passing);
  else if (out->passing)
    cli_keep_file(out->passing);
  end(out);
  errno = error;
  return !error;
}

void cli_file_abandon(cli_file *out) {
  if (!out)
    return;
  close(out->file);
  if (out->passing)
    cli_drop_file(out->passing);
  end(out);
}

int cli_write_file(cli_call *call, const char *path, const char *bytes, size_t length) {
  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, &before);
  cli_file *out = cli_file_open(path);
  bool written = out != NULL;
  if (out)
    cli_file_write(out, bytes, length);
  if (out)
    written = cli_file_close(out);
  int error = errno;
  sigprocmask(SIG_SETMASK, &before, NULL);
  return written ? CLI_DONE : cli_write_failed(call, path, error);
}
