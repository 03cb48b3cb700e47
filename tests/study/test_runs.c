/* Random engines through the public door: one meaning with the exact answer, the same bytes for any
 * number of threads, luck shared between scenarios, and runs that can be watched and stopped. */
#include "polku.h"
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LADDER                                                                                     \
  "{\"format\":\"polku/1\",\"horizon\":24,\"stages\":{\"seek\":{\"duration\":{\"geometric\":{"     \
  "\"mean\":4}}},\"trial\":{\"duration\":{\"uniform\":{\"min\":2,\"max\":6}},%s},\"work\":{"       \
  "\"employed\":true,\"open\":true},\"out\":{\"final\":true}},\"actors\":{\"club\":{\"sector\":"   \
  "\"third\"}},\"transitions\":{\"seek-trial\":{\"from\":\"seek\",\"to\":\"trial\",\"share\":"     \
  "0.5},\"seek-work\":{\"from\":\"seek\",\"to\":\"work\",\"share\":%s},\"seek-out\":{\"from\":"    \
  "\"seek\",\"to\":\"out\",\"share\":\"rest\"},\"trial-work\":{\"from\":\"trial\",\"to\":"         \
  "\"work\",\"share\":0.4},\"trial-seek\":{\"from\":\"trial\",\"to\":\"seek\",\"share\":"          \
  "\"rest\"},\"work-seek\":{\"from\":\"work\",\"to\":\"seek\",\"per_step\":0.05}},\"groups\":{"    \
  "\"all\":{\"size\":200,\"start\":\"seek\"}}}"
#define FREE "\"actors\":{\"club\":{\"employer\":{}}}"
#define PLACES(n) "\"actors\":{\"club\":{\"employer\":{\"places\":" n "}}}"
#define SHARE "0.2"
#define UNSURE "{\"value\":0.2,\"evidence\":{\"events\":8,\"of\":40}}"

static polku_result *simulate(const char *actors, const char *share, const polku_options *options) {
  char text[4000];
  snprintf(text, sizeof text, LADDER, actors, share);
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_read("test", text, strlen(text), report);
  polku_rules *rules = polku_rules_load(model, NULL, report);
  polku_result *result = polku_simulate(model, rules, options, report);
  char *problems = polku_report_text(report, POLKU_EN, false);
  if (problems && *problems)
    print_message("%s\n", problems);
  free(problems);
  polku_rules_free(rules);
  polku_model_free(model);
  polku_report_free(report);
  return result;
}

static polku_interval outcome(const polku_result *result, const char *name) {
  polku_interval interval = {0};
  assert_non_null(result);
  assert_true(polku_result_outcome(result, name, NULL, &interval));
  return interval;
}

static const char *const outcomes[] = {
    "employment_ratio", "open_employment_ratio", "employed_at_end",
    "months_employed",  "lasting_employment",    "months_to_employment.restricted_mean"};

/* Means over 400 runs of 200 clients, against the exact answer: within 4.5 standard errors, which
 * the interval of luck tells (its half width is 1.645 standard deviations). */
static void random_engines_mean_what_the_exact_one_says(void **state) {
  (void)state;
  polku_result *exact = simulate(FREE, SHARE, &(polku_options){.engine = "exact", .draws = -1});
  static const char *const engines[] = {"cohort", "individual"};
  for (int e = 0; e < 2; e++) {
    polku_options options = {.engine = engines[e], .runs = 400, .draws = -1};
    polku_result *random = simulate(FREE, SHARE, &options);
    for (size_t o = 0; o < 6; o++) {
      polku_interval want = outcome(exact, outcomes[o]), got = outcome(random, outcomes[o]);
      double sd = (want.high - want.low) / 3.29;
      if (fabs(got.value - want.value) > 4.5 * sd / 20)
        fail_msg("%s of %s: %g is not %g", outcomes[o], engines[e], got.value, want.value);
      double ratio = (got.high - got.low) / (want.high - want.low);
      if (!(ratio > 0.75 && ratio < 1.25))
        fail_msg("the interval of %s of %s is %g times as wide", outcomes[o], engines[e], ratio);
    }
    polku_result_free(random);
  }
  polku_result_free(exact);
}

static void places_are_played_unless_the_exact_engine_is_named(void **state) {
  (void)state;
  polku_result *played = simulate(PLACES("4"), SHARE, &(polku_options){.draws = -1, .runs = 50});
  polku_result *exact =
      simulate(PLACES("4"), SHARE, &(polku_options){.draws = -1, .engine = "exact"});
  char *json = polku_result_json(played);
  assert_non_null(strstr(json, "\"engine\": \"individual\""));
  assert_non_null(strstr(json, "\"runs\": 50"));
  for (int t = 0; t <= 24; t++)
    assert_true(polku_result_occupancy(played, "trial", t) <= 4);
  assert_true(polku_result_occupancy(exact, "trial", 6) > 10);
  assert_true(outcome(played, "employment_ratio").value < outcome(exact, "employment_ratio").value);
  free(json);
  polku_result_free(played);
  polku_result_free(exact);
}

static void results_do_not_depend_on_threads(void **state) {
  (void)state;
  static const char *const engines[] = {"exact", "cohort", "individual"};
  static const int threads[] = {2, 7};
  for (int e = 0; e < 4; e++) {
    polku_options options = {.engine = e < 3 ? engines[e] : "auto", .runs = 30, .draws = 9};
    const char *actors = e < 3 ? FREE : PLACES("4");
    options.threads = 1;
    polku_result *one = simulate(actors, UNSURE, &options);
    char *want = polku_result_json(one);
    for (int i = 0; i < 2; i++) {
      options.threads = threads[i];
      polku_result *many = simulate(actors, UNSURE, &options);
      char *got = polku_result_json(many);
      assert_string_equal(got, want);
      free(got);
      polku_result_free(many);
    }
    free(want);
    polku_result_free(one);
  }
}

/* --- who watches */

typedef struct heard {
  int runs, draws, stays, last, stop_after;
  double least, most; /* of progress */
  long long clients;  /* at the end of all runs */
} heard;

static bool hear_run(void *context, const polku_run *run) {
  heard *h = context;
  assert_int_equal(run->run, run->draw < 0 ? h->runs : h->draws);
  if (run->draw >= 0)
    assert_int_equal(run->draw, h->draws / 2);
  *(run->draw < 0 ? &h->runs : &h->draws) += 1;
  long long sum = 0;
  size_t last = (size_t)run->horizon * (size_t)run->stage_count;
  for (int s = 0; s < run->stage_count; s++)
    sum += run->groups[0].occupancy[last + (size_t)s] +
           (run->groups[0].waiting ? run->groups[0].waiting[last + (size_t)s] : 0);
  assert_int_equal(sum, 200);
  assert_int_equal(run->groups[0].people, 200);
  h->clients += sum;
  return true;
}

static bool hear_progress(void *context, double done) {
  heard *h = context;
  assert_true(done >= h->most && done <= 1);
  h->most = done;
  return h->stop_after == 0 || h->runs < h->stop_after;
}

static bool hear_stays(void *context, const polku_stay *stays, size_t count) {
  heard *h = context;
  for (size_t i = 0; i < count; i++) {
    assert_int_equal(stays[i].run, h->runs);
    assert_true(stays[i].start < stays[i].end || stays[i].censored);
    assert_true(stays[i].end <= 24);
    h->stays++;
  }
  return true;
}

static void every_run_is_heard_in_its_order(void **state) {
  (void)state;
  heard h = {0};
  polku_watch watch = {&h, hear_progress, hear_run, hear_stays};
  polku_options options = {.runs = 12, .draws = 5, .threads = 2, .watch = &watch};
  polku_result *result = simulate(PLACES("4"), UNSURE, &options);
  assert_non_null(result);
  assert_int_equal(h.runs, 12);
  assert_int_equal(h.draws, 10);
  assert_true(h.stays > 12 * 200);
  assert_true(h.most > 0.5);
  polku_result_free(result);
}

static void who_stops_keeps_complete_runs(void **state) {
  (void)state;
  heard h = {.stop_after = 3};
  polku_watch watch = {&h, hear_progress, hear_run, NULL};
  polku_options options = {.runs = 100000, .draws = 5, .threads = 2, .watch = &watch};
  polku_result *result = simulate(PLACES("4"), UNSURE, &options);
  assert_non_null(result);
  assert_true(h.runs >= 3 && h.runs < 100000);
  char *json = polku_result_json(result), want[64];
  snprintf(want, sizeof want, "\"runs\": %d", h.runs);
  assert_non_null(strstr(json, want));
  free(json);
  polku_result_free(result);
}

static void a_watcher_that_fails_ends_it(void **state) {
  (void)state;
  heard h = {.stop_after = -1};
  polku_watch watch = {&h, hear_progress, hear_run, NULL};
  polku_options options = {.runs = 10, .watch = &watch};
  polku_report *report = polku_report_new();
  char text[4000];
  snprintf(text, sizeof text, LADDER, PLACES("4"), SHARE);
  polku_model *model = polku_model_read("test", text, strlen(text), report);
  polku_rules *rules = polku_rules_load(model, NULL, report);
  assert_null(polku_simulate(model, rules, &options, report));
  assert_int_equal(polku_report_count(report, POLKU_ERROR), 1);
  polku_rules_free(rules);
  polku_model_free(model);
  polku_report_free(report);
}

/* --- shared luck */

static double difference(const char *share, uint64_t seed, uint64_t other_seed,
                         const char *engine) {
  polku_options options = {.engine = engine, .runs = 1, .draws = -1, .seed = seed};
  polku_result *a = simulate(FREE, "0.2", &options);
  options.seed = other_seed;
  polku_result *b = simulate(FREE, share, &options);
  double result = outcome(b, "employment_ratio").value - outcome(a, "employment_ratio").value;
  polku_result_free(a);
  polku_result_free(b);
  return result;
}

/* A small change of one number, 200 clients, 60 pairs of runs. */
static void shared_luck_makes_differences_ten_times_less_spread(void **state) {
  (void)state;
  double sum[2] = {0}, squares[2] = {0};
  enum { PAIRS = 60 };
  for (int i = 0; i < PAIRS; i++)
    for (int apart = 0; apart < 2; apart++) {
      uint64_t seed = (uint64_t)i + 1;
      double d = difference("0.21", seed, apart ? seed + 1000 : seed, "individual");
      sum[apart] += d;
      squares[apart] += d * d;
    }
  double shared = squares[0] / PAIRS - pow(sum[0] / PAIRS, 2);
  double independent = squares[1] / PAIRS - pow(sum[1] / PAIRS, 2);
  if (!(independent > 10 * shared))
    fail_msg("the variance of a difference is %g, with independent runs %g", shared, independent);
}

/* What is not known spreads outcomes beyond luck; without draws all of it is luck. */
static void luck_is_told_from_not_knowing(void **state) {
  (void)state;
  polku_options options = {.engine = "individual", .runs = 100, .draws = 200};
  polku_result *random = simulate(FREE, UNSURE, &options);
  options.engine = "exact";
  polku_result *exact = simulate(FREE, UNSURE, &options);
  polku_interval got = outcome(random, "employment_ratio"),
                 want = outcome(exact, "employment_ratio");
  assert_true(want.luck_share > 0.05 && want.luck_share < 0.95);
  assert_true(fabs(got.luck_share - want.luck_share) < 0.15);
  assert_true(fabs(got.low - want.low) < 0.03 && fabs(got.high - want.high) < 0.03);
  polku_result_free(random);
  options = (polku_options){.engine = "individual", .runs = 100, .draws = -1};
  random = simulate(FREE, UNSURE, &options);
  assert_true(outcome(random, "employment_ratio").luck_share == 1);
  polku_result_free(random);
  polku_result_free(exact);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(random_engines_mean_what_the_exact_one_says),
      cmocka_unit_test(places_are_played_unless_the_exact_engine_is_named),
      cmocka_unit_test(results_do_not_depend_on_threads),
      cmocka_unit_test(every_run_is_heard_in_its_order),
      cmocka_unit_test(who_stops_keeps_complete_runs),
      cmocka_unit_test(a_watcher_that_fails_ends_it),
      cmocka_unit_test(shared_luck_makes_differences_ten_times_less_spread),
      cmocka_unit_test(luck_is_told_from_not_knowing),
  };
  return RUN(tests);
}
