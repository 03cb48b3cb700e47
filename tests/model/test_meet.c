/* Patches that were written at the same time: where they meet, who is asked does not matter; where
 * they do not, nor does it who comes first. */
#include "support/check.h"

#include "base/random.h"
#include "model/edit.h"
#include "support/patches.h"
#include "support/random_model.h"

#include <stdlib.h>
#include <string.h>

static polku_meeting meeting(const char *earlier, const char *later, char **places) {
  polku_report *report = polku_report_new();
  polku_meeting found = polku_patches_meet(earlier, later, places, report);
  assert_int_equal(polku_report_count(report, POLKU_ERROR), 0);
  polku_report_free(report);
  return found;
}

static void expect_meeting(const char *earlier, const char *later, polku_meeting expected,
                           const char *expected_places) {
  char *places;
  polku_meeting found = meeting(earlier, later, &places);
  if (found != expected || strcmp(places, expected_places) != 0)
    fail_msg("%s then %s: %d at\n%s", earlier, later, (int)found, places);
  free(places);
}

static void fields_of_one_part_are_different_places(void **state) {
  (void)state;
  expect_meeting("{\"stages\": {\"trial\": {\"name\": {\"fi\": \"Kokeilu\"}}}}",
                 "{\"stages\": {\"trial\": {\"kind\": \"work_trial\"}}}", POLKU_PATCHES_APART, "");
  expect_meeting("{\"stages\": {\"trial\": {\"name\": {\"fi\": \"Kokeilu\"}}}}",
                 "{\"stages\": {\"trial\": {\"name\": {\"sv\": \"Prövning\"}}}}",
                 POLKU_PATCHES_APART, "");
}

static void the_same_number_is_one_place(void **state) {
  (void)state;
  expect_meeting("{\"transitions\": {\"t\": {\"share\": 0.1}}}",
                 "{\"transitions\": {\"t\": {\"share\": {\"value\": 0.2, \"basis\": \"stated\"}}}}",
                 POLKU_PATCHES_MEET, "/transitions/t/share");
}

/* A number object and a distribution are replaced whole, so they meet whole. */
static void atoms_meet_as_one(void **state) {
  (void)state;
  expect_meeting("{\"stages\": {\"a\": {\"duration\": {\"gamma\": {\"shape\": 2, \"scale\": 1}}}}}",
                 "{\"stages\": {\"a\": {\"duration\": {\"fixed\": 3}}}}", POLKU_PATCHES_MEET,
                 "/stages/a/duration");
  expect_meeting("{\"groups\": {\"g\": {\"size\": {\"value\": 6, \"basis\": \"stated\"}}}}",
                 "{\"groups\": {\"g\": {\"size\": {\"value\": 6, \"note\": \"laskettu\"}}}}",
                 POLKU_PATCHES_MEET, "/groups/g/size");
}

static void who_says_the_same_quarrels_with_nobody(void **state) {
  (void)state;
  expect_meeting("{\"horizon\": 24, \"actors\": {\"n\": null}}",
                 "{\"horizon\": 24.0, \"actors\": {\"n\": null}}", POLKU_PATCHES_APART, "");
}

static void writing_into_what_was_deleted_revives_it(void **state) {
  (void)state;
  expect_meeting("{\"stages\": {\"trial\": null, \"x/y\": null}, \"horizon\": 3}",
                 "{\"stages\": {\"trial\": {\"actors\": {\"n\": {\"employer\": {}}}}, \"x/y\": {}},"
                 " \"horizon\": 4}",
                 POLKU_PATCHES_REVIVE, "/stages/trial\n/stages/x~1y\n/horizon");
}

static void deleting_what_somebody_wrote_meets_it(void **state) {
  (void)state;
  expect_meeting("{\"stages\": {\"trial\": {\"kind\": \"work_trial\"}}}",
                 "{\"stages\": {\"trial\": null}}", POLKU_PATCHES_MEET, "/stages/trial");
}

static void orders_meet_nobody(void **state) {
  (void)state;
  expect_meeting("{\"order\": {\"stages\": [\"a\", \"b\"]}}",
                 "{\"order\": {\"stages\": [\"b\", \"a\"]}}", POLKU_PATCHES_APART, "");
}

/* What a scenario's patch deletes is not deleted: it is a value as any other. */
static void the_patch_of_a_scenario_is_one_place(void **state) {
  (void)state;
  expect_meeting("{\"scenarios\": {\"s\": {\"patch\": {\"stages\": {\"a\": null}}}}}",
                 "{\"scenarios\": {\"s\": {\"patch\": {\"horizon\": 3}}}}", POLKU_PATCHES_MEET,
                 "/scenarios/s/patch");
}

static void what_is_no_patch_is_a_problem(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  char *places;
  assert_int_equal(polku_patches_meet("{}", "[1]", &places, report), POLKU_PATCHES_FAILED);
  assert_null(places);
  assert_int_equal(polku_report_count(report, POLKU_ERROR), 1);
  assert_int_equal(polku_patches_meet("{", "{}", NULL, report), POLKU_PATCHES_FAILED);
  polku_report_free(report);
}

/* ------------------------------------------------------------------------- patches by lot */

static json_t *parsed(const char *text) {
  json_t *json = json_loads(text, 0, NULL);
  assert_non_null(json);
  return json;
}

static const char *member_by_lot(pk_stream *dice, json_t *object) {
  void *at = json_object_iter(object);
  for (uint32_t n = pk_stream_below(dice, (uint32_t)json_object_size(object)); n > 0; n--)
    at = json_object_iter_next(object, at);
  return json_object_iter_key(at);
}

/* Goes down a random way and changes, deletes or adds something there. */
static void disturb(pk_stream *dice, json_t *model) {
  json_t *at = model;
  const char *key = member_by_lot(dice, at);
  for (int depth = 0; depth < 4; depth++) {
    json_t *below = json_object_get(at, key);
    if (!json_is_object(below) || !json_object_size(below) ||
        (depth > 1 && !pk_stream_below(dice, 3)))
      break;
    at = below;
    key = member_by_lot(dice, at);
  }
  switch (pk_stream_below(dice, 3)) {
  case 0:
    json_object_del(at, key);
    break;
  case 1:
    json_object_set_new(at, key, json_integer(pk_stream_below(dice, 3)));
    break;
  default:
    json_object_set_new(at, "x-new", json_integer(pk_stream_below(dice, 3)));
  }
}

/* The patch of one person, who changes a few things of a model. */
static char *patch_by_lot(pk_stream *dice, const char *text) {
  json_t *model = parsed(text);
  polku_report *report = polku_report_new();
  for (uint32_t n = 1 + pk_stream_below(dice, 3); n > 0; n--)
    disturb(dice, model);
  json_object_del(model, "order");
  char *after = json_dumps(model, 0), *patch = patch_between(text, after, report);
  json_t *cleaned = parsed(patch);
  free(patch);
  json_object_del(cleaned, "order");
  patch = json_dumps(cleaned, 0);
  json_decref(cleaned);
  json_decref(model);
  free(after);
  polku_report_free(report);
  return patch;
}

static json_t *after_both(const char *text, const char *first, const char *second) {
  polku_report *report = polku_report_new();
  char *once = patched(text, first, report), *twice = patched(once, second, report);
  json_t *json = parsed(twice);
  free(once);
  free(twice);
  polku_report_free(report);
  return json;
}

static void expect_one_result(const char *text, const char *one, const char *other) {
  json_t *a = after_both(text, one, other), *b = after_both(text, other, one);
  if (!pk_same(a, b))
    fail_msg("%s and %s in either order differ in\n%s", one, other, text);
  json_decref(a);
  json_decref(b);
}

static void random_patches_meet_alike_both_ways_or_can_be_swapped(void **state) {
  (void)state;
  pk_stream dice;
  int apart = 0, met = 0;
  pk_stream_start(&dice, 11, 0);
  for (uint64_t seed = 0; seed < 400; seed++) {
    char *text = random_model(seed, &(random_model_options){.without = RANDOM_ORDER}), *ab, *ba;
    char *one = patch_by_lot(&dice, text), *other = patch_by_lot(&dice, text);
    polku_meeting forth = meeting(one, other, &ab), back = meeting(other, one, &ba);
    if ((forth == POLKU_PATCHES_APART) != (back == POLKU_PATCHES_APART))
      fail_msg("%s and %s meet one way only", one, other);
    assert_int_equal(strlen(ab), strlen(ba)); /* the same places, perhaps in another order */
    assert_true((forth == POLKU_PATCHES_APART) == (*ab == '\0'));
    if (forth == POLKU_PATCHES_APART)
      expect_one_result(text, one, other);
    *(forth == POLKU_PATCHES_APART ? &apart : &met) += 1;
    assert_int_equal(meeting(one, one, NULL), POLKU_PATCHES_APART);
    free(ab);
    free(ba);
    free(one);
    free(other);
    free(text);
  }
  assert_true(apart > 100 && met > 20);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(fields_of_one_part_are_different_places),
      cmocka_unit_test(the_same_number_is_one_place),
      cmocka_unit_test(atoms_meet_as_one),
      cmocka_unit_test(who_says_the_same_quarrels_with_nobody),
      cmocka_unit_test(writing_into_what_was_deleted_revives_it),
      cmocka_unit_test(deleting_what_somebody_wrote_meets_it),
      cmocka_unit_test(orders_meet_nobody),
      cmocka_unit_test(the_patch_of_a_scenario_is_one_place),
      cmocka_unit_test(what_is_no_patch_is_a_problem),
      cmocka_unit_test(random_patches_meet_alike_both_ways_or_can_be_swapped),
  };
  return RUN(tests);
}
