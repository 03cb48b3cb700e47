/* Intervals: luck in a group of this size, and not knowing the numbers, together.
 *
 * Each draw of the uncertain numbers is a solution of its own, with its own law of luck; the 90 %
 * interval is that of the mixture of these laws, and the part of its variance that the laws have by
 * themselves is luck. Without draws the point solution's law is the whole mixture.
 *
 * Draws are made side by side. What a draw gives depends on its number alone and has its own place,
 * so the result has the same bytes whatever thread made it. */
#include "engine/fleet.h"
#include "study/making.h"

#include <math.h>
#include <string.h>

#define DRAWS 200
#define FEW_DRAWS 20
/* Links × steps of the chain. A draw takes 2 ns for each, and 8 where histories make so many states
 * that they do not stay near the processor; so all draws together take some four seconds of it at
 * most where fewer than 200 are made. A count and not a clock, so that the same model gives the
 * same bytes everywhere. */
#define WORK 5e8
#define TOO_MUCH 6e7
#define LITTLE 1e5             /* in which no second thread is worth its birth */
#define LEFT_OUT_OF_MANY 1e-11 /* far below what the mixture of draws can tell */

/* What one thread has for itself: the latest draw, a chain to weigh anew, memory of its laws, its
 * problems. */
typedef struct worker {
  pk_draws *draws;
  pk_chain *twin; /* NULL: each draw unfolds */
  pk_arena *arena;
  polku_report *report;
} worker;

/* Laws stand as [answers][outcomes, then accounts][draws]. */
typedef struct spread {
  pk_making *making;
  pk_luck *laws, *employed; /* employed: [draws] */
  bool *done;               /* [draws] */
  bool stopped;             /* by who watches */
  size_t questions, draws;
  size_t made;         /* the first so many of the draws: all, if nobody stopped them */
  pk_solution pattern; /* the first draw, unfolded: what the others are like */
  worker *workers;
  int threads;
} spread;

static pk_luck *laws_of(const spread *s, int answer, size_t question) {
  return s->laws + ((size_t)answer * s->questions + question) * s->draws;
}

static double work_of(const pk_making *m) {
  const pk_chain *chain = m->solution.chain;
  return (double)chain->entry_row[chain->entry_count] * (chain->horizon + 1.0);
}

static int choose_draws(const pk_making *m, int uncertain) {
  double work = work_of(m);
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

/* ------------------------------------------------------------------------------ draws by a crew */

static bool worker_new(worker *w, const spread *s) {
  bool twins = s->pattern.chain && s->pattern.chain->pattern;
  w->arena = pk_arena_new();
  w->draws = w->arena && w->report ? pk_draws_new(s->making->model, w->arena, w->report) : NULL;
  w->twin = w->draws && twins ? pk_chain_twin(s->pattern.chain) : NULL;
  return w->draws && (w->twin || !twins);
}

static void worker_free(worker *w) {
  pk_chain_free(w->twin);
  pk_arena_free(w->arena);
}

static void workers_free(spread *s) {
  for (int i = 0; s->workers && i < s->threads; i++) {
    worker_free(&s->workers[i]);
    polku_report_free(s->workers[i].report);
  }
  pk_solution_free(&s->pattern);
}

static pk_variant variant_of(const spread *s, const worker *w) {
  const pk_making *m = s->making;
  return (pk_variant){.withdrawn = m->withdrawn,
                      .value = pk_draws_value,
                      .context = w->draws,
                      .people = m->options.people,
                      .money = true,
                      .brief = true,
                      .like = &s->pattern,
                      .twin = w->twin};
}

/* The same draw whatever the crew: so the structure, and what is rounded by it, is the same. */
static bool find_pattern(spread *s, pk_draws *draws) {
  worker first = {.draws = draws};
  pk_variant variant = variant_of(s, &first);
  variant.keep_pattern = true;
  pk_draws_take(draws, s->making->result->seed, 0);
  if (!pk_solution_unfold(&s->pattern, &s->making->study, &variant, s->making->report))
    return false;
  s->pattern.plan = pk_survey_plan_new(s->pattern.chain, s->pattern.arena);
  if (!s->pattern.plan)
    pk_report_memory(s->making->report);
  return s->pattern.plan != NULL;
}

static bool one_draw(spread *s, size_t draw, worker *w) {
  pk_variant variant = variant_of(s, w);
  pk_solution solution;
  pk_draws_take(w->draws, s->making->result->seed, (int)draw);
  if (!pk_solution_new(&solution, &s->making->study, &variant, w->report))
    return false;
  s->done[draw] = add_solution(s, &solution, draw, w->arena);
  if (!s->done[draw])
    pk_report_memory(w->report);
  pk_solution_free(&solution);
  return s->done[draw];
}

/* One thread tells who watches: draws are begun in their order, so it knows how far all are. */
static bool draw_item(void *context, size_t item, int thread) {
  spread *s = context;
  const polku_watch *watch = pk_fleet_rank() == 0 ? s->making->options.watch : NULL;
  if (thread == 0 && watch && watch->progress)
    s->stopped = !watch->progress(watch->context, (double)item / (double)s->draws);
  return !(thread == 0 && s->stopped) && one_draw(s, item, &s->workers[thread]);
}

/* The first draw that failed is made again to say why, so that the problem, too, is the same
 * whatever thread met it. */
static void report_failure(spread *s) {
  worker again = {.report = s->making->report};
  if (!worker_new(&again, s) || one_draw(s, s->made, &again))
    pk_report_memory(s->making->report); /* memory that has come back since */
  worker_free(&again);
}

/* Where all draws take less than a thread's birth, they are made in turn. */
static int choose_threads(const spread *s) {
  double work = (double)s->draws * work_of(s->making);
  return work < LITTLE ? 1 : pk_crew_threads(s->making->options.threads);
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
  pk_making *m = s->making;
  if (!find_pattern(s, draws))
    return false;
  s->threads = choose_threads(s);
  s->workers = PK_NEW_ARRAY(m->scratch, worker, (size_t)s->threads);
  s->done = PK_NEW_ARRAY(m->scratch, bool, s->draws);
  bool ready = s->workers && s->done;
  for (int i = 0; ready && i < s->threads; i++) {
    s->workers[i].report = polku_report_new();
    ready = worker_new(&s->workers[i], s);
  }
  if (!ready) {
    pk_report_memory(m->report);
    return false;
  }
  bool all = pk_fleet_work(s->threads, s->draws, draw_item, s);
  all = pk_fleet_worst(!all) == 0;
  s->stopped = pk_fleet_worst(s->stopped) > 0;
  pk_fleet_share(s->done, s->draws, sizeof *s->done);
  while (s->made < s->draws && s->done[s->made])
    s->made++;
  if (all || s->stopped)
    return share_laws(s);
  report_failure(s);
  return false;
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
  pk_crew_work(s->threads, items, estimate_item, s);
  r->at_least_chance =
      r->at_least > 0 ? 1 - pk_mixture_cdf(s->employed, s->made, r->at_least - 1) : NAN;
}

static bool spread_new(spread *s, pk_making *m) {
  const polku_result *r = m->result;
  *s = (spread){.making = m, .draws = r->draws > 0 ? (size_t)r->draws : 1, .threads = 1};
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
  r->stopped = r->stopped || s->stopped;
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
  r->draws = choose_draws(m, r->uncertain);
  r->draws_asked = m->options.draws < 0 ? 0 : m->options.draws == 0 ? DRAWS : m->options.draws;
  spread s;
  if (!spread_new(&s, m))
    return false;
  bool made = make_laws(&s, draws);
  if (made)
    estimate_all(&s);
  workers_free(&s);
  return made;
}
