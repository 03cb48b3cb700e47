#include "scores.h"
#include "check.h"

#include <math.h>
#include <stdio.h>

void score(scores *all, uint64_t seed, const char *what, double seen, double mean,
           double variance) {
  double distance = fabs(seen - mean);
  if (variance < 10) {
    if (!(distance <= 1e-6 * (1 + mean) + 5.5 * sqrt(variance) + (variance > 1e-9 ? 15 : 0)))
      fail_msg("model %d: %s is %.9g, not near %.9g", (int)seed, what, seen, mean);
    return;
  }
  double z = distance / sqrt(variance);
  all->cells++;
  all->beyond3 += z > 3;
  all->squares += z * z;
  if (z <= all->worst)
    return;
  all->worst = z;
  snprintf(all->name, sizeof all->name, "model %d: %s is %.9g, expected %.9g ± %.4g", (int)seed,
           what, seen, mean, sqrt(variance));
}

void scores_agree(const scores *all) {
  double beyond = (double)all->beyond3 / (double)all->cells;
  double square = all->squares / (double)all->cells;
  print_message("%ld cells: the worst is %.2f standard deviations away (%s), %.4f beyond 3, "
                "z² %.3f on average\n",
                all->cells, all->worst, all->name, beyond, square);
  assert_true(all->cells > 1000);
  assert_true(all->worst <= 5.5);
  assert_true(beyond > 0.0014 && beyond < 0.0045);
  assert_true(square > 0.95 && square < 1.05);
}
