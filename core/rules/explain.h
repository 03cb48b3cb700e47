/* An explanation: what the rules answer to each sort of client in a group, and what would change
 * it. */
#ifndef PK_EXPLAIN_H
#define PK_EXPLAIN_H

#include "base/words.h"
#include "rules/reasons.h"
#include "rules/ruling.h"

/* One value that clients of a finding have, with the share of the group that has it. */
typedef struct pk_seen {
  int raw;
  double share;
} pk_seen;

/* One change of a variable that helps to alter the answer. */
typedef struct pk_change {
  int variable, from, to;                             /* to the nearest value that would do */
  enum { PK_EXACTLY, PK_AT_LEAST, PK_AT_MOST } reach; /* every further value would do as well */
  const bool *in;                                     /* by raw value: all that would do */
} pk_change;

enum { PK_CHANGES_MAX = 3, PK_WAYS_MAX = 5 };

/* What holds for the longest stay. */
typedef struct pk_longest {
  const pk_choice_case *decisive; /* NULL: no limit */
  const pk_layer *layer;
  const pk_law *law;
  long long value;
  int steps;
} pk_longest;

/* What is looked for: the other answer about entry, a longer stay, or another number of the rule
 * that is asked about. */
typedef enum { PK_OTHER_ANSWER, PK_LONGER_STAY, PK_OTHER_NUMBER } pk_aim;

typedef struct pk_way {
  int count;
  pk_change changes[PK_CHANGES_MAX];
  pk_longest longest; /* of PK_LONGER_STAY: what it would be */
  int64_t number;     /* of PK_OTHER_NUMBER: the same */
} pk_way;

typedef struct pk_ways {
  int count;
  pk_way at[PK_WAYS_MAX];
} pk_ways;

/* Clients to whom every condition answers alike and every rule gives the same number. */
typedef struct pk_finding {
  double share;
  bool allowed;
  bool like; /* conditions answer as to the clients of an earlier finding, only numbers differ */
  const int *raw;      /* of all variables, of the first of these clients */
  const pk_list *seen; /* by variable: pk_seen */
  pk_longest longest;
  pk_reasons reasons;     /* why they may not enter */
  const pk_law *refusing; /* the law that these reasons are of */
  pk_numbers numbers;     /* of those who may enter */
  pk_ways ways, longer;
} pk_finding;

typedef struct pk_explanation {
  const pk_rules *rules;
  const pk_model *model;
  const pk_book *book;
  pk_arena *arena;
  polku_report *report;
  int group, stage, kind;
  pk_date date;
  int law_count; /* of the place, and of the client where that is another */
  const pk_law *laws[2];
  const bool *reads;         /* by variable: whether a rule of this kind reads it */
  const bool *tells;         /* by variable: whether a rule reads it that this place leaves open */
  const pk_subject *subject; /* where one rule with numbers is asked about, else NULL */
  int *set;                  /* by variable: the raw value that the question assumes, or -1 */
  pk_list findings;          /* pk_finding */
  double allowed;            /* share of the group */
} pk_explanation;

/* A question answered, and the answer written by `write`: what the public functions return. NULL
 * with problems. The caller frees. */
typedef struct pk_asked {
  const pk_model *model;
  const pk_rules *rules;
  const polku_question *question;
  polku_lang lang;
} pk_asked;
typedef void pk_explain_write(const pk_explanation *about, polku_lang lang, pk_text *out);
char *pk_explain_written(pk_asked asked, pk_explain_write *write, polku_report *report);

/* Reads "NAME=VALUE" into about->set. False with problems. */
bool pk_explain_settings(pk_explanation *about, const char *const *set, size_t count);

/* A variable of the book. */
const pk_variable *pk_explain_variable(const pk_explanation *about, int variable);

/* Whether these values may enter, and how long they may stay. */
bool pk_explain_answer(const pk_explanation *about, const int *raw);
pk_longest pk_explain_longest(const pk_explanation *about, const int *raw);
/* Finds the smallest sets of changes that lead a finding's clients to a goal. */
void pk_explain_ways(const pk_explanation *about, const pk_finding *finding, pk_aim goal,
                     pk_ways *ways);

#endif
