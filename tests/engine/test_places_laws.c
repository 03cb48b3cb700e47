/* Doors of stages whose places run out: laws that hold in every model, over models by lot. */
#include "engine/side_scene.h"
#include "support/failing.h"
#include "support/random_model.h"

#include <stdlib.h>

#define PLUGINS POLKU_SOURCE_DIR "/plugins"

static void assert_capacity_holds(const side_scene *s) {
  const pk_layout *shape = &s->shape;
  for (int t = 1; t <= shape->horizon; t++)
    for (int i = 0; i < shape->stage_count; i++) {
      size_t cell = (size_t)t * (size_t)shape->stage_count + (size_t)i;
      int64_t places = s->tally[shape->capacity + cell];
      int64_t inside = side_count(s, -1, shape->occupancy + cell);
      if (places >= 0 && side_count(s, -1, shape->entries + cell) > 0)
        assert_true(inside <= places);
      if (places >= 0)
        assert_int_equal(s->tally[shape->over_capacity + cell],
                         inside > places ? inside - places : 0);
    }
}

/* The rules refuse stages whose hosts are employers of two kinds; lots make some of these. */
static bool is_good(const char *text) {
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_read("lot", text, strlen(text), report);
  polku_rules *rules = polku_rules_load(model, PLUGINS, report);
  bool good = rules != NULL;
  polku_rules_free(rules);
  polku_model_free(model);
  polku_report_free(report);
  return good;
}

/* Every third model has the rules of Finland, if they take it. */
static void random_side(side_scene *s, uint64_t seed) {
  random_model_options options = {.without = RANDOM_LAYOUT | RANDOM_EXTRAS | RANDOM_SCENARIOS,
                                  .region = seed % 3 == 0 ? "finland" : NULL};
  char *text = random_model(seed, &options);
  if (!is_good(text)) {
    free(text);
    options.region = NULL;
    text = random_model(seed, &options);
  }
  side_open(s, text, PLUGINS, true);
  free(text);
}

static void nobody_is_lost_and_no_entry_exceeds_the_capacity(void **state) {
  (void)state;
  int64_t waited = 0;
  for (uint64_t seed = 1; seed <= 300; seed++) {
    side_scene s;
    random_side(&s, seed);
    side_run(&s, seed, NULL);
    side_assert_nobody_lost(&s);
    assert_doors_add_up(&s);
    assert_capacity_holds(&s);
    for (int i = 0; i < s.shape.stage_count; i++)
      waited += at_door(&s, -1, s.shape.waited, i);
    side_close(&s);
  }
  assert_true(waited > 1000); /* there were queues to speak of */
}

static void the_same_key_gives_the_same_bytes(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 40; seed++) {
    side_scene s;
    random_side(&s, seed);
    side_run(&s, 1, NULL);
    int64_t *first = malloc(s.shape.size * sizeof *first);
    assert_non_null(first);
    memcpy(first, s.tally, s.shape.size * sizeof *first);
    side_run(&s, 2, NULL);
    side_run(&s, 1, NULL);
    assert_memory_equal(first, s.tally, s.shape.size * sizeof *first);
    free(first);
    side_close(&s);
  }
}

static void memory_that_runs_out_ends_a_run_cleanly(void **state) {
  (void)state;
  side_scene s;
  random_side(&s, 8);
  pk_steps_run run = {0};
  pk_dice_key(1, 0, run.key);
  long n = 0;
  for (bool done = false; !done;) {
    memset(s.tally, 0, s.shape.size * sizeof *s.tally);
    long before = blocks_alive();
    fail_allocation(++n);
    bool good = pk_steps_play(s.steps, &run, s.tally);
    done = !allocation_failed();
    assert_int_equal(blocks_alive(), before);
    assert_int_equal(good, done);
    assert_false(run.stopped);
  }
  assert_true(n > 10);
  side_close(&s);
}

static void memory_that_runs_out_makes_no_plan(void **state) {
  (void)state;
  side_scene s;
  random_side(&s, 8);
  pk_steps_of of = {s.model, s.rules, s.laws, &s.hosts, s.origins, &s.shape, NULL, true};
  long n = 0;
  for (bool done = false; !done;) {
    long before = blocks_alive();
    polku_report *report = polku_report_new();
    fail_allocation(++n);
    pk_steps *steps = pk_steps_new(&of, report);
    done = !allocation_failed();
    assert_int_equal(steps != NULL, done);
    assert_int_equal(polku_report_failed(report), !done);
    pk_steps_free(steps);
    polku_report_free(report);
    assert_int_equal(blocks_alive(), before);
  }
  side_close(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nobody_is_lost_and_no_entry_exceeds_the_capacity),
      cmocka_unit_test(the_same_key_gives_the_same_bytes),
      cmocka_unit_test(memory_that_runs_out_ends_a_run_cleanly),
      cmocka_unit_test(memory_that_runs_out_makes_no_plan),
  };
  return RUN(tests);
}
