/* One renderer for all tests of a program: for cmocka_run_group_tests. */
#ifndef TEST_RENDERER_H
#define TEST_RENDERER_H

#include "polku.h"

static polku_renderer *renderer;

static inline int start_renderer(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  renderer = polku_renderer_new(POLKU_BUILD_DIR "/polku-render", report);
  polku_report_free(report);
  return renderer ? 0 : 1;
}

static inline int end_renderer(void **state) {
  (void)state;
  polku_renderer_free(renderer);
  return 0;
}

#endif
