/* What decided an answer: the one way in which reasons are found, whoever tells them. */
#ifndef PK_REASONS_H
#define PK_REASONS_H

#include "rules/product.h"

/* A condition that refused or let pass, or the case that gave the number. */
typedef struct pk_reason {
  const char *id;       /* of the condition, parameter or case; NULL for a number without one */
  const char *ref;      /* or NULL */
  const char *source;   /* of a number that stands elsewhere than in the section of its case */
  const pk_name *text;  /* the condition's sentence for the answer at hand, the parameter's name */
  const pk_tree *group; /* of several grounds that failed as a whole and has a sentence, or NULL */
  bool refuses;
  const pk_plugin *plugin;
  const pk_leaf *leaf;       /* of an allow; NULL: nothing can be done, there is no condition */
  const pk_choice_case *one; /* of a number */
  const pk_layer *layer;
} pk_reason;

typedef struct pk_reasons {
  int count;
  const pk_reason *at; /* in the order of the law */
} pk_reasons;

/* Why a subject answers as it does to all of these clients and places: values of all variables,
 * feasible, with one answer. False when memory ran out (not reported). */
bool pk_reasons_of(pk_arena *arena, const pk_subject *subject, const int *const *raw, int count,
                   pk_reasons *reasons);

/* The same of conditions alone, for one client and place. */
bool pk_reasons_of_tree(pk_arena *arena, const pk_law *law, const pk_tree *tree, const int *raw,
                        pk_reasons *reasons);

/* The reason to tell where only one can be: the first condition, or the last that changed the
 * number. NULL where there is none. */
const pk_reason *pk_reasons_first(const pk_reasons *reasons);

/* Whether one of them is called so. */
bool pk_reasons_name(const pk_reasons *reasons, const char *id);

/* Whether the sentence of its group stood with an earlier reason. */
bool pk_reason_told(const pk_reasons *reasons, int i);

#endif
