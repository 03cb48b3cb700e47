/* Clients who walk over the chain, against the exact engine: every number of their tally has the
 * mean and the variance that it must have. 240 models by lot; POLKU_LONG=1 takes 2,400. */
#include "support/check.h"
#include "support/expected.h"
#include "support/random_run.h"
#include "support/scores.h"

#include <stdlib.h>
#include <string.h>

static int models(void) {
  return long_or(2400, 240);
}

/* Second moments of every transition take links × horizon each. */
static bool small_enough(const pk_chain *chain) {
  return chain->entry_row[chain->entry_count] * (size_t)chain->horizon < 400000;
}

static void score_tally(scores *all, uint64_t seed, const random_run *run, const int64_t *tally,
                        const expected *e) {
  char name[120];
  for (size_t i = 0; i < run->shape.size; i++)
    if (e->variance[i] >= 0) {
      expected_name(&run->of, i, name);
      score(all, seed, name, (double)tally[i], e->mean[i], e->variance[i]);
    }
}

static void every_number_has_the_mean_and_variance_of_the_exact_engine(void **state) {
  (void)state;
  scores all = {0};
  for (uint64_t seed = 1; seed <= (uint64_t)models(); seed++) {
    random_run run;
    random_run_start(&run, random_run_text(seed), 20000);
    pk_walk *walk = pk_walk_new(&run.of, run.report);
    int64_t *tally = tally_new(&run);
    tally_walk(&run, walk, seed, tally);
    expected e = expected_tally(&run.of, small_enough(run.of.chain));
    score_tally(&all, seed, &run, tally, &e);
    expected_free(&e);
    free(tally);
    pk_walk_free(walk);
    random_run_end(&run);
  }
  scores_agree(&all);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_number_has_the_mean_and_variance_of_the_exact_engine),
  };
  return RUN(tests);
}
