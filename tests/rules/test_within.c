/* Clocks reduced for the time that is left: no question that may still be asked answers otherwise.
 */
#include "base/random.h"
#include "rules/rules.h"
#include "support/check.h"

static bool same_answers(const pk_rules *rules, const pk_clocks *a, const pk_clocks *b) {
  for (int klass = 0; klass < rules->klass_count; klass++)
    for (int s = 0; s < rules->model->stage_count; s++)
      if (pk_rules_allow(rules, klass, s, a, 0) != pk_rules_allow(rules, klass, s, b, 0) ||
          pk_rules_limit(rules, klass, s, a) != pk_rules_limit(rules, klass, s, b))
        return false;
  return true;
}

static pk_clocks random_clocks(pk_stream *stream, int count) {
  pk_clocks clocks = {{0}};
  for (int i = 0; i < count; i++)
    for (int bit = 0; bit < 64; bit++)
      clocks.at[i] = clocks.at[i] << 1 | (pk_stream_uniform(stream) < 0.85);
  return clocks;
}

/* Two clients whose clocks are alike for `left` steps walk the same way through the stages: one
 * with all that is remembered, one with what is left after reducing at every step. */
static void reduced_clocks_answer_alike_for_the_steps_that_are_left(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_load(POLKU_SOURCE_DIR "/models/generic-ladder.json", report);
  polku_rules *rules = polku_rules_load(model, POLKU_SOURCE_DIR "/plugins", report);
  assert_non_null(rules);
  assert_true(rules->clock_count > 0);
  pk_stream stream;
  pk_stream_start(&stream, 1, 1);
  int forgotten = 0;
  for (int walk = 0; walk < 3000; walk++) {
    pk_clocks whole = random_clocks(&stream, rules->clock_count), less = whole, plain = whole;
    int left = (int)pk_stream_below(&stream, 40);
    pk_rules_reduce(rules, &plain);
    pk_rules_reduce_within(rules, &less, left);
    forgotten += plain.at[0] != less.at[0];
    assert_true(same_answers(rules, &whole, &less));
    while (left-- > 0) {
      int stage = (int)pk_stream_below(&stream, (uint32_t)model->stage_count);
      pk_rules_step(rules, stage, &whole);
      pk_rules_step(rules, stage, &less);
      pk_rules_reduce_within(rules, &less, left);
      assert_true(same_answers(rules, &whole, &less));
    }
  }
  assert_true(forgotten > 500); /* and it does forget what plain reduction keeps */
  polku_rules_free(rules);
  polku_model_free(model);
  polku_report_free(report);
}

/* Two young clients and old ones walk from trial to trial, one of them forgetting: months of
 * trials, and how long ago they were, are forgotten only when nothing that is asked in time turns
 * on them. */
static const char trials[] =
    "{\"format\":\"polku/1\",\"region\":\"finland\",\"rules_as_of\":\"2026-01-01\",\"horizon\":40,"
    "\"stages\":{\"seek\":{\"kind\":\"job_seeking\",\"duration\":{\"fixed\":1}},"
    "\"try\":{\"kind\":\"work_trial\",\"duration\":{\"fixed\":1},"
    "\"attributes\":{\"earlier_periods\":true}},"
    "\"work\":{\"kind\":\"open_labour_market\",\"duration\":{\"fixed\":1}},"
    "\"out\":{\"kind\":\"outside\",\"final\":true}},"
    "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"try\",\"share\":1},"
    "\"b\":{\"from\":\"try\",\"to\":\"work\",\"share\":1},"
    "\"c\":{\"from\":\"work\",\"to\":\"out\",\"share\":1}},"
    "\"groups\":{\"g\":{\"size\":1,\"start\":\"seek\","
    "\"attributes\":{\"age\":{\"20\":0.5,\"40\":0.5}}}}}";

static void counters_are_forgotten_only_when_nothing_turns_on_them(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_read("trials", trials, sizeof trials - 1, report);
  polku_rules *rules = polku_rules_load(model, POLKU_SOURCE_DIR "/plugins", report);
  assert_non_null(rules);
  assert_int_equal(rules->clock_count, 3);
  pk_stream stream;
  pk_stream_start(&stream, 20261121, 1);
  int forgotten = 0, refused = 0;
  for (int walk = 0; walk < 2000; walk++) {
    pk_clocks whole = rules->profiles[0].start, less = whole, plain;
    int left = 40;
    while (left > 0) {
      int stage = pk_stream_uniform(&stream) < 0.4 ? 1 : pk_stream_uniform(&stream) < 0.9 ? 0 : 2;
      int steps = 1 + (int)pk_stream_below(&stream, stage == 1 ? 6 : 14);
      pk_rules_enter(rules, stage, &whole);
      pk_rules_enter(rules, stage, &less);
      for (; steps > 0 && left > 0; steps--) {
        pk_rules_step(rules, stage, &whole);
        pk_rules_step(rules, stage, &less);
        pk_rules_reduce_within(rules, &less, --left);
        assert_true(same_answers(rules, &whole, &less));
        plain = whole;
        pk_rules_reduce(rules, &plain);
        for (int i = 0; i < rules->clock_count; i++)
          forgotten += plain.at[i] != less.at[i];
        refused += !pk_rules_allow(rules, 0, 1, &whole, 0);
      }
    }
  }
  assert_true(forgotten > 1000);
  assert_true(refused > 1000);
  polku_rules_free(rules);
  polku_model_free(model);
  polku_report_free(report);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reduced_clocks_answer_alike_for_the_steps_that_are_left),
      cmocka_unit_test(counters_are_forgotten_only_when_nothing_turns_on_them),
  };
  return RUN(tests);
}
