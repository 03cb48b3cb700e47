/* What nobody would draw: names, scenes, graphs and requests by lot. Whatever the renderer's
 * children make of them, the renderer lives, its memory does not grow, it leaves no dead children
 * behind, and what comes out is a picture or a problem.
 *
 * POLKU_LONG=1 takes ten times as many: 10,000 names and 1,000 of each of the rest. */
#include "support/check.h"
#include "support/renderer.h"

#include "base/random.h"
#include "draw/names.h"
#include "draw/picture.h"
#include "draw/renderer.h"
#include "draw/wire.h"

#include <fcntl.h>
#include <inttypes.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static int rounds(int few) {
  return long_or(10 * few, few);
}

/* --------------------------------------------------------------------------------- lots */

typedef uint64_t lot;

static uint64_t draw(lot *l) {
  return pk_mix(++*l);
}

static int below(lot *l, int n) {
  return (int)(draw(l) % (uint64_t)n);
}

static int between(lot *l, int low, int high) {
  return low + below(l, high - low + 1);
}

/* Mostly small and sensible, at times anything. */
static int wild(lot *l, int usual) {
  static const int extremes[] = {0,      -1,     1,       32767,     -32768,
                                 199999, 200001, 1 << 30, INT32_MIN, INT32_MAX};
  return below(l, 20) ? between(l, 0, usual) : extremes[below(l, 10)];
}

/* -------------------------------------------------------------------------------- names */

/* Adds a code point as JSON writes it. */
static void add_escaped(FILE *out, unsigned point) {
  if (point >= 0x10000)
    fprintf(out, "\\u%04x\\u%04x", 0xd800 + ((point - 0x10000) >> 10), 0xdc00 + (point & 0x3ff));
  else
    fprintf(out, "\\u%04x", point);
}

static unsigned point_by_lot(lot *l) {
  static const unsigned ends[] = {0x80, 0x250, 0x700, 0x3000, 0x10000, 0x110000};
  unsigned point = (unsigned)below(l, (int)ends[below(l, 6)]);
  return point == 0 || (point >= 0xd800 && point < 0xe000) ? 'x' : point;
}

static char *name_by_lot(lot *l) {
  static const char *const pieces[] = {"\\\\N",
                                       "\\\\G",
                                       "\\\\",
                                       "\\\"",
                                       "<b>",
                                       "</b>",
                                       "<TABLE>",
                                       "</TABLE>",
                                       "&amp;",
                                       "&#38;",
                                       "&",
                                       "]]>",
                                       "<!--",
                                       "-->",
                                       "%s%n",
                                       "{count}",
                                       "\\n",
                                       "\\t",
                                       "\\u0007",
                                       "\\u202e",
                                       "\\u2066",
                                       "\\u200b",
                                       "\\ufeff",
                                       "\\uffff",
                                       "href=",
                                       "javascript:",
                                       "URL",
                                       "url(x)",
                                       "<svg/>",
                                       "<?x?>",
                                       "'",
                                       " ",
                                       "\\u0639\\u0631",
                                       "\\ud83d\\ude00",
                                       "e\\u0301\\u0302\\u0303",
                                       "työ",
                                       "osasto-",
                                       "w",
                                       "fi",
                                       "AVA"};
  char *name = NULL;
  size_t length;
  FILE *out = open_memstream(&name, &length);
  int parts = below(l, 50) ? between(l, 1, 12) : 2000; /* at times 10 kB */
  for (int i = 0; i < parts; i++)
    if (below(l, 2))
      fputs(pieces[below(l, (int)(sizeof pieces / sizeof pieces[0]))], out);
    else
      add_escaped(out, point_by_lot(l));
  fputc('.', out); /* a name is never empty */
  fclose(out);
  return name;
}

static void names_by_lot_are_words_and_nothing_else(void **state) {
  (void)state;
  pid_t before = pk_renderer_pid(renderer);
  for (int i = 0; i < rounds(1000) / 8; i++) {
    lot l = (lot)i;
    char *names[8];
    for (int k = 0; k < 8; k++)
      names[k] = name_by_lot(&l);
    char *text = model_of_names((const char *const *)names);
    size_t length;
    char *svg = picture(renderer, text, POLKU_SVG, &length);
    expect_clean_svg(svg, length, names[0]);
    free(svg);
    if (i % 10 == 0)
      for (int format = POLKU_PNG; format <= POLKU_DOT; format++)
        free(picture(renderer, text, (polku_format)format, &length));
    for (int k = 0; k < 8; k++)
      free(names[k]);
    free(text);
  }
  assert_int_equal(pk_renderer_pid(renderer), before);
}

/* ------------------------------------------------------------------------------- scenes */

enum { ITEMS = 30, EDGES = 30 };

typedef struct crowd {
  pk_scene scene;
  pk_item items[ITEMS];
  pk_line lines[ITEMS];
  pk_edge edges[EDGES];
  pk_printed pages[3];
} crowd;

static void item_by_lot(lot *l, pk_item *item, pk_line *line) {
  static const char *const texts[] = {"",
                                      "Työkokeilu",
                                      "\\N<b>&",
                                      "\x01\xff\xc3",
                                      "\xef\xbf\xbf",
                                      "\xe2\x80\xae",
                                      "Osatyökyky ja kuntoutus"};
  static const char *const ids[] = {NULL,   "stage--a",    "edge7", "graph0",
                                    "page", "\"><script>", "n1"};
  *line = (pk_line){texts[below(l, 7)], wild(l, 40), below(l, 2), wild(l, 0xffffff)};
  *item = (pk_item){.shape = (pk_outline)between(l, 0, PK_SHAPE_COUNT),
                    .x = wild(l, 800),
                    .y = wild(l, 600),
                    .w = wild(l, 300),
                    .h = wild(l, 100),
                    .fill = below(l, 3) ? wild(l, 0xffffff) : PK_NO_COLOUR,
                    .stroke = wild(l, 0xffffff),
                    .line_width = wild(l, 30),
                    .dashed = below(l, 2),
                    .pad_x = wild(l, 10),
                    .pad_y = wild(l, 10),
                    .indent = wild(l, 20),
                    .id = ids[below(l, 7)],
                    .klass = ids[below(l, 7)],
                    .transition = wild(l, 3),
                    .line_count = below(l, 2),
                    .lines = line};
}

static void edge_by_lot(lot *l, pk_edge *edge) {
  *edge = (pk_edge){.point_count = 3 * between(l, 1, 5) + 1,
                    .head = below(l, 2),
                    .tip_x = wild(l, 800),
                    .tip_y = wild(l, 600),
                    .line_width = wild(l, 30),
                    .head_size = wild(l, 20),
                    .colour = wild(l, 0xffffff),
                    .dashed = below(l, 2),
                    .klass = below(l, 2) ? "move" : NULL};
  for (int i = 0; i < edge->point_count; i++) {
    edge->x[i] = wild(l, 800);
    edge->y[i] = wild(l, 600);
  }
}

static void crowd_by_lot(lot *l, crowd *c) {
  *c = (crowd){.scene = {.width = between(l, 1, 900),
                         .height = between(l, 1, 700),
                         .paper = (polku_paper)between(l, POLKU_SCREEN, POLKU_A3),
                         .page_count = below(l, 4),
                         .ground = 0xffffff,
                         .title = below(l, 2) ? "Polku" : "]]> \xff <&\\ )(",
                         .description = "",
                         .lang = "fi",
                         .items = c->items,
                         .item_count = between(l, 0, ITEMS),
                         .edges = c->edges,
                         .edge_count = between(l, 0, EDGES),
                         .pages = c->pages}};
  for (int i = 0; i < ITEMS; i++)
    item_by_lot(l, &c->items[i], &c->lines[i]);
  for (int i = 0; i < EDGES; i++)
    edge_by_lot(l, &c->edges[i]);
  for (int i = 0; i < 3; i++)
    c->pages[i] = (pk_printed){wild(l, 600), wild(l, 300)};
}

/* A picture, or a problem that says why not. */
static void scenes_by_lot_are_pictures_or_problems(void **state) {
  (void)state;
  pid_t before = pk_renderer_pid(renderer);
  crowd *c = malloc(sizeof *c);
  for (int i = 0; i < rounds(100); i++) {
    lot l = (lot)i + 1000000;
    crowd_by_lot(&l, c);
    polku_report *report = polku_report_new();
    size_t length = 0;
    char *bytes = polku_render(renderer, &(polku_drawing){.scene = &c->scene},
                               (polku_format)(i % 4), 1, &length, report);
    assert_int_equal(polku_report_count(report, POLKU_ERROR), bytes ? 0 : 1);
    if (bytes && i % 4 == POLKU_SVG)
      expect_clean_svg(bytes, length, "a scene");
    free(bytes);
    polku_report_free(report);
  }
  assert_int_equal(pk_renderer_pid(renderer), before);
  free(c);
}

/* -------------------------------------------------------------------------------- graphs */

/* Graphs with loops, many edges between two nodes, edges within a rank and backwards: what plain
 * dot with labels crashes on. Where nodes stand, or no answer; the renderer stays. */
static void graphs_by_lot_are_laid_out_or_refused(void **state) {
  (void)state;
  pid_t before = pk_renderer_pid(renderer);
  for (int i = 0; i < rounds(100); i++) {
    lot l = (lot)i + 2000000;
    int nodes = between(&l, 1, 60), edges = below(&l, 120), ranks = between(&l, 1, 12);
    int32_t numbers[3 + 3 * 60 + 3 * 120] = {nodes, edges, wild(&l, 300)}, at[60];
    int32_t *next = numbers + PK_LAYOUT_HEAD;
    for (int n = 0; n < nodes; n++) {
      *next++ = wild(&l, 2000);
      *next++ = wild(&l, 1000);
      *next++ = below(&l, ranks);
    }
    for (int e = 0; e < edges; e++) {
      *next++ = below(&l, nodes);
      *next++ = below(&l, nodes);
      *next++ = wild(&l, 50);
    }
    pk_renderer_layout(renderer, numbers, (size_t)(next - numbers), at, nodes);
    assert_int_equal(pk_renderer_pid(renderer), before);
  }
}

/* ------------------------------------------------------------------------------ requests */

/* A renderer that is spoken to without the library's manners. */
typedef struct line_to {
  pid_t pid;
  int socket;
} line_to;

static line_to call_renderer(void) {
  line_to it = {-1, -1};
  int fds[2];
  posix_spawn_file_actions_t actions;
  char program[] = POLKU_BUILD_DIR "/polku-render", *argv[] = {program, NULL};
  assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, fds[1], STDIN_FILENO);
  posix_spawn_file_actions_addclose(&actions, fds[0]);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  assert_int_equal(posix_spawn(&it.pid, program, &actions, NULL, argv, environ), 0);
  posix_spawn_file_actions_destroy(&actions);
  close(fds[1]);
  it.socket = fds[0];
  return it;
}

static int hang_up(line_to *it) {
  int status = -1;
  close(it->socket);
  assert_int_equal(waitpid(it->pid, &status, 0), it->pid);
  return status;
}

static bool hear(int fd, void *into, size_t length) {
  char *at = into;
  while (length > 0) {
    ssize_t n = recv(fd, at, length, 0);
    if (n <= 0)
      return false;
    at += n;
    length -= (size_t)n;
  }
  return true;
}

/* Bytes of a real scene, some of them changed, lost or doubled. The number of them. */
static size_t garble(lot *l, const pk_text *scene, char *into) {
  size_t length = scene->length;
  memcpy(into, scene->data, length);
  for (int changes = between(l, 1, 8); changes > 0; changes--)
    into[draw(l) % length] = (char)draw(l);
  return below(l, 4) ? length : (size_t)(draw(l) % length);
}

static void garbled_scenes_are_answered(void **state) {
  (void)state;
  crowd *c = malloc(sizeof *c);
  lot first = 7;
  crowd_by_lot(&first, c);
  pk_text scene = PK_TEXT_EMPTY;
  pk_scene_write(&c->scene, &scene);
  char *garbled = malloc(scene.length);
  line_to it = call_renderer();
  for (int i = 0; i < rounds(100); i++) {
    lot l = (lot)i + 3000000;
    size_t length = garble(&l, &scene, garbled);
    pk_request request = {PK_WIRE_MAGIC, (uint32_t)between(&l, 0, 3), (uint32_t)below(&l, 6),
                          (uint32_t)wild(&l, 2000), (uint32_t)length};
    if (request.ask == PK_ASK_MEASURE)
      request.format = (uint32_t)between(&l, 8, 100);
    pk_reply reply;
    assert_int_equal(send(it.socket, &request, sizeof request, MSG_NOSIGNAL), sizeof request);
    assert_int_equal(send(it.socket, garbled, length, MSG_NOSIGNAL), length);
    assert_true(hear(it.socket, &reply, sizeof reply));
    assert_int_equal(reply.magic, PK_WIRE_MAGIC);
    assert_in_range(reply.status, PK_RENDER_DONE, PK_RENDER_SLOW);
    char *body = malloc((size_t)reply.length + 1);
    assert_true(hear(it.socket, body, reply.length));
    free(body);
  }
  assert_int_equal(hang_up(&it), 0);
  pk_text_free(&scene);
  free(garbled);
  free(c);
}

/* It cannot know where the next request would begin, so it ends; in peace. */
static void who_talks_nonsense_is_left(void **state) {
  (void)state;
  static const pk_request nonsense[] = {{.magic = 0x12345678},
                                        {.magic = PK_WIRE_MAGIC, .length = UINT32_MAX}};
  for (int i = 0; i < 3; i++) {
    line_to it = call_renderer();
    char byte;
    if (i < 2)
      assert_int_equal(send(it.socket, &nonsense[i], sizeof nonsense[i], MSG_NOSIGNAL),
                       sizeof nonsense[i]);
    else {
      assert_int_equal(send(it.socket, "PKR", 3, MSG_NOSIGNAL), 3);
      shutdown(it.socket, SHUT_WR);
    }
    assert_false(hear(it.socket, &byte, 1));
    assert_int_equal(hang_up(&it), 0);
  }
}

/* ------------------------------------------------------------------------------- memory */

/* kB of memory that a process has, from /proc; 0 where that cannot be read. */
static long resident(pid_t pid) {
  char path[64], line[256];
  long kb = 0;
  snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
  FILE *file = fopen(path, "r");
  while (file && fgets(line, sizeof line, file))
    if (sscanf(line, "VmRSS: %ld", &kb) == 1)
      break;
  if (file)
    fclose(file);
  return kb;
}

static int children_of(pid_t pid) {
  char path[64];
  int child, count = 0;
  snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)pid, (int)pid);
  FILE *file = fopen(path, "r");
  while (file && fscanf(file, "%d", &child) == 1)
    count++;
  if (file)
    fclose(file);
  return count;
}

/* A small picture in each format by turns. */
static void make_pictures(int count) {
  crowd *c = malloc(sizeof *c);
  for (int i = 0; i < count; i++) {
    lot l = 11;
    crowd_by_lot(&l, c);
    polku_report *report = polku_report_new();
    size_t length;
    free(polku_render(renderer, &(polku_drawing){.scene = &c->scene}, (polku_format)(i % 4), 0.2,
                      &length, report));
    polku_report_free(report);
  }
  free(c);
}

/* Of 1,000 pictures the renderer may not keep half a kilobyte each, and of 10,000 (POLKU_LONG) no
 * more in all; the caller neither. */
static void pictures_leave_neither_memory_nor_children(void **state) {
  (void)state;
  make_pictures(50);
  pid_t pid = pk_renderer_pid(renderer);
  long before = resident(pid), ours = resident(getpid());
  int count = rounds(1000), siblings = children_of(getpid());
  make_pictures(count);
  assert_int_equal(pk_renderer_pid(renderer), pid);
  assert_true(before > 0);
  print_message("renderer %ld kB, after %d pictures %ld kB\n", before, count, resident(pid));
#ifndef POLKU_SANITIZED /* where what is freed stays in quarantine */
  assert_true(resident(pid) - before < 512);
  assert_true(resident(getpid()) - ours < 512);
#else
  (void)ours;
#endif
  assert_int_equal(children_of(pid), 0);
  assert_int_equal(children_of(getpid()), siblings);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(names_by_lot_are_words_and_nothing_else),
      cmocka_unit_test(scenes_by_lot_are_pictures_or_problems),
      cmocka_unit_test(graphs_by_lot_are_laid_out_or_refused),
      cmocka_unit_test(garbled_scenes_are_answered),
      cmocka_unit_test(who_talks_nonsense_is_left),
      cmocka_unit_test(pictures_leave_neither_memory_nor_children),
  };
  return cmocka_run_group_tests(tests, start_renderer, end_renderer);
}
