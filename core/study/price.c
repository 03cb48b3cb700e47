/* Cost per additional person in open work, draw by draw. */
#include "study/price.h"

#include <math.h>
#include <stdlib.h>

static double mean_of(const pk_matched *d) {
  double sum = 0;
  for (int i = 0; i < d->count; i++)
    sum += d->expected[i];
  return d->count > 0 ? sum / d->count : NAN;
}

/* Whether nine draws of ten, the extreme ones left out on both sides, have the sign of the mean. */
static bool has_sign(const double *sorted, int count) {
  double low = pk_sorted_quantile(sorted, count, 0.05);
  double high = pk_sorted_quantile(sorted, count, 0.95);
  return low > 0 || high < 0;
}

static int form_of(const pk_price *price, bool told) {
  if (!told)
    return PK_PRICE_UNDECIDED;
  if (price->people > 0)
    return price->cost > 0 ? PK_PRICE_EACH : PK_DOMINATES;
  return price->cost < 0 ? PK_PRICE_SAVED : PK_DOMINATED;
}

static void find_ratios(const pk_bargain *b, double *room, pk_price *price) {
  int count = b->people->count;
  for (int i = 0; i < count; i++)
    room[i] = b->cost->expected[i] / b->people->expected[i];
  qsort(room, (size_t)count, sizeof *room, pk_by_value);
  price->low = pk_sorted_quantile(room, count, 0.05);
  price->high = pk_sorted_quantile(room, count, 0.95);
}

/* A gain of nothing counts half. */
static double chance_of_gain(const pk_matched *gain) {
  double worth_it = 0;
  for (int i = 0; i < gain->count; i++)
    worth_it += gain->expected[i] > 0 ? 1 : gain->expected[i] < 0 ? 0 : 0.5;
  return worth_it / gain->count;
}

bool pk_price_find(const pk_bargain *b, pk_price *price) {
  int count = b->people->count;
  double *room = malloc(((size_t)count + 1) * sizeof *room);
  if (!room)
    return false;
  for (int i = 0; i < count; i++)
    room[i] = b->people->expected[i];
  qsort(room, (size_t)count, sizeof *room, pk_by_value);
  bool told = count > 0 && has_sign(room, count);
  bool one_sign = count > 0 && (room[0] > 0 || room[count - 1] < 0);
  price->people = mean_of(b->people);
  price->cost = mean_of(b->cost);
  price->form = form_of(price, told);
  price->each = told ? price->cost / price->people : NAN;
  price->low = price->high = NAN;
  if (told && one_sign)
    find_ratios(b, room, price);
  price->chance_worth = b->gain && count > 0 ? chance_of_gain(b->gain) : NAN;
  free(room);
  return true;
}
