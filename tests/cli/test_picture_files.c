/* The picture that was in a file stays there until the next one is whole: whatever happens to the
 * renderer, the disk or the memory, `polku draw` says so and touches nothing. */
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MODEL POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json"
#define PLUGINS " --plugins " POLKU_SOURCE_DIR "/plugins"

static const char kept[] = "the picture of yesterday";

/* Draws over yesterday's picture with what `before` sets up; it must fail with this status and
 * these words, leave the file as it was, and leave no other file. */
static void expect_kept(const char *program, const char *before, const char *arguments, int status,
                        const char *words) {
  char *folder = new_folder(), command[4096], path[4096];
  program_write(folder, "map.svg", kept);
  snprintf(command, sizeof command, "cd %s && %s %s draw %s" PLUGINS " --lang en", folder, before,
           program, arguments);
  run_result r = run(command);
  assert_int_equal(r.status, status);
  if (!strstr(r.err, words))
    fail_msg("%s\ndoes not say: %s", r.err, words);
  run_free(&r);
  snprintf(path, sizeof path, "%s/map.svg", folder);
  char *now = read_whole_file(path, NULL);
  assert_string_equal(now, kept);
  snprintf(command, sizeof command, "ls -A %s", folder);
  r = run(command);
  assert_string_equal(r.out, "map.svg\n");
  run_free(&r);
  free(now);
  remove_folder(folder);
  free(folder);
}

/* The program beside a renderer of this script. The caller removes the folder. */
static char *program_with(const char *script) {
  char *folder = new_folder(), command[4096];
  program_write(folder, "polku-render", script);
  snprintf(command, sizeof command, "chmod +x %s/polku-render && cp %s/polku %s/", folder,
           POLKU_BUILD_DIR, folder);
  run_result r = run(command);
  assert_int_equal(r.status, 0);
  run_free(&r);
  return folder;
}

/* A program that answers once, as a renderer does that is asked for the width of a text. */
#define ANSWER "#!/bin/sh\nprintf 'PKR1\\000\\000\\000\\000\\003\\000\\000\\000100' >&0\n"

static void the_last_picture_outlives_its_renderer(void **state) {
  (void)state;
  static const struct {
    const char *script, *code;
  } accidents[] = {{"#!/bin/sh\nexit 1\n", "E-RENDER-START"},
                   {"#!/bin/sh\necho nonsense >&0\n", "E-RENDER-START"},
                   {ANSWER "sleep 1\n", "E-RENDER-LOST"},
                   {ANSWER "printf 'PKR1\\002\\000\\000\\000\\004\\000\\000\\000oops' >&0\n"
                           "sleep 2\n",
                    "E-RENDER-CRASH"},
                   {ANSWER "printf 'PKR1\\003\\000\\000\\000\\004\\000\\000\\00010 s' >&0\n"
                           "sleep 2\n",
                    "E-RENDER-TIME"}};
  for (size_t i = 0; i < sizeof accidents / sizeof accidents[0]; i++) {
    char *folder = program_with(accidents[i].script), program[4096];
    snprintf(program, sizeof program, "%s/polku", folder);
    expect_kept(program, "", MODEL " -o map.svg", 3, accidents[i].code);
    remove_folder(folder);
    free(folder);
  }
}

static void the_last_picture_outlives_a_full_disk(void **state) {
  (void)state;
  expect_kept(POLKU_BUILD_DIR "/polku", "ulimit -f 1;", MODEL " -o map.svg", 3, "the disk is full");
}

#ifndef POLKU_SANITIZED
/* kB. The renderer needs its fonts and libraries; without room for them there is a problem. */
static void the_last_picture_outlives_a_want_of_memory(void **state) {
  (void)state;
  expect_kept(POLKU_BUILD_DIR "/polku", "ulimit -v 40000;", MODEL " -o map.svg", 3,
              "E-RENDER-START");
}
#endif

static void a_png_that_is_too_large_is_the_callers_mistake(void **state) {
  (void)state;
  expect_kept(POLKU_BUILD_DIR "/polku", "", MODEL " -o map.png --scale 20", 1, "E-RENDER-SIZE");
}

/* Whoever reads may leave: no message, no hanging, and the picture is there. */
static void a_closed_pipe_costs_no_picture(void **state) {
  (void)state;
  char *folder = new_folder(), command[4096];
  snprintf(command, sizeof command,
           "cd %s && (%s/polku draw " MODEL " -o map.svg" PLUGINS "; echo $? >&2) | true && "
           "test -s map.svg",
           folder, POLKU_BUILD_DIR);
  run_result r = run(command);
  assert_int_equal(r.status, 0);
  run_free(&r);
  remove_folder(folder);
  free(folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_last_picture_outlives_its_renderer),
      cmocka_unit_test(the_last_picture_outlives_a_full_disk),
#ifndef POLKU_SANITIZED
      cmocka_unit_test(the_last_picture_outlives_a_want_of_memory),
#endif
      cmocka_unit_test(a_png_that_is_too_large_is_the_callers_mistake),
      cmocka_unit_test(a_closed_pipe_costs_no_picture),
  };
  return RUN(tests);
}
