/* What the program says, and whether it went well. */
#include "cli.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ARGS_MAX = 16 };

bool cli_colour(int file) {
  const char *no = getenv("NO_COLOR"), *terminal = getenv("TERM");
  return isatty(file) && !(no && *no) && !(terminal && strcmp(terminal, "dumb") == 0);
}

int cli_width(void) {
  struct winsize size;
  if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return 80;
  return size.ws_col < 40 ? 40 : size.ws_col > 120 ? 120 : size.ws_col;
}

/* Name, value, … up to a NULL name, pairs without a value left out. */
static size_t collect(const char **args, va_list list) {
  size_t count = 0;
  for (const char *name; count + 2 <= ARGS_MAX && (name = va_arg(list, const char *));) {
    const char *value = va_arg(list, const char *);
    if (!value)
      continue;
    args[count++] = name;
    args[count++] = value;
  }
  return count;
}

static void write_word(const cli_call *call, FILE *file, const char *key, const char *const *args,
                       size_t count) {
  char *text = polku_word_fill(call->lang, key, args, count);
  fputs(text ? text : key, file);
  free(text);
}

void cli_say(const cli_call *call, const char *key, ...) {
  const char *args[ARGS_MAX];
  va_list list;
  va_start(list, key);
  size_t count = collect(args, list);
  va_end(list);
  write_word(call, stdout, key, args, count);
  putchar('\n');
}

void cli_complain(const cli_call *call, const char *key, ...) {
  const char *args[ARGS_MAX];
  va_list list;
  va_start(list, key);
  size_t count = collect(args, list);
  va_end(list);
  fputs("polku: ", stderr);
  write_word(call, stderr, key, args, count);
  fputc('\n', stderr);
}

int cli_usage(const cli_call *call, const char *key, ...) {
  const char *args[ARGS_MAX];
  va_list list;
  va_start(list, key);
  size_t count = collect(args, list);
  va_end(list);
  fputs("polku: ", stderr);
  write_word(call, stderr, key, args, count);
  fputc('\n', stderr);
  for (size_t i = 0; i + 1 < count; i += 2)
    if (strcmp(args[i], "suggestion") == 0) {
      fputs("   ", stderr);
      write_word(call, stderr, "report.did-you-mean", args + i, 2);
      fputc('\n', stderr);
    }
  const char *page[] = {"page", call->command ? call->command->name : ""};
  fputs("   ", stderr);
  write_word(call, stderr, call->command ? "cli.see-help" : "cli.see-all-help", page, 2);
  fputc('\n', stderr);
  return CLI_WRONG_USAGE;
}

int cli_status(const cli_call *call, bool done) {
  if (polku_report_failed(call->report))
    return CLI_MACHINE_FAILED;
  bool warned = polku_report_count(call->report, POLKU_WARNING) > 0;
  if (polku_report_count(call->report, POLKU_ERROR) > 0 || !done ||
      (call->value[OPTION_STRICT] && warned))
    return CLI_WRONG_INPUT;
  return CLI_DONE;
}

int cli_finish(cli_call *call, bool done) {
  size_t errors = polku_report_count(call->report, POLKU_ERROR);
  size_t warnings = polku_report_count(call->report, POLKU_WARNING);
  bool json = call->value[OPTION_JSON] != NULL;
  char *text = json ? polku_report_json(call->report, call->lang)
                    : polku_report_text(call->report, call->lang, cli_colour(STDERR_FILENO));
  if (!text)
    cli_complain(call, "E-MEMORY.message", NULL);
  else if (errors + warnings + polku_report_count(call->report, POLKU_REMARK) > 0)
    fprintf(stderr, "%s%s", text, json ? "\n" : "");
  bool memory = !text;
  free(text);
  return memory ? CLI_MACHINE_FAILED : cli_status(call, done);
}

const char *cli_reason(const cli_call *call, int error) {
  static const struct {
    int error;
    const char *key;
  } known[] = {
      {ENOSPC, "cli.disk-full"},     {EDQUOT, "cli.disk-full"},    {EFBIG, "cli.disk-full"},
      {EACCES, "cli.no-permission"}, {EPERM, "cli.no-permission"}, {EROFS, "cli.read-only"},
      {ENOENT, "cli.no-folder"},     {ENOTDIR, "cli.no-folder"},   {EISDIR, "cli.is-folder"},
      {ENOMEM, "E-MEMORY.message"},  {EBUSY, "cli.file-busy"}};
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
    if (known[i].error == error)
      return polku_word(call->lang, known[i].key);
  return strerror(error);
}

int cli_write_failed(const cli_call *call, const char *path, int error) {
  cli_complain(call, "cli.write-failed", "file", path, "reason", cli_reason(call, error), NULL);
  return CLI_MACHINE_FAILED;
}

/* Everything that is left in a file; NULL, and errno, when it cannot be read. */
static char *read_all(FILE *file, size_t *bytes) {
  size_t room = 1 << 14, length = 0, got;
  char *text = malloc(room);
  while (text && (got = fread(text + length, 1, room - length - 1, file)) > 0) {
    length += got;
    if (room - length > 1)
      continue;
    char *more = realloc(text, room *= 2);
    if (!more)
      free(text);
    text = more;
  }
  if (text && ferror(file)) {
    free(text);
    return NULL;
  }
  if (text)
    text[length] = '\0';
  if (bytes && text)
    *bytes = length;
  return text;
}

char *cli_read_file(const cli_call *call, const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  char *text = file ? read_all(file, length) : NULL;
  int error = errno;
  if (file)
    fclose(file);
  if (!text)
    cli_complain(call, "cli.read-failed", "file", path, "reason",
                 error == ENOENT ? polku_word(call->lang, "cli.no-file") : cli_reason(call, error),
                 NULL);
  return text;
}

int cli_print(cli_call *call, const char *text) {
  if (!text) {
    cli_complain(call, "E-MEMORY.message", NULL);
    return CLI_MACHINE_FAILED;
  }
  if (call->value[OPTION_OUT])
    return cli_write_file(call, call->value[OPTION_OUT], text, strlen(text));
  fputs(text, stdout);
  size_t length = strlen(text);
  if (length > 0 && text[length - 1] != '\n')
    putchar('\n');
  return CLI_DONE;
}

/* The folder in which a path's last name stands. */
static bool find_folder(const char *path, struct stat *info) {
  const char *slash = strrchr(path, '/');
  char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
  bool found = folder && stat(folder, info) == 0;
  free(folder);
  return found;
}

static const char *last_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

/* Files that are not there yet are the same where they would appear under one name in one folder.
 */
bool cli_same_file(const char *a, const char *b) {
  struct stat x, y;
  bool a_there = stat(a, &x) == 0, b_there = stat(b, &y) == 0;
  if (a_there && b_there)
    return x.st_dev == y.st_dev && x.st_ino == y.st_ino;
  return a_there == b_there && strcmp(last_name(a), last_name(b)) == 0 && find_folder(a, &x) &&
         find_folder(b, &y) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* What is read is not lost to what comes of it: a slip of the keyboard would cost a model. */
int cli_check_inputs_kept(const cli_call *call) {
  static const cli_option options[] = {OPTION_OUT, OPTION_EVENTS};
  struct stat info;
  int status = CLI_DONE;
  for (int i = 0; i < 2 * call->arg_count && status == CLI_DONE; i++) {
    const char *input = call->args[i / 2], *out = call->value[options[i % 2]];
    char *file = out ? strndup(input, strcspn(input, "#")) : NULL;
    if (file && stat(out, &info) == 0 && S_ISREG(info.st_mode) && cli_same_file(file, out))
      status = cli_usage(call, "cli.input-lost", "option", cli_option_name(options[i % 2]), "file",
                         out, NULL);
    free(file);
  }
  return status;
}

const char *cli_suffix(const char *path, char buffer[8]) {
  const char *dot = strrchr(path, '.');
  size_t n = 0;
  if (dot && !strchr(dot, '/'))
    for (dot++; dot[n] && n < 7; n++)
      buffer[n] = (char)tolower((unsigned char)dot[n]);
  buffer[n] = '\0';
  return buffer;
}

int cli_check_suffix(const cli_call *call, const char *const *suffixes) {
  return cli_check_suffix_of(call, OPTION_OUT, suffixes);
}

int cli_check_suffix_of(const cli_call *call, cli_option option, const char *const *suffixes) {
  char suffix[8], all[64] = "";
  const char *out = call->value[option];
  if (!out)
    return CLI_DONE;
  cli_suffix(out, suffix);
  for (const char *const *s = suffixes; *s; s++) {
    if (strcmp(suffix, *s) == 0)
      return CLI_DONE;
    snprintf(all + strlen(all), sizeof all - strlen(all), "%s.%s", s == suffixes ? "" : ", ", *s);
  }
  return cli_usage(call, "cli.suffix-unknown", "file", out, "suffixes", all, NULL);
}

void cli_print_json_string(const char *text) {
  putchar('"');
  for (const char *c = text; *c; c++) {
    if (*c == '"' || *c == '\\')
      printf("\\%c", *c);
    else if ((unsigned char)*c < 0x20)
      printf("\\u%04x", (unsigned)*c);
    else
      putchar(*c);
  }
  putchar('"');
}
