/* The house is tidy where a compiler does not look: two headers with one guard hide each other's
 * contents, two rooms with one name for two things mislead their reader, and what does not belong
 * at the top of the tree was left there by accident. */
#include "support/check.h"
#include "support/files.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES_MAX = 2000 };

typedef struct names {
  char *list[NAMES_MAX];
  int count, twice;
} names;

static void add_name(names *n, const char *text, size_t length, const char *path) {
  char *name = strndup(text, length);
  assert_non_null(name);
  assert_true(n->count < NAMES_MAX);
  for (int i = 0; i < n->count; i++)
    if (strcmp(n->list[i], name) == 0) {
      print_error("%s: %s is taken\n", path, name);
      n->twice++;
    }
  n->list[n->count++] = name;
}

/* The guard of a header, and the types it ends with "} pk_name;". */
static void read_names(void *context, const char *path) {
  static const char guard[] = "\n#ifndef PK_", type[] = "} pk_";
  size_t n = strlen(path);
  if (n < 2 || strcmp(path + n - 2, ".h") != 0)
    return;
  char *text = read_whole_file(path, NULL);
  assert_non_null(text);
  const char *at = strstr(text, guard);
  if (at)
    add_name(context, at + strlen("\n#ifndef "), strcspn(at + strlen("\n#ifndef "), "\n"), path);
  for (at = text; (at = strstr(at, type)) != NULL; at++)
    add_name(context, at + strlen("} "), strcspn(at + strlen("} "), ";"), path);
  free(text);
}

static void a_guard_and_a_type_belong_to_one_header(void **state) {
  (void)state;
  names n = {.count = 0};
  visit_files(POLKU_SOURCE_DIR "/core", read_names, &n);
  assert_true(n.count > 100);
  for (int i = 0; i < n.count; i++)
    free(n.list[i]);
  assert_int_equal(n.twice, 0);
}

static void the_top_of_the_tree_holds_what_belongs_there(void **state) {
  (void)state;
  static const char *const top[] = {"core",  "plugins",        "models",   "tests",
                                    "tools", "CMakeLists.txt", "README.md"};
  DIR *folder = opendir(POLKU_SOURCE_DIR);
  assert_non_null(folder);
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    const char *name = entry->d_name;
    bool known = name[0] == '.' || strncmp(name, "build", 5) == 0 ||
                 strcmp(name, "compile_commands.json") == 0; /* as .gitignore says */
    for (size_t i = 0; i < sizeof top / sizeof *top; i++)
      known = known || strcmp(name, top[i]) == 0;
    if (!known)
      fail_msg("%s does not belong at the top of the tree", name);
  }
  closedir(folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_guard_and_a_type_belong_to_one_header),
      cmocka_unit_test(the_top_of_the_tree_holds_what_belongs_there),
  };
  return RUN(tests);
}
