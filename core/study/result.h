/* A result: everything that was computed, with the names needed to tell it; it borrows nothing. */
#ifndef PK_RESULT_H
#define PK_RESULT_H

#include "base/json.h"
#include "model/model.h"
#include "study/solution.h"

typedef enum {
  PK_EMPLOYMENT_RATIO,
  PK_OPEN_EMPLOYMENT_RATIO,
  PK_EMPLOYED_AT_END,
  PK_MONTHS_EMPLOYED,
  PK_LASTING_EMPLOYMENT,
  PK_RESTRICTED_MEAN, /* months to employment, counted up to the horizon */
  PK_OUTCOMES
} pk_outcome;

/* The first five are outcomes that fall when somebody is withdrawn. */
#define PK_FALLING 5

/* "employment_ratio", …; "months_to_employment.restricted_mean". */
const char *pk_outcome_name(pk_outcome outcome);

/* A value with its interval, and its mean over the draws. */
typedef struct pk_estimate {
  polku_interval interval;
  double mean;
  double error; /* of a random engine: Monte-Carlo standard error of the value; else 0 */
} pk_estimate;

typedef struct pk_label {
  const char *id;
  pk_name name;
} pk_label;

/* Outcomes of all clients, or of one group. */
typedef struct pk_answer {
  pk_label group;                    /* id NULL: all */
  double people;                     /* everyone who enters within the horizon */
  double *occupancy, *entries;       /* [horizon + 1][stages], at whole steps */
  double *waiting;                   /* [horizon + 1][stages]; NULL: nobody can wait */
  struct pk_door *doors;             /* [result's door_count]; NULL without */
  double *moves, *refused;           /* [transitions] */
  double *over_limit;                /* [stages] */
  double *employed, *open, *at_work; /* [horizon + 1]: ratios by t, and in work at t */
  pk_estimate outcomes[PK_OUTCOMES];
  double median;          /* months to employment; NaN: fewer than half get there */
  pk_estimate *money;     /* [accounts] */
  double *money_by_stage; /* [accounts][stages] */
  double *person_months;  /* [stages] */
  double *host_months;    /* [actors], as a host */
  double sector_months[4], hosted_months;
  double third_share, reach, reach_of_employed; /* NaN where nobody is hosted, or employed */
  double *reliance, *shares;                    /* [third][PK_FALLING] */
  double *reliance_errors,
      *share_errors; /* Monte-Carlo standard errors of these; NaN: none known */
  double reliance_together[PK_FALLING], together_errors[PK_FALLING];
} pk_answer;

typedef struct pk_capacity {
  int stage, fullest_at;
  double places, fullest;
} pk_capacity;

/* What happened at the door of a limited stage, on average over runs. */
typedef struct pk_door {
  int stage;
  double came, let_in, gave_up, turned_away; /* clients over the horizon */
  double waited;                             /* mean steps that those let in had waited; NaN */
  double longest_queue;                      /* the largest mean number of waiting clients … */
  int longest_at;                            /* … and when */
  double places;                             /* mean number of places; NaN: only a budget limits */
  double used;                               /* part of the place-steps that were taken; NaN */
  double over_capacity;                      /* client-steps above the capacity */
} pk_door;

/* A host's place to stand, on average over runs. */
typedef struct pk_stand {
  int stage, actor;
  double places; /* at t = 0; NaN: not limited */
  double months; /* person-months of clients there */
  double used;   /* part of its place-months; NaN: not limited, or not always there */
} pk_stand;

typedef struct pk_met_target {
  pk_label label;
  const char *outcome, *group; /* group id or NULL */
  int at;
  bool has_interval;
  double observed, value, events, of;
} pk_met_target;

typedef struct pk_assumptions {
  int total, of[5]; /* by pk_basis */
} pk_assumptions;

/* Where a result comes from, so that it can be had again. */
typedef struct pk_provenance {
  const char *command, *date; /* as the caller wrote them in the options; NULL: not said */
  int input_count;
  const polku_input *inputs;
} pk_provenance;

struct polku_result {
  pk_arena *arena;
  pk_provenance provenance;
  const char *file, *scenario;
  pk_name title;
  pk_step step;
  int horizon, stage_count, transition_count, actor_count, account_count, group_count;
  pk_label *stages, *transitions, *actors, *accounts;
  const char **account_units;
  pk_sector *sectors; /* [actors] */
  bool *stage_passage, *stage_employed, *stage_open;
  bool *withdrawn;     /* [actors]: those that the options withdraw, beyond the model's scenario */
  double people_asked; /* all groups together; 0: as the model writes them */
  const char *engine;  /* "exact", "cohort", "individual" */
  /* Of "auto": key of the word that says why this engine: "result.why-places" (or "-tied": budgets
   * too; "-large"), filled with {runs}; NULL: it was asked for, or is the exact one. */
  const char *why;
  int runs; /* complete runs with the written numbers; 1: exact */
  int runs_asked;
  bool stopped; /* somebody stopped it before all runs were complete */
  int door_count;
  int stand_count;
  pk_stand *stands; /* all clients together; NULL without queues */
  uint64_t seed;
  int draws, draws_asked, uncertain; /* draws made, draws wanted, numbers that are uncertain */
  int refine;
  double refined[PK_FALLING]; /* outcome with sub-steps minus outcome without */
  double error_bound;
  int capacity_count;
  pk_capacity *capacities;
  bool budgets_played; /* people may have to wait for money too */
  int budget_count;    /* budgets that were left out */
  const char **budgets;
  int third_count;
  int *third;         /* actors of the third sector who host or carry */
  bool *third_unsure; /* of those: who host at a stage where reliance is not known */
  bool shares_all;    /* fair shares over all sets of them; else over so many random orders, */
  int share_orders;   /* 0: too dear, shares are NaN */
  int unknown_count;
  int *reliance_unknown; /* stages */
  int target_count;
  pk_met_target *targets;
  pk_assumptions assumptions;
  int at_least;
  double at_least_chance;
  pk_answer all, *groups;
};

/* polku_simulate without the third sector's part, which takes longest: for who wants outcomes. */
polku_result *pk_simulate_outcomes(const polku_model *model, const polku_rules *rules,
                                   const polku_options *options, polku_report *report);

/* Provenance as an object under its key. */
void pk_provenance_json(pk_json *json, const polku_result *result);
void pk_provenance_write(pk_json *json, const pk_provenance *provenance);

/* What fair shares are a mean over: "sets", "orders", "none" where they would have cost too much.
 */
static inline const char *pk_shares_over(const polku_result *r) {
  return r->shares_all ? "sets" : r->share_orders > 0 ? "orders" : "none";
}

/* Whether an engine of chance made it. */
static inline bool pk_result_random(const polku_result *r) {
  return r->engine && r->engine[0] != 'e';
}

#endif
