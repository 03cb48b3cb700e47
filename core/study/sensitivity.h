/* Which number matters: everything that was found out of each. Borrows nothing once it is made. */
#ifndef PK_SENSITIVITY_H
#define PK_SENSITIVITY_H

#include "study/result.h"
#include "study/slopes.h"

/* One number, or a set that is drawn together (the counted shares out of one stage). */
typedef struct pk_matter {
  pk_quantity_form form;
  const char *pointer; /* of the number, or of the first of the set */
  const char *part;    /* id of the stage, transition, support, group … that it belongs to */
  pk_name name;        /* how a person calls it is built from these */
  const char *field;   /* "share", "duration", "places" … */
  pk_basis basis;
  double written;
  bool uncertain;            /* it says how uncertain it is */
  double low, high;          /* 5 % and 95 % points of its stated uncertainty; NaN */
  double slope;              /* d outcome / d number; NaN: whole numbers, or places are played */
  double at_low, at_high;    /* the outcome at these points, everything else as written; NaN */
  double unit_down, unit_up; /* whole numbers: what one less and one more change; NaN */
  double error;              /* Monte-Carlo standard error of the four above; 0 exact */
  double share;              /* first-order part of the outcome's variance (Sobol); NaN */
  double share_error;        /* its standard error */
  double information;        /* what it is worth to know it, as pk_evppi; NaN: nothing to decide */
} pk_matter;

/* What one more percentage point on a transition, one more place at a stage would do. */
typedef struct pk_leverage {
  const char *id; /* of the transition or stage */
  double change;  /* of the outcome, in people */
} pk_leverage;

struct polku_sensitivity {
  pk_arena *arena;
  pk_provenance provenance;
  pk_name title;
  const char *file, *scenario;
  pk_outcome outcome;
  pk_label group; /* id NULL: all */
  double people, value;
  polku_interval interval;
  bool played; /* places were played: no derivatives */
  int draws;
  double explained;   /* sum of the first-order shares */
  double information; /* perfect, of all numbers together; NaN: nothing to decide */
  double worth;
  int option_count;
  const char **options; /* names of what can be chosen */
  int matter_count;
  pk_matter *matters; /* the strongest first */
  int transition_count, stage_count;
  pk_leverage *transitions, *stages; /* places: stages that have any */
};

#endif
