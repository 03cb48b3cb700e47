/* A model unfolded into a Markov chain: plain arrays that engines read.
 *
 * Two kinds of rows. An *entry state* is a stay that begins: (class of client,
 * stage, clocks, and its time as long as something is still to change: who is there, which rules
 * hold). It has links (length, point, p) to *decision points*: (class, stage left, clocks
 * then, and how long the stay was where that matters). A decision point has exits (where to, by
 * which transition, p) to entry states or, through a passage, to a further decision point in the
 * same step. Links of an entry state and `beyond` sum to 1; exits of a point sum to 1. */
#ifndef PK_CHAIN_H
#define PK_CHAIN_H

#include "rules/rules.h"

typedef struct pk_chain {
  pk_arena *arena;
  int horizon; /* in steps, or in sub-steps where the chain was refined: all times and lengths are
                */
  int stage_count, transition_count, group_count, clock_count;
  int epoch_count;        /* stretches of time between changes (presence.h) */
  const int *epoch_first; /* [epochs]: the whole step with which each begins */

  /* Entry states. Link k of state x: entry_row[x] ≤ k < entry_row[x + 1]; by rising length, then by
   * point. */
  size_t entry_count;
  int32_t *entry_stage;
  size_t *entry_row;
  int32_t *link_length; /* 1 … horizon */
  int32_t *link_point;
  double *link_p;
  double *beyond; /* still in the stay when the horizon ends. A state first reached at t has links
                   * up to horizon − t only; what would end later is in here too. */
  int32_t *entry_klass, *entry_time; /* time: when the state can first be reached */
  int32_t *entry_epoch;              /* in which the stay begins: its hosts, its terms */
  uint64_t *entry_clocks;            /* [entry][clock_count] */
  int32_t *entry_elapsed; /* whole steps that the stay had taken before: an initial caseload's */
  double *stuck; /* part of `beyond`: due, and refused by all exits to the end. 1 without a link: a
                  * stay that nobody may ever end within the horizon */

  /* Decision points. Passage points stand after every point that leads to them. */
  size_t point_count, passage_from; /* points passage_from … are in passages */
  int32_t *point_stage, *point_klass;
  int32_t *point_born, *point_epoch; /* an epoch on whose terms the stay began; that of this move */
  int32_t *point_elapsed;            /* whole steps of the stay where a rule reads them, else 0 */
  uint64_t *point_clocks;
  size_t *point_row;
  int32_t *exit_to;         /* entry state, or ~point of a passage (negative) */
  int32_t *exit_transition; /* the transition that is made */
  double *exit_p;

  /* Refusals: for each point the expected number of exits that rules refused there, per arrival.
   * (Stays that end nowhere arrive at no point: they are in `stuck`.) */
  size_t *refused_row;
  int32_t *refused_transition;
  double *refused_p;
  /* Expected number of stays that go on over their limit, per entry. */
  double *over_limit;

  /* Where clients begin: `amount` people of `group`, at `time`, in an entry state or ~point. A
   * group of size n contributes n in all at time 0; arrivals and initial caseloads come on top.
   * `profile` is an index into the profiles of the rules: groups that say "allocate" tell them
   * apart. */
  size_t start_count;
  int32_t *start_group, *start_profile, *start_time, *start_at;
  int32_t *start_stage; /* where they begin, passages too */
  int32_t *start_line;  /* −1: of the group's size, −2: arrivals, else a line of its caseload */
  double *start_amount;

  double lost; /* people who fell below the tolerance; bound on the error of any count */

  struct pk_pattern *pattern; /* what it takes to weigh the chain anew; NULL: not kept */
} pk_chain;

typedef struct pk_pattern pk_pattern;

typedef struct pk_chain_options {
  size_t max_links; /* 0: 4 million */
  double tolerance; /* 0: 1e-9 */
  int refine;       /* sub-steps per step, 0 or 1: none */
  /* Numbers to use instead of the written ones, for parameter draws: looked up by the number's
   * address. NULL: the written values. */
  double (*value)(void *context, const pk_number *number);
  void *value_context;
  const bool *withdrawn; /* one flag per actor, in addition to the model's own; NULL: nobody */
  bool keep_pattern; /* so that the chain can be weighed anew; not where states were sifted out */
  bool keep_sifted;  /* with it: there too, for slopes (adjoint.h), which hold the same states */
} pk_chain_options;

/* Unfolds. NULL with problems in `report` when the chain is too large or memory ran out. */
pk_chain *pk_chain_new(const pk_model *model, const pk_rules *rules,
                       const pk_chain_options *options, polku_report *report);
void pk_chain_free(pk_chain *chain);

/* A chain with the structure of one that keeps its pattern, which it borrows, and room for numbers
 * of its own. Several threads may have twins of one chain. NULL when memory ran out. */
pk_chain *pk_chain_twin(const pk_chain *chain);

typedef enum { PK_REWEIGHED, PK_REWEIGH_DIFFERS, PK_REWEIGH_FAILED } pk_reweighed;

/* Fills a twin with the numbers that unfolding with these options would give (to rounding); all but
 * `value` must be as for the chain itself. PK_REWEIGH_DIFFERS when the structure may be another one
 * with these numbers: then the twin holds nothing. Failed: with a problem in the report. */
pk_reweighed pk_chain_reweigh(pk_chain *twin, const pk_chain_options *options,
                              polku_report *report);

/* What is wrong or surprising about how clients move: traps, stages that nobody
 * reaches or leaves, refusals that rescale, means that rounding shifts, limits that are passed. */
void pk_chain_check(const pk_model *model, const pk_rules *rules, polku_report *report);

/* Whether a stage is closed because everyone who stood there is withdrawn or never there within the
 * horizon, its capacity (−1: not limited) with everyone who is ever there, and whether a
 * transition's carriers are all gone. `withdrawn` as in the options. At one time: presence.h. */
bool pk_stage_closed(const pk_model *model, const pk_rules *rules, int stage,
                     const bool *withdrawn);
double pk_stage_capacity(const pk_model *model, const pk_rules *rules, int stage,
                         const bool *withdrawn);
bool pk_transition_closed(const pk_model *model, int transition, const bool *withdrawn);

#endif
