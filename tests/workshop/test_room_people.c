/* Who is remembered of those who came. */
#include "rooms.h"

enum { SILENT_MOST = 1000 };

typedef struct visitor {
  int64_t client;
  char token[33];
} visitor;

static visitor enters(room_role role) {
  visitor v;
  v.client = room_enter(here.room, role, v.token);
  assert_true(v.client > 0);
  return v;
}

static bool is_known(const visitor *v) {
  int64_t client;
  room_role role;
  bool known = room_client(here.room, v->token, &client, &role);
  assert_true(!known || client == v->client);
  return known;
}

/* As many more as it takes, so that the next one is one too many. */
static void fill_the_room(int already) {
  for (int i = already; i < SILENT_MOST; i++)
    enters(i % 2 ? ROOM_PARTICIPANT : ROOM_SCREEN);
}

static void of_those_who_say_nothing_who_was_away_longest_is_forgotten(void **state) {
  (void)state;
  visitor leader = enters(ROOM_FACILITATOR), speaker = enters(ROOM_PARTICIPANT);
  visitor stays = enters(ROOM_PARTICIPANT), listens = enters(ROOM_SCREEN);
  visitor named = enters(ROOM_PARTICIPANT), gone = enters(ROOM_PARTICIPANT);
  say(speaker.client, "comment", "hei");
  say(named.client, "nickname", "Kemijärvi"); /* a name alone is nothing said */
  fill_the_room(4);
  assert_true(is_known(&stays));
  room_saw(here.room, listens.client);
  enters(ROOM_PARTICIPANT);
  visitor last = enters(ROOM_PARTICIPANT);
  for (int again = 0; again < 2; again++) {
    assert_true(is_known(&leader) && is_known(&speaker) && is_known(&stays));
    assert_true(is_known(&listens) && is_known(&last));
    assert_false(is_known(&named) || is_known(&gone));
    rooms_reopen();
  }
  assert_true(enters(ROOM_PARTICIPANT).client > last.client);
}

static void who_spoke_is_known_however_many_come(void **state) {
  (void)state;
  enum { SPEAKERS = 30 };
  visitor speakers[SPEAKERS];
  for (int i = 0; i < SPEAKERS; i++) {
    speakers[i] = enters(ROOM_PARTICIPANT);
    say(speakers[i].client, "comment", "hei");
  }
  fill_the_room(0);
  for (int i = 0; i < 40; i++)
    enters(ROOM_PARTICIPANT);
  rooms_reopen();
  for (int i = 0; i < SPEAKERS; i++)
    assert_true(is_known(&speakers[i]));
}

int main(void) {
#define IN_A_ROOM(law) cmocka_unit_test_setup_teardown(law, rooms_enter, rooms_leave)
  const struct CMUnitTest tests[] = {
      IN_A_ROOM(of_those_who_say_nothing_who_was_away_longest_is_forgotten),
      IN_A_ROOM(who_spoke_is_known_however_many_come),
  };
  return RUN(tests);
}
