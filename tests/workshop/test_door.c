/* What browsers find at the door: the page, a way in, the room's state, its events, pictures. */
#include "workshop/doors.h"

#include <jansson.h>

#include <time.h>
#include <unistd.h>

static void expect_in(const char *body, const char *part) {
  if (!strstr(body, part))
    fail_msg("\"%s\" is not in %.2000s", part, body);
}

static void expect_out(const char *body, const char *part) {
  if (strstr(body, part))
    fail_msg("\"%s\" is in %.2000s", part, body);
}

static void every_view_is_the_page(void **state) {
  (void)state;
  static const char *const views[] = {"/", "/screen", "/join", "/study", "/compare"};
  http browser;
  http_begin(&browser, w.port);
  for (size_t i = 0; i < sizeof views / sizeof views[0]; i++) {
    char *body = get_as(&browser, views[i], 200);
    expect_in(body, "<!DOCTYPE html>");
    expect_in(body, "/app.js?v=");
    free(body);
  }
  http_end(&browser);
}

/* A file with this build's version is kept for ever, and what a browser has is not sent again. */
static void files_of_the_page_are_sent_once(void **state) {
  (void)state;
  char name[200], value[512], question[600];
  http_answer answer;
  http browser;
  http_begin(&browser, w.port);
  char *page = get_as(&browser, "/", 200);
  assert_int_equal(sscanf(strstr(page, "/app.js?v="), "%199[^\"]", name), 1);
  assert_true(http_get(&browser, name, &answer));
  assert_int_equal(answer.status, 200);
  expect_in(http_header(&answer, "Cache-Control", value), "immutable");
  expect_in(http_header(&answer, "Content-Type", value), "text/javascript");
  http_header(&answer, "ETag", value);
  http_free(&answer);
  snprintf(question, sizeof question,
           "GET /app.js HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nIf-None-Match: %s\r\n\r\n", w.port,
           value);
  int s = http_connect(w.port);
  assert_true(http_send(s, question, strlen(question)));
  assert_true(http_hear_answer(s, &answer));
  assert_int_equal(answer.status, 304);
  expect_in(http_header(&answer, "Cache-Control", value), "no-cache");
  http_free(&answer);
  close(s);
  free(page);
  http_end(&browser);
}

/* A quarter of it goes over the room's network, to who can unpack it. */
static void files_of_the_page_are_sent_packed(void **state) {
  (void)state;
  char question[200], value[512];
  http_answer plain, packed;
  http browser;
  http_begin(&browser, w.port);
  assert_true(http_get(&browser, "/app.js", &plain));
  assert_string_equal(http_header(&plain, "Content-Encoding", value), "");
  snprintf(question, sizeof question,
           "GET /app.js HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept-Encoding: gzip, br\r\n\r\n",
           w.port);
  int s = http_connect(w.port);
  assert_true(http_send(s, question, strlen(question)));
  assert_true(http_hear_answer(s, &packed));
  assert_string_equal(http_header(&packed, "Content-Encoding", value), "gzip");
  assert_string_equal(http_header(&packed, "Vary", value), "Accept-Encoding");
  assert_memory_equal(packed.body, "\x1f\x8b", 2);
  assert_in_range(packed.length, plain.length / 20, plain.length / 2);
  http_free(&plain);
  http_free(&packed);
  close(s);
  http_end(&browser);
}

static void every_answer_keeps_browsers_from_doing_more(void **state) {
  (void)state;
  static const char *const paths[] = {"/", "/app.js", "/api/room", "/nowhere",
                                      "/api/picture?touch=1"};
  http browser = a_participant();
  http_answer answer;
  char value[512];
  for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
    assert_true(http_get(&browser, paths[i], &answer));
    http_header(&answer, "Content-Security-Policy", value);
    expect_in(value, "default-src 'none'");
    expect_in(value, "frame-ancestors 'none'");
    if (strstr(value, "script-src")) /* else the default holds: none */
      expect_in(value, "script-src 'self';");
    expect_out(value, "http");
    assert_string_equal(http_header(&answer, "X-Content-Type-Options", value), "nosniff");
    assert_string_equal(http_header(&answer, "Referrer-Policy", value), "no-referrer");
    assert_true(http_header(&answer, "Cache-Control", value)[0] != '\0');
    http_free(&answer);
  }
  http_end(&browser);
}

/* What opens as a page of its own is a stranger to the room even where it holds what people wrote.
 */
static void a_document_does_nothing(void **state) {
  (void)state;
  http browser = a_participant();
  http_answer answer;
  char value[512];
  assert_true(http_get(&browser, "/api/picture?view=map", &answer));
  assert_int_equal(answer.status, 200);
  http_header(&answer, "Content-Security-Policy", value);
  expect_in(value, "sandbox;");
  expect_out(value, "script-src");
  expect_out(value, "allow-");
  http_free(&answer);
  http_end(&browser);
}

static void who_has_a_secret_or_the_code_comes_in(void **state) {
  (void)state;
  http browser;
  http_answer answer;
  char value[512];
  http_begin(&browser, w.port);
  expect_get(&browser, "/api/room", 401);
  char *form = http_form("code", workshop_code(w.open), "nickname", "Kemi", (const char *)NULL);
  assert_true(http_post(&browser, "/api/enter", form, &answer));
  assert_int_equal(answer.status, 200);
  expect_in(answer.body, "\"role\": \"participant\"");
  http_header(&answer, "Set-Cookie", value);
  expect_in(value, "HttpOnly");
  expect_in(value, "SameSite=Strict");
  expect_out(value, "Secure");
  http_free(&answer);
  free(form);
  char *room = get_as(&browser, "/api/room", 200);
  expect_in(room, "\"nickname\": \"Kemi\"");
  expect_in(room, "\"role\": \"participant\"");
  expect_out(room, "\"join\"");
  expect_out(room, w.participants);
  free(room);
  http_end(&browser);
}

static void a_participants_secret_opens_no_facilitators_view(void **state) {
  (void)state;
  http browser;
  http_begin(&browser, w.port);
  expect_post(&browser, "/api/enter",
              http_form("secret", w.participants, "view", "facilitator", (const char *)NULL), 403);
  expect_get(&browser, "/api/room", 401);
  http_end(&browser);
}

static void a_screen_sees_how_to_join_and_may_nothing(void **state) {
  (void)state;
  http screen = come_in(w.participants, "screen");
  char *room = get_as(&screen, "/api/room", 200);
  expect_in(room, "\"role\": \"screen\"");
  expect_in(room, workshop_code(w.open));
  expect_in(room, w.participants);
  expect_out(room, w.facilitators);
  free(room);
  expect_post(&screen, "/api/act", act_form("comment", "0", NULL, "hei"), 403);
  http_end(&screen);
}

/* All windows of a browser share one cookie: opening the screen takes nothing from who leads. */
static void a_facilitator_stays_one_in_every_window(void **state) {
  (void)state;
  http browser = a_facilitator();
  char cookie[sizeof browser.cookie];
  memcpy(cookie, browser.cookie, sizeof cookie);
  char *body =
      post_as(&browser, "/api/enter",
              http_form("secret", w.participants, "view", "screen", (const char *)NULL), 200);
  expect_in(body, "\"role\": \"facilitator\"");
  assert_string_equal(browser.cookie, cookie);
  free(body);
  http_end(&browser);
}

static void an_act_is_heard_by_everybody_and_answered_once(void **state) {
  (void)state;
  http writer = a_facilitator(), reader = a_participant();
  int status;
  http_event event;
  http_stream *stream = http_listen(&reader, "/api/events", &status);
  assert_non_null(stream);
  long before = last_number(&writer);
  char *form = act_form("comment", "0", NULL, "lumi <script>alert(1)</script>"),
       *again = strdup(form);
  char *first = post_as(&writer, "/api/act", form, 200);
  expect_in(first, "\"sort\": \"done\"");
  char *second = post_as(&writer, "/api/act", again, 200);
  expect_in(second, "\"sort\": \"again\"");
  assert_int_equal(last_number(&writer), before + 1);
  do
    assert_true(http_hear(stream, PATIENCE, &event));
  while (strcmp(event.name, "entry") != 0);
  assert_int_equal(event.id, before + 1);
  expect_in(event.data, "lumi \\u003cscript>");
  free(first);
  free(second);
  http_hang_up(stream);
  http_end(&writer);
  http_end(&reader);
}

static void who_comes_back_hears_what_it_missed(void **state) {
  (void)state;
  http browser = a_facilitator();
  char path[64];
  int status;
  http_event event;
  long before = last_number(&browser);
  for (int i = 0; i < 3; i++)
    expect_post(&browser, "/api/act", act_form("comment", "0", NULL, "missed"), 200);
  snprintf(path, sizeof path, "/api/events?after=%ld", before);
  http_stream *stream = http_listen(&browser, path, &status);
  for (int i = 1; i <= 3; i++) {
    assert_true(http_hear(stream, PATIENCE, &event));
    assert_string_equal(event.name, "entry");
    assert_int_equal(event.id, before + i);
  }
  http_hang_up(stream);
  stream = http_listen(&browser, "/api/events?after=999999", &status);
  assert_true(http_hear(stream, PATIENCE, &event));
  assert_string_equal(event.name, "reset");
  http_hang_up(stream);
  http_end(&browser);
}

static long number_of(const http_event *event) {
  long number = -1;
  sscanf(event->data, "{\"number\": %ld", &number);
  return number;
}

/* Gives a stage of the model a name, on the model after `base`; the number of the edit. */
static long rename_trial(http *browser, long base, const char *name) {
  char number[24], patch[120];
  snprintf(number, sizeof number, "%ld", base);
  snprintf(patch, sizeof patch, "{\"stages\": {\"trial\": {\"name\": {\"en\": \"%s\"}}}}", name);
  expect_post(browser, "/api/act", act_form("edit", number, patch, NULL), 200);
  return last_number(browser);
}

static void who_is_overwritten_hears_by_what_and_nobody_else_does(void **state) {
  (void)state;
  int status;
  http_event event;
  http one = a_facilitator(), other = a_facilitator();
  http_stream *first = http_listen(&one, "/api/events", &status);
  http_stream *second = http_listen(&other, "/api/events", &status);
  long base = last_number(&one);
  rename_trial(&one, base, "ours");
  long later = rename_trial(&other, base, "theirs");
  do
    assert_true(http_hear(first, PATIENCE, &event));
  while (strcmp(event.name, "overwritten") != 0);
  assert_int_equal(number_of(&event), later);
  expect_post(&one, "/api/act", act_form("comment", "0", NULL, "the last"), 200);
  do {
    assert_true(http_hear(second, PATIENCE, &event));
    assert_string_not_equal(event.name, "overwritten");
  } while (strcmp(event.name, "entry") != 0 || event.id <= later);
  http_hang_up(first);
  http_hang_up(second);
  http_end(&one);
  http_end(&other);
}

static void what_follows_from_an_edit_is_said_when_it_is_there(void **state) {
  (void)state;
  http browser = a_facilitator();
  int status;
  http_event event;
  bool told = false, figures = false, problems = false;
  long before = last_number(&browser);
  char base[24];
  http_stream *stream = http_listen(&browser, "/api/events", &status);
  snprintf(base, sizeof base, "%ld", before);
  expect_post(&browser, "/api/act",
              act_form("edit", base,
                       "{\"actors\": {\"neuvokas\": {\"name\": {\"fi\": \"Uusi nimi\"}}}}", NULL),
              200);
  while (!told || !figures || !problems) {
    assert_true(http_hear(stream, PATIENCE, &event));
    bool of_it = number_of(&event) > before;
    told |= of_it && strcmp(event.name, "told") == 0;
    figures |= of_it && strcmp(event.name, "figures") == 0 && strstr(event.data, "\"full\"");
    problems |= of_it && strcmp(event.name, "problems") == 0;
  }
  http_hang_up(stream);
  /* And again for who comes later, when nothing more is to come. */
  stream = http_listen(&browser, "/api/events", &status);
  do
    assert_true(http_hear(stream, PATIENCE, &event));
  while (strcmp(event.name, "figures") != 0);
  http_hang_up(stream);
  http_end(&browser);
}

static int people_heard(http_stream *stream, int wanted) {
  http_event event;
  int people = -1;
  while (people != wanted && http_hear(stream, PATIENCE, &event))
    if (strcmp(event.name, "people") == 0)
      sscanf(event.data, "{\"people\": %d", &people);
  return people;
}

static void people_are_counted_once_and_screens_not(void **state) {
  (void)state;
  int status;
  http one = a_participant(), screen = come_in(w.participants, "screen");
  http_stream *watch = http_listen(&screen, "/api/events", &status);
  http_stream *first = http_listen(&one, "/api/events", &status);
  assert_int_equal(people_heard(watch, 1), 1);
  http_stream *second = http_listen(&one, "/api/events", &status);
  http other = a_participant();
  http_stream *third = http_listen(&other, "/api/events", &status);
  assert_int_equal(people_heard(watch, 2), 2);
  http_hang_up(third);
  assert_int_equal(people_heard(watch, 1), 1);
  http_hang_up(second);
  http_hang_up(first);
  assert_int_equal(people_heard(watch, 0), 0);
  http_hang_up(watch);
  http_end(&one);
  http_end(&other);
  http_end(&screen);
}

/* A page that is opened again changes no number, but has to be told it. */
static void who_begins_to_listen_hears_how_many_there_are(void **state) {
  (void)state;
  int status;
  http one = a_participant();
  http_stream *first = http_listen(&one, "/api/events", &status);
  assert_int_equal(people_heard(first, 1), 1);
  http_stream *second = http_listen(&one, "/api/events", &status);
  assert_int_equal(people_heard(second, 1), 1);
  http_hang_up(second);
  http_hang_up(first);
  http_end(&one);
}

static void a_round_that_opens_makes_pages_look_anew(void **state) {
  (void)state;
  http lead = a_facilitator(), other = a_participant();
  int status;
  http_event event;
  http_stream *stream = http_listen(&other, "/api/events", &status);
  expect_post(
      &lead, "/api/act",
      http_form("id", "round-silent", "kind", "round", "value", "silent", (const char *)NULL), 200);
  expect_post(&lead, "/api/act", act_form("comment", "0", NULL, "still hidden"), 200);
  expect_post(&lead, "/api/act",
              http_form("id", "round-open", "kind", "round", "value", "open", (const char *)NULL),
              200);
  int resets = 0;
  while (resets < 2) {
    assert_true(http_hear(stream, PATIENCE, &event));
    resets += strcmp(event.name, "reset") == 0;
    expect_out(event.data, "still hidden");
  }
  char *room = get_as(&other, "/api/room", 200);
  expect_in(room, "still hidden");
  free(room);
  http_hang_up(stream);
  http_end(&lead);
  http_end(&other);
}

/* Neither the proposal of a silent round nor what it says in words, nor that there is something. */
static void of_a_silent_round_others_hear_nothing(void **state) {
  (void)state;
  int status, told = 0;
  http_event event;
  char base[24];
  http lead = a_facilitator(), other = a_facilitator();
  http_stream *own = http_listen(&lead, "/api/events", &status);
  http_stream *stream = http_listen(&other, "/api/events", &status);
  expect_post(&lead, "/api/act",
              http_form("id", "to-silence", "kind", "round", "value", "silent", (const char *)NULL),
              200);
  do
    assert_true(http_hear(stream, PATIENCE, &event));
  while (strcmp(event.name, "reset") != 0);
  snprintf(base, sizeof base, "%ld", last_number(&lead));
  expect_post(&lead, "/api/act", act_form("propose", base, "{\"horizon\": 30}", NULL), 200);
  long secret = last_number(&lead);
  while (!told) {
    assert_true(http_hear(own, PATIENCE, &event));
    told = strcmp(event.name, "told") == 0 && number_of(&event) == secret;
  }
  expect_post(&lead, "/api/act", act_form("version", "0", NULL, "seen by all"), 200);
  do {
    assert_true(http_hear(stream, PATIENCE, &event));
    assert_true(number_of(&event) != secret && event.id != secret);
    assert_string_not_equal(event.name, "reset");
  } while (event.id <= secret);
  expect_post(&lead, "/api/act",
              http_form("id", "to-speech", "kind", "round", "value", "open", (const char *)NULL),
              200);
  http_hang_up(own);
  http_hang_up(stream);
  http_end(&lead);
  http_end(&other);
}

static void a_picture_is_drawn_and_not_sent_twice(void **state) {
  (void)state;
  http browser = a_participant();
  http_answer answer;
  char tag[512], type[512], question[1600];
  assert_true(http_get(&browser, "/api/picture?number=0&lang=sv&touch=1", &answer));
  assert_int_equal(answer.status, 200);
  expect_in(http_header(&answer, "Content-Type", type), "image/svg+xml");
  expect_in(answer.body, "<svg");
  http_header(&answer, "ETag", tag);
  http_free(&answer);
  snprintf(question, sizeof question,
           "GET /api/picture?number=0&lang=sv&touch=1 HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: "
           "%s\r\nIf-None-Match: %s\r\n\r\n",
           w.port, browser.cookie, tag);
  int s = http_connect(w.port);
  assert_true(http_send(s, question, strlen(question)));
  assert_true(http_hear_answer(s, &answer));
  assert_int_equal(answer.status, 304);
  http_free(&answer);
  close(s);
  expect_get(&browser, "/api/picture?number=999999", 404);
  expect_get(&browser, "/api/picture?number=x", 400);
  expect_get(&browser, "/api/picture?view=nothing", 400);
  http_end(&browser);
}

static void models_of_any_moment_can_be_had(void **state) {
  (void)state;
  http browser = a_participant();
  char *start = get_as(&browser, "/api/moment?number=0", 200);
  expect_in(start, "{\"number\": 0, \"model\": {");
  char *file = get_as(&browser, "/api/model.json", 200);
  expect_in(file, "\"format\": \"polku/1\"");
  char *entries = get_as(&browser, "/api/entries?before=5", 200);
  assert_int_equal(entries[0], '[');
  free(start);
  free(file);
  free(entries);
  char next[64];
  snprintf(next, sizeof next, "/api/moment?number=%ld", last_number(&browser) + 1);
  expect_get(&browser, next, 404);
  expect_get(&browser, "/api/moment?number=999999", 404);
  expect_get(&browser, "/api/moment", 400);
  http_end(&browser);
}

static void questions_about_the_model_are_answered(void **state) {
  (void)state;
  http browser = a_participant();
  char *others = get_as(&browser, "/api/others", 200);
  expect_in(others, "\"files\"");
  char *trial =
      post_as(&browser, "/api/what_if", http_form("patch", "{}", (const char *)NULL), 200);
  expect_in(trial, "\"horizon\"");
  free(others);
  free(trial);
  expect_post(&browser, "/api/what_if", http_form("patch", "{", (const char *)NULL), 422);
  expect_post(&browser, "/api/what_if",
              http_form("patch", "{}", "base", "999999", (const char *)NULL), 409);
  expect_get(&browser, "/api/without?pointer=/nothing", 422);
  expect_get(&browser, "/api/explain?group=x", 400);
  expect_get(&browser, "/api/minutes", 403);
  http_end(&browser);
}

static void what_is_said_to_be_json_is_json(void **state) {
  (void)state;
  static const char *const paths[] = {"/api/room",       "/api/room?part=me",
                                      "/api/entries",    "/api/model",
                                      "/api/model.json", "/api/moment?number=0",
                                      "/api/others",     "/api/without?pointer=/groups",
                                      "/api/leverage",   "/api/explain?group=none&stage=none",
                                      "/api/result.json"};
  http browser = a_participant();
  for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
    http_answer answer;
    char type[512];
    json_error_t error;
    assert_true(http_get(&browser, paths[i], &answer));
    assert_string_equal(http_header(&answer, "Content-Type", type),
                        "application/json; charset=utf-8");
    json_t *json = json_loads(answer.body, 0, &error);
    if (!json)
      fail_msg("%s: %s: %.80s", paths[i], error.text, answer.body);
    json_decref(json);
    http_free(&answer);
  }
  http_end(&browser);
}

static void refusals_speak_the_language_that_is_asked_for(void **state) {
  (void)state;
  http browser;
  http_begin(&browser, w.port);
  char *fi = get_as(&browser, "/api/room?lang=fi", 401);
  char *sv = get_as(&browser, "/api/room?lang=sv", 401);
  char *room = get_as(&browser, "/api/room", 401);
  expect_in(fi, "työpaja");
  expect_in(sv, "workshopen");
  expect_in(room, "the workshop");
  free(fi);
  free(sv);
  free(room);
  http_end(&browser);
}

static void expect_language(const char *accepted, const char *word) {
  char question[300];
  http_answer answer;
  snprintf(question, sizeof question,
           "GET /api/room HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept-Language: %s\r\n\r\n", w.port,
           accepted);
  int s = http_connect(w.port);
  assert_true(http_send(s, question, strlen(question)));
  assert_true(http_hear_answer(s, &answer));
  expect_in(answer.body, word);
  http_free(&answer);
  close(s);
}

static void refusals_speak_what_the_browser_would_rather_read(void **state) {
  (void)state;
  static const char fi[] = "työpaja", sv[] = "workshopen", en[] = "the workshop";
  expect_language("fi", fi);
  expect_language("fi-FI,fi;q=0.9,en;q=0.8", fi);
  expect_language("sv,en;q=0.8", sv);
  expect_language("en;q=0.5, sv;q=0.9", sv);
  expect_language("de-DE, sv-FI;q=0.7, en;q=0.3", sv);
  expect_language("de, *;q=0.5", en); /* that of the room */
  expect_language("fi;q=0", en);
  expect_language(";;;,,,q=", en);
}

static void a_cookie_outlives_the_room(void **state) {
  (void)state;
  http browser = a_participant();
  int port = w.port;
  expect_post(
      &browser, "/api/act",
      http_form("id", "my-nickname", "kind", "nickname", "text", "Posio", (const char *)NULL), 200);
  close_workshop();
  open_workshop(&(workshop_options){.port = port, .lang = POLKU_EN});
  char *room = get_as(&browser, "/api/room", 200);
  expect_in(room, "\"nickname\": \"Posio\"");
  free(room);
  http_end(&browser);
}

static void *ask_whether_it_is_saved(void *context) {
  bool *over = context;
  while (!__atomic_load_n(over, __ATOMIC_ACQUIRE))
    assert_false(workshop_is_saved(w.open));
  return NULL;
}

/* Who presses Ctrl-C is told whether the model is saved, while others edit it still. */
static void whether_it_is_saved_can_be_asked_while_people_edit(void **state) {
  (void)state;
  http browser = a_facilitator();
  pthread_t asker;
  bool over = false;
  char patch[80];
  expect_post(&browser, "/api/act", act_form("edit", "0", "{\"title\": {\"fi\": \"uusi\"}}", NULL),
              200);
  assert_int_equal(pthread_create(&asker, NULL, ask_whether_it_is_saved, &over), 0);
  for (int i = 0; i < 50; i++) {
    snprintf(patch, sizeof patch, "{\"title\": {\"fi\": \"nimi %d\"}}", i);
    expect_post(&browser, "/api/act", act_form("edit", "0", patch, NULL), 200);
  }
  __atomic_store_n(&over, true, __ATOMIC_RELEASE);
  pthread_join(asker, NULL);
  http_end(&browser);
}

static void a_port_that_is_taken_is_said_to_be(void **state) {
  (void)state;
  char path[4200], port[16];
  char *folder = new_folder();
  polku_report *report = polku_report_new();
  copy_model(POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json", folder);
  snprintf(path, sizeof path, "%s/model.json", folder);
  char *journal = workshop_journal_path(path);
  workshop_options options = {.model = path,
                              .journal = journal,
                              .folders = POLKU_SOURCE_DIR "/plugins",
                              .desk = POLKU_BUILD_DIR "/polku-desk",
                              .renderer = POLKU_BUILD_DIR "/polku-render",
                              .port = w.port};
  assert_null(workshop_open(&options, report));
  polku_problem problem;
  assert_true(polku_report_at(report, 0, POLKU_EN, &problem));
  assert_string_equal(problem.code, "E-DOOR-PORT");
  snprintf(port, sizeof port, "%d", w.port);
  expect_in(problem.message, port);
  polku_report_free(report);
  free(journal);
  remove_folder(folder);
  free(folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_view_is_the_page),
      cmocka_unit_test(files_of_the_page_are_sent_once),
      cmocka_unit_test(files_of_the_page_are_sent_packed),
      cmocka_unit_test(every_answer_keeps_browsers_from_doing_more),
      cmocka_unit_test(a_document_does_nothing),
      cmocka_unit_test(who_has_a_secret_or_the_code_comes_in),
      cmocka_unit_test(a_participants_secret_opens_no_facilitators_view),
      cmocka_unit_test(a_screen_sees_how_to_join_and_may_nothing),
      cmocka_unit_test(a_facilitator_stays_one_in_every_window),
      cmocka_unit_test(an_act_is_heard_by_everybody_and_answered_once),
      cmocka_unit_test(who_comes_back_hears_what_it_missed),
      cmocka_unit_test(who_is_overwritten_hears_by_what_and_nobody_else_does),
      cmocka_unit_test(what_follows_from_an_edit_is_said_when_it_is_there),
      cmocka_unit_test(people_are_counted_once_and_screens_not),
      cmocka_unit_test(who_begins_to_listen_hears_how_many_there_are),
      cmocka_unit_test(a_round_that_opens_makes_pages_look_anew),
      cmocka_unit_test(of_a_silent_round_others_hear_nothing),
      cmocka_unit_test(a_picture_is_drawn_and_not_sent_twice),
      cmocka_unit_test(models_of_any_moment_can_be_had),
      cmocka_unit_test(questions_about_the_model_are_answered),
      cmocka_unit_test(what_is_said_to_be_json_is_json),
      cmocka_unit_test(refusals_speak_the_language_that_is_asked_for),
      cmocka_unit_test(refusals_speak_what_the_browser_would_rather_read),
      cmocka_unit_test(a_cookie_outlives_the_room),
      cmocka_unit_test(whether_it_is_saved_can_be_asked_while_people_edit),
      cmocka_unit_test(a_port_that_is_taken_is_said_to_be),
  };
  return cmocka_run_group_tests(tests, begin_workshop, end_workshop);
}
