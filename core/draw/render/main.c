/* The renderer's loop: read a request, let a child draw it, send the answer. */
#include "draw/palette.h"
#include "draw/render/render.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* How far a child came when it gave up: its exit status (1 is what Graphviz itself exits with). */
enum { SOCKET = 0, CHILD_REFUSED = 3, NO_LAYOUT, NO_PICTURE, NO_READER };

/* ---------------------------------------------------------------------------- the child */

static void limit_child(void) {
  struct rlimit cpu = {PK_CHILD_CPU, PK_CHILD_CPU + 1};
  setrlimit(RLIMIT_CPU, &cpu);
#ifndef POLKU_SANITIZED
  struct rlimit memory = {(rlim_t)PK_CHILD_MEMORY_MB << 20, (rlim_t)PK_CHILD_MEMORY_MB << 20};
  setrlimit(RLIMIT_AS, &memory);
#endif
  struct rlimit core = {0, 0};
  setrlimit(RLIMIT_CORE, &core);
  alarm(PK_CHILD_SECONDS + 1);
}

static bool write_all(int fd, const void *bytes, size_t length) {
  const char *at = bytes;
  while (length > 0) {
    ssize_t n = write(fd, at, length);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return false;
    at += n;
    length -= (size_t)n;
  }
  return true;
}

/* What is loaded once, for all children. */
typedef struct kit {
  GVC_t *gvc;
  render_fonts fonts;
} kit;

/* In words, by Graphviz's own means: SVG, made tidy, or DOT. */
static char *draw_words(const kit *k, const pk_scene *scene, render_format format, size_t *size) {
  Agraph_t *graph = render_graph(scene, NULL);
  char *words = NULL;
  unsigned length = 0;
  if (!graph || gvLayout(k->gvc, graph, "nop2") != 0 ||
      gvRenderData(k->gvc, graph, format == RENDER_SVG ? "svg" : "dot", &words, &length) != 0)
    return NULL;
  *size = length;
  if (!words || format != RENDER_SVG)
    return words;
  const char *style = scene->bare ? "" : render_font_style(&k->fonts, scene);
  return style ? render_tidy_svg(scene, style, words, length, size) : NULL;
}

/* Draws a scene to `out`; the child's exit status. */
static int draw(const kit *k, const pk_request *request, const unsigned char *bytes, int out) {
  pk_scene *scene = render_read(bytes, request->length);
  double scale = request->scale / 1000.0;
  if (!scene || request->format >= RENDER_FORMATS)
    return CHILD_REFUSED;
  render_format format = (render_format)request->format;
  size_t size = 0;
  char *picture = format == RENDER_PDF   ? render_pdf(k->gvc, scene, &size)
                  : format == RENDER_PNG ? render_png(k->gvc, scene, scale, &size)
                                         : draw_words(k, scene, format, &size);
  if (!picture || size == 0)
    return NO_PICTURE;
  return write_all(out, picture, size) ? 0 : NO_READER;
}

static int measure(const kit *k, const pk_request *request, const unsigned char *bytes, int out) {
  char text[32];
  double width = render_measure(k->gvc, (const char *)bytes, (int)(request->format / 2),
                                request->format % 2 == 1);
  int length = snprintf(text, sizeof text, "%.3f", width);
  return width >= 0 && write_all(out, text, (size_t)length) ? 0 : NO_LAYOUT;
}

static int lay_out(const kit *k, const pk_request *request, const unsigned char *bytes, int out) {
  const int32_t *numbers = (const int32_t *)(const void *)bytes; /* as malloc aligned them */
  int32_t *places = NULL;
  int count = render_layout(k->gvc, numbers, request->length / sizeof *numbers, &places);
  if (count <= 0)
    return count < 0 ? NO_LAYOUT : CHILD_REFUSED;
  return write_all(out, places, (size_t)count * sizeof *places) ? 0 : NO_READER;
}

static int answer_in_child(const kit *k, const pk_request *request, const unsigned char *bytes,
                           int out) {
  switch (request->ask) {
  case PK_ASK_DRAW:
    return draw(k, request, bytes, out);
  case PK_ASK_LAYOUT:
    return lay_out(k, request, bytes, out);
  default:
    return measure(k, request, bytes, out);
  }
}

/* --------------------------------------------------------------------------- the parent */

typedef struct answer {
  pk_render_status status;
  char *bytes;
  size_t length, room;
  char why[64];
} answer;

static long now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Reads what the child has for us; false when it has closed its end, or has too much to say. */
static bool collect(answer *a, int fd) {
  if (a->room - a->length < 65536) {
    size_t room = a->room ? 2 * a->room : 262144;
    char *more = room <= PK_ANSWER_MAX ? realloc(a->bytes, room) : NULL;
    if (!more) {
      a->status = PK_RENDER_DIED;
      return false;
    }
    a->bytes = more;
    a->room = room;
  }
  ssize_t n = read(fd, a->bytes + a->length, a->room - a->length);
  if (n > 0)
    a->length += (size_t)n;
  return n > 0 || (n < 0 && errno == EINTR);
}

/* Everything the child writes until it ends or its time is up. */
static void listen_to(answer *a, pid_t child, int fd) {
  long deadline = now_ms() + 1000L * PK_CHILD_SECONDS;
  for (;;) {
    long left = deadline - now_ms();
    struct pollfd p = {fd, POLLIN, 0};
    int ready = left > 0 ? poll(&p, 1, (int)left) : 0;
    if (ready < 0 && errno == EINTR)
      continue;
    if (ready <= 0) {
      a->status = PK_RENDER_SLOW;
      break;
    }
    if (!collect(a, fd))
      break;
  }
  if (a->status != PK_RENDER_DONE)
    kill(child, SIGKILL);
}

static void judge(answer *a, int status) {
  if (a->status == PK_RENDER_SLOW)
    snprintf(a->why, sizeof a->why, "%d s", PK_CHILD_SECONDS);
  else if (WIFSIGNALED(status)) {
    a->status = WTERMSIG(status) == SIGXCPU ? PK_RENDER_SLOW : PK_RENDER_DIED;
    snprintf(a->why, sizeof a->why, "signal %d", WTERMSIG(status));
  } else if (WIFEXITED(status) && WEXITSTATUS(status) != 0) {
    a->status = WEXITSTATUS(status) == CHILD_REFUSED ? PK_RENDER_REFUSED : PK_RENDER_DIED;
    snprintf(a->why, sizeof a->why, "status %d", WEXITSTATUS(status));
  }
}

static void serve(const kit *k, const pk_request *request, const unsigned char *bytes, answer *a) {
  int fds[2];
  pid_t child = -1;
  if (pipe(fds) != 0 || (child = fork()) < 0) {
    a->status = PK_RENDER_DIED;
    snprintf(a->why, sizeof a->why, "%s", strerror(errno));
    return;
  }
  if (child == 0) {
    close(SOCKET);
    close(fds[0]);
    limit_child();
    _exit(answer_in_child(k, request, bytes, fds[1]));
  }
  close(fds[1]);
  listen_to(a, child, fds[0]);
  close(fds[0]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR)
    ;
  judge(a, status);
}

static bool read_all(int fd, void *bytes, size_t length) {
  char *at = bytes;
  while (length > 0) {
    ssize_t n = read(fd, at, length);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return false;
    at += n;
    length -= (size_t)n;
  }
  return true;
}

/* One request and its answer; false when the library is gone or talks nonsense. */
static bool turn(const kit *k) {
  pk_request request;
  if (!read_all(SOCKET, &request, sizeof request) || request.magic != PK_WIRE_MAGIC ||
      request.length > PK_REQUEST_MAX)
    return false;
  unsigned char *bytes = calloc(1, (size_t)request.length + 1);
  if (!bytes)
    return false;
  answer a = {.status = PK_RENDER_DONE};
  bool ok = read_all(SOCKET, bytes, request.length);
  if (ok) {
    serve(k, &request, bytes, &a);
    const char *body = a.status == PK_RENDER_DONE ? a.bytes : a.why;
    size_t length = a.status == PK_RENDER_DONE ? a.length : strlen(a.why);
    pk_reply head = {PK_WIRE_MAGIC, (uint32_t)a.status, (uint32_t)length};
    ok = write_all(SOCKET, &head, sizeof head) && write_all(SOCKET, body, length);
  }
  free(a.bytes);
  free(bytes);
  return ok;
}

/* Text of one size in both weights. */
static void warm_item(pk_item *item, pk_line *lines, int size) {
  static const char letters[] = "AÄBCDEFGHIJKLMNOPQRSTUVWXYZÅÖ aäbcdefghijklmnopqrstuvwxyzåö "
                                "0123456789 .,:;-–·~≈%()/?!'’”&+";
  *item = (pk_item){.shape = PK_BOX, .w = 1400, .h = 80, .line_count = 2, .lines = lines};
  lines[0] = (pk_line){letters, size, false, 0};
  lines[1] = (pk_line){letters, size, true, 0};
}

/* Loads plugins, fonts in the sizes of pictures, and their tables, so that children find them in
 * memory: a third of what a picture takes otherwise. */
static void warm(const kit *k) {
  static const int sizes[] = {PK_SIZE_SMALL, PK_SIZE_NAME, PK_SIZE_STAGE, PK_SIZE_HEAD,
                              PK_SIZE_TITLE};
  enum { SIZES = sizeof sizes / sizeof sizes[0] };
  pk_item items[SIZES];
  pk_line lines[SIZES][2];
  pk_scene scene = {.width = 1400,
                    .height = 80,
                    .ground = 0xffffff,
                    .title = "",
                    .description = "",
                    .lang = "en",
                    .item_count = SIZES,
                    .items = items};
  for (int i = 0; i < SIZES; i++)
    warm_item(&items[i], lines[i], sizes[i]);
  size_t length;
  render_measure(k->gvc, "Polku", 12, false);
  free(draw_words(k, &scene, RENDER_SVG, &length));
}

/* Threads of this process; 1 where nobody can tell. */
static int count_threads(void) {
  DIR *tasks = opendir("/proc/self/task");
  int count = 0;
  if (!tasks)
    return 1;
  for (const struct dirent *task; (task = readdir(tasks));)
    count += task->d_name[0] != '.';
  closedir(tasks);
  return count;
}

/* Pango searches for fonts in threads of its own, which end when they have found them. A child that
 * is forked meanwhile inherits fontconfig's lock closed, and nobody is there to open it: measured,
 * one picture in five thousand waited for ever. After this nothing here starts a thread: the layout
 * of pictures is the children's. */
static void wait_until_alone(void) {
  const struct timespec moment = {0, 1000000};
  for (int i = 0; i < 5000 && count_threads() > 1; i++)
    nanosleep(&moment, NULL);
}

int main(void) {
  signal(SIGPIPE, SIG_IGN);
  agseterr(AGMAX);
  kit k = {.gvc = gvContext()};
  if (!k.gvc)
    return 1;
  render_add_sheet(k.gvc);
  render_fonts_load(&k.fonts);
  warm(&k);
  wait_until_alone();
  while (turn(&k))
    ;
  _exit(0); /* Graphviz and fontconfig keep tables that nobody can free */
}
