/* A workshop for tests: a whole one, with its desks, in this process, at a port of its own, on a
 * copy of a model in a folder of its own. */
#ifndef TEST_DOORS_H
#define TEST_DOORS_H

#include "support/check.h"
#include "support/files.h"
#include "support/http.h"
#include "support/run.h"
#include "support/workshop.h"

#include "workshop/workshop.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Milliseconds: what has not been heard by then does not come, also on a machine that has much else
 * to do. */
enum { PATIENCE = 60000 };

typedef struct a_workshop {
  char *folder;
  workshop *open;
  pthread_t thread;
  int port;
  char facilitators[40], participants[40]; /* secrets */
} a_workshop;

static a_workshop w;

static inline void copy_model(const char *from, const char *folder) {
  char path[4200];
  size_t length;
  char *text = read_whole_file(from, &length);
  assert_non_null(text);
  snprintf(path, sizeof path, "%s/model.json", folder);
  FILE *f = fopen(path, "wb");
  assert_non_null(f);
  assert_int_equal(fwrite(text, 1, length, f), length);
  assert_int_equal(fclose(f), 0);
  free(text);
}

static inline void *serve(void *context) {
  workshop_run(context);
  return NULL;
}

static inline void read_secret(int link, char secret[40]) {
  workshop_link at;
  assert_true(workshop_link_at(w.open, link, &at));
  snprintf(secret, 40, "%s", strchr(at.url, '#') + 1);
}

static inline void open_workshop(const workshop_options *wanted) {
  char path[4200];
  workshop_options options = *wanted;
  polku_report *report = polku_report_new();
  snprintf(path, sizeof path, "%s/model.json", w.folder);
  char *journal = workshop_journal_path(path);
  options.port = options.port ? options.port : free_port();
  options.model = path;
  options.journal = journal;
  options.folders = POLKU_SOURCE_DIR "/plugins";
  options.desk = POLKU_BUILD_DIR "/polku-desk";
  options.renderer = POLKU_BUILD_DIR "/polku-render";
  w.open = workshop_open(&options, report);
  if (!w.open)
    fail_msg("%s", polku_report_text(report, POLKU_EN, false));
  polku_report_free(report);
  free(journal);
  w.port = workshop_port(w.open);
  read_secret(0, w.facilitators);
  read_secret(2, w.participants);
  assert_int_equal(pthread_create(&w.thread, NULL, serve, w.open), 0);
}

static inline void close_workshop(void) {
  workshop_stop(w.open);
  pthread_join(w.thread, NULL);
  workshop_close(w.open);
  w.open = NULL;
}

static inline int begin_workshop(void **state) {
  (void)state;
  w.folder = new_folder();
  copy_model(POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json", w.folder);
  open_workshop(&(workshop_options){.lang = POLKU_EN});
  return 0;
}

static inline int end_workshop(void **state) {
  (void)state;
  if (w.open)
    close_workshop();
  remove_folder(w.folder);
  free(w.folder);
  return 0;
}

/* Asks, expects a status, and gives the body, which the caller frees. */
static inline char *get_as(http *browser, const char *path, int status) {
  http_answer answer;
  if (!http_get(browser, path, &answer))
    fail_msg("no answer to GET %s", path);
  if (answer.status != status)
    fail_msg("GET %s: %d instead of %d: %s", path, answer.status, status, answer.body);
  char *body = strdup(answer.body);
  http_free(&answer);
  return body;
}

static inline void expect_get(http *browser, const char *path, int status) {
  free(get_as(browser, path, status));
}

/* The same of a form, which is freed. */
static inline char *post_as(http *browser, const char *path, char *form, int status) {
  http_answer answer;
  if (!http_post(browser, path, form, &answer))
    fail_msg("no answer to POST %s", path);
  if (answer.status != status)
    fail_msg("POST %s %.200s: %d instead of %d: %s", path, form, answer.status, status,
             answer.body);
  char *body = strdup(answer.body);
  http_free(&answer);
  free(form);
  return body;
}

static inline void expect_post(http *browser, const char *path, char *form, int status) {
  free(post_as(browser, path, form, status));
}

static inline http come_in(const char *secret, const char *view) {
  http browser;
  http_begin(&browser, w.port);
  expect_post(&browser, "/api/enter", http_form("secret", secret, "view", view, (const char *)NULL),
              200);
  assert_true(browser.cookie[0] != '\0');
  return browser;
}

static inline http a_facilitator(void) {
  return come_in(w.facilitators, "facilitator");
}

static inline http a_participant(void) {
  return come_in(w.participants, "participant");
}

/* An act with an id of its own. */
static inline char *act_form(const char *kind, const char *base, const char *patch,
                             const char *text) {
  static int count;
  char id[32];
  snprintf(id, sizeof id, "test-act-%d", ++count);
  return http_form("id", id, "kind", kind, "base", base, "patch", patch, "text", text,
                   (const char *)NULL);
}

/* The number of the last thing that happened. */
static inline long last_number(http *browser) {
  char *body = get_as(browser, "/api/model", 200);
  const char *at = strstr(body, "\"number\": ");
  assert_non_null(at);
  long number = strtol(at + 10, NULL, 10);
  free(body);
  return number;
}

/* The room answers who leads, with its model: nobody in it noticed anything. */
static inline void expect_unharmed(void) {
  http browser = a_facilitator();
  char *room = get_as(&browser, "/api/room", 200);
  assert_non_null(strstr(room, "\"model\": {"));
  free(room);
  http_end(&browser);
}

#endif
