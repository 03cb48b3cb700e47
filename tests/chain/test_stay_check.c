/* What check says about how clients move. */
#include "chain/scripted.h"
#include "support/failing.h"

#define GROUP ",'groups':{'g':{'size':1,'start':'a'}}"
#define LINE                                                                                       \
  "'transitions':{'ab':{'from':'a','to':'b','share':0.5},'ac':{'from':'a','to':'c','share':0.5}"   \
  "}" GROUP

static bool never_b(const char *stage, int clock, int elapsed) {
  (void)clock, (void)elapsed;
  return *stage != 'b';
}

static bool nobody(const char *stage, int clock, int elapsed) {
  (void)stage, (void)clock, (void)elapsed;
  return false;
}

static bool from_clock_50(const char *stage, int clock, int elapsed) {
  (void)stage, (void)elapsed;
  return clock >= 50;
}

static bool until_clock_2(const char *stage, int clock, int elapsed) {
  (void)stage, (void)elapsed;
  return clock <= 2;
}

static int limit_2(const char *stage, int clock) {
  (void)stage, (void)clock;
  return 2;
}

static scene checked(const char *parts, script rules) {
  scene s = scripted(12, parts, rules);
  pk_chain_check(s.model, s.rules, s.report);
  return s;
}

static void assert_says(scene *s, const char *code, const char *part) {
  polku_problem problem;
  for (size_t i = 0; polku_report_at(s->report, i, POLKU_EN, &problem); i++)
    if (strcmp(problem.code, code) == 0 && strstr(problem.message, part)) {
      assert_true(problem.line > 0);
      return;
    }
  scene_fail(s);
}

static void a_plain_model_is_fine(void **state) {
  (void)state;
  scene s =
      checked("'stages':{'a':{'duration':{'fixed':4}},'b':{'final':true},'c':{'final':true}}," LINE,
              (script){0});
  assert_int_equal(polku_report_count(s.report, POLKU_WARNING), 0);
  scene_end(&s);
}

static void refusals_that_rescale_name_the_rule(void **state) {
  (void)state;
  scene s =
      checked("'stages':{'a':{'duration':{'fixed':4}},'b':{'final':true},'c':{'final':true}}," LINE,
              (script){.allow = never_b});
  assert_says(&s, "W-REFUSED-RESCALED", "scripted: § 5");
  assert_says(&s, "W-UNREACHED", "\"b\"");
  assert_false(scene_says(&s, "W-TRAP"));
  scene_end(&s);
  s = checked("'stages':{'a':{'duration':{'fixed':4},'refused':'ac'},'b':{'final':true},"
              "'c':{'final':true}}," LINE,
              (script){.allow = never_b});
  assert_false(scene_says(&s, "W-REFUSED-RESCALED"));
  scene_end(&s);
}

static void a_trap_says_who_where_and_by_which_rule(void **state) {
  (void)state;
  const char *parts =
      "'stages':{'a':{'duration':{'fixed':4}},'b':{'final':true},'c':{'final':true}}," LINE;
  scene s = checked(parts, (script){.allow = nobody});
  assert_says(&s, "W-TRAP", "group \"g\"");
  assert_says(&s, "W-TRAP", "stage \"a\"");
  assert_says(&s, "W-TRAP", "scripted: § 5");
  scene_end(&s);
  s = checked(parts, (script){.allow = until_clock_2});
  assert_says(&s, "W-TRAP", "stage \"a\"");
  scene_end(&s);
}

/* Nobody leaves within the 12 steps of the horizon, but everybody could at step 50: no trap. */
static void waiting_longer_than_the_horizon_is_no_trap(void **state) {
  (void)state;
  scene s =
      checked("'stages':{'a':{'duration':{'fixed':4}},'b':{'final':true},'c':{'final':true}}," LINE,
              (script){.allow = from_clock_50});
  assert_close(s.chain->beyond[scene_start(&s)], 1);
  assert_false(scene_says(&s, "W-TRAP"));
  scene_end(&s);
}

/* Chances of 0 are the author's; only what is refused makes a trap. */
static void a_race_that_is_refused_for_ever_is_a_trap(void **state) {
  (void)state;
  const char *steps = "'stages':{'a':{},'b':{'final':true},'c':{'final':true}},"
                      "'transitions':{'ab':{'from':'a','to':'b','per_step':0.5},"
                      "'ac':{'from':'a','to':'c','per_step':0}}" GROUP;
  scene s = checked(steps, (script){.allow = never_b});
  assert_says(&s, "W-TRAP", "stage \"b\"");
  scene_end(&s);
  s = checked(steps, (script){0});
  assert_false(scene_says(&s, "W-TRAP"));
  scene_end(&s);
  s = checked("'stages':{'a':{},'b':{'final':true}},"
              "'transitions':{'ab':{'from':'a','to':'b','per_step':[0.5,0]}}" GROUP,
              (script){0});
  assert_false(scene_says(&s, "W-TRAP"));
  scene_end(&s);
}

static void a_limit_that_is_passed_is_reported(void **state) {
  (void)state;
  scene s =
      checked("'stages':{'a':{'duration':{'fixed':4}},'b':{'final':true},'c':{'final':true}}," LINE,
              (script){.allow = from_clock_50, .limit = limit_2});
  assert_says(&s, "W-OVER-LIMIT", "\"a\"");
  scene_end(&s);
}

/* 1 / (1 − e^(−1/3)) = 3.53. */
static void a_mean_that_rounding_shifts_is_shown_twice(void **state) {
  (void)state;
  scene s = checked("'stages':{'a':{'duration':{'exponential':{'mean':3}}},'b':{'final':true},"
                    "'c':{'final':true}}," LINE,
                    (script){0});
  assert_says(&s, "W-ROUNDING", "3.53 months");
  scene_end(&s);
}

static void a_caseload_older_than_its_stage_allows_is_told(void **state) {
  (void)state;
  scene s = checked("'stages':{'a':{'duration':{'fixed':4}},'b':{'final':true}},"
                    "'transitions':{'ab':{'from':'a','to':'b','share':1}},'groups':{'g':{'size':1,"
                    "'start':'a','initial':[{'stage':'a','elapsed':6,'count':2}]}}",
                    (script){0});
  assert_says(&s, "W-INITIAL-LONG", "6 months");
  scene_end(&s);
}

static void memory_may_run_out_anywhere(void **state) {
  (void)state;
  scene s = scripted(12,
                     "'stages':{'a':{'duration':{'exponential':{'mean':3}}},'b':{'final':true},"
                     "'c':{}},"
                     "'transitions':{'ab':{'from':'a','to':'b','share':0.5},"
                     "'ac':{'from':'a','to':'c','share':0.5},"
                     "'cb':{'from':'c','to':'b','per_step':0.1}}" GROUP,
                     (script){.allow = never_b});
  for (long n = 1;; n++) {
    polku_report *report = polku_report_new();
    fail_allocation(n);
    pk_chain_check(s.model, s.rules, report);
    bool failed = allocation_failed();
    if (failed)
      assert_true(polku_report_failed(report));
    polku_report_free(report);
    if (!failed)
      break;
  }
  scene_end(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_plain_model_is_fine),
      cmocka_unit_test(refusals_that_rescale_name_the_rule),
      cmocka_unit_test(a_trap_says_who_where_and_by_which_rule),
      cmocka_unit_test(waiting_longer_than_the_horizon_is_no_trap),
      cmocka_unit_test(a_race_that_is_refused_for_ever_is_a_trap),
      cmocka_unit_test(a_limit_that_is_passed_is_reported),
      cmocka_unit_test(a_mean_that_rounding_shifts_is_shown_twice),
      cmocka_unit_test(a_caseload_older_than_its_stage_allows_is_told),
      cmocka_unit_test(memory_may_run_out_anywhere),
  };
  return RUN(tests);
}
