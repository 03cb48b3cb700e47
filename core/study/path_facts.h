/* The ways that people go: the most probable routes to the first employed stage, and the model's
 * own named paths. What `polku paths` tells and the picture of one path shows comes from here. */
#ifndef PK_PATH_FACTS_H
#define PK_PATH_FACTS_H

#include "study/making.h"
#include "study/routes.h"

/* A way and what is known of it. */
typedef struct pk_path_fact {
  const char *id;      /* of a named path; NULL: a route */
  const pk_name *name; /* of a named path */
  int length;
  const int *stages;
  double chance; /* of a route: of those who begin at t = 0 (or, without any, of all); of a named
                  * path: of all who enter by the horizon. NaN: nobody enters */
  double months; /* mean time of those who go it, to its last stage; NaN: nobody does */
} pk_path_fact;

typedef struct pk_path_facts {
  const pk_model *model;
  pk_making making;
  pk_routes routes;
  bool limits; /* the model has places or budgets, which the chances leave out */
  int route_count, named_count;
  pk_path_fact *route, *named; /* most probable first; in the order of the model */
} pk_path_facts;

/* What is asked: how many routes at most, and of whom. */
typedef struct pk_path_wish {
  int count;
  int group;             /* −1: of everyone */
  const char *only;      /* id of the one named path that is asked for; NULL: all of them */
  const bool *withdrawn; /* [actors], beyond the model's scenario; NULL: nobody */
} pk_path_wish;

/* False when the chain is too large or memory ran out (reported); end it all the same. */
bool pk_path_facts_new(pk_path_facts *ways, const pk_model *model, const pk_rules *rules,
                       const pk_path_wish *wish, polku_report *report);
void pk_path_facts_free(pk_path_facts *ways);

/* The part of a stage's stays that ever is with third-sector hosts; 0: none stands there as host.
 */
double pk_path_facts_third(const pk_path_facts *ways, int stage);

#endif
