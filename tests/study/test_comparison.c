/* Comparisons: differences by hand, the same luck in both, and what is not comparable said so. */
#include "base/special.h"
#include "study/comparison.h"
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One month in which `chance` of those who seek find work; those who do not cost the city 100. */
#define MONTH                                                                                      \
  "{\"format\":\"polku/1\",\"horizon\":%s,\"accounts\":{\"city\":{\"unit\":\"euro\"}},\"stages\":" \
  "{\"seek\":{\"amounts\":{\"city\":{\"per_step\":100,\"on_entry\":%s}}},\"work\":{\"employed\":"  \
  "true,\"open\":true,\"final\":true}},\"transitions\":{\"find\":{\"from\":\"seek\",\"to\":"       \
  "\"work\",\"per_step\":%s}},\"groups\":{\"all\":{\"size\":%s,\"start\":\"seek\"}}}"
#define UNSURE "{\"value\":0.05,\"evidence\":{\"events\":5,\"of\":100}}"

/* Work only by way of a trial, for which there are places. */
#define TRIAL                                                                                      \
  "{\"format\":\"polku/"                                                                           \
  "1\",\"horizon\":%s,\"actors\":{\"club\":{\"sector\":\"third\"}},\"stages\":"                    \
  "{\"seek\":{\"duration\":{\"geometric\":{\"mean\":3}}},\"trial\":{\"duration\":{\"fixed\":3},"   \
  "\"actors\":{\"club\":{\"employer\":{%s}}}},\"work\":{\"employed\":true,\"open\":true,"          \
  "\"final\":true}},\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"trial\",\"share\":1},"      \
  "\"c\":{\"from\":\"trial\",\"to\":\"work\",\"share\":%s},\"d\":{\"from\":\"trial\",\"to\":"      \
  "\"seek\",\"share\":\"rest\"}},\"groups\":{\"all\":{\"size\":%s,\"start\":\"seek\"}}}"

typedef struct scene {
  polku_report *report;
  polku_case cases[3];
  size_t count;
  polku_comparison *comparison;
} scene;

static void add(scene *s, const char *text) {
  polku_case *one = &s->cases[s->count++];
  if (!s->report)
    s->report = polku_report_new();
  polku_model *model = polku_model_read("test.json", text, strlen(text), s->report);
  one->model = model;
  one->rules = polku_rules_load(model, NULL, s->report);
  char *problems = polku_report_text(s->report, POLKU_EN, false);
  if (!one->rules)
    print_message("%s\n", problems);
  free(problems);
  assert_non_null(one->rules);
}

static void add_of(scene *s, const char *form, const char *a, const char *b, const char *c,
                   const char *d) {
  char text[3000];
  snprintf(text, sizeof text, form, a, b, c, d);
  add(s, text);
}

static void compare(scene *s, polku_compare_options options) {
  s->comparison = polku_compare(s->cases, s->count, &options, s->report);
  assert_non_null(s->comparison);
}

static void end(scene *s) {
  polku_comparison_free(s->comparison);
  for (size_t i = 0; i < s->count; i++) {
    polku_rules_free((polku_rules *)(uintptr_t)s->cases[i].rules);
    polku_model_free((polku_model *)(uintptr_t)s->cases[i].model);
  }
  polku_report_free(s->report);
}

static void assert_near(double a, double b, double by) {
  if (!(fabs(a - b) <= by))
    print_error("%.15g is not %.15g\n", a, b);
  assert_true(fabs(a - b) <= by);
}

static const pk_paired *found_work(const scene *s) {
  return pk_paired_at(s->comparison, 1, 0, PK_OPEN_EMPLOYMENT_RATIO);
}

static int questions(const polku_comparison *c) {
  return (1 + c->group_count) * (PK_OUTCOMES + c->account_count);
}

/* --------------------------------------------------------------------------------- symmetries */

static void a_model_does_not_differ_from_itself(void **state) {
  (void)state;
  scene s = {.count = 0};
  add_of(&s, MONTH, "12", "0", UNSURE, "64");
  add_of(&s, MONTH, "12", "0", UNSURE, "64");
  compare(&s, (polku_compare_options){.simulation = {.draws = 50}});
  for (int q = 0; q < questions(s.comparison); q++) {
    const pk_paired *p = &s.comparison->beside[1].paired[q];
    assert_true(p->value == 0 && p->low == 0 && p->high == 0);
    assert_true(p->expected_low == 0 && p->expected_high == 0);
    assert_true(isnan(p->better)); /* neither better nor worse */
  }
  assert_true(s.comparison->information == 0);
  assert_near(s.comparison->best[0], 0.5, 1e-12);
  assert_int_equal(s.comparison->beside[1].prices[0].form, PK_PRICE_UNDECIDED);
  end(&s);
}

static void swapped_cases_mirror_the_differences(void **state) {
  (void)state;
  scene s = {.count = 0}, t = {.count = 0};
  add_of(&s, TRIAL, "12", "\"places\":2", "0.4", "20");
  add_of(&s, TRIAL, "12", "\"places\":4", "0.6", "20");
  add_of(&t, TRIAL, "12", "\"places\":4", "0.6", "20");
  add_of(&t, TRIAL, "12", "\"places\":2", "0.4", "20");
  compare(&s, (polku_compare_options){.simulation = {.draws = 20, .runs = 40}});
  compare(&t, (polku_compare_options){.simulation = {.draws = 20, .runs = 40}});
  assert_true(s.comparison->played);
  for (int q = 0; q < questions(s.comparison); q++) {
    const pk_paired *p = &s.comparison->beside[1].paired[q],
                    *r = &t.comparison->beside[1].paired[q];
    assert_near(p->value, -r->value, 1e-12);
    assert_near(p->low, -r->high, 1e-12);
    assert_near(p->expected_low, -r->expected_high, 1e-12);
    assert_near(p->better, 1 - r->better, 1e-12);
    assert_near(p->error, r->error, 1e-12);
    assert_near(p->noise, r->noise, 1e-12);
  }
  end(&s);
  end(&t);
}

static void any_number_of_threads_gives_the_same_bytes(void **state) {
  (void)state;
  static const int threads[] = {1, 2, 7};
  char *first = NULL;
  for (int i = 0; i < 3; i++) {
    scene s = {.count = 0};
    add_of(&s, TRIAL, "12", "", UNSURE, "20");
    add_of(&s, TRIAL, "12", "\"places\":4", UNSURE, "20");
    compare(&s, (polku_compare_options){
                    .simulation = {.draws = 20, .runs = 40, .threads = threads[i]}});
    char *json = polku_comparison_json(s.comparison);
    if (first)
      assert_string_equal(first, json);
    else
      first = strdup(json);
    free(json);
    end(&s);
  }
  free(first);
}

/* -------------------------------------------------------------------------------------- by hand */

/* The chance is Beta(5.5, 95.5) in one model and 0.05 in the other. With x of the first, the other
 * finds work for 0.05 − x more; E max(x, c) = c I_c(a, b) + a ÷ (a + b) · (1 − I_c(a + 1, b)). */
static void
a_known_uncertain_share_has_the_interval_and_the_value_of_knowing_of_its_law(void **state) {
  (void)state;
  const double a = 5.5, b = 95.5, c = 0.05, n = 4000;
  scene s = {.count = 0};
  add_of(&s, MONTH, "1", "0", UNSURE, "100");
  add_of(&s, MONTH, "1", "0", "0.05", "100");
  compare(&s, (polku_compare_options){.simulation = {.draws = (int)n}});
  const pk_paired *p = found_work(&s);
  double below = pk_beta_i(a, b, c), mean = a / (a + b);
  assert_near(p->before, 0.05, 1e-12);
  assert_near(p->value, 0, 1e-12);
  assert_near(p->better, below, 4.5 * sqrt(below * (1 - below) / n));
  assert_near(pk_beta_i(a, b, c - p->expected_low), 0.95, 4.5 * sqrt(0.05 * 0.95 / n));
  assert_near(pk_beta_i(a, b, c - p->expected_high), 0.05, 4.5 * sqrt(0.05 * 0.95 / n));
  double knowing = c * below + mean * (1 - pk_beta_i(a + 1, b, c));
  double best = mean > c ? mean : c;
  double spread = 100 * sqrt(a * b / ((a + b) * (a + b) * (a + b + 1)));
  assert_near(s.comparison->information, 100 * (knowing - best), 4.5 * spread / sqrt(n));
  assert_true(s.comparison->information > 0);
  assert_near(s.comparison->best[1], below, 4.5 * sqrt(below * (1 - below) / n));
  assert_true(p->noise == 0 && p->error == 0);
  end(&s);
}

/* Of 100 people 10 find work in one case, 20 in the other, where seeking costs 30 to begin with.
 * All seek in the one month, for 100 each: the other costs 3,000 more, 300 for each of ten. */
static void a_price_is_extra_cost_for_each_extra_person(void **state) {
  (void)state;
  scene s = {.count = 0};
  add_of(&s, MONTH, "1", "0", "0.1", "100");
  add_of(&s, MONTH, "1", "30", "0.2", "100");
  compare(&s, (polku_compare_options){.worth = 500, .simulation = {.draws = 20}});
  const pk_price *price = &s.comparison->beside[1].prices[0];
  assert_int_equal(s.comparison->beside[1].price_count, 1);
  assert_int_equal(price->form, PK_PRICE_EACH);
  assert_near(price->people, 10, 1e-9);
  assert_near(price->cost, 3000, 1e-6);
  assert_near(price->each, 300, 1e-6);
  assert_near(price->low, 300, 1e-6);
  assert_near(price->high, 300, 1e-6);
  assert_true(price->chance_worth == 1);
  assert_near(s.comparison->best[1], 1, 1e-9);
  end(&s);
}

static void more_for_less_dominates_and_less_for_more_is_dominated(void **state) {
  (void)state;
  for (int turned = 0; turned < 2; turned++) {
    scene s = {.count = 0};
    add_of(&s, MONTH, "1", turned ? "0" : "30", turned ? "0.2" : "0.1", "100");
    add_of(&s, MONTH, "1", turned ? "30" : "0", turned ? "0.1" : "0.2", "100");
    compare(&s, (polku_compare_options){.simulation = {.draws = 20}});
    assert_int_equal(s.comparison->beside[1].prices[0].form, turned ? PK_DOMINATED : PK_DOMINATES);
    end(&s);
  }
}

/* In some draws more people find work, in others fewer: their ratios to cost mean nothing. */
static void a_price_that_may_have_either_sign_is_not_told(void **state) {
  (void)state;
  scene s = {.count = 0};
  add_of(&s, MONTH, "1", "0", UNSURE, "100");
  add_of(&s, MONTH, "1", "30", "0.051", "100");
  compare(&s, (polku_compare_options){.simulation = {.draws = 200}});
  const pk_price *price = &s.comparison->beside[1].prices[0];
  assert_int_equal(price->form, PK_PRICE_UNDECIDED);
  assert_true(isnan(price->each) && isnan(price->low) && isnan(price->high));
  end(&s);
}

/* ------------------------------------------------------------------------------- what is played */

static void more_places_never_bring_fewer_to_work(void **state) {
  (void)state;
  static const char *const places[] = {"\"places\":1", "\"places\":3", "\"places\":8"};
  scene s = {.count = 0};
  for (int i = 0; i < 3; i++)
    add_of(&s, TRIAL, "18", places[i], "0.5", "20");
  compare(&s, (polku_compare_options){.simulation = {.draws = 50}});
  const pk_paired *three = found_work(&s),
                  *eight = pk_paired_at(s.comparison, 2, 0, PK_OPEN_EMPLOYMENT_RATIO);
  assert_true(three->value > 0 && three->expected_low > 0 && three->better > 0.99);
  assert_true(eight->value >= three->value);
  end(&s);
}

/* A model that could be solved is played beside one that must be: their engines do not differ. */
static void where_one_is_played_all_are(void **state) {
  (void)state;
  scene s = {.count = 0};
  add_of(&s, TRIAL, "12", "", "0.5", "20");
  add_of(&s, TRIAL, "12", "\"places\":20", "0.5", "20"); /* room for all: the same histories */
  compare(&s, (polku_compare_options){.simulation = {.draws = 20, .runs = 50}});
  assert_true(s.comparison->played);
  assert_string_equal(s.comparison->results[0]->engine, "individual");
  assert_true(found_work(&s)->value == 0);
  assert_true(found_work(&s)->error == 0);
  end(&s);
}

/* Nothing is uncertain: what is left is the error of the runs, so the interval is about ± 1.645 of
 * it, and narrows by the root of how many more there are. */
static void without_uncertain_numbers_the_interval_is_that_of_the_runs(void **state) {
  (void)state;
  scene s = {.count = 0};
  add_of(&s, TRIAL, "12", "\"places\":2", "0.5", "20");
  add_of(&s, TRIAL, "12", "\"places\":3", "0.5", "20");
  compare(&s, (polku_compare_options){.simulation = {.draws = 200}});
  const pk_paired *p = found_work(&s);
  double error = p->error * sqrt(500.0 / (200 * 8)); /* 8 runs a draw, 500 of the value */
  assert_false(s.comparison->drawn);
  assert_true(p->noise > 0.7);
  assert_true(p->expected_high - p->expected_low < 4 * 2 * 1.645 * error);
  assert_true(p->expected_high - p->expected_low > 0);
  assert_true(p->high - p->low > 3 * (p->expected_high - p->expected_low));
  assert_true(p->luck_share > 0.7);
  end(&s);
}

/* ----------------------------------------------------------------------------- what is compared */

static void differences_are_those_of_simulations(void **state) {
  (void)state;
  scene s = {.count = 0};
  add_of(&s, MONTH, "12", "0", UNSURE, "64");
  add_of(&s, MONTH, "12", "25", "0.08", "64");
  polku_options options = {.draws = 20};
  compare(&s, (polku_compare_options){.simulation = options});
  polku_interval of[2];
  for (int i = 0; i < 2; i++) {
    polku_result *r = polku_simulate(s.cases[i].model, s.cases[i].rules, &options, s.report);
    assert_true(polku_result_outcome(r, "open_employment_ratio", NULL, &of[i]));
    polku_result_free(r);
  }
  assert_near(found_work(&s)->value, of[1].value - of[0].value, 1e-15);
  assert_near(found_work(&s)->before, of[0].value, 1e-15);
  end(&s);
}

static void outcomes_are_of_the_time_that_both_cover(void **state) {
  (void)state;
  scene s = {.count = 0};
  add_of(&s, MONTH, "12", "0", "0.05", "64");
  add_of(&s, MONTH, "24", "0", "0.05", "64");
  compare(&s, (polku_compare_options){.simulation = {.draws = 20}});
  assert_true(s.comparison->shortened);
  assert_near(found_work(&s)->after, 1 - pow(0.95, 12), 1e-12);
  assert_true(found_work(&s)->value == 0);
  end(&s);
}

static void
sums_of_models_with_other_numbers_of_clients_are_not_set_against_each_other(void **state) {
  (void)state;
  scene s = {.count = 0};
  add_of(&s, MONTH, "12", "0", "0.05", "64");
  add_of(&s, MONTH, "12", "0", "0.05", "32");
  compare(&s, (polku_compare_options){.simulation = {.draws = 20}});
  const pk_paired *money = pk_paired_at(s.comparison, 1, 0, PK_OUTCOMES);
  assert_false(s.comparison->beside[1].same_people);
  assert_true(isfinite(money->before) && isfinite(money->after) && isnan(money->value));
  assert_int_equal(s.comparison->beside[1].price_count, 0);
  assert_near(found_work(&s)->value, 0, 1e-12);
  end(&s);
}

static void models_with_nothing_in_common_stand_side_by_side(void **state) {
  (void)state;
  scene s = {.count = 0};
  add_of(&s, MONTH, "12", "0", "0.05", "64");
  add(&s, "{\"format\":\"polku/1\",\"horizon\":12,\"stages\":{\"studies\":{\"duration\":{\"fixed\":"
          "6}},\"job\":{\"employed\":true,\"open\":true,\"final\":true},\"ill\":{\"final\":true}},"
          "\"transitions\":{\"x\":{\"from\":\"studies\",\"to\":\"job\",\"share\":0.3},\"y\":{"
          "\"from\":\"studies\",\"to\":\"ill\",\"share\":0.7}},\"groups\":{\"pupils\":{\"size\":10,"
          "\"start\":\"studies\"}}}");
  compare(&s, (polku_compare_options){.simulation = {.draws = 20}});
  assert_true(s.comparison->beside[1].changes->nothing_shared);
  assert_near(found_work(&s)->after, 0.3, 1e-12);
  assert_true(isnan(found_work(&s)->value) && isnan(found_work(&s)->better));
  assert_true(isnan(s.comparison->best[0]) && isnan(s.comparison->information));
  char *text = polku_comparison_text(s.comparison, POLKU_EN, 80, false);
  assert_non_null(strstr(text, "nothing in common"));
  free(text);
  end(&s);
}

static void a_comparison_borrows_nothing(void **state) {
  (void)state;
  scene s = {.count = 0};
  add_of(&s, MONTH, "12", "0", UNSURE, "64");
  add_of(&s, MONTH, "12", "25", "0.08", "64");
  compare(&s, (polku_compare_options){.simulation = {.draws = 20}});
  polku_comparison *kept = s.comparison;
  char *before = polku_comparison_text(kept, POLKU_FI, 80, false);
  s.comparison = NULL;
  end(&s);
  char *after = polku_comparison_text(kept, POLKU_FI, 80, false);
  assert_string_equal(before, after);
  free(before);
  free(after);
  polku_comparison_free(kept);
}

/* ------------------------------------------------------------------------------ what is refused */

static bool refused(scene *s, polku_compare_options options, const char *code) {
  polku_problem problem;
  s->comparison = polku_compare(s->cases, s->count, &options, s->report);
  return !s->comparison && polku_report_at(s->report, 0, POLKU_EN, &problem) &&
         strcmp(problem.code, code) == 0;
}

static void what_cannot_be_compared_is_said(void **state) {
  (void)state;
  const struct {
    polku_compare_options options;
    const char *code;
  } wrong[] = {{{.outcome = "employmint_ratio"}, "E-OUTCOME-UNKNOWN"},
               {{.account = "state"}, "E-ACCOUNT-NOT-SHARED"},
               {{.simulation = {.withdraw = "nobody"}}, "E-WITHDRAW-UNKNOWN"}};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    scene s = {.count = 0};
    add_of(&s, MONTH, "12", "0", UNSURE, "64");
    add_of(&s, MONTH, "12", "25", "0.08", "64");
    assert_true(refused(&s, wrong[i].options, wrong[i].code));
    end(&s);
  }
  scene alone = {.count = 0};
  add_of(&alone, MONTH, "12", "0", UNSURE, "64");
  assert_true(refused(&alone, (polku_compare_options){.worth = 0}, "E-COMPARE-ONE"));
  end(&alone);
  scene worth = {.count = 0};
  add_of(&worth, TRIAL, "12", "", "0.4", "20");
  add_of(&worth, TRIAL, "12", "", "0.5", "20");
  assert_true(refused(&worth, (polku_compare_options){.worth = 100}, "E-WORTH-ACCOUNT"));
  end(&worth);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_model_does_not_differ_from_itself),
      cmocka_unit_test(swapped_cases_mirror_the_differences),
      cmocka_unit_test(any_number_of_threads_gives_the_same_bytes),
      cmocka_unit_test(
          a_known_uncertain_share_has_the_interval_and_the_value_of_knowing_of_its_law),
      cmocka_unit_test(a_price_is_extra_cost_for_each_extra_person),
      cmocka_unit_test(more_for_less_dominates_and_less_for_more_is_dominated),
      cmocka_unit_test(a_price_that_may_have_either_sign_is_not_told),
      cmocka_unit_test(more_places_never_bring_fewer_to_work),
      cmocka_unit_test(where_one_is_played_all_are),
      cmocka_unit_test(without_uncertain_numbers_the_interval_is_that_of_the_runs),
      cmocka_unit_test(differences_are_those_of_simulations),
      cmocka_unit_test(outcomes_are_of_the_time_that_both_cover),
      cmocka_unit_test(sums_of_models_with_other_numbers_of_clients_are_not_set_against_each_other),
      cmocka_unit_test(models_with_nothing_in_common_stand_side_by_side),
      cmocka_unit_test(a_comparison_borrows_nothing),
      cmocka_unit_test(what_cannot_be_compared_is_said),
  };
  return RUN(tests);
}
