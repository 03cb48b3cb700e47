/* What a queue makes of a result, in models so small that nothing in them is left to chance: three
 * clients come to one place, where each stays two months. */
#include "support/check.h"

#include "polku.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEEK, JOB, OUT };

/* `queue` goes into the stage "job", `end` into its host. */
typedef struct door {
  const char *queue, *end;
} door;

static char *told(door at, const polku_options *options, bool json) {
  char text[1024];
  snprintf(text, sizeof text,
           "{\"format\":\"polku/1\",\"horizon\":6,\"actors\":{\"club\":{\"sector\":\"third\"},"
           "\"town\":{\"sector\":\"public\"}},"
           "\"stages\":{\"seek\":{\"duration\":{\"fixed\":1}},"
           "\"job\":{\"duration\":{\"fixed\":2},\"employed\":true%s,"
           "\"actors\":{\"club\":{\"host\":{\"places\":1%s}}}},\"out\":{\"final\":true}},"
           "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"job\",\"share\":1},"
           "\"b\":{\"from\":\"job\",\"to\":\"out\",\"share\":1}},"
           "\"groups\":{\"all\":{\"size\":3,\"start\":\"seek\"}}}",
           at.queue, at.end);
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_read("test", text, strlen(text), report);
  polku_rules *rules = polku_rules_load(model, NULL, report);
  polku_result *result = polku_simulate(model, rules, options, report);
  if (!result) {
    char *problems = polku_report_text(report, POLKU_EN, false);
    print_error("%s", problems);
    free(problems);
  }
  assert_non_null(result);
  char *page = json ? polku_result_json(result) : polku_result_text(result, POLKU_EN, 80, false);
  assert_non_null(page);
  polku_result_free(result);
  polku_rules_free(rules);
  polku_model_free(model);
  polku_report_free(report);
  return page;
}

static json_t *simulated(door at) {
  char *text = told(at, &(polku_options){.runs = 3}, true);
  json_t *json = json_loads(text, 0, NULL);
  assert_non_null(json);
  free(text);
  return json;
}

static double number(const json_t *object, const char *key) {
  const json_t *value = json_object_get(object, key);
  if (!json_is_number(value))
    fail_msg("%s is no number", key);
  return json_number_value(value);
}

static const json_t *queue_of(const json_t *json) {
  return json_object_get(json_object_get(json, "queues"), "job");
}

static double cell(const json_t *json, const char *matrix, int t, int stage) {
  const json_t *row = json_array_get(json_object_get(json, matrix), (size_t)t);
  return json_number_value(json_array_get(row, (size_t)stage));
}

typedef struct expected {
  const char *key;
  double value;
} expected;

static void expect(const json_t *object, const expected *values) {
  for (; values->key; values++) {
    double got = number(object, values->key);
    if (!(got > values->value - 1e-9 && got < values->value + 1e-9))
      fail_msg("%s is %g, not %g", values->key, got, values->value);
  }
}

/* They enter at 1, 3 and 5; the place is empty in the first of six months alone. */
static void each_waits_until_the_one_before_leaves(void **state) {
  (void)state;
  static const double waiting[] = {0, 2, 2, 1, 1, 0, 0}, inside[] = {0, 1, 1, 1, 1, 1, 1};
  json_t *json = simulated((door){"", ""});
  assert_string_equal(json_string_value(json_object_get(json, "engine")), "individual");
  expect(queue_of(json), (expected[]){{"came", 3},
                                      {"let_in", 3},
                                      {"waited", 2}, /* (0 + 2 + 4) / 3 */
                                      {"gave_up", 0},
                                      {"turned_away", 0},
                                      {"longest", 2},
                                      {"at", 1},
                                      {"places", 1},
                                      {"used", 5.0 / 6},
                                      {"over_capacity", 0},
                                      {NULL, 0}});
  for (int t = 0; t <= 6; t++) {
    assert_true(cell(json, "waiting", t, JOB) == waiting[t]);
    assert_true(cell(json, "occupancy", t, JOB) == inside[t]);
  }
  const json_t *host = json_array_get(json_object_get(json, "hosts"), 0);
  expect(host, (expected[]){{"places", 1}, {"person_months", 5}, {"used", 5.0 / 6}, {NULL, 0}});
  json_decref(json);
}

/* The place is taken until 3; whose patience ends after a month leaves at 2. */
static void who_gives_up_is_counted(void **state) {
  (void)state;
  json_t *json =
      simulated((door){",\"queue\":{\"patience\":{\"fixed\":1},\"gives_up\":{\"out\":1}}", ""});
  expect(queue_of(json), (expected[]){{"came", 3},
                                      {"let_in", 1},
                                      {"waited", 0},
                                      {"gave_up", 2},
                                      {"longest", 2},
                                      {"at", 1},
                                      {NULL, 0}});
  assert_true(cell(json, "occupancy", 2, OUT) == 2);
  json_decref(json);
}

static void who_finds_the_queue_full_is_counted(void **state) {
  (void)state;
  json_t *json = simulated((door){",\"queue\":{\"max\":1,\"gives_up\":{\"out\":1}}", ""});
  expect(queue_of(json), (expected[]){{"came", 3},
                                      {"let_in", 2},
                                      {"waited", 1}, /* (0 + 2) / 2 */
                                      {"turned_away", 1},
                                      {"longest", 1},
                                      {NULL, 0}});
  json_decref(json);
  char *page = told((door){",\"queue\":{\"max\":0,\"gives_up\":{\"out\":1}}", ""}, NULL, false);
  assert_non_null(
      strstr(page, "job: 3.0 arrivals; 1.0 get a place; 2.0 find no room in the queue."));
  free(page);
}

/* Nobody enters from the third step on: one has been there for two of the three before. */
static void places_count_while_their_host_is_there(void **state) {
  (void)state;
  json_t *json = simulated((door){"", ",\"until\":3"});
  expect(queue_of(json), (expected[]){{"came", 3},
                                      {"let_in", 1},
                                      {"places", 0.5},
                                      {"used", 2.0 / 3},
                                      {"longest", 2},
                                      {NULL, 0}});
  const json_t *host = json_array_get(json_object_get(json, "hosts"), 0);
  expect(host, (expected[]){{"places", 1}, {"person_months", 2}, {NULL, 0}});
  assert_true(json_is_null(json_object_get(host, "used")));
  assert_true(cell(json, "waiting", 6, JOB) == 2);
  json_decref(json);
}

static void a_page_says_what_was_played(void **state) {
  (void)state;
  char *page = told((door){"", ""}, NULL, false);
  assert_non_null(strstr(page, "each client is simulated: 200 runs."));
  assert_non_null(
      strstr(page, "job: 3.0 arrivals; 3.0 get a place. The queue is longest at month 1."));
  assert_non_null(strstr(page, "Equally many people find work in all 200 runs"));
  free(page);
}

static void engines_without_places_say_so(void **state) {
  (void)state;
  static const char *const engines[] = {"exact", "cohort"};
  for (int i = 0; i < 2; i++) {
    char *page = told((door){"", ""}, &(polku_options){.engine = engines[i]}, false);
    assert_non_null(strstr(page, "The number of places is not taken into account here"));
    assert_non_null(strstr(page, "job: about 3.0 people, places: 1 (at month 1)"));
    assert_null(strstr(page, "Places and waiting"));
    free(page);
  }
}

/* Two months at 10 euros are reserved on entry: 20 of the year's 45 each, and a third finds 5. */
/* The places of hosts sum up to those of the stage: whoever is withdrawn has none. */
static void who_is_withdrawn_has_no_places(void **state) {
  (void)state;
  door both = {"", "}},\"town\":{\"host\":{\"places\":2"};
  char *text = told(both, &(polku_options){.runs = 3, .withdraw = "club"}, true);
  json_t *json = json_loads(text, 0, NULL);
  const json_t *hosts = json_object_get(json, "hosts");
  assert_int_equal(json_array_size(hosts), 2);
  assert_float_equal(number(queue_of(json), "places"), 2, 0);
  assert_float_equal(number(json_array_get(hosts, 0), "places"), 0, 0);
  assert_float_equal(number(json_array_get(hosts, 1), "places"), 2, 0);
  json_decref(json);
  free(text);
}

static void money_that_runs_out_is_told_as_a_queue(void **state) {
  (void)state;
  static const char text[] =
      "{\"format\":\"polku/1\",\"horizon\":6,\"start_date\":\"2026-01-01\","
      "\"accounts\":{\"town\":{\"unit\":\"euro\"}},\"budgets\":{\"year\":{\"kinds\":[\"job\"],"
      "\"account\":\"town\",\"per_year\":45}},"
      "\"stages\":{\"seek\":{\"duration\":{\"fixed\":1}},\"job\":{\"kind\":\"job\","
      "\"duration\":{\"fixed\":2},\"amounts\":{\"town\":{\"per_step\":10}}},"
      "\"out\":{\"final\":true}},"
      "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"job\",\"share\":1},"
      "\"b\":{\"from\":\"job\",\"to\":\"out\",\"share\":1}},"
      "\"groups\":{\"all\":{\"size\":3,\"start\":\"seek\"}}}";
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_read("test", text, strlen(text), report);
  polku_rules *rules = polku_rules_load(model, NULL, report);
  for (int exact = 0; exact < 2; exact++) {
    const polku_options options = {.engine = exact ? "exact" : NULL, .runs = 3};
    polku_result *result = polku_simulate(model, rules, &options, report);
    assert_non_null(result);
    char *page = polku_result_json(result);
    json_t *json = json_loads(page, 0, NULL);
    const json_t *left_out = json_object_get(json, "without_budgets");
    assert_int_equal(json_array_size(left_out), exact);
    if (!exact) {
      expect(queue_of(json), (expected[]){{"came", 3}, {"let_in", 2}, {"longest", 1}, {NULL, 0}});
      assert_true(json_is_null(json_object_get(queue_of(json), "places")));
      assert_string_equal(json_string_value(json_object_get(json, "why")), "tied");
    }
    json_decref(json);
    free(page);
    page = polku_result_text(result, POLKU_EN, 80, false);
    assert_true(exact == !strstr(page, "because the year's budget is spent"));
    assert_true(exact == !!strstr(page, "Budgets that may run out are not taken into account"));
    free(page);
    polku_result_free(result);
  }
  polku_rules_free(rules);
  polku_model_free(model);
  polku_report_free(report);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_waits_until_the_one_before_leaves),
      cmocka_unit_test(who_gives_up_is_counted),
      cmocka_unit_test(who_finds_the_queue_full_is_counted),
      cmocka_unit_test(places_count_while_their_host_is_there),
      cmocka_unit_test(who_is_withdrawn_has_no_places),
      cmocka_unit_test(money_that_runs_out_is_told_as_a_queue),
      cmocka_unit_test(a_page_says_what_was_played),
      cmocka_unit_test(engines_without_places_say_so),
  };
  return RUN(tests);
}
