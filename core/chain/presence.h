/* Who is there, and who is withdrawn, for the whole of one computation.
 *
 * A chain does not know the calendar, so an actor whose project ends within the horizon counts as
 * present throughout, and pk_presence_warn says so. One whose project is over before the start, or
 * begins after the end, is absent. */
#ifndef PK_PRESENCE_H
#define PK_PRESENCE_H

#include "rules/rules.h"

/* Whether an actor is away for the whole of the computation: withdrawn here (`withdrawn` by actor,
 * or NULL) or by the model's scenario, or never there within the horizon. */
bool pk_actor_absent(const pk_model *model, int actor, const bool *withdrawn);

/* The same of an actor in one role at one stage, which may have an end of its own. */
bool pk_standing_absent(const pk_model *model, const pk_standing *standing, const bool *withdrawn);

/* A support works while one of its actors is left; one that names none always does. */
bool pk_support_works(const pk_model *model, const pk_support *support, const bool *withdrawn);

/* A warning for everything that begins or ends within the horizon and would change a number, and
 * for rules that would follow the calendar. */
void pk_presence_warn(const pk_model *model, const pk_rules *rules, polku_report *report);

#endif
