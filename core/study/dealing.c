/* Draws, and what comes of each. */
#include "study/dealing.h"
#include "engine/crew.h"

#include <math.h>

/* Runs of each draw, where places are played. */
enum { RUNS_OF_A_DRAW = 4 };

bool pk_deal_start(pk_dealing *d, const pk_model *model) {
  pk_weighing *w = d->w;
  d->draws = PK_NEW_ARRAY(w->scratch, pk_draws *, (size_t)w->threads);
  for (int i = 0; d->draws && i < w->threads; i++)
    if (!(d->draws[i] = pk_draws_new(model, w->scratch, w->report)))
      return false;
  if (!d->draws)
    pk_report_memory(w->report);
  return d->draws != NULL;
}

/* Means over the runs, and the variance of the outcome's. */
static void add_up(const double *outcomes, const double *costs, int runs, pk_dealt *dealt) {
  double square = 0;
  *dealt = (pk_dealt){0};
  for (int k = 0; k < runs; k++) {
    dealt->outcome += outcomes[k] / runs;
    dealt->cost += costs[k] / runs;
  }
  for (int k = 0; k < runs; k++)
    square += (outcomes[k] - dealt->outcome) * (outcomes[k] - dealt->outcome);
  dealt->luck = runs > 1 ? square / (runs - 1) / runs : 0;
}

bool pk_deal_reckon(pk_dealing *d, int luck, int thread, pk_dealt *dealt) {
  double outcomes[RUNS_OF_A_DRAW], costs[RUNS_OF_A_DRAW];
  pk_reckoning how = {.value = pk_draws_value,
                      .context = d->draws[thread],
                      .first_run = luck * RUNS_OF_A_DRAW,
                      .runs = RUNS_OF_A_DRAW};
  if (!pk_reckon(d->reckoner, &how, thread, outcomes, costs)) {
    d->failed = true;
    return false;
  }
  add_up(outcomes, costs, d->played ? RUNS_OF_A_DRAW : 1, dealt);
  return true;
}

static bool deal_one(void *context, size_t item, int thread) {
  pk_dealing *d = context;
  double done = d->begun + d->part * (double)item / d->count;
  if (thread == 0 && !pk_weighing_on(d->w, done))
    return false;
  pk_draws_take(d->draws[thread], d->w->s->result->seed, (int)item);
  return pk_deal_reckon(d, (int)item, thread, &d->dealt[item]);
}

bool pk_deal_all(pk_dealing *d) {
  pk_crew_work(d->w->threads, (size_t)d->count, deal_one, d);
  if (d->failed)
    pk_reckoner_failed(d->reckoner);
  return !d->failed;
}

double pk_deal_work(const pk_reckoner *reckoner, bool played) {
  return pk_reckoner_work(reckoner) * (played ? RUNS_OF_A_DRAW : 1);
}

int pk_deal_count(const pk_weighing *w, double each, int least, int most) {
  double affordable = floor(PK_DEAL_WORK / each);
  if (w->options->simulation.draws > 0)
    return w->options->simulation.draws;
  return affordable > most ? most : affordable < least ? least : (int)affordable;
}

bool pk_deal_values(pk_weighing *w, pk_draws *draws, int factor, int count, double **x,
                    size_t *members) {
  const pk_number *number;
  *members = 0;
  while (pk_draws_factor(draws, factor, (int)*members))
    ++*members;
  *x = PK_NEW_ARRAY(w->scratch, double, *members *(size_t)count);
  if (!*x) {
    pk_report_memory(w->report);
    return false;
  }
  for (int i = 0; i < count; i++) {
    pk_draws_take(draws, w->s->result->seed, i);
    for (int k = 0; (number = pk_draws_factor(draws, factor, k)) != NULL; k++)
      (*x)[(size_t)k * (size_t)count + (size_t)i] = pk_draws_value(draws, number);
  }
  return true;
}
