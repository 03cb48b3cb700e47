/* A model as the other rooms see it: plain arrays, read from JSON once.
 *
 * Everything is owned by the model and borrowed by everyone else. Indices are positions in these
 * arrays. Stages, actors, transitions, groups, supports … stand in their final order: those named
 * in `order`, then the others in the order of the file. What has no written order (standings of a
 * stage, starts and attributes of a group, …) stands in the order of the actors, stages or accounts
 * that it is named after, else by name. −1 is "none" wherever an index is meant.
 * What each field means is in models/README.md; shapes and references are
 * already checked: indices are valid, shares of a stage sum to one, forms are not mixed. */
#ifndef PK_MODEL_H
#define PK_MODEL_H

#include "base/arena.h"
#include "base/date.h"
#include "base/ids.h"
#include "base/lang.h"
#include "base/report.h"
#include "polku.h"

typedef enum { PK_STEP_MONTH, PK_STEP_WEEK, PK_STEP_DAY } pk_step;
typedef enum { PK_UNIT_STEP, PK_UNIT_MONTH, PK_UNIT_WEEK, PK_UNIT_DAY, PK_UNIT_YEAR } pk_unit;
typedef enum { PK_MEASURED, PK_STATED, PK_CALIBRATED, PK_ESTIMATED, PK_ASSUMED } pk_basis;
typedef enum { PK_THIRD, PK_PUBLIC, PK_PRIVATE, PK_EDUCATION } pk_sector;

typedef enum {
  PK_PRIOR_NONE,
  PK_PRIOR_EVENTS,   /* evidence: a events of b */
  PK_PRIOR_EXPOSURE, /* evidence: a events in b of exposure (unit) */
  PK_PRIOR_RANGE,    /* 90 % interval a … b */
  PK_PRIOR_BETA,     /* a, b */
  PK_PRIOR_GAMMA,    /* shape a, scale b */
  PK_PRIOR_NORMAL,   /* mean a, sd b */
  PK_PRIOR_LOGNORMAL,
  PK_PRIOR_TRIANGULAR, /* min a, mode b, max c */
  PK_PRIOR_UNIFORM
} pk_prior;

/* The five rows of the third sector on the map, and none. */
typedef enum {
  PK_ROW_EXPERIENCE,
  PK_ROW_REFERRAL,
  PK_ROW_EMPLOYMENT,
  PK_ROW_COACHING,
  PK_ROW_SUPPORT,
  PK_ROW_NONE
} pk_row;

/* What models call these, in their order, then NULL; and the keys of people's words for them. */
extern const char *const pk_step_ids[], *const pk_basis_ids[], *const pk_sector_ids[];
extern const char *const pk_row_ids[];
extern const char *const pk_basis_words[], *const pk_sector_words[];

/* A number that says where it comes from. */
typedef struct pk_number {
  double value;
  pk_basis basis;
  pk_prior prior; /* what is known of its uncertainty; a, b, c mean what the prior says */
  double a, b, c;
  pk_unit unit;        /* of an exposure */
  int source;          /* index into sources, −1 */
  const char *note;    /* or NULL */
  const char *pointer; /* JSON Pointer of the number; NULL for a number that nobody wrote */
} pk_number;

typedef enum {
  PK_FIXED,       /* a = length */
  PK_UNIFORM,     /* a = min, b = max, whole */
  PK_GEOMETRIC,   /* a = mean */
  PK_EXPONENTIAL, /* a = mean */
  PK_WEIBULL,     /* a = shape, b = scale */
  PK_GAMMA,       /* a = shape, b = scale */
  PK_LOGLOGISTIC, /* a = shape, b = scale (the median) */
  PK_LOGNORMAL,   /* a = meanlog, b = sdlog */
  PK_TABLE,       /* n probabilities of 1 … n steps in y */
  PK_SURVIVAL     /* n times in x, shares still there from then on in y */
} pk_family;

typedef struct pk_distribution {
  pk_family family;
  pk_unit unit; /* of a, b, x: PK_UNIT_STEP when none was written */
  pk_number a, b;
  int n;
  const double *x, *y;
  const char *pointer;
} pk_distribution;

/* A time from which or until which something holds: a date, a step, or neither. */
typedef struct pk_when {
  enum { PK_ALWAYS, PK_AT_DATE, PK_AT_STEP } form;
  pk_date date;
  int step;
} pk_when;

/* When something holds. */
typedef struct pk_period {
  pk_when from, until;
} pk_period;

typedef struct pk_source {
  const char *id;
  pk_name title, publisher;
  const char *url, *accessed;
  int year; /* 0: not said */
} pk_source;

typedef struct pk_account {
  const char *id;
  pk_name name;
  const char *unit; /* "euro", "hour", … */
  double discount;  /* a year */
} pk_account;

typedef struct pk_budget {
  const char *id;
  pk_name name;
  int kind_count;
  const char *const *kinds;
  int account;
  pk_number per_year;
} pk_budget;

typedef struct pk_actor {
  const char *id;
  pk_name name;
  pk_sector sector;
  const char *kind; /* association, foundation, municipality, …; NULL: not said */
  const char *region;
  pk_when from, until;
} pk_actor;

/* An actor at a stage in one role. */
typedef struct pk_standing {
  int actor;
  const char *role; /* id, known to the plugins */
  bool has_places;
  pk_number places; /* or, with per_stage ≥ 0, places for each worker there */
  int per_stage;
  pk_number clients; /* how many clients are known to have been here; has_clients */
  bool has_clients;
  pk_name text; /* what they do here, in a few words; may be empty */
  pk_when from, until;
  const char *pointer;
} pk_standing;

typedef struct pk_attribute {
  const char *name, *value; /* whole numbers and true/false as text */
  const char *pointer;
} pk_attribute;

typedef struct pk_money {
  int account;
  pk_number per_step, on_entry; /* 0 where not written (pointer NULL) */
} pk_money;

typedef struct pk_turn { /* a stage, or a transition's target, with a share */
  int stage;
  pk_number share;
} pk_turn;

typedef struct pk_queue {
  bool written;
  int max; /* −1: no limit */
  bool has_patience;
  pk_distribution patience;
  int gives_up_count;
  const pk_turn *gives_up;
  const char *waits_as; /* kind id or NULL */
} pk_queue;

typedef enum { PK_EXITS_NONE, PK_EXITS_SHARES, PK_EXITS_PER_STEP, PK_EXITS_RACE } pk_exits;

typedef struct pk_stage {
  const char *id;
  pk_name name;
  const char *kind, *region;
  bool passage, final, employed, open; /* employed, open: as written (models without a region) */
  pk_exits exits;
  bool has_duration;
  pk_distribution duration;
  int refused; /* transition, −1 */
  int attribute_count;
  const pk_attribute *attributes;
  int standing_count;
  const pk_standing *standings;
  int money_count;
  const pk_money *money;
  pk_queue queue;
  int exit_count; /* transitions that leave this stage, in the order of the model */
  const int *exit_list;
  const char *pointer;
} pk_stage;

typedef struct pk_referral {
  int actor;
  pk_number in, out; /* clients referred by the actor into this move, and out to it; pointer NULL:
                        not written */
} pk_referral;

typedef struct pk_transition {
  const char *id;
  pk_name name;
  int from, to;
  bool rest;       /* share is what the others leave; share.value holds it */
  pk_number share; /* PK_EXITS_SHARES: values out of a stage sum to 1 */
  int step_count;  /* PK_EXITS_PER_STEP: at least 1; the last goes on */
  const pk_number *per_step;
  pk_distribution after; /* PK_EXITS_RACE */
  bool at_limit;
  int carrier_count;
  const int *carriers; /* actors */
  int referral_count;
  const pk_referral *referrals;
  const char *pointer;
} pk_transition;

typedef enum { PK_EFFECT_NONE, PK_EFFECT_ODDS, PK_EFFECT_HAZARD, PK_EFFECT_PLACES } pk_effect_form;

typedef struct pk_effect {
  pk_effect_form form;
  int transition, stage;
  pk_number ratio; /* or places */
  bool included;   /* the number it changes holds it already; the default is applied */
} pk_effect;

typedef struct pk_support {
  const char *id;
  pk_name name, text;
  const char *role;
  int actor_count;
  const int *actors;
  int stage_count; /* 0: beside the whole path */
  const int *stages;
  int effect_count; /* "effect" may be one object or a list */
  const pk_effect *effects;
  pk_number uptake; /* 1 where not written */
  pk_when from, until;
  const char *pointer;
} pk_support;

/* One value of an attribute, or of a history's length, with its probability. */
typedef struct pk_choice {
  const char *value;
  pk_number share;
} pk_choice;

typedef struct pk_trait { /* an attribute of clients; several choices make profiles */
  const char *name;
  int choice_count;
  const pk_choice *choices; /* shares sum to 1 */
  const char *pointer;
} pk_trait;

typedef struct pk_past { /* how a history or counter starts */
  const char *history;   /* id, known to the plugins */
  const char *pattern;   /* '1' and '0', latest first; NULL: choices of "latest" or "value" */
  bool is_value;         /* choices are values of a counter */
  int choice_count;
  const pk_choice *choices;
  const char *pointer;
} pk_past;

typedef struct pk_initial {
  int stage;
  bool waiting; /* waits for the stage since `elapsed` steps, else is in it since then */
  int elapsed;
  pk_number count;
} pk_initial;

typedef struct pk_group {
  const char *id;
  pk_name name;
  const char *region;
  pk_number size;
  int start_count;
  const pk_turn *starts; /* shares sum to 1 */
  int trait_count;
  const pk_trait *traits;
  int past_count;
  const pk_past *pasts;
  int arrival_count;    /* 0: nobody arrives later */
  bool arrivals_steady; /* one number for every step 1 … horizon; else a list, nobody after its end
                         */
  const pk_number *arrivals;
  int initial_count;
  const pk_initial *initial;
  bool allocate;
  const char *pointer;
} pk_group;

typedef struct pk_gap {
  const char *id;
  int stage_count;
  const int *stages;
  pk_row row;
  pk_name question, text;
} pk_gap;

typedef struct pk_note {
  const char *id, *about, *by;
  pk_name text;
} pk_note;

typedef struct pk_path {
  const char *id;
  pk_name name;
  int stage_count;
  const int *stages;
} pk_path;

typedef struct pk_target {
  const char *id;
  pk_name name;
  const char *outcome;
  int at;    /* step */
  int group; /* −1: all */
  pk_number observed;
} pk_target;

typedef struct pk_scenario {
  const char *id;
  pk_name name;
  bool has_patch;
  int withdraw_count;
  const int *withdraw; /* actors */
  pk_when from, until; /* when the withdrawal holds */
} pk_scenario;

struct polku_model {
  pk_arena *arena;
  const char *id;       /* the file without folder and suffix */
  const char *file;     /* as the user named it */
  const char *scenario; /* id of the scenario that was applied, or NULL */
  const char *text;     /* the author's text, length bytes */
  size_t length;
  char
      sha256[65]; /* of the text as it was read; a scenario has that of the file it is written in */
  void *json;     /* json_t of the whole model; model/ alone knows the type */
  struct pk_model_index *index; /* private to model/ */

  pk_name title, text_about;
  const char *region;
  bool has_rules_as_of, has_start_date, follow_calendar;
  pk_date rules_as_of, start_date;
  pk_step step;
  int horizon;

  int source_count;
  const pk_source *sources;
  int account_count;
  const pk_account *accounts;
  int budget_count;
  const pk_budget *budgets;
  int actor_count;
  const pk_actor *actors;
  int stage_count;
  const pk_stage *stages;
  int transition_count;
  const pk_transition *transitions;
  int support_count;
  const pk_support *supports;
  int group_count;
  const pk_group *groups;
  int gap_count;
  const pk_gap *gaps;
  int note_count;
  const pk_note *notes;
  int path_count;
  const pk_path *paths;
  int target_count;
  const pk_target *targets;
  int scenario_count;
  const pk_scenario *scenarios;

  /* What a scenario withdraws, one flag per actor, and when that is so: a scenario's "withdraw" is
   * in here when the scenario was applied. NULL: nobody; at all times. */
  const bool *withdrawn;
  const pk_period *withdrawn_when;
};

typedef struct polku_model pk_model;

/* Bytes of the letter with which `text` begins, where an id may have it; else 0. */
size_t pk_id_letter(const char *text);

/* A model of its own that says the same, read from the same text; it ends after `horizon` steps
 * where its own would come later. NULL when memory ran out (reported). */
polku_model *pk_model_copy(const polku_model *model, int horizon, polku_report *report);

/* Indices by id; −1 when there is none. */
int pk_model_find_stage(const pk_model *model, const char *id);
int pk_model_find_transition(const pk_model *model, const char *id);
int pk_model_find_actor(const pk_model *model, const char *id);
int pk_model_find_group(const pk_model *model, const char *id);

/* The place of a JSON Pointer in the author's text, for a problem: found by reading the text once
 * more. `key` underlines the member's name instead of its value. A pointer that leads nowhere gives
 * the nearest parent's place. Strings in `place` are borrowed from the model or from `pointer`. */
void pk_model_place(const pk_model *model, const char *pointer, bool key, pk_place *place);

/* Every number of the model that a person wrote, in the order of the text: for lists of
 * assumptions and for parameter draws. `what` says what it is a number of ("share", "per_step",
 * "duration", "places", "size", "start", "effect", …). `visit` returns false to stop. */
typedef bool pk_visit_number(void *context, const pk_number *number, const char *what);
void pk_model_numbers(const pk_model *model, pk_visit_number *visit, void *context);

/* Months in one step: 1, 7/30.4375 or 1/30.4375. */
double pk_step_months(pk_step step);
/* The day of a step, and the first step whose day is not before a date: of a model that has a start
 * date. */
pk_date pk_date_of_step(const pk_model *model, int step);
int pk_step_of_date(const pk_model *model, pk_date date);
/* Steps in one of `unit`. */
double pk_unit_steps(pk_unit unit, pk_step step);

#endif
