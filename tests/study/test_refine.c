/* Finer steps lead to the continuous-time answer: pathway-6 with exponential stays. */
#include "polku.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { N = 6, H = 12 };

static const char *const ids[N] = {"JS", "RWA", "WT", "WS", "OLM", "EXIT"};
static const double stays[N] = {5, 4.5, 2.2, 5, 22, 0};
static const double jumps[N][N] = {{0, .30, .15, .10, .35, .10}, {.55, 0, .23, .04, .09, .09},
                                   {.44, .05, 0, .22, .27, .02}, {.40, .05, .05, 0, .45, .05},
                                   {.66, 0, 0, 0, 0, .34},       {0}};

/* exp(Q t) by uniformisation: Σ Poisson(k; r t) (I + Q / r)^k. */
static void continuous(double t, double at[N]) {
  double rate = 1, p[N] = {1}, weight = exp(-rate * t);
  memset(at, 0, N * sizeof *at);
  for (int k = 0; k < 200; k++) {
    double next[N] = {0};
    for (int i = 0; i < N; i++) {
      at[i] += weight * p[i];
      double leave = stays[i] > 0 ? 1 / (rate * stays[i]) : 0;
      next[i] += p[i] * (1 - leave);
      for (int j = 0; j < N; j++)
        next[j] += p[i] * leave * jumps[i][j];
    }
    memcpy(p, next, sizeof p);
    weight *= rate * t / (k + 1);
  }
}

static char *model_text(void) {
  char *text = malloc(8000);
  assert_non_null(text);
  int n = sprintf(text, "{\"format\":\"polku/1\",\"horizon\":%d,\"stages\":{", H);
  for (int i = 0; i < N; i++) {
    n += sprintf(text + n, "%s\"%s\":{", i ? "," : "", ids[i]);
    n += i == N - 1 ? sprintf(text + n, "\"final\":true}")
                    : sprintf(text + n, "\"duration\":{\"exponential\":{\"mean\":%g}}}", stays[i]);
  }
  n += sprintf(text + n, "},\"transitions\":{");
  bool first = true;
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++)
      if (jumps[i][j] > 0) {
        n += sprintf(text + n, "%s\"%d-%d\":{\"from\":\"%s\",\"to\":\"%s\",\"share\":%g}",
                     first ? "" : ",", i, j, ids[i], ids[j], jumps[i][j]);
        first = false;
      }
  sprintf(text + n, "},\"groups\":{\"all\":{\"size\":1,\"start\":\"JS\"}}}");
  return text;
}

static double distance(int refine, const double want[N]) {
  char *text = model_text();
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_read("exp", text, strlen(text), report);
  polku_rules *rules = polku_rules_load(model, NULL, report);
  polku_result *result =
      polku_simulate(model, rules, &(polku_options){.draws = -1, .refine = refine}, report);
  assert_non_null(result);
  double worst = 0;
  for (int i = 0; i < N; i++)
    worst = fmax(worst, fabs(polku_result_occupancy(result, ids[i], H) - want[i]));
  polku_result_free(result);
  polku_rules_free(rules);
  polku_model_free(model);
  polku_report_free(report);
  free(text);
  return worst;
}

/* The published values of the workload, to their digits. */
static void the_continuous_answer_is_the_published_one(void **state) {
  (void)state;
  static const double published[N] = {.243, .094, .032, .053, .386, .192};
  double at[N];
  continuous(H, at);
  for (int i = 0; i < N; i++)
    assert_true(fabs(at[i] - published[i]) < 1e-3);
}

/* Each time the step is halved, the error falls to less than 0.6 of what it was. */
static void finer_steps_converge_to_the_continuous_answer(void **state) {
  (void)state;
  double at[N], before = 1;
  continuous(H, at);
  for (int refine = 1; refine <= 32; refine *= 2) {
    double error = distance(refine, at);
    assert_true(error < 0.6 * before);
    before = error;
  }
  assert_true(before < 2e-3);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_continuous_answer_is_the_published_one),
      cmocka_unit_test(finer_steps_converge_to_the_continuous_answer),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
