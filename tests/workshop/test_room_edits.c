/* Edits that meet: the room decides the order, and what each hears of it is sensible. */
#include "rooms.h"

#define SHARE(x) "{\"transitions\": {\"start-trial\": {\"share\": " x "}}}"
#define AT_TRIAL(actor)                                                                            \
  "{\"stages\": {\"trial\": {\"actors\": {\"" actor "\": {\"employer\": {}}}}}}"
#define NO_TRIAL                                                                                   \
  "{\"stages\": {\"trial\": null}, \"transitions\": {\"start-trial\": null, \"trial-work\": "      \
  "null}}"

static void an_edit_changes_the_model_and_nothing_else(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR);
  assert_int_equal(edit(leader, SHARE("0.3")), 200);
  expect_sort("done");
  assert_int_equal(made(), 1);
  assert_true(here.answer.model_changed);
  size_t length;
  const char *text = polku_model_text(room_model(here.room), &length), *rest = rooms_model;
  const char *changed = strstr(rest, "0.4");
  assert_int_equal(length, strlen(rooms_model));
  assert_memory_equal(text, rest, (size_t)(changed - rest));
  assert_memory_equal(text + (changed - rest), "0.3", 3);
  assert_string_equal(text + (changed - rest) + 3, changed + 3);
  expect_overlap(NULL, 0);
}

static void of_two_who_edit_the_same_number_the_later_holds_and_is_told(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR), other = come(ROOM_FACILITATOR);
  edit_at(one, 0, SHARE("0.3"));
  edit_at(other, 0, SHARE("0.2"));
  expect_sort("done");
  expect_now("/transitions/start-trial/share", "0.2");
  expect_overlap((const char *[]){"/transitions/start-trial/share"}, 1);
  assert_int_equal(here.answer.told, one);
}

static void two_who_add_actors_to_one_cell_both_do(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR), other = come(ROOM_FACILITATOR);
  edit_at(one, 0, AT_TRIAL("village"));
  edit_at(other, 0, AT_TRIAL("city"));
  expect_overlap(NULL, 0);
  assert_int_equal(here.answer.told, 0);
  expect_now("/stages/trial/actors", "{\"village\":{\"employer\":{}},\"city\":{\"employer\":{}}}");
}

static void who_wrote_the_same_overwrote_nobody(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR), other = come(ROOM_FACILITATOR);
  edit_at(one, 0, SHARE("0.3"));
  assert_int_equal(edit_at(other, 0, SHARE("0.3")), 200);
  expect_sort("done");
  expect_overlap(NULL, 0);
  assert_int_equal(room_number(here.room), 1);
}

static void an_edit_that_was_undone_before_overlaps_with_nobody(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR), other = come(ROOM_FACILITATOR);
  edit_at(one, 0, SHARE("0.3"));
  on(one, "undo", -1);
  edit_at(other, 0, SHARE("0.2"));
  expect_overlap(NULL, 0);
}

static void an_edit_to_a_deleted_stage_brings_it_back_whole(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR), other = come(ROOM_FACILITATOR);
  edit_at(one, 0, NO_TRIAL);
  expect_now("/stages/trial", "nothing");
  edit_at(other, 0, AT_TRIAL("city"));
  expect_sort("done");
  assert_int_equal(json_integer_value(json_object_get(here.last, "revived")), 1);
  assert_int_equal(here.answer.told, one);
  json_t *entry = json_object_get(here.last, "entry");
  assert_int_equal(json_integer_value(json_object_get(entry, "target")), 1);
  expect_now("/stages/trial/name", "{\"fi\":\"Työkokeilu\"}");
  expect_now("/transitions/trial-work/share", "1");
  expect_now("/stages/trial/actors", "{\"city\":{\"employer\":{}}}");
  on(other, "undo", -1); /* one entry: its undo deletes the stage again */
  expect_sort("done");
  expect_now("/stages/trial", "nothing");
  on(other, "restore", 0);
  expect_model(rooms_model);
}

static void a_revival_keeps_what_others_wrote_since(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR), other = come(ROOM_FACILITATOR);
  edit_at(
      one, 0,
      "{\"stages\": {\"trial\": null}, \"horizon\": 10, \"transitions\": {\"start-trial\": null,"
      " \"trial-work\": null}}");
  edit(other, "{\"horizon\": 18}");
  edit_at(other, 0, AT_TRIAL("city"));
  assert_int_equal(json_integer_value(json_object_get(here.last, "revived")), 1);
  expect_now("/horizon", "18");
  expect_now("/transitions/start-trial/share", "0.4");
}

/* The author of the deletion saw their stage come back: their next undo is another one. */
static void a_deletion_that_was_revived_is_not_ones_last_edit(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR), other = come(ROOM_FACILITATOR);
  edit_at(one, 0, "{\"horizon\": 18}");
  edit_at(one, 1, NO_TRIAL);
  edit_at(other, 1, AT_TRIAL("city"));
  on(one, "undo", -1);
  expect_sort("done");
  expect_now("/horizon", "12");
  expect_now("/stages/trial/duration", "{\"fixed\":3}");
}

static void a_deletion_whose_revival_was_taken_back_is_ones_last_edit_again(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR), other = come(ROOM_FACILITATOR);
  edit_at(one, 0, NO_TRIAL);
  int64_t deletion = made();
  edit_at(other, 0, AT_TRIAL("city"));
  on(other, "undo", -1);
  expect_now("/stages/trial", "nothing");
  assert_int_equal(on(one, "undo", -1), 200);
  json_t *entry = json_object_get(here.last, "entry");
  assert_int_equal(json_integer_value(json_object_get(entry, "target")), deletion);
  expect_model(rooms_model);
}

static void a_field_that_was_emptied_is_written_over_and_revives_nothing(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR), other = come(ROOM_FACILITATOR);
  edit_at(one, 0, "{\"stages\": {\"trial\": {\"name\": null, \"duration\": {\"fixed\": 5}}}}");
  edit_at(other, 0, "{\"stages\": {\"trial\": {\"name\": {\"fi\": \"Kokeilu\"}}}}");
  assert_null(json_object_get(here.last, "revived"));
  expect_overlap((const char *[]){"/stages/trial/name"}, 1);
  expect_now("/stages/trial/duration", "{\"fixed\":5}");
}

static void an_edit_to_what_a_restored_moment_lacks_is_kept(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR), other = come(ROOM_FACILITATOR);
  edit(leader, "{\"actors\": {\"jokos\": {\"sector\": \"third\"}}}");
  on(leader, "restore", 0);
  expect_now("/actors/jokos", "nothing");
  edit_at(other, 1, "{\"actors\": {\"jokos\": {\"name\": {\"fi\": \"JOKOS\"}}}}");
  expect_sort("kept");
  expect_now("/actors/jokos", "nothing");
  assert_string_not_equal(last_text("message"), "");
}

/* Both leave the shares of a stage right, and together they would not. */
static void an_edit_that_others_made_impossible_is_kept(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR), other = come(ROOM_FACILITATOR);
  edit_at(one, 0, SHARE("0.7"));
  edit_at(other, 0,
          "{\"stages\": {\"a\": {\"final\": true}}, \"transitions\": {\"start-a\":"
          " {\"from\": \"start\", \"to\": \"a\", \"share\": 0.5}}}");
  expect_sort("kept");
  expect_now("/stages/a", "nothing");
  json_t *all = state_of(one);
  assert_int_equal(json_array_size(json_object_get(all, "proposals")), 1);
  json_decref(all);
}

static void a_wrong_edit_is_told_where_it_is_wrong_and_not_kept(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR);
  assert_int_equal(edit(leader, SHARE("1.4")), 422);
  expect_sort("wrong");
  json_t *problem = json_array_get(json_object_get(here.last, "problems"), 0);
  assert_string_equal(json_string_value(json_object_get(problem, "pointer")),
                      "/transitions/start-trial/share");
  assert_int_equal(room_number(here.room), 0);
  expect_now("/transitions/start-trial/share", "0.4");
}

static void a_base_from_the_future_is_a_conflict(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR);
  assert_int_equal(edit_at(leader, 1, SHARE("0.3")), 409);
  expect_sort("conflict");
  assert_int_equal(room_number(here.room), 0);
}

static void an_id_does_nothing_twice_also_after_a_restart(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR), other = come(ROOM_FACILITATOR);
  room_act act = {
      .client = one, .id = "same-id-1", .kind = "edit", .target = -1, .patch = SHARE("0.3")};
  rooms_do(act);
  edit(other, SHARE("0.2"));
  for (int i = 0; i < 2; i++) {
    assert_int_equal(rooms_do(act), 200);
    expect_sort("again");
    assert_int_equal(made(), 1);
    assert_false(here.answer.model_changed);
    expect_now("/transitions/start-trial/share", "0.2");
    rooms_reopen();
  }
  act.client = other; /* another browser may have made the same id */
  rooms_do(act);
  expect_sort("done");
}

static void new_stages_of_two_people_both_stand_in_the_order(void **state) {
  (void)state;
  int64_t one = come(ROOM_FACILITATOR), other = come(ROOM_FACILITATOR);
  edit_at(one, 0,
          "{\"stages\": {\"a\": {\"final\": true}}, \"order\": {\"stages\": [\"start\", \"a\"]}}");
  edit_at(other, 0,
          "{\"stages\": {\"b\": {\"final\": true}}, \"order\": {\"stages\": [\"start\", \"b\"]}}");
  expect_sort("done");
  static const char *const ids[] = {"start", "b", "a", "trial", "work"};
  polku_part stage;
  for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
    assert_true(polku_part_at(room_model(here.room), NULL, POLKU_STAGE, i, &stage));
    assert_string_equal(stage.id, ids[i]);
  }
}

/* A hostile day: a megabyte again and again. Who wrote on the model of its beginning would make
 * everybody wait while all of it is held against what they wrote. */
static void what_is_too_much_to_look_through_is_kept_and_not_looked_through(void **state) {
  (void)state;
  enum { LARGE = 1 << 20, TIMES = 17 };
  int64_t one = come(ROOM_FACILITATOR), other = come(ROOM_FACILITATOR);
  char *patch = malloc(LARGE + 200);
  edit(one, "{\"horizon\": 18}");
  for (int i = 0; i < TIMES; i++) {
    size_t n = (size_t)sprintf(patch, "{\"actors\": {\"city\": {\"name\": {\"fi\": \"");
    memset(patch + n, 'a' + i % 20, LARGE);
    strcpy(patch + n + LARGE, "\"}}}}");
    assert_int_equal(edit(other, patch), 200);
  }
  free(patch);
  assert_int_equal(edit_at(one, 0, "{\"horizon\": 24}"), 200);
  expect_sort("kept");
  expect_now("/horizon", "18");
  assert_int_equal(on(one, "undo", 1), 409);
  assert_non_null(strstr(last_text("message"), "So much"));
  assert_int_equal(edit_at(one, 1 + TIMES, "{\"horizon\": 24}"), 200);
  expect_sort("done");
}

int main(void) {
#define IN_A_ROOM(law) cmocka_unit_test_setup_teardown(law, rooms_enter, rooms_leave)
  const struct CMUnitTest tests[] = {
      IN_A_ROOM(an_edit_changes_the_model_and_nothing_else),
      IN_A_ROOM(of_two_who_edit_the_same_number_the_later_holds_and_is_told),
      IN_A_ROOM(two_who_add_actors_to_one_cell_both_do),
      IN_A_ROOM(who_wrote_the_same_overwrote_nobody),
      IN_A_ROOM(an_edit_that_was_undone_before_overlaps_with_nobody),
      IN_A_ROOM(an_edit_to_a_deleted_stage_brings_it_back_whole),
      IN_A_ROOM(a_revival_keeps_what_others_wrote_since),
      IN_A_ROOM(a_deletion_that_was_revived_is_not_ones_last_edit),
      IN_A_ROOM(a_deletion_whose_revival_was_taken_back_is_ones_last_edit_again),
      IN_A_ROOM(a_field_that_was_emptied_is_written_over_and_revives_nothing),
      IN_A_ROOM(an_edit_to_what_a_restored_moment_lacks_is_kept),
      IN_A_ROOM(an_edit_that_others_made_impossible_is_kept),
      IN_A_ROOM(a_wrong_edit_is_told_where_it_is_wrong_and_not_kept),
      IN_A_ROOM(a_base_from_the_future_is_a_conflict),
      IN_A_ROOM(an_id_does_nothing_twice_also_after_a_restart),
      IN_A_ROOM(new_stages_of_two_people_both_stand_in_the_order),
      IN_A_ROOM(what_is_too_much_to_look_through_is_kept_and_not_looked_through),
  };
  return RUN(tests);
}
