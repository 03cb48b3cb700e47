/* What comes of each case, and how much better or worse that is than the first. */
#include "study/comparing.h"
#include "study/information.h"
#include "study/price.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool no_memory(pk_comparing *x) {
  pk_report_memory(x->report);
  return false;
}

/* ----------------------------------------------------------------------------- what is computed */

/* Once stopped, all that follows stops too. */
static bool tell_progress(void *context, double done) {
  pk_comparing *x = context;
  const polku_watch *watch = x->watch;
  if (!x->stopped && watch && watch->progress)
    x->stopped = !watch->progress(watch->context, (x->part + done) / x->parts);
  return !x->stopped;
}

static polku_options options_of(pk_comparing *x) {
  polku_options o = x->options.simulation;
  x->inner = (polku_watch){.context = x, .progress = tell_progress};
  o.watch = &x->inner;
  return o;
}

static bool is_auto(const pk_comparing *x) {
  const char *engine = x->options.simulation.engine;
  return !engine || strcmp(engine, "auto") == 0;
}

static bool any_tied(const polku_comparison *c) {
  for (int i = 0; i < c->case_count; i++)
    if (pk_sample_tied(c->models[i], c->rules[i]))
      return true;
  return false;
}

static bool sample(pk_comparing *x, int i, bool play) {
  polku_comparison *c = x->c;
  polku_options o = options_of(x);
  pk_sample_options how = {.simulation = &o, .luck = true, .play = play};
  pk_sample *made = &x->samples[i];
  if (!pk_sample_make(made, c->models[i], c->rules[i], &how, x->scratch, x->report))
    return false;
  x->part++;
  c->drawn = c->drawn || made->drawn;
  c->draws = i == 0 || made->draw_count < c->draws ? made->draw_count : c->draws;
  return true;
}

/* Where one case must be played, all are: differences between engines are not differences between
 * cases. That a chain is too large is only found by trying it. */
static bool sample_all(pk_comparing *x) {
  polku_comparison *c = x->c;
  bool play = is_auto(x) && any_tied(c);
  x->samples = PK_NEW_ARRAY(x->scratch, pk_sample, (size_t)c->case_count);
  if (!x->samples)
    return no_memory(x);
  for (int i = 0; i < c->case_count; i++) {
    if (!sample(x, i, play))
      return false;
    c->played = x->samples[i].played;
    if (is_auto(x) && !play && c->played) {
      play = true;
      x->part = 0;
      i = -1;
    }
  }
  return true;
}

/* The outcomes of each alone, with as many runs as its sample has. What was stopped was the
 * sampling: these are few beside it. */
static bool simulate_all(pk_comparing *x) {
  polku_comparison *c = x->c;
  c->stopped = x->stopped;
  if (x->stopped)
    x->watch = NULL;
  x->stopped = false;
  for (int i = 0; i < c->case_count; i++, x->part++) {
    polku_options o = options_of(x);
    if (c->played && is_auto(x))
      o.engine = "individual";
    if (c->played && o.runs == 0)
      o.runs = x->samples[i].run_count;
    c->results[i] = pk_simulate_outcomes(c->models[i], c->rules[i], &o, x->report);
    if (!c->results[i])
      return false;
  }
  c->stopped = c->stopped || x->stopped;
  return true;
}

bool pk_compare_outcomes(pk_comparing *x) {
  x->watch = x->options.simulation.watch;
  x->parts = 2.0 * x->c->case_count;
  return sample_all(x) && simulate_all(x) && pk_compare_differences(x);
}

/* ---------------------------------------------------------------------------------- differences */

/* What is asked of two samples: a question of an answer, in the order of the comparison, found in
 * each model's own. */
static pk_pair pair_of(const pk_comparing *x, int other, int answer, int question) {
  const polku_comparison *c = x->c;
  const int cases[2] = {0, other};
  pk_pair pair = {.before = &x->samples[0], .after = &x->samples[other]};
  for (int i = 0; i < 2; i++) {
    pair.answer[i] = answer == 0 ? 0 : 1 + c->group_of[cases[i]][answer - 1];
    pair.question[i] = question < PK_OUTCOMES
                           ? question
                           : PK_OUTCOMES + c->account_of[cases[i]][question - PK_OUTCOMES];
  }
  return pair;
}

static double value_of(const polku_comparison *c, int i, int answer, int question) {
  const polku_result *r = c->results[i];
  const pk_answer *a = answer == 0 ? &r->all : &r->groups[c->group_of[i][answer - 1]];
  return question < PK_OUTCOMES ? a->outcomes[question].interval.value
                                : a->money[c->account_of[i][question - PK_OUTCOMES]].interval.value;
}

static double people_of(const polku_comparison *c, int i, int answer) {
  const polku_result *r = c->results[i];
  return answer == 0 ? r->all.people : r->groups[c->group_of[i][answer - 1]].people;
}

/* Of arrivals a run has a Poisson number: the mean over runs is nearly their mean. */
static bool as_many(const polku_comparison *c, int other, int answer) {
  double a = people_of(c, 0, answer), b = people_of(c, other, answer);
  return fabs(a - b) <= (c->played ? 0.01 : 1e-9) * fmax(a, b);
}

static bool nothing_shared(const pk_beside *beside) {
  return beside->changes && beside->changes->nothing_shared;
}

/* Ratios are per client and go with any number of clients; sums only with as many. */
static bool comparable(const polku_comparison *c, int other, int answer, int question) {
  return !nothing_shared(&c->beside[other]) &&
         (question < PK_OUTCOMES || as_many(c, other, answer));
}

static bool settle_one(pk_comparing *x, int other, int answer, int question, pk_paired *paired) {
  const polku_comparison *c = x->c;
  *paired = (pk_paired){.before = value_of(c, 0, answer, question),
                        .after = value_of(c, other, answer, question)};
  paired->value = paired->low = paired->high = paired->luck_share = NAN;
  paired->expected_low = paired->expected_high = paired->better = NAN;
  paired->error = paired->noise = NAN;
  if (!comparable(c, other, answer, question))
    return true;
  pk_pair pair = pair_of(x, other, answer, question);
  pk_matched d;
  pk_arena *own = pk_arena_new();
  paired->value = paired->after - paired->before;
  bool good = own && pk_matched_start(&d, pair.before, pair.after, own);
  if (good) {
    pk_matched_add(&d, &pair, 1);
    good = pk_matched_settle(&d, pk_outcome_less(question), paired);
    paired->error = pk_pair_error(&pair);
  }
  pk_arena_free(own);
  return good;
}

static bool settle_case(pk_comparing *x, int other) {
  polku_comparison *c = x->c;
  pk_beside *beside = &c->beside[other];
  int questions = PK_OUTCOMES + c->account_count, answers = 1 + c->group_count;
  beside->same_people = as_many(c, other, 0);
  beside->paired = PK_NEW_ARRAY(c->arena, pk_paired, (size_t)(questions * answers));
  for (int i = 0; beside->paired && i < questions * answers; i++)
    if (!settle_one(x, other, i / questions, i % questions, &beside->paired[i]))
      return false;
  return beside->paired != NULL;
}

/* --------------------------------------------------------------------------------------- prices */

/* times × people + factor × cost, draw by draw, noise taken out. */
static bool combine(pk_comparing *x, int other, double people, double cost, int account,
                    pk_matched *d) {
  const polku_comparison *c = x->c;
  pk_paired unused;
  if (!pk_matched_start(d, &x->samples[0], &x->samples[other], x->scratch))
    return false;
  pk_pair work = pair_of(x, other, 0, PK_OPEN_EMPLOYMENT_RATIO);
  if (people != 0)
    pk_matched_add(d, &work, people * people_of(c, 0, 0));
  if (cost != 0) {
    pk_pair money = pair_of(x, other, 0, PK_OUTCOMES + account);
    pk_matched_add(d, &money, cost);
  }
  return pk_matched_settle(d, false, &unused);
}

static bool price_one(pk_comparing *x, int other, int account, pk_price *price) {
  const polku_comparison *c = x->c;
  pk_matched people, cost, gain;
  pk_bargain bargain = {.people = &people, .cost = &cost};
  *price = (pk_price){.account = account};
  if (!combine(x, other, 1, 0, account, &people) || !combine(x, other, 0, 1, account, &cost))
    return false;
  if (account == c->worth_account) {
    bargain.worth = c->worth;
    bargain.gain = &gain;
    if (!combine(x, other, c->worth, -1, account, &gain))
      return false;
  }
  return pk_price_find(&bargain, price);
}

/* Of models with other numbers of clients, or with nothing in common, there is no price. */
static bool price_case(pk_comparing *x, int other) {
  polku_comparison *c = x->c;
  pk_beside *beside = &c->beside[other];
  const char *only = x->options.account;
  beside->prices = PK_NEW_ARRAY(c->arena, pk_price, (size_t)c->account_count);
  if (!beside->prices)
    return false;
  for (int a = 0; a < c->account_count && comparable(c, other, 0, PK_OUTCOMES); a++) {
    if (only && strcmp(only, c->accounts[a].id) != 0)
      continue;
    if (!price_one(x, other, a, &beside->prices[beside->price_count++]))
      return false;
  }
  return true;
}

/* -------------------------------------------------------------------------------------- ranking */

/* What a case is worth more than the first, draw by draw: people in the outcome, or money. */
static bool advantage(pk_comparing *x, int other, pk_matched *d) {
  const polku_comparison *c = x->c;
  pk_paired unused;
  if (c->worth_account >= 0)
    return combine(x, other, c->worth, -1, c->worth_account, d);
  pk_pair pair = pair_of(x, other, 0, (int)c->outcome);
  bool months = c->outcome == PK_MONTHS_EMPLOYED || c->outcome == PK_RESTRICTED_MEAN;
  double times = (months ? 1 : people_of(c, 0, 0)) * (pk_outcome_less((int)c->outcome) ? -1 : 1);
  if (!pk_matched_start(d, pair.before, pair.after, x->scratch))
    return false;
  pk_matched_add(d, &pair, times);
  return pk_matched_settle(d, false, &unused);
}

/* Cases that cannot be compared with the first cannot be ranked. */
static bool rankable(const polku_comparison *c) {
  int question = c->worth_account >= 0 ? PK_OUTCOMES + c->worth_account : (int)c->outcome;
  for (int i = 1; i < c->case_count; i++)
    if (!comparable(c, i, 0, question))
      return false;
  return true;
}

static bool rank(pk_comparing *x) {
  polku_comparison *c = x->c;
  size_t cases = (size_t)c->case_count, draws = (size_t)c->draws;
  double *value = PK_NEW_ARRAY(x->scratch, double, cases *draws);
  c->information = NAN;
  for (int i = 0; i < c->case_count; i++)
    c->best[i] = NAN;
  if (!value)
    return false;
  if (!rankable(c))
    return true;
  for (size_t i = 1; i < cases; i++) {
    pk_matched d;
    if (!advantage(x, (int)i, &d))
      return false;
    for (size_t k = 0; k < draws; k++) /* no difference where nobody entered */
      value[i * draws + k] = isnan(d.expected[k]) ? 0 : d.expected[k];
  }
  c->information = pk_evpi(value, cases, draws);
  pk_best_chance(value, cases, draws, c->best);
  return true;
}

bool pk_compare_differences(pk_comparing *x) {
  for (int i = 1; i < x->c->case_count; i++)
    if (!settle_case(x, i) || !price_case(x, i))
      return no_memory(x);
  return rank(x) || no_memory(x);
}
