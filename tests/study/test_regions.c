/* Regions side by side: what was counted in each, once, and nobody ranked by luck. */
#include "study/regions.h"
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A region where half of those who start find work at once; x of n were counted. */
static polku_model *region(const char *name, const char *title, int events, int of, int at,
                           polku_report *report) {
  char text[1024], target[256] = "";
  if (of > 0)
    snprintf(target, sizeof target,
             ",\"targets\":{\"t\":{\"outcome\":\"employment_ratio\",\"at\":%d,\"observed\":{"
             "\"value\":%.6f,\"evidence\":{\"events\":%d,\"of\":%d}}}}",
             at, (double)events / of, events, of);
  snprintf(text, sizeof text,
           "{\"format\":\"polku/1\",\"title\":{\"en\":\"%s\"},\"horizon\":4,\"stages\":{\"a\":{"
           "\"duration\":{\"fixed\":1}},\"w\":{\"employed\":true,\"final\":true},"
           "\"o\":{\"final\":true}},\"transitions\":{\"aw\":{\"from\":\"a\",\"to\":\"w\","
           "\"share\":0.5},\"ao\":{\"from\":\"a\",\"to\":\"o\",\"share\":\"rest\"}},"
           "\"groups\":{\"g\":{\"size\":10,\"start\":\"a\"}}%s}",
           title, target);
  polku_model *model = polku_model_read(name, text, strlen(text), report);
  assert_non_null(model);
  return model;
}

typedef struct scene {
  polku_report *report;
  polku_model *models[3];
  polku_rules *rules[3];
  polku_comparison *comparison;
} scene;

static void compare(scene *s, int count) {
  polku_case cases[3];
  for (int i = 0; i < count; i++) {
    s->rules[i] = polku_rules_load(s->models[i], NULL, s->report);
    cases[i] = (polku_case){s->models[i], s->rules[i], NULL};
  }
  s->comparison = polku_compare(cases, (size_t)count, NULL, s->report);
  assert_non_null(s->comparison);
}

static void end(scene *s) {
  polku_comparison_free(s->comparison);
  for (int i = 0; i < 3; i++) {
    polku_rules_free(s->rules[i]);
    polku_model_free(s->models[i]);
  }
  polku_report_free(s->report);
}

static void near(double value, double expected) {
  if (!(fabs(value - expected) < 1e-9))
    fail_msg("%.12f is not %.12f", value, expected);
}

static void counted_regions_stand_beside_each_other(void **state) {
  (void)state;
  scene s = {.report = polku_report_new()};
  s.models[0] = region("a.json", "A", 17, 64, 4, s.report);
  s.models[1] = region("b.json", "B", 50, 80, 4, s.report);
  s.models[2] = region("c.json", "C", 0, 0, 0, s.report);
  compare(&s, 3);
  const pk_regions *r = s.comparison->side_by_side;
  double low, high;
  assert_non_null(r);
  assert_int_equal(r->counted, 2);
  near(r->whole, 67.0 / 144);
  pk_newcombe((pk_counted){50, 80}, (pk_counted){17, 64}, 1.6448536269514722, &low, &high);
  near(r->at[1].difference, 50.0 / 80 - 17.0 / 64);
  near(r->at[1].difference_low, low);
  near(r->at[1].difference_high, high);
  assert_true(r->at[0].told_apart && r->at[1].told_apart && !r->at[2].told_apart);
  assert_true(r->at[0].shrunken > 17.0 / 64 && r->at[1].shrunken < 50.0 / 80);
  assert_true(isnan(r->at[2].low) && isnan(r->at[2].shrunken));
  near(r->at[2].computed, 0.5);
  near(r->at[2].standardised, 0.5);
  end(&s);
}

/* 5 of 20 and 6 of 20 differ by chance. */
static void regions_that_chance_explains_are_not_told_apart(void **state) {
  (void)state;
  scene s = {.report = polku_report_new()};
  s.models[0] = region("a.json", "A", 5, 20, 4, s.report);
  s.models[1] = region("b.json", "B", 6, 20, 2, s.report);
  compare(&s, 2);
  const pk_regions *r = s.comparison->side_by_side;
  assert_false(r->at[0].told_apart || r->at[1].told_apart);
  near(r->at[0].shrunken, 11.0 / 40);
  near(r->at[1].shrunken, 11.0 / 40);
  assert_true(r->times_differ);
  char *text = polku_comparison_text(s.comparison, POLKU_EN, 100, false);
  assert_non_null(strstr(text, "5/20"));
  assert_non_null(strstr(text, "B: the observed share cannot be told apart from the others."));
  assert_non_null(strstr(text, "Observations are of different times"));
  free(text);
  end(&s);
}

static void the_same_people_are_counted_once(void **state) {
  (void)state;
  scene s = {.report = polku_report_new()};
  s.models[0] = region("a.json", "A", 17, 64, 4, s.report);
  s.models[1] = region("a.json", "A changed", 17, 64, 4, s.report);
  compare(&s, 2);
  assert_null(s.comparison->side_by_side);
  end(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(counted_regions_stand_beside_each_other),
      cmocka_unit_test(regions_that_chance_explains_are_not_told_apart),
      cmocka_unit_test(the_same_people_are_counted_once),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
