#define _GNU_SOURCE
#include "support/workshop.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void pause_for(long milliseconds) {
  nanosleep(&(struct timespec){milliseconds / 1000, milliseconds % 1000 * 1000000}, NULL);
}

/* --- starting and ending */

/* In a group of its own, so that its children can be counted; it does not outlive the test. */
static void become(const char *build, const char *folder, const char *model, int port, int out) {
  char program[4096], path[4096], problems[4096], number[16];
  snprintf(program, sizeof program, "%s/polku", build);
  snprintf(path, sizeof path, "%s/%s", folder, model);
  snprintf(problems, sizeof problems, "%s/problems.txt", folder);
  snprintf(number, sizeof number, "%d", port);
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  int error = open(problems, O_WRONLY | O_CREAT | O_APPEND, 0600);
  dup2(out, STDOUT_FILENO);
  if (error >= 0)
    dup2(error, STDERR_FILENO);
  unsetenv("POLKU_PLUGIN_PATH");
  execl(program, program, "workshop", path, "--json", "--lang", "en", port > 0 ? "--port" : NULL,
        number, (char *)NULL);
  _exit(127);
}

int free_port(void) {
  for (int i = 0; i < 100; i++) {
    int port = 20000 + (int)((getpid() * 31L + i * 977L) % 12000), yes = 1;
    int s = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    bool is_free = s >= 0 && bind(s, (struct sockaddr *)&here, sizeof here) == 0;
    if (s >= 0)
      close(s);
    if (is_free)
      return port;
  }
  return 0;
}

/* The first line that it prints; "" when none came. */
static void first_line(int from, char line[2048]) {
  size_t length = 0;
  struct pollfd wait = {.fd = from, .events = POLLIN};
  while (length < 2047 && poll(&wait, 1, 120000) > 0 && read(from, line + length, 1) == 1 &&
         line[length] != '\n')
    length++;
  line[length] = '\0';
}

/* What stands behind the # of a link. */
static void take_secret(const char *json, const char *link, char secret[64]) {
  char url[512];
  const char *mark = strchr(string_in_json(json, link, url, sizeof url), '#');
  snprintf(secret, 64, "%.63s", mark ? mark + 1 : "");
}

bool start_workshop(workshop_room *w, const char *build, const char *folder, const char *model,
                    int port) {
  int ends[2];
  char line[2048];
  *w = (workshop_room){0};
  if (port == 0)
    port = free_port();
  if (pipe2(ends, O_CLOEXEC) != 0)
    return false;
  fflush(NULL);
  w->pid = fork();
  if (w->pid == 0)
    become(build, folder, model, port, ends[1]);
  close(ends[1]);
  first_line(ends[0], line);
  close(ends[0]);
  w->port = (int)number_in_json(line, "port");
  take_secret(line, "facilitator", w->facilitator);
  take_secret(line, "participants", w->participants);
  string_in_json(line, "code", w->code, sizeof w->code);
  if (w->port > 0 && w->facilitator[0])
    return true;
  kill_workshop(w);
  w->pid = 0;
  return false;
}

static bool all_gone(pid_t group) {
  for (int tries = 0; tries < 1000; tries++) {
    if (kill(-group, 0) != 0)
      return true;
    pause_for(10);
  }
  return false;
}

bool kill_workshop(workshop_room *w) {
  int status;
  if (w->pid <= 0)
    return true;
  kill(w->pid, SIGKILL);
  waitpid(w->pid, &status, 0);
  bool gone = all_gone(w->pid);
  kill(-w->pid, SIGKILL);
  w->pid = 0;
  return gone;
}

int stop_workshop(workshop_room *w) {
  int status = 0;
  kill(w->pid, SIGTERM);
  for (int tries = 0; tries < 1000; tries++) {
    if (waitpid(w->pid, &status, WNOHANG) == w->pid) {
      kill(-w->pid, SIGKILL);
      w->pid = 0;
      return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    pause_for(10);
  }
  kill_workshop(w);
  return -1;
}

/* --- people in it */

bool enter_workshop(const workshop_room *w, http *browser, const char *view) {
  http_answer answer;
  bool facilitator = strcmp(view, "facilitator") == 0;
  char *form =
      http_form("secret", facilitator ? w->facilitator : w->participants, "view", view, NULL);
  bool in = http_post(browser, "/api/enter", form, &answer) && answer.status == 200;
  http_free(&answer);
  free(form);
  return in && browser->cookie[0];
}

int act_in_workshop(http *browser, const char *form, long long *number, char sort[32]) {
  http_answer answer;
  if (!http_post(browser, "/api/act", form, &answer))
    return 0;
  int status = answer.status;
  if (number)
    *number = number_in_json(answer.body, "number");
  if (sort)
    string_in_json(answer.body, "sort", sort, 32);
  http_free(&answer);
  return status;
}

/* --- looking at what it says */

static const char *after(const char *json, const char *name) {
  char quoted[128];
  snprintf(quoted, sizeof quoted, "\"%s\":", name);
  const char *at = json ? strstr(json, quoted) : NULL;
  if (at)
    at += strlen(quoted);
  return at ? at + strspn(at, " ") : NULL;
}

long long number_in_json(const char *json, const char *name) {
  const char *at = after(json, name);
  return at ? strtoll(at, NULL, 10) : -1;
}

const char *string_in_json(const char *json, const char *name, char *value, size_t room) {
  const char *at = after(json, name);
  if (at && *at == '"')
    snprintf(value, room, "%.*s", (int)strcspn(at + 1, "\""), at + 1);
  else
    value[0] = '\0';
  return value;
}
