/* Intervals: luck in a group of this size, and not knowing the numbers, together.
 *
 * Each draw of the uncertain numbers is a solution of its own, with its own law of luck; the 90 %
 * interval is that of the mixture of these laws, and the part of its variance that the laws have by
 * themselves is luck. Without draws the point solution's law is the whole mixture. */
#include "study/making.h"

#include <math.h>

#define DRAWS 200
#define FEW_DRAWS 20
/* Links × steps of the chain. A solution takes some 16 ns for each (unfolding included), so a
 * million takes 16 ms, and all draws together some four seconds at most where fewer than 200 are
 * made. A count and not a clock, so that the same model gives the same bytes everywhere. */
#define WORK 2.5e8
#define TOO_MUCH 3e7

/* Laws stand as [answers][outcomes, then accounts][draws]. */
typedef struct spread {
  pk_making *making;
  pk_luck *laws, *employed; /* employed: [draws] */
  size_t questions, draws;
} spread;

static pk_luck *laws_of(const spread *s, int answer, size_t question) {
  return s->laws + ((size_t)answer * s->questions + question) * s->draws;
}

static int choose_draws(const pk_making *m, int uncertain) {
  const pk_chain *chain = m->solution.chain;
  double work = (double)chain->entry_row[chain->entry_count] * (chain->horizon + 1.0);
  int asked = m->options.draws;
  if (asked < 0 || uncertain == 0)
    return 0;
  if (asked > 0)
    return asked;
  if (work > TOO_MUCH)
    return 0;
  double affordable = floor(WORK / (work + 1));
  return affordable >= DRAWS ? DRAWS : affordable < FEW_DRAWS ? FEW_DRAWS : (int)affordable;
}

/* The laws of one solution, as number `draw`. */
static bool add_solution(spread *s, const pk_solution *solution, size_t draw) {
  pk_making *m = s->making;
  pk_cells cells;
  if (!pk_cells_new(&cells, solution, m->model, m->scratch))
    return false;
  for (int g = -1; g < m->result->group_count; g++)
    for (size_t q = 0; q < s->questions; q++) {
      pk_luck *law = laws_of(s, g + 1, q) + draw;
      bool done = q < PK_OUTCOMES
                      ? pk_outcome_law(&cells, g, (pk_outcome)q, law, m->scratch)
                      : pk_money_law(&cells, g, (int)(q - PK_OUTCOMES), law, m->scratch);
      if (!done)
        return false;
    }
  return pk_employed_law(&cells, -1, s->employed + draw, m->scratch);
}

static bool draw_all(spread *s, pk_draws *draws) {
  pk_making *m = s->making;
  pk_variant variant = {.withdrawn = m->withdrawn,
                        .value = pk_draws_value,
                        .context = draws,
                        .people = m->options.people,
                        .money = true};
  for (size_t i = 0; i < s->draws; i++) {
    pk_solution solution;
    pk_draws_take(draws, m->result->seed, (int)i);
    if (!pk_solution_new(&solution, &m->study, &variant, m->report))
      return false;
    bool added = add_solution(s, &solution, i);
    pk_solution_free(&solution);
    if (!added) {
      pk_report_memory(m->report);
      return false;
    }
  }
  return true;
}

static void estimate(pk_estimate *e, const pk_luck *laws, size_t count) {
  if (isnan(e->interval.value)) {
    e->interval.low = e->interval.high = e->interval.luck_share = e->mean = NAN;
    return;
  }
  e->interval.low = pk_mixture_quantile(laws, count, 0.05);
  e->interval.high = pk_mixture_quantile(laws, count, 0.95);
  e->interval.luck_share = pk_mixture_luck(laws, count);
  e->mean = pk_mixture_mean(laws, count);
}

/* A part of a person (144.3 expected to enter) is a whole one when it is counted: never above all.
 */
static void no_more_than_all(polku_interval *ratio) {
  if (ratio->low > 1)
    ratio->low = 1;
  if (ratio->high > 1)
    ratio->high = 1;
}

static void estimate_all(const spread *s) {
  const pk_making *m = s->making;
  polku_result *r = m->result;
  for (int g = 0; g <= r->group_count; g++) {
    pk_answer *a = pk_answer_at_index(m, g);
    for (int o = 0; o < PK_OUTCOMES; o++) {
      estimate(&a->outcomes[o], laws_of(s, g, (size_t)o), s->draws);
      if (o != PK_MONTHS_EMPLOYED && o != PK_RESTRICTED_MEAN)
        no_more_than_all(&a->outcomes[o].interval);
    }
    for (int i = 0; i < r->account_count; i++)
      estimate(&a->money[i], laws_of(s, g, PK_OUTCOMES + (size_t)i), s->draws);
  }
  r->at_least_chance =
      r->at_least > 0 ? 1 - pk_mixture_cdf(s->employed, s->draws, r->at_least - 1) : NAN;
}

bool pk_make_uncertainty(pk_making *m) {
  polku_result *r = m->result;
  pk_draws *draws = pk_draws_new(m->model, m->scratch, m->report);
  if (!draws)
    return false;
  r->uncertain = pk_draws_uncertain(draws);
  r->draws = choose_draws(m, r->uncertain);
  r->draws_asked = m->options.draws < 0 ? 0 : m->options.draws == 0 ? DRAWS : m->options.draws;
  spread s = {.making = m, .draws = r->draws > 0 ? (size_t)r->draws : 1};
  s.questions = PK_OUTCOMES + (size_t)r->account_count;
  s.laws = PK_NEW_ARRAY(m->scratch, pk_luck, ((size_t)r->group_count + 1) * s.questions * s.draws);
  s.employed = PK_NEW_ARRAY(m->scratch, pk_luck, s.draws);
  if (!s.laws || !s.employed) {
    pk_report_memory(m->report);
    return false;
  }
  if (r->draws > 0) {
    if (!draw_all(&s, draws))
      return false;
  } else if (!add_solution(&s, &m->solution, 0)) {
    pk_report_memory(m->report);
    return false;
  }
  estimate_all(&s);
  return true;
}
