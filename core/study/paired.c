/* Differences draw by draw, and what they say. */
#include "study/paired.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS = 2 };

bool pk_matched_start(pk_matched *d, const pk_sample *before, const pk_sample *after,
                      pk_arena *arena) {
  int count = before->draw_count < after->draw_count ? before->draw_count : after->draw_count;
  int runs = before->of_a_draw < after->of_a_draw ? before->of_a_draw : after->of_a_draw;
  *d = (pk_matched){.count = count, .of_a_draw = runs};
  d->expected = PK_NEW_ARRAY(arena, double, (size_t)count);
  bool luck = before->lucky && after->lucky;
  if (luck)
    d->lucky = PK_NEW_ARRAY(arena, double, (size_t)count *RUNS);
  return d->expected && (!luck || d->lucky);
}

/* What rounding alone makes is none: it would be "better" in some draws. */
static double apart(double before, double after) {
  double difference = after - before;
  return fabs(difference) <= 1e-12 * fmax(fabs(before), fabs(after)) ? 0 : difference;
}

void pk_matched_add(pk_matched *d, const pk_pair *p, double times) {
  for (int i = 0; i < d->count; i++) {
    d->expected[i] += times * apart(pk_sample_expected(p->before, i, p->answer[0], p->question[0]),
                                    pk_sample_expected(p->after, i, p->answer[1], p->question[1]));
    for (int k = 0; d->lucky && k < RUNS; k++)
      d->lucky[i * RUNS + k] +=
          times * apart(pk_sample_lucky(p->before, i, k, p->answer[0], p->question[0]),
                        pk_sample_lucky(p->after, i, k, p->answer[1], p->question[1]));
  }
}

/* ------------------------------------------------------------------------------------- numbers */

int pk_by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

double pk_sorted_quantile(const double *sorted, int count, double p) {
  double at = p * (count - 1);
  int i = (int)floor(at);
  return i + 1 < count ? sorted[i] + (at - i) * (sorted[i + 1] - sorted[i]) : sorted[count - 1];
}

typedef struct moments {
  double mean, variance;
  int count;
} moments;

/* Of those that are defined: nobody may have entered in a draw. */
static moments moments_of(const double *x, int count) {
  moments m = {0, 0, 0};
  for (int i = 0; i < count; i++)
    if (!isnan(x[i])) {
      m.mean += x[i];
      m.count++;
    }
  m.mean = m.count > 0 ? m.mean / m.count : NAN;
  for (int i = 0; i < count; i++)
    if (!isnan(x[i]))
      m.variance += (x[i] - m.mean) * (x[i] - m.mean) / (m.count > 1 ? m.count - 1 : 1);
  return m;
}

/* Half the mean square of what two runs of one draw differ by. */
static double luck_of(const pk_matched *d) {
  double sum = 0;
  int count = 0;
  for (int i = 0; d->lucky && i < d->count; i++) {
    double between = d->lucky[i * RUNS] - d->lucky[i * RUNS + 1];
    if (!isnan(between)) {
      sum += between * between / 2;
      count++;
    }
  }
  return count > 0 ? sum / count : 0;
}

/* The 5 % and 95 % points of what is defined; `room` has `count` places. */
static void find_interval(const double *x, int count, double *room, double *low, double *high) {
  int n = 0;
  for (int i = 0; i < count; i++)
    if (!isnan(x[i]))
      room[n++] = x[i];
  *low = *high = NAN;
  if (n == 0)
    return;
  qsort(room, (size_t)n, sizeof *room, pk_by_value);
  *low = pk_sorted_quantile(room, n, 0.05);
  *high = pk_sorted_quantile(room, n, 0.95);
}

/* Where no draw differs there is nothing to be better: NaN. Draws that do not differ count half. */
static double chance_better(const pk_matched *d, bool less) {
  double better = 0;
  int differing = 0, count = 0;
  for (int i = 0; i < d->count; i++) {
    double x = less ? -d->expected[i] : d->expected[i];
    if (isnan(x))
      continue;
    better += x > 0 ? 1 : x < 0 ? 0 : 0.5;
    differing += x != 0;
    count++;
  }
  return differing > 0 ? better / count : NAN;
}

/* ---------------------------------------------------------------------------------- settling it */

/* Takes the noise out of the draws. */
static void take_out(pk_matched *d, const moments *drawn, double noise) {
  double narrow = sqrt(1 - noise * (1 - 1.0 / drawn->count));
  for (int i = 0; noise > 0 && i < d->count; i++)
    d->expected[i] = drawn->mean + narrow * (d->expected[i] - drawn->mean);
}

static double noise_of(const pk_matched *d, const moments *drawn, double luck) {
  if (d->of_a_draw == 0 || !(drawn->variance > 0))
    return 0;
  return fmin(luck / d->of_a_draw / drawn->variance, 1);
}

bool pk_matched_settle(pk_matched *d, bool less, pk_paired *paired) {
  double *room = malloc(((size_t)d->count * RUNS + 1) * sizeof *room);
  if (!room)
    return false;
  moments drawn = moments_of(d->expected, d->count);
  double luck = luck_of(d), noise = noise_of(d, &drawn, luck);
  double not_knowing = drawn.variance * (1 - noise);
  paired->noise = noise;
  paired->low = paired->high = NAN;
  if (d->lucky)
    find_interval(d->lucky, d->count * RUNS, room, &paired->low, &paired->high);
  paired->luck_share = d->lucky && luck + not_knowing > 0 ? luck / (luck + not_knowing) : NAN;
  take_out(d, &drawn, noise);
  find_interval(d->expected, d->count, room, &paired->expected_low, &paired->expected_high);
  paired->better = chance_better(d, less);
  free(room);
  return true;
}

/* The same run of both had the same luck: the spread of their differences counts, not that of each.
 */
double pk_pair_error(const pk_pair *p) {
  const pk_sample *a = p->before, *b = p->after;
  int runs = a->run_count < b->run_count ? a->run_count : b->run_count, n = 0;
  double mean = 0, squares = 0; /* so far, after Welford */
  for (int i = 0; i < runs; i++) {
    double by = apart(pk_sample_run(a, i, p->answer[0], p->question[0]),
                      pk_sample_run(b, i, p->answer[1], p->question[1]));
    if (isnan(by))
      continue;
    double step = by - mean;
    mean += step / ++n;
    squares += step * (by - mean);
  }
  if (!a->runs || !b->runs)
    return 0;
  return n > 1 ? sqrt(squares / (n - 1) / n) : NAN;
}
