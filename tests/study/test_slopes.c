/* Slopes: against two-stage models solved by hand, and against differences of models unfolded anew,
 * for every number of models by lot. 20 of these in an ordinary run; POLKU_LONG=1 takes 200. */
#include "study/differences.h"

#include "support/random_model.h"
#include "support/random_run.h"

static int models(void) {
  const char *flag = getenv("POLKU_LONG");
  return flag && strcmp(flag, "1") == 0 ? 200 : 20;
}

static void assert_slopes_are_differences(const sloped *s, uint64_t seed, int *compared) {
  for (int i = 0; i < s->slopes.quantity_count; i++) {
    const pk_quantity *q = &s->slopes.quantities[i];
    const double *slope = s->slopes.slope + i * s->slopes.question_count;
    double far = distance(s, q), want[MOST_QUESTIONS], rounding[MOST_QUESTIONS];
    if (q->form == PK_QUANTITY_WHOLE || far < 1e-6)
      continue;
    differences(s, q, far, want, rounding);
    for (int k = 0; k < s->slopes.question_count; k++, ++*compared) {
      double error = fabs(slope[k] - want[k]);
      bool both = isnan(slope[k]) && isnan(want[k]);
      if (!both && !(error <= fmax(1e-9, 1e-6 * fabs(want[k])) + rounding[k]))
        fail_msg("model %llu, %s, question %d: slope %.12g, difference %.12g",
                 (unsigned long long)seed, q->number->pointer, k, slope[k], want[k]);
    }
  }
}

static void slopes_are_differences_for_every_number_of_models_by_lot(void **state) {
  (void)state;
  int compared = 0;
  for (uint64_t seed = 1; seed <= (uint64_t)models(); seed++) {
    char *text = seed % 2 ? random_run_text(seed) : random_model(seed, NULL);
    sloped s = sloped_new(text, seed % 5 == 0 ? 0 : -1, seed % 7 == 0 ? 1000 : 0);
    assert_slopes_are_differences(&s, seed, &compared);
    sloped_free(&s);
  }
  assert_true(compared > 100 * models());
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(slopes_are_differences_for_every_number_of_models_by_lot),
  };
  return RUN(tests);
}
