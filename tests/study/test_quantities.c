/* The numbers that can be changed a little, and the lines along which they move. */
#include "study/slopes.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

typedef struct listed {
  polku_report *report;
  polku_model *model;
  pk_arena *arena;
  const pk_quantity *quantities;
  int count;
} listed;

/* One stage with three ways on, whose shares are a, b, c; two stages to begin in. */
static listed list_model(const char *a, const char *b, const char *c) {
  char text[2000];
  snprintf(text, sizeof text,
           "{\"format\":\"polku/1\",\"horizon\":6,\"accounts\":{\"town\":{\"unit\":\"euro\"}},"
           "\"stages\":{\"seek\":{\"duration\":{\"weibull\":{\"shape\":1.5,\"scale\":4}},"
           "\"amounts\":{\"town\":{\"per_step\":30}}},\"wait\":{\"duration\":{\"fixed\":3}},"
           "\"x\":{},\"y\":{\"final\":true},\"z\":{\"final\":true}},\"transitions\":{"
           "\"a\":{\"from\":\"seek\",\"to\":\"x\",\"share\":%s},"
           "\"b\":{\"from\":\"seek\",\"to\":\"y\",\"share\":%s},"
           "\"c\":{\"from\":\"seek\",\"to\":\"z\",\"share\":%s},"
           "\"go\":{\"from\":\"wait\",\"to\":\"seek\",\"share\":1},"
           "\"back\":{\"from\":\"x\",\"to\":\"seek\",\"per_step\":[0.1,0.2]}},"
           "\"groups\":{\"all\":{\"size\":5,\"start\":{\"seek\":0.75,\"wait\":0.25},"
           "\"arrivals\":{\"per_step\":2},\"initial\":[{\"stage\":\"wait\",\"elapsed\":1,"
           "\"count\":4}]}}}",
           a, b, c);
  listed l = {polku_report_new(), NULL, pk_arena_new(), NULL, 0};
  l.model = polku_model_read("slopes", text, strlen(text), l.report);
  assert_non_null(l.model);
  l.quantities = pk_quantities(l.model, l.arena, &l.count);
  assert_non_null(l.quantities);
  return l;
}

static void listed_free(listed *l) {
  pk_arena_free(l->arena);
  polku_model_free(l->model);
  polku_report_free(l->report);
}

static const pk_quantity *quantity(const listed *l, const char *pointer) {
  for (int i = 0; i < l->count; i++)
    if (strcmp(l->quantities[i].number->pointer, pointer) == 0)
      return &l->quantities[i];
  fail_msg("no number at %s", pointer);
  return NULL;
}

static void every_written_number_is_listed_once_in_the_order_of_the_model(void **state) {
  (void)state;
  static const char *const pointers[] = {"/stages/seek/duration/weibull/shape",
                                         "/stages/seek/duration/weibull/scale",
                                         "/stages/seek/amounts/town/per_step",
                                         "/stages/wait/duration/fixed",
                                         "/transitions/a/share",
                                         "/transitions/b/share",
                                         "/transitions/go/share",
                                         "/transitions/back/per_step/0",
                                         "/transitions/back/per_step/1",
                                         "/groups/all/size",
                                         "/groups/all/start/seek",
                                         "/groups/all/start/wait",
                                         "/groups/all/arrivals/per_step",
                                         "/groups/all/initial/0/count"};
  static const pk_quantity_form forms[] = {
      PK_QUANTITY_LENGTH,   PK_QUANTITY_LENGTH, PK_QUANTITY_PER_STEP_MONEY, PK_QUANTITY_WHOLE,
      PK_QUANTITY_SHARE,    PK_QUANTITY_SHARE,  PK_QUANTITY_SHARE,          PK_QUANTITY_PER_STEP,
      PK_QUANTITY_PER_STEP, PK_QUANTITY_SIZE,   PK_QUANTITY_START,          PK_QUANTITY_START,
      PK_QUANTITY_ARRIVAL,  PK_QUANTITY_INITIAL};
  listed l = list_model("0.2", "0.3", "\"rest\"");
  assert_int_equal(l.count, (int)(sizeof pointers / sizeof *pointers));
  for (int i = 0; i < l.count; i++) {
    assert_string_equal(l.quantities[i].number->pointer, pointers[i]);
    assert_int_equal(l.quantities[i].form, forms[i]);
  }
  assert_int_equal(quantity(&l, "/transitions/back/per_step/1")->at, 1);
  assert_int_equal(quantity(&l, "/stages/wait/duration/fixed")->of, PK_PART_STAGE);
  listed_free(&l);
}

static double moved(const listed *l, const pk_quantity *q, double value, const char *transition) {
  pk_nudge nudge = {l->model, q, value};
  int t = pk_model_find_transition(l->model, transition);
  return pk_nudge_value(&nudge, &l->model->transitions[t].share);
}

static void rest_takes_what_a_share_gives_up(void **state) {
  (void)state;
  listed l = list_model("0.2", "0.3", "\"rest\"");
  const pk_quantity *q = quantity(&l, "/transitions/a/share");
  assert_true(moved(&l, q, 0.4, "a") == 0.4);
  assert_true(moved(&l, q, 0.4, "b") == 0.3);
  assert_true(fabs(moved(&l, q, 0.4, "c") - 0.3) < 1e-15);
  assert_true(moved(&l, q, 0.4, "go") == 1);
  listed_free(&l);
}

static void without_a_rest_the_others_keep_their_proportion(void **state) {
  (void)state;
  listed l = list_model("0.2", "0.3", "0.5");
  const pk_quantity *q = quantity(&l, "/transitions/a/share");
  assert_true(fabs(moved(&l, q, 0.6, "b") - 0.15) < 1e-15);
  assert_true(fabs(moved(&l, q, 0.6, "c") - 0.25) < 1e-15);
  pk_nudge start = {l.model, quantity(&l, "/groups/all/start/seek"), 0.5};
  assert_true(fabs(pk_nudge_value(&start, &l.model->groups[0].starts[1].share) - 0.5) < 1e-15);
  listed_free(&l);
}

static void where_one_share_was_all_the_others_are_alike(void **state) {
  (void)state;
  listed l = list_model("1", "0", "0");
  const pk_quantity *q = quantity(&l, "/transitions/a/share");
  assert_true(fabs(moved(&l, q, 0.6, "b") - 0.2) < 1e-15);
  assert_true(fabs(moved(&l, q, 0.6, "c") - 0.2) < 1e-15);
  listed_free(&l);
}

static void all_other_numbers_move_alone(void **state) {
  (void)state;
  listed l = list_model("0.2", "0.3", "0.5");
  pk_nudge nudge = {l.model, quantity(&l, "/groups/all/size"), 9};
  for (int i = 0; i < l.count; i++) {
    const pk_number *number = l.quantities[i].number;
    double wanted = number == &l.model->groups[0].size ? 9 : number->value;
    assert_true(pk_nudge_value(&nudge, number) == wanted);
  }
  listed_free(&l);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_written_number_is_listed_once_in_the_order_of_the_model),
      cmocka_unit_test(rest_takes_what_a_share_gives_up),
      cmocka_unit_test(without_a_rest_the_others_keep_their_proportion),
      cmocka_unit_test(where_one_share_was_all_the_others_are_alike),
      cmocka_unit_test(all_other_numbers_move_alone),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
