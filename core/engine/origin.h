/* Who begins: clients of one origin come together and are numbered 0, 1, … within it.
 *
 * An origin is a group's people at t = 0, its arrivals of one step, or one line of its initial
 * caseload. Which profile and start each client has is drawn by the client's own luck, unless the
 * group says "allocate": then the first so many have the first, and so on, by largest remainders.
 */
#ifndef PK_ORIGIN_H
#define PK_ORIGIN_H

#include "chain/chain.h"

typedef enum { PK_FROM_SIZE, PK_FROM_ARRIVALS, PK_FROM_CASELOAD } pk_origin_form;

/* One profile and one place to begin. */
typedef struct pk_origin_way {
  double upto;    /* P(this way or an earlier one); the last is 1 */
  int64_t before; /* with "allocate": clients numbered below this have an earlier way */
  int profile, stage;
  int32_t at;  /* where origins were made from a chain: entry state, or ~point of a passage */
  int elapsed; /* PK_FROM_CASELOAD: steps in the stage, or at its door */
  bool waiting;
} pk_origin_way;

typedef struct pk_origin {
  pk_origin_form form;
  int group, time;
  uint32_t hash;
  int64_t count; /* whole; of arrivals it is drawn anew in each run */
  double mean;   /* arrivals: of the Poisson number */
  bool allocate;
  int way_count;
  const pk_origin_way *ways;
} pk_origin;

typedef struct pk_origins {
  pk_arena *arena;
  int count;
  const pk_origin *list; /* groups in the order of the model; in each: size, caseload, arrivals */
  double people;         /* expected number of all */
} pk_origins;

/* From a chain (ways have `at`, no `waiting`), or from the model for an engine without one: the
 * same origins with the same ways in the same order. `people` > 0 scales all groups in proportion;
 * sizes become whole by largest remainders. NULL when memory ran out (reported), or when there are
 * more than 2^32 − 1 clients of one origin and `counted` says that each needs a number of its own
 * (E-PEOPLE-MANY, which names the engine that can). */
pk_origins *pk_origins_of_chain(const pk_model *model, const pk_chain *chain, double people,
                                bool counted, polku_report *report);
pk_origins *pk_origins_of_model(const pk_model *model, const pk_rules *rules,
                                const pk_chain_options *options, double people, bool counted,
                                polku_report *report);
void pk_origins_free(pk_origins *origins);

/* How many come in a run: `count`, or for arrivals a Poisson number by the luck of origin and run.
 */
int64_t pk_origin_count(const pk_origin *origin, const uint32_t key[2]);

/* The way of a client; the same where its luck (PK_DICE_WHO, words 0 and 1) is known already. */
const pk_origin_way *pk_origin_way_of(const pk_origin *origin, const uint32_t key[2],
                                      uint32_t client);
const pk_origin_way *pk_origin_way_by(const pk_origin *origin, uint32_t client, uint32_t high,
                                      uint32_t low);

#endif
