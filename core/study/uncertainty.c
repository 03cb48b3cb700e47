/* Intervals: luck in a group of this size, and not knowing the numbers, together.
 *
 * Each draw of the uncertain numbers is a solution of its own, with its own law of luck; the 90 %
 * interval is that of the mixture of these laws, and the part of its variance that the laws have by
 * themselves is luck. Without draws the point solution's law is the whole mixture. */
#include "engine/fleet.h"
#include "study/redraw.h"

#include <math.h>
#include <string.h>

enum { DRAWS = 200 };
#define LEFT_OUT_OF_MANY 1e-11 /* far below what the mixture of draws can tell */

/* Laws stand as [answers][outcomes, then accounts][draws]. */
typedef struct spread {
  pk_making *making;
  pk_luck *laws, *employed; /* employed: [draws] */
  size_t questions, draws;
  size_t made; /* the first so many of the draws: all, if nobody stopped them */
  pk_redraws redraws;
} spread;

static pk_luck *laws_of(const spread *s, int answer, size_t question) {
  return s->laws + ((size_t)answer * s->questions + question) * s->draws;
}

/* What a law needs when the memory in which it was made is gone. */
static bool keep_law(pk_luck *law, pk_arena *arena) {
  if (law->form != PK_LUCK_COUNT)
    return true;
  double *cdf = PK_NEW_ARRAY(arena, double, law->count);
  if (cdf)
    memcpy(cdf, law->cdf, law->count * sizeof *cdf);
  law->cdf = cdf;
  return cdf != NULL;
}

static bool make_law(pk_cells *cells, int group, size_t question, pk_luck *law, pk_arena *arena) {
  return question < PK_OUTCOMES
             ? pk_outcome_law(cells, group, (pk_outcome)question, law, arena)
             : pk_money_law(cells, group, (int)(question - PK_OUTCOMES), law, arena);
}

/* The laws of one solution, as number `draw`; made in the solution's memory, kept in `arena`. */
static bool add_solution(spread *s, const pk_solution *solution, size_t draw, pk_arena *arena) {
  const pk_making *m = s->making;
  pk_cells cells;
  if (!pk_cells_new(&cells, solution, m->model, solution->arena))
    return false;
  cells.left_out = s->draws > 1 ? LEFT_OUT_OF_MANY : 0;
  for (int g = -1; g < m->result->group_count; g++)
    for (size_t q = 0; q < s->questions; q++) {
      pk_luck *law = laws_of(s, g + 1, q) + draw;
      if (!make_law(&cells, g, q, law, solution->arena) || !keep_law(law, arena))
        return false;
    }
  pk_luck *employed = s->employed + draw;
  return m->result->at_least <= 0 ||
         (pk_employed_law(&cells, -1, employed, solution->arena) && keep_law(employed, arena));
}

static bool take_draw(void *context, size_t draw, const pk_solution *solution,
                      pk_redrawer *redrawer) {
  if (add_solution(context, solution, draw, redrawer->arena))
    return true;
  pk_report_memory(redrawer->report);
  return false;
}

/* Laws that another process made: the numbers, and the chances of those that are counted out. */
static bool share_rows(spread *s, pk_luck *laws) {
  pk_fleet_share(laws, s->draws, sizeof *laws);
  for (size_t i = 0; i < s->draws; i++) {
    pk_luck *law = &laws[i];
    if (law->form != PK_LUCK_COUNT)
      continue;
    double *cdf = (double *)(uintptr_t)law->cdf;
    if (!pk_fleet_owns(i))
      law->cdf = cdf = PK_NEW_ARRAY(s->making->scratch, double, law->count);
    if (!cdf)
      return false;
    pk_fleet_tell(i, cdf, law->count * sizeof *cdf);
  }
  return true;
}

static bool share_laws(spread *s) {
  size_t rows = ((size_t)s->making->result->group_count + 1) * s->questions;
  bool good = true;
  for (size_t row = 0; pk_fleet_size() > 1 && good && row < rows; row++)
    good = share_rows(s, s->laws + row * s->draws);
  good = good && (pk_fleet_size() == 1 || share_rows(s, s->employed));
  if (!good)
    pk_report_memory(s->making->report);
  return good;
}

static bool draw_all(spread *s, pk_draws *draws) {
  s->redraws.take = take_draw;
  s->redraws.context = s;
  bool good = pk_redraws_make(&s->redraws, draws);
  s->made = s->redraws.made;
  return good && share_laws(s);
}

/* ------------------------------------------------------------------------------------ intervals */

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

/* Everything about one question: an outcome or an account of all clients or of one group. */
static bool estimate_item(void *context, size_t item, int thread) {
  const spread *s = context;
  (void)thread;
  size_t question = item % s->questions;
  pk_answer *a = pk_answer_at_index(s->making, (int)(item / s->questions));
  pk_estimate *e =
      question < PK_OUTCOMES ? &a->outcomes[question] : &a->money[question - PK_OUTCOMES];
  estimate(e, laws_of(s, (int)(item / s->questions), question), s->made);
  if (question < PK_OUTCOMES && question != PK_MONTHS_EMPLOYED && question != PK_RESTRICTED_MEAN)
    no_more_than_all(&e->interval);
  return true;
}

static void estimate_all(spread *s) {
  polku_result *r = s->making->result;
  size_t items = ((size_t)r->group_count + 1) * s->questions;
  pk_crew_work(s->redraws.threads, items, estimate_item, s);
  r->at_least_chance =
      r->at_least > 0 ? 1 - pk_mixture_cdf(s->employed, s->made, r->at_least - 1) : NAN;
}

static bool spread_new(spread *s, pk_making *m) {
  const polku_result *r = m->result;
  *s = (spread){.making = m, .draws = r->draws > 0 ? (size_t)r->draws : 1};
  s->redraws = (pk_redraws){.making = m, .wanted = s->draws, .threads = 1};
  s->questions = PK_OUTCOMES + (size_t)r->account_count;
  s->laws =
      PK_NEW_ARRAY(m->scratch, pk_luck, ((size_t)r->group_count + 1) * s->questions * s->draws);
  s->employed = PK_NEW_ARRAY(m->scratch, pk_luck, s->draws);
  if (!s->laws || !s->employed)
    pk_report_memory(m->report);
  return s->laws && s->employed;
}

/* From draws; without any, from the point solution. */
static bool make_laws(spread *s, pk_draws *draws) {
  polku_result *r = s->making->result;
  if (r->draws > 0 && !draw_all(s, draws))
    return false;
  r->stopped = r->stopped || s->redraws.stopped;
  r->draws = (int)s->made;
  if (s->made > 0)
    return true;
  s->made = 1;
  if (add_solution(s, &s->making->solution, 0, s->making->scratch))
    return true;
  pk_report_memory(s->making->report);
  return false;
}

bool pk_make_uncertainty(pk_making *m) {
  polku_result *r = m->result;
  pk_draws *draws = pk_draws_new(m->model, m->scratch, m->report);
  if (!draws)
    return false;
  r->uncertain = pk_draws_uncertain(draws);
  r->draws = pk_redraws_number(m, r->uncertain, DRAWS);
  r->draws_asked = m->options.draws < 0 ? 0 : m->options.draws == 0 ? DRAWS : m->options.draws;
  spread s;
  if (!spread_new(&s, m))
    return false;
  bool made = make_laws(&s, draws);
  if (made)
    estimate_all(&s);
  pk_redraws_free(&s.redraws);
  return made;
}
