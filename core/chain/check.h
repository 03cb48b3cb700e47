/* A check under way, shared by check.c and trap.c. */
#ifndef PK_CHECK_H
#define PK_CHECK_H

#include "chain/stay_law.h"

typedef struct pk_check {
  const pk_model *model;
  const pk_rules *rules;
  polku_report *report;
  pk_stay_laws *laws;
  pk_chain *chain;
  bool *entry_reached, *point_reached; /* by the group asked for last */
  int32_t *found;                      /* states whose rows are still to be followed */
  bool *stage_flag, *transition_flag;
} pk_check;

/* Marks everything that clients of a group can come to (−1: of any group). */
void pk_check_reach(pk_check *check, int group);

/* Why a client may not take an exit now, in a few words that need no translation. Ended with
 * free(); NULL when out of memory. */
char *pk_check_reason(const pk_check *check, const pk_moment *moment, const pk_exit *exit);

/* Clients that can never leave a stage that is not final. */
void pk_check_traps(pk_check *check);

#endif
