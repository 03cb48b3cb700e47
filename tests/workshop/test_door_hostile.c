/* Hostile clients: each is refused with the right status, or dropped, and the room is unharmed: a
 * good client still gets its answer, and nothing was written that nobody may write. */
#include "workshop/doors.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdarg.h>
#include <time.h>
#include <sys/socket.h>
#include <unistd.h>

/* ------------------------------------------------------------------------------------------ tools
 */

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

/* The room answers, and quickly enough that nobody in it would notice. */
static void expect_unharmed(void) {
  http browser = a_facilitator();
  char *room = get_as(&browser, "/api/room", 200);
  assert_non_null(strstr(room, "\"model\": {"));
  free(room);
  http_end(&browser);
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

/* ----------------------------------------------------------------------------------------- paths
 */

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

/* ---------------------------------------------------------------------------------------- scripts
 */

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

/* ------------------------------------------------------------------------------------ connections
 */

static int connect_from(int last_byte) {
  struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons((uint16_t)w.port)};
  struct sockaddr_in from = {.sin_family = AF_INET};
  there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + (uint32_t)last_byte);
  int s = socket(AF_INET, SOCK_STREAM, 0);
  assert_true(s >= 0);
  if (bind(s, (struct sockaddr *)&from, sizeof from) != 0 ||
      connect(s, (struct sockaddr *)&there, sizeof there) != 0) {
    close(s);
    return -1;
  }
  return s;
}

static bool is_hung_up(int s) {
  char byte;
  struct pollfd at = {.fd = s, .events = POLLIN};
  return poll(&at, 1, 0) > 0 && recv(s, &byte, 1, MSG_DONTWAIT) <= 0;
}

/* Five hundred that send a byte now and then, from one address and from many; people at the door
 * are answered meanwhile, and not only when the others have been dropped for their silence. */
static void five_hundred_slow_clients_keep_nobody_out(void **state) {
  (void)state;
  enum { SLOW = 500 };
  static int slow[SLOW];
  for (int addresses = 1; addresses <= 10; addresses += 9) {
    int hung_up = 0;
    for (int i = 0; i < SLOW; i++) {
      slow[i] = connect_from(i % addresses);
      if (slow[i] >= 0)
        http_send(slow[i], "GET / HTTP/1.1\r\nHost", 20);
    }
    for (int round = 0; round < 5; round++) {
      struct timespec before, after;
      clock_gettime(CLOCK_MONOTONIC, &before);
      expect_unharmed();
      clock_gettime(CLOCK_MONOTONIC, &after);
      assert_in_range(after.tv_sec - before.tv_sec, 0, 10);
      for (int i = 0; i < SLOW; i++)
        if (slow[i] >= 0 && !is_hung_up(slow[i]))
          http_send(slow[i], ":", 1);
    }
    for (int i = 0; i < SLOW; i++) {
      hung_up += slow[i] < 0 || is_hung_up(slow[i]);
      if (slow[i] >= 0)
        close(slow[i]);
    }
    assert_true(hung_up > 0);
  }
}

static void a_client_that_listens_a_hundred_times_is_heard_out_twelve_times(void **state) {
  (void)state;
  enum { MANY = 100, OF_ONE = 12 };
  http browser = a_participant();
  http_stream *streams[MANY];
  int status, open = 0;
  http_event event;
  for (int i = 0; i < MANY; i++) {
    streams[i] = http_listen(&browser, "/api/events", &status);
    if (!streams[i])
      assert_int_equal(status, 429);
  }
  for (int tries = 0; tries < 200 && (open == 0 || open > OF_ONE); tries++) {
    open = 0;
    for (int i = 0; i < MANY; i++) {
      while (streams[i] && http_hear(streams[i], 1, &event))
        ;
      open += streams[i] && !http_lost(streams[i]);
    }
  }
  assert_in_range(open, 1, OF_ONE);
  for (int i = 0; i < MANY; i++)
    http_hang_up(streams[i]);
  expect_unharmed();
  http_end(&browser);
}

/* Many questions in one breath are answered one after the other, in their order. */
static void questions_in_a_row_are_answered_in_a_row(void **state) {
  (void)state;
  char text[4096] = "";
  for (int i = 0; i < 12; i++)
    snprintf(text + strlen(text), sizeof text - strlen(text),
             "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s\r\n", i % 2 ? "/nowhere" : "/join",
             w.port, i == 11 ? "Connection: close\r\n" : "");
  int s = http_connect(w.port);
  assert_true(http_send(s, text, strlen(text)));
  char *all = calloc(1, 200000), *at = all;
  assert_non_null(all);
  ssize_t n;
  while ((n = recv(s, at, (size_t)(all + 199999 - at), 0)) > 0)
    at += n;
  int found = 0, missing = 0;
  for (const char *line = all; (line = strstr(line, "HTTP/1.1 ")); line += 9) {
    found += strncmp(line + 9, "200", 3) == 0;
    missing += strncmp(line + 9, "404", 3) == 0;
    assert_in_range(found - missing, 0, 1);
  }
  assert_int_equal(found, 6);
  assert_int_equal(missing, 6);
  free(all);
  close(s);
}

static void an_act_that_comes_too_often_has_to_wait(void **state) {
  (void)state;
  http browser = a_participant();
  http_answer answer;
  char value[512];
  int slow = 0;
  for (int i = 0; i < 2000 && !slow; i++) {
    char *form = act_form("vote", "0", NULL, NULL);
    assert_true(http_post(&browser, "/api/act", form, &answer));
    slow = answer.status == 429;
    if (slow)
      assert_true(atoi(http_header(&answer, "Retry-After", value)) >= 1);
    http_free(&answer);
    free(form);
  }
  assert_true(slow);
  expect_unharmed();
  http_end(&browser);
}

/* Who asks for what takes long and goes: nothing is left behind (a sanitizer looks). */
static void who_hangs_up_while_the_room_computes_is_forgotten(void **state) {
  (void)state;
  http browser = a_participant();
  char question[1024];
  for (int i = 0; i < 30; i++) {
    int s = http_connect(w.port);
    snprintf(
        question, sizeof question,
        "GET /api/picture?format=%s&paper=%s&theme=%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: "
        "%s\r\n\r\n",
        i % 2 ? "png" : "pdf", i % 3 ? "A4" : "A3", i % 5 ? "dark" : "grey", w.port,
        browser.cookie);
    assert_true(http_send(s, question, strlen(question)));
    if (i % 4 == 0) {
      struct timespec rest = {.tv_nsec = 20000000};
      nanosleep(&rest, NULL);
    }
    close(s);
  }
  expect_unharmed();
  http_end(&browser);
}

/* Streams stay open for ever: who opens hundreds of them gives way to people. */
static void five_hundred_streams_keep_nobody_out(void **state) {
  (void)state;
  enum { CLIENTS = 43, OF_EACH = 12, ADDRESSES = 3 };
  static int streams[CLIENTS * OF_EACH];
  char question[600];
  for (int client = 0; client < CLIENTS; client++) {
    http browser = a_participant();
    snprintf(question, sizeof question,
             "GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\n\r\n", w.port,
             browser.cookie);
    for (int i = 0; i < OF_EACH; i++) {
      int *stream = &streams[client * OF_EACH + i];
      *stream = connect_from(1 + client % ADDRESSES);
      if (*stream >= 0 && http_send(*stream, question, strlen(question)))
        poll(&(struct pollfd){.fd = *stream, .events = POLLIN}, 1, 1000); /* it is one now */
    }
    http_end(&browser);
  }
  expect_unharmed();
  for (int i = 0; i < CLIENTS * OF_EACH; i++)
    if (streams[i] >= 0)
      close(streams[i]);
}

/* Sixty wrong tries come from all together, then one a second: a network of addresses gains
 * nothing. Runs last, since from then on everybody who guesses has to wait. */
static void a_crowd_guesses_no_quicker_than_one(void **state) {
  (void)state;
  enum { ADDRESSES = 60, OF_EACH = 4, ALL = 60, SLOWNESS = 100 };
  int wrong = 0, status = 403;
  for (int i = 0; i < ADDRESSES * OF_EACH && status == 403; i++) {
    http browser;
    http_answer answer;
    http_begin(&browser, w.port);
    browser.socket = connect_from(10 + i / OF_EACH);
    char *form = http_form("code", "KELO-4711", (const char *)NULL);
    assert_true(http_post(&browser, "/api/enter", form, &answer));
    status = answer.status;
    wrong += status == 403;
    http_free(&answer);
    free(form);
    http_end(&browser);
  }
  assert_int_equal(status, 429);
  assert_in_range(wrong, OF_EACH + 1, ALL + SLOWNESS);
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
      cmocka_unit_test(five_hundred_slow_clients_keep_nobody_out),
      cmocka_unit_test(a_client_that_listens_a_hundred_times_is_heard_out_twelve_times),
      cmocka_unit_test(questions_in_a_row_are_answered_in_a_row),
      cmocka_unit_test(an_act_that_comes_too_often_has_to_wait),
      cmocka_unit_test(who_hangs_up_while_the_room_computes_is_forgotten),
      cmocka_unit_test(five_hundred_streams_keep_nobody_out),
      cmocka_unit_test(a_code_is_guessed_five_times_a_minute),
      cmocka_unit_test(a_crowd_guesses_no_quicker_than_one),
  };
  return cmocka_run_group_tests(tests, begin_workshop, end_workshop);
}
