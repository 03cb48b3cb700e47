/* Draws made side by side: what the crew is like changes nothing; what is asked for is made. */
#include "support/check.h"

#include "polku.h"

#include <stdlib.h>
#include <string.h>

#define PSA POLKU_SOURCE_DIR "/tools/bench/models/psa.json"
#define PSA_PLUGINS POLKU_SOURCE_DIR "/tools/bench/plugins"
#define ROVANIEMI POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json"
#define PLUGINS POLKU_SOURCE_DIR "/plugins"

static char *answer(const char *path, const char *plugins, polku_options options) {
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_load(path, report);
  polku_rules *rules = polku_rules_load(model, plugins, report);
  polku_result *result = polku_simulate(model, rules, &options, report);
  assert_non_null(result);
  char *json = polku_result_json(result);
  assert_non_null(json);
  polku_result_free(result);
  polku_rules_free(rules);
  polku_model_free(model);
  polku_report_free(report);
  return json;
}

static void assert_same_for_any_crew(const char *path, const char *plugins, int draws) {
  char *alone =
      answer(path, plugins, (polku_options){.engine = "exact", .draws = draws, .threads = 1});
  static const int threads[] = {2, 7};
  for (int i = 0; i < 2; i++) {
    char *crew = answer(path, plugins,
                        (polku_options){.engine = "exact", .draws = draws, .threads = threads[i]});
    assert_string_equal(crew, alone);
    free(crew);
  }
  free(alone);
}

static void any_number_of_threads_gives_the_same_bytes(void **state) {
  (void)state;
  assert_same_for_any_crew(PSA, PSA_PLUGINS, 60);
  assert_same_for_any_crew(ROVANIEMI, PLUGINS, 40);
}

static void as_many_draws_are_made_as_are_asked_for(void **state) {
  (void)state;
  char *thousand = answer(PSA, PSA_PLUGINS, (polku_options){.engine = "exact", .draws = 1000});
  assert_non_null(strstr(thousand, "\"draws\": 1000,"));
  free(thousand);
  char *usual = answer(PSA, PSA_PLUGINS, (polku_options){.engine = "exact"});
  assert_non_null(strstr(usual, "\"draws\": 200,"));
  free(usual);
}

/* Asks to stop once a third of the draws have been begun. */
static bool until_a_third(void *context, double done) {
  double *latest = context;
  assert_true(done >= *latest && done <= 1);
  *latest = done;
  return done < 1 / 3.0;
}

static void draws_that_are_stopped_make_the_intervals(void **state) {
  (void)state;
  double done = 0;
  const polku_watch watch = {.context = &done, .progress = until_a_third};
  polku_options options = {.engine = "exact", .draws = 60, .threads = 1, .watch = &watch};
  char *stopped = answer(PSA, PSA_PLUGINS, options);
  char *asked = answer(PSA, PSA_PLUGINS, (polku_options){.engine = "exact", .draws = 20});
  assert_non_null(strstr(stopped, "\"draws\": 20,"));
  assert_non_null(strstr(stopped, "\"draws_wanted\": 60,"));
  const char *from = strstr(stopped, "\"outcomes\""), *same = strstr(asked, "\"outcomes\"");
  assert_memory_equal(from, same, 400);
  free(stopped);
  free(asked);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(any_number_of_threads_gives_the_same_bytes),
      cmocka_unit_test(as_many_draws_are_made_as_are_asked_for),
      cmocka_unit_test(draws_that_are_stopped_make_the_intervals),
  };
  return RUN(tests);
}
