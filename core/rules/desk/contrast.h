/* Whom two laws treat differently by one rule: what the difference of two plugins (difference.h)
 * and that of two models (rules/behaviour.h) are made of. */
#ifndef PK_CONTRAST_H
#define PK_CONTRAST_H

#include "rules/desk/table.h"

/* A row of a difference: a sort of client and place with two answers. */
typedef struct pk_contrast {
  const pk_decision_row *row;
  int64_t answer[2];
  pk_reasons reasons[2];
} pk_contrast;

/* One rule in one interval of dates in which the same clients are treated differently. */
typedef struct pk_difference {
  pk_segment segment;
  const pk_law *law[2];
  const char *unit[2];
  const pk_decision *decision; /* NULL: nobody is treated differently */
  pk_list contrasts;           /* pk_contrast */
  size_t differing;            /* combinations, of the product's feasible ones */
  const size_t *turns; /* by axis: combinations in which another value there changes what differs */
} pk_difference;

/* A variable that the two know differently. */
typedef struct pk_mismatch {
  const char *id;
  enum { PK_ONLY_ONE, PK_OTHER_VALUES, PK_OTHER_COUNT } form;
  int which; /* PK_ONLY_ONE: who knows it */
} pk_mismatch;

/* Where differences live, and who hears of problems. */
typedef struct pk_contrasting {
  pk_arena *arena;
  polku_report *report;
  pk_list *mismatches; /* pk_mismatch, each once */
  bool failed;
} pk_contrasting;

/* Fills `d`, of which the segment is known. False with problems. */
bool pk_contrast_laws(pk_contrasting *how, const pk_rule_key *rule, const pk_law *const law[2],
                      pk_difference *d);

/* Whether two differences say the same of the same people, on other days or of other laws. */
bool pk_difference_same(const pk_difference *a, const pk_difference *b);

/* The axes on which a difference hangs, the strongest first, each once: −1 after the last. */
int pk_difference_axis(const pk_difference *d, int before);

/* Why somebody is refused: the group of conditions that failed as a whole, or the first condition;
 * NULL where no sentence says it. */
const char *pk_say_why_refused(const pk_reasons *reasons, polku_lang lang);

/* The members of a row: "given", "combinations", "answers" and "reasons". */
void pk_json_contrast(pk_json *json, pk_rule_form form, const pk_difference *d,
                      const pk_contrast *contrast, polku_lang lang);
/* The member "hangs_on": how much of the combinations hangs on each axis, that is in how many
 * another value there would change whether, or how, the answers differ. */
void pk_json_hangs_on(pk_json *json, const pk_difference *d);

#endif
