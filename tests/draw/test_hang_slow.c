/* A child that hangs is ended by the renderer's clock, and the next picture works. */
#include "support/check.h"
#include "support/files.h"

#include "draw/picture.h"
#include "draw/renderer.h"
#include "draw/wire.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

/* Stops the first child that the renderer has. */
static void *stop_child(void *argument) {
  pid_t parent = *(pid_t *)argument;
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)parent, (int)parent);
  for (int i = 0; i < 20000; i++) {
    FILE *file = fopen(path, "r");
    int child = 0, found = file ? fscanf(file, "%d", &child) : 0;
    if (file)
      fclose(file);
    if (found == 1 && child > 0 && kill(child, SIGSTOP) == 0)
      return argument;
    nanosleep(&(struct timespec){0, 100000}, NULL);
  }
  return NULL;
}

static void a_hanging_child_is_ended_and_the_next_picture_works(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  polku_renderer *renderer = polku_renderer_new(POLKU_BUILD_DIR "/polku-render", report);
  char *text = read_whole_file(POLKU_SOURCE_DIR "/tests/data/section12.json", NULL);
  polku_drawing *drawing = draw_text(text, POLKU_FI);
  pid_t parent = pk_renderer_pid(renderer);
  pthread_t thread;
  void *hit;
  polku_problem problem;
  size_t length;
  assert_int_equal(pthread_create(&thread, NULL, stop_child, &parent), 0);
  assert_null(polku_render(renderer, drawing, POLKU_PNG, 4, &length, report));
  pthread_join(thread, &hit);
  assert_non_null(hit);
  assert_true(polku_report_at(report, 0, POLKU_EN, &problem));
  assert_string_equal(problem.code, "E-RENDER-TIME");
  char *svg = polku_render(renderer, drawing, POLKU_SVG, 1, &length, report);
  assert_non_null(svg);
  assert_int_equal(pk_renderer_pid(renderer), parent);
  free(svg);
  free(text);
  polku_drawing_free(drawing);
  polku_renderer_free(renderer);
  polku_report_free(report);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_hanging_child_is_ended_and_the_next_picture_works)};
  return RUN(tests);
}
