/* From a model to its chain: what is reached, who begins where, and laws of whole chains. */
#include "chain/scene.h"
#include "engine/exact.h"
#include "support/failing.h"
#include "support/random_model.h"

static scene unfolded(int horizon, const char *parts) {
  scene s = scene_load(horizon, parts);
  scene_unfold(&s, NULL);
  assert_conserved(s.chain);
  return s;
}

/* ------------------------------------------------------------------------- whole chains */

static void keep_everybody(uint64_t seed, const random_model_options *options,
                           const char *plugins) {
  char *text = random_model(seed, options);
  scene s = {.report = polku_report_new()};
  s.model = polku_model_read("random", text, strlen(text), s.report);
  s.rules = polku_rules_load(s.model, plugins, s.report);
  if (!s.rules)
    scene_fail(&s);
  scene_unfold(&s, NULL);
  assert_conserved(s.chain);
  pk_chain_check(s.model, s.rules, s.report);
  assert_int_equal(polku_report_count(s.report, POLKU_ERROR), 0);
  free(text);
  scene_end(&s);
}

static void random_models_keep_everybody(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 1000; seed++)
    keep_everybody(seed, NULL, NULL);
}

static void random_models_under_rules_keep_everybody(void **state) {
  (void)state;
  const random_model_options finland = {.region = "finland",
                                        .stages = 5,
                                        .horizon = 18,
                                        .without = RANDOM_ACTORS | RANDOM_SUPPORTS | RANDOM_WEEKS};
  for (uint64_t seed = 1; seed <= 60; seed++)
    keep_everybody(seed, &finland, POLKU_SOURCE_DIR "/plugins");
}

/* Entries of a two-stage renewal process: a lasts geometrically, b three steps, and so on for ever.
 * u(t) = [t = 0] + Σ f(d) u(t − d), f the length of a whole round. */
static void a_two_stage_renewal_process_meets_its_equation(void **state) {
  (void)state;
  enum { H = 40 };
  scene s = unfolded(H, "'stages':{'a':{'duration':{'geometric':{'mean':4}}},"
                        "'b':{'duration':{'fixed':3}}},"
                        "'transitions':{'ab':{'from':'a','to':'b','share':1},"
                        "'ba':{'from':'b','to':'a','share':1}},"
                        "'groups':{'g':{'size':1,'start':'a'}}");
  double round[H + 1] = {0}, u[H + 1], entries[(H + 1) * 2];
  for (int d = 4; d <= H; d++)
    round[d] = 0.25 * pow(0.75, d - 4);
  double *scratch = malloc(pk_exact_scratch(s.chain) * sizeof *scratch);
  pk_exact_forward(s.chain, -1, -1, NULL, &(pk_flow){.entries = entries}, scratch);
  for (int t = 0; t <= H; t++) {
    u[t] = t == 0;
    for (int d = 1; d <= t; d++)
      u[t] += round[d] * u[t - d];
    assert_close(entries[2 * t], u[t]);
  }
  free(scratch);
  scene_end(&s);
}

static void nothing_beyond_the_horizon_is_unfolded(void **state) {
  (void)state;
  scene s = unfolded(12, "'stages':{'a':{'duration':{'fixed':5}},'b':{'duration':{'fixed':7}},"
                         "'c':{'duration':{'fixed':1}},'d':{}},"
                         "'transitions':{'ab':{'from':'a','to':'b','share':1},"
                         "'bc':{'from':'b','to':'c','share':1},"
                         "'cd':{'from':'c','to':'d','share':1}},"
                         "'groups':{'g':{'size':1,'start':'a'}}");
  assert_int_equal(s.chain->entry_count, 3); /* c is entered at 12, d would be at 13 */
  assert_int_equal(s.chain->point_count, 2);
  assert_close(s.chain->beyond[2], 1);
  scene_end(&s);
}

/* A row per stage, however many ways lead there. */
static void stages_without_clocks_have_one_state_each(void **state) {
  (void)state;
  char parts[60000] = "'stages':{", *at = parts + strlen(parts);
  for (int i = 0; i < 300; i++)
    at += sprintf(at, "%s's%d':{'duration':{'geometric':{'mean':2}}}", i ? "," : "", i);
  at += sprintf(at, "},'transitions':{");
  for (int i = 0; i < 300; i++)
    at += sprintf(at,
                  "%s't%d':{'from':'s%d','to':'s%d','share':0.5},"
                  "'u%d':{'from':'s%d','to':'s%d','share':0.5}",
                  i ? "," : "", i, i, (i + 1) % 300, i, i, (i + 7) % 300);
  sprintf(at, "},'groups':{'g':{'size':1,'start':'s0'}}");
  scene s = unfolded(60, parts);
  assert_int_equal(s.chain->entry_count, 300);
  assert_int_equal(s.chain->point_count, 300);
  scene_end(&s);
}

/* ------------------------------------------------------------------------- beginnings */

static void sizes_starts_and_arrivals_add_up(void **state) {
  (void)state;
  scene s = unfolded(5, "'stages':{'a':{},'b':{}},'transitions':{},'groups':{"
                        "'g':{'size':10,'start':{'a':0.7,'b':0.3},'arrivals':{'per_step':2}},"
                        "'i':{'size':0,'start':'b','arrivals':{'per_step':[8]}}," /* at 1 only */
                        "'h':{'size':0,'start':'b','arrivals':{'per_step':[1,0,4]},"
                        "'initial':[{'waiting_for':'a','waited':2,'count':6}]}}");
  const pk_chain *c = s.chain;
  double at[6][2] = {{0}};
  for (size_t i = 0; i < c->start_count; i++)
    at[c->start_time[i]][c->entry_stage[c->start_at[i]]] += c->start_amount[i];
  assert_close(at[0][0], 7 + 6);
  assert_close(at[0][1], 3);
  assert_close(at[1][0], 1.4);
  assert_close(at[1][1], 0.6 + 8 + 1);
  assert_close(at[2][1], 0.6);
  assert_close(at[3][1], 0.6 + 4);
  assert_close(at[5][0], 1.4);
  scene_end(&s);
}

/* ------------------------------------------------------------------------- drawn numbers */

typedef struct draw {
  const pk_number *number;
  double value;
} draw;

static double drawn(void *context, const pk_number *number) {
  const draw *d = context;
  return number == d->number ? d->value : number->value;
}

static const char *const with_all_numbers =
    "'stages':{'a':{'duration':{'fixed':2}},'b':{},'c':{},'d':{}},"
    "'transitions':{'ab':{'from':'a','to':'b','share':0.4},'ac':{'from':'a','to':'c','share':0.3},"
    "'ad':{'from':'a','to':'d','share':'rest'},'bd':{'from':'b','to':'d','per_step':[0.1,0.2]},"
    "'cd':{'from':'c','to':'d','after':{'geometric':{'mean':5}}}},"
    "'groups':{'g':{'size':1,'start':'a'}}";

static double with(scene *s, const pk_number *number, double value, const char *stage, int d,
                   const char *transition) {
  draw one = {number, value};
  scene_unfold(s, &(pk_chain_options){.value = drawn, .value_context = &one});
  for (size_t x = 0; x < s->chain->entry_count; x++)
    if (strcmp(s->model->stages[s->chain->entry_stage[x]].id, stage) == 0)
      return scene_jump(s, (int32_t)x, d, transition);
  return NAN;
}

static void every_number_may_be_drawn_anew(void **state) {
  (void)state;
  scene s = scene_load(12, with_all_numbers);
  const pk_transition *t = s.model->transitions;
  assert_close(with(&s, &s.model->stages[0].duration.a, 4, "a", 4, ""), 1);
  assert_close(with(&s, &t[0].share, 0.5, "a", 2, "ab"), 0.5);
  assert_close(with(&s, &t[0].share, 0.5, "a", 2, "ac"), 0.3);
  assert_close(with(&s, &t[0].share, 0.5, "a", 2, "ad"), 0.2); /* the rest is what is left */
  assert_close(with(&s, &t[3].per_step[1], 0.5, "b", 2, "bd"), 0.9 * 0.5);
  assert_close(with(&s, &t[4].after.a, 2, "c", 2, "cd"), 0.25);
  with(&s, &s.model->groups[0].size, 9, "a", 2, "");
  assert_close(s.chain->start_amount[0], 9);
  scene_end(&s);
}

/* ------------------------------------------------------------------------- sub-steps */

static void finer_steps_divide_continuous_stays_only(void **state) {
  (void)state;
  scene s = scene_load(12, "'stages':{'a':{'duration':{'exponential':{'mean':3}}},"
                           "'b':{'duration':{'fixed':2}},'c':{},'d':{}},"
                           "'transitions':{'ab':{'from':'a','to':'b','share':1},"
                           "'bc':{'from':'b','to':'c','share':1},"
                           "'cd':{'from':'c','to':'d','per_step':0.5}},"
                           "'groups':{'g':{'size':1,'start':'a','arrivals':{'per_step':1}}}");
  scene_unfold(&s, &(pk_chain_options){.refine = 4});
  const pk_chain *c = s.chain;
  assert_conserved(c);
  assert_int_equal(c->horizon, 48);
  assert_close(scene_jump(&s, 0, 1, ""), 1 - exp(-1.0 / 12));
  assert_close(scene_jump(&s, 1, 8, ""), 1);
  assert_close(scene_jump(&s, 2, 4, ""), 0.5);
  assert_close(scene_jump(&s, 2, 6, ""), 0);
  assert_close(scene_jump(&s, 2, 8, ""), 0.25);
  assert_int_equal(c->start_time[3], 12);
  scene_end(&s);
}

/* ------------------------------------------------------------------------- limits of a machine */

static void a_chain_over_its_limit_is_refused_by_name(void **state) {
  (void)state;
  scene s = scene_load(12, with_all_numbers);
  assert_null(pk_chain_new(s.model, s.rules, &(pk_chain_options){.max_links = 5}, s.report));
  assert_true(scene_says(&s, "E-CHAIN-LARGE"));
  assert_false(polku_report_failed(s.report));
  scene_end(&s);
}

static void memory_may_run_out_anywhere(void **state) {
  (void)state;
  scene s = scene_load(12, with_all_numbers);
  for (long n = 1;; n++) {
    polku_report *report = polku_report_new();
    fail_allocation(n);
    pk_chain *chain = pk_chain_new(s.model, s.rules, NULL, report);
    bool failed = allocation_failed();
    assert_true(failed ? !chain && polku_report_failed(report) : chain != NULL);
    pk_chain_free(chain);
    polku_report_free(report);
    if (!failed)
      break;
  }
  scene_end(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(random_models_keep_everybody),
      cmocka_unit_test(random_models_under_rules_keep_everybody),
      cmocka_unit_test(a_two_stage_renewal_process_meets_its_equation),
      cmocka_unit_test(nothing_beyond_the_horizon_is_unfolded),
      cmocka_unit_test(stages_without_clocks_have_one_state_each),
      cmocka_unit_test(sizes_starts_and_arrivals_add_up),
      cmocka_unit_test(every_number_may_be_drawn_anew),
      cmocka_unit_test(finer_steps_divide_continuous_stays_only),
      cmocka_unit_test(a_chain_over_its_limit_is_refused_by_name),
      cmocka_unit_test(memory_may_run_out_anywhere),
  };
  return RUN(tests);
}
