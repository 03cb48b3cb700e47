/* Clocks move as the law counts months, and forgetting changes no answer, now or later. */
#include "support/check.h"
#include "support/plugins.h"

#include "base/random.h"
#include <stdio.h>
#include <string.h>

static const char STAGES[] =
    "\"stages\": {"
    "  \"idle\": { \"kind\": \"idle\", \"duration\": { \"fixed\": 1 } },"
    "  \"try\": { \"kind\": \"try\", \"duration\": { \"fixed\": 1 } },"
    "  \"job\": { \"kind\": \"job\", \"attributes\": { \"employer\": \"association\" },"
    "    \"duration\": { \"fixed\": 1 } },"
    "  \"course\": { \"kind\": \"course\", \"duration\": { \"fixed\": 1 } },"
    "  \"work\": { \"kind\": \"work\", \"final\": true } },"
    "\"transitions\": {"
    "  \"a\": { \"from\": \"idle\", \"to\": \"try\", \"share\": 1 },"
    "  \"b\": { \"from\": \"try\", \"to\": \"job\", \"share\": 1 },"
    "  \"c\": { \"from\": \"job\", \"to\": \"course\", \"share\": 1 },"
    "  \"d\": { \"from\": \"course\", \"to\": \"work\", \"share\": 1 } },";
enum { IDLE, TRY, JOB, COURSE, WORK, STAGE_COUNT };

static bound_model load(const char *region, const char *folders, const char *step,
                        const char *start) {
  char text[2048];
  snprintf(text, sizeof text,
           "{ \"format\": \"polku/1\", \"region\": \"%s\", \"start_date\": \"2015-01-01\","
           " \"step\": \"%s\", \"horizon\": 12, %s \"groups\": { \"g\": { \"size\": 1,"
           " \"start\": \"idle\", \"attributes\": { \"age\": 30, \"skill\": \"low\" }%s } } }",
           region, step, STAGES, start);
  bound_model bound = bind_text(text, folders);
  if (!bound.rules)
    problem_of(bound.report, "none");
  return bound;
}

static void walk(const pk_rules *rules, pk_clocks *clocks, int stage, int steps) {
  pk_rules_enter(rules, stage, clocks);
  for (int i = 0; i < steps; i++)
    pk_rules_step(rules, stage, clocks);
}

static bool may(const pk_rules *rules, int stage, const pk_clocks *clocks) {
  return pk_rules_allow(rules, 0, stage, clocks, 0);
}

static void four_of_the_last_six_months_are_counted(void **state) {
  (void)state;
  bound_model b = load("land", TEST_PLUGINS, "month", "");
  pk_clocks clocks = b.rules->profiles[0].start;
  walk(b.rules, &clocks, IDLE, 3);
  assert_false(may(b.rules, JOB, &clocks));
  walk(b.rules, &clocks, TRY, 1); /* trying counts as waiting */
  assert_true(may(b.rules, JOB, &clocks));
  walk(b.rules, &clocks, JOB, 2); /* ###.. : still four of six */
  assert_true(may(b.rules, JOB, &clocks));
  walk(b.rules, &clocks, JOB, 1);
  assert_false(may(b.rules, JOB, &clocks));
  bound_free(&b);
}

static void a_counter_counts_and_starts_anew_on_its_condition(void **state) {
  (void)state;
  /* course: not after more than five months of trying; nine months' waiting clears the slate */
  bound_model b = load("land", TEST_PLUGINS, "month", "");
  pk_clocks clocks = b.rules->profiles[0].start;
  walk(b.rules, &clocks, TRY, 5);
  assert_true(may(b.rules, COURSE, &clocks));
  walk(b.rules, &clocks, TRY, 1);
  assert_false(may(b.rules, COURSE, &clocks));
  walk(b.rules, &clocks, IDLE, 2); /* eight in a row */
  assert_false(may(b.rules, COURSE, &clocks));
  walk(b.rules, &clocks, IDLE, 1);
  assert_true(may(b.rules, COURSE, &clocks));
  bound_free(&b);
}

static void time_since_the_end_of_a_kind_is_long_ago_at_first(void **state) {
  (void)state;
  bound_model b = load("land", TEST_PLUGINS, "month", "");
  pk_clocks clocks = b.rules->profiles[0].start;
  assert_true(may(b.rules, COURSE, &clocks));
  walk(b.rules, &clocks, WORK, 4);
  assert_false(may(b.rules, COURSE, &clocks));
  walk(b.rules, &clocks, JOB, 2);
  assert_false(may(b.rules, COURSE, &clocks));
  walk(b.rules, &clocks, JOB, 1);
  assert_true(may(b.rules, COURSE, &clocks));
  bound_free(&b);
}

static void a_group_starts_with_its_history(void **state) {
  (void)state;
  bound_model b = load("land", TEST_PLUGINS, "month",
                       ", \"histories\": { \"idle\": { \"pattern\": \"110110\" } }");
  pk_clocks clocks = b.rules->profiles[0].start;
  assert_true(may(b.rules, JOB, &clocks));
  walk(b.rules, &clocks, JOB, 1);
  assert_true(may(b.rules, JOB, &clocks)); /* the month that falls out was none */
  walk(b.rules, &clocks, JOB, 1);
  assert_false(may(b.rules, JOB, &clocks));
  bound_free(&b);
}

static const char COUNTING[] =
    "polku.attribute \"age\" { int = { 15, 68 } } polku.attribute \"skill\" { enum = { \"low\" } }"
    "polku.attribute \"employer\" { enum = { \"association\" }, of = \"stage\" }"
    "for _, id in ipairs { \"idle\", \"try\", \"job\", \"course\", \"work\" } do polku.kind(id) {} "
    "end "
    "polku.counter \"tried\" { counts = { \"try\" }, max = 6 }"
    "polku.allow \"course\" { from = \"always\", ref = \"x\", all = { { id = \"six\", "
    "  reads = { \"tried\" }, test = function(c) return c.tried < 6 end } } }";

static void counters_give_whole_months_whatever_the_step(void **state) {
  (void)state;
  /* six months of 30.4375 days: the first whole step with that many is day 183, week 27 */
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_state(&folder, "counting", NULL, COUNTING);
  static const struct {
    const char *step;
    int enough;
  } cases[] = {{"month", 6}, {"week", 27}, {"day", 183}};
  for (int i = 0; i < 3; i++) {
    bound_model b = load("counting", folder.path, cases[i].step, "");
    pk_clocks clocks = b.rules->profiles[0].start;
    walk(b.rules, &clocks, TRY, cases[i].enough - 1);
    assert_true(may(b.rules, COURSE, &clocks));
    walk(b.rules, &clocks, TRY, 1);
    pk_rules_reduce(b.rules, &clocks);
    assert_false(may(b.rules, COURSE, &clocks));
    bound_free(&b);
  }
  plugin_folder_remove(&folder);
}

static void a_history_needs_months(void **state) {
  (void)state;
  char text[2048];
  snprintf(text, sizeof text,
           "{ \"format\": \"polku/1\", \"region\": \"land\", \"start_date\": \"2015-01-01\","
           " \"step\": \"week\", \"horizon\": 12, %s \"groups\": { \"g\": { \"size\": 1,"
           " \"start\": \"idle\", \"attributes\": { \"skill\": \"low\" } } } }",
           STAGES);
  bound_model b = bind_text(text, TEST_PLUGINS);
  assert_null(b.rules);
  assert_string_equal(problem_of(b.report, "E-CLOCK-STEP").pointer, "/step");
  bound_free(&b);
}

/* --- forgetting */

/* A plugin with clocks by lot: windows, runs, counters with resets, conditions of all sorts. */
static void random_plugin(pk_stream *lot, char *text, size_t room) {
  static const char *const signs[] = {">=", "<=", ">", "==", "~="};
  int keep = 4 + (int)pk_stream_below(lot, 20);
  int n =
      snprintf(text, room,
               "polku.attribute \"age\" { int = { 15, 68 } }\n"
               "polku.attribute \"skill\" { enum = { \"low\" } }\n"
               "polku.attribute \"employer\" { enum = { \"association\" }, of = \"stage\" }\n"
               "for _, id in ipairs { \"idle\", \"try\", \"job\", \"course\", \"work\" } do "
               "polku.kind(id) {} end\n"
               "polku.history \"h\" { keep = %d, runs_in = { \"idle\", \"try\" } }\n"
               "polku.clock \"r\" { of = \"h\", run = true }\n"
               "polku.counter \"n\" { counts = { \"try\" }, max = %d, resets_on = { \"work\" },"
               " resets_when = { reads = { \"r\" }, test = function(c) return c.r >= %d end } }\n"
               "polku.allow \"course\" { from = \"always\", ref = \"x\", any = {\n",
               keep, 3 + (int)pk_stream_below(lot, 9), 2 + (int)pk_stream_below(lot, 12));
  char clocks[512] = "";
  size_t filled = 0;
  int leaves = 1 + (int)pk_stream_below(lot, 3);
  for (int i = 0; i < leaves; i++) {
    int last = 1 + (int)pk_stream_below(lot, (uint32_t)keep);
    const char *sign = signs[pk_stream_below(lot, 5)];
    filled += (size_t)snprintf(clocks + filled, sizeof clocks - filled,
                               "polku.clock \"w%d\" { of = \"h\", last = %d }\n", i, last);
    n += snprintf(
        text + n, room - (size_t)n,
        "{ id = \"l%d\", reads = { \"w%d\" }, test = function(c) return c.w%d %s %d end },\n", i, i,
        i, sign, (int)pk_stream_below(lot, (uint32_t)last + 1));
  }
  snprintf(text + n, room - (size_t)n,
           "{ id = \"n\", reads = { \"n\" }, test = function(c) return c.n %s %d end },\n"
           "{ id = \"r\", reads = { \"r\" }, test = function(c) return c.r %s %d end } } }\n%s",
           signs[pk_stream_below(lot, 5)], (int)pk_stream_below(lot, 6),
           signs[pk_stream_below(lot, 3)], (int)pk_stream_below(lot, 12), clocks);
}

/* Two clients walk the same way, one of them forgetting after every step: nobody can tell. */
static void walk_beside(const pk_rules *rules, pk_stream *lot) {
  pk_clocks full = {{0}}, reduced;
  for (int i = 0; i < rules->clock_count; i++)
    full.at[i] = i == 0 ? pk_stream_below(lot, 1u << 20) : 0;
  reduced = full;
  for (int visit = 0; visit < 120; visit++) {
    int stage = (int)pk_stream_below(lot, STAGE_COUNT), steps = 1 + (int)pk_stream_below(lot, 5);
    pk_rules_enter(rules, stage, &full);
    pk_rules_enter(rules, stage, &reduced);
    for (int i = 0; i < steps; i++) {
      pk_rules_step(rules, stage, &full);
      pk_rules_step(rules, stage, &reduced);
      pk_rules_reduce(rules, &reduced);
      pk_clocks again = reduced;
      pk_rules_reduce(rules, &again);
      assert_memory_equal(&again, &reduced, sizeof again);
      assert_int_equal(may(rules, COURSE, &full), may(rules, COURSE, &reduced));
    }
  }
}

static void forgetting_changes_no_answer_for_ever(void **state) {
  (void)state;
  pk_stream lot;
  pk_stream_start(&lot, 20261121, 7);
  int told_apart = 0;
  for (int round = 0; round < 60; round++) {
    char rules[4096];
    plugin_folder folder;
    plugin_folder_new(&folder);
    random_plugin(&lot, rules, sizeof rules);
    plugin_state(&folder, "counting", NULL, rules);
    bound_model b = load("counting", folder.path, "month", "");
    told_apart += b.rules->clock_count > 0;
    for (int i = 0; i < 5; i++)
      walk_beside(b.rules, &lot);
    bound_free(&b);
    plugin_folder_remove(&folder);
  }
  assert_true(told_apart > 40);
}

static void forgetting_leaves_few_states(void **state) {
  (void)state;
  /* "four of six": misses beyond the third do not matter: 1 + 6 + 15 + 20 of 64 patterns */
  bound_model b = load("land", TEST_PLUGINS, "month", "");
  uint64_t seen[64];
  int count = 0;
  const char *id = pk_rules_clock_id(b.rules, 0);
  assert_string_equal(id, "idle");
  for (uint64_t bits = 0; bits < 64; bits++) {
    pk_clocks clocks = b.rules->profiles[0].start;
    clocks.at[0] = bits | ~UINT64_C(63); /* the run, read by a reset, is long before */
    pk_rules_reduce(b.rules, &clocks);
    int known = 0;
    while (known < count && seen[known] != clocks.at[0])
      known++;
    if (known == count)
      seen[count++] = clocks.at[0];
  }
  assert_int_equal(count, 42);
  bound_free(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(four_of_the_last_six_months_are_counted),
      cmocka_unit_test(a_counter_counts_and_starts_anew_on_its_condition),
      cmocka_unit_test(time_since_the_end_of_a_kind_is_long_ago_at_first),
      cmocka_unit_test(a_group_starts_with_its_history),
      cmocka_unit_test(counters_give_whole_months_whatever_the_step),
      cmocka_unit_test(a_history_needs_months),
      cmocka_unit_test(forgetting_changes_no_answer_for_ever),
      cmocka_unit_test(forgetting_leaves_few_states),
  };
  return RUN(tests);
}
