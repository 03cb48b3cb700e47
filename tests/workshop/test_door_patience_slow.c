/* How long the door waits: not for ever for a request that comes byte by byte, and with patience
 * for who listens while nothing happens. One test, since all of it is waiting: half a minute. */
#include "workshop/doors.h"

#include <poll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static bool is_hung_up(int s) {
  char byte;
  struct pollfd at = {.fd = s, .events = POLLIN};
  return poll(&at, 1, 0) > 0 && recv(s, &byte, 1, MSG_DONTWAIT) <= 0;
}

static int seconds_since(const struct timespec *then) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int)(now.tv_sec - then->tv_sec);
}

static void who_trickles_is_dropped_and_who_listens_is_kept(void **state) {
  (void)state;
  enum { LONG = 35, FOR_EVER = 120 }; /* seconds */
  const struct timespec rest = {.tv_sec = 1};
  struct timespec begin;
  http browser = a_participant();
  http_event event;
  int status, dropped = -1, silent = -1, second = 0;
  http_stream *stream = http_listen(&browser, "/api/events", &status);
  clock_gettime(CLOCK_MONOTONIC, &begin);
  int slow = http_connect(w.port), idle = http_connect(w.port);
  assert_true(http_send(slow, "GET / HTTP/1.1\r\nX-Slow: ", 24));
  while (second < LONG || ((dropped < 0 || silent < 0) && second < FOR_EVER)) {
    nanosleep(&rest, NULL);
    second = seconds_since(&begin);
    if (dropped < 0 && (!http_send(slow, "a", 1) || is_hung_up(slow)))
      dropped = second;
    if (silent < 0 && is_hung_up(idle))
      silent = second;
    while (http_hear(stream, 0, &event))
      ;
    assert_false(http_lost(stream));
  }
  assert_in_range(silent, 10, FOR_EVER); /* of a slow machine only the least is known */
  assert_in_range(dropped, 25, FOR_EVER);
  http other = a_facilitator();
  expect_post(&other, "/api/act", act_form("comment", "0", NULL, "still here?"), 200);
  do
    assert_true(http_hear(stream, PATIENCE, &event));
  while (strcmp(event.name, "entry") != 0);
  close(slow);
  close(idle);
  http_hang_up(stream);
  http_end(&browser);
  http_end(&other);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(who_trickles_is_dropped_and_who_listens_is_kept),
  };
  return cmocka_run_group_tests(tests, begin_workshop, end_workshop);
}
