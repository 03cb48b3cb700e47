/* What is installed works by itself: a program finds the library through pkg-config and through
 * CMake, and the installed polku needs nothing of the tree that it was built from. */
#include "support/check.h"
#include "support/files.h"
#include "support/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char *prefix; /* where polku stands while these tests run */

/* Runs a command in which every @ stands for the prefix, and expects it to succeed. */
static run_result run_there(const char *command) {
  char line[8192];
  size_t n = 0;
  for (const char *c = command; *c; c++)
    n += (size_t)snprintf(line + n, sizeof line - n, *c == '@' ? "%s" : "%.1s",
                          *c == '@' ? prefix : c);
  return run(line);
}

static void expect_success(const char *command) {
  run_result result = run_there(command);
  if (result.status != 0)
    print_error("%s\n%s%s\n", command, result.out, result.err);
  assert_int_equal(result.status, 0);
  run_free(&result);
}

static void write_file(const char *name, const char *text) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", prefix, name);
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  fputs(text, file);
  assert_int_equal(fclose(file), 0);
}

/* The program that opens polku.h, with what a C program has around it. */
static char *example_of_the_manual(void) {
  static const char margin[] = " *     ";
  char *header = read_whole_file(POLKU_SOURCE_DIR "/core/polku.h", NULL);
  char *program = calloc(1, strlen(header) + 1000);
  assert_non_null(program);
  strcpy(program,
         "#include <polku.h>\n#include <stdio.h>\n#include <stdlib.h>\nint main(void) {\n");
  for (char *line = strtok(header, "\n"); line && !strstr(line, "*/"); line = strtok(NULL, "\n"))
    if (strncmp(line, margin, sizeof margin - 1) == 0) {
      strcat(program, line + sizeof margin - 1);
      strcat(program, "\n");
    }
  strcat(program, "  return 0;\n}\n");
  assert_non_null(strstr(program, "polku_report_free(report);"));
  free(header);
  return program;
}

/* Installs into one folder and moves it to another: nothing may remember the first. */
static int install_and_move(void **state) {
  (void)state;
  prefix = new_folder();
  expect_success("cmake --install '" POLKU_BUILD_DIR "' --prefix '@/first' && "
                 "mv '@/first' '@/moved'");
  char *program = example_of_the_manual();
  write_file("use.c", program);
  free(program);
  return 0;
}

static int take_away(void **state) {
  (void)state;
  remove_folder(prefix);
  free(prefix);
  return 0;
}

#define FIND_PC "PKG_CONFIG_PATH=$(dirname $(find @/moved -name polku.pc)) "
#define FIND_LIB "LD_LIBRARY_PATH=$(dirname $(find @/moved -name libpolku.so)) "

static void a_program_is_built_with_pkg_config(void **state) {
  (void)state;
#ifdef POLKU_SANITIZED
  skip();
#endif
  expect_success("cd @ && cc -std=c11 -Wall -Werror use.c -o use $(" FIND_PC
                 "pkg-config --cflags --libs polku) && " FIND_LIB
                 "sh -c 'cd @/moved/share/polku && @/use' | "
                 "grep -q polku-result/1");
  expect_success(FIND_PC "pkg-config --exists 'polku >= 0.1'");
}

static void a_program_is_built_with_cmake(void **state) {
  (void)state;
#ifdef POLKU_SANITIZED
  skip();
#endif
  write_file("CMakeLists.txt", "cmake_minimum_required(VERSION 3.22)\nproject(use C)\n"
                               "find_package(polku 0.1 REQUIRED)\nadd_executable(use2 use.c)\n"
                               "target_link_libraries(use2 PRIVATE polku::polku)\n");
  expect_success("cmake -S @ -B @/b -G '" POLKU_GENERATOR "' -DCMAKE_PREFIX_PATH=@/moved && "
                 "cmake --build @/b && "
                 "cd @/moved/share/polku && @/b/use2 | grep -q polku-result/1");
}

/* The rules that are read are the installed ones: when they are taken away there are none. */
static void the_installed_program_stands_alone(void **state) {
  (void)state;
  expect_success("cd / && env -i @/moved/bin/polku --version");
  expect_success("cp @/moved/share/polku/models/rovaniemi-tyokyky.json @/model.json && cd @ && "
                 "env -i @/moved/bin/polku check model.json && env -i @/moved/bin/polku draw "
                 "model.json -o map.svg && grep -q '<svg' map.svg");
  expect_success("mv @/moved/share/polku/plugins @/plugins-away && cd @ && "
                 "! env -i @/moved/bin/polku draw model.json -o no.svg && test ! -e no.svg && "
                 "mv @/plugins-away @/moved/share/polku/plugins");
}

/* Installs once more by way of a staging folder and takes it away: no file stays. */
static void uninstalling_takes_everything_away(void **state) {
  (void)state;
  expect_success("DESTDIR=@/stage cmake --install '" POLKU_BUILD_DIR "' && "
                 "[ -n \"$(find @/stage -name polku.h)\" ] && "
                 "DESTDIR=@/stage cmake --build '" POLKU_BUILD_DIR "' --target uninstall && "
                 "[ -z \"$(find @/stage -type f)\" ]");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_program_is_built_with_pkg_config),
      cmocka_unit_test(a_program_is_built_with_cmake),
      cmocka_unit_test(the_installed_program_stands_alone),
      cmocka_unit_test(uninstalling_takes_everything_away),
  };
  return cmocka_run_group_tests(tests, install_and_move, take_away);
}
