/* A chain weighed anew is the chain that unfolding with these numbers gives; where it might be
 * another one, nothing is weighed. */
#include "support/check.h"

#include "chain/scene.h"
#include "engine/exact.h"
#include "study/draws.h"
#include "support/failing.h"
#include "support/random_model.h"

typedef struct subject {
  scene s;
  pk_arena *arena;
  pk_draws *draws;
  pk_chain_options options;
  pk_chain *twin;
} subject;

/* The chain of the first draw, kept to be weighed anew. */
static void subject_start(subject *it) {
  it->arena = pk_arena_new();
  it->draws = pk_draws_new(it->s.model, it->arena, it->s.report);
  it->options = (pk_chain_options){.value = pk_draws_value, .value_context = it->draws};
  assert_non_null(it->draws);
  pk_draws_take(it->draws, 1, 0);
  pk_chain_options first = it->options;
  first.keep_pattern = true;
  scene_unfold(&it->s, &first);
  it->twin = pk_chain_twin(it->s.chain);
}

static subject subject_load(const char *path, const char *plugins) {
  subject it = {.s = {.report = polku_report_new()}};
  it.s.model = polku_model_load(path, it.s.report);
  it.s.rules = polku_rules_load(it.s.model, plugins, it.s.report);
  if (!it.s.rules)
    scene_fail(&it.s);
  subject_start(&it);
  return it;
}

static void subject_end(subject *it) {
  pk_chain_free(it->twin);
  pk_arena_free(it->arena);
  scene_end(&it->s);
}

static void assert_same_numbers(const double *a, const double *b, size_t count, const char *what) {
  for (size_t i = 0; i < count; i++)
    if (!(fabs(a[i] - b[i]) <= 4e-15 * (fabs(a[i]) + 1e-300)))
      fail_msg("%s %zu is %.17g, unfolded %.17g", what, i, b[i], a[i]);
}

#define SAME_ARRAY(part, count)                                                                    \
  assert_memory_equal(want->part, got->part, (count) * sizeof *want->part)

static double *occupancy(const pk_chain *chain) {
  double *out = calloc((size_t)(chain->horizon + 1) * (size_t)chain->stage_count, sizeof *out);
  double *scratch = malloc(pk_exact_scratch(chain) * sizeof *scratch);
  pk_exact_forward(chain, -1, -1, NULL, &(pk_flow){.occupancy = out}, scratch);
  free(scratch);
  return out;
}

/* Where almost nobody is left of a stay, the one may have links that the other has not. */
static void assert_same_people(const pk_chain *want, const pk_chain *got) {
  double *a = occupancy(want), *b = occupancy(got);
  for (int i = 0; i < (want->horizon + 1) * want->stage_count; i++)
    assert_true(fabs(a[i] - b[i]) <= 1e-12 * (1 + a[i]));
  free(a);
  free(b);
}

static void assert_same_chain(const pk_chain *want, const pk_chain *got) {
  assert_same_people(want, got);
  assert_int_equal(got->entry_count, want->entry_count);
  assert_int_equal(got->start_count, want->start_count);
  if (got->point_count != want->point_count ||
      got->entry_row[got->entry_count] != want->entry_row[want->entry_count])
    return;
  SAME_ARRAY(entry_row, want->entry_count + 1);
  SAME_ARRAY(point_row, want->point_count + 1);
  SAME_ARRAY(refused_row, want->point_count + 1);
  size_t links = want->entry_row[want->entry_count], exits = want->point_row[want->point_count];
  size_t refusals = want->refused_row[want->point_count];
  SAME_ARRAY(entry_stage, want->entry_count);
  SAME_ARRAY(link_length, links);
  SAME_ARRAY(link_point, links);
  SAME_ARRAY(exit_to, exits);
  SAME_ARRAY(exit_transition, exits);
  SAME_ARRAY(refused_transition, refusals);
  SAME_ARRAY(start_at, want->start_count);
  assert_same_numbers(want->link_p, got->link_p, links, "link");
  assert_same_numbers(want->exit_p, got->exit_p, exits, "exit");
  assert_same_numbers(want->refused_p, got->refused_p, refusals, "refusal");
  assert_same_numbers(want->beyond, got->beyond, want->entry_count, "beyond");
  assert_same_numbers(want->stuck, got->stuck, want->entry_count, "stuck");
  assert_same_numbers(want->over_limit, got->over_limit, want->entry_count, "over limit");
  assert_same_numbers(want->start_amount, got->start_amount, want->start_count, "start");
}

/* How many of the next draws were weighed; each that was is compared. */
static int weigh_draws(subject *it, int draws) {
  int weighed = 0;
  for (int i = 1; i <= draws; i++) {
    pk_draws_take(it->draws, 1, i);
    pk_reweighed how = pk_chain_reweigh(it->twin, &it->options, it->s.report);
    assert_int_not_equal(how, PK_REWEIGH_FAILED);
    if (how == PK_REWEIGH_DIFFERS)
      continue;
    pk_chain *anew = pk_chain_new(it->s.model, it->s.rules, &it->options, it->s.report);
    assert_non_null(anew);
    assert_same_chain(anew, it->twin);
    pk_chain_free(anew);
    weighed++;
  }
  return weighed;
}

static void models_that_ship_are_unfolded_once(void **state) {
  (void)state;
  static const char *const path[][2] = {
      {POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json", POLKU_SOURCE_DIR "/plugins"},
      {POLKU_SOURCE_DIR "/models/start.json", POLKU_SOURCE_DIR "/plugins"},
      {POLKU_SOURCE_DIR "/models/generic-ladder.json", POLKU_SOURCE_DIR "/plugins"},
      {POLKU_SOURCE_DIR "/tools/bench/models/psa.json", POLKU_SOURCE_DIR "/tools/bench/plugins"}};
  for (int i = 0; i < 4; i++) {
    subject it = subject_load(path[i][0], path[i][1]);
    assert_int_equal(weigh_draws(&it, 2), 2);
    subject_end(&it);
  }
}

/* Supports that a part gets, limits and caseloads, all families: most draws keep the structure. */
static void any_model_weighed_anew_is_the_model_unfolded_anew(void **state) {
  (void)state;
  int weighed = 0, all = 0;
  for (uint64_t seed = 1; seed <= 150; seed++) {
    char *text = random_model(seed, NULL);
    subject it = {.s = {.report = polku_report_new()}};
    it.s.model = polku_model_read("random", text, strlen(text), it.s.report);
    it.s.rules = polku_rules_load(it.s.model, NULL, it.s.report);
    assert_non_null(it.s.rules);
    subject_start(&it);
    weighed += weigh_draws(&it, 3);
    all += 3;
    subject_end(&it);
    free(text);
  }
  assert_true(weighed > all / 2);
}

#define TWO_WAYS                                                                                   \
  "'stages':{'a':{'duration':{'geometric':{'mean':3}}},'b':{'final':true},'c':{'final':true}},"    \
  "'transitions':{'a-b':{'from':'a','to':'b','share':{'value':%s,'evidence':{'events':%s,'of':9}}" \
  "},'a-c':{'from':'a','to':'c','share':'rest'}},'groups':{'g':{'size':8,'start':'a'}}"

/* A share of 0 that may be drawn positive opens a way that the chain does not have. */
static void a_way_that_opens_is_not_overlooked(void **state) {
  (void)state;
  char text[800];
  snprintf(text, sizeof text, TWO_WAYS, "0", "0");
  subject it = {.s = scene_load(6, text)};
  subject_start(&it);
  pk_chain_free(it.twin);
  scene_unfold(&it.s, &(pk_chain_options){.keep_pattern = true}); /* as written: 0 */
  it.twin = pk_chain_twin(it.s.chain);
  assert_int_equal(weigh_draws(&it, 5), 0);
  assert_int_equal(pk_chain_reweigh(it.twin, &(pk_chain_options){0}, it.s.report), PK_REWEIGHED);
  subject_end(&it);
}

static void memory_may_run_out_anywhere(void **state) {
  (void)state;
  char text[800];
  snprintf(text, sizeof text, TWO_WAYS, "0.4", "4");
  subject it = {.s = scene_load(6, text)};
  subject_start(&it);
  for (long n = 1;; n++) {
    polku_report *report = polku_report_new();
    pk_chain_options first = {.keep_pattern = true};
    fail_allocation(n);
    pk_chain *chain = pk_chain_new(it.s.model, it.s.rules, &first, report);
    pk_chain *twin = pk_chain_twin(chain);
    bool done = twin && pk_chain_reweigh(twin, &it.options, report) == PK_REWEIGHED;
    bool failed = allocation_failed();
    assert_true(done != failed);
    pk_chain_free(twin);
    pk_chain_free(chain);
    polku_report_free(report);
    if (!failed)
      break;
  }
  subject_end(&it);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(models_that_ship_are_unfolded_once),
      cmocka_unit_test(any_model_weighed_anew_is_the_model_unfolded_anew),
      cmocka_unit_test(a_way_that_opens_is_not_overlooked),
      cmocka_unit_test(memory_may_run_out_anywhere),
  };
  return RUN(tests);
}
