/* Whom the rules of two models treat differently: not how the rules are written, but what they
 * answer, over all values of what they read. Two models of one region and date answer alike; the
 * same model in two regions, or on two days, may not. */
#ifndef PK_BEHAVIOUR_H
#define PK_BEHAVIOUR_H

#include "base/json.h"
#include "base/tables.h"
#include "rules/rules.h"

typedef struct pk_behaviours pk_behaviours;

/* Compares, rule by rule (may enter, limit, amount, priority …) of the kinds of stages that either
 * model uses, what both answer on the models' own days. Borrows all four. `names` are how a person
 * calls the two, for texts. A rule that has too many combinations is said
 * not to have been compared. NULL with a problem in the report. */
pk_behaviours *pk_behaviours_new(const pk_model *a, const pk_rules *rules_a, const pk_model *b,
                                 const pk_rules *rules_b, const char *const names[2],
                                 polku_report *report);
void pk_behaviours_free(pk_behaviours *behaviours);

/* How many rules treat somebody differently; and of those, how many somebody who is in the models'
 * groups. */
int pk_behaviours_count(const pk_behaviours *behaviours);
int pk_behaviours_met(const pk_behaviours *behaviours);

/* What the rules of either model call an id of theirs, for pk_model_changes.words; the context is
 * the behaviours. */
const pk_name *pk_behaviours_word(const void *behaviours, const char *sort, const char *id,
                                  const char *of);

/* Told: "Age 58, 24 months unemployed: allowed in Joensuu, not in Rovaniemi, because … (section)";
 * how many combinations; on which condition it hangs. As a table "rules". */
void pk_behaviours_text(const pk_behaviours *behaviours, polku_lang lang, int width, pk_text *out);
void pk_behaviours_json(const pk_behaviours *behaviours, pk_json *json);
void pk_behaviours_table(const pk_behaviours *behaviours, polku_tables *tables);

#endif
