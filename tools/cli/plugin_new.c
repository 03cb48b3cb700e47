/* polku plugin new ID: a plugin to begin from, whole and tested.
 *
 * It is written beside its place under a passing name, checked and tested there as any other, and
 * only then takes its name: a folder that exists is never touched, a broken beginning never
 * appears. Over Finnish law it changes one rule; where that rule does not exist it has a kind of
 * its own. */
#include "plugin.h"
#include "scaffold.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { ID_MAX = 40 };

/* What is known of a plugin from the list of all. */
typedef struct found {
  char version[32], level[16], folder[PATH_MAX];
} found;

typedef struct beginning {
  cli_call *call;
  cli_scaffold scaffold;
  char *folders;
  char range[64], date[16];
  char folder[PATH_MAX], passing[PATH_MAX]; /* where it will stand, and where it is made */
} beginning;

/* --- the id */

static bool is_plain(const char *id) {
  static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  size_t length = strlen(id);
  return length > 0 && length <= ID_MAX && strchr(letters, id[0]) &&
         strspn(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == length;
}

/* The id that was probably meant: small letters, those of Finnish and Swedish without their dots,
 * '-' for what stands between words. */
static void make_plain(const char *id, char plain[ID_MAX + 1]) {
  static const struct {
    const char *letter;
    char plain;
  } letters[] = {{"ä", 'a'}, {"Ä", 'a'}, {"å", 'a'}, {"Å", 'a'}, {"ö", 'o'},
                 {"Ö", 'o'}, {"é", 'e'}, {"ü", 'u'}, {"š", 's'}, {"ž", 'z'}};
  size_t n = 0;
  while (*id && n < ID_MAX) {
    size_t length = 1;
    char c = ' ' < *id && *id < 0x7f ? *id : '-';
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
      if (strncmp(id, letters[i].letter, strlen(letters[i].letter)) == 0) {
        length = strlen(letters[i].letter);
        c = letters[i].plain;
      }
    const char one[] = {c, '\0'};
    if (!is_plain(one) && !(n > 0 && strchr("0123456789_", c)))
      c = '-';
    if (c != '-' || (n > 0 && plain[n - 1] != '-'))
      plain[n++] = (char)tolower((unsigned char)c);
    id += length;
  }
  while (n > 0 && plain[n - 1] == '-')
    n--;
  plain[n] = '\0';
}

static int check_id(const cli_call *call, const char *id) {
  char plain[ID_MAX + 1];
  if (is_plain(id))
    return CLI_DONE;
  make_plain(id, plain);
  return cli_usage(call, "cli.plugin-new.id", "id", id, "suggestion",
                   is_plain(plain) ? plain : NULL, NULL);
}

/* --- the day */

/* Today, or the day that SOURCE_DATE_EPOCH names, so that the same call can give the same bytes. */
static void read_day(char date[16]) {
  const char *epoch = getenv("SOURCE_DATE_EPOCH");
  char *end;
  errno = 0;
  long long given = epoch ? strtoll(epoch, &end, 10) : 0;
  bool good = epoch && *epoch && !*end && errno == 0;
  time_t now = good ? (time_t)given : time(NULL);
  struct tm day;
  if (!gmtime_r(&now, &day) || day.tm_year < -70 || day.tm_year > 500)
    day = (struct tm){.tm_year = 126, .tm_mday = 1};
  strftime(date, 16, "%Y-%m-%d", &day);
}

/* --- what there is already */

/* The next field of a line of CSV into `field`; where the next one begins. */
static const char *read_field(const char *at, char *field, size_t room) {
  bool quoted = *at == '"';
  size_t n = 0;
  for (at += quoted; *at && (quoted || !strchr(",\n", *at)); at++) {
    if (quoted && *at == '"' && *++at != '"')
      break;
    if (n + 1 < room)
      field[n++] = *at;
  }
  field[n] = '\0';
  return *at == ',' ? at + 1 : at;
}

/* All plugins that are found, as CSV. Those that are broken are no matter of ours. */
static char *list_plugins(const char *folders) {
  const polku_plugin_question question = {.folders = folders};
  polku_report *report = polku_report_new();
  char *list = report ? polku_plugin_list(&question, POLKU_AS_CSV, POLKU_EN, report) : NULL;
  polku_report_free(report);
  return list;
}

/* The plugin of an id; false when there is none. `near` is filled with the id that was probably
 * meant then, "" without one; NULL: it is not asked. */
static bool find_plugin(const char *folders, const char *id, found *plugin, char near[64]) {
  char *list = list_plugins(folders), field[64];
  bool good = false;
  if (near)
    near[0] = '\0';
  for (const char *line = list ? strchr(list, '\n') : NULL; line && line[1] && !good;
       line = strchr(line + 1, '\n')) {
    const char *at = read_field(line + 1, field, sizeof field), *one[] = {field};
    if (strcmp(field, id) != 0) {
      if (near && polku_nearest(id, one, 1))
        memcpy(near, field, sizeof field);
      continue;
    }
    good = true;
    at = read_field(at, plugin->version, sizeof plugin->version);
    at = read_field(at, field, sizeof field); /* title */
    at = read_field(at, plugin->level, sizeof plugin->level);
    for (int i = 0; i < 4; i++) /* extends, checked, rules, parameters */
      at = read_field(at, field, sizeof field);
    read_field(at, plugin->folder, sizeof plugin->folder);
  }
  free(list);
  return good;
}

/* --- its level, and what it extends */

static const char *const levels[] = {"state", "region", "municipality"};

static int level_of(const char *level) {
  for (int i = 0; i < 3; i++)
    if (strcmp(level, levels[i]) == 0)
      return i;
  return -1;
}

/* ">=1.2 <2" for version "1.2.3". */
static void make_range(const char *version, char range[64]) {
  long major = strtol(version, NULL, 10);
  const char *dot = strchr(version, '.');
  long minor = dot ? strtol(dot + 1, NULL, 10) : 0;
  snprintf(range, 64, ">=%ld.%ld <%ld", major, minor, major + 1);
}

/* The level that was asked for; without one, that below what is extended. */
static int choose_parent(beginning *b) {
  const char *asked = b->call->value[OPTION_LEVEL], *extends = b->call->value[OPTION_EXTENDS];
  char near[64];
  found parent;
  if (asked && level_of(asked) < 0)
    return cli_usage(b->call, "cli.plugin-new.level", "level", asked, "suggestion",
                     polku_nearest(asked, levels, 3), NULL);
  b->scaffold.level = asked ? asked : levels[1];
  if (asked && level_of(asked) == 0 && !extends)
    return CLI_DONE;
  b->scaffold.extends = extends ? extends : "finland";
  b->scaffold.range = b->range;
  if (!find_plugin(b->folders, b->scaffold.extends, &parent, near))
    return cli_usage(b->call, "cli.plugin-new.parent", "extends", b->scaffold.extends, "suggestion",
                     *near ? near : NULL, NULL);
  int above = level_of(parent.level);
  if (!asked && above < 2)
    b->scaffold.level = levels[above + 1];
  if (level_of(b->scaffold.level) <= above)
    return cli_usage(b->call, "cli.plugin-new.above", "extends", b->scaffold.extends, "parent",
                     parent.level, "level", b->scaffold.level, NULL);
  make_range(parent.version, b->range);
  return CLI_DONE;
}

/* --- making it */

static bool path_in(char path[PATH_MAX], const char *folder, const char *name) {
  int n = snprintf(path, PATH_MAX, "%s/%s", folder, name);
  return n > 0 && n < PATH_MAX;
}

static void take_away(const beginning *b) {
  char path[PATH_MAX];
  size_t count = 0;
  while (cli_scaffold_file(count))
    count++;
  while (count-- > 0)
    if (path_in(path, b->passing, cli_scaffold_file(count)))
      remove(path);
  remove(b->passing);
}

static int write_files(beginning *b, cli_scaffold_sort sort) {
  char path[PATH_MAX];
  const char *name;
  int status = CLI_DONE;
  for (size_t i = 0; status == CLI_DONE && (name = cli_scaffold_file(i)); i++) {
    char *text = cli_scaffold_text(&b->scaffold, sort, i);
    if (!path_in(path, b->passing, name))
      status = cli_write_failed(b->call, b->folder, ENAMETOOLONG);
    else if (text)
      status = cli_write_file(b->call, path, text, strlen(text));
    else if (mkdir(path, 0777) != 0 && errno != EEXIST)
      status = cli_write_failed(b->call, path, errno);
    free(text);
  }
  return status;
}

/* Whether what was written passes its check and its tests without a word. */
static bool is_good(const beginning *b) {
  polku_report *report = polku_report_new();
  const polku_plugin_question question = {
      .folders = b->folders, .plugin = b->passing, .date = b->date};
  char *checked = NULL, *tested = NULL;
  if (report) {
    checked = polku_plugin_check(&question, POLKU_AS_JSON, POLKU_EN, report);
    tested = polku_plugin_test(&question, POLKU_AS_JSON, POLKU_EN, report);
  }
  bool good = checked && tested && polku_report_count(report, POLKU_ERROR) == 0 &&
              polku_report_count(report, POLKU_WARNING) == 0;
  free(checked);
  free(tested);
  polku_report_free(report);
  return good;
}

static int make(beginning *b) {
  int status = write_files(b, CLI_SCAFFOLD_CHANGE);
  if (status == CLI_DONE && (!b->scaffold.extends || !is_good(b)))
    status = write_files(b, CLI_SCAFFOLD_OWN);
  mode_t mask = umask(0);
  umask(mask);
  if (status == CLI_DONE && chmod(b->passing, 0777 & ~mask) == 0 &&
      rename(b->passing, b->folder) == 0)
    return CLI_DONE;
  if (status == CLI_DONE)
    status = cli_write_failed(b->call, b->folder, errno);
  take_away(b);
  return status;
}

/* The passing folder, in which everything is made; signals wait until it has its name or is gone.
 */
static int make_whole(beginning *b) {
  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, &before);
  int status = mkdtemp(b->passing) ? make(b) : cli_write_failed(b->call, b->folder, errno);
  sigprocmask(SIG_SETMASK, &before, NULL);
  return status;
}

static void say_done(const beginning *b) {
  if (!b->call->value[OPTION_JSON]) {
    cli_say(b->call, "cli.plugin-new.done", "folder", b->folder, NULL);
    return;
  }
  const char *name, *comma = "";
  printf("{\"id\": \"%s\", \"folder\": ", b->scaffold.id);
  cli_print_json_string(b->folder);
  printf(", \"files\": [");
  for (size_t i = 0; (name = cli_scaffold_file(i)); i++)
    if (strchr(name, '.')) {
      printf("%s\"%s\"", comma, name);
      comma = ", ";
    }
  printf("]}\n");
}

static int begin(beginning *b) {
  found other;
  int status = choose_parent(b);
  struct stat info;
  if (status == CLI_DONE && lstat(b->folder, &info) == 0) {
    cli_complain(b->call, "cli.plugin-new.exists", "folder", b->folder, NULL);
    status = CLI_WRONG_USAGE;
  }
  if (status != CLI_DONE)
    return status;
  if (find_plugin(b->folders, b->scaffold.id, &other, NULL)) {
    cli_complain(b->call, "cli.plugin-new.taken", "id", b->scaffold.id, "folder", other.folder,
                 NULL);
    return CLI_WRONG_USAGE;
  }
  status = make_whole(b);
  if (status == CLI_DONE)
    say_done(b);
  return status;
}

static int new_plugin(cli_call *call) {
  const char *out = call->value[OPTION_OUT] ? call->value[OPTION_OUT] : ".";
  beginning b = {.call = call, .scaffold = {.id = call->args[0], .lang = call->lang}};
  int status = check_id(call, b.scaffold.id);
  if (status != CLI_DONE)
    return status;
  read_day(b.date);
  b.scaffold.date = b.date;
  int n = snprintf(b.passing, sizeof b.passing, "%s/.%s.XXXXXX", out, b.scaffold.id);
  if (!path_in(b.folder, out, b.scaffold.id) || n < 0 || (size_t)n >= sizeof b.passing)
    return cli_write_failed(call, out, ENAMETOOLONG);
  const char *named[] = {b.folder, NULL};
  b.folders = cli_plugin_folders(call, named);
  status = b.folders ? begin(&b) : CLI_MACHINE_FAILED;
  free(b.folders);
  return status;
}

const cli_command cli_plugin_new = {.name = "plugin new",
                                    .usage = "ID [--extends PLUGIN] [--level LEVEL] [-o DIR]",
                                    .summary = "cli.plugin.new",
                                    .options = CLI_ALWAYS | CLI_BIT(OPTION_PLUGINS) |
                                               CLI_BIT(OPTION_OUT) | CLI_BIT(OPTION_LEVEL) |
                                               CLI_BIT(OPTION_EXTENDS),
                                    .least = 1,
                                    .most = 1,
                                    .run = new_plugin,
                                    .out_is_folder = true};
