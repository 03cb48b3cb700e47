/* All clients side by side, where nothing ties them together: each has the history that it has on
 * its walk over the chain. */
#include "engine/side_scene.h"
#include "support/expected.h"
#include "support/random_run.h"
#include "support/scores.h"

#include <stdlib.h>
#include <string.h>

/* The engine without a chain, for a model that is ready for a walk. */
typedef struct pair {
  random_run run;
  pk_walk *walk;
  pk_chain_options options;
  pk_stay_laws *laws;
  pk_origins *origins;
  pk_steps *steps;
  int64_t *walked, *stepped;
} pair;

static void pair_start(pair *p, char *text) {
  *p = (pair){0};
  random_run_start(&p->run, text, 2000);
  p->walk = pk_walk_new(&p->run.of, p->run.report);
  p->laws = pk_stay_laws_new(p->run.model, p->run.rules, &p->options, p->run.report);
  p->origins =
      pk_origins_of_model(p->run.model, p->run.rules, &p->options, 2000, true, p->run.report);
  assert_true(p->walk && p->laws && p->origins);
  pk_steps_of of = {.model = p->run.model,
                    .rules = p->run.rules,
                    .laws = p->laws,
                    .hosts = &p->run.hosts,
                    .origins = p->origins,
                    .shape = &p->run.shape};
  p->steps = pk_steps_new(&of, p->run.report);
  assert_non_null(p->steps);
  p->walked = tally_new(&p->run);
  p->stepped = tally_new(&p->run);
}

static void pair_end(pair *p) {
  free(p->walked);
  free(p->stepped);
  pk_steps_free(p->steps);
  pk_origins_free(p->origins);
  pk_stay_laws_free(p->laws);
  pk_walk_free(p->walk);
  random_run_end(&p->run);
}

static void play_both(pair *p, uint64_t seed) {
  pk_steps_run run = {0};
  tally_walk(&p->run, p->walk, seed, p->walked);
  pk_dice_key(seed, 0, run.key);
  assert_true(pk_steps_play(p->steps, &run, p->stepped));
}

/* Whether a stage's clients may differ in their supports: the walk draws these with the length. */
static bool has_variants(const pk_stay_laws *laws) {
  for (int s = 0; s < laws->model->stage_count; s++)
    if (laws->law[s].variant_count > 1)
      return true;
  return false;
}

static void compare(const pair *p, uint64_t seed, const char *what, size_t at, size_t count,
                    int64_t within) {
  for (int g = 0; g < p->run.shape.group_count; g++)
    for (size_t i = 0; i < count; i++) {
      size_t k = (size_t)g * p->run.shape.group_size + at + i;
      if (llabs(p->walked[k] - p->stepped[k]) > within)
        fail_msg("model %llu, group %d: %s[%zu] is %lld, over the chain %lld\n%s",
                 (unsigned long long)seed, g, what, i, (long long)p->stepped[k],
                 (long long)p->walked[k], p->run.text);
    }
}

static void histories_are_those_of_the_walk(void **state) {
  (void)state;
  int compared = 0;
  for (uint64_t seed = 1; seed <= 120; seed++) {
    pair p;
    pair_start(&p, random_run_text(seed));
    if (!has_variants(p.laws)) {
      const pk_layout *s = &p.run.shape;
      size_t rows = (size_t)s->horizon + 1, stages = (size_t)s->stage_count;
      play_both(&p, seed);
      compare(&p, seed, "entered", s->entered, rows, 0);
      compare(&p, seed, "entries", s->entries, rows * stages, 0);
      compare(&p, seed, "occupancy", s->occupancy, rows * stages, 0);
      compare(&p, seed, "moves", s->moves, (size_t)s->transition_count, 0);
      compare(&p, seed, "employed", s->employed, rows, 0);
      compare(&p, seed, "open", s->open, rows, 0);
      compare(&p, seed, "lasting", s->lasting, rows, 0);
      compare(&p, seed, "host_steps", s->host_steps, (size_t)s->host_count, 0);
      compare(&p, seed, "reached", s->reached, 1, 0);
      compare(&p, seed, "reached_employed", s->reached_employed, 1, 0);
      compare(&p, seed, "refused", s->refused, (size_t)s->transition_count, 2000);
      compare(&p, seed, "paid", s->paid, (size_t)s->account_count * stages, 20000);
      compared++;
    }
    pair_end(&p);
  }
  assert_true(compared > 60);
}

enum { MOST_STAYS = 400000 };

typedef struct stays {
  size_t count;
  pk_event_of_stay *list;
} stays;

static bool take_stays(void *context, const pk_event_of_stay *events, size_t count) {
  stays *all = context;
  assert_true(all->count + count <= MOST_STAYS);
  memcpy(all->list + all->count, events, count * sizeof *events);
  all->count += count;
  return true;
}

static int by_client_and_time(const void *a, const void *b) {
  const pk_event_of_stay *p = a, *q = b;
  long long keys[][2] = {{p->group, q->group}, {p->client, q->client}, {p->start, q->start},
                         {p->end, q->end},     {p->stage, q->stage},   {p->host, q->host}};
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
    if (keys[i][0] != keys[i][1])
      return keys[i][0] < keys[i][1] ? -1 : 1;
  return 0;
}

static void log_both(pair *p, uint64_t seed, stays *walked, stays *stepped) {
  pk_event_taker to_walked = {take_stays, walked}, to_stepped = {take_stays, stepped};
  pk_walk_part part = {0};
  pk_steps_run run = {.events = &to_stepped};
  walked->count = stepped->count = 0;
  pk_dice_key(seed, 0, part.key);
  pk_dice_key(seed, 0, run.key);
  for (int i = 0; i < p->run.origins->count; i++) {
    part.origin = &p->run.origins->list[i];
    if (i > 0 && part.origin[-1].group != part.origin->group)
      part.number = 0;
    part.count = pk_origin_count(part.origin, part.key);
    assert_true(pk_walk_run(p->walk, &part, p->walked, &to_walked));
    part.number += (uint32_t)part.count;
  }
  assert_true(pk_steps_play(p->steps, &run, p->stepped));
  qsort(walked->list, walked->count, sizeof *walked->list, by_client_and_time);
  qsort(stepped->list, stepped->count, sizeof *stepped->list, by_client_and_time);
}

static void logs_tell_the_same_stays(void **state) {
  (void)state;
  stays walked = {.list = malloc(MOST_STAYS * sizeof *walked.list)};
  stays stepped = {.list = malloc(MOST_STAYS * sizeof *stepped.list)};
  assert_true(walked.list && stepped.list);
  for (uint64_t seed = 1; seed <= 30; seed++) {
    pair p;
    pair_start(&p, random_run_text(seed));
    if (!has_variants(p.laws)) {
      log_both(&p, seed, &walked, &stepped);
      assert_int_equal(stepped.count, walked.count);
      for (size_t i = 0; i < walked.count; i++) {
        assert_int_equal(by_client_and_time(&walked.list[i], &stepped.list[i]), 0);
        assert_int_equal(walked.list[i].censored, stepped.list[i].censored);
        assert_false(stepped.list[i].waiting);
      }
    }
    pair_end(&p);
  }
  free(walked.list);
  free(stepped.list);
}

/* Where some clients get a support and others do not, and a race or chances by step let them go,
 * how long a client stays tells which it is: histories differ from those of the walk, and every
 * number has the mean and the variance of the exact engine. */
static const char HELPED[] =
    "{\"format\":\"polku/1\",\"horizon\":18,"
    "\"actors\":{\"h\":{\"sector\":\"third\"}},\"stages\":{\"race\":{},\"step\":{},"
    "\"stay\":{\"duration\":{\"geometric\":{\"mean\":3}}},\"work\":{\"employed\":true,\"open\":"
    "true}},"
    "\"transitions\":{\"a\":{\"from\":\"race\",\"to\":\"work\",\"after\":{\"weibull\":{\"shape\":2,"
    "\"scale\":6}}},\"b\":{\"from\":\"race\",\"to\":\"step\",\"after\":{\"exponential\":{\"mean\":"
    "5}}},"
    "\"c\":{\"from\":\"step\",\"to\":\"work\",\"per_step\":[0.05,0.1,0.2]},"
    "\"d\":{\"from\":\"step\",\"to\":\"stay\",\"per_step\":0.1},"
    "\"e\":{\"from\":\"stay\",\"to\":\"work\",\"share\":0.4},"
    "\"f\":{\"from\":\"stay\",\"to\":\"race\",\"share\":\"rest\"},"
    "\"g\":{\"from\":\"work\",\"to\":\"race\",\"per_step\":0.05}},"
    "\"supports\":{\"s\":{\"actors\":{\"h\":{}},\"uptake\":0.4,\"effect\":[{\"transition\":\"a\","
    "\"hazard_ratio\":3},{\"transition\":\"c\",\"hazard_ratio\":2.5},"
    "{\"transition\":\"e\",\"odds_ratio\":4}]},"
    "\"t\":{\"actors\":{\"h\":{}},\"uptake\":0.7,\"effect\":{\"transition\":\"b\",\"hazard_ratio\":"
    "0.3}}},"
    "\"groups\":{\"g\":{\"size\":15,\"start\":{\"race\":0.6,\"step\":0.4},\"arrivals\":{\"per_"
    "step\":2},"
    "\"initial\":[{\"stage\":\"race\",\"elapsed\":4,\"count\":9},"
    "{\"stage\":\"step\",\"elapsed\":2,\"count\":9}]}}}";

static void supports_for_some_agree_with_the_exact_engine(void **state) {
  (void)state;
  scores all = {0};
  char name[120];
  for (uint64_t seed = 1; seed <= 40; seed++) {
    pair p;
    pair_start(&p, strdup(HELPED));
    assert_true(has_variants(p.laws));
    play_both(&p, seed);
    expected e = expected_tally(&p.run.of, false);
    for (size_t i = 0; i < p.run.shape.size; i++)
      if (e.variance[i] >= 0) {
        expected_name(&p.run.of, i, name);
        score(&all, seed, name, (double)p.stepped[i], e.mean[i], e.variance[i]);
      }
    expected_free(&e);
    pair_end(&p);
  }
  scores_agree(&all);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(histories_are_those_of_the_walk),
      cmocka_unit_test(logs_tell_the_same_stays),
      cmocka_unit_test(supports_for_some_agree_with_the_exact_engine),
  };
  return RUN(tests);
}
