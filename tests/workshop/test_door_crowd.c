/* Many at once: hundreds that send a byte now and then, that listen and stay, that ask and go.
 * People at the door are answered meanwhile. */
#include "workshop/doors.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

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
      cmocka_unit_test(five_hundred_slow_clients_keep_nobody_out),
      cmocka_unit_test(a_client_that_listens_a_hundred_times_is_heard_out_twelve_times),
      cmocka_unit_test(questions_in_a_row_are_answered_in_a_row),
      cmocka_unit_test(an_act_that_comes_too_often_has_to_wait),
      cmocka_unit_test(who_hangs_up_while_the_room_computes_is_forgotten),
      cmocka_unit_test(five_hundred_streams_keep_nobody_out),
      cmocka_unit_test(a_crowd_guesses_no_quicker_than_one),
  };
  return cmocka_run_group_tests(tests, begin_workshop, end_workshop);
}
