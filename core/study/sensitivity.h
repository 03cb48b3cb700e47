/* Which number matters: everything that was found out of each. Borrows nothing once it is made.
 *
 * Outcomes are per client, in the unit of the outcome; only leverage and information are in people
 * (or, where a worth was said, in money). */
#ifndef PK_SENSITIVITY_H
#define PK_SENSITIVITY_H

#include "study/result.h"
#include "study/slopes.h"

/* One number, or a set that is drawn together (the counted shares out of one stage). */
typedef struct pk_matter {
  pk_quantity_form form;
  const char *pointer; /* of the number, or of the first of the set */
  const char *part;    /* id of the stage, transition, support, group … that it belongs to */
  pk_name name;        /* how a person calls it */
  const char *field;   /* "share", "duration", "places" … */
  const char *option;  /* which of the others alone has it; NULL: the model itself */
  pk_name option_name;
  pk_basis basis;
  pk_part of;
  int members; /* of a set; 1: the number alone */
  double written;
  bool uncertain;            /* it says how uncertain it is */
  double low, high;          /* 5 % and 95 % points of its stated uncertainty; NaN */
  double slope;              /* d outcome / d number; NaN: whole numbers */
  double at_low, at_high;    /* the outcome at these points, everything else as written; NaN */
  double unit_down, unit_up; /* whole numbers: what one less and one more change; NaN */
  double error;              /* Monte-Carlo standard error of the four above; 0 exact */
  double tenth;              /* what the number being a tenth larger changes; NaN as the slope */
  double share;              /* first-order part of the outcome's variance (Sobol); NaN */
  double share_error;        /* its standard error */
  double total, total_error; /* the part that would stay if all others were known; NaN */
  double information;        /* what it is worth to know it, as pk_evppi; NaN: nothing to decide */
} pk_matter;

/* What one more percentage point on a transition, one more place at a stage would do. */
typedef struct pk_leverage {
  const char *id; /* of the transition or stage */
  pk_name name;   /* of a transition without one: from where to where */
  double change;  /* of the outcome, in people; of months: in months of all of them */
  double error;   /* Monte-Carlo standard error; 0 exact */
} pk_leverage;

struct polku_sensitivity {
  pk_arena *arena;
  polku_result *result; /* what comes of the model: title, interval, engine, step */
  pk_provenance provenance;
  pk_name title;
  const char *file, *scenario;
  const char *example; /* a scenario that could be chosen; NULL: it has none */
  pk_outcome outcome;
  pk_label group; /* id NULL: all */
  double people, value;
  polku_interval interval;
  bool played;         /* places were played: slopes are those of the model without limits */
  bool without_limits; /* places or budgets were left out altogether */
  bool stopped;        /* by who watches: parts are missing */
  int runs;            /* where places are played: behind each difference */
  int draws;           /* behind the shares; 0: none were made */
  int draws_asked;
  bool smoothed;         /* shares by curves through plain draws: no total shares */
  double luck_share;     /* where places are played: the part of the draws' variance that is luck */
  int decision_draws;    /* behind the value of knowing */
  double explained;      /* sum of the first-order shares; NaN without draws */
  double information;    /* perfect, of all numbers together; NaN: nothing to decide */
  double worth;          /* of one more person; 0: not said, and information is in people */
  pk_label account;      /* whose cost was set against it; id NULL: none */
  int option_count;      /* 0: nothing to choose */
  const char **options;  /* what can be chosen as a person wrote it, the model first */
  pk_name *option_names; /* how people call it: the scenario, or the model's title */
  double *best;          /* [options]: chance to be the best one */
  double *mean;          /* [options]: mean over draws, in people, or in money */
  int matter_count;
  pk_matter *matters; /* the strongest first */
  int transition_count, stage_count;
  pk_leverage *transitions, *stages; /* places: stages that have any */
};

#endif
