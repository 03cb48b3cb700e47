/* The house has floors: a room includes only rooms above it in the list below, each foreign library
 * has one door, tools see polku.h alone, and no header leads back to itself.
 *
 * The judge is a plain function of (file, what it includes), so that the first tests can show it
 * made-up sins before the last two read the real tree. */
#include "support/check.h"
#include "support/files.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const rooms[] = {"base", "model", "rules", "chain", "engine", "study", "draw"};
enum { ROOM_COUNT = sizeof rooms / sizeof rooms[0], EDGES_MAX = 20000 };

/* Libraries and the one folder that may include them; headers are matched by their beginning. */
static const struct {
  const char *header, *folder;
} doors[] = {
    {"jansson", "core/model/"},        {"lua", "core/rules/"},
    {"lauxlib", "core/rules/"},        {"graphviz/", "core/draw/render/"},
    {"gvc", "core/draw/render/"},      {"cgraph", "core/draw/render/"},
    {"omp.h", "core/engine/"},         {"mpi.h", "core/engine/"},
    {"sqlite3", "tools/store/"},       {"xlsxwriter", "tools/table/"},
    {"microhttpd", "tools/workshop/"}, {"qrencode", "tools/workshop/"},
    {"nlopt", "core/study/"},
};

static bool begins(const char *text, const char *with) {
  return strncmp(text, with, strlen(with)) == 0;
}

/* The floor of a path like "ROOM/…", −1 when it is none of the rooms. */
static int floor_of(const char *path) {
  for (int i = 0; i < ROOM_COUNT; i++) {
    size_t n = strlen(rooms[i]);
    if (strncmp(path, rooms[i], n) == 0 && path[n] == '/')
      return i;
  }
  return -1;
}

/* Benchmarks measure what is not public, beside the library that one would use directly. */
static bool measures(const char *file) {
  return begins(file, "tools/bench/");
}

/* What is wrong with `file` (path from the top of the tree) including `header`, or NULL. */
static const char *judge(const char *file, const char *header, bool quoted) {
  if (measures(file))
    return NULL;
  for (size_t i = 0; i < sizeof doors / sizeof doors[0]; i++)
    if (!quoted && begins(header, doors[i].header) && !begins(file, doors[i].folder))
      return "a second door to a library";
  int to = floor_of(header);
  if (begins(file, "tools/"))
    return quoted && to >= 0 ? "tools look into a room of core" : NULL;
  if (!quoted || !begins(file, "core/"))
    return NULL;
  int from = floor_of(file + strlen("core/"));
  if (begins(header, "rules/desk/") && begins(file, "core/rules/") &&
      !begins(file, "core/rules/desk/"))
    return "the law looks at its desk";
  if (begins(header, "tools/") || strstr(header, "../"))
    return "a way around the rooms";
  if (to < 0)
    return strcmp(header, "polku.h") == 0 ? NULL : "a header that is in no room";
  return from >= 0 && to > from ? "an upward arrow" : NULL;
}

typedef struct edge {
  char from[160], to[160];
  bool quoted;
} edge;

static edge edges[EDGES_MAX];
static size_t edge_count;

static void add_edge(const char *from, const char *to, size_t length, bool quoted) {
  assert_true(edge_count < EDGES_MAX);
  edge *e = &edges[edge_count++];
  snprintf(e->from, sizeof e->from, "%s", from);
  snprintf(e->to, sizeof e->to, "%.*s", (int)length, to);
  e->quoted = quoted;
}

static void read_includes(void *context, const char *path) {
  (void)context;
  size_t n = strlen(path);
  if (n < 2 || (strcmp(path + n - 2, ".c") != 0 && strcmp(path + n - 2, ".h") != 0))
    return;
  char *text = read_whole_file(path, NULL);
  assert_non_null(text);
  for (const char *line = text; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
    const char *p = line + strspn(line, " \t");
    if (*p != '#')
      continue;
    p += 1 + strspn(p + 1, " \t");
    if (!begins(p, "include"))
      continue;
    p += strlen("include") + strspn(p + strlen("include"), " \t");
    if (*p == '"' || *p == '<')
      add_edge(path + strlen(POLKU_SOURCE_DIR "/"), p + 1, strcspn(p + 1, "\">"), *p == '"');
  }
  free(text);
}

/* Whether a walk along quoted includes from `header` ("ROOM/x.h") comes back to `goal`; `depth`
 * ends a walk through a circle that does not hold the goal. */
static bool leads_to(const char *header, const char *goal, int depth) {
  if (depth == 0)
    return false;
  for (size_t i = 0; i < edge_count; i++) {
    const edge *e = &edges[i];
    if (e->quoted && begins(e->from, "core/") && strcmp(e->from + strlen("core/"), header) == 0 &&
        (strcmp(e->to, goal) == 0 || leads_to(e->to, goal, depth - 1)))
      return true;
  }
  return false;
}

static void expect_sin(const char *file, const char *header, bool quoted, const char *sin) {
  const char *found = judge(file, header, quoted);
  if (sin) {
    assert_non_null(found);
    assert_string_equal(found, sin);
  } else {
    assert_null(found);
  }
}

static void made_up_sins_are_seen(void **state) {
  (void)state;
  expect_sin("core/base/text.c", "model/model.h", true, "an upward arrow");
  expect_sin("core/rules/host.c", "chain/chain.h", true, "an upward arrow");
  expect_sin("core/engine/exact.c", "draw/map.h", true, "an upward arrow");
  expect_sin("core/rules/host.c", "jansson.h", false, "a second door to a library");
  expect_sin("core/chain/unfold.c", "lua5.4/lua.h", false, "a second door to a library");
  expect_sin("core/draw/map.c", "graphviz/gvc.h", false, "a second door to a library");
  expect_sin("core/chain/unfold.c", "omp.h", false, "a second door to a library");
  expect_sin("tools/cli/check.c", "jansson.h", false, "a second door to a library");
  expect_sin("tools/cli/check.c", "model/model.h", true, "tools look into a room of core");
  expect_sin("core/base/text.c", "../tools/cli/cli.h", true, "a way around the rooms");
  expect_sin("core/base/text.c", "common.h", true, "a header that is in no room");
  expect_sin("core/rules/proof.c", "rules/desk/table.h", true, "the law looks at its desk");
}

static void honest_includes_pass(void **state) {
  (void)state;
  expect_sin("core/base/report.c", "polku.h", true, NULL);
  expect_sin("core/model/read.c", "jansson.h", false, NULL);
  expect_sin("core/rules/host.c", "lua.h", false, NULL);
  expect_sin("core/draw/render/main.c", "graphviz/gvc.h", false, NULL);
  expect_sin("core/study/outcome.c", "engine/exact.h", true, NULL);
  expect_sin("tools/cli/check.c", "cli.h", true, NULL);
  expect_sin("core/chain/unfold.c", "math.h", false, NULL);
}

static void a_made_up_circle_is_seen(void **state) {
  (void)state;
  edge_count = 0;
  add_edge("core/model/a.h", "model/b.h", 9, true);
  add_edge("core/model/b.h", "model/c.h", 9, true);
  assert_false(leads_to("model/a.h", "model/a.h", 20));
  add_edge("core/model/c.h", "model/a.h", 9, true);
  assert_true(leads_to("model/a.h", "model/a.h", 20));
}

static void the_real_tree_has_no_upward_arrow_and_no_second_door(void **state) {
  (void)state;
  edge_count = 0;
  visit_files(POLKU_SOURCE_DIR "/core", read_includes, NULL);
  visit_files(POLKU_SOURCE_DIR "/tools", read_includes, NULL);
  assert_true(edge_count > 50);
  int sins = 0;
  for (size_t i = 0; i < edge_count; i++) {
    const char *sin = judge(edges[i].from, edges[i].to, edges[i].quoted);
    if (sin)
      print_error("%s includes %s: %s\n", edges[i].from, edges[i].to, sin);
    sins += sin != NULL;
  }
  assert_int_equal(sins, 0);
}

static void the_real_tree_has_no_circle(void **state) {
  (void)state;
  int circles = 0;
  for (size_t i = 0; i < edge_count; i++) {
    const char *header = edges[i].from + strlen("core/");
    if (!begins(edges[i].from, "core/") || !leads_to(edges[i].to, header, 12))
      continue;
    print_error("%s leads back to itself through %s\n", header, edges[i].to);
    circles++;
  }
  assert_int_equal(circles, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(made_up_sins_are_seen),
      cmocka_unit_test(honest_includes_pass),
      cmocka_unit_test(a_made_up_circle_is_seen),
      cmocka_unit_test(the_real_tree_has_no_upward_arrow_and_no_second_door),
      cmocka_unit_test(the_real_tree_has_no_circle),
  };
  return RUN(tests);
}
