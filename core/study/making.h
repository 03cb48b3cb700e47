/* A result while it is being made: what the files that fill it share. */
#ifndef PK_MAKING_H
#define PK_MAKING_H

#include "study/draws.h"
#include "study/spread.h"

typedef struct pk_making {
  polku_result *result;
  pk_study study;
  const pk_model *model;
  const pk_rules *rules;
  polku_options options;
  polku_report *report;
  bool without_third;   /* the third sector's part is not wanted: it takes longest */
  pk_arena *scratch;    /* what the result does not keep */
  bool *withdrawn;      /* [actors], asked for in the options */
  int epoch_count;      /* stretches of time between changes (chain/presence.h) */
  double *hosted;       /* [epochs][stages][actors]: whose place a stay that begins then takes */
  double *third_hosted; /* [epochs][stages]: the third sector's part of them */
  double *third_ever;   /* [stages]: the largest of these */
  pk_solution solution; /* exact: the point solution */
  struct pk_playing *playing; /* a random engine: while its counts can be asked */
} pk_making;

/* Answers are the result's `all` (index 0), then its groups. */
static inline pk_answer *pk_answer_at_index(const pk_making *making, int index) {
  return index == 0 ? &making->result->all : &making->result->groups[index - 1];
}

/* What every computation begins with: options that are read, and the names of the model, copied.
 * False with a problem in the report. */
bool pk_making_start(pk_making *making);

/* Which engine is asked for (pk_engine): −1 for "auto", −2 (reported) for none that there is. */
int pk_making_engine(const pk_making *making);

/* Whether the chain stays within its limit; then it is in making->solution, and its warnings are in
 * the report. `*failed` where something else went wrong, and is reported. */
bool pk_making_unfolds(pk_making *making, bool *failed);

/* Each fills its part; false when memory ran out or a solution failed, with the reason reported. */
bool pk_make_flows(pk_making *making);       /* occupancy, moves, curves, money */
bool pk_make_hosts(pk_making *making);       /* whose place a stay takes */
bool pk_make_third(pk_making *making);       /* person-months, reach, reliance */
bool pk_make_uncertainty(pk_making *making); /* intervals */
bool pk_make_targets(pk_making *making);
bool pk_make_provenance(pk_making *making);

/* Whether an actor ever hosts at a stage. */
bool pk_hosts_ever(const pk_making *making, int stage, int actor);

/* The chain with a stage for each epoch in which stays begin, place = epoch × stages + stage: the
 * chain itself where nothing changes. Lives in the scratch. */
bool pk_places_chain(const pk_making *making, pk_chain *placed);

/* Person-months by host and sector. False when memory ran out. */
bool pk_make_host_months(pk_making *making, const pk_chain *placed);

/* All of these but labels, by a random engine. */
struct pk_cast;
bool pk_make_by_runs(pk_making *making, const struct pk_cast *cast);

/* Arrays of an answer, zero. False when memory ran out. */
bool pk_answer_new(pk_answer *answer, const polku_result *result);

/* Who of the third sector takes part, and where its reliance is not known: at stages where others
 * host too and no places say how many they could take, or none are played. */
bool pk_find_third(pk_making *making, bool limits);

/* The id and name of something, copied into the result; clears `ok` when memory ran out. */
pk_label pk_copy_label(pk_arena *arena, const char *id, const pk_name *name, bool *ok);

/* Adds a remark for every step within the horizon at which somebody comes or goes (I-CHANGES) or a
 * rule changes (I-LAW-CHANGES). */
void pk_check_changes(const pk_model *model, const pk_rules *rules, polku_report *report);

/* Whether a target's outcome is one that is computed; else says so. */
bool pk_check_target(const pk_model *model, const pk_target *target, polku_report *report);

#endif
