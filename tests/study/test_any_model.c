/* Laws that hold for every model, over models by lot: people are conserved, the names and order of
 * stages change nothing, a group told as two groups changes nothing, intervals hold their values.
 * 1,000 models in an ordinary run; POLKU_LONG=1 takes 20,000. */
#include "support/check.h"

#include "study/result.h"
#include "support/random_model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NEAR 1e-9

static int models(void) {
  return long_or(20000, 1000);
}

typedef struct solved {
  polku_report *report;
  polku_model *model;
  polku_rules *rules;
  polku_result *result;
} solved;

static solved solve(const char *text) {
  solved s = {polku_report_new(), NULL, NULL, NULL};
  s.model = polku_model_read("random", text, strlen(text), s.report);
  s.rules = polku_rules_load(s.model, NULL, s.report);
  s.result =
      polku_simulate(s.model, s.rules, &(polku_options){.engine = "exact", .draws = -1}, s.report);
  if (!s.result) {
    char *problems = polku_report_text(s.report, POLKU_EN, false);
    fail_msg("%s\n%s", problems, text);
  }
  return s;
}

static void solved_free(solved *s) {
  polku_result_free(s->result);
  polku_rules_free(s->rules);
  polku_model_free(s->model);
  polku_report_free(s->report);
}

static void assert_near(double a, double b, double size, uint64_t seed, const char *what) {
  if (!(isnan(a) && isnan(b)) && !(fabs(a - b) <= NEAR * (1 + fabs(size))))
    fail_msg("model %llu: %s is %.17g and %.17g", (unsigned long long)seed, what, a, b);
}

static double entered_by(const pk_model *m, int t) {
  double people = 0;
  for (int g = 0; g < m->group_count; g++) {
    const pk_group *group = &m->groups[g];
    people += group->size.value;
    for (int i = 0; i < group->initial_count; i++)
      people += group->initial[i].count.value;
    for (int u = 1; u <= t && group->arrival_count > 0; u++) {
      if (group->arrivals_steady)
        people += group->arrivals[0].value;
      else if (u <= group->arrival_count)
        people += group->arrivals[u - 1].value;
    }
  }
  return people;
}

static void people_are_conserved(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= (uint64_t)models(); seed++) {
    char *text = random_model(seed, NULL);
    assert_non_null(text);
    solved s = solve(text);
    const polku_result *r = s.result;
    for (int t = 0; t <= r->horizon; t++) {
      double there = r->error_bound, people = entered_by(s.model, t);
      for (int i = 0; i < r->stage_count; i++)
        there += r->all.occupancy[t * r->stage_count + i];
      assert_near(there, people, people, seed, "the number of people");
    }
    solved_free(&s);
    free(text);
  }
}

static void assert_same_outcomes(const pk_answer *a, const pk_answer *b, uint64_t seed) {
  for (int o = 0; o < PK_OUTCOMES; o++) {
    assert_near(a->outcomes[o].interval.value, b->outcomes[o].interval.value, 100, seed,
                pk_outcome_name((pk_outcome)o));
    assert_near(a->outcomes[o].interval.low, b->outcomes[o].interval.low, 100, seed, "low");
    assert_near(a->outcomes[o].interval.high, b->outcomes[o].interval.high, 100, seed, "high");
  }
  assert_near(a->median, b->median, 1, seed, "median");
  assert_near(a->reach, b->reach, 1, seed, "reach");
  assert_near(a->third_share, b->third_share, 1, seed, "the third sector's share");
  for (int o = 0; o < PK_FALLING; o++)
    assert_near(a->reliance_together[o], b->reliance_together[o], 100, seed, "reliance");
}

static void names_and_order_of_stages_change_nothing(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= (uint64_t)models(); seed++) {
    random_relabelling map;
    char *text = random_model(seed, NULL), *other = relabel(text, seed + 77, &map);
    assert_non_null(other);
    solved a = solve(text), b = solve(other);
    int n = a.result->stage_count;
    for (int t = 0; t <= a.result->horizon; t++)
      for (int s = 0; s < n; s++)
        assert_near(a.result->all.occupancy[t * n + s],
                    b.result->all.occupancy[t * n + map.stage[s]], a.result->all.people, seed,
                    "an occupancy");
    assert_same_outcomes(&a.result->all, &b.result->all, seed);
    solved_free(&a);
    solved_free(&b);
    random_relabelling_free(&map);
    free(text);
    free(other);
  }
}

static void a_group_told_as_two_changes_nothing(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= (uint64_t)models(); seed++) {
    char *text = random_model(seed, &(random_model_options){.without = RANDOM_INITIAL});
    char *other = split_group(text, NULL, seed + 5);
    assert_non_null(other);
    solved a = solve(text), b = solve(other);
    for (int i = 0; i < (a.result->horizon + 1) * a.result->stage_count; i++)
      assert_near(a.result->all.occupancy[i], b.result->all.occupancy[i], a.result->all.people,
                  seed, "an occupancy");
    for (int o = 0; o < PK_OUTCOMES; o++)
      assert_near(a.result->all.outcomes[o].interval.value,
                  b.result->all.outcomes[o].interval.value, 100, seed, "an outcome");
    solved_free(&a);
    solved_free(&b);
    free(text);
    free(other);
  }
}

static void values_lie_in_their_intervals_and_ratios_in_0_to_1(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= (uint64_t)models() / 4; seed++) {
    char *text = random_model(seed, NULL);
    solved s = solve(text);
    for (int o = 0; o < PK_OUTCOMES; o++) {
      polku_interval i = s.result->all.outcomes[o].interval;
      if (isnan(i.value))
        continue;
      bool ratio = o != PK_MONTHS_EMPLOYED && o != PK_RESTRICTED_MEAN;
      double people = s.result->all.people > 0.1 ? s.result->all.people : 0.1;
      assert_true(i.low <= i.high);
      /* a count's mean may stand up to one person outside of its central interval */
      assert_true(i.low <= i.value + 1 / people && i.high >= i.value - 1 / people);
      assert_true(i.value >= -1e-12 && (!ratio || i.value <= 1 + 1e-12));
      if (!(i.low >= 0 && (!ratio || i.high <= 1)))
        fail_msg("model %llu: outcome %d is %.17g, %.17g … %.17g", (unsigned long long)seed, o,
                 i.value, i.low, i.high);
    }
    solved_free(&s);
    free(text);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(people_are_conserved),
      cmocka_unit_test(names_and_order_of_stages_change_nothing),
      cmocka_unit_test(a_group_told_as_two_changes_nothing),
      cmocka_unit_test(values_lie_in_their_intervals_and_ratios_in_0_to_1),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
