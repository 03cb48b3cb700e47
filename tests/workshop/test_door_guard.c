/* Who is sent away at the door, and why; who has to wait; under which names we are found; and the
 * picture of an address is the same on a screen and in a terminal. */
#include "support/check.h"
#include "workshop/door.h"
#include "workshop/door_guard.h"
#include "workshop/door_rate.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PORT = 8047 };

static addresses own(void) {
  addresses a = {.names = {"192.168.1.5", "127.0.0.1", "localhost", "[::1]"}, .count = 4};
  return a;
}

static int status_at(const guard_asked *asked, unsigned methods) {
  addresses a = own();
  return guard_check(asked, methods, &a, PORT, false).status;
}

static guard_asked a_get(void) {
  return (guard_asked){
      .method = "GET", .path = "/api/room", .host = "127.0.0.1:8047", .hosts = 1, .headers = 400};
}

static guard_asked a_post(void) {
  return (guard_asked){.method = "POST",
                       .path = "/api/act",
                       .host = "192.168.1.5:8047",
                       .origin = "http://192.168.1.5:8047",
                       .polku = "1",
                       .type = "application/x-www-form-urlencoded;charset=UTF-8",
                       .length = "100",
                       .hosts = 1,
                       .headers = 400};
}

static void a_page_that_asks_its_own_room_is_heard(void **state) {
  (void)state;
  guard_asked get = a_get(), post = a_post();
  assert_int_equal(status_at(&get, GUARD_GET), 0);
  assert_int_equal(status_at(&post, GUARD_POST), 0);
  get.site = "same-origin";
  assert_int_equal(status_at(&get, GUARD_GET), 0);
  get.site = "none"; /* typed, or a bookmark */
  assert_int_equal(status_at(&get, GUARD_GET), 0);
  get.method = "HEAD";
  assert_int_equal(status_at(&get, GUARD_GET), 0);
  post.origin = NULL;
  post.site = "same-origin";
  assert_int_equal(status_at(&post, GUARD_POST), 0);
}

static void only_our_own_names_are_answered(void **state) {
  (void)state;
  static const char *const others[] = {"evil.example",
                                       "evil.example:8047",
                                       "127.0.0.1",
                                       "127.0.0.1:80",
                                       "127.0.0.1:8047.evil",
                                       "localhost:8048",
                                       "192.168.1.6:8047",
                                       "127.0.0.1:8047 ",
                                       "user@127.0.0.1:8047",
                                       "",
                                       "::1:8047",
                                       "[::1]",
                                       "localhost.evil:8047",
                                       "127.0.0.1:08047",
                                       "0.0.0.0:8047",
                                       "[::ffff:127.0.0.1]:8047"};
  static const char *const ours[] = {"localhost:8047", "LOCALHOST:8047", "[::1]:8047",
                                     "192.168.1.5:8047"};
  guard_asked get = a_get();
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
    get.host = others[i];
    assert_int_equal(status_at(&get, GUARD_GET), 421);
  }
  for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++) {
    get.host = ours[i];
    assert_int_equal(status_at(&get, GUARD_GET), 0);
  }
  get.host = NULL;
  get.hosts = 0;
  assert_int_equal(status_at(&get, GUARD_GET), 421);
  get = a_get();
  get.hosts = 2;
  assert_int_equal(status_at(&get, GUARD_GET), 400);
}

static void the_port_that_a_protocol_has_need_not_be_named(void **state) {
  (void)state;
  addresses a = own();
  assert_true(addresses_have(&a, "192.168.1.5", 80, false));
  assert_false(addresses_have(&a, "192.168.1.5", 80, true));
  assert_true(addresses_have(&a, "192.168.1.5", 443, true));
  assert_false(addresses_have(&a, "192.168.1.5", 443, false));
}

static void other_sites_neither_post_nor_read(void **state) {
  (void)state;
  static const char *const origins[] = {"http://evil.example",
                                        "null",
                                        "https://192.168.1.5:8047",
                                        "http://192.168.1.5:8048",
                                        "http://192.168.1.5:8047.evil",
                                        "http://127.0.0.1:8047" /* ours, but not the asked one */,
                                        ""};
  static const char *const sites[] = {"cross-site", "same-site", "none", ""};
  for (size_t i = 0; i < sizeof origins / sizeof origins[0]; i++) {
    guard_asked post = a_post();
    post.origin = origins[i];
    assert_int_equal(status_at(&post, GUARD_POST), 403);
  }
  for (size_t i = 0; i < sizeof sites / sizeof sites[0]; i++) {
    guard_asked post = a_post();
    post.site = sites[i];
    assert_int_equal(status_at(&post, GUARD_POST), 403);
  }
  guard_asked get = a_get();
  get.origin = "http://evil.example";
  assert_int_equal(status_at(&get, GUARD_GET), 403);
  get = a_get();
  get.site = "cross-site";
  assert_int_equal(status_at(&get, GUARD_GET), 403);
  get.path = "/join"; /* a link in a message */
  assert_int_equal(status_at(&get, GUARD_GET), 0);
}

static void no_plain_form_of_another_page_can_post(void **state) {
  (void)state;
  guard_asked post = a_post();
  post.polku = NULL;
  assert_int_equal(status_at(&post, GUARD_POST), 403);
  post = a_post();
  post.origin = NULL; /* and no Sec-Fetch-Site: we do not know who it is */
  assert_int_equal(status_at(&post, GUARD_POST), 403);
  static const char *const types[] = {NULL, "", "text/plain", "application/json",
                                      "application/x-www-form-urlencodedx"};
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
    post = a_post();
    post.type = types[i];
    assert_int_equal(status_at(&post, GUARD_POST), 415);
  }
}

static void what_is_too_large_is_refused_by_its_headers(void **state) {
  (void)state;
  guard_asked get = a_get(), post = a_post();
  get.address = GUARD_ADDRESS_MOST + 1;
  assert_int_equal(status_at(&get, GUARD_GET), 414);
  get = a_get();
  get.headers = GUARD_HEADERS_MOST + 1;
  assert_int_equal(status_at(&get, GUARD_GET), 431);
  post.length = "262144";
  assert_int_equal(status_at(&post, GUARD_POST), 0);
  post.length = "262145";
  assert_int_equal(status_at(&post, GUARD_POST), 413);
  post.length = "99999999999999999999999";
  assert_int_equal(status_at(&post, GUARD_POST), 400);
  post.length = "-1";
  assert_int_equal(status_at(&post, GUARD_POST), 400);
  post.length = NULL;
  assert_int_equal(status_at(&post, GUARD_POST), 411);
  post = a_post();
  post.encoding = "chunked"; /* it would not say how much is to come */
  assert_int_equal(status_at(&post, GUARD_POST), 411);
}

static void a_path_allows_what_its_route_says(void **state) {
  (void)state;
  guard_asked get = a_get(), post = a_post(), put = a_get();
  put.method = "PUT";
  assert_int_equal(status_at(&get, 0), 404);
  assert_int_equal(status_at(&get, GUARD_POST), 405);
  assert_int_equal(status_at(&post, GUARD_GET), 405);
  assert_int_equal(status_at(&put, GUARD_GET | GUARD_POST), 405);
}

static void secrets_are_the_same_or_not(void **state) {
  (void)state;
  static const char *const secret = "0123456789abcdef0123456789abcdef";
  assert_true(guard_same(secret, secret));
  assert_false(guard_same("", secret));
  assert_false(guard_same("0123456789abcdef", secret)); /* half of it, which repeats */
  assert_false(guard_same("0123456789abcdef0123456789abcdeF", secret));
  assert_false(guard_same("0123456789abcdef0123456789abcdef0", secret));
  assert_false(guard_same("x", ""));
}

static void a_spoken_code_is_written_as_one_likes(void **state) {
  (void)state;
  static const char *const said[] = {"KELO-47", "kelo47", " Kelo 47 ", "k.e.l.o-4/7"};
  char plain[32];
  for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
    guard_plain_code(said[i], plain);
    assert_string_equal(plain, "KELO47");
  }
  guard_plain_code("KELOKELOKELOKELOKELOKELOKELOKELOKELOKELO", plain);
  assert_int_equal(strlen(plain), 31);
}

/* --- who has to wait */

static const rate five_a_minute = {5.0 / 60, 5};

static void five_tries_and_then_one_every_twelve_seconds(void **state) {
  (void)state;
  rates *r = rates_new();
  uint64_t key = rate_key(1, 7), other = rate_key(1, 8), also = rate_key(2, 7);
  for (int i = 0; i < 5; i++)
    assert_int_equal(rate_wait(r, key, five_a_minute, 1000, true), 0);
  assert_int_equal(rate_wait(r, key, five_a_minute, 1000, true), 12);
  assert_int_equal(rate_wait(r, key, five_a_minute, 7000, true), 6);
  assert_int_equal(rate_wait(r, other, five_a_minute, 7000, true), 0);
  assert_int_equal(rate_wait(r, also, five_a_minute, 7000, true), 0);
  assert_int_equal(rate_wait(r, key, five_a_minute, 13100, true), 0);
  assert_int_equal(rate_wait(r, key, five_a_minute, 13100, true), 12);
  rates_free(r);
}

static void looking_costs_nothing(void **state) {
  (void)state;
  rates *r = rates_new();
  for (int i = 0; i < 100; i++)
    assert_int_equal(rate_wait(r, rate_key(1, 7), five_a_minute, 1000, false), 0);
  rates_free(r);
}

static void a_bucket_holds_no_more_than_it_may(void **state) {
  (void)state;
  rates *r = rates_new();
  uint64_t key = rate_key(1, 7);
  assert_int_equal(rate_wait(r, key, five_a_minute, 0, true), 0);
  for (int i = 0; i < 5; i++)
    assert_int_equal(rate_wait(r, key, five_a_minute, 100000000, true), 0);
  assert_int_equal(rate_wait(r, key, five_a_minute, 100000000, true), 12);
  rates_free(r);
}

/* Ten thousand addresses, more than are remembered, that guess together. */
static void a_crowd_of_addresses_is_held_by_the_bucket_of_all(void **state) {
  (void)state;
  rates *r = rates_new();
  static const rate sixty_a_minute = {1, 60};
  bucket all = {.taken = 0};
  int let = 0;
  for (uint64_t who = 0; who < 10000; who++)
    let += rate_wait(r, rate_key(1, who), five_a_minute, 1000, true) == 0 &&
           bucket_wait(&all, sixty_a_minute, 1000, true) == 0;
  assert_int_equal(let, 60);
  rates_free(r);
}

/* --- addresses */

static void a_room_of_its_own_is_found_on_this_machine_alone(void **state) {
  (void)state;
  addresses a;
  addresses_read(&a, false);
  assert_int_equal(a.shown, 1);
  assert_string_equal(a.names[0], "127.0.0.1");
  assert_int_equal(a.count, 3);
}

static void in_a_network_we_are_found_by_its_names_and_by_our_own(void **state) {
  (void)state;
  addresses a;
  addresses_read(&a, true);
  assert_in_range(a.shown, 1, a.count);
  for (int i = 0; i < a.shown; i++) {
    assert_true(a.shown == 1 || strcmp(a.names[i], "127.0.0.1") != 0);
    assert_int_not_equal(strncmp(a.names[i], "169.254.", 8), 0);
    assert_true(a.names[i][0] != '[');
  }
  assert_true(addresses_have(&a, "127.0.0.1:1", 1, false));
  assert_true(addresses_have(&a, "localhost:1", 1, false));
}

static unsigned long long digest_of(const char *text) {
  struct sockaddr_in in = {.sin_family = AF_INET};
  struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
  if (inet_pton(AF_INET, text, &in.sin_addr) == 1)
    return address_digest((const struct sockaddr *)&in);
  assert_int_equal(inet_pton(AF_INET6, text, &in6.sin6_addr), 1);
  return address_digest((const struct sockaddr *)&in6);
}

static void an_address_is_one_however_it_is_written(void **state) {
  (void)state;
  assert_true(digest_of("192.168.1.5") == digest_of("::ffff:192.168.1.5"));
  assert_true(digest_of("192.168.1.5") != digest_of("192.168.1.6"));
  assert_true(digest_of("2001:db8:1:2::1") == digest_of("2001:db8:1:2:ffff::9"));
  assert_true(digest_of("2001:db8:1:2::1") != digest_of("2001:db8:1:3::1"));
}

/* --- QR codes */

enum { SIDE_MAX = 100 };
typedef struct modules {
  int side;
  bool dark[SIDE_MAX + 1][SIDE_MAX];
} modules;

static void read_svg(const char *svg, modules *m) {
  int x, y, width, used;
  assert_int_equal(sscanf(strstr(svg, "viewBox=\""), "viewBox=\"0 0 %d", &m->side), 1);
  assert_in_range(m->side, 21, SIDE_MAX);
  const char *at = strstr(svg, " d=\"");
  assert_non_null(at);
  for (at += 4; sscanf(at, "M%d %dh%dv1h-%*dz%n", &x, &y, &width, &used) == 3; at += used)
    for (int i = 0; i < width; i++)
      m->dark[y][x + i] = true;
  assert_true(*at == '"');
}

static void read_lines(const char *text, modules *m) {
  static const char *const blocks[] = {"\u2588", "\u2584", "\u2580", " "};
  int y = 0;
  for (; *text; y += 2) {
    text = strchr(text, 'm') + 1;
    for (m->side = 0; *text != '\033'; m->side++) {
      int block = 0;
      while (strncmp(text, blocks[block], strlen(blocks[block])) != 0)
        assert_true(++block < 4);
      m->dark[y][m->side] = block & 1;
      m->dark[y + 1][m->side] = block & 2;
      text += strlen(blocks[block]);
    }
    text = strchr(text, '\n') + 1;
  }
  assert_in_range(y, m->side, m->side + 1);
}

static void a_code_is_the_same_on_a_screen_and_in_a_terminal(void **state) {
  (void)state;
  static const char url[] = "http://192.168.100.205:8047/join#0123456789abcdef0123456789abcdef";
  modules *a = calloc(1, sizeof *a), *b = calloc(1, sizeof *b);
  char *svg = door_qr_svg(url), *text = door_qr_text(url);
  read_svg(svg, a);
  read_lines(text, b);
  assert_int_equal(a->side, b->side);
  for (int y = 0; y < a->side; y++)
    for (int x = 0; x < a->side; x++) {
      bool edge = x < 4 || y < 4 || x >= a->side - 4 || y >= a->side - 4;
      assert_int_equal(a->dark[y][x], b->dark[y][x]);
      assert_false(edge && a->dark[y][x]);
    }
  for (int i = 0; i < 7; i++) { /* the corners that readers look for */
    assert_true(a->dark[4][4 + i] && a->dark[4 + i][4] && a->dark[4][a->side - 5 - i]);
    assert_true(a->dark[a->side - 5][4 + i]);
  }
  free(svg);
  free(text);
  free(a);
  free(b);
}

static void a_text_that_fits_no_code_has_none(void **state) {
  (void)state;
  char long_text[5000];
  memset(long_text, 'x', sizeof long_text - 1);
  long_text[sizeof long_text - 1] = '\0';
  assert_null(door_qr_svg(long_text));
  assert_null(door_qr_text(long_text));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_page_that_asks_its_own_room_is_heard),
      cmocka_unit_test(only_our_own_names_are_answered),
      cmocka_unit_test(the_port_that_a_protocol_has_need_not_be_named),
      cmocka_unit_test(other_sites_neither_post_nor_read),
      cmocka_unit_test(no_plain_form_of_another_page_can_post),
      cmocka_unit_test(what_is_too_large_is_refused_by_its_headers),
      cmocka_unit_test(a_path_allows_what_its_route_says),
      cmocka_unit_test(secrets_are_the_same_or_not),
      cmocka_unit_test(a_spoken_code_is_written_as_one_likes),
      cmocka_unit_test(five_tries_and_then_one_every_twelve_seconds),
      cmocka_unit_test(looking_costs_nothing),
      cmocka_unit_test(a_bucket_holds_no_more_than_it_may),
      cmocka_unit_test(a_crowd_of_addresses_is_held_by_the_bucket_of_all),
      cmocka_unit_test(a_room_of_its_own_is_found_on_this_machine_alone),
      cmocka_unit_test(in_a_network_we_are_found_by_its_names_and_by_our_own),
      cmocka_unit_test(an_address_is_one_however_it_is_written),
      cmocka_unit_test(a_code_is_the_same_on_a_screen_and_in_a_terminal),
      cmocka_unit_test(a_text_that_fits_no_code_has_none),
  };
  return RUN(tests);
}
