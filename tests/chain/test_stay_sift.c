/* Chains whose histories make more states than fit. */
#include "chain/scripted.h"
#include "engine/exact.h"
#include "support/failing.h"

enum { HORIZON = 16, STAGES = 3, CELLS = (HORIZON + 1) * STAGES };

static const char *const wandering =
    "'stages':{'a':{},'b':{},'c':{}},'transitions':{"
    "'ab':{'from':'a','to':'b','per_step':0.05},'ac':{'from':'a','to':'c','per_step':0.02},"
    "'ba':{'from':'b','to':'a','per_step':0.08},'ca':{'from':'c','to':'a','per_step':0.03},"
    "'cb':{'from':'c','to':'b','per_step':0.01}},'groups':{'g':{'size':64,'start':'a'},"
    "'h':{'size':8,'start':'b','arrivals':{'per_step':1}}}";

/* b is entered only by those who were in a for at least 6 of the latest 16 steps. */
static bool six_of_sixteen(const char *stage, int clock, int elapsed) {
  (void)elapsed;
  return *stage != 'b' || __builtin_popcount((unsigned)clock) >= 6;
}

static void occupancy(const pk_chain *chain, double *out) {
  double *scratch = malloc(pk_exact_scratch(chain) * sizeof *scratch);
  pk_exact_forward(chain, -1, -1, NULL, &(pk_flow){.occupancy = out}, scratch);
  free(scratch);
}

static void states_few_people_come_to_are_sifted_out_within_the_stated_bound(void **state) {
  (void)state;
  scene s = scripted(HORIZON, wandering, (script){.allow = six_of_sixteen, .history = true});
  double whole[CELLS], sifted[CELLS];
  size_t links = s.chain->entry_row[s.chain->entry_count];
  assert_close(s.chain->lost, 0);
  occupancy(s.chain, whole);
  scene_unfold(&s, &(pk_chain_options){.max_links = links / 2, .keep_pattern = true});
  assert_conserved(s.chain);
  assert_null(s.chain->pattern); /* with other numbers, other states are sifted out */
  assert_true(s.chain->entry_row[s.chain->entry_count] <= links / 2);
  assert_true(s.chain->lost > 0 && s.chain->lost <= 1e-3 * (64 + 8 + HORIZON));
  occupancy(s.chain, sifted);
  for (int t = 0; t <= HORIZON; t++) {
    double people = 0, apart = 0;
    for (int i = 0; i < STAGES; i++) {
      people += sifted[t * STAGES + i];
      apart += fabs(sifted[t * STAGES + i] - whole[t * STAGES + i]);
    }
    assert_true(fabs(people - (64 + 8 + t)) < 1e-9); /* nobody disappears */
    assert_true(apart / 2 <= s.chain->lost + 1e-9);
  }
  scene_end(&s);
}

static void where_too_many_would_be_lost_the_clock_is_named(void **state) {
  (void)state;
  scene s = scripted(HORIZON, wandering, (script){.allow = six_of_sixteen, .history = true});
  assert_null(pk_chain_new(s.model, s.rules, &(pk_chain_options){.max_links = 60}, s.report));
  polku_problem problem;
  assert_true(polku_report_at(s.report, 0, POLKU_EN, &problem));
  assert_string_equal(problem.code, "E-CHAIN-CLOCK");
  assert_non_null(strstr(problem.message, "steps_in_a"));
  scene_end(&s);
}

static void memory_may_run_out_anywhere(void **state) {
  (void)state;
  scene s = scripted(6, wandering, (script){.allow = six_of_sixteen, .history = true});
  size_t links = s.chain->entry_row[s.chain->entry_count];
  for (long n = 1;; n++) {
    polku_report *report = polku_report_new();
    fail_allocation(n);
    pk_chain *chain = pk_chain_new(
        s.model, s.rules, &(pk_chain_options){.max_links = links - 1, .tolerance = 1e-5}, report);
    bool failed = allocation_failed();
    assert_true(failed ? !chain && polku_report_failed(report) : chain && chain->lost > 0);
    pk_chain_free(chain);
    polku_report_free(report);
    if (!failed)
      break;
  }
  scene_end(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(states_few_people_come_to_are_sifted_out_within_the_stated_bound),
      cmocka_unit_test(where_too_many_would_be_lost_the_clock_is_named),
      cmocka_unit_test(memory_may_run_out_anywhere),
  };
  return RUN(tests);
}
