/* The law along a walk: what tests beside the rules cannot say, because they ask about one moment.
 * Months of a history become clocks, counts go on from stay to stay and begin anew, an extension
 * follows on or does not, and before its first version a rule has no answer. */
#include "rules/rules.h"
#include "support/check.h"

#include <stdio.h>
#include <string.h>

#define FOLDERS POLKU_SOURCE_DIR "/plugins"

enum { SEEK, TRIAL, JOB, LONGER, WORK, STAGES };

typedef struct scene {
  polku_report *report;
  polku_model *model;
  polku_rules *rules;
  pk_clocks clocks;
} scene;

/* A jobseeker, a trial, a subsidised job and its extension, and ordinary work. */
static scene begin(const char *date, const char *job, const char *client, const char *months) {
  static const char form[] =
      "{\"format\":\"polku/1\",\"region\":\"finland\",\"rules_as_of\":\"%s\",\"horizon\":36,"
      "\"stages\":{\"seek\":{\"kind\":\"job_seeking\",\"duration\":{\"fixed\":1}},"
      "\"trial\":{\"kind\":\"work_trial\",\"duration\":{\"fixed\":1},"
      "\"attributes\":{\"earlier_periods\":true}},"
      "\"job\":{\"kind\":\"wage_subsidy\",\"duration\":{\"fixed\":1},\"attributes\":{%s}},"
      "\"longer\":{\"kind\":\"wage_subsidy\",\"duration\":{\"fixed\":1},"
      "\"attributes\":{\"extension\":true,%s}},"
      "\"work\":{\"kind\":\"open_labour_market\",\"final\":true}},"
      "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"trial\",\"share\":1},"
      "\"b\":{\"from\":\"trial\",\"to\":\"job\",\"share\":1},"
      "\"c\":{\"from\":\"job\",\"to\":\"longer\",\"share\":1},"
      "\"d\":{\"from\":\"longer\",\"to\":\"work\",\"share\":1}},"
      "\"groups\":{\"one\":{\"size\":1,\"start\":\"seek\",\"attributes\":{%s},"
      "\"histories\":{\"unemployed\":{\"pattern\":\"%s\"}}}}}";
  char text[2000];
  int length = snprintf(text, sizeof text, form, date, job, job, client, months);
  assert_in_range(length, 1, (int)sizeof text - 1);
  scene s = {.report = polku_report_new()};
  s.model = polku_model_read("walk", text, (size_t)length, s.report);
  s.rules = polku_rules_load(s.model, FOLDERS, s.report);
  if (s.rules)
    s.clocks = s.rules->profiles[0].start;
  return s;
}

static scene begin_known(const char *date, const char *job, const char *client,
                         const char *months) {
  scene s = begin(date, job, client, months);
  if (!s.rules)
    fail_msg("%s", polku_report_text(s.report, POLKU_EN, false));
  return s;
}

static void end(scene *s) {
  polku_rules_free(s->rules);
  polku_model_free(s->model);
  polku_report_free(s->report);
}

static void stay(scene *s, int stage, int months) {
  pk_rules_enter(s->rules, stage, &s->clocks);
  for (int i = 0; i < months; i++)
    pk_rules_step(s->rules, stage, &s->clocks);
}

static bool may(const scene *s, int stage) {
  return pk_rules_allow(s->rules, s->rules->profiles[0].klass, stage, &s->clocks, 1);
}

static int longest(const scene *s, int stage) {
  return pk_rules_limit(s->rules, s->rules->profiles[0].klass, stage, &s->clocks);
}

#define M6 "111111"
#define M12 M6 M6
#define SIXTY "\"basis\":\"sixty\",\"employer\":\"company\""
#define FULL "\"basis\":\"full\",\"employer\":\"association\""
#define SKILLS "\"basis\":\"skills\",\"employer\":\"company\",\"earlier_periods\":true"
#define REDUCED "\"basis\":\"reduced\",\"employer\":\"company\""

/* Twelve of fourteen months with a break between: enough for 380/2023 § 89.1(2), not for the
 * twelve without a break of 916/2012 ch. 7 § 2.1(2) (1456/2016). */
static void a_break_counts_for_the_act_that_counts_it(void **state) {
  (void)state;
  static const struct {
    const char *date;
    bool broken;
  } acts[] = {{"2021-06-01", false}, {"2024-06-01", true}, {"2026-06-01", true}};
  for (int i = 0; i < 3; i++) {
    scene broken = begin_known(acts[i].date, SIXTY, "\"age\":61", M6 "00" M6);
    scene whole = begin_known(acts[i].date, SIXTY, "\"age\":61", M12);
    assert_int_equal(may(&broken, JOB), acts[i].broken);
    assert_true(may(&whole, JOB));
    end(&broken);
    end(&whole);
  }
}

/* 24 of 28 months: four months of work may lie anywhere among them; months in rehabilitative work
 * and trials go on counting, months in subsidised work do not (380/2023 §§ 3(4), 88.1). */
static void twenty_four_of_twenty_eight_lie_anywhere(void **state) {
  (void)state;
  scene s = begin_known("2026-06-01", FULL, "\"age\":40", "0000" M12 M12);
  assert_true(may(&s, JOB));
  stay(&s, TRIAL, 4);
  assert_true(may(&s, JOB));
  stay(&s, WORK, 1); /* a fifth month of work within the 28 */
  assert_false(may(&s, JOB));
  end(&s);
}

/* After ten months of the 100 % subsidy 24 of 28 is met again 24 months after its end. */
static void the_full_subsidy_comes_back_after_two_years(void **state) {
  (void)state;
  scene s = begin_known("2026-06-01", FULL, "\"age\":40", M12 M12 "1111");
  stay(&s, JOB, 10);
  assert_false(may(&s, JOB));
  stay(&s, SEEK, 23);
  assert_false(may(&s, JOB));
  stay(&s, SEEK, 1);
  assert_true(may(&s, JOB));
  end(&s);
}

/* 380/2023 § 55: six months in all; anew after twelve months without work, and under 25, once the
 * six are full, after three. Work in between breaks the months, not the count. */
static void work_trials_are_counted_from_stay_to_stay(void **state) {
  (void)state;
  scene s = begin_known("2026-06-01", FULL, "\"age\":40", M12);
  stay(&s, TRIAL, 2);
  stay(&s, SEEK, 3);
  assert_int_equal(longest(&s, TRIAL), 4);
  stay(&s, TRIAL, 4);
  assert_false(may(&s, TRIAL));
  stay(&s, SEEK, 11);
  stay(&s, WORK, 1);
  stay(&s, SEEK, 11);
  assert_false(may(&s, TRIAL));
  stay(&s, SEEK, 1);
  assert_true(may(&s, TRIAL));
  assert_int_equal(longest(&s, TRIAL), 6);
  end(&s);
}

static void under_25_a_full_count_begins_anew_after_three_months(void **state) {
  (void)state;
  scene s = begin_known("2026-06-01", FULL, "\"age\":20", M12);
  stay(&s, TRIAL, 5);
  stay(&s, SEEK, 3);
  assert_int_equal(longest(&s, TRIAL), 1); /* not full: it does not begin anew */
  stay(&s, TRIAL, 1);
  stay(&s, SEEK, 2);
  assert_false(may(&s, TRIAL));
  stay(&s, SEEK, 1);
  assert_true(may(&s, TRIAL));
  assert_int_equal(longest(&s, TRIAL), 6);
  end(&s);
}

/* 916/2012 ch. 4 § 6: twelve months in all, six with one organiser. */
static void until_2024_twelve_months_of_trials_in_all(void **state) {
  (void)state;
  scene s = begin_known("2024-06-01", FULL, "\"age\":40", M12);
  stay(&s, TRIAL, 6);
  assert_int_equal(longest(&s, TRIAL), 6);
  stay(&s, SEEK, 1);
  stay(&s, TRIAL, 2);
  assert_int_equal(longest(&s, TRIAL), 4);
  stay(&s, TRIAL, 4);
  assert_false(may(&s, TRIAL));
  end(&s);
}

/* 916/2012 ch. 7 § 12.1 (1366/2014): after the longest time ten of twelve months without work, or
 * 24 months without subsidy. */
static void until_2023_the_longest_subsidy_begins_anew_after_ten_months(void **state) {
  (void)state;
  scene s = begin_known("2021-06-01", SKILLS, "\"age\":40", M12);
  stay(&s, JOB, 11);
  assert_true(may(&s, JOB));
  stay(&s, JOB, 1);
  assert_false(may(&s, JOB));
  stay(&s, SEEK, 9);
  assert_false(may(&s, JOB));
  stay(&s, SEEK, 1);
  assert_true(may(&s, JOB));
  end(&s);
  s = begin_known("2021-06-01", SKILLS, "\"age\":40", M12);
  stay(&s, JOB, 12);
  stay(&s, WORK, 23);
  assert_false(may(&s, JOB));
  stay(&s, WORK, 1);
  assert_true(may(&s, JOB));
  end(&s);
}

/* 380/2023 § 87.3: applied for before the period ends, so without a day between. */
static void an_extension_follows_on(void **state) {
  (void)state;
  scene s = begin_known("2026-06-01", REDUCED, "\"work_ability\":\"reduced\"", M6);
  assert_false(may(&s, LONGER));
  stay(&s, JOB, 10);
  assert_true(may(&s, LONGER));
  assert_int_equal(longest(&s, JOB), 10);
  assert_int_equal(longest(&s, LONGER), 24);
  stay(&s, LONGER, 24);
  assert_true(may(&s, LONGER)); /* and again, 24 months at a time */
  stay(&s, SEEK, 1);
  assert_false(may(&s, LONGER));
  end(&s);
}

/* Nobody guesses what held before: the problem names the day of the first version. */
static void before_the_first_version_there_is_no_answer(void **state) {
  (void)state;
  scene s = begin("2014-12-31", FULL, "\"age\":40", M12);
  polku_problem problem;
  assert_null(s.rules);
  assert_true(polku_report_at(s.report, 0, POLKU_EN, &problem));
  assert_string_equal(problem.code, "E-RULE-DATE");
  assert_non_null(strstr(problem.hint, "1 January 2015"));
  end(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_break_counts_for_the_act_that_counts_it),
      cmocka_unit_test(twenty_four_of_twenty_eight_lie_anywhere),
      cmocka_unit_test(the_full_subsidy_comes_back_after_two_years),
      cmocka_unit_test(work_trials_are_counted_from_stay_to_stay),
      cmocka_unit_test(under_25_a_full_count_begins_anew_after_three_months),
      cmocka_unit_test(until_2024_twelve_months_of_trials_in_all),
      cmocka_unit_test(until_2023_the_longest_subsidy_begins_anew_after_ten_months),
      cmocka_unit_test(an_extension_follows_on),
      cmocka_unit_test(before_the_first_version_there_is_no_answer),
  };
  return RUN(tests);
}
