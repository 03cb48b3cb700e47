/* Cohorts over models by lot: people are whole and stay. 240 models in an ordinary run;
 * POLKU_LONG=1 takes 4,000. */
#include "engine/cohort.h"
#include "study/solution.h"
#include "support/check.h"
#include "support/random_model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct scene {
  polku_report *report;
  polku_model *model;
  polku_rules *rules;
  pk_arena *arena;
  pk_study study;
  pk_solution solution;
  pk_hosts hosts;
  pk_origins *origins;
  pk_layout shape;
  pk_walk_of of;
} scene;

static void fail_with(scene *s, const char *text) {
  char *problems = polku_report_text(s->report, POLKU_EN, false);
  fail_msg("%s\n%s", problems, text);
}

static void scene_start(scene *s, const char *text, double people) {
  *s = (scene){.report = polku_report_new(), .arena = pk_arena_new()};
  s->model = polku_model_read("model", text, strlen(text), s->report);
  s->rules = polku_rules_load(s->model, POLKU_SOURCE_DIR "/plugins", s->report);
  if (!s->rules || !pk_study_start(&s->study, s->model, s->rules, s->arena) ||
      !pk_solution_unfold(&s->solution, &s->study, &(pk_variant){.money = true}, s->report))
    fail_with(s, text);
  assert_true(pk_hosts_start(&s->hosts, s->model, s->rules, NULL, s->arena));
  s->origins = pk_origins_of_chain(s->model, s->solution.chain, people, false, s->report);
  assert_non_null(s->origins);
  pk_layout_start(&s->shape, s->model, s->hosts.count, false);
  s->of = (pk_walk_of){.model = s->model,
                       .rules = s->rules,
                       .chain = s->solution.chain,
                       .hosts = &s->hosts,
                       .origins = s->origins,
                       .shape = &s->shape,
                       .extra = (const pk_extra *const *)s->solution.extra,
                       .discount = s->solution.pay.discount};
}

static void scene_free(scene *s) {
  pk_origins_free(s->origins);
  pk_solution_free(&s->solution);
  pk_arena_free(s->arena);
  polku_rules_free(s->rules);
  polku_model_free(s->model);
  polku_report_free(s->report);
}

typedef struct playing {
  pk_cohort *cohort;
  void *scratch;
  int64_t *tally;
} playing;

static playing play_start(scene *s) {
  playing p = {.cohort = pk_cohort_new(&s->of, s->report)};
  if (!p.cohort)
    fail_with(s, "no cohort");
  p.scratch = malloc(pk_cohort_scratch(p.cohort));
  p.tally = malloc(s->shape.size * sizeof *p.tally);
  assert_true(p.scratch && p.tally);
  return p;
}

static void play(scene *s, playing *p, uint64_t seed, uint64_t number) {
  uint32_t key[2];
  pk_dice_key(seed, number, key);
  memset(p->tally, 0, s->shape.size * sizeof *p->tally);
  pk_cohort_run(p->cohort, key, p->tally, p->scratch);
}

static void play_end(playing *p) {
  pk_cohort_free(p->cohort);
  free(p->scratch);
  free(p->tally);
}

static uint64_t models(void) {
  const char *flag = getenv("POLKU_LONG");
  return flag && strcmp(flag, "1") == 0 ? 4000 : 240;
}

/* Every third model has the rules of Finland; few, many and very many people. */
static void scene_by_lot(scene *s, uint64_t seed) {
  static const double people[] = {0, 300, 20000, 1e9};
  char *text =
      random_model(seed, &(random_model_options){.region = seed % 3 == 0 ? "finland" : NULL,
                                                 .horizon = 1 + (int)(seed * 7 % 18)});
  assert_non_null(text);
  scene_start(s, text, people[seed / 3 % 4]);
  free(text);
}

/* --------------------------------------------------------------------------------------- people */

static void assert_people(const scene *s, const int64_t *tally, uint64_t seed) {
  for (int g = 0; g < s->shape.group_count; g++) {
    const int64_t *part = tally + (size_t)g * s->shape.group_size;
    int64_t entered = 0;
    for (size_t t = 0; t <= (size_t)s->shape.horizon; t++) {
      const int64_t *row = part + s->shape.occupancy + t * (size_t)s->shape.stage_count;
      int64_t there = 0;
      entered += part[s->shape.entered + t];
      for (int i = 0; i < s->shape.stage_count; i++) {
        assert_true(row[i] >= 0);
        there += row[i];
      }
      if (there != entered)
        fail_msg("model %d, group %d, step %d: %lld people of %lld", (int)seed, g, (int)t,
                 (long long)there, (long long)entered);
    }
  }
}

static void nobody_is_lost_or_made(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= models(); seed++) {
    scene s;
    scene_by_lot(&s, seed);
    playing p = play_start(&s);
    play(&s, &p, seed, 0);
    assert_people(&s, p.tally, seed);
    play_end(&p);
    scene_free(&s);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nobody_is_lost_or_made),
  };
  return RUN(tests);
}
