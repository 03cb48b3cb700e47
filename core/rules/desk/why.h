/* One client and one rule: the answer, what it rests on, and what would change it. */
#ifndef PK_WHY_H
#define PK_WHY_H

#include "rules/explain_json.h"
#include "rules/reasons.h"
#include "rules/desk/shelf.h"

typedef struct pk_why {
  pk_shelf *shelf;
  pk_rule_key rule;
  const char *text; /* the key as people write it */
  pk_subject subject;
  int64_t answer;
  pk_explanation about;
  pk_finding finding;
  pk_reasons reasons; /* none where the rule is not in force */
  pk_ruling ruling;   /* of a rule with numbers */
} pk_why;

/* "Assumed": what the rule reads and nobody gave. "Unread": what was given and the rule does not
 * read. */
typedef enum { PK_WHY_GIVEN, PK_WHY_ASSUMED, PK_WHY_UNREAD } pk_why_part;
bool pk_why_belongs(const pk_why *why, pk_why_part part, int variable);

void pk_why_text(const pk_why *why, polku_lang lang, pk_text *out);

/* One object. */
void pk_why_json(const pk_why *why, pk_json_writer *w);

#endif
