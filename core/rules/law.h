/* A law: what the plugins of one region say on one day, as tables.
 *
 * For every kind of stage the versions of that day are put together level by level, and every
 * condition is tabulated over the raw values of what it reads. Afterwards no Lua is needed: a
 * question is a walk over a tree whose leaves are single bits, or over cases with numbers. */
#ifndef PK_LAW_H
#define PK_LAW_H

#include "rules/plugin.h"

/* One case with its value on this day: pk_law_value gives it. */
typedef struct pk_choice_case {
  const pk_case *source;
  const pk_leaf *when;     /* NULL: the default */
  const pk_leaf *computed; /* or NULL: `value` holds */
  long long value;
  const pk_param *param; /* or NULL */
  const pk_dated *dated;
} pk_choice_case;

/* The cases of one plugin; each layer changes what the layers before it gave. */
typedef struct pk_layer {
  pk_mode mode;
  int order; /* of the rule among all rules of the region: the same in the laws of all days */
  const pk_rule *rule;
  const pk_version *version;
  const pk_plugin *plugin;
  int case_count;
  const pk_choice_case *cases;
} pk_layer;

/* What holds for one kind of stage. */
typedef struct pk_sheet {
  const pk_tree *allow; /* NULL: nothing forbids */
  int layer_count[PK_RULES];
  const pk_layer *layers[PK_RULES];
  /* A rule that exists, but has no version on this day and does not say what that means. */
  const pk_rule *undated[PK_RULES];
  /* A rule has ended and says what that means: everybody may enter, there is no limit. */
  bool ended[PK_RULES];
} pk_sheet;

typedef struct pk_law {
  const pk_book *book;
  const pk_plugin *region;
  pk_date date;
  const bool *without;     /* as wanted */
  const pk_sheet *sheets;  /* by kind */
  uint64_t *const *tables; /* by number of leaf; NULL where the leaf is not of this day */
} pk_law;

/* Tables of conditions that several laws of one book share: a condition answers alike on all days
 * on which its parameters have the same values. Lives in an arena; begins as {.arena = …}. */
typedef struct pk_tables {
  pk_arena *arena;
  pk_list list;    /* private to law.c */
  size_t rows;     /* tabulated so far */
  long long steps; /* that boxes have taken for them; limited as those of one law are */
} pk_tables;

typedef struct pk_law_wanted {
  const pk_book *book;
  const pk_plugin *region;
  pk_date date;
  const bool *without; /* by plugin of the book: as if it did not exist; or NULL */
  const bool *kinds;   /* by kind: only these are wanted; or NULL: all */
  pk_tables *tables;   /* or NULL */
} pk_law_wanted;

/* NULL with problems in book->report. */
const pk_law *pk_law_new(pk_arena *arena, const pk_law_wanted *wanted);

/* The day of a law, for its parameters. */
pk_day pk_law_day(const pk_law *law);

/* What a leaf's table holds for one row: 0 or 1 of a condition, the number of a value (0 where its
 * condition does not hold). */
uint64_t pk_law_row(const pk_law *law, const pk_leaf *leaf, size_t row);
/* The answer of a condition for raw values of all variables; the value of a case. */
bool pk_law_leaf(const pk_law *law, const pk_leaf *leaf, const int *raw);
long long pk_law_value(const pk_law *law, const pk_choice_case *one, const int *raw);

/* Whether a leaf answers alike for raw values a and b of its k-th variable, whatever the others
 * are. */
bool pk_law_alike(const pk_law *law, const pk_leaf *leaf, int k, int a, int b);

/* What a layer of amounts makes of the sum below it. */
long long pk_mode_over(pk_mode mode, long long below, long long found);

/* What a leaf or a tree answers at a stage whoever the client is, where that is settled; `stage`
 * holds raw values by variable, of which those of stages are read. */
typedef enum { PK_NO, PK_YES, PK_OPEN } pk_settled;
pk_settled pk_settle_leaf(const pk_law *law, const pk_leaf *leaf, const int *stage);
pk_settled pk_settle(const pk_law *law, const pk_tree *node, const int *stage);
/* Whether a case gives everybody at a stage the same value; *value is it. */
bool pk_settle_value(const pk_law *law, const pk_choice_case *one, const int *stage,
                     long long *value);

/* A day as YYYY-MM-DD in 11 bytes; a dash for "always" and "for ever". */
const char *pk_day_text(char *buffer, pk_date date);

/* Adds W-PARAM-REVIEW for one parameter; W-PARAM-DISPUTED for a value of which sources disagree. */
void pk_param_review(const pk_param *param, polku_report *report);
void pk_param_disputed(pk_arena *arena, const pk_param *param, const pk_dated *dated,
                       polku_report *report);

/* Adds W-PARAM-REVIEW or W-PARAM-DISPUTED for every parameter that rules of a kind, amounts apart,
 * read at a place with these raw values, and that should have been looked at again before the law's
 * day, or whose sources disagree. What the place settles without them is left out. */
void pk_law_review(const pk_law *law, int kind, const int *stage, polku_report *report);
void pk_law_review_leaf(const pk_law *law, const pk_leaf *leaf, polku_report *report);

/* The same for every parameter of a layer's cases, read or paid, that can decide at the place. */
void pk_law_review_layer(const pk_law *law, const pk_layer *layer, const int *stage,
                         polku_report *report);

/* Adds E-RULE-DATE for every rule of a kind that has no version on the law's day. */
void pk_law_undated(const pk_law *law, int kind, const pk_place *place, polku_report *report);

#endif
