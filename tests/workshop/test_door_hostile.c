/* Hostile clients: each is refused with the right status, or dropped, and the room is unharmed: a
 * good client still gets its answer, and nothing was written that nobody may write. */
#include "workshop/doors.h"

#include <poll.h>
#include <stdarg.h>
#include <time.h>
#include <sys/socket.h>
#include <unistd.h>

/* ---------------------------------------------------------------------------------------- tools */

/* Sends a question as it stands (%d: the port, %s: more) and gives the status; 0: hung up. */
static int ask(const char *format, ...) {
  char *text = NULL;
  va_list more;
  va_start(more, format);
  int length = vsnprintf(NULL, 0, format, more);
  va_end(more);
  assert_true(length > 0);
  text = malloc((size_t)length + 1);
  assert_non_null(text);
  va_start(more, format);
  vsnprintf(text, (size_t)length + 1, format, more);
  va_end(more);
  int s = http_connect(w.port), status = 0;
  http_answer answer;
  assert_true(s >= 0);
  http_send(s, text, (size_t)length);
  if (http_hear_answer(s, &answer)) {
    status = answer.status;
    http_free(&answer);
  }
  close(s);
  free(text);
  return status;
}

/* Headers of a good post, but for what a test says. */
static int post_with(const http *browser, const char *host, const char *origin, const char *more,
                     const char *body) {
  return ask("POST /api/act HTTP/1.1\r\nHost: %s\r\n%s%s%sCookie: %s\r\nContent-Type: "
             "application/x-www-form-urlencoded\r\n%sContent-Length: %zu\r\n\r\n%s",
             host, origin ? "Origin: " : "", origin ? origin : "", origin ? "\r\n" : "",
             browser->cookie, more, strlen(body), body);
}

static const char good_body[] = "id=hostile-act-1&kind=comment&text=x";

/* ---------------------------------------------------------------------------------- other sites */

static void a_name_that_is_not_ours_is_misdirected(void **state) {
  (void)state;
  assert_int_equal(ask("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"), 421);
  assert_int_equal(ask("GET / HTTP/1.1\r\nHost: evil.example:%d\r\n\r\n", w.port), 421);
  assert_int_equal(ask("GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", w.port + 1), 421);
  assert_int_equal(ask("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), 421);
  assert_int_equal(ask("GET / HTTP/1.0\r\n\r\n"), 421);
  assert_int_equal(ask("GET / HTTP/1.1\r\n\r\n"), 400);
  assert_int_equal(
      ask("GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nHost: evil.example\r\n\r\n", w.port), 400);
  assert_int_equal(ask("GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", w.port),
                   404);
  expect_unharmed();
}

static void another_site_cannot_post(void **state) {
  (void)state;
  http browser = a_facilitator();
  char host[64], own[80];
  long before = last_number(&browser);
  snprintf(host, sizeof host, "127.0.0.1:%d", w.port);
  snprintf(own, sizeof own, "http://%s", host);
  static const char marked[] = "X-Polku: 1\r\n";
  assert_int_equal(post_with(&browser, host, "http://evil.example", marked, good_body), 403);
  assert_int_equal(post_with(&browser, host, "null", marked, good_body), 403);
  assert_int_equal(post_with(&browser, host, NULL, marked, good_body), 403);
  assert_int_equal(post_with(&browser, host, own, "", good_body), 403);
  assert_int_equal(
      post_with(&browser, host, own, "X-Polku: 1\r\nSec-Fetch-Site: cross-site\r\n", good_body),
      403);
  assert_int_equal(post_with(&browser, "evil.example", own, marked, good_body), 421);
  assert_int_equal(last_number(&browser), before);
  assert_int_equal(post_with(&browser, host, own, marked, good_body), 200);
  assert_int_equal(last_number(&browser), before + 1);
  http_end(&browser);
}

static void a_browser_may_read_nothing_for_another_site(void **state) {
  (void)state;
  http browser = a_facilitator();
  assert_int_equal(ask("GET /api/room HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\n"
                       "Sec-Fetch-Site: cross-site\r\n\r\n",
                       w.port, browser.cookie),
                   403);
  assert_int_equal(ask("GET /api/room HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\n"
                       "Origin: http://evil.example\r\n\r\n",
                       w.port, browser.cookie),
                   403);
  http_end(&browser);
}

/* --------------------------------------------------------------------------- secrets and codes */

static int enter_with(const char *name, const char *value) {
  char *body = http_form(name, value, (const char *)NULL);
  int status =
      ask("POST /api/enter HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\n"
          "X-Polku: 1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
          "Content-Length: %zu\r\n\r\n%s",
          w.port, w.port, strlen(body), body);
  free(body);
  return status;
}

static void without_a_cookie_of_ours_nothing_is_told(void **state) {
  (void)state;
  static const char *const paths[] = {
      "/api/room",    "/api/events",   "/api/entries", "/api/model",      "/api/moment?number=0",
      "/api/picture", "/api/minutes",  "/api/report",  "/api/compare",    "/api/others",
      "/api/explain", "/api/leverage", "/api/without", "/api/model.json", "/api/result.json"};
  for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
    assert_int_equal(ask("GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", paths[i], w.port), 401);
    assert_int_equal(ask("GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: "
                         "polku_%d=0123456789abcdef0123456789abcdef\r\n\r\n",
                         paths[i], w.port, w.port),
                     401);
  }
}

/* Five wrong tries, then even the right code has to wait; whoever is in stays in. Runs last, since
 * the address that guessed, this one, may not try again for a minute. */
static void a_code_is_guessed_five_times_a_minute(void **state) {
  (void)state;
  http inside = a_participant();
  static const char *const wrong[] = {"", "KELO", "KELO-4711", "' OR 1=1", "0"};
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
    assert_int_equal(enter_with("code", wrong[i]), 403);
  assert_int_equal(enter_with("code", "KELO-4711"), 429);
  assert_int_equal(enter_with("code", workshop_code(w.open)), 429);
  assert_int_equal(enter_with("secret", "0123456789abcdef0123456789abcdef"), 429);
  assert_int_equal(enter_with("secret", w.participants), 200); /* the others in the room, by QR */
  expect_get(&inside, "/api/room", 200);
  http_end(&inside);
}

/* ------------------------------------------------------------------------------ sizes and forms */

static void what_is_too_large_is_refused(void **state) {
  (void)state;
  http browser = a_facilitator();
  size_t size = 300 * 1024;
  long before = last_number(&browser);
  char *large = malloc(size + 1);
  assert_non_null(large);
  memset(large, 'a', size);
  memcpy(large, "id=large-act-1&kind=comment&text=", 33);
  large[size] = '\0';
  expect_post(&browser, "/api/act", strdup(large), 413);
  large[9000] = '\0';
  assert_int_equal(ask("GET /?%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", large + 33, w.port), 414);
  assert_int_equal(ask("GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nX: %s\r\n\r\n", w.port, large + 33),
                   431);
  free(large);
  assert_int_equal(last_number(&browser), before);
  expect_unharmed();
  http_end(&browser);
}

/* A flood that never ends is cut off, however it pretends to be a request. */
static bool is_cut_off(const char *begin, const char *again) {
  struct timespec rest = {.tv_nsec = 1000000};
  int s = http_connect(w.port);
  bool open = http_send(s, begin, strlen(begin));
  for (int i = 0; i < 200000 && open; i++) {
    struct pollfd at = {.fd = s, .events = POLLIN};
    open = http_send(s, again, strlen(again));
    char bytes[512];
    if (open && poll(&at, 1, 0) > 0 && recv(s, bytes, sizeof bytes, 0) <= 0)
      open = false;
    if (i % 100 == 99)
      nanosleep(&rest, NULL);
  }
  close(s);
  return !open;
}

static void what_never_ends_is_cut_off(void **state) {
  (void)state;
  http browser = a_facilitator();
  char head[1024];
  assert_true(
      is_cut_off("GET / HTTP/1.1\r\n", "X-Header: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"));
  assert_true(is_cut_off("GET /", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
  snprintf(
      head, sizeof head,
      "POST /api/act HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\nX-Polku: "
      "1\r\nCookie: %s\r\nContent-Type: application/x-www-form-urlencoded\r\n"
      "Transfer-Encoding: chunked\r\n\r\n",
      w.port, w.port, browser.cookie);
  assert_true(is_cut_off(head, "10\r\naaaaaaaaaaaaaaaa\r\n"));
  snprintf(head, sizeof head,
           "POST /api/act HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 99999999999\r\n\r\n",
           w.port);
  assert_true(is_cut_off(head, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
  expect_unharmed();
  http_end(&browser);
}

static void a_body_in_chunks_is_not_taken(void **state) {
  (void)state;
  http browser = a_facilitator();
  assert_int_equal(ask("POST /api/act HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d"
                       "\r\nX-Polku: 1\r\nCookie: %s\r\nContent-Type: "
                       "application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n"
                       "3\r\nid=\r\n0\r\n\r\n",
                       w.port, w.port, browser.cookie),
                   411);
  assert_int_equal(ask("POST /api/act HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 3\r\n"
                       "Transfer-Encoding: chunked\r\n\r\n3\r\nid=\r\n0\r\n\r\n",
                       w.port),
                   411);
  http_end(&browser);
}

static void what_is_no_act_is_malformed(void **state) {
  (void)state;
  static const char *const bodies[] = {"",
                                       "id=abcdefgh",
                                       "kind=edit",
                                       "id=short&kind=edit",
                                       "id=abcdefgh&kind=edit&kind=edit",
                                       "id=abcdefgh&kind=%zz",
                                       "id=abcdefgh&kind=comment&text=%ff%fe",
                                       "id=abcdefgh&kind=comment&text=a%00b",
                                       "id=abcdefgh&kind=edit&base=-1&patch={}",
                                       "id=abcdefgh&kind=edit&base=1e9&patch={}",
                                       "id=abcdefgh&kind=nonsense",
                                       "id=abcdefgh&kind=vote&target=1",
                                       "{\"id\": \"abcdefgh\", \"kind\": \"save\"}"};
  http browser = a_facilitator();
  long before = last_number(&browser);
  for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++)
    expect_post(&browser, "/api/act", strdup(bodies[i]), 400);
  assert_int_equal(last_number(&browser), before);
  http_end(&browser);
}

static void a_patch_that_makes_no_model_changes_nothing(void **state) {
  (void)state;
  static const char *const patches[] = {"",
                                        "{",
                                        "[]",
                                        "null",
                                        "{\"stages\": null}",
                                        "{\"a\": 1, \"a\": 2}",
                                        "{\"stages\": {\"x\": 5}}",
                                        "{\"stages\": 7}",
                                        "[[[[[[[[[[[[[[[[[[[[",
                                        "\"text\"",
                                        "{\"format\": \"polku/2\"}",
                                        "{} {}",
                                        "{\"stages\": {\"\": {}}}",
                                        "NaN"};
  http browser = a_facilitator();
  char *before = get_as(&browser, "/api/model.json", 200);
  for (size_t i = 0; i < sizeof patches / sizeof patches[0]; i++) {
    http_answer answer;
    char *form = act_form("edit", "0", patches[i], NULL);
    assert_true(http_post(&browser, "/api/act", form, &answer));
    if (answer.status != 422 && answer.status != 400)
      fail_msg("%s: %d %s", patches[i], answer.status, answer.body);
    http_free(&answer);
    free(form);
  }
  char *after = get_as(&browser, "/api/model.json", 200);
  assert_string_equal(before, after);
  free(before);
  free(after);
  http_end(&browser);
}

static void depth_is_no_weapon(void **state) {
  (void)state;
  enum { DEEP = 60000 };
  http browser = a_facilitator();
  char *deep = malloc(6 * DEEP + 1);
  assert_non_null(deep);
  deep[0] = '\0';
  for (int i = 0; i < DEEP / 2; i++)
    memcpy(deep + 5 * i, "{\"a\":", 6);
  http_answer answer;
  char *form = act_form("edit", "0", deep, NULL);
  assert_true(strlen(form) > 256 * 1024);
  assert_true(http_post(&browser, "/api/act", form, &answer));
  assert_int_equal(answer.status, 413);
  http_free(&answer);
  free(form);
  deep[5 * 3000] = '\0';
  form = act_form("edit", "0", deep, NULL);
  assert_true(http_post(&browser, "/api/act", form, &answer));
  assert_int_equal(answer.status, 422);
  http_free(&answer);
  free(form);
  free(deep);
  expect_unharmed();
  http_end(&browser);
}

static void acts_on_what_is_not_there_yet_are_conflicts(void **state) {
  (void)state;
  http browser = a_facilitator();
  long before = last_number(&browser);
  expect_post(&browser, "/api/act",
              act_form("edit", "999999", "{\"title\": {\"fi\": \"x\"}}", NULL), 409);
  expect_post(
      &browser, "/api/act",
      http_form("id", "future-undo", "kind", "undo", "target", "999999", (const char *)NULL), 404);
  expect_post(
      &browser, "/api/act",
      http_form("id", "future-restore", "kind", "restore", "target", "999999", (const char *)NULL),
      404);
  assert_int_equal(last_number(&browser), before);
  http_end(&browser);
}

/* The same edit a hundred times, and older ones after newer ones: each happens once. */
static void what_is_sent_again_happens_once(void **state) {
  (void)state;
  http browser = a_facilitator();
  long before = last_number(&browser);
  for (int round = 0; round < 20; round++)
    for (int n = 2; n >= 0; n--) {
      char id[24];
      snprintf(id, sizeof id, "again-%d-act", n);
      expect_post(&browser, "/api/act",
                  http_form("id", id, "kind", "comment", "text", id, (const char *)NULL), 200);
      if (round % 7 == 6) {
        struct timespec rest = {.tv_nsec = 300000000};
        nanosleep(&rest, NULL);
      }
    }
  assert_int_equal(last_number(&browser), before + 3);
  http_end(&browser);
}

/* ---------------------------------------------------------------------------------------- paths */

static void what_is_not_served_is_not_there(void **state) {
  (void)state;
  static const char *const paths[] = {"/../../etc/passwd",
                                      "/%2e%2e/%2e%2e/etc/passwd",
                                      "//etc/passwd",
                                      "/app.js/../../../etc/passwd",
                                      "/fonts/../shell.html",
                                      "/api/../app.js",
                                      "/model.json",
                                      "/model.workshop.sqlite",
                                      "/.git/config",
                                      "/api",
                                      "/api/",
                                      "/API/ROOM",
                                      "/api/room/",
                                      "/app.js%00.html",
                                      "/\\..\\windows",
                                      "*"};
  for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
    int status = ask("GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", paths[i], w.port);
    if (status != 404 && status != 400)
      fail_msg("%s: %d", paths[i], status);
  }
}

static void files_beside_the_model_stay_where_they_are(void **state) {
  (void)state;
  static const char *const names[] = {"../model.json",         "%2e%2e%2fmodel.json", "/etc/passwd",
                                      "..%5cmodel.json",       ".hidden.json",        "",
                                      "model.workshop.sqlite", "nothing.json",        "#scenario"};
  http browser = a_facilitator();
  char path[200];
  http_answer answer;
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    snprintf(path, sizeof path, "/api/compare?with=%s", names[i]);
    assert_true(http_get(&browser, path, &answer));
    if (answer.status < 400 || answer.status >= 500)
      fail_msg("%s: %d %.300s", path, answer.status, answer.body);
    http_free(&answer);
  }
  http_end(&browser);
}

static void methods_are_those_of_the_route(void **state) {
  (void)state;
  static const char *const methods[] = {"PUT",     "DELETE", "PATCH", "OPTIONS",
                                        "CONNECT", "TRACE",  "BREW",  "get"};
  for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
    int status = ask("%s /api/room HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", methods[i], w.port);
    if (status != 405 && status != 400 && status != 501)
      fail_msg("%s: %d", methods[i], status);
  }
  assert_int_equal(ask("GET /api/act HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", w.port), 405);
}

/* -------------------------------------------------------------------------------------- scripts */

/* Whatever people write goes out as text: in JSON '<' is escaped, and nothing is HTML. */
static void a_script_in_a_text_stays_text(void **state) {
  (void)state;
  static const char script[] = "</script><script>alert(1)</script><img src=x onerror=f()>";
  http browser = a_facilitator();
  expect_post(&browser, "/api/act", act_form("comment", "0", NULL, script), 200);
  expect_post(&browser, "/api/act", act_form("version", "0", NULL, script), 200);
  expect_post(&browser, "/api/act", act_form("nickname", "0", NULL, script + 9), 200);
  char base[24];
  snprintf(base, sizeof base, "%ld", last_number(&browser));
  expect_post(&browser, "/api/act",
              act_form("edit", base,
                       "{\"title\": {\"fi\": \"</script><script>alert(1)</script>\"}, \"actors\": "
                       "{\"neuvokas\": {\"name\": {\"fi\": \"<script>alert(1)</script>\"}}}}",
                       script),
              200);
  char *picture = get_as(&browser, "/api/picture?touch=1", 200);
  assert_null(strstr(picture, "<script"));
  http_answer answer;
  char value[512];
  assert_true(http_get(&browser, "/api/room", &answer));
  assert_string_equal(http_header(&answer, "X-Content-Type-Options", value), "nosniff");
  assert_non_null(strstr(http_header(&answer, "Content-Type", value), "application/json"));
  http_free(&answer);
  free(picture);
  http_end(&browser);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_name_that_is_not_ours_is_misdirected),
      cmocka_unit_test(another_site_cannot_post),
      cmocka_unit_test(a_browser_may_read_nothing_for_another_site),
      cmocka_unit_test(without_a_cookie_of_ours_nothing_is_told),
      cmocka_unit_test(what_is_too_large_is_refused),
      cmocka_unit_test(what_never_ends_is_cut_off),
      cmocka_unit_test(a_body_in_chunks_is_not_taken),
      cmocka_unit_test(what_is_no_act_is_malformed),
      cmocka_unit_test(a_patch_that_makes_no_model_changes_nothing),
      cmocka_unit_test(depth_is_no_weapon),
      cmocka_unit_test(acts_on_what_is_not_there_yet_are_conflicts),
      cmocka_unit_test(what_is_sent_again_happens_once),
      cmocka_unit_test(what_is_not_served_is_not_there),
      cmocka_unit_test(files_beside_the_model_stay_where_they_are),
      cmocka_unit_test(methods_are_those_of_the_route),
      cmocka_unit_test(a_script_in_a_text_stays_text),
      cmocka_unit_test(a_code_is_guessed_five_times_a_minute),
  };
  return cmocka_run_group_tests(tests, begin_workshop, end_workshop);
}
