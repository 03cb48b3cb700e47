/* `polku workshop` as the person who opens it meets it: what it prints, how it ends, what it
 * refuses before anybody comes in. */
#include "support/check.h"
#include "support/files.h"
#include "support/http.h"
#include "support/program.h"
#include "support/run.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A workshop that runs, and what it printed first. */
typedef struct opened {
  pid_t process;
  FILE *output;
  json_t *links;
} opened;

static const char small[] =
    "{\n  \"format\": \"polku/1\",\n  \"horizon\": 6,\n"
    "  \"stages\": { \"start\": { \"name\": \"Alku\" }, \"work\": { \"final\": true } },\n"
    "  \"transitions\": { \"on\": { \"from\": \"start\", \"to\": \"work\", \"per_step\": 0.1 } },\n"
    "  \"groups\": { \"all\": { \"size\": 20, \"start\": \"start\" } }\n}\n";

/* How many files the next workshop may have open; 0: as many as this program. */
static rlim_t files_most;

static void become_workshop(const char *folder, int out) {
  struct rlimit files = {files_most, files_most};
  dup2(out, STDOUT_FILENO);
  if (files_most && setrlimit(RLIMIT_NOFILE, &files) != 0)
    _exit(127);
  if (chdir(folder) == 0)
    execl(POLKU_BUILD_DIR "/polku", "polku", "workshop", "small.json", "--json", "--port", "0",
          (char *)NULL);
  _exit(127);
}

static opened open_workshop(const char *folder) {
  opened w = {0};
  char line[2000];
  int ends[2];
  assert_int_equal(pipe(ends), 0);
  w.process = fork();
  assert_true(w.process >= 0);
  if (w.process == 0)
    become_workshop(folder, ends[1]);
  close(ends[1]);
  w.output = fdopen(ends[0], "r");
  assert_non_null(fgets(line, sizeof line, w.output));
  w.links = json_loads(line, 0, NULL);
  assert_non_null(w.links);
  return w;
}

/* Ctrl-C, and the status that follows. */
static int end_workshop(opened *w) {
  int status = 0;
  kill(w->process, SIGINT);
  assert_int_equal(waitpid(w->process, &status, 0), w->process);
  fclose(w->output);
  json_decref(w->links);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int port_of(const opened *w) {
  return (int)json_integer_value(json_object_get(w->links, "port"));
}

/* False: there was no answer. */
static bool may_enter(const opened *w, http *browser) {
  const char *url = json_string_value(json_object_get(w->links, "facilitator"));
  char *form = http_form("secret", strchr(url, '#') + 1, "view", "facilitator", NULL);
  http_answer answer;
  http_begin(browser, port_of(w));
  bool answered = http_post(browser, "/api/enter", form, &answer);
  free(form);
  if (!answered)
    return false;
  assert_int_equal(answer.status, 200);
  http_free(&answer);
  return true;
}

static void enter(const opened *w, http *browser) {
  assert_true(may_enter(w, browser));
}

static void act(http *browser, const char *id, const char *kind, const char *patch) {
  http_answer answer;
  char *form = patch ? http_form("id", id, "kind", kind, "base", "0", "patch", patch, NULL)
                     : http_form("id", id, "kind", kind, NULL);
  assert_true(http_post(browser, "/api/act", form, &answer));
  assert_int_equal(answer.status, 200);
  http_free(&answer);
  free(form);
}

static void a_workshop_prints_its_links_and_ends_at_ctrl_c(void **state) {
  (void)state;
  char *folder = new_folder();
  program_write(folder, "small.json", small);
  opened w = open_workshop(folder);
  static const char *const names[] = {"facilitator", "screen", "participants", "code"};
  for (size_t i = 0; i < 4; i++)
    assert_true(json_is_string(json_object_get(w.links, names[i])));
  assert_true(port_of(&w) > 0);
  http browser;
  enter(&w, &browser);
  http_end(&browser);
  assert_int_equal(end_workshop(&w), 0);
  remove_folder(folder);
  free(folder);
}

/* Who starts it with nohup and closes the terminal finds it open. */
static void a_workshop_that_was_told_to_outlive_its_terminal_does(void **state) {
  (void)state;
  char *folder = new_folder();
  http browser;
  program_write(folder, "small.json", small);
  signal(SIGHUP, SIG_IGN);
  opened w = open_workshop(folder);
  signal(SIGHUP, SIG_DFL);
  assert_int_equal(kill(w.process, SIGHUP), 0);
  enter(&w, &browser);
  act(&browser, "after-hangup", "edit", "{\"stages\": {\"start\": {\"name\": \"Ohjaus\"}}}");
  http_end(&browser);
  assert_int_equal(end_workshop(&w), 0);
  remove_folder(folder);
  free(folder);
}

/* Idle connections that take up all files would keep everybody out who comes after them. */
static void with_few_open_files_people_still_come_in(void **state) {
  (void)state;
  enum { FILES = 64, IDLE = 100 };
  int sockets[IDLE];
  char *folder = new_folder();
  http browser;
  program_write(folder, "small.json", small);
  files_most = FILES;
  opened w = open_workshop(folder);
  files_most = 0;
  for (int i = 0; i < IDLE; i++) {
    sockets[i] = http_connect(port_of(&w));
    (void)http_send(sockets[i], "GET /", 5); /* it may be sent away already */
  }
  int tries = 1; /* as a page does that was sent away in the crowd */
  for (; tries < 20 && !may_enter(&w, &browser); tries++)
    nanosleep(&(struct timespec){.tv_nsec = 200000000}, NULL);
  assert_in_range(tries, 1, 19);
  act(&browser, "among-the-idle", "edit", "{\"horizon\": 7}");
  act(&browser, "save-all-the-same", "save", NULL);
  http_end(&browser);
  for (int i = 0; i < IDLE; i++)
    close(sockets[i]);
  assert_int_equal(end_workshop(&w), 0);
  remove_folder(folder);
  free(folder);
}

static void what_was_edited_is_there_when_the_workshop_opens_again(void **state) {
  (void)state;
  char path[512], *folder = new_folder();
  program_write(folder, "small.json", small);
  snprintf(path, sizeof path, "%s/small.json", folder);
  for (int day = 0; day < 2; day++) {
    opened w = open_workshop(folder);
    http browser;
    enter(&w, &browser);
    if (day == 0)
      act(&browser, "first-edit", "edit", "{\"stages\": {\"start\": {\"name\": \"Ohjaus\"}}}");
    else
      act(&browser, "then-save", "save", NULL);
    http_end(&browser);
    assert_int_equal(end_workshop(&w), 0);
    char *text = read_whole_file(path, NULL);
    assert_non_null(text);
    assert_true((strstr(text, "\"Ohjaus\"") != NULL) == (day == 1));
    free(text);
  }
  remove_folder(folder);
  free(folder);
}

static void a_journal_is_held_by_one_workshop_and_forgotten_when_asked(void **state) {
  (void)state;
  char path[512], *folder = new_folder();
  struct stat info;
  program_write(folder, "small.json", small);
  snprintf(path, sizeof path, "%s/small.workshop.sqlite", folder);
  opened w = open_workshop(folder);
  program_expect(folder, "workshop small.json --json --port 0", 1, NULL, "E-JOURNAL-BUSY");
  program_expect(folder, "workshop small.json --forget", 1, NULL, "E-JOURNAL-BUSY");
  assert_int_equal(end_workshop(&w), 0);
  assert_int_equal(stat(path, &info), 0);
  program_expect(folder, "workshop small.json --forget", 0, "deleted", NULL);
  assert_int_equal(stat(path, &info), -1);
  program_write(folder, "small.workshop.sqlite", "somebody's own notes");
  program_expect(folder, "workshop small.json --forget", 1, NULL, "E-JOURNAL-OTHER");
  assert_int_equal(stat(path, &info), 0);
  remove_folder(folder);
  free(folder);
}

static void what_cannot_be_opened_is_refused_with_its_reason(void **state) {
  (void)state;
  char *folder = new_folder();
  program_write(folder, "small.json", small);
  program_write(folder, "broken.json", "{\"format\": \"polku/1\"}");
  program_expect(folder, "workshop broken.json --port 0", 1, NULL, "E-KEY-MISSING");
  program_expect(folder, "workshop missing.json --port 0", 1, NULL, "missing.json");
  program_expect(folder, "workshop small.json#more --port 0", 1, NULL, "scenario");
  program_expect(folder, "workshop small.json --port 70000", 2, NULL, "--port");
  program_expect(folder, "workshop small.json --cert small.json", 2, NULL, "--key");
  program_expect(folder, "workshop", 2, NULL, "workshop");
  remove_folder(folder);
  free(folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_workshop_prints_its_links_and_ends_at_ctrl_c),
      cmocka_unit_test(a_workshop_that_was_told_to_outlive_its_terminal_does),
      cmocka_unit_test(with_few_open_files_people_still_come_in),
      cmocka_unit_test(what_was_edited_is_there_when_the_workshop_opens_again),
      cmocka_unit_test(a_journal_is_held_by_one_workshop_and_forgotten_when_asked),
      cmocka_unit_test(what_cannot_be_opened_is_refused_with_its_reason),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
