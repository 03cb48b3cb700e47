/* From a model and its numbers to an engine that is ready to run. */
#include "study/player.h"
#include "engine/fleet.h"

#include <stdlib.h>
#include <string.h>

/* Clients in a part of a run: enough that starting a part costs nothing, few enough that a pulse is
 * felt several times a second. */
enum { PART = 1 << 18 };

static bool make_over_chain(pk_player *p, const pk_study *study, const pk_variant *variant,
                            polku_report *report) {
  if (!pk_solution_unfold(&p->solution, study, variant, report))
    return false;
  pk_walk_of of = {.model = study->model,
                   .rules = study->rules,
                   .chain = p->solution.chain,
                   .hosts = &p->hosts,
                   .shape = &p->layout,
                   .extra = (const pk_extra *const *)p->solution.extra,
                   .discount = p->pay.discount};
  bool counted = p->engine == PK_ENGINE_INDIVIDUAL;
  p->origins = pk_origins_of_chain(study->model, of.chain, variant->people, counted, report);
  of.origins = p->origins;
  if (!p->origins)
    return false;
  if (counted)
    return (p->walk = pk_walk_new(&of, report)) != NULL;
  return (p->cohort = pk_cohort_new(&of, report)) != NULL;
}

static bool make_by_steps(pk_player *p, const pk_study *study, const pk_variant *variant,
                          bool limits, polku_report *report) {
  p->options = (pk_chain_options){
      .value = variant->value, .value_context = variant->context, .withdrawn = variant->withdrawn};
  p->laws = pk_stay_laws_new(study->model, study->rules, &p->options, report);
  p->origins = p->laws ? pk_origins_of_model(study->model, study->rules, &p->options,
                                             variant->people, true, report)
                       : NULL;
  if (!p->origins)
    return false;
  pk_steps_of of = {.model = study->model,
                    .rules = study->rules,
                    .laws = p->laws,
                    .hosts = &p->hosts,
                    .origins = p->origins,
                    .shape = &p->layout,
                    .withdrawn = variant->withdrawn,
                    .limits = limits};
  return (p->steps = pk_steps_new(&of, report)) != NULL;
}

static bool make(pk_player *p, const pk_study *study, const pk_variant *variant,
                 const pk_cast *cast, polku_report *report) {
  p->arena = pk_arena_new();
  if (!p->arena ||
      !pk_hosts_start(&p->hosts, study->model, study->rules, variant->withdrawn, p->arena) ||
      !pk_study_pay(study, variant, 1, p->arena, &p->pay)) {
    pk_report_memory(report);
    return false;
  }
  pk_layout_start(&p->layout, study->model, p->hosts.count, cast->limits);
  return p->by_steps ? make_by_steps(p, study, variant, cast->limits, report)
                     : make_over_chain(p, study, variant, report);
}

bool pk_player_new(pk_player *p, const pk_study *study, const pk_variant *variant,
                   const pk_cast *cast, polku_report *report) {
  *p = (pk_player){.engine = cast->engine, .by_steps = cast->by_steps};
  if (make(p, study, variant, cast, report))
    return true;
  pk_player_free(p);
  return false;
}

void pk_player_free(pk_player *p) {
  pk_walk_free(p->walk);
  pk_cohort_free(p->cohort);
  pk_steps_free(p->steps);
  pk_origins_free(p->origins);
  pk_stay_laws_free(p->laws);
  pk_solution_free(&p->solution);
  pk_arena_free(p->arena);
  *p = (pk_player){0};
}

size_t pk_player_scratch(const pk_player *p) {
  return p->cohort ? pk_cohort_scratch(p->cohort) : 0;
}

/* --- running */

static bool beat(const pk_listener *listener, double done) {
  return !listener || !listener->pulse || listener->pulse(listener->context, done);
}

/* Clients one origin after another; numbers go on within a group. */
static pk_run_end walk_all(const pk_player *p, const uint32_t key[2], int64_t *tally,
                           const pk_listener *listener) {
  const pk_event_taker *events = listener ? listener->events : NULL;
  uint32_t number = 0;
  for (int i = 0; i < p->origins->count; i++) {
    const pk_origin *origin = &p->origins->list[i];
    if (i > 0 && p->origins->list[i - 1].group != origin->group)
      number = 0;
    pk_walk_part part = {.origin = origin,
                         .count = pk_origin_count(origin, key),
                         .key = {key[0], key[1]},
                         .number = number};
    if (!pk_walk_run(p->walk, &part, tally, events))
      return PK_RUN_STOPPED;
    number += (uint32_t)part.count;
  }
  pk_tally_accumulate(&p->layout, tally);
  return PK_RUN_DONE;
}

pk_run_end pk_player_run(const pk_player *p, const uint32_t key[2], int64_t *tally, void *scratch,
                         const pk_listener *listener) {
  if (p->cohort) {
    pk_cohort_run(p->cohort, key, tally, scratch);
    return PK_RUN_DONE;
  }
  if (p->walk)
    return walk_all(p, key, tally, listener);
  pk_steps_run run = {.key = {key[0], key[1]}};
  if (listener) {
    run.events = listener->events;
    run.pulse = listener->pulse;
    run.pulse_context = listener->context;
  }
  if (pk_steps_play(p->steps, &run, tally))
    return PK_RUN_DONE;
  return run.stopped ? PK_RUN_STOPPED : PK_RUN_NO_MEMORY;
}

bool pk_player_splits(const pk_player *p) {
  return p->walk && p->origins->people > 2.0 * PART;
}

/* --- one run, its clients in parts */

typedef struct parts {
  const pk_player *player;
  pk_walk_part *list;
  size_t count, first;
  int64_t *tallies;
} parts;

static bool walk_part(void *context, size_t item, int thread) {
  const parts *all = context;
  int64_t *tally = all->tallies + (size_t)thread * all->player->layout.size;
  return pk_walk_run(all->player->walk, &all->list[all->first + item], tally, NULL);
}

static size_t cut(const pk_player *p, const uint32_t key[2], pk_walk_part *list) {
  size_t count = 0;
  for (int i = 0; i < p->origins->count; i++) {
    const pk_origin *origin = &p->origins->list[i];
    int64_t all = pk_origin_count(origin, key);
    for (int64_t first = 0; first < all; first += PART, count++)
      if (list)
        list[count] = (pk_walk_part){.origin = origin,
                                     .first = first,
                                     .count = all - first < PART ? all - first : PART,
                                     .key = {key[0], key[1]}};
  }
  return count;
}

pk_run_end pk_player_run_split(const pk_player *p, const uint32_t key[2], int64_t *tallies,
                               int threads, const pk_listener *listener) {
  parts all = {.player = p, .tallies = tallies, .count = cut(p, key, NULL)};
  all.list = malloc((all.count + 1) * sizeof *all.list);
  if (!all.list)
    return PK_RUN_NO_MEMORY;
  cut(p, key, all.list);
  size_t at_once = 4 * (size_t)(threads * pk_fleet_size());
  pk_fleet_tell(0, &at_once, sizeof at_once);
  bool on = true;
  for (; on && all.first < all.count; all.first += at_once) {
    size_t left = all.count - all.first;
    pk_fleet_work(threads, left < at_once ? left : at_once, walk_part, &all);
    on = pk_fleet_agree(beat(listener, (double)all.first / (double)all.count));
  }
  free(all.list);
  if (!on)
    return PK_RUN_STOPPED;
  for (int i = 1; i < threads; i++)
    pk_tally_add(&p->layout, tallies, tallies + (size_t)i * p->layout.size);
  pk_fleet_add(tallies, p->layout.size);
  pk_tally_accumulate(&p->layout, tallies);
  return PK_RUN_DONE;
}
