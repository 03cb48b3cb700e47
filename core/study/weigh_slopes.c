/* The derivative of the outcome with respect to each number, of the model without limits: by
 * central differences along each number's line. */
#include "study/weighing.h"

#include <math.h>

/* A step that keeps both ends within what the number can be. */
static double step_of(const pk_quantity *q) {
  double value = fabs(q->number->value), step = 1e-4 * (value > 0 ? value : 1);
  bool share = q->form == PK_QUANTITY_SHARE || q->form == PK_QUANTITY_START ||
               q->form == PK_QUANTITY_PER_STEP || q->form == PK_QUANTITY_UPTAKE;
  return share && step > (1 - value) / 2 ? (1 - value) / 2 : step;
}

static bool reckon_at(pk_weighing *w, pk_reckoner *exact, const pk_quantity *q, double value,
                      double *out) {
  pk_nudge nudge = {w->model, q, value};
  pk_reckoning how = {.value = pk_nudge_value, .context = &nudge};
  if (pk_reckon(exact, &how, 0, out, NULL))
    return true;
  pk_reckoner_failed(exact);
  return false;
}

static bool find_slope(pk_weighing *w, pk_reckoner *exact, const pk_quantity *q, double *slope) {
  double step = step_of(q), value = q->number->value, low, high;
  double down = value - step < 0 && value >= 0 ? 0 : step;
  *slope = NAN;
  if (q->form == PK_QUANTITY_WHOLE || !(step + down > 0))
    return true;
  if (!reckon_at(w, exact, q, value - down, &low) || !reckon_at(w, exact, q, value + step, &high))
    return false;
  *slope = (high - low) / (step + down);
  return true;
}

bool pk_weigh_slopes(pk_weighing *w, double *slope) {
  pk_reckon_of of = w->of;
  of.played = of.limits = false;
  of.threads = 1;
  pk_reckoner *exact = pk_reckoner_new(&of, w->report);
  bool good = exact != NULL;
  for (int i = 0; good && i < w->quantity_count; i++)
    good = find_slope(w, exact, &w->quantities[i], &slope[i]);
  pk_reckoner_free(exact);
  return good;
}
