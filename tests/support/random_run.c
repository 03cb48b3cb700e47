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

/* Stages by lot may have employers of two kinds, which the rules of Finland refuse. */
static bool is_good(const char *text) {
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_read("random", text, strlen(text), report);
  polku_rules *rules = polku_rules_load(model, POLKU_SOURCE_DIR "/plugins", report);
  bool good = rules != NULL;
  polku_rules_free(rules);
  polku_model_free(model);
  polku_report_free(report);
  return good;
}

char *random_run_text(uint64_t seed) {
  random_model_options options = {.without = RANDOM_LAYOUT | RANDOM_EXTRAS | RANDOM_SCENARIOS};
  if (seed % 3 != 0)
    return random_model(seed, &options);
  options.region = "finland";
  options.horizon = 6 + (int)(seed % 13);
  options.stages = 3 + (int)(seed % 5);
  char *text = random_model(seed, &options);
  for (uint64_t other = seed + 1000000; text && !is_good(text); other += 1000000) {
    free(text);
    text = random_model(other, &options);
  }
  return text;
}
