/* The individual engine: each client's own history.
 *
 * There are two ways through a model, with one meaning. pk_walk follows clients over the unfolded
 * chain, many at once, each by itself: it needs a chain, and that nothing ties clients together.
 * pk_steps takes all clients through time side by side, step by step, by the law of each stay: it
 * plays places, queues and budgets, and needs no chain. Both draw by dice.h, so where both can be
 * used a client's history is the same in both. */
#ifndef PK_INDIVIDUAL_H
#define PK_INDIVIDUAL_H

#include "chain/stay_law.h"
#include "engine/dice.h"
#include "engine/hosts.h"
#include "engine/origin.h"
#include "engine/tally.h"

/* A stay as an event log tells it. Waiting at a door is a stay of its own kind. */
typedef struct pk_event_of_stay {
  uint32_t client; /* number within all clients of the group: sizes first, then caseload and
                      arrivals in their order */
  int32_t group, stage, host; /* host: index into pk_hosts, −1 */
  int32_t start, end;         /* start: before 0 for a caseload that was there already, −elapsed;
                                 end: the step of the move; the horizon where censored */
  bool waiting, censored;
} pk_event_of_stay;

/* Takes stays as they end. Called from the thread that runs; false stops the run. */
typedef struct pk_event_taker {
  bool (*take)(void *context, const pk_event_of_stay *events, size_t count);
  void *context;
} pk_event_taker;

/* --- over the chain */

typedef struct pk_walk pk_walk;

/* What the walk is told about the model beside the chain. Arrays are borrowed. */
typedef struct pk_walk_of {
  const pk_model *model;
  const pk_rules *rules;
  const pk_chain *chain;
  const pk_hosts *hosts;
  const pk_origins *origins;
  const pk_layout *shape;
  /* [accounts]: what rules pay by entry state (exact.h); NULL or extra[a] NULL: nothing. */
  const struct pk_extra *const *extra;
  const double *discount; /* [accounts], per step */
} pk_walk_of;

/* Compiles guide tables and compact rows. NULL when memory ran out (reported). */
pk_walk *pk_walk_new(const pk_walk_of *of, polku_report *report);
void pk_walk_free(pk_walk *walk);

/* Clients first … first + count − 1 of an origin, added to `tally` (occupancy as changes, see
 * pk_tally_accumulate). `events` may be NULL; with it clients are followed one after another, in
 * their order, and `number` is the client number of the first in the log. False when the taker
 * stopped it. Memory: none; the walk may be used by any number of threads. */
typedef struct pk_walk_part {
  const pk_origin *origin;
  int64_t first, count;
  uint32_t key[2];
  uint32_t number;
} pk_walk_part;
bool pk_walk_run(const pk_walk *walk, const pk_walk_part *part, int64_t *tally,
                 const pk_event_taker *events);

/* --- all clients side by side */

typedef struct pk_steps pk_steps;

typedef struct pk_steps_of {
  const pk_model *model;
  const pk_rules *rules;
  const pk_stay_laws *laws;
  const pk_hosts *hosts;
  const pk_origins *origins; /* of the model, not of a chain */
  const pk_layout *shape;
  const bool *withdrawn; /* or NULL */
  bool limits;           /* false: places and budgets are not played */
} pk_steps_of;

/* Whether anything in the model ties clients together: places, places that depend on people, a
 * budget. Then only pk_steps gives the model's own answer. */
bool pk_model_tied(const pk_model *model, const pk_rules *rules, const bool *withdrawn);

pk_steps *pk_steps_new(const pk_steps_of *of, polku_report *report);
void pk_steps_free(pk_steps *steps);

/* One whole run, into `tally` (zeroed by the caller; occupancy and waiting are final). False when
 * memory ran out (`stopped` false), or when the taker or the pulse stopped it (`stopped` true). Any
 * number of threads may run one pk_steps, each with its own memory. The pulse, or NULL, is felt
 * once in each step of time, with the part of the run that is done; false stops the run. */
typedef struct pk_steps_run {
  uint32_t key[2];
  const pk_event_taker *events; /* or NULL */
  bool (*pulse)(void *context, double done);
  void *pulse_context;
  bool stopped;
} pk_steps_run;
bool pk_steps_play(const pk_steps *steps, pk_steps_run *run, int64_t *tally);

#endif
