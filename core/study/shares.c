/* How much of what is not known each number makes.
 *
 * By pick and freeze, where enough of it can be afforded. Where every value takes long (rules with
 * a memory make many states, places are played), the same work gives far more by plain draws and
 * curves through them: then the first-order shares alone are told. Shares are of what the numbers
 * make. Where places are played the draws hold luck too: for pick and freeze it is one more input,
 * whose total share the numbers do not make; for curves it is known from several runs of each draw.
 */
#include "study/dealing.h"
#include "study/sobol.h"

#include <math.h>

/* With fewer pairs than the first, curves are better. */
enum { FEWEST_PAIRS = 512, MOST_PAIRS = 1024, FEWEST_DRAWS = 256, MOST_DRAWS = 1024 };

static bool mixed_value(void *context, const pk_mixed *at, int thread, double *y) {
  pk_dealing *d = context;
  bool luck = at->factor == pk_draws_factors(d->w->draws);
  if (thread == 0 && !pk_weighing_on(d->w, d->begun + d->part * at->draw / (2.0 * d->count)))
    return false;
  pk_draws_mix(d->draws[thread], d->w->s->result->seed, at->draw, luck ? -1 : at->factor,
               at->other);
  pk_dealt dealt = {0};
  bool good = pk_deal_reckon(d, luck ? at->other : at->draw, thread, &dealt);
  *y = dealt.outcome;
  return good;
}

/* Shares of what is not known: without luck, where luck was drawn too. */
static void read_shares(pk_weighing *w, const pk_sobol *sobol, int factors) {
  double known = w->s->played ? 1 - sobol->total[factors] : 1;
  double error = w->s->played ? sobol->total_error[factors] : 0;
  polku_sensitivity *s = w->s;
  s->luck_share = w->s->played ? sobol->total[factors] : 0;
  if (!(known > 2 * error)) /* luck drowns the numbers */
    return;
  s->explained = 0;
  for (int f = 0; f < factors; f++) {
    pk_matter *m = &s->matters[w->matter_of[f]];
    m->share = fmin(fmax(sobol->first[f] / known, 0), 1);
    m->share_error = sobol->first_error[f] / known;
    m->total = fmin(sobol->total[f] / known, 1);
    m->total_error = sobol->total_error[f] / known;
    s->explained += m->share;
  }
}

static bool by_pairs(pk_weighing *w, pk_dealing *d, int factors) {
  pk_sobol sobol;
  pk_sobol_of of = {.factor_count = factors + (w->s->played ? 1 : 0),
                    .pairs = d->count,
                    .threads = w->threads,
                    .seed = w->s->result->seed,
                    .value = mixed_value,
                    .context = d};
  bool made = pk_sobol_make(&sobol, &of, w->scratch);
  w->s->draws_asked = 2 * d->count;
  if (d->failed)
    pk_reckoner_failed(w->reckoner);
  else if (!made)
    pk_report_memory(w->report);
  if (d->failed || !made)
    return false;
  w->s->draws = 2 * sobol.pairs;
  if (sobol.pairs > 1)
    read_shares(w, &sobol, factors);
  return true;
}

static bool smooth_factor(pk_weighing *w, const double *y, int count, int factor, double known) {
  pk_matter *m = &w->s->matters[w->matter_of[factor]];
  double *x, share, error;
  size_t members;
  if (!pk_deal_values(w, w->draws, factor, count, &x, &members))
    return false;
  if (!pk_share_smoothed(y, x, members, (size_t)count, &share, &error, w->scratch)) {
    pk_report_memory(w->report);
    return false;
  }
  m->share = fmin(share / known, 1);
  m->share_error = error / known;
  w->s->explained += m->share;
  return true;
}

/* The part of the outcome's variance over draws that is not luck; NaN where nothing can be told. */
static double known_part(const pk_dealing *d, double *y) {
  double mean = 0, square = 0, luck = 0, n = d->count;
  for (int i = 0; i < d->count; i++) {
    y[i] = d->dealt[i].outcome;
    mean += y[i] / n;
    luck += d->dealt[i].luck / n;
  }
  for (int i = 0; i < d->count; i++)
    square += (y[i] - mean) * (y[i] - mean) / (n - 1);
  double known = 1 - luck / square;
  return known > 2 * sqrt(2 / n) ? known : luck > 0 ? NAN : 1;
}

static bool by_curves(pk_weighing *w, pk_dealing *d, int factors) {
  polku_sensitivity *s = w->s;
  double *y = PK_NEW_ARRAY(w->scratch, double, (size_t)d->count);
  d->dealt = PK_NEW_ARRAY(w->scratch, pk_dealt, (size_t)d->count);
  s->smoothed = true;
  s->draws_asked = d->count;
  if (!y || !d->dealt) {
    pk_report_memory(w->report);
    return false;
  }
  if (!pk_deal_all(d))
    return false;
  if (s->stopped)
    return true;
  s->draws = d->count;
  double known = known_part(d, y);
  s->luck_share = isnan(known) ? 1 : 1 - known;
  s->explained = isnan(known) ? NAN : 0;
  for (int f = 0; f < factors && !isnan(known); f++)
    if (!smooth_factor(w, y, d->count, f, known))
      return false;
  return true;
}

/* The number of pairs; 0: curves are better. */
static int choose_pairs(const pk_weighing *w, int factors) {
  double each = pk_deal_work(w->reckoner, w->s->played) * (factors + 2 + w->s->played);
  int asked = w->options->simulation.draws;
  if (PK_DEAL_WORK / each < FEWEST_PAIRS)
    return 0;
  if (asked > 0)
    return asked < 4 ? 2 : (asked + 1) / 2;
  return pk_deal_count(w, each, FEWEST_PAIRS, MOST_PAIRS);
}

bool pk_weigh_shares(pk_weighing *w) {
  int factors = pk_draws_factors(w->draws);
  pk_dealing d = {.w = w, .reckoner = w->reckoner, .played = w->s->played};
  d.part = w->options->other_count > 0 ? PK_SHARES_PART : 1;
  w->s->explained = NAN;
  if (factors == 0 || w->options->simulation.draws < 0 || w->s->stopped)
    return true;
  if (!pk_deal_start(&d, w->model))
    return false;
  d.count = choose_pairs(w, factors);
  if (d.count > 0)
    return by_pairs(w, &d, factors);
  d.count = pk_deal_count(w, pk_deal_work(w->reckoner, w->s->played), FEWEST_DRAWS, MOST_DRAWS);
  return by_curves(w, &d, factors);
}
