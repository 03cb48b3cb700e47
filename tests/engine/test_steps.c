/* All clients side by side, where nothing ties them together: each has the history that it has on
 * its walk over the chain. */
#include "engine/side_scene.h"
#include "support/random_model.h"
#include "support/random_run.h"

#include <math.h>

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

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(histories_are_those_of_the_walk),
  };
  return RUN(tests);
}
