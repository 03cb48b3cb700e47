/* Who begins: how many, with which number, in which way. */
#include "engine/origin.h"
#include "engine/dice.h"
#include "support/check.h"
#include "support/failing.h"
#include "support/random_model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct scene {
  polku_report *report;
  polku_model *model;
  polku_rules *rules;
  pk_chain *chain;
} scene;

static scene open_scene(const char *text) {
  scene s = {.report = polku_report_new()};
  s.model = polku_model_read("origin", text, strlen(text), s.report);
  s.rules = polku_rules_load(s.model, NULL, s.report);
  s.chain = pk_chain_new(s.model, s.rules, NULL, s.report);
  if (!s.chain)
    fail_msg("%s\n%s", polku_report_text(s.report, POLKU_EN, false), text);
  return s;
}

static void close_scene(scene *s) {
  pk_chain_free(s->chain);
  polku_rules_free(s->rules);
  polku_model_free(s->model);
  polku_report_free(s->report);
}

static pk_origins *of_chain(const scene *s, double people) {
  pk_origins *origins = pk_origins_of_chain(s->model, s->chain, people, true, s->report);
  assert_non_null(origins);
  return origins;
}

/* A model of one stage that two groups begin in; the text of each group is the test's. */
#define MODEL(groups)                                                                              \
  "{\"format\":\"polku/1\",\"horizon\":3,\"stages\":{\"a\":{\"duration\":{\"fixed\":9}},"          \
  "\"b\":{\"final\":true},\"c\":{\"final\":true}},\"transitions\":{\"a-b\":{\"from\":\"a\","       \
  "\"to\":\"b\",\"share\":1}},\"groups\":{" groups "}}"

static const uint32_t KEY[2] = {0x2545F491u, 0x4F6CDD1Du};

static void assert_same_way(const pk_origin_way *a, const pk_origin_way *b, uint64_t seed) {
  if (a->upto != b->upto || a->before != b->before || a->profile != b->profile ||
      a->stage != b->stage || a->elapsed != b->elapsed)
    fail_msg("model %d: a way differs", (int)seed);
}

static void chain_and_model_give_the_same_origins(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 300; seed++) {
    char *text = random_model(seed, NULL);
    scene s = open_scene(text);
    double people = seed % 2 ? 0 : 1000;
    pk_origins *a = of_chain(&s, people);
    pk_origins *b = pk_origins_of_model(s.model, s.rules, NULL, people, true, s.report);
    assert_int_equal(a->count, b->count);
    assert_true(a->people == b->people);
    for (int i = 0; i < a->count; i++) {
      const pk_origin *p = &a->list[i], *q = &b->list[i];
      assert_true(p->form == q->form && p->group == q->group && p->time == q->time);
      assert_true(p->hash == q->hash && p->count == q->count && p->mean == q->mean);
      assert_true(p->allocate == q->allocate && p->way_count == q->way_count);
      for (int w = 0; w < p->way_count; w++)
        assert_same_way(&p->ways[w], &q->ways[w], seed);
      assert_true(p->ways[p->way_count - 1].upto == 1);
    }
    pk_origins_free(a);
    pk_origins_free(b);
    close_scene(&s);
    free(text);
  }
}

/* 100 people of three groups as 1 : 1 : 1: by largest remainders 34, 33, 33. */
static void people_are_whole_and_as_many_as_asked_for(void **state) {
  (void)state;
  scene s = open_scene(MODEL("\"x\":{\"size\":10,\"start\":\"a\"},\"y\":{\"size\":10,\"start\":"
                             "\"a\"},\"z\":{\"size\":10,\"start\":\"b\"}"));
  pk_origins *origins = of_chain(&s, 100);
  assert_int_equal(origins->count, 3);
  assert_int_equal(origins->list[0].count, 34);
  assert_int_equal(origins->list[1].count, 33);
  assert_int_equal(origins->list[2].count, 33);
  assert_true(origins->people == 100);
  pk_origins_free(origins);
  close_scene(&s);
}

static void broken_sizes_become_whole(void **state) {
  (void)state;
  scene s = open_scene(MODEL("\"x\":{\"size\":2.5,\"start\":\"a\"},\"y\":{\"size\":1.7,\"start\":"
                             "\"a\"},\"z\":{\"size\":0.8,\"start\":\"b\"}"));
  pk_origins *origins = of_chain(&s, 0);
  assert_int_equal(origins->list[0].count, 2);
  assert_int_equal(origins->list[1].count, 2);
  assert_int_equal(origins->list[2].count, 1);
  pk_origins_free(origins);
  close_scene(&s);
}

/* 10 people as 0.25 : 0.35 : 0.4 are 2.5, 3.5 and 4: the earlier of equal remainders gets one. */
static void allocated_clients_stand_in_the_order_of_their_ways(void **state) {
  (void)state;
  scene s = open_scene(MODEL("\"x\":{\"size\":10,\"allocate\":true,"
                             "\"start\":{\"a\":0.25,\"b\":0.35,\"c\":0.4}}"));
  pk_origins *origins = of_chain(&s, 0);
  const pk_origin *origin = &origins->list[0];
  static const int stage_of[10] = {0, 0, 0, 1, 1, 1, 2, 2, 2, 2};
  for (uint32_t client = 0; client < 10; client++)
    assert_int_equal(pk_origin_way_of(origin, KEY, client)->stage, stage_of[client]);
  pk_origins_free(origins);
  close_scene(&s);
}

static void drawn_clients_have_ways_in_proportion(void **state) {
  (void)state;
  scene s = open_scene(MODEL("\"x\":{\"size\":100000,\"start\":{\"a\":0.1,\"b\":0.3,\"c\":0.6}}"));
  pk_origins *origins = of_chain(&s, 0);
  double seen[3] = {0}, share[3] = {0.1, 0.3, 0.6};
  for (uint32_t client = 0; client < 100000; client++)
    seen[pk_origin_way_of(&origins->list[0], KEY, client)->stage]++;
  for (int i = 0; i < 3; i++) {
    double sd = sqrt(100000 * share[i] * (1 - share[i]));
    assert_true(fabs(seen[i] - 100000 * share[i]) < 4 * sd);
  }
  pk_origins_free(origins);
  close_scene(&s);
}

static void arrivals_are_poisson_in_each_run_and_step(void **state) {
  (void)state;
  scene s = open_scene(MODEL("\"x\":{\"size\":0,\"arrivals\":{\"per_step\":5},\"start\":\"a\"}"));
  pk_origins *origins = of_chain(&s, 0);
  enum { RUNS = 4000 };
  double sum = 0, squares = 0, both = 0;
  assert_int_equal(origins->count, 3);
  for (uint64_t run = 0; run < RUNS; run++) {
    uint32_t key[2];
    pk_dice_key(7, run, key);
    double first = (double)pk_origin_count(&origins->list[0], key);
    double second = (double)pk_origin_count(&origins->list[1], key);
    sum += first;
    squares += first * first;
    both += (first - 5) * (second - 5);
  }
  double mean = sum / RUNS, variance = squares / RUNS - mean * mean;
  assert_true(fabs(mean - 5) < 4 * sqrt(5.0 / RUNS));
  /* the variance of a squared deviation is λ + 2 λ² for a Poisson number */
  assert_true(fabs(variance - 5) < 4 * sqrt(55.0 / RUNS));
  assert_true(fabs(both / RUNS) < 4 * 5 / sqrt(RUNS));
  pk_origins_free(origins);
  close_scene(&s);
}

/* Two equal lines of a caseload are different people. */
static void equal_lines_of_a_caseload_have_luck_of_their_own(void **state) {
  (void)state;
  scene s = open_scene(MODEL("\"x\":{\"initial\":[{\"stage\":\"a\",\"elapsed\":3,\"count\":5},"
                             "{\"stage\":\"a\",\"elapsed\":3,\"count\":5},"
                             "{\"stage\":\"a\",\"elapsed\":4,\"count\":5}]}"));
  pk_origins *origins = of_chain(&s, 0);
  assert_int_equal(origins->count, 3);
  for (int i = 0; i < 3; i++) {
    assert_int_equal(origins->list[i].form, PK_FROM_CASELOAD);
    assert_int_equal(origins->list[i].count, 5);
    assert_int_equal(origins->list[i].ways[0].elapsed, i < 2 ? 3 : 4);
    assert_true(origins->list[i].hash != origins->list[(i + 1) % 3].hash);
  }
  pk_origins_free(origins);
  close_scene(&s);
}

/* A group that is added, or an earlier line of the caseload, leaves the luck of others alone. */
static void luck_belongs_to_ids_not_to_places(void **state) {
  (void)state;
  scene one = open_scene(MODEL("\"x\":{\"size\":4,\"start\":\"a\"}"));
  scene two = open_scene(MODEL("\"y\":{\"size\":4,\"start\":\"a\"},\"x\":{\"size\":9,\"start\":"
                               "\"b\"}"));
  pk_origins *a = of_chain(&one, 0), *b = of_chain(&two, 0);
  assert_true(a->list[0].hash == b->list[1].hash);
  assert_true(b->list[0].hash != b->list[1].hash);
  pk_origins_free(a);
  pk_origins_free(b);
  close_scene(&one);
  close_scene(&two);
}

static void too_many_clients_to_number_are_refused_by_name(void **state) {
  (void)state;
  scene s = open_scene(MODEL("\"x\":{\"size\":1,\"start\":\"a\"}"));
  polku_problem problem;
  assert_null(pk_origins_of_chain(s.model, s.chain, 1e10, true, s.report));
  assert_true(
      polku_report_at(s.report, polku_report_count(s.report, POLKU_ERROR) - 1, POLKU_EN, &problem));
  assert_string_equal(problem.code, "E-PEOPLE-MANY");
  assert_non_null(strstr(problem.hint, "cohort"));
  pk_origins *counted = pk_origins_of_chain(s.model, s.chain, 1e10, false, s.report);
  assert_non_null(counted);
  assert_true(counted->list[0].count == INT64_C(10000000000));
  pk_origins_free(counted);
  pk_origins *most = pk_origins_of_chain(s.model, s.chain, 4294967295.0, true, s.report);
  assert_non_null(most);
  pk_origins_free(most);
  assert_null(pk_origins_of_chain(s.model, s.chain, 1e17, false, s.report));
  close_scene(&s);
}

static void running_out_of_memory_is_told(void **state) {
  (void)state;
  scene s = open_scene(MODEL("\"x\":{\"size\":10,\"allocate\":true,\"start\":{\"a\":0.5,\"b\":0.5},"
                             "\"arrivals\":{\"per_step\":[1,2]},"
                             "\"initial\":[{\"stage\":\"a\",\"elapsed\":1,\"count\":5}]}"));
  for (long n = 1;; n++) {
    polku_report *report = polku_report_new();
    long before = blocks_alive();
    fail_allocation(n);
    pk_origins *origins = pk_origins_of_chain(s.model, s.chain, 0, true, report);
    bool failed = allocation_failed();
    assert_true((origins == NULL) == failed);
    assert_true(polku_report_failed(report) == failed);
    pk_origins_free(origins);
    assert_int_equal(blocks_alive(), before);
    polku_report_free(report);
    if (!failed)
      break;
  }
  close_scene(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(chain_and_model_give_the_same_origins),
      cmocka_unit_test(people_are_whole_and_as_many_as_asked_for),
      cmocka_unit_test(broken_sizes_become_whole),
      cmocka_unit_test(allocated_clients_stand_in_the_order_of_their_ways),
      cmocka_unit_test(drawn_clients_have_ways_in_proportion),
      cmocka_unit_test(arrivals_are_poisson_in_each_run_and_step),
      cmocka_unit_test(equal_lines_of_a_caseload_have_luck_of_their_own),
      cmocka_unit_test(luck_belongs_to_ids_not_to_places),
      cmocka_unit_test(too_many_clients_to_number_are_refused_by_name),
      cmocka_unit_test(running_out_of_memory_is_told),
  };
  return RUN(tests);
}
