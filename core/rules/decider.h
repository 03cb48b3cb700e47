/* What an answer hangs on, for people who are told it. */
#ifndef PK_DECIDER_H
#define PK_DECIDER_H

#include "rules/product.h"

/* The condition on which an answer hangs, or the case that gave the number. */
typedef struct pk_decider {
  const char *id; /* of the condition, the parameter or the case; NULL: it has none */
  const char *ref;
  const pk_leaf *leaf; /* of an allow */
  const pk_layer *layer;
  const pk_choice_case *one;
} pk_decider;

pk_decider pk_subject_decider(const pk_subject *subject, const int *raw);

/* Whether a condition stands on a shortest way to another answer, there may be several; whether the
 * deciding case, or its parameter, is called so. */
bool pk_subject_decided_by(const pk_subject *subject, const int *raw, const char *id);

#endif
