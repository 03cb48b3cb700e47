/* Talking to the renderer process: starting it, asking, and living through its death.
 *
 * The process is started with posix_spawn, which never copies the caller, and speaks over a socket
 * pair, on which writing to a dead process is an error and no signal. A process that does not
 * answer in time, or dies, is ended and started anew for the next picture. One thread at a time
 * asks. */
#include "draw/renderer.h"

#include "base/report.h"
#include "base/text.h"
#include "draw/drawing.h"
#include "draw/lato.h"
#include "draw/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

struct polku_renderer {
  pthread_mutex_t lock;
  char *program;
  pid_t pid; /* -1: not running */
  int socket;
};

/* ------------------------------------------------------------------------ finding the program */

/* The folder of the running program with "/polku-render", or NULL. */
static char *beside_program(void) {
  char path[4096];
  ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
  if (n <= 0)
    return NULL;
  path[n] = '\0';
  char *slash = strrchr(path, '/');
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add_bytes(&text, path, slash ? (size_t)(slash - path) : 0);
  pk_text_add(&text, "/polku-render");
  return pk_text_take(&text);
}

static char *find_program(const char *asked) {
  if (asked)
    return strdup(asked);
  char *beside = beside_program();
  if (beside && access(beside, X_OK) == 0)
    return beside;
  free(beside);
  return strdup(POLKU_LIBEXEC_DIR "/polku-render");
}

/* ------------------------------------------------------------------------ starting and ending */

static void stop(polku_renderer *r, bool gently) {
  if (r->socket >= 0)
    close(r->socket);
  r->socket = -1;
  if (r->pid < 0)
    return;
  if (!gently)
    kill(r->pid, SIGKILL);
  while (waitpid(r->pid, NULL, 0) < 0 && errno == EINTR)
    ;
  r->pid = -1;
}

/* The process with the socket as its standard input; 0, or an errno. */
static int spawn(polku_renderer *r, int theirs) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none, usual;
  char *argv[] = {r->program, NULL};
  int error = posix_spawn_file_actions_init(&actions);
  if (error)
    return error;
  error = posix_spawnattr_init(&attributes);
  if (error) {
    posix_spawn_file_actions_destroy(&actions);
    return error;
  }
  sigemptyset(&none);
  sigemptyset(&usual);
  sigaddset(&usual, SIGPIPE);
  sigaddset(&usual, SIGCHLD);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  /* A group of its own: Ctrl-C in a terminal is the caller's business. */
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  error = posix_spawn_file_actions_adddup2(&actions, theirs, STDIN_FILENO);
  if (!error)
    error = posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
#ifndef POLKU_SANITIZED
  if (!error)
    error = posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
#endif
  if (!error)
    error = posix_spawn(&r->pid, r->program, &actions, &attributes, argv, environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (error)
    r->pid = -1;
  return error;
}

static bool start(polku_renderer *r, polku_report *report) {
  int fds[2];
  int error = access(r->program, X_OK) == 0 ? 0 : errno;
  if (!error && socketpair(AF_UNIX, SOCK_STREAM, 0, fds) != 0)
    error = errno;
  if (!error) {
    fcntl(fds[0], F_SETFD, FD_CLOEXEC);
    fcntl(fds[1], F_SETFD, FD_CLOEXEC);
    error = spawn(r, fds[1]);
    close(fds[1]);
    if (error)
      close(fds[0]);
    else
      r->socket = fds[0];
  }
  if (error && report)
    pk_report_machine(report, NULL, "E-RENDER-START", "program", r->program, "reason",
                      strerror(error), NULL);
  return !error;
}

/* ------------------------------------------------------------------------------------ asking */

static long now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Waits until the socket is ready for `events`; false when the time is up. */
static bool ready(int fd, short events, long deadline) {
  for (;;) {
    long left = deadline - now_ms();
    struct pollfd p = {fd, events, 0};
    int n = left > 0 ? poll(&p, 1, (int)left) : 0;
    if (n > 0)
      return true;
    if (n == 0 || errno != EINTR)
      return false;
  }
}

static bool send_all(int fd, const void *bytes, size_t length, long deadline) {
  const char *at = bytes;
  while (length > 0) {
    ssize_t n =
        ready(fd, POLLOUT, deadline) ? send(fd, at, length, MSG_NOSIGNAL | MSG_DONTWAIT) : -1;
    if (n < 0 && (errno == EINTR || errno == EAGAIN) && now_ms() < deadline)
      continue;
    if (n <= 0)
      return false;
    at += n;
    length -= (size_t)n;
  }
  return true;
}

static bool receive_all(int fd, void *bytes, size_t length, long deadline) {
  char *at = bytes;
  while (length > 0) {
    ssize_t n = ready(fd, POLLIN, deadline) ? recv(fd, at, length, MSG_DONTWAIT) : -1;
    if (n < 0 && (errno == EINTR || errno == EAGAIN) && now_ms() < deadline)
      continue;
    if (n <= 0)
      return false;
    at += n;
    length -= (size_t)n;
  }
  return true;
}

typedef enum { ASK_ANSWERED, ASK_LOST, ASK_MEMORY } asked;

/* One request and its whole answer; `*body` ends in NUL and is the caller's. A renderer that is
 * lost on the way is ended. */
static asked ask(polku_renderer *r, pk_request request, const void *bytes, pk_reply *answer,
                 char **body) {
  long deadline = now_ms() + 1000L * (PK_CHILD_SECONDS + 5);
  *body = NULL;
  request.magic = PK_WIRE_MAGIC;
  bool ok = send_all(r->socket, &request, sizeof request, deadline) &&
            send_all(r->socket, bytes, request.length, deadline) &&
            receive_all(r->socket, answer, sizeof *answer, deadline) &&
            answer->magic == PK_WIRE_MAGIC && answer->length <= PK_ANSWER_MAX;
  if (ok) {
    *body = malloc((size_t)answer->length + 1);
    if (!*body) {
      stop(r, false); /* the answer stays unread */
      return ASK_MEMORY;
    }
    ok = receive_all(r->socket, *body, answer->length, deadline);
    (*body)[answer->length] = '\0';
  }
  if (ok)
    return ASK_ANSWERED;
  free(*body);
  *body = NULL;
  stop(r, false);
  return ASK_LOST;
}

static double measure(polku_renderer *r, const char *text, int size, bool bold) {
  pk_request request = {
      .ask = PK_ASK_MEASURE, .format = 2 * (uint32_t)size + bold, .length = (uint32_t)strlen(text)};
  pk_reply answer;
  char *body;
  if (ask(r, request, text, &answer, &body) != ASK_ANSWERED)
    return -1;
  double width = answer.status == PK_RENDER_DONE ? strtod(body, NULL) : -1;
  free(body);
  return width;
}

double pk_renderer_measure(polku_renderer *renderer, const char *text, int size, bool bold) {
  pthread_mutex_lock(&renderer->lock);
  double width =
      renderer->pid < 0 && !start(renderer, NULL) ? -1 : measure(renderer, text, size, bold);
  pthread_mutex_unlock(&renderer->lock);
  return width;
}

static bool lay_out(polku_renderer *r, const int32_t *numbers, size_t count, int32_t *places,
                    int nodes) {
  pk_request request = {.ask = PK_ASK_LAYOUT, .length = (uint32_t)(count * sizeof *numbers)};
  size_t size = (size_t)nodes * sizeof *places;
  pk_reply answer;
  char *body;
  if (ask(r, request, numbers, &answer, &body) != ASK_ANSWERED)
    return false;
  bool done = answer.status == PK_RENDER_DONE && answer.length == size;
  if (done)
    memcpy(places, body, size);
  free(body);
  return done;
}

bool pk_renderer_layout(polku_renderer *renderer, const int32_t *numbers, size_t count,
                        int32_t *places, int nodes) {
  if (count * sizeof *numbers > PK_REQUEST_MAX)
    return false;
  pthread_mutex_lock(&renderer->lock);
  bool done = (renderer->pid >= 0 || start(renderer, NULL)) &&
              lay_out(renderer, numbers, count, places, nodes);
  pthread_mutex_unlock(&renderer->lock);
  return done;
}

pid_t pk_renderer_pid(const polku_renderer *renderer) {
  return renderer->pid;
}

/* ------------------------------------------------------------------------------------ public */

/* Whether text comes out as wide as the layout assumes: it does not where Lato is missing. */
static bool font_is_lato(polku_renderer *r, polku_report *report) {
  static const char text[] = "Kuntouttava toiminta 0123456789";
  double width = measure(r, text, 100, true),
         expected = pk_text_width(text, sizeof text - 1, 100, true);
  if (width < 0) {
    pk_report_machine(report, NULL, "E-RENDER-START", "program", r->program, "reason", "no answer",
                      NULL);
    return false;
  }
  if (fabs(width / expected - 1) > 0.02)
    pk_report_add(report, NULL, "W-RENDER-FONT", NULL);
  return true;
}

polku_renderer *polku_renderer_new(const char *program, polku_report *report) {
  polku_renderer *r = calloc(1, sizeof *r);
  if (!r) {
    pk_report_memory(report);
    return NULL;
  }
  r->pid = -1;
  r->socket = -1;
  pthread_mutex_init(&r->lock, NULL);
  r->program = find_program(program);
  if (!r->program)
    pk_report_memory(report);
  if (r->program && start(r, report) && font_is_lato(r, report))
    return r;
  polku_renderer_free(r);
  return NULL;
}

void polku_renderer_free(polku_renderer *renderer) {
  if (!renderer)
    return;
  stop(renderer, true);
  pthread_mutex_destroy(&renderer->lock);
  free(renderer->program);
  free(renderer);
}

static void refuse(const pk_reply *answer, const char *why, polku_report *report) {
  const char *code = answer->status == PK_RENDER_SLOW      ? "E-RENDER-TIME"
                     : answer->status == PK_RENDER_REFUSED ? "E-RENDER-REFUSED"
                                                           : "E-RENDER-CRASH";
  pk_report_machine(report, NULL, code, "reason", why, NULL);
}

/* What becomes of a scale that is none, or out of bounds. */
static double clamp_scale(double scale) {
  return isfinite(scale) && scale > 0 ? fmax(0.1, fmin(scale, 20)) : 1;
}

/* The largest scale, in hundredths, at which a PNG has a number of dots that its renderer can hold.
 */
static int largest_scale(const pk_scene *scene) {
  double inch = (double)PK_DOTS_PER_INCH / 72, w = scene->width * inch, h = scene->height * inch;
  double by_side = (PK_DOTS_SIDE_MAX - 1) / fmax(w, h);
  return (int)(100 * fmin(by_side, sqrt(PK_DOTS_MAX / (w * h))));
}

/* Whether the picture is too large for dots, and says so. */
static bool too_many_dots(const pk_scene *scene, double scale, polku_report *report) {
  int largest = largest_scale(scene);
  if (100 * scale <= largest)
    return false;
  char w[32], h[32], given[32], most[32];
  double inch = scale * PK_DOTS_PER_INCH / 72;
  pk_report_add(report, NULL, "E-RENDER-SIZE", "scale", pk_number_text(given, scale), "width",
                pk_number_text(w, round(scene->width * inch)), "height",
                pk_number_text(h, round(scene->height * inch)), "most",
                pk_number_text(most, largest / 100.0), NULL);
  return true;
}

static char *render(polku_renderer *r, const pk_text *scene, polku_format format, double scale,
                    size_t *length, polku_report *report) {
  if (r->pid < 0 && !start(r, report))
    return NULL;
  pk_request request = {.ask = PK_ASK_DRAW,
                        .format = (uint32_t)format,
                        .scale = (uint32_t)lround(scale * 1000),
                        .length = (uint32_t)scene->length};
  pk_reply answer;
  char *body;
  switch (ask(r, request, scene->data, &answer, &body)) {
  case ASK_MEMORY:
    pk_report_memory(report);
    return NULL;
  case ASK_LOST:
    pk_report_machine(report, NULL, "E-RENDER-LOST", NULL);
    return NULL;
  case ASK_ANSWERED:
    break;
  }
  if (answer.status == PK_RENDER_DONE) {
    *length = answer.length;
    return body;
  }
  refuse(&answer, body, report);
  free(body);
  return NULL;
}

char *polku_render(polku_renderer *renderer, const polku_drawing *drawing, polku_format format,
                   double scale, size_t *length, polku_report *report) {
  if (!renderer || !drawing)
    return NULL;
  scale = clamp_scale(scale);
  if (format == POLKU_PNG && too_many_dots(drawing->scene, scale, report))
    return NULL;
  pk_text scene = PK_TEXT_EMPTY;
  char *picture = NULL;
  pk_scene_write(drawing->scene, &scene);
  if (scene.failed)
    pk_report_memory(report);
  else if (scene.length > PK_REQUEST_MAX)
    pk_report_machine(report, NULL, "E-RENDER-REFUSED", "reason", "size", NULL);
  else {
    pthread_mutex_lock(&renderer->lock);
    picture = render(renderer, &scene, format, scale, length, report);
    pthread_mutex_unlock(&renderer->lock);
  }
  pk_text_free(&scene);
  return picture;
}
