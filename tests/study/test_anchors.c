/* The workloads of tools/bench against numbers that others computed: a benchmark of the wrong model
 * measures nothing. pathway-6 by monthly chances is a matrix power; its stays in continuous time
 * are a matrix exponential, which whole steps meet as they become finer. */
#include "support/check.h"

#include "engine/exact.h"
#include "polku.h"

#include <math.h>
#include <stdlib.h>

enum { STAGES = 6 };

static const char *const stages[STAGES] = {"seeking", "rehab", "trial", "subsidy", "work", "out"};

#define MODEL(name) POLKU_SOURCE_DIR "/tools/bench/models/" name ".json"
#define PLUGINS POLKU_SOURCE_DIR "/tools/bench/plugins"

typedef struct loaded {
  polku_report *report;
  polku_model *model;
  polku_rules *rules;
} loaded;

static loaded load(const char *path) {
  loaded it = {.report = polku_report_new()};
  it.model = polku_model_load(path, it.report);
  it.rules = polku_rules_load(it.model, PLUGINS, it.report);
  assert_non_null(it.rules);
  return it;
}

static void unload(loaded *it) {
  polku_rules_free(it->rules);
  polku_model_free(it->model);
  polku_report_free(it->report);
}

static polku_result *solve(const char *path, int draws) {
  loaded it = load(path);
  const polku_options options = {.engine = "exact", .draws = draws, .threads = 1};
  polku_result *result = polku_simulate(it.model, it.rules, &options, it.report);
  assert_non_null(result);
  unload(&it);
  return result;
}

static void assert_near(double got, double want, double within) {
  if (!(fabs(got - want) <= within))
    fail_msg("%.9g is not %.9g within %g", got, want, within);
}

static void monthly_chances_are_a_matrix_power(void **state) {
  (void)state;
  static const double at_12[STAGES] = {.230538, .092771, .031079, .055176, .398184, .192251};
  polku_result *result = solve(MODEL("pathway-dt"), -1);
  for (int s = 0; s < STAGES; s++)
    assert_near(polku_result_occupancy(result, stages[s], 12) / 1000, at_12[s], 5e-7);
  polku_result_free(result);
}

/* The exponential of the rates over twelve months, as MatrixExp of R's msm computes it. Whole steps
 * add half a step to each stay: with 1/32 of a month a few thousandths of a stay are left. */
static void fine_steps_meet_continuous_time(void **state) {
  (void)state;
  static const double at_12[STAGES] = {.243863, .093626, .031951, .053730, .385351, .191479};
  enum { FINE = 32 };
  loaded it = load(MODEL("pathway-exp"));
  const pk_chain_options options = {.refine = FINE};
  pk_chain *chain = pk_chain_new(it.model, it.rules, &options, it.report);
  assert_non_null(chain);
  double *scratch = malloc(pk_exact_scratch(chain) * sizeof *scratch);
  double *occupancy = calloc((size_t)(chain->horizon + 1) * STAGES, sizeof *occupancy);
  assert_non_null(scratch);
  assert_non_null(occupancy);
  pk_exact_forward(chain, -1, -1, NULL, &(pk_flow){.occupancy = occupancy}, scratch);
  for (int s = 0; s < STAGES; s++)
    assert_near(occupancy[12 * FINE * STAGES + s] / 1000, at_12[s], 5e-4);
  free(occupancy);
  free(scratch);
  pk_chain_free(chain);
  unload(&it);
}

/* Means of families: a stay in the first stage survives n months with the family's own chance. */
static void first_stays_last_as_their_families_say(void **state) {
  (void)state;
  static const char *const path[] = {MODEL("pathway-exp"), MODEL("pathway-weibull"),
                                     MODEL("pathway-mixed")};
  double scale = 5 / tgamma(1 + 1 / 0.8);
  double stays[] = {exp(-1 / 5.), exp(-pow(1 / scale, 0.8)), exp(-pow(1 / scale, 0.8))};
  for (int i = 0; i < 3; i++) {
    polku_result *result = solve(path[i], -1);
    assert_near(polku_result_occupancy(result, "seeking", 1) / 1000, stays[i], 1e-9);
    polku_result_free(result);
  }
}

/* The hazard of seeking → work × 0.6 and × 1.4, and no other way to work. */
static void groups_differ_by_the_hazard_of_one_move(void **state) {
  (void)state;
  static const double ratio[] = {1, 0.6, 1.4};
  static const char *const group[] = {"a", "b", "c"};
  loaded it = load(MODEL("psa"));
  pk_chain *chain = pk_chain_new(it.model, it.rules, &(pk_chain_options){0}, it.report);
  assert_non_null(chain);
  assert_int_equal(it.model->group_count, 3);
  double *scratch = malloc(pk_exact_scratch(chain) * sizeof *scratch);
  double occupancy[61 * STAGES];
  assert_non_null(scratch);
  for (int g = 0; g < 3; g++) {
    double leaving = 0.20, hazard = -log(1 - leaving);
    double others = hazard * 0.13 / leaving, work = ratio[g] * hazard * 0.07 / leaving;
    assert_string_equal(it.model->groups[g].id, group[g]);
    pk_exact_forward(chain, g, -1, NULL, &(pk_flow){.occupancy = occupancy}, scratch);
    double left = 1 - exp(-others - work);
    assert_near(occupancy[STAGES + 0] / 1000, 1 - left, 1e-9);
    assert_near(occupancy[STAGES + 4] / 1000, left * work / (others + work), 1e-9);
    assert_near(occupancy[STAGES + 1] / 1000, left * (others * 6 / 13) / (others + work), 1e-9);
  }
  free(scratch);
  pk_chain_free(chain);
  unload(&it);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(monthly_chances_are_a_matrix_power),
      cmocka_unit_test(fine_steps_meet_continuous_time),
      cmocka_unit_test(first_stays_last_as_their_families_say),
      cmocka_unit_test(groups_differ_by_the_hazard_of_one_move),
  };
  return RUN(tests);
}
