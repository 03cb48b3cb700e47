/* A model made ready to be run by a random engine: numbers chosen, tables compiled, clients known.
 *
 * The written numbers make one player, each draw of the uncertain ones another, each withdrawal of
 * an actor another. A player is not changed by running: any number of threads may run one. */
#ifndef PK_PLAYER_H
#define PK_PLAYER_H

#include "engine/cohort.h"
#include "study/solution.h"

typedef enum { PK_ENGINE_EXACT, PK_ENGINE_COHORT, PK_ENGINE_INDIVIDUAL } pk_engine;

typedef struct pk_player {
  pk_engine engine;
  bool by_steps;        /* individual: all clients side by side; else over the chain */
  pk_solution solution; /* cohort and chain: unfolded, asked nothing; what amounts are worth */
  pk_chain_options options;
  pk_stay_laws *laws; /* by_steps */
  pk_arena *arena;
  pk_hosts hosts;
  pk_origins *origins;
  pk_layout layout;
  pk_walk *walk;
  pk_steps *steps;
  pk_cohort *cohort;
  pk_pay pay;
} pk_player;

/* What is to be played, beside the variant. */
typedef struct pk_cast {
  pk_engine engine;
  bool by_steps, limits;
} pk_cast;

/* False, with the reason in `report`; nothing is left to free then. */
bool pk_player_new(pk_player *player, const pk_study *study, const pk_variant *variant,
                   const pk_cast *cast, polku_report *report);
void pk_player_free(pk_player *player);

/* Bytes of scratch memory that a run needs, from its caller. */
size_t pk_player_scratch(const pk_player *player);

/* Who watches a run from the inside; members may be NULL. */
typedef struct pk_listener {
  const pk_event_taker *events;
  bool (*pulse)(void *context, double done);
  void *context;
} pk_listener;

typedef enum { PK_RUN_DONE, PK_RUN_STOPPED, PK_RUN_NO_MEMORY } pk_run_end;

/* One run into `tally`, layout.size numbers that are 0. */
pk_run_end pk_player_run(const pk_player *player, const uint32_t key[2], int64_t *tally,
                         void *scratch, const pk_listener *listener);

/* A run of very many independent clients, its parts side by side: `tallies` are `threads` blocks
 * that are 0, the first holds the run afterwards. Only where pk_player_splits(). */
bool pk_player_splits(const pk_player *player);
pk_run_end pk_player_run_split(const pk_player *player, const uint32_t key[2], int64_t *tallies,
                               int threads, const pk_listener *listener);

#endif
