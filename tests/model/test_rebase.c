/* Orders that two people change at once: what each put somewhere stands there, and nothing that the
 * other added or moved is lost. */
#include "support/check.h"

#include "model/model.h"
#include "support/random_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static polku_model *model_of(const char *text) {
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_read("m.json", text, strlen(text), report);
  assert_non_null(model);
  polku_report_free(report);
  return model;
}

static polku_model *after(const polku_model *model, const char *patch) {
  polku_report *report = polku_report_new();
  polku_model *patched = polku_model_patch(model, patch, report);
  assert_non_null(patched);
  polku_report_free(report);
  return patched;
}

/* The ids of the stages once `mine`, written on `model`, comes after `theirs`. */
static char *order_of_both(const polku_model *model, const char *theirs, const char *mine) {
  polku_report *report = polku_report_new();
  polku_model *now = after(model, theirs);
  char *patch = polku_patch_rebase(model, now, mine, report), *order = calloc(1, 1 << 12);
  polku_model *both = after(now, patch);
  polku_part stage;
  for (size_t i = 0; polku_part_at(both, NULL, POLKU_STAGE, i, &stage); i++) {
    strcat(order, i ? " " : "");
    strcat(order, stage.id);
  }
  polku_model_free(both);
  polku_model_free(now);
  polku_report_free(report);
  free(patch);
  return order;
}

static const char three[] = "{\"format\": \"polku/1\", \"step\": \"month\", \"horizon\": 3,"
                            " \"stages\": {\"a\": {\"final\": true}, \"b\": {\"final\": true},"
                            " \"c\": {\"final\": true}}, \"groups\": {\"all\": {\"size\": 1,"
                            " \"start\": \"a\"}}}";

static void expect_order(const char *theirs, const char *mine, const char *expected) {
  polku_model *model = model_of(three);
  char *order = order_of_both(model, theirs, mine);
  assert_string_equal(order, expected);
  free(order);
  polku_model_free(model);
}

#define NEW(id, order)                                                                             \
  "{\"stages\": {\"" id "\": {\"final\": true}}, \"order\": {\"stages\": " order "}}"
#define ORDER(order) "{\"order\": {\"stages\": " order "}}"

static void two_insertions_both_stand_behind_what_they_were_put_behind(void **state) {
  (void)state;
  expect_order(NEW("x", "[\"a\", \"x\"]"), NEW("y", "[\"a\", \"b\", \"y\"]"), "a x b y c");
  expect_order(NEW("x", "[\"a\", \"x\"]"), NEW("y", "[\"a\", \"y\"]"), "a y x b c");
  expect_order(NEW("x", "[\"x\"]"), NEW("y", "[\"y\"]"), "y x a b c");
}

static void a_move_goes_along_with_an_insertion(void **state) {
  (void)state;
  expect_order(NEW("x", "[\"a\", \"x\"]"), ORDER("[\"c\", \"a\", \"b\"]"), "c a x b");
  expect_order(ORDER("[\"c\", \"a\", \"b\"]"), NEW("x", "[\"a\", \"x\"]"), "c a x b");
}

static void what_was_deleted_meanwhile_is_behind_nothing(void **state) {
  (void)state;
  expect_order("{\"stages\": {\"b\": null}}", NEW("y", "[\"a\", \"b\", \"y\"]"), "a y c");
}

static void what_is_taken_away_leaves_the_order(void **state) {
  (void)state;
  expect_order(ORDER("[\"c\", \"b\", \"a\"]"), "{\"stages\": {\"b\": null}}", "c a");
}

static void an_order_that_is_taken_away_leaves_what_others_put(void **state) {
  (void)state;
  polku_model *plain = model_of(three), *model = after(plain, ORDER("[\"c\"]"));
  char *order = order_of_both(model, NEW("x", "[\"c\", \"x\"]"), "{\"order\": null}");
  assert_string_equal(order, "x a b c");
  free(order);
  polku_model_free(model);
  polku_model_free(plain);
}

/* On the model that it was written on, and where it orders nothing, a patch stays what it is. */
static void a_patch_that_met_nobody_means_the_same(void **state) {
  (void)state;
  for (uint64_t seed = 0; seed < 60; seed++) {
    char *a_text = random_model(seed, NULL), *b_text;
    polku_report *report = polku_report_new();
    polku_model *a = model_of(a_text);
    random_relabelling map;
    b_text = relabel(a_text, seed, &map);
    polku_model *b = model_of(b_text);
    char *patch = polku_model_diff(a, b, report);
    char *rebased = polku_patch_rebase(a, a, patch, report);
    polku_model *once = after(a, patch), *again = after(a, rebased);
    char *difference = polku_model_diff(once, again, report);
    assert_string_equal(difference, "{}");
    random_relabelling_free(&map);
    polku_model_free(a);
    polku_model_free(b);
    polku_model_free(once);
    polku_model_free(again);
    polku_report_free(report);
    free(difference);
    free(rebased);
    free(patch);
    free(a_text);
    free(b_text);
  }
}

/* Actors a0 … in a text that the caller frees: "{OPEN a0 SEP a1 … CLOSE". */
typedef struct many {
  const char *open, *before, *after, *close;
} many;

static char *text_of_many(const many *how, int count, int first, int step) {
  char *text = malloc((size_t)count * 40 + 400), *end = text;
  end = stpcpy(end, how->open);
  for (int i = 0, id = first; i < count; i++, id += step)
    end += sprintf(end, "%s%sa%d%s", i ? "," : "", how->before, id, how->after);
  stpcpy(end, how->close);
  return text;
}

/* Somebody took every second one away while another turned the whole order round: a list of
 * thousands means what a short one does. */
static void orders_of_thousands_are_merged(void **state) {
  (void)state;
  enum { ALL = 12000 };
  static const many whole = {"{\"format\": \"polku/1\", \"step\": \"month\", \"horizon\": 3,"
                             " \"stages\": {\"s\": {\"final\": true}}, \"groups\": {\"all\":"
                             " {\"size\": 1, \"start\": \"s\"}}, \"actors\": {",
                             "\"", "\": {\"sector\": \"third\"}", "}}"};
  static const many gone = {"{\"actors\": {", "\"", "\": null", "}}"};
  static const many turned = {"{\"order\": {\"actors\": [", "\"", "\"", "]}}"};
  char *text = text_of_many(&whole, ALL, 0, 1), *theirs = text_of_many(&gone, ALL / 2, 1, 2);
  char *mine = text_of_many(&turned, ALL, ALL - 1, -1);
  polku_report *report = polku_report_new();
  polku_model *model = model_of(text), *now = after(model, theirs);
  char *patch = polku_patch_rebase(model, now, mine, report);
  polku_model *both = after(now, patch);
  char *back = polku_model_diff(both, now, report);
  polku_model *again = after(both, back);
  polku_part actor;
  assert_true(polku_part_at(both, NULL, POLKU_ACTOR, ALL / 2 - 1, &actor));
  assert_string_equal(actor.id, "a0");
  assert_true(polku_part_at(again, NULL, POLKU_ACTOR, 0, &actor));
  assert_string_equal(actor.id, "a0");
  assert_false(polku_part_at(both, NULL, POLKU_ACTOR, ALL / 2, &actor));
  polku_model_free(again);
  polku_model_free(both);
  polku_model_free(now);
  polku_model_free(model);
  polku_report_free(report);
  free(back);
  free(patch);
  free(mine);
  free(theirs);
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(two_insertions_both_stand_behind_what_they_were_put_behind),
      cmocka_unit_test(a_move_goes_along_with_an_insertion),
      cmocka_unit_test(what_was_deleted_meanwhile_is_behind_nothing),
      cmocka_unit_test(what_is_taken_away_leaves_the_order),
      cmocka_unit_test(an_order_that_is_taken_away_leaves_what_others_put),
      cmocka_unit_test(a_patch_that_met_nobody_means_the_same),
      cmocka_unit_test(orders_of_thousands_are_merged),
  };
  return RUN(tests);
}
