/* Clients who walk over the chain: whose luck means what, and what a tally keeps. That every number
 * has the right law is told by test_walk_laws.c. */
#include "engine/dice.h"
#include "engine/individual.h"
#include "support/check.h"
#include "support/failing.h"
#include "support/random_model.h"
#include "support/random_run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---------------------------------------------------------------------------- logs of histories */

typedef struct history {
  size_t count, room;
  pk_event_of_stay *stays;
  size_t most; /* stays after which the taker has had enough; 0: never */
} history;

static bool keep_stays(void *context, const pk_event_of_stay *stays, size_t count) {
  history *log = context;
  if (log->count + count > log->room) {
    log->room = 2 * (log->count + count);
    log->stays = realloc(log->stays, log->room * sizeof *log->stays);
    assert_non_null(log->stays);
  }
  memcpy(log->stays + log->count, stays, count * sizeof *stays);
  log->count += count;
  return log->most == 0 || log->count < log->most;
}

static history walk_and_tell(const random_run *run, const pk_walk *walk, int64_t *tally) {
  history log = {0};
  pk_event_taker taker = {keep_stays, &log};
  pk_walk_part part = {0};
  pk_dice_key(1, 0, part.key);
  int group = -1;
  for (int i = 0; i < run->origins->count; i++) {
    part.origin = &run->origins->list[i];
    part.count = pk_origin_count(part.origin, part.key);
    part.number = part.origin->group == group ? part.number : 0;
    group = part.origin->group;
    assert_true(pk_walk_run(walk, &part, tally, &taker));
    part.number += (uint32_t)part.count;
  }
  return log;
}

static bool same_client(const pk_event_of_stay *a, const pk_event_of_stay *b) {
  return a->group == b->group && a->client == b->client;
}

/* A model in one line, quotes written as '. */
static char *model_text(const char *parts) {
  size_t length = strlen(parts) + 64;
  char *text = malloc(length);
  assert_non_null(text);
  snprintf(text, length, "{'format':'polku/1',%s}", parts);
  for (char *c = text; *c; c++)
    if (*c == '\'')
      *c = '"';
  return text;
}

/* ----------------------------------------------------------------------------------------- laws */

static void nobody_is_lost_and_nobody_comes_from_nowhere(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 60; seed++) {
    random_run run;
    random_run_start(&run, random_run_text(seed), 1000);
    pk_walk *walk = pk_walk_new(&run.of, run.report);
    int64_t *tally = tally_new(&run);
    tally_walk(&run, walk, seed, tally);
    for (int g = 0; g < run.shape.group_count; g++) {
      const int64_t *part = pk_tally_group(&run.shape, tally, g);
      int64_t entered = 0;
      for (size_t t = 0; t <= (size_t)run.shape.horizon; t++) {
        int64_t there = 0;
        entered += part[run.shape.entered + t];
        for (size_t s = 0; s < (size_t)run.shape.stage_count; s++) {
          int64_t here = part[run.shape.occupancy + t * (size_t)run.shape.stage_count + s];
          assert_true(here >= 0);
          there += here;
        }
        assert_int_equal(there, entered);
      }
    }
    free(tally);
    pk_walk_free(walk);
    random_run_end(&run);
  }
}

/* Parts of a third, of one client, and the rest, from behind. */
static void walk_in_parts(const random_run *run, const pk_walk *walk, int64_t *tally) {
  pk_walk_part part = {0};
  pk_dice_key(5, 0, part.key);
  for (int i = run->origins->count - 1; i >= 0; i--) {
    part.origin = &run->origins->list[i];
    int64_t count = pk_origin_count(part.origin, part.key);
    int64_t cuts[4] = {0, count / 3, count / 3 + (count > 0), count};
    for (int k = 2; k >= 0; k--) {
      part.first = cuts[k];
      part.count = cuts[k + 1] - cuts[k];
      assert_true(pk_walk_run(walk, &part, tally, NULL));
    }
  }
  pk_tally_accumulate(&run->shape, tally);
}

static void parts_in_any_order_make_the_same_tally(void **state) {
  (void)state;
  for (uint64_t seed = 61; seed <= 100; seed++) {
    random_run run;
    random_run_start(&run, random_run_text(seed), 3000);
    pk_walk *walk = pk_walk_new(&run.of, run.report);
    int64_t *whole = tally_new(&run), *parts = tally_new(&run);
    tally_walk(&run, walk, 5, whole);
    walk_in_parts(&run, walk, parts);
    assert_memory_equal(whole, parts, run.shape.size * sizeof *whole);
    free(whole);
    free(parts);
    pk_walk_free(walk);
    random_run_end(&run);
  }
}

/* What a log says of occupancy, months at hosts, and who has come. */
static void count_log(const random_run *run, const history *log, int64_t *tally) {
  size_t stages = (size_t)run->shape.stage_count;
  for (size_t i = 0; i < log->count; i++) {
    const pk_event_of_stay *stay = &log->stays[i];
    int64_t *part = pk_tally_group(&run->shape, tally, stay->group);
    int start = stay->start < 0 ? 0 : stay->start;
    int last = stay->censored ? run->shape.horizon : stay->end - 1;
    if (run->model->stages[stay->stage].passage)
      last = -1;
    for (int t = start; t <= last; t++)
      part[run->shape.occupancy + (size_t)t * stages + (size_t)stay->stage]++;
    if (stay->start >= 0)
      part[run->shape.entries + (size_t)stay->start * stages + (size_t)stay->stage]++;
    if (stay->host >= 0)
      part[run->shape.host_steps + (size_t)stay->host] += stay->end - start;
  }
}

/* Every client's stays follow each other, and end with the horizon. */
static void assert_unbroken(const random_run *run, const history *log) {
  for (size_t i = 0; i < log->count; i++) {
    const pk_event_of_stay *stay = &log->stays[i], *next = stay + 1;
    bool last = i + 1 == log->count || !same_client(stay, next);
    assert_false(stay->waiting);
    assert_int_equal(stay->censored, last);
    if (last)
      assert_int_equal(stay->end, run->shape.horizon);
    else
      assert_int_equal(next->start, stay->end);
  }
}

static void histories_are_those_that_are_counted(void **state) {
  (void)state;
  for (uint64_t seed = 101; seed <= 140; seed++) {
    random_run run;
    random_run_start(&run, random_run_text(seed), 500);
    pk_walk *walk = pk_walk_new(&run.of, run.report);
    int64_t *untold = tally_new(&run), *told = tally_new(&run), *log_of = tally_new(&run);
    tally_walk(&run, walk, 1, untold);
    history log = walk_and_tell(&run, walk, told);
    pk_tally_accumulate(&run.shape, told);
    assert_memory_equal(untold, told, run.shape.size * sizeof *told);
    assert_unbroken(&run, &log);
    count_log(&run, &log, log_of);
    for (int g = 0; g < run.shape.group_count; g++) {
      const int64_t *a = pk_tally_group(&run.shape, told, g);
      const int64_t *b = pk_tally_group(&run.shape, log_of, g);
      size_t cells = ((size_t)run.shape.horizon + 1) * (size_t)run.shape.stage_count;
      assert_memory_equal(a + run.shape.occupancy, b + run.shape.occupancy, cells * sizeof *a);
      assert_memory_equal(a + run.shape.entries, b + run.shape.entries, cells * sizeof *a);
      assert_memory_equal(a + run.shape.host_steps, b + run.shape.host_steps,
                          (size_t)run.shape.host_count * sizeof *a);
    }
    free(log.stays);
    free(untold);
    free(told);
    free(log_of);
    pk_walk_free(walk);
    random_run_end(&run);
  }
}

/* ------------------------------------------------------------------------ whose luck means what */

/* Lengths 1 … 10 are as likely, and so are eleven exits whose ids are not in the order of the file:
 * the tenth of its luck is a client's length, the eleventh of its word is its exit. */
static void luck_is_inverted_in_the_order_of_lengths_and_of_ids(void **state) {
  (void)state;
  char parts[4000] = "'horizon':20,'stages':{'a':{'duration':{'uniform':{'min':1,'max':10}}}";
  char moves[3000] = "";
  for (int i = 0; i < 11; i++) {
    char one[160];
    snprintf(one, sizeof one, ",'e%d':{'final':true}", i);
    strcat(parts, one);
    snprintf(one, sizeof one, "%s'%c':{'from':'a','to':'e%d','share':%s}", i ? "," : "",
             "qcmaxhbzyfk"[i], i, i ? "0.0909090909090909" : "'rest'");
    strcat(moves, one);
  }
  strcat(strcat(strcat(parts, "},'transitions':{"), moves),
         "},'groups':{'g':{'size':2000,'start':'a'}}");
  static const int exit_by_id[11] = {3, 6, 1, 9, 5, 10, 2, 0, 4, 8, 7}; /* a b c f h k m q x y z */
  random_run run;
  random_run_start(&run, model_text(parts), 0);
  pk_walk *walk = pk_walk_new(&run.of, run.report);
  int64_t *tally = tally_new(&run);
  history log = walk_and_tell(&run, walk, tally);
  uint32_t key[2];
  pk_dice_key(1, 0, key);
  assert_int_equal(log.count, 4000);
  for (uint32_t client = 0; client < 2000; client++) {
    const pk_event_of_stay *stay = &log.stays[2 * client];
    uint32_t word[4];
    pk_dice(key, client, pk_dice_id("g"), pk_dice_id("a"), 0, PK_DICE_STAY, word);
    assert_int_equal(stay->client, client);
    assert_int_equal(stay->end, (int)(10 * pk_dice_wide(word[0], word[1])) + 1);
    int exit = exit_by_id[(int)(11 * pk_dice_narrow(word[2]))];
    assert_int_equal(stay[1].stage, 1 + exit);
  }
  free(log.stays);
  free(tally);
  pk_walk_free(walk);
  random_run_end(&run);
}

/* Who comes back draws anew. */
static void every_visit_has_luck_of_its_own(void **state) {
  (void)state;
  random_run run;
  random_run_start(
      &run,
      model_text("'horizon':40,'stages':{'a':{'duration':{'uniform':{'min':1,'max':8}}},"
                 "'b':{'duration':{'fixed':1}}},'transitions':{"
                 "'a-b':{'from':'a','to':'b','share':1},"
                 "'b-a':{'from':'b','to':'a','share':1}},"
                 "'groups':{'g':{'size':300,'start':'a'}}"),
      0);
  pk_walk *walk = pk_walk_new(&run.of, run.report);
  int64_t *tally = tally_new(&run);
  history log = walk_and_tell(&run, walk, tally);
  uint32_t key[2], visit = 0;
  pk_dice_key(1, 0, key);
  for (size_t i = 0; i < log.count; i++) {
    const pk_event_of_stay *stay = &log.stays[i];
    uint32_t word[4];
    visit = i > 0 && same_client(stay, stay - 1) ? visit : 0;
    if (stay->stage != 0)
      continue;
    pk_dice(key, stay->client, pk_dice_id("g"), pk_dice_id("a"), visit++, PK_DICE_STAY, word);
    int end = stay->start + (int)(8 * pk_dice_wide(word[0], word[1])) + 1;
    assert_int_equal(stay->end, end < 40 ? end : 40);
  }
  free(log.stays);
  free(tally);
  pk_walk_free(walk);
  random_run_end(&run);
}

/* A stage takes longer, and leads elsewhere, in one of two scenarios: until a client comes to it,
 * its history is the same in both. */
static void scenarios_differ_only_after_the_change_reaches_a_client(void **state) {
  (void)state;
  static const char text[] =
      "'horizon':36,'stages':{'a':{'duration':{'geometric':{'mean':4}}},"
      "'b':{'duration':{'weibull':{'shape':1.4,'scale':5}}},'c':{'duration':{'fixed':%s}},"
      "'d':{'employed':true},'e':{'final':true}},'transitions':{"
      "'a-b':{'from':'a','to':'b','share':0.5},'a-c':{'from':'a','to':'c','share':0.3},"
      "'a-d':{'from':'a','to':'d','share':'rest'},'b-a':{'from':'b','to':'a','share':0.4},"
      "'b-c':{'from':'b','to':'c','share':0.3},'b-e':{'from':'b','to':'e','share':'rest'},"
      "'c-a':{'from':'c','to':'a','share':%s},'c-d':{'from':'c','to':'d','share':'rest'},"
      "'d-a':{'from':'d','to':'a','per_step':0.05}},"
      "'groups':{'g':{'size':2000,'start':{'a':0.6,'b':0.4}}}";
  random_run run[2];
  history log[2];
  for (int k = 0; k < 2; k++) {
    char parts[2000];
    snprintf(parts, sizeof parts, text, k ? "9" : "3", k ? "0.2" : "0.7");
    random_run_start(&run[k], model_text(parts), 0);
    pk_walk *walk = pk_walk_new(&run[k].of, run[k].report);
    int64_t *tally = tally_new(&run[k]);
    log[k] = walk_and_tell(&run[k], walk, tally);
    free(tally);
    pk_walk_free(walk);
  }
  size_t i = 0, j = 0, untouched = 0, changed = 0;
  for (uint32_t client = 0; client < 2000; client++) {
    bool reached = false;
    for (; i < log[0].count && log[0].stays[i].client == client && !reached; i++, j++) {
      const pk_event_of_stay *a = &log[0].stays[i], *b = &log[1].stays[j];
      assert_int_equal(b->client, client);
      assert_int_equal(a->stage, b->stage);
      assert_int_equal(a->start, b->start);
      reached = a->stage == 2;
      if (!reached)
        assert_int_equal(a->end, b->end);
    }
    untouched += !reached;
    changed += reached;
    while (i < log[0].count && log[0].stays[i].client == client)
      i++;
    while (j < log[1].count && log[1].stays[j].client == client)
      j++;
  }
  assert_true(untouched > 200 && changed > 200);
  for (int k = 0; k < 2; k++) {
    free(log[k].stays);
    random_run_end(&run[k]);
  }
}

/* -------------------------------------------------------------------------------- known numbers */

/* A monthly Markov chain of six stages, and its exact occupancy after a year by matrix powers, to
 * six digits (computed outside of this program). */
static void a_million_clients_are_where_matrix_powers_say(void **state) {
  (void)state;
  static const double rows[5][6] = {{.80, .06, .03, .02, .07, .02},
                                    {.12, .78, .05, .01, .02, .02},
                                    {.20, .02, .55, .10, .12, .01},
                                    {.08, .01, .01, .80, .09, .01},
                                    {.03, 0, 0, 0, .955, .015}};
  static const double known[6] = {.230538, .092771, .031079, .055176, .398184, .192251};
  char parts[4000] = "'horizon':60,'stages':{'s0':{},'s1':{},'s2':{},'s3':{},'s4':{},"
                     "'s5':{'final':true}},'transitions':{";
  for (int i = 0; i < 5; i++)
    for (int j = 0; j < 6; j++)
      if (i != j && rows[i][j] > 0) {
        char move[100];
        snprintf(move, sizeof move, "%s'%d-%d':{'from':'s%d','to':'s%d','per_step':%g}",
                 i + j > 1 || i > 0 ? "," : "", i, j, i, j, rows[i][j]);
        strcat(parts, move);
      }
  strcat(parts, "},'groups':{'g':{'size':1000000,'start':'s0'}}");
  random_run run;
  random_run_start(&run, model_text(parts), 0);
  pk_walk *walk = pk_walk_new(&run.of, run.report);
  int64_t *tally = tally_new(&run);
  tally_walk(&run, walk, 1, tally);
  for (size_t s = 0; s < 6; s++) {
    double seen = (double)tally[run.shape.occupancy + 12 * 6 + s] / 1e6;
    assert_true(fabs(seen - known[s]) < 4.5 * sqrt(known[s] * (1 - known[s]) / 1e6) + 1e-6);
  }
  free(tally);
  pk_walk_free(walk);
  random_run_end(&run);
}

/* ------------------------------------------------------------------------------------- refusals */

static void who_takes_histories_may_have_enough(void **state) {
  (void)state;
  random_run run;
  random_run_start(&run, random_run_text(2), 20000);
  pk_walk *walk = pk_walk_new(&run.of, run.report);
  int64_t *tally = tally_new(&run);
  history log = {.most = 1000};
  pk_event_taker taker = {keep_stays, &log};
  pk_walk_part part = {.origin = &run.origins->list[0], .count = run.origins->list[0].count};
  assert_true(part.count > 1000);
  assert_false(pk_walk_run(walk, &part, tally, &taker));
  assert_true(log.count >= 1000 && log.count < 1000 + 1000);
  free(log.stays);
  free(tally);
  pk_walk_free(walk);
  random_run_end(&run);
}

static void more_stages_than_can_be_kept_count_of_are_refused(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  pk_model model = {.stage_count = 40000};
  pk_walk_of of = {.model = &model};
  polku_problem problem;
  assert_null(pk_walk_new(&of, report));
  assert_true(polku_report_at(report, 0, POLKU_EN, &problem));
  assert_string_equal(problem.code, "E-STAGES-MANY");
  polku_report_free(report);
}

static void running_out_of_memory_is_told(void **state) {
  (void)state;
  random_run run;
  random_run_start(&run, random_run_text(3), 100);
  for (long n = 1;; n++) {
    polku_report *report = polku_report_new();
    long before = blocks_alive();
    fail_allocation(n);
    pk_walk *walk = pk_walk_new(&run.of, report);
    bool failed = allocation_failed();
    assert_true((walk == NULL) == failed);
    assert_true(polku_report_failed(report) == failed);
    pk_walk_free(walk);
    assert_int_equal(blocks_alive(), before);
    polku_report_free(report);
    if (!failed)
      break;
  }
  random_run_end(&run);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nobody_is_lost_and_nobody_comes_from_nowhere),
      cmocka_unit_test(parts_in_any_order_make_the_same_tally),
      cmocka_unit_test(histories_are_those_that_are_counted),
      cmocka_unit_test(luck_is_inverted_in_the_order_of_lengths_and_of_ids),
      cmocka_unit_test(every_visit_has_luck_of_its_own),
      cmocka_unit_test(scenarios_differ_only_after_the_change_reaches_a_client),
      cmocka_unit_test(a_million_clients_are_where_matrix_powers_say),
      cmocka_unit_test(who_takes_histories_may_have_enough),
      cmocka_unit_test(more_stages_than_can_be_kept_count_of_are_refused),
      cmocka_unit_test(running_out_of_memory_is_told),
  };
  return RUN(tests);
}
