/* Ids keep their order; suggestions are what a person meant. */
#include "base/ids.h"
#include "support/check.h"

#include <stdio.h>

static void ids_are_numbered_in_order_of_arrival(void **state) {
  (void)state;
  pk_arena *arena = pk_arena_new();
  pk_ids *ids = pk_ids_new(arena);
  char id[16];
  for (int i = 0; i < 5000; i++) {
    snprintf(id, sizeof id, "id-%d", i);
    assert_int_equal(pk_ids_add(ids, id), i);
    assert_int_equal(pk_ids_add(ids, id), i);
  }
  assert_int_equal(pk_ids_count(ids), 5000);
  assert_int_equal(pk_ids_find(ids, "id-4711"), 4711);
  assert_int_equal(pk_ids_find(ids, "id-5000"), -1);
  assert_string_equal(pk_ids_at(ids, 17), "id-17");
  assert_null(pk_ids_at(ids, 5000));
  pk_arena_free(arena);
}

/* Published test values of 64-bit FNV-1a (Noll's test suite): "", "a", "foobar". */
static void the_hash_is_fnv_1a(void **state) {
  (void)state;
  assert_true(pk_hash("") == 0xcbf29ce484222325u);
  assert_true(pk_hash("a") == 0xaf63dc4c8601ec8cu);
  assert_true(pk_hash("foobar") == 0x85944171f73967e8u);
}

static void expect_nearest(const char *word, const char *expected) {
  static const char *const words[] = {"palkkatyö", "palkkatuki", "työkokeilu",
                                      "start",     "work",       "rehab"};
  const char *found = pk_nearest(word, words, sizeof words / sizeof words[0]);
  if (expected) {
    assert_non_null(found);
    assert_string_equal(found, expected);
  } else {
    assert_null(found);
  }
}

static void a_slip_of_the_finger_finds_its_word(void **state) {
  (void)state;
  expect_nearest("palkattyo", "palkkatyö");
  expect_nearest("PALKKATUKI", "palkkatuki");
  expect_nearest("tyokokeilu", "työkokeilu");
  expect_nearest("strat", "start");
  expect_nearest("wrok", "work");
  expect_nearest("rehabb", "rehab");
  expect_nearest("avoin", NULL);
  expect_nearest("", NULL);
  expect_nearest("aivan-liian-pitkä-sana-joka-ei-ole-mikään-näistä", NULL);
}

/* Of two equally near the earlier is given; half a letter for dots counts. */
static void ties_go_to_the_earlier_and_dots_cost_half(void **state) {
  (void)state;
  static const char *const tie[] = {"abcx", "abcy"}, *const dots[] = {"tea", "tyä"};
  assert_string_equal(pk_nearest("abcd", tie, 2), "abcx");
  assert_string_equal(pk_nearest("tya", dots, 2), "tyä");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(ids_are_numbered_in_order_of_arrival),
      cmocka_unit_test(the_hash_is_fnv_1a),
      cmocka_unit_test(a_slip_of_the_finger_finds_its_word),
      cmocka_unit_test(ties_go_to_the_earlier_and_dots_cost_half),
  };
  return RUN(tests);
}
