/* What rules pay for the stays of a solution: cents of a rule become rewards of the engine.
 *
 * A rule is asked once for every step that a stay may take, as far as the horizon lets it, or once
 * for the whole stay where nothing that it reads moves on. The engine sees arrays only. */
#include "study/solution.h"

#include <string.h>

typedef struct payer {
  const pk_solution *solution;
  const pk_study *study;
  size_t account;
  double *worth; /* of the row that is filled */
} payer;

static bool speaks(const payer *p, int amount, int stage, bool on_entry) {
  const pk_amount *a = &p->study->rules->amounts[amount];
  return a->account == (int)p->account && a->on_entry == on_entry && a->pays[stage];
}

static bool any_speaks(const payer *p, int stage, bool on_entry) {
  for (int a = 0; a < p->study->rules->amount_count; a++)
    if (speaks(p, a, stage, on_entry))
      return true;
  return false;
}

/* What all rules about the account pay now, and whether that may change while the stay goes on. */
static double asked(const payer *p, const pk_stay_asked *stay, bool on_entry, bool *changes) {
  double sum = 0;
  for (int a = 0; a < p->study->rules->amount_count; a++) {
    if (!speaks(p, a, stay->stage, on_entry))
      continue;
    sum += pk_rules_amount(p->study->rules, &p->study->rules->amounts[a], stay);
    *changes = *changes || p->study->rules->amounts[a].changes;
  }
  return sum;
}

/* The rules of a (sub-)step. States that are reached at several times are so after the last change.
 */
static int version_at(const payer *p, int time) {
  return pk_rules_version(p->study->rules, time / p->solution->per);
}

static void clocks_at(const pk_chain *chain, const uint64_t *all, size_t index, pk_clocks *clocks) {
  memset(clocks, 0, sizeof *clocks);
  if (chain->clock_count > 0)
    memcpy(clocks->at, all + index * (size_t)chain->clock_count,
           (size_t)chain->clock_count * sizeof *clocks->at);
}

/* The worth of stays that begin in x, by length: Σ rate · δ^e. Sub-steps of a step pay alike. */
static void fill_worth(const payer *p, size_t x) {
  const pk_solution *s = p->solution;
  const pk_chain *chain = s->chain;
  pk_clocks entry, now;
  clocks_at(chain, chain->entry_clocks, x, &entry);
  now = entry;
  pk_stay_asked stay = {.klass = chain->entry_klass[x],
                        .stage = chain->entry_stage[x],
                        .elapsed = chain->entry_elapsed[x],
                        .entry = &entry,
                        .now = &now,
                        .terms = version_at(p, chain->entry_time[x])};
  stay.today = stay.terms;
  bool changes = false;
  double rate = asked(p, &stay, false, &changes), power = s->months;
  int most = chain->horizon - chain->entry_time[x];
  for (int e = 0; e < chain->horizon; e++, power *= s->pay.discount[p->account]) {
    if (changes && e > 0 && e % s->per == 0 && e < most) {
      stay.today = version_at(p, chain->entry_time[x] + e);
      pk_rules_step(pk_rules_at(p->study->rules, stay.today), stay.stage, &now);
      stay.elapsed++;
      rate = asked(p, &stay, false, &changes);
    }
    p->worth[e + 1] = p->worth[e] + rate * power;
  }
}

/* Who was there before the first step did not enter. */
static double once_at(const payer *p, size_t x) {
  const pk_chain *chain = p->solution->chain;
  pk_clocks clocks;
  bool changes = false;
  if (chain->entry_elapsed[x] > 0)
    return 0;
  clocks_at(chain, chain->entry_clocks, x, &clocks);
  int version = version_at(p, chain->entry_time[x]);
  pk_stay_asked stay = {
      chain->entry_klass[x], chain->entry_stage[x], 0, &clocks, &clocks, version, version};
  return asked(p, &stay, true, &changes);
}

static double once_passing(const payer *p, size_t y) {
  const pk_chain *chain = p->solution->chain;
  pk_clocks clocks;
  bool changes = false;
  clocks_at(chain, chain->point_clocks, y, &clocks);
  int version = pk_rules_version(p->study->rules, chain->epoch_first[chain->point_epoch[y]]);
  pk_stay_asked stay = {
      chain->point_klass[y], chain->point_stage[y], 0, &clocks, &clocks, version, version};
  return asked(p, &stay, true, &changes);
}

static pk_extra *extra_new(payer *p) {
  const pk_solution *s = p->solution;
  const pk_chain *chain = s->chain;
  size_t length = (size_t)chain->horizon + 1, rows = 0;
  size_t passages = chain->point_count - chain->passage_from;
  pk_extra *extra = PK_NEW(s->arena, pk_extra);
  int32_t *row = PK_NEW_ARRAY(s->arena, int32_t, chain->entry_count);
  double *once = PK_NEW_ARRAY(s->arena, double, chain->entry_count + passages);
  if (!extra || !row || !once)
    return NULL;
  for (size_t x = 0; x < chain->entry_count; x++)
    row[x] = any_speaks(p, chain->entry_stage[x], false) ? (int32_t)rows++ : -1;
  double *worth = PK_NEW_ARRAY(s->arena, double, rows *length);
  if (!worth)
    return NULL;
  for (size_t x = 0; x < chain->entry_count; x++) {
    p->worth = row[x] < 0 ? NULL : worth + (size_t)row[x] * length;
    if (p->worth)
      fill_worth(p, x);
    once[x] = once_at(p, x);
  }
  for (size_t i = 0; i < passages; i++)
    once[chain->entry_count + i] = once_passing(p, chain->passage_from + i);
  *extra = (pk_extra){row, worth, once};
  return extra;
}

bool pk_solution_extras(pk_solution *s, const pk_study *study) {
  size_t accounts = (size_t)study->model->account_count;
  s->extra = PK_NEW_ARRAY(s->arena, pk_extra *, accounts);
  if (!s->extra)
    return false;
  for (size_t a = 0; a < accounts; a++) {
    payer p = {.solution = s, .study = study, .account = a};
    bool spoken_of = false;
    for (int i = 0; i < study->rules->amount_count; i++)
      spoken_of = spoken_of || study->rules->amounts[i].account == (int)a;
    if (spoken_of && !(s->extra[a] = extra_new(&p)))
      return false;
  }
  return true;
}
