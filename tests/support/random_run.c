#include "random_run.h"
#include "check.h"
#include "random_model.h"

#include <stdlib.h>
#include <string.h>

void random_run_start(random_run *run, char *text, double people) {
  *run = (random_run){.text = text, .report = polku_report_new(), .arena = pk_arena_new()};
  assert_non_null(text);
  run->model = polku_model_read("random", text, strlen(text), run->report);
  run->rules = polku_rules_load(run->model, POLKU_SOURCE_DIR "/plugins", run->report);
  pk_variant variant = {.people = people, .money = true};
  bool good = run->rules && pk_study_start(&run->study, run->model, run->rules, run->arena) &&
              pk_solution_new(&run->solution, &run->study, &variant, run->report);
  run->origins =
      good ? pk_origins_of_chain(run->model, run->solution.chain, people, true, run->report) : NULL;
  if (!run->origins)
    fail_msg("%s\n%s", polku_report_text(run->report, POLKU_EN, false), text);
  assert_true(pk_hosts_start(&run->hosts, run->model, run->rules, NULL, run->arena));
  pk_layout_start(&run->shape, run->model, run->hosts.count, false);
  run->of = (pk_walk_of){.model = run->model,
                         .rules = run->rules,
                         .chain = run->solution.chain,
                         .hosts = &run->hosts,
                         .origins = run->origins,
                         .shape = &run->shape,
                         .extra = (const struct pk_extra *const *)run->solution.extra,
                         .discount = run->solution.pay.discount};
}

void random_run_end(random_run *run) {
  pk_origins_free(run->origins);
  pk_solution_free(&run->solution);
  pk_arena_free(run->arena);
  polku_rules_free(run->rules);
  polku_model_free(run->model);
  polku_report_free(run->report);
  free(run->text);
}

int64_t *tally_new(const random_run *run) {
  int64_t *tally = calloc(run->shape.size + 1, sizeof *tally);
  assert_non_null(tally);
  return tally;
}

void tally_walk(const random_run *run, const pk_walk *walk, uint64_t seed, int64_t *tally) {
  pk_walk_part part = {0};
  pk_dice_key(seed, 0, part.key);
  for (int i = 0; i < run->origins->count; i++) {
    part.origin = &run->origins->list[i];
    part.count = pk_origin_count(part.origin, part.key);
    assert_true(pk_walk_run(walk, &part, tally, NULL));
  }
  pk_tally_accumulate(&run->shape, tally);
}

char *random_run_text(uint64_t seed) {
  random_model_options options = {.without = RANDOM_LAYOUT | RANDOM_EXTRAS | RANDOM_SCENARIOS};
  if (seed % 3 == 0) {
    options.region = "finland";
    options.follows = seed % 2 == 0 ? "2023-03-01" : NULL; /* the law changes on 1.7.2023 */
    options.horizon = 6 + (int)(seed % 13);
    options.stages = 3 + (int)(seed % 5);
  }
  return random_model(seed, &options);
}
