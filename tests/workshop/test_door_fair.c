/* Who waits for whom: one browser's wishes keep nobody from theirs. */
#include "doors.h"

#include <poll.h>
#include <unistd.h>

/* Questions of one browser that are asked at once, each on a connection of its own. */
enum { ASKED_MOST = 32 };
typedef struct at_once {
  int sockets[ASKED_MOST], count;
} at_once;

static void ask_also(at_once *all, const http *browser, const char *path) {
  char question[900];
  snprintf(question, sizeof question, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\n\r\n",
           path, w.port, browser->cookie);
  int s = all->sockets[all->count++] = http_connect(w.port);
  assert_true(http_send(s, question, strlen(question)));
}

/* How many of them were served; all others hear 429, and why. */
static int count_served(at_once *all, const char *why) {
  int count = 0;
  for (int i = 0; i < all->count; i++) {
    http_answer answer;
    assert_true(http_hear_answer(all->sockets[i], &answer));
    count += answer.status == 200;
    if (answer.status != 200) {
      assert_int_equal(answer.status, 429);
      assert_non_null(strstr(answer.body, why));
    }
    http_free(&answer);
    close(all->sockets[i]);
  }
  return count;
}

static void one_client_waits_for_sixteen_things_at_a_time(void **state) {
  (void)state;
  static const char *const langs[] = {"fi", "sv", "en"}, *const themes[] = {"light", "dark"},
                           *const papers[] = {"screen", "A4", "A3"};
  enum { AT_ONCE = 16 };
  http browser = a_participant();
  at_once all = {.count = 0};
  char path[200];
  for (int i = 0; i < 18; i++) {
    snprintf(path, sizeof path, "/api/picture?format=pdf&lang=%s&theme=%s&paper=%s", langs[i % 3],
             themes[i / 3 % 2], papers[i / 6]);
    ask_also(&all, &browser, path);
  }
  assert_int_equal(count_served(&all, "\"slow\""), AT_ONCE);
  http_end(&browser);
}

/* And hears a sentence for somebody who asks for much, not that for a page that is too quick. */
static void one_client_waits_for_three_reports_at_a_time(void **state) {
  (void)state;
  http browser = a_participant();
  at_once all = {.count = 0};
  for (int i = 0; i < 10; i++)
    ask_also(&all, &browser, "/api/leverage?lang=sv");
  assert_int_equal(count_served(&all, "tre rapporter"), 3);
  http_end(&browser);
}

/* Ten who ask for three reports each, all of them different: more than may wait. */
static void ask_as_a_crowd(at_once *all) {
  static const char *const langs[] = {"fi", "sv", "en"};
  enum { CROWD = 10 };
  for (int i = 0; i < CROWD; i++) {
    http browser = a_participant();
    for (int j = 0; j < 3; j++) {
      char path[100];
      snprintf(path, sizeof path, "/api/report?lang=%s&number=%d", langs[j], i);
      ask_also(all, &browser, path);
    }
    http_end(&browser);
  }
}

static bool is_answered(int socket) {
  return poll(&(struct pollfd){.fd = socket, .events = POLLIN}, 1, 0) > 0;
}

/* A crowd's reports are made one after the other; who leads is served beside them. */
static void who_leads_does_not_wait_for_the_reports_of_a_crowd(void **state) {
  (void)state;
  enum { ONE_OF_THE_LAST = 20 };
  at_once all = {.count = 0};
  http leader = a_facilitator(), late = a_participant();
  for (int i = 0; i < 10; i++) {
    char patch[40], base[8];
    snprintf(base, sizeof base, "%d", i);
    snprintf(patch, sizeof patch, "{\"horizon\": %d}", 12 + i);
    expect_post(&leader, "/api/act", act_form("edit", base, patch, NULL), 200);
  }
  ask_as_a_crowd(&all);
  char *away = get_as(&late, "/api/result.json", 429);
  assert_non_null(strstr(away, "\"crowd\""));
  free(away);
  expect_get(&leader, "/api/result.json", 200);
  assert_false(is_answered(all.sockets[ONE_OF_THE_LAST]));
  for (int i = 0; i < all.count; i++)
    close(all.sockets[i]);
  http_end(&late);
  http_end(&leader);
}

/* Sixty browsers at one address, each of which asks for less than it may. */
static void many_browsers_of_one_machine_do_not_ask_for_all_of_them(void **state) {
  (void)state;
  enum { BROWSERS = 60, OF_EACH = 100 };
  int away = 0;
  for (int i = 0; i < BROWSERS && !away; i++) {
    http browser = a_participant();
    for (int j = 0; j < OF_EACH && !away; j++) {
      http_answer answer;
      assert_true(http_get(&browser, "/api/room?part=me", &answer));
      away = answer.status == 429;
      http_free(&answer);
    }
    http_end(&browser);
  }
  assert_true(away);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(one_client_waits_for_sixteen_things_at_a_time),
      cmocka_unit_test(one_client_waits_for_three_reports_at_a_time),
      cmocka_unit_test(who_leads_does_not_wait_for_the_reports_of_a_crowd),
      cmocka_unit_test(many_browsers_of_one_machine_do_not_ask_for_all_of_them),
  };
  return cmocka_run_group_tests(tests, begin_workshop, end_workshop);
}
