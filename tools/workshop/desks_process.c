/* One desk as a process: started, asked, ended.
 *
 * It is started with posix_spawn, which never copies the room, and speaks over a socket pair, on
 * which writing to a dead process is an error and no signal. Whoever asks waits without a time
 * limit: who watches the time kills the process, and then the wait ends. */
#include "workshop/desks_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* ------------------------------------------------------------------------- starting and ending */

static int add_streams(posix_spawn_file_actions_t *actions, int theirs) {
  int error = posix_spawn_file_actions_adddup2(actions, theirs, STDIN_FILENO);
  if (!error)
    error = posix_spawn_file_actions_addopen(actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
#ifndef POLKU_SANITIZED
  if (!error)
    error = posix_spawn_file_actions_addopen(actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
#endif
  return error;
}

/* Signals as a fresh program has them, and a group of its own: Ctrl-C is the room's business. */
static void set_attributes(posix_spawnattr_t *attributes) {
  sigset_t none, usual;
  sigemptyset(&none);
  sigemptyset(&usual);
  sigaddset(&usual, SIGPIPE);
  sigaddset(&usual, SIGCHLD);
  sigaddset(&usual, SIGINT);
  sigaddset(&usual, SIGTERM);
  posix_spawnattr_setsigmask(attributes, &none);
  posix_spawnattr_setsigdefault(attributes, &usual);
  posix_spawnattr_setflags(attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
}

static int spawn(pid_t *pid, int theirs, const desk_programs *programs, bool back) {
  char *const argv[] = {programs->desk, programs->folders, programs->renderer,
                        back ? "back" : "front", NULL};
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int error = posix_spawn_file_actions_init(&actions);
  if (error)
    return error;
  error = posix_spawnattr_init(&attributes);
  if (error) {
    posix_spawn_file_actions_destroy(&actions);
    return error;
  }
  set_attributes(&attributes);
  error = add_streams(&actions, theirs);
  if (!error)
    error = posix_spawn(pid, programs->desk, &actions, &attributes, argv, environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return error;
}

int desk_start(desk_process *desk, const desk_programs *programs, bool back) {
  int fds[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
    return errno;
  int error = spawn(&desk->pid, fds[1], programs, back);
  close(fds[1]);
  if (error) {
    close(fds[0]);
    desk->pid = -1;
    return error;
  }
  desk->socket = fds[0];
  return 0;
}

bool desk_is_gone(const desk_process *desk) {
  struct pollfd p = {desk->socket, POLLIN, 0};
  return poll(&p, 1, 0) != 0; /* an idle desk says nothing: whatever comes is its end */
}

void desk_end(desk_process *desk) {
  if (desk->socket >= 0)
    close(desk->socket);
  while (desk->pid > 0 && waitpid(desk->pid, NULL, 0) < 0 && errno == EINTR)
    ;
  *desk = (desk_process){-1, -1};
}

/* -------------------------------------------------------------------------------------- asking */

static bool send_job(const desk_process *desk, const desk_waiting *job) {
  bool sent = wire_send(desk->socket, &job->request, sizeof job->request);
  for (int i = 0; sent && i < DESK_STRINGS; i++)
    if (job->strings[i])
      sent = wire_send(desk->socket, job->strings[i], job->request.lengths[i]);
  return sent;
}

bool desk_do(const desk_process *desk, const desk_waiting *job, desk_reply *reply, char **bytes) {
  *bytes = NULL;
  if (!send_job(desk, job) || !wire_receive(desk->socket, reply, sizeof *reply) ||
      reply->magic != DESK_MAGIC || reply->length > DESK_ANSWER_MOST ||
      (reply->state != DESK_DONE && reply->state != DESK_WRONG))
    return false;
  char *answer = malloc((size_t)reply->length + 1);
  if (!answer || !wire_receive(desk->socket, answer, (size_t)reply->length)) {
    free(answer);
    return false;
  }
  answer[reply->length] = '\0';
  *bytes = answer;
  return true;
}
