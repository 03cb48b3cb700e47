/* A crew that solves draws. */
#include "study/redraw.h"
#include "engine/fleet.h"

#include <math.h>

#define FEW_DRAWS 20
/* Links × steps of the chain. A draw takes 2 ns for each, and 8 where histories make so many states
 * that they do not stay near the processor; so all draws together take some four seconds of it at
 * most where fewer than wanted are made. A count and not a clock, so that the same model gives the
 * same bytes everywhere. */
#define WORK 5e8
#define TOO_MUCH 6e7
#define LITTLE 1e5 /* in which no second thread is worth its birth */

static double work_of(const pk_making *m) {
  const pk_chain *chain = m->solution.chain;
  return (double)chain->entry_row[chain->entry_count] * (chain->horizon + 1.0);
}

int pk_redraws_number(const pk_making *m, int uncertain, int most) {
  double work = work_of(m);
  int asked = m->options.draws;
  if (asked < 0 || uncertain == 0)
    return 0;
  if (asked > 0)
    return asked;
  if (work > TOO_MUCH)
    return 0;
  double affordable = floor(WORK / (work + 1));
  return affordable >= most ? most : affordable < FEW_DRAWS ? FEW_DRAWS : (int)affordable;
}

static bool redrawer_new(pk_redrawer *w, const pk_redraws *r) {
  bool twins = r->pattern.chain && r->pattern.chain->pattern;
  w->arena = pk_arena_new();
  w->draws = w->arena && w->report ? pk_draws_new(r->making->model, w->arena, w->report) : NULL;
  w->twin = w->draws && twins ? pk_chain_twin(r->pattern.chain) : NULL;
  return w->draws && (w->twin || !twins);
}

static void redrawer_free(pk_redrawer *w) {
  pk_chain_free(w->twin);
  pk_arena_free(w->arena);
}

void pk_redraws_free(pk_redraws *r) {
  for (int i = 0; r->redrawers && i < r->threads; i++) {
    redrawer_free(&r->redrawers[i]);
    polku_report_free(r->redrawers[i].report);
  }
  pk_solution_free(&r->pattern);
}

pk_variant pk_redraws_variant(const pk_redraws *r, const pk_redrawer *w) {
  const pk_making *m = r->making;
  return (pk_variant){.withdrawn = m->withdrawn,
                      .value = pk_draws_value,
                      .context = w->draws,
                      .people = m->options.people,
                      .money = true,
                      .brief = true,
                      .like = &r->pattern,
                      .twin = w->twin};
}

/* The same draw whatever the crew: so the structure, and what is rounded by it, is the same. */
static bool find_pattern(pk_redraws *r, pk_draws *draws) {
  pk_redrawer first = {.draws = draws};
  pk_variant variant = pk_redraws_variant(r, &first);
  variant.keep_pattern = true;
  pk_draws_take(draws, r->making->result->seed, 0);
  if (!pk_solution_unfold(&r->pattern, &r->making->study, &variant, r->making->report))
    return false;
  r->pattern.plan = pk_survey_plan_new(r->pattern.chain, r->pattern.arena);
  if (!r->pattern.plan)
    pk_report_memory(r->making->report);
  return r->pattern.plan != NULL;
}

static bool one_draw(pk_redraws *r, size_t draw, pk_redrawer *w) {
  pk_variant variant = pk_redraws_variant(r, w);
  pk_solution solution;
  pk_draws_take(w->draws, r->making->result->seed, (int)draw);
  if (!pk_solution_new(&solution, &r->making->study, &variant, w->report))
    return false;
  r->done[draw] = r->take(r->context, draw, &solution, w);
  pk_solution_free(&solution);
  return r->done[draw];
}

/* One thread tells who watches: draws are begun in their order, so it knows how far all are. */
static bool draw_item(void *context, size_t item, int thread) {
  pk_redraws *r = context;
  const polku_watch *watch = pk_fleet_rank() == 0 ? r->making->options.watch : NULL;
  if (thread == 0 && watch && watch->progress)
    r->stopped = !watch->progress(watch->context, (double)item / (double)r->wanted);
  return !(thread == 0 && r->stopped) && one_draw(r, item, &r->redrawers[thread]);
}

/* The first draw that failed is made again to say why, so that the problem, too, is the same
 * whatever thread met it. */
static void report_failure(pk_redraws *r) {
  pk_redrawer again = {.report = r->making->report};
  if (!redrawer_new(&again, r) || one_draw(r, r->made, &again))
    pk_report_memory(r->making->report); /* memory that has come back since */
  redrawer_free(&again);
}

/* Where all draws take less than a thread's birth, they are made in turn. */
static int choose_threads(const pk_redraws *r) {
  double work = (double)r->wanted * work_of(r->making);
  return work < LITTLE ? 1 : pk_crew_threads(r->making->options.threads);
}

static bool crew_new(pk_redraws *r) {
  const pk_making *m = r->making;
  r->threads = choose_threads(r);
  r->redrawers = PK_NEW_ARRAY(m->scratch, pk_redrawer, (size_t)r->threads);
  r->done = PK_NEW_ARRAY(m->scratch, bool, r->wanted);
  bool ready = r->redrawers && r->done;
  for (int i = 0; ready && i < r->threads; i++) {
    r->redrawers[i].report = polku_report_new();
    ready = redrawer_new(&r->redrawers[i], r);
  }
  if (!ready)
    pk_report_memory(m->report);
  return ready;
}

bool pk_redraws_make(pk_redraws *r, pk_draws *draws) {
  if (!find_pattern(r, draws) || !crew_new(r))
    return false;
  bool all = pk_fleet_work(r->threads, r->wanted, draw_item, r);
  all = pk_fleet_worst(!all) == 0;
  r->stopped = pk_fleet_worst(r->stopped) > 0;
  pk_fleet_share(r->done, r->wanted, sizeof *r->done);
  while (r->made < r->wanted && r->done[r->made])
    r->made++;
  if (all || r->stopped)
    return true;
  report_failure(r);
  return false;
}
