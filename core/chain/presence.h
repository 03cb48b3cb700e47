/* Who is there, step by step: projects begin and end, actors are withdrawn.
 *
 * Time falls into epochs: stretches of whole steps within which nobody who matters begins or ends,
 * and no rule changes.
 * Something that holds from … until is there at the steps from ≤ t < until; a date counts as the
 * first step whose day is not before it. Who may enter, and who takes somebody in, is asked of the
 * epoch of the move; a stay under way keeps the supports of the epoch in which it began. */
#ifndef PK_PRESENCE_H
#define PK_PRESENCE_H

#include "rules/rules.h"

/* Instead of a step: at some step 0 … horizon. */
enum { PK_EVER = -1 };

/* Whether an actor is there at a step: not withdrawn here (`withdrawn` by actor, or NULL:
 * throughout) nor by the model's scenario, and within its own time. */
bool pk_actor_there(const pk_model *model, int actor, const bool *withdrawn, int step);

/* Whether it is withdrawn, here or by the scenario, whatever its own time is. */
bool pk_actor_withdrawn(const pk_model *model, int actor, const bool *withdrawn, int step);

/* The same of an actor in one role at one stage, which may have an end of its own. */
bool pk_standing_there(const pk_model *model, const pk_standing *standing, const bool *withdrawn,
                       int step);

/* A support works while one of its actors is left; one that names none works in all its time. */
bool pk_support_works(const pk_model *model, const pk_support *support, const bool *withdrawn,
                      int step);

/* Whether an actor at a stage takes clients in. */
bool pk_standing_hosts(const pk_rules *rules, int stage, int standing);

/* All that changes within the horizon. Rows are epochs; a model in which nothing changes has one.
 */
typedef struct pk_presence {
  int epoch_count;
  const int *epoch_of;           /* [horizon + 1]: the epoch of a whole step */
  const int *first;              /* [epochs]: the step with which it begins */
  int host_count;                /* in the order of pk_hosts: by stage, then by standing */
  const bool *host_there;        /* [epochs][hosts] */
  const bool *stage_closed;      /* [epochs][stages]: had hosts, and has none left */
  const bool *transition_closed; /* [epochs][transitions]: all its carriers are gone */
  const bool *support_works; /* [epochs][supports]; of those without an effect nothing is told */
  const double *capacity;    /* [epochs][stages]: places; −1: not limited */
  const int *version;        /* [epochs]: of the rules, see pk_rules_at */
} pk_presence;

/* NULL when memory ran out. `withdrawn` by actor, or NULL. Two calls give the same epochs. */
pk_presence *pk_presence_new(pk_arena *arena, const pk_model *model, const pk_rules *rules,
                             const bool *withdrawn);

#endif
