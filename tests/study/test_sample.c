/* Samples: draw by draw what a model comes to, expected and with luck, so that two models can be
 * told apart by what differs and not by chance. */
#include "study/draws.h"
#include "study/sample.h"
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Somebody looks for work; each month `chance` find it, and stay. Others may stand at a stage with
 * places on the way. */
#define PLAIN                                                                                      \
  "{\"format\":\"polku/1\",\"horizon\":12,\"accounts\":{\"city\":{\"unit\":\"euro\"}},"            \
  "\"stages\":{\"seek\":{\"amounts\":{\"city\":{\"per_step\":100}}},\"work\":{\"employed\":true,"  \
  "\"open\":true,\"final\":true}},\"transitions\":{\"find\":{\"from\":\"seek\",\"to\":\"work\","   \
  "\"per_step\":%s}},\"groups\":{\"all\":{\"size\":%s,\"start\":\"seek\"}}}"
#define UNSURE "{\"value\":0.05,\"evidence\":{\"events\":5,\"of\":100}}"

#define PLACES                                                                                     \
  "{\"format\":\"polku/1\",\"horizon\":12,\"actors\":{\"club\":{\"sector\":\"third\"}},"           \
  "\"stages\":{\"seek\":{\"duration\":{\"geometric\":{\"mean\":3}}},\"trial\":{\"duration\":{"     \
  "\"fixed\":3},\"actors\":{\"club\":{\"employer\":{\"places\":%s}}}},\"work\":{\"employed\":"     \
  "true,\"open\":true,\"final\":true}},\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":"          \
  "\"trial\",\"share\":\"rest\"},\"b\":{\"from\":\"seek\",\"to\":\"work\",\"share\":%s},\"c\":{"   \
  "\"from\":\"trial\",\"to\":\"work\",\"share\":0.5},\"d\":{\"from\":\"trial\",\"to\":\"seek\","   \
  "\"share\":0.5}},\"groups\":{\"all\":{\"size\":20,\"start\":\"seek\"}}}"
#define UNSURE_SHARE "{\"value\":0.3,\"evidence\":{\"events\":9,\"of\":30}}"

typedef struct scene {
  polku_report *report;
  polku_model *model;
  polku_rules *rules;
  pk_arena *arena;
  pk_sample sample;
} scene;

static void end(scene *s) {
  pk_arena_free(s->arena);
  polku_rules_free(s->rules);
  polku_model_free(s->model);
  polku_report_free(s->report);
}

static scene start(const char *form, const char *first, const char *second) {
  char text[3000];
  snprintf(text, sizeof text, form, first, second);
  scene s = {.report = polku_report_new(), .arena = pk_arena_new()};
  s.model = polku_model_read("test", text, strlen(text), s.report);
  s.rules = polku_rules_load(s.model, NULL, s.report);
  assert_non_null(s.rules);
  return s;
}

static void take(scene *s, polku_options options) {
  pk_sample_options how = {.simulation = &options, .luck = true};
  assert_true(pk_sample_make(&s->sample, s->model, s->rules, &how, s->arena, s->report));
}

static scene sample(const char *form, const char *first, const char *second,
                    polku_options options) {
  scene s = start(form, first, second);
  take(&s, options);
  return s;
}

/* Of twelve months each finds nobody with 1 − p: 1 − (1 − p)^12; seeking costs 100 a month. */
static void each_draw_is_worked_out_with_its_own_numbers(void **state) {
  (void)state;
  scene s = sample(PLAIN, UNSURE, "64", (polku_options){.seed = 3, .draws = 50});
  pk_draws *draws = pk_draws_new(s.model, s.arena, s.report);
  assert_int_equal(s.sample.draw_count, 50);
  assert_true(s.sample.drawn && !s.sample.played);
  for (int i = 0; i < 50; i++) {
    pk_draws_take(draws, 3, i);
    double p = pk_draws_value(draws, &s.model->transitions[0].per_step[0]);
    double stays = pow(1 - p, 12), cost = 64 * 100 * (1 - stays) / p;
    assert_true(p != 0.05);
    assert_true(fabs(pk_sample_expected(&s.sample, i, 0, PK_EMPLOYMENT_RATIO) - (1 - stays)) <
                1e-12);
    assert_true(fabs(pk_sample_expected(&s.sample, i, 1, PK_OUTCOMES) - cost) < 1e-8);
    assert_true(fabs(pk_sample_expected(&s.sample, i, 0, PK_RESTRICTED_MEAN) - (1 - stays) / p) <
                1e-10);
  }
  double point = 1 - pow(0.95, 12);
  assert_true(fabs(s.sample.point[PK_OPEN_EMPLOYMENT_RATIO] - point) < 1e-12);
  end(&s);
}

/* Mean and spread of what came, around what was expected: binomial with n clients. */
static void assert_binomial(const char *size, double n) {
  scene s = sample(PLAIN, "0.05", size, (polku_options){.draws = 500});
  double p = 1 - pow(0.95, 12), mean = 0, square = 0;
  for (int i = 0; i < 500; i++)
    for (int k = 0; k < 2; k++) {
      double apart = pk_sample_lucky(&s.sample, i, k, 0, PK_EMPLOYMENT_RATIO) - p;
      mean += apart / 1000;
      square += apart * apart / 1000;
    }
  double variance = p * (1 - p) / n;
  assert_true(fabs(mean) < 4.5 * sqrt(variance / 1000));
  assert_true(fabs(square / variance - 1) < 4.5 * sqrt(2.0 / 1000));
  end(&s);
}

static void luck_is_that_of_a_group_of_this_size(void **state) {
  (void)state;
  assert_binomial("40", 40);
  assert_binomial("400000", 400000); /* not all of them are followed */
}

static void without_uncertain_numbers_only_luck_differs_from_draw_to_draw(void **state) {
  (void)state;
  scene s = sample(PLAIN, "0.05", "30", (polku_options){.draws = 20});
  bool lucky = false;
  assert_false(s.sample.drawn);
  for (int i = 1; i < 20; i++) {
    assert_true(pk_sample_expected(&s.sample, i, 0, 0) == s.sample.point[0]);
    lucky =
        lucky || pk_sample_lucky(&s.sample, i, 0, 0, 0) != pk_sample_lucky(&s.sample, 0, 0, 0, 0);
  }
  assert_true(lucky);
  end(&s);
}

static double variance_of_difference(const pk_sample *a, const pk_sample *b) {
  double sum = 0, square = 0, n = 0;
  for (int i = 0; i < a->draw_count; i++)
    for (int k = 0; k < 2; k++) {
      double d = pk_sample_lucky(b, i, k, 0, PK_EMPLOYMENT_RATIO) -
                 pk_sample_lucky(a, i, k, 0, PK_EMPLOYMENT_RATIO);
      sum += d;
      square += d * d;
      n++;
    }
  return square / n - sum / n * (sum / n);
}

/* A client who finds work with 5 % a month and one with 6 % differ little when their luck is the
 * same; with other seeds they differ as strangers do. */
static void two_models_share_the_luck_of_their_clients(void **state) {
  (void)state;
  scene a = sample(PLAIN, "0.05", "64", (polku_options){.draws = 200});
  scene b = sample(PLAIN, "0.06", "64", (polku_options){.draws = 200});
  scene stranger = sample(PLAIN, "0.06", "64", (polku_options){.draws = 200, .seed = 2});
  double shared = variance_of_difference(&a.sample, &b.sample);
  assert_true(shared < 0.4 * variance_of_difference(&a.sample, &stranger.sample));
  for (int i = 0; i < 200; i++) /* whoever finds work with 5 % finds it with 6 % */
    assert_true(pk_sample_lucky(&b.sample, i, 0, 0, 0) >= pk_sample_lucky(&a.sample, i, 0, 0, 0));
  end(&a);
  end(&b);
  end(&stranger);
}

static void two_models_share_the_draws_of_a_number_that_both_have(void **state) {
  (void)state;
  scene a = sample(PLAIN, UNSURE, "64", (polku_options){.draws = 30});
  scene b = sample(PLAIN, UNSURE, "10", (polku_options){.draws = 30});
  for (int i = 0; i < 30; i++)
    assert_true(fabs(pk_sample_expected(&a.sample, i, 0, 0) -
                     pk_sample_expected(&b.sample, i, 0, 0)) < 1e-12);
  end(&a);
  end(&b);
}

static void assert_same_bytes(const scene *a, const scene *b) {
  const pk_sample *x = &a->sample, *y = &b->sample;
  size_t row = (size_t)x->answer_count * (size_t)x->question_count,
         draws = (size_t)x->draw_count * row;
  assert_int_equal(x->draw_count, y->draw_count);
  assert_memory_equal(x->point, y->point, row * sizeof(double));
  assert_memory_equal(x->expected, y->expected, draws * sizeof(double));
  assert_memory_equal(x->lucky, y->lucky, 2 * draws * sizeof(double));
}

static void any_number_of_threads_gives_the_same_bytes(void **state) {
  (void)state;
  static const int threads[] = {2, 7};
  for (int i = 0; i < 2; i++) {
    scene alone = sample(PLAIN, UNSURE, "64", (polku_options){.draws = 200, .threads = 1});
    scene crew = sample(PLAIN, UNSURE, "64", (polku_options){.draws = 200, .threads = threads[i]});
    assert_same_bytes(&alone, &crew);
    end(&alone);
    end(&crew);
    alone = sample(PLACES, "2", UNSURE_SHARE, (polku_options){.draws = 20, .threads = 1});
    crew = sample(PLACES, "2", UNSURE_SHARE, (polku_options){.draws = 20, .threads = threads[i]});
    assert_true(alone.sample.played);
    assert_same_bytes(&alone, &crew);
    end(&alone);
    end(&crew);
  }
}

/* Exact and played: the point of a sample is the value of a result. */
static void the_point_is_what_a_simulation_says(void **state) {
  (void)state;
  static const char *const forms[2] = {PLAIN, PLACES};
  static const char *const first[2] = {UNSURE, "2"}, *const second[2] = {"64", UNSURE_SHARE};
  for (int i = 0; i < 2; i++) {
    polku_options options = {.draws = 20, .seed = 5, .runs = 60};
    scene s = sample(forms[i], first[i], second[i], options);
    polku_result *result = polku_simulate(s.model, s.rules, &options, s.report);
    polku_interval interval;
    for (int o = 0; o < PK_OUTCOMES; o++) {
      assert_true(polku_result_outcome(result, pk_outcome_name((pk_outcome)o), "all", &interval));
      double point = s.sample.point[s.sample.question_count + o];
      assert_true(fabs(point - interval.value) < 1e-12);
    }
    polku_result_free(result);
    end(&s);
  }
}

/* The mean of a draw's runs, of which two are shown, and the runs with the written numbers. */
static void what_is_played_carries_its_luck(void **state) {
  (void)state;
  scene s = sample(PLACES, "2", UNSURE_SHARE, (polku_options){.draws = 50, .runs = 100});
  size_t row = (size_t)s.sample.question_count * 2;
  double sum = 0, error = s.sample.point_error[0], squares = 0;
  assert_int_equal(s.sample.run_count, 100);
  assert_true(s.sample.of_a_draw >= 2);
  for (size_t i = 0; i < 100; i++)
    sum += s.sample.runs[i * row];
  assert_true(fabs(sum / 100 - s.sample.point[0]) < 1e-12); /* all begin at 0: means of means */
  for (size_t i = 0; i < 100; i++)
    squares += pow(s.sample.runs[i * row] - sum / 100, 2);
  assert_true(fabs(error - sqrt(squares / 99 / 100)) < 1e-12);
  end(&s);
}

/* Without the club nobody can be tried out: all who leave find work, in a third of all months. */
static void who_is_withdrawn_in_addition_is_not_there(void **state) {
  (void)state;
  scene s = sample(PLACES, "2", "0.3", (polku_options){.draws = 20});
  double with = s.sample.point[PK_EMPLOYMENT_RATIO];
  const bool withdrawn[] = {true};
  polku_options options = {.draws = 20};
  pk_sample_options how = {.simulation = &options, .luck = true, .withdrawn = withdrawn};
  assert_true(pk_sample_make(&s.sample, s.model, s.rules, &how, s.arena, s.report));
  double without = s.sample.point[PK_EMPLOYMENT_RATIO], law = 1 - pow(2 / 3.0, 12);
  assert_true(without > with);
  assert_true(fabs(without - law) < 4.5 * sqrt(law * (1 - law) / (20 * 500)));
  end(&s);
}

static bool at_once(void *context, double done) {
  (void)context;
  return done < 0.5;
}

static void a_sample_that_is_stopped_has_the_draws_that_are_complete(void **state) {
  (void)state;
  const polku_watch watch = {.progress = at_once};
  polku_options options = {.draws = 40, .threads = 1, .watch = &watch};
  scene s = sample(PLAIN, UNSURE, "64", options);
  assert_true(s.sample.stopped);
  assert_int_equal(s.sample.draw_count, 20);
  end(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_draw_is_worked_out_with_its_own_numbers),
      cmocka_unit_test(luck_is_that_of_a_group_of_this_size),
      cmocka_unit_test(without_uncertain_numbers_only_luck_differs_from_draw_to_draw),
      cmocka_unit_test(two_models_share_the_luck_of_their_clients),
      cmocka_unit_test(two_models_share_the_draws_of_a_number_that_both_have),
      cmocka_unit_test(any_number_of_threads_gives_the_same_bytes),
      cmocka_unit_test(the_point_is_what_a_simulation_says),
      cmocka_unit_test(what_is_played_carries_its_luck),
      cmocka_unit_test(who_is_withdrawn_in_addition_is_not_there),
      cmocka_unit_test(a_sample_that_is_stopped_has_the_draws_that_are_complete),
  };
  return RUN(tests);
}
