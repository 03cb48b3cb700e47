/* Undo and redo: everybody takes back what is theirs, and nobody loses what they wrote after it. */
#include "rooms.h"

#define SHARE(x) "{\"transitions\": {\"start-trial\": {\"share\": " x "}}}"

static int64_t me(int64_t client, const char *what) {
  json_t *state = state_of(client);
  int64_t number = json_integer_value(json_object_get(json_object_get(state, "me"), what));
  json_decref(state);
  return number;
}

static void undo_takes_ones_own_last_edit_and_redo_gives_it_back(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR), other = come(ROOM_FACILITATOR);
  edit(one, SHARE("0.3"));
  edit(one, SHARE("0.2"));
  edit(other, "{\"horizon\": 18}");
  assert_int_equal(me(one, "undo"), 2);
  assert_int_equal(on(one, "undo", -1), 200);
  expect_now("/transitions/start-trial/share", "0.3");
  assert_int_equal(me(one, "undo"), 1);
  assert_int_equal(me(one, "redo"), 2);
  on(one, "undo", -1);
  expect_now("/transitions/start-trial/share", "0.4");
  assert_int_equal(me(one, "undo"), 0);
  assert_int_equal(on(one, "undo", -1), 404);
  on(one, "redo", -1);
  on(one, "redo", -1);
  expect_now("/transitions/start-trial/share", "0.2");
  assert_int_equal(on(one, "redo", -1), 404);
  expect_now("/horizon", "18");
}

static void undo_and_redo_survive_a_restart(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR);
  edit(one, SHARE("0.3"));
  edit(one, SHARE("0.2"));
  on(one, "undo", -1);
  rooms_reopen();
  assert_int_equal(me(one, "undo"), 1);
  assert_int_equal(me(one, "redo"), 2);
  on(one, "redo", -1);
  rooms_reopen();
  on(one, "undo", -1);
  on(one, "undo", -1);
  expect_model(rooms_model);
}

static void a_new_edit_ends_what_could_be_done_again(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR);
  edit(one, SHARE("0.3"));
  on(one, "undo", -1);
  edit(one, "{\"horizon\": 18}");
  assert_int_equal(me(one, "redo"), 0);
  assert_int_equal(on(one, "redo", 1), 200); /* by its number it still can, nobody wrote there */
  expect_now("/transitions/start-trial/share", "0.3");
}

static void an_undo_is_refused_where_somebody_changed_the_same_and_says_who(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR), other = come(ROOM_FACILITATOR);
  edit(one, "{\"stages\": {\"trial\": {\"duration\": {\"fixed\": 4}}}}");
  edit(other, "{\"stages\": {\"trial\": {\"duration\": {\"fixed\": 5}}}}");
  assert_int_equal(on(one, "undo", -1), 409);
  expect_sort("conflict");
  assert_non_null(strstr(last_text("message"), "Työkokeilu: somebody else"));
  say(other, "nickname", "Kemijärvi");
  on(one, "undo", 1);
  assert_non_null(strstr(last_text("message"), "Työkokeilu: Kemijärvi"));
  expect_now("/stages/trial/duration", "{\"fixed\":5}");
}

/* Ctrl-Z after a refusal: what cannot be undone is set aside, and the one before is next. */
static void after_a_refusal_undo_takes_what_was_before(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR), other = come(ROOM_FACILITATOR);
  edit(one, "{\"horizon\": 18}");
  edit(one, SHARE("0.3"));
  edit(other, SHARE("0.2"));
  assert_int_equal(on(one, "undo", -1), 409);
  assert_non_null(strstr(last_text("message"), "the change before this one"));
  rooms_reopen();
  assert_int_equal(me(one, "undo"), 1);
  assert_int_equal(on(one, "undo", -1), 200);
  expect_now("/horizon", "12");
  expect_now("/transitions/start-trial/share", "0.2");
  assert_int_equal(on(one, "undo", -1), 404);
  on(other, "undo", -1); /* by its number it can be undone again */
  assert_int_equal(on(one, "undo", 2), 200);
  expect_now("/transitions/start-trial/share", "0.4");
}

static void a_refusal_speaks_of_no_earlier_change_where_there_is_none(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR), other = come(ROOM_FACILITATOR);
  edit(one, SHARE("0.3"));
  edit(other, SHARE("0.2"));
  assert_int_equal(on(one, "undo", 1), 409); /* who asks for one by its number sets nothing aside */
  assert_int_equal(me(one, "undo"), 1);
  assert_int_equal(on(one, "undo", -1), 409);
  assert_null(strstr(last_text("message"), "the change before this one"));
  assert_int_equal(me(one, "undo"), 0);
}

static void writing_inside_what_was_added_refuses_its_undo(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR), other = come(ROOM_FACILITATOR);
  edit(one, "{\"actors\": {\"jokos\": {\"sector\": \"third\"}}}");
  edit(other, "{\"actors\": {\"jokos\": {\"name\": {\"fi\": \"JOKOS\"}}}}");
  assert_int_equal(on(one, "undo", -1), 409);
  expect_now("/actors/jokos/name", "{\"fi\":\"JOKOS\"}");
}

static void what_somebody_tried_and_took_back_refuses_nothing(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR), other = come(ROOM_FACILITATOR);
  edit(one, SHARE("0.3"));
  edit(other, SHARE("0.2"));
  on(other, "undo", -1);
  assert_int_equal(on(one, "undo", -1), 200);
  expect_now("/transitions/start-trial/share", "0.4");
  assert_int_equal(on(other, "redo", -1), 409); /* the first writer has changed it since */
  on(one, "redo", -1);
  assert_int_equal(on(other, "redo", -1), 200);
  expect_now("/transitions/start-trial/share", "0.2");
}

static void ones_own_later_edit_is_undone_first(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR);
  edit(one, SHARE("0.3"));
  edit(one, SHARE("0.2"));
  assert_int_equal(on(one, "undo", 1), 409);
  assert_non_null(strstr(last_text("message"), "you have changed the same place yourself"));
  on(one, "undo", 2);
  assert_int_equal(on(one, "undo", 1), 200);
  assert_int_equal(on(one, "undo", 1), 409); /* it is undone already */
}

static void an_undo_without_which_the_model_is_none_is_refused(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR), other = come(ROOM_FACILITATOR);
  edit(one, "{\"stages\": {\"end\": {\"final\": true}}}");
  edit(other, "{\"transitions\": {\"start-end\": {\"from\": \"start\", \"to\": \"end\","
              " \"share\": 0.1}}}");
  assert_int_equal(on(one, "undo", -1), 422);
  expect_sort("wrong");
  assert_true(json_array_size(json_object_get(here.last, "problems")) > 0);
  expect_now("/stages/end", "{\"final\":true}");
}

static void others_take_back_only_what_is_theirs_but_facilitators_anything(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR), one = come(ROOM_PARTICIPANT);
  int64_t other = come(ROOM_PARTICIPANT);
  allow(leader, "look", "edit");
  edit(one, SHARE("0.3"));
  int64_t number = made();
  assert_int_equal(on(other, "undo", number), 403);
  assert_int_equal(on(leader, "undo", number), 200);
  assert_int_equal(here.answer.told, one);
  expect_now("/transitions/start-trial/share", "0.4");
  assert_int_equal(on(one, "redo", number), 403);
  assert_int_equal(on(leader, "redo", number), 200);
  assert_int_equal(on(one, "undo", number), 200);
}

static void a_restored_moment_is_the_model_of_then_and_can_be_undone(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR), other = come(ROOM_FACILITATOR);
  edit(leader, SHARE("0.3"));
  char *then = room_text_at(here.room, 1, &(size_t){0});
  edit(other, "{\"horizon\": 18, \"stages\": {\"trial\": {\"name\": {\"sv\": \"Prövning\"}}}}");
  char *later = room_text_at(here.room, 2, &(size_t){0});
  assert_int_equal(on(leader, "restore", 1), 200);
  expect_model(then);
  on(leader, "undo", -1);
  expect_model(later);
  on(leader, "restore", 0);
  expect_model(rooms_model);
  assert_int_equal(on(leader, "restore", room_number(here.room) + 1), 404);
  free(then);
  free(later);
}

static void an_undo_of_a_new_stage_leaves_those_of_others_in_their_order(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR), other = come(ROOM_FACILITATOR);
  edit(one, "{\"stages\": {\"a\": {\"final\": true}},"
            " \"order\": {\"stages\": [\"a\", \"start\", \"trial\", \"work\"]}}");
  edit(other, "{\"stages\": {\"b\": {\"final\": true}},"
              " \"order\": {\"stages\": [\"b\", \"a\", \"start\", \"trial\", \"work\"]}}");
  assert_int_equal(on(one, "undo", -1), 200);
  polku_part first;
  assert_true(polku_part_at(room_model(here.room), NULL, POLKU_STAGE, 0, &first));
  assert_string_equal(first.id, "b");
  expect_now("/stages/a", "nothing");
}

int main(void) {
#define IN_A_ROOM(law) cmocka_unit_test_setup_teardown(law, rooms_enter, rooms_leave)
  const struct CMUnitTest tests[] = {
      IN_A_ROOM(undo_takes_ones_own_last_edit_and_redo_gives_it_back),
      IN_A_ROOM(undo_and_redo_survive_a_restart),
      IN_A_ROOM(a_new_edit_ends_what_could_be_done_again),
      IN_A_ROOM(an_undo_is_refused_where_somebody_changed_the_same_and_says_who),
      IN_A_ROOM(after_a_refusal_undo_takes_what_was_before),
      IN_A_ROOM(a_refusal_speaks_of_no_earlier_change_where_there_is_none),
      IN_A_ROOM(writing_inside_what_was_added_refuses_its_undo),
      IN_A_ROOM(what_somebody_tried_and_took_back_refuses_nothing),
      IN_A_ROOM(ones_own_later_edit_is_undone_first),
      IN_A_ROOM(an_undo_without_which_the_model_is_none_is_refused),
      IN_A_ROOM(others_take_back_only_what_is_theirs_but_facilitators_anything),
      IN_A_ROOM(a_restored_moment_is_the_model_of_then_and_can_be_undone),
      IN_A_ROOM(an_undo_of_a_new_stage_leaves_those_of_others_in_their_order),
  };
  return RUN(tests);
}
