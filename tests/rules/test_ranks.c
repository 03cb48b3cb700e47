/* Who goes first at a full stage, as what people wait, and that nothing is forgotten which a queue
 * may still ask. The numbers are worked out by hand from tests/data/plugins/doors. */
#include "support/check.h"
#include "support/plugins.h"

#include "base/random.h"
#include <stdio.h>
#include <string.h>

enum { SEEK, PLACE, OPEN, JOB, STAGE_COUNT };

/* `queue` stands at the stage "place"; groups g0, g1 … have these ages. */
static const char MODEL[] =
    "{\"format\":\"polku/1\",\"region\":\"doors\",\"rules_as_of\":\"2021-06-01\",\"horizon\":36,"
    "\"accounts\":{\"town\":{\"unit\":\"euro\"}},"
    "\"actors\":{\"club\":{\"sector\":\"third\",\"kind\":\"association\"}},"
    "\"stages\":{\"seek\":{\"kind\":\"seek\",\"duration\":{\"fixed\":3}},"
    "\"place\":{\"kind\":\"place\",\"duration\":{\"fixed\":3}%s,"
    "\"actors\":{\"club\":{\"host\":{\"places\":2}}}},"
    "\"open\":{\"kind\":\"place\",\"duration\":{\"fixed\":3},\"actors\":{\"club\":{\"host\":{}}}},"
    "\"job\":{\"kind\":\"job\",\"final\":true}},"
    "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"place\",\"share\":1},"
    "\"b\":{\"from\":\"place\",\"to\":\"open\",\"share\":1},"
    "\"c\":{\"from\":\"open\",\"to\":\"job\",\"share\":1}},%s"
    "\"groups\":{\"young\":{\"size\":1,\"start\":\"seek\",\"attributes\":{\"age\":24}},"
    "\"middle\":{\"size\":1,\"start\":\"seek\",\"attributes\":{\"age\":25}},"
    "\"old\":{\"size\":1,\"start\":\"seek\",\"attributes\":{\"age\":55}}}}";
enum { YOUNG, MIDDLE, OLD };
#define BUDGET                                                                                     \
  "\"budgets\":{\"jobs\":{\"kinds\":[\"job\"],\"account\":\"town\",\"per_year\":1000}},"

static bound_model load(const char *queue, const char *more) {
  char text[2048];
  snprintf(text, sizeof text, MODEL, queue, more);
  return bind_text(text, TEST_PLUGINS);
}

static bound_model load_good(const char *queue, const char *more) {
  bound_model bound = load(queue, more);
  if (!bound.rules)
    problem_of(bound.report, "none");
  return bound;
}

static const pk_profile *profile_of(const pk_rules *rules, int group) {
  for (int i = 0; i < rules->profile_count; i++)
    if (rules->profiles[i].group == group)
      return &rules->profiles[i];
  fail();
  return NULL;
}

static void stay(const pk_rules *rules, pk_clocks *clocks, int stage, int steps) {
  pk_rules_enter(rules, stage, clocks);
  for (int i = 0; i < steps; i++)
    pk_rules_step(rules, stage, clocks);
}

static void wait_at(const pk_rules *rules, pk_clocks *clocks, int stage, int steps) {
  int kind = pk_rules_waits_as(rules, stage);
  pk_rules_wait_enter(rules, kind, clocks);
  for (int i = 0; i < steps; i++)
    pk_rules_wait_step(rules, kind, clocks);
}

static int asked(const pk_rules *rules, int group, int stage, const pk_clocks *clocks) {
  return pk_rules_priority(rules, profile_of(rules, group)->klass, stage, clocks);
}

static void the_order_goes_by_age_and_months_sought(void **state) {
  (void)state;
  bound_model b = load_good("", "");
  pk_clocks clocks = profile_of(b.rules, YOUNG)->start;
  stay(b.rules, &clocks, SEEK, 5);
  assert_int_equal(asked(b.rules, YOUNG, PLACE, &clocks), 1);
  assert_int_equal(asked(b.rules, MIDDLE, PLACE, &clocks), 20);
  assert_int_equal(asked(b.rules, OLD, PLACE, &clocks), 20);
  wait_at(b.rules, &clocks, PLACE, 1); /* waiting is seeking: six of the last twelve months */
  assert_int_equal(asked(b.rules, MIDDLE, PLACE, &clocks), 20);
  assert_int_equal(asked(b.rules, OLD, PLACE, &clocks), 2);
  stay(b.rules, &clocks, PLACE, 6); /* still six of twelve, but somebody who was there lately */
  assert_int_equal(asked(b.rules, OLD, PLACE, &clocks), 2);
  assert_int_equal(asked(b.rules, MIDDLE, PLACE, &clocks), 30);
  stay(b.rules, &clocks, JOB, 1); /* five of twelve */
  assert_int_equal(asked(b.rules, OLD, PLACE, &clocks), 30);
  stay(b.rules, &clocks, JOB, 4);
  assert_int_equal(asked(b.rules, MIDDLE, PLACE, &clocks), 30);
  stay(b.rules, &clocks, JOB, 1); /* six months since */
  assert_int_equal(asked(b.rules, MIDDLE, PLACE, &clocks), 20);
  bound_free(&b);
}

static void months_on_the_list_count_where_the_queue_says_so(void **state) {
  (void)state;
  bound_model b = load_good(",\"queue\":{\"waits_as\":\"list\"}", "");
  assert_string_equal(b.rules->kinds[pk_rules_waits_as(b.rules, PLACE)].id, "list");
  assert_string_equal(b.rules->kinds[pk_rules_waits_as(b.rules, OPEN)].id, "seek");
  pk_clocks clocks = profile_of(b.rules, MIDDLE)->start;
  wait_at(b.rules, &clocks, PLACE, 7);
  assert_int_equal(asked(b.rules, MIDDLE, PLACE, &clocks), 13);
  wait_at(b.rules, &clocks, OPEN, 3); /* as a seeker: nothing is added */
  assert_int_equal(asked(b.rules, MIDDLE, PLACE, &clocks), 13);
  wait_at(b.rules, &clocks, PLACE, 4);
  assert_int_equal(asked(b.rules, MIDDLE, PLACE, &clocks), 9);
  wait_at(b.rules, &clocks, PLACE, 20); /* the counter ends at 18 */
  assert_int_equal(asked(b.rules, MIDDLE, PLACE, &clocks), 2);
  bound_free(&b);
}

static void a_counter_begins_anew_when_the_waiting_begins(void **state) {
  (void)state;
  bound_model b = load_good(",\"queue\":{\"waits_as\":\"list\"}", BUDGET);
  pk_clocks clocks = profile_of(b.rules, MIDDLE)->start;
  wait_at(b.rules, &clocks, PLACE, 2);
  assert_int_equal(asked(b.rules, MIDDLE, JOB, &clocks), -5);
  wait_at(b.rules, &clocks, PLACE, 1);
  assert_int_equal(asked(b.rules, MIDDLE, JOB, &clocks), 5);
  bound_free(&b);
}

static void waiting_as_the_kind_that_ends_a_count_begins_it_anew(void **state) {
  (void)state;
  bound_model b = load_good(",\"queue\":{\"waits_as\":\"place\"}", "");
  pk_clocks clocks = profile_of(b.rules, MIDDLE)->start;
  wait_at(b.rules, &clocks, PLACE, 4);
  assert_int_equal(asked(b.rules, MIDDLE, PLACE, &clocks), 30);
  stay(b.rules, &clocks, SEEK, 5);
  assert_int_equal(asked(b.rules, MIDDLE, PLACE, &clocks), 30);
  stay(b.rules, &clocks, SEEK, 1);
  assert_int_equal(asked(b.rules, MIDDLE, PLACE, &clocks), 20);
  bound_free(&b);
}

static void nobody_is_asked_where_nobody_waits(void **state) {
  (void)state;
  bound_model b = load_good("", "");
  assert_false(pk_rules_ranks(b.rules, SEEK)); /* no rule speaks of it */
  assert_true(pk_rules_ranks(b.rules, PLACE));
  assert_false(pk_rules_ranks(b.rules, OPEN)); /* a rule does, but there is room for all */
  assert_false(pk_rules_ranks(b.rules, JOB));
  assert_int_equal(asked(b.rules, YOUNG, SEEK, &profile_of(b.rules, YOUNG)->start), 0);
  assert_int_equal(asked(b.rules, YOUNG, OPEN, &profile_of(b.rules, YOUNG)->start), 0);
  bound_free(&b);
  b = load_good("", BUDGET);
  assert_true(pk_rules_ranks(b.rules, JOB)); /* a budget may run out */
  bound_free(&b);
}

static void a_model_without_rules_ranks_nobody(void **state) {
  (void)state;
  bound_model b = bind_text(
      "{\"format\":\"polku/1\",\"horizon\":3,\"actors\":{\"club\":{\"sector\":\"third\"}},"
      "\"stages\":{\"job\":{\"final\":true,\"queue\":{\"waits_as\":\"job_seeking\"},"
      "\"actors\":{\"club\":{\"host\":{\"places\":1}}}}},"
      "\"groups\":{\"g\":{\"size\":1,\"start\":\"job\"}}}",
      "");
  pk_clocks clocks = b.rules->profiles[0].start;
  assert_false(pk_rules_ranks(b.rules, 0));
  assert_int_equal(pk_rules_priority(b.rules, 0, 0, &clocks), 0);
  assert_int_equal(pk_rules_waits_as(b.rules, 0), -1);
  pk_rules_wait_enter(b.rules, -1, &clocks);
  pk_rules_wait_step(b.rules, -1, &clocks);
  bound_free(&b);
}

static void waiting_as_an_unknown_kind_is_refused_with_the_nearest(void **state) {
  (void)state;
  bound_model b = load(",\"queue\":{\"waits_as\":\"lists\"}", "");
  assert_null(b.rules);
  polku_problem problem = problem_of(b.report, "E-KIND-UNKNOWN");
  assert_string_equal(problem.pointer, "/stages/place/queue/waits_as");
  assert_non_null(strstr(problem.message, "lists"));
  assert_non_null(strstr(problem.hint, "\"list\""));
  bound_free(&b);
}

/* --- forgetting */

/* Moves both clocks alike: another stage, another door, or one more step where they are. */
static void move(const pk_rules *rules, uint32_t luck, int *at, pk_clocks *a, pk_clocks *b) {
  int before = *at;
  if (luck % 3 == 0)
    *at = (int)(luck / 3 % (2 * STAGE_COUNT));
  int stage = *at % STAGE_COUNT, kind = pk_rules_waits_as(rules, stage);
  for (int i = 0; i < 2; i++) {
    pk_clocks *clocks = i ? b : a;
    if (*at >= STAGE_COUNT) {
      if (*at != before)
        pk_rules_wait_enter(rules, kind, clocks);
      pk_rules_wait_step(rules, kind, clocks);
    } else {
      if (*at != before)
        pk_rules_enter(rules, stage, clocks);
      pk_rules_step(rules, stage, clocks);
    }
  }
}

static void expect_same_answers(const pk_rules *rules, const pk_clocks *full,
                                const pk_clocks *few) {
  for (int group = YOUNG; group <= OLD; group++)
    for (int s = 0; s < STAGE_COUNT; s++)
      assert_int_equal(asked(rules, group, s, few), asked(rules, group, s, full));
}

static void forgetting_changes_nobodys_place_in_the_queue(void **state) {
  (void)state;
  static const char *const queues[] = {"", ",\"queue\":{\"waits_as\":\"list\"}",
                                       ",\"queue\":{\"waits_as\":\"place\"}"};
  enum { WALKS = 300, STEPS = 40 };
  for (int q = 0; q < 3; q++) {
    bound_model b = load_good(queues[q], BUDGET);
    for (uint32_t walk = 0; walk < WALKS; walk++) {
      pk_clocks full = profile_of(b.rules, OLD)->start, few = full;
      int at = SEEK;
      for (uint32_t t = 0; t < STEPS; t++) {
        uint32_t luck[4];
        pk_philox((const uint32_t[4]){walk, t, 0, 0}, (const uint32_t[2]){7, (uint32_t)q}, luck);
        move(b.rules, luck[0], &at, &full, &few);
        if (walk % 2)
          pk_rules_reduce(b.rules, &few);
        else
          pk_rules_reduce_within(b.rules, &few, STEPS - 1 - (int)t);
        expect_same_answers(b.rules, &full, &few);
      }
    }
    bound_free(&b);
  }
}

/* --- rules of all sizes */

#define KINDS                                                                                      \
  "polku.attribute 'age' { int = { 15, 68 }, default = 40 } polku.kind 'seek' { waiting = true } " \
  "polku.kind 'list' {} polku.kind 'place' {} polku.kind 'job' { employed = true } "               \
  "polku.role 'host' { row = 'employment', host = true } "

static void many_clocks_are_asked_without_a_table(void **state) {
  (void)state;
  /* 65 × 65 × 65 values are more than one table holds */
  static const char rules[] =
      KINDS "polku.history 'a' { keep = 64, runs_in = { 'seek' } } polku.clock 'a_of' { of = 'a', "
            "last = 64 } polku.history 'b' { keep = 64, runs_in = { 'list' } } "
            "polku.clock 'b_of' { of = 'b', last = 64 } "
            "polku.history 'c' { keep = 64, runs_in = { 'place' } } "
            "polku.clock 'c_of' { of = 'c', last = 64 } "
            "polku.priority 'place' { from = 'always', cases = { "
            "{ reads = { 'a_of' }, when = function(c) return c.a_of > 2 end, "
            "  value = function(c) return c.a_of end }, "
            "{ reads = { 'b_of' }, when = function(c) return c.b_of > 2 end, "
            "  value = function(c) return 100 + c.b_of end }, "
            "{ reads = { 'c_of' }, default = function(c) return 200 + c.c_of end } } }";
  plugin_folder folder;
  char text[2048];
  plugin_folder_new(&folder);
  plugin_state(&folder, "doors", NULL, rules);
  snprintf(text, sizeof text, MODEL, ",\"queue\":{\"waits_as\":\"list\"}", "");
  bound_model b = bind_text(text, folder.path);
  if (!b.rules)
    problem_of(b.report, "none");
  pk_clocks clocks = profile_of(b.rules, MIDDLE)->start;
  stay(b.rules, &clocks, PLACE, 4);
  assert_int_equal(asked(b.rules, MIDDLE, PLACE, &clocks), 204);
  wait_at(b.rules, &clocks, PLACE, 5);
  assert_int_equal(asked(b.rules, MIDDLE, PLACE, &clocks), 105);
  stay(b.rules, &clocks, SEEK, 3);
  assert_int_equal(asked(b.rules, MIDDLE, PLACE, &clocks), 3);
  bound_free(&b);
  plugin_folder_remove(&folder);
}

static void a_number_that_cannot_be_compared_is_refused(void **state) {
  (void)state;
  static const char *const values[] = {"default = 1000000001",
                                       "default = function(c) return -1000000001 end"};
  for (int i = 0; i < 2; i++) {
    char rules[1024], text[2048];
    plugin_folder folder;
    plugin_folder_new(&folder);
    snprintf(rules, sizeof rules,
             KINDS "polku.priority 'place' { from = 'always', cases = { { %s } } }", values[i]);
    plugin_state(&folder, "doors", NULL, rules);
    snprintf(text, sizeof text, MODEL, "", "");
    bound_model b = bind_text(text, folder.path);
    assert_null(b.rules);
    problem_of(b.report, "E-PLUGIN-RANGE");
    bound_free(&b);
    plugin_folder_remove(&folder);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_order_goes_by_age_and_months_sought),
      cmocka_unit_test(months_on_the_list_count_where_the_queue_says_so),
      cmocka_unit_test(a_counter_begins_anew_when_the_waiting_begins),
      cmocka_unit_test(waiting_as_the_kind_that_ends_a_count_begins_it_anew),
      cmocka_unit_test(nobody_is_asked_where_nobody_waits),
      cmocka_unit_test(a_model_without_rules_ranks_nobody),
      cmocka_unit_test(waiting_as_an_unknown_kind_is_refused_with_the_nearest),
      cmocka_unit_test(forgetting_changes_nobodys_place_in_the_queue),
      cmocka_unit_test(many_clocks_are_asked_without_a_table),
      cmocka_unit_test(a_number_that_cannot_be_compared_is_refused),
  };
  return RUN(tests);
}
