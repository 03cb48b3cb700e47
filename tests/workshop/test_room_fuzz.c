/* Whatever stands in an edit, the room answers: what would make no model is refused and changes
 * nothing, what makes one is in the journal, and the room opens again as it was. POLKU_LONG tries
 * twenty-five times as many. */
#include "workshop/rooms.h"

#include "base/random.h"

static uint64_t seed = 20260102;

static uint64_t draw(uint64_t below) {
  return pk_mix(++seed) % below;
}

static int tries(void) {
  return long_or(20000, 800);
}

/* Edits as pages send them: the fuzzer starts from these. */
static const char *const seeds[] = {
    "{\"stages\":{\"trial\":{\"name\":{\"fi\":\"Kokeilu\"},\"actors\":{\"village\":{\"employer\":"
    "{\"places\":3}}}}}}",
    "{\"transitions\":{\"start-trial\":{\"share\":{\"value\":0.25,\"basis\":\"assumed\",\"range\":"
    "[0.1,0.4],\"note\":\"arvio\"}}}}",
    "{\"stages\":{\"guidance\":{\"name\":{\"fi\":\"Ohjaus\"},\"duration\":{\"fixed\":1}}},"
    "\"order\":"
    "{\"stages\":[\"start\",\"guidance\",\"trial\",\"work\"]},\"transitions\":{\"start-guidance\":"
    "{\"from\":\"start\",\"to\":\"guidance\",\"share\":0.1},\"guidance-work\":{\"from\":"
    "\"guidance\","
    "\"to\":\"work\",\"share\":1}}}",
    "{\"stages\":{\"trial\":null},\"transitions\":{\"start-trial\":null,\"trial-work\":null}}",
    "{\"actors\":{\"choir\":{\"name\":{\"fi\":\"Kuoro\"},\"sector\":\"third\"}},\"gaps\":{\"g\":"
    "{\"stage\":\"start\",\"row\":\"support\",\"note\":{\"fi\":\"puuttuu\"}}}}",
    "{\"groups\":{\"all\":{\"size\":64}},\"horizon\":24,\"title\":{\"fi\":\"P\\u00e4iv\\u00e4\"}}"};

enum { SEEDS = sizeof seeds / sizeof seeds[0], LENGTH_MOST = 1200 };

/* Bytes that mean something in JSON, and some that mean nothing anywhere. */
static char some_byte(void) {
  static const char bytes[] = "{}[]:,\"\\0123456789.-+eEtrufalsn \n\t\xc3\xa4\xff\x01";
  return bytes[draw(sizeof bytes - 1)];
}

/* Changes, takes out, doubles or joins parts of an edit. */
static void mutate(char text[LENGTH_MOST]) {
  size_t length = strlen(text), at = draw(length + 1), span = draw(12);
  const char *other = seeds[draw(SEEDS)];
  size_t from = draw(strlen(other)), taken = draw(60);
  if (at + span > length)
    span = length - at;
  if (taken > strlen(other) - from)
    taken = strlen(other) - from;
  switch (draw(4)) {
  case 0:
    if (at < length)
      text[at] = some_byte();
    break;
  case 1:
    memmove(text + at, text + at + span, length - at - span + 1);
    break;
  case 2:
    if (length + span < LENGTH_MOST) {
      memmove(text + at + span, text + at, length - at + 1);
      memmove(text + at, text + at + span, span);
    }
    break;
  default:
    if (length + taken < LENGTH_MOST) {
      memmove(text + at + taken, text + at, length - at + 1);
      memcpy(text + at, other + from, taken);
    }
  }
}

/* A number of the seed becomes another: what stays JSON, and is often a model. */
static void change_number(char text[LENGTH_MOST]) {
  static const char digits[] = "0123456789";
  size_t length = strlen(text);
  for (size_t i = draw(length); i < length; i++)
    if (strchr(digits, text[i])) {
      text[i] = digits[draw(10)];
      return;
    }
}

static char *text_now(void) {
  size_t length;
  char *text = room_text_at(here.room, room_number(here.room), &length);
  assert_non_null(text);
  return text;
}

/* What a refused edit leaves as it was. */
static void expect_nothing_happened(int64_t number, const char *text) {
  char *now = text_now();
  assert_int_equal(room_number(here.room), number);
  assert_string_equal(now, text);
  free(now);
}

static void any_patch_makes_a_model_or_changes_nothing(void **state) {
  (void)state;
  int64_t client = come(ROOM_FACILITATOR);
  int taken = 0, refused = 0, all = tries();
  char *text = text_now(), patch[LENGTH_MOST];
  for (int n = 0; n < all; n++) {
    int64_t number = room_number(here.room);
    strcpy(patch, seeds[draw(SEEDS)]);
    for (uint64_t changes = n % 8 == 0 ? 0 : 1 + draw(3); changes > 0; changes--)
      if (n % 3 == 0)
        change_number(patch);
      else
        mutate(patch);
    int status = edit_at(client, number - (int64_t)draw((uint64_t)number + 1), patch);
    if (status == 200) {
      taken++;
      free(text);
      text = text_now();
    } else {
      refused++;
      if (status != 400 && status != 422)
        fail_msg("%d for %s", status, patch);
      expect_nothing_happened(number, text);
    }
  }
  assert_in_range(taken, all / 20, all);
  assert_in_range(refused, all / 20, all);
  rooms_reopen();
  expect_nothing_happened(room_number(here.room), text);
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_read("m.json", text, strlen(text), report);
  assert_non_null(model);
  polku_model_free(model);
  polku_report_free(report);
  free(text);
}

/* Acts of every kind with fields that mean nothing there. */
static void any_act_is_answered(void **state) {
  (void)state;
  static const char *const kinds[] = {
      "edit",  "undo",   "redo",  "restore", "propose", "accept",   "dismiss", "vote",     "phase",
      "allow", "freeze", "round", "version", "comment", "nickname", "save",    "nonsense", ""};
  static const char *const texts[] = {
      NULL,    "",   "1",        "0",      "look",  "silent", "open", "edit", "/stages/trial",
      "agree", "{}", "\x01\x02", "💡 hyvä", "../..", "null"};
  enum { KINDS = sizeof kinds / sizeof kinds[0], TEXTS = sizeof texts / sizeof texts[0] };
  int64_t clients[] = {come(ROOM_FACILITATOR), come(ROOM_PARTICIPANT), come(ROOM_SCREEN), 0, 999};
  int done = 0;
  for (int n = 0; n < tries(); n++) {
    int64_t last = room_number(here.room);
    room_act act = {.client = clients[draw(5)],
                    .kind = kinds[draw(KINDS)],
                    .base = (int64_t)draw((uint64_t)last + 3) - 1,
                    .target = (int64_t)draw((uint64_t)last + 3) - 1,
                    .patch = draw(2) ? seeds[draw(SEEDS)] : texts[draw(TEXTS)],
                    .pointer = texts[draw(TEXTS)],
                    .text = texts[draw(TEXTS)],
                    .value = texts[draw(TEXTS)]};
    int status = rooms_do(act);
    assert_in_range(status, 200, 507);
    if (status != 200)
      assert_int_equal(room_number(here.room), last);
    else
      done++;
  }
  assert_true(done > 0);
  char *before = text_now();
  int64_t number = room_number(here.room);
  rooms_reopen();
  expect_nothing_happened(number, before);
  free(before);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(any_patch_makes_a_model_or_changes_nothing, rooms_enter,
                                      rooms_leave),
      cmocka_unit_test_setup_teardown(any_act_is_answered, rooms_enter, rooms_leave),
  };
  return RUN(tests);
}
