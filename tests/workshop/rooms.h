/* Rooms for tests: a model in a folder of the test's own, people in the room, and what they do,
 * told in one line each. Answers are JSON; `last` keeps the one that came last. */
#ifndef TEST_ROOMS_H
#define TEST_ROOMS_H

#include "support/check.h"
#include "support/run.h"

#include "workshop/room.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char rooms_model[] =
    "{\n"
    "  \"format\": \"polku/1\", \"step\": \"month\", \"horizon\": 12,\n"
    "  \"title\": { \"fi\": \"Polku\" },\n"
    "  \"actors\": {\n"
    "    \"village\": { \"name\": { \"fi\": \"Kyläyhdistys\" }, \"sector\": \"third\" },\n"
    "    \"city\":    { \"name\": { \"fi\": \"Kaupunki\" },     \"sector\": \"public\" }\n"
    "  },\n"
    "  \"stages\": {\n"
    "    \"start\": { \"name\": { \"fi\": \"Alku\" },      \"duration\": { \"fixed\": 2 } },\n"
    "    \"trial\": { \"name\": { \"fi\": \"Työkokeilu\" }, \"duration\": { \"fixed\": 3 } },\n"
    "    \"work\":  { \"name\": { \"fi\": \"Työ\" },        \"final\": true }\n"
    "  },\n"
    "  \"transitions\": {\n"
    "    \"start-trial\": { \"from\": \"start\", \"to\": \"trial\", \"share\": 0.4 },\n"
    "    \"start-work\":  { \"from\": \"start\", \"to\": \"work\",  \"share\": \"rest\" },\n"
    "    \"trial-work\":  { \"from\": \"trial\", \"to\": \"work\",  \"share\": 1 }\n"
    "  },\n"
    "  \"groups\": { \"all\": { \"size\": 40, \"start\": \"start\" } }\n"
    "}\n";

static struct {
  char *folder, model[4096], journal[4096];
  room *room;
  int64_t at;   /* the clock */
  int acts;     /* for ids */
  json_t *last; /* the body of the last answer */
  room_answer answer;
} here;

static inline void rooms_write(const char *path, const char *text) {
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
  fclose(file);
}

static inline char *rooms_read(const char *path) {
  char *text = calloc(1, 1 << 20);
  FILE *file = fopen(path, "rb");
  assert_non_null(file);
  assert_true(fread(text, 1, (1 << 20) - 1, file) > 0);
  fclose(file);
  return text;
}

static inline void rooms_open(void) {
  polku_report *report = polku_report_new();
  here.room = room_open(&(room_options){.model = here.model, .journal = here.journal}, report);
  if (!here.room) {
    char *text = polku_report_text(report, POLKU_EN, false);
    fail_msg("the room did not open: %s", text);
  }
  polku_report_free(report);
}

static inline void rooms_reopen(void) {
  room_close(here.room);
  rooms_open();
}

/* A room with a model of this text. */
static inline void rooms_begin(const char *text) {
  here.folder = new_folder();
  here.at = 1795000000000;
  here.acts = 0;
  snprintf(here.model, sizeof here.model, "%s/koitto.json", here.folder);
  snprintf(here.journal, sizeof here.journal, "%s/koitto.workshop.sqlite", here.folder);
  rooms_write(here.model, text);
  rooms_open();
}

static inline void rooms_end(void) {
  room_close(here.room);
  json_decref(here.last);
  here.last = NULL;
  here.room = NULL;
  remove_folder(here.folder);
  free(here.folder);
  here.folder = NULL;
}

static inline int rooms_enter(void **state) {
  (void)state;
  rooms_begin(rooms_model);
  return 0;
}

static inline int rooms_leave(void **state) {
  (void)state;
  rooms_end();
  return 0;
}

static inline int64_t come(room_role role) {
  char token[33];
  int64_t client = room_enter(here.room, role, token);
  assert_true(client > 0);
  return client;
}

/* Does what an act says; what it leaves 0 of base and target is not given. */
static inline int rooms_do(room_act act) {
  char id[32];
  snprintf(id, sizeof id, "act-%08d", ++here.acts);
  act.id = act.id ? act.id : id;
  act.at = here.at += 1000;
  act.lang = POLKU_EN;
  room_do(here.room, &act, &here.answer);
  json_decref(here.last);
  assert_non_null(here.answer.json);
  here.last = json_loads(here.answer.json, 0, NULL);
  if (!here.last)
    fail_msg("no JSON: %s", here.answer.json);
  free(here.answer.json);
  here.answer.json = NULL;
  return here.answer.status;
}

static inline int edit_at(int64_t client, int64_t base, const char *patch) {
  return rooms_do(
      (room_act){.client = client, .kind = "edit", .base = base, .target = -1, .patch = patch});
}
static inline int edit(int64_t client, const char *patch) {
  return edit_at(client, room_number(here.room), patch);
}
static inline int propose(int64_t client, const char *patch) {
  return rooms_do((room_act){.client = client,
                             .kind = "propose",
                             .base = room_number(here.room),
                             .target = -1,
                             .patch = patch});
}
/* Acts on an entry; −1: on none. */
static inline int on(int64_t client, const char *kind, int64_t target) {
  return rooms_do((room_act){.client = client, .kind = kind, .base = -1, .target = target});
}
static inline int set(int64_t client, const char *kind, const char *value) {
  return rooms_do(
      (room_act){.client = client, .kind = kind, .base = -1, .target = -1, .value = value});
}
static inline int say(int64_t client, const char *kind, const char *text) {
  return rooms_do(
      (room_act){.client = client, .kind = kind, .base = -1, .target = -1, .text = text});
}
static inline int vote(int64_t client, int64_t target, const char *value) {
  return rooms_do(
      (room_act){.client = client, .kind = "vote", .base = -1, .target = target, .value = value});
}
static inline int allow(int64_t client, const char *phase, const char *right) {
  return rooms_do((room_act){
      .client = client, .kind = "allow", .base = -1, .target = -1, .text = phase, .value = right});
}

/* The number of the entry that the last act made. */
static inline int64_t made(void) {
  return here.answer.number;
}

static inline const char *last_text(const char *name) {
  const char *text = json_string_value(json_object_get(here.last, name));
  return text ? text : "";
}

static inline void expect_sort(const char *sort) {
  if (strcmp(last_text("sort"), sort) != 0) {
    char *all = json_dumps(here.last, 0);
    fail_msg("not \"%s\": %s", sort, all);
  }
}

static inline void expect_overlap(const char *const *places, size_t count) {
  json_t *overlap = json_object_get(here.last, "overlap");
  assert_int_equal(json_array_size(overlap), count);
  for (size_t i = 0; i < count; i++)
    assert_string_equal(json_string_value(json_array_get(overlap, i)), places[i]);
}

/* The model now, as JSON; a value in it by pointer. The caller ends both with json_decref. */
static inline json_t *model_now(void) {
  size_t length;
  const char *text = polku_model_text(room_model(here.room), &length);
  json_t *json = json_loadb(text, length, 0, NULL);
  assert_non_null(json);
  return json;
}

static inline char *value_now(const char *pointer) {
  json_t *model = model_now(), *at = model;
  char part[128];
  while (at && *pointer == '/') {
    size_t n = strcspn(++pointer, "/");
    snprintf(part, sizeof part, "%.*s", (int)n, pointer);
    at = json_object_get(at, part);
    pointer += n;
  }
  char *text = at ? json_dumps(at, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(12))
                  : strdup("nothing");
  json_decref(model);
  return text;
}

static inline void expect_now(const char *pointer, const char *expected) {
  char *value = value_now(pointer);
  if (strcmp(value, expected) != 0)
    fail_msg("%s is %s, not %s", pointer, value, expected);
  free(value);
}

/* The model means what this text means, values and order. */
static inline void expect_model(const char *text) {
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_read("koitto.json", text, strlen(text), report);
  char *patch = polku_model_diff(room_model(here.room), model, report);
  assert_non_null(patch);
  if (strcmp(patch, "{}") != 0)
    fail_msg("the model differs by %s", patch);
  free(patch);
  polku_model_free(model);
  polku_report_free(report);
}

/* The state as a client sees it; the text as it is, and as JSON. */
static inline char *state_text(int64_t client) {
  json_out out = JSON_OUT_EMPTY;
  json_raw(&out, "{");
  room_add_state(here.room, client, &out);
  json_raw(&out, "}");
  char *text = json_take(&out);
  assert_non_null(text);
  return text;
}

static inline json_t *state_of(int64_t client) {
  char *text = state_text(client);
  json_error_t error;
  json_t *json = json_loads(text, 0, &error);
  if (!json)
    fail_msg("the state is no JSON: %s in %s", error.text, text);
  free(text);
  return json;
}

#endif
