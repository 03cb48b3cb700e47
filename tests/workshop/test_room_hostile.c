/* Clients that mean no good, and memory that runs out: the room answers, and is as it was. */
#include "rooms.h"

#include "support/failing.h"

#define SHARE(x) "{\"transitions\": {\"start-trial\": {\"share\": " x "}}}"

static char *repeated(const char *part, int times) {
  char *text = calloc((size_t)times, strlen(part) + 1), *end = text;
  for (int i = 0; i < times; i++)
    end = stpcpy(end, part);
  return text;
}

static const char *last_said(void) {
  const char *text =
      json_string_value(json_object_get(json_object_get(here.last, "entry"), "text"));
  return text ? text : "(nothing)";
}

static void texts_lose_what_could_deceive(void **state) {
  (void)state;
  int64_t one = come(ROOM_PARTICIPANT);
  say(one, "comment", "  kaksi\r\n\triviä \x01\x1b[31m\x7f ");
  assert_string_equal(last_said(), "kaksi\n riviä [31m");
  say(one, "nickname", "Kemi\njärvi\xe2\x80\xae\xe2\x80\x8b\xef\xbb\xbf ");
  assert_string_equal(last_said(), "Kemi järvi");
  say(one, "comment", "Ke\xe2\x81\xa6mi\xe2\x81\xa9\xc2\xad\xf3\xa0\x81\x81");
  assert_string_equal(last_said(), "Kemi");
  say(one, "comment", "</script><img src=x onerror=alert(1)>");
  assert_string_equal(last_said(), "</script><img src=x onerror=alert(1)>");
  say(one, "comment", "perhe \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7");
  assert_string_equal(last_said(), "perhe \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7");
  char *seen = state_text(one); /* and no page can be left from within a text */
  assert_null(strchr(seen, '<'));
  free(seen);
}

static void texts_that_are_none_are_malformed(void **state) {
  (void)state;
  static const char *const texts[] = {
      "", "  \n ", "\x01", "\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf5\x80\x80\x80", "ab\xc3"};
  int64_t one = come(ROOM_PARTICIPANT);
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    assert_int_equal(say(one, "comment", texts[i]), 400);
  assert_int_equal(say(one, "comment", NULL), 400);
  assert_int_equal(room_number(here.room), 0);
}

static void texts_are_as_long_as_they_may_in_letters(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR);
  static const struct {
    const char *kind;
    int most;
  } kinds[] = {{"comment", 2000}, {"nickname", 60}, {"version", 120}};
  for (size_t i = 0; i < 3; i++) {
    char *fits = repeated("ä", kinds[i].most), *long_one = repeated("ä", kinds[i].most + 1);
    assert_int_equal(say(leader, kinds[i].kind, fits), 200);
    assert_int_equal(say(leader, kinds[i].kind, long_one), 400);
    free(fits);
    free(long_one);
  }
}

static void acts_that_cannot_be_read_are_malformed(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR);
  char *long_id = repeated("a", 65);
  const char *const ids[] = {"short", "with space", "../../etc/passwd", "ä-kirjaimia", long_id};
  for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
    assert_int_equal(rooms_do((room_act){.client = leader,
                                         .id = ids[i],
                                         .kind = "comment",
                                         .base = -1,
                                         .target = -1,
                                         .text = "hei"}),
                     400);
  free(long_id);
  const room_act acts[] = {{.kind = NULL},
                           {.kind = "delete"},
                           {.kind = "edit", .patch = "{}"},
                           {.kind = "edit", .base = 0},
                           {.kind = "phase", .value = "coffee"},
                           {.kind = "allow", .value = "edit", .text = "coffee"},
                           {.kind = "allow", .value = "everything", .text = "look"},
                           {.kind = "freeze"},
                           {.kind = "round", .value = "loud"},
                           {.kind = "nickname"}};
  for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
    room_act act = acts[i];
    act.client = leader;
    act.target = -1;
    act.base = i == 3 ? 0 : -1;
    assert_int_equal(rooms_do(act), 400);
    expect_sort("malformed");
  }
  assert_int_equal(room_number(here.room), 0);
}

static void patches_that_are_none_change_nothing(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR), one = come(ROOM_PARTICIPANT);
  char *deep = repeated("{\"a\":", 10000), *wide = repeated("[", 60000);
  char *large = repeated("0123456789", 7000), *patch = malloc(80000);
  snprintf(patch, 80000, "{\"x-notes\": \"%s\"}", large);
  const char *const patches[] = {"",
                                 "null",
                                 "[]",
                                 "{",
                                 "{\"stages\": 1}",
                                 "{\"stages\": null}",
                                 "{\"a\": 1, \"a\": 2}",
                                 "{\"horizon\": 1e999}",
                                 "{\"horizon\": -3}",
                                 "{\"format\": \"polku/9\"}",
                                 "{\"x-a\": \"\\ud800\"}",
                                 "{\"x-a\": \"\xff\"}",
                                 "{\"order\": 3}",
                                 "{\"order\": {\"stages\": [\"nobody\"]}}",
                                 deep,
                                 wide};
  for (size_t i = 0; i < sizeof patches / sizeof *patches; i++) {
    assert_int_equal(edit(leader, patches[i]), 422);
    assert_int_equal(edit(one, patches[i]), 422);
  }
  assert_int_equal(edit(one, patch), 400); /* a participant's patch has a size */
  assert_int_equal(room_number(here.room), 0);
  expect_model(rooms_model);
  free(deep);
  free(wide);
  free(large);
  free(patch);
}

static void a_model_does_not_grow_without_end(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR);
  char *large = repeated("0123456789", 150000), *patch = malloc(1600000);
  int grown = 0;
  for (; grown < 9; grown++) {
    snprintf(patch, 1600000, "{\"x-%d\": \"%s\"}", grown, large);
    if (edit(leader, patch) != 200)
      break;
  }
  assert_int_equal(here.answer.status, 422);
  assert_true(grown > 0 && grown < 4);
  assert_int_equal(edit(leader, "{\"x-0\": null}"), 200); /* what makes it smaller may be */
  free(large);
  free(patch);
}

/* A file may have been larger than that from the beginning. */
static void a_model_that_is_too_large_may_be_made_smaller(void **state) {
  (void)state;
  char *large = repeated("0123456789", 450000), *text = malloc(4800000);
  snprintf(text, 4800000, "{\"x-1\": \"%s\", \"x-2\": \"short\", %s", large, rooms_model + 2);
  rooms_begin(text);
  int64_t leader = come(ROOM_FACILITATOR);
  assert_int_equal(edit(leader, "{\"x-2\": \"longer\"}"), 422);
  assert_int_equal(edit(leader, "{\"x-2\": null}"), 200);
  rooms_end();
  free(large);
  free(text);
}

/* The journal's file is taken away, so that every write fails; then it is there again. */
static void what_could_not_be_written_did_not_happen(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR);
  char away[sizeof here.journal + 8];
  snprintf(away, sizeof away, "%s.away", here.journal);
  propose(leader, "{\"horizon\": 20}");
  edit(leader, "{\"horizon\": 18}");
  char *before = state_text(leader);
  assert_int_equal(rename(here.journal, away), 0);
  assert_int_equal(edit(leader, "{\"horizon\": 24}"), 507);
  expect_sort("full");
  assert_false(here.answer.model_changed);
  assert_int_equal(propose(leader, "{\"horizon\": 24}"), 507);
  assert_int_equal(on(leader, "accept", 1), 507);
  assert_int_equal(on(leader, "dismiss", 1), 507);
  assert_int_equal(on(leader, "undo", -1), 507);
  assert_int_equal(vote(leader, 1, "1"), 507);
  assert_int_equal(say(leader, "comment", "tätä ei kuullut kukaan"), 507);
  assert_int_equal(say(leader, "nickname", "Kemijärvi"), 507);
  assert_int_equal(set(leader, "phase", "agree"), 507);
  assert_int_equal(set(leader, "freeze", "1"), 507);
  assert_int_equal(set(leader, "round", "silent"), 507);
  assert_int_equal(rename(away, here.journal), 0);
  char *after = state_text(leader);
  assert_string_equal(after, before);
  assert_int_equal(edit(leader, "{\"horizon\": 24}"), 200);
  assert_int_equal(made(), 3);
  free(before);
  free(after);
}

/* ------------------------------------------------------------------------- without memory */

/* An act while the n-th allocation fails. True: memory did not run out any more. */
static bool act_without_memory(long n, const room_act *act) {
  room_answer answer;
  int64_t before = room_number(here.room);
  fail_allocation(n);
  room_do(here.room, act, &answer);
  bool failed = allocation_failed();
  if (answer.status != 200 && answer.status != 507)
    fail_msg("allocation %ld: status %d, %s", n, answer.status, answer.json);
  assert_int_equal(room_number(here.room), before + (answer.number > before));
  free(answer.json);
  return !failed;
}

/* Whatever fails, the act is done or it is not; sent again, it is done once. */
static void memory_that_runs_out_undoes_nothing_by_halves(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR), other = come(ROOM_FACILITATOR);
  edit_at(one, 0,
          "{\"stages\": {\"trial\": null}, \"transitions\": {\"start-trial\": null,"
          " \"trial-work\": null}}");
  bool enough = false;
  room_act acts[] = {
      {.client = other,
       .id = "revives-it",
       .kind = "edit",
       .base = 0,
       .target = -1,
       .patch = "{\"stages\": {\"trial\": {\"actors\": {\"city\": {\"employer\": {}}}},"
                " \"a\": {\"final\": true}}, \"order\": {\"stages\": [\"a\", \"start\"]}}"},
      {.client = other, .id = "takes-it-back", .kind = "undo", .base = -1, .target = -1},
      {.client = one,
       .id = "says-a-word",
       .kind = "comment",
       .base = -1,
       .target = -1,
       .text = "hei"},
      {.client = one, .id = "goes-back-to-0", .kind = "restore", .base = -1, .target = 0}};
  for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
    enough = false;
    for (long n = 1; !enough; n += i == 2 ? 1 : 7)
      enough = act_without_memory(n, &acts[i]);
    assert_int_equal(room_number(here.room), 2 + (int64_t)i);
  }
  expect_model(rooms_model);
  char *before = state_text(one);
  rooms_reopen();
  char *after = state_text(one);
  assert_string_equal(after, before);
  free(before);
  free(after);
}

/* The state of a room as `one` sees it; NULL: memory ran out. */
static char *try_state(int64_t one) {
  json_out out = JSON_OUT_EMPTY;
  json_raw(&out, "{");
  room_add_state(here.room, one, &out);
  json_raw(&out, "}");
  return json_take(&out);
}

/* Never a part of it that would pass for the whole. */
static void a_state_is_whole_or_there_is_none(void **state) {
  (void)state;
  static const char *const told[] = {"[\"a\"]", "[\"b\"]", "[\"c\"]"};
  int64_t one = come(ROOM_FACILITATOR);
  edit(one, SHARE("0.3"));
  room_tell(here.room, made(), told);
  propose(one, SHARE("0.2"));
  room_tell(here.room, made(), told);
  say(one, "comment", "hei");
  say(one, "version", "ennen taukoa");
  char *whole = state_text(one);
  bool enough = false;
  int missing = 0;
  for (long n = 1; !enough; n++) {
    fail_allocation(n);
    char *text = try_state(one);
    enough = !allocation_failed();
    missing += !text;
    if (text)
      assert_string_equal(text, whole);
    free(text);
  }
  assert_true(missing > 5);
  free(whole);
}

/* The file is what it was or what was saved, and the room goes on. */
static void a_save_without_memory_writes_the_whole_file_or_nothing(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR);
  edit(one, SHARE("0.3"));
  char *saved = room_text_at(here.room, 1, &(size_t){0});
  room_act save = {.client = one, .id = "save-it-now", .kind = "save", .base = -1, .target = -1};
  bool enough = false;
  for (long n = 1; !enough; n++) {
    enough = act_without_memory(n, &save);
    char *text = rooms_read(here.model);
    assert_true(strcmp(text, rooms_model) == 0 || strcmp(text, saved) == 0);
    free(text);
  }
  char *text = rooms_read(here.model);
  assert_string_equal(text, saved);
  free(text);
  free(saved);
  assert_int_equal(room_number(here.room), 2);
}

static void a_room_that_cannot_open_for_want_of_memory_says_so(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR);
  edit(one, SHARE("0.3"));
  room_close(here.room);
  here.room = NULL;
  bool enough = false;
  for (long n = 1; !enough; n += 5) {
    polku_report *report = polku_report_new();
    fail_allocation(n);
    here.room = room_open(&(room_options){.model = here.model, .journal = here.journal}, report);
    enough = !allocation_failed();
    if (!here.room && polku_report_count(report, POLKU_ERROR) == 0)
      assert_true(polku_report_failed(report));
    polku_report_free(report);
    if (!enough) {
      room_close(here.room);
      here.room = NULL;
    }
  }
  assert_non_null(here.room);
  expect_now("/transitions/start-trial/share", "0.3");
}

int main(void) {
#define IN_A_ROOM(law) cmocka_unit_test_setup_teardown(law, rooms_enter, rooms_leave)
  const struct CMUnitTest tests[] = {
      IN_A_ROOM(texts_lose_what_could_deceive),
      IN_A_ROOM(texts_that_are_none_are_malformed),
      IN_A_ROOM(texts_are_as_long_as_they_may_in_letters),
      IN_A_ROOM(acts_that_cannot_be_read_are_malformed),
      IN_A_ROOM(patches_that_are_none_change_nothing),
      IN_A_ROOM(a_model_does_not_grow_without_end),
      cmocka_unit_test(a_model_that_is_too_large_may_be_made_smaller),
      IN_A_ROOM(what_could_not_be_written_did_not_happen),
      IN_A_ROOM(memory_that_runs_out_undoes_nothing_by_halves),
      IN_A_ROOM(a_state_is_whole_or_there_is_none),
      IN_A_ROOM(a_save_without_memory_writes_the_whole_file_or_nothing),
      IN_A_ROOM(a_room_that_cannot_open_for_want_of_memory_says_so),
  };
  return RUN(tests);
}
